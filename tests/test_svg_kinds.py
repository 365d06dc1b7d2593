"""Every kind of artist that a teacher may let move: drawn as matplotlib's Agg draws it, drawn the second time as the
first, and what cannot be drawn is refused before anybody sees it."""

import base64
import datetime
import io
import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass

import numpy as np
import pytest
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.collections import LineCollection
from matplotlib.colors import to_rgba
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, Ellipse, FancyArrowPatch, FancyBboxPatch, PathPatch, Rectangle, Wedge
from matplotlib.path import Path
from matplotlib.patheffects import Normal, SimplePatchShadow, withSimplePatchShadow, withStroke
from matplotlib.text import Text
from matplotlib.textpath import TextPath
from matplotlib.transforms import Affine2D, Bbox
from PIL import Image

from lossviz.figure.plots import bars_path, guide, label, plot_bars, plot_curve, plot_points
from lossviz.figure.style import drawing, new_figure
from lossviz.figure.svg import CannotDraw, KeptStyles, SvgRenderer
from lossviz.words.hangul import register

WIDTH, HEIGHT = 400, 300
X = np.linspace(0.2, 3.8, 9)
Y = 1.5 + np.sin(2 * X)
LONG, CROWD = np.linspace(0.1, 3.9, 300), np.linspace(0.1, 3.9, 1500)
RANDOM = np.random.default_rng(0)
GRID = RANDOM.random((5, 6))
RIM = withStroke(linewidth=9, foreground="gold")


@pytest.fixture
def ax():
    with drawing():
        axes = new_figure(WIDTH, HEIGHT).add_axes((0, 0, 1, 1))
        axes.set(xlim=(0, 4), ylim=(0, 3))  # 100 pixels to the unit
        yield axes


def svg_of(artist, kept=None):
    renderer = SvgRenderer(WIDTH, HEIGHT, kept)
    renderer.draw(artist)
    return renderer.svg()


def assert_drawn_anew(artist, kept):
    """What is drawn with what was kept is what is drawn with nothing kept."""
    assert svg_of(artist, kept) == svg_of(artist)


# The kinds. Lines and patches, texts, and all else; each is a function from axes to the artist.


def line(**style):
    return lambda ax: ax.plot(X, Y, **style)[0]


def collection(*args, **style):
    return lambda ax: ax.add_collection(LineCollection(*args, **style))


def patch(made, *args, **style):
    return lambda ax: ax.add_patch(made(*args, **style))


def words(text, **style):
    return lambda ax: ax.text(2, 1.5, text, **{"fontsize": 15} | style)


def after(make, **settings):
    """An artist to which something is done after it is made."""

    def made(ax):
        artist = make(ax)
        artist.set(**settings)
        return artist

    return made


def scaled(make, **settings):
    """An artist in other axes."""

    def made(ax):
        ax.set(**settings)
        return make(ax)

    return made


def twin(ax):
    other = ax.twinx()
    other.set_ylim(-3, 9)
    return other.plot(X, Y, "o-")[0]


def sketched(ax):
    artist = line(linewidth=3)(ax)
    artist.set_sketch_params(2, 40, 1)
    return artist


def cut(ax):
    artist = line(linewidth=9)(ax)
    artist.set_clip_path(Rectangle((3, 2), -2, -1, transform=ax.transData))
    return artist


def turned(ax):
    return ax.plot(X, Y, "o-", transform=Affine2D().rotate_deg(10) + ax.transData)[0]


def legend(ax):
    ax.plot(X, Y, "o--", label="curve")
    ax.bar([1], [2], label="막대")
    return ax.legend(loc="upper left", title="Title")


def inset(ax):
    inner = ax.inset_axes((0.3, 0.3, 0.5, 0.5))
    inner.plot(X, Y, "o-")
    inner.set(title="title", ylabel="value 값")
    return inner


LINES = {
    **{f"line {style}": line(linestyle=style, linewidth=6) for style in ("-", "--", ":", "-.", (2, (5, 1, 2, 4)))},
    **{f"cap {cap}": line(solid_capstyle=cap, linewidth=12) for cap in ("butt", "round", "projecting")},
    **{f"join {join}": line(solid_joinstyle=join, linewidth=12) for join in ("miter", "round", "bevel")},
    **{style: line(drawstyle=style, marker="o") for style in ("steps", "steps-pre", "steps-mid", "steps-post")},
    **{f"marker {marker}": line(marker=marker, linestyle="none", markersize=16) for marker in "odDs^xX+*_|1.hP"},
    "markevery": line(marker="o", markevery=3),
    "markevery slice": line(marker="o", markevery=slice(1, None, 2)),
    "hollow": line(marker="o", markersize=20, markerfacecolor="none", markeredgewidth=3),
    "marker of its own": line(marker=Path.unit_circle().transformed(Affine2D().scale(1, 0.4)), markersize=30),
    "half filled": line(marker="s", markersize=20, fillstyle="left", markerfacecoloralt="gold"),
    "rims": lambda ax: plot_points(X / 4, Y, ax=ax),
    "alpha": line(linewidth=20, alpha=0.4),
    "alpha dots": lambda ax: ax.plot(X / 4, Y, "o", markersize=20, alpha=0.3)[0],
    "alpha squares": lambda ax: ax.plot(X / 4, Y, "s", markersize=20, alpha=0.3, markeredgecolor="k")[0],
    "gap colour": line(linestyle="--", linewidth=6, gapcolor="gold"),
    "gaps": lambda ax: ax.plot(X, np.where(X > 2, np.nan, Y), "o-")[0],
    "mask": lambda ax: ax.plot(X, np.ma.masked_greater(Y, 2), "o-")[0],
    "effects": line(marker="o", linewidth=3, path_effects=[RIM]),
    "sketch": sketched,
    "crisp": line(linewidth=3, antialiased=False),
    "long": lambda ax: ax.plot(LONG, 1 + np.sin(9 * LONG))[0],
    "crowd": lambda ax: ax.plot(CROWD, 1 + np.sin(CROWD), "o")[0],
    "far": lambda ax: ax.plot([0, 4, 3], [-1e5, 2e5, -1e6], linewidth=6)[0],
    "log": scaled(line(marker="o"), xscale="log", xlim=(0.1, 4)),
    "both log": scaled(line(marker="o"), xscale="log", yscale="log", xlim=(0.1, 4), ylim=(0.1, 9)),
    "symlog": scaled(line(marker="o"), yscale="symlog"),
    "upside down": scaled(line(marker="o"), ylim=(3, 0)),
    "twin": twin,
    "turned": turned,
    "cut": cut,
    "not cut": after(line(linewidth=30), clip_on=False),
    "of the axes": lambda ax: ax.plot(X / 4, Y / 3, transform=ax.transAxes)[0],
    "of the figure": lambda ax: ax.figure.add_artist(Line2D(X / 4, Y / 3)),
    "guide": lambda ax: guide(ax, 1),
    "curve": lambda ax: plot_curve(X, Y, ax=ax),
}

