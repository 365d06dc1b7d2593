"""The exercises: right answers, and the mistakes that students make."""

import math

import numpy as np

from lossviz import losses
from lossviz.words import t

from .exercise import Exercise

# 5, 3 and 4 samples, so that a factor N cannot be taken for a constant one. In the last case the errors cancel.
_REGRESSION = (
    ([1, 3, 5, 6, 7], [3, 2, 7, 5, 8]),
    ([2, 0, 1], [2.5, -3, 1]),
    ([0, 0, 0, 0], [1, -1, 2, -2]),
)

_SQUARED_ERROR = Exercise(
    name="squared_error",
    arguments=("y_true", "y_pred"),
    cases=_REGRESSION,
    right=lambda y, y_hat: losses.mse(y, y_hat, reduction="none"),
    mistakes=(
        ("not_squared", lambda y, y_hat: y - y_hat),
        ("not_squared", lambda y, y_hat: y_hat - y),
        ("absolute", lambda y, y_hat: np.abs(y - y_hat)),
        ("summed", losses.sse),
        ("averaged", losses.mse),
        ("halved", lambda y, y_hat: (y - y_hat) ** 2 / 2),
        ("doubled", lambda y, y_hat: (y - y_hat) * 2),
        ("doubled", lambda y, y_hat: (y_hat - y) * 2),
        ("squared_first", lambda y, y_hat: y**2 - y_hat**2),
        ("squared_first", lambda y, y_hat: y_hat**2 - y**2),
    ),
    solution="""\
def squared_error(y_true, y_pred):
    error = y_true - y_pred
    return error ** 2
""",
)

_ACCURACY = Exercise(
    name="accuracy",
    arguments=("y_true", "y_pred"),
    # No p is 0.5, where the two usual conventions differ. Some are 0 or 1, where a probability equals a label.
    # Neither the number of right answers nor that of wrong ones is the same in all cases.
    cases=(
        ([0, 1, 1, 0, 1], [0.2, 0.9, 0.4, 0.6, 1.0]),
        ([1, 0, 1, 1, 1, 0], [0.3, 0.1, 0.8, 0.2, 0.4, 0.0]),
        ([1, 1, 0], [0.7, 0.4, 0.55]),
    ),
    right=losses.accuracy,
    mistakes=(
        ("count", lambda y, p: np.sum((p >= 0.5) == y)),
        # The other side of the threshold turns every answer round, so the right answers are the former wrong ones.
        ("wrong_ones", lambda y, p: np.mean((p >= 0.5) != y)),
        ("wrong_ones", lambda y, p: np.sum((p >= 0.5) != y)),
        ("no_threshold", lambda y, p: np.mean(p == y)),
        ("no_threshold", lambda y, p: np.sum(p == y)),
        ("no_threshold", lambda y, p: np.mean(np.abs(y - p))),
        ("no_threshold", lambda y, p: 1 - np.mean(np.abs(y - p))),
        ("cut_off", lambda y, p: np.mean(p.astype(int) == y)),
        ("only_ones", lambda y, p: np.mean((p >= 0.5) * y)),
        ("only_ones", lambda y, p: np.sum((p >= 0.5) * y)),
        ("not_averaged", lambda y, p: (p >= 0.5) == y),
    ),
    solution="""\
def accuracy(y_true, y_pred):
    answer = y_pred >= 0.5
    return np.mean(answer == y_true)
""",
)

_NEXT_WEIGHT = Exercise(
    name="next_weight",
    arguments=("weight", "slope", "learning_rate"),
    cases=((2.0, 3.0, 0.1), (-1.0, -4.0, 0.05), (0.5, 0.2, 0.5)),
    right=lambda w, slope, rate: w - rate * slope,
    mistakes=(
        ("plus", lambda w, slope, rate: w + rate * slope),
        ("no_rate", lambda w, slope, rate: w - slope),
        ("no_rate", lambda w, slope, rate: w + slope),
        ("sign_only", lambda w, slope, rate: w - rate * np.sign(slope)),
        ("sign_only", lambda w, slope, rate: w + rate * np.sign(slope)),
        ("divided", lambda w, slope, rate: w - slope / rate),
        ("divided", lambda w, slope, rate: w + slope / rate),
        ("no_slope", lambda w, slope, rate: w - rate),
        ("no_slope", lambda w, slope, rate: w + rate),
        ("step_only", lambda w, slope, rate: rate * slope),
        ("step_only", lambda w, slope, rate: -rate * slope),
        ("bracket", lambda w, slope, rate: (w - slope) * rate),
        ("bracket", lambda w, slope, rate: (w + slope) * rate),
    ),
    solution="""\
def next_weight(weight, slope, learning_rate):
    return weight - learning_rate * slope
""",
)

