"""The figures of the three notebooks."""
