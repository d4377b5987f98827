"""What an exception means, in a sentence of the course's terms.

It is read from its text alone: in grading nothing else leaves the student's process. The text is
foreign, so only words of a few known forms are taken over from it. Messages differ from version to
version of Python and numpy; where none fits, nothing is said.
"""

import re
from dataclasses import dataclass

MOST = 700  # characters of a text that are looked at
WHOLE = re.compile(
    r"(?P<what>.*?)(?: \(in the line `(?P<line>.*?)`(?:, inside `(?P<inside>\w{1,60})`.*)?\))?",
    re.DOTALL,
)
SHAPE = r"\(([\d, ]{0,40})\)"
NAME = r"'?([A-Za-z_]\w{0,60})'?"
GIVEN = {  # what the functions that the lessons give take
    "dictionary_to_vector": "the dictionary of the parameters",
    "forward_propagation_n": "X, Y and a dictionary of parameters",
    "gradients_to_vector": "the dictionary of the gradients",
    "vector_to_dictionary": "one vector with all parameters",
}
NOTHING = (
    "`None` stands where a value belongs: a place where nothing was filled in, or what a function "
    "without `return` gives back."
)
TUPLE = (
    "A tuple of several values stands where one number or array belongs: if it comes from a "
    "function that returns several values, take the one that is wanted, as in `cost, cache = …`."
)

KINDS = {
    "dict": "a dictionary",
    "float": "a number",
    "int": "a number",
    "list": "a list",
    "numpy.float64": "a number",
    "numpy.ndarray": "an array",
    "str": "a text",
    "string": "a text",
    "tuple": "a tuple",
}


@dataclass(frozen=True)
class Rule:
    """From a message, and where it matters the line, to the sentence.

    Attributes
    ----------
    message
        Looked for in ``kind: message``.
    sentence
        With ``{0}`` for the first group of ``message``, and so on.
    line
        Looked for in the line.
    """

    message: str
    sentence: str
    line: str = ""


