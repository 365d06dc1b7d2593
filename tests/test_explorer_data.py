"""Each explorer with data of the reader's own, good and bad, and what is true of one explorer alone."""

import math
import re

import numpy as np
import pytest
from explorers import NAMES, assert_consistent, layer, make, movable, stops
from numpy.testing import assert_allclose

import lossviz
from lossviz import explore, losses, words
from lossviz.words import number

OWN_DATA = {
    "accuracy": [{"x": [0.5, -1, 2], "y_true": [0, 0, 1]}, {"x": [3.0], "y_true": [1]},
                 {"x": [2, 2, 2], "y_true": [0, 1, 0]}],
    "slope": [{"x": [1, 2], "y_true": [3, 5]}, {"x": [-4.0], "y_true": [8]}, {"x": [100, 200], "y_true": [0, 0]}],
    "mse": [{"y_true": [1], "y_pred": [1]}, {"y_true": [1e6, -1e6], "y_pred": [0, 0]},
            {"y_true": range(40), "y_pred": range(1, 41), "unit": "$\\frac{"}],
    "cross_entropy": [{"p": 0.0}, {"p": 1.0, "base": "bit"}],
    "softmax": [{"logits": [1, 2]}, {"logits": list(range(20)), "y_true": 19},
                {"logits": [1e3, 0, 0], "classes": ["<b>", "$x$", "가" * 40]}],
    "softmax_batch": [
        {"y_pred": [0.5, 0.5], "y_true": 0},
        {"y_pred": np.full((30, 4), 0.25), "y_true": [0, 1] * 15},
        {"y_pred": np.eye(3), "y_true": [2, 0, 1]},
    ],
    "binary_cross_entropy": [{"y_true": [1], "y_pred": [0]}, {"y_true": [0, 1] * 20, "y_pred": [0.5] * 40}],
}  # fmt: skip


@pytest.mark.parametrize(("name", "data"), [(name, data) for name in NAMES for data in OWN_DATA[name]])
def test_takes_the_readers_own_data(name, data):
    made = make(name, **data)
    assert_consistent(made)
    for _, widget in movable(made):
        for value in stops(widget, 4):
            widget.value = value
            assert_consistent(made)
    assert len(made.png()) < 60_000
    again = eval(made.code(), {"lossviz": lossviz})
    assert again.state == made.state


BAD_DATA = {
    "accuracy": [{"x": [1, 2], "y_true": [1]}, {"x": [1], "y_true": [2]}, {"x": [np.nan], "y_true": [1]},
                 {"weight": "a"}],
    "slope": [{"x": [0, 0], "y_true": [1, 2]}, {"x": [], "y_true": []}, {"learning_rate": -1}, {"step": 31},
              {"step": 1.5}],
    "mse": [{"y_true": [1, 2], "y_pred": [1]}, {"y_true": ["a"], "y_pred": [1]}, {"convention": "mean"}],
    "cross_entropy": [{"p": 1.5}, {"p": None}, {"base": "dit"}],
    "softmax": [{"logits": []}, {"logits": [1, np.inf]}, {"y_true": 3}, {"classes": ["a"]}, {"temperature": 0}],
    "softmax_batch": [{"y_pred": [[0.5, 0.6]]}, {"y_true": [0, 1, 3]}, {"y_true": [0, 1]}, {"classes": ["a", "b"]}],
    "binary_cross_entropy": [{"y_true": [0, 2], "y_pred": [0.5, 0.5]}, {"y_pred": [1.5] * 6}, {"y_true": [1]}],
}  # fmt: skip


@pytest.mark.parametrize(("name", "data"), [(name, data) for name in NAMES for data in BAD_DATA[name]])
def test_refuses_bad_data_in_the_readers_language(name, data, each_language):
    with pytest.raises((ValueError, TypeError)) as refusal:
        make(name, **data)
    message = str(refusal.value)
    assert message
    assert bool(re.search("[가-힣]", message)) == (each_language == "ko")


def test_moving_one_probability_makes_room_in_its_row():
    made = explore.softmax_batch()
    made.panel.controls["y_pred"].parts[0].value = 0.65
    rows = np.array(made.state["y_pred"])
    assert_allclose(rows.sum(axis=1), 1)
    assert_allclose(rows[0], [0.65, 0.05, 0.3])  # 0.1 : 0.6 as before
    assert_allclose(rows[1:], explore.softmax_batch().state["y_pred"][1:], rtol=0)


def test_the_two_predictions_of_the_course():
    made = explore.softmax_batch()
    assert made.readings["loss"] == 0.8634223884819422
    made.panel._press("second")
    assert made.readings["loss"] == 0.6323733282952938
    assert made.readings["loss_1"] == 0.5108256237659907


