"""The quantities of the chapters, each with a right formula. Their mistakes follow from it."""

import numpy as np

from lossviz import losses

from .expression import (
    Node,
    absolute,
    argument,
    complement,
    constant,
    count,
    equal,
    exp,
    flat,
    highest,
    item,
    largest,
    log,
    mean,
    shifted,
    softmax,
    spread,
    sqrt,
    total,
)
from .quantity import Quantity

_PAIR = ("y_true", "y_pred")
_Y, _Y_HAT = (argument(name) for name in _PAIR)
_LABEL, _P = argument("y_true", "label"), argument("y_pred", "p")
_TWO = constant(2, "two")

# 5, 3 and 4 samples, so that a factor N cannot be taken for a constant one. In the third case the errors cancel.
# (The last case of these and of others is what `tests/telling_inputs.py` has found.)
_REGRESSION = (
    ([1, 3, 5, 6, 7], [3, 2, 7, 5, 8]),
    ([2, 0, 1], [2.5, -3, 1]),
    ([0, 0, 0, 0], [1, -1, 2, -2]),
    ([5.5, -0.5, 4.5], [3, -3, 0.5]),
)
# p = 0.5 counts as an answer 1. Some p are 0 or 1, where a probability equals a label.
_ANSWERS = (
    ([0, 1, 1, 0, 1], [0.2, 0.9, 0.4, 0.6, 1.0]),
    ([1, 0, 1, 1, 1, 0], [0.3, 0.1, 0.8, 0.2, 0.4, 0.0]),
    ([1, 1, 0, 1, 0], [0.5, 0.7, 0.55, 0.75, 0.1]),
    ([1, 0, 0, 0, 1], [0.2, 0.05, 0.1, 0.8, 0.65]),
)
# N and C differ. The right class is the most probable one in some rows only.
_ROWS = (
    ([[1, 0, 0], [0, 1, 0], [0, 0, 1]], [[0.3, 0.1, 0.6], [0.3, 0.5, 0.2], [0.4, 0.1, 0.5]]),
    ([[0, 0, 1, 0], [1, 0, 0, 0]], [[0.1, 0.2, 0.4, 0.3], [0.25, 0.15, 0.5, 0.1]]),
    ([[0, 1], [1, 0], [1, 0], [0, 1]], [[0.2, 0.8], [0.9, 0.1], [0.35, 0.65], [0.6, 0.4]]),
    ([[0, 0, 0, 1], [0, 1, 0, 0]], [[0.35, 0.2, 0.3, 0.15], [0.2, 0.15, 0.1, 0.55]]),
)
_BINARY = (
    ([0, 1, 0, 0, 1, 1], [0.5, 0.7, 0.3, 0.2, 0.7, 0.9]),
    ([1, 1, 0], [0.6, 0.25, 0.8]),
    ([1, 0, 0, 1], [0.1, 0.05, 0.4, 0.85]),
    ([0, 1, 0], [0.55, 0.25, 0.35]),
)


# Regression ----------------------------------------------------------------------------------------------------------

_SQUARED = (_Y - _Y_HAT) ** 2
_DIFFERENCE = _Y_HAT - _Y