PATCHES = {
    "bars": lambda ax: plot_bars([1, 2], [2, 1], ax=ax),
    "edge": patch(PathPatch, bars_path([1, 2], [2, 1]), alpha=0.5, edgecolor="k", linewidth=6),
    "open": patch(PathPatch, bars_path([1, 2], [2, 1]), facecolor="none", linewidth=6, linestyle="--"),
    "no codes": patch(PathPatch, Path([(1, 1), (3, 1), (2, 2.5)]), linewidth=9, joinstyle="bevel"),
    "curves": patch(PathPatch, Path.circle((2, 1.5), 1), edgecolor="k", linewidth=3),
}

TEXTS = {
    **{f"va {va}": words("Slope 2.5", va=va) for va in ("top", "center", "bottom", "baseline", "center_baseline")},
    **{f"ha {ha}": words("기울기 2.5", ha=ha) for ha in ("left", "center", "right")},
    **{
        f"{mode} {ha} {va}": words("Slope 가나", ha=ha, va=va, rotation=30, rotation_mode=mode)
        for mode in ("default", "anchor")
        for ha in ("left", "center", "right")
        for va in ("top", "center", "baseline", "bottom")
    },
    **{f"turned {angle}": words("Slope 가나", ha="center", rotation=angle) for angle in (90, 200, -45)},
    "turned with its axes": words("Slope", rotation=30, transform_rotates_text=True),
    "two lines": words("one\nlonger line\n가나", ha="center", va="center", linespacing=1.5),
    "lines aligned": words("one\nlonger line\n가나", ha="left", va="top", multialignment="right"),
    "lines turned": words("one\nlonger line", rotation=45, rotation_mode="anchor", multialignment="center"),
    "formula": words(r"slope $\frac{dL}{d\hat y} = 2^x$", parse_math=True, ha="center"),
    "formula turned": words(r"기울기 $\alpha^2$", parse_math=True, ha="center", rotation=40),
    "formula in lines": words("two\n$\\alpha^2$", parse_math=True),
    "dollar": words(r"\$5 and 6", parse_math=True),
    "no formula": words("$5$ and 6", parse_math=False),
    "box": words("boxed", bbox={"boxstyle": "round", "facecolor": "gold", "edgecolor": "r"}),
    "text alpha": words("alpha", alpha=0.4),
    "text rgba": words("alpha", color=(1, 0, 0, 0.4)),
    "bold": words("굵은 bold", fontweight="bold"),
    "rim": words("rim", path_effects=[RIM]),
    "rim in lines": words("rim\n가나", path_effects=[RIM], rotation=20),
    "rim around a formula": words("rim $x^2$", path_effects=[RIM], parse_math=True),
    "shadow": words("shadow", path_effects=[withSimplePatchShadow()]),
    "two effects": words("shadow", path_effects=[SimplePatchShadow(), Normal()]),
    "words cut": lambda ax: ax.text(3.5, 1.5, "cut at the edge", fontsize=15, clip_on=True),
    "wrapped": words("a long text that goes on and on and is wrapped", wrap=True),
    "words of the figure": lambda ax: ax.figure.text(0.5, 0.5, "figure", fontsize=15),
    "words and arrow": lambda ax: ax.annotate("words", (3, 2.5), (1, 1), arrowprops={"arrowstyle": "->"}, fontsize=15),
    "fat arrow": lambda ax: ax.annotate(
        "words", (3, 2.5), (1, 1), arrowprops={"facecolor": "r", "shrink": 0.05}, bbox={"facecolor": "w"}
    ),
    "arrow alone": lambda ax: ax.annotate("", (3, 2.5), (1, 1), arrowprops={"arrowstyle": "<|-|>", "linewidth": 3}),
    "words of the axes": lambda ax: ax.annotate(
        "axes", (0.5, 0.5), (10, 10), xycoords="axes fraction", textcoords="offset points", fontsize=15
    ),
    "in data": lambda ax: ax.annotate("data", (1, 1), (2, 2), annotation_clip=False, fontsize=15),
    "on log axes": scaled(lambda ax: label(ax, "label", (1, 1), fontsize=15), xscale="log", xlim=(0.1, 9)),
    "label": lambda ax: label(ax, "label 0.5", (2, 1.5), offset=(5, 10), fontsize=15),
    "disappears": lambda ax: ax.annotate("inside", (2, 2), fontsize=15),
    "title": scaled(lambda ax: ax.set_title("A title"), position=(0.1, 0.1, 0.8, 0.7)),
}

