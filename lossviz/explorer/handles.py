"""Handles: where in the figure a control can be taken hold of. No widgets, no page: places as shares of the figure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch

from lossviz.words import t

# Of more elements than this nobody could take hold of one.
MOST = 40
# Points of a curve that a page needs to keep a handle on it.
RAIL = 60


@dataclass(frozen=True)
class Handle:
    """A place where a control can be taken hold of.

    artist: a name on `art`, as "dot", or "bars.0" of a list; the points of a line, or the bars of a path, are the
    elements of the control one by one.
    along: "x" or "y", the axis along which it is dragged; "press" for a switch: it stays at the artist's point.
    ends: the name of a value: where on that axis the ends of the range are, if the number is not its own place.
    across: the name of a value: where it is on the other axis, if the artist does not say.
    """

    artist: str
    along: str
    ends: str = ""
    across: str = ""


def handle(drag: str | Handle) -> Handle:
    """From the short form: "dot.y" is a handle on `art.dot` that is dragged along y."""
    return drag if isinstance(drag, Handle) else Handle(*drag.rsplit(".", 1))


class Handles:
    """All handles of an explorer on one drawing. `controls` are its controls by name, `art` what it has drawn."""

    def __init__(self, controls: Mapping[str, Any], art: SimpleNamespace):
        self._art = art
        self._all = [
            (name, control, handle(drag))
            for name, control in controls.items()
            for drag in control.drags
            if np.size(control.default) <= MOST
        ]
        self._shares = {}
        self._curves, self._rails = [], {}
        for _, _, one in self._all:
            artist = self._artist(one)
            if not isinstance(artist, Line2D | PathPatch):
                raise TypeError(t("explorer.no_handle", name=one.artist, allowed=", ".join(vars(art))))
            # Limits do not change while the drawing is used.
            self._shares[one.artist] = artist.axes.transData.frozen()

    def places(self, values: Mapping[str, Any]) -> list[list[float] | None]:
        """For each handle x, y, its number, and where along its axis the range ends; None if it cannot be seen."""
        return [
            row
            for name, control, one in self._all
            for row in self._rows(control, one, values[control.shows or name], values)
        ]

    def listed(self) -> list[dict[str, str]]:
        """What the handles move, in the same order."""
        return [{"id": key, "along": one.along} for _, control, one in self._all for key in control.ids]

    def rails(self) -> dict[str, list[list[float]]]:
        """Of the handles that stay on a curve, by their place in the order, the curve."""
        rails = vars(self._art).get("rails", {})
        curves = [line.get_data() for line in rails.values()]
        # A curve that has not moved has the same arrays as before.
        if [id(data) for curve in curves for data in curve] != [id(data) for curve in self._curves for data in curve]:
            order = [one for _, control, one in self._all for _ in control.ids]
            found = {one.artist: self._rail(one, rails[one.artist]) for one in order if one.artist in rails}
            self._rails = {str(index): found[one.artist] for index, one in enumerate(order) if one.artist in found}
            self._curves = curves
        return self._rails

    def _rows(self, control: Any, one: Handle, value: Any, values: Mapping[str, Any]) -> Iterator[list[float] | None]:
        artist = self._artist(one)
        low, high = control.ends
        # A reading may lie beyond the ends.
        numbers = np.clip(np.ravel(value).astype(float), low, high)
        count = len(numbers)
        ends = np.broadcast_to(_ends(one, artist, values, (low, high)), (count, 2))
        across = np.broadcast_to(values[one.across] if one.across else _across(one, artist), (count,))
        share = (numbers - low) / (high - low)
        place = ends[:, 0] + share * (ends[:, 1] - ends[:, 0])
        # One that has a place of its own waits at the edge of its axes, when what it moves is beyond.
        waits = bool(one.ends)
        if waits:
            limits = artist.axes.get_ylim() if one.along == "y" else artist.axes.get_xlim()
            place = np.clip(place, *sorted(limits))
        along = np.column_stack([place, ends])
        places = self._in_shares(one, along, np.broadcast_to(across[:, np.newaxis], along.shape))
        axis = int(one.along == "y")
        movable = (one.along == "press") | (ends[:, 0] != ends[:, 1])
        seen = (waits | artist.get_visible()) & np.isfinite(places).all(axis=(1, 2)) & movable
        for place, number, is_seen in zip(places.round(5).tolist(), numbers.tolist(), seen, strict=True):
            yield [*place[0], number, place[1][axis], place[2][axis]] if is_seen else None

    def _artist(self, one: Handle) -> Artist | None:
        name, _, place = one.artist.partition(".")
        found = getattr(self._art, name, None)
        return found[int(place)] if place else found

    def _rail(self, one: Handle, line: Line2D) -> list[list[float]]:
        """A curve as points along and across, ordered along."""
        x, y = (np.asarray(data, float) for data in line.get_data())
        good = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
        some = good[np.unique(np.linspace(0, len(good) - 1, RAIL).astype(int))]
        # Where it leaves the axes a handle stays at their edge.
        x, y = np.clip(x[some], *line.axes.get_xlim()), np.clip(y[some], *line.axes.get_ylim())
        along, across = (y, x) if one.along == "y" else (x, y)
        places = self._in_shares(one, along, across)
        ordered = places[:, ::-1] if one.along == "y" else places
        return ordered[np.argsort(ordered[:, 0], kind="stable")].round(4).tolist()

    def _in_shares(self, one: Handle, along: np.ndarray, across: np.ndarray) -> np.ndarray:
        """Points as shares of the figure's width, from the left, and of its height, from the top."""
        points = np.stack([across, along] if one.along == "y" else [along, across], axis=-1)
        width, height = self._artist(one).get_figure().bbox.size
        pixels = self._shares[one.artist].transform(points.reshape(-1, 2)).reshape(points.shape)
        return pixels / (width, -height) + (0, 1)


def _ends(one: Handle, artist: Artist, values: Mapping[str, Any], ends: tuple[float, float]) -> np.ndarray:
    """Where on the axis along which a handle is dragged the ends of its range are; a switch has one place."""
    if one.along == "press":
        return np.column_stack([artist.get_xdata()] * 2).astype(float)
    return np.asarray(values[one.ends] if one.ends else ends, float)


def _across(one: Handle, artist: Artist) -> np.ndarray:
    """Where an artist is on the axis along which its handle is not dragged."""
    if isinstance(artist, Line2D):
        return np.asarray(artist.get_xdata() if one.along == "y" else artist.get_ydata(), float)
    corners = artist.get_path().vertices.reshape(-1, 5, 2)[:, :, 0 if one.along == "y" else 1]
    return (corners.min(axis=1) + corners.max(axis=1)) / 2
