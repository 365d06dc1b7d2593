"""Each explorer with data of the reader's own, good and bad, and what is true of one explorer alone."""

import math
import re

import numpy as np
import pytest
from explorers import NAMES, OWN_DATA, art, assert_consistent, drawn_by_matplotlib, layer, make, moves
from numpy.testing import assert_allclose

import lossviz
from lossviz import explore, losses, words
from lossviz.words import number


@pytest.mark.parametrize(("name", "data"), [(name, data) for name in NAMES for data in OWN_DATA[name]])
def test_takes_the_readers_own_data(name, data):
    made = make(name, **data)
    assert_consistent(made)
    for _ in moves(made, 4):
        assert_consistent(made)
        assert drawn_by_matplotlib(made) == layer(made)
    assert len(made.png()) < 60_000
    again = eval(made.code(), {"lossviz": lossviz})
    assert (again.state, layer(again)) == (made.state, layer(made))


BAD_DATA = {
    "accuracy": [{"x": [1, 2], "y_true": [1]}, {"x": [1], "y_true": [2]}, {"x": [np.nan], "y_true": [1]},
                 {"weight": "a"}],
    "slope": [{"x": [0, 0], "y_true": [1, 2]}, {"x": [], "y_true": []}, {"learning_rate": -1}, {"step": 31},
              {"step": 1.5}],
    "guess": [{"truth": "a"}, {"guess": None}, {"truth": np.inf}, {"truth": [1, 2]}],
    "mse": [{"y_true": [1, 2], "y_pred": [1]}, {"y_true": ["a"], "y_pred": [1]}, {"convention": "mean"}],
    "likelihood": [{"p": [0.5, 1.5]}, {"p": []}, {"p": [[0.5]]}, {"p": "a"}, {"cost": "bit"}],
    "one_number": [{"y_true": []}, {"y_true": [[1, 2]]}, {"y_true": [np.inf]}, {"guess": 1e9}, {"convention": "sse"}],
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


def test_the_two_predictions_of_the_course():
    made = explore.softmax_batch()
    assert made.readings["loss"] == 0.8634223884819422
    made.set(**made.presets["second"])
    assert made.readings["loss"] == 0.6323733282952938
    assert made.readings["loss_1"] == 0.5108256237659907


def test_defaults_are_the_numbers_of_the_course():
    assert explore.mse().readings["half_sse"] == 5.5
    assert explore.mse(convention="mse").readings["loss"] == 2.2
    assert explore.binary_cross_entropy().readings["loss"] == 0.34861267989136313
    softmax = explore.softmax()
    assert (number(softmax.readings["p"]), number(softmax.readings["loss"], 3)) == ("0.9", "0.105")
    assert explore.cross_entropy().readings["loss"] == losses.cross_entropy([1, 0], [0.9, 0.1])


def test_moving_one_probability_makes_room_in_its_row():
    made = explore.softmax_batch()
    made.by_hand("y_pred", 0.65, 0)
    rows = np.array(made.state["y_pred"])
    assert_allclose(rows.sum(axis=1), 1)
    assert_allclose(rows[0], [0.65, 0.05, 0.3])  # 0.1 : 0.6 as before
    assert_allclose(rows[1:], explore.softmax_batch().state["y_pred"][1:], rtol=0)


def test_moving_a_prediction_chooses_its_parabola():
    made = explore.mse(convention="half_sse")
    made.by_hand("y_pred", 4.0, 3)
    assert made.state["point"] == 4
    assert made.readings["slope"] == -2
    made.by_hand("point", 2)
    assert made.state["y_pred"] == [3, 2, 7, 4, 8]
    assert made.readings["slope"] == -1


def test_accuracy_has_no_slope_at_a_jump():
    made = explore.accuracy(x=[1, 2, 4], y_true=[0, 1, 1], weight=0.5, bias=-2.0)
    assert math.isnan(made.readings["accuracy_slope"])
    assert words.t("accuracy.jump") in made.describe()
    made.set(weight=0.6)
    assert made.readings["accuracy_slope"] == 0


def test_too_large_a_learning_rate_diverges_and_says_so():
    made = explore.slope()
    made.set(**made.presets["diverge"])
    on_the_way = art(made).trail.get_ydata()
    assert len(on_the_way) == 9
    assert list(on_the_way) == sorted(on_the_way)
    assert "diverges" in made.describe()
    made.set(**made.presets["converge"])
    assert made.readings["loss"] < 0.5
    assert "diverges" not in made.describe()


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
    made = explore.softmax(logits=[1, 2, 3], y_true=2)
    hot, cold = (made.set(temperature=temperature).readings["p"] for temperature in (5.0, 0.2))
    assert 1 / 3 < hot < cold < 1


@pytest.mark.parametrize("nasty", ["<img src=x onerror=alert(1)>", "$\\frac{", "a" * 10_000, "שלום", "😀", "&amp;"])
def test_names_of_the_reader_are_words_and_nothing_else(nasty):
    """In the picture; nowhere else do they stand in HTML that is not escaped."""
    one = explore.softmax(logits=[0, 1], classes=[nasty, "b"], y_true=0)
    many = explore.softmax_batch(y_pred=[[0.5, 0.5]], y_true=[0], classes=[nasty, "b"])
    unit = explore.mse(unit=nasty)
    for made in (one, many, unit):
        for html in (layer(made), made._now.formula, made._now.side):
            assert "<img" not in html
    assert len(many.describe()) < 200
