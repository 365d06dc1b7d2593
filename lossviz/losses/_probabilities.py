"""Losses of predicted probabilities, in nats, and the accuracy that they stand in for.

Where the right class got the probability 0 the loss is inf, and 0 · log 0 = 0; nothing is added to a probability
behind the reader's back. The losses take `clip=c` to show what is often done instead: every predicted probability is
moved into [c, 1 − c] first. The loss is then finite, and the gradient 0 where it clipped: no way to learn out of it.

The last axis of a row holds the classes: (C,) is one sample, (N, C) is N of them, and the mean is over the N rows.
"""

from functools import partial

import numpy as np
from numpy.typing import ArrayLike

from . import checks
from ._common import Kind, Reduction, dot, gradient, loss, minus_expected, one_hot, weighted
from .checks import CLIP, NOT_NEGATIVE, PROBABILITY, Array

_CLASSES = Kind(checks.class_pair, dimensions=1)
_DISTRIBUTIONS = Kind(checks.distribution_pair, dimensions=1)
_BINARY = Kind(partial(checks.pair, true_domain=PROBABILITY, pred_domain=PROBABILITY))
_LABELLED = Kind(partial(checks.label_pair, two=(0, 1), pred_domain=PROBABILITY))

# 1 − p loses the last digits of a small p, of one below 1e-16 all of them; log1p keeps them. From here upwards
# log(1 − p) is right to 1e-14, and has the last digit that readers get who write the formula as it stands.
_SMALL = 0.01


def _divergence_total(t: Array, p: Array, *, clip: float | None = None) -> float:
    return dot(t, np.log(t)) - dot(t, np.log(_clipped(p, clip)))


def _binary_total(y: Array, p: Array, *, clip: float | None = None) -> float:
    p = _clipped(p, clip)
    return 0.0 - (dot(y, np.log(p)) + dot(1.0 - y, _log_of_rest(p)))


@loss(_CLASSES, clip=CLIP)
def cross_entropy(
    y_true: ArrayLike, y_pred: ArrayLike, *, clip: float | None = None, reduction: Reduction = "mean"
) -> float | Array:
    """Cross-entropy: −1/N Σ_n Σ_c t log p, in nats. For a one-hot row t it is −log p of the right class.

    Shapes: `y_pred` (C,) or (N, C), each row with the sum 1 (to 1e-5, so that float32 passes); `y_true` one-hot rows
    or soft labels of that shape, or class indices () or (N,). `clip=c` moves every p into [c, 1 − c] first.
    Errors: other shapes, empty input, NaN, masked values, a probability outside [0, 1], a row whose sum is not 1, a
    class index that does not exist, `clip` outside [1e-16, 0.5) (ValueError); text or complex values (TypeError).
    Identity: cross_entropy(t, p) = kl_divergence(t, p) + cross_entropy(t, t), the last being the entropy of t.
    Source: Bishop, Pattern Recognition and Machine Learning (2006), equation 4.108.

    >>> cross_entropy([0, 1], [[0.3, 0.1, 0.6], [0.3, 0.5, 0.2]], reduction="none")
    array([1.2039728 , 0.69314718])
    """
    return minus_expected(y_true, np.log(_clipped(y_pred, clip)))


@gradient(_CLASSES, clip=CLIP)
def cross_entropy_grad(
    y_true: ArrayLike, y_pred: ArrayLike, *, clip: float | None = None, reduction: Reduction = "mean"
) -> Array:
    """Gradient of `cross_entropy`: −t / p, over N; −inf at p = 0 where t > 0, and 0 where t = 0. Shape of `y_pred`.

    Every p counts as free: that a row sums to 1 is not in it (see `softmax_cross_entropy_grad`).

    >>> cross_entropy_grad([1, 0], [[0.75, 0.25], [0.5, 0.5]])
    array([[ 0., -2.],
           [-1.,  0.]])
    """
    # + 0, so that a slope of zero has no minus sign.
    return _flat_where_clipped(weighted(one_hot(y_true, y_pred), -1.0 / y_pred) + 0.0, y_pred, clip)


