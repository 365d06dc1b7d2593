"""The explorers as tests see them: by name, with ways to move every control from end to end."""

import ast
import math
import re

import numpy as np
from numpy.testing import assert_allclose

from lossviz import explore, losses
from lossviz.explorer.widgets import Row
from lossviz.figure.svg import SvgRenderer
from lossviz.words import number

NAMES = explore.__all__


def make(name, *args, **kwargs):
    return getattr(explore, name)(*args, **kwargs)


def movable(explorer):
    """Every widget that a person moves, with its name; the elements of an array one by one."""
    for name, control in explorer.panel.controls.items():
        if isinstance(control, Row):
            for index, part in enumerate(control.parts):
                yield f"{name}[{index}]", part
        else:
            yield name, control


def stops(widget, count=9):
    """Values of a control from end to end, both ends included, the present value left out."""
    if hasattr(widget, "options"):
        values = [value for _, value in widget.options]
    elif isinstance(widget.value, bool):
        values = [False, True]
    else:
        values = [type(widget.value)(value) for value in np.linspace(widget.min, widget.max, count)]
    return [value for value in dict.fromkeys(values) if value != widget.value]


def layer(explorer):
    """The HTML that a step sends to the page."""
    return explorer.panel._above.value


def drawn_by_matplotlib(explorer):
    """The SVG of what moves, as it is where nothing is kept from an earlier drawing."""
    renderer = SvgRenderer(*explorer.figure.bbox.size)
    for artist in explorer._drawing.live.moving:
        renderer.draw(artist)
    return renderer.svg()


def name_of(explorer):
    """Its name in `lossviz.explore`."""
    return explorer.code().removeprefix("lossviz.explore.").partition("(")[0]


def given(explorer):
    """Its arguments, as in its line of code."""
    call = ast.parse(explorer.code(), mode="eval").body
    return {argument.arg: ast.literal_eval(argument.value) for argument in call.keywords}


def expected(name, given):
    """What an explorer must show, by `lossviz.losses` alone; `given`: its arguments, as in its line of code."""
    return _READINGS[name](given)


def _accuracy(given):
    y_true, x = np.array(given["y_true"]), np.array(given["x"])
    logits = given["weight"] * x + given["bias"]
    return {
        "accuracy": losses.accuracy(y_true, losses.sigmoid(logits)),
        "loss": losses.sigmoid_cross_entropy(y_true, logits),
        "slope": np.sum(losses.sigmoid_cross_entropy_grad(y_true, logits) * x),
    }


def _slope(given):
    x, y_true, weight, rate = np.array(given["x"]), given["y_true"], given["weight"], given["learning_rate"]
    for _ in range(given["step"]):
        weight -= rate * np.sum(losses.mse_grad(y_true, weight * x) * x)
    slope = np.sum(losses.mse_grad(y_true, weight * x) * x)
    return {
        "now": weight,
        "loss": losses.mse(y_true, weight * x),
        "slope": slope,
        "next_weight": weight - rate * slope,
    }


def _mse(given):
    pair, convention = (given["y_true"], given["y_pred"]), given["convention"]
    return {
        **{name: getattr(losses, name)(*pair) for name in ("half_sse", "sse", "mse", "rmse")},
        "loss": getattr(losses, convention)(*pair),
        "slope": getattr(losses, f"{convention}_grad")(*pair)[given["point"] - 1],
    }


def _cross_entropy(given):
    p, unit = given["p"], {"nat": 1, "bit": math.log(2)}[given["base"]]
    return {
        "loss": losses.cross_entropy([1, 0], [p, 1 - p]) / unit,
        "slope": losses.cross_entropy_grad([1, 0], [p, 1 - p])[0] / unit,
    }


def _softmax(given):
    logits, right, temperature = np.array(given["logits"]), given["y_true"], given["temperature"]
    p = losses.softmax(logits, temperature=temperature)
    one_hot = np.eye(len(p))[right]
    return {
        "p": p[right],
        "loss": losses.softmax_cross_entropy(one_hot, logits / temperature),
        "slope": (p - one_hot)[right] / temperature,
    }


def _softmax_batch(given):
    return _mean_and_each(losses.cross_entropy, given)


def _binary_cross_entropy(given):
    readings = _mean_and_each(losses.binary_cross_entropy, given)
    each = [value for name, value in readings.items() if name != "loss"]
    return {**readings, "smallest": min(each), "largest": max(each)}


def _mean_and_each(loss, given):
    each = loss(given["y_true"], given["y_pred"], reduction="none")
    return {
        "loss": loss(given["y_true"], given["y_pred"]),
        **{f"loss_{index + 1}": value for index, value in enumerate(np.atleast_1d(each))},
    }


_READINGS = {
    "accuracy": _accuracy,
    "slope": _slope,
    "mse": _mse,
    "cross_entropy": _cross_entropy,
    "softmax": _softmax,
    "softmax_batch": _softmax_batch,
    "binary_cross_entropy": _binary_cross_entropy,
}


SHOWN = re.compile(r'data-reading="(\w+)" value="([^"]+)">([^<]+)</data>')


def assert_consistent(explorer):
    """What is shown is what the losses say, in the figure's words, in the formula and in the sentence."""
    right = expected(name_of(explorer), given(explorer))
    for name, value in explorer.readings.items():
        if name not in ("accuracy_slope", "axis_top"):
            assert_allclose(value, right[name], rtol=1e-12, err_msg=name)
    shown = layer(explorer)
    assert "lv-failure" not in shown
    matches = SHOWN.findall(shown)
    assert matches
    for name, exact, rounded in matches:
        assert_allclose(float(exact), explorer.readings[name], rtol=0)
        assert rounded == number(explorer.readings[name])
