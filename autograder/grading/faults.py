"""The two kinds of trouble: a submission's own fault, and everything else."""

import errno

from sqlalchemy.exc import SQLAlchemyError

from autograder import sharing
from autograder.grading import database
from helpers.errors import CourseError


class Fault(Exception):
    """What a submission itself is at fault for; its text is the sentence that is told.

    Nothing else may lower a score: any other exception leaves score, graded copy and answers as
    they were.
    """


def in_words(error: BaseException) -> str:
    """Say in one sentence what went wrong, where, and what to do."""
    if cause := database.cause_of(error):
        return database.in_words(cause)
    match error:
        case CourseError():
            return str(error)
        case SQLAlchemyError():
            return f"The gradebook could not be used ({error}): run the same command again."
        case MemoryError():
            remedy = sharing.REMEDIES[errno.ENOMEM]
            return f"There was no memory left: {remedy}, {sharing.AGAIN}."
        case OSError(strerror=str()):
            return sharing.in_words(error)
    return (
        f"The grader failed, which is no fault of the submission ({type(error).__name__}: "
        f"{str(error)[:300]}): please report it."
    )