@loss(_DISTRIBUTIONS, total=_divergence_total, clip=CLIP)
def kl_divergence(
    y_true: ArrayLike, y_pred: ArrayLike, *, clip: float | None = None, reduction: Reduction = "mean"
) -> float | Array:
    """Kullback-Leibler divergence: 1/N Σ_n Σ_c t log(t / p), in nats: what p costs above the entropy of t.

    Shapes: `y_true` and `y_pred` alike, rows of probabilities (C,) or (N, C).
    Errors: as in `cross_entropy`.
    Identity: kl_divergence(t, p) = cross_entropy(t, p) − cross_entropy(t, t); 0 where p = t. Not symmetric.
    Source: Kullback & Leibler, On information and sufficiency, Annals of Mathematical Statistics 22 (1951), 79–86.

    >>> kl_divergence([0.5, 0.5], [0.5, 0.5]), round(kl_divergence([0.5, 0.5], [0.75, 0.25]), 4)
    (0.0, 0.1438)
    """
    # The identity above: log(t / p) itself would overflow for tiny probabilities.
    return minus_expected(y_true, np.log(_clipped(y_pred, clip))) - minus_expected(y_true, np.log(y_true))


@gradient(_DISTRIBUTIONS, clip=CLIP)
def kl_divergence_grad(
    y_true: ArrayLike, y_pred: ArrayLike, *, clip: float | None = None, reduction: Reduction = "mean"
) -> Array:
    """Gradient of `kl_divergence`: that of `cross_entropy`, since the entropy of t does not depend on p.

    >>> kl_divergence_grad([0.5, 0.5], [0.75, 0.25]).round(4)
    array([-0.6667, -2.    ])
    """
    return _flat_where_clipped(weighted(y_true, -1.0 / y_pred) + 0.0, y_pred, clip)


@loss(_BINARY, total=_binary_total, clip=CLIP)
def binary_cross_entropy(
    y_true: ArrayLike, y_pred: ArrayLike, *, clip: float | None = None, reduction: Reduction = "mean"
) -> float | Array:
    """Binary cross-entropy: −1/N Σ [y log p + (1 − y) log(1 − p)], in nats; N counts all elements.

    Shapes: `y_true` and `y_pred` alike, of 0, 1 or 2 dimensions, both from 0 to 1; p is the probability of y = 1.
    Errors: unequal shapes, empty input, NaN, masked values, a value outside [0, 1], `clip` outside [1e-16, 0.5)
    (ValueError); text or complex values (TypeError).
    Identity: binary_cross_entropy(y, p) = cross_entropy([1 − y, y], [1 − p, p]) = focal(y, p, gamma=0).
    Source: Bishop, Pattern Recognition and Machine Learning (2006), equation 4.90.

    >>> binary_cross_entropy([0, 1, 0, 0, 1, 1], [0.5, 0.7, 0.3, 0.2, 0.7, 0.9])
    0.34861267989136313
    """
    p = _clipped(y_pred, clip)
    return 0.0 - (weighted(y_true, np.log(p)) + weighted(1.0 - y_true, _log_of_rest(p)))


@gradient(_BINARY, clip=CLIP)
def binary_cross_entropy_grad(
    y_true: ArrayLike, y_pred: ArrayLike, *, clip: float | None = None, reduction: Reduction = "mean"
) -> Array:
    """Gradient of `binary_cross_entropy`: (1 − y) / (1 − p) − y / p, over N. Shape of `y_pred`.

    A term of weight 0 counts as 0, so a certain and right p has slope ±1, a certain and wrong one ±inf.

    >>> binary_cross_entropy_grad([1, 0, 1, 1], [0.5, 0.75, 1.0, 0.0], reduction="sum")
    array([ -2.,   4.,  -1., -inf])
    """
    slope = weighted(y_true, -1.0 / y_pred) - weighted(1.0 - y_true, -1.0 / (1.0 - y_pred))
    return _flat_where_clipped(slope, y_pred, clip)


@loss(_LABELLED, gamma=NOT_NEGATIVE, clip=CLIP)
def focal(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    gamma: float = 2.0,
    clip: float | None = None,
    reduction: Reduction = "mean",
) -> float | Array:
    """Focal loss: −1/N Σ (1 − q)^γ log q, with q the probability of the right label (p for 1, 1 − p for 0); in nats.

    Shapes and errors: as in `binary_cross_entropy`; a label other than 0 and 1; `gamma` must be at least 0.
    Identity: focal(gamma=0) = binary_cross_entropy; γ takes weight from the samples that are right already.
    Source: Lin, Goyal, Girshick, He & Dollár, Focal loss for dense object detection, ICCV (2017), equation 4.

    >>> focal([1, 1], [0.9, 0.1], gamma=2, reduction="none").round(4)
    array([1.1000e-03, 1.8651e+00])
    """
    p = _clipped(y_pred, clip)
    _, log_q = _of_right_label(y_true, p)
    return 0.0 - np.abs(y_true - p) ** gamma * log_q


