"""`explore.softmax_batch`: the mean cross-entropy of a few samples, and who pays most of it."""

import numpy as np

from lossviz import losses
from lossviz.explore._classes import class_names, short
from lossviz.explorer import Data, Explorer, Numbers, colored, listed, reading
from lossviz.figure import plots
from lossviz.figure.style import FAINT, LOSS, PREDICTION, TRUTH
from lossviz.losses.checks import distributions, labels, targets
from lossviz.words import number, shortened, subscript, t

# Losses beyond this (p below 0.03) run off the right edge, with their number at it.
TOP = 3.5
MOST_LABELS = 12
# A part of a bar narrower than this has no room for its name.
ROOM = 0.16
HEIGHT = 0.62

# The two predictions of three samples that the course compares.
FIRST = ((0.3, 0.1, 0.6), (0.3, 0.5, 0.2), (0.4, 0.1, 0.5))
SECOND = ((0.6, 0.1, 0.3), (0.3, 0.5, 0.2), (0.4, 0.1, 0.5))


def share_row(row: np.ndarray, moved: int) -> np.ndarray:
    """The row in which the element `moved` has its new value: the others answer in proportion, so that the sum is 1."""
    others = np.arange(len(row)) != moved
    rest, total = 1 - row[moved], row[others].sum()
    answered = row.copy()
    answered[others] = row[others] * (rest / total) if total else rest / max(len(row) - 1, 1)
    return answered


class SoftmaxBatch(Explorer):
    """A row of probabilities for each sample; moving one makes room in its row by moving the others in proportion.

    y_true: N class indices, or one-hot rows. y_pred: (N, C), rows with the sum 1. classes: C names.
    """

    size = (1000, 290)
    y_true = Data((0, 1, 2))
    y_pred = Numbers(FIRST, 0.0, 1.0, step=0.01, labels="parts", width="width", shared=share_row)
    classes = Data(None)

    def prepare(self, y_true, y_pred, classes):
        y_pred = distributions("y_pred", y_pred)
        right = targets(y_true, y_pred)
        if right.shape == y_pred.shape:
            right = labels(right, (0, 1)).argmax(axis=-1)
        y_true, y_pred = np.atleast_1d(right), np.atleast_2d(y_pred)
        count = y_pred.shape[1]
        classes = class_names(classes, count)
        course = {"first": {"y_pred": FIRST}, "second": {"y_pred": SECOND}} if y_pred.shape == (3, 3) else {}
        return {
            "y_true": y_true,
            "y_pred": y_pred,
            "classes": classes,
            "names": (names := list(map(short, classes))),
            "parts": [f"{subscript('p', index + 1)} {name}" for index in range(len(y_true)) for name in names],
            "width": f"{max(1080 // count, 240)}px",
            "presets": course | {"sure": {"y_pred": np.eye(count)[y_true]}},
        }

    def read(self, y_true, y_pred):
        each = losses.cross_entropy(y_true, y_pred, reduction="none")
        single = {f"loss_{index + 1}": float(loss) for index, loss in enumerate(each[:MOST_LABELS])}
        return {"loss": losses.cross_entropy(y_true, y_pred), "losses": each, **single}

    def draw(self, figure, art, y_true, names):
        shares, costs = figure.subplots(1, 2, sharey=True, width_ratios=[1.15, 1])
        count = len(y_true)
        samples = [t("softmax_batch.sample", index=index + 1, name=names[right]) for index, right in enumerate(y_true)]
        shares.set(xlim=(0, 1), ylim=(count - 0.4, -1.0), title=t("softmax_batch.shares"))
        plots.sample_ticks(shares.yaxis, range(count), samples, MOST_LABELS)
        shares.set_xlabel(t("plot.probability_axis"))
        shares.tick_params(axis="y", left=False)
        costs.set(xlim=(0, TOP), title=t("softmax_batch.losses"))
        costs.set_xlabel(t("softmax.loss_axis"))
        costs.tick_params(axis="y", left=False, labelleft=False)
        art.others = plots.plot_bars([0], [0], color=FAINT, edgecolor="white", ax=shares)
        art.right = plots.plot_bars([0], [0], color=PREDICTION, edgecolor="white", ax=shares)
        parts = count * len(names)
        art.names = plots.labels(shares, parts, 2 * MOST_LABELS, fontsize=13, rim=False) if count <= MOST_LABELS else []
        art.bars = plots.plot_bars([0], [0], edgecolor="white", ax=costs)
        art.numbers = plots.labels(costs, count, MOST_LABELS, fontweight="bold", rim=False)
        art.mean_line = plots.guide(costs, 0, across=False)
        art.mean_line.set(color=LOSS, linewidth=2)
        art.mean = plots.label(costs, "", (0, 0), color=LOSS, fontweight="bold", fontsize=16)

    def move_shares(self, art, y_true, y_pred, names):
        ends = y_pred.cumsum(axis=1)
        starts = ends - y_pred
        low = np.broadcast_to(np.arange(len(y_pred))[:, np.newaxis] - HEIGHT / 2, y_pred.shape)
        is_right = np.arange(len(names)) == y_true[:, np.newaxis]
        for bars, which in ((art.right, is_right), (art.others, ~is_right)):
            bars.set_path(plots.rectangles_path(starts[which], low[which], y_pred[which], HEIGHT))
        for words, (sample, which) in zip(art.names, np.ndindex(y_pred.shape), strict=False):
            p, start = y_pred[sample, which], starts[sample, which]
            # The bar of p = 1 has room for some 60 half-width characters.
            text = f"{shortened(names[which], 60 * p - 5)} {number(p, 3)}" if p >= ROOM else ""
            plots.move_label(words, text, (start + p / 2, sample), color="white" if is_right[sample, which] else TRUTH)

    def move_losses(self, art, losses, loss):
        shown = np.minimum(losses, TOP)
        samples = np.arange(len(losses))
        art.bars.set_path(plots.rectangles_path(np.zeros(len(shown)), samples - HEIGHT / 2, shown, HEIGHT))
        for words, cost, end, sample in zip(art.numbers, losses, shown, samples, strict=False):
            if end > ROOM * TOP:
                plots.move_label(words, number(cost), (end, sample), (-8, 0), ha="right", color="white")
            else:
                plots.move_label(words, number(cost), (end, sample), (8, 0), ha="left", color=LOSS)
        mean = min(loss, TOP)
        art.mean_line.set_xdata([mean, mean])
        x, ha = (6, "left") if mean < TOP / 2 else (-6, "right")
        plots.move_label(art.mean, t("plot.mean", mean=loss), (mean, -0.62), (x, 0), ha=ha)

    def formula(self, losses, loss):
        costs = colored("loss", listed(losses, " + ", 5))
        return f"−(1/N) Σ log {colored('prediction', 'p')} = ({costs}) / {len(losses)} = {reading('loss', loss)}"

    def sentence(self, y_true, y_pred, losses, loss):
        worst = int(losses.argmax())
        return t(
            "softmax_batch.describe",
            count=len(losses),
            loss=loss,
            index=worst + 1,
            p=y_pred[worst, y_true[worst]],
            worst=losses[worst],
        )