OTHERS = {
    "scatter": lambda ax: ax.scatter(X, Y, s=200),
    "scatter alpha": lambda ax: ax.scatter(X / 4, Y, s=900, alpha=0.5),
    "scatter sizes": lambda ax: ax.scatter(X, Y, s=50 + 300 * X, c=X, alpha=0.5, edgecolors="k"),
    "scatter x": lambda ax: ax.scatter(X, Y, marker="x", s=100),
    "scatter log": scaled(lambda ax: ax.scatter(X, Y, s=200), xscale="log", xlim=(0.1, 4)),
    "lines": collection([[(0, 0), (3, 2)], [(1, 0), (2, 3), (3, 1)]], colors=["r", "b"], linewidths=[3, 9], alpha=0.6),
    "dashes": collection([[(0, 0), (3, 2)], [(1, 0), (2, 3)]], linestyles=["--", ":"], linewidths=5),
    "vlines": lambda ax: ax.vlines(X, 0, Y, colors="g", linewidth=4),
    "fill between": lambda ax: ax.fill_between(X, Y, 1, alpha=0.4, edgecolor="k"),
    "step between": lambda ax: ax.fill_between(X, Y, 1, step="mid"),
    "rectangle": patch(Rectangle, (1, 1), 1, 1, angle=30, linewidth=5, edgecolor="k"),
    "bar": lambda ax: ax.bar([1, 2], [2, 1])[0],
    "circle": patch(Circle, (2, 1.5), 1, linewidth=5, edgecolor="k", alpha=0.5, linestyle="--"),
    "ellipse": patch(Ellipse, (2, 1.5), 2, 1, angle=20),
    "wedge": patch(Wedge, (2, 1.5), 1, 30, 200, width=0.3),
    "round box": patch(FancyBboxPatch, (1, 1), 2, 1, boxstyle="round,pad=0.2", linewidth=4),
    "arrow": patch(FancyArrowPatch, (1, 1), (3, 2), mutation_scale=40, arrowstyle="-|>", linewidth=4),
    "curved arrow": patch(
        FancyArrowPatch, (1, 1), (3, 2), mutation_scale=40, arrowstyle="->", connectionstyle="arc3,rad=0.3"
    ),
    "plain arrow": lambda ax: ax.arrow(1, 1, 1.5, 1, width=0.1),
    "quiver": lambda ax: ax.quiver(X, Y, Y - 1, X - 2),
    "shadow": patch(Rectangle, (1, 1), 1, 1, path_effects=[SimplePatchShadow((8, -8)), Normal()]),
    "axline": lambda ax: ax.axline((0, 0), slope=0.5, linewidth=4),
    "span": lambda ax: ax.axhspan(1, 2, alpha=0.3),
    "error bars": lambda ax: ax.errorbar(X, Y, 0.3).get_children()[1],
    "contour": lambda ax: ax.contour(GRID, extent=(0, 4, 0, 3)),
    "filled contour": lambda ax: ax.contourf(GRID, extent=(0, 4, 0, 3)),
    "mesh": lambda ax: ax.pcolormesh(np.arange(6), np.arange(5), GRID[:4, :5], alpha=0.7),
    "image": lambda ax: ax.imshow(GRID, extent=(0.5, 3.3, 0.5, 2.7), alpha=0.6, aspect="auto"),
    "image from below": lambda ax: ax.imshow(GRID, extent=(0.5, 9, 0.5, 2.7), origin="lower", aspect="auto"),
    "smooth image": lambda ax: ax.imshow(GRID, extent=(0, 4, 0, 3), interpolation="bilinear", aspect="auto"),
    "legend": legend,
    "table": lambda ax: ax.table([["a", "bb"], ["1", "2.5"]], colLabels=["x", "y"], bbox=(0.2, 0.2, 0.6, 0.6)),
    "axes": inset,
}


def named(*tables):
    return pytest.mark.parametrize("make", [pytest.param(table[name], id=name) for table in tables for name in table])


# The second drawing.

COLUMN = np.array([[1.0], [2.0], [3.0]])
MOVES = {
    "fewer": ([0, 1.5], [1, 2]),
    "whole numbers": (np.array([1, 2, 3]), [3, 1, 2]),
    "back and forth": ([3, 0.25, 2.0], (0.1, 1.3, 2.9)),
    "one": ([1.0], [2.0]),
    "none": ([], []),
    "again": (X[::-1], Y),
    "gap": (X, np.where(X > 2, np.nan, Y)),
    "infinite": ([0, 1, 2], [0, np.inf, 1]),
    "nowhere": ([np.nan], [np.nan]),
    "masked": (X, np.ma.masked_greater(Y, 2)),
    "masked with numbers": (np.ma.array([1.0, 2, 3], mask=[0, 1, 0]), np.array([1.0, 2, 1])),
    "one x": ([1.0], [0.5, 2.5]),
    "column": (COLUMN, [1, 2, 1]),
    "both columns": (COLUMN, COLUMN / 2),
    "long": (LONG, np.sin(LONG) + 1),
    "long, in disorder": (RANDOM.random(500) * 4, RANDOM.random(500) * 3),
    "crowd": (CROWD, np.cos(CROWD) + 1),
    "far outside": ([-1e3, 1e5], [-1e4, 2.0]),
    "single precision": (X.astype(np.float32), Y.astype(np.float32)),
    "back": (X, Y),
}


@named(LINES)
def test_a_line_that_has_moved_is_drawn_as_by_matplotlib(make, ax):
    artist, kept = make(ax), KeptStyles()
    svg_of(artist, kept)
    for x, y in MOVES.values():
        artist.set_data(x, y)
        assert_drawn_anew(artist, kept)


# Every order of codes that a path can have: curves, several parts, a stop in the middle.
OUTLINES = [
    bars_path([0.5, 1, 2], [1, 0.2, 3]),
    Path([(1, 1), (2, 1), (2, 2.5)]),
    Path([(1, 1), (2, np.nan), (2, 2.5), (3, 1)]),
    Path([(1, 1), (2, 3), (3, 1), (3, 0.5)], [Path.MOVETO, Path.CURVE3, Path.CURVE3, Path.LINETO]),
    Path([(1, 1), (1, 2), (2, 2), (2, 1), (0, 0)], [Path.MOVETO, *[Path.CURVE4] * 3, Path.CLOSEPOLY]),
    Path([(1, 1), (2, 2), (3, 1), (3, 3)], [Path.MOVETO, Path.LINETO, Path.STOP, Path.LINETO]),
    Path([(1, 1), (2, 2), (3, 1), (0, 0), (3, 3)], [Path.MOVETO, *[Path.LINETO] * 2, Path.CLOSEPOLY, Path.LINETO]),
    Path(np.column_stack([LONG, np.sin(LONG) + 1])),
    Path(np.column_stack([LONG, np.sin(LONG) + 1]), [Path.MOVETO, *[Path.LINETO] * (len(LONG) - 1)]),
    Path(np.empty((0, 2))),
    Path.unit_circle(),
    Path.wedge(20, 200),
]


