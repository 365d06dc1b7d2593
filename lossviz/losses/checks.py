"""Input -> float64 arrays; every message about shapes and domains, in the chosen language.

A check that passes reads an array once or twice and copies nothing that is float64 already. Only a check that fails
looks for the element to name.
"""

import math
import reprlib
import sys
from collections.abc import Callable
from decimal import Decimal
from numbers import Real
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..words import t

Array = NDArray[np.float64]


class Domain(NamedTuple):
    """The numbers from `low` to `high`, both included; `allowed` is the key of the words for them."""

    low: float
    high: float
    allowed: str


_LARGEST = sys.float_info.max
_SMALLEST = math.ulp(0.0)  # the float next to 0, so that "above 0" is a closed interval as well

FINITE = Domain(-_LARGEST, _LARGEST, "finite")
# What can be drawn: its square is a number, too.
DRAWABLE = Domain(-1e100, 1e100, "drawable")
POSITIVE = Domain(_SMALLEST, _LARGEST, "positive")
NOT_NEGATIVE = Domain(0.0, _LARGEST, "not_negative")
PROBABILITY = Domain(0.0, 1.0, "probability")
BETWEEN_0_AND_1 = Domain(_SMALLEST, math.nextafter(1.0, 0.0), "between_0_and_1")
# Below 1e-16 the upper end 1 − clip would round to 1, and clipping would leave log(1 − 1) as it is.
CLIP = Domain(1e-16, math.nextafter(0.5, 0.0), "clip")

_MAY_BE_MASKED = (list, tuple, np.ma.MaskedArray)

REDUCTIONS = ("mean", "sum", "none")

# A softmax in float32 misses 1 by less than 1e-6, and six typed digits of up to ten classes by at most 5e-6.
ROW_SUM_TOLERANCE = 1e-5


def real(name: str, values: ArrayLike) -> Array:
    """The argument `name` as a float64 array of 0, 1 or 2 dimensions with at least one value."""
    if type(values) is not np.ndarray and (index := _masked(values)) is not None:
        raise ValueError(t("error.masked", where=_element(name, index)))
    try:
        array = np.asarray(values)
    except ValueError:
        raise _ragged(name, values) from None
    if array.dtype.kind not in "biuf" or array.dtype.itemsize > 8:
        # Numbers beside text are themselves again as objects; dates would become numbers.
        array = _floats(name, array if array.dtype.kind in "fmM" else np.asarray(values, dtype=object))
    if array.ndim > 2:
        raise _wrong_shape(name, array, "dimensions")
    if array.size == 0:
        raise _wrong_shape(name, array, "not_empty")
    return array if array.dtype == np.float64 else array.astype(np.float64)


def within(name: str, array: Array, domain: Domain) -> Array:
    """`array`, if all of it lies in `domain`."""
    # A sum of squares is finite only if each of them is; if it is not, that may be mere overflow, so look closer.
    # (vdot does not warn of it, dot does.)
    if domain is FINITE and math.isfinite(np.vdot(array, array)):
        return array
    # One NaN makes both extremes NaN, and no comparison with NaN holds.
    low, high = np.minimum.reduce(array, axis=None), np.maximum.reduce(array, axis=None)
    if not (domain.low <= low and high <= domain.high):
        raise _outside(name, array, (domain.low <= array) & (array <= domain.high), domain.allowed)
    return array


def finite(y_true: Array, y_pred: Array) -> None:
    """Both arrays hold nothing but finite numbers."""
    within("y_true", y_true, FINITE)
    within("y_pred", y_pred, FINITE)


def alike(y_true: ArrayLike, y_pred: ArrayLike, name: str = "y_pred") -> tuple[Array, Array]:
    """`y_true` and the argument `name` as arrays of one shape."""
    y_true, y_pred = real("y_true", y_true), real(name, y_pred)
    if y_true.shape != y_pred.shape:
        raise ValueError(t("error.same_shape", name=name, first=y_true.shape, second=y_pred.shape))
    return y_true, y_pred


def pair(
    y_true: ArrayLike, y_pred: ArrayLike, true_domain: Domain, pred_domain: Domain, name: str = "y_pred"
) -> tuple[Array, Array]:
    """`y_true` and the argument `name` as arrays of one shape, each in its domain."""
    y_true, y_pred = alike(y_true, y_pred, name)
    return within("y_true", y_true, true_domain), within(name, y_pred, pred_domain)


