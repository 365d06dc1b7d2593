"""Losses of a predicted quantity. `y_true` and `y_pred` are numbers of one shape: one, a list, or a table of them.

N is the number of all elements, so the mean over a table of shape (n, k) divides by n · k.
Past the largest float (1.8e308) a square or a sum is inf.
"""

import math

import numpy as np
from numpy.typing import ArrayLike

from . import checks
from ._common import Kind, Reduction, dot, gradient, loss
from .checks import BETWEEN_0_AND_1, FINITE, POSITIVE, Array

# An error is finite only if both its numbers are, and no loss here hides an infinite one.
_NUMBERS = Kind(checks.alike, check_unless_finite=checks.finite)


def _sum_of_squares(y_true: Array, y_pred: Array) -> float:
    error = y_true - y_pred
    return dot(error, error)


@loss(_NUMBERS, total=_sum_of_squares)
def mse(y_true: ArrayLike, y_pred: ArrayLike, *, reduction: Reduction = "mean") -> float | Array:
    """Mean squared error: 1/N Σ (y − ŷ)², in the square of the unit of y.

    Shapes: `y_true` and `y_pred` alike, of 0, 1 or 2 dimensions. `reduction="none"` gives (y − ŷ)² of each element.
    Errors: unequal shapes, empty input, NaN, infinite, masked values (ValueError); text or complex values (TypeError).
    Identity: mse = sse / N = 2 · half_sse / N = rmse².
    Source: Goodfellow, Bengio & Courville, Deep Learning (2016), section 5.1.4.

    >>> mse([1, 3, 5, 6, 7], [3, 2, 7, 5, 8])
    2.2
    """
    return (y_true - y_pred) ** 2


@gradient(_NUMBERS)
def mse_grad(y_true: ArrayLike, y_pred: ArrayLike, *, reduction: Reduction = "mean") -> Array:
    """Gradient of `mse`: 2/N (ŷ − y), or 2 (ŷ − y) unless the reduction is the mean. Shape of `y_pred`.

    >>> mse_grad([1, 3, 5, 6, 7], [3, 2, 7, 5, 8])
    array([ 0.8, -0.4,  0.8, -0.4,  0.4])
    """
    return 2 * (y_pred - y_true)


def sse(y_true: ArrayLike, y_pred: ArrayLike) -> float:
    """Sum of squared errors: Σ (y − ŷ)², in the square of the unit of y.

    Shapes and errors: as in `mse`.
    Identity: sse = N · mse = 2 · half_sse.
    Source: Hastie, Tibshirani & Friedman, The Elements of Statistical Learning (2nd ed. 2009), equation 3.2.

    >>> sse([1, 3, 5, 6, 7], [3, 2, 7, 5, 8])
    11.0
    """
    return mse(y_true, y_pred, reduction="sum")


def sse_grad(y_true: ArrayLike, y_pred: ArrayLike) -> Array:
    """Gradient of `sse`: 2 (ŷ − y). Shape of `y_pred`.

    >>> sse_grad([1, 3, 5, 6, 7], [3, 2, 7, 5, 8])
    array([ 4., -2.,  4., -2.,  2.])
    """
    return mse_grad(y_true, y_pred, reduction="sum")


def half_sse(y_true: ArrayLike, y_pred: ArrayLike) -> float:
    """Half the sum of squared errors: ½ Σ (y − ŷ)², in the square of the unit of y. The ½ cancels the 2 of the slope.

    Shapes and errors: as in `mse`.
    Identity: half_sse = sse / 2 = N · mse / 2. It is no mean, whatever it is called elsewhere.
    Source: Bishop, Pattern Recognition and Machine Learning (2006), equation 1.2.

    >>> half_sse([1, 3, 5, 6, 7], [3, 2, 7, 5, 8])
    5.5
    """
    return sse(y_true, y_pred) / 2


