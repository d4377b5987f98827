"""Which stored outputs stay, and what nbval takes for the same."""

import base64
import io

import nbformat
import pytest
from classroom import ROOT, python
from nbformat.v4 import new_code_cell, new_notebook, new_output
from PIL import Image

from autograder.outputs import bare, rounded_as, same


def shown(data, **metadata):
    return new_output("display_data", data, metadata=metadata)


def picture(shade, size=(8, 8), shown_as="PNG"):
    """Draw a picture that is all of one grey."""
    file = io.BytesIO()
    Image.new("L", size, shade).save(file, shown_as)
    return base64.b64encode(file.getvalue()).decode()


ALIKE = {
    "a last digit": ({"text/plain": "cost 0.0648"}, {"text/plain": "cost 0.0649"}),
    "a last digit of a power": ({"text/plain": "1.2e-07"}, {"text/plain": "1.3e-07"}),
    "a last digit in HTML": ({"text/html": "<b>79.7 %</b>"}, {"text/html": "<b>79.8 %</b>"}),
    "a shade of grey": ({"image/png": picture(100)}, {"image/png": picture(101)}),
}
UNLIKE = {
    "a word": ({"text/plain": "cost 0.0648"}, {"text/plain": "costs 0.0648"}),
    "a count": ({"text/plain": "64 examples"}, {"text/plain": "65 examples"}),
    "a large count": ({"text/plain": "10,000 epochs"}, {"text/plain": "10,001 epochs"}),
    "a single digit": ({"text/plain": "epsilon 1e-06"}, {"text/plain": "epsilon 2e-06"}),
    "a digit before the last": ({"text/plain": "0.0648"}, {"text/plain": "0.0658"}),
    "a sign": ({"text/plain": "0.05"}, {"text/plain": "-0.05"}),
    "one more part": ({"text/plain": "a"}, {"text/plain": "a", "text/html": "a"}),
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
