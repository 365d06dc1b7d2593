"""`explore.live`: a plain matplotlib function, as people write it for `interact`, as an explorer."""

import inspect
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from itertools import product
from types import SimpleNamespace
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.transforms import Bbox

from lossviz.explorer import abbreviations
from lossviz.explorer.controls import Choice, Data, Number
from lossviz.explorer.core import Explorer
from lossviz.explorer.source import call, literal
from lossviz.figure.live import LiveFigure
from lossviz.figure.style import drawing, new_figure
from lossviz.words import t

Picture = Callable[..., object]


def live(picture: Picture, **controls: Any) -> Explorer:
    """An explorer of a function that draws into axes: `picture(ax, p)`, with `p=(0, 1, 0.01)`.

    What the function draws moves with the controls. Axes, ticks and titles stand still, and are drawn again only when
    the function makes them differ. Limits that it leaves to matplotlib hold all that it draws anywhere.
    controls: for each parameter after `ax` a range (low, high) or (low, high, step), a list or dictionary of choices, a
    bool, or a control; a parameter's default is where it starts.

    >>> def picture(ax, p):
    ...     ax.plot([0, p], [0, p * p], "o-")
    >>> live(picture, p=(0, 1, 0.01)).set(p=0.25).describe()
    'p 0.25'
    """
    _, *parameters = inspect.signature(picture).parameters.values()
    known = {one.name: one.default for one in parameters}
    if known.keys() != controls.keys():
        raise TypeError(t("explorer.live_controls", received=", ".join(controls), allowed=", ".join(known)))
    declared = {
        name: abbreviations.control(name, controls[name], *([] if default is inspect.Parameter.empty else [default]))
        for name, default in known.items()
    }
    kind = type("Live", (Live,), {**declared, "__doc__": live.__doc__, "__module__": __name__})
    return kind(picture)._called(call("lossviz.explore.live", picture, **controls))


class Live(Explorer):
    """A plain function as an explorer. `live` makes them, with a control for each parameter of the function."""

    size = (800, 450)
    picture = Data(None)

    def read(self, **values):
        return {}

    def _new_drawing(self, values: Mapping[str, Any]) -> "Drawn":
        if self._now is None:
            self._make_sure(list(self._ends()))
        made = Drawn(self._draw_with, self.size, self._limits, self._afresh)
        made.start_over(values)
        return made

    def _draw_with(self, ax: Axes, values: Mapping[str, Any]) -> None:
        self._constants["picture"](ax, **{name: values[name] for name in self._controls})

    def _make_sure(self, ends: list[Mapping[str, Any]]) -> None:
        """Find the limits that hold all, and a way of clearing axes after which the picture is that of fresh axes."""
        self._limits = Bbox.null()
        for self._afresh in (False, True):
            drawn = Drawn(self._draw_with, self.size, self._limits, self._afresh)
            states = [end for end in ends if drawn.can_be_drawn(end)] or [self._start]
            self._limits = drawn.limits
            if drawn.is_right_at(states):
                return
        raise TypeError(t("explorer.live_differs", name=literal(self._constants["picture"])))

    def _ends(self) -> Iterator[dict[str, Any]]:
        """The states in which all controls are at an end, or each in turn where there are many."""
        ends = {name: _ends_of(control) for name, control in self._controls.items()}
        if len(ends) <= 2:
            yield from (dict(zip(ends, each, strict=True)) for each in product(*ends.values()))
        else:
            yield from ({**self._start, name: end} for name, several in ends.items() for end in several)


