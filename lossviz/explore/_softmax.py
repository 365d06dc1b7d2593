"""`explore.softmax`: from logits to the loss of one sample, as one picture read from left to right."""

import numpy as np

from lossviz import losses
from lossviz.explore import _questions
from lossviz.explore._classes import class_names, highest, short
from lossviz.explorer import Choice, Data, Explorer, Number, Numbers, colored, listed, reading
from lossviz.figure import plots
from lossviz.figure.style import LOSS, MUTED, PREDICTION, TRUTH
from lossviz.losses.checks import DRAWABLE, row
from lossviz.words import digits_apart, number, subscript, t

# Where the axis of the loss ends; a bar of a larger loss is broken.
TOP = 5


class Softmax(Explorer):
    """logits -> softmax -> one-hot -> −log p.

    logits: 1-d, one for each class. y_true: index of the right class. classes: their names. temperature: above 0.
    reach: how far a logit can be moved to either side; by default 5, and more where the logits are larger.
    """

    size = (1000, 300)
    questions = _questions.SOFTMAX
    # e^2.89 is 18 to four digits, and 18 / (1 + 18 + 1) = 0.9.
    logits = Numbers((0.0, 2.89, 0.0), "range", labels="parts", several="word.class", drag="bars.0.x")
    y_true = Choice(1, "names", label="word.right_class")
    classes = Data(None)
    temperature = Number(1.0, 0.1, 5.0, step=0.1, label="word.temperature")
    reach = Data(None)

    def prepare(self, logits, y_true, classes, reach):
        logits = row("logits", logits, DRAWABLE)
        count = len(logits)
        classes = class_names(classes, count)
        names = list(map(short, classes))
        reach = max(5.0, float(np.ceil(np.abs(logits).max()))) if reach is None else float(reach)
        return {
            "logits": logits,
            "classes": classes,
            "names": dict(enumerate(names)),
            "parts": [f"{subscript('z', index + 1)} {name}" for index, name in enumerate(names)],
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

    def draw(self, figure, art, names, reach):
        panels = plots.panels(figure, [1, 1, 0.7, 1], sharey=True, narrow="AB;CD")
        kinds = (
            ("softmax.logits", "softmax.logit_axis", (-reach, 0, reach)),
            ("softmax.softmax", "plot.probability_axis", (0, 0.5, 1)),
            ("softmax.one_hot", "softmax.one_hot_axis", (0, 1)),
            ("softmax.loss", "softmax.loss_axis", range(TOP + 1)),
        )
        for ax, (title, axis, ticks) in zip(panels, kinds, strict=True):
            ax.set(title=t(title), xlabel=t(axis))
            plots.lying_axis(ax, ticks)
        *three, cost = panels
        cost.set_ylim(len(names) - 0.4, -0.6)
        rows = plots.name_rows(cost, list(names.values()))
        three[0].spines.left.set_visible(False)
        plots.guide(three[0], 0, across=False)
        colors = (MUTED, PREDICTION, TRUTH)
        art.bars = [plots.plot_bars([0], [0], color=color, ax=ax) for ax, color in zip(three, colors, strict=True)]
        art.numbers = [
            [plots.label(ax, "", (0, row), color=color, **plots.AFTER) for row in rows]
            for ax, color in zip(three, colors, strict=True)
        ]
        art.loss_bar = plots.plot_bars([0], [0], ax=cost)
        art.loss = plots.label(cost, "", (0, 0), color=LOSS, fontsize=16, **plots.AFTER)

    def move(self, art, logits, probabilities, one_hot):
        written = (number, _share, number)
        columns = zip(art.bars, art.numbers, (logits, probabilities, one_hot), written, strict=True)
        for bars, labels, lengths, write in columns:
            bars.set_path(plots.lying_bars_path(range(len(lengths)), lengths))
            for words in labels:
                length = lengths[int(words.xy[1])]
                plots.move_bar_label(words, write(length, 3), words.xy[1], length)

    def move_loss(self, art, y_true, loss):
        art.loss_bar.set_path(plots.lying_bars_path([y_true], [loss], TOP))
        plots.move_bar_label(art.loss, number(loss), y_true, loss, TOP)

    def formula(self, p, loss, gradient):
        slopes = colored("gradient", f"({listed(gradient, ', ', 5, 3)})")
        shown = f"−log {_about(p, loss)}{reading('p', p, 'prediction')}"
        cost = f"−log {colored('prediction', 'p')} = {shown} = {reading('loss', loss)}"
        return f"{cost} &emsp; {colored('gradient', '∂L/∂z')} = (p − y) / T = {slopes}"

    def sentence(self, names, y_true, p, loss, probabilities):
        first = highest(probabilities)
        case = "wrong" if y_true not in first else "right" if len(first) == 1 else "tie"
        favourite = probabilities[first[0]]
        digits = digits_apart([(p, favourite)]) if case == "wrong" else 4
        words = {
            "right": names[y_true],
            "p": _about(p, loss) + number(p, digits),
            "favourite": names[first[0]],
            "highest": number(favourite, digits),
        }
        return t(f"softmax.describe_{case}", loss=loss, **words)


def _share(p: float, digits: int) -> str:
    """A probability in a column: as many decimals for each, and none is written as 0, which no softmax gives."""
    return f"{p:.{digits}f}" if p >= 0.5 * 10**-digits else "≈ 0"


def _about(p: float, loss: float) -> str:
    """What stands before a probability that is too small for a float, though its logarithm is not."""
    return "≈ " if p == 0 and np.isfinite(loss) else ""