def series(
    y_true: ArrayLike, y_pred: ArrayLike, true_domain: Domain, pred_domain: Domain, name: str = "y_pred"
) -> tuple[Array, Array]:
    """`y_true` and the argument `name` as two rows of numbers, one for each sample; a table is refused."""
    pairs = pair(y_true, y_pred, true_domain, pred_domain, name)
    if pairs[0].ndim > 1:
        raise _wrong_shape(name, pairs[1], "series")
    return np.atleast_1d(pairs[0]), np.atleast_1d(pairs[1])


def one_row(name: str, values: ArrayLike, domain: Domain) -> Array:
    """The argument `name` as a row of numbers in `domain`, one for each sample; a table is refused."""
    array = np.atleast_1d(within(name, real(name, values), domain))
    if array.ndim > 1:
        raise _wrong_shape(name, array, "series")
    return array


def label_pair(y_true: ArrayLike, y_pred: ArrayLike, two: tuple[int, int], pred_domain: Domain) -> tuple[Array, Array]:
    """`y_true`, which holds nothing but the `two` labels, and as many `y_pred` in their domain."""
    y_true, y_pred = alike(y_true, y_pred)
    return labels(y_true, two), within("y_pred", y_pred, pred_domain)


def distribution_pair(y_true: ArrayLike, y_pred: ArrayLike) -> tuple[Array, Array]:
    """`y_true` and `y_pred` as rows of probabilities of one shape."""
    y_true, y_pred = alike(y_true, y_pred)
    return distributions("y_true", y_true), distributions("y_pred", y_pred)


def rows(name: str, values: ArrayLike, domain: Domain = FINITE) -> Array:
    """One number for each class, each in `domain`: of one sample, (C,), or in rows, (N, C)."""
    array = real(name, values)
    if array.ndim == 0:
        raise _wrong_shape(name, array, "class_rows")
    return within(name, array, domain)


def row(name: str, values: ArrayLike, domain: Domain = FINITE) -> Array:
    """One number for each class of one sample, each in `domain`; a table is refused."""
    array = rows(name, values, domain)
    if array.ndim > 1:
        raise _wrong_shape(name, array, "series")
    return array


def distributions(name: str, values: ArrayLike) -> Array:
    """Rows of probabilities: each from 0 to 1, each row with the sum 1."""
    array = rows(name, values, PROBABILITY)
    sums = row_sums(array)
    misses = np.asarray(sums - 1)
    # The quick way first: if the squares of all misses together are small enough, so is each.
    if np.vdot(misses, misses) > ROW_SUM_TOLERANCE**2 and (far := np.abs(misses) > ROW_SUM_TOLERANCE).any():
        index = _first(far)
        where, received = _element(name, index), _shown(sums[index])
        raise ValueError(t("error.row_sum", where=where, received=received, tolerance=f"{ROW_SUM_TOLERANCE:g}"))
    return array


def targets(y_true: ArrayLike, y_pred: Array, name: str = "y_pred") -> Array | NDArray[np.intp]:
    """What belongs to the rows of `y_pred`: rows of probabilities, or one class index (an integer) for each row."""
    y_true, shape = real("y_true", y_true), y_pred.shape
    if y_true.shape == shape:
        return distributions("y_true", y_true)
    if y_true.shape != shape[:-1]:
        raise ValueError(t("error.target_shape", name=name, received=y_true.shape, same=shape, indices=shape[:-1]))
    last = shape[-1] - 1
    known = (y_true >= 0) & (y_true <= last) & (y_true == np.floor(y_true))
    if not known.all():
        raise _outside("y_true", y_true, known, "class_index", last=last)
    return y_true.astype(np.intp)


def class_pair(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    as_rows: Callable[[str, ArrayLike], Array] = distributions,
    name: str = "y_pred",
) -> tuple[Array | NDArray[np.intp], Array]:
    """The argument `name` as rows, and the targets that belong to them."""
    y_pred = as_rows(name, y_pred)
    return targets(y_true, y_pred, name), y_pred


