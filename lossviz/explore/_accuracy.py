"""`explore.accuracy`: the same classifier measured twice, by a staircase and by a smooth loss."""

from numbers import Real

import numpy as np
from matplotlib.lines import CARETDOWN

from lossviz import losses
from lossviz.explore import _questions
from lossviz.explorer import Data, Explorer, Number, colored, dragged, reading
from lossviz.explorer.handles import Handle
from lossviz.figure import plots
from lossviz.figure.paper import NARROW
from lossviz.figure.scale import nearest, spread, steps
from lossviz.figure.style import GRADIENT, LOSS, MUTED, PREDICTION, TRUTH
from lossviz.losses.checks import DRAWABLE, FINITE, labels, series
from lossviz.words import number, t

# Guessing costs log 2 = 0.69 a sample; above this a classifier is not worth a closer look.
TOP = 2.5
# The top of an axis from 0 to 1, with room for what stands above 1.
HIGH = 1.2
# Above the axes, in pixels: room for a dot at their edge. In that row a slope has this much room at the right end.
PAD, SLOPE = 11, 125
# Values of loss behind one curve; with many samples the curve gets fewer points, so that a step stays short.
MOST_VALUES, MOST_POINTS, FEWEST_POINTS = 50_000, 121, 31
# So many samples are drawn; of more, some.
MOST_SAMPLES = 100


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
        weight = slow if weight is None else weight
        if bias is None:
            # The boundary four fifths up the data: there is something to gain.
            rise = weight if isinstance(weight, Real) and np.isfinite(weight) else slow
            bias = nearest(-rise * (x.min() + 0.8 * np.ptp(x)), biases[2])
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
            "threshold": 0.5,
            "some": spread(len(x), MOST_SAMPLES),
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
            "accuracy_slope": float("nan") if at_a_jump else 0.0,
            "boundary_ends": -np.array(bias_range[:2]) / weight if weight else np.zeros(2),
        }

    def draw(self, figure, art, x, y_true, weights, features):
        narrow = figure.bbox.width < NARROW
        rows = [["points"], ["stairs"], ["loss"]] if narrow else [["points", "stairs"], ["points", "loss"]]
        shares = {"height_ratios": [2, 1, 2]} if narrow else {"height_ratios": [1, 2], "width_ratios": [1, 1.25]}
        panels = figure.subplot_mosaic(rows, **shares)
        points, stairs, loss = (panels[name] for name in ("points", "stairs", "loss"))
        titles = {points: " ", stairs: t("accuracy.staircase"), loss: t("accuracy.smooth")}
        for ax, title in titles.items():
            ax.set_title(title, pad=PAD)
        points.set(xlim=(features[0], features[-1]), ylim=(-0.08, HIGH), yticks=[0, 0.5, 1])
        points.set(xlabel=t("accuracy.x_axis"), ylabel=t("accuracy.p_axis"))
        plots.guide(points, 0.5)
        art.boundary = plots.guide(points, 0, across=False)
        # From the label of a sample to its p: the whole loss is made of these.
        art.stems = plots.plot_curve([0], [0], ax=points, linewidth=1.5)
        art.sigmoid = plots.plot_curve(features, features, color=PREDICTION, ax=points)
        art.p = plots.plot_points([0], [0], color=PREDICTION, ax=points, size=7, markeredgewidth=1)
        art.right = plots.plot_points([0], [0], color=TRUTH, ax=points, size=11)
        art.wrong = plots.plot_points([0], [0], ax=points, size=13, marker="X", markeredgewidth=1)
        # In place of the empty title.
        art.count = plots.label(points, "", (features[0], HIGH), offset=(0, PAD), ha="left", va="baseline")
        art.boundary_label = plots.label(points, "", (0, 0), color=MUTED, va="top")
        for ax in (stairs, loss):
            plots.grid(ax)
            ax.set_xlim(weights[0], weights[-1])
        stairs.set(ylim=(-0.08, HIGH), yticks=[0, 0.5, 1], xticklabels=[])
        stairs.set_ylabel(t("word.accuracy"))
        loss.set(ylim=(0, TOP), ylabel=t("plot.loss_axis"), xlabel=t("accuracy.weight_axis"))
        art.stairs = plots.plot_curve([0], [0], color=TRUTH, ax=stairs, solid_capstyle="butt")
        art.curve = plots.plot_curve([0], [0], ax=loss)
        art.tangent = plots.plot_tangent(0, 0, 0, ax=loss)
        art.places = [plots.guide(ax, 0, across=False) for ax in (stairs, loss)]
        # It stands on its stair, and so does not hide it.
        art.on_stairs = plots.plot_points([0], [0], color=TRUTH, ax=stairs, marker=CARETDOWN, markeredgewidth=1)
        art.on_curve = plots.plot_points([0], [0], ax=loss)
        art.rails = {"on_stairs": art.stairs, "on_curve": art.curve}
        row = {"ha": "right", "va": "baseline", "fontweight": "bold"}
        art.stairs_slope, art.loss_slope = (
            plots.label(ax, "", (weights[-1], top), color=GRADIENT, offset=(0, PAD), **row)
            for ax, top in ((stairs, HIGH), (loss, TOP))
        )
        art.off_chart = plots.label(loss, "", (weights[-1], TOP), color=LOSS, offset=(-SLOPE, PAD), **row)

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
        inside = bool(features[0] <= boundary <= features[-1])
        art.boundary.set_visible(inside)
        art.boundary_label.set_visible(inside)
        if inside:
            art.boundary.set_xdata([boundary, boundary])
            words = t("accuracy.boundary", x=number(boundary, 3))
            beside, side = (-8, "right") if boundary > features[40] else (8, "left")
            plots.move_label(art.boundary_label, words, (boundary, HIGH), (beside, 0), ha=side)

    def move_curves(self, art, x, y_true, bias, weights):
        art.stairs.set_data(*staircase(x, y_true, bias, weights[0], weights[-1]))
        logits = weights[:, np.newaxis] * x + bias
        values = losses.sigmoid_cross_entropy(np.broadcast_to(y_true, logits.shape), logits, reduction="none")
        art.curve.set_data(weights, values.mean(axis=1))

    def move_dots(self, art, weight, accuracy, accuracy_slope, loss, slope):
        for line in art.places:
            line.set_xdata([weight, weight])
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

    def sentence(self, right, weight, bias, accuracy, accuracy_slope, loss, slope):
        way = "raise" if slope < 0 else "lower" if slope > 0 else "stay"
        return t(
            "accuracy.describe",
            weight=weight,
            bias=bias,
            right=right.sum(),
            count=len(right),
            accuracy=accuracy,
            stairs=t("accuracy.jump" if np.isnan(accuracy_slope) else "accuracy.flat"),
            loss=loss,
            slope=slope,
            advice=t(f"accuracy.{way}"),
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
    return plots.pieces((edges[:-1], edges[1:]), (heights, heights))