RULES = [
    # a function that is called otherwise than it is written
    Rule(
        r"; it is called with ([\w, ]{1,200})$",
        "Your function takes other arguments than it is called with: {0}. Write them in its first "
        "line, in this order.",
    ),
    Rule(
        rf"TypeError: .*?{NAME}\(\) takes .{{1,40}} arguments? but (\d+) (?:was|were) given",
        "`{0}` is called with another number of values than it takes.",
    ),
    Rule(
        rf"TypeError: .*?{NAME}\(\) missing \d+ required .{{1,20}} arguments?: '(\w{{1,60}})'",
        "`{0}` is called with too few values: `{1}` is missing.",
    ),
    Rule(
        rf"TypeError: .*?{NAME}\(\) got an unexpected keyword argument '(\w{{1,60}})'",
        "`{0}` has no argument of the name `{1}`.",
    ),
    # tuples and shapes of what is made anew
    Rule(
        r"TypeError: 'tuple' object cannot be interpreted as an integer",
        "`{line}` takes the sizes one by one, as in `{line}(rows, columns)`, and not as one tuple.",
        r"\b(randn|rand)\(",
    ),
    Rule(
        r"TypeError: 'tuple' object cannot be interpreted as an integer",
        "A tuple stands where one whole number belongs.",
    ),
    Rule(
        r"TypeError: Cannot (?:interpret|construct)",
        "`np.{line}` takes the shape as one tuple, as in `np.{line}((rows, columns))`; a second "
        "number is taken for the type of the entries.",
        r"\b(zeros|ones|empty)\(",
    ),
    Rule(
        r"TypeError: '(?:numpy\.)?float\d*' object cannot be interpreted as an integer",
        "A number with a fraction stands where a whole number belongs, such as a size or the end "
        "of `range`: `/` always gives one with a fraction, `//` a whole one.",
    ),
    Rule(
        r"TypeError: 'str' object cannot be interpreted as an integer",
        "A text stands where a whole number belongs.",
    ),
    # shapes that do not fit
    Rule(
        rf"ValueError: shapes {SHAPE} and {SHAPE} not aligned: (\d+) \(dim 1\) != (\d+) \(dim 0\)",
        "The shapes ({0}) and ({1}) do not fit in a matrix product: the first has {2} columns, the "
        "second {3} rows. One of the two may have to be transposed.",
    ),
    Rule(
        rf"ValueError: shapes {SHAPE} and {SHAPE} not aligned: (\d+) .*? != (\d+)",
        "The shapes ({0}) and ({1}) do not fit in a matrix product: the {2} of the first and the "
        "{3} of the second should be the same number.",
    ),
    Rule(
        r"ValueError: matmul: .*size (\d+) is different from (\d+)",
        "The shapes do not fit in a matrix product: the matrix on the left has {1} columns, the "
        "one on the right {0} rows. One of the two may have to be transposed.",
    ),
    Rule(
        rf"ValueError: operands could not be broadcast together with shapes {SHAPE} {SHAPE}",
        "Arrays of the shapes ({0}) and ({1}) cannot be computed with entry by entry.",
    ),
    Rule(
        rf"ValueError: could not broadcast input array from shape {SHAPE} into shape {SHAPE}",
        "An array of shape ({0}) does not go into a place of shape ({1}).",
    ),
    Rule(
        rf"ValueError: non-broadcastable output operand with shape {SHAPE} .* shape {SHAPE}",
        "A change in place keeps the shape ({0}), and the result has the shape ({1}).",
    ),
    Rule(
        rf"ValueError: cannot reshape array of size (\d+) into shape {SHAPE}",
        "An array of {0} entries cannot be given the shape ({1}).",
    ),
    Rule(
        r"ValueError: all the input array dimensions .* index 0 has size (\d+) .* has size (\d+)",
        "The arrays that are joined do not fit: one has {0} and another {1} entries in the "
        "direction that has to be the same.",
    ),
    Rule(
        r"AxisError: axis (-?\d+) is out of bounds for array of dimension (\d+)",
        "The axis {0} was asked of an array with {1} axes; the first is axis 0.",
    ),
    Rule(
        r"ValueError: negative dimensions",
        "A size is below zero.",
    ),
    # one number in place of many, and the other way round
    Rule(
        r"only (?:length-1|size-1|0-dimensional) arrays can be converted",
        "`math.{line}` takes one number; `np.{line}` takes an array.",
        r"\bmath\.(\w{1,20})\(",
    ),
    Rule(
        r"only (?:length-1|size-1|0-dimensional) arrays can be converted",
        "An array with several entries stands where one number belongs.",
    ),
    Rule(
        r"setting an array element with a sequence.*inhomogeneous",
        "The parts that were to become one array have different shapes.",
    ),
    Rule(
        r"setting an array element with a sequence",
        "Several values were to go into a place for one number.",
    ),
    Rule(
        r"truth value of an array with more than one element is ambiguous",
        "A whole array stands where yes or no is asked for, as after `if`; numpy compares entry by "
        "entry.",
    ),
    # None and tuples in a formula
    Rule(
        r"object of type 'NoneType'|'NoneType' object|not 'NoneType'|, not NoneType|"
        r"unary [-+]: 'NoneType'|abs\(\): 'NoneType'|of type NoneType|"
        r"operand type\(s\) for .{1,12}: (?:'NoneType' and|'.{1,30}' and 'NoneType')",
        NOTHING,
    ),
    Rule(
        r"unsupported operand type\(s\) for .{0,14}\^|ufunc 'bitwise_xor' not supported",
        "`^` compares bits in Python; a power is written `**`.",
    ),
    Rule(
        r"operand type\(s\) for .{1,12}: .{0,40}'(?:builtin_function_or_method|function|method)'",
        "A function stands in a formula without parentheses `(…)`, so it is not called.",
    ),
    Rule(
        r"operand type\(s\) for .{1,12}: (?:'tuple' and|'.{1,30}' and 'tuple')|"
        r"(?:argument must be .*not|abs\(\):|unary [-+]:) 'tuple'",
        TUPLE,
    ),
    Rule(
        r"operand type\(s\) for .{1,12}: (?:'dict' and|'.{1,30}' and 'dict')|"
        r"(?:argument must be .*not|abs\(\):|unary [-+]:|of type) '?dict'?",
        "A whole dictionary stands in a formula, where one of its entries belongs.",
    ),
    Rule(
        r"operand type\(s\) for .{1,12}: (?:'list' and|'.{1,30}' and 'list')|"
        r"can't multiply sequence by non-int",
        "Lists and texts do not compute entry by entry; an array of numpy does.",
    ),
    Rule(
        r"can only concatenate str|"
        r"operand type\(s\) for .{1,12}: (?:'str' and|'.{1,30}' and 'str')",
        'A text and a number cannot be joined: `f"W{{l}}"` or `"W" + str(l)` makes a name.',
    ),
    # entries that are not there
    Rule(
        r"KeyError: '?([\w -]{0,40})'?; the keys are ([\w, …-]{1,300})$",
        "There is no key `{0}`; the keys are {1}.",
    ),
    Rule(
        r"KeyError: '?([\w -]{1,40})'?; the dictionary is empty$",
        "There is no key `{0}`: the dictionary is empty.",
    ),
    Rule(r"KeyError: '?([\w -]{1,40})'?$", "The dictionary has no key `{0}`."),
    Rule(
        r"IndexError: index (-?\d+) is out of bounds for axis (\d+) with size (\d+)",
        "The entry {0} was asked for along axis {1}, which has {2} entries; the first is 0.",
    ),
    Rule(
        r"IndexError: (list|tuple) index out of range",
        "An entry of {0} was asked for that is not there: the first of n entries is 0, the last "
        "n − 1.",
    ),
    Rule(
        r"IndexError: too many indices for array: array is (\d+)-dimensional, but (\d+)",
        "{1} indices were given for an array of {0} dimensions.",
    ),
    Rule(
        r"boolean index did not match",
        "An array of yes and no picks entries of another array only where the shapes are the same.",
    ),
    Rule(
        r"IndexError: only integers, slices",
        "An array is asked for an entry by something that is no whole number; names such as `W1` "
        "are for dictionaries.",
    ),
    Rule(
        r"TypeError: (list|tuple|string|str) indices must be integers",
        "An entry of {0} was asked for by something that is no whole number; names such as `W1` "
        "are for dictionaries.",
    ),
    Rule(
        r"'(?:int|float|numpy\.float64|numpy\.int64)' object is not subscriptable|"
        r"invalid index to scalar variable",
        "Square brackets ask for an entry of what is a single number.",
    ),
    Rule(
        r"'(?:builtin_function_or_method|function|method|type)' object is not subscriptable",
        "Square brackets follow the name of a function, which is called with parentheses `(…)`.",
    ),
    # calls and names
    Rule(
        r"'(?:int|float|numpy\.float64|numpy\.int64)' object is not callable",
        "Parentheses follow a number, as if it were a function: a `*` may be missing before them, "
        "or the name of a function was used for a number.",
    ),
    Rule(
        r"'(dict|list|tuple|numpy\.ndarray)' object is not callable",
        "Parentheses `(…)` follow what is no function; entries are asked for with square brackets "
        "`[…]`.",
    ),
    Rule(
        r"'(?:int|float|numpy\.float64)' object is not iterable|iteration over a 0-d array",
        "A single number stands where several values are gone through, as after `in`; `range` "
        "makes numbers of one.",
    ),
    Rule(
        r"cannot unpack non-iterable (?:int|float|numpy\.float64)",
        "Several names stand on the left, and one number comes from the right.",
    ),
    Rule(
        r"too many values to unpack \(expected (\d+)",
        "More values come from the right than the {0} names on the left take.",
    ),
    Rule(
        r"not enough values to unpack \(expected (\d+), got (\d+)\)",
        "{0} names stand on the left, and {1} values come from the right.",
    ),
    Rule(
        rf"UnboundLocalError: .*variable {NAME} |NameError: cannot access free variable {NAME}",
        "`{0}` is read before it has a value: it gets one only further down, or in a loop or a "
        "branch that was not run.",
    ),
    Rule(
        rf"NameError: (?:free variable|name) {NAME} (?:is not defined|referenced)",
        "There is no `{0}`: the name may be written otherwise, or its line was not run.",
    ),
    Rule(
        r"AttributeError: module '([\w.]{1,60})' has no attribute '(\w{1,60})'",
        "`{0}` has no function `{1}`.",
    ),
    Rule(
        r"AttributeError: '(list|tuple|int|float)' object has no attribute "
        r"'(shape|size|T|dot|reshape|ravel|mean|sum|copy|flatten|astype|ndim)'",
        "A `{1}` was asked of {0}; only an array of numpy has one.",
    ),
    Rule(
        r"AttributeError: 'dict' object has no attribute '(shape|size|T|dot|reshape|sum|ravel)'",
        "A dictionary has no `{0}`; the arrays in it have.",
    ),
    Rule(
        r"AttributeError: '(dict|tuple|numpy\.ndarray)' object has no attribute 'append'",
        "Only a list has `append`, and not {0}.",
    ),
    Rule(
        r"AttributeError: '([\w.]{1,40})' object has no attribute '(\w{1,60})'",
        "What stands before the point is {0}, and that has no `{1}`.",
    ),
    # arithmetic and what cannot be changed
    Rule(r"ZeroDivisionError: ", "Here a number is divided by zero."),
    Rule(
        r"ValueError: (?:math domain error|expected a nonnegative input)",
        "A root or a logarithm of a number below zero was asked for.",
    ),
    Rule(
        r"RecursionError: ",
        "The function calls itself again and again, without an end.",
    ),
    Rule(
        r"Cannot cast ufunc .* from dtype\('float\d+'\) to dtype\('u?int\d+'\)",
        "The array holds whole numbers and cannot take up fractions in place: make a new array, as "
        "in `x = x - …`.",
    ),
    Rule(
        r"'tuple' object does not support item assignment",
        "A tuple cannot be changed; a list or an array can.",
    ),
    Rule(
        r"assignment destination is read-only",
        "This array must not be changed: change a copy.",
    ),
    Rule(
        r"unhashable type: '([\w.]{1,40})'",
        "The key of a dictionary cannot be {0}.",
    ),
    Rule(r"MemoryError", "More memory was asked for than there is."),
    Rule(
        r"TimeoutError: it had not",
        "Your function does not come to an end: look for the loop whose condition stays true.",
    ),
]


def explained(error: str) -> str | None:
    """Say in one sentence what an exception means.

    Parameters
    ----------
    error
        As an answer holds it: ``kind: message (in the line `…`)``.

    Returns
    -------
    sentence
        None where the message is not known.
    """
    whole = WHOLE.fullmatch(error[:MOST])
    if whole is None:
        return None
    what, line, inside = whole["what"], whole["line"] or "", whole["inside"]
    if inside in GIVEN:
        return f"`{inside}` takes {GIVEN[inside]}, and was given something else."
    for rule in RULES:
        found, in_line = re.search(rule.message, what), re.search(rule.line, line)
        if found and in_line:
            words = [KINDS.get(group, _spaced(group)) for group in found.groups() if group]
            return rule.sentence.format(*words, line=in_line[1] if in_line.groups() else "")
    return None


def _spaced(shape: str) -> str:
    return re.sub(r",(?=\d)", ", ", shape)
