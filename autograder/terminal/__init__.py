"""The command line: what may be typed, and what is shown. Nobody comes in here but a person."""
