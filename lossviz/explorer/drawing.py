"""A figure that an explorer has drawn, and the artists of it that follow the numbers."""

from collections.abc import Iterator, Mapping, Sequence
from types import SimpleNamespace
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lossviz.explorer.handles import Handles
from lossviz.explorer.hooks import Hook
from lossviz.figure.live import LiveFigure
from lossviz.figure.paper import Paper
from lossviz.figure.style import drawing, new_figure
from lossviz.words import t


class Drawing:
    """What `draw` made for some values, and what the `move…` hooks have since done with it.

    `draw` gets `figure`, and `art` to keep under a name each what will move. Nothing else of the figure may change.
    """

    def __init__(
        self, paper: Paper, draw: Hook, moves: Sequence[Hook], values: Mapping[str, Any], controls: Mapping[str, Any]
    ):
        self._draw, self._moves = draw, moves
        self.art = SimpleNamespace()
        with drawing():
            figure = new_figure(paper.width, paper.height)
            draw({**values, "figure": figure, "art": self.art})
        moving = list(_artists(vars(self.art).values()))
        for artist in moving:
            if artist.get_figure() is not figure:
                raise TypeError(t("explorer.elsewhere", artist=type(artist).__name__))
        self.live = LiveFigure(figure, moving)
        self.paper = paper
        self.handles = Handles(controls, self.art)
        self._drawn_for = draw.named(values)
        self._moved_for: dict[str, Mapping[str, Any]] = {}

    def fits(self, values: Mapping[str, Any]) -> bool:
        """Whether what stands still is the same for these values."""
        return same(self._draw.named(values), self._drawn_for)

    def move(self, values: Mapping[str, Any], *, all_of_it: bool = False) -> None:
        """Let the hooks follow whose values have changed."""
        for hook in self._moves:
            wanted = hook.named(values)
            if all_of_it or not same(wanted, self._moved_for.get(hook.name)):
                # Until the hook has come to its end, nobody knows where its artists are.
                self._moved_for.pop(hook.name, None)
                hook({**values, "art": self.art})
                self._moved_for[hook.name] = wanted

    def checked_move(self, values: Mapping[str, Any]) -> None:
        """The first move: artists that change though they are not kept on `art` are an error."""
        still = [artist for artist in self.live.figure.findobj() if not artist.get_animated() and not artist.stale]
        self.move(values)
        moved = [artist for artist in still if artist.stale and not isinstance(artist, Figure)]
        # Children come before the axes that hold them, and say more.
        if moved:
            raise TypeError(t("explorer.not_kept", artist=type(moved[0]).__name__))


def _artists(values: Sequence[Any]) -> Iterator[Artist]:
    """The artists among the values, and in their lists and tuples."""
    for value in values:
        if isinstance(value, list | tuple):
            yield from _artists(value)
        elif isinstance(value, Artist) and not isinstance(value, Figure | Axes):
            yield value


def same(one: Mapping[str, Any], other: Mapping[str, Any] | None) -> bool:
    """Whether all that is in `one` is the same in the other."""
    return other is not None and all(_equal(value, other[name]) for name, value in one.items())


def _equal(one: Any, other: Any) -> bool:
    if one is other:
        return True
    if isinstance(one, np.ndarray):
        return isinstance(other, np.ndarray) and np.array_equal(one, other)
    try:
        return bool(one == other)
    except ValueError:  # lists of arrays, say
        return False
