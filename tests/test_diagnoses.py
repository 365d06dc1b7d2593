"""Answers that people have given, and what is said of each."""

import math

import numpy as np
import pytest

from lossviz import losses, practice
from lossviz.practice import progress

N = 4  # as a student has it, from a cell above


pytestmark = pytest.mark.usefixtures("first_try")


def returns_in_the_loop(y_true, y_pred):  # noqa: RET503
    for y, y_hat in zip(y_true, y_pred, strict=True):
        return (y - y_hat) ** 2


def answers_with_if(y_true, y_pred):
    answer = 1 if y_pred >= 0.5 else 0
    return np.mean(answer == y_true)


def softmax_with_math(z):
    """It raises OverflowError where NumPy gives inf."""
    powers = [math.exp(each) for each in z]
    return [power / sum(powers) for power in powers]


GIVEN = [
    ("softmax", softmax_with_math, "overflow"),
    ("softmax", lambda z: np.exp(z) / np.sum(np.exp(z)), "overflow"),
    ("softmax", lambda z: np.log(losses.softmax(z)), "log_added"),
    ("softmax", lambda z: z / np.sum(z), "no_exp"),
    ("mse", lambda y, y_hat: np.float32(np.sum((y - y_hat) ** 2)), "sum_for_mean"),
    ("cross_entropy", lambda y, p: -np.sum((y * np.log(p)).astype("f4")), "sum_for_mean"),
    ("accuracy", lambda y, p: np.sum((p >= 0.5) == y) / 8, "fixed_count"),
    ("accuracy", lambda y, p: np.sum((p >= 0.5) == y) // len(y), "floor_division"),
    ("accuracy", lambda y, p: round(np.mean((p >= 0.5) == y)), "rounded"),
    ("accuracy", lambda y, p: np.mean((p > 0.5) == y), "strict_threshold"),
    ("accuracy", lambda y, p: np.mean(np.round(p) == y), "rounding"),
    ("accuracy", lambda y, p: np.mean(p), "mean_of_predictions"),
    ("accuracy", lambda y, p: np.mean((p < 0.5) == y), "wrong_side"),
    ("accuracy", lambda y, p: np.mean((p >= 0.5) != y), "not_equal"),
    ("accuracy", answers_with_if, "if_of_array"),
    ("accuracy", lambda y, p: np.mean(int(p) == y), "number_of_array"),
    ("cross_entropy", lambda y, p: -np.mean(np.log(np.sum(y * p, axis=0))), "wrong_axis"),
    ("cross_entropy", lambda y, p: -np.mean(np.sum(y * np.log(p), axis=0)), "classes_for_n"),
    ("cross_entropy", lambda y, p: -np.sum(y * np.log(p)) / y.shape[1], "classes_for_n"),
    ("cross_entropy", lambda y, p: -np.sum(y * np.log(p)) / N, "fixed_count"),
    ("cross_entropy", lambda y, p: -np.log(np.mean(np.sum(y * p, axis=1))), "log_of_mean"),
    ("cross_entropy", lambda y, p: np.mean((y - p) ** 2), "squared_error"),
    ("cross_entropy", lambda y, p: -np.mean(np.log(np.max(p, axis=1))), "highest"),
    ("cross_entropy", lambda y, p: -np.mean(y * np.log2(p)), "n_times_c+log2"),
    ("next_weight", lambda w, slope, rate: w - rate * abs(slope), "absolute_added"),
    ("next_weight", lambda weight, slope, learning_rate: learning_rate - weight * slope, "rate_and_weight"),
    ("next_weight", lambda w, slope, rate: (w - slope) * rate, "bracket"),
    ("next_weight", lambda w, slope, rate: (w, slope), "tuple_for_number"),
    ("next_weight", lambda w, slope, rate: w + slope / rate, "uphill+divided_by_rate"),
    ("softmax", lambda z: 2**z / np.sum(2**z), "two_for_e"),
    ("softmax", lambda z: np.round(losses.softmax(z), 2), "rounded"),
    ("softmax", lambda z: (z == z.max()).astype(int), "one_hot"),
    ("softmax", lambda z: losses.softmax(losses.softmax(z)), "softmax_twice"),
    ("squared_error", lambda y, y_hat: y - y_hat**2, "bracket"),
    ("squared_error", lambda y, y_hat: y**2 - y_hat**2, "squared_first"),
    ("squared_error", lambda y, y_hat: 2 ** (y - y_hat), "two_to_the"),
    ("squared_error", lambda y, y_hat: np.abs(y - y_hat), "absolute_for_square"),
    ("squared_error", lambda y, y_hat: (y - y_hat) ^ 2, "caret"),
    ("squared_error", returns_in_the_loop, "first_only"),
    ("mse", lambda y, y_hat: np.mean(y - y_hat**2), "bracket"),
    ("mse", lambda y, y_hat: np.sum((y - y_hat) ** 2) // len(y), "floor_division"),
    ("mse", lambda y, y_hat: np.mean(2 ** (y - y_hat)), "two_to_the"),
    ("mse", lambda y, y_hat: np.sum((y - y_hat) ** 2) / N, "fixed_count"),
    ("mse", lambda y, y_hat: np.mean((y[:, np.newaxis] - y_hat) ** 2), "broadcast"),
    ("mse", lambda y, y_hat: [2.2], "number_inside"),
    ("mse", lambda y, y_hat: np.sum((y - y_hat) ** 2) / (len(y) - 1) / 2, "n_minus_1+half"),
    ("mse_grad", lambda y, y_hat: 2 * y_hat - y / len(y), "bracket"),
    ("mse_grad", lambda y, y_hat: 2 * (y_hat - y / len(y)), "bracket"),
    ("mse_grad", lambda y, y_hat: (y_hat - y) / len(y), "two_forgotten"),
    ("mse_grad", lambda y, y_hat: 2 * (y_hat - y), "sum_for_mean"),
    ("mse_by_column", lambda y, y_hat: np.mean((y - y_hat) ** 2, axis=1), "wrong_axis"),
    ("mse_by_column", lambda y, y_hat: np.mean((y - y_hat) ** 2), "axis_forgotten"),
    ("softmax_rows", lambda z: np.exp(z) / np.sum(np.exp(z)), "axis_forgotten"),
    ("loss_of_logits", lambda y, z: -np.mean(y * np.log(losses.softmax(z))), "n_times_c"),
    ("binary_cross_entropy", lambda y, p: np.mean((y - p) ** 2), "squared_error"),
    ("binary_cross_entropy", lambda y, p: -np.mean(y * p + (1 - y) * (1 - p)), "no_log"),
    ("binary_cross_entropy", lambda y, p: -np.mean(y * np.log(p) + 1 - y * np.log(1 - p)), "bracket"),
    ("binary_cross_entropy", lambda y, p: -np.mean(y * np.log(p)) + np.sum((1 - y) * np.log(1 - p)), "bracket"),
    (
        "binary_cross_entropy",
        lambda y, p: -np.mean(y * np.log(p + 1e-7) + (1 - y) * np.log(1 - p + 1e-7)),
        "epsilon",
    ),
    ("log_loss", lambda p: -np.log2(p), "log2"),
    ("sigmoid", lambda z: 1 / 1 + np.exp(-z), "bracket"),
    ("difference_quotient", lambda before, after, step: after - before / step, "bracket"),
]


@pytest.mark.parametrize(
    ("name", "function", "mistake"), [pytest.param(*row, id=f"{index}-{row[0]}") for index, row in enumerate(GIVEN)]
)
def test_an_answer_is_diagnosed(name, function, mistake):
    progress.wrong(name)  # so that a bug that was given is named, too
    verdict = practice.check(name, function)
    assert not verdict.right
    assert mistake in {"+".join(keys) for keys in (verdict.mistakes, *verdict.alternatives)}
    # No expected value, and all that was received, in a few lines.
    assert "expected" not in verdict.text
    assert len(verdict.text) < 900
