"""Lets ``python -m autograder`` stand for ``autograder``."""

import sys

from autograder.cli import main

sys.exit(main())
