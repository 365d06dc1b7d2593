"""Drawings for teaching: each takes `ax=None`, draws into it, and returns the artists it made.

An explorer draws with these once and then moves the artists; a teacher can use them for a slide of their own.
"""

import itertools
from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.patheffects import withStroke
from matplotlib.text import Annotation
from matplotlib.ticker import Formatter, MaxNLocator

from lossviz import losses
from lossviz.figure.paper import NARROW
from lossviz.figure.scale import spread
from lossviz.figure.style import FAINT, GRADIENT, LOSS, MUTED, PAD, PREDICTION, TRUTH, drawing, new_figure
from lossviz.words import digits_apart, number, shortened

# Below so many pixels an arrow would be a head that sticks out behind the dot from which it comes.
SHORTEST = 18
# Codes of one closed rectangle of a compound path.
_RECTANGLE = np.array([Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY], dtype=Path.code_type)

# How a number stands after the end of a bar that lies.
AFTER = {"offset": (6, 0), "ha": "left", "fontweight": "bold"}
# What a panel of rows has above and below them, in pixels.
ROUND_ROWS = 68
# Of more samples than this, none has words of its own.
MOST_LABELS = 12


def plot_residual_squares(
    y_true: Sequence[float], y_pred: Sequence[float], *, x: Sequence[float] | None = None, ax: Axes | None = None
) -> tuple[Line2D, Line2D, PathPatch]:
    """True values, predictions, and each residual as a square whose area is the squared error.

    The axes get an equal aspect, so that a square is a square on the screen. Returns truth, predictions, squares.
    """
    ax = _axes(ax)
    y_true, y_pred = np.asarray(y_true, float), np.asarray(y_pred, float)
    x = np.arange(len(y_true), dtype=float) if x is None else np.asarray(x, float)
    with drawing():
        ax.set_aspect("equal", adjustable="box", anchor="W")
        squares = ax.add_patch(
            PathPatch(squares_path(x, y_true, y_pred), facecolor=to_rgba(LOSS, 0.3), edgecolor=LOSS, linewidth=1.5)
        )
        (truth,) = ax.plot(x, y_true, "o", color=TRUTH, zorder=3, clip_on=False)
        (predictions,) = ax.plot(x, y_pred, "D", color=PREDICTION, zorder=4, clip_on=False)
    return truth, predictions, squares


def squares_path(x: np.ndarray, y_true: np.ndarray, y_pred: np.ndarray, right: float = np.inf) -> Path:
    """All residual squares as one path; a square that would pass `right` lies on the other side of its point."""
    side = np.abs(y_true - y_pred)
    return rectangles_path(x, y_true, np.where(x + side <= right, side, -side), y_pred - y_true)


def rectangles_path(x: np.ndarray, y: np.ndarray, width: np.ndarray, height: np.ndarray) -> Path:
    """One compound path of rectangles with a corner at (x, y): one artist, however many there are."""
    x, y, width, height = np.broadcast_arrays(x, y, width, height)
    # All turn the same way round: where two that turn against each other overlap, a filled path has a hole.
    x, y, width, height = np.minimum(x, x + width), np.minimum(y, y + height), np.abs(width), np.abs(height)
    across = np.stack([x, x + width, x + width, x, x], axis=1)
    up = np.stack([y, y, y + height, y + height, y], axis=1)
    return Path(np.stack([across.ravel(), up.ravel()], axis=1), np.tile(_RECTANGLE, len(x)))


def plot_curve(x: np.ndarray, y: np.ndarray, *, color: str = LOSS, ax: Axes | None = None, **style) -> Line2D:
    """A loss as a curve over what it depends on."""
    with drawing():
        (line,) = _axes(ax).plot(x, y, color=color, **style)
    return line


def plot_tangent(x: float, y: float, slope: float, *, ax: Axes | None = None) -> Line2D:
    """The tangent at (x, y), in the colour of gradients."""
    with drawing():
        (line,) = _axes(ax).plot([], [], color=GRADIENT, solid_capstyle="round", zorder=4)
    move_tangent(line, x, y, slope)
    return line