def test_defaults_are_the_numbers_of_the_course():
    assert explore.mse().readings["half_sse"] == 5.5
    assert explore.mse(convention="mse").readings["loss"] == 2.2
    assert explore.binary_cross_entropy().readings["loss"] == 0.34861267989136313
    softmax = explore.softmax()
    assert (number(softmax.readings["p"]), number(softmax.readings["loss"], 3)) == ("0.9", "0.105")
    assert explore.cross_entropy().readings["loss"] == losses.cross_entropy([1, 0], [0.9, 0.1])


def test_squares_are_squares_of_the_right_area():
    made = explore.mse()
    vertices = made._patch.get_path().vertices.reshape(5, 5, 2)
    sides = np.ptp(vertices, axis=1)
    assert_allclose(sides[:, 0], sides[:, 1])
    assert_allclose(sides.prod(axis=1), losses.mse(made.state_of_test, made.state["y_pred"], reduction="none"))
    corners = made._patch.get_transform().transform(vertices[0])
    assert_allclose(np.ptp(corners[:, 0]), np.ptp(corners[:, 1]), rtol=1e-6)


@pytest.mark.parametrize("convention", ["half_sse", "sse", "mse", "rmse"])
def test_the_parabola_goes_through_the_present_loss(convention):
    made = explore.mse(convention=convention)
    for index, part in enumerate(made.panel.controls["y_pred"].parts):
        part.value = 4.0
        y_pred = made.state["y_pred"]
        curve = made._curve.get_xydata()
        for at, height in curve[::20]:
            moved = [*y_pred[:index], at, *y_pred[index + 1 :]]
            assert_allclose(height, getattr(losses, convention)(made.state_of_test, moved))


def test_the_staircase_is_flat_between_jumps_and_agrees_with_accuracy():
    made = explore.accuracy()
    weights, heights = made._stairs.get_data()
    for left, right, height in zip(weights[::3], weights[1::3], heights[::3], strict=True):
        inside = np.linspace(left, right, 7)[1:-1]
        for weight in inside:
            p = losses.sigmoid(weight * made.x + made.state["bias"])
            assert losses.accuracy(made.state_of_test, p) == height


def test_accuracy_has_no_slope_at_a_jump():
    made = explore.accuracy(x=[1, 2, 4], y_true=[0, 1, 1], weight=0.5, bias=-2.0)
    assert math.isnan(made.readings["accuracy_slope"])
    assert words.t("accuracy.jump") in made.describe()
    made.set(weight=0.6)
    assert made.readings["accuracy_slope"] == 0


def test_too_large_a_learning_rate_diverges_and_says_so():
    made = explore.slope()
    made.panel._press("diverge")
    losses_on_the_way = [made._loss(weight) for weight in made._path]
    assert losses_on_the_way == sorted(losses_on_the_way)
    assert "diverges" in made.describe()
    made.panel._press("converge")
    assert made.readings["loss"] < 0.5
    assert "diverges" not in made.describe()


def test_step_and_play_advance_the_walk():
    made = explore.slope()
    button, play = made.children[1].children[-2:]
    button.click()
    assert made.state["step"] == 1
    play.value = 5
    assert made.state["step"] == 5
    made.reset()
    assert play.value == 0


def test_infinity_is_said_in_words(each_language):
    made = explore.cross_entropy(p=0.0)
    assert math.isinf(made.readings["loss"])
    assert "∞" in layer(made)
    assert words.t("cross_entropy.infinite") in layer(made)


def test_bits_are_nats_over_log_2():
    nats, bits = explore.cross_entropy(p=0.25), explore.cross_entropy(p=0.25, base="bit")
    assert bits.readings["loss"] == pytest.approx(2, rel=1e-15)
    assert nats.readings["loss"] == pytest.approx(math.log(4), rel=1e-15)


def test_temperature_moves_the_probability_and_not_the_order():
    made = explore.softmax(logits=[1, 2, 3])
    made.set(temperature=5.0)
    hot = made._p.copy()
    made.set(temperature=0.2)
    assert hot.argmax() == made._p.argmax()
    assert hot.max() < made._p.max()


@pytest.mark.parametrize("nasty", ["<img src=x onerror=alert(1)>", "$\\frac{", "a" * 10_000, "שלום", "😀", "&amp;"])
def test_class_names_are_escaped(nasty):
    made = explore.softmax(logits=[0, 1], classes=[nasty, "b"], y_true=0)
    made.panel.code_button.value = True
    assert "<img" not in layer(made)
    assert "onerror=alert(1)>" not in layer(made)
    batch = explore.softmax_batch(y_pred=[[0.5, 0.5]], y_true=[0], classes=[nasty, "b"])
    assert "<img src=x" not in layer(batch)
