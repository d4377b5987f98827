"""The instructor's report: what it says of a class, and that it is harmless to open."""

import re

import pytest
from bs4 import BeautifulSoup
from classroom import COURSE, copy_of_course, edited, run, solved, submit

from autograder.authoring import sample_class
from autograder.exercises import CATALOGUE, NOTEBOOKS
from autograder.grading.gradebook import grades, open_gradebook
from autograder.notebook import labelled
from autograder.report.page import NAME as PAGE
from autograder.report.page import page as render

pytestmark = [
    pytest.mark.slow,
    # nbgrader's way with SQLAlchemy's sessions
    pytest.mark.filterwarnings("ignore:Object of type <Submi:sqlalchemy.exc.SAWarning"),
]

NAME = "initialization"
FIRST = next(iter(CATALOGUE[NAME]))
HOSTILE = "<script>alert('“')</script>"


def read(course):
    """Read the report as a browser does."""
    page = (course.root / PAGE).read_text("utf-8")
    return BeautifulSoup(page.replace("<wbr>", ""), "html.parser")


def rows(section, table):
    """Read a table of a section, each row as the texts of its cells."""
    body = section.select(f"table{table} tbody tr")
    return [[cell.get_text(" ", strip=True) for cell in row.find_all(["th", "td"])] for row in body]


# so many of the sample class are graded here: four who know no mistake, and the first who make one
PUPILS = sample_class.PUPILS[:8]


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    """Some of the sample class, with their report."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sample_class, "PUPILS", PUPILS)
        course = sample_class.make_class(COURSE, tmp_path_factory.mktemp("sample"))
    graded, done = run(course, "autograder", "grade"), run(course, "autograder", "report")
    assert graded.returncode == 0, graded.stderr
    assert done.returncode == 0, done.stderr
    return course


def test_what_turns_the_direction_of_text_is_shown():
    text = render("course \u202e", [], ["\x1b[31m\u2066 of نیم\u200cفاصله"])

    assert "course \\u202e" in text
    assert "\\x1b[31m\\u2066 of نیم\u200cفاصله" in text


@pytest.fixture(scope="module")
def odd(tmp_path_factory):
    """Class in which somebody is late, a kernel dies, a file is damaged and a name is hostile."""
    course = copy_of_course(tmp_path_factory.mktemp("odd"), (NAME,))
    with open_gradebook(course) as gradebook:
        gradebook.update_or_create_assignment(NAME, duedate="2026-01-01 12:00:00 UTC")
        gradebook.add_student("王小明", first_name="小明", last_name="王")
    submit(course, "王小明", NAME, solved(NAME)).with_name("timestamp.txt").write_text(
        "2026-01-02 12:00:00 UTC"
    )
    dies = edited(NAME, lambda n: labelled(n)[FIRST].update(source="import os; os._exit(1)"))
    submit(course, "dies", NAME, dies)
    submit(course, "damaged", NAME, "{ no JSON")
    submit(course, HOSTILE.replace("/", "∕"), NAME, edited(NAME, write_script))
    done = run(course, "autograder", "grade")
    assert done.returncode == 0, done.stderr
    assert str(course.root / PAGE) in done.stdout
    return course


def write_script(notebook):
    """Let a student's text end the kernel, so that it is quoted in a note."""
    labelled(notebook)[FIRST].source = f"# {HOSTILE}\nimport os; os._exit(1)"


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_the_mistakes_are_ranked_with_how_many_made_each(sample, name):
    expected = {
        (exercise.name, known.name)
        for exercise in CATALOGUE[name].values()
        for known in filter(None, (pupil.mistake(exercise) for pupil in PUPILS))
    }

    section = read(sample).find(id=name)

    ranked = [row for row in rows(section, ".wide") if len(row) == 4]
    assert {(row[2], row[1].split(" mistake-")[0]) for row in ranked} == expected
    assert {row[0] for row in ranked} == {"1"}


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_of_each_exercise_it_says_how_many_solved_it(sample, name):
    with open_gradebook(sample) as gradebook:
        graded = grades(gradebook, name)
    needed = [e for e, exercise in CATALOGUE[name].items() if not exercise.optional]
    expected = [sum(g.exercises[e] == g.most[e] for g in graded) for e in needed]

    charts = read(sample).find(id=name).select("td > svg")[: len(needed)]

    assert [int(chart["aria-label"].split()[0]) for chart in charts] == expected


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_the_table_holds_the_points_of_the_gradebook(sample, name):
    with open_gradebook(sample) as gradebook:
        expected = [[grade.student, f"{grade.total:g}"] for grade in grades(gradebook, name)]

    table = rows(read(sample).find(id=name), ".grades")

    assert [[row[0], row[-1]] for row in table] == expected
    pupils = [pupil.name for pupil in PUPILS if pupil.takes_part(name)]
    assert sorted(pupils) == [row[0] for row in table]