def move_tangent(line: Line2D, x: float, y: float, slope: float, pixels: float = 75) -> None:
    """Put a tangent at (x, y), `pixels` long to each side however steep; nothing where there is no slope."""
    if not (np.isfinite(slope) and np.isfinite(y)):
        line.set_data([], [])
        return
    (left, right), (low, high) = line.axes.get_xlim(), line.axes.get_ylim()
    across, up = line.axes.bbox.width / (right - left), line.axes.bbox.height / (high - low)
    reach = pixels / np.hypot(across, slope * up)
    line.set_data([x - reach, x + reach], [y - slope * reach, y + slope * reach])


def plot_points(
    x: Sequence[float], y: Sequence[float], *, color: str = LOSS, size: float = 13, ax: Axes | None = None, **style
) -> Line2D:
    """Dots with a white rim, whole at the edge of the axes too."""
    style = {"marker": "o", "markeredgecolor": "white", "markeredgewidth": 2, "zorder": 6, "clip_on": False} | style
    with drawing():
        (dots,) = _axes(ax).plot(x, y, linestyle="none", color=color, markersize=size, **style)
    return dots


def plot_bars(
    x: np.ndarray, height: np.ndarray, *, width: float = 0.7, color: str = LOSS, ax: Axes | None = None, **style
) -> PathPatch:
    """Bars from 0, as one artist."""
    style = {"edgecolor": "none"} | style
    return plot_rectangles(bars_path(x, height, width), color=color, ax=ax, **style)


def plot_rectangles(path: Path, *, color: str = LOSS, ax: Axes | None = None, **style) -> PathPatch:
    """Rectangles of one colour with white edges between them, as one artist."""
    with drawing():
        return _axes(ax).add_patch(
            PathPatch(path, **{"facecolor": color, "edgecolor": "white", "linewidth": 1} | style)
        )


def bars_path(x: np.ndarray, height: np.ndarray, width: float = 0.7) -> Path:
    """The path of `plot_bars`."""
    return rectangles_path(np.asarray(x, float) - width / 2, np.zeros(len(x)), width, np.asarray(height, float))


def plot_loss(
    name: str, y_true: float, y_pred: Sequence[float], *, ax: Axes | None = None, **hyperparameters: float
) -> Line2D:
    """The loss `name` of `lossviz.losses` for one true value, over the predictions `y_pred`."""
    y_pred = np.asarray(y_pred, float)
    y_true = np.full_like(y_pred, y_true)
    y = getattr(losses, name)(y_true, y_pred, reduction="none", **hyperparameters)
    return plot_curve(y_pred, y, ax=ax)


def label(
    ax: Axes, words: str, xy: tuple[float, float], *, color: str = TRUTH, offset=(0, 0), rim: bool = True, **style
) -> Annotation:
    """Words beside a point of the data, `offset` pixels away; a white rim keeps them legible over lines."""
    style = {"ha": "center", "va": "center", "fontsize": 14, "zorder": 8} | style
    if rim:
        style["path_effects"] = [withStroke(linewidth=4, foreground="white")]
    with drawing():
        return ax.annotate(
            words, xy, xytext=offset, textcoords="offset points", color=color, annotation_clip=False, **style
        )


def move_label(
    words: Annotation,
    text: str,
    xy: tuple[float, float],
    offset: tuple[float, float] | None = None,
    *,
    ha: str | None = None,
    color: str | None = None,
) -> None:
    """Put other words beside another point; what is not given stays."""
    words.set_text(text)
    words.xy = xy
    if offset is not None:
        words.set_position(offset)
    if ha is not None:
        words.set_horizontalalignment(ha)
    if color is not None:
        words.set_color(color)


def labels(ax: Axes, count: int, most: int = MOST_LABELS, **style) -> list[Annotation]:
    """`count` labels that say nothing yet; none at all where more than `most` would not find room."""
    return [label(ax, "", (0, 0), **style) for _ in range(count if count <= most else 0)]


def live_title(ax: Axes, *, color: str = TRUTH, **style) -> Annotation:
    """A title that moves, where nothing else can lie. The limits of the axes must be set, and stay."""
    with drawing():
        # A title of no words keeps its place free.
        ax.set_title(" ")
    look = {"ha": "left", "va": "baseline", "fontsize": 15, "fontweight": "bold"} | style
    return label(ax, "", (ax.get_xlim()[0], ax.get_ylim()[1]), color=color, offset=(0, PAD), **look)


