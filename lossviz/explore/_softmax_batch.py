"""`explore.softmax_batch`: the mean cross-entropy of a few samples, and who pays most of it."""

import numpy as np

from lossviz import losses
from lossviz.explore import _questions
from lossviz.explore._classes import class_names, highest, short
from lossviz.explore._shares import ends_of, share_row, steps_of
from lossviz.explorer import Data, Explorer, Handle, Numbers, colored, listed, reading
from lossviz.figure import plots
from lossviz.figure.style import FAINT, LOSS, PREDICTION, TRUTH
from lossviz.losses.checks import distributions, labels, targets
from lossviz.words import number, shortened, subscript, t

# Where the axis of the losses ends; a bar of a larger loss (p below 0.018) is broken.
TOP = 4
# Parts of bars that have names.
MOST_PARTS = 48
# The height of the line above the bars that says the mean, for each row.
LINE = 0.15

# The two predictions of three samples that the course compares.
FIRST = ((0.3, 0.1, 0.6), (0.3, 0.5, 0.2), (0.4, 0.1, 0.5))
SECOND = ((0.6, 0.1, 0.3), (0.3, 0.5, 0.2), (0.4, 0.1, 0.5))


class SoftmaxBatch(Explorer):
    """A row of probabilities for each sample; moving one makes room in its row by moving the others in proportion.

    y_true: N class indices, or one-hot rows. y_pred: (N, C), rows with the sum 1. classes: C names.
    """

    size, tall = (1000, 290), 1.75
    questions = _questions.SOFTMAX_BATCH
    y_true = Data((0, 1, 2))
    y_pred = Numbers(
        FIRST, 0.0, 1.0, step="step", labels="parts", shared=share_row, drag=Handle("right", "x", "ends", "rows")
    )
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
            "step": 1 / steps_of(count),
            "rows": np.repeat(np.arange(len(y_true)), count),
            "presets": course | {"sure": {"y_pred": np.eye(count)[y_true]}},
        }

    def read(self, y_true, y_pred):
        each = losses.cross_entropy(y_true, y_pred, reduction="none")
        single = {f"loss_{index + 1}": float(loss) for index, loss in enumerate(each[: plots.MOST_LABELS])}
        return {"loss": losses.cross_entropy(y_true, y_pred), "losses": each, "ends": ends_of(y_pred), **single}

    def draw(self, figure, art, y_true, names):
        shares, costs = plots.panels(figure, [1.15, 1], sharey=True)
        count = len(y_true)
        costs.set_ylim(count - 0.4, -0.5 - LINE * (count + 1))
        samples = [t("softmax_batch.sample", index=row + 1, name=names[right]) for row, right in enumerate(y_true)]
        rows = plots.name_rows(costs, samples)
        shares.set(xlim=(0, 1), title=t("softmax_batch.shares"), xlabel=t("plot.probability_axis"))
        shares.tick_params(axis="y", left=False)
        costs.set(title=t("softmax_batch.losses"), xlabel=t("softmax.loss_axis"))
        plots.lying_axis(costs, range(TOP + 1), 0.25)
        art.others = plots.plot_bars([0], [0], color=FAINT, edgecolor="white", ax=shares)
        art.right = plots.plot_bars([0], [0], color=PREDICTION, edgecolor="white", ax=shares)
        # A bar that words are written into is higher than they are.
        roomy = len(plots.rows_with_words(shares, count, height=24)) == count
        art.names = plots.labels(shares, count * len(names), MOST_PARTS if roomy else 0, fontsize=13, rim=False)
        art.bars = plots.plot_bars([0], [0], ax=costs)
        # In a column behind the axis, where the line of the mean never is.
        art.numbers = [plots.label(costs, "", (TOP, row), color=LOSS, **plots.AFTER) for row in rows]
        art.mean_line = plots.guide(costs, 0, across=False, color=LOSS, linewidth=2)
        art.mean = plots.label(costs, "", (0, -0.5 - LINE * (count + 1) / 2), color=LOSS, fontweight="bold")

    def move_shares(self, art, y_true, y_pred, names, rows):
        starts = y_pred.cumsum(axis=1) - y_pred
        is_right = np.arange(len(names)) == y_true[:, np.newaxis]
        for bars, which in ((art.right, is_right), (art.others, ~is_right)):
            bars.set_path(plots.lying_parts_path(rows[which.ravel()], starts[which], y_pred[which]))
        # In characters of 7 pixels, some of which stay free on either side.
        room = art.right.axes.bbox.width * y_pred / 7 - 1.2
        for words, part in zip(art.names, np.ndindex(y_pred.shape), strict=False):
            at = (starts[part] + y_pred[part] / 2, part[0])
            text = _named(names[part[1]], y_pred[part], room[part])
            plots.move_label(words, text, at, color="white" if is_right[part] else TRUTH)

    def move_losses(self, art, losses, loss):
        art.bars.set_path(plots.lying_bars_path(range(len(losses)), losses, TOP))
        for words in art.numbers:
            words.set_text(number(losses[int(words.xy[1])]))
        plots.move_guide(art.mean_line, loss, high=TOP)
        mean = min(loss, TOP)
        x, ha = (6, "left") if mean < TOP / 2 else (-6, "right")
        said = t("plot.mean", mean=loss) + (" →" if loss > TOP else "")
        plots.move_label(art.mean, said, (mean, art.mean.xy[1]), (x, 0), ha=ha)

    def formula(self, losses, loss):
        costs = colored("loss", listed(losses, " + ", 5))
        return f"−(1/N) Σ log {colored('prediction', 'p')} = ({costs}) / {len(losses)} = {reading('loss', loss)}"

    def sentence(self, y_true, y_pred, losses, loss):
        most = highest(losses)
        first, ties, count = most[0], len(most), len(losses)
        case = "one" if count == 1 else "same" if ties == count else "tie" if ties > 1 else "most"
        worst = {"index": first + 1, "ties": ties, "p": y_pred[first, y_true[first]], "worst": losses[first]}
        return t(f"softmax_batch.describe_{case}", count=count, loss=loss, **worst)


def _named(name: str, p: float, room: float) -> str:
    """What is written into a part of a bar: name and number, the number, or nothing, as there is room."""
    digits = number(p, 3)
    if room >= len(digits) + 4:
        return f"{shortened(name, room - len(digits) - 1)} {digits}"
    return digits if room >= len(digits) else ""
