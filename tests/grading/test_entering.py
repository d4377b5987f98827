"""What is entered by statements is what nbgrader's own methods enter, and nothing when it fails."""

from contextlib import ExitStack
from datetime import datetime, timedelta

import pytest
from nbgrader.api import MissingEntry

from autograder.grading.database import Database
from autograder.grading.entering import enter, form_of

NAME = "lesson"
DUE = datetime(2026, 2, 1, 12)
POINTS = {"check-f": 7.5, "questions": None, "task": None}
GRADE = ("name", "auto_score", "manual_score", "extra_credit", "needs_manual_grade")
COMMENT = ("name", "auto_comment", "manual_comment")
SAID = {"f": "No response.", "questions": None}


def gradebook(path):
    """Make one with an assignment that has each kind of cell."""
    made = Database(f"sqlite:///{path}", new=True)
    made.add_assignment(NAME, duedate=DUE)
    made.add_notebook(NAME, NAME)
    made.add_grade_cell("check-f", NAME, NAME, max_score=10, cell_type="code")
    made.add_grade_cell("questions", NAME, NAME, max_score=20, cell_type="markdown")
    made.add_solution_cell("f", NAME, NAME)
    made.add_solution_cell("questions", NAME, NAME)
    made.add_task_cell("task", NAME, NAME, max_score=5, cell_type="markdown")
    return made


def by_nbgrader(book, student, points, said, told):
    """Enter as nbgrader's ``Autograde`` and ``SaveAutoGrades`` do."""
    book.update_or_create_student(student)
    book.update_or_create_submission(NAME, student, **told)
    for name, score in points.items():
        grade = book.find_grade(name, NAME, NAME, student)
        grade.auto_score = score
        grade.needs_manual_grade = grade.manual_score is not None or score is None
    for name, text in said.items():
        book.find_comment(name, NAME, NAME, student).auto_comment = text
    book.db.commit()


def by_statements(book, student, points, said, told):
    entered = enter(book.db, form_of(book.db, NAME), student, points, said, set(), told)
    book.db.commit()
    return entered


def by_hand(book, student):
    """Grade one check as a person does."""
    grade = book.find_grade("check-f", NAME, NAME, student)
    grade.manual_score, grade.needs_manual_grade = 3.0, False
    book.db.commit()


def of(row, columns):
    return repr([row.cell.type, *(getattr(row, column) for column in columns)])


def rows(book):
    """All that it has of submissions."""
    book.db.expire_all()
    return [
        (
            one.student_id,
            one.timestamp,
            one.extension,
            [(sheet.name, sheet.flagged, sheet.late_submission_penalty) for sheet in one.notebooks],
            sorted(of(each, GRADE) for sheet in one.notebooks for each in sheet.grades),
            sorted(of(each, COMMENT) for sheet in one.notebooks for each in sheet.comments),
        )
        for one in book.assignment_submissions(NAME)
    ]


@pytest.fixture
def books(tmp_path):
    with ExitStack() as opened:
        yield [opened.enter_context(gradebook(tmp_path / f"{who}.db")) for who in ("their", "our")]


@pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # of nbgrader's own doing
@pytest.mark.parametrize(
    "told", [{}, {"timestamp": "2026-02-03 12:00:00 UTC"}, {"timestamp": None}], ids=str
)
def test_each_time_a_submission_is_graded_nbgrader_s_methods_leave_the_same(books, told):
    theirs, ours = books

    by_nbgrader(theirs, "ana", POINTS, SAID, {"timestamp": "2026-01-31 12:00:00 UTC"})
    by_statements(ours, "ana", POINTS, SAID, {"timestamp": "2026-01-31 12:00:00 UTC"})
    assert rows(ours) == rows(theirs)

    for book in books:
        by_hand(book, "ana")
    better = POINTS | {"check-f": 10.0}, SAID | {"f": None}
    by_nbgrader(theirs, "ana", *better, told)
    by_statements(ours, "ana", *better, told)
    assert rows(ours) == rows(theirs)


def test_what_is_there_now_is_told(books):
    _, book = books
    by_statements(book, "ana", POINTS, SAID, {})
    by_hand(book, "ana")
    book.find_submission(NAME, "ana").extension = timedelta(days=1)
    book.db.commit()
    form = form_of(book.db, NAME)

    def later(hours):
        time = {"timestamp": f"2026-02-02 {12 + hours}:00:00 UTC"}
        return enter(book.db, form, "ana", POINTS, SAID, {"check-f"}, time)

    assert [later(hours).is_late for hours in (0, 1)] == [False, True]
    assert later(0).auto == POINTS
    assert later(0).by_hand == {"check-f"}
    assert form.due + later(0).extension == DUE + timedelta(days=1)


@pytest.mark.parametrize(
    ("points", "said"), [({"check-g": 1.0}, SAID), (POINTS, {"g": None})], ids=["points", "comment"]
)
def test_what_cannot_be_entered_leaves_nothing(books, points, said):
    _, book = books

    with pytest.raises(MissingEntry, match=r"g$"):
        by_statements(book, "ana", points, said, {})
    book.db.remove()

    assert (rows(book), book.students) == ([], [])


def test_an_assignment_that_is_not_there_is_named(books):
    with pytest.raises(MissingEntry, match="other"):
        form_of(books[0].db, "other")


def test_cells_without_points_or_words_are_no_trouble(books):
    _, book = books
    book.add_assignment("bare")
    book.add_notebook("bare", "bare")

    entered = enter(book.db, form_of(book.db, "bare"), "ana", {}, {}, set(), {})

    assert (entered.auto, entered.by_hand) == ({}, set())
