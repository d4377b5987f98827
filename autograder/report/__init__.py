"""The class on one page: ``standing`` gathers what there is to say, ``page`` writes it.

Only the command line comes in here.
"""
