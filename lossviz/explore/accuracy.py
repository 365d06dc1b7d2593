"""`explore.accuracy`: the same classifier measured twice, by a staircase and by a smooth loss."""

from collections.abc import Sequence

import numpy as np

from lossviz import losses
from lossviz.explorer.controls import slider, steps
from lossviz.explorer.core import Explorer, reading
from lossviz.figure.plots import grid, guide, label, label_slope, move_tangent, plot_curve, plot_points, plot_tangent
from lossviz.figure.style import GRADIENT, MUTED, PREDICTION, TRUTH, new_figure
from lossviz.losses.checks import FINITE, labels, pair
from lossviz.words import number, t

# Guessing costs log 2 = 0.69 a sample; above this a classifier is not worth a closer look.
TOP = 2.5
# Values of loss behind one curve; with many samples the curve gets fewer points, so that a step stays short.
MOST_VALUES, MOST_POINTS, FEWEST_POINTS = 50_000, 121, 31


class Accuracy(Explorer):
    """p = σ(w·x + b) for one feature: accuracy stands still or jumps, the loss always knows a direction.

    x: 1-d, the feature. y_true: 0 or 1 for each. weight, bias: of the classifier.
    """

    name = "accuracy"

    def __init__(
        self,
        x: Sequence[float] = (1, 2, 3, 4, 5, 6, 7, 8),
        y_true: Sequence[float] = (0, 0, 0, 1, 0, 1, 1, 1),
        *,
        weight: float = 0.3,
        bias: float = -2.0,
    ):
        self.y_true, self.x = (values.ravel() for values in pair(y_true, x, FINITE, FINITE, "x"))
        labels(self.y_true, (0, 1))
        # Steep enough for the sigmoid to rise within an eighth of the data, and bias enough to follow it to either end.
        steep = 14 / (float(np.ptp(self.x)) or 1.0)
        far = steep * float(np.abs(self.x).max()) / 1.5 or 1.0
        controls = {
            "weight": slider(t("accuracy.weight"), 0.0, *steps(-steep / 4, steep, 125), digits=".3g", width="440px"),
            "bias": slider(t("accuracy.bias"), 0.0, *steps(-far, far, 200), digits=".3g", width="440px"),
        }
        super().__init__(
            controls,
            {"flat": {"weight": 0.0}, "steep": {"weight": controls["weight"].max}},
            start={"weight": weight, "bias": bias},
        )

    def _data(self):
        return {"x": self.x, "y_true": self.y_true}

    def _read(self):
        weight = self.controls["weight"].value
        logits = weight * self.x + self.controls["bias"].value
        return {
            "accuracy": losses.accuracy(self.y_true, losses.sigmoid(logits)),
            "loss": losses.sigmoid_cross_entropy(self.y_true, logits),
            # Chain rule: z = w·x + b, so dL/dw = Σ dL/dzᵢ · xᵢ.
            "slope": float(losses.sigmoid_cross_entropy_grad(self.y_true, logits) @ self.x),
            "accuracy_slope": float("nan") if np.abs(self._jumps() - weight).min(initial=1) < 1e-9 else 0.0,
        }

    def _jumps(self) -> np.ndarray:
        """The weights at which a sample crosses the threshold ½: w·x + b = 0."""
        return -self.controls["bias"].value / self.x[self.x != 0]

    def _draw(self):
        figure = new_figure(1000, 370)
        panels = figure.subplot_mosaic([["points", "stairs"], ["points", "loss"]], width_ratios=[1, 1.25])
        points, stairs, loss = (panels[name] for name in ("points", "stairs", "loss"))
        self._draw_points(points)
        low, high = self.controls["weight"].min, self.controls["weight"].max
        count = int(np.clip(MOST_VALUES // len(self.x), FEWEST_POINTS, MOST_POINTS))
        self._weights = np.linspace(low, high, count)
        for ax in (stairs, loss):
            grid(ax)
            ax.set_xlim(low, high)
        stairs.set(ylim=(-0.08, 1.2), yticks=[0, 0.5, 1], xticklabels=[], title=t("accuracy.staircase"))
        stairs.set_ylabel(t("word.accuracy"))
        loss.set(ylim=(0, TOP), title=t("accuracy.smooth"))
        loss.set_ylabel(t("plot.loss_axis"))
        loss.set_xlabel(t("accuracy.weight_axis"))
        self._stairs = plot_curve([0], [0], color=TRUTH, ax=stairs)
        self._curve = plot_curve([0], [0], ax=loss)
        self._curves_for = None
        self._tangent = plot_tangent(0, 0, 0, ax=loss)
        self._places = [guide(ax, 0, across=False) for ax in (stairs, loss)]
        self._on_stairs = plot_points([0], [0], color=TRUTH, ax=stairs)
        self._on_curve = plot_points([0], [0], ax=loss)
        self._stairs_slope = label(stairs, "", (0, 0), color=GRADIENT, offset=(12, -16), ha="left", fontweight="bold")
        self._loss_slope = label(loss, "", (0, 0), color=GRADIENT, fontweight="bold")
        return figure, [
            self._sigmoid,
            self._boundary,
            self._stairs,
            self._curve,
            self._tangent,
            *self._places,
            self._on_stairs,
            self._on_curve,
            self._stairs_slope,
            self._loss_slope,
        ]

    def _draw_points(self, ax):
        pad = 0.06 * (np.ptp(self.x) or 1)
        low, high = float(self.x.min()) - pad, float(self.x.max()) + pad
        ax.set(xlim=(low, high), ylim=(-0.08, 1.2), yticks=[0, 0.5, 1], title=t("accuracy.classifier"))
        ax.set_xlabel(t("accuracy.x_axis"))
        ax.set_ylabel(t("accuracy.p_axis"))
        guide(ax, 0.5)
        plot_points(self.x, self.y_true, color=TRUTH, ax=ax, size=11)
        self._features = np.linspace(low, high, 81)
        self._sigmoid = plot_curve(self._features, self._features, color=PREDICTION, ax=ax)
        self._boundary = label(ax, "", (0, 0.5), color=MUTED)

    def _move(self):
        weight, bias = (self.controls[name].value for name in ("weight", "bias"))
        self._sigmoid.set_ydata(losses.sigmoid(weight * self._features + bias))
        self._draw_boundary(weight, bias)
        if self._curves_for != bias:
            self._curves_for = bias
            self._stairs.set_data(*self._staircase(bias))
            logits = self._weights[:, np.newaxis] * self.x + bias
            y_true = np.broadcast_to(self.y_true, logits.shape)
            values = losses.sigmoid_cross_entropy(y_true, logits, reduction="none")
            self._curve.set_data(self._weights, values.mean(axis=1))
        loss, slope = self.readings["loss"], self.readings["slope"]
        shown = min(loss, TOP)
        for line in self._places:
            line.set_xdata([weight, weight])
        self._on_stairs.set_data([weight], [self.readings["accuracy"]])
        self._on_curve.set_data([weight], [shown])
        move_tangent(self._tangent, weight, loss, slope)
        label_slope(self._loss_slope, weight, shown, slope)
        self._stairs_slope.xy = (weight, self.readings["accuracy"])
        near_the_end = weight > 0.75 * self._weights[-1]
        self._stairs_slope.set_position((-12 if near_the_end else 12, -16))
        self._stairs_slope.set_horizontalalignment("right" if near_the_end else "left")
        self._stairs_slope.set_text(t("plot.slope", slope=number(self.readings["accuracy_slope"])))

    def _draw_boundary(self, weight: float, bias: float):
        boundary = -bias / weight if weight else np.inf
        inside = self._features[0] <= boundary <= self._features[-1]
        self._boundary.xy = (boundary if inside else self._features[0], 0.5)
        self._boundary.set_text(t("accuracy.boundary", x=number(boundary, 3)) if inside else "")
        # Above a rising sigmoid there is room to the left of the boundary, and to the right below it.
        left = boundary > self._features[40]
        self._boundary.set_position((-10 if left else 10, 14 if left == (weight > 0) else -14))
        self._boundary.set_horizontalalignment("right" if left else "left")

    def _staircase(self, bias: float) -> tuple[np.ndarray, np.ndarray]:
        """Every step of accuracy over the weight, broken where it jumps."""
        low, high = self._weights[0], self._weights[-1]
        jumps = np.unique(np.round(self._jumps(), 6))
        inside = jumps[(low < jumps) & (jumps < high)]
        inside = inside[:: max(1, len(inside) // MOST_POINTS)]
        edges = np.concatenate([[low], inside, [high]])
        middles = (edges[:-1] + edges[1:]) / 2
        heights = [losses.accuracy(self.y_true, losses.sigmoid(middle * self.x + bias)) for middle in middles]
        gaps = np.full(len(heights), np.nan)
        return np.stack([edges[:-1], edges[1:], gaps], axis=1).ravel(), np.stack(
            [heights, heights, gaps], axis=1
        ).ravel()

    def _formula(self):
        return (
            f"{t('word.accuracy')} = {reading('accuracy', self.readings['accuracy'], 'truth')} &emsp; "
            f"L = −(1/N) Σ [y log p + (1 − y) log(1 − p)] = {reading('loss', self.readings['loss'])} &emsp; "
            f'<span class="lv-gradient">dL/dw</span> = {reading("slope", self.readings["slope"], "gradient")}'
        )

    def describe(self):
        right = round(self.readings["accuracy"] * len(self.x))
        flat = "jump" if np.isnan(self.readings["accuracy_slope"]) else "flat"
        return t(
            "accuracy.describe",
            weight=number(self.controls["weight"].value),
            bias=number(self.controls["bias"].value),
            right=right,
            count=len(self.x),
            accuracy=number(self.readings["accuracy"]),
            stairs=t(f"accuracy.{flat}"),
            loss=number(self.readings["loss"]),
            slope=number(self.readings["slope"]),
        )