@named(PATCHES)
def test_a_patch_that_has_moved_is_drawn_as_by_matplotlib(make, ax):
    artist, kept = make(ax), KeptStyles()
    svg_of(artist, kept)
    for path in OUTLINES:
        artist.set_path(path)
        assert_drawn_anew(artist, kept)
        # The same path is changed in place.
        path = path.deepcopy()
        artist.set_path(path)
        assert_drawn_anew(artist, kept)
        path.vertices[:] *= 0.7
        assert_drawn_anew(artist, kept)


@named(TEXTS)
def test_a_text_that_has_moved_is_drawn_as_by_matplotlib(make, ax):
    artist, kept = make(ax), KeptStyles()
    svg_of(artist, kept)
    for text in ("other", "", "two\nlines", "costs $5$", r"\$5", "<b>&", "가나"):
        artist.set_text(text)
        assert_drawn_anew(artist, kept)
        for place in ((1, 2), (0.25, 3.5), (np.nan, 1)):
            artist.xy = place
            assert_drawn_anew(artist, kept)
            artist.set_position((place[1], place[0]))
            assert_drawn_anew(artist, kept)
        artist.set_position((1, 1))
        artist.xy = (1, 1)


def scatter_moves(artist):
    yield artist.set_offsets([(1, 1), (2, 0.5)])
    yield artist.set_offsets(np.empty((0, 2)))
    yield artist.set_offsets(np.column_stack([X, Y]))
    yield artist.set_sizes([20, 90])
    yield artist.set_facecolor(["r", "b"])


def collection_moves(artist):
    yield artist.set_segments([[(0, 0), (1, 3)], [(1, 1), (3, 1)]])
    yield artist.set_color("g")
    yield artist.set_linestyle(["-", ":"])


def rectangle_moves(artist):
    yield artist.set_xy((2, 0.5))
    yield artist.set_width(-0.5)
    yield artist.set_height(2)


def arrow_moves(artist):
    yield artist.set_positions((0.5, 0.5), (1, 2.5))
    yield artist.set_mutation_scale(10)


def legend_moves(artist):
    yield artist.set_title("Other")
    yield artist.get_texts()[0].set_text("new words")
    yield artist.set_loc("lower right")


# What a step does to artists that are not lines, paths and texts.
OTHER_MOVES = {
    "scatter": scatter_moves,
    "scatter alpha": scatter_moves,
    "lines": collection_moves,
    "rectangle": rectangle_moves,
    "bar": rectangle_moves,
    "arrow": arrow_moves,
    "curved arrow": arrow_moves,
    "circle": lambda artist: [artist.set_radius(0.5), artist.set_center((1, 2))],
    "wedge": lambda artist: [artist.set_theta1(90), artist.set_width(0.6)],
    "error bars": collection_moves,
    "image": lambda artist: [artist.set_data(1 - GRID), artist.set_clim(0, 3), artist.set_extent((1, 2, 1, 2))],
    "mesh": lambda artist: [artist.set_array(1 - GRID[:4, :5])],
    "legend": legend_moves,
    "table": lambda artist: [artist[1, 0].get_text().set_text("other"), artist[1, 1].set_facecolor("gold")],
    "axes": lambda artist: [artist.set_title("other"), artist.lines[0].set_ydata(Y / 2)],
}


def steps(name, artist):
    """Nothing, a step at a time, and the changes that every artist can have."""
    yield None
    yield from OTHER_MOVES.get(name, lambda artist: [])(artist)
    yield artist.set_alpha(0.3)
    yield artist.set_visible(False)
    yield artist.set_visible(True)


@pytest.mark.parametrize("name", OTHERS)
def test_everything_else_is_drawn_by_matplotlib_each_time(name, ax):
    artist, kept = OTHERS[name](ax), KeptStyles()
    svg_of(artist, kept)
    assert not kept.strokes
    for _ in steps(name, artist):
        assert_drawn_anew(artist, kept)


# Changes of style between two drawings: the name of a property, and its new value.

CUT = Bbox([(100, 100), (300, 200)])
STYLES = {
    "color": "gold",
    "alpha": 0.25,
    "linewidth": 7,
    "linestyle": ":",
    "zorder": 9,
    "visible": False,
    "clip_on": False,
    "clip_box": CUT,
    "path_effects": [RIM],
    "antialiased": False,
    "transform": Affine2D().rotate_deg(5).scale(90),
}
LINE_STYLES = STYLES | {
    "color, a list": ("color", [1, 0, 0]),
    "color, an array": ("color", np.array([1, 0, 0])),
    "marker": "D",
    "markersize": 30,
    "markeredgecolor": "k",
    "markeredgewidth": 5,
    "markerfacecolor": "none",
    "fillstyle": "top",
    "drawstyle": "steps",
    "markevery": 2,
    "gapcolor": "gold",
    "solid_capstyle": "butt",
    "solid_joinstyle": "bevel",
    "sketch_params": 2,
    "no line": ("linestyle", "none"),
}
PATCH_STYLES = STYLES | {
    "facecolor": "gold",
    "edgecolor": "none",
    "fill": False,
    "joinstyle": "bevel",
    "capstyle": "round",
    "sketch_params": 2,
}
TEXT_STYLES = {
    "color": "gold",
    "color, an array": ("color", np.array([1, 0, 0])),
    "alpha": 0.25,
    "fontsize": 33,
    "fontweight": "bold",
    "fontstyle": "italic",
    "fontfamily": "serif",
    "rotation": 20,
    "ha": "right",
    "va": "top",
    "bbox": {"facecolor": "gold"},
    "wrap": True,
    "path_effects": [RIM],
    "zorder": 9,
    "visible": False,
    "clip_box": CUT,
    "parse_math": True,
}


