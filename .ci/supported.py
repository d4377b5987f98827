"""Says whether the Python that runs this can run the course; any can run this, an old one too.

Which Pythons are supported stands in pyproject.toml; this is run in its folder.
"""

import io
import re
import sys


def main():
    """Print the version, or what is wrong with it, and return the exit code."""
    with io.open("pyproject.toml", encoding="utf-8") as file:  # noqa: UP020
        text = file.read()
    supported = re.findall(r'"Programming Language :: Python :: (3\.\d+)"', text)
    oldest = re.findall(r'^requires-python = ">=([\d.]+)"', text, re.MULTILINE)[0]
    minor, version = (".".join(map(str, sys.version_info[:n])) for n in (2, 3))
    if minor not in supported or sys.version_info[:3] < tuple(map(int, oldest.split("."))):
        needed = ", ".join(supported[:-1]) + " or " + supported[-1]
        print("Python " + needed + " is needed, " + oldest + " at least; this is " + version + ".")
        return 1
    try:
        import ensurepip, venv  # noqa: E401, F401, I001, PLC0415
    except ImportError:
        print("This Python comes without venv: apt install python" + minor + "-venv, or another.")
        return 1
    print(version)
    return 0


if __name__ == "__main__":
    sys.exit(main())
