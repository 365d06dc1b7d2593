"""`explore.mse`: squared errors as squares, the four losses made of them as bars, and the loss over one prediction."""

import math

import numpy as np

from lossviz import losses
from lossviz.explore import _questions
from lossviz.explore._mse_table import errors_table
from lossviz.explorer import Choice, Data, Explorer, MovedLast, Numbers, colored, listed, reading
from lossviz.figure import plots
from lossviz.figure.scale import around, round_up, steps
from lossviz.figure.style import GRADIENT, LOSS, PREDICTION
from lossviz.losses.checks import DRAWABLE, series
from lossviz.words import composed, digits_apart, number, t

CONVENTIONS = {"half_sse": "½ SSE", "sse": "SSE", "mse": "MSE", "rmse": "RMSE"}
SYMBOLS = {"half_sse": "½ Σ{}²", "sse": "Σ{}²", "mse": "(1/N) Σ{}²", "rmse": "√((1/N) Σ{}²)"}
NUMBERS = {"half_sse": "½ {}", "sse": "{}", "mse": "{} / {}", "rmse": "√({} / {})"}
# Where an axis may end: one of these times a power of ten.
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
    y_pred = Numbers((3, 2, 7, 5, 8), "range", label="ŷ", drag="points.y", spoken="mse.prediction", unit="spoken_unit")
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
            limits = around(np.concatenate([y_true, y_pred]), 0.25)
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

    def read(self, y_true, y_pred, convention, point, limits, count, tops):
        values = {name: getattr(losses, name)(y_true, y_pred) for name in CONVENTIONS}
        slopes = getattr(losses, f"{convention}_grad")(y_true, y_pred)
        squares = losses.mse(y_true, y_pred, reduction="none")
        # The loss over the prediction last moved, the others held: only its own square changes.
        across = np.linspace(*limits, 81)
        own = losses.mse(np.full(81, y_true[point - 1]), across, reduction="none")
        total = squares.sum() - squares[point - 1] + own
        over_one = {"half_sse": total / 2, "sse": total, "mse": total / count, "rmse": np.sqrt(total / count)}
        return values | {
            "loss": values[convention],
            "slope": float(slopes[point - 1]),
            "squares": squares,
            "four": np.array(list(values.values())),
            "across": across,
            "over_one": over_one[convention],
            "axis_top": tops[convention],
        }

    def draw(self, figure, art, y_true, limits, x, right, convention, spoken_unit, axis_top):
        squares, bars, curve = plots.panels(figure, [1.35, 1.1, 0.9], narrow="AA;BC")
        unit = spoken_unit or t("mse.unit")
        self._draw_squares(squares, art, y_true, limits, x, right, unit)
        self._draw_bars(bars, art, convention, unit, axis_top)
        self._draw_curve(curve, art, limits, unit, axis_top)
        art.levels = [plots.guide(ax, 0) for ax in (bars, curve)]

    def _draw_squares(self, ax, art, y_true, limits, x, right, unit):
        _, art.points, art.squares = plots.plot_residual_squares(y_true, y_true, x=x, ax=ax)
        ax.set(xlim=(-0.06 * (limits[1] - limits[0]), right), ylim=limits, title=t("mse.squares"))
        ax.set(xlabel=t("word.sample"), ylabel=t("mse.value_axis", unit=unit))
        plots.sample_ticks(ax.xaxis, x)
        plots.number_ticks(ax.yaxis)
        art.areas = plots.labels(ax, len(x), color=LOSS, fontweight="bold")

    def _draw_bars(self, ax, art, convention, unit, axis_top):
        plots.grid(ax)
        ax.set(xlim=(-0.5, 3.5), xticks=range(4), xticklabels=CONVENTIONS.values(), ylim=(0, axis_top))
        ax.tick_params(axis="x", length=0)
        unit_of_loss = unit if convention == "rmse" else t("mse.squared", unit=unit)
        ax.set_ylabel(t("mse.loss_axis", convention=CONVENTIONS[convention], unit=unit_of_loss))
        plots.number_ticks(ax.yaxis)
        art.others = plots.plot_bars([0], [0], alpha=0.3, ax=ax)
        art.bar = plots.plot_bars([0], [0], ax=ax)
        # In a row below the names, where no bar and no line comes.
        art.numbers = [plots.label(ax, "", (place, 0), color=LOSS, offset=(0, -31)) for place in range(4)]
        art.total = plots.live_title(ax, color=LOSS)

    def _draw_curve(self, ax, art, limits, unit, axis_top):
        plots.grid(ax)
        ax.set(xlim=limits, ylim=(0, axis_top), xlabel=t("mse.prediction_axis", unit=unit))
        ax.tick_params(axis="y", labelleft=False)
        plots.number_ticks(ax.xaxis)
        art.curve = plots.plot_curve([0], [0], ax=ax)
        art.tangent = plots.plot_tangent(0, 0, 0, ax=ax)
        art.dot = plots.plot_points([0], [0], color=PREDICTION, ax=ax)
        art.slope = plots.live_title(ax, color=GRADIENT)

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
            plots.move_guide(line, loss)
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
        pair = y_true[point - 1], y_pred[point - 1]
        truth, prediction = (number(value, digits_apart([pair])) for value in pair)
        of_sample = {"index": point, "truth": truth, "prediction": prediction, "square": squares[point - 1]}
        return t("mse.describe", convention=CONVENTIONS[convention], loss=loss, slope=slope, **of_sample)


def _tops(y_true: np.ndarray, width: float) -> dict[str, float]:
    """Where the axis of each loss ends: one for all, whatever the predictions are, so that they can be compared.

    For five samples that is the SSE of predicting their mean each time. RMSE is measured in another unit; where it
    would be nothing or far off on that axis, it has one of its own.
    """
    top = round_up(max(5 * y_true.var() or width**2, (width / 4) ** 2), ROUND)
    root = math.sqrt(top)
    return dict.fromkeys(CONVENTIONS, top) | {"rmse": top if top / 50 <= root <= top else round_up(root, ROUND)}
