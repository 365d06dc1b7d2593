"""`explore.softmax_batch`: the mean cross-entropy of a few samples, and who pays most of it."""

from collections.abc import Sequence

import numpy as np

from lossviz import losses
from lossviz.explore.softmax import class_names, short
from lossviz.explorer.controls import Elements, slider
from lossviz.explorer.core import Explorer, listed, reading
from lossviz.figure.plots import guide, label, plot_rectangles, rectangles_path
from lossviz.figure.style import FAINT, LOSS, PREDICTION, TRUTH, new_figure
from lossviz.losses.checks import distributions, labels, targets
from lossviz.words import number, subscript, t

# Losses beyond this (p below 0.03) run off the right edge, with their number at it.
TOP = 3.5
MOST_LABELS = 12
# A part of a bar narrower than this has no room for its name.
ROOM = 0.16

# The two predictions of three samples that the course compares.
FIRST = ((0.3, 0.1, 0.6), (0.3, 0.5, 0.2), (0.4, 0.1, 0.5))
SECOND = ((0.6, 0.1, 0.3), (0.3, 0.5, 0.2), (0.4, 0.1, 0.5))


class SoftmaxBatch(Explorer):
    """A row of probabilities for each sample; moving one makes room in its row by moving the others in proportion.

    y_pred: (N, C), rows with the sum 1. y_true: N class indices, or one-hot rows. classes: C names.
    """

    name = "softmax_batch"

    def __init__(
        self,
        y_pred: Sequence[Sequence[float]] = FIRST,
        y_true: Sequence[int] = (0, 1, 2),
        *,
        classes: Sequence[str] | None = None,
    ):
        y_pred = distributions("y_pred", y_pred)
        right = targets(y_true, y_pred)
        if right.shape == y_pred.shape:
            right = labels(right, (0, 1)).argmax(axis=-1)
        self.y_true, y_pred = np.atleast_1d(right), np.atleast_2d(y_pred)
        count = y_pred.shape[1]
        self.classes = class_names(classes, count)
        controls = {
            "y_pred": Elements(
                lambda index, value: slider(
                    self._name(index), value, 0.0, 1.0, 0.01, width=f"{max(1080 // count, 240)}px"
                ),
                y_pred,
                label=t("word.sample"),
                couple=lambda values, index: share_row(values, index, count),
            )
        }
        presets = {"sure": {"y_pred": np.eye(count)[self.y_true].tolist()}}
        if y_pred.shape == (3, 3):
            presets = {
                "first": {"y_pred": list(map(list, FIRST))},
                "second": {"y_pred": list(map(list, SECOND))},
                **presets,
            }
        super().__init__(controls, presets)

    def _name(self, index: int) -> str:
        sample, which = divmod(index, len(self.classes))
        return f"{subscript('p', sample + 1)} {short(self.classes[which])}"

    def _data(self):
        return {"y_true": self.y_true, "classes": self.classes}

    def _read(self):
        self._p = np.reshape(self.controls["y_pred"].value, (-1, len(self.classes)))
        self._losses = losses.cross_entropy(self.y_true, self._p, reduction="none")
        return {
            "loss": losses.cross_entropy(self.y_true, self._p),
            **{f"loss_{index + 1}": float(loss) for index, loss in enumerate(self._losses[:MOST_LABELS])},
        }

    def _draw(self):
        count = len(self.y_true)
        self._y = np.arange(count, dtype=float)
        figure = new_figure(1000, 290)
        shares, costs = figure.subplots(1, 2, sharey=True, width_ratios=[1.15, 1])
        shown = np.unique(np.linspace(0, count - 1, min(count, MOST_LABELS)).astype(int))
        shares.set(xlim=(0, 1), ylim=(count - 0.4, -1.0), title=t("softmax_batch.shares"))
        shares.set_yticks(shown, [self._sample(index) for index in shown])
        shares.set_xlabel(t("plot.probability_axis"))
        costs.set(xlim=(0, TOP), title=t("softmax_batch.losses"))
        costs.set_xlabel(t("softmax.loss_axis"))
        costs.tick_params(axis="y", left=False, labelleft=False)
        shares.tick_params(axis="y", left=False)
        empty = rectangles_path(np.zeros(1), np.zeros(1), 0, 0)
        self._others = plot_rectangles(empty, color=FAINT, ax=shares)
        self._right = plot_rectangles(empty, color=PREDICTION, ax=shares)
        self._bars = plot_rectangles(empty, ax=costs)
        few = count <= MOST_LABELS
        names = self._p.size if few and self._p.size <= 2 * MOST_LABELS else 0
        self._names = [label(shares, "", (0, 0), fontsize=13, rim=False) for _ in range(names)]
        self._numbers = [label(costs, "", (0, 0), fontweight="bold", rim=False) for _ in range(count if few else 0)]
        self._mean = guide(costs, 0, across=False)
        self._mean.set(color=LOSS, linewidth=2)
        self._mean_label = label(costs, "", (0, -0.6), color=LOSS, fontweight="bold", fontsize=16)
        return figure, [
            self._others,
            self._right,
            self._bars,
            *self._names,
            *self._numbers,
            self._mean,
            self._mean_label,
        ]

    def _sample(self, index: int) -> str:
        return t("softmax_batch.sample", index=index + 1, name=short(self.classes[self.y_true[index]]))

    def _move(self):
        height, ends = 0.62, self._p.cumsum(axis=1)
        starts = ends - self._p
        right = np.arange(len(self.classes)) == self.y_true[:, np.newaxis]
        low = np.broadcast_to(self._y[:, np.newaxis] - height / 2, self._p.shape)
        for bars, chosen in ((self._right, right), (self._others, ~right)):
            bars.set_path(rectangles_path(starts[chosen], low[chosen], self._p[chosen], height))
        for words, start, p, (sample, which) in zip(
            self._names, starts.flat, self._p.flat, np.ndindex(self._p.shape), strict=False
        ):
            words.set_text(f"{short(self.classes[which])} {number(p, 3)}" if p >= ROOM else "")
            words.set_color("white" if right[sample, which] else TRUTH)
            words.xy = (start + p / 2, self._y[sample])
        self._move_losses(height)

    def _move_losses(self, height: float):
        shown = np.minimum(self._losses, TOP)
        self._bars.set_path(rectangles_path(np.zeros(len(shown)), self._y - height / 2, shown, height))
        for words, loss, end, y in zip(self._numbers, self._losses, shown, self._y, strict=False):
            words.set_text(number(loss))
            words.xy = (end, y)
            inside = end > ROOM * TOP
            words.set_position((-8 if inside else 8, 0))
            words.set_horizontalalignment("right" if inside else "left")
            words.set_color("white" if inside else LOSS)
        mean = min(self.readings["loss"], TOP)
        self._mean.set_xdata([mean, mean])
        self._mean_label.set_text(t("plot.mean", mean=number(self.readings["loss"])))
        self._mean_label.xy = (mean, -0.62)
        self._mean_label.set_horizontalalignment("left" if mean < TOP / 2 else "right")
        self._mean_label.set_position((6 if mean < TOP / 2 else -6, 0))

    def _formula(self):
        costs = listed(self._losses, " + ", 5)
        return (
            f'−(1/N) Σ log <span class="lv-prediction">p</span> = (<span class="lv-loss">{costs}</span>) / '
            f"{len(self._losses)} = {reading('loss', self.readings['loss'])}"
        )

    def describe(self):
        worst = int(self._losses.argmax())
        return t(
            "softmax_batch.describe",
            count=len(self._losses),
            loss=number(self.readings["loss"]),
            index=worst + 1,
            p=number(self._p[worst, self.y_true[worst]]),
            worst=number(self._losses[worst]),
        )


def share_row(values: tuple[float, ...], index: int, count: int) -> tuple[float, ...]:
    """The row of `count` in which the element at `index` moved adds up to 1 again; the others answer in proportion."""
    first = index - index % count
    row = np.array(values[first : first + count])
    others = np.arange(count) != index - first
    rest, total = 1 - row[~others][0], row[others].sum()
    row[others] = row[others] * (rest / total) if total else rest / max(count - 1, 1)
    return (*values[:first], *row.tolist(), *values[first + count :])
