"""`explore.one_number`: what stands where, and what is said, in every state."""

import math

import numpy as np
import pytest
from explorers import OWN_DATA, given, make
from pictures import (
    Panel,
    assert_panels,
    assert_shows,
    assert_side_by_side,
    control,
    everywhere,
    formula,
    gradient,
    heads,
    loss,
    pieces,
    points,
    says,
    shown,
    tangent,
    words_of,
)
from pictures import level as guide

from lossviz.figure.style import GRADIENT, LOSS, PREDICTION, TRUTH
from lossviz.words import number, using

NAMES = {"mse": "MSE", "mae": "MAE"}


class Guess:
    """One prediction for all, and what it costs."""

    def __init__(self, explorer):
        self.y, self.guess, self.convention = (explorer.state[name] for name in ("y_true", "guess", "convention"))
        self.name = NAMES[self.convention]
        self.below = sum(y < self.guess for y in self.y)
        self.above = sum(y > self.guess for y in self.y)
        self.loss = shown(explorer, "loss", self.cost(self.guess))
        if self.convention == "mse":
            slope = 2 * (self.guess - sum(self.y) / len(self.y))
        else:
            slope = math.nan if self.guess in self.y else (self.below - self.above) / len(self.y)
        self.slope = explorer.readings["slope"]
        assert self.slope == pytest.approx(slope, rel=1e-9, abs=1e-9 * max(map(abs, self.y)), nan_ok=True)
        self.top = explorer.readings["axis_top"]

    def cost(self, guess):
        power = {"mse": 2, "mae": 1}[self.convention]
        return sum(abs(y - guess) ** power for y in self.y) / len(self.y)


def assert_picture(explorer):
    at = Guess(explorer)
    values, curve = explorer.figure.axes
    low, high = curve.get_xlim()
    places = range(len(at.y))

    def over_the_guess(line):
        x, y = line.get_data()
        assert (x[0], x[-1]) == pytest.approx((low, high))
        assert len(x) >= 81
        assert np.all(np.diff(x) > 0)
        # The absolute errors have a kink at each true value, which must be seen.
        assert set(at.y) <= set(x)
        assert y == pytest.approx([at.cost(each) for each in x], rel=1e-9)

    assert_shows(
        explorer,
        errors=pieces(places, at.y, [at.guess] * len(at.y)),
        line=guide(at.guess, PREDICTION),
        points=points(places, at.y, TRUTH),
        mark=points([-0.75], [at.guess], PREDICTION, marker="D"),
        guess=heads(f"ŷ = {number(at.guess)}", values, PREDICTION, 11),
        curve=over_the_guess,
        tangent=tangent(at.guess, at.loss, at.slope),
        dot=points([at.guess], [min(at.loss, at.top)], marker="^" if at.loss > at.top else "o"),
        loss=heads(f"{at.name} = {number(at.loss)}", curve, LOSS, 11),
        slope=says(f"slope {number(at.slope)}", (high, at.top), (0, 11), "right", GRADIENT, "baseline"),
    )


def assert_words(explorer, language="en"):
    at = Guess(explorer)
    guess, cost, slope = number(at.guess), number(at.loss), number(at.slope)
    kink = math.isnan(at.slope)
    error = {"mse": "(⟨y truth⟩ − ⟨ŷ prediction⟩)²", "mae": "|⟨y truth⟩ − ⟨ŷ prediction⟩|"}[at.convention]
    assert formula(explorer) == (
        f"{at.name} = (1/N) Σ{error} = {loss(cost)} {gradient('dL/dŷ')} = {slope if kink else gradient(slope)}"
    )
    words = {
        "en": f"The prediction is {guess} for every sample; {at.below} true values lie below it and {at.above} above. "
        f"The {at.name} is {cost}. ",
        "ko": f"모든 샘플의 예측값이 {guess}입니다. 이보다 작은 실제값은 {at.below}개, 큰 실제값은 {at.above}개입니다. "
        f"{at.name}: {cost}. ",
    }[language]
    if kink:
        words += {"en": "There is a kink here, and so no slope.", "ko": "여기서는 그래프가 꺾여 기울기가 없습니다."}[
            language
        ]
    else:
        words += {"en": f"Its slope is {slope}.", "ko": f"기울기: {slope}."}[language]
    assert explorer.describe() == words