_MSE = Exercise(
    name="mse",
    arguments=("y_true", "y_pred"),
    cases=_REGRESSION,
    right=losses.mse,
    mistakes=(
        ("half_sse", losses.half_sse),
        ("sse", losses.sse),
        ("half_mse", lambda y, y_hat: losses.mse(y, y_hat) / 2),
        ("rmse", losses.rmse),
        ("rmse", lambda y, y_hat: np.linalg.norm(y - y_hat)),
        ("mae", losses.mae),
        ("mae", lambda y, y_hat: np.sum(np.abs(y - y_hat))),
        ("not_squared", lambda y, y_hat: np.mean(y - y_hat)),
        ("not_squared", lambda y, y_hat: np.mean(y_hat - y)),
        ("not_squared", lambda y, y_hat: np.sum(y - y_hat)),
        ("not_squared", lambda y, y_hat: np.sum(y_hat - y)),
        ("squared_sum", lambda y, y_hat: np.sum(y - y_hat) ** 2),
        ("squared_sum", lambda y, y_hat: np.sum(y - y_hat) ** 2 / 2),
        ("squared_sum", lambda y, y_hat: np.sum(y - y_hat) ** 2 / len(y)),
        ("squared_sum", lambda y, y_hat: np.mean(y - y_hat) ** 2),
        ("n_minus_1", lambda y, y_hat: losses.sse(y, y_hat) / (len(y) - 1)),
        ("not_averaged", lambda y, y_hat: (y - y_hat) ** 2),
    ),
    solution="""\
def mse(y_true, y_pred):
    return np.mean((y_true - y_pred) ** 2)
""",
)

_MSE_GRAD = Exercise(
    name="mse_grad",
    arguments=("y_true", "y_pred"),
    cases=_REGRESSION,
    right=losses.mse_grad,
    mistakes=(
        ("sign", lambda y, y_hat: 2 * (y - y_hat) / len(y)),
        ("no_two", lambda y, y_hat: (y_hat - y) / len(y)),
        ("not_averaged", losses.sse_grad),
        ("one_number", lambda y, y_hat: np.mean(2 * (y_hat - y))),
        ("one_number", lambda y, y_hat: np.mean(y_hat - y)),
        ("one_number", lambda y, y_hat: np.sum(2 * (y_hat - y))),
        ("half_sse_grad", losses.half_sse_grad),
        ("loss", losses.mse),
    ),
    solution="""\
def mse_grad(y_true, y_pred):
    return 2 * (y_pred - y_true) / len(y_true)
""",
)


def _softmax_without_shift(z: np.ndarray) -> np.ndarray:
    return np.exp(z) / np.sum(np.exp(z))


def _softmax_of_math_module(z: np.ndarray) -> list[float]:
    """The same slip with the `math` module, which raises OverflowError where NumPy gives inf."""
    powers = [math.exp(each) for each in z]
    return [power / sum(powers) for power in powers]


_SOFTMAX = Exercise(
    name="softmax",
    arguments=("logits",),
    # exp(1000) is too large for a float, and exp(-1000) is 0 as a float.
    cases=(([1, 2, 3],), ([0.5, -1, 2, 0],), ([1000, 0, -1000],), ([-1000, -1001],)),
    right=losses.softmax,
    mistakes=(
        ("no_exp", lambda z: z / np.sum(z)),
        ("no_exp", lambda z: (z - np.max(z)) / np.sum(z - np.max(z))),
        ("not_normalised", np.exp),
        ("by_largest", lambda z: np.exp(z - np.max(z))),
        ("by_largest", lambda z: np.exp(z) / np.max(np.exp(z))),
        ("overflow", _softmax_without_shift),
        ("overflow", _softmax_of_math_module),
        ("overflow", lambda z: _softmax_without_shift(z - np.mean(z))),
        ("overflow", lambda z: _softmax_without_shift(z - np.min(z))),
        ("log_softmax", losses.log_softmax),
        ("log_softmax", lambda z: np.log(losses.softmax(z))),
        ("log_softmax", lambda z: np.log(_softmax_without_shift(z))),
        ("log_softmax", lambda z: z - np.log(np.sum(np.exp(z)))),
        ("sigmoid", losses.sigmoid),
        ("minus_in_exp", lambda z: losses.softmax(-z)),
        ("minus_in_exp", lambda z: _softmax_without_shift(-z)),
    ),
    solution="""\
def softmax(logits):
    power = np.exp(logits - np.max(logits))
    return power / np.sum(power)
""",
)


def _of_right_class(y: np.ndarray, p: np.ndarray) -> np.ndarray:
    return np.sum(y * p, axis=1)


