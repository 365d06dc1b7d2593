"""`explore.binary_cross_entropy`: yes-or-no samples riding on the two curves −log p and −log(1 − p)."""

import numpy as np

from lossviz import losses
from lossviz.explore import _questions
from lossviz.explorer import Explorer, Handle, Numbers, Switches, colored, listed, reading
from lossviz.figure import plots
from lossviz.figure.scale import apart
from lossviz.figure.style import FAINT, LOSS, MUTED, PREDICTION, TRUTH
from lossviz.losses.checks import FINITE, PROBABILITY, labels, series
from lossviz.words import number, t

# Where the axis of the loss ends. Above it is room for numbers; below 0 is the row of the samples' names and labels.
TOP, ROW = 5.0, -0.4
LIMITS = (-0.75, 5.6)
# How samples look, by their label.
LOOKS = (
    {"color": "white", "marker": "s", "markeredgecolor": TRUTH, "size": 13, "markeredgewidth": 2.5},
    {"color": TRUTH, "size": 12},
)


class BinaryCrossEntropy(Explorer):
    """Six samples by default, each with a label 0 or 1 and a probability of 1.

    y_true: labels. y_pred: probabilities of the same length, 0 to 1.
    """

    size = (1000, 340)
    questions = _questions.BINARY_CROSS_ENTROPY
    y_true = Switches((0, 1, 0, 0, 1, 1), label="y", drag=Handle("labels", "press"), spoken="binary.label")
    y_pred = Numbers(
        (0.5, 0.7, 0.3, 0.2, 0.7, 0.9), 0.0, 1.0, step=0.01, label="p", spoken="binary.probability",
        drag=(Handle("zeros", "x", across="on_zeros"), Handle("ones", "x", across="on_ones")),
    )  # fmt: skip
    presets = {
        "sure": lambda y_true: {"y_pred": y_true},
        "guess": lambda y_true: {"y_pred": np.full(len(y_true), 0.5)},
        "one_sure_error": lambda y_true: {
            "y_pred": [*np.where(y_true, 0.9, 0.1)[:-1], 0.01 if y_true[-1] else 0.99],
        },
    }

    def prepare(self, y_true, y_pred):
        y_true, y_pred = series(y_true, y_pred, FINITE, PROBABILITY)
        labels(y_true, (0, 1))
        return {"y_true": y_true, "y_pred": y_pred, "count": len(y_true)}

    def read(self, y_true, y_pred):
        each = losses.binary_cross_entropy(y_true, y_pred, reduction="none")
        heights = np.minimum(each, TOP)
        single = {f"loss_{index + 1}": float(loss) for index, loss in enumerate(each[: plots.MOST_LABELS])}
        return {
            "loss": losses.binary_cross_entropy(y_true, y_pred),
            "smallest": float(each.min()),
            "largest": float(each.max()),
            "losses": each,
            "heights": heights,
            # A sample is taken hold of on the curve of its label.
            "on_zeros": np.where(y_true == 0, heights, np.nan),
            "on_ones": np.where(y_true == 1, heights, np.nan),
            **single,
        }

    def draw(self, figure, art, count):
        curves, bars = plots.panels(figure, [1.25, 1], sharey=True)
        for ax in (curves, bars):
            plots.grid(ax)
            ax.set(ylim=LIMITS, yticks=range(int(TOP) + 1))
            ax.spines.left.set_bounds(0, TOP)
            plots.guide(ax, 0, linestyle="-")
        self._draw_curves(curves, art)
        art.names = plots.labels(curves, count, color=PREDICTION, fontweight="bold")
        self._draw_bars(bars, art, count)
        art.mean_lines = [plots.guide(ax, 0, color=LOSS, linewidth=2) for ax in (curves, bars)]
        art.mean = plots.live_title(bars, color=LOSS)

    def _draw_curves(self, ax, art):
        # The probability of the sample's own label, from where the curve comes into the picture.
        own, name = np.linspace(np.exp(-TOP), 1, 201), "binary_cross_entropy"
        ones = plots.plot_loss(name, 1, own, ax=ax)
        zeros = plots.plot_loss(name, 0, 1 - own, ax=ax)
        ones.set(linewidth=2)
        zeros.set(linewidth=2, linestyle=(0, (5, 2)))
        for label, at, shift, ha in ((1, 0.05, 8, "left"), (0, 0.92, -8, "right")):
            loss = losses.binary_cross_entropy([label], [at])
            plots.label(ax, t(f"binary.curve_{label}"), (at, loss), color=MUTED, offset=(shift, 6), ha=ha)
        ax.set(xlim=(-0.02, 1.02), title=t("binary.curves"), xlabel=t("binary.p_axis"), ylabel=t("plot.loss_axis"))
        art.rails = {"zeros": zeros, "ones": ones}
        art.zeros, art.ones = _marks(ax)
        art.off = _marks(ax, marker="^")

    def _draw_bars(self, ax, art, count):
        ax.set(xlim=(-0.6, count - 0.4), xlabel=t("word.sample"))
        plots.sample_ticks(ax.xaxis, range(count))
        plots.label(ax, "y", (-0.6, ROW), offset=(-10, 0))
        # Where each sample's label can be pressed; it never moves. In it is the mark of the label.
        size = float(np.clip(320 / count, 6, 20))
        place = {"marker": "s", "color": FAINT, "size": size, "markeredgewidth": 0}
        art.labels = plots.plot_points(range(count), [ROW] * count, ax=ax, **place)
        art.marks = _marks(ax, size=size / 2, markeredgewidth=size / 10)
        art.bars = plots.plot_bars([0], [0], ax=ax)
        art.numbers = plots.labels(ax, count, color=LOSS)

    def move_dots(self, art, y_true, y_pred, losses, heights):
        for label, (dots, off) in enumerate(zip((art.zeros, art.ones), art.off, strict=True)):
            for marks, which in ((dots, losses <= TOP), (off, losses > TOP)):
                marks.set_data(y_pred[which & (y_true == label)], heights[which & (y_true == label)])

    def move_names(self, art, y_pred):
        # Each stands under its dot, or beside the name of one that is near.
        gap = 20 * 1.04 / art.ones.axes.bbox.width
        for index, (words, place) in enumerate(zip(art.names, apart(y_pred, gap, 0, 1), strict=False)):
            plots.move_label(words, str(index + 1), (place, ROW))

    def move_labels(self, art, y_true):
        for label, marks in enumerate(art.marks):
            which = np.flatnonzero(y_true == label)
            marks.set_data(which, np.full(len(which), ROW))

    def move_bars(self, art, count, losses, heights, loss):
        art.bars.set_path(plots.broken_bars_path(np.arange(count), losses, TOP))
        room = art.bars.axes.bbox.width / count - 2
        for index, (words, end) in enumerate(zip(art.numbers, heights, strict=False)):
            plots.move_label(words, plots.number_for(room, losses[index]), (index, end), (0, 11))
        for line in art.mean_lines:
            plots.move_guide(line, loss, high=TOP)
        art.mean.set_text(t("plot.mean", mean=loss))

    def formula(self, losses, loss):
        costs = colored("loss", listed(losses, " + ", 6, 3))
        return f"−(1/N) Σ [y log p + (1 − y) log(1 − p)] = ({costs}) / {len(losses)} = {reading('loss', loss)}"

    def sentence(self, losses, smallest, largest, **values):
        if number(smallest) == number(largest):
            return t("binary.describe_one" if len(losses) == 1 else "binary.describe_same", **values)
        which = {"best": _samples(losses, smallest), "worst": _samples(losses, largest)}
        return t("binary.describe", smallest=smallest, largest=largest, **which, **values)


def _marks(ax, **look):
    """Dots for the samples of each label."""
    return [plots.plot_points([0], [0], ax=ax, **one | look) for one in LOOKS]


def _samples(losses: np.ndarray, value: float) -> str:
    """Which samples have this loss, as far as its number tells."""
    found = [str(index + 1) for index, loss in enumerate(losses) if number(loss) == number(value)]
    if len(found) > 6:
        return t("binary.many", count=len(found))
    return t("binary.sample" if len(found) == 1 else "binary.samples", names=", ".join(found))
