"""What a reader has put into the picture, a marker or a curve, as SVG over it; and where it is, for the page."""

from collections.abc import Mapping
from html import escape
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from lossviz.explorer.ask.questions import AskDrawing, AskPlace, share_of
from lossviz.figure.style import PREDICTION
from lossviz.words import filled, number, t


def shares(axes: Axes, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Points as shares of the figure's width, from the left, and of its height, from the top."""
    points = axes.transData.transform(np.column_stack([np.ravel(x), np.ravel(y)]).astype(float))
    width, height = axes.figure.bbox.size
    return points / (width, -height) + (0, 1)


def marker(axes: Axes, question: AskPlace, guess: float, words: str = "") -> str:
    """A line across the axes where the marker is, with its number."""
    x, y = _ends(axes, question, guess)
    (left, top), (right, bottom) = shares(axes, x, y) * axes.figure.bbox.size
    line = f'<path d="M{left:.1f} {top:.1f}L{right:.1f} {bottom:.1f}" stroke-dasharray="7 4"/>'
    shown = escape(words or number(guess, 3))
    place = f'x="{right - 4:.1f}" y="{bottom - 7:.1f}" text-anchor="end"'
    if question.along == "x":
        place = f'x="{right + 6:.1f}" y="{min(top, bottom) + 14:.1f}"'
    return _svg(axes, f'{line}<text class="lv-halo" {place}>{shown}</text>')


def marker_place(axes: Axes, question: AskPlace, guess: float) -> list[float]:
    """Where the handle of the marker is: x, y, its number, and where along its axis the axis ends."""
    x, y = _ends(axes, question, guess)
    at = shares(axes, x, y).mean(axis=0)
    axis = int(question.along == "y")
    corners = shares(axes, axes.get_xlim(), axes.get_ylim())
    return [*at.round(5).tolist(), float(guess), *corners[:, axis].round(5).tolist()]


def box(axes: Axes, question: AskDrawing, values: Mapping[str, Any]) -> dict[str, Any]:
    """What a page must know to let somebody draw: where the axes are, what they measure, and from where to where."""
    start, end = question.ends(values)
    (left, bottom), (right, top) = shares(axes, [start, end], axes.get_ylim())
    return {
        "left": round(left, 5), "top": round(top, 5), "width": round(right - left, 5), "height": round(bottom - top, 5),
        "x": [float(start), float(end)], "y": list(values["y_limits"]),
        "x_name": filled(question.x, values), "y_name": filled(question.y, values), "label": t("ask.draw_label"),
    }  # fmt: skip


def sketch(axes: Axes, question: AskDrawing, guess: list[float], values: Mapping[str, Any], *, area: bool) -> str:
    """The curve that was drawn, and with `area` what lies between it and the true one."""
    at, true = question.truth(values)
    drawn = _points(axes, np.linspace(*question.ends(values), len(guess)), np.asarray(guess), values)
    between = ""
    if area:
        back = _points(axes, at, np.clip(share_of(true, values), 0, 1), values)[::-1]
        between = f'<path class="lv-between" d="{_path([*drawn, *back])}Z"/>'
    return _svg(axes, f'{between}<path d="{_path(drawn)}"/>', "lv-trace" if area else "lv-trace lv-open")


def _points(axes: Axes, x: np.ndarray, heights: np.ndarray, values: Mapping[str, Any]) -> np.ndarray:
    low, high = values["y_limits"]
    return shares(axes, x, low + heights * (high - low)) * axes.figure.bbox.size


def _path(points: Any) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)


def _ends(axes: Axes, question: AskPlace, guess: float) -> tuple[Any, Any]:
    return ((guess, guess), axes.get_ylim()) if question.along == "x" else (axes.get_xlim(), (guess, guess))


def _svg(axes: Axes, inside: str, classes: str = "lv-trace") -> str:
    width, height = axes.figure.bbox.size
    return (
        f'<svg class="{classes}" viewBox="0 0 {width:g} {height:g}" '
        f'fill="none" stroke="{PREDICTION}" stroke-width="2.5">{inside}</svg>'
    )
