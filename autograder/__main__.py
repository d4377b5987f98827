"""Lets ``python -m autograder`` stand for ``autograder``."""

import sys

from autograder.terminal.cli import main

sys.exit(main())