_CROSS_ENTROPY = Exercise(
    name="cross_entropy",
    arguments=("y_true", "y_pred"),
    # N and C differ. The right class is the most probable one in some rows only.
    cases=(
        ([[1, 0, 0], [0, 1, 0], [0, 0, 1]], [[0.3, 0.1, 0.6], [0.3, 0.5, 0.2], [0.4, 0.1, 0.5]]),
        ([[0, 0, 1, 0], [1, 0, 0, 0]], [[0.1, 0.2, 0.4, 0.3], [0.25, 0.15, 0.5, 0.1]]),
        ([[0, 1], [1, 0], [1, 0], [0, 1]], [[0.2, 0.8], [0.9, 0.1], [0.35, 0.65], [0.6, 0.4]]),
    ),
    right=losses.cross_entropy,
    mistakes=(
        # No minus and two of them come to the same.
        ("sign", lambda y, p: -losses.cross_entropy(y, p)),
        ("sum", lambda y, p: losses.cross_entropy(y, p, reduction="sum")),
        ("mean_of_table", lambda y, p: -np.mean(y * np.log(p))),
        ("log10", lambda y, p: -np.mean(np.log10(_of_right_class(y, p)))),
        ("log2", lambda y, p: -np.mean(np.log2(_of_right_class(y, p)))),
        ("highest", lambda y, p: -np.mean(np.log(np.max(p, axis=1)))),
        ("labels_unused", lambda y, p: -np.sum(np.log(p)) / len(y)),
        ("labels_unused", lambda y, p: -np.mean(np.log(p))),
        ("labels_unused", lambda y, p: -np.sum(np.log(p))),
        ("complement", lambda y, p: -np.mean(np.log(1 - _of_right_class(y, p)))),
        ("no_log", lambda y, p: -np.mean(_of_right_class(y, p))),
        ("no_log", lambda y, p: np.mean(_of_right_class(y, p))),
        ("not_averaged", lambda y, p: losses.cross_entropy(y, p, reduction="none")),
    ),
    solution="""\
def cross_entropy(y_true, y_pred):
    p = np.sum(y_true * y_pred, axis=1)
    return -np.mean(np.log(p))
""",
)


def _two_terms(y: np.ndarray, p: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return y * np.log(p), (1 - y) * np.log(1 - p)


def _minus_before_one(y: np.ndarray, p: np.ndarray) -> np.ndarray:
    first, second = _two_terms(y, p)
    return -first + second


_BINARY_CROSS_ENTROPY = Exercise(
    name="binary_cross_entropy",
    arguments=("y_true", "y_pred"),
    cases=(
        ([0, 1, 0, 0, 1, 1], [0.5, 0.7, 0.3, 0.2, 0.7, 0.9]),
        ([1, 1, 0], [0.6, 0.25, 0.8]),
        ([1, 0, 0, 1], [0.1, 0.05, 0.4, 0.85]),
    ),
    right=losses.binary_cross_entropy,
    mistakes=(
        ("bracket", lambda y, p: np.mean(_minus_before_one(y, p))),
        ("bracket", lambda y, p: np.sum(_minus_before_one(y, p))),
        ("bracket", _minus_before_one),
        ("bracket", lambda y, p: -np.mean(_two_terms(y, p)[0]) + np.sum(_two_terms(y, p)[1])),
        ("bracket", lambda y, p: -np.mean(_two_terms(y, p)[0]) + _two_terms(y, p)[1]),
        ("bracket", lambda y, p: -np.mean(_minus_before_one(y, p))),
        ("second_term", lambda y, p: -np.mean(_two_terms(y, p)[0])),
        ("first_term", lambda y, p: -np.mean(_two_terms(y, p)[1])),
        ("labels_reversed", lambda y, p: losses.binary_cross_entropy(1 - y, p)),
        ("sum", lambda y, p: losses.binary_cross_entropy(y, p, reduction="sum")),
        ("log10", lambda y, p: losses.binary_cross_entropy(y, p) / math.log(10)),
        ("log2", lambda y, p: losses.binary_cross_entropy(y, p) / math.log(2)),
        ("sign", lambda y, p: -losses.binary_cross_entropy(y, p)),
        ("not_averaged", lambda y, p: losses.binary_cross_entropy(y, p, reduction="none")),
    ),
    solution="""\
def binary_cross_entropy(y_true, y_pred):
    if_one = y_true * np.log(y_pred)
    if_zero = (1 - y_true) * np.log(1 - y_pred)
    return -np.mean(if_one + if_zero)
""",
)

EXERCISES = {
    exercise.name: exercise
    for exercise in (
        _SQUARED_ERROR,
        _ACCURACY,
        _NEXT_WEIGHT,
        _MSE,
        _MSE_GRAD,
        _SOFTMAX,
        _CROSS_ENTROPY,
        _BINARY_CROSS_ENTROPY,
    )
}


def exercises() -> list[str]:
    """The names of the exercises, as `check`, `hint` and `solution` take them, in the order of the notebooks.

    >>> exercises()[:3]
    ['squared_error', 'accuracy', 'next_weight']
    """
    return list(EXERCISES)


def find(name: str) -> Exercise:
    """The exercise of that name."""
    if not isinstance(name, str) or name not in EXERCISES:
        raise ValueError(t("practice.no_exercise", received=repr(name), allowed=", ".join(EXERCISES)))
    return EXERCISES[name]
