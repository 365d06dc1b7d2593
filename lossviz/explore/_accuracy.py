"""`explore.accuracy`: the same classifier measured twice, by a staircase and by a smooth loss."""

from numbers import Real

import numpy as np

from lossviz import losses
from lossviz.explorer import Data, Explorer, Number, colored, reading
from lossviz.figure import plots
from lossviz.figure.scale import steps
from lossviz.figure.style import GRADIENT, MUTED, PREDICTION, TRUTH
from lossviz.losses.checks import DRAWABLE, FINITE, labels, series
from lossviz.words import number, t

# Guessing costs log 2 = 0.69 a sample; above this a classifier is not worth a closer look.
TOP = 2.5
# Values of loss behind one curve; with many samples the curve gets fewer points, so that a step stays short.
MOST_VALUES, MOST_POINTS, FEWEST_POINTS = 50_000, 121, 31


class Accuracy(Explorer):
    """p = σ(w·x + b) for one feature: accuracy stands still or jumps, the loss always knows a direction.

    x: 1-d, the feature. y_true: 0 or 1 for each. weight, bias: of the classifier; by default a slow rise whose
    boundary lies among the data.
    """

    size = (1000, 370)
    x = Data((1, 2, 3, 4, 5, 6, 7, 8))
    y_true = Data((0, 0, 0, 1, 0, 1, 1, 1))
    weight = Number(None, "weight_range", label="accuracy.weight", width="440px")
    bias = Number(None, "bias_range", label="accuracy.bias", width="440px")

    def prepare(self, x, y_true, weight, bias):
        y_true, x = series(y_true, x, FINITE, DRAWABLE, "x")
        labels(y_true, (0, 1))
        # Steep enough for the sigmoid to rise within an eighth of the data, and bias enough to follow it to either end.
        steep = 14 / (float(np.ptp(x)) or 1.0)
        far = steep * float(np.abs(x).max()) / 1.5 or 1.0
        weights, biases = steps(-steep / 4, steep, 125), steps(-far, far, 200)
        slow = _round_to(0.15 * steep, weights[2])
        weight = slow if weight is None else weight
        if bias is None:
            # The boundary four fifths up the data: there is something to gain.
            rise = weight if isinstance(weight, Real) and np.isfinite(weight) else slow
            bias = _round_to(-rise * (x.min() + 0.8 * np.ptp(x)), biases[2])
        pad = 0.06 * (np.ptp(x) or 1)
        return {
            "x": x,
            "y_true": y_true,
            "weight_range": weights,
            "bias_range": biases,
            "weight": weight,
            "bias": bias,
            "weights": np.linspace(*weights[:2], int(np.clip(MOST_VALUES // len(x), FEWEST_POINTS, MOST_POINTS))),
            "features": np.linspace(x.min() - pad, x.max() + pad, 81),
            "presets": {"flat": {"weight": 0.0}, "steep": {"weight": weights[1]}},
        }

    def read(self, x, y_true, weight, bias, weights):
        logits = weight * x + bias
        # The weights at which a sample crosses the threshold ½: w·x + b = 0.
        jumps = -bias / x[x != 0]
        at_a_jump = np.abs(jumps - weight).min(initial=np.inf) < 1e-9 * (weights[-1] - weights[0])
        return {
            "accuracy": losses.accuracy(y_true, losses.sigmoid(logits)),
            "loss": losses.sigmoid_cross_entropy(y_true, logits),
            # Chain rule: z = w·x + b, so dL/dw = Σ dL/dzᵢ · xᵢ.
            "slope": float(losses.sigmoid_cross_entropy_grad(y_true, logits) @ x),
            "accuracy_slope": float("nan") if at_a_jump else 0.0,
        }

    def draw(self, figure, art, x, y_true, weights, features):
        panels = figure.subplot_mosaic([["points", "stairs"], ["points", "loss"]], width_ratios=[1, 1.25])
        points, stairs, loss = (panels[name] for name in ("points", "stairs", "loss"))
        points.set(xlim=(features[0], features[-1]), ylim=(-0.08, 1.2), yticks=[0, 0.5, 1])
        points.set(title=t("accuracy.classifier"), xlabel=t("accuracy.x_axis"), ylabel=t("accuracy.p_axis"))
        plots.guide(points, 0.5)
        plots.plot_points(x, y_true, color=TRUTH, ax=points, size=11)
        art.sigmoid = plots.plot_curve(features, features, color=PREDICTION, ax=points)
        art.boundary = plots.label(points, "", (0, 0.5), color=MUTED)
        for ax in (stairs, loss):
            plots.grid(ax)
            ax.set_xlim(weights[0], weights[-1])
        stairs.set(ylim=(-0.08, 1.2), yticks=[0, 0.5, 1], xticklabels=[])
        stairs.set(title=t("accuracy.staircase"), ylabel=t("word.accuracy"))
        loss.set(
            ylim=(0, TOP), title=t("accuracy.smooth"), ylabel=t("plot.loss_axis"), xlabel=t("accuracy.weight_axis")
        )
        art.stairs = plots.plot_curve([0], [0], color=TRUTH, ax=stairs)
        art.curve = plots.plot_curve([0], [0], ax=loss)
        art.tangent = plots.plot_tangent(0, 0, 0, ax=loss)
        art.places = [plots.guide(ax, 0, across=False) for ax in (stairs, loss)]
        art.on_stairs = plots.plot_points([0], [0], color=TRUTH, ax=stairs)
        art.on_curve = plots.plot_points([0], [0], ax=loss)
        art.stairs_slope = plots.label(stairs, "", (0, 0), color=GRADIENT, fontweight="bold")
        art.loss_slope = plots.label(loss, "", (0, 0), color=GRADIENT, fontweight="bold")

    def move_classifier(self, art, features, weight, bias):
        art.sigmoid.set_ydata(losses.sigmoid(weight * features + bias))
        boundary = -bias / weight if weight else np.inf
        inside = features[0] <= boundary <= features[-1]
        # Above a rising sigmoid there is room to the left of the boundary, and to the right below it.
        left = boundary > features[40]
        plots.move_label(
            art.boundary,
            t("accuracy.boundary", x=number(boundary, 3)) if inside else "",
            (boundary if inside else features[0], 0.5),
            (-10 if left else 10, 14 if left == (weight > 0) else -14),
            ha="right" if left else "left",
        )

    def move_curves(self, art, x, y_true, bias, weights):
        art.stairs.set_data(*staircase(x, y_true, bias, weights[0], weights[-1]))
        logits = weights[:, np.newaxis] * x + bias
        values = losses.sigmoid_cross_entropy(np.broadcast_to(y_true, logits.shape), logits, reduction="none")
        art.curve.set_data(weights, values.mean(axis=1))

    def move_dots(self, art, weights, weight, accuracy, accuracy_slope, loss, slope):
        for line in art.places:
            line.set_xdata([weight, weight])
        art.on_stairs.set_data([weight], [accuracy])
        x, ha = (-12, "right") if weight > 0.75 * weights[-1] else (12, "left")
        plots.move_label(art.stairs_slope, t("plot.slope", slope=accuracy_slope), (weight, accuracy), (x, -16), ha=ha)
        shown = min(loss, TOP)
        art.on_curve.set_data([weight], [shown])
        plots.move_tangent(art.tangent, weight, loss, slope)
        plots.label_slope(art.loss_slope, weight, shown, slope)

    def formula(self, accuracy, loss, slope):
        return (
            f"{t('word.accuracy')} = {reading('accuracy', accuracy, 'truth')} &emsp; "
            f"L = −(1/N) Σ [y log p + (1 − y) log(1 − p)] = {reading('loss', loss)} &emsp; "
            f"{colored('gradient', 'dL/dw')} = {reading('slope', slope, 'gradient')}"
        )

    def sentence(self, x, weight, bias, accuracy, accuracy_slope, loss, slope):
        return t(
            "accuracy.describe",
            weight=weight,
            bias=bias,
            right=round(accuracy * len(x)),
            count=len(x),
            accuracy=accuracy,
            stairs=t("accuracy.jump" if np.isnan(accuracy_slope) else "accuracy.flat"),
            loss=loss,
            slope=slope,
        )


def staircase(x: np.ndarray, y_true: np.ndarray, bias: float, low: float, high: float) -> tuple[np.ndarray, np.ndarray]:
    """Every step of accuracy over the weight, broken where it jumps."""
    jumps = -bias / x[x != 0]
    inside = np.unique(jumps[(low < jumps) & (jumps < high)])
    # Jumps that no eye could tell apart are one.
    inside = inside[np.diff(inside, prepend=low) > 1e-6 * (high - low)]
    inside = inside[:: max(1, len(inside) // MOST_POINTS)]
    edges = np.concatenate([[low], inside, [high]])
    middles = (edges[:-1] + edges[1:]) / 2
    heights = [losses.accuracy(y_true, losses.sigmoid(middle * x + bias)) for middle in middles]
    gaps = np.full(len(heights), np.nan)
    across, up = (edges[:-1], edges[1:], gaps), (heights, heights, gaps)
    return np.stack(across, axis=1).ravel(), np.stack(up, axis=1).ravel()


def _round_to(value: float, step: float) -> float:
    return float(f"{round(value / step) * step:.12g}")