def cases(makes, styles):
    for name, make in makes.items():
        for style, change in styles.items():
            yield pytest.param(
                make, *(change if isinstance(change, tuple) else (style, change)), id=f"{name}, other {style}"
            )


STYLED = [
    *cases({name: LINES[name] for name in ("marker D", "line --", "effects", "rims", "alpha dots")}, LINE_STYLES),
    *cases({name: PATCHES[name] for name in ("bars", "edge")}, PATCH_STYLES),
    *cases({name: TEXTS[name] for name in ("label", "lines turned", "words of the figure", "in data")}, TEXT_STYLES),
]


@pytest.mark.parametrize(("make", "style", "value"), STYLED)
def test_another_style_is_seen_at_the_next_drawing(make, style, value, ax):
    artist, kept = make(ax), KeptStyles()
    before = svg_of(artist, kept)
    assert svg_of(artist, kept) == before
    artist.set(**{style: value})
    assert_drawn_anew(artist, kept)
    assert_drawn_anew(artist, kept)
    artist.set(visible=True)
    assert_drawn_anew(artist, kept)


@pytest.mark.parametrize("style", ["color", "alpha", "linewidth", "linestyle", "marker", "clip_on", "transform"])
def test_the_comparison_would_notice_an_old_style(style, ax):
    artist = LINES["curve"](ax)
    before = svg_of(artist)
    artist.set(**{style: LINE_STYLES[style]})
    assert svg_of(artist) != before


def test_a_style_changed_in_place_is_seen(ax):
    colour = [1.0, 0.0, 0.0]
    (artist,), kept = ax.plot(X, Y, color=colour), KeptStyles()
    svg_of(artist, kept)
    colour[2] = 1.0
    assert "#ff00ff" in svg_of(artist, kept)
    artist.set_color(np.array([1.0, 0.0, 0.0]))
    assert "#ff0000" in svg_of(artist, kept)
    artist.get_color()[2] = 1.0
    assert "#ff00ff" in svg_of(artist, kept)


def later(ax):
    """Limits of axes and all else that moves the same data to another place."""
    yield ax.set_xlim(0.5, 5)
    yield ax.set_ylim(4, 0.2)
    yield ax.set_position((0.1, 0.2, 0.5, 0.6))
    yield ax.set(xscale="log", xlim=(0.1, 9))
    yield ax.set(xscale="linear", xlim=(0, 4))
    yield ax.figure.set_size_inches(4, 3)
    yield ax.invert_xaxis()
    yield ax.plot([0, 9], [0, 9])
    yield ax.autoscale()


@named(
    LINES,
    PATCHES,
    {
        name: TEXTS[name]
        for name in (
            "label",
            "in data",
            "on log axes",
            "words of the axes",
            "two lines",
            "words and arrow",
            "words cut",
            "title",
        )
    },
)
def test_other_limits_are_seen_at_the_next_drawing(make, ax):
    artist, kept = make(ax), KeptStyles()
    svg_of(artist, kept)
    for axes in dict.fromkeys((ax, artist.axes or ax)):
        for _ in later(axes):
            assert_drawn_anew(artist, kept)
            assert_drawn_anew(artist, kept)


def test_a_transform_of_its_own_is_watched(ax):
    shift = Affine2D()
    kept = KeptStyles()
    (artist,) = ax.plot(X, Y, transform=shift + ax.transData)
    note = ax.text(1, 1, "note", transform=shift + ax.transData)
    svg_of(artist, kept), svg_of(note, kept)
    for _ in range(3):
        shift.translate(0.25, 0)
        assert_drawn_anew(artist, kept)
        assert_drawn_anew(note, kept)


def test_an_equal_transform_is_not_the_same(ax):
    shift, kept = Affine2D(), KeptStyles()
    (artist,) = ax.plot(X, Y, transform=Affine2D() + ax.transData)
    svg_of(artist, kept)
    artist.set_transform(shift + ax.transData)
    assert_drawn_anew(artist, kept)
    shift.translate(1, 0)
    assert_drawn_anew(artist, kept)


def test_a_note_that_turns_with_its_axes_is_watched(ax):
    turn, kept = Affine2D(), KeptStyles()
    style = {"annotation_clip": False, "transform_rotates_text": True}
    note = ax.annotate("note", (1, 1), (1, 1), textcoords=turn + ax.transData, **style)
    svg_of(note, kept)
    turn.rotate_deg(30)
    assert_drawn_anew(note, kept)
    assert "rotate(-30" in svg_of(note, kept)


def test_a_window_that_moves_is_watched(ax):
    window = Bbox([(100, 100), (300, 200)])
    (artist,), kept = ax.plot(X, Y), KeptStyles()
    artist.set_clip_box(window)
    svg_of(artist, kept)
    window.x0 = 150
    assert_drawn_anew(artist, kept)
    assert 'x="150"' in svg_of(artist, kept)


def test_a_window_may_be_given_by_any_two_corners(ax):
    artist = ax.plot(X, Y, linewidth=9)[0]
    artist.set_clip_box(Bbox([(300, 200), (100, 100)]))
    assert 'x="100" y="100" width="200" height="100"' in svg_of(artist)


@named({"curve": LINES["curve"], "label": TEXTS["label"]})
def test_another_size_of_the_picture_is_seen(make, ax):
    artist, kept = make(ax), KeptStyles()
    svg_of(artist, kept)
    higher = [SvgRenderer(WIDTH, 2 * HEIGHT, known) for known in (kept, None)]
    for renderer in higher:
        renderer.draw(artist)
    assert higher[0].svg() == higher[1].svg()


NAMES, DAYS = ["a", "b", "c"], [datetime.date(2024, 1, day) for day in (1, 5, 9)]


