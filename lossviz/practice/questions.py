"""The questions of the quizzes: for each its chapter, its numbers and the picture that answers it.

Their words are in `locale/<language>.toml`, which this names nowhere: a placeholder there is a name of `numbers` here.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from math import exp

import numpy as np

from lossviz import explore, losses
from lossviz.explorer import Explorer

Numbers = Mapping[str, object]


@dataclass(frozen=True)
class Question:
    """A question with a few choices."""

    # Never changed, as a diary may have it: quiz("accuracy-1").
    id: str
    chapter: str
    # What stands in the placeholders of its words: the data, and what `lossviz.losses` makes of them.
    numbers: Callable[[], Numbers] = dict
    # An explorer in the state that shows the right answer.
    shows: Callable[[], Explorer] | None = None


def _listed(values: Iterable[float]) -> str:
    return ", ".join(f"{value:g}".replace("-", "−") for value in values)


def _better() -> Numbers:
    y, a, b = [3, 5, 8], [2, 5, 6], [3, 4, 8]
    return {"a": losses.mse(y, a), "b": losses.mse(y, b)}


def _minutes() -> Numbers:
    y, y_hat = np.array([1, 3, 5, 6, 7]), np.array([3, 2, 7, 5, 8])
    minutes = 60
    hours = losses.mse(y, y_hat)
    longer = losses.mse(minutes * y, minutes * y_hat)
    return {"hours": hours, "minutes": longer, "factor": minutes, "square": longer / hours}


def _half_right() -> Numbers:
    p = 0.61
    loss = losses.cross_entropy([1, 1, 1, 1], [[1 - p, p]] * 4)
    return {"half": 0.5, "edge": exp(-0.5), "p": p, "loss": loss, "share": losses.accuracy([1] * 4, [p] * 4)}


def _two_scales() -> Numbers:
    p = 0.6
    return {
        "a": 0.9, "b": 0.4, "p": p,
        "squared": losses.mse([1], [p]), "log": losses.binary_cross_entropy([1], [p]),
    }  # fmt: skip


def _cancelled() -> Numbers:
    y, y_hat = np.array([4, 6, 8]), np.array([2, 6, 10])
    first, second, third = y - y_hat
    return {
        "first": f"{first}", "second": f"{second}", "third": f"−{-third}",
        "mean": float(np.mean(y - y_hat)), "mse": losses.mse(y, y_hat),
    }  # fmt: skip


_STUDENTS = {"x": np.arange(1.0, 9.0), "y_true": np.array([0, 0, 0, 1, 0, 1, 1, 1])}
_WEIGHT, _BIAS = 1.0, -4.5


def _staircase() -> Numbers:
    def measured(weight: float) -> tuple[float, float]:
        p = losses.sigmoid(weight * _STUDENTS["x"] + _BIAS)
        return losses.accuracy(_STUDENTS["y_true"], p), losses.binary_cross_entropy(_STUDENTS["y_true"], p)

    moved = _WEIGHT + 0.01
    (accuracy, loss), (accuracy_moved, loss_moved) = measured(_WEIGHT), measured(moved)
    return {
        "weight": _WEIGHT, "moved": moved, "accuracy": accuracy, "accuracy_moved": accuracy_moved,
        "loss": loss, "loss_moved": loss_moved, "slope": (accuracy_moved - accuracy) / (moved - _WEIGHT),
    }  # fmt: skip


def _both_up() -> Numbers:
    y, before, after = [1, 1, 1, 1], [0.45, 0.45, 0.9, 0.9], [0.55, 0.55, 0.9, 0.01]
    each = [losses.binary_cross_entropy(y, p, reduction="none") for p in (before, after)]
    return {
        "accuracy_before": losses.accuracy(y, before), "accuracy_after": losses.accuracy(y, after),
        "loss_before": losses.binary_cross_entropy(y, before), "loss_after": losses.binary_cross_entropy(y, after),
        "before": _listed(before), "after": _listed(after),
        "near": before[0], "past": after[0], "gain": float(each[0][0] - each[1][0]),
        "sure": after[-1], "cost": float(each[1][-1]),
    }  # fmt: skip


def _barely() -> Numbers:
    barely, sure = 0.51, 0.99
    return {
        "barely": barely, "sure": sure,
        "accuracy": losses.accuracy([1], [barely]), "same": losses.accuracy([1], [sure]),
        "loss_barely": losses.binary_cross_entropy([1], [barely]),
        "loss_sure": losses.binary_cross_entropy([1], [sure]),
    }  # fmt: skip


def _step() -> Numbers:
    weight, slope, rate = 2.0, 3.0, 0.1
    return {
        "weight": weight, "slope": slope, "rate": rate, "next": weight - rate * slope,
        "plus": weight + rate * slope, "no_rate": weight - slope, "step_only": rate * slope,
    }  # fmt: skip


_Y, _Y_HAT = np.array([1.0, 3, 5, 6, 7]), np.array([3.0, 2, 7, 5, 8])


def _doubled() -> Numbers:
    return {
        "count": len(_Y), "twice": 2 * len(_Y), "sse": losses.sse(_Y, _Y_HAT), "mse": losses.mse(_Y, _Y_HAT),
        "half": losses.mse(_Y, _Y_HAT) / 2, "sse_twice": losses.sse(np.tile(_Y, 2), np.tile(_Y_HAT, 2)),
        "mse_twice": losses.mse(np.tile(_Y, 2), np.tile(_Y_HAT, 2)),
    }  # fmt: skip


def _halved() -> Numbers:
    half, mean = losses.half_sse(_Y, _Y_HAT), losses.mse(_Y, _Y_HAT)
    slopes = losses.half_sse_grad(_Y, _Y_HAT) / losses.mse_grad(_Y, _Y_HAT)
    return {"count": len(_Y), "half": half, "mse": mean, "factor": float(slopes[0])}


def _batches() -> Numbers:
    y, first, second = [0, 0], [1, 1], [1, 7]
    one, other = losses.rmse(y, first), losses.rmse(y, second)
    return {
        "one": one, "other": other, "mean": (one + other) / 2, "total": one + other, "mse_one": losses.mse(y, first),
        "mse_other": losses.mse(y, second), "mse": losses.mse(y + y, first + second),
        "rmse": losses.rmse(y + y, first + second), "n": len(y),
    }  # fmt: skip


def _column() -> Numbers:
    y = np.array([1.0, 2, 3])
    n = len(y)
    table = np.subtract.outer(y, y) ** 2
    paired = np.repeat(y, n), np.tile(y, n)
    return {
        "y": _listed(y), "n": n, "entries": table.size, "table": losses.mse(*paired), "sum": losses.sse(*paired),
        "loss": losses.mse(y, y),
    }  # fmt: skip


def _logarithms() -> Numbers:
    p = 0.9
    nats = losses.cross_entropy([0], [[p, 1 - p]])
    return {"p": p, "nats": nats, "bits": nats / np.log(2), "decimal": nats / np.log(10)}


def _above_one() -> Numbers:
    few, many = 10, 1000
    return {
        "limit": "1.00", "half": 0.5, "few": few, "many": many, "guess": 1 / few,
        "loss_few": losses.cross_entropy([0], np.full((1, few), 1 / few)),
        "loss_many": losses.cross_entropy([0], np.full((1, many), 1 / many)),
    }  # fmt: skip


def _others() -> Numbers:
    a, b = [0.5, 0.5, 0.0], [0.5, 0.25, 0.25]
    return {
        "a": _listed(a), "b": _listed(b), "p": a[0],
        "loss": losses.cross_entropy([0], [a]), "same": losses.cross_entropy([0], [b]),
    }  # fmt: skip


def _twice() -> Numbers:
    perfect = [1.0, 0.0, 0.0]
    again = losses.softmax(perfect)
    return {
        "perfect": _listed(perfect), "p": float(again[0]),
        "twice": losses.softmax_cross_entropy([0], [perfect]), "once": losses.cross_entropy([0], [perfect]),
        "guess": losses.cross_entropy([0], [[1 / 3] * 3]), "classes": len(perfect),
    }  # fmt: skip


def _shifted() -> Numbers:
    logits, shift = np.array([2.0, 1.0, 0.0]), 100
    p, same = losses.softmax(logits), losses.softmax(logits + shift)
    return {
        "logits": _listed(logits), "shifted": _listed(logits + shift),
        "shift": shift, "p": f"{p[0]:.2f}, {p[1]:.2f}, {p[2]:.2f}", "same": f"{same[0]:.2f}",
        "most": int(np.ceil(np.log(np.finfo(float).max))),
    }  # fmt: skip


def _negative() -> Numbers:
    p = 0.9
    return {"p": p, "y": 0, "loss": losses.binary_cross_entropy([0], [p])}


def _false_accuracy() -> Numbers:
    classes = 5
    right = np.tile(np.arange(classes), 2)
    # Half of the answers name the next class instead.
    named = np.where(np.arange(2 * classes) < classes, right, (right + 1) % classes)
    table, answers = np.eye(classes)[right], np.eye(classes)[named]
    return {
        "classes": classes, "share": float(np.mean(named == right)),
        "reported": losses.accuracy(table.ravel(), answers.ravel()),
        "nothing": losses.accuracy(table.ravel(), np.zeros(table.size)),
    }  # fmt: skip


def _minus_labels() -> Numbers:
    y, p, smaller = -1, 0.1, 0.001
    return {"y": "−1", "p": p, "smaller": smaller, "loss": _binary_formula(y, p), "below": _binary_formula(y, smaller)}


def _binary_formula(y: float, p: float) -> float:
    """−[ y log p + (1 − y) log(1 − p) ] as it stands, of a label that the formula is not made for."""
    return y * losses.binary_cross_entropy([1], [p]) + (1 - y) * losses.binary_cross_entropy([0], [p])


def _several() -> Numbers:
    z = [3.0, 3.0, -3.0]
    shared, own = losses.softmax(z), losses.sigmoid(z)
    return {"shared": float(shared[0]), "own": float(own[0]), "limit": 0.5, "logits": _listed(z)}


def _soft() -> Numbers:
    t = [0.9, 0.05, 0.05]
    return {
        "t": _listed(t), "top": t[0], "floor": losses.cross_entropy([t], [t]),
        "divergence": losses.kl_divergence([t], [t]), "hard": losses.cross_entropy([0], [t]),
        "sure": losses.cross_entropy([t], [[0.98, 0.01, 0.01]]), "p": 0.98,
    }  # fmt: skip


QUESTIONS = {
    question.id: question
    for question in (
        Question("loss-1", "00", _better),
        Question("loss-2", "01", _minutes),
        Question("loss-3", "01", _half_right, lambda: explore.cross_entropy(p=0.61)),
        Question("loss-4", "01", _two_scales),
        Question("loss-5", "01", _cancelled),
        Question("accuracy-1", "02", _staircase, lambda: explore.accuracy(**_STUDENTS, weight=_WEIGHT, bias=_BIAS)),
        Question("accuracy-2", "02", _both_up),
        Question("accuracy-3", "02", _barely),
        Question("step-1", "02", _step),
        Question("mse-1", "03", _doubled),
        Question("mse-2", "03", _halved),
        Question("mse-3", "03", _batches),
        Question("mse-4", "03", _column),
        Question("cross-entropy-1", "04", _logarithms),
        Question("cross-entropy-2", "04", _above_one, lambda: explore.cross_entropy(p=0.1)),
        Question("cross-entropy-3", "04", _others),
        Question("softmax-1", "04", _twice, lambda: explore.softmax(logits=(1, 0, 0), y_true=0)),
        Question("softmax-2", "04", _shifted),
        Question("binary-1", "05", _negative, lambda: explore.binary_cross_entropy(y_true=[0], y_pred=[0.9])),
        Question("binary-2", "05", _false_accuracy),
        Question("binary-3", "05", _minus_labels),
        Question("binary-4", "05", _several),
        Question("soft-1", "05", _soft),
    )
}
