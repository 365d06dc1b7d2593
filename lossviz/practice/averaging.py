"""Mistakes with sums and means: what is added, along which axis, and what the sum is divided by."""

from collections.abc import Iterator

from .expression import Node, column, count, mean, total
from .operators import Operator, has, names_in, steps

_REDUCTIONS = ("sum", "mean", "largest")


def _sum_for_mean(step: Node) -> Iterator[Node]:
    if step.kind == "mean":
        yield step.as_kind("sum")
    elif _divided_by_count(step):
        yield step.parts[0]


def _mean_for_sum(step: Node) -> Iterator[Node]:
    if step.kind == "sum":
        yield step.as_kind("mean")


def _n_minus_1(step: Node) -> Iterator[Node]:
    if step.kind == "mean":
        inside, axis = step.parts[0], step.detail
        yield total(inside, axis) / (count(inside, axis) - 1)
    elif _divided_by_count(step):
        yield step.parts[0] / (step.parts[1] - 1)


def _n_times_c(step: Node) -> Iterator[Node]:
    """The number of all entries of a table in place of the number of its rows."""
    if step.kind == "mean":
        inside, axis = step.parts[0], step.detail
        if axis is not None:
            yield total(inside, axis) / count(inside)
        for table in _tables(inside):
            yield total(inside) / count(table)
    elif _divided_by_count(step) and step.parts[1].detail is not None:
        yield step.parts[0] / count(step.parts[1].parts[0])


def _classes_for_n(step: Node) -> Iterator[Node]:
    if step.kind == "mean":
        inside, axis = step.parts[0], step.detail
        if axis is not None:
            yield total(inside, axis) / count(inside, 1 - axis)
        for table in _tables(inside):
            yield total(inside) / count(table, 1)
    elif _divided_by_count(step) and step.parts[1].detail is not None:
        yield step.parts[0] / count(step.parts[1].parts[0], 1)


def _wrong_axis(step: Node) -> Iterator[Node]:
    if step.kind == "spread":
        inside = step.parts[0]
        if inside.detail is not None:
            turned = Node(inside.kind, *inside.parts, detail=1 - inside.detail)
            yield Node("spread", turned, detail=1 - step.detail)
    elif step.kind in ("softmax", "sum", "mean", "highest") and step.detail is not None:
        yield Node(step.kind, *step.parts, detail=1 - step.detail)


def _axis_forgotten(step: Node) -> Iterator[Node]:
    if step.kind == "spread":
        inside = step.parts[0]
        yield Node(inside.kind, *inside.parts)
    elif step.kind in ("sum", "mean", "softmax") and step.detail is not None:
        yield Node(step.kind, *step.parts)


def _not_averaged(step: Node) -> Iterator[Node]:
    if step.kind == "mean":
        yield step.parts[0]


def _not_summed(step: Node) -> Iterator[Node]:
    if step.kind == "sum":
        yield step.parts[0]


def _sum_added(formula: Node) -> Iterator[Node]:
    if formula.kind not in _REDUCTIONS:
        yield total(formula)


def _mean_added(formula: Node) -> Iterator[Node]:
    if formula.kind not in _REDUCTIONS:
        yield mean(formula)


def _broadcast(step: Node) -> Iterator[Node]:
    """A column (N, 1) against a row (N,) makes a table of N × N."""
    if step.kind in ("-", "*", "==") and len(names_in(step)) > 1:
        one, other = step.parts
        if other.kind == "flat":
            yield step.with_parts(one, other.parts[0])
        elif one.kind == "flat":
            yield step.with_parts(one.parts[0], other)
        elif not _has_axis(step):
            yield step.with_parts(one, column(other))
            yield step.with_parts(column(one), other)


def _first_of_column(step: Node) -> Iterator[Node]:
    """`y_pred[0]` is a row of the column, not the column as a row."""
    if step.kind == "flat":
        yield Node("item", *step.parts, detail=0)


def _tables(inside: Node) -> Iterator[Node]:
    for step in steps(inside):
        if step.kind == "sum" and step.detail == 1:
            yield step.parts[0]
            return


def _divided_by_count(step: Node) -> bool:
    return step.kind == "/" and step.parts[1].kind == "count"


def _has_axis(step: Node) -> bool:
    return has(step, "sum", "mean", "softmax", "spread")


OPERATORS = (
    Operator("sum_for_mean", _sum_for_mean),
    Operator("not_averaged", _not_averaged),
    Operator("n_minus_1", _n_minus_1),
    Operator("n_times_c", _n_times_c),
    Operator("classes_for_n", _classes_for_n),
    Operator("wrong_axis", _wrong_axis),
    Operator("axis_forgotten", _axis_forgotten, under=frozenset({"sum_for_mean"})),
    Operator("sum_added", _sum_added, at="result"),
    Operator("mean_added", _mean_added, at="result"),
    Operator("broadcast", _broadcast),
    Operator("first_of_column", _first_of_column),
    Operator("mean_for_sum", _mean_for_sum, under=frozenset({"n_times_c"})),
    Operator("not_summed", _not_summed, under=frozenset({"n_times_c"})),
)
