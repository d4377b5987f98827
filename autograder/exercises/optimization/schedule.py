"""Optional: a learning rate that warms up and then falls."""

import numpy as np

from autograder.exercise import exercise, with_edges
from helpers.checks.cases import Case

NO_WARM_UP = "no warm-up"


def schedule_steps(rng):
    peak = round(float(rng.uniform(0.2, 0.9)), 2)
    warm, steps = int(rng.integers(6, 12)), int(rng.integers(30, 60))
    chosen = {
        "warming up": (3, 100, 0.1, 10),
        "falling": (70, 100, 0.1, 10),
        "just below another peak": (warm - 1, steps, peak, warm),
        "falling from another peak": (steps - 8, steps, peak, warm),
        "soon after the top": (warm + 2, steps, peak, warm),
        "at the top": (warm, steps, peak, warm),
        "the last step": (steps, steps, peak, warm),
        f"the first step, {NO_WARM_UP}": (1, steps, peak, 0),
    }
    names = ("t", "steps", "peak", "warm_up")
    cases = [Case(name, dict(zip(names, values, strict=True))) for name, values in chosen.items()]
    return with_edges(cases, "at the top", "the last step", NO_WARM_UP)


@exercise(cases=schedule_steps, optional=True)
def learning_rate_schedule(t, steps, peak, warm_up):
    if t < warm_up:
        return peak * t / warm_up
    done = (t - warm_up) / (steps - warm_up)
    return peak * (1 + np.cos(np.pi * done)) / 2


learning_rate_schedule.slip(
    "no warm-up",
    "How large is the learning rate in the first step, and how large should it be?",
    "Your learning rate begins at its peak, or near it. Up to step `warm_up` it rises in "
    "proportion to the step.",
    {"    if t < warm_up:\n        return peak * t / warm_up\n": ""},
)

learning_rate_schedule.slip(
    "steps counted from 0 in the warm-up",
    "How large is the learning rate in step 1?",
    "Your warm-up is one step behind. Steps are counted from 1, and step 1 has the rate "
    "peak / warm_up.",
    {"peak * t / warm_up": "peak * (t - 1) / warm_up"},
)

learning_rate_schedule.slip(
    "the warm-up one step early",
    "In which step should the peak be reached?",
    "Your warm-up is one step ahead. Steps are counted from 1, and step 1 has the rate "
    "peak / warm_up.",
    {"peak * t / warm_up": "peak * (t + 1) / warm_up"},
)

learning_rate_schedule.slip(
    "the whole length in place of what is left after the warm-up",
    "How many steps does the fall take, once `warm_up` of them are over?",
    "You count the fall from the first step on. It begins at step `warm_up` and takes "
    "steps − warm_up steps.",
    {"(t - warm_up) / (steps - warm_up)": "t / steps"},
)

learning_rate_schedule.slip(
    "the fall measured against all steps",
    "What learning rate do you get in the last step?",
    "You divide by the number of all steps, so that the fall does not come to its end. It takes "
    "steps − warm_up steps.",
    {"(steps - warm_up)": "steps"},
)

learning_rate_schedule.slip(
    "not halved",
    "How large is 1 + cos(0)?",
    "Your fall begins at twice the peak: 1 + cos goes from 2 to 0, and half of it from 1 to 0.",
    {"(1 + np.cos(np.pi * done)) / 2": "(1 + np.cos(np.pi * done))"},
)

learning_rate_schedule.slip(
    "the cosine alone",
    "What is the sign of the cosine of π?",
    "Your fall is a bare cosine, which ends at −1. Half of 1 + cos goes from 1 to 0.",
    {"(1 + np.cos(np.pi * done)) / 2": "np.cos(np.pi * done)"},
)

learning_rate_schedule.slip(
    "π left out",
    "At which angle is the cosine −1?",
    "Your cosine goes from 0 to 1 radian, and falls by half at most. Its angle should be π times "
    "the share that is done.",
    {"np.pi * done": "done"},
)

learning_rate_schedule.slip(
    "2π in place of π",
    "How far does a cosine go from its top to its bottom?",
    "Your rate falls and rises again: from top to bottom a cosine goes half a turn, π.",
    {"np.pi * done": "2 * np.pi * done"},
)

learning_rate_schedule.slip(
    "rising in place of falling",
    "Which sign stands in front of the cosine?",
    "Your rate rises after the warm-up, because the cosine is subtracted.",
    {"1 + np.cos": "1 - np.cos"},
)

learning_rate_schedule.slip(
    "the peak left out",
    "What is your share of the peak multiplied by?",
    "Your learning rate is a share from 0 to 1. It should be multiplied by the peak.",
    {"peak * t": "t", "peak * (1": "(1"},
)

learning_rate_schedule.slip(
    "the peak left out of the fall",
    "What is the share multiplied by after the warm-up?",
    "After the warm-up your learning rate is a share from 0 to 1. It should be multiplied by the "
    "peak.",
    {"peak * (1": "(1"},
)

learning_rate_schedule.slip(
    "a straight fall",
    "What shape should the fall have: a straight line or half a cosine?",
    "Your rate falls in a straight line. Here it falls by half a cosine: slowly, fast, slowly.",
    {"(1 + np.cos(np.pi * done)) / 2": "(1 - done)"},
)

learning_rate_schedule.slip(
    "nothing after the warm-up",
    "What learning rate does a step after `warm_up` get?",
    "After the warm-up your learning rate stays at its peak. It falls to zero by half a cosine.",
    {"(1 + np.cos(np.pi * done)) / 2": "1.0"},
)
