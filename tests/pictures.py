"""What a picture must show, in a few words: where each artist stands, what each label says, what a table holds.

A test builds what it expects from the state alone, with these words, and compares it with what the explorer has drawn:

    assert_shows(explorer, dot=points([p], [loss]), slope=says("slope −2", at=(p, loss), color=GRADIENT), …)
"""

import itertools
import re
import unicodedata
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from itertools import pairwise
from weakref import WeakKeyDictionary

import numpy as np
from explorers import art, spaced
from matplotlib.colors import same_color, to_rgba
from matplotlib.text import Text
from matplotlib.ticker import FixedLocator, MaxNLocator, NullLocator

from lossviz.explorer.controls import Choice, Elements, Number, Switches
from lossviz.figure.style import GRADIENT, LOSS, MUTED, TRUTH
from lossviz.words import number, said

# States.


def everywhere(explorer, count=9, wander=60, but=""):
    """The explorer in many states: every control from end to end, the presets, then a walk over all controls at once.

    The walk is the same each time. The elements of a long array are tried in part. `but`: a control to be left alone,
    since the whole figure is drawn again when it moves.
    """
    start = explorer.state
    yield
    for name, index, values in _ends(explorer, count, but):
        for value in values:
            explorer.by_hand(name, value, index)
            yield
        explorer.set(**start)
    for preset in explorer.presets.values():
        explorer.set(**preset)
        yield
        explorer.set(**start)
    chance = np.random.default_rng(0)
    ways = list(_ends(explorer, 31, but))
    for _ in range(wander):
        name, index, values = ways[chance.integers(len(ways))]
        explorer.by_hand(name, values[chance.integers(len(values))], index)
        yield
    explorer.set(**start)


