"""The explorers as tests see them: by name, with ways to move every control from end to end."""

import ast
import math
import re
from itertools import islice

import numpy as np
from numpy.testing import assert_allclose

from lossviz import explore, losses
from lossviz.explorer.controls import Choice, Elements, Number, Switches
from lossviz.explorer.widgets import Row
from lossviz.figure.svg import SvgRenderer
from lossviz.words import number

# Those with data and a picture of their own; `curve` and `live` make others.
NAMES = [
    "accuracy", "binary_cross_entropy", "cross_entropy", "guess", "likelihood", "mse", "one_number", "slope",
    "softmax", "softmax_batch",
]  # fmt: skip

# Data of a reader's own: one sample, many samples, ties, sizes far from 1, nasty names, an infinite loss.
OWN_DATA = {
    "accuracy": [
        {"x": [0.5, -1, 2], "y_true": [0, 0, 1]},
        {"x": [3.0], "y_true": [1]},
        {"x": [2, 2, 2], "y_true": [0, 1, 0]},
    ],
    "slope": [
        {"x": [1, 2], "y_true": [3, 5]},
        {"x": [-4.0], "y_true": [8]},
        {"x": [100, 200], "y_true": [0, 0]},
    ],
    "guess": [{"truth": 0, "guess": 0}, {"truth": -2.5e6, "guess": 1e7}, {"truth": 3, "guess": 0.1}],
    "mse": [
        {"y_true": [1], "y_pred": [1]},
        {"y_true": [1e6, -1e6], "y_pred": [0, 0]},
        {"y_true": range(40), "y_pred": range(1, 41), "unit": "$\\frac{"},
    ],
    "likelihood": [{"p": [0.7]}, {"p": [0, 1, 0.5], "cost": "rest"}, {"p": [0.5] * 40}],
    "one_number": [
        {"y_true": [3.0]},
        {"y_true": [2, 2, 5], "guess": 2, "convention": "mae", "unit": "$\\frac{"},
        {"y_true": [1e6, -1e6]},
        {"y_true": [1e-6, 2e-6], "convention": "mae"},
        {"y_true": range(40)},
    ],
    "cross_entropy": [{"p": 0.0}, {"p": 1.0, "base": "bit"}],
    "softmax": [
        {"logits": [1, 2]},
        {"logits": list(range(20)), "y_true": 19},
        {"logits": [1e3, 0, 0], "classes": ["<b>", "$x$", "가" * 40]},
    ],
    "softmax_batch": [
        {"y_pred": [0.5, 0.5], "y_true": 0},
        {"y_pred": np.full((30, 4), 0.25), "y_true": [0, 1] * 15},
        {"y_pred": np.eye(3), "y_true": [2, 0, 1]},
    ],
    "binary_cross_entropy": [{"y_true": [1], "y_pred": [0]}, {"y_true": [0, 1] * 20, "y_pred": [0.5] * 40}],
}


def make(name, *args, **kwargs):
    return getattr(explore, name)(*args, **kwargs)


def states(explorer, count=9):
    """Every control from end to end, one at a time, the others as at the start: (name, index or None, value).

    The elements of a long array are tried in part.
    """
    for name, control in explorer._controls.items():
        if isinstance(control, Elements):
            values = [0, 1] if isinstance(control, Switches) else spaced(control, count)
            indices = range(control.default.size)
            few = indices if len(indices) <= 12 else [*islice(indices, 3), indices[-1]]
            yield from ((name, index, value) for index in few for value in values)
        elif isinstance(control, Choice):
            yield from ((name, None, value) for value in control.options)
        else:
            yield from (
                (name, None, value) for value in (spaced(control, count) if isinstance(control, Number) else [1])
            )


def spaced(control, count):
    """Values of a slider from end to end, both ends included."""
    values = np.linspace(control.low, control.high, count)
    values[abs(values) < 1e-9 * (control.high - control.low)] = 0
    return [int(value) if getattr(control, "whole", False) else float(value) for value in values]


def moves(explorer, count=9):
    """The explorer in each of these states, moved there as by hand."""
    start = explorer.state
    for name, index, value in states(explorer, count):
        explorer.by_hand(name, value, index)
        yield name, index, value
        explorer.set(**start)


def movable(explorer):
    """Every widget that a person moves, with its name; the elements of an array one by one."""
    for name, control in explorer.panel.controls.items():
        if isinstance(control, Row):
            for index, part in enumerate(control.parts):
                yield f"{name}[{index}]", part
        else:
            yield name, control


def stops(widget, count=9):
    """Values of a widget from end to end, both ends included, the present value left out."""
    if hasattr(widget, "options"):
        values = [value for _, value in widget.options]
    elif isinstance(widget.value, bool):
        values = [False, True]
    else:
        values = [type(widget.value)(value) for value in np.linspace(widget.min, widget.max, count)]
    return [value for value in dict.fromkeys(values) if value != widget.value]


def page(explorer):
    """The HTML that a step sends to the page."""
    return explorer.panel._above.value


def layer(explorer):
    """The SVG of what moves."""
    return explorer._now.layer


def art(explorer):
    """The artists that move, by the names that `draw` gave them."""
    return explorer._drawn().art


def drawn_by_matplotlib(explorer):
    """The SVG of what moves, as it is where nothing is kept from an earlier drawing."""
    renderer = SvgRenderer(*explorer.figure.bbox.size)
    for artist in explorer._drawn().live.moving:
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


def _guess(given):
    return {"loss": losses.mae([given["truth"]], [given["guess"]])}


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


def _likelihood(given):
    p = np.array(given["p"])
    costs = {"log": losses.binary_cross_entropy(np.ones(len(p)), p, reduction="none"), "rest": 1 - p}
    return {"product": math.prod(given["p"]), "loss": costs[given["cost"]].sum()}


def _one_number(given):
    y_true, convention = given["y_true"], given["convention"]
    guesses = [given["guess"]] * len(y_true)
    slope = getattr(losses, f"{convention}_grad")(y_true, guesses).sum()
    kink = convention == "mae" and given["guess"] in y_true
    return {"loss": getattr(losses, convention)(y_true, guesses), "slope": math.nan if kink else slope}


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
    "guess": _guess,
    "mse": _mse,
    "cross_entropy": _cross_entropy,
    "likelihood": _likelihood,
    "one_number": _one_number,
    "softmax": _softmax,
    "softmax_batch": _softmax_batch,
    "binary_cross_entropy": _binary_cross_entropy,
}

# Of the picture itself, not of the loss: where it is drawn to, and that a staircase is flat or jumps.
OF_THE_PICTURE = ("axis_top", "accuracy_slope")

SHOWN = re.compile(r'data-reading="(\w+)" value="([^"]+)">([^<]+)</data>')


def assert_consistent(explorer):
    """What is shown is what the losses say, in formula and side."""
    right = expected(name_of(explorer), given(explorer))
    for name, value in explorer.readings.items():
        if name not in OF_THE_PICTURE:
            assert_allclose(value, right[name], rtol=1e-12, err_msg=name)
    matches = SHOWN.findall(explorer._now.formula + explorer._now.side)
    assert matches
    for name, exact, rounded in matches:
        assert float(exact) == explorer.readings[name]
        assert rounded == number(explorer.readings[name])


def cells_of(explorer):
    """The words of the table beside the figure, row by row."""
    rows = explorer._now.side.split("</tr>")[:-1]
    return [[re.sub("<[^>]*>", "", cell) for cell in re.findall("<t[hd][^>]*>(.*?)</t[hd]>", row)] for row in rows]
