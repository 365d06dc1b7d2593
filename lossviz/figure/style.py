"""How everything looks: one colour for one thing, one font that has Hangul, one set of figure defaults.

Nothing here touches the reader's own `rcParams`: figures are made and drawn inside `drawing()`.
"""

from contextlib import AbstractContextManager
from functools import cache
from importlib.resources import files

import matplotlib
from matplotlib.figure import Figure

from lossviz.words.hangul import register

# The blue, vermilion and bluish green of Okabe and Ito, darker: on white their letters can be read (4.5 : 1). They are
# distinct for colour-blind viewers, and four different greys in greyscale.
TRUTH = "#1a1a1a"
PREDICTION = "#0062b8"
LOSS = "#c24e00"
GRADIENT = "#005f40"
MUTED = "#6b6b6b"
FAINT = "#d9d9d9"

# Figures are laid out at 72 dots per inch, so that a point, a pixel of the page and a unit of the SVG layer are one.
DPI = 72
# Between axes and what stands above them, in pixels: room for a dot at their edge.
PAD = 11
# Still layers are drawn twice as fine, which keeps them sharp on a projector and on a 2x display.
FINENESS = 2


# What a style decides; the other settings say where matplotlib runs, and stay the reader's.
_STYLE = {
    "axes", "figure", "font", "grid", "image", "legend", "lines", "mathtext", "patch", "path", "savefig", "scatter",
    "text", "xtick", "ytick",
}  # fmt: skip


@cache
def _defaults() -> dict[str, object]:
    stock = {name: value for name, value in matplotlib.rcParamsDefault.items() if name.partition(".")[0] in _STYLE}
    return stock | {
        "font.family": register(),
        "font.size": 14,
        "axes.titlesize": 15,
        "axes.titleweight": "bold",
        "axes.titlelocation": "left",
        "axes.titlepad": PAD,
        "axes.labelsize": 14,
        "axes.labelcolor": MUTED,
        "axes.edgecolor": MUTED,
        "axes.linewidth": 0.8,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.unicode_minus": True,
        "xtick.color": MUTED,
        "ytick.color": MUTED,
        "xtick.labelsize": 13,
        "ytick.labelsize": 13,
        "lines.linewidth": 2.5,
        "lines.markersize": 9,
        "figure.dpi": DPI,
        "figure.constrained_layout.w_pad": 0.12,
        "figure.constrained_layout.h_pad": 0.06,
        "figure.facecolor": "white",
        "axes.facecolor": "white",
        "savefig.dpi": DPI * FINENESS,
        "savefig.facecolor": "white",
        "text.parse_math": False,
    }


def drawing() -> AbstractContextManager[None]:
    """A context in which figures are made and drawn in this style; the reader's settings return after it."""
    return matplotlib.rc_context(_defaults())


def new_figure(width: float, height: float) -> Figure:
    """A plain `Figure` (not pyplot's, so nobody has to close it), `width` × `height` pixels of the page."""
    with drawing():
        return Figure(figsize=(width / DPI, height / DPI), layout="constrained")


@cache
def stylesheet() -> str:
    """The page's own part of the style, as a `<style>` element; it takes the colours from here."""
    colors = {
        "truth": TRUTH,
        "prediction": PREDICTION,
        "loss": LOSS,
        "gradient": GRADIENT,
        "muted": MUTED,
        "faint": FAINT,
    }
    variables = " ".join(f"--lv-{name}: {color};" for name, color in colors.items())
    rules = files(__package__).joinpath("explorer.css").read_text(encoding="utf-8")
    return f"<style>.lv-live {{ {variables} }}\n{rules}</style>"
