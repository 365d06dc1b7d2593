"""`explore.curve`: any loss of one number, its hyperparameters as sliders, its gradient as the tangent."""

import inspect
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from lossviz import losses
from lossviz.explorer import Data, Explorer, Number, abbreviations, colored, reading
from lossviz.explorer.ask.questions import Question
from lossviz.explorer.controls import Control
from lossviz.explorer.source import call
from lossviz.figure import plots
from lossviz.figure.scale import round_up
from lossviz.figure.style import GRADIENT, LOSS
from lossviz.words import number, shortened, t

# What a true value and a prediction may be, by the kind of the loss.
QUANTITY = (-5.0, 5.0, 0.1), (-5.0, 5.0, 0.1)
PROBABILITY = [1, 0], (0.0, 1.0, 0.01)
LOGIT = [1, 0], (-6.0, 6.0, 0.1)
MARGIN = [1, -1], (-4.0, 4.0, 0.1)
RANGES = {
    **dict.fromkeys(("mse", "sse", "half_sse", "rmse", "mae", "huber", "log_cosh", "quantile"), QUANTITY),
    **dict.fromkeys(("binary_cross_entropy", "focal"), PROBABILITY),
    "sigmoid_cross_entropy": LOGIT,
    "hinge": MARGIN,
}
HYPERPARAMETERS = {"delta": (0.2, 3.0, 0.1), "q": (0.05, 0.95, 0.05), "gamma": (0.0, 5.0, 0.5)}
SYMBOLS = {"y_true": "y", "y_pred": "ŷ", "logits": "z", "delta": "δ", "gamma": "γ"}
# Where an axis may end: one of these times a power of ten.
TOPS = (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8)
# Of a function with a default for a parameter: from a fifth of it to five times as much.
FIFTH = 5


@dataclass(frozen=True)
class Loss:
    """A loss of one number, and its derivative with respect to the prediction, called `along`."""

    name: str
    function: Callable[..., Any]
    gradient: Callable[..., Any] | None
    along: str

    def __call__(self, point: Mapping[str, Any]) -> float:
        """The loss at a point: the arguments by name."""
        return float(np.squeeze(self.function(**point)))

    def slope(self, point: Mapping[str, Any], step: float) -> float:
        """The derivative at a point; of a reader's own function the central difference (L(ŷ + h) − L(ŷ − h)) / 2h."""
        if self.gradient:
            return float(np.squeeze(self.gradient(**point)))
        at, h = point[self.along], step * 1e-3
        after, before = self({**point, self.along: at + h}), self({**point, self.along: at - h})
        return (after - before) / (2 * h)


def curve(loss: str | Callable[..., Any], *, predict: Question | None = None, **controls: Any) -> Explorer:
    """A loss over the prediction, with the tangent at the prediction that the slider shows.

    loss: the name of a loss of `lossviz.losses` that takes one true value and one prediction, or a function of your
    own: `my_loss(y_true, y_pred)` or `my_loss(x)`, with a number as default of each hyperparameter. A function of your
    own gets its slope by central differences, and the picture says so.
    controls: where an argument of the loss starts, a number; or its range, (low, high, step).
    predict: a question of your own that it asks first.

    >>> curve("huber", y_pred=2, delta=1).readings
    {'loss': 1.5, 'slope': 1.0}
    """
    found = _known(loss) if isinstance(loss, str) else _own(loss)
    ranges = _ranges(found)
    if unknown := [name for name in controls if name not in ranges]:
        raise TypeError(t("explorer.arguments", received=unknown[0], allowed=", ".join(ranges)))
    declared = {name: _control(name, *ranges[name], controls.get(name)) for name in ranges}
    along = declared[found.along]
    if not isinstance(along, Number):
        raise TypeError(t("explorer.curve_range", name=found.along, received=repr(controls[found.along])))
    along.drag = "dot.x"
    kind = type("Curve", (Curve,), {**declared, "__doc__": curve.__doc__, "__module__": __name__})
    return kind(found, predict=predict)._called(call("lossviz.explore.curve", loss, **controls))