@pytest.mark.parametrize("data", [{}, *OWN_DATA["one_number"]])
def test_every_state(data):
    explorer = make("one_number", **data)
    for _ in everywhere(explorer, 5, 20):
        assert_picture(explorer)
        assert_words(explorer)


def panels(convention, unit):
    return (
        Panel(
            title=" ",
            x="sample",
            y="y and ŷ (hours)",
            xlim=(-1, 4.5),
            ylim=(-0.6, 16),
            xticks={place: str(place + 1) for place in range(5)},
            grid=True,
        ),
        Panel(
            title=" ",
            x="the one prediction ŷ (hours)",
            y=f"{NAMES[convention]} ({unit})",
            xlim=(-0.6, 16),
            ylim=(0, {"mse": 25, "mae": 10}[convention]),
            grid=True,
        ),
    )


@pytest.mark.parametrize(("convention", "unit"), [("mse", "hours, squared"), ("mae", "hours")])
def test_what_stands_still(convention, unit):
    explorer = make("one_number", convention=convention, unit="hours")
    assert_panels(explorer, *panels(convention, unit), size=(1000, 350), widths=[1, 1.25])
    assert_side_by_side(explorer.figure.axes)


def test_the_mean_has_the_least_squares_and_the_median_the_least_absolute_errors():
    explorer = make("one_number")
    for convention, best, cost in (("mse", "mean", 4.64), ("mae", "median", 1.8)):
        explorer.set(convention=convention, **explorer.presets[best])
        assert explorer.readings["loss"] == pytest.approx(cost)
        for other in np.linspace(0, 10, 41):
            explorer.set(guess=float(other))
            assert explorer.readings["loss"] >= cost - 1e-12


def test_an_outlier_moves_the_mean_and_not_the_median():
    explorer = make("one_number")
    explorer.set(**explorer.presets["one_outlier"])
    assert explorer.state["y_true"] == [1, 3, 5, 6, 16]
    assert (explorer.presets["mean"], explorer.presets["median"]) == ({"guess": 6.2}, {"guess": 5})


def test_in_korean():
    with using(language="ko"):
        explorer = make("one_number", unit="시간")
        assert [words_of(ax) for ax in explorer.figure.axes] == [
            (" ", "샘플", "y와 ŷ (시간)"),
            (" ", "하나뿐인 예측값 ŷ (시간)", "MSE (시간의 제곱)"),
        ]
        for state in ({"guess": 4.0}, {"convention": "mae"}, {"guess": 5.0}):
            assert_words(explorer.set(**state), "ko")


def test_controls_and_code():
    explorer = make("one_number")
    assert control(explorer, "y_true") == (["y₁", "y₂", "y₃", "y₄", "y₅"], -0.6, 16, 0.2)
    assert control(explorer, "guess") == ("ŷ", -0.6, 16, 0.2)
    assert control(explorer, "convention") == ("Loss", NAMES)
    assert explorer.state == {"y_true": [1, 3, 5, 6, 7], "guess": 7, "convention": "mse"}
    # The range comes from the data as they were at the start.
    explorer.set(**explorer.presets["one_outlier"])
    assert given(explorer)["limits"] == (-0.6, 16)


def test_what_is_told_after_a_move(each_language):
    explorer = make("one_number")
    explorer.by_hand("guess", 5.0)
    assert (
        explorer._now.told
        == {
            "en": "the prediction for all: 5, MSE 5",
            "ko": "모든 샘플에 똑같은 예측값: 5, MSE 5",
        }[each_language]
    )