def beside_title(ax: Axes, *, color: str = GRADIENT, before_end: float = 0) -> Annotation:
    """A number that moves, at the right end of the row of the title, or so many pixels before it."""
    look = {"ha": "right", "va": "baseline", "fontweight": "bold"}
    return label(ax, "", (ax.get_xlim()[1], ax.get_ylim()[1]), color=color, offset=(-before_end, PAD), **look)


def number_for(room: float, value: float) -> str:
    """A number for a label that has so many pixels: with fewer digits if it must be, or nothing.

    >>> number_for(60, 0.10536), number_for(35, 0.10536), number_for(5, 0.10536)
    ('0.1054', '0.11', '')
    """
    written = (number(value, digits) for digits in (4, 3, 2, 1))
    return next((words for words in written if _wide(words) <= room), "")


def _wide(words: str) -> float:
    """How many pixels a bold number needs at most, in letters of 14."""
    return sum(5.5 if letter in ".⁻⁰¹²³⁴⁵⁶⁷⁸⁹" else 8.5 for letter in words)


def sample_ticks(axis: Axis, places: Sequence[float], names: Sequence[str] | None = None, most: int = 12) -> None:
    """A tick for each sample, counted from 1 or by its name; of many samples, some."""
    shown = spread(len(places), most)
    names = [str(index + 1) for index in range(len(places))] if names is None else names
    axis.set_ticks(np.asarray(places, float)[shown], [names[index] for index in shown])


def arrow(ax: Axes, *, color: str = MUTED) -> Annotation:
    """An arrow from the point at which it stands to the point that it shows; `move_arrow` puts it in its place."""
    shape = {"arrowstyle": "-|>", "color": color, "linewidth": 3, "shrinkA": 0, "shrinkB": 0, "mutation_scale": 20}
    with drawing():
        return ax.annotate("", (0, 0), (0, 0), arrowprops=shape, zorder=7, annotation_clip=False)


