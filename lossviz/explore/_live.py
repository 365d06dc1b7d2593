"""`explore.live`: a plain matplotlib function, as people write it for `interact`, as an explorer."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from itertools import islice, product
from types import SimpleNamespace
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from lossviz.explorer import Choice, Data, Explorer, abbreviations
from lossviz.explorer.handles import Handles
from lossviz.explorer.source import call, literal
from lossviz.figure.live import LiveFigure
from lossviz.figure.paper import Paper
from lossviz.figure.style import drawing, new_figure
from lossviz.figure.svg import SvgRenderer
from lossviz.words import t


def live(picture: Callable[..., object], **controls: Any) -> Explorer:
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

    size, tall = (800, 450), 1.0
    picture = Data(None)

    def read(self, **values):
        return {}

    def sentence(self, **values):
        # What is written into the picture is said to those who cannot see it.
        written = [one.get_text() for one in self._way.live.moving if isinstance(one, Text)]
        return ", ".join(filter(None, [super().sentence(**values), *written]))

    def _new_drawing(self, values: Mapping[str, Any]) -> "Drawn":
        def draw(ax: Axes, values: Mapping[str, Any]) -> None:
            self._constants["picture"](ax, **{name: values[name] for name in self._controls})

        if self._now is None:
            ways = (Drawn(draw, self.paper, clear) for clear in (_take_out, Axes.clear))
            self._way = next((way for way in ways if way.holds(self._tried())), None)
        if self._way is None:
            raise TypeError(t("explorer.live_differs", name=literal(self._constants["picture"])))
        self._way.paper = self.paper
        self._way.start_over(values)
        return self._way

    def _tried(self) -> list[dict[str, Any]]:
        """All controls at their ends, and each on its way from end to end and back."""
        ends = [_values(control, 2) for control in self._controls.values()]
        ways = {name: _values(control, 7) for name, control in self._controls.items()}
        to_and_fro = [{**self._states.start, name: value} for name, way in ways.items() for value in (*way, *way[::-2])]
        return [dict(zip(self._controls, each, strict=True)) for each in islice(product(*ends), 16)] + to_and_fro


class Drawn:
    """What the function has drawn: what `Drawing` is to other explorers, but its artists are new ones at each step."""

    def __init__(self, draw: Callable[[Axes, Mapping[str, Any]], None], paper: Paper, clear: Callable[[Axes], None]):
        self._draw, self.paper, self._clear = draw, paper, clear
        self._limits, self.art = Bbox.null(), SimpleNamespace()
        self.handles = Handles({}, self.art)

    def fits(self, values: Mapping[str, Any]) -> bool:
        """Always: what stands still is looked after by `move`."""
        return True

    def start_over(self, values: Mapping[str, Any]) -> None:
        """Draw into new axes."""
        self._ax = self._new_axes()
        self.live = LiveFigure(self._ax.figure, self._drawn(self._ax, values))
        self._still = _what_stands_still(self._ax)

    def move(self, values: Mapping[str, Any], *, all_of_it: bool = False) -> None:
        """Draw into the same axes; into new ones if what stands still is to be another."""
        artists = self._drawn(self._ax, values)
        if _what_stands_still(self._ax) == self._still:
            self.live.moving = artists
        else:
            self.start_over(values)

    def holds(self, states: Sequence[Mapping[str, Any]]) -> bool:
        """Whether axes that are used again give the picture of new ones, wherever the function fails nowhere."""
        self._ax = self._new_axes()
        good = [state for state in states if self._widened(state)]
        return all(self._picture(self._ax, state) == self._picture(self._new_axes(), state) for state in good)

    def _widened(self, state: Mapping[str, Any]) -> bool:
        """Widen the limits to what is drawn there; False if the function fails, which its reader sees on the way."""
        try:
            self._drawn(self._ax, state)
        except (ArithmeticError, ValueError, LookupError):
            return False
        self._limits = _union(self._limits, self._ax.dataLim)
        return True

    def _picture(self, ax: Axes, state: Mapping[str, Any]) -> tuple[str, str]:
        page = SvgRenderer(self.paper.width, self.paper.height)
        for artist in self._drawn(ax, state):
            page.draw(artist)
        return page.svg(), _what_stands_still(ax)

    def _new_axes(self) -> Axes:
        with drawing():
            return new_figure(self.paper.width, self.paper.height).subplots()

    def _drawn(self, ax: Axes, values: Mapping[str, Any]) -> list[Artist]:
        """The artists that the function draws, into axes from which the last ones are gone."""
        with drawing():
            self._clear(ax)
            own = set(ax.get_children())
            self._draw(ax, values)
        made = [artist for artist in ax.get_children() if artist not in own]
        if len(ax.figure.axes) > 1 or not made:
            raise TypeError(t("explorer.live_axes" if made else "explorer.live_empty"))
        # Limits that the function leaves to matplotlib hold all that it draws anywhere.
        ax.dataLim.set(_union(ax.dataLim, self._limits))
        ax.autoscale_view()
        return made


def _take_out(ax: Axes) -> None:
    """Take out what a function draws, artist by artist: `Axes.clear` takes ten times as long."""
    for artist in (*ax.lines, *ax.patches, *ax.texts, *ax.collections, *ax.images, *ax.artists, *ax.tables):
        artist.remove()
    ax.legend_ = None
    ax.set(title="", xlabel="", ylabel="", prop_cycle=None)
    ax.set_title("", loc="center")
    ax.dataLim.set(Bbox.null())
    ax.ignore_existing_data_limits = True
    ax.autoscale()


def _what_stands_still(ax: Axes) -> str:
    """All of axes that is seen and is no artist of the function's: equal where the same would be drawn."""
    parts = [ax.get_title(loc) for loc in ("left", "center", "right")]
    parts += [ax.get_aspect(), ax.get_facecolor(), ax.axison, [spine.get_visible() for spine in ax.spines.values()]]
    for axis in (ax.xaxis, ax.yaxis):
        ticks = axis.get_majorticklocs()
        parts += [axis.get_label_text(), axis.get_scale(), axis.get_visible(), axis._major_tick_kw.get("gridOn")]
        parts += [*axis.get_view_interval(), *ticks, *axis.get_major_formatter().format_ticks(ticks)]
    return str(parts)


def _union(*boxes: Bbox) -> Bbox:
    """The box that holds the boxes; those that hold nothing yet do not count."""
    some = [box for box in boxes if np.isfinite(box.get_points()).all()]
    return Bbox.union(some) if some else Bbox.null()


def _values(control: Any, count: int) -> list[Any]:
    """Values of a control from end to end."""
    if isinstance(control, Choice):
        return list(control.options)
    values = np.linspace(control.low, control.high, count)
    return [int(value) if control.whole else float(value) for value in values]
