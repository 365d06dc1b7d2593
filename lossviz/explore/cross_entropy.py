"""`explore.cross_entropy`: what one sample costs, by the probability that the right class was given."""

import math

import numpy as np

from lossviz import losses
from lossviz.explorer.controls import choice, slider
from lossviz.explorer.core import Explorer, reading
from lossviz.figure.plots import (
    bars_path,
    grid,
    guide,
    label,
    move_tangent,
    plot_bars,
    plot_curve,
    plot_points,
    plot_tangent,
)
from lossviz.figure.style import FAINT, GRADIENT, LOSS, PREDICTION, new_figure
from lossviz.words import number, t

# One unit of each base in nats, and how its logarithm is written.
BASES = {"nat": (1.0, "log"), "bit": (math.log(2), "log₂")}
# The curve is shown down to p = 0.01.
TOP = 4.75


class CrossEntropy(Explorer):
    """−log p for the right class. p: its probability, 0 to 1. base: "nat" (natural logarithm) or "bit" (base 2)."""

    name = "cross_entropy"
    redraws = frozenset({"base"})

    def __init__(self, *, p: float = 0.9, base: str = "nat"):
        controls = {
            "p": slider(t("cross_entropy.p"), 0.5, 0.0, 1.0, 0.01, width="520px"),
            "base": choice(t("cross_entropy.base"), {name: t(f"word.{name}") for name in BASES}),
        }
        presets = {"sure": {"p": 0.9}, "guess": {"p": 0.5}, "wrong": {"p": 0.01}, "impossible": {"p": 0.0}}
        super().__init__(controls, presets, start={"p": p, "base": base})

    def _read(self):
        p, unit = self.controls["p"].value, BASES[self.controls["base"].value][0]
        y_pred = [p, 1 - p]
        slope = float(losses.cross_entropy_grad([1, 0], y_pred)[0])
        return {"loss": losses.cross_entropy([1, 0], y_pred) / unit, "slope": slope / unit}

    def _draw(self):
        base = self.controls["base"].value
        unit, log = BASES[base]
        figure = new_figure(1000, 370)
        bar, curve = figure.subplots(1, 2, width_ratios=[0.28, 1])
        bar.set(xlim=(-0.6, 0.6), ylim=(0, 1.08), xticks=[], yticks=[0, 0.5, 1], title=t("cross_entropy.bar"))
        bar.set_ylabel(t("plot.probability_axis"))
        plot_bars([0], [1], color=FAINT, ax=bar)
        self._bar = plot_bars([0], [0], color=PREDICTION, ax=bar)
        self._p = label(bar, "", (0, 0), color=PREDICTION, fontweight="bold", fontsize=16)
        p = np.geomspace(1e-4, 1, 241)
        self._top = TOP / unit
        grid(curve)
        curve.set(xlim=(-0.02, 1.02), ylim=(0, self._top), title=t("cross_entropy.curve", log=log))
        curve.set_xlabel(t("cross_entropy.p_axis"))
        curve.set_ylabel(t("cross_entropy.loss_axis", unit=t(f"word.{base}")))
        one_hot = np.tile([1, 0], (len(p), 1))
        plot_curve(p, losses.cross_entropy(one_hot, np.stack([p, 1 - p], axis=1), reduction="none") / unit, ax=curve)
        self._tangent = plot_tangent(1, 0, 0, ax=curve)
        self._drop = guide(curve, 0, across=False)
        self._dot = plot_points([0], [0], ax=curve)
        self._loss = label(curve, "", (0, 0), color=LOSS, fontweight="bold", fontsize=17)
        self._slope = label(curve, "", (0, 0), color=GRADIENT, fontweight="bold")
        return figure, [self._bar, self._p, self._tangent, self._drop, self._dot, self._loss, self._slope]

    def _move(self):
        p, loss, slope = self.controls["p"].value, self.readings["loss"], self.readings["slope"]
        self._bar.set_path(bars_path([0], [p]))
        self._p.set_text(f"p = {number(p)}")
        self._p.xy = (0, p)
        self._p.set_position((0, 12))
        shown = min(loss, self._top)
        self._dot.set_data([p], [shown])
        self._drop.set_xdata([p, p])
        move_tangent(self._tangent, p, loss, slope)
        infinite = math.isinf(loss)
        for words, text, drop in (
            (self._loss, t("cross_entropy.infinite") if infinite else number(loss), 0),
            (self._slope, "" if infinite else t("plot.slope", slope=number(slope)), 22),
        ):
            words.set_text(text)
            words.xy = (p, shown)
            # The curve is convex: there is room to the right where it is steep, and above where it is flat.
            steep = p < 0.6
            words.set_position((18, drop + 4 if shown < 0.8 * self._top else drop - 40) if steep else (-10, drop + 38))
            words.set_horizontalalignment("left" if steep else "right")

    def _formula(self):
        p, log = self.controls["p"].value, BASES[self.controls["base"].value][1]
        return (
            f'−{log} <span class="lv-prediction">p</span> = −{log} <span class="lv-prediction">{number(p)}</span> = '
            f"{reading('loss', self.readings['loss'])} {t('word.' + self.controls['base'].value)} &emsp; "
            f'<span class="lv-gradient">dL/dp</span> = {reading("slope", self.readings["slope"], "gradient")}'
        )

    def describe(self):
        values = {"p": number(self.controls["p"].value), "loss": number(self.readings["loss"])}
        if math.isinf(self.readings["loss"]):
            return t("cross_entropy.describe_infinite", **values)
        slope = self.readings["slope"]
        unit = t("word." + self.controls["base"].value)
        return t("cross_entropy.describe", **values, unit=unit, slope=number(slope), steepness=number(-slope))
