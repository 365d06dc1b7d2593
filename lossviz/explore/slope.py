"""`explore.slope`: one weight on its way down the loss, a step of gradient descent at a time."""

from collections.abc import Sequence

import numpy as np
from ipywidgets import Button, IntSlider, Layout, Play
from traitlets import link

from lossviz import losses
from lossviz.explorer.controls import slider, steps
from lossviz.explorer.core import Explorer, reading
from lossviz.figure.plots import grid, label, label_slope, move_tangent, plot_curve, plot_points, plot_tangent
from lossviz.figure.style import GRADIENT, MUTED, PREDICTION, TRUTH, new_figure
from lossviz.losses.checks import FINITE, pair
from lossviz.words import number, t

MOST_STEPS = 30


class Slope(Explorer):
    """The model ŷ = w·x with mean squared error: the tangent at w says where to go, the learning rate how far.

    x, y_true: 1-d, the same length. weight: where the walk starts. learning_rate: 0 or more;
    by default well below where it diverges. step: steps taken.
    """

    name = "slope"

    def __init__(
        self,
        x: Sequence[float] = (1, 2, 3, 4),
        y_true: Sequence[float] = (2, 3, 5, 8),
        *,
        weight: float = 0.0,
        learning_rate: float | None = None,
        step: int = 0,
    ):
        self.y_true, self.x = (values.ravel() for values in pair(y_true, x, FINITE, FINITE, "x"))
        curvature = float(self.x @ self.x) / len(self.x)
        if curvature == 0:
            raise ValueError(t("error.all_zero", name="x"))
        # d²L/dw² = 2 mean(x²): a rate of 1/mean(x²) is where the walk stops converging.
        self._limit = 1 / curvature
        self._best = float(self.x @ self.y_true) / float(self.x @ self.x)
        reach = max(abs(self._best), 1.0)
        low, high = self._best - 1.6 * reach, self._best + 1.6 * reach
        rates = steps(0.0, 1.25 * self._limit, 100)
        controls = {
            "weight": slider("w", 0.0, *steps(low, high, 100), digits=".3g"),
            "learning_rate": slider(t("slope.learning_rate"), 0.0, *rates, digits=".3g"),
            "step": IntSlider(
                min=0,
                max=MOST_STEPS,
                description=t("slope.step"),
                layout=Layout(width="260px"),
                style={"description_width": "auto"},
            ),
        }
        one_step = Button(description=t("slope.one_step"), layout=Layout(width="auto"))
        one_step.on_click(lambda _: self._advance())
        play = Play(min=0, max=MOST_STEPS, interval=500)
        link((play, "value"), (controls["step"], "value"))
        calm, narrow, wild = (round(share * self._limit / rates[2]) * rates[2] for share in (0.15, 0.9, 1.1))
        presets = {
            "converge": {"learning_rate": calm, "step": 12},
            "zigzag": {"learning_rate": narrow, "step": 12},
            "diverge": {"learning_rate": wild, "step": 8},
        }
        super().__init__(
            controls,
            presets,
            start={"weight": weight, "learning_rate": calm if learning_rate is None else learning_rate, "step": step},
            extras=(one_step, play),
        )

    def _data(self):
        return {"x": self.x, "y_true": self.y_true}

    def _advance(self) -> None:
        control = self.controls["step"]
        control.value = min(control.value + 1, control.max)

    def _loss(self, weight: float) -> float:
        return losses.mse(self.y_true, weight * self.x)

    def _derivative(self, weight: float) -> float:
        """Chain rule: ŷ = w·x, so dL/dw = Σ dL/dŷᵢ · xᵢ."""
        return float(losses.mse_grad(self.y_true, weight * self.x) @ self.x)

    def _read(self):
        rate = self.controls["learning_rate"].value
        path = [self.controls["weight"].value]
        for _ in range(self.controls["step"].value):
            path.append(path[-1] - rate * self._derivative(path[-1]))
        self._path = path
        weight = path[-1]
        slope = self._derivative(weight)
        return {"weight": weight, "loss": self._loss(weight), "slope": slope, "next_weight": weight - rate * slope}

    def _draw(self):
        figure = new_figure(1000, 350)
        data, curve = figure.subplots(1, 2, width_ratios=[1, 1.6])
        self._draw_data(data)
        control = self.controls["weight"]
        weights = np.linspace(control.min, control.max, 201)
        values = np.array([self._loss(weight) for weight in weights])
        self._low, self._high, self._top = control.min, control.max, 1.15 * float(values.max())
        grid(curve)
        curve.set(xlim=(self._low, self._high), ylim=(-0.06 * self._top, self._top))
        curve.set_xlabel(t("slope.weight_axis"))
        curve.set_ylabel(t("slope.loss_axis"))
        plot_curve(weights, values, ax=curve)
        self._trail = plot_curve([0], [0], color=MUTED, ax=curve, linewidth=1, marker="o", markersize=6, zorder=3)
        self._tangent = plot_tangent(0, 0, 0, ax=curve)
        self._dot = plot_points([0], [0], ax=curve)
        self._arrow = curve.annotate(
            "",
            (0, 0),
            (0, 0),
            arrowprops={
                "arrowstyle": "-|>",
                "color": MUTED,
                "linewidth": 3,
                "shrinkA": 0,
                "shrinkB": 0,
                "mutation_scale": 20,
            },
            zorder=7,
            annotation_clip=False,
        )
        self._slope_label = label(curve, "", (0, 0), color=GRADIENT, fontweight="bold")
        self._note = label(curve, "", (0, 0), color=TRUTH, va="top", ha="center")
        return figure, [self._line, self._trail, self._tangent, self._dot, self._arrow, self._slope_label, self._note]

    def _draw_data(self, ax):
        right = 1.1 * float(max(self.x.max(), 0)) or 1.0
        left = min(0.0, 1.1 * float(self.x.min()))
        low, high = min(0.0, float(self.y_true.min())), max(0.0, float(self.y_true.max()))
        pad = 0.1 * ((high - low) or 1.0)
        ax.set(xlim=(left, right), ylim=(low - pad, high + pad), title=t("slope.model"))
        ax.set_xlabel(t("slope.x_axis"))
        ax.set_ylabel(t("slope.y_axis"))
        plot_points(self.x, self.y_true, color=TRUTH, ax=ax, size=11)
        self._ends = np.array([left, right])
        self._line = plot_curve(self._ends, self._ends, color=PREDICTION, ax=ax)

    def _move(self):
        weight, loss, slope = (self.readings[name] for name in ("weight", "loss", "slope"))
        following = self.readings["next_weight"]
        self._line.set_ydata(weight * self._ends)
        self._trail.set_data(self._path, [self._loss(each) for each in self._path])
        self._dot.set_data([weight], [loss])
        inside = self._low <= weight <= self._high and loss <= self._top
        for artist in (self._dot, self._tangent, self._arrow, self._slope_label):
            artist.set_visible(inside)
        if inside:
            move_tangent(self._tangent, weight, loss, slope)
            self._arrow.xy = (float(np.clip(following, self._low, self._high)), loss)
            self._arrow.set_position((weight, loss))
            label_slope(self._slope_label, weight, loss, slope)
        self._note.xy = ((self._low + self._high) / 2, self._top)
        self._note.set_text("" if inside else t("slope.off_chart", weight=number(weight), loss=number(loss)))

    def _formula(self):
        now, following = self.readings["weight"], reading("next_weight", self.readings["next_weight"], "prediction")
        slope = reading("slope", self.readings["slope"], "gradient")
        rate = self.controls["learning_rate"].value
        return (
            f'w − η · <span class="lv-gradient">dL/dw</span> = {number(now)} − {number(rate)} × '
            f"({slope}) = {following} &emsp; L = {reading('loss', self.readings['loss'])}"
        )

    def describe(self):
        slope, rate = self.readings["slope"], self.controls["learning_rate"].value
        steps = self.controls["step"].value
        return t(
            "slope.describe",
            step=steps,
            weight=number(self.readings["weight"]),
            loss=number(self.readings["loss"]),
            slope=number(slope),
            advice=t(f"slope.{_direction(slope)}"),
        ) + (" " + t("slope.too_large", limit=number(self._limit)) if rate > self._limit else "")


def _direction(slope: float) -> str:
    if abs(slope) < 5e-5:
        return "flat"
    return "raise" if slope < 0 else "lower"