def _ends(explorer, count, but):
    """Every control, and what it is moved to: (name, index or None, values)."""
    for name, control in explorer._controls.items():
        if name == but:
            continue
        if isinstance(control, Elements):
            values = [0, 1] if isinstance(control, Switches) else spaced(control, count)
            size = control.default.size
            yield from ((name, index, values) for index in (range(size) if size <= 12 else (0, 1, 2, size - 1)))
        elif isinstance(control, Choice):
            yield name, None, list(control.options)
        elif isinstance(control, Number):
            yield name, None, spaced(control, count)
        else:
            yield name, None, sorted({1, (1 + control.count) // 2, control.count})


# Artists that move.


def assert_shows(explorer, **expected):
    """Each artist that moves is as expected; none is left out."""
    # What a handle stays on is a curve among these, or one that stands still.
    drawn = {name: artists for name, artists in vars(art(explorer)).items() if name != "rails"}
    assert drawn.keys() == expected.keys()
    for name, check in expected.items():
        with told(f"`{name}` in the state {explorer.state}"):
            _check(check, drawn[name])


def _check(check, artists):
    if isinstance(check, list):
        for one, artist in zip(check, artists, strict=True):
            _check(one, artist)
    else:
        assert artists.get_visible() == (check is not hidden)
        check(artists)


@contextmanager
def told(where):
    """What fails inside says where."""
    try:
        yield
    except AssertionError as error:
        error.add_note(where if len(where) < 500 else f"{where[:500]} …")
        raise


def hidden(artist):
    """An artist that is not shown, wherever it stands."""


def points(x, y, color=LOSS, marker="o", **looks):
    """Dots and nothing between them."""

    def check(line):
        assert line.get_linestyle() == "None"
        _line(line, x, y, color, marker=marker, **looks)

    return check


def curve(x, y, color=LOSS, style="-", **looks):
    """A line through all these points."""

    def check(line):
        assert line.get_linestyle() == style
        _line(line, x, y, color, **{"marker": "None"} | looks)

    return check


def pieces(x, starts, ends, color=LOSS, **looks):
    """Upright pieces of a line, one at each `x`, and nothing between them."""
    nothing = [np.nan] * len(x)
    across, up = (np.ravel(np.column_stack(rows)) for rows in ((x, x, nothing), (starts, ends, nothing)))
    return curve(across, up, color, **looks)


def graph(function, low, high, color=LOSS, style="-", fewest=31, every=1):
    """A function from `low` to `high`, at so many places that no corner is seen."""

    def check(line):
        x, y = line.get_data()
        assert same((x[0], x[-1]), (low, high))
        assert len(x) >= fewest
        assert np.all(np.diff(x) > 0)
        curve(x, y, color, style)(line)
        some = [*range(0, len(x), every), len(x) - 1]
        assert same(np.asarray(y)[some], [function(each) for each in x[some]])

    return check


def _line(line, x, y, color, **looks):
    assert same(line.get_xdata(), x), f"x: {line.get_xdata()} != {x}"
    assert same(line.get_ydata(), y), f"y: {line.get_ydata()} != {y}"
    assert same_color(line.get_color(), color)
    for name, look in looks.items():
        found = getattr(line, f"get_{name}")()
        assert found == look, f"{name}: {found} != {look}"


def tangent(x, y, slope):
    """A line through the point with the slope, 75 pixels to each side; nothing where there is no slope."""

    def check(line):
        assert same_color(line.get_color(), GRADIENT)
        if not (np.isfinite(slope) and np.isfinite(y)):
            assert len(line.get_xdata()) == 0
            return
        (left, right), (start, end) = line.get_data()
        assert left < right
        assert same((left + right) / 2, x, size=right - left)
        assert same((start + end) / 2, y, size=abs(end - start))
        assert same(end - start, slope * (right - left), within=1e-6)
        ends = line.axes.transData.transform([(left, start), (right, end)])
        assert same(np.hypot(*(ends[1] - ends[0])), 150, within=1e-4)

    return check


def level(y, color=MUTED):
    """A line from edge to edge at the height `y`."""
    return _guide([0, 1], [y, y], color, "get_yaxis_transform")


def upright(x, color=MUTED):
    """A line from bottom to top at `x`."""
    return _guide([x, x], [0, 1], color, "get_xaxis_transform")


def _guide(x, y, color, transform):
    def check(line):
        _line(line, x, y, color)
        there = getattr(line.axes, transform)(which="grid")
        assert same(line.get_transform().get_matrix(), there.get_matrix())

    return check


def bars(x, heights, color=LOSS, width=0.7, **looks):
    """Bars that stand on 0, their middles at `x`."""
    return boxes([(at - width / 2, 0, at + width / 2, height) for at, height in zip(x, heights, strict=True)], color)


def broken(x, heights, top, color=LOSS, width=0.7, **looks):
    """Bars that stand on 0; one that is higher than `top` has a gap near the end of the axis."""
    found = [(at, 0, height if height <= top else 0.86 * top) for at, height in zip(x, heights, strict=True)]
    found += [(at, 0.9 * top, top) for at, height in zip(x, heights, strict=True) if height > top]
    return boxes([(at - width / 2, low, at + width / 2, high) for at, low, high in found], color, **looks)


def lying(rows, lengths, color=LOSS, most=np.inf, **looks):
    """Bars that begin at 0, in their rows; one that is longer than `most` has a gap near the end of the axis."""
    found = [(row, 0, length if length <= most else 0.86 * most) for row, length in zip(rows, lengths, strict=True)]
    found += [(row, 0.9 * most, most) for row, length in zip(rows, lengths, strict=True) if length > most]
    return boxes([(start, row - 0.31, end, row + 0.31) for row, start, end in found], color, **looks)


def boxes(corners, color=LOSS, alpha=1.0, edge=None):
    """Rectangles, each with its left, bottom, right and top, in this order; one artist."""

    def check(patch):
        path = patch.get_path()
        assert path.codes.reshape(-1, 5).tolist() == [[1, 2, 2, 2, 79]] * len(corners)
        expected = []
        for left, bottom, right, top in corners:
            (left, right), (bottom, top) = sorted((left, right)), sorted((bottom, top))
            expected.append([(left, bottom), (right, bottom), (right, top), (left, top), (left, bottom)])
        found = path.vertices.reshape(-1, 5, 2)
        assert same(found, expected), f"{found.tolist()} != {expected}"
        assert same(patch.get_facecolor(), to_rgba(color, alpha))
        if edge:
            assert same_color(patch.get_edgecolor(), edge)

    return check


def says(words, at, offset=(0, 0), ha="center", color=TRUTH, va="center"):
    """A label beside the point `at`, `offset` pixels away from it; where it says nothing, it stands anywhere."""

    def check(label):
        assert label.get_text() == words
        if words:
            assert same(label.xy, at), f"{label.xy} != {at}"
            assert label.get_position() == offset
            assert (label.get_horizontalalignment(), label.get_verticalalignment()) == (ha, va)
            assert (label.xycoords, label.anncoords) == ("data", "offset points")
            assert same_color(label.get_color(), color)

    return check


def heads(words, ax, color, pad=11):
    """A title that moves, above the left end of these axes."""
    return says(words, (ax.get_xlim()[0], ax.get_ylim()[1]), (0, pad), "left", color, "baseline")


def arrow(start, end, color=MUTED):
    """An arrow from one point of the data to another."""

    def check(shown):
        assert same((shown.get_position(), shown.xy), (start, end))
        assert (shown.xycoords, shown.anncoords) == ("data", "data")
        assert same_color(shown.arrow_patch.get_facecolor(), color)
        # Its head is at the end, and it reaches from point to point.
        assert type(shown.arrow_patch.get_arrowstyle()).__name__ == "CurveFilledB"
        assert (shown.arrow_patch.shrinkA, shown.arrow_patch.shrinkB) == (0, 0)

    return check


# What stands still.


@dataclass(kw_only=True)
class Panel:
    """One pair of axes: its words, its limits, its ticks ({place: words}, or None: wherever matplotlib likes).

    `unlabelled`: axes whose ticks have no words. `grid`: faint lines across. `still`: what is drawn and does not move.
    """

    title: str = ""
    x: str = ""
    y: str = ""
    xlim: tuple[float, float]
    ylim: tuple[float, float]
    xticks: dict[float, str] | None = None
    yticks: dict[float, str] | None = None
    unlabelled: str = ""
    grid: bool = False
    still: list = field(default_factory=list)

    def check(self, ax):
        assert words_of(ax) == (self.title, self.x, self.y)
        assert same((*ax.get_xlim(), *ax.get_ylim()), (*self.xlim, *self.ylim))
        for name, axis, ticks in (("x", ax.xaxis, self.xticks), ("y", ax.yaxis, self.yticks)):
            with told(f"ticks of {name}"):
                self._check_ticks(name, axis, ticks)
        assert any(line.get_visible() for line in ax.yaxis.get_gridlines()) == self.grid
        assert not any(line.get_visible() for line in ax.xaxis.get_gridlines())
        assert ax.get_axisbelow() is True or not self.grid
        still = [artist for artist in (*ax.patches, *ax.lines, *ax.texts) if not artist.get_animated()]
        assert len(still) == len(self.still)
        for place, (check, artist) in enumerate(zip(self.still, still, strict=True)):
            with told(f"what stands still, number {place}"):
                _check(check, artist)

    def _check_ticks(self, name, axis, ticks):
        labelled = axis.get_tick_params()
        labelled = labelled.get("labelbottom", True) if name == "x" else labelled.get("labelleft", True)
        words = [label.get_text() for label in axis.get_ticklabels()]
        assert (not labelled or not any(words)) == (name in self.unlabelled or ticks == {})
        if ticks is None:
            # Where the numbers of the ticks are long, matplotlib may only choose a few of them.
            assert isinstance(axis.get_major_locator(), MaxNLocator if name not in self.unlabelled else object)
        else:
            assert isinstance(axis.get_major_locator(), FixedLocator | NullLocator)
            assert same(axis.get_majorticklocs(), list(ticks))
            assert name in self.unlabelled or words == list(ticks.values())


def words_of(ax):
    """Title and names of the axes."""
    return ax.get_title(loc="left"), ax.get_xlabel(), ax.get_ylabel()


def assert_panels(explorer, *panels, size, widths):
    """The figure has this size, in pixels, and these panels, side by side with these shares of its width."""
    figure = explorer.figure
    assert tuple(figure.get_size_inches() * figure.dpi) == size
    assert list(figure.axes[0].get_gridspec().get_width_ratios()) == list(widths)
    assert len(figure.axes) == len(panels)
    for place, (panel, ax) in enumerate(zip(panels, figure.axes, strict=True)):
        with told(f"panel {place} of {type(explorer).__name__}"):
            panel.check(ax)


def assert_side_by_side(axes):
    """No panel reaches into the next."""
    for left, right in pairwise(axes):
        assert left.get_position().x1 < right.get_position().x0


# Words.

# What is above and below a line of letters, in pixels: two lines may come so near to each other.
_LEADING = 3
# Where the words of a figure are that stand still, by the figure.
_standing = WeakKeyDictionary()


def illegible(explorer):
    """The words of a figure that lie on others, that leave it or that are too small; of those that stand still once."""
    figure = explorer.figure
    moving = [text for artist in explorer._drawing.live.moving for text in artist.findobj(Text)]
    if figure not in _standing:
        # Names of axes get their place when they are drawn, and the still layer is drawn twice as fine.
        figure.draw_without_rendering()
        _standing[figure] = _boxes(figure, [text for text in _words(figure) if text not in moving])
        yield from _faults(figure, _standing[figure], [])
    shown = [text for text in moving if text.get_visible() and text.get_text().strip()]
    yield from _faults(figure, _boxes(figure, shown), _standing[figure])


def _boxes(figure, texts):
    renderer = figure._get_renderer()
    return [(text, text.get_window_extent(renderer)) for text in texts]


def _faults(figure, boxes, others):
    width, height = figure.bbox.size
    for text, box in boxes:
        if min(box.x0, box.y0) < -1 or box.x1 > width + 1 or box.y1 > height + 1:
            yield f"{text.get_text()!r} leaves the figure"
        if text.get_fontsize() < 13:
            yield f"{text.get_text()!r} is too small"
    for (one, first), (other, second) in (*itertools.combinations(boxes, 2), *itertools.product(boxes, others)):
        across = min(first.x1, second.x1) - max(first.x0, second.x0)
        up = min(first.y1, second.y1) - max(first.y0, second.y0)
        if across > 1 and up > _LEADING:
            yield f"{one.get_text()!r} lies on {other.get_text()!r}"


def _words(figure):
    """Every text of a figure that can be seen."""
    ticks = [tick for ax in figure.axes for axis in (ax.xaxis, ax.yaxis) for tick in axis._update_ticks()]
    all_ticks = [tick for ax in figure.axes for axis in (ax.xaxis, ax.yaxis) for tick in axis.get_major_ticks()]
    unseen = {id(tick.label1) for tick in all_ticks} - {id(tick.label1) for tick in ticks}
    return [
        text
        for text in figure.findobj(Text)
        if text.get_visible() and text.get_text().strip() and id(text) not in unseen
    ]


def fitting(words, room):
    """The longest that has room, half-width characters counted: from the beginning and from the end in turn."""

    def wide(text):
        return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)

    if wide(words) <= room:
        return words
    best = ("", "")
    for length in range(1, len(words)):
        start, end = words[: (length + 1) // 2], words[len(words) - length // 2 :]
        if wide(start + end) > room - 1:
            break
        best = start, end
    return f"{best[0].rstrip()}…{best[1].lstrip()}"


def roomy(room, value):
    """A number with as many digits as have room, 8.5 pixels for a digit; nothing if there is none for the first."""
    for digits in (4, 3, 2, 1):
        words = number(value, digits)
        if sum(5.5 if letter in ".⁻⁰¹²³⁴⁵⁶⁷⁸⁹" else 8.5 for letter in words) <= room:
            return words
    return ""


def truth(words):
    return f"⟨{words} truth⟩"


def prediction(words):
    return f"⟨{words} prediction⟩"


def loss(words):
    return f"⟨{words} loss⟩"


def gradient(words):
    return f"⟨{words} gradient⟩"


_COLORED = re.compile(r'<(span|data) class="lv-(\w+)"[^>]*>(.*?)</\1>')


_DRAGGED = re.compile(r'<b class="lv-drag" data-control="([^"]+)" data-value="[^"]+">(.*?)</b>')


def written(html):
    """HTML as a line of text, what is coloured in brackets with its kind: "⟨y truth⟩ − ⟨ŷ prediction⟩".

    What can be dragged, with the control that it is: "⟦0.02 learning_rate⟧".
    """
    text = _COLORED.sub(r"⟨\3 \2⟩", _DRAGGED.sub(r"⟦\2 \1⟧", html))
    assert "<" not in text
    return " ".join(unescape(text).split())


def formula(explorer):
    return written(explorer._now.formula)


def cells(explorer):
    """The table beside the picture, row by row: each cell as in `written`; "*" before the row that is marked."""
    reader = _Rows()
    reader.feed(explorer._now.side)
    return reader.rows


class _Rows(HTMLParser):
    def __init__(self):
        super().__init__()
        self.rows, self._kind = [], ""

    def handle_starttag(self, tag, attrs):
        kind = dict(attrs).get("class", "").removeprefix("lv-")
        if tag == "tr":
            self.rows.append(["*"] if kind == "last" else [])
        elif tag in ("td", "th", "data"):
            if tag != "data":
                self.rows[-1].append("")
            self._kind = kind

    def handle_data(self, data):
        self.rows[-1][-1] = f"⟨{data} {self._kind}⟩" if self._kind else data


# Controls.


def control(explorer, name):
    """What a reader is told of a control: its words, and from where to where it goes in which steps."""
    one = explorer._controls[name]
    if isinstance(one, Choice):
        return said(one.label), {value: said(word) for value, word in one.options.items()}
    if isinstance(one, Elements):
        names = [one.label_of(index) for index in range(one.default.size)]
        return names if isinstance(one, Switches) else (names, one.low, one.high, one.step)
    if isinstance(one, Number):
        return said(one.label), one.low, one.high, one.step
    return one.of, one.count


# Numbers.


def shown(explorer, name, value, size=1e-3):
    """The reading, to the last digit, if it is the number that it must be.

    So that a sum in another order, which may round another way at the fourth digit, makes no difference.
    """
    found = explorer.readings[name]
    with told(f"the reading {name}"):
        assert same(found, value, size=size), f"{found} != {value}"
    return found


def same(found, expected, within=1e-9, size=1e-3):
    """Whether numbers are equal but for rounding; `size`: how large they are where 0 is nothing special."""
    found, expected = np.asarray(found, float), np.asarray(expected, float)
    if found.shape != expected.shape:
        return False
    return bool(np.allclose(found, expected, rtol=within, atol=within * (size + 1e-3), equal_nan=True))
