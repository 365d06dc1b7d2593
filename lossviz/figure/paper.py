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
SIDE, ENOUGH = 232, 0.85
# How much larger everything is in a lecture.
LECTURE = 1.45
# The share of a window's height that a figure may take, so that its controls are seen with it; in a lecture, where an
# explorer has the screen for itself, more. To keep to it paper is made lower, but by a fifth at most.
HIGHEST, HIGHEST_LECTURE = 0.52, 0.6
LOWEST = 0.8
# The share of their size that letters have at least.
LEGIBLE = 0.96
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
    (1000, 800, 680)
    """
    wide, high = size
    page, window = room or (wide / share, math.inf)
    zoom, highest = (LECTURE, HIGHEST_LECTURE) if lecture else (1, HIGHEST)
    beside = share < 1 and page - SIDE >= ENOUGH * wide * zoom
    across = min(share * page, page - SIDE) if beside else page
    width = min(wide, max(NARROWEST, _stepped(across / zoom)))
    if width < NARROW:
        return Paper(width, round(high * tall), "100%", beside)
    height = _height(width, size, highest * window * width / across)
    # Where the window is low, letters must not get smaller with the figure.
    while width > NARROW and highest * window * width / height < LEGIBLE * zoom * width:
        width -= STEP
        height = _height(width, size, highest * window / zoom)
    limit = f"min({share:.0%}, 100% - {SIDE}px)" if beside else "100%"
    high_enough = f"max({100 * highest:g}vh * {width / height:.4g}, {LEGIBLE * zoom * width:.0f}px)"
    return Paper(width, height, f"min({limit}, {high_enough})", beside)


def _height(width: float, size: tuple[float, float], most: float) -> int:
    """Narrower paper is lower too, but not as much: titles and ticks need their height."""
    wide, high = size
    natural = high * math.sqrt(width / wide)
    return round(max(LOWEST * natural, min(natural, most)))


def _stepped(width: float) -> int:
    return int(STEP * (width // STEP))
