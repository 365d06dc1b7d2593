"""`explore.softmax`: from logits to the loss of one sample, as one picture read from left to right."""

from collections.abc import Sequence
from itertools import chain

import numpy as np

from lossviz import losses
from lossviz.explorer.controls import Elements, choice, slider, whole
from lossviz.explorer.core import Explorer, listed, reading
from lossviz.figure.plots import bars_path, grid, guide, label, plot_bars
from lossviz.figure.style import LOSS, MUTED, PREDICTION, TRUTH, new_figure
from lossviz.losses.checks import rows
from lossviz.words import number, subscript, t

MOST_LABELS = 8
TOP = 5.0


class Softmax(Explorer):
    """logits -> softmax -> one-hot -> −log p.

    logits: 1-d, one for each class. y_true: index of the right class. classes: their names. temperature: above 0.
    """

    name = "softmax"

    def __init__(
        self,
        # e^2.89 is 18 to four digits, and 18 / (1 + 18 + 1) = 0.9.
        logits: Sequence[float] = (0.0, 2.89, 0.0),
        *,
        y_true: int = 1,
        classes: Sequence[str] | None = None,
        temperature: float = 1.0,
    ):
        logits = rows("logits", logits).ravel()
        self.classes = class_names(classes, len(logits))
        reach = max(5.0, float(np.ceil(np.abs(logits).max())))
        controls = {
            "logits": Elements(
                lambda index, value: slider(subscript("z", index + 1), value, -reach, reach, 0.01, width="340px"),
                logits,
                label=t("word.class"),
            ),
            "y_true": right_class(self.classes),
            "temperature": slider(t("word.temperature"), 1.0, 0.1, 5.0, 0.1, width="260px"),
        }
        right = whole("y_true", y_true, 0, len(logits) - 1)
        presets = {
            "undecided": {"logits": [0.0] * len(logits)},
            "sure": {"logits": [reach if index == right else 0.0 for index in range(len(logits))], "y_true": right},
            "hot": {"temperature": 5.0},
            "cold": {"temperature": 0.2},
        }
        super().__init__(controls, presets, start={"y_true": right, "temperature": temperature})

    def _data(self):
        return {"classes": self.classes}

    def _read(self):
        logits, right = np.array(self.controls["logits"].value), self.controls["y_true"].value
        temperature = self.controls["temperature"].value
        self._p = losses.softmax(logits, temperature=temperature)
        # z enters as z/T, so the gradient with respect to z is that with respect to z/T, divided by T.
        self._gradient = losses.softmax_cross_entropy_grad(right, logits / temperature) / temperature
        loss = losses.softmax_cross_entropy(right, logits / temperature)
        return {"p": float(self._p[right]), "loss": loss, "slope": float(self._gradient[right])}

    def _draw(self):
        figure = new_figure(1000, 330)
        panels = figure.subplots(1, 4, width_ratios=[1, 1, 1, 0.45])
        count, reach = len(self.classes), self.controls["logits"].parts[0].max
        self._x = np.arange(count, dtype=float)
        titles = ("softmax.logits", "softmax.softmax", "softmax.one_hot", "softmax.loss")
        for ax, title in zip(panels, titles, strict=True):
            ax.set_title(t(title))
            grid(ax)
        for ax in panels[:3]:
            ax.set_xlim(-0.6, count - 0.4)
            shown = np.unique(np.linspace(0, count - 1, min(count, MOST_LABELS)).astype(int))
            ax.set_xticks(shown, [short(self.classes[index]) for index in shown])
        scores, probabilities, truth, cost = panels
        scores.set_ylim(-1.15 * reach, 1.15 * reach)
        scores.set_ylabel(t("softmax.logit_axis"))
        guide(scores, 0)
        for ax in (probabilities, truth):
            ax.set(ylim=(0, 1.15), yticks=[0, 0.5, 1])
        probabilities.set_ylabel(t("plot.probability_axis"))
        cost.set(xlim=(-0.6, 0.6), ylim=(0, TOP), xticks=[])
        cost.set_ylabel(t("softmax.loss_axis"))
        none = np.zeros(count)
        self._logit_bars = plot_bars(self._x, none, color=MUTED, ax=scores)
        self._p_bars = plot_bars(self._x, none, color=PREDICTION, ax=probabilities)
        self._truth_bars = plot_bars(self._x, none, color=TRUTH, ax=truth)
        self._loss_bar = plot_bars([0], [0], ax=cost)
        labels = count if count <= MOST_LABELS else 0
        self._numbers = [
            [label(ax, "", (0, 0), color=color, fontweight="bold") for _ in range(labels)]
            for ax, color in ((scores, MUTED), (probabilities, PREDICTION), (truth, TRUTH))
        ]
        self._total = label(cost, "", (0, 0), color=LOSS, fontweight="bold", fontsize=17)
        return figure, [
            self._logit_bars,
            self._p_bars,
            self._truth_bars,
            self._loss_bar,
            *chain.from_iterable(self._numbers),
            self._total,
        ]

    def _move(self):
        one_hot = np.eye(len(self.classes))[self.controls["y_true"].value]
        values = np.array(self.controls["logits"].value), self._p, one_hot
        for bars, heights in zip((self._logit_bars, self._p_bars, self._truth_bars), values, strict=True):
            bars.set_path(bars_path(self._x, heights))
        for labels, heights in zip(self._numbers, values, strict=True):
            for words, x, height in zip(labels, self._x, heights, strict=False):
                words.set_text(number(height, 3))
                words.xy = (x, height)
                words.set_position((0, 11 if height >= 0 else -12))
        shown = min(self.readings["loss"], TOP)
        self._loss_bar.set_path(bars_path([0], [shown]))
        self._total.set_text(number(self.readings["loss"]))
        self._total.xy = (0, shown)
        self._total.set_position((0, 12 if shown < 0.9 * TOP else -12))

    def _formula(self):
        return (
            f'−log <span class="lv-prediction">p</span> = −log {reading("p", self.readings["p"], "prediction")} = '
            f"{reading('loss', self.readings['loss'])} &emsp; "
            f'<span class="lv-gradient">∂L/∂z</span> = (p − y) / T = '
            f'<span class="lv-gradient">({listed(self._gradient, ", ", 5, 3)})</span>'
        )

    def describe(self):
        right = self.controls["y_true"].value
        favourite = int(self._p.argmax())
        return t(
            "softmax.describe_right" if favourite == right else "softmax.describe_wrong",
            right=short(self.classes[right]),
            p=number(self.readings["p"]),
            loss=number(self.readings["loss"]),
            favourite=short(self.classes[favourite]),
            highest=number(self._p[favourite]),
        )


def class_names(classes: Sequence[str] | None, count: int) -> list[str]:
    """The names of `count` classes: the reader's own, or the three of the course, or numbers."""
    if classes is None:
        return t("word.three_classes").split(", ") if count == 3 else [str(index) for index in range(count)]
    if len(classes) != count:
        raise ValueError(t("error.class_names", received=len(classes), allowed=count))
    return [str(name) for name in classes]


def right_class(classes: Sequence[str]):
    """Buttons, or with many classes a list, to say which class is the right one; the value is its index."""
    return choice(t("word.right_class"), dict(enumerate(map(short, classes))))


def short(name: str) -> str:
    """A class name that has room under a bar."""
    return name if len(name) <= 12 else name[:11] + "…"
