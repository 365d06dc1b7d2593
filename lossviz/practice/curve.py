"""The student's function beside the right one, over one prediction: a still picture that a verdict opens."""

import io
from dataclasses import dataclass

import numpy as np

from lossviz.figure.plots import guide, plot_curve, plot_points
from lossviz.figure.style import LOSS, TRUTH, drawing, new_figure
from lossviz.words import t

from .answer import Numbers
from .attempt import Attempt, Stopped, called
from .operators import steps
from .quantity import Function, Quantity
from .writing import as_python

SIZE = (560, 300)
POINTS = 161
# The prediction that is changed: the first one.
_PLACE = 0
# How much higher than the right curve the picture may be: a wrong one can leave it.
_HIGHEST = 3


@dataclass(frozen=True)
class Picture:
    """A picture, and what it shows in words."""

    png: bytes
    alt: str


def picture(name: str, quantity: Quantity, function: Function, shown: Attempt) -> Picture | None:
    """Both functions over one prediction, near the input that `shown` gave them; None where there is no such curve."""
    prediction = _prediction(quantity, shown.given)
    if prediction is None:
        return None
    x = _range(quantity, shown.given, prediction)
    try:
        own = _values(lambda *given: called(function, given)[0], shown.given, prediction, x)
    except Stopped:
        return None
    right = _values(
        lambda *given: Numbers(np.asarray(quantity.right(*given), float), float), shown.given, prediction, x
    )
    if own is None or right is None or not np.isfinite(own).any():
        return None
    at = float(np.ravel(shown.given[prediction])[_PLACE])
    xlabel = quantity.arguments[prediction] + (f"[{_PLACE}]" if np.ndim(shown.given[prediction]) else "")
    values = [_one(answer) for answer in (shown.answer, shown.expected)]
    alt = t(
        "practice.curve_alt",
        ylabel=name,
        xlabel=xlabel,
        x=as_python(at),
        received=as_python(values[0]),
        expected=as_python(values[1]),
    )
    return Picture(_drawn(name, xlabel, x, own, right, at, values), alt)


def _prediction(quantity: Quantity, given: tuple) -> int | None:
    """The place of the argument that holds predictions, a row of them or one."""
    for name in ("y_pred", "p"):
        if name in quantity.arguments and np.ndim(given[quantity.arguments.index(name)]) < 2:
            return quantity.arguments.index(name)
    return None


def _range(quantity: Quantity, given: tuple, prediction: int) -> np.ndarray:
    of_probabilities = any(step.role == "p" for step in steps(quantity.formulas[0]))
    if of_probabilities:
        return np.linspace(0.01, 0.99, POINTS)
    near = [float(np.ravel(given[place])[_PLACE]) for place in (0, prediction)]
    return np.linspace(min(near) - 2, max(near) + 2, POINTS)


def _values(function: Function, given: tuple, prediction: int, x: np.ndarray) -> np.ndarray | None:
    """What a function gives while one prediction moves; None if it does not always give one number."""
    found = []
    for value in x:
        moved = [np.array(each) if np.ndim(each) else each for each in given]
        if np.ndim(moved[prediction]):
            moved[prediction][_PLACE] = value
        else:
            moved[prediction] = float(value)
        one = _one(function(*moved))
        if one is None:
            return None
        found.append(one)
    return np.array(found)


def _one(answer: object) -> float | None:
    """The number of an answer: itself, or that of the sample whose prediction moves."""
    if not isinstance(answer, Numbers) or answer.values.ndim > 1 or not answer.values.size:
        return None
    return float(answer.values.ravel()[_PLACE])


def _drawn(
    name: str, xlabel: str, x: np.ndarray, own: np.ndarray, right: np.ndarray, at: float, values: list[float | None]
) -> bytes:
    figure = new_figure(*SIZE)
    with drawing():
        ax = figure.subplots()
        ax.set(xlabel=xlabel, ylabel=name, xlim=(x[0], x[-1]), ylim=_limits(own, right))
        ax.set_title(f"— {t('practice.you')}", loc="left", color=LOSS)
        ax.set_title(f"╌ {t('practice.should')}", loc="right", color=TRUTH)
        plot_curve(x, own, color=LOSS, ax=ax)
        plot_curve(x, right, color=TRUTH, ax=ax, linestyle="--", linewidth=1.8)
        guide(ax, at, across=False)
        for value, color in zip(values, (LOSS, TRUTH), strict=True):
            low, high = ax.get_ylim()
            if value is not None and low <= value <= high:
                plot_points([at], [value], color=color, ax=ax)
        buffer = io.BytesIO()
        figure.savefig(buffer, format="png", metadata={"Software": None})
    return buffer.getvalue()


def _limits(own: np.ndarray, right: np.ndarray) -> tuple[float, float]:
    """Room for the right curve, and for the other as far as that leaves the right one large enough to be seen."""
    low, high = float(np.nanmin(right)), float(np.nanmax(right[np.isfinite(right)]))
    room = _HIGHEST * max(high - low, 1.0)
    seen = own[np.isfinite(own)]
    low, high = max(min(low, seen.min()), low - room), min(max(high, seen.max()), high + room)
    return low - 0.05 * (high - low), high + 0.05 * (high - low)
