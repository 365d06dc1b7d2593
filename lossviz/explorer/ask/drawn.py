"""A curve that somebody has drawn beside the true one: where it is right, and where not. Points in, findings out.

Both curves are heights over the same places, as shares of the height of their axes: 0 at the bottom, 1 at the top. What
is above 1 is off the picture.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

# How far off a height may be, and a place, as a share of the axes: what a hand can draw without a ruler.
NEAR, BESIDE = 0.1, 0.08
# A piece is straight whose points are at most this share of its own height off the line between its ends.
STRAIGHT = 0.11
# A staircase is level over this share of its width at least; it is level where a column differs by less than FLAT from
# the next. It goes up or down by STEP at least within so few columns.
LEVEL, FLAT, STEP, COLUMNS = 0.6, 0.004, 0.06, 3
# Of a lowest point that is as wide as this nobody could say where it is.
WIDE = 0.15


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. `kind` says what was found: "high" or "low", say, where it is not right.

    place: the column that it is about.
    """

    what: str
    kind: str
    right: bool
    place: int = 0


def compared(drawn: np.ndarray, true: np.ndarray) -> list[Finding]:
    """What can be said of a drawing: its ends, its lowest point, steps or smooth, straight or bent."""
    drawn, true = np.clip(drawn, 0, 1), np.clip(true, 0, 1)
    found = [_end(drawn, true, "start", 0), _end(drawn, true, "end", len(true) - 1)]
    if is_staircase(true):
        return [*found, Finding("steps", "steps" if is_staircase(drawn) else "smooth", is_staircase(drawn))]
    if is_staircase(drawn):
        found.append(Finding("smooth", "steps", False))
    lowest = lowest_place(true)
    if 0 < lowest < len(true) - 1:
        found.append(_lowest(drawn, lowest))
    return [*found, _bend(drawn, true)]


def is_staircase(heights: np.ndarray) -> bool:
    """Whether a curve is level almost everywhere, and jumps in between."""
    level = np.abs(np.diff(heights)) < FLAT
    within = np.abs(heights[COLUMNS:] - heights[:-COLUMNS])
    return bool(level.mean() >= LEVEL and within.max() >= STEP)


def lowest_place(heights: np.ndarray) -> int:
    """The column of the lowest point, the middle one of several; -1 where it is too wide to be a point."""
    low = np.flatnonzero(heights <= heights.min() + FLAT)
    return -1 if low[-1] - low[0] > WIDE * len(heights) else int(low[len(low) // 2])


def bend(heights: np.ndarray) -> str:
    """How a piece of a curve runs between its ends: "straight", "sags" below the line between them, or "bulges"."""
    line = np.linspace(heights[0], heights[-1], len(heights))
    off = heights - line
    if np.abs(off).max() <= STRAIGHT * max(np.ptp(heights), NEAR):
        return "straight"
    return "sags" if off.mean() < 0 else "bulges"


def _end(drawn: np.ndarray, true: np.ndarray, what: str, place: int) -> Finding:
    if true[place] >= 1:
        off = bool(drawn[place] >= 1 - NEAR)
        return Finding(what, "off" if off else "inside", off, place)
    difference = drawn[place] - true[place]
    kind = "right" if abs(difference) <= NEAR else "high" if difference > 0 else "low"
    return Finding(what, kind, kind == "right", place)


def _lowest(drawn: np.ndarray, lowest: int) -> Finding:
    place = lowest_place(drawn)
    if np.ptp(drawn) < NEAR or place < 0:
        return Finding("lowest", "none", False, lowest)
    off = place - lowest
    kind = "right" if abs(off) <= BESIDE * len(drawn) else "after" if off > 0 else "before"
    return Finding("lowest", kind, kind == "right", lowest)


def _bend(drawn: np.ndarray, true: np.ndarray) -> Finding:
    """Straight or bent, on either side of the lowest point, wherever the true curve is in the picture and not level."""
    lowest = lowest_place(true)
    cuts = [0, lowest, len(true) - 1] if 0 < lowest < len(true) - 1 else [0, len(true) - 1]
    found = []
    for start, end in pairwise(cuts):
        inside = np.flatnonzero(true[start : end + 1] < 1) + start
        if len(inside) > COLUMNS:
            found.append((np.ptp(true[inside]), bend(true[inside]), bend(drawn[inside])))
    # The highest side says most.
    found.sort(reverse=True)
    sides = [one for one in found if one[0] >= NEAR] or found[:1] or [(0, "straight", "straight")]
    wrong = [side for side in sides if side[1] != side[2]]
    _, ours, theirs = (wrong or sides)[0]
    return Finding("bend", f"{ours}_{theirs if wrong else 'right'}", not wrong)