@gradient(_NUMBERS)
def half_sse_grad(y_true: ArrayLike, y_pred: ArrayLike) -> Array:
    """Gradient of `half_sse`: ŷ − y. Shape of `y_pred`.

    >>> half_sse_grad([1, 3, 5, 6, 7], [3, 2, 7, 5, 8])
    array([ 2., -1.,  2., -1.,  1.])
    """
    return y_pred - y_true


def rmse(y_true: ArrayLike, y_pred: ArrayLike) -> float:
    """Root mean squared error: √(1/N Σ (y − ŷ)²), in the unit of y.

    Shapes and errors: as in `mse`.
    Identity: rmse = √mse, never below `mae`.
    Source: Bishop, Pattern Recognition and Machine Learning (2006), equation 1.3.

    >>> round(rmse([1, 3, 5, 6, 7], [3, 2, 7, 5, 8]), 3)
    1.483
    """
    return math.sqrt(mse(y_true, y_pred))


def rmse_grad(y_true: ArrayLike, y_pred: ArrayLike) -> Array:
    """Gradient of `rmse`: (ŷ − y) / (N · rmse). Shape of `y_pred`.

    Where every error is 0, `rmse` has the tip of a cone and no gradient; the answer there is the subgradient 0.

    >>> rmse_grad([0, 0], [3, -4]).round(3)
    array([ 0.424, -0.566])
    """
    y_true, y_pred = checks.pair(y_true, y_pred, FINITE, FINITE)
    # The gradient depends on the direction of the errors only, not on their size. So no square need overflow or vanish:
    # take half of each error, and scale the largest to 1.
    error = np.subtract(y_pred / 2, y_true / 2, out=np.empty_like(y_pred))
    largest = max(np.maximum.reduce(error, axis=None), -np.minimum.reduce(error, axis=None))
    if largest > 0:
        error /= largest
        error /= math.sqrt(error.size) * np.linalg.norm(error)
    return error


@loss(_NUMBERS)
def mae(y_true: ArrayLike, y_pred: ArrayLike, *, reduction: Reduction = "mean") -> float | Array:
    """Mean absolute error: 1/N Σ |y − ŷ|, in the unit of y.

    Shapes and errors: as in `mse`.
    Identity: mae = 2 · quantile(q=0.5).
    Source: Willmott & Matsuura, Climate Research 30 (2005), 79–82.

    >>> mae([1, 3, 5, 6, 7], [3, 2, 7, 5, 8])
    1.4
    """
    return np.abs(y_true - y_pred)


@gradient(_NUMBERS)
def mae_grad(y_true: ArrayLike, y_pred: ArrayLike, *, reduction: Reduction = "mean") -> Array:
    """Gradient of `mae`: sign(ŷ − y) / N. Shape of `y_pred`. At the kink ŷ = y: the subgradient 0.

    >>> mae_grad([1, 3, 5, 6], [3, 2, 7, 6])
    array([ 0.25, -0.25,  0.25,  0.  ])
    """
    return np.sign(y_pred - y_true)


def _huber_total(y_true: Array, y_pred: Array, *, delta: float = 1.0) -> float:
    size = np.abs(y_true - y_pred)
    near = np.minimum(size, delta)
    return dot(near, size - 0.5 * near)


@loss(_NUMBERS, total=_huber_total, delta=POSITIVE)
def huber(y_true: ArrayLike, y_pred: ArrayLike, *, delta: float = 1.0, reduction: Reduction = "mean") -> float | Array:
    """Huber loss: ½ e² up to |e| = δ, then the line δ (|e| − ½ δ), with e = ŷ − y; in the square of the unit of y.

    Shapes and errors: as in `mse`; `delta` must be above 0 (same unit as y).
    Identity: with δ ≥ every |e| it is mse / 2; divided by δ it tends to `mae` as δ → 0.
    Source: Huber, Robust estimation of a location parameter, Annals of Mathematical Statistics 35 (1964), 73–101.

    >>> huber([0, 0], [0.5, 3.0], reduction="none")
    array([0.125, 2.5  ])
    """
    # With c = min(|e|, δ) both branches are c (|e| − ½ c).
    size = np.abs(y_true - y_pred)
    near = np.minimum(size, delta)
    return near * (size - 0.5 * near)


