"""`explore.binary_cross_entropy`: yes-or-no samples riding on the two curves −log p and −log(1 − p)."""

from collections import defaultdict

import numpy as np

from lossviz import losses
from lossviz.explorer import Explorer, Numbers, Switches, colored, listed, reading
from lossviz.figure import plots
from lossviz.figure.style import LOSS, MUTED, PREDICTION, TRUTH
from lossviz.losses.checks import FINITE, PROBABILITY, labels, series
from lossviz.words import number, t

# The curves are shown down to p = 0.03.
TOP = 3.5
MOST_LABELS = 12


class BinaryCrossEntropy(Explorer):
    """Six samples by default, each with a label 0 or 1 and a probability of 1.

    y_true: labels. y_pred: probabilities of the same length, 0 to 1.
    """

    size = (1000, 340)
    y_true = Switches((0, 1, 0, 0, 1, 1), label="y")
    y_pred = Numbers((0.5, 0.7, 0.3, 0.2, 0.7, 0.9), 0.0, 1.0, step=0.01, label="p", width="176px")

    def prepare(self, y_true, y_pred):
        y_true, y_pred = series(y_true, y_pred, FINITE, PROBABILITY)
        labels(y_true, (0, 1))
        return {
            "y_true": y_true,
            "y_pred": y_pred,
            "count": len(y_true),
            "presets": {
                "sure": {"y_pred": y_true},
                "guess": {"y_pred": np.full(len(y_true), 0.5)},
                "one_sure_error": {"y_pred": [*y_pred[:-1], 0.01 if y_true[-1] else 0.99]},
            },
        }

    def read(self, y_true, y_pred):
        each = losses.binary_cross_entropy(y_true, y_pred, reduction="none")
        single = {f"loss_{index + 1}": float(loss) for index, loss in enumerate(each[:MOST_LABELS])}
        loss = losses.binary_cross_entropy(y_true, y_pred)
        return {"loss": loss, "smallest": float(each.min()), "largest": float(each.max()), "losses": each, **single}

    def draw(self, figure, art, count):
        curves, bars = figure.subplots(1, 2, sharey=True, width_ratios=[1.25, 1])
        for ax in (curves, bars):
            plots.grid(ax)
        self._draw_curves(curves)
        # Room at the right for the mean.
        bars.set(xlim=(-0.6, count * 1.3 - 0.4), title=t("binary.bars"))
        plots.sample_ticks(bars.xaxis, range(count), most=MOST_LABELS)
        bars.set_xlabel(t("word.sample"))
        bars.tick_params(axis="y", labelleft=False)
        art.ones = plots.plot_points([0], [0], color=TRUTH, ax=curves)
        square = {"marker": "s", "markeredgecolor": TRUTH, "size": 11, "markeredgewidth": 2.5}
        art.zeros = plots.plot_points([0], [0], color="white", ax=curves, **square)
        art.names = plots.labels(curves, count, MOST_LABELS, color=PREDICTION, fontweight="bold")
        art.bars = plots.plot_bars([0], [0], ax=bars)
        art.numbers = plots.labels(bars, count, MOST_LABELS, color=LOSS)
        art.mean_lines = [plots.guide(ax, 0) for ax in (curves, bars)]
        for line in art.mean_lines:
            line.set(color=LOSS, linewidth=2)
        art.mean = plots.label(bars, "", (0, 0), color=LOSS, fontweight="bold", fontsize=15, ha="right")
        art.smallest, art.largest = plots.labels(bars, 2, 2, color=TRUTH, fontsize=13)

    def _draw_curves(self, ax):
        p = np.linspace(0, 1, 201)
        for y, style, key in ((1, "-", "curve_1"), (0, (0, (5, 2)), "curve_0")):
            loss = losses.binary_cross_entropy(np.full_like(p, y), p, reduction="none")
            plots.plot_curve(p, loss, ax=ax, linestyle=style, linewidth=2)
            end, shift, ha = (0.075, 8, "left") if y else (0.925, -8, "right")
            near = losses.binary_cross_entropy([y], [end])
            plots.label(ax, t(f"binary.{key}"), (end, near), color=MUTED, offset=(shift, 6), ha=ha)
        ax.set(xlim=(-0.02, 1.02), ylim=(0, TOP), title=t("binary.curves"))
        ax.set_xlabel(t("binary.p_axis"))
        ax.set_ylabel(t("plot.loss_axis"))

    def move_dots(self, art, y_true, y_pred, losses):
        shown = np.minimum(losses, TOP)
        for dots, which in ((art.ones, y_true == 1), (art.zeros, y_true == 0)):
            dots.set_data(y_pred[which], shown[which])
        # One name for all samples that share a place.
        places = defaultdict(list)
        for index, place in enumerate(zip(y_pred, shown, strict=True)):
            places[place].append(str(index + 1))
        for words in art.names:
            words.set_text("")
        for words, ((p, loss), names) in zip(art.names, places.items(), strict=False):
            plots.move_label(words, ", ".join(names), (p, loss), plots.beside_top(loss, TOP, 18))

    def move_bars(self, art, count, losses, loss, smallest, largest):
        shown = np.minimum(losses, TOP)
        art.bars.set_path(plots.bars_path(np.arange(count), shown))
        for index, words in enumerate(art.numbers):
            offset = (0, 11 if shown[index] < 0.95 * TOP else -11)
            plots.move_label(words, number(losses[index], 3), (index, shown[index]), offset)
        mean = min(loss, TOP)
        for line in art.mean_lines:
            line.set_ydata([mean, mean])
        plots.move_label(art.mean, t("plot.mean", mean=loss), (count * 1.3 - 0.4, mean), plots.beside_top(mean, TOP))
        # Which loss is smallest and which is largest; nothing where all are equal.
        ends = ((art.smallest, "smallest", losses.argmin()), (art.largest, "largest", losses.argmax()))
        for words, key, index in ends:
            text = t(f"binary.{key}") if smallest < largest else ""
            plots.move_label(words, text, (index, shown[index]), (0, 28 if shown[index] < 0.85 * TOP else -28))

    def formula(self, losses, loss):
        costs = colored("loss", listed(losses, " + ", 6, 3))
        return f"−(1/N) Σ [y log p + (1 − y) log(1 − p)] = ({costs}) / {len(losses)} = {reading('loss', loss)}"

    def sentence(self, losses, loss, smallest, largest):
        return t(
            "binary.describe",
            count=len(losses),
            loss=loss,
            best=int(losses.argmin()) + 1,
            smallest=smallest,
            worst=int(losses.argmax()) + 1,
            largest=largest,
        )
