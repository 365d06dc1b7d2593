"""`explore.mse`: squared errors as squares, their sum as a bar, and the parabola of the point last moved."""

import numpy as np

from lossviz import losses
from lossviz.explorer import Choice, Data, Explorer, MovedLast, Numbers, colored, listed, reading, table
from lossviz.figure import plots
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
# Beyond this many, squares get no number of their own and the table shows the largest ones only.
MOST_LABELS = 12
MOST_ROWS = 8


class MSE(Explorer):
    """Drag each prediction; the squared error grows as a real square.

    y_true, y_pred: 1-d, the same length. convention: "half_sse", "sse", "mse" or "rmse".
    point: the one whose parabola is shown until another is moved, counted from 1. unit: what y is measured in.
    limits: the ends of the axis of y; by default some room around the data.
    """

    size = (800, 330)
    share = 0.77
    y_true = Data((1, 3, 5, 6, 7))
    y_pred = Numbers((3, 2, 7, 5, 8), "range", label="ŷ", width="212px", drag="points.y")
    convention = Choice("half_sse", CONVENTIONS, label="mse.convention")
    point = MovedLast(1, "y_pred", count="count")
    unit = Data(None)
    limits = Data(None)

    def prepare(self, y_true, y_pred, limits):
        y_true, y_pred = series(y_true, y_pred, DRAWABLE, DRAWABLE)
        if limits is None:
            values = np.concatenate([y_true, y_pred])
            margin = 0.25 * _extent(values)
            limits = values.min() - margin, values.max() + margin
        low, high, step = steps(*map(float, limits), 100)
        width = 1.35 * (high - low)
        return {
            "y_true": y_true,
            "y_pred": y_pred,
            "limits": (low, high),
            "range": (low, high, step),
            "count": len(y_true),
            "presets": {"perfect": {"y_pred": y_true}, "one_outlier": {"y_pred": [*y_true[:-1], low]}},
            "x": width * np.arange(len(y_true)) / len(y_true),
            "right": width + 0.05 * (high - low),
            "farthest": np.where(y_true - low > high - y_true, low, high),
        }

    def read(self, y_true, y_pred, convention, point, limits, farthest):
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
            "across": across,
            "parabola": FROM_SUM[convention](sums, len(y_true)),
            "axis_top": _top(convention, y_true, farthest, limits, values[convention]),
        }

    def draw(self, figure, art, y_true, limits, x, right, convention, unit, axis_top):
        squares, bar, parabola = figure.subplots(1, 3, width_ratios=[1.5, 0.34, 1])
        units = t("mse.unit") if unit is None else composed(unit)
        _, art.points, art.squares = plots.plot_residual_squares(y_true, y_true, x=x, ax=squares)
        squares.set(ylim=limits, xlim=(-0.06 * (limits[1] - limits[0]), right), title=t("mse.squares"))
        squares.set_ylabel(t("mse.value_axis", unit=units))
        squares.set_xlabel(t("word.sample"))
        plots.sample_ticks(squares.xaxis, x, most=10)
        art.areas = plots.labels(squares, len(x), MOST_LABELS, color=LOSS, fontweight="bold")

        for ax in (bar, parabola):
            plots.grid(ax)
            ax.set_ylim(0, axis_top)
        unit_of_loss = units if convention == "rmse" else t("mse.squared", unit=units)
        bar.set(xlim=(-0.6, 0.6), xticks=[])
        bar.set_ylabel(t("mse.loss_axis", convention=CONVENTIONS[convention], unit=unit_of_loss))
        art.bar = plots.plot_bars([0], [0], width=0.8, ax=bar)
        art.total = plots.label(bar, "", (0, 0), color=LOSS, offset=(0, 11), fontweight="bold", fontsize=16)

        parabola.set(xlim=limits, title=t("mse.parabola"))
        parabola.set_xlabel(t("mse.prediction_axis", unit=units))
        art.curve = plots.plot_curve([0], [0], ax=parabola)
        art.tangent = plots.plot_tangent(0, 0, 0, ax=parabola)
        art.dot = plots.plot_points([0], [0], color=PREDICTION, ax=parabola)
        art.level = plots.guide(parabola, 0)
        art.slope = plots.label(parabola, "", (0, 0), color=GRADIENT, fontweight="bold")
        plots.number_ticks(squares.yaxis, bar.yaxis, parabola.xaxis, parabola.yaxis)

    def move_squares(self, art, x, right, y_true, y_pred, squares):
        art.points.set_ydata(y_pred)
        art.squares.set_path(plots.squares_path(x, y_true, y_pred, right))
        for words, left, y, y_hat, square in zip(art.areas, x, y_true, y_pred, squares, strict=False):
            side = abs(y_hat - y)
            middle = left + side / 2 if left + side <= right else left - side / 2
            plots.move_label(words, number(square) if square else "", (middle, (y + y_hat) / 2))

    def move_loss(self, art, point, y_pred, loss, slope, across, parabola):
        art.bar.set_path(plots.bars_path([0], [loss], 0.8))
        plots.move_label(art.total, number(loss), (0, loss))
        at = y_pred[point - 1]
        art.curve.set_data(across, parabola)
        art.dot.set_data([at], [loss])
        art.level.set_ydata([loss, loss])
        plots.move_tangent(art.tangent, at, loss, slope)
        plots.label_slope(art.slope, at, loss, slope)

    def formula(self, convention, squares, loss):
        error = f"({colored('truth', 'y')} − {colored('prediction', 'ŷ')})"
        terms = f"({colored('loss', listed(squares, ' + ', 6))})"
        with_symbols, with_numbers = SYMBOLS[convention].format(error), NUMBERS[convention].format(terms, len(squares))
        return f"{CONVENTIONS[convention]} = {with_symbols} = {with_numbers} = {reading('loss', loss)}"

    def side(self, y_true, y_pred, point, squares, sse):
        shown = range(len(squares))
        if len(squares) > MOST_LABELS:
            shown = sorted({*np.argsort(-squares, kind="stable")[: MOST_ROWS - 1].tolist(), point - 1})
        digits = digits_apart((y_true[index], y_pred[index]) for index in shown)
        rows = [
            [
                ("", str(index + 1)),
                ("truth", number(y_true[index], digits)),
                ("prediction", number(y_pred[index], digits)),
                ("", number(y_true[index] - y_pred[index])),
                ("loss", number(squares[index])),
                ("", _percent(squares[index], sse)),
            ]
            for index in shown
        ]
        foot = [("", ""), ("", ""), ("", ""), ("", t("word.sum")), ("", reading("sse", sse)), ("", _percent(sse, sse))]
        heads = ("", "y", "ŷ", "y − ŷ", "(y − ŷ)²", t("mse.share"))
        return table(heads, rows, foot, marked=list(shown).index(point - 1))

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


def _top(convention: str, y_true: np.ndarray, farthest: np.ndarray, limits: tuple[float, float], loss: float) -> float:
    """The end of the loss axis: room for one prediction as wrong as can be, the others a little; more where needed."""
    one = np.abs(farthest - y_true).argmax()
    y_pred = y_true + np.ptp(limits) / 8
    y_pred[one] = farthest[one]
    top = round_up(getattr(losses, convention)(y_true, y_pred))
    while top < loss:
        top *= 4
    return top


def _percent(part: float, whole: float) -> str:
    return f"{100 * part / whole if whole else 0:.0f} %"
