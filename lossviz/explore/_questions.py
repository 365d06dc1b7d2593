"""What the explorers of the course can ask first, by the name that `predict` takes: `predict="mse-number"`.

The words are in the locale files, under `ask`. What is right is computed by `lossviz.losses`, for whatever data and
state the explorer was given.
"""

import numpy as np

from lossviz import losses
from lossviz.explorer.ask.questions import AskChoice, AskDrawing, AskNumber, AskPlace

# The units of `explore.cross_entropy`, in nats.
_UNITS = {"nat": 1.0, "bit": float(np.log(2))}


def _choice(name, *options, right, shows=()):
    """A choice whose words stand under its name."""
    words = {option: f"ask.{name}.{option}" for option in options}
    because = {option: f"ask.{name}.because_{option}" for option in options}
    return AskChoice(f"ask.{name}.question", choices=words, because=because, right=right, shows=shows)


def _pair(y_true, y_pred):
    return y_true, y_pred


def _compared(value, other, more, same, less):
    """One of three names, as one number is larger than another, the same to a float, or smaller."""
    return same if np.isclose(value, other, rtol=1e-9, atol=0) else more if value > other else less


# `explore.guess`


def _distance(at, truth):
    return losses.mae(np.full(len(at), truth), at, reduction="none")


GUESS = {
    "guess-other": AskNumber(
        "ask.guess-other", wanted=lambda truth, guess: 2 * truth - guess, decimals=0, shows=("truth", "guess", "error"),
        mistakes={"same_guess": "guess", "same_side": lambda truth, guess: 2 * guess - truth, "loss_itself": "loss"},
    ),
    "guess-curve": AskDrawing(
        "ask.guess-curve", curve=_distance, on="dot", x="guess.guess", sketches=("bowl", "vee", "falling"),
        shows=("truth", "guess", "error"),
    ),
}  # fmt: skip


# `explore.mse`

_MEAN_MISTAKES = {
    "half_sum": "half_sse",
    "sum": "sse",
    "root": "rmse",
    "half_mean": lambda mse: mse / 2,
    "absolute": lambda y_true, y_pred: losses.mae(y_true, y_pred),
    "not_squared": lambda y_true, y_pred: float(np.mean(y_true - y_pred)),
}
_SUM_MISTAKES = {
    "mean": "mse",
    "half_sum": "half_sse",
    "absolute_sum": lambda y_true, y_pred: np.abs(y_true - y_pred).sum(),
}
_ERRORS = ("points", "squares")


def _two_hours_off(y_true):
    """The MSE of somebody who is off by two each time."""
    return losses.mse(y_true, y_true + 2)


def _loss_over_one(at, y_true, y_pred, point, convention):
    """The loss over one prediction, the others held."""
    rows = np.tile(y_pred, (len(at), 1))
    rows[:, point - 1] = at
    return [getattr(losses, convention)(y_true, row) for row in rows]


MSE = {
    "mse-number": AskNumber(
        "ask.mse-number", wanted="mse", decimals=1, mistakes=_MEAN_MISTAKES, exercise="mse", arguments=_pair,
        shows=_ERRORS,
    ),
    "mse-sum": AskNumber(
        "ask.mse-sum", wanted="sse", decimals=1, mistakes=_SUM_MISTAKES, exercise="sse", arguments=_pair, shows=_ERRORS
    ),
    "mse-outlier": _choice(
        "mse-outlier", "far", "even", "same", shows=("points",),
        right=lambda y_true, mse: _compared(mse, _two_hours_off(y_true), "even", "same", "far"),
    ),
    "mse-curve": AskDrawing(
        "ask.mse-curve", curve=_loss_over_one, on="curve", x="ask.axis.y_hat", sketches=("vee", "bowl", "falling"),
        shows=_ERRORS,
    ),
}  # fmt: skip


# `explore.cross_entropy`


def _minus_log(at, base):
    at = np.asarray(at, float)
    return losses.cross_entropy(np.zeros(len(at)), np.stack([at, 1 - at], axis=1), reduction="none") / _UNITS[base]


def _half_of_p(p, base):
    whole, half = _minus_log([p, p / 2], base)
    return _compared(half, 2 * whole, "more", "twice", "less")


CROSS_ENTROPY = {
    "cross-entropy-half": _choice(
        "cross-entropy-half", "twice", "more", "less", right=_half_of_p, shows=("bar", "p", "dot", "loss")
    ),
    "cross-entropy-zero": _choice(
        "cross-entropy-zero", "zero", "one", "infinite", shows=("bar", "p"),
        right=lambda base: {0.0: "zero", 1.0: "one", np.inf: "infinite"}[float(_minus_log([0], base)[0])],
    ),
    "cross-entropy-place": AskPlace(
        "ask.cross-entropy-place", wanted="loss", on="dot", start=2.5, shows=("bar", "p", "drop")
    ),
    "cross-entropy-curve": AskDrawing(
        "ask.cross-entropy-curve", curve=_minus_log, on="dot", over=(0.0, 1.0), x="ask.axis.p", shows=("bar", "p")
    ),
}  # fmt: skip


# `explore.accuracy`

