"""Claims that a student shows by an example."""

import numpy as np

from lossviz import losses

from .exercise import Claim

_RENTS = np.array([5.0, 6.0, 8.0, 9.0])
_LABELS = np.array([1.0, 0.0, 1.0, 0.0])
_SOFT = 0.6
# What a typed number with three decimals may miss by.
_THREE_DECIMALS = 5.1e-4


def _errors_cancel(y_pred: np.ndarray) -> str | None:
    if not np.isclose(np.sum(_RENTS - y_pred), 0, atol=1e-9):
        return "no_cancelling"
    return "too_good" if losses.mse(_RENTS, y_pred) < 4 else None


def _same_accuracy(examples: np.ndarray) -> str | None:
    if not ((examples > 0) & (examples < 1)).all():
        return "no_probabilities"
    better, worse = examples
    if losses.accuracy(_LABELS, better) != losses.accuracy(_LABELS, worse):
        return "other_accuracy"
    first, second = (losses.binary_cross_entropy(_LABELS, p) for p in examples)
    return "losses_too_close" if second < 2 * first else None


def _same_softmax(logits: np.ndarray) -> str | None:
    one, other = logits
    if np.allclose(one, other):
        return "the_same_logits"
    return None if np.allclose(losses.softmax(one), losses.softmax(other)) else "other_probabilities"


def _soft_label(answer: np.ndarray) -> str | None:
    p, loss = answer
    if not 0 < p < 1:
        return "no_probability"
    if not np.isclose(p, _SOFT, atol=5e-3):
        return "not_lowest"
    lowest = losses.binary_cross_entropy([_SOFT], [_SOFT])
    return None if abs(loss - lowest) < _THREE_DECIMALS else "another_loss"


CLAIMS = (
    Claim(
        name="errors_cancel",
        shape=(4,),
        judge=_errors_cancel,
        lacks=("no_cancelling", "too_good"),
        solution="""\
def errors_cancel():
    return [8, 3, 8, 9]
""",
    ),
    Claim(
        name="same_accuracy",
        shape=(2, 4),
        judge=_same_accuracy,
        lacks=("no_probabilities", "other_accuracy", "losses_too_close"),
        solution="""\
def same_accuracy():
    better = [0.9, 0.1, 0.9, 0.1]
    worse = [0.6, 0.4, 0.6, 0.4]
    return better, worse
""",
    ),
    Claim(
        name="same_softmax",
        shape=(2, 3),
        judge=_same_softmax,
        lacks=("the_same_logits", "other_probabilities"),
        solution="""\
def same_softmax():
    one = [1, 2, 3]
    other = [11, 12, 13]
    return one, other
""",
    ),
    Claim(
        name="soft_label",
        shape=(2,),
        judge=_soft_label,
        lacks=("no_probability", "not_lowest", "another_loss"),
        solution="""\
def soft_label():
    p = 0.6
    loss = -(0.6 * np.log(p) + 0.4 * np.log(1 - p))
    return p, loss
""",
    ),
)
