"""Formulas as trees: what a student should compute, in a form that a mistake can be made in.

>>> y, p = arguments("y_true", "y_pred")
>>> formula = mean((y - p) ** 2)
>>> str(formula), float(evaluate(formula, {"y_true": np.array([1.0, 3]), "y_pred": np.array([3.0, 2])}))
('mean(((y_true - y_pred) ** 2))', 2.5)
"""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

Value = Any  # a float or an array, as NumPy computes them


class Node:
    """A step of a formula: `kind` says which, `parts` are what it is made of; two alike are equal.

    `detail` is the name of an argument, the value of a constant, the axis of a sum. `role` says what a part is there
    for, where a mistake depends on it: the "two" of a gradient, the "rate" of a step. It is no part of the value.
    """

    __slots__ = ("_hash", "detail", "kind", "parts", "role")

    def __init__(self, kind: str, *parts: "Node", detail: object = None, role: str = ""):
        self.kind, self.parts, self.detail, self.role = kind, parts, detail, role
        self._hash = hash((kind, parts, detail, role))

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        return isinstance(other, Node) and self._hash == other._hash and self._key() == other._key()

    def _key(self) -> tuple:
        return self.kind, self.parts, self.detail, self.role

    def with_parts(self, *parts: "Node") -> "Node":
        """The same step of other parts."""
        return Node(self.kind, *parts, detail=self.detail, role=self.role)

    def as_kind(self, kind: str) -> "Node":
        """Another step of the same parts, with the same detail."""
        return Node(kind, *self.parts, detail=self.detail)

    def __add__(self, other: "Operand") -> "Node":
        return Node("+", self, node(other))

    def __radd__(self, other: "Operand") -> "Node":
        return node(other) + self

    def __sub__(self, other: "Operand") -> "Node":
        return Node("-", self, node(other))

    def __rsub__(self, other: "Operand") -> "Node":
        return node(other) - self

    def __mul__(self, other: "Operand") -> "Node":
        return Node("*", self, node(other))

    def __rmul__(self, other: "Operand") -> "Node":
        return node(other) * self

    def __truediv__(self, other: "Operand") -> "Node":
        return Node("/", self, node(other))

    def __rtruediv__(self, other: "Operand") -> "Node":
        return node(other) / self

    def __floordiv__(self, other: "Operand") -> "Node":
        return Node("//", self, node(other))

    def __pow__(self, other: "Operand") -> "Node":
        return Node("**", self, node(other))

    def __rpow__(self, other: "Operand") -> "Node":
        return node(other) ** self

    def __neg__(self) -> "Node":
        return Node("negative", self)

    def __ge__(self, other: "Operand") -> "Node":
        return Node(">=", self, node(other))

    def __str__(self) -> str:
        if not self.parts:
            return f"{self.detail:g}" if isinstance(self.detail, float) else str(self.detail)
        inside = [str(part) for part in self.parts]
        if not self.kind.isalpha() and len(inside) == 2:
            return f"({inside[0]} {self.kind} {inside[1]})"
        axis = [] if self.detail is None else [f"axis={self.detail}"]
        return f"{self.kind}({', '.join([*inside, *axis])})"

    __repr__ = __str__


Operand = Node | float


def node(value: Operand) -> Node:
    """A node as it is, a number as a constant."""
    return value if isinstance(value, Node) else constant(value)


def constant(value: float, role: str = "") -> Node:
    """A number."""
    return Node("constant", detail=float(value), role=role)


def argument(name: str, role: str = "") -> Node:
    """What the function is given under this name."""
    return Node("argument", detail=name, role=role)


def arguments(*names: str) -> list[Node]:
    """What the function is given."""
    return [argument(name) for name in names]


def _step(kind: str) -> Callable[[Operand], Node]:
    return lambda x: Node(kind, node(x))


def _reduction(kind: str) -> Callable[..., Node]:
    return lambda x, axis=None: Node(kind, node(x), detail=axis)


