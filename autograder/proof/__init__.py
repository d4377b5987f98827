"""Proof that the checks are right: of all that is known to be right and wrong, and of mutants.

The command line comes in by ``prove``.
"""
