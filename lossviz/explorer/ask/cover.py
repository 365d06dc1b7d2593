"""The picture of a question: that of the explorer, without all that would give the answer away."""

from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any

from matplotlib.artist import Artist
from matplotlib.axes import Axes

from lossviz.explorer.ask.questions import AskDrawing, AskPlace, Question
from lossviz.figure.paper import Paper
from lossviz.figure.style import FAINT, drawing
from lossviz.words import t

# What a page and a kernel call the marker, or the curve, that is the answer.
ASKED = "ask"


class Cover:
    """A drawing made for this, in which only what the question shows is left; for a panel it is what a `Drawing` is.

    now: the moment of the explorer that it shows. paper: what it is drawn on.
    """

    def __init__(self, made: Any, question: Question, now: Any, paper: Paper):
        self.question, self.art, self.now, self.paper = question, made.art, now, paper
        self.live = made.live
        self._hide()
        self.live.draw_still()
        self.layer = self.live.layer()
        self.axes = axes_of(made, question)
        self.values = {**now.values, **limits(self.axes, question)}
        self.handles = SimpleNamespace(listed=self._handles, rails=dict)

    def _hide(self) -> None:
        shown = {id(one) for name in self.question.shows for one in _artists([named(self.art, name)])}
        rails = vars(self.art).get("rails", {}).values() if "rails" not in self.question.shows else ()
        for artist in (*self.live.moving, *rails):
            if id(artist) not in shown:
                artist.set_visible(False)
        own = axes_of(self, self.question)
        for ax in self.live.figure.axes:
            is_empty = not any(one.get_visible() for one in (*ax.lines, *ax.patches, *ax.collections, *ax.texts))
            if is_empty and ax is not own:
                with drawing():
                    ax.text(0.5, 0.5, "?", transform=ax.transAxes, ha="center", va="center", fontsize=54, color=FAINT)
            # A title says too much of what is hidden.
            if is_empty or ax is own or any(rail.axes is ax for rail in rails):
                for place in ("left", "center", "right"):
                    ax.set_title("", loc=place)

    def _handles(self) -> list[dict[str, str]]:
        return [{"id": ASKED, "along": self.question.along}] if isinstance(self.question, AskPlace) else []


def axes_of(made: Any, question: Question) -> Axes | None:
    """The axes that a question is about, in a drawing of its explorer."""
    if not isinstance(question, AskPlace | AskDrawing):
        return None
    artist = named(made.art, question.on)
    if not isinstance(artist, Artist) or artist.axes is None:
        raise TypeError(t("explorer.no_handle", name=question.on, allowed=", ".join(vars(made.art))))
    return artist.axes


def limits(axes: Axes | None, question: Question) -> dict[str, Any]:
    """The ends of the axes that a question is about, as values that it may name."""
    if axes is None:
        return {}
    x, y = tuple(map(float, axes.get_xlim())), tuple(map(float, axes.get_ylim()))
    low, high = x if getattr(question, "along", "y") == "x" else y
    return {"axis_low": low, "axis_high": high, "x_limits": x, "y_limits": y}


def named(art: SimpleNamespace, name: str) -> Any:
    """What is on `art` under a name, as "dot", or "bars.0" of a list."""
    name, _, place = name.partition(".")
    found = getattr(art, name, None)
    return found[int(place)] if place else found


def _artists(values: Iterable[Any]) -> Iterable[Artist]:
    for value in values:
        if isinstance(value, list | tuple):
            yield from _artists(value)
        elif isinstance(value, dict):
            yield from _artists(value.values())
        elif isinstance(value, Artist):
            yield value