def move_arrow(made: Annotation, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Put an `arrow` from `start` to `end`; one that is no longer than its head and a dot at its start is not shown."""
    made.xy = end
    made.set_position(start)
    first, last = made.axes.transData.transform([start, end])
    made.set_visible(bool(np.hypot(*(last - first)) >= SHORTEST))


def number_ticks(*axes: Axis) -> None:
    """Ticks as numbers are written everywhere else, 3×10⁸; fewer of them where they take much room."""
    for axis in axes:
        axis.set_major_formatter(_Numbers())
        longest = max(len(words) for words in axis.get_major_formatter().format_ticks(axis.get_ticklocs()))
        if longest > 5:
            most = max(1, 24 // longest) if axis.axis_name == "x" else 3
            axis.set_major_locator(MaxNLocator(most, min_n_ticks=1))


class _Numbers(Formatter):
    """Numbers with digits enough to tell each tick from the next."""

    def format_ticks(self, values: Sequence[float]) -> list[str]:
        digits = digits_apart(itertools.pairwise(values))
        return [number(value, digits) for value in values]

    def __call__(self, x: float, pos: int | None = None) -> str:
        return number(x)


def panels(figure: Figure, shares: Sequence[float], *, sharey: bool = False, narrow: str = "A;B") -> list[Axes]:
    """Axes side by side, with these shares of the width; on `narrow` paper as this mosaic of matplotlib has them."""
    if figure.bbox.width < NARROW:
        return list(figure.subplot_mosaic(narrow, sharey=sharey).values())
    return list(figure.subplots(1, len(shares), width_ratios=shares, sharey=sharey))


def broken(lengths: np.ndarray, most: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Bars of these lengths on an axis that ends at `most`: which bar, where it begins, how long it is.

    A bar that is longer than the axis is broken: it has a gap near its end, so that nobody reads its length off.
    """
    lengths = np.asarray(lengths, float)
    off = np.flatnonzero(lengths > most)
    whole = np.where(lengths > most, 0.86 * most, lengths)
    return (
        np.concatenate([np.arange(len(lengths)), off]),
        np.concatenate([np.zeros(len(lengths)), np.full(len(off), 0.9 * most)]),
        np.concatenate([whole, np.full(len(off), 0.1 * most)]),
    )


def broken_bars_path(x: np.ndarray, height: np.ndarray, top: float, width: float = 0.7) -> Path:
    """As `bars_path`, a bar that is higher than `top` broken."""
    which, low, high = broken(height, top)
    return rectangles_path(np.asarray(x, float)[which] - width / 2, low, width, high)


def lying_bars_path(rows: np.ndarray, length: np.ndarray, most: float = np.inf, height: float = 0.62) -> Path:
    """Bars that lie in their rows, each from 0 to its length; one that is longer than `most` is broken."""
    which, start, long = broken(length, most)
    return lying_parts_path(np.asarray(rows, float)[which], start, long, height)


def lying_parts_path(rows: np.ndarray, start: np.ndarray, length: np.ndarray, height: float = 0.62) -> Path:
    """Parts of bars that lie in their rows, each from its start."""
    return rectangles_path(start, rows - height / 2, length, height)


def rows_with_words(ax: Axes, count: int, height: float = 15) -> np.ndarray:
    """Of `count` rows of bars those that have room for words, in pixels of height: all, or some, evenly."""
    return spread(count, int((ax.figure.bbox.height / ax.get_gridspec().nrows - ROUND_ROWS) / height))


def name_rows(ax: Axes, names: Sequence[str]) -> np.ndarray:
    """Names beside rows of bars, from row 0 on; of many rows, some have one. Which rows those are."""
    rows = rows_with_words(ax, len(names))
    # A fifth of the figure is for them, at 7 pixels a character.
    room = ax.figure.bbox.width / 5 / 7
    ax.set_yticks(rows, [shortened(names[row], room) for row in rows])
    return rows


def lying_axis(ax: Axes, ticks: Sequence[float], share: float = 0.3) -> None:
    """An axis for lying bars, from the first tick to the last, and after it this share of its room for numbers."""
    low, *_, high = ticks
    ax.set_xlim(low, low + (high - low) / (1 - share))
    ax.set_xticks(ticks, [number(tick, 2) for tick in ticks])
    ax.spines.bottom.set_bounds(low, high)
    ax.xaxis.label.set_x((1 - share) / 2)
    ax.tick_params(axis="y", left=False)


def move_bar_label(words: Annotation, text: str, row: float, length: float, most: float = np.inf) -> None:
    """Put a number after the end of a bar that lies; that of a negative number after 0, where nothing else is."""
    move_label(words, text, (min(max(length, 0), most), row))


def move_dot(dot: Line2D, x: float, y: float, top: float, bottom: float = -np.inf) -> None:
    """Put a dot at (x, y); where the axis ends before, a triangle that points to where it would be."""
    dot.set_data([x], [min(max(y, bottom), top)])
    mark(dot, "^" if y > top else "v" if y < bottom else "o")


def mark(dot: Line2D, marker: str) -> None:
    """Give a dot another marker; one that has it already keeps its looks, and is drawn sooner for that."""
    if dot.get_marker() != marker:
        dot.set_marker(marker)


def guide(ax: Axes, value: float, *, across: bool = True, **style) -> Line2D:
    """A thin line through the whole axes, at `value`."""
    style = {"color": MUTED, "linewidth": 1, "linestyle": (0, (2, 3)), "zorder": 3} | style
    with drawing():
        return (ax.axhline if across else ax.axvline)(value, **style)


def move_guide(line: Line2D, value: float, low: float = -np.inf, high: float = np.inf) -> None:
    """Put a guide elsewhere; where that is not between `low` and `high` it is not shown."""
    line.set_visible(bool(low <= value <= high))
    start, end = line.get_ydata()
    (line.set_ydata if start == end else line.set_xdata)([value, value])


def pieces(x: tuple[np.ndarray, np.ndarray], y: tuple[np.ndarray, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Points of one line in pieces with gaps between them; `x` and `y`: where each begins, and where each ends."""
    gaps = np.full(len(x[0]), np.nan)
    return np.stack([*x, gaps], axis=1).ravel(), np.stack([*y, gaps], axis=1).ravel()


def grid(ax: Axes) -> None:
    """Faint horizontal lines to read values from."""
    ax.grid(axis="y", color=FAINT, linewidth=0.6)
    ax.set_axisbelow(True)


def _axes(ax: Axes | None) -> Axes:
    if ax is not None:
        return ax
    figure = new_figure(480, 360)
    with drawing():
        return figure.subplots()
