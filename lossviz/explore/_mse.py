"""`explore.mse`: squared errors as squares, the four losses made of them as bars, and the loss over one prediction."""

import math

import numpy as np

from lossviz import losses
from lossviz.explore import _questions
from lossviz.explore._mse_table import errors_table
from lossviz.explorer import Choice, Data, Explorer, MovedLast, Numbers, colored, listed, reading
from lossviz.figure import plots
from lossviz.figure.paper import NARROW
from lossviz.figure.scale import round_up, steps
from lossviz.figure.style import GRADIENT, LOSS, PREDICTION
from lossviz.losses.checks import DRAWABLE, series
from lossviz.words import composed, digits_apart, number, t

CONVENTIONS = {"half_sse": "½ SSE", "sse": "SSE", "mse": "MSE", "rmse": "RMSE"}
SYMBOLS = {"half_sse": "½ Σ{}²", "sse": "Σ{}²", "mse": "(1/N) Σ{}²", "rmse": "√((1/N) Σ{}²)"}
NUMBERS = {"half_sse": "½ {}", "sse": "{}", "mse": "{} / {}", "rmse": "√({} / {})"}
# From a sum of squares and N to the loss.
FROM_SUM = {
    "half_sse": lambda total, n: total / 2,
    "sse": lambda total, n: total,
    "mse": lambda total, n: total / n,
    "rmse": lambda total, n: np.sqrt(total / n),
}
# Beyond this many, squares get no number of their own.
MOST_LABELS = 12
# The panels' shares of the width: squares, bars, curve.
WIDTHS = (1.35, 1.1, 0.9)
# Above the axes, in pixels: room for a dot at their edge.
PAD = 11
# Where an axis may end.
ROUND = (1, 1.5, 2, 3, 4, 5, 6, 8)


