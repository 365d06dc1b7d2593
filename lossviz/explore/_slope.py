"""`explore.slope`: one weight on its way down the loss, a step of gradient descent at a time."""

import numpy as np

from lossviz import losses
from lossviz.explore import _questions
from lossviz.explorer import Data, Explorer, Number, colored, dragged, reading
from lossviz.figure import plots
from lossviz.figure.scale import around, nearest, spread, steps
from lossviz.figure.style import MUTED, PREDICTION, TRUTH
from lossviz.losses.checks import DRAWABLE, series
from lossviz.words import t


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

    The slider of the weight stands where the walk is now; a hand that moves it begins a new walk there.
    """

    size = (1000, 350)
    questions = _questions.SLOPE
    x = Data((1, 2, 3, 4))
    y_true = Data((2, 3, 5, 8))
    weight = Number(0.0, "weight_range", label="w", drag="dot.x", shows="now", sets={"step": 0})
    learning_rate = Number(None, "rate_range", label="slope.learning_rate")
    step = Number(0, 0, 30, whole=True, play=500, label="slope.step", width="260px")

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
        low, high, round_step = steps(best - 1.6 * reach, best + 1.6 * reach, 100)
        rates = steps(0.0, 1.25 * limit, 100)
        # The wildest is so little too large that the walk is seen to climb before it leaves the picture.
        calm, narrow, wild = (nearest(share * limit, rates[2]) for share in (0.15, 0.9, 1.05))
        weights = np.linspace(low, high, 201)
        return {
            "x": x,
            "y_true": y_true,
            # Those whose errors are drawn.
            "some": spread(len(x), 100),
            "limit": limit,
            # Fine enough for the slider to show where the walk is.
            "weight_range": (low, high, round_step / 5),
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

    def draw(self, figure, art, x, y_true, some, weights, curve):
        model, slope = plots.panels(figure, [1, 1.6])
        left, right = min(0.0, 1.1 * x.min()), 1.1 * max(x.max(), 0.0) or 1.0
        model.set(xlim=(left, right), ylim=around([0, *y_true], 0.1))
        model.set(title=t("slope.model"), xlabel=t("slope.x_axis"), ylabel=t("slope.y_axis"))
        plots.plot_points(x, y_true, color=TRUTH, ax=model, size=11)
        art.errors = plots.plot_curve([0], [0], ax=model, linewidth=2)
        # Above the ends of their errors.
        art.truth = plots.plot_points(x[some], y_true[some], color=TRUTH, ax=model, size=11)
        art.line = plots.plot_curve([left, right], [0, 0], color=PREDICTION, ax=model)

        plots.grid(slope)
        top = 1.15 * curve.max()
        slope.set(xlim=(weights[0], weights[-1]), ylim=(-0.06 * top, top))
        slope.set(xlabel=t("slope.weight_axis"), ylabel=t("slope.loss_axis"))
        art.rails = {"dot": plots.plot_curve(weights, curve, ax=slope)}
        art.trail = plots.plot_curve([0], [0], color=MUTED, ax=slope, linewidth=1, marker="o", markersize=6, zorder=3)
        art.tangent = plots.plot_tangent(0, 0, 0, ax=slope)
        art.dot = plots.plot_points([0], [0], ax=slope)
        art.arrow = plots.arrow(slope, color=MUTED)
        # In the row above: the slope, and what is off the chart.
        art.slope = plots.beside_title(slope)
        art.note = plots.live_title(slope, fontsize=14, fontweight="normal")

    def move_model(self, art, x, y_true, some, now):
        art.errors.set_data(*plots.pieces((x[some], x[some]), (y_true[some], now * x[some])))
        art.line.set_ydata(now * art.line.get_xdata())

    def move_walk(self, art, weights, curve, now, loss, slope, next_weight, path, path_losses):
        low, high = weights[0], weights[-1]
        is_on_chart = bool(low <= now <= high)
        art.trail.set_data(path, path_losses)
        # A walk that has left the chart points out of it, from the end of the curve.
        art.dot.set_data([np.clip(now, low, high)], [loss if is_on_chart else np.interp(now, weights, curve)])
        plots.mark(art.dot, "<" if now < low else ">" if now > high else "o")
        for artist in (art.tangent, art.arrow, art.slope):
            artist.set_visible(is_on_chart)
        if not is_on_chart:
            art.note.set_text(t("slope.off_chart", weight=now, loss=loss))
            return
        end = float(np.clip(next_weight, low, high))
        plots.move_tangent(art.tangent, now, loss, slope)
        art.slope.set_text(t("plot.slope", slope=slope))
        plots.move_arrow(art.arrow, (now, loss), (end, loss))
        art.note.set_text("" if end == next_weight else t("slope.leaves", weight=next_weight))

    def formula(self, learning_rate, now, loss, slope, next_weight):
        rate, derivative = dragged("learning_rate", learning_rate), reading("slope", slope, "gradient")
        step = f"{dragged('weight', now)} − {rate} × ({derivative})"
        following = reading("next_weight", next_weight, "prediction")
        return f"w − η · {colored('gradient', 'dL/dw')} = {step} = {following} &emsp; L = {reading('loss', loss)}"

    def sentence(self, limit, curve, learning_rate, step, now, loss, slope, weights):
        steepest = 2 * curve.max() / (weights[-1] - weights[0])
        way = "flat" if abs(slope) < 1e-5 * steepest else "raise" if slope < 0 else "lower"
        place = "describe" if weights[0] <= now <= weights[-1] else "describe_off"
        said = [t(f"slope.{place}", step=step, weight=now, loss=loss, slope=slope), t(f"slope.{way}")]
        if learning_rate > limit and way != "flat":
            said.append(t("slope.too_large", limit=limit))
        return " ".join(said)