_ABSOLUTE_ERROR = Quantity(
    name="absolute_error",
    arguments=_PAIR,
    cases=_REGRESSION,
    right=lambda y, y_hat: losses.mae(y, y_hat, reduction="none"),
    formulas=(absolute(_Y - _Y_HAT),),
)
_SQUARED_ERROR = Quantity(
    name="squared_error",
    arguments=_PAIR,
    cases=_REGRESSION,
    right=lambda y, y_hat: losses.mse(y, y_hat, reduction="none"),
    formulas=(_SQUARED,),
)
_MSE = Quantity(name="mse", arguments=_PAIR, cases=_REGRESSION, right=losses.mse, formulas=(mean(_SQUARED),))
_SSE = Quantity(name="sse", arguments=_PAIR, cases=_REGRESSION, right=losses.sse, formulas=(total(_SQUARED),))
_HALF_SSE = Quantity(
    name="half_sse",
    arguments=_PAIR,
    cases=_REGRESSION,
    right=losses.half_sse,
    formulas=(total(_SQUARED) / constant(2, "half"),),
)
_MAE = Quantity(
    name="mae",
    arguments=_PAIR,
    cases=(*_REGRESSION, ([5.5, -0.5, 4.5, 3], [-3, 0.5, 5, 2])),
    right=losses.mae,
    formulas=(mean(absolute(_Y - _Y_HAT)),),
)
_RMSE = Quantity(name="rmse", arguments=_PAIR, cases=_REGRESSION, right=losses.rmse, formulas=(sqrt(mean(_SQUARED)),))
_MSE_GRAD = Quantity(
    name="mse_grad",
    arguments=_PAIR,
    cases=_REGRESSION,
    right=losses.mse_grad,
    formulas=(_TWO * _DIFFERENCE / count(_Y),),
    others=(("loss_for_gradient", mean(_SQUARED)),),
)
_GRADIENT_OF_ONE = Quantity(
    name="gradient_of_one",
    arguments=_PAIR,
    cases=(*_REGRESSION, ([1, 0.5, -3], [-3, -2, -3]), ([-1, 2], [3, 1])),
    right=lambda y, y_hat: float(losses.mse_grad(y, y_hat)[0]),
    formulas=(_TWO * (item(_Y_HAT, 0) - item(_Y, 0)) / count(_Y),),
    others=(("loss_for_gradient", mean(_SQUARED)), ("loss_of_one", item(_SQUARED, 0))),
)
# Days are rows, stations are columns; as many of the one as of the other in no case.
_TABLES = (
    ([[1, 4], [3, 6], [2, 5]], [[2, 4], [1, 9], [2, 4]]),
    ([[5, 1, 2], [4, 0, 3]], [[4, 3, 2], [6, 1, 7]]),
    ([[1, 2], [0, 4], [3, 1], [2, 2], [6, 5]], [[2, 5], [1, 2], [3, 3], [0, 1], [2, 9]]),
    ([[6, 3.5], [3, 2], [2, 5.5]], [[0.5, 5], [2, -3], [4, 3.5]]),
    ([[3, 1.5], [-0.5, -0.5], [-3, -2.5]], [[-3, -1.5], [4.5, 3], [5.5, 1.5]]),
)
_MSE_BY_COLUMN = Quantity(
    name="mse_by_column",
    arguments=_PAIR,
    cases=_TABLES,
    right=lambda y, y_hat: np.array([losses.mse(*pair) for pair in zip(y.T, y_hat.T, strict=True)]),
    formulas=(mean(_SQUARED, axis=0),),
)
_MSE_OF_COLUMN = Quantity(
    name="mse_of_column",
    arguments=_PAIR,
    cases=tuple((y, [[each] for each in y_hat]) for y, y_hat in _REGRESSION),
    right=lambda y, y_hat: losses.mse(y, y_hat[:, 0]),
    formulas=(mean((_Y - flat(_Y_HAT)) ** 2),),
)

# Accuracy and descent ------------------------------------------------------------------------------------------------

_ACCURACY = Quantity(
    name="accuracy",
    arguments=_PAIR,
    cases=_ANSWERS,
    right=losses.accuracy,
    formulas=(mean(equal(_P >= 0.5, _LABEL)),),
    others=(("mean_of_predictions", mean(_P)), ("mean_of_predictions", mean(_P >= 0.5))),
)
_W, _SLOPE, _RATE = argument("weight"), argument("slope", "slope"), argument("learning_rate", "rate")
_NEXT_WEIGHT = Quantity(
    name="next_weight",
    arguments=("weight", "slope", "learning_rate"),
    cases=((2.0, 3.0, 0.1), (-1.0, -4.0, 0.05), (0.5, 0.2, 0.5), (5.0, -2.5, -2.5)),
    right=lambda w, slope, rate: w - rate * slope,
    formulas=(Node("-", _W, _RATE * _SLOPE, role="descent"),),
)
_BEFORE, _AFTER, _STEP = (argument(name) for name in ("before", "after", "step"))
_DIFFERENCE_QUOTIENT = Quantity(
    name="difference_quotient",
    arguments=("before", "after", "step"),
    cases=((2.5, 2.2, 0.1), (0.5, 1.7, 0.4), (4.0, 3.7, -0.2), (-3.0, -2.5, -3.0), (4.5, 3.0, 5.5)),
    right=lambda before, after, step: (after - before) / step,
    formulas=((_AFTER - _BEFORE) / _STEP,),
)

