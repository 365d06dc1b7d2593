"""`explore.softmax`: from logits to the loss of one sample, as one picture read from left to right."""

import numpy as np

from lossviz import losses
from lossviz.explore._classes import class_names, short
from lossviz.explorer import Choice, Data, Explorer, Number, Numbers, colored, listed, reading
from lossviz.figure import plots
from lossviz.figure.style import LOSS, MUTED, PREDICTION, TRUTH
from lossviz.losses.checks import DRAWABLE, row
from lossviz.words import number, shortened, t

MOST_LABELS = 8
TOP = 5.0


class Softmax(Explorer):
    """logits -> softmax -> one-hot -> −log p.

    logits: 1-d, one for each class. y_true: index of the right class. classes: their names. temperature: above 0.
    reach: how far a logit can be moved to either side; by default 5, and more where the logits are larger.
    """

    size = (1000, 330)
    # e^2.89 is 18 to four digits, and 18 / (1 + 18 + 1) = 0.9.
    logits = Numbers((0.0, 2.89, 0.0), "range", label="z", several="word.class", width="340px")
    y_true = Choice(1, "names", label="word.right_class")
    classes = Data(None)
    temperature = Number(1.0, 0.1, 5.0, step=0.1, label="word.temperature", width="260px")
    reach = Data(None)

    def prepare(self, logits, y_true, classes, reach):
        logits = row("logits", logits, DRAWABLE)
        count = len(logits)
        classes = class_names(classes, count)
        reach = max(5.0, float(np.ceil(np.abs(logits).max()))) if reach is None else float(reach)
        return {
            "logits": logits,
            "classes": classes,
            "names": dict(enumerate(map(short, classes))),
            "reach": reach,
            "range": (-reach, reach, 0.01),
            "presets": {
                "undecided": {"logits": np.zeros(count)},
                "sure": {"logits": reach * (np.arange(count) == y_true), "y_true": y_true},
                "hot": {"temperature": 5.0},
                "cold": {"temperature": 0.2},
            },
        }

    def read(self, logits, y_true, temperature):
        # z enters as z/T, so the gradient with respect to z is that with respect to z/T, divided by T.
        gradient = losses.softmax_cross_entropy_grad(y_true, logits / temperature) / temperature
        probabilities = losses.softmax(logits, temperature=temperature)
        return {
            "p": float(probabilities[y_true]),
            "loss": losses.softmax_cross_entropy(y_true, logits / temperature),
            "slope": float(gradient[y_true]),
            "probabilities": probabilities,
            "one_hot": np.eye(len(logits))[y_true],
            "gradient": gradient,
        }

    def draw(self, figure, art, classes, reach):
        panels = figure.subplots(1, 4, width_ratios=[1, 1, 1, 0.45])
        titles = ("softmax.logits", "softmax.softmax", "softmax.one_hot", "softmax.loss")
        for ax, title in zip(panels, titles, strict=True):
            ax.set_title(t(title))
            plots.grid(ax)
        *three, cost = panels
        scores, probabilities, truth = three
        count = len(classes)
        for ax in three:
            ax.set_xlim(-0.6, count - 0.4)
            # The panels are 230 pixels wide, and half a syllable 7.
            names = [shortened(name, max(4, 230 / (min(count, MOST_LABELS) + 0.2) / 7)) for name in classes]
            plots.sample_ticks(ax.xaxis, range(count), names, MOST_LABELS)
        scores.set_ylim(-1.15 * reach, 1.15 * reach)
        scores.set_ylabel(t("softmax.logit_axis"))
        plots.guide(scores, 0)
        for ax in (probabilities, truth):
            ax.set(ylim=(0, 1.15), yticks=[0, 0.5, 1])
        probabilities.set_ylabel(t("plot.probability_axis"))
        cost.set(xlim=(-0.6, 0.6), ylim=(0, TOP), xticks=[])
        cost.set_ylabel(t("softmax.loss_axis"))
        colors = (MUTED, PREDICTION, TRUTH)
        art.bars = [plots.plot_bars([0], [0], color=color, ax=ax) for ax, color in zip(three, colors, strict=True)]
        art.numbers = [
            plots.labels(ax, count, MOST_LABELS, color=color, fontweight="bold")
            for ax, color in zip(three, colors, strict=True)
        ]
        art.loss_bar = plots.plot_bars([0], [0], ax=cost)
        art.loss = plots.label(cost, "", (0, 0), color=LOSS, fontweight="bold", fontsize=17)

    def move(self, art, logits, probabilities, one_hot):
        x = np.arange(len(logits))
        for bars, labels, heights in zip(art.bars, art.numbers, (logits, probabilities, one_hot), strict=True):
            bars.set_path(plots.bars_path(x, heights))
            for words, at, height in zip(labels, x, heights, strict=False):
                plots.move_label(words, number(height, 3), (at, height), (0, 11 if height >= 0 else -12))

    def move_loss(self, art, loss):
        shown = min(loss, TOP)
        art.loss_bar.set_path(plots.bars_path([0], [shown]))
        plots.move_label(art.loss, number(loss), (0, shown), plots.beside_top(shown, TOP))

    def formula(self, p, loss, gradient):
        slopes = colored("gradient", f"({listed(gradient, ', ', 5, 3)})")
        about = "≈ " if _is_lost(p, loss) else ""
        shown = f"−log {about}{reading('p', p, 'prediction')}"
        cost = f"−log {colored('prediction', 'p')} = {shown} = {reading('loss', loss)}"
        return f"{cost} &emsp; {colored('gradient', '∂L/∂z')} = (p − y) / T = {slopes}"

    def sentence(self, classes, y_true, p, loss, probabilities):
        favourite = int(probabilities.argmax())
        return t(
            "softmax.describe_right" if favourite == y_true else "softmax.describe_wrong",
            right=short(classes[y_true]),
            p=f"≈ {number(p)}" if _is_lost(p, loss) else p,
            loss=loss,
            favourite=short(classes[favourite]),
            highest=probabilities[favourite],
        )


def _is_lost(p: float, loss: float) -> bool:
    """Whether a probability is too small for a float, but its logarithm is not."""
    return p == 0 and np.isfinite(loss)