def labels(y_true: Array, two: tuple[int, int]) -> Array:
    """`y_true`, if it holds nothing but the `two` labels."""
    low, high = two
    if np.count_nonzero(y_true == low) + np.count_nonzero(y_true == high) < y_true.size:
        raise _outside("y_true", y_true, (y_true == low) | (y_true == high), "labels", low=low, high=high)
    return y_true


def row_sums(array: Array) -> Array:
    """The sum of each row."""
    # For rows of a few classes einsum takes half the time of np.sum.
    return np.einsum("...c->...", array)


def parameter(name: str, value: float | None, domain: Domain) -> float | None:
    """The hyperparameter `name` as a float, if it lies in `domain`; only `clip` may be None."""
    if value is None and domain is CLIP:
        return None
    number = _float(name, value, domain.allowed)
    if not domain.low <= number <= domain.high:
        raise ValueError(_value(name, _shown(number), domain.allowed))
    return number


def reduction(name: str) -> str:
    """`name`, if it is one of the three reductions."""
    if not isinstance(name, str) or name not in REDUCTIONS:
        raise ValueError(_value("reduction", _repr(name), "reduction", names=", ".join(map(repr, REDUCTIONS))))
    return name


def _masked(values: ArrayLike) -> tuple[int, ...] | None:
    """Where the first masked element is, in a masked array or a list of such arrays: NumPy would forget the mask."""
    if isinstance(values, np.ma.MaskedArray):
        mask = np.ma.getmaskarray(values)
        return _first(mask) if mask.any() else None
    if isinstance(values, (list, tuple)) and any(issubclass(kind, _MAY_BE_MASKED) for kind in set(map(type, values))):
        for i, row in enumerate(values):
            if (index := _masked(row)) is not None:
                return (i, *index)
    return None


def _floats(name: str, objects: NDArray) -> Array:
    """Numbers of any kind as floats, or a refusal of the first that is none."""
    floats = np.empty(objects.shape)
    for index, value in np.ndenumerate(objects):
        floats[index] = _float(_element(name, index), value, "real")
    return floats


def _float(where: str, value: object, allowed: str) -> float:
    # NumPy counts a span of time among the real numbers, but the standard library does not count a decimal.
    if not isinstance(value, (Real, Decimal)) or isinstance(value, np.timedelta64):
        raise TypeError(_value(where, _typed(value), allowed))
    try:
        number = float(value)
    except OverflowError:
        number, value = math.inf, Decimal(int(value))
    except ValueError:  # a NaN that "signals"
        number = math.nan
    # Decimals and long doubles past the largest float become inf without an error.
    if math.isinf(number) and -math.inf < value < math.inf:
        raise ValueError(_value(where, f"{Decimal(str(value)):.3g}", "float"))
    return number


def _ragged(name: str, values: ArrayLike) -> ValueError:
    shapes = [_row_shape(row) for row in values]
    row = next(i for i, shape in enumerate(shapes) if shape is None or shape != shapes[0])
    return ValueError(_value(_element(name, (row,)), _repr(values[row]), "equal_rows"))


def _row_shape(row: ArrayLike) -> tuple[int, ...] | None:
    try:
        return np.shape(row)
    except ValueError:  # the row itself is ragged
        return None


def _wrong_shape(name: str, array: NDArray, allowed: str) -> ValueError:
    return ValueError(t("error.shape", name=name, received=array.shape, allowed=t(f"error.allowed.{allowed}")))


def _outside(name: str, array: Array, fits: NDArray[np.bool_], allowed: str, **words: object) -> ValueError:
    index = _first(~fits)
    return ValueError(_value(_element(name, index), _shown(array[index]), allowed, **words))


def _value(where: str, received: str, allowed: str, **words: object) -> str:
    return t("error.value", where=where, received=received, allowed=t(f"error.allowed.{allowed}", **words))


def _first(mask: NDArray[np.bool_]) -> tuple[int, ...]:
    return tuple(int(i) for i in np.unravel_index(np.argmax(mask), mask.shape))


def _element(name: str, index: tuple[int, ...]) -> str:
    return f"{name}[{', '.join(map(str, index))}]" if index else name


def _shown(value: float) -> str:
    return repr(float(value)).removesuffix(".0")


def _typed(value: object) -> str:
    return f"{_repr(value)} ({type(value).__name__})"


def _repr(value: object) -> str:
    try:
        return reprlib.repr(value)
    except ValueError:  # Python writes no integer of more than 4300 digits
        return "…"
