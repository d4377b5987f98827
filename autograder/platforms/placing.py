"""An attempt, put into ``submitted/``: wholly or not at all, and never in place of the only copy.

nbgrader's ``zip_collect`` empties the folder before it copies, so a full disk would cost what was
there.
"""

import shutil

from autograder.course import Course
from autograder.platforms.choosing import ORIGIN
from autograder.platforms.matching import Attempt
from autograder.swap import new_folder
from autograder.times import TIMESTAMP
from helpers.printing import printable


def place(course: Course, one: Attempt) -> None:
    """Put an attempt in the place of what is there.

    Raises
    ------
    OSError
        When that cannot be done; what was there is there still.
    """
    path = course.submitted(one.student, one.assignment)
    with new_folder(path.parent) as new:
        shutil.copyfile(one.path, new / path.name)
        if one.time:
            (new / TIMESTAMP).write_text(one.time.isoformat(" "), "utf-8")
        origin = f"{one.name.attachment} {printable(one.found.name)}\n"
        (new / ORIGIN).write_text(origin, "utf-8")