@pytest.mark.parametrize("x", [NAMES, DAYS], ids=["names", "days"])
def test_units_are_matplotlibs(x, ax):
    ax.set_xlim(auto=True)
    (artist,), kept = ax.plot(x, [1, 2, 3], "o-"), KeptStyles()
    note = ax.annotate("note", (x[0], 1), (0, 9), textcoords="offset points", annotation_clip=False)
    svg_of(artist, kept), svg_of(note, kept)
    for moved in (x[::-1], ["2", "1", "0"] if x is NAMES else [0, 5.0, 9], np.array(x), [0.5, 1, 2]):
        artist.set_data(moved, [2, 1, 3])
        assert_drawn_anew(artist, kept)
        note.xy = (moved[1], 2)
        assert_drawn_anew(note, kept)


# What is kept, and for whom: or nobody would see that a step has become five times as long.


@named(
    {name: LINES[name] for name in ("line -", "marker D", "alpha", "rims", "curve", "upside down", "turned", "guide")}
)
def test_a_plain_line_is_not_drawn_by_matplotlib_again(make, ax, monkeypatch):
    artist, kept = make(ax), KeptStyles()
    svg_of(artist, kept)
    monkeypatch.setattr(Line2D, "draw", lambda *_: pytest.fail("drawn by matplotlib"))
    for x, y in ([1.0, 2], [2.0, 1]), ((1.5, 2), (1, 2)), (X, Y):
        artist.set_data(x, y)
        monkeypatch.setattr(Line2D, "recache", lambda *_: pytest.fail("worked out by matplotlib"))
        assert "<" in svg_of(artist, kept)[5:]
        monkeypatch.undo()
        monkeypatch.setattr(Line2D, "draw", lambda *_: pytest.fail("drawn by matplotlib"))


@named(PATCHES)
def test_a_path_is_not_drawn_by_matplotlib_again(make, ax, monkeypatch):
    artist, kept = make(ax), KeptStyles()
    svg_of(artist, kept)
    monkeypatch.setattr(PathPatch, "draw", lambda *_: pytest.fail("drawn by matplotlib"))
    artist.set_path(bars_path([1, 2, 3], [1, 2, 1]))
    svg_of(artist, kept)


@named({name: TEXTS[name] for name in ("label", "in data", "va top", "words of the figure", "no formula")})
def test_a_plain_text_is_not_laid_out_by_matplotlib(make, ax, monkeypatch):
    artist = make(ax)
    monkeypatch.setattr(Text, "draw", lambda *_: pytest.fail("drawn by matplotlib"))
    assert "<text" in svg_of(artist)


NOT_KEPT = (
    "steps", "steps-pre", "steps-mid", "steps-post", "markevery", "markevery slice", "effects", "sketch", "log",
    "both log", "symlog",
)  # fmt: skip


@pytest.mark.parametrize("name", LINES)
def test_lines_are_kept_only_if_their_data_are_their_points(name, ax):
    kept = KeptStyles()
    svg_of(LINES[name](ax), kept)
    assert bool(kept.strokes) == (name not in NOT_KEPT)


# The first drawing, beside Agg's. The SVG is read again and drawn by Agg, element by element. Twice as fine as the
# page, because Agg moves markers and letters to whole pixels.

FINE = 2


@dataclass
class Paper:
    """A reader of our SVG that knows no more than that needs."""

    agg: RendererAgg

    def read(self, element, inherited=None, clip=None):
        given = (inherited or {}) | element.attrib
        if element.tag == "svg" and "x" in element.attrib:
            x, y, width, height = (float(number) for number in element.get("viewBox").split())
            clip = Bbox(FINE * np.array([(x, HEIGHT - y - height), (x + width, HEIGHT - y)]))
        if element.tag in ("svg", "g"):
            for child in element:
                self.read(child, {} if element.tag == "svg" else given, clip)
        else:
            getattr(self, element.tag)(given, clip, element)

    def draw(self, outline, given, clip, turn=Affine2D()):  # noqa: B008 - nobody changes it
        gc = self.agg.new_gc()
        gc.set_clip_rectangle(clip)
        whole = float(given.get("opacity", 1))
        fill = given.get("fill", "#000000")
        face = None if fill == "none" else to_rgba(fill, whole * float(given.get("fill-opacity", 1)))
        gc.set_linewidth(float(given.get("stroke-width", 1)) if "stroke" in given else 0)
        gc.set_foreground(to_rgba(given.get("stroke", "k"), whole * float(given.get("stroke-opacity", 1))), True)
        if "stroke-dasharray" in given:
            dashes = [float(number) for number in given["stroke-dasharray"].split()]
            gc.set_dashes(float(given.get("stroke-dashoffset", 0)), dashes)
        gc.set_capstyle({"square": "projecting"}.get(*[given.get("stroke-linecap", "butt")] * 2))
        gc.set_joinstyle(given.get("stroke-linejoin", "miter"))
        gc.set_antialiased(given.get("shape-rendering") != "crispEdges")
        self.agg.draw_path(gc, outline, turn + Affine2D().scale(FINE, -FINE).translate(0, FINE * HEIGHT), face)

    def path(self, given, clip, _):
        if "h0" in given["d"]:
            dot = {"fill": given["stroke"]}
            for x, y in re.findall(r"M(\S+) (\S+?)h0", given["d"]):
                self.draw(Path.circle((float(x), float(y)), float(given["stroke-width"]) / 2), dot, clip)
            return
        codes, vertices = [], []
        for letter, numbers in re.findall(r"([MLQCZ])([^MLQCZ]*)", given["d"]):
            points = np.array(numbers.split() or [0, 0], float).reshape(-1, 2)
            codes += [{"M": 1, "L": 2, "Q": 3, "C": 4, "Z": 79}[letter]] * len(points)
            vertices += points.tolist()
        self.draw(Path(vertices, codes), given, clip)

    def circle(self, given, clip, _):
        self.draw(Path.circle((float(given["cx"]), float(given["cy"])), float(given["r"])), given, clip)

    def image(self, given, clip, _):
        x, y, width, height = (round(FINE * float(given[name])) for name in ("x", "y", "width", "height"))
        picture = Image.open(io.BytesIO(base64.b64decode(given["href"].partition(",")[2])))
        gc = self.agg.new_gc()
        gc.set_clip_rectangle(clip)
        gc.set_alpha(float(given.get("opacity", 1)))
        small = np.asarray(picture.resize((width, height), Image.Resampling.BOX))
        self.agg.draw_image(gc, x, FINE * HEIGHT - y - height, np.ascontiguousarray(small[::-1]))

    def text(self, given, clip, element):
        weight, size = given.get("font-weight", "normal"), float(given["font-size"])
        font = FontProperties(family=register(), weight=weight, size=size)
        letters = TextPath((0, 0), element.text, size=size, prop=font, usetex=False)
        width = self.agg.get_text_width_height_descent(element.text, font, False)[0] / FINE
        x, y = float(given["x"]), float(given["y"])
        start = {"start": 0, "middle": 0.5, "end": 1}[given["text-anchor"]] * width
        turn = Affine2D().scale(1, -1).translate(x - start, y)
        if "transform" in given:
            angle, *centre = (float(number) for number in re.findall(r"-?[\d.]+", given["transform"]))
            turn.rotate_deg_around(*centre, angle)
        if given.get("paint-order") == "stroke":
            self.draw(letters, given, clip, turn)
        self.draw(letters, {name: given[name] for name in ("fill", "opacity") if name in given}, clip, turn)


