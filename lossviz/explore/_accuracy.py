"""`explore.accuracy`: the same classifier measured twice, by a staircase and by a smooth loss."""

import numpy as np
from matplotlib.lines import CARETDOWN

from lossviz import losses
from lossviz.explore import _questions
from lossviz.explorer import Data, Explorer, Handle, Number, colored, dragged, reading
from lossviz.figure import plots
from lossviz.figure.paper import NARROW
from lossviz.figure.scale import around, nearest, spread, steps
from lossviz.figure.style import LOSS, MUTED, PREDICTION, TRUTH
from lossviz.losses.checks import DRAWABLE, FINITE, labels, parameter, series
from lossviz.words import number, t

# Guessing costs log 2 = 0.69 a sample; above this a classifier is not worth a closer look.
TOP = 2.5
# The top of an axis from 0 to 1, with room for what stands above 1.
HIGH = 1.2
# Values of loss behind one curve; with many samples the curve gets fewer points, so that a step stays short.
MOST_VALUES, MOST_POINTS, FEWEST_POINTS = 50_000, 121, 31


class Accuracy(Explorer):
    """p = σ(w·x + b) for one feature: accuracy stands still or jumps, the loss always knows a direction.

    x: 1-d, the feature. y_true: 0 or 1 for each. weight, bias: of the classifier; by default a slow rise whose
    boundary lies among the data.
    """

    size = (1000, 400)
    questions = _questions.ACCURACY
    x = Data((1, 2, 3, 4, 5, 6, 7, 8))
    y_true = Data((0, 0, 0, 1, 0, 1, 1, 1))
    weight = Number(None, "weight_range", label="accuracy.weight", width="440px", drag=("on_curve.x", "on_stairs.x"))
    bias = Number(
        None, "bias_range", label="accuracy.bias", width="440px",
        drag=Handle("boundary", "x", ends="boundary_ends", across="threshold"),
    )  # fmt: skip

    def prepare(self, x, y_true, weight, bias):
        y_true, x = series(y_true, x, FINITE, DRAWABLE, "x")
        labels(y_true, (0, 1))
        # Steep enough for the sigmoid to rise within an eighth of the data, and bias enough to follow it to either end.
        steep = 14 / (float(np.ptp(x)) or 1.0)
        far = steep * float(np.abs(x).max()) / 1.5 or 1.0
        weights, biases = steps(-steep / 4, steep, 125), steps(-far, far, 200)
        slow = nearest(0.15 * steep, weights[2])
        weight = slow if weight is None else parameter("weight", weight, FINITE)
        if bias is None:
            # The boundary four fifths up the data: there is something to gain.
            bias = nearest(-weight * (x.min() + 0.8 * np.ptp(x)), biases[2])
        return {
            "x": x,
            "y_true": y_true,
            "weight_range": weights,
            "bias_range": biases,
            "weight": weight,
            "bias": bias,
            "weights": np.linspace(*weights[:2], int(np.clip(MOST_VALUES // len(x), FEWEST_POINTS, MOST_POINTS))),
            "features": np.linspace(*around(x, 0.06), 81),
            "threshold": 0.5,
            # Those that are drawn.
            "some": spread(len(x), 100),
            "presets": {"flat": {"weight": 0.0}, "steep": {"weight": weights[1]}},
        }

    def read(self, x, y_true, weight, bias, weights, bias_range, threshold):
        logits = weight * x + bias
        # The weights at which a sample crosses the threshold ½: w·x + b = 0.
        jumps = -bias / x[x != 0]
        at_a_jump = np.abs(jumps - weight).min(initial=np.inf) < 1e-9 * (weights[-1] - weights[0])
        p = losses.sigmoid(logits)
        return {
            "p": p,
            "right": (p >= threshold) == (y_true == 1),
            "accuracy": losses.accuracy(y_true, p),
            "loss": losses.sigmoid_cross_entropy(y_true, logits),
            # Chain rule: z = w·x + b, so dL/dw = Σ dL/dzᵢ · xᵢ.
            "slope": float(losses.sigmoid_cross_entropy_grad(y_true, logits) @ x),
            "jumps": jumps,
            "accuracy_slope": float("nan") if at_a_jump else 0.0,
            "boundary_ends": -np.array(bias_range[:2]) / weight if weight else np.zeros(2),
        }

    def draw(self, figure, art, weights, features):
        if figure.bbox.width < NARROW:
            panels = figure.subplot_mosaic("A;B;C", height_ratios=[2, 1, 2])
        else:
            panels = figure.subplot_mosaic("AB;AC", height_ratios=[1, 2], width_ratios=[1, 1.25])
        points, stairs, loss = panels.values()
        self._draw_samples(points, art, features)
        self._draw_stairs(stairs, art, weights)
        self._draw_loss(loss, art, weights)
        art.places = [plots.guide(ax, 0, across=False) for ax in (stairs, loss)]
        art.rails = {"on_stairs": art.stairs, "on_curve": art.curve}

    def _draw_samples(self, ax, art, features):
        ax.set(xlim=(features[0], features[-1]), ylim=(-0.08, HIGH), yticks=[0, 0.5, 1])
        ax.set(xlabel=t("accuracy.x_axis"), ylabel=t("accuracy.p_axis"))
        plots.guide(ax, 0.5)
        art.boundary = plots.guide(ax, 0, across=False)
        # From the label of a sample to its p: the whole loss is made of these.
        art.stems = plots.plot_curve([0], [0], ax=ax, linewidth=1.5)
        art.sigmoid = plots.plot_curve(features, features, color=PREDICTION, ax=ax)
        art.p = plots.plot_points([0], [0], color=PREDICTION, ax=ax, size=7, markeredgewidth=1)
        art.right = plots.plot_points([0], [0], color=TRUTH, ax=ax, size=11)
        art.wrong = plots.plot_points([0], [0], ax=ax, size=13, marker="X", markeredgewidth=1)
        art.count = plots.live_title(ax, fontsize=14, fontweight="normal")
        art.boundary_label = plots.label(ax, "", (0, 0), color=MUTED, va="top")

    def _draw_stairs(self, ax, art, weights):
        plots.grid(ax)
        ax.set(xlim=(weights[0], weights[-1]), ylim=(-0.08, HIGH), yticks=[0, 0.5, 1], xticklabels=[])
        ax.set(title=t("accuracy.staircase"), ylabel=t("word.accuracy"))
        art.stairs = plots.plot_curve([0], [0], color=TRUTH, ax=ax, solid_capstyle="butt")
        # It stands on its stair, and so does not hide it.
        art.on_stairs = plots.plot_points([0], [0], color=TRUTH, ax=ax, marker=CARETDOWN, markeredgewidth=1)
        art.stairs_slope = plots.beside_title(ax)

    def _draw_loss(self, ax, art, weights):
        plots.grid(ax)
        ax.set(xlim=(weights[0], weights[-1]), ylim=(0, TOP))
        ax.set(title=t("accuracy.smooth"), xlabel=t("accuracy.weight_axis"), ylabel=t("plot.loss_axis"))
        art.curve = plots.plot_curve([0], [0], ax=ax)
        art.tangent = plots.plot_tangent(0, 0, 0, ax=ax)
        art.on_curve = plots.plot_points([0], [0], ax=ax)
        art.loss_slope = plots.beside_title(ax)
        # With room for the slope behind it.
        art.off_chart = plots.beside_title(ax, color=LOSS, before_end=125)

    def move_samples(self, art, x, y_true, some, p, right):
        x, y_true, p, well = x[some], y_true[some], p[some], right[some]
        art.stems.set_data(*plots.pieces((x, x), (y_true, p)))
        art.p.set_data(x, p)
        art.right.set_data(x[well], y_true[well])
        art.wrong.set_data(x[~well], y_true[~well])
        art.count.set_text(t("accuracy.count", right=right.sum(), wrong=(~right).sum()))

    def move_classifier(self, art, features, weight, bias):
        art.sigmoid.set_ydata(losses.sigmoid(weight * features + bias))
        boundary = -bias / weight if weight else np.inf
        plots.move_guide(art.boundary, boundary, features[0], features[-1])
        art.boundary_label.set_visible(art.boundary.get_visible())
        words = t("accuracy.boundary", x=number(boundary, 3))
        # On the side where there is more room.
        beside, side = (-8, "right") if boundary > features[40] else (8, "left")
        plots.move_label(art.boundary_label, words, (boundary, HIGH), (beside, 0), ha=side)

    def move_stairs(self, art, x, y_true, bias, weights, jumps):
        low, high = weights[0], weights[-1]
        inside = np.unique(jumps[(low < jumps) & (jumps < high)])
        edges = np.concatenate([[low], inside[spread(len(inside), MOST_POINTS)], [high]])
        middles = (edges[:-1] + edges[1:]) / 2
        heights = [losses.accuracy(y_true, losses.sigmoid(middle * x + bias)) for middle in middles]
        # Broken where it jumps.
        art.stairs.set_data(*plots.pieces((edges[:-1], edges[1:]), (heights, heights)))

    def move_curve(self, art, x, y_true, bias, weights):
        logits = weights[:, np.newaxis] * x + bias
        values = losses.sigmoid_cross_entropy(np.broadcast_to(y_true, logits.shape), logits, reduction="none")
        art.curve.set_data(weights, values.mean(axis=1))

    def move_dots(self, art, weight, accuracy, accuracy_slope, loss, slope):
        for line in art.places:
            plots.move_guide(line, weight)
        art.on_stairs.set_data([weight], [accuracy])
        plots.move_dot(art.on_curve, weight, loss, TOP)
        plots.move_tangent(art.tangent, weight, loss, slope)
        art.stairs_slope.set_text(t("plot.slope", slope=accuracy_slope))
        art.loss_slope.set_text(t("plot.slope", slope=slope))
        art.off_chart.set_text(t("accuracy.off_chart", loss=loss) if loss > TOP else "")

    def formula(self, right, weight, bias, accuracy, loss, slope):
        sign, size = "−" if bias < 0 else "+", number(abs(bias))
        classifier = f"σ({dragged('weight', weight)}·x {sign} {dragged('bias', bias, size)})"
        return (
            f"p = {colored('prediction', classifier)} &emsp; "
            f"{t('word.accuracy')} = {right.sum()}/{len(right)} = {reading('accuracy', accuracy, 'truth')} &emsp; "
            f"L = {reading('loss', loss)} &emsp; "
            f"{colored('gradient', 'dL/dw')} = {reading('slope', slope, 'gradient')}"
        )

    def sentence(self, right, accuracy_slope, slope, **values):
        way = "raise" if slope < 0 else "lower" if slope > 0 else "stay"
        stairs = "jump" if np.isnan(accuracy_slope) else "flat"
        said = {"stairs": t(f"accuracy.{stairs}"), "advice": t(f"accuracy.{way}")}
        return t("accuracy.describe", right=right.sum(), count=len(right), slope=slope, **said, **values)
