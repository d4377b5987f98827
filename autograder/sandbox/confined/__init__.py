"""What runs inside the sandbox: all of ``autograder`` that a student's process can see.

Two kernels can serve there: ours on top of ipykernel's private parts (``kernel.py``), and where
the versions are not ones that it was tried with, ipykernel's own (``plain.py``). What is here,
both and the other side of the wall know.
"""

CONFINED, READY = "confined", "ready"  # what it says: first that its walls stand
CHANNELS = ("shell", "iopub", "stdin", "control", "hb")  # the order of a kernel's sockets
# these two end a cell; IPython's own would end the kernel
GENTLE_EXIT = "get_ipython().push(dict.fromkeys(['exit', 'quit'], __import__('sys').exit))"
# nor does a line with ! or %, whatever comes of it
SOFT_LINES = "__import__('importlib').import_module('autograder.sandbox.confined.lines').soften()"
START = f"{GENTLE_EXIT}; {SOFT_LINES}"
STREAM = "autograder.sandbox.confined.stream.Stream"  # what prints, in place of ipykernel's own
