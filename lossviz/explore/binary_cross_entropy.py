"""`explore.binary_cross_entropy`: yes-or-no samples riding on the two curves −log p and −log(1 − p)."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from lossviz import losses
from lossviz.explorer.controls import Elements, slider, switch
from lossviz.explorer.core import Explorer, listed, reading
from lossviz.figure.plots import bars_path, grid, guide, label, plot_bars, plot_curve, plot_points
from lossviz.figure.style import LOSS, MUTED, PREDICTION, TRUTH, new_figure
from lossviz.losses.checks import FINITE, PROBABILITY, labels, pair
from lossviz.words import number, subscript, t

# The curves are shown down to p = 0.03.
TOP = 3.5
MOST_LABELS = 12


class BinaryCrossEntropy(Explorer):
    """Six samples by default, each with a label 0 or 1 and a probability of 1.

    y_true: labels. y_pred: probabilities of the same length, 0 to 1.
    """

    name = "binary_cross_entropy"

    def __init__(
        self,
        y_true: Sequence[int] = (0, 1, 0, 0, 1, 1),
        y_pred: Sequence[float] = (0.5, 0.7, 0.3, 0.2, 0.7, 0.9),
    ):
        y_true, y_pred = (values.ravel() for values in pair(y_true, y_pred, FINITE, PROBABILITY))
        labels(y_true, (0, 1))
        controls = {
            "y_true": Elements(
                lambda index, value: switch(subscript("y", index + 1), value),
                y_true.astype(bool),
                label=t("word.sample"),
            ),
            "y_pred": Elements(
                lambda index, value: slider(subscript("p", index + 1), value, 0.0, 1.0, 0.01, width="176px"),
                y_pred,
                label=t("word.sample"),
            ),
        }
        count = len(y_true)
        presets = {
            "sure": {"y_pred": y_true.tolist()},
            "guess": {"y_pred": [0.5] * count},
            "one_sure_error": {"y_pred": [*y_pred[:-1].tolist(), 0.01 if y_true[-1] else 0.99]},
        }
        super().__init__(controls, presets)

    def _read(self):
        self._y, self._p = (np.array(self.controls[name].value, float) for name in ("y_true", "y_pred"))
        self._losses = losses.binary_cross_entropy(self._y, self._p, reduction="none")
        return {
            "loss": losses.binary_cross_entropy(self._y, self._p),
            "smallest": float(self._losses.min()),
            "largest": float(self._losses.max()),
            **{f"loss_{index + 1}": float(loss) for index, loss in enumerate(self._losses[:MOST_LABELS])},
        }

    def _draw(self):
        count = len(self._y)
        figure = new_figure(1000, 340)
        curves, bars = figure.subplots(1, 2, sharey=True, width_ratios=[1.25, 1])
        p = np.linspace(0, 1, 201)
        for y, style, key in ((1, "-", "curve_1"), (0, (0, (5, 2)), "curve_0")):
            loss = losses.binary_cross_entropy(np.full_like(p, y), p, reduction="none")
            plot_curve(p, loss, ax=curves, linestyle=style, linewidth=2)
            end, shift = (0.075, 8) if y else (0.925, -8)
            near = losses.binary_cross_entropy([y], [end])
            label(curves, t(f"binary.{key}"), (end, near), color=MUTED, offset=(shift, 6), ha="left" if y else "right")
        grid(curves)
        curves.set(xlim=(-0.02, 1.02), ylim=(0, TOP), title=t("binary.curves"))
        curves.set_xlabel(t("binary.p_axis"))
        curves.set_ylabel(t("plot.loss_axis"))
        grid(bars)
        self._x = np.arange(count, dtype=float)
        shown = np.unique(np.linspace(0, count - 1, min(count, MOST_LABELS)).astype(int))
        # Room at the right for the mean.
        self._end = count * 1.3 - 0.4
        bars.set(xlim=(-0.6, self._end), title=t("binary.bars"))
        bars.set_xticks(shown, [str(index + 1) for index in shown])
        bars.set_xlabel(t("word.sample"))
        bars.tick_params(axis="y", labelleft=False)
        self._ones = plot_points([0], [0], color=TRUTH, ax=curves)
        self._zeros = plot_points(
            [0], [0], color="white", ax=curves, marker="s", markeredgecolor=TRUTH, size=11, markeredgewidth=2.5
        )
        few = count if count <= MOST_LABELS else 0
        self._names = [label(curves, "", (0, 0), color=PREDICTION, fontweight="bold") for _ in range(few)]
        self._bars = plot_bars(self._x, np.zeros(count), ax=bars)
        self._numbers = [label(bars, "", (0, 0), color=LOSS) for _ in range(few)]
        self._mean = [guide(ax, 0) for ax in (curves, bars)]
        for line in self._mean:
            line.set(color=LOSS, linewidth=2)
        self._mean_label = label(
            bars, "", (self._end, 0), color=LOSS, fontweight="bold", fontsize=15, ha="right", offset=(0, 12)
        )
        self._marks = [label(bars, "", (0, 0), color=TRUTH, fontsize=13) for _ in range(2)]
        return figure, [
            self._ones,
            self._zeros,
            *self._names,
            self._bars,
            *self._numbers,
            *self._mean,
            self._mean_label,
            *self._marks,
        ]

    def _move(self):
        shown = np.minimum(self._losses, TOP)
        ones = self._y == 1
        for dots, chosen in ((self._ones, ones), (self._zeros, ~ones)):
            dots.set_data(self._p[chosen], shown[chosen])
        self._name_dots(shown)
        self._bars.set_path(bars_path(self._x, shown))
        for words, x, loss, top in zip(self._numbers, self._x, self._losses, shown, strict=False):
            words.set_text(number(loss, 3))
            words.xy = (x, top)
            words.set_position((0, 11 if top < 0.95 * TOP else -11))
        mean = min(self.readings["loss"], TOP)
        for line in self._mean:
            line.set_ydata([mean, mean])
        self._mean_label.set_text(t("plot.mean", mean=number(self.readings["loss"])))
        self._mean_label.xy = (self._end, mean)
        self._mean_label.set_position((0, 12 if mean < 0.9 * TOP else -12))
        self._mark(shown)

    def _name_dots(self, shown: np.ndarray):
        """One name for all samples that share a place."""
        if not self._names:
            return
        places = defaultdict(list)
        for index, place in enumerate(zip(self._p.tolist(), shown.tolist(), strict=True)):
            places[place].append(str(index + 1))
        for words in self._names:
            words.set_text("")
        for words, ((p, loss), names) in zip(self._names, places.items(), strict=False):
            words.set_text(", ".join(names))
            words.xy = (p, loss)
            words.set_position((0, 18 if loss < 0.9 * TOP else -18))

    def _mark(self, shown: np.ndarray):
        """Say which loss is smallest and which is largest; nothing where all are equal."""
        ends = int(self._losses.argmin()), int(self._losses.argmax())
        differ = self.readings["smallest"] < self.readings["largest"]
        for words, index, key in zip(self._marks, ends, ("smallest", "largest"), strict=True):
            words.set_text(t(f"binary.{key}") if differ else "")
            words.xy = (self._x[index], shown[index])
            words.set_position((0, 28 if shown[index] < 0.85 * TOP else -28))

    def _formula(self):
        costs = listed(self._losses, " + ", 6, 3)
        return (
            f'−(1/N) Σ [y log p + (1 − y) log(1 − p)] = (<span class="lv-loss">{costs}</span>) / '
            f"{len(self._losses)} = {reading('loss', self.readings['loss'])}"
        )

    def describe(self):
        worst = int(self._losses.argmax())
        best = int(self._losses.argmin())
        return t(
            "binary.describe",
            count=len(self._losses),
            loss=number(self.readings["loss"]),
            best=best + 1,
            smallest=number(self.readings["smallest"]),
            worst=worst + 1,
            largest=number(self.readings["largest"]),
        )
