"""What makes a loss, or its gradient, of a plain formula: checks, blocks, the reduction.

    @loss(NUMBERS)
    def mse(y_true, y_pred, *, reduction="mean"):
        return (y_true - y_pred) ** 2

The formula is given float64 arrays of one sample or more, each a number or a row of them, and answers for each sample
on its own. `reduction` is there for the reader, and for `help`: the decorator sees to it.
"""

import inspect
import math
from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from typing import Literal, NamedTuple, TypeVar

import numpy as np

from . import checks
from .checks import Array, Domain

Reduction = Literal["mean", "sum", "none"]
Formula = TypeVar("Formula", bound=Callable)

# Large arrays are computed in blocks of about this many values: what a formula needs in between then stays in the
# processor's cache, and takes next to no memory.
BLOCK = 1 << 14

# Up to this many values the losses are added one by one, in NumPy's own order, so that the numbers of a lesson have the
# same last digit on every machine. Of more values a dot product is quicker, but each processor has its own way to it.
FEW = 128


class Kind(NamedTuple):
    """What a family of losses is given."""

    check: Callable[..., tuple[Array, ...]]
    # Of one sample: 0 if it is a number, 1 if it is a row of classes.
    dimensions: int = 0
    # What is to be checked as well, but not if the loss is finite: that proves it.
    check_unless_finite: Callable[..., object] | None = None


def loss(kind: Kind, *, total: Callable | None = None, **domains: Domain) -> Callable[[Formula], Formula]:
    """Make a loss of the formula for each sample: their mean or sum, or with "none" an array of them.

    `total` is the sum of the formula's values by a quicker way, for more than a few; where it gives NaN (a weight of 0
    met an infinite loss), the formula is asked. `domains` are those of the options.
    """

    def reduced(formula: Callable, options: dict, samples: Sequence[Array], reduction: str) -> float | Array:
        shape = samples[-1].shape[: samples[-1].ndim - kind.dimensions]
        if reduction == "none":
            return _filled(shape, formula, options, samples)
        quick = total if samples[-1].size > FEW else None
        loss = 0.0
        for part in _blocks(samples):
            added = quick(*part, **options) if quick else math.nan
            loss += float(np.add.reduce(formula(*part, **options), axis=None)) if math.isnan(added) else added
        return loss / math.prod(shape) if reduction == "mean" else loss

    return _decorator(kind, domains, reduced)


def gradient(kind: Kind, **domains: Domain) -> Callable[[Formula], Formula]:
    """Make the gradient of a loss of the slope of each sample's own loss: only the mean divides it, by N."""

    def divided(formula: Callable, options: dict, samples: Sequence[Array], reduction: str) -> Array:
        shape = samples[-1].shape
        result = _filled(shape, formula, options, samples)
        if reduction == "mean":
            result /= math.prod(shape[: len(shape) - kind.dimensions])
        return result

    return _decorator(kind, domains, divided)


# Scores become probabilities in the same way, block by block; they have no `reduction`, so nothing is divided.
transform = gradient


def dot(one: Array, other: Array) -> float:
    """The sum of the products of all elements."""
    return float(one.ravel().dot(other.ravel()))


def one_hot(y_true: Array, rows: Array) -> Array:
    """`y_true` as weights of the `rows`: class indices become one-hot rows, distributions stay as they are."""
    return y_true if y_true.ndim == rows.ndim else y_true[:, np.newaxis] == np.arange(rows.shape[-1])


def weighted(weights: Array, values: Array) -> Array:
    """weights · values, for values of 0 and below; what has no weight counts as 0, be it infinite: 0 · log 0 = 0."""
    # Only 0 · (−∞) is NaN, and fmin prefers 0 to NaN. (np.where takes several times as long on labels in random order.)
    return np.fmin(weights * values, 0.0)


def minus_expected(y_true: Array, log_p: Array) -> Array:
    """−Σ t log p of each row; for class indices, −log p of that class."""
    if y_true.ndim < log_p.ndim:
        expected = log_p[np.arange(len(log_p)), y_true]
    else:
        expected = checks.row_sums(weighted(y_true, log_p))
    # 0 − x, not −x: a loss of zero has no minus sign.
    return 0.0 - expected


def _decorator(kind: Kind, domains: dict[str, Domain], compute: Callable) -> Callable[[Formula], Formula]:
    def decorate(formula: Formula) -> Formula:
        signature = inspect.signature(formula)
        names = signature.parameters.keys()
        count = sum(each.kind is each.POSITIONAL_OR_KEYWORD for each in signature.parameters.values())

        @wraps(formula)
        def call(*arrays, **options):
            if len(arrays) != count or (options and not options.keys() <= names):  # given by name, or a mistake
                try:
                    bound = signature.bind(*arrays, **options)
                except TypeError as error:
                    raise TypeError(f"{formula.__name__}() {error}") from None
                arrays, options = bound.args, bound.kwargs
            reduction = checks.reduction(options.pop("reduction", "mean")) if "reduction" in names else "sum"
            for name, domain in domains.items():
                if name in options:
                    options[name] = checks.parameter(name, options[name], domain)
            arrays = kind.check(*arrays)
            one = arrays[-1].ndim == kind.dimensions
            samples = [array[np.newaxis] for array in arrays] if one else arrays
            # At the edges ∞ is the answer (log 0, 1 / 0, a square past the largest float), of which NumPy would warn.
            with np.errstate(all="ignore"):
                result = compute(formula, options, samples, reduction)
            if kind.check_unless_finite and not (isinstance(result, float) and math.isfinite(result)):
                kind.check_unless_finite(*arrays)
            return result.reshape(result.shape[1:]) if one and isinstance(result, np.ndarray) else result

        return call

    return decorate


def _filled(shape: tuple[int, ...], formula: Callable[..., Array], options: dict, samples: Sequence[Array]) -> Array:
    """The values of the formula, an array of that shape."""
    if samples[-1].size <= BLOCK:
        return formula(*samples, **options)
    result = np.empty(shape)
    for into, *part in _blocks([result, *samples]):
        into[...] = formula(*part, **options)
    return result


def _blocks(arrays: Sequence[Array]) -> Iterable[Sequence[Array]]:
    """The arrays cut along their first axis, so that the last of them has about BLOCK values in each part."""
    size, length = arrays[-1].size, len(arrays[-1])
    if size <= BLOCK:
        return [arrays]
    step = max(1, BLOCK * length // size)
    return ([array[start : start + step] for array in arrays] for start in range(0, length, step))