# Classification ------------------------------------------------------------------------------------------------------

_ONE_P = argument("p", "p")
_LOG_LOSS = Quantity(
    name="log_loss",
    arguments=("p",),
    cases=((0.5,), (0.9,), (0.1,), (1.0,)),
    right=lambda p: losses.cross_entropy([1.0, 0.0], [p, 1 - p]),
    formulas=(-log(_ONE_P),),
)
_PS = argument("p", "p")
_MEAN_LOG_LOSS = Quantity(
    name="mean_log_loss",
    arguments=("p",),
    cases=(([0.5, 0.25, 0.8],), ([0.9, 0.1],), ([0.3, 0.6, 0.2, 0.7],), ([0.05, 0.05],)),
    right=lambda p: losses.binary_cross_entropy(np.ones_like(p), p),
    formulas=(-mean(log(_PS)),),
)
_LOSS_OF_ZERO = Quantity(
    name="loss_of_zero",
    arguments=("p",),
    cases=((0.8,), (0.3,), (0.9,)),
    right=lambda p: losses.binary_cross_entropy([0.0], [p]),
    formulas=(-log(complement(_ONE_P)),),
)
_Z = argument("logits")
_SHIFTED, _PLAIN = exp(shifted(_Z)), exp(_Z)
_SOFTMAX = Quantity(
    name="softmax",
    arguments=("logits",),
    # exp(1000) is too large for a float, and exp(-1000) is 0 as a float.
    cases=(([1, 2, 3],), ([0.5, -1, 2, 0],), ([1000, 0, -1000],), ([-1000, -1001],)),
    right=losses.softmax,
    formulas=(_SHIFTED / total(_SHIFTED),),
    others=(
        ("overflow", _PLAIN / total(_PLAIN)),
        ("no_exp", _Z / total(_Z)),
        ("largest_for_sum", _PLAIN / largest(_PLAIN)),
        ("minus_in_exp", exp(-_Z) / total(exp(-_Z))),
        ("division_forgotten", _PLAIN),
        ("log_added", _Z - log(total(_PLAIN))),
        ("sigmoid_for_softmax", 1 / (1 + exp(-_Z))),
        ("one_hot", highest(_Z)),
        ("softmax_twice", softmax(softmax(_Z))),
    ),
)
_POWER_OF_FIRST = exp(item(_Z, 0))
_SOFTMAX_OF_ONE = Quantity(
    name="softmax_of_one",
    arguments=("logits",),
    cases=(([1, 2, 3],), ([0.5, -1, 2, 0],), ([-20, -22, -21],), ([5, -1, -1.5],)),
    right=lambda z: float(losses.softmax(z)[0]),
    formulas=(_POWER_OF_FIRST / total(_PLAIN),),
    others=(
        ("no_exp", item(_Z, 0) / total(_Z)),
        ("largest_for_sum", _POWER_OF_FIRST / largest(_PLAIN)),
        ("minus_in_exp", exp(-item(_Z, 0)) / total(exp(-_Z))),
        ("division_forgotten", _POWER_OF_FIRST),
        ("log_added", item(_Z, 0) - log(total(_PLAIN))),
        ("sigmoid_for_softmax", 1 / (1 + exp(-item(_Z, 0)))),
    ),
)
_SOFTMAX_ROWS = Quantity(
    name="softmax_rows",
    arguments=("logits",),
    cases=(
        ([[1, 2, 3], [0, 0.5, -1]],),
        ([[0, 2], [3, 1], [1, 1.5]],),
        ([[2, 0, 1, 0.5], [-1, 0.5, 0, 3], [1, 1, 2, 0]],),
    ),
    right=losses.softmax,
    formulas=(exp(_Z) / spread(total(exp(_Z), 1), 1),),
    others=(("one_hot", highest(_Z, 1)), ("softmax_twice", softmax(softmax(_Z, 1), 1))),
)
_OF_RIGHT = total(_LABEL * _P, 1)
_CROSS_ENTROPY = Quantity(
    name="cross_entropy",
    arguments=_PAIR,
    cases=_ROWS,
    right=losses.cross_entropy,
    formulas=(-mean(log(_OF_RIGHT)), -mean(total(_LABEL * log(_P), 1)), -total(_LABEL * log(_P)) / count(_P, 0)),
)
_LOSS_OF_LOGITS = Quantity(
    name="loss_of_logits",
    arguments=("y_true", "logits"),
    cases=(
        ([[1, 0, 0], [0, 1, 0]], [[2, 0, 1], [0.5, -1, 0]]),
        ([[0, 1], [1, 0], [0, 1]], [[1, 3], [0, 2], [0.5, 0]]),
        ([[0, 0, 0, 1], [1, 0, 0, 0], [0, 1, 0, 0]], [[1, 0, 2, 3], [0, 1, 0.5, -1], [2, 2, 0, 1]]),
        ([[0, 0, 1, 0], [0, 0, 1, 0], [0, 1, 0, 0]], [[-0.5, -3, -2.5, -3], [-1.5, 4.5, 3, 5.5], [1.5, 2.5, 6, 3.5]]),
    ),
    right=losses.softmax_cross_entropy,
    formulas=(
        -mean(log(total(_LABEL * softmax(_Z, 1), 1))),
        -mean(total(_LABEL * log(softmax(_Z, 1)), 1)),
    ),
)
_SIGMOID_Z = argument("z")
_SIGMOID = Quantity(
    name="sigmoid",
    arguments=("z",),
    cases=(([-2, 0, 1, 3],), ([0.5, -1, 2],), ([4, -3],)),
    right=losses.sigmoid,
    formulas=(1 / (1 + exp(-_SIGMOID_Z)),),
    others=(("softmax_for_sigmoid", softmax(_SIGMOID_Z)),),
)
_BINARY_CROSS_ENTROPY = Quantity(
    name="binary_cross_entropy",
    arguments=_PAIR,
    cases=_BINARY,
    right=losses.binary_cross_entropy,
    formulas=(-mean(_LABEL * log(_P) + complement(_LABEL) * log(complement(_P))),),
)
_LOGIT_GRAD = Quantity(
    name="logit_grad",
    arguments=_PAIR,
    cases=_BINARY,
    right=lambda y, p: losses.sigmoid_cross_entropy_grad(y, np.log(p / (1 - p))),
    formulas=((_P - _LABEL) / count(_LABEL),),
    others=(
        ("slope_of_sigmoid", (_P - _LABEL) * _P * complement(_P) / count(_LABEL)),
        ("gradient_of_p", (_P - _LABEL) / (_P * complement(_P)) / count(_LABEL)),
        ("two_of_a_square", _TWO * (_P - _LABEL) / count(_LABEL)),
    ),
)

QUANTITIES = {
    each.name: each
    for each in (
        _ABSOLUTE_ERROR, _SQUARED_ERROR, _MSE, _SSE, _HALF_SSE, _MAE, _RMSE, _MSE_GRAD, _GRADIENT_OF_ONE,
        _MSE_BY_COLUMN, _MSE_OF_COLUMN, _ACCURACY, _NEXT_WEIGHT, _DIFFERENCE_QUOTIENT, _LOG_LOSS, _MEAN_LOG_LOSS,
        _LOSS_OF_ZERO, _SOFTMAX, _SOFTMAX_OF_ONE, _SOFTMAX_ROWS, _CROSS_ENTROPY, _LOSS_OF_LOGITS, _SIGMOID,
        _BINARY_CROSS_ENTROPY, _LOGIT_GRAD,
    )
}  # fmt: skip
