"""Names and texts that somebody else wrote, as they may be printed."""

JOINERS = "\u200c\u200d"  # which letters of some scripts need between them


def printable(text: str) -> str:
    """Make visible what would steer a terminal, turn the direction of text or cannot be written."""
    return "".join(c if is_harmless(c) else ascii(c)[1:-1] for c in text)


def is_harmless(character: str) -> bool:
    """Tell whether a character only prints something."""
    return character.isprintable() or character in JOINERS
