"""The lessons for those who cannot see the figures, or not their colours."""

import base64
import io
import re
from itertools import combinations, pairwise

import matplotlib.pyplot as plt
import nbformat
import numpy as np
import pytest
from classroom import COURSE, release
from matplotlib.colors import to_hex, to_rgb
from matplotlib.contour import ContourSet
from matplotlib.text import Text
from PIL import Image

from autograder.exercises import NOTEBOOKS, gradient_checking, initialization, optimization
from autograder.exercises.gradient_checking.network import correct_gradients
from autograder.notebook import is_solution, labelled
from helpers import (
    Bowl,
    descend,
    gradient_check_case,
    gradient_descent,
    load_circles,
    load_digits,
    momentum,
    train,
    train_digits,
)
from helpers.plots import (
    averages,
    backward,
    gradients,
    layers,
    networks,
    paths,
    rates,
    steps,
    style,
    valleys,
)

COLOURS = [style.BLUE, style.ORANGE, style.GREEN, style.VERMILION, style.SKY, style.PURPLE]
LINES = 3.0  # contrast that WCAG asks of lines and marks …
TEXT = 4.5  # … and of text
TOLD_APART = 10.0  # distance in CIELAB; from 2.3 on a difference is just noticeable
SMALLEST = 9  # points, of letters in a figure …
WIDEST = 1000  # … that is not scaled down: pixels of a page of text
LETTERS = 74  # of code beside JupyterLab's list of files, in a window of 1024 pixels

# methods that stand in one figure
TOGETHER = [
    ("zeros", "random", "He"),
    ("half of He's", "He", "twice He's", "times 10"),
    ("centred", "one-sided"),
    ("gradient", "approximation"),
    ("batch", "mini-batch", "stochastic"),
    ("gradient descent", "momentum", "Adam"),
    ("gradient descent", "β = 0.5", "β = 0.9", "best β"),
    ("momentum", "Nesterov"),
]

# what is left of linear red, green and blue: Machado, Oliveira, Fernandes (2009), severity 1
COLOUR_BLINDNESS = {
    "red": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "green": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "blue": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}


def texts(name):
    """Texts of a lesson's cells."""
    return [cell.source for cell in release(name).cells if cell.cell_type == "markdown"]


def pictures(name):
    """What the solved lesson shows as pictures, each with what it shows next."""
    cells = nbformat.read(COURSE.source(name), as_version=4).cells
    outputs = [output for cell in cells for output in cell.get("outputs", [])]
    return [
        (kind, output, below)
        for output, below in pairwise([*outputs, None])
        for kind in output.get("data", {})
        if kind.startswith("image/")
    ]


def linear(colour):
    """Amounts of red, green and blue light in a colour."""
    parts = np.array(to_rgb(colour))
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def luminance(colour):
    """How bright a colour is, by WCAG's formula."""
    return float(np.dot((0.2126, 0.7152, 0.0722), linear(colour)))


def contrast(colour, ground="white"):
    """How a colour stands out from a ground, by WCAG's formula."""
    darker, brighter = sorted((luminance(colour), luminance(ground)))
    return (brighter + 0.05) / (darker + 0.05)


def on_paper(colour, alpha):
    """What a colour that lets some of the paper through looks like."""
    share = 1 if alpha is None else alpha
    return to_hex([share * part + 1 - share for part in to_rgb(colour)])


def lab(light):
    """Red, green and blue light in CIELAB, where distances are as the eye sees them."""
    to_xyz = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    xyz = to_xyz @ np.clip(light, 0, 1) / (0.9505, 1, 1.089)
    x, y, z = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.fixture(scope="module")
def animation():
    """What moves in the lesson on optimization."""
    [file] = [output.data[kind] for kind, output, _ in pictures("optimization") if "gif" in kind]
    return Image.open(io.BytesIO(base64.b64decode(file)))