class MSE(Explorer):
    """Drag each prediction; the squared error grows as a real square.

    y_true, y_pred: 1-d, the same length. convention: "half_sse", "sse", "mse" or "rmse".
    point: the one whose curve is shown until another is moved, counted from 1. unit: what y is measured in.
    limits: the ends of the axis of y; by default some room around the data.
    """

    size = (960, 330)
    questions = _questions.MSE
    share = 0.78
    y_true = Data((1, 3, 5, 6, 7))
    y_pred = Numbers(
        (3, 2, 7, 5, 8), "range", label="ŷ", width="212px",
        drag="points.y", spoken="mse.prediction", unit="spoken_unit",
    )  # fmt: skip
    convention = Choice("mse", CONVENTIONS, label="mse.convention")
    point = MovedLast(1, "y_pred", count="count")
    unit = Data(None)
    limits = Data(None)
    presets = {
        "perfect": lambda y_true: {"y_pred": y_true},
        "one_outlier": lambda y_true, limits, count: {"y_pred": [*y_true[:-1], limits[0]], "point": count},
    }

    def prepare(self, y_true, y_pred, unit, limits):
        y_true, y_pred = series(y_true, y_pred, DRAWABLE, DRAWABLE)
        if limits is None:
            values = np.concatenate([y_true, y_pred])
            margin = 0.25 * _extent(values)
            limits = values.min() - margin, values.max() + margin
        low, high, step = steps(*map(float, limits), 100)
        count = len(y_true)
        return {
            "y_true": y_true,
            "y_pred": y_pred,
            "limits": (low, high),
            "range": (low, high, step),
            "count": count,
            "x": 1.1 * (high - low) * np.arange(count) / count,
            "right": 1.15 * (high - low),
            "spoken_unit": "" if unit is None else composed(unit),
            "tops": _tops(y_true, high - low),
        }

    def read(self, y_true, y_pred, convention, point, limits, tops):
        values = {name: getattr(losses, name)(y_true, y_pred) for name in CONVENTIONS}
        slopes = getattr(losses, f"{convention}_grad")(y_true, y_pred)
        squares = losses.mse(y_true, y_pred, reduction="none")
        # The loss over the prediction last moved, the others held: only its own square changes.
        across = np.linspace(*limits, 81)
        own = losses.mse(np.full(81, y_true[point - 1]), across, reduction="none")
        sums = squares.sum() - squares[point - 1] + own
        return values | {
            "loss": values[convention],
            "slope": float(slopes[point - 1]),
            "squares": squares,
            "four": np.array(list(values.values())),
            "across": across,
            "over_one": FROM_SUM[convention](sums, len(y_true)),
            "axis_top": tops[convention],
        }

    def draw(self, figure, art, y_true, limits, x, right, convention, unit, axis_top):
        narrow = figure.bbox.width < NARROW
        axes = figure.subplot_mosaic("AA;BC" if narrow else "ABC", width_ratios=[1, 1] if narrow else WIDTHS)
        units = t("mse.unit") if unit is None else composed(unit)
        self._draw_squares(axes["A"], art, y_true, limits, x, right, units)

        bars, curve = axes["B"], axes["C"]
        for ax in (bars, curve):
            plots.grid(ax)
            ax.set_ylim(0, axis_top)
        bars.set(xlim=(-0.5, 3.5), xticks=range(4), xticklabels=CONVENTIONS.values())
        bars.tick_params(axis="x", length=0)
        unit_of_loss = units if convention == "rmse" else t("mse.squared", unit=units)
        bars.set_ylabel(t("mse.loss_axis", convention=CONVENTIONS[convention], unit=unit_of_loss))
        art.others = plots.plot_bars([0], [0], alpha=0.3, ax=bars)
        art.bar = plots.plot_bars([0], [0], ax=bars)
        # In a row below the names, where no bar and no line comes.
        art.numbers = [plots.label(bars, "", (place, 0), color=LOSS, offset=(0, -31)) for place in range(4)]
        art.total = plots.live_title(bars, color=LOSS, pad=PAD)

        curve.set_xlim(limits)
        curve.set_xlabel(t("mse.prediction_axis", unit=units))
        curve.tick_params(axis="y", labelleft=False)
        art.curve = plots.plot_curve([0], [0], ax=curve)
        art.tangent = plots.plot_tangent(0, 0, 0, ax=curve)
        art.dot = plots.plot_points([0], [0], color=PREDICTION, ax=curve)
        art.levels = [plots.guide(ax, 0) for ax in (bars, curve)]
        art.slope = plots.live_title(curve, color=GRADIENT, pad=PAD)
        plots.number_ticks(axes["A"].yaxis, bars.yaxis, curve.xaxis)

    def _draw_squares(self, ax, art, y_true, limits, x, right, units):
        _, art.points, art.squares = plots.plot_residual_squares(y_true, y_true, x=x, ax=ax)
        ax.set(ylim=limits, xlim=(-0.06 * (limits[1] - limits[0]), right), title=t("mse.squares"))
        ax.set_ylabel(t("mse.value_axis", unit=units))
        ax.set_xlabel(t("word.sample"))
        plots.sample_ticks(ax.xaxis, x)
        art.areas = plots.labels(ax, len(x), MOST_LABELS, color=LOSS, fontweight="bold")

    def move_squares(self, art, x, limits, right, y_true, y_pred, squares):
        art.points.set_ydata(y_pred)
        art.squares.set_path(plots.squares_path(x, y_true, y_pred, right))
        # Each number stays in the column of its sample, and out of a square that it would hide.
        column, pixel = (limits[1] - limits[0]) / len(x), (limits[1] - limits[0]) / art.points.axes.bbox.height
        for words, left, y, y_hat, square in zip(art.areas, x, y_true, y_pred, squares, strict=False):
            side = abs(y_hat - y)
            text = plots.number_for((min(side, column) - 8 * pixel) / pixel, square)
            plots.move_label(words, text, (left + min(side, column) / 2, (y + y_hat) / 2))

    def move_bars(self, art, convention, four, loss, axis_top):
        chosen = list(CONVENTIONS).index(convention)
        others = np.delete(np.arange(4), chosen)
        art.others.set_path(plots.broken_bars_path(others, four[others], axis_top))
        art.bar.set_path(plots.broken_bars_path([chosen], [loss], axis_top))
        room = art.bar.axes.bbox.width / 4 - 4
        for words, value in zip(art.numbers, four, strict=True):
            words.set_text(plots.number_for(room, value))
        art.total.set_text(f"{CONVENTIONS[convention]} = {number(loss)}")

    def move_curve(self, art, point, y_pred, loss, slope, across, over_one, axis_top):
        at = y_pred[point - 1]
        art.curve.set_data(across, over_one)
        plots.move_dot(art.dot, at, loss, axis_top)
        for line in art.levels:
            line.set_ydata([loss, loss])
        plots.move_tangent(art.tangent, at, loss, slope)
        art.slope.set_text(t("plot.slope", slope=slope))

    def formula(self, convention, squares, loss):
        error = f"({colored('truth', 'y')} − {colored('prediction', 'ŷ')})"
        terms = f"({colored('loss', listed(squares, ' + ', 6))})"
        with_symbols, with_numbers = SYMBOLS[convention].format(error), NUMBERS[convention].format(terms, len(squares))
        return f"{CONVENTIONS[convention]} = {with_symbols} = {with_numbers} = {reading('loss', loss)}"

    def side(self, y_true, y_pred, point, squares, sse):
        return errors_table(y_true, y_pred, point, squares, sse)

    def outcome(self, convention, loss):
        return f"{CONVENTIONS[convention]} {number(loss)}"

    def sentence(self, y_true, y_pred, point, convention, squares, loss, slope):
        truth, prediction = y_true[point - 1], y_pred[point - 1]
        digits = digits_apart([(truth, prediction)])
        return t(
            "mse.describe",
            index=point,
            prediction=number(prediction, digits),
            truth=number(truth, digits),
            square=squares[point - 1],
            convention=CONVENTIONS[convention],
            loss=loss,
            slope=slope,
        )


def _extent(values: np.ndarray) -> float:
    """How far apart values are; 1 where no square of it would be seen."""
    extent = float(np.ptp(values))
    return extent if extent > 1e-100 else 1.0


def _tops(y_true: np.ndarray, width: float) -> dict[str, float]:
    """Where the axis of each loss ends: one for all, whatever the predictions are, so that they can be compared.

    For five samples that is the SSE of predicting their mean each time. RMSE is measured in another unit; where it
    would be nothing or far off on that axis, it has one of its own.
    """
    top = round_up(max(5 * y_true.var() or width**2, (width / 4) ** 2), ROUND)
    root = math.sqrt(top)
    return dict.fromkeys(CONVENTIONS, top) | {"rmse": top if top / 50 <= root <= top else round_up(root, ROUND)}
