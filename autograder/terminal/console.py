"""The terminal that commands write to."""

from rich.console import Console

CONSOLE = Console(highlight=False)
