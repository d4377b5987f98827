"""Who has not handed in, and whose work Moodle has but not we."""

from collections import Counter
from collections.abc import Sequence

from nbgrader.api import Assignment, Gradebook, SubmittedAssignment

from autograder.course import Course
from autograder.exercises import NOTEBOOKS
from autograder.platforms.matching import Fate, Line, Matcher
from autograder.platforms.roster import Roster


def not_handed_in(
    course: Course, gradebook: Gradebook, names: Sequence[str], roster: Roster | None = None
) -> dict[str, list[str]]:
    """Find who has not handed in.

    Parameters
    ----------
    course, gradebook
        What was handed in lies in ``submitted/`` or is in the gradebook.
    names
        Of the assignments.
    roster
        The class; without it those whom the gradebook knows.

    Returns
    -------
    absent
        The students' ids by assignment, sorted.
    """
    ids = everybody(gradebook, roster) - course.left_out()
    found = {}
    for name in names:
        there = _entered(gradebook, name)
        found[name] = sorted(one for one in ids - there if not _lies_there(course, one, name))
    return found


def everybody(gradebook: Gradebook, roster: Roster | None = None) -> set[str]:
    """Gather the ids of the class: those of the list, else of the gradebook."""
    students = gradebook.students
    if roster is None:
        return {student.id for student in students}
    known = {person.row: student for student, person in roster.known(students).items()}
    return {known.get(person.row, person.ids[0]) for person in roster.people}


def sentences(absent: dict[str, list[str]], people: int) -> list[str]:
    """Say in a line for each assignment who of so many people has not handed in."""
    said = []
    for name, students in absent.items():
        if people and len(students) == people:
            said.append(f"{name}: nobody of {people} has handed in.")
        elif students:
            listed = ", ".join(students)
            have = "has" if len(students) == 1 else "have"
            said.append(f"{name}: {len(students)} of {people} {have} not handed in: {listed}.")
    return said


def unseen(course: Course, matcher: Matcher, lines: Sequence[Line]) -> list[Line]:
    """Name those of whom Moodle says that they submitted, but of whom nothing was collected."""
    roster = matcher.roster
    if roster is None or not roster.is_worksheet:
        return []
    counts = Counter(line.assignment for line in lines if line.assignment)
    names = [name for name, _ in counts.most_common(1)] or list(NOTEBOOKS)  # it is about one
    found = []
    for person in roster.people:
        student = matcher.by_row.get(person.row, person.ids[0])
        if person.is_submitted and not any(_lies_there(course, student, name) for name in names):
            reason = f"{roster.lms.value} says “Submitted”: look for it there"
            name = names[0] if len(names) == 1 else ""
            found.append(Line(f"({person.name})", student, name, Fate.UNSEEN, reason))
    return found


def _lies_there(course: Course, student: str, name: str) -> bool:
    folder = course.submitted(student, name).parent
    try:
        return folder.is_dir() and any(folder.iterdir())
    except PermissionError:  # somebody put it there
        return True
    except OSError:  # an id that is no name for a folder
        return False


def _entered(gradebook: Gradebook, name: str) -> set[str]:
    rows = (
        gradebook.db.query(SubmittedAssignment.student_id)
        .join(SubmittedAssignment.assignment)
        .filter(Assignment.name == name)
    )
    return {student for (student,) in rows}
