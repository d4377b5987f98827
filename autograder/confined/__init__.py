"""What runs inside the sandbox: all of ``autograder`` that a student's process can see."""

import sys

# ipykernel would load a debugger, which is large, and nobody steps through a student's code here
sys.modules.setdefault("debugpy", None)  # type: ignore[arg-type]
