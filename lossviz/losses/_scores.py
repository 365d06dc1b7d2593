"""Losses of raw scores (logits and margins), in log space, and the functions that turn scores into probabilities.

Scores are finite numbers of any size. Losses are in nats, those of `hinge` in the unit of the score.
The last axis of a row holds the classes: (C,) is one sample, (N, C) is N of them, and the mean is over the N rows.
"""

from functools import partial

import numpy as np
from numpy.typing import ArrayLike, NDArray

from . import checks
from ._common import Kind, Reduction, gradient, loss, minus_expected, one_hot, transform
from .checks import FINITE, POSITIVE, PROBABILITY, Array

_LOGITS = Kind(lambda logits: [checks.within("logits", checks.real("logits", logits), FINITE)])
_LOGIT_ROWS = Kind(lambda logits: [checks.rows("logits", logits)], dimensions=1)
_BINARY = Kind(partial(checks.pair, true_domain=PROBABILITY, pred_domain=FINITE, name="logits"))
_CLASSES = Kind(partial(checks.class_pair, as_rows=checks.rows, name="logits"), dimensions=1)
_SIGNED = Kind(partial(checks.label_pair, two=(-1, 1), pred_domain=FINITE))


@transform(_LOGITS)
def sigmoid(logits: ArrayLike) -> Array:
    """Sigmoid: σ(z) = 1 / (1 + exp(−z)), the probability that belongs to a logit. Shape of `logits`.

    Errors: empty input, NaN, infinite or masked values (ValueError); text or complex values (TypeError).
    Identity: σ(z) = softmax([z, 0])[0]; 1 − σ(z) = σ(−z).
    Source: Bishop, Pattern Recognition and Machine Learning (2006), equation 4.59.

    >>> sigmoid([-2, 0, 2]).round(3)
    array([0.119, 0.5  , 0.881])
    """
    # Below −709 exp(−z) is inf, and 1 / inf = 0 is right to 1e-308.
    return 1.0 / (1.0 + np.exp(-logits))


@transform(_LOGIT_ROWS, temperature=POSITIVE)
def softmax(logits: ArrayLike, *, temperature: float = 1.0) -> Array:
    """Softmax: exp(z_i / T) / Σ exp(z_j / T) in each row. Shape of `logits`, (C,) or (N, C).

    Errors: as in `sigmoid`; a single number has no classes; `temperature` must be above 0.
    Identity: softmax(z + c) = softmax(z); T → 0 tends to one-hot, T → ∞ to 1 / C.
    Source: Bridle, in Neurocomputing (Springer 1990), 227–236; T: Hinton, Vinyals & Dean (2015), arXiv:1503.02531.

    >>> softmax([0, 1, 2]).round(3), softmax([0, 1, 2], temperature=10).round(3)
    (array([0.09 , 0.245, 0.665]), array([0.301, 0.332, 0.367]))
    """
    # Shifted first, then divided: the largest is 0 and all others below it, so neither step can overflow upwards.
    powers = np.exp((logits - logits[_largest(logits)][:, np.newaxis]) / temperature)
    return powers / checks.row_sums(powers)[:, np.newaxis]


@transform(_LOGIT_ROWS)
def log_softmax(logits: ArrayLike) -> Array:
    """Logarithm of the softmax: z_i − log Σ exp(z_j) in each row. Shape of `logits`, (C,) or (N, C).

    Errors: as in `sigmoid`; a single number has no classes.
    Identity: log_softmax(z) = log(softmax(z)), but without log 0 where a probability is too small for a float.
    Source: Blanchard, Higham & Higham, IMA Journal of Numerical Analysis 41 (2021), 2311–2330.

    >>> log_softmax([0, 1000])
    array([-1000.,     0.])
    """
    # With the largest logit m: log Σ exp(z) = m + log(1 + Σ of the others exp(z − m)), where log1p keeps the others
    # even if they are far below 1, as they are when the network is sure.
    largest = _largest(logits)
    shifted = logits - logits[largest][:, np.newaxis]
    others = np.exp(shifted)
    others[largest] = 0.0
    return shifted - np.log1p(checks.row_sums(others))[:, np.newaxis]