log, log2, log10, exp, sqrt = (_step(kind) for kind in ("log", "log2", "log10", "exp", "sqrt"))
absolute, sign, floor, rounded = (_step(kind) for kind in ("absolute", "sign", "floor", "rounded"))
# 1 − x has a name of its own: it is one thought, no difference of two terms.
complement = _step("complement")
# A column (N, 1) as a row (N,), and the other way round; what stands on the diagonal of a table.
flat, column = _step("flat"), _step("column")
total, mean, largest, count = (_reduction(kind) for kind in ("sum", "mean", "largest", "count"))
# Each row's (or column's) number beside each of its elements, for a table that is divided by it.
spread = _reduction("spread")
softmax, highest = _reduction("softmax"), _reduction("highest")
# Each number less the largest one, which changes no softmax.
shifted = _reduction("shifted")


def equal(x: Operand, other: Operand) -> Node:
    """Where two are equal."""
    return Node("==", node(x), node(other))


def item(x: Operand, place: int) -> Node:
    """One element of a row, counted from 0."""
    return Node("item", node(x), detail=place)


def evaluate(formula: Node, given: Mapping[str, Value], known: dict[Node, Value] | None = None) -> Value:
    """The value of a formula. `known` keeps the values of its parts, for other formulas that have them too."""
    known = {} if known is None else known
    if formula not in known:
        known[formula] = _compute(formula, given, known)
    return known[formula]


def _compute(formula: Node, given: Mapping[str, Value], known: dict[Node, Value]) -> Value:
    if formula.kind == "argument":
        return given[formula.detail]
    if formula.kind == "constant":
        return formula.detail
    parts = [evaluate(part, given, known) for part in formula.parts]
    if formula.kind in _OF_AXIS:
        return _OF_AXIS[formula.kind](parts[0], formula.detail)
    return _OF_PARTS[formula.kind](*parts)


def _shape_along(x: Value, axis: int | None) -> int:
    return np.size(x) if axis is None else np.shape(x)[axis]


def _softmax(x: Value, axis: int | None) -> Value:
    powers = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return powers / np.sum(powers, axis=axis, keepdims=True)


def _highest(x: Value, axis: int | None) -> Value:
    """1 at the largest element, 0 elsewhere."""
    return (x == np.max(x, axis=axis, keepdims=True)).astype(float)


def _spread(x: Value, axis: int | None) -> Value:
    return x if axis is None else np.expand_dims(x, axis)


# Booleans count as 1 and 0, as in a mean of them.
_OF_PARTS: dict[str, Callable[..., Value]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: np.subtract(a, b, dtype=float),
    "*": lambda a, b: a * b,
    "/": np.true_divide,
    "//": np.floor_divide,
    "**": lambda a, b: np.power(np.asarray(a, float), b),
    "negative": lambda a: -1.0 * a,
    ">=": np.greater_equal,
    ">": np.greater,
    "<": np.less,
    "==": np.equal,
    "!=": np.not_equal,
    "log": np.log,
    "log2": np.log2,
    "log10": np.log10,
    "exp": np.exp,
    "sqrt": np.sqrt,
    "absolute": np.abs,
    "sign": np.sign,
    "floor": np.floor,
    "rounded": np.round,
    "complement": lambda a: 1.0 - a,
    "flat": np.ravel,
    "column": lambda a: np.reshape(a, (-1, 1)),
}
_OF_AXIS: dict[str, Callable[[Value, Any], Value]] = {
    "sum": lambda a, axis: np.sum(a, axis=axis),
    "mean": lambda a, axis: np.mean(a, axis=axis),
    "largest": lambda a, axis: np.max(a, axis=axis),
    "count": _shape_along,
    "spread": _spread,
    "shifted": lambda a, axis: a - np.max(a, axis=axis, keepdims=axis is not None),
    "softmax": _softmax,
    "highest": _highest,
    "item": lambda a, place: np.asarray(a)[place],
}
