"""A curve that somebody has drawn beside the true one: where it is right, and where not. Points in, findings out.

Both curves are heights over the same places, as shares of the height of their axes: 0 at the bottom, 1 at the top. What
is above 1 is off the picture.
"""

from dataclasses import dataclass

import numpy as np

# How far off a height may be, and a place, as a share of the axes: what a hand can draw without a ruler.
NEAR, BESIDE = 0.1, 0.08
# How far off a drawing is on average that runs near the curve.
CLOSE = 0.07
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
    """What can be said of a drawing: ends and middle, lowest or highest point, steps or smooth, straight or bent."""
    off = np.asarray(true) > 1 + FLAT
    drawn, true = np.clip(drawn, 0, 1), np.clip(true, 0, 1)
    last = len(true) - 1
    found = [_end(drawn, true, "start", 0, off=off[0]), _end(drawn, true, "end", last, off=off[last])]
    if is_staircase(true):
        found.append(_between(drawn, true))
        found.append(Finding("steps", "steps" if is_staircase(drawn) else "smooth", is_staircase(drawn)))
        return [*found, _highest(drawn, true)]
    found.append(_between(drawn, true))
    lowest = lowest_place(true)
    if 0 < lowest < last:
        found.append(_lowest(drawn, lowest))
    return [*found, Finding("smooth", "steps", False) if is_staircase(drawn) else _bend(drawn, true)]


def is_staircase(heights: np.ndarray) -> bool:
    """Whether a curve is level almost everywhere, and jumps in between."""
    level = np.abs(np.diff(heights)) < FLAT
    within = np.abs(heights[COLUMNS:] - heights[:-COLUMNS])
    return bool(level.mean() >= LEVEL and within.max() >= STEP)


def lowest_place(heights: np.ndarray) -> int:
    """The column of the lowest point, the middle of a level one; -1 where that is too wide to be a point."""
    start, end = _run(heights <= heights.min() + FLAT * np.ptp(heights), int(heights.argmin()))
    if end - start > WIDE * len(heights):
        return -1
    # What is lowest up to an end of the picture is lowest there.
    return 0 if start == 0 else end if end == len(heights) - 1 else (start + end) // 2


def bend(heights: np.ndarray) -> str:
    """How a piece of a curve runs between its ends: "straight", "sags" below the line between them, or "bulges"."""
    line = np.linspace(heights[0], heights[-1], len(heights))
    off = heights - line
    if np.abs(off).max() <= STRAIGHT * max(np.ptp(heights), NEAR):
        return "straight"
    return "sags" if off.mean() < 0 else "bulges"


def _end(drawn: np.ndarray, true: np.ndarray, what: str, place: int, *, off: bool) -> Finding:
    if off:
        right = bool(drawn[place] >= 1 - NEAR)
        return Finding(what, "off" if right else "inside", right, place)
    difference = drawn[place] - true[place]
    kind = "right" if abs(difference) <= NEAR else "high" if difference > 0 else "low"
    return Finding(what, kind, kind == "right", place)


def _between(drawn: np.ndarray, true: np.ndarray) -> Finding:
    """Whether a drawing runs near the true curve between their ends; the place is where it is farthest off."""
    inner = slice(len(true) // 10, -(len(true) // 10))
    off = (drawn - true)[inner]
    place = int(np.abs(off).argmax()) + inner.start
    far = np.abs(off).mean() > CLOSE
    kind = "near" if not far else "high" if off.mean() > CLOSE / 2 else "low" if off.mean() < -CLOSE / 2 else "both"
    return Finding("between", kind, not far, place)


def _lowest(drawn: np.ndarray, lowest: int) -> Finding:
    place = int(np.flatnonzero(drawn <= drawn.min() + FLAT).mean())
    if np.ptp(drawn) < NEAR:
        return Finding("lowest", "none", False, lowest)
    off = place - lowest
    kind = "right" if abs(off) <= BESIDE * len(drawn) else "after" if off > 0 else "before"
    return Finding("lowest", kind, kind == "right", lowest)


def _highest(drawn: np.ndarray, true: np.ndarray) -> Finding:
    """Whether the top of a drawing lies over the highest stair."""
    start, end = _run(true >= true.max() - FLAT, int(true.argmax()))
    place = int(np.flatnonzero(drawn >= drawn.max() - FLAT).mean())
    if np.ptp(drawn) < NEAR:
        return Finding("highest", "none", False, (start + end) // 2)
    beside = BESIDE * len(true)
    kind = "before" if place < start - beside else "after" if place > end + beside else "right"
    return Finding("highest", kind, kind == "right", (start + end) // 2)


def _run(where: np.ndarray, at: int) -> tuple[int, int]:
    """The first and the last of the columns around `at` for which this is true without a gap."""
    others = np.flatnonzero(~where)
    before, after = others[others < at], others[others > at]
    return int(before[-1]) + 1 if len(before) else 0, int(after[0]) - 1 if len(after) else len(where) - 1


def _bend(drawn: np.ndarray, true: np.ndarray) -> Finding:
    """Straight or bent, on each side of the lowest point that is high enough to tell."""
    sides = list(zip(_sides(true), _sides(drawn, like=true), strict=True))
    told = [side for side in sides if np.ptp(side[0]) >= NEAR] or sides
    # The highest side says most.
    told.sort(key=lambda side: -np.ptp(side[0]))
    bends = [(bend(ours), bend(theirs)) for ours, theirs in told]
    wrong = [(ours, theirs) for ours, theirs in bends if ours != theirs]
    ours, theirs = wrong[0] if wrong else (bends[0][0], "right")
    return Finding("bend", f"{ours}_{theirs}", not wrong)


def _sides(heights: np.ndarray, like: np.ndarray | None = None) -> list[np.ndarray]:
    """A curve cut at its lowest point, without what is off the picture; in as many pieces as `like`, if it can be."""
    like = heights if like is None else like
    lowest = lowest_place(like)
    if not 0 < lowest < len(like) - 1:
        return [_inside(heights)]
    own = lowest_place(heights)
    cut = own if COLUMNS < own < len(heights) - 1 - COLUMNS else lowest
    return [_inside(heights[: cut + 1]), _inside(heights[cut:])]


def _inside(heights: np.ndarray) -> np.ndarray:
    inside = heights[heights < 1]
    return inside if len(inside) > COLUMNS else heights
