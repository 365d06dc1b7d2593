"""`explore.mse`: squared errors as squares, their sum as a bar, and the parabola of the point last moved."""

from collections.abc import Sequence
from html import escape

import numpy as np

from lossviz import losses
from lossviz.explorer.controls import Elements, choice, slider, steps, whole
from lossviz.explorer.core import Explorer, listed, reading
from lossviz.figure.plots import (
    bars_path,
    grid,
    guide,
    label,
    label_slope,
    move_tangent,
    plot_bars,
    plot_curve,
    plot_points,
    plot_residual_squares,
    plot_tangent,
    squares_path,
)
from lossviz.figure.style import GRADIENT, LOSS, PREDICTION, new_figure
from lossviz.losses.checks import FINITE, pair
from lossviz.words import number, subscript, t

CONVENTIONS = {"half_sse": "½ SSE", "sse": "SSE", "mse": "MSE", "rmse": "RMSE"}
# Beyond this many, squares get no number of their own and the table shows the largest ones only.
MOST_LABELS = 12
MOST_ROWS = 8


class MSE(Explorer):
    """Drag each prediction; the squared error grows as a real square.

    y_true, y_pred: 1-d, the same length. convention: "half_sse", "sse", "mse" or "rmse".
    point: the one whose parabola is shown until another is moved, counted from 1. unit: what y is measured in.
    """

    name = "mse"
    share = 0.77
    redraws = frozenset({"convention"})

    def __init__(
        self,
        y_true: Sequence[float] = (1, 3, 5, 6, 7),
        y_pred: Sequence[float] = (3, 2, 7, 5, 8),
        *,
        convention: str = "half_sse",
        point: int = 1,
        unit: str | None = None,
    ):
        self.y_true, y_pred = (values.ravel() for values in pair(y_true, y_pred, FINITE, FINITE))
        self._unit, self._rooms = unit, {}
        values = np.concatenate([self.y_true, y_pred])
        margin = 0.25 * (np.ptp(values) or 1.0)
        self._low, self._high, step = steps(float(values.min()) - margin, float(values.max()) + margin, 100)
        controls = {
            "y_pred": Elements(
                lambda index, value: slider(
                    subscript("ŷ", index + 1), value, self._low, self._high, step, width="212px"
                ),
                y_pred,
                label=t("word.sample"),
                chosen=whole("point", point, 1, len(y_pred)) - 1,
            ),
            "convention": choice(t("mse.convention"), CONVENTIONS),
        }
        super().__init__(
            controls,
            {
                "perfect": {"y_pred": self.y_true.tolist()},
                "one_outlier": {"y_pred": [*self.y_true.tolist()[:-1], self._low]},
            },
            start={"convention": convention},
        )

    def _data(self):
        unit = {} if self._unit is None else {"unit": self._unit}
        return {"y_true": self.y_true, **unit, "point": self._chosen + 1}

    def _read(self):
        y_pred = np.array(self.controls["y_pred"].value)
        convention = self.controls["convention"].value
        self._squares = losses.mse(self.y_true, y_pred, reduction="none")
        self._slope = float(getattr(losses, f"{convention}_grad")(self.y_true, y_pred)[self._chosen])
        values = {name: getattr(losses, name)(self.y_true, y_pred) for name in CONVENTIONS}
        return {**values, "loss": values[convention], "slope": self._slope}

    @property
    def _chosen(self) -> int:
        return self.controls["y_pred"].chosen

    def _still_state(self):
        return super()._still_state() | {"top": self._top()}

    def _top(self) -> float:
        """The end of the loss axis: room to move any one prediction of the start from end to end; more where needed."""
        convention = self.controls["convention"].value
        if convention not in self._rooms:
            self._rooms[convention] = _round_up(self._most(convention))
        top = self._rooms[convention]
        while top < self.readings["loss"]:
            top *= 4
        return top

    def _most(self, convention: str) -> float:
        """The largest loss that moving one prediction of the start can make."""
        y_pred = np.array(self._start["y_pred"])
        ends = np.where(self.y_true - self._low > self._high - self.y_true, self._low, self._high)
        grown = (ends - self.y_true) ** 2 - (y_pred - self.y_true) ** 2
        y_pred[grown.argmax()] = ends[grown.argmax()]
        return getattr(losses, convention)(self.y_true, y_pred)

    def _draw(self):
        figure = new_figure(800, 330)
        squares, bar, parabola = figure.subplots(1, 3, width_ratios=[1.5, 0.34, 1])
        y_pred = np.array(self.controls["y_pred"].value)
        count, height = len(y_pred), self._high - self._low
        self._x = 1.35 * height * np.arange(count) / count
        self._right = 1.35 * height + 0.05 * height
        self._truth, self._points, self._patch = plot_residual_squares(self.y_true, y_pred, x=self._x, ax=squares)
        squares.set(ylim=(self._low, self._high), xlim=(-0.06 * height, self._right), title=t("mse.squares"))
        squares.set_ylabel(t("mse.value_axis", unit=self._units()))
        squares.set_xlabel(t("word.sample"))
        shown = np.unique(np.linspace(0, count - 1, min(count, 10)).astype(int))
        squares.set_xticks(self._x[shown], [str(index + 1) for index in shown])
        self._areas = [
            label(squares, "", (0, 0), color=LOSS, fontweight="bold")
            for _ in range(count if count <= MOST_LABELS else 0)
        ]
        top = self._top()
        grid(bar)
        bar.set(xlim=(-0.6, 0.6), ylim=(0, top), xticks=[], ylabel=self._loss_axis())
        self._bar = plot_bars(np.zeros(1), np.zeros(1), width=0.8, ax=bar)
        self._total = label(bar, "", (0, 0), color=LOSS, offset=(0, 11), fontweight="bold", fontsize=16)
        grid(parabola)
        parabola.set(ylim=(0, top), xlim=(self._low, self._high))
        parabola.set_title(t("mse.parabola"))
        parabola.set_xlabel(t("mse.prediction_axis", unit=self._units()))
        self._grid = np.linspace(self._low, self._high, 81)
        self._curve = plot_curve(self._grid, np.zeros(81), ax=parabola)
        self._tangent = plot_tangent(0, 0, 0, ax=parabola)
        self._dot = plot_points([0], [0], color=PREDICTION, ax=parabola)
        self._level = guide(parabola, 0)
        self._slope_label = label(parabola, "", (0, 0), color=GRADIENT, fontweight="bold")
        moving = [
            self._points,
            self._patch,
            *self._areas,
            self._bar,
            self._total,
            self._curve,
            self._tangent,
            self._dot,
            self._level,
            self._slope_label,
        ]
        return figure, moving

    def _units(self) -> str:
        return t("mse.unit") if self._unit is None else str(self._unit)

    def _loss_axis(self) -> str:
        convention = self.controls["convention"].value
        unit = self._units() if convention == "rmse" else t("mse.squared", unit=self._units())
        return t("mse.loss_axis", convention=CONVENTIONS[convention], unit=unit)

    def _move(self):
        y_pred = np.array(self.controls["y_pred"].value)
        loss, index = self.readings["loss"], self._chosen
        self._points.set_ydata(y_pred)
        self._patch.set_path(squares_path(self._x, self.y_true, y_pred, self._right))
        for area, x, y, end, square in zip(self._areas, self._x, self.y_true, y_pred, self._squares, strict=False):
            side = abs(end - y)
            area.set_text(number(square) if square else "")
            area.xy = (x + side / 2 if x + side <= self._right else x - side / 2, (y + end) / 2)
        self._bar.set_path(bars_path([0], [loss], 0.8))
        self._total.set_text(number(loss))
        self._total.xy = (0, loss)
        self._curve.set_ydata(self._parabola(y_pred))
        at = y_pred[index]
        move_tangent(self._tangent, at, loss, self._slope)
        self._dot.set_data([at], [loss])
        self._level.set_ydata([loss, loss])
        label_slope(self._slope_label, at, loss, self._slope)

    def _parabola(self, y_pred: np.ndarray) -> np.ndarray:
        """The loss over the prediction last moved, the others held: only its own square changes."""
        others = float(self._squares.sum() - self._squares[self._chosen])
        own = losses.mse(np.full(81, self.y_true[self._chosen]), self._grid, reduction="none")
        total = others + own
        count = len(y_pred)
        scaled = {"half_sse": total / 2, "sse": total, "mse": total / count, "rmse": np.sqrt(total / count)}
        return scaled[self.controls["convention"].value]

    def _formula(self):
        terms = f'(<span class="lv-loss">{listed(self._squares, " + ", 6)}</span>)'
        count = len(self._squares)
        convention = self.controls["convention"].value
        with_symbols, with_numbers = {
            "half_sse": ("½ Σ{e}²", f"½ {terms}"),
            "sse": ("Σ{e}²", terms),
            "mse": ("(1/N) Σ{e}²", f"{terms} / {count}"),
            "rmse": ("√((1/N) Σ{e}²)", f"√({terms} / {count})"),
        }[convention]
        error = '(<span class="lv-truth">y</span> − <span class="lv-prediction">ŷ</span>)'
        symbols = with_symbols.format(e=error)
        return f"{CONVENTIONS[convention]} = {symbols} = {with_numbers} = {reading('loss', self.readings['loss'])}"

    def describe(self):
        index = self._chosen
        y_pred = self.controls["y_pred"].value
        return t(
            "mse.describe",
            index=index + 1,
            prediction=number(y_pred[index]),
            truth=number(self.y_true[index]),
            square=number(self._squares[index]),
            convention=CONVENTIONS[self.controls["convention"].value],
            loss=number(self.readings["loss"]),
            slope=number(self._slope),
        )

    def _side(self):
        y_pred, total = self.controls["y_pred"].value, self.readings["sse"]
        rows = range(len(y_pred))
        if len(y_pred) > MOST_LABELS:
            rows = sorted({*np.argsort(-self._squares, kind="stable")[: MOST_ROWS - 1].tolist(), self._chosen})
        body = "".join(self._row(index, y_pred[index], total) for index in rows)
        heads = ("", "y", "ŷ", "y − ŷ", "(y − ŷ)²", t("mse.share"))
        head = "".join(f"<th>{escape(word)}</th>" for word in heads)
        sums = f"<td>{reading('sse', total)}</td><td>{_percent(1 if total else 0)}</td>"
        foot = f'<tr><td colspan="4">{t("word.sum")}</td>{sums}</tr>'
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody><tfoot>{foot}</tfoot></table>"

    def _row(self, index: int, prediction: float, total: float) -> str:
        truth, square = float(self.y_true[index]), float(self._squares[index])
        mark = ' class="lv-last"' if index == self._chosen else ""
        share = square / total if total else 0.0
        return (
            f'<tr{mark}><td>{index + 1}</td><td class="lv-truth">{number(truth)}</td>'
            f'<td class="lv-prediction">{number(prediction)}</td><td>{number(truth - prediction)}</td>'
            f'<td class="lv-loss">{number(square)}</td><td>{_percent(share)}</td></tr>'
        )


def _round_up(value: float) -> float:
    """The next of 1, 2, 2.5, 5 times a power of ten."""
    power = 10.0 ** np.floor(np.log10(max(value, 1e-9)))
    return float(next(times * power for times in (1, 2, 2.5, 5, 10) if times * power >= value))


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"
