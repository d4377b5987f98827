"""What is said of each kind of edit: a name, a question that leads there, and a hint.

Answers tell which edit gives the same, not how a function is written. So each sentence speaks of
what is computed, and holds for whoever has these answers.
"""

from collections.abc import Mapping
from typing import NamedTuple


class Sentences(NamedTuple):
    """Templates: ``what`` is concerned, what stands there ``instead``, and ``where``."""

    name: str
    question: str
    hint: str


def _out(hint: str) -> str:
    return f"Your answers are those that come out {hint}."


EXCHANGES = {"exchanged", "parts exchanged"}  # kinds that are about two parts of an answer at once
KINDS: Mapping[str, Sentences] = {
    "sign": Sentences(
        "{what} with the wrong sign {where}",
        "What is the sign of {what} {where}?",
        _out("with the wrong sign of {what} {where}"),
    ),
    "opposite": Sentences(
        "{what} with the wrong sign {where}",
        "What is the sign of {what} {where}?",
        _out("with the wrong sign of {what} {where}"),
    ),
    "wrong way round": Sentences(
        "the difference of {what} and {instead} the wrong way round {where}",
        "Which of the two is subtracted from the other {where}?",
        _out("with {what} subtracted from {instead} {where}, and not the other way round"),
    ),
    "upside down": Sentences(
        "a quotient upside down {where}",
        "Which of the two stands below the line {where}?",
        _out("with {what} below the line {where} and {instead} above it"),
    ),
    "factor left out": Sentences(
        "{factor} left out {where}",
        "Which factors are there {where}, and are all of them in your formula?",
        _out("when nothing is multiplied by {what} {where}"),
    ),
    "factor twice": Sentences(
        "{factor} twice {where}",
        "How many times does each factor occur {where}?",
        _out("with {what} twice as a factor {where}"),
    ),
    "divisor left out": Sentences(
        "the division by {what} left out {where}",
        "What is divided {where}, and by what?",
        _out("when nothing is divided by {what} {where}"),
    ),
    "whole numbers": Sentences(
        "a division in whole numbers {where}",
        "Does the division leave fractions {where}, or whole numbers only?",
        _out("with {instead} divided by {what} {where} and the rest dropped"),
    ),
    "divided twice": Sentences(
        "divided twice by {what} {where}",
        "How many times is there a division by {what} {where}?",
        _out("when there are two divisions by {what} {where}"),
    ),
    "term left out": Sentences(
        "{term} left out {where}",
        "Which terms are there {where}, and are all of them in your formula?",
        _out("without {what} {where}"),
    ),
    "parts exchanged": Sentences(
        "{what} exchanged",
        "Which of the two is stored under which name?",
        _out("when {what} are exchanged"),
    ),
    "power left out": Sentences(
        "{power} left out {where}",
        "Is there a power in the formula {where}?",
        _out("with {instead} taken as it is {where}, without {power}"),
    ),
    "power doubled": Sentences(
        "the exponent doubled {where}",
        "How large is the exponent {where}?",
        _out("when the exponent {what} is doubled {where}"),
    ),
    "in place of": Sentences(
        "{instead} in place of {what} {where}",
        "Should it be {instead} {there}?",
        _out("with {instead} in place of {what} {where}"),
    ),
    "fixed": Sentences(
        "{what} fixed at {instead} {where}",
        "What happens when somebody calls your function with another value for {what}?",
        _out("with {what} always {instead} {where}, whatever is given"),
    ),
    "stored elsewhere": Sentences(
        "what belongs in {what} stored in {instead}",
        "Where do you store what you compute for {what}?",
        _out("when what is computed for {what} is stored in {instead}"),
    ),
    "parenthesis": Sentences(
        "parentheses left out around {what} {where}",
        "How far does each operation reach {where}? Which of them comes first?",
        _out("without parentheses around {what} {where}"),
    ),
    "too wide": Sentences(
        "parentheses around {what} {where}",
        "How far does each operation reach {where}? Which of them comes first?",
        _out("with parentheses around {what} {where}"),
    ),
    "power of all": Sentences(
        "the power taken of {what} as a whole {where}",
        "What is taken to a power {where}, one number or more than that?",
        _out("with {what} taken to the power as a whole {where}"),
    ),
    "reaches too far": Sentences(
        "{what} inside {instead} {where}",
        "How far does {instead} reach {where}?",
        _out("with {what} inside {instead} {where}, and not beside it"),
    ),
    "reaches too short": Sentences(
        "{instead} of {what} alone {where}",
        "How far does {instead} reach {where}?",
        _out("when {instead} is taken of {what} alone {where}"),
    ),
    "one by one": Sentences(
        "{instead} taken of each term by itself {where}",
        "Which comes first {where}, {instead} or the operation between the two terms?",
        _out("when {instead} is taken of {what} and of the other term by itself {where}"),
    ),
    "all at once": Sentences(
        "{instead} taken of the sum {where}",
        "Which comes first {where}, {instead} or the sum?",
        _out("when the two terms are added first {where} and {instead} is taken of their sum"),
    ),
    "function": Sentences(
        "{instead} in place of {what} {where}",
        "Look again at what is asked for {there}. Is it {instead}?",
        _out("with {instead} in place of {what} {where}"),
    ),
    "function left out": Sentences(
        "{what} left out {where}",
        "Of what is {what} to be taken {where}?",
        _out("when {what} is not taken {where}"),
    ),
    "function added": Sentences(
        "{what} taken {where}",
        "Is {what} to be taken {where}?",
        _out("when {what} is taken {where}"),
    ),
    "copy left out": Sentences(
        "no copy of {what} {where}",
        "How many arrays are there {where}, one or two?",
        _out("when {what} is not copied {where}, so that one array has two names"),
    ),
    "flattened": Sentences(
        "{what} flattened {where}",
        "What shapes do the two have {where}?",
        _out("when {what} is flattened {where}, so that each entry meets every other one"),
    ),
    "not transposed": Sentences(
        "{what} not transposed {where}",
        "What shapes do the two factors have {where}?",
        _out("with {what} not transposed {where}"),
    ),
    "arguments": Sentences(
        "{what} exchanged with {instead} {where}",
        "In which order do the arguments belong {where}?",
        _out("with {what} exchanged with {instead} {where}"),
    ),
    "rows and columns": Sentences(
        "rows and columns exchanged {where}",
        "What do the rows stand for {where}, and what the columns?",
        _out("when rows and columns are exchanged {where}"),
    ),
    "axis": Sentences(
        "the sum over the wrong axis {where}",
        "Over which axis do the examples lie {where}?",
        _out("when the sum goes over another axis than that of the examples {where}"),
    ),
    "keepdims": Sentences(
        "an axis lost {where}",
        "What shape comes out {where}, and what shape is needed?",
        _out("when the sum drops the axis that it goes over {where}"),
    ),
    "exchanged": Sentences(
        "{what} and {instead} exchanged {where}",
        "In which order do {what} and {instead} stand {where}?",
        _out("when {what} and {instead} are exchanged {where}"),
    ),
    "not returned": Sentences(
        "{what} not returned",
        "What is asked for, and what does your function return?",
        _out("without {what} among what is returned"),
    ),
    "not there": Sentences(
        "{what} left out {where}",
        "What is needed {there}? Is all of it there?",
        _out("without {what} {where}"),
    ),
    "line left out": Sentences(
        "{target} not {done}",
        "Which line changes {target}, and does it store what it computes?",
        _out("when {target} {is} not {done}"),
    ),
    "line twice": Sentences(
        "{target} {done} twice",
        "How often {is} {target} {done}?",
        _out("when {target} {is} {done} twice"),
    ),
    "order": Sentences(
        "{target} {done} before {what}",
        "Which comes first, {what} or {target}?",
        _out("when {target} {is} {done} with the old value of {what}"),
    ),
    "set, not moved": Sentences(
        "{target} set to {what}, not moved by it",
        "What is left of the old value of {target}?",
        _out("when {target} is set to {what} and its old value is lost"),
    ),
    "after the loop": Sentences(
        "{target} {done} only after the loop",
        "Which lines belong inside your loop, and which come after it?",
        _out("when {target} {is} {done} only once, after the last turn of the loop"),
    ),
    "before the loop": Sentences(
        "{target} {done} only once, before the loop",
        "Which lines belong inside your loop, and which come before it?",
        _out("when {target} {is} {done} only once, before the first turn of the loop"),
    ),
    "inside the loop": Sentences(
        "{target} {done} inside the loop",
        "Which lines belong inside your loop, and which come after it?",
        _out("when {target} {is} {done} in every turn of the loop, not after it"),
    ),
    "in every turn": Sentences(
        "{target} made anew in every turn of the loop",
        "What is left of the first turn of your loop when the second one begins?",
        _out(
            "when {target} {is} made anew in every turn of the loop, so that the last one is left"
        ),
    ),
    "all entries": Sentences(
        "all entries of {what} moved at once",
        "How many entries of {what} are moved in one turn of the loop?",
        _out("when all entries of {what} are moved at once, not one alone"),
    ),
    "relative step": Sentences(
        "a step of {what} times the number itself {where}",
        "How long is the step {where}? Does it depend on what is moved?",
        _out("when the step is {what} times the number that is moved {where}, not {what} alone"),
    ),
    "bound left out": Sentences(
        "{what} left out {where}",
        "Where does each part begin and where does it end, {where}?",
        _out("without {what} {where}"),
    ),
    "bound too large": Sentences(
        "{what} one too large {where}",
        "Where does each part begin and where does it end, {where}?",
        _out("with {what} one too large {where}"),
    ),
    "bound too small": Sentences(
        "{what} one too small {where}",
        "Where does each part begin and where does it end, {where}?",
        _out("with {what} one too small {where}"),
    ),
    "one turn": Sentences(
        "the loop over {turns} left after its first turn",
        "How many turns does your loop make before it ends?",
        _out("when the loop over {turns} ends after its first turn"),
    ),
    "first turn left out": Sentences(
        "the first {turn} left out",
        "With which {turn} does your loop begin?",
        _out("when the loop over {turns} begins with the second {turn}"),
    ),
    "last turn left out": Sentences(
        "the last {turn} left out",
        "With which {turn} does your loop end?",
        _out("when the loop over {turns} ends one {turn} too early"),
    ),
    "one turn more": Sentences(
        "one {turn} too many",
        "With which {turn} does your loop end?",
        _out("when the loop over {turns} goes on for one {turn} too many"),
    ),
    "begun at 0": Sentences(
        "the loop over {turns} begun at 0",
        "What is the number of the first {turn}?",
        _out("when the loop over {turns} begins at 0"),
    ),
    "no turn": Sentences(
        "the loop over {turns} never run",
        "How many turns does your loop make?",
        _out("when the loop over {turns} makes no turn at all"),
    ),
    "seed left out": Sentences(
        "the seed not set",
        "Does the same call give the same numbers again?",
        _out("when the seed is not set"),
    ),
    "key without d": Sentences(
        "a key without d {where}",
        "What are the gradients called, and what are the parameters called?",
        _out("when the key has the name of a parameter {where}, without the d of a gradient"),
    ),
    "key with d": Sentences(
        "a key with d {where}",
        "What are the gradients called, and what are the parameters called?",
        _out("when the key has the name of a gradient {where}, with a d in front"),
    ),
    "nothing returned": Sentences(
        "nothing returned",
        "What does your function return?",
        "Your function gives nothing back: its answer is None.",
    ),
}

OPERATIONS: Mapping[str, tuple[str, str]] = {
    # what is done, and what should be done, to ``instead`` with ``what``
    "Add to Mult": ("{instead} multiplied by {what}", "added"),
    "Sub to Div": ("{instead} divided by {what}", "subtracted"),
    "Sub to Mult": ("{instead} multiplied by {what}", "subtracted"),
    "Mult to Div": ("{instead} divided by {what}", "multiplied"),
    "Mult to Add": ("{what} added to {instead}", "multiplied"),
    "Div to Mult": ("{instead} multiplied by {what}", "divided"),
    "Div to Sub": ("{what} subtracted from {instead}", "divided"),
    "Pow to Mult": ("{instead} multiplied by {what}", "taken to the power of {what}"),
    "Mult to MatMult": ("a matrix product of {instead} and {what}", "entry by entry"),
}


def operation(kind: str) -> Sentences | None:
    """Make the sentences about one operation in place of another."""
    if kind not in OPERATIONS:
        return None
    done, should = OPERATIONS[kind]
    return Sentences(
        f"{done}, not {should}, {{where}}",
        "Which operation joins {what} and {instead} {where}?",
        _out(f"with {done} {{where}}, not {should}"),
    )
