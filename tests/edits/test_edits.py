"""Edits of the references: always the same, and each named one said well without giving it away."""

import ast
import re
from collections import Counter

import pytest
from classroom import EXERCISES

from autograder.edits import edits
from autograder.edits.kinds import KINDS, OPERATIONS
from autograder.edits.loops import loop_kind
from autograder.edits.names import akin
from autograder.edits.terms import Terms
from autograder.exercise import source_of

SOURCES = {name: source_of(each.reference, name) for name, each in EXERCISES.items()}
EDITS = {name: edits(source) for name, source in SOURCES.items()}
NAMED = {name: [edit for edit in made if edit.name] for name, made in EDITS.items()}
LONGEST_GIVEN_AWAY = 15  # letters of a line of the reference

every_exercise = pytest.mark.parametrize("name", EXERCISES)


def named(exercise, description):
    return next(edit for edit in EDITS[exercise] if edit.description == description)


@every_exercise
def test_they_are_the_same_every_time(name):
    assert edits(SOURCES[name]) == EDITS[name]


@every_exercise
def test_each_compiles_and_defines_the_function(name):
    for edit in EDITS[name]:
        compile(edit.source, "<edit>", "exec")

    assert {ast.parse(edit.source).body[0].name for edit in EDITS[name]} == {name}


@every_exercise
def test_none_is_the_reference_or_another_edit(name):
    trees = {ast.unparse(ast.parse(SOURCES[name])), *(edit.source for edit in EDITS[name])}

    assert len(trees) == len(EDITS[name]) + 1


@every_exercise
def test_no_two_have_the_same_description(name):
    descriptions = Counter(edit.description for edit in EDITS[name])

    assert descriptions.most_common(1)[0][1] == 1


def test_most_names_stand_for_one_edit():
    names = Counter((name, edit.name) for name, made in NAMED.items() for edit in made)

    assert len(names) > 0.75 * names.total()


def test_about_half_have_a_name():
    assert 900 < sum(map(len, NAMED.values())) < sum(map(len, EDITS.values()))


@every_exercise
def test_what_has_no_name_has_no_words_at_all(name):
    unnamed = [edit for edit in EDITS[name] if not edit.name]

    assert {(edit.kind, edit.question, edit.hint) for edit in unnamed} <= {("", "", "")}


@every_exercise
def test_each_name_comes_with_a_question_and_a_hint(name):
    for edit in NAMED[name]:
        assert edit.kind in KINDS or edit.kind in OPERATIONS
        assert re.fullmatch(r"[^\s.?].*[^\s.?,]", edit.name)
        assert re.fullmatch(r"[A-Z].*\w[^\s,]*\?|Look again at .*\. Is it .*\?", edit.question)
        assert re.fullmatch(r"Your .*[^\s,.]\.", edit.hint)


@every_exercise
def test_no_sentence_has_a_gap_or_a_piece_of_a_template(name):
    said = [text for edit in NAMED[name] for text in (edit.name, edit.question, edit.hint)]

    assert not [text for text in said if re.search(r"[{}]|  | [,.?]|\b(\w+) \1\b", text)]


@every_exercise
def test_no_sentence_gives_a_line_away(name):
    lines = [line.strip() for line in SOURCES[name].splitlines()]
    size = LONGEST_GIVEN_AWAY
    pieces = {line[i : i + size] for line in lines for i in range(len(line) - size + 1)}

    for edit in NAMED[name]:
        for text in (edit.name, edit.question, edit.hint):
            assert not [i for i in range(len(text)) if text[i : i + size] in pieces], text


@every_exercise
def test_no_sentence_has_a_name_that_only_the_reference_has(name):
    own = r"layers_dims|learning_rate|theta|J_|_corrected|shuffled_|epsilon|beta\d|grads|range|np\."
    said = [text for edit in NAMED[name] for text in (edit.name, edit.question, edit.hint)]

    assert not [text for text in said if re.search(own, text)]


ADAM, MOMENTUM = "update_parameters_with_adam", "update_parameters_with_momentum"
BACKWARD, BATCHES = "backward_propagation_n", "random_mini_batches"
CHECK, CHECK_N, HE = "gradient_check", "gradient_check_n", "initialize_parameters_he"
DESCENT = "update_parameters_with_gd"

