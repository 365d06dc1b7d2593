"""What all losses share: blocks, the reduction, one-hot rows and the value of 0 · ∞."""

import math
from collections.abc import Callable, Iterable
from types import EllipsisType
from typing import Literal

import numpy as np

from . import checks
from .checks import Array

Reduction = Literal["mean", "sum", "none"]

# Large arrays are computed in blocks of about this many values: what a formula needs in between then stays in the
# processor's cache, and takes next to no memory.
BLOCK = 1 << 14

# Up to this many values the losses are added one by one, in NumPy's own order, so that the numbers of a lesson have the
# same last digit on every machine. Of more values a dot product is quicker, but each processor has its own way to it.
FEW = 128


# At the edges ∞ is the answer (log 0, 1 / 0, a square past the largest float), so NumPy need not warn of it.
_edges = np.errstate(all="ignore")


@_edges
def reduced_loss(
    formula: Callable[[Array, Array], Array],
    y_true: Array,
    y_pred: Array,
    reduction: Reduction,
    *,
    rows: bool = False,
    total: Callable[[Array, Array], float] | None = None,
) -> float | Array:
    """The mean or the sum of the losses of the samples, or the losses themselves; with `rows`, a sample is a row.

    `total` is the sum of a `formula` by a quicker way, which may give NaN where a weight of 0 meets an infinite loss.
    """
    shape = y_pred.shape[:-1] if rows else y_pred.shape
    if checks.reduction(reduction) == "none":
        return computed(formula, shape, y_true, y_pred, rows=rows)
    quick = total if y_pred.size > FEW else None
    loss = 0.0
    for block in _blocks(y_pred, rows):
        y, y_hat = y_true[block], y_pred[block]
        part = quick(y, y_hat) if quick else math.nan
        loss += float(np.add.reduce(formula(y, y_hat), axis=None) if math.isnan(part) else part)
    return loss / math.prod(shape) if reduction == "mean" else loss


def reduced_gradient(
    formula: Callable[[Array, Array], Array], y_true: Array, y_pred: Array, reduction: Reduction, *, rows: bool = False
) -> Array:
    """The gradient of the reduced loss, from the slope of each sample's own loss: only the mean divides it, by N."""
    gradient = computed(formula, y_pred.shape, y_true, y_pred, rows=rows)
    if checks.reduction(reduction) == "mean":
        gradient /= math.prod(y_pred.shape[:-1]) if rows else y_pred.size
    return gradient


@_edges
def computed(formula: Callable[..., Array], shape: tuple[int, ...], *arrays: Array, rows: bool = False) -> Array:
    """`formula` of the arrays, computed block by block: an array of that `shape`."""
    result = np.empty(shape)
    for block in _blocks(arrays[-1], rows):
        result[block] = formula(*(array[block] for array in arrays))
    return result


@_edges
def filled(formula: Callable[[Array, Array], Array], logits: Array, *, rows: bool = False) -> Array:
    """An array like `logits`, into whose blocks `formula(logits, out)` writes its values."""
    result = np.empty(logits.shape)
    for block in _blocks(logits, rows):
        formula(logits[block], result[block])
    return result


def dot(one: Array, other: Array) -> float:
    """The sum of the products of all elements."""
    return one.ravel().dot(other.ravel())


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
        rows = log_p.reshape(-1, log_p.shape[-1])
        expected = rows[np.arange(len(rows)), y_true.ravel()].reshape(y_true.shape)
    else:
        expected = checks.row_sums(weighted(y_true, log_p))
    # 0 − x, not −x: a loss of zero has no minus sign.
    return 0.0 - expected


def _blocks(array: Array, rows: bool) -> Iterable[slice | EllipsisType]:
    """Indices that cut `array` along its first axis, never through a row."""
    if array.size <= BLOCK or (rows and array.ndim == 1):
        return (...,)
    step = max(1, BLOCK * len(array) // array.size)
    return (slice(start, start + step) for start in range(0, len(array), step))
