"""`explore.guess`: what stands where, and what is said, in every state."""

import pytest
from explorers import OWN_DATA, art, given, make
from pictures import (
    Panel,
    assert_panels,
    assert_shows,
    control,
    curve,
    everywhere,
    formula,
    heads,
    loss,
    points,
    prediction,
    says,
    truth,
    upright,
    words_of,
)

from lossviz.figure.style import LOSS, PREDICTION, TRUTH
from lossviz.words import number, using

OWN = [{}, *OWN_DATA["guess"]]


def assert_picture(explorer):
    right, guess = given(explorer)["truth"], explorer.state["guess"]
    off = abs(guess - right)
    assert_shows(
        explorer,
        error=curve([right, guess], [0, 0]),
        drop=curve([guess, guess], [0, off], style=":"),
        truth=points([right], [0], TRUTH),
        guess=points([guess], [0], PREDICTION, marker="D"),
        dot=points([guess], [off]),
        loss=heads(f"loss {number(off)}", explorer.figure.axes[0], LOSS, 11),
    )


def sentence(right, guess, language):
    shown, off = number(guess), number(abs(guess - right))
    if guess > right:
        return {
            "en": f"The guess {shown} is {off} too high: the loss is {off}. Lower it, and the loss falls.",
            "ko": f"어림한 수는 {shown}이고, 실제보다 {off}만큼 큽니다. 그래서 손실은 {off}입니다. "
            "어림한 수를 줄이면 손실도 줄어듭니다.",
        }[language]
    if guess < right:
        return {
            "en": f"The guess {shown} is {off} too low: the loss is {off}. Raise it, and the loss falls.",
            "ko": f"어림한 수는 {shown}이고, 실제보다 {off}만큼 작습니다. 그래서 손실은 {off}입니다. "
            "어림한 수를 키우면 손실이 줄어듭니다.",
        }[language]
    return {
        "en": f"The guess {shown} is exactly right: the loss is 0, and there is no lower one.",
        "ko": f"어림한 수가 {shown}이고, 정확히 맞았습니다. 손실은 0이고, 더 줄어들 수 없습니다.",
    }[language]


def assert_words(explorer, language="en"):
    right, guess = given(explorer)["truth"], explorer.state["guess"]
    left_over = f"|{truth(number(right))} − {prediction(f'⟦{number(guess)} guess⟧')}|"
    assert formula(explorer) == f"{left_over} = {loss(number(abs(guess - right)))}"
    assert explorer.describe() == sentence(right, guess, language)


@pytest.mark.parametrize("data", OWN)
def test_every_state(data):
    explorer = make("guess", **data)
    for _ in everywhere(explorer):
        assert_picture(explorer)
        assert_words(explorer)


def test_what_stands_still():
    explorer = make("guess")
    off, top = 62, 1.15 * 62
    panel = Panel(
        title=" ", x="guess", y="loss", xlim=(144, 268), ylim=(-0.06 * top, top), grid=True,
        still=[
            curve([144, 206, 268], [off, 0, off]),
            upright(206),
            says("true number: 206", (206, top), (0, -9), color=TRUTH, va="top"),
        ],
    )  # fmt: skip
    assert_panels(explorer, panel, size=(900, 330), widths=[1])
    # The dot is held on the curve, and the guess can be taken hold of itself.
    assert art(explorer).rails["dot"] is explorer.figure.axes[0].lines[0]


def test_in_korean():
    with using(language="ko"):
        explorer = make("guess")
        assert words_of(explorer.figure.axes[0]) == (" ", "어림한 수", "손실")
        assert control(explorer, "guess")[0] == "어림한 수"
        for guess in (190, 206, 222):
            assert_words(explorer.set(guess=guess), "ko")


def test_controls_and_presets():
    explorer = make("guess")
    assert control(explorer, "guess") == ("guess", 144, 268, 1)
    assert explorer.state == {"guess": 190}
    assert explorer.presets == {"exact": {"guess": 206}, "far": {"guess": 144}}
    assert explorer.set(guess=222).code() == "lossviz.explore.guess(truth=206, guess=222)"


@pytest.mark.parametrize("data", OWN)
def test_a_guess_as_far_off_on_the_other_side_is_in_the_picture_and_costs_the_same(data):
    explorer = make("guess", **data)
    right, guess = given(explorer)["truth"], explorer.state["guess"]
    before = explorer.readings["loss"]
    assert explorer.set(guess=2 * right - guess).readings["loss"] == pytest.approx(before)


@pytest.mark.parametrize(
    ("given", "right", "mistakes"),
    [(222, True, ()), (190, False, ("same_guess",)), (174, False, ("same_side",)), (16, False, ("loss_itself",))],
)
def test_it_asks_which_other_guess_costs_the_same(given, right, mistakes):
    explorer = make("guess", predict="guess-other")
    explorer._asking.answered(given)
    assert (explorer.answer.right, explorer.answer.mistakes) == (right, mistakes)
    assert "It is 222." in explorer.answer.words
