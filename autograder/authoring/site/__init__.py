"""The course as a web site: Python runs in the student's browser, by JupyterLite and Pyodide."""
