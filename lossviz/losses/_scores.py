"""Losses of raw scores (logits and margins), in log space, and the functions that turn scores into probabilities.

Scores are finite numbers of any size. Losses are in nats, those of `hinge` in the unit of the score.
The last axis of a row holds the classes: (C,) is one sample, (N, C) is N of them, and the mean is over the N rows.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from . import checks
from ._common import Reduction, filled, minus_expected, one_hot, reduced_gradient, reduced_loss
from .checks import FINITE, PROBABILITY, Array


def sigmoid(logits: ArrayLike) -> Array:
    """Sigmoid: σ(z) = 1 / (1 + exp(−z)), the probability that belongs to a logit. Shape of `logits`.

    Errors: empty input, NaN or infinite values (ValueError); text or complex values (TypeError).
    Identity: σ(z) = softmax([z, 0])[0]; 1 − σ(z) = σ(−z).
    Source: Bishop, Pattern Recognition and Machine Learning (2006), equation 4.59.

    >>> sigmoid([-2, 0, 2]).round(3)
    array([0.119, 0.5  , 0.881])
    """
    logits = checks.within("logits", checks.real("logits", logits), FINITE)
    return filled(_sigmoid, logits)


def softmax(logits: ArrayLike, *, temperature: float = 1.0) -> Array:
    """Softmax: exp(z_i / T) / Σ exp(z_j / T) in each row. Shape of `logits`, (C,) or (N, C).

    Errors: as in `sigmoid`; a single number has no classes; `temperature` must be above 0.
    Identity: softmax(z + c) = softmax(z); T → 0 tends to one-hot, T → ∞ to 1 / C.
    Source: Bridle, in Neurocomputing (Springer 1990), 227–236; T: Hinton, Vinyals & Dean (2015), arXiv:1503.02531.

    >>> softmax([0, 1, 2]).round(3), softmax([0, 1, 2], temperature=10).round(3)
    (array([0.09 , 0.245, 0.665]), array([0.301, 0.332, 0.367]))
    """
    temperature = checks.parameter("temperature", temperature, checks.POSITIVE)
    logits = checks.rows("logits", logits)
    return filled(lambda z, out: _softmax(z, out, temperature), logits, rows=True)


def log_softmax(logits: ArrayLike) -> Array:
    """Logarithm of the softmax: z_i − log Σ exp(z_j) in each row. Shape of `logits`, (C,) or (N, C).

    Errors: as in `sigmoid`; a single number has no classes.
    Identity: log_softmax(z) = log(softmax(z)), but without log 0 where a probability is too small for a float.
    Source: Blanchard, Higham & Higham, IMA Journal of Numerical Analysis 41 (2021), 2311–2330.

    >>> log_softmax([0, 1000])
    array([-1000.,     0.])
    """
    logits = checks.rows("logits", logits)
    return filled(_log_softmax, logits, rows=True)


def softmax_cross_entropy(y_true: ArrayLike, logits: ArrayLike, *, reduction: Reduction = "mean") -> float | Array:
    """Softmax cross-entropy: −1/N Σ_n Σ_c t log softmax(z), in nats.

    Shapes: `logits` (C,) or (N, C); `y_true` one-hot rows or soft labels of that shape, or class indices () or (N,).
    Errors: as in `cross_entropy`; the logits may be any finite numbers.
    Identity: softmax_cross_entropy(t, z) = cross_entropy(t, softmax(z)), without log 0 for large logits.
    Source: Bishop, Pattern Recognition and Machine Learning (2006), equation 4.108.

    >>> softmax_cross_entropy([2, 0], [[0, 1, 2], [0, 1000, 0]], reduction="none").round(4)
    array([4.076e-01, 1.000e+03])
    """
    logits = checks.rows("logits", logits)
    y_true = checks.targets(y_true, logits, "logits")
    return reduced_loss(lambda t, z: minus_expected(t, _log_softmax(z)), y_true, logits, reduction, rows=True)


def softmax_cross_entropy_grad(y_true: ArrayLike, logits: ArrayLike, *, reduction: Reduction = "mean") -> Array:
    """Gradient of `softmax_cross_entropy`: (softmax(z) − t) / N. Shape of `logits`.

    >>> softmax_cross_entropy_grad(2, [0, 1, 2]).round(3)
    array([ 0.09 ,  0.245, -0.335])
    """
    logits = checks.rows("logits", logits)
    y_true = checks.targets(y_true, logits, "logits")
    return reduced_gradient(lambda t, z: _softmax(z) - one_hot(t, z), y_true, logits, reduction, rows=True)


def sigmoid_cross_entropy(y_true: ArrayLike, logits: ArrayLike, *, reduction: Reduction = "mean") -> float | Array:
    """Sigmoid cross-entropy: −1/N Σ [y log σ(z) + (1 − y) log(1 − σ(z))], in nats; N counts all elements.

    Shapes: `y_true` and `logits` alike, of 0, 1 or 2 dimensions; `y_true` from 0 to 1.
    Errors: as in `binary_cross_entropy`; the logits may be any finite numbers.
    Identity: sigmoid_cross_entropy(y, z) = binary_cross_entropy(y, sigmoid(z)), without log 0 for large logits.
    Source: Bishop, Pattern Recognition and Machine Learning (2006), equation 4.90.

    >>> sigmoid_cross_entropy([1, 0], [0, 1000], reduction="none").round(4)
    array([6.931e-01, 1.000e+03])
    """
    y_true, logits = checks.pair(y_true, logits, PROBABILITY, FINITE, "logits")

    def loss(y: Array, z: Array) -> Array:
        # log(1 + exp(z)) − y z = log(1 + exp(−|z|)) + max(z, 0) − y z, and the last two are z ([z > 0] − y).
        return np.log1p(np.exp(-np.abs(z))) + z * ((z > 0) - y)

    return reduced_loss(loss, y_true, logits, reduction)


def sigmoid_cross_entropy_grad(y_true: ArrayLike, logits: ArrayLike, *, reduction: Reduction = "mean") -> Array:
    """Gradient of `sigmoid_cross_entropy`: (σ(z) − y) / N. Shape of `logits`.

    >>> sigmoid_cross_entropy_grad([1, 0], [0, 1000], reduction="sum")
    array([-0.5,  1. ])
    """
    y_true, logits = checks.pair(y_true, logits, PROBABILITY, FINITE, "logits")
    return reduced_gradient(lambda y, z: _sigmoid(z) - y, y_true, logits, reduction)


def hinge(y_true: ArrayLike, y_pred: ArrayLike, *, reduction: Reduction = "mean") -> float | Array:
    """Hinge loss: 1/N Σ max(0, 1 − y s), for the labels y = −1 and +1 and a score s; in the unit of the score.

    Shapes: `y_true` and `y_pred` (the scores) alike, of 0, 1 or 2 dimensions.
    Errors: as in `mse`; a label other than −1 and +1.
    Identity: 0 exactly where the margin y s is at least 1; never below the share of wrong signs.
    Source: Cortes & Vapnik, Support-vector networks, Machine Learning 20 (1995), 273–297.

    >>> hinge([1, 1, -1], [2.0, 0.5, 0.5], reduction="none")
    array([0. , 0.5, 1.5])
    """
    y_true, y_pred = checks.label_pair(y_true, y_pred, (-1, 1), FINITE)
    return reduced_loss(lambda y, score: np.maximum(1.0 - y * score, 0.0), y_true, y_pred, reduction)


def hinge_grad(y_true: ArrayLike, y_pred: ArrayLike, *, reduction: Reduction = "mean") -> Array:
    """Gradient of `hinge`: −y / N where y s < 1, else 0. At the kink y s = 1: the subgradient 0. Shape of `y_pred`.

    >>> hinge_grad([1, 1, -1], [2.0, 0.5, 0.5], reduction="sum")
    array([ 0., -1.,  1.])
    """
    y_true, y_pred = checks.label_pair(y_true, y_pred, (-1, 1), FINITE)
    return reduced_gradient(lambda y, score: 0.0 - y * (y * score < 1), y_true, y_pred, reduction)


def _sigmoid(z: Array, out: Array | None = None) -> Array:
    # Below −709 exp(−z) is inf, and 1 / inf = 0 is right to 1e-308.
    powers = np.empty_like(z) if out is None else out
    np.exp(np.negative(z, out=powers), out=powers)
    powers += 1.0
    return np.reciprocal(powers, out=powers)


def _softmax(z: Array, out: Array | None = None, temperature: float = 1.0) -> Array:
    # Shifted first, then divided: the largest is 0 and all others below it, so neither step can overflow upwards.
    powers, _ = _shifted(z, out)
    powers /= temperature
    np.exp(powers, out=powers)
    powers /= checks.row_sums(powers)[:, np.newaxis]
    return powers.reshape(z.shape)


def _log_softmax(z: Array, out: Array | None = None) -> Array:
    # With the largest logit m: log Σ exp(z) = m + log(1 + Σ of the others exp(z − m)), where log1p keeps the others
    # even if they are far below 1, as they are when the network is sure.
    shifted, top = _shifted(z, out)
    others = np.exp(shifted)
    others[top] = 0.0
    shifted -= np.log1p(checks.row_sums(others))[:, np.newaxis]
    return shifted.reshape(z.shape)


def _shifted(z: Array, out: Array | None) -> tuple[Array, tuple[NDArray[np.intp], NDArray[np.intp]]]:
    """Rows (N, C) of the logits minus the largest of each row, in `out` if that is given; indices of these largest."""
    rows = z.reshape(-1, z.shape[-1])
    top = np.arange(len(rows)), rows.argmax(axis=-1)
    return np.subtract(rows, rows[top][:, np.newaxis], out=None if out is None else out.reshape(rows.shape)), top
