"""Mistakes with logarithms, exponentials, probabilities and labels, and with a step of gradient descent."""

from collections.abc import Iterator

from .expression import Node, absolute, complement, floor, rounded, softmax
from .operators import Operator, has

# What is usually added. Anything smaller is below the rounding of the comparison.
EPSILONS = (1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2)

# Logarithms and exponentials -----------------------------------------------------------------------------------------


def _log2(step: Node) -> Iterator[Node]:
    if step.kind == "log":
        yield step.as_kind("log2")


def _log10(step: Node) -> Iterator[Node]:
    if step.kind == "log":
        yield step.as_kind("log10")


def _no_log(step: Node) -> Iterator[Node]:
    if step.kind == "log":
        yield step.parts[0]


def _distance_for_log(step: Node) -> Iterator[Node]:
    """1 − p in place of −log p: how far p is from 1."""
    if step.kind == "log":
        yield -complement(step.parts[0])


def _log_added(formula: Node) -> Iterator[Node]:
    if has(formula, "exp") and not has(formula, "log"):
        yield Node("log", formula)


def _log_of_mean(step: Node) -> Iterator[Node]:
    if step.kind in ("mean", "sum") and step.parts[0].kind == "log":
        yield Node("log", step.with_parts(*step.parts[0].parts))


def _epsilon(step: Node) -> Iterator[Node]:
    """A small number in the logarithm, to keep it from log 0."""
    if step.kind == "log":
        yield from (step.with_parts(step.parts[0] + small) for small in EPSILONS)


def _no_exp(step: Node) -> Iterator[Node]:
    if step.kind == "exp":
        yield step.parts[0]


def _two_for_e(step: Node) -> Iterator[Node]:
    if step.kind == "exp":
        yield 2 ** step.parts[0]


def _minus_in_exp(step: Node) -> Iterator[Node]:
    if step.kind == "exp" and step.parts[0].kind != "negative":
        inside = step.parts[0]
        # Of logits less the largest, it may be either of the two that has the minus.
        yield step.with_parts(inside.with_parts(-inside.parts[0]) if inside.kind == "shifted" else -inside)


def _minus_in_exp_forgotten(step: Node) -> Iterator[Node]:
    if step.kind == "exp" and step.parts[0].kind == "negative":
        yield step.with_parts(*step.parts[0].parts)


def _largest_for_sum(step: Node) -> Iterator[Node]:
    if step.kind == "sum" and has(step, "exp"):
        yield step.as_kind("largest")


# Probabilities and labels --------------------------------------------------------------------------------------------


def _one_minus_p(step: Node) -> Iterator[Node]:
    if step.kind == "log" and step.parts[0].kind != "complement":
        yield step.with_parts(complement(step.parts[0]))
    elif step.kind == "argument" and step.role == "p":
        yield complement(step)


def _complement_forgotten(step: Node) -> Iterator[Node]:
    if step.kind == "complement":
        yield step.parts[0]


def _labels_reversed(step: Node) -> Iterator[Node]:
    if step.kind == "argument" and step.role == "label":
        yield complement(step)


def _labels_unused(step: Node) -> Iterator[Node]:
    if step.kind == "*" and step.parts[0].role == "label":
        yield step.parts[1]


def _predictions_unused(step: Node) -> Iterator[Node]:
    if step.kind == "*" and step.parts[0].role == "label":
        yield step.parts[0]


def _highest(step: Node) -> Iterator[Node]:
    """The largest probability of a row in place of that of the right class."""
    if step.kind == "sum" and step.detail == 1 and step.parts[0].kind == "*" and not has(step, "log"):
        yield Node("largest", step.parts[0].parts[1], detail=1)


def _softmax_twice(step: Node) -> Iterator[Node]:
    if step.kind == "softmax":
        yield softmax(step, step.detail)


def _softmax_forgotten(step: Node) -> Iterator[Node]:
    if step.kind == "softmax":
        yield step.parts[0]


def _one_hot(step: Node) -> Iterator[Node]:
    if step.kind == "softmax":
        yield step.as_kind("highest")


# The threshold -------------------------------------------------------------------------------------------------------


def _strict_threshold(step: Node) -> Iterator[Node]:
    if step.kind == ">=":
        yield step.as_kind(">")


