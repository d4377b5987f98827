"""The two kinds of trouble: a submission's own fault, and everything else."""

import errno

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from helpers.errors import CourseError

REMEDIES = {
    errno.EACCES: "give this account the right to it",
    errno.EPERM: "give this account the right to it",
    errno.EROFS: "it lies on a disk that cannot be written to",
    errno.ENOSPC: "make room on the disk",
    errno.EDQUOT: "make room: the quota of this account is used up",
    errno.ENOMEM: "end other programs, or use --jobs 1",
    errno.EAGAIN: "end other programs, or use --jobs 1",
    errno.EMFILE: "raise the limit of open files, `ulimit -n`",
    errno.EIO: "the disk or the network failed: see whether it is well",
    errno.ESTALE: "the network folder was lost: see whether it is there again",
}
AGAIN = "then run the same command again"


class Fault(Exception):
    """What a submission itself is at fault for; its text is the sentence that is told.

    Nothing else may lower a score: any other exception leaves score, graded copy and answers as
    they were.
    """


def in_words(error: BaseException) -> str:
    """Say in one sentence what went wrong, where, and what to do.

    >>> in_words(OSError(errno.EIO, "I/O error", "answers/ada")).split("; ")[0]
    'answers/ada: I/O error'
    """
    match error:
        case CourseError():
            return str(error)
        case DBAPIError():
            return (
                f"The gradebook could not be used ({error.orig}): close what else uses it, such "
                f"as the formgrader, {AGAIN}."
            )
        case SQLAlchemyError():
            return f"The gradebook could not be used ({error}): {AGAIN.removeprefix('then ')}."
        case MemoryError():
            return f"There was no memory left: {REMEDIES[errno.ENOMEM]}, {AGAIN}."
        case OSError(strerror=str(reason)):
            place = f"{error.filename2 or error.filename}: " if error.filename else ""
            remedy = REMEDIES.get(error.errno or 0, "see what is there")
            return f"{place}{reason}; {remedy}, {AGAIN}."
    return (
        f"The grader failed, which is no fault of the submission ({type(error).__name__}: "
        f"{str(error)[:300]}): please report it."
    )