def sheet():
    return RendererAgg(FINE * WIDTH, FINE * HEIGHT, FINE * 72)


def seen(agg):
    paper = Image.new("RGBA", (FINE * WIDTH, FINE * HEIGHT), "white")
    paper.alpha_composite(Image.fromarray(np.asarray(agg.buffer_rgba())))
    return np.asarray(paper.convert("RGB")).astype(int)


def both(artist):
    """The picture that Agg makes of an artist, and the one that it makes of our SVG."""
    ours = Paper(sheet())
    ours.read(ET.fromstring(svg_of(artist)))
    agg = sheet()
    artist.figure.set_dpi(FINE * 72)
    artist.draw(agg)
    return seen(agg), seen(ours.agg)


def differing(first, second):
    """Pixels that differ together with their four neighbours: more than the smoothed edge of a shape."""
    other = np.abs(first - second).max(axis=2) > 60
    return other[1:-1, 1:-1] & other[:-2, 1:-1] & other[2:, 1:-1] & other[1:-1, :-2] & other[1:-1, 2:]


def box(picture):
    ink = np.argwhere(picture.min(axis=2) < 200)
    return np.array([ink.min(axis=0), ink.max(axis=0)]) / FINE


# The lines of the sketch are random, and other ones where the picture is counted from the top. Small letters differ.
WITH_WORDS = ("legend", "table", "axes")


@named({name: make for name, make in (LINES | PATCHES | OTHERS).items() if name not in ("sketch", *WITH_WORDS)})
def test_the_picture_is_aggs(make, ax):
    agg, ours = both(make(ax))
    assert (agg < 200).any()
    assert differing(agg, ours).sum() == 0
    assert np.abs(agg - ours).mean() < 1


@named(
    {name: make for name, make in TEXTS.items() if name != "disappears"}, {name: OTHERS[name] for name in WITH_WORDS}
)
def test_texts_are_where_agg_draws_them(make, ax):
    agg, ours = both(make(ax))
    np.testing.assert_allclose(box(ours), box(agg), atol=2)
    assert np.abs(agg - ours).mean() < 1.5


# What is too fine to be seen in such a picture.
WRITTEN = {
    "text alpha": ['opacity="0.4"'],
    "text rgba": ['opacity="0.4"', 'fill="#ff0000"'],
    "bold": ['font-weight="bold"'],
    "light": ['font-weight="100"'],
    "italic": ['font-style="italic"'],
    "monospace": ['font-family="monospace"'],
    "ha right": ['text-anchor="end"'],
    "default right top": ['text-anchor="end"', 'transform="rotate(-30 '],
    "two lines": ['text-anchor="middle"'],
    "lines aligned": ['text-anchor="end"'],
    "rim": ["<text", 'paint-order="stroke"', 'stroke="#ffd700"', 'stroke-width="9"'],
    "rim in lines": ["<text", 'paint-order="stroke"', 'stroke="#ffd700"', 'stroke-width="9"'],
    "label": ["<text", 'class="lv-halo"'],
    # Other effects are drawn from outlines: a text of the page has none.
    "shadow": ["<path"],
    "two effects": ["<path"],
    "two rims": ["<path"],
    "rim aside": ["<path"],
    "crisp": ['shape-rendering="crispEdges"'],
    "cut": ['x="100" y="100" width="200" height="100"'],
    "image": ['opacity="0.6"'],
}
STYLED_WORDS = {
    "light": words("light", fontweight="ultralight"),
    "italic": words("italic", fontstyle="italic"),
    "monospace": words("monospace", family="monospace"),
    "two rims": words("rims", path_effects=[RIM, withStroke(linewidth=3, foreground="red")]),
    "rim aside": words("aside", path_effects=[withStroke(offset=(5, 5), linewidth=9, foreground="gold")]),
}


@pytest.mark.parametrize("name", WRITTEN)
def test_what_is_written(name, ax):
    svg = svg_of((LINES | TEXTS | OTHERS | STYLED_WORDS)[name](ax))
    for part in WRITTEN[name]:
        assert part in svg
    assert ("<text" in svg) != ("<path" in svg or "<image" in svg)


def test_a_label_is_drawn_with_its_arrow(ax):
    artist = ax.annotate("words", (3, 2), (-90, -90), textcoords="offset points", annotation_clip=False, arrowprops={})
    svg = svg_of(artist)
    assert "<path" in svg
    assert "<text" in svg


