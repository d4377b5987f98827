"""The two kinds of trouble: a submission's own fault, and everything else."""


class Fault(Exception):
    """What a submission itself is at fault for; its text is the sentence that is told.

    Nothing else may lower a score: any other exception leaves score, graded copy and answers as
    they were.
    """
