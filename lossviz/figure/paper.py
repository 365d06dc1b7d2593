"""Paper: how large a figure is laid out, by the room that a page has for it.

A figure is laid out on paper of a width of its own, in letters of 13 pixels and more, and shown as wide as the page has
room. On a page with less room than its author thought of the paper is narrower, so that the letters stay as large. For
a lecture the paper is narrower still, so that they, and lines and points with them, come out larger.
"""

import math
from dataclasses import dataclass

# Below this width panels stand under each other.
NARROW = 640
NARROWEST = 420
# What stands beside a figure needs at least this, in pixels, and the figure this share of the width it was thought for.
SIDE, ENOUGH = 210, 0.85
# How much larger everything is in a lecture.
LECTURE = 1.4
# The share of a window's height that a figure may take, so that its controls are seen with it.
HIGHEST = 0.52
# Papers differ by steps of so many pixels, so that a scroll bar draws nothing again.
STEP = 20


@dataclass(frozen=True)
class Paper:
    """Width and height of a figure, the width of the page that it takes, as CSS, and whether something is beside it."""

    width: float
    height: float
    column: str
    beside: bool


def paper(
    size: tuple[float, float],
    *,
    share: float = 1,
    tall: float = 1.7,
    room: tuple[float, float] | None = None,
    lecture: bool = False,
) -> Paper:
    """The paper of a figure that was thought of as `size`, in pixels.

    share: of the page that the figure takes, the rest being for what stands beside it. tall: how much higher it is
    where its panels stand under each other. room: width of the page and height of its window, once they are known.

    >>> paper((1000, 360)).width, paper((1000, 360), room=(800, 720)).width, paper((1000, 360), lecture=True).width
    (1000, 800, 700)
    """
    wide, high = size
    page, window = room or (wide / share, math.inf)
    zoom = LECTURE if lecture else 1
    beside = share < 1 and page - SIDE >= ENOUGH * wide * zoom
    lowest = min(HIGHEST * window * wide / high, page)
    shown = min(lowest, share * page, page - SIDE) if beside else lowest
    width = min(wide, STEP * (shown / zoom // STEP))
    narrow = width < NARROW
    if narrow:
        width = max(NARROWEST, min(width, STEP * (page / zoom // STEP)))
    # Narrower paper is lower too, but not as much: titles and ticks need their height.
    height = round(high * (tall if narrow else math.sqrt(width / wide)))
    limits = ["100%"] if narrow else ["100%", f"{100 * HIGHEST:g}vh * {width / height:.4g}"]
    if beside:
        limits[0] = f"min({share:.0%}, 100% - {SIDE}px)"
    return Paper(width, height, f"min({', '.join(limits)})", beside)
