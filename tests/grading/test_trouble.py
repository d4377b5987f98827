"""Only what a submission itself is at fault for lowers its score; all else leaves it as it was."""

import json
import os
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from classroom import PROGRAMS, copy_of_course, edited, solved, submit
from surroundings import ORDINARY_USER, as_user

from autograder.exercises import CATALOGUE
from autograder.grading import pool
from autograder.grading.gradebook import grades, open_gradebook
from autograder.grading.pipeline import Manner, Way, grade, limits_of
from autograder.grading.submissions import Submission
from autograder.notebook import labelled

pytestmark = [
    pytest.mark.slow,
    # nbgrader's way with SQLAlchemy's sessions
    pytest.mark.filterwarnings("ignore:Object of type <Submi:sqlalchemy.exc.SAWarning"),
]

NAME = "gradient_checking"
FIRST = next(iter(CATALOGUE[NAME]))
WRITTEN = "questions"
STUDENTS = ("ada", "bob", "cleo")


def wrong(notebook):
    labelled(notebook)[FIRST].source = f"def {FIRST}(x, theta):\n    return x + theta"


@pytest.fixture
def course():
    """A course in which three have handed in: ada and cleo with all points, bob with a mistake."""
    # every user may enter it, unlike those that pytest makes
    with tempfile.TemporaryDirectory(prefix="course-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        made = copy_of_course(Path(folder), (NAME,))
        for student in STUDENTS:
            submit(made, student, NAME, edited(NAME, wrong) if student == "bob" else solved(NAME))
        yield made


@pytest.fixture
def manner(course):
    return Manner(limits_of(course), jobs=2)


def graded(course, manner, *students):
    """Grade in-process; what came of each student."""
    asked = [Submission.expected(course, one, NAME) for one in students or STUDENTS]
    with open_gradebook(course) as gradebook:
        outcomes = grade(course, gradebook, asked, manner, lambda outcome: None)
    return {outcome.submission.student: outcome for outcome in outcomes}


def ways(outcomes):
    return {student: outcome.way for student, outcome in outcomes.items()}


def points(course):
    with open_gradebook(course) as gradebook:
        return {row.student: row.score for row in grades(gradebook, NAME)}


def copy(course, student):
    return course.root / "autograded" / student / NAME / f"{NAME}.ipynb"


def entered(course, student, cell):
    """What the gradebook has of a cell: points by machine, by hand, and whether it waits."""
    with open_gradebook(course) as gradebook:
        found = gradebook.find_grade(cell, NAME, NAME, student)
        return found.auto_score, found.manual_score, found.needs_manual_grade


class TestWhatIsNoFaultOfTheSubmission:
    """As somebody whose account lacks a right, with the real command."""

    @pytest.fixture
    def run(self, course):
        user = ORDINARY_USER if os.getuid() == 0 else None

        def run(*arguments):
            if user is not None:
                subprocess.run(["chown", "-R", f"{user}:{user}", course.root], check=True)
            for place in self.taken:
                place.chmod(0)
            done = subprocess.run(
                as_user(user, [str(PROGRAMS / "autograder"), *arguments]),
                cwd=course.root,
                env={**os.environ, "COLUMNS": "300", "HOME": str(course.root)},
                capture_output=True,
                encoding="utf-8",
                check=False,
            )
            for place in self.taken:
                place.chmod(0o755)
            return done

        self.taken = []
        return run

    @pytest.mark.parametrize(
        "place",
        [
            f"submitted/ada/{NAME}/{NAME}.ipynb",
            f"submitted/ada/{NAME}",
            f"answers/ada/{NAME}",
            "autograded/ada",
        ],
    )
    def test_a_place_that_cannot_be_used_costs_nobody_a_point_and_is_named(
        self, course, run, place
    ):
        first = run("grade", NAME)
        before, kept = points(course), copy(course, "ada").read_bytes()
        self.taken = [course.root / place]

        done = run("grade", NAME, "--force")

        assert (first.returncode, first.stderr) == (0, "")
        assert done.stderr == ""
        assert done.returncode == 1
        assert points(course) == before == {"ada": 80, "bob": 70, "cleo": 80}
        assert copy(course, "ada").read_bytes() == kept
        assert "1 of 3 submissions were not graded: what they had before is as it was" in (
            done.stdout
        )
        [line] = [line for line in done.stdout.splitlines() if line.startswith("  ada, ")]
        assert place.rsplit("/", 1)[0] in line
        assert "Permission denied; give this account the right to it" in line

        self.taken = []
        again = run("grade", NAME)

        assert again.stderr == ""
        assert points(course) == before


def test_a_mistake_of_the_catalogue_gives_nobody_a_zero(course, manner, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(pool, "judge_notebook", None)

        outcomes = graded(course, manner)

    assert set(ways(outcomes).values()) == {Way.LEFT}
    assert "no fault of the submission" in outcomes["ada"].notes[0]
    assert not copy(course, "ada").exists()
    assert ways(graded(course, manner))["ada"] is Way.JUDGED
    assert points(course) == {"ada": 80, "bob": 70, "cleo": 80}


@pytest.mark.parametrize("part", ["Answers", "execute_async"])
def test_whatever_a_process_of_the_pool_fails_by_is_answered(course, manner, monkeypatch, part):
    def fail(*arguments):
        raise MemoryError

    monkeypatch.setattr(pool, part, fail)

    outcomes = graded(course, manner)

    assert set(ways(outcomes).values()) == {Way.LEFT}
    assert outcomes["ada"].notes == [
        "There was no memory left: end other programs, or use --jobs 1, then run the same command "
        "again."
    ]


def test_processes_that_end_at_once_end_the_run_in_a_sentence(course, manner, monkeypatch):
    monkeypatch.setattr(pool, "_serve", lambda *arguments: os._exit(1))

    with pytest.raises(pool.CourseError, match="The processes that run submissions end at once"):
        graded(course, manner)


class TestWhatAPersonGraded:
    @pytest.fixture(autouse=True)
    def by_hand(self, course, manner):
        """Ada's answer in words and one of bob's checks were graded by hand."""
        graded(course, manner)
        with open_gradebook(course) as gradebook:
            for student, cell, given in (("ada", WRITTEN, 9), ("bob", f"check-{FIRST}", 5)):
                found = gradebook.find_grade(cell, NAME, NAME, student)
                found.manual_score, found.needs_manual_grade = given, False
            gradebook.db.commit()

    @pytest.mark.parametrize("change", [{"force": True}, {"rejudge": True}])
    @pytest.mark.parametrize("way", ["fast", "plain"])
    def test_what_did_not_change_is_not_looked_at_again(
        self, course, manner, monkeypatch, change, way
    ):
        monkeypatch.setenv("AUTOGRADER_WAY", way)

        graded(course, replace(manner, **change))

        assert entered(course, "ada", WRITTEN)[1:] == (9, False)
        assert entered(course, "bob", f"check-{FIRST}") == (0, 5, False)
        assert entered(course, "cleo", WRITTEN)[1:] == (None, True)

    def test_an_answer_that_changed_waits_again_and_keeps_its_points_until_then(
        self, course, manner
    ):
        def other(notebook):
            labelled(notebook)[WRITTEN].source = "Another answer."

        submit(course, "ada", NAME, edited(NAME, other))

        graded(course, manner)

        assert entered(course, "ada", WRITTEN)[1:] == (9, True)

    def test_a_function_that_changed_waits_again_even_if_it_is_still_wrong(self, course, manner):
        def other(notebook):
            labelled(notebook)[FIRST].source = f"def {FIRST}(x, theta):\n    return x - theta"

        submit(course, "bob", NAME, edited(NAME, other))

        graded(course, manner)

        assert entered(course, "bob", f"check-{FIRST}") == (0, 5, True)


class TestWhatDecidesAScoreBesidesTheAnswers:
    @pytest.fixture(autouse=True)
    def late(self, course, manner):
        """Ada handed in on the second of February."""
        course.submitted("ada", NAME).with_name("timestamp.txt").write_text(
            "2026-02-02 12:00:00 UTC"
        )
        with (course.root / "nbgrader_config.py").open("a") as file:
            file.write('c.LateSubmissionPlugin.penalty_method = "zero"\n')
        self.due(course, "2026-02-01 12:00:00 UTC")
        graded(course, manner)

    def due(self, course, date):
        with open_gradebook(course) as gradebook:
            gradebook.update_or_create_assignment(NAME, duedate=date)

    def total(self, course, student):
        with open_gradebook(course) as gradebook:
            [row] = grades(gradebook, NAME, [student])
            return row.total

    def test_nothing_is_graded_again_while_none_of_it_changes(self, course, manner):
        assert set(ways(graded(course, manner)).values()) == {Way.UNCHANGED}
        assert self.total(course, "ada") == 0

    def test_a_due_date_that_moves_is_noticed(self, course, manner):
        self.due(course, "2026-02-03 12:00:00 UTC")

        assert ways(graded(course, manner))["ada"] is Way.JUDGED
        assert self.total(course, "ada") == 80

    def test_an_extension_is_noticed_for_the_one_who_has_it(self, course, manner):
        with open_gradebook(course) as gradebook:
            gradebook.grant_extension(NAME, "ada", days=2)

        assert ways(graded(course, manner)) == {
            "ada": Way.JUDGED,
            "bob": Way.UNCHANGED,
            "cleo": Way.UNCHANGED,
        }
        assert self.total(course, "ada") == 80

    def test_another_penalty_is_noticed(self, course, manner):
        path = course.root / "nbgrader_config.py"
        path.write_text(path.read_text().replace('"zero"', '"none"'))

        assert ways(graded(course, manner))["ada"] is Way.JUDGED
        assert self.total(course, "ada") == 80


class TestWhatOthersDid:
    @pytest.fixture(autouse=True)
    def once(self, course, manner):
        graded(course, manner)

    def test_a_score_that_another_program_changed_is_said_and_graded_again(self, course, manner):
        with open_gradebook(course) as gradebook:
            gradebook.find_grade(f"check-{FIRST}", NAME, NAME, "ada").auto_score = 0
            gradebook.db.commit()

        outcomes = graded(course, manner)

        assert ways(outcomes) == {"ada": Way.JUDGED, "bob": Way.UNCHANGED, "cleo": Way.UNCHANGED}
        assert "another program graded it since" in outcomes["ada"].notes[0]
        assert points(course)["ada"] == 80
        assert ways(graded(course, manner))["ada"] is Way.UNCHANGED

    def test_a_graded_copy_that_another_program_wrote_is_said_and_graded_again(
        self, course, manner
    ):
        path = copy(course, "bob")
        notebook = json.loads(path.read_bytes())
        notebook["cells"][0]["source"] = "Another text."
        path.unlink()
        path.write_text(json.dumps(notebook))

        outcomes = graded(course, manner)

        assert ways(outcomes)["bob"] is Way.JUDGED
        assert (
            "Its scores or its graded copy are not what the last run left"
            in (outcomes["bob"].notes[0])
        )

    def test_points_given_by_hand_are_nothing_to_be_said(self, course, manner):
        with open_gradebook(course) as gradebook:
            found = gradebook.find_grade(WRITTEN, NAME, NAME, "ada")
            found.manual_score, found.needs_manual_grade = 8, False
            gradebook.find_comment(WRITTEN, NAME, NAME, "ada").manual_comment = "Well said."
            gradebook.db.commit()

        assert set(ways(graded(course, manner)).values()) == {Way.UNCHANGED}