EXAMPLES = [
    (ADAM, "sign", "ε with the wrong sign where the step is computed"),
    (CHECK, "opposite", "the derivative with the wrong sign where the gradient is computed"),
    (
        CHECK,
        "wrong way round",
        "the difference of J(θ₊) and J(θ₋) the wrong way round where the approximation is computed",
    ),
    (HE, "upside down", "a quotient upside down where the scale is computed"),
    (MOMENTUM, "factor left out", "the factor 1 − β left out where v of the biases is updated"),
    (MOMENTUM, "factor twice", "the learning rate twice where the weights are updated"),
    (
        ADAM,
        "divisor left out",
        "the division by 1 − β₁ᵗ and 1 − β₂ᵗ left out where the corrected v and the corrected s "
        "are computed",
    ),
    (ADAM, "divided twice", "divided twice by 1 − β₁ᵗ where the corrected v is computed"),
    (ADAM, "term left out", "β₁ · v and β₂ · s left out where v and s are updated"),
    (ADAM, "power left out", "the square left out where s is updated"),
    (ADAM, "power doubled", "the exponent doubled where the corrected v is computed"),
    (
        ADAM,
        "power of all",
        "the power taken of 1 − β₁ as a whole where the corrected v is computed",
    ),
    (HE, "whole numbers", "a division in whole numbers where the scale is computed"),
    (ADAM, "in place of", "β₁ in place of β₂ where s is updated"),
    (
        ADAM,
        "in place of",
        "the number of the layer in place of t where the corrected v and the corrected s are "
        "computed",
    ),
    (
        DESCENT,
        "in place of",
        "the gradient of the weights in place of the gradient of the biases "
        "where the biases are updated",
    ),
    (MOMENTUM, "in place of", "the weights in place of the biases"),
    (BATCHES, "fixed", "the size of a batch fixed at 64"),
    (ADAM, "stored elsewhere", "what belongs in s stored in v"),
    ("initialize_velocity", "parts exchanged", "v of the weights and v of the biases exchanged"),
    (CHECK, "parenthesis", "parentheses left out around 2 · ε where the approximation is computed"),
    (
        ADAM,
        "parenthesis",
        "parentheses left out around the root of the corrected s plus ε where the step is computed",
    ),
    (
        DESCENT,
        "too wide",
        "parentheses around the weights minus the learning rate where the weights are updated",
    ),
    (ADAM, "reaches too far", "ε inside the root where the step is computed"),
    (HE, "reaches too short", "the root of 2 alone where the scale is computed"),
    (CHECK, "one by one", "the norm taken of each term by itself where the numerator is computed"),
    (CHECK, "all at once", "the norm taken of the sum where the denominator is computed"),
    (
        CHECK_N,
        "function",
        "the largest absolute value in place of the norm where the numerator and the denominator "
        "are computed",
    ),
    (BACKWARD, "function", "the mean in place of the sum where db1 is computed"),
    (ADAM, "function left out", "the root left out where the step is computed"),
    (
        DESCENT,
        "function added",
        "the absolute value of the gradient taken where the weights and the biases are updated",
    ),
    (CHECK_N, "copy left out", "no copy of θ where θ₊ is computed"),
    (CHECK_N, "flattened", "the approximation flattened where the numerator is computed"),
    (BACKWARD, "not transposed", "A2 not transposed where dW3 is computed"),
    (
        CHECK,
        "arguments",
        "x exchanged with θ₊ and θ₋ where J(θ₊) and J(θ₋) are computed",
    ),
    (HE, "rows and columns", "rows and columns exchanged where the weights are computed"),
    (BACKWARD, "axis", "the sum over the wrong axis where db1 is computed"),
    (BACKWARD, "keepdims", "an axis lost where db2 and db1 are computed"),
    (MOMENTUM, "exchanged", "the parameters and v exchanged in what is returned"),
    (MOMENTUM, "not returned", "v not returned"),
    (ADAM, "not there", "the biases left out in the loop over weights and biases"),
    (ADAM, "line left out", "the parameters not updated"),
    (ADAM, "line twice", "v updated twice"),
    (MOMENTUM, "order", "the weights updated before v of the weights"),
    (CHECK_N, "set, not moved", "entry i of θ₊ set to ε, not moved by it"),
    (CHECK_N, "all entries", "all entries of θ₊ moved at once"),
    (CHECK, "relative step", "a step of ε times the number itself where θ₊ and θ₋ are computed"),
    (DESCENT, "after the loop", "the biases updated only after the loop"),
    (CHECK_N, "before the loop", "θ₊ computed only once, before the loop"),
    (CHECK_N, "inside the loop", "the numerator computed inside the loop"),
    (BATCHES, "in every turn", "the batches made anew in every turn of the loop"),
    (BATCHES, "bound left out", "the start of a batch left out where a batch is cut"),
    (BATCHES, "bound too large", "the end of a batch one too large where a batch is cut"),
    (BATCHES, "bound too small", "the end of a batch one too small where a batch is cut"),
    (ADAM, "one turn", "the loop over the layers left after its first turn"),
    (ADAM, "first turn left out", "the first layer left out"),
    (ADAM, "last turn left out", "the last layer left out"),
    (ADAM, "one turn more", "one layer too many"),
    (ADAM, "begun at 0", "the loop over the layers begun at 0"),
    (ADAM, "no turn", "the loop over the layers never run"),
    (HE, "seed left out", "the seed not set"),
    ("initialize_velocity", "key without d", "a key without d where v of the weights is set up"),
    (DESCENT, "key with d", "a key with d where the weights are updated"),
    (ADAM, "nothing returned", "nothing returned"),
    (BACKWARD, "in place of", "the mask Z2 < 0 in place of the mask Z2 > 0 where dZ2 is computed"),
]