@gradient(_LABELLED, gamma=NOT_NEGATIVE, clip=CLIP)
def focal_grad(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    gamma: float = 2.0,
    clip: float | None = None,
    reduction: Reduction = "mean",
) -> Array:
    """Gradient of `focal`: ±[γ (1 − q)^(γ−1) log q − (1 − q)^γ / q] / N, + for label 1, − for label 0.

    At q = 0 it is ∓inf; at q = 1 its limit: 0, or ∓1 for γ = 0. Shape of `y_pred`.

    >>> focal_grad([1, 0, 1], [0.5, 0.5, 1.0], gamma=2, reduction="sum").round(4)
    array([-1.1931,  1.1931,  0.    ])
    """
    # The bracket is −(1 − q)^γ / q · (1 + γ r) with r = −q log q / (1 − q), whose limits at 0 and 1 are q itself.
    q, log_q = _of_right_label(y_true, y_pred)
    wrong = np.abs(y_true - y_pred)
    r = np.where((q > 0) & (q < 1), q * log_q / -wrong, q)
    slope = 0.0 - (2.0 * y_true - 1.0) * (wrong**gamma / q * (1.0 + gamma * r))
    return _flat_where_clipped(slope, y_pred, clip)


def accuracy(y_true: ArrayLike, y_pred: ArrayLike, *, threshold: float = 0.5) -> float:
    """Accuracy: the share of right answers, from 0 to 1. It is no loss: its slope is 0 wherever it has one.

    Shapes: binary, `y_true` (labels 0 and 1) and `y_pred` (probabilities of 1) alike, of 0 or 1 dimension; the answer
    is 1 where p ≥ `threshold`. Or rows of probabilities `y_pred` (N, C) with `y_true` as class indices (N,) or one-hot
    rows (N, C); the answer is the class with the largest probability, the first of equals.
    Errors: as in `binary_cross_entropy` and `cross_entropy`; soft labels; `threshold` outside [0, 1].
    Identity: accuracy = 1 − the mean of the 0-1 loss.
    Source: Hastie, Tibshirani & Friedman, The Elements of Statistical Learning (2nd ed. 2009), section 2.4.

    >>> accuracy([0, 1, 1, 1], [0.2, 0.7, 0.4, 0.5]), accuracy([0, 1], [[0.3, 0.1, 0.6], [0.3, 0.5, 0.2]])
    (0.75, 0.5)
    """
    threshold = checks.parameter("threshold", threshold, PROBABILITY)
    y_pred = checks.real("y_pred", y_pred)
    if y_pred.ndim == 2:
        y_pred = checks.distributions("y_pred", y_pred)
        y_true = checks.targets(y_true, y_pred)
        if y_true.ndim == 2:
            y_true = checks.labels(y_true, (0, 1)).argmax(axis=-1)
        right = y_true == y_pred.argmax(axis=-1)
    else:
        y_true, y_pred = checks.label_pair(y_true, y_pred, (0, 1), PROBABILITY)
        right = (y_pred >= threshold) == (y_true == 1)
    return int(np.count_nonzero(right)) / right.size


def _clipped(p: Array, clip: float | None) -> Array:
    return p if clip is None else np.clip(p, clip, 1.0 - clip)


def _flat_where_clipped(slope: Array, p: Array, clip: float | None) -> Array:
    return slope if clip is None else np.where((p < clip) | (p > 1.0 - clip), 0.0, slope)


def _log_of_rest(p: Array) -> Array:
    """log(1 − p)."""
    return np.log1p(-p, out=np.log(1.0 - p), where=p < _SMALL)


def _of_right_label(y: Array, p: Array) -> tuple[Array, Array]:
    """The probability q given to the right label, p for the label 1 and 1 − p for 0, and log q."""
    q = np.abs(1.0 - y - p)
    return q, np.log1p(-p, out=np.log(q), where=y + p < _SMALL)