def test_outlines_of_letters_are_finer_than_lines(ax):
    numbers = r'd="M[\d.]+ \d+\.(\d+)'
    assert len(re.search(numbers, svg_of(TEXTS["formula"](ax)))[1]) == 2
    assert len(re.search(numbers, svg_of(LINES["curve"](ax)))[1]) == 1


def test_a_formula_in_a_table_is_as_fine(ax):
    table = ax.table([["$x^2$"]], bbox=(0.2, 0.2, 0.6, 0.6))
    table[0, 0].get_text().set_parse_math(True)
    assert re.search(r"L[\d.]+ \d+\.\d\d[LQZ]", svg_of(table))


@pytest.mark.parametrize("name", ["rim in lines", "formula"])
def test_what_is_drawn_next_is_drawn_as_if_it_were_alone(name, ax):
    first, following = TEXTS[name](ax), [LINES["curve"](ax), OTHERS["table"](ax)]
    renderer = SvgRenderer(WIDTH, HEIGHT)
    renderer.draw(first)
    for artist in following:
        renderer.draw(artist)
    alone = SvgRenderer(WIDTH, HEIGHT)
    for artist in following:
        alone.draw(artist)
    assert renderer.svg().endswith(alone.svg().partition(">")[2])


def test_what_an_eye_could_not_see_is_left_out_of_a_long_line(ax):
    artist = ax.plot(np.linspace(1, 2, 20_000), np.linspace(1, 2, 20_000))[0]
    assert svg_of(artist).count("L") < 100


def test_a_sketch_has_waves_but_not_outside_the_picture(ax):
    artist = sketched(ax)
    assert svg_of(artist).count("L") > 100
    artist.set_data([-1e4, 1e4], [1, 1])
    assert 100 < svg_of(artist).count("L") < 1000


def test_a_text_that_disappears_with_its_point(ax):
    artist, kept = TEXTS["disappears"](ax), KeptStyles()
    assert "<text" in svg_of(artist, kept)
    artist.xy = (5, 2)
    assert "<text" not in svg_of(artist, kept)


# What is refused.


def hatched(ax):
    return ax.add_patch(Rectangle((1, 1), 1, 1, hatch="//", label="my bar"))


def hatched_legend(ax):
    hatched(ax)
    return ax.legend()


def round_window(ax):
    artist = ax.plot(X, Y)[0]
    artist.set_clip_path(Circle((2, 1.5), 1, transform=ax.transData))
    return artist


REFUSED = {
    "hatch": (hatched, "Rectangle 'my bar': ", "set_hatch(None)"),
    "hatch of a path": (lambda ax: after(PATCHES["bars"], hatch="x")(ax), "PathPatch: ", "set_hatch(None)"),
    "hatch of an area": (lambda ax: ax.fill_between(X, Y, hatch="x"), "PolyCollection: ", "set_hatch(None)"),
    "hatch in a legend": (hatched_legend, "Rectangle 'my bar': ", "set_hatch(None)"),
    "round window": (round_window, "Line2D: ", "set_clip_on(False)"),
    "polar axes": (
        lambda ax: ax.figure.add_subplot(projection="polar").plot(X, Y)[0], "Line2D: ", "set_clip_on(False)",
    ),
    "filter": (after(LINES["curve"], agg_filter=lambda image, dpi: (image, 0, 0)), "Line2D: ", "set_agg_filter(None)"),
    "LaTeX": (words("x^2", usetex=True), "Text 'x^2': ", "usetex=False"),
    "smooth mesh": (lambda ax: ax.pcolormesh(GRID, shading="gouraud"), "QuadMesh: ", 'shading="flat"'),
    "smooth triangles": (lambda ax: ax.tripcolor(X, Y**2, Y, shading="gouraud"), "TriMesh: ", 'shading="flat"'),
    "container": (lambda ax: ax.errorbar(X, Y, 1), "ErrorbarContainer", "get_children()"),
    "list": (lambda ax: ax.plot(X, Y), "list", "get_children()"),
}  # fmt: skip


@pytest.mark.parametrize("hidden", [False, True], ids=["seen", "hidden"])
@pytest.mark.parametrize(("make", "name", "instead"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_drawn_is_refused_before_it_is_seen(make, name, instead, hidden, ax, each_language):
    artist = make(ax)
    if hidden and hasattr(artist, "set_visible"):
        artist.set_visible(False)
    with pytest.raises(CannotDraw) as refused:
        svg_of(artist)
    assert name in str(refused.value)
    assert instead in str(refused.value)


LATER = {
    "bars": {"hatch": "/"},
    "fill between": {"hatch": "/"},
    "curve": {"agg_filter": lambda image, dpi: (image, 0, 0)},
    "label": {"usetex": True},
    "legend": {"agg_filter": lambda image, dpi: (image, 0, 0)},
    "scatter": {"clip_path": Circle((9, 9), 1)},
    "image": {"clip_path": Circle((9, 9), 1)},
    "rims": {"clip_path": Circle((9, 9), 1), "clip_on": True},
    "words cut": {"clip_path": Circle((9, 9), 1)},
}


@pytest.mark.parametrize("name", LATER)
def test_what_cannot_be_drawn_any_more_is_refused_at_that_step(name, ax):
    artist, kept = (TEXTS | LINES | PATCHES | OTHERS)[name](ax), KeptStyles()
    svg_of(artist, kept)
    artist.set(**LATER[name])
    with pytest.raises(CannotDraw, match=f"^{type(artist).__name__}"):
        svg_of(artist, kept)


def test_a_part_that_comes_later_and_cannot_be_drawn_is_refused_at_that_step(ax):
    artist, kept = inset(ax), KeptStyles()
    svg_of(artist, kept)
    artist.pcolormesh(GRID, shading="gouraud")
    with pytest.raises(CannotDraw, match=r'^Axes.*shading="flat"'):
        svg_of(artist, kept)


def test_a_polar_line_that_is_not_cut_off_is_drawn(ax):
    artist = ax.figure.add_subplot(projection="polar").plot(X, Y, clip_on=False)[0]
    agg, ours = both(artist)
    assert differing(agg, ours).sum() == 0
