"""`explore.slope`: one weight on its way down the loss, a step of gradient descent at a time."""

import numpy as np

from lossviz import losses
from lossviz.explorer import Data, Explorer, Number, colored, reading
from lossviz.figure import plots
from lossviz.figure.scale import steps
from lossviz.figure.style import GRADIENT, MUTED, PREDICTION, TRUTH
from lossviz.losses.checks import DRAWABLE, series
from lossviz.words import number, t

MOST_STEPS = 30


def loss_at(weight: float, x: np.ndarray, y_true: np.ndarray) -> float:
    """The mean squared error of ŷ = w·x."""
    return losses.mse(y_true, weight * x)


def derivative_at(weight: float, x: np.ndarray, y_true: np.ndarray) -> float:
    """Chain rule: ŷ = w·x, so dL/dw = Σ dL/dŷᵢ · xᵢ."""
    return float(losses.mse_grad(y_true, weight * x) @ x)


class Slope(Explorer):
    """The model ŷ = w·x with mean squared error: the tangent at w says where to go, the learning rate how far.

    x, y_true: 1-d, the same length. weight: where the walk starts. learning_rate: 0 or more;
    by default well below where it diverges. step: steps taken.
    """

    size = (1000, 350)
    x = Data((1, 2, 3, 4))
    y_true = Data((2, 3, 5, 8))
    weight = Number(0.0, "weight_range", label="w")
    learning_rate = Number(None, "rate_range", label="slope.learning_rate")
    step = Number(0, 0, MOST_STEPS, whole=True, play=500, label="slope.step", width="260px")

    def prepare(self, x, y_true, learning_rate):
        y_true, x = series(y_true, x, DRAWABLE, DRAWABLE, "x")
        curvature = float(x @ x) / len(x)
        if curvature == 0:
            raise ValueError(t("error.all_zero", name="x"))
        # d²L/dw² = 2 mean(x²): a rate of 1/mean(x²) is where the walk stops converging.
        limit = 1 / curvature
        best = float(x @ y_true) / float(x @ x)
        # As far as the best weight is from 0; where that is 0, as far as the line stays among the data.
        reach = abs(best) or float(np.abs(y_true).max() or 1) / float(np.abs(x).max())
        weight_range, rates = steps(best - 1.6 * reach, best + 1.6 * reach, 100), steps(0.0, 1.25 * limit, 100)
        calm, narrow, wild = (round(share * limit / rates[2]) * rates[2] for share in (0.15, 0.9, 1.1))
        weights = np.linspace(*weight_range[:2], 201)
        return {
            "x": x,
            "y_true": y_true,
            "limit": limit,
            "weight_range": weight_range,
            "rate_range": rates,
            "learning_rate": calm if learning_rate is None else learning_rate,
            "weights": weights,
            "curve": np.array([loss_at(weight, x, y_true) for weight in weights]),
            "presets": {
                "converge": {"learning_rate": calm, "step": 12},
                "zigzag": {"learning_rate": narrow, "step": 12},
                "diverge": {"learning_rate": wild, "step": 8},
            },
        }

    def read(self, x, y_true, weight, learning_rate, step):
        path = [weight]
        for _ in range(step):
            path.append(path[-1] - learning_rate * derivative_at(path[-1], x, y_true))
        now, slope = path[-1], derivative_at(path[-1], x, y_true)
        return {
            "now": now,
            "loss": loss_at(now, x, y_true),
            "slope": slope,
            "next_weight": now - learning_rate * slope,
            "path": np.array(path),
            "path_losses": np.array([loss_at(each, x, y_true) for each in path]),
        }

    def draw(self, figure, art, x, y_true, weights, curve):
        model, slope = figure.subplots(1, 2, width_ratios=[1, 1.6])
        left, right = min(0.0, 1.1 * x.min()), 1.1 * max(x.max(), 0.0) or 1.0
        low, high = min(0.0, y_true.min()), max(0.0, y_true.max())
        pad = 0.1 * ((high - low) or 1.0)
        model.set(xlim=(left, right), ylim=(low - pad, high + pad), title=t("slope.model"))
        model.set_xlabel(t("slope.x_axis"))
        model.set_ylabel(t("slope.y_axis"))
        plots.plot_points(x, y_true, color=TRUTH, ax=model, size=11)
        art.line = plots.plot_curve([left, right], [0, 0], color=PREDICTION, ax=model)

        plots.grid(slope)
        top = 1.15 * curve.max()
        slope.set(xlim=(weights[0], weights[-1]), ylim=(-0.06 * top, top))
        slope.set_xlabel(t("slope.weight_axis"))
        slope.set_ylabel(t("slope.loss_axis"))
        plots.plot_curve(weights, curve, ax=slope)
        art.trail = plots.plot_curve([0], [0], color=MUTED, ax=slope, linewidth=1, marker="o", markersize=6, zorder=3)
        art.tangent = plots.plot_tangent(0, 0, 0, ax=slope)
        art.dot = plots.plot_points([0], [0], ax=slope)
        art.arrow = plots.arrow(slope, color=MUTED)
        art.slope = plots.label(slope, "", (0, 0), color=GRADIENT, fontweight="bold")
        art.note = plots.label(slope, "", ((weights[0] + weights[-1]) / 2, top), color=TRUTH, va="top")

    def move(self, art, weights, curve, now, loss, slope, next_weight, path, path_losses):
        art.line.set_ydata(now * art.line.get_xdata())
        art.trail.set_data(path, path_losses)
        art.dot.set_data([now], [loss])
        low, high, top = weights[0], weights[-1], 1.15 * curve.max()
        inside = low <= now <= high and loss <= top
        for artist in (art.dot, art.tangent, art.arrow, art.slope):
            artist.set_visible(bool(inside))
        art.note.set_text("" if inside else t("slope.off_chart", weight=now, loss=loss))
        if inside:
            plots.move_tangent(art.tangent, now, loss, slope)
            plots.move_arrow(art.arrow, (now, loss), (float(np.clip(next_weight, low, high)), loss))
            plots.label_slope(art.slope, now, loss, slope)

    def formula(self, learning_rate, now, loss, slope, next_weight):
        step = f"{number(now)} − {number(learning_rate)} × ({reading('slope', slope, 'gradient')})"
        following = reading("next_weight", next_weight, "prediction")
        return f"w − η · {colored('gradient', 'dL/dw')} = {step} = {following} &emsp; L = {reading('loss', loss)}"

    def sentence(self, limit, curve, learning_rate, step, now, loss, slope, weights):
        steepest = 2 * curve.max() / (weights[-1] - weights[0])
        way = "flat" if abs(slope) < 1e-5 * steepest else "raise" if slope < 0 else "lower"
        advice = t(f"slope.{way}")
        said = t("slope.describe", step=step, weight=now, loss=loss, slope=slope, advice=advice)
        return f"{said} {t('slope.too_large', limit=limit)}" if learning_rate > limit else said
