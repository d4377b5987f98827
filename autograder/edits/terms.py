"""What a piece of a reference is called in the terms of the field.

Names have their terms in ``GLOSSARY``, to which an exercise may add its own; what is made of names
is put together here, and is ``None`` where no short phrase says it.
"""

import ast
import re
from collections.abc import Mapping
from typing import Any

GLOSSARY: Mapping[str, str] = {
    # of the optimizers
    "beta": "β",
    "beta1": "β₁",
    "beta2": "β₂",
    "done": "the share that is done",
    "epsilon": "ε",
    "g": "the gradient",
    "grads": "the gradients",
    "learning_rate": "the learning rate",
    "peak": "the peak",
    "s_corrected": "the corrected s",
    "step": "the step",
    "steps": "the number of steps",
    "v_corrected": "the corrected v",
    "warm_up": "the length of the warm-up",
    "weight_decay": "the decay",
    # of the gradient checks
    "J_minus": "J(θ₋)",
    "J_plus": "J(θ₊)",
    "approximation": "the approximation",
    "backward_propagation": "the derivative",
    "denominator": "the denominator",
    "difference": "the relative difference",
    "direction": "v",
    "dtheta": "the derivative",
    "forward_propagation": "the cost",
    "forward_propagation_n": "the cost",
    "gradient": "the gradient",
    "numerator": "the numerator",
    "slope": "the slope",
    "theta": "θ",
    "theta_minus": "θ₋",
    "theta_plus": "θ₊",
    # of the mini-batches
    "first": "the start of a batch",
    "last": "the end of a batch",
    "m": "the number of examples",
    "mini_batch_size": "the size of a batch",
    "mini_batches": "the batches",
    "order": "the random order",
    "seed": "the seed",
    "shuffled_X": "the shuffled X",
    "shuffled_Y": "the shuffled Y",
    # of networks
    "L": "the number of layers",
    "l": "the number of the layer",
    "orthogonal": "the orthogonal form",
    "parameters": "the parameters",
    "scale": "the scale",
    "size": "the size of the signal",
    "sizes": "the predicted sizes",
    # whole expressions, as Python writes them
    "X.shape[0]": "the number of features",
    "X.shape[1]": "the number of examples",
    "layers_dims[0]": "the size of the input",
    "layers_dims[1]": "the size of layer 1",
    "layers_dims[l]": "the size of the layer itself",
    "layers_dims[l - 1]": "the size of the layer before",
    "layers_dims[l + 1]": "the size of the layer after",
    "np.random.permutation(m)": "a permutation",
    "np.arange(m)": "the order in which they came",
    "1.0 / m": "1/m",
    "theta_plus[i]": "entry i of θ₊",
    "theta_minus[i]": "entry i of θ₋",
    "approximation[i]": "the approximation",
    "theta[i]": "entry i of θ",
}
LOOPS = {
    "l": ("the layers", "layer"),
    "i": ("the entries", "entry"),
    "first": ("the batches", "batch"),
    "name": ("weights and biases", "array"),
}
FUNCTIONS = {
    "np.abs": "the absolute value",
    "np.dot": "the matrix product",
    "np.inner": "the inner product of the rows",
    "np.linalg.norm": "the norm",
    "np.max": "the largest entry",
    "np.mean": "the mean",
    "np.multiply": "the product entry by entry",
    "np.ones": "ones",
    "np.random.rand": "uniform random numbers",
    "np.random.randn": "normal random numbers",
    "np.sqrt": "the root",
    "np.square": "the square",
    "np.sum": "the sum",
    "np.zeros": "zeros",
}
PARTS = {"W": "the weights", "b": "the biases"}
SIGNS: Mapping[type[ast.operator], str] = {
    ast.Add: " + ",
    ast.Sub: " − ",
    ast.Mult: " · ",
    ast.Div: " / ",
    ast.FloorDiv: " // ",
    ast.MatMult: " @ ",
}
POWERS = {"2": "²", "3": "³", "t": "ᵗ"}
LONGEST = 40
PLURAL = re.compile(r"the (weights|biases|parameters|batches)$")