_CLASSIFIER = ("sigmoid", "p", "stems", "right", "wrong")
NUDGE = 0.02


def _accuracy_over(at, x, y_true, bias):
    return [losses.accuracy(y_true, losses.sigmoid(weight * x + bias)) for weight in at]


def _what_changes(x, y_true, weight, bias, accuracy, loss):
    moved = (weight + NUDGE) * x + bias
    changes = losses.accuracy(y_true, losses.sigmoid(moved)) != accuracy
    if losses.sigmoid_cross_entropy(y_true, moved) == loss:
        return "accuracy" if changes else "neither"
    return "both" if changes else "loss"


def _loss_while_accuracy_rises(x, y_true, weights, weight, bias, loss):
    higher = weights[weights > weight]
    best = higher[np.argmax(_accuracy_over(higher, x, y_true, bias))]
    return _compared(losses.sigmoid_cross_entropy(y_true, best * x + bias), loss, "rises", "stays", "falls")


ACCURACY = {
    "accuracy-rises": _choice(
        "accuracy-rises", "falls", "stays", "rises", right=_loss_while_accuracy_rises, shows=_CLASSIFIER
    ),
    "accuracy-curve": AskDrawing(
        "ask.accuracy-curve", curve=_accuracy_over, on="stairs", x="ask.axis.w", y="word.accuracy",
        over=lambda weights: (weights[0], weights[-1]), sketches=("smooth", "stairs", "rising"), shows=_CLASSIFIER,
    ),
    "accuracy-nudge": _choice(
        "accuracy-nudge", "accuracy", "loss", "both", "neither", right=_what_changes, shows=_CLASSIFIER
    ),
}  # fmt: skip


# `explore.slope`

_WALK = ("rails", "dot", "tangent", "slope", "errors", "truth", "line")
SLOPE = {
    "slope-way": _choice(
        "slope-way", "raise", "lower", "stay", shows=_WALK,
        right=lambda slope: "raise" if slope < 0 else "lower" if slope > 0 else "stay",
    ),
    "slope-step": AskNumber(
        "ask.slope-step", wanted="next_weight", exercise="next_weight", shows=_WALK,
        arguments=lambda now, slope, learning_rate: (now, slope, learning_rate),
        mistakes={
            "uphill": lambda now, learning_rate, slope: now + learning_rate * slope,
            "no_rate": lambda now, slope: now - slope,
            "step_only": lambda learning_rate, slope: -learning_rate * slope,
        },
    ),
    "slope-place": AskPlace("ask.slope-place", wanted="next_weight", on="dot", along="x", shows=_WALK),
}  # fmt: skip


# `explore.softmax`


def _other_raised(logits, y_true, temperature, p):
    other = 0 if y_true else 1
    raised = losses.softmax(logits + np.eye(len(logits))[other], temperature=temperature)
    return _compared(raised[y_true], p, "rises", "stays", "falls")


SOFTMAX = {
    "softmax-decides": _choice("softmax-decides", "right", "highest", "all", right="right", shows=("bars", "numbers")),
    "softmax-raise": _choice(
        "softmax-raise", "falls", "stays", "rises", right=_other_raised, shows=("bars", "numbers")
    ),
    "softmax-loss": AskPlace(
        "ask.softmax-loss", wanted="loss", on="loss_bar", along="x", start=2.5, shows=("bars", "numbers")
    ),
}  # fmt: skip


# `explore.softmax_batch`

_BARS = ("right", "others", "names")
SOFTMAX_BATCH = {
    "softmax-batch-mean": AskNumber(
        "ask.softmax-batch-mean", wanted="loss", exercise="cross_entropy", shows=_BARS,
        arguments=lambda y_true, y_pred: (np.eye(y_pred.shape[1])[y_true], y_pred),
        mistakes={
            "sum": lambda losses: losses.sum(),
            "n_times_c": lambda losses, y_pred: losses.sum() / y_pred.size,
            "log10": lambda loss: loss / np.log(10),
            "log2": lambda loss: loss / np.log(2),
            "no_log": lambda losses: float(np.exp(-losses).mean()),
        },
    ),
    "softmax-batch-worst": _choice(
        "softmax-batch-worst", "1", "2", "3", right=lambda losses: str(int(losses.argmax()) + 1), shows=_BARS
    ),
}  # fmt: skip


# `explore.binary_cross_entropy`

BINARY_CROSS_ENTROPY = {
    "binary-largest": _choice(
        "binary-largest", *"123456", right=lambda losses: str(int(losses.argmax()) + 1),
        shows=("rails", "names", "labels", "marks"),
    ),
    "binary-zero": _choice(
        "binary-zero", "zero", "one", "infinite", shows=("names", "labels", "marks", "rails"),
        right=lambda: {0.0: "zero", 1.0: "one", np.inf: "infinite"}[losses.binary_cross_entropy([0], [0])],
    ),
    "binary-mean": AskPlace(
        "ask.binary-mean", wanted="loss", on="bars", start=2.5, within=0.04,
        shows=("rails", "zeros", "ones", "names", "labels", "marks"),
    ),
}  # fmt: skip
