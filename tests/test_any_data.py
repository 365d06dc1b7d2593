"""Data of any size and kind, as people have it: amounts of money, heights in centimetres, time stamps, rates."""

import math
import re
from unicodedata import normalize

import numpy as np
import pytest
from explorers import art, cells_of, make

from lossviz import losses, words

HEIGHTS = {"x": [40, 55, 60, 75, 80, 95], "y_true": [0, 0, 1, 0, 1, 1]}
AMOUNTS = {"x": [2.1e7, 3.2e7, 4.5e7, 5.1e7], "y_true": [0, 0, 1, 1]}
SIZES = {"x": [60, 120, 180, 240], "y_true": [1, 2, 3, 4.5]}


@pytest.mark.parametrize(
    "data", [HEIGHTS, AMOUNTS, {"x": [1e-5, 2e-5], "y_true": [0, 1]}, {"x": [-3, 4], "y_true": [0, 1]}]
)
def test_a_classifier_of_ones_own_data_starts_among_them(data):
    made = make("accuracy", **data)
    boundary = -made.state["bias"] / made.state["weight"]
    assert min(data["x"]) < boundary < max(data["x"])
    assert made.readings["slope"] != 0


@pytest.mark.parametrize("data", [HEIGHTS, AMOUNTS])
def test_its_staircase_has_every_step(data):
    made = make("accuracy", **data)
    x, bias = np.array(data["x"]), made.state["bias"]
    low, high = made._controls["weight"].low, made._controls["weight"].high
    lefts, rights, heights = (art(made).stairs.get_xydata().T[row][start::3] for row, start in ((0, 0), (0, 1), (1, 0)))
    jumps = sorted(jump for jump in -bias / x if low < jump < high)
    assert lefts == pytest.approx([low, *jumps])
    assert rights == pytest.approx([*jumps, high])
    for left, right, height in zip(lefts, rights, heights, strict=True):
        middle = (left + right) / 2
        assert height == losses.accuracy(data["y_true"], losses.sigmoid(middle * x + bias))


def test_only_a_weight_at_a_jump_has_no_slope_of_accuracy():
    made = make("accuracy", **AMOUNTS, weight=1e-7, bias=-4.0)
    assert made.readings["accuracy_slope"] == 0
    at = make("accuracy", **AMOUNTS, weight=4.0 / 3.2e7, bias=-4.0)
    assert math.isnan(at.readings["accuracy_slope"])


@pytest.mark.parametrize("data", [SIZES, {"x": [1e-4, 2e-4], "y_true": [3, 5]}, {"x": [1, 2], "y_true": [3e8, 4e8]}])
def test_a_walk_has_a_window_of_the_size_of_its_best_weight(data):
    made = make("slope", **data)
    x, y_true = np.array(data["x"]), np.array(data["y_true"])
    best = x @ y_true / (x @ x)
    low, high = made._controls["weight"].low, made._controls["weight"].high
    assert low < 0 < best < high < 3 * best
    assert "stay" not in made.describe()
    # Down all the way, it stays.
    assert "stay" in made.set(weight=best, step=30).describe()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("mse", {"y_true": [1700000000001.0, 1700000000004.0], "y_pred": [1700000000002.0, 1700000000003.0]}),
        ("mse", {"y_true": [1e16], "y_pred": [1e16]}),
        ("mse", {"y_true": [1e-200], "y_pred": [0]}),
        ("mse", {"y_true": [3.2e8, 4.5e8, 1.25e9], "y_pred": [3e8, 5e8, 1.1e9], "unit": "원"}),
        ("slope", {"x": [1e16, 1e16], "y_true": [1, 2]}),
        ("slope", {"x": [1e-90, 0], "y_true": [1, 2]}),
        ("guess", {"truth": 1e16, "guess": 1e16}),
        ("guess", {"truth": 0, "guess": 1e-200}),
        ("accuracy", {"x": [1e16, 1e16 + 4], "y_true": [0, 1]}),
        ("accuracy", {"x": [0, 0], "y_true": [0, 1]}),
        ("softmax", {"logits": [1e99, 0, 0]}),
        ("cross_entropy", {"p": 1e-300}),
        ("softmax_batch", {"y_true": [1], "y_pred": [[1, 1e-300, 0]]}),
        ("binary_cross_entropy", {"y_true": [0], "y_pred": [1e-20]}),
    ],
)
def test_extreme_data_can_be_moved_and_looked_at(name, data):
    made = make(name, **data)
    for preset in made.presets.values():
        made.set(**preset)
    assert made.reset().png().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("mse", {"y_true": [1e300], "y_pred": [1]}),
        ("mse", {"y_true": [10**400], "y_pred": [1]}),
        ("mse", {"y_true": np.ma.array([1.0, 2.0], mask=[0, 1]), "y_pred": [1, 2]}),
        ("slope", {"x": [1e300], "y_true": [1]}),
        ("accuracy", {"x": [1e300], "y_true": [1]}),
        ("softmax", {"logits": [1e308, 0]}),
    ],
)
def test_what_cannot_be_drawn_is_refused_by_name(name, data, each_language):
    with pytest.raises(ValueError, match=r"\[\d\]") as refusal:
        make(name, **data)
    assert bool(re.search("[가-힣]", str(refusal.value))) == (each_language == "ko")


def test_numbers_that_differ_are_written_differently():
    made = make("mse", [451_230_000], [451_180_000])
    assert "prediction 4.5118×10⁸, true value 4.5123×10⁸" in made.describe()
    row = cells_of(made)[1]
    assert row[1:3] == ["4.5123×10⁸", "4.5118×10⁸"]
    stamps = make("mse", [1700000000001.0], [1700000000002.0])
    assert "prediction 1700000000002, true value 1700000000001" in stamps.describe()


@pytest.mark.parametrize(
    ("one", "other", "digits"),
    [(1, 2, 4), (1.0001, 1, 5), (9.99949, 9.9995, 6), (-5, -5.0001, 5), (0, 1e-9, 4), (3, 3, 4)],
)
def test_digits_enough_to_tell_apart(one, other, digits):
    assert words.digits_apart([(one, other)]) == digits
    assert one == other or words.number(one, digits) != words.number(other, digits)


def test_a_probability_too_small_for_a_float_is_about_zero():
    made = make("softmax", [800, 0, 0], y_true=1)
    assert "≈ 0" in made.describe()
    assert "= 800" in made.describe()


def test_hangul_taken_apart_is_put_together():
    names = ["고양이", "강아지"]
    made = make("softmax", [1, 2], 0, [normalize("NFD", name) for name in names])
    assert [label.get_text() for label in made.figure.axes[0].get_yticklabels()] == names
    assert make("mse", unit=normalize("NFD", "원")).figure.axes[1].get_ylabel().count("원") == 1