class Terms:
    """The glossary, and what is made of its terms."""

    def __init__(self, more: Mapping[str, str]) -> None:
        self.glossary = {**GLOSSARY, **more}

    def said(self, node: Any) -> str | None:
        """Say an expression, or None where it has no short name.

        >>> terms = Terms({})
        >>> terms.said(ast.parse("1 - beta1**t", mode="eval").body)
        '1 − β₁ᵗ'
        >>> terms.said(ast.parse("grads[f'db{l}']", mode="eval").body)
        'the gradient of the biases'
        """
        if isinstance(node, str) or node is None:
            return node
        if hasattr(node, "put_in_from"):  # an intermediate value, which has a name
            return self.said(node.put_in_from.targets[0])
        text = self.glossary.get(ast.unparse(node)) or self._made(node)
        return text if text and len(text) <= LONGEST else None

    def _made(self, node: Any) -> str | None:
        match node:
            case ast.Name(name):
                return None if "_" in name else name  # no one else may call it so
            case ast.Constant(bool() | str()):
                return None
            case ast.Constant(int() | float() as value):
                return f"{value:g}".replace("-", "−")
            case ast.JoinedStr():
                return self._entry("parameters", node)
            case ast.Subscript(ast.Name(), ast.Tuple([ast.Slice(), *_])):
                return self.said(node.value)
            case ast.Subscript(ast.Name(holder), key):
                return self._entry(holder, key)
            case ast.Attribute(value, "T"):
                inner = self.said(value)
                return inner and f"{inner} transposed"
            case ast.Call():
                return self._call(node)
            case ast.Compare(left, [ast.Gt() | ast.GtE() | ast.Lt() | ast.LtE()], [right]):
                return self._joined(node, left, right)
            case ast.BinOp(left, ast.Pow(), right):
                return self._power(self._enclosed(left), self.said(right))
            case ast.BinOp(left, op, right):
                first, second = self._enclosed(left, op), self._enclosed(right)
                sign = SIGNS.get(type(op))
                return first and second and sign and self._formula(first, sign, second)
        return None

    def _power(self, base: str | None, exponent: str | None) -> str | None:
        if base is None or exponent is None or len(exponent) > 5:
            return None
        return f"{base}{POWERS[exponent]}" if exponent in POWERS else f"{base}^({exponent})"

    def _formula(self, first: str, sign: str, second: str) -> str | None:
        """Write a short formula; in words where its terms are words."""
        if " of " in second or "the " in second[1:] or (" of " in first and len(second) > 1):
            return None
        if first == "1" and sign == " · ":
            return second
        words = {" · ": " times ", " / ": " over ", " + ": " plus ", " − ": " minus "}
        if re.search("[a-z]{3}", first + second):
            sign = words.get(sign, sign)
        return f"{first}{sign}{second}"

    def _joined(self, node: Any, left: Any, right: Any) -> str | None:
        first, second = self.said(left), self.said(right)
        sign = {"Gt": ">", "GtE": "≥", "Lt": "<", "LtE": "≤"}[type(node.ops[0]).__name__]
        return first and second and f"the mask {first} {sign} {second}"

    def _enclosed(self, node: Any, op: ast.operator | None = None) -> str | None:
        said = self.said(node)
        plain = not isinstance(node, ast.BinOp) or isinstance(node.op, ast.Pow)
        plain = plain or ast.unparse(node) in self.glossary
        plain = plain or isinstance(op, ast.Add | ast.Sub)
        plain = plain or (isinstance(op, ast.Mult) and isinstance(node.op, ast.Mult))
        return said if said is None or plain else f"({said})"

    def _call(self, node: ast.Call) -> str | None:
        function = ast.unparse(node.func)
        if function in ("np.linalg.norm", "np.sqrt", "np.square", "np.abs", "np.sum", "np.mean"):
            inner = self.said(node.args[0]) if node.args else None
            return inner and f"{FUNCTIONS[function]} of {inner}"
        if function in ("np.random.randn", "np.random.rand", "np.zeros", "np.ones"):
            return FUNCTIONS[function]
        if function == "np.copy":
            inner = self.said(node.args[0]) if node.args else None
            return inner and f"a copy of {inner}"
        if function == "backward_propagation" and len(node.args) == 2:
            at = self.said(node.args[1])
            return "the derivative" if at == "θ" else at and f"the derivative at {at}"
        if function.startswith("forward_propagation") and node.args:
            moved = node.args[-1].args[0] if isinstance(node.args[-1], ast.Call) else node.args[-1]
            inner = self.said(moved)
            return inner and f"J({inner})"
        return None

    def _entry(self, holder: str, key: Any) -> str | None:
        """Say an entry of a dictionary by what is kept in it: weights, biases, their gradients."""
        match key:
            case ast.JoinedStr([ast.Constant(str(start)), ast.FormattedValue(ast.Name(index))]):
                part = PARTS.get(start.removeprefix("d")) if index == "l" else ""
            case ast.Name("name"):
                start, part = "", ""
            case _:
                return None
        if part is None:
            return None
        kept = {"parameters": "", "grads": "the gradient"}.get(holder, self.glossary.get(holder))
        kept = holder if kept is None else kept
        if holder == "parameters":
            return part or ("the parameters" if not start.startswith("d") else None)
        return f"{kept} of {part}" if part else kept

    def where(self, *statements: Any) -> str:
        """Say where statements stand, by what they compute.

        >>> terms = Terms({})
        >>> terms.where(ast.parse("v_corrected = v / (1 - beta1**t)").body[0])
        'where the corrected v is computed'
        """
        first = statements[0]
        match first:
            case ast.Return():
                return "in what is returned"
            case ast.FunctionDef():
                return "by default"
            case ast.For(target=ast.Name(index)) if index in LOOPS:
                return f"in the loop over {LOOPS[index][0]}"
            case ast.Expr(ast.Call(ast.Attribute(attr="seed"))):
                return "where the seed is set"
            case ast.Expr(ast.Call(ast.Attribute(attr="append"))):
                return "where a batch is cut"
        targets = [self.target(each) for each in statements]
        if None in targets:
            return ""
        names = list(dict.fromkeys(map(str, targets)))
        joined = " and ".join([", ".join(names[:-1]), names[-1]] if names[1:] else names)
        return f"where {joined} {self.verb(joined)} {self.done(first)}"

    def target(self, statement: Any) -> str | None:
        """Say what a statement computes."""
        match statement:
            case ast.Assign([ast.Tuple([target, *_])]) | ast.Assign([target]):
                return self.said(target)
            case ast.AugAssign(target):
                return self.said(target)
        return None

    def verb(self, subject: str) -> str:
        """Give the verb that goes with it."""
        return "are" if " and " in subject or PLURAL.match(subject) else "is"

    def done(self, statement: Any) -> str:
        """Say what is done there: ``updated`` where the old value counts, else ``computed``."""
        if isinstance(statement, ast.AugAssign):
            return "moved"
        target = ast.unparse(statement.targets[0])
        if any(ast.unparse(node) == target for node in ast.walk(statement.value)):
            return "updated"
        if "np.zeros" in ast.unparse(statement.value):
            return "set up"
        return "computed"