class Drawn:
    """What the function has drawn: what `Drawing` is to other explorers, but its artists are new ones at each step."""

    def __init__(self, draw: Callable[[Axes, Mapping[str, Any]], None], size: tuple, limits: Bbox, afresh: bool):
        self._draw, self._size, self.limits, self._afresh = draw, size, limits, afresh
        self.art = SimpleNamespace()
        self._new_axes()

    def fits(self, values: Mapping[str, Any]) -> bool:
        """Always: what stands still is looked after by `move`."""
        return True

    def start_over(self, values: Mapping[str, Any]) -> None:
        """Draw into new axes."""
        self._new_axes()
        self.live = LiveFigure(self._ax.figure, self._drawn(values))
        self._still = _what_stands_still(self._ax)

    def move(self, values: Mapping[str, Any], *, all_of_it: bool = False) -> None:
        """Call the function; start over where what stands still is to be another."""
        artists = self._drawn(values)
        if _what_stands_still(self._ax) == self._still:
            self.live.moving = artists
        else:
            self.start_over(values)

    def can_be_drawn(self, state: Mapping[str, Any]) -> bool:
        """Whether the function fails nowhere there; what it draws widens the limits."""
        try:
            self._drawn(state)
        except TypeError:  # of ours, and most that say that the function is not what it should be
            raise
        except Exception:  # the function's own, which a reader sees on the way there
            return False
        self.limits = Bbox.union([self.limits, self._ax.dataLim])
        return True

    def is_right_at(self, states: Sequence[Mapping[str, Any]]) -> bool:
        """Whether moving from one to the next gives the same pictures as drawing each afresh."""
        afresh = [self._picture_of(self.start_over, state) for state in states]
        return afresh == [self._picture_of(self.move, state) for state in states]

    def _picture_of(self, draw: Callable[[Mapping[str, Any]], None], state: Mapping[str, Any]) -> tuple[str, bytes]:
        draw(state)
        return self.live.layer(), self.live.still

    def _new_axes(self) -> None:
        with drawing():
            self._ax = new_figure(*self._size).subplots()
        self._own = set(self._ax.get_children())

    def _drawn(self, values: Mapping[str, Any]) -> list[Artist]:
        """The artists that the function draws for these values, into axes from which the last ones are gone."""
        ax = self._ax
        with drawing():
            _clear(ax, self._own, afresh=self._afresh)
            if self._afresh:
                self._own = set(ax.get_children())
            self._draw(ax, values)
        if len(ax.figure.axes) > 1:
            raise TypeError(t("explorer.live_axes"))
        made = [artist for artist in ax.get_children() if artist not in self._own]
        if not made:
            raise TypeError(t("explorer.live_empty"))
        _hold_limits(ax, self.limits)
        return made


def _clear(ax: Axes, own: set[Artist], *, afresh: bool) -> None:
    """Take out what the function drew: artist by artist, or all that axes can have, which takes ten times as long."""
    if afresh:
        ax.clear()
        return
    for artist in ax.get_children():
        if artist not in own:
            artist.remove()
    ax.legend_ = None
    for words in (ax.title, ax._left_title, ax._right_title, ax.xaxis.label, ax.yaxis.label):
        words.set_text("")
    ax.set_prop_cycle(None)
    ax.dataLim.set(Bbox.null())
    ax.ignore_existing_data_limits = True
    ax.autoscale()


def _hold_limits(ax: Axes, limits: Bbox) -> None:
    """Where the function leaves its limits to matplotlib: those of all that it draws at the ends of its controls."""
    if not np.isfinite(limits.get_points()).all():
        return
    ax.dataLim.set(Bbox.union([ax.dataLim, limits]) if np.isfinite(ax.dataLim.get_points()).all() else limits)
    ax.autoscale_view()


def _what_stands_still(ax: Axes) -> Hashable:
    """All of axes that is seen and is no artist of the function's: equal where the same would be drawn."""
    axes = [
        (
            axis.get_label_text(),
            axis.get_scale(),
            axis.get_view_interval().tolist(),
            tuple(axis.get_majorticklocs()),
            tuple(axis.get_minorticklocs()),
            tuple(axis.get_major_formatter().format_ticks(axis.get_majorticklocs())),
            axis._major_tick_kw.get("gridOn"),
            axis.get_visible(),
        )
        for axis in (ax.xaxis, ax.yaxis)
    ]
    titles = [ax.get_title(loc) for loc in ("left", "center", "right")]
    spines = [spine.get_visible() for spine in ax.spines.values()]
    return str((axes, titles, spines, ax.get_aspect(), ax.get_facecolor(), ax.axison))


def _ends_of(control: Number | Choice) -> list[Any]:
    return list(control.options) if isinstance(control, Choice) else [control.low, control.high]