@pytest.fixture(scope="module")
def figures():
    """Every kind of figure of the lessons, by the function that draws it."""
    drawn = {}

    def draw(plot, *args, **options):
        def keep(figure, *_, **__):
            figure.canvas.draw()
            plt.close(figure)
            drawn[plot.__name__] = figure

        with pytest.MonkeyPatch.context() as patch:
            for module in (averages, backward, gradients, layers, networks, paths, rates, valleys):
                patch.setattr(module, "show", keep)
            plot(*args, **options)

    he = initialization.initialize_parameters_he.reference
    X, Y, *_ = load_circles()
    trainings = {name: train(X, Y, he([2, 10, 5, 1]), steps=150) for name in ("zeros", "He")}
    draw(networks.plot_data, X, Y, "Two circles")
    draw(networks.plot_costs, trainings)
    draw(networks.plot_decision_boundaries, trainings, X, Y)
    draw(networks.plot_symmetry, trainings)
    digits_X, digits_Y, *_ = load_digits()
    draw(layers.plot_signal, digits_X, digits_Y, {"He": he}, depth=3)
    draw(layers.plot_histograms, digits_X, digits_Y, {"He": he, "Xavier": he}, depth=3)
    one = train_digits(digits_X, digits_Y, he([64, 8, 10]), epochs=1)
    draw(layers.plot_digits, digits_X, digits_Y, {1: {"He": one, "LeCun": one}})
    draw(networks.plot_learning_rates, [0.1, 1], {"Adam": [*trainings.values()]})

    check = gradient_checking.gradient_check_n.reference
    go_back = gradient_checking.backward_propagation_n.reference
    X, Y, parameters = gradient_check_case()
    right = correct_gradients(X, Y, parameters)
    draw(gradients.plot_gradients, parameters, right | {"db1": 4 * right["db1"]}, X, Y)
    draw(gradients.plot_difference_by_epsilon, check, parameters, right, X, Y)
    draw(gradients.plot_relu_kink, check, go_back, parameters, X, Y)

    bowl, shuffle = Bowl(), optimization.random_mini_batches.reference
    optimizers = {
        "gradient descent": gradient_descent(optimization.update_parameters_with_gd.reference),
        "momentum": momentum(
            optimization.initialize_velocity.reference,
            optimization.update_parameters_with_momentum.reference,
        ),
    }
    walks = {
        name: descend(bowl, rule, shuffle, mini_batch_size=64, learning_rate=0.3, steps=10)
        for name, rule in optimizers.items()
    }
    draw(paths.plot_paths, bowl, walks, "Momentum turns the zigzag into a swing")
    draw(paths.animate_paths, bowl, walks)
    draw(paths.plot_clouds, walks, after=5)
    draw(paths.plot_across, {"learning rate 0.3": walks, "learning rate 0.5": walks})
    draw(averages.plot_averages, averages.noisy_gradients(), {"β = 0.9": np.zeros(100)})
    draw(valleys.plot_steps_by_condition)
    shares = np.array([[0.1, 0.2], [0.8, 0.9]])
    draw(rates.plot_accuracies, [0.1, 1], {"Adam": shares, "momentum": shares / 2})
    draw(rates.plot_schedule, lambda t: 1 / t, steps=9)
    draw(backward.plot_backward_graph)

    moved = {
        "signal_by_scale": layers.signal_by_scale(digits_X, digits_Y, he)(factor=0.9, depth=3),
        "cost_near": steps.cost_near(parameters, right, X, Y)(exponent=-2),
        "draw_weights": averages.draw_weights(0.9, 0.999, 10),
        "draw_walk": valleys.draw_walk(bowl, walks["momentum"], 0.3, 0.9),
    }
    for name, (figure, _) in moved.items():
        figure.canvas.draw()
        plt.close(figure)
        drawn[name] = figure
    return drawn


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_headings_leave_out_no_level(name):
    levels = [
        len(marks) for text in texts(name) for marks in re.findall(r"^(#+) ", text, re.MULTILINE)
    ]

    steps = [later - earlier for earlier, later in pairwise(levels)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert max(steps) == 1


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_each_picture_says_what_to_see(name):
    shown = pictures(name)

    alternatives = [output.metadata.get(kind, {}).get("alt", "") for kind, output, _ in shown]

    assert len(alternatives) >= 4
    assert [text for text in alternatives if not re.fullmatch(r"[A-Z].{38,}\.", text)] == []


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_below_each_picture_its_alternative_text_can_be_read(name):
    # JupyterLab itself gives pictures no alternative text
    found = [(output.metadata[kind]["alt"], below) for kind, output, below in pictures(name)]

    assert [text for text, below in found if below.data["text/markdown"] != f"*{text}*"] == []


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_no_picture_is_wider_than_a_page(name):
    files = [base64.b64decode(output.data[kind]) for kind, output, _ in pictures(name)]

    widths = [Image.open(io.BytesIO(file)).width for file in files]

    assert max(widths) <= WIDEST


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_no_line_of_code_is_cut_off_in_a_small_window(name):
    cells = nbformat.read(COURSE.source(name), as_version=4).cells

    lines = [line for cell in cells if cell.cell_type == "code" for line in cell.source.split("\n")]

    assert [line for line in lines if len(line) > LETTERS] == []


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_links_say_where_they_lead_and_tables_have_headings(name):
    whole = "\n\n".join(texts(name))

    links = re.findall(r"\[([^\]]*)\]\(", whole)
    tables = [part for part in whole.split("\n\n") if part.startswith("|")]
    assert [text for text in links if text.lower() in ("", "here", "this", "link")] == []
    assert re.findall(r"(?<!\()\bhttps?://", whole) == []
    assert [table for table in tables if not re.match(r"\|.*\w.*\|\n\|[-:| ]+\|", table)] == []


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_each_reference_is_cited_and_each_citation_has_its_reference(name):
    lesson, references = "\n".join(texts(name)).split("## References")

    cited = re.findall(r" \[(\d[\d, ]*)\]", re.sub(r"\$.*?\$", "", lesson))

    numbers = {number for group in cited for number in group.split(", ")}
    assert numbers == {*re.findall(r"^(\d+)\. ", references, re.MULTILINE)}


@pytest.mark.parametrize("colour", COLOURS)
def test_colours_stand_out_from_the_paper(colour):
    assert contrast(colour) >= LINES


@pytest.mark.parametrize("region", style.REGIONS.colors)
@pytest.mark.parametrize("mark", style.CLASS_COLOURS)
def test_examples_stand_out_from_the_ground_on_which_they_lie(mark, region):
    assert contrast(mark, region) >= LINES


def test_lines_in_figures_stand_out_from_the_paper(figures):
    axes = [ax for figure in figures.values() for ax in figure.axes]

    lines = [on_paper(line.get_color(), line.get_alpha()) for ax in axes for line in ax.get_lines()]
    contours = [
        on_paper(colour, alpha)
        for ax in axes
        for drawn in ax.collections
        if isinstance(drawn, ContourSet)
        for *colour, alpha in drawn.get_edgecolor()
    ]
    assert len(contours) > 0
    assert [colour for colour in lines + contours if contrast(colour) < LINES] == []


def test_words_in_figures_are_dark_and_large_enough(figures):
    words = [text for figure in figures.values() for text in figure.findobj(Text)]

    faint = [word for word in words if contrast(word.get_color()) < TEXT]
    small = [word for word in words if word.get_fontsize() < SMALLEST]
    assert len(words) > 100
    assert faint == []
    assert small == []


def test_each_figure_has_a_title_and_each_axis_its_name(figures):
    axes = [ax for figure in figures.values() for ax in figure.axes]

    left = [figure.axes[0] for figure in figures.values()]
    assert [ax for ax in axes if not ax.get_title()] == []
    assert [ax for ax in axes if ax.axison and not ax.get_xlabel()] == []
    assert [ax for ax in left if ax.axison and not ax.get_ylabel()] == []


@pytest.mark.parametrize("names", TOGETHER, ids=", ".join)
def test_colour_is_never_all_that_tells_two_lines_apart(names):
    dashes = {style.look(name)["linestyle"] for name in names}

    assert len(dashes) == len(names)


@pytest.mark.parametrize("kind", COLOUR_BLINDNESS)
@pytest.mark.parametrize("names", TOGETHER, ids=", ".join)
def test_colours_in_one_figure_differ_for_who_lacks_one_of_three(names, kind):
    seen = [lab(COLOUR_BLINDNESS[kind] @ linear(style.look(name)["color"])) for name in names]

    distances = [np.linalg.norm(one - other) for one, other in combinations(seen, 2)]

    assert min(distances) >= TOLD_APART


def test_classes_and_what_moves_have_shapes_of_their_own():
    moving = [style.look(name, marked=True) for name in ("gradient descent", "momentum", "Adam")]

    assert len({*style.CLASS_MARKERS}) == len(style.CLASS_COLOURS)
    assert len({look["marker"] for look in moving}) == len(moving)


def test_a_line_parts_the_two_grounds(figures):
    axes = figures["plot_decision_boundaries"].axes

    boundaries = [[c for c in ax.collections if isinstance(c, ContourSet)] for ax in axes]

    assert [len(lines) for lines in boundaries] == [1] * len(axes)


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_lesson_says_how_long_it_takes(name):
    assert re.search(r"\*\*Time:\*\* about \w+", texts(name)[0])


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_right_above_each_written_answer_stands_what_it_is_worth(name):
    cells = labelled(release(name)).values()
    written = [cell for cell in cells if cell.cell_type == "markdown" and is_solution(cell)]
    above = [
        before.source
        for before, cell in pairwise(release(name).cells)
        if cell.cell_type == "markdown" and is_solution(cell)
    ]

    rubrics = [re.findall(r"^- \*\*(\d+) points?:\*\* \w", text, re.MULTILINE) for text in above]

    assert [sum(map(int, points)) for points in rubrics] == [
        cell.metadata.nbgrader.points for cell in written
    ]
    assert len(rubrics) == 2


def test_the_animation_has_its_frames_and_comes_to_rest(animation):
    assert animation.n_frames == 62  # the whole, then 60 steps from the start
    assert animation.info["loop"] == 2  # repetitions; without a number it would never rest


def test_the_animation_begins_and_ends_with_the_whole_for_readers_on_paper(animation):
    animation.seek(0)
    first = np.array(animation.convert("RGB"))
    animation.seek(animation.n_frames - 1)
    last = np.array(animation.convert("RGB"))

    assert np.array_equal(first, last)


def test_the_animation_has_a_still_picture_above_it():
    kinds = [kind for kind, *_ in pictures("optimization")]

    assert kinds.count("image/gif") == 1
    assert kinds[kinds.index("image/gif") - 1] == "image/png"