@loss(_CLASSES)
def softmax_cross_entropy(y_true: ArrayLike, logits: ArrayLike, *, reduction: Reduction = "mean") -> float | Array:
    """Softmax cross-entropy: −1/N Σ_n Σ_c t log softmax(z), in nats.

    Shapes: `logits` (C,) or (N, C); `y_true` one-hot rows or soft labels of that shape, or class indices () or (N,).
    Errors: as in `cross_entropy`; the logits may be any finite numbers.
    Identity: softmax_cross_entropy(t, z) = cross_entropy(t, softmax(z)), without log 0 for large logits.
    Source: Bishop, Pattern Recognition and Machine Learning (2006), equation 4.108.

    >>> softmax_cross_entropy([2, 0], [[0, 1, 2], [0, 1000, 0]], reduction="none").round(4)
    array([4.076e-01, 1.000e+03])
    """
    return minus_expected(y_true, log_softmax(logits))


@gradient(_CLASSES)
def softmax_cross_entropy_grad(y_true: ArrayLike, logits: ArrayLike, *, reduction: Reduction = "mean") -> Array:
    """Gradient of `softmax_cross_entropy`: (softmax(z) − t) / N. Shape of `logits`.

    >>> softmax_cross_entropy_grad(2, [0, 1, 2]).round(3)
    array([ 0.09 ,  0.245, -0.335])
    """
    return softmax(logits) - one_hot(y_true, logits)


@loss(_BINARY)
def sigmoid_cross_entropy(y_true: ArrayLike, logits: ArrayLike, *, reduction: Reduction = "mean") -> float | Array:
    """Sigmoid cross-entropy: −1/N Σ [y log σ(z) + (1 − y) log(1 − σ(z))], in nats; N counts all elements.

    Shapes: `y_true` and `logits` alike, of 0, 1 or 2 dimensions; `y_true` from 0 to 1.
    Errors: as in `binary_cross_entropy`; the logits may be any finite numbers.
    Identity: sigmoid_cross_entropy(y, z) = binary_cross_entropy(y, sigmoid(z)), without log 0 for large logits.
    Source: Bishop, Pattern Recognition and Machine Learning (2006), equation 4.90.

    >>> sigmoid_cross_entropy([1, 0], [0, 1000], reduction="none").round(4)
    array([6.931e-01, 1.000e+03])
    """
    # log(1 + exp(z)) − y z = log(1 + exp(−|z|)) + max(z, 0) − y z, and the last two are z ([z > 0] − y).
    return np.log1p(np.exp(-np.abs(logits))) + logits * ((logits > 0) - y_true)


@gradient(_BINARY)
def sigmoid_cross_entropy_grad(y_true: ArrayLike, logits: ArrayLike, *, reduction: Reduction = "mean") -> Array:
    """Gradient of `sigmoid_cross_entropy`: (σ(z) − y) / N. Shape of `logits`.

    >>> sigmoid_cross_entropy_grad([1, 0], [0, 1000], reduction="sum")
    array([-0.5,  1. ])
    """
    return sigmoid(logits) - y_true


@loss(_SIGNED)
def hinge(y_true: ArrayLike, y_pred: ArrayLike, *, reduction: Reduction = "mean") -> float | Array:
    """Hinge loss: 1/N Σ max(0, 1 − y s), for the labels y = −1 and +1 and a score s; in the unit of the score.

    Shapes: `y_true` and `y_pred` (the scores) alike, of 0, 1 or 2 dimensions.
    Errors: as in `mse`; a label other than −1 and +1.
    Identity: 0 exactly where the margin y s is at least 1; never below the share of wrong signs.
    Source: Cortes & Vapnik, Support-vector networks, Machine Learning 20 (1995), 273–297.

    >>> hinge([1, 1, -1], [2.0, 0.5, 0.5], reduction="none")
    array([0. , 0.5, 1.5])
    """
    return np.maximum(1.0 - y_true * y_pred, 0.0)


@gradient(_SIGNED)
def hinge_grad(y_true: ArrayLike, y_pred: ArrayLike, *, reduction: Reduction = "mean") -> Array:
    """Gradient of `hinge`: −y / N where y s < 1, else 0. At the kink y s = 1: the subgradient 0. Shape of `y_pred`.

    >>> hinge_grad([1, 1, -1], [2.0, 0.5, 0.5], reduction="sum")
    array([ 0., -1.,  1.])
    """
    # 0 − x, not −x: a slope of zero has no minus sign.
    return 0.0 - y_true * (y_true * y_pred < 1)


def _largest(logits: Array) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Where the largest logit of each row is: the indices of the rows, and of the classes."""
    return np.arange(len(logits)), logits.argmax(axis=-1)
