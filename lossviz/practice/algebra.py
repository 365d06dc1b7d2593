"""Mistakes with powers, signs, brackets, terms and factors."""

from collections.abc import Iterator

from .expression import Node, absolute, constant, sign, sqrt, total
from .operators import Operator, has, names_in

# Powers --------------------------------------------------------------------------------------------------------------


def _is_square(step: Node) -> bool:
    return step.kind == "**" and step.parts[1].kind == "constant" and step.parts[1].detail == 2


def _no_square(step: Node) -> Iterator[Node]:
    if _is_square(step):
        base = step.parts[0]
        yield base
        if base.kind == "-":  # with the sign of either order
            yield base.with_parts(*reversed(base.parts))


def _absolute_for_square(step: Node) -> Iterator[Node]:
    if _is_square(step):
        yield absolute(step.parts[0])


def _absolute_forgotten(step: Node) -> Iterator[Node]:
    if step.kind == "absolute":
        base = step.parts[0]
        yield base
        if base.kind == "-":
            yield base.with_parts(*reversed(base.parts))


def _square_for_absolute(step: Node) -> Iterator[Node]:
    if step.kind == "absolute":
        yield step.parts[0] ** 2


def _doubled_for_squared(step: Node) -> Iterator[Node]:
    if _is_square(step):
        base = step.parts[0]
        yield base * 2
        if base.kind == "-":
            yield base.with_parts(*reversed(base.parts)) * 2


def _two_to_the(step: Node) -> Iterator[Node]:
    if _is_square(step):
        base = step.parts[0]
        yield 2**base
        if base.kind == "-":
            yield 2 ** base.with_parts(*reversed(base.parts))


def _squared_first(step: Node) -> Iterator[Node]:
    if _is_square(step) and step.parts[0].kind == "-":
        one, other = step.parts[0].parts
        yield one**2 - other**2
        yield other**2 - one**2


def _square_of_mean(step: Node) -> Iterator[Node]:
    if step.kind in ("mean", "sum") and _is_square(step.parts[0]):
        yield step.with_parts(step.parts[0].parts[0]) ** 2


def _root_added(formula: Node) -> Iterator[Node]:
    if not has(formula, "sqrt", "log", "exp") and has(formula, "**"):
        yield sqrt(formula)


def _root_forgotten(step: Node) -> Iterator[Node]:
    if step.kind == "sqrt":
        yield step.parts[0]


def _root_inside(step: Node) -> Iterator[Node]:
    if step.kind == "sqrt" and step.parts[0].kind in ("mean", "sum"):
        yield step.parts[0].with_parts(sqrt(step.parts[0].parts[0]))
        yield sqrt(total(step.parts[0].parts[0])) / Node("count", *step.parts[0].parts)


# Factors -------------------------------------------------------------------------------------------------------------


def _half(formula: Node) -> Iterator[Node]:
    yield formula / 2


def _twice(formula: Node) -> Iterator[Node]:
    yield formula * 2


def _half_forgotten(step: Node) -> Iterator[Node]:
    if step.kind == "/" and step.parts[1].role == "half":
        yield step.parts[0]


def _two_forgotten(step: Node) -> Iterator[Node]:
    if step.kind == "*" and step.parts[0].role == "two":
        yield step.parts[1]


def _factor_forgotten(step: Node) -> Iterator[Node]:
    if step.kind == "*" and not {"two", "rate", "slope", "label"} & {part.role for part in step.parts}:
        yield from step.parts


def _division_forgotten(step: Node) -> Iterator[Node]:
    if _is_division(step):
        yield step.parts[0]


def _numerator_forgotten(step: Node) -> Iterator[Node]:
    if _is_division(step) and step.parts[0].kind != "constant":
        yield 1 / step.parts[1]


def _upside_down(step: Node) -> Iterator[Node]:
    if _is_division(step) and step.parts[0].kind != "constant":
        yield step.parts[1] / step.parts[0]


def _times_for_divided(step: Node) -> Iterator[Node]:
    if _is_division(step):
        yield step.parts[0] * step.parts[1]


def _is_division(step: Node) -> bool:
    return step.kind == "/" and step.parts[1].kind != "count" and step.parts[1].role != "half"


def _floor_division(step: Node) -> Iterator[Node]:
    if has(step, "log"):  # nobody expects whole numbers there
        return
    if step.kind == "/":
        yield step.parts[0] // step.parts[1]
    elif step.kind == "mean":
        yield total(step.parts[0], step.detail) // Node("count", *step.parts, detail=step.detail)


# Signs ---------------------------------------------------------------------------------------------------------------


def _sign(formula: Node) -> Iterator[Node]:
    yield formula.parts[0] if formula.kind == "negative" else -formula


def _plus_for_minus(step: Node) -> Iterator[Node]:
    if step.kind == "-" and step.role != "descent":
        yield step.parts[0] + step.parts[1]


def _minus_for_plus(step: Node) -> Iterator[Node]:
    if step.kind == "+":
        yield step.parts[0] - step.parts[1]


def _reversed_difference(step: Node) -> Iterator[Node]:
    if step.kind == "-":
        yield step.with_parts(*reversed(step.parts))


def _absolute_added(step: Node) -> Iterator[Node]:
    if step.kind == "-" or (step.kind == "argument" and step.role == "slope"):
        yield absolute(step)


def _sign_only(step: Node) -> Iterator[Node]:
    if step.kind == "argument" and step.role == "slope":
        yield sign(step)


# Brackets and terms --------------------------------------------------------------------------------------------------