@gradient(_NUMBERS, delta=POSITIVE)
def huber_grad(y_true: ArrayLike, y_pred: ArrayLike, *, delta: float = 1.0, reduction: Reduction = "mean") -> Array:
    """Gradient of `huber`: ŷ − y, cut off at −δ and δ, over N. Shape of `y_pred`.

    >>> huber_grad([0, 0], [0.5, 3.0], reduction="sum")
    array([0.5, 1. ])
    """
    return np.clip(y_pred - y_true, -delta, delta)


@loss(_NUMBERS)
def log_cosh(y_true: ArrayLike, y_pred: ArrayLike, *, reduction: Reduction = "mean") -> float | Array:
    """Log-cosh loss: 1/N Σ log cosh(ŷ − y). Near 0 it is ½ e², far out |e| − log 2. A pure number, as y must be.

    Shapes and errors: as in `mse`.
    Identity: its slope is tanh(e); ½ e² ≥ log cosh e ≥ |e| − log 2.
    Source: Saleh & Saleh, Statistical properties of the log-cosh loss function (2022), arXiv:2208.04564.

    >>> log_cosh([0, 0], [0.001, 1000.0], reduction="none").round(9)
    array([5.00000000e-07, 9.99306853e+02])
    """
    # cosh e = 1 + 2 sinh²(e/2), which keeps the digits of a small e. Past 20, log cosh e rises by 1 for 1 to the last
    # digit (what is missing is below exp(−40)), and the square cannot overflow.
    size = np.abs(y_true - y_pred)
    core = np.minimum(size, 20.0)
    return np.log1p(2 * np.sinh(core / 2) ** 2) + (size - core)


@gradient(_NUMBERS)
def log_cosh_grad(y_true: ArrayLike, y_pred: ArrayLike, *, reduction: Reduction = "mean") -> Array:
    """Gradient of `log_cosh`: tanh(ŷ − y) / N. Shape of `y_pred`.

    >>> log_cosh_grad([0, 0], [0.5, 1000.0], reduction="sum").round(4)
    array([0.4621, 1.    ])
    """
    return np.tanh(y_pred - y_true)


@loss(_NUMBERS, q=BETWEEN_0_AND_1)
def quantile(y_true: ArrayLike, y_pred: ArrayLike, *, q: float = 0.5, reduction: Reduction = "mean") -> float | Array:
    """Quantile (pinball) loss: q (y − ŷ) where ŷ is too low, (1 − q) (ŷ − y) where it is too high; in the unit of y.

    The constant with the least loss is the q-quantile of y: with q = 0.9, too low costs nine times too high.
    Shapes and errors: as in `mse`; `q` must lie between 0 and 1, both excluded.
    Identity: quantile(q=0.5) = mae / 2; the losses for q and for 1 − q add up to `mae`.
    Source: Koenker & Bassett, Regression quantiles, Econometrica 46 (1978), 33–50.

    >>> quantile([10, 10], [8, 12], q=0.9, reduction="none")
    array([1.8, 0.2])
    """
    return np.maximum(q * (y_true - y_pred), (1 - q) * (y_pred - y_true))


@gradient(_NUMBERS, q=BETWEEN_0_AND_1)
def quantile_grad(y_true: ArrayLike, y_pred: ArrayLike, *, q: float = 0.5, reduction: Reduction = "mean") -> Array:
    """Gradient of `quantile`: −q where ŷ is too low, 1 − q where too high, over N. At the kink ŷ = y: subgradient 0.

    >>> quantile_grad([10, 10, 10], [8, 12, 10], q=0.75, reduction="sum")
    array([-0.75,  0.25,  0.  ])
    """
    return (1 - q) * (y_pred > y_true) - q * (y_pred < y_true)
