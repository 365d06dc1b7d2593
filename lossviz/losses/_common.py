"""What all losses share: blocks, the reduction, one-hot rows and the value of 0 · ∞."""

import math
from collections.abc import Callable, Iterator
from types import EllipsisType
from typing import Literal

import numpy as np

from .. import _checks
from .._checks import Array

Reduction = Literal["mean", "sum", "none"]

# Large arrays are computed in blocks of about this many values: what a formula needs in between then stays in the
# processor's cache, and takes next to no memory.
BLOCK = 1 << 12


def reduced_loss(
    formula: Callable[[Array, Array], Array], y_true: Array, y_pred: Array, reduction: Reduction, *, rows: bool = False
) -> float | Array:
    """The mean or the sum of the losses of the samples, or the losses themselves; with `rows`, a sample is a row."""
    shape = y_pred.shape[:-1] if rows else y_pred.shape
    if _checks.reduction(reduction) == "none":
        return computed(formula, shape, y_true, y_pred, rows=rows)
    total = 0.0
    with _edges():
        for block in _blocks(y_pred, rows):
            total += float(np.add.reduce(formula(y_true[block], y_pred[block]), axis=None))
    return total / math.prod(shape) if reduction == "mean" else total


def reduced_gradient(
    formula: Callable[[Array, Array], Array], y_true: Array, y_pred: Array, reduction: Reduction, *, rows: bool = False
) -> Array:
    """The gradient of the reduced loss, from the slope of each sample's own loss: only the mean divides it, by N."""
    gradient = computed(formula, y_pred.shape, y_true, y_pred, rows=rows)
    if _checks.reduction(reduction) == "mean":
        gradient /= math.prod(y_pred.shape[:-1]) if rows else y_pred.size
    return gradient


def computed(formula: Callable[..., Array], shape: tuple[int, ...], *arrays: Array, rows: bool = False) -> Array:
    """`formula` of the arrays, computed block by block: an array of that `shape`."""
    result = np.empty(shape)
    with _edges():
        for block in _blocks(arrays[-1], rows):
            result[block] = formula(*(array[block] for array in arrays))
    return result


def one_hot(y_true: Array, rows: Array) -> Array:
    """`y_true` as weights of the `rows`: class indices become one-hot rows, distributions stay as they are."""
    return y_true if y_true.ndim == rows.ndim else y_true[..., np.newaxis] == np.arange(rows.shape[-1])


def weighted(weights: Array, values: Array) -> Array:
    """weights · values, for values of 0 and below; what has no weight counts as 0, be it infinite: 0 · log 0 = 0."""
    # Only 0 · (−∞) is NaN, and fmin prefers 0 to NaN. (np.where takes several times as long on labels in random order.)
    return np.fmin(weights * values, 0.0)


def minus_expected(y_true: Array, log_p: Array) -> Array:
    """−Σ t log p of each row; for class indices, −log p of that class."""
    if y_true.ndim < log_p.ndim:
        expected = np.take_along_axis(log_p, y_true[..., np.newaxis], axis=-1)[..., 0]
    else:
        expected = _checks.row_sums(weighted(y_true, log_p))
    # 0 − x, not −x: a loss of zero has no minus sign.
    return 0.0 - expected


def _edges() -> np.errstate:
    """At the edges ∞ is the answer (log 0, 1 / 0, a square past the largest float), so NumPy need not warn of it."""
    return np.errstate(all="ignore")


def _blocks(array: Array, rows: bool) -> Iterator[slice | EllipsisType]:
    """Indices that cut `array` along its first axis, never through a row."""
    if array.size <= BLOCK or (rows and array.ndim == 1):
        yield ...
    else:
        step = max(1, BLOCK * len(array) // array.size)
        yield from (slice(start, start + step) for start in range(0, len(array), step))