def _bracket(step: Node) -> Iterator[Node]:
    """Brackets that are missing, or stand in the wrong place."""
    if step.kind == "negative":
        yield from _first_of_sum(step.parts[0])
        if step.parts[0].kind in ("mean", "sum"):
            yield from _reaching_one(step.parts[0])
    elif step.kind in ("mean", "sum") and step.parts[0].kind == "+":
        yield from _reaching_one(step)
    elif step.kind == "-" and step.parts[1].kind == "*":
        factor, other = step.parts[1].parts
        yield factor * (step.parts[0] - other)
        yield other * (step.parts[0] - factor)
    elif step.kind == "**" and step.parts[0].kind == "-":
        one, other = step.parts[0].parts
        yield one - other ** step.parts[1]
    elif step.kind == "*":
        yield from _of_product(step)
    elif step.kind == "/":
        yield from _of_quotient(step)
    elif step.kind in ("log", "exp") and step.parts[0].kind in ("-", "complement"):
        inside = step.parts[0]
        one, other = inside.parts if inside.kind == "-" else (constant(1), *inside.parts)
        yield step.with_parts(one) - other


def _first_of_sum(inside: Node) -> Iterator[Node]:
    """−a + b for −(a + b), alone or in a sum or mean."""
    if inside.kind == "+":
        yield -inside.parts[0] + inside.parts[1]
    elif inside.kind in ("mean", "sum") and inside.parts[0].kind == "+":
        one, other = inside.parts[0].parts
        yield inside.with_parts(-one + other)


def _reaching_one(reduction: Node) -> Iterator[Node]:
    """A sum or mean of the first term only; a minus before it stays with it."""
    if reduction.parts[0].kind == "+":
        one, other = reduction.parts[0].parts
        for rest in (other, total(other), Node("mean", other)):
            yield -reduction.with_parts(one) + rest


def _of_product(step: Node) -> Iterator[Node]:
    one, other = step.parts
    for factor, bracket, first in ((one, other, False), (other, one, True)):
        if bracket.kind in ("-", "+"):
            a, b = bracket.parts
            yield (bracket.with_parts(a, b * factor) if first else bracket.with_parts(factor * a, b))
        elif bracket.kind == "complement" and first:
            yield constant(1) - bracket.parts[0] * factor


def _of_quotient(step: Node) -> Iterator[Node]:
    above, below = step.parts
    if above.kind in ("-", "+"):
        a, b = above.parts
        yield above.with_parts(a, b / below)
    if above.kind == "*" and above.parts[1].kind in ("-", "+"):
        factor, inside = above.parts
        a, b = inside.parts
        yield inside.with_parts(factor * a, b / below)
        yield factor * inside.with_parts(a, b / below)
    if below.kind in ("-", "+"):
        a, b = below.parts
        yield below.with_parts(above / a, b)


def _first_term_missing(step: Node) -> Iterator[Node]:
    if step.kind == "+":
        yield step.parts[1]
    elif step.kind == "-":
        yield -step.parts[1]
        yield step.parts[1]


def _second_term_missing(step: Node) -> Iterator[Node]:
    if step.kind in ("+", "-"):
        yield step.parts[0]


def _squared_difference(formula: Node) -> Iterator[Node]:
    """The squared error in place of a cross-entropy."""
    if has(formula, "log") and {"y_true", "y_pred"} == names_in(formula):
        y, p = (Node("argument", detail=name, role=role) for name, role in (("y_true", "label"), ("y_pred", "p")))
        yield Node("mean", (y - p) ** 2)


OPERATORS = (
    Operator("no_square", _no_square),
    Operator("absolute_for_square", _absolute_for_square, traces=frozenset({"abs", "absolute", "fabs"})),
    Operator("absolute_forgotten", _absolute_forgotten),
    Operator("square_for_absolute", _square_for_absolute),
    Operator("half", _half, at="result", under=frozenset({"two_forgotten"})),
    Operator("half_forgotten", _half_forgotten),
    Operator("two_forgotten", _two_forgotten),
    Operator("root_added", _root_added, at="result", traces=frozenset({"sqrt", "Pow"})),
    Operator("root_forgotten", _root_forgotten),
    Operator("root_inside", _root_inside),
    Operator("squared_first", _squared_first),
    Operator("square_of_mean", _square_of_mean),
    Operator("doubled_for_squared", _doubled_for_squared),
    Operator("two_to_the", _two_to_the),
    Operator("sign", _sign, at="result"),
    Operator("plus_for_minus", _plus_for_minus),
    Operator("minus_for_plus", _minus_for_plus, under=frozenset({"bracket"})),
    Operator("reversed_difference", _reversed_difference, under=frozenset({"sign"})),
    Operator("bracket", _bracket),
    Operator("first_term_missing", _first_term_missing),
    Operator("second_term_missing", _second_term_missing),
    Operator("factor_forgotten", _factor_forgotten),
    Operator("division_forgotten", _division_forgotten),
    Operator("numerator_forgotten", _numerator_forgotten),
    Operator("upside_down", _upside_down),
    Operator("times_for_divided", _times_for_divided),
    Operator("twice", _twice, at="result", under=frozenset({"half_forgotten", "two_of_a_square"})),
    Operator("floor_division", _floor_division, traces=frozenset({"FloorDiv"})),
    Operator(
        "absolute_added",
        _absolute_added,
        under=frozenset({"reversed_difference"}),
        traces=frozenset({"abs", "absolute", "fabs"}),
    ),
    Operator("sign_only", _sign_only, traces=frozenset({"sign"})),
    Operator("squared_error", _squared_difference, at="result"),
)
