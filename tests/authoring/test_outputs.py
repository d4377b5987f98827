"""Which stored outputs stay, and what nbval takes for the same."""

import base64
import io

import nbformat
import pytest
from classroom import ROOT, python
from nbformat.v4 import new_code_cell, new_notebook, new_output
from PIL import Image

from autograder.authoring.outputs import bare, keep_what_was_rounded, rounded_as, same
from autograder.course import programs


def shown(data, **metadata):
    return new_output("display_data", data, metadata=metadata)


def picture(shade, size=(8, 8), shown_as="PNG"):
    """Draw a picture that is all of one grey."""
    file = io.BytesIO()
    Image.new("L", size, shade).save(file, shown_as)
    return base64.b64encode(file.getvalue()).decode()


def animation(duration):
    """Draw two pictures that are shown one after the other."""
    first, second = (Image.new("L", (8, 8), shade) for shade in (0, 255))
    file = io.BytesIO()
    first.save(file, "GIF", save_all=True, append_images=[second], duration=duration)
    return base64.b64encode(file.getvalue()).decode()


def damaged(picture):
    """Leave out the end of a picture."""
    return base64.b64encode(base64.b64decode(picture)[:-40]).decode()


ALIKE = {
    "a last digit": ({"text/plain": "cost 0.0648"}, {"text/plain": "cost 0.0649"}),
    "a last digit of a power": ({"text/plain": "1.2e-07"}, {"text/plain": "1.3e-07"}),
    "a last digit in HTML": ({"text/html": "<b>79.7 %</b>"}, {"text/html": "<b>79.8 %</b>"}),
    "a place that is 0": ({"text/plain": "0.25"}, {"text/plain": "0.2501"}),
    "one place less": ({"text/plain": "9.99"}, {"text/plain": "10.0"}),
    "a shade of grey": ({"image/png": picture(100)}, {"image/png": picture(101)}),
}
UNLIKE = {
    "a word": ({"text/plain": "cost 0.0648"}, {"text/plain": "costs 0.0648"}),
    "a count": ({"text/plain": "64 examples"}, {"text/plain": "65 examples"}),
    "a large count": ({"text/plain": "10,000 epochs"}, {"text/plain": "10,001 epochs"}),
    "a single digit": ({"text/plain": "epsilon 1e-06"}, {"text/plain": "epsilon 2e-06"}),
    "a setting": ({"text/plain": "rate 1.5"}, {"text/plain": "rate 1.6"}),
    "a digit before the last": ({"text/plain": "0.0648"}, {"text/plain": "0.0658"}),
    "a sign": ({"text/plain": "0.05"}, {"text/plain": "-0.05"}),
    "one more part": ({"text/plain": "a"}, {"text/plain": "a", "text/html": "a"}),
    "one place more": ({"text/plain": "[12.]"}, {"text/plain": "[12.9]"}),
    "many places more": ({"text/plain": "0.3"}, {"text/plain": "0.3456"}),
    "a slower animation": ({"image/gif": animation(100)}, {"image/gif": animation(200)}),
    "a damaged picture": ({"image/png": damaged(picture(9))}, {"image/png": picture(9)}),
    "another tone": ({"image/png": picture(100)}, {"image/png": picture(120)}),
    "another size": ({"image/png": picture(9)}, {"image/png": picture(9, (8, 9))}),
    "what is no picture": ({"image/png": picture(9)}, {"image/png": "none"}),
}


@pytest.mark.parametrize(("first", "second"), ALIKE.values(), ids=ALIKE)
def test_an_output_that_differs_by_rounding_alone_stays(first, second):
    assert rounded_as([shown(first)], [shown(second)]) == [shown(first)]


@pytest.mark.parametrize(("first", "second"), UNLIKE.values(), ids=UNLIKE)
def test_an_output_that_differs_otherwise_is_the_new_one(first, second):
    assert rounded_as([shown(first)], [shown(second)]) == [shown(second)]


def test_alternative_text_counts_as_the_output_does():
    first, second = (shown({}, **{"image/png": {"alt": alt}}) for alt in ("cost 0.25", "cost 0.35"))

    assert not same(first, second)


def test_another_number_of_outputs_is_new():
    outputs = [shown({"text/plain": "a"}), shown({"text/plain": "b"})]

    assert rounded_as(outputs[:1], outputs) == outputs


def test_of_two_cells_with_the_same_text_each_keeps_its_own_outputs():
    def notebook(*printed):
        cells = [new_code_cell("print(cost)") for _ in printed]
        for cell, text in zip(cells, printed, strict=True):
            cell.outputs = [new_output("stream", text=text)]
        return new_notebook(cells=cells)

    made = notebook("0.122", "0.133", "0.144")

    keep_what_was_rounded(made, notebook("0.121", "0.132"))

    assert [cell.outputs[0].text for cell in made.cells] == ["0.121", "0.132", "0.144"]


def test_what_an_editor_leaves_in_a_folder_is_no_program_of_it(tmp_path):
    (tmp_path / "plots" / ".ipynb_checkpoints").mkdir(parents=True)
    (tmp_path / "plots" / ".ipynb_checkpoints" / "paths-checkpoint.py").touch()
    (tmp_path / "plots" / "paths.py").touch()
    (tmp_path / ".#network.py").symlink_to("somebody@somewhere.1")

    assert programs(tmp_path) == [tmp_path / "plots" / "paths.py"]


def test_a_comment_or_a_docstring_of_the_library_costs_no_execution():
    before = "def half(x):\n    return x / 2\n"
    after = '"""Halves."""\n\ndef half(x):\n    """Say what."""\n    return x / 2  # why\n'

    assert bare(after) == bare(before)
    assert bare(before.replace("2", "3")) != bare(before)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("printed", "code"), [("cost 0.0648", 0), ("cost 0.0649", 0), ("cost 0.0658", 1)]
)
def test_nbval_takes_a_last_digit_for_the_same_and_no_other(tmp_path, printed, code):
    cell = new_code_cell("print('cost 0.0648')", execution_count=1)
    cell.outputs = [new_output("stream", text=f"{printed}\n")]
    nbformat.write(new_notebook(cells=[cell]), tmp_path / "lesson.ipynb")
    options = ["-p", "conftest", "-p", "no:cacheprovider", "--nbval", "--nbval-current-env"]

    done = python(tmp_path, "-m", "pytest", *options, "lesson.ipynb", project=ROOT)

    assert done.returncode == code, done.stdout