@pytest.mark.parametrize(("exercise", "kind", "name"), EXAMPLES)
def test_a_mistake_of_each_kind_has_its_name(exercise, kind, name):
    kinds = {edit.kind for edit in NAMED[exercise] if edit.name == name}

    assert kind in kinds


def test_each_kind_has_an_example():
    assert set(KINDS) == {kind for _, kind, _ in EXAMPLES if kind in KINDS}


@pytest.mark.parametrize(
    ("exercise", "kind", "name"),
    [
        ("forward_propagation", "Mult to Add", "x added to θ, not multiplied, where J is computed"),
        (HE, "Mult to Div", "normal random numbers divided by the scale, not multiplied, where the "
         "weights are computed"),
        (ADAM, "Div to Mult", "v and s multiplied by 1 − β₁ᵗ and 1 − β₂ᵗ, not divided, where the "
         "corrected v and the corrected s are computed"),
        (ADAM, "Pow to Mult", "β₁ multiplied by t, not taken to the power of t, where the "
         "corrected v is computed"),
    ],
)  # fmt: skip
def test_one_operation_in_place_of_another_is_said(exercise, kind, name):
    assert (kind, name) in {(edit.kind, edit.name) for edit in NAMED[exercise]}


@pytest.mark.parametrize(
    ("exercise", "description"),
    [
        (ADAM, "line 1: 0.9 → 0"),
        (ADAM, "line 4: len(parameters) → parameters"),
        (HE, "line 2: np.random.seed(3) → np.random.seed(4)"),
        ("initialize_velocity", "line 5: np.zeros(parameters[f'W{l}'].shape) → np.zeros()"),
    ],
)
def test_what_no_person_would_write_has_no_name(exercise, description):
    assert named(exercise, description).name == ""


def test_two_ways_to_the_same_answers_have_one_name():
    ways = ["line 2: 2 * a → a", "line 2: 2 * a → 1 * a"]
    made = {edit.description: edit.name for edit in edits("def f(a):\n    b = 2 * a\n    return b")}

    assert [made[way] for way in ways] == ["the factor 2 left out where b is computed", ""]


def test_an_exercise_may_bring_its_own_terms():
    source = "def area(width, height):\n    size = width * height\n    return size"

    (edit,) = [each for each in edits(source, {"size": "the area"}) if "→ width + h" in each.source
               or each.description == "line 2: width * height → width + height"]  # fmt: skip

    assert edit.name == "height added to width, not multiplied, where the area is computed"


def test_a_value_put_in_where_it_is_used_keeps_its_name():
    source = (
        "def f(v, s, epsilon):\n    step = v / (s + epsilon)\n    w = 1 - 2 * step\n    return w"
    )

    sources = {edit.source: edit.name for edit in edits(source)}

    text = "def f(v, s, epsilon):\n    w = 1 - 2 * v / s + epsilon\n    return w"
    assert sources[text] == "parentheses left out around s + ε where the step is computed"


@pytest.mark.parametrize(
    ("bounds", "kind"),
    [
        ("range(1, L)", "last turn left out"),
        ("range(L + 1)", "begun at 0"),
        ("range(1, L + 2)", "one turn more"),
        ("range(2, L + 1)", "first turn left out"),
        ("range(3, L + 1)", ""),
    ],
)
def test_another_range_is_said_by_the_turns_that_it_makes(bounds, kind):
    loop = ast.parse("for l in range(1, L + 1): pass").body[0]

    assert loop_kind(loop, ast.parse(bounds, mode="eval").body) == kind


def test_a_loop_over_anything_else_is_left_to_others():
    loop = ast.parse("for name in (W, b): pass").body[0]

    assert loop_kind(loop, ast.parse("(W,)", mode="eval").body) is None


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("parameters[f'W{l}']", "the weights"),
        ("v[f'db{l}']", "v of the biases"),
        ("v[f'd{name}']", "v"),
        ("1 - beta2**t", "1 − β₂ᵗ"),
        ("(J_plus - J_minus) / (2 * epsilon)", "(J(θ₊) − J(θ₋)) / (2 · ε)"),
        ("np.linalg.norm(gradient)", "the norm of the gradient"),
        ("forward_propagation_n(X, Y, vector_to_dictionary(theta_plus))", "J(θ₊)"),
        ("Z2 >= 0", "the mask Z2 ≥ 0"),
        ("np.sqrt(1 + np.sqrt(2 + np.sqrt(3 + np.sqrt(4))))", None),
        ("'W1'", None),
    ],
)
def test_an_expression_is_said_in_the_terms_of_the_field(expression, said):
    assert Terms({}).said(ast.parse(expression, mode="eval").body) == said


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("v", "s", True),
        ("beta1", "beta2", True),
        ("W2", "W3", True),
        ("theta_plus", "theta", True),
        ("W2", "b1", False),
        ("first", "seed", False),
    ],
)
def test_names_that_are_taken_for_one_another(one, other, expected):
    assert akin(one, other) is expected