def test_it_names_what_needs_an_eye_and_why(odd):
    needs = {row[0]: row[2] for row in rows(read(odd).find(id="eye"), "")}

    assert "Handed in 1 day, 0:00:00 late" in needs["王小明 小明 王"]
    assert "A cell ended the kernel" in needs["dies"]
    assert "is not a notebook" in needs["damaged"]


def test_what_a_student_wrote_is_text_and_nothing_is_fetched(odd):
    page = (odd.root / PAGE).read_text("utf-8")
    soup = BeautifulSoup(page, "html.parser")

    assert page.count("alert(") == soup.get_text().count("alert(") > 1
    assert len(soup.find_all("script")) == 1
    policy = soup.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
    assert re.fullmatch(
        r"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-[\w+/]+='", policy
    )
    assert soup.select("[src], link, [onclick], [href^=http]") == []


def test_students_are_linked_to_their_feedback_once_it_is_written(sample):
    assert "nbgrader generate_feedback" in read(sample).find(id=NAME).get_text()
    run(sample, "nbgrader", "generate_feedback", NAME, "--student", "perfect")

    run(sample, "autograder", "report")

    [link] = read(sample).select(f"#{NAME} .grades a")
    assert link.get_text() == "perfect"
    assert (sample.root / link["href"]).is_file()


def test_a_class_that_nbgrader_graded_has_the_same_mistakes(tmp_path):
    course = copy_of_course(tmp_path, (NAME,))
    known = CATALOGUE[NAME][FIRST].misconceptions[0]
    wrong = edited(NAME, lambda n: labelled(n)[FIRST].update(source=known.source))
    submit(course, "one", NAME, wrong)
    run(course, "nbgrader", "autograde", NAME, "--create")

    done = run(course, "autograder", "report", "--to", "elsewhere.html")

    page = BeautifulSoup((course.root / "elsewhere.html").read_text("utf-8"), "html.parser")
    assert done.returncode == 0
    assert page.find("summary").get_text() == known.name


def test_points_given_by_hand_count_while_they_wait_to_be_looked_at_again(tmp_path):
    course = copy_of_course(tmp_path, (NAME,))
    with open_gradebook(course) as gradebook:
        gradebook.add_student("ada")
        gradebook.add_submission(NAME, "ada")
        cells = gradebook.find_submission_notebook(NAME, NAME, "ada").grades
        [conclusion] = [cell for cell in cells if cell.name == "conclusion"]
        conclusion.manual_score, conclusion.needs_manual_grade = 7, True
        gradebook.db.commit()

        [grade] = grades(gradebook, NAME)

    assert (grade.total, grade.written["questions"]) == (7, None)
    assert grade.by_hand == 80 + 20  # nothing was graded yet


def test_a_report_of_nothing_says_so_in_one_line(tmp_path):
    course = copy_of_course(tmp_path, (NAME,))

    done = run(course, "autograder", "report")

    assert done.returncode == 2
    assert done.stderr == "autograder: There is nothing to report: run `autograder grade` first.\n"
    assert not (course.root / PAGE).exists()


def test_a_report_that_cannot_be_written_says_where(sample):
    done = run(sample, "autograder", "report", "--to", "no/such/folder/page.html")

    assert done.returncode == 2
    assert re.fullmatch(r"autograder: The report cannot be written to .*: .*\.\n", done.stderr)