class Curve(Explorer):
    """A loss over the prediction. `curve` makes them, with a control for each argument of the loss."""

    size, tall = (800, 360), 1.1
    loss_of_one = Data(None)

    def prepare(self, **arguments):
        found, along = arguments["loss_of_one"], self._declared[arguments["loss_of_one"].along]
        across = np.linspace(along.low, along.high, 201)
        start = {name: one.default for name, one in self._declared.items() if isinstance(one, Control)}
        low, high = _span(found, across, start)
        # Room for the ends of the hyperparameters as well, as long as the start is still worth looking at.
        for name, end in _ends(self._declared, found):
            bottom, top = _span(found, across, {**start, name: end})
            if max(high, top) - min(low, bottom) < 4 * (high - low):
                low, high = min(low, bottom), max(high, top)
        return {
            "across": across,
            "bottom": low,
            "axis_top": low + round_up(1.05 * (high - low), TOPS),
        }

    def read(self, loss_of_one, across, **values):
        point = self._point(values)
        step = across[1] - across[0]
        others = {name: value for name, value in point.items() if name != loss_of_one.along}
        return {"loss": loss_of_one(point), "slope": loss_of_one.slope(point, step), "others": others}

    def draw(self, figure, art, loss_of_one, across, bottom, axis_top):
        ax = figure.subplots()
        plots.grid(ax)
        ax.set(xlim=(across[0], across[-1]), ylim=(bottom, axis_top))
        ax.set(xlabel=symbol(loss_of_one.along), ylabel=t("word.loss"))
        # The numbers have a line of their own between title and curve.
        ax.set_title(shortened(loss_of_one.name, figure.bbox.width / 10), pad=28)
        line = {"offset": (0, 14), "fontweight": "bold"}
        art.loss = plots.label(ax, "", (across[0], axis_top), color=LOSS, ha="left", **line)
        art.slope = plots.label(ax, "", (across[-1], axis_top), color=GRADIENT, ha="right", **line)
        art.curve = plots.plot_curve(across, across, ax=ax)
        art.tangent = plots.plot_tangent(0, 0, 0, ax=ax)
        art.dot = plots.plot_points([0], [0], ax=ax)
        art.rails = {"dot": art.curve}

    def move_curve(self, art, loss_of_one, across, others):
        art.curve.set_data(across, _heights(loss_of_one, across, others))

    def move_dot(self, art, loss_of_one, bottom, axis_top, loss, slope, **values):
        at = values[loss_of_one.along]
        plots.move_dot(art.dot, at, loss, axis_top, bottom)
        plots.move_tangent(art.tangent, at, loss, slope)
        art.loss.set_text(t("curve.loss", loss=loss))
        is_about = not loss_of_one.gradient and math.isfinite(slope)
        art.slope.set_text(t("curve.about" if is_about else "plot.slope", slope=slope))

    def formula(self, loss_of_one, loss, slope):
        derivative = colored("gradient", f"dL/d{symbol(loss_of_one.along)}")
        sign = "=" if loss_of_one.gradient else "≈"
        return f"L = {reading('loss', loss)} &emsp; {derivative} {sign} {reading('slope', slope, 'gradient')}"

    def sentence(self, loss_of_one, loss, slope, **values):
        point = ", ".join(f"{symbol(name)} = {number(value)}" for name, value in self._point(values).items())
        said = t("curve.describe", name=loss_of_one.name, point=point, loss=loss, slope=slope)
        return said if loss_of_one.gradient else f"{said} {t('curve.differences')}"

    def _point(self, values):
        return {name: values[name] for name in self._controls}


def symbol(name: str) -> str:
    """An argument as it is written in a formula."""
    return SYMBOLS.get(name, name)


def _known(name: str) -> Loss:
    if name not in RANGES:
        raise ValueError(t("explorer.no_curve", received=repr(name), allowed=", ".join(RANGES)))
    function = getattr(losses, name)
    return Loss(name, function, getattr(losses, f"{name}_grad"), list(inspect.signature(function).parameters)[1])


def _own(function: Callable[..., Any]) -> Loss:
    parameters = inspect.signature(function).parameters.values()
    needed = [one.name for one in parameters if one.default is one.empty]
    if len(needed) not in (1, 2):
        raise TypeError(t("explorer.own_loss", received=", ".join(needed)))
    return Loss(getattr(function, "__name__", type(function).__name__), function, None, needed[-1])


def _ranges(loss: Loss) -> dict[str, tuple[Any, Any]]:
    """The range of each argument of a loss, and where it starts."""
    found = {}
    for name, parameter in inspect.signature(loss.function).parameters.items():
        if name in ("reduction", "clip"):
            continue
        if parameter.default is not parameter.empty:
            default = float(parameter.default)
            found[name] = HYPERPARAMETERS.get(name) or _around(default), default
        else:
            of_truth, of_prediction = RANGES.get(loss.name, QUANTITY)
            found[name] = (of_prediction, _some_way_off(of_prediction)) if name == loss.along else (of_truth, None)
    return found


def _around(default: float) -> tuple[float, float]:
    return (default / FIFTH, default * FIFTH) if default > 0 else (default - 1, default + 1)


def _some_way_off(between: tuple[float, ...]) -> float:
    """A prediction that is wrong for a true value in the middle, and for a label 1: there is a slope to see."""
    low, high = between[:2]
    return float(f"{low + 0.3 * (high - low):.12g}")


def _control(name: str, standard: Any, start: Any, given: Any) -> Control:
    """The control of an argument; `given` is a reader's range, or where it starts."""
    is_range = isinstance(given, tuple | list | Mapping | Control)
    if is_range:
        low, high = given[:2] if isinstance(given, tuple) else (-math.inf, math.inf)
        start = start if start is not None and isinstance(given, tuple) and low <= start <= high else None
    elif given is not None:
        start = given
    made = abbreviations.control(name, given if is_range else standard, *([] if start is None else [start]))
    made.label = symbol(name)
    return made


def _ends(declared: Mapping[str, Any], loss: Loss) -> Iterator[tuple[str, float]]:
    """Where the hyperparameters may go. (The true value only shifts the curve.)"""
    for name, control in declared.items():
        if isinstance(control, Number) and name not in (loss.along, "y_true"):
            yield from ((name, end) for end in (control.low, control.high))


def _span(loss: Loss, across: np.ndarray, point: Mapping[str, Any]) -> tuple[float, float]:
    """The lowest height of a curve, or 0, and the highest that is finite."""
    heights = _heights(loss, across, point)
    finite = heights[np.isfinite(heights)]
    return min(0.0, float(finite.min(initial=0.0))), float(finite.max(initial=1e-9))


def _heights(loss: Loss, across: np.ndarray, point: Mapping[str, Any]) -> np.ndarray:
    return np.array([loss({**point, loss.along: float(at)}) for at in across])
