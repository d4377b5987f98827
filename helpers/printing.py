"""Names and texts that somebody else wrote, as they may be printed."""

RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
JOINERS = "\u200c\u200d"  # which letters of some scripts need between them


def printable(text: str) -> str:
    """Make visible what would steer a terminal, turn the direction of text or cannot be written."""
    return "".join(c if is_harmless(c) else ascii(c)[1:-1] for c in text)


def is_harmless(character: str) -> bool:
    """Tell whether a character only prints something."""
    return character.isprintable() or character in JOINERS


def power_of_ten(exponent: int) -> str:
    """Write a power of ten as it is printed.

    >>> power_of_ten(-12)
    '10⁻¹²'
    """
    return "10" + str(exponent).translate(RAISED)
