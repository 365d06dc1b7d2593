"""Round numbers for axes and sliders: 1, 2 or 5 times a power of ten."""

import math
from collections.abc import Sequence

import numpy as np


def steps(low: float, high: float, count: int) -> tuple[float, float, float]:
    """A range that holds `low` and `high`, and a round step, about `count` of them; of a range without width, one too.

    >>> steps(-1.13, 4.8, 100)
    (-1.2, 4.8, 0.1)
    """
    # Neighbouring floats are no steps: a range that is too narrow for its size is widened.
    high = max(high, low + count * max(1e-14 * max(abs(low), abs(high)), 1e-300))
    step = round_up(0.999 * (high - low) / count, (1, 2, 5))
    return _rounded(math.floor(low / step + 1e-9) * step), _rounded(math.ceil(high / step - 1e-9) * step), step


def around(values: Sequence[float], share: float) -> tuple[float, float]:
    """From the least of the values to the greatest, and this share of the way beyond; where all are one, of 1.

    >>> around([2, 6, 4], 0.25), around([3, 3], 0.25)
    ((1.0, 7.0), (2.75, 3.25))
    """
    low, high = float(np.min(values)), float(np.max(values))
    # The square of less would be nothing.
    beyond = share * (high - low if high - low > 1e-100 else 1.0)
    return low - beyond, high + beyond


def round_up(value: float, leading: Sequence[float] = (1, 2, 2.5, 5)) -> float:
    """The next number at or above a positive `value` that is one of `leading` times a power of ten.

    >>> round_up(84.4), round_up(0.21, (1, 2, 5))
    (100.0, 0.5)
    """
    power = math.floor(math.log10(max(value, 1e-300)))
    return next(found for times in (*leading, 10) if (found := _rounded(times * 10.0**power)) >= value)


def nearest(value: float, step: float) -> float:
    """The multiple of `step` that is nearest to a value.

    >>> nearest(0.0731, 0.005)
    0.075
    """
    return _rounded(round(value / step) * step)


def spread(count: int, most: int) -> np.ndarray:
    """At most `most` of the indices 0 … count − 1, evenly, the first and the last among them.

    >>> spread(100, 4).tolist()
    [0, 33, 66, 99]
    """
    return np.unique(np.linspace(0, count - 1, min(count, most)).astype(int))


def apart(places: Sequence[float], gap: float, low: float, high: float) -> np.ndarray:
    """The places moved as far as they must to stand `gap` apart, between `low` and `high` if they have room there.

    >>> apart([0.9, 0.1, 0.91], 0.2, 0, 1).round(3).tolist()
    [0.8, 0.1, 1.0]
    """
    places = np.asarray(places, float)
    order, gaps = np.argsort(places, kind="stable"), gap * np.arange(len(places))
    free = places[order] - gaps
    # Pushed to the right, and to the left: between the two they are apart as well, and nearest to where they were.
    middle = (np.maximum.accumulate(free) + np.minimum.accumulate(free[::-1])[::-1]) / 2
    found = np.empty(len(places))
    found[order] = np.minimum(np.maximum(middle, low), high - gaps[-1]) + gaps
    return found


def _rounded(value: float) -> float:
    """Without the tail of a float: 0.3, not 0.30000000000000004."""
    return float(f"{value:.15g}")
