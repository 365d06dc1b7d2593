"""`explore.cross_entropy`: what one sample costs, by the probability that the right class was given."""

import math

import numpy as np

from lossviz import losses
from lossviz.explore import _questions
from lossviz.explorer import Choice, Explorer, Number, colored, dragged, reading
from lossviz.figure import plots
from lossviz.figure.style import FAINT, GRADIENT, LOSS, PREDICTION
from lossviz.words import number, t

# One unit of each base in nats, and how its logarithm is written.
UNITS = {"nat": 1.0, "bit": math.log(2)}
LOGS = {"nat": "log", "bit": "log₂"}
# Where the axis of the loss ends, in either unit, so that they can be compared.
TOP = 5.0


class CrossEntropy(Explorer):
    """−log p for the right class. p: its probability, 0 to 1. base: "nat" (natural logarithm) or "bit" (base 2)."""

    size = (1000, 370)
    questions = _questions.CROSS_ENTROPY
    p = Number(
        0.9, 0.0, 1.0, step=0.01, label="cross_entropy.p", width="520px",
        drag=("dot.x", "bar.y"), spoken="cross_entropy.spoken",
    )  # fmt: skip
    base = Choice("nat", {"nat": "word.nat", "bit": "word.bit"}, label="cross_entropy.base")
    presets = {"sure": {"p": 0.9}, "half": {"p": 0.5}, "wrong": {"p": 0.01}, "impossible": {"p": 0.0}}

    def read(self, p, base):
        y_pred = [p, 1 - p]
        slope = losses.cross_entropy_grad([1, 0], y_pred)[0]
        return {"loss": losses.cross_entropy([1, 0], y_pred) / UNITS[base], "slope": float(slope) / UNITS[base]}

    def draw(self, figure, art, base):
        bar, curve = plots.panels(figure, [0.28, 1])
        bar.set(xlim=(-0.6, 0.6), ylim=(0, 1), xticks=[], yticks=[0, 0.5, 1], ylabel=t("plot.probability_axis"))
        plots.plot_bars([0], [1], color=FAINT, ax=bar)
        art.bar = plots.plot_bars([0], [0], color=PREDICTION, ax=bar)
        art.p = plots.live_title(bar, color=PREDICTION)

        plots.grid(curve)
        curve.set(xlim=(-0.02, 1.02), ylim=(0, TOP), title=t("cross_entropy.curve", log=LOGS[base]))
        curve.set(xlabel=t("cross_entropy.p_axis"), ylabel=t("cross_entropy.loss_axis", unit=t(f"word.{base}s")))
        # Close together where the curve is steep.
        p = np.linspace(0.01, 1, 241) ** 2
        loss = losses.cross_entropy(np.zeros(len(p)), np.stack([p, 1 - p], axis=1), reduction="none") / UNITS[base]
        art.rails = {"dot": plots.plot_curve(p, loss, ax=curve)}
        art.tangent = plots.plot_tangent(1, 0, 0, ax=curve)
        art.drop = plots.guide(curve, 0, across=False)
        art.dot = plots.plot_points([0], [0], ax=curve)
        art.loss = plots.label(curve, "", (0, 0), color=LOSS, fontweight="bold", fontsize=17)
        art.slope = plots.label(curve, "", (0, 0), color=GRADIENT, fontweight="bold")

    def move(self, art, p, loss, slope):
        art.bar.set_path(plots.bars_path([0], [p]))
        art.p.set_text(f"p = {number(p)}")
        plots.move_dot(art.dot, p, loss, TOP)
        plots.move_guide(art.drop, p)
        plots.move_tangent(art.tangent, p, loss, slope)
        # The curve is convex: there is room to the right where it is steep, and above where it is flat; near the
        # top only below the dot, where curve and tangent have gone some way to the right.
        if p >= 0.6:
            x, y, ha = -10, 38, "right"
        elif loss < 0.8 * TOP:
            x, y, ha = 18, 4, "left"
        else:
            x, y, ha = 46, -40, "left"
        infinite, at = math.isinf(loss), (p, min(loss, TOP))
        plots.move_label(art.loss, t("cross_entropy.infinite") if infinite else number(loss), at, (x, y), ha=ha)
        plots.move_label(art.slope, "" if infinite else t("plot.slope", slope=slope), at, (x, y + 22), ha=ha)

    def formula(self, p, base, loss, slope):
        log = f"−{LOGS[base]}"
        return (
            f"{log} {colored('prediction', 'p')} = {log} {colored('prediction', dragged('p', p))} = "
            f"{reading('loss', loss)} {_unit(base, loss)} &emsp; "
            f"{colored('gradient', 'dL/dp')} = {reading('slope', slope, 'gradient')}"
        )

    def sentence(self, p, base, loss, slope):
        kind = {0.0: "describe_infinite", 1.0: "describe_sure"}.get(p, "describe")
        return t(f"cross_entropy.{kind}", p=p, loss=loss, unit=_unit(base, loss), slope=slope, steepness=-slope)


def _unit(base: str, loss: float) -> str:
    """The unit after a number: one bit, and any other number of bits."""
    return t(f"word.{base}" if number(loss) == "1" else f"word.{base}s")