def _rounding(step: Node) -> Iterator[Node]:
    if step.kind == ">=":
        yield rounded(step.parts[0])


def _cut_off(step: Node) -> Iterator[Node]:
    if step.kind == ">=":
        yield floor(step.parts[0])


def _no_threshold(step: Node) -> Iterator[Node]:
    if step.kind == ">=":
        yield step.parts[0]
    elif step.kind == "==" and step.parts[0].kind == ">=":
        p, y = step.parts[0].parts[0], step.parts[1]
        yield absolute(y - p)
        yield complement(absolute(y - p))


def _wrong_side(step: Node) -> Iterator[Node]:
    if step.kind == ">=":
        yield step.as_kind("<")


def _not_equal(step: Node) -> Iterator[Node]:
    if step.kind == "==":
        yield step.as_kind("!=")


def _only_ones(step: Node) -> Iterator[Node]:
    if step.kind == "==":
        yield step.as_kind("*")


def _threshold_added(step: Node) -> Iterator[Node]:
    if step.kind == "argument" and step.role == "p":
        yield 1.0 * (step >= 0.5)


# A step of gradient descent ------------------------------------------------------------------------------------------


def _uphill(step: Node) -> Iterator[Node]:
    if step.role == "descent":
        yield step.parts[0] + step.parts[1]


def _rate_forgotten(step: Node) -> Iterator[Node]:
    if step.kind == "*" and step.parts[0].role == "rate":
        yield step.parts[1]


def _slope_forgotten(step: Node) -> Iterator[Node]:
    if step.kind == "*" and step.parts[1].role == "slope":
        yield step.parts[0]


def _divided_by_rate(step: Node) -> Iterator[Node]:
    if step.kind == "*" and step.parts[0].role == "rate":
        yield step.parts[1] / step.parts[0]


def _rate_and_weight_swapped(formula: Node) -> Iterator[Node]:
    """η and w in each other's place."""
    if formula.role == "descent" and formula.parts[1].kind == "*":
        weight, (rate, slope) = formula.parts[0], formula.parts[1].parts
        yield rate - weight * slope


OPERATORS = (
    Operator("log10", _log10, traces=frozenset({"log10"})),
    Operator("log2", _log2, traces=frozenset({"log2"})),
    Operator("no_log", _no_log),
    Operator("distance_for_log", _distance_for_log),
    Operator("log_added", _log_added, at="result"),
    Operator("epsilon", _epsilon),
    Operator("log_of_mean", _log_of_mean),
    Operator("no_exp", _no_exp),
    Operator("two_for_e", _two_for_e),
    Operator("minus_in_exp", _minus_in_exp),
    Operator("minus_in_exp_forgotten", _minus_in_exp_forgotten),
    Operator("largest_for_sum", _largest_for_sum),
    Operator("one_minus_p", _one_minus_p),
    Operator("complement_forgotten", _complement_forgotten),
    Operator("labels_reversed", _labels_reversed, under=frozenset({"not_equal", "wrong_side"})),
    Operator("labels_unused", _labels_unused),
    Operator("predictions_unused", _predictions_unused, under=frozenset({"labels_unused"})),
    Operator("highest", _highest),
    Operator("softmax_twice", _softmax_twice),
    Operator("softmax_forgotten", _softmax_forgotten),
    Operator("one_hot", _one_hot),
    Operator("strict_threshold", _strict_threshold, traces=frozenset({"Gt"})),
    Operator("rounding", _rounding, traces=frozenset({"round", "rint", "around"})),
    Operator("cut_off", _cut_off, traces=frozenset({"int", "floor", "astype", "trunc"})),
    Operator("no_threshold", _no_threshold, without=frozenset({"GtE", "Gt", "Lt", "LtE"})),
    Operator("wrong_side", _wrong_side, traces=frozenset({"Lt", "LtE"})),
    Operator("not_equal", _not_equal, traces=frozenset({"NotEq", "not_equal"})),
    Operator("only_ones", _only_ones),
    Operator("threshold_added", _threshold_added),
    Operator("uphill", _uphill),
    Operator("rate_forgotten", _rate_forgotten),
    Operator("slope_forgotten", _slope_forgotten),
    Operator("divided_by_rate", _divided_by_rate),
    Operator("rate_and_weight", _rate_and_weight_swapped, at="result"),
)
