"""`explore.cross_entropy`: what stands where, and what is said, in every state."""

import math

import numpy as np
import pytest
from explorers import make
from pictures import (
    Panel,
    assert_panels,
    assert_shows,
    assert_side_by_side,
    bars,
    control,
    everywhere,
    formula,
    gradient,
    graph,
    heads,
    loss,
    points,
    prediction,
    says,
    tangent,
    upright,
    words_of,
)

from lossviz.figure.style import FAINT, GRADIENT, LOSS, PREDICTION
from lossviz.words import number, using

# In either unit: what is more bits than nats is seen to be.
TOP = 5
UNIT = {"nat": 1, "bit": math.log(2)}


def cost(p, base):
    """−log p and its slope."""
    return (-math.log(p) / UNIT[base], -1 / p / UNIT[base]) if p else (math.inf, -math.inf)


def assert_picture(explorer):
    p, base = explorer.state["p"], explorer.state["base"]
    value, slope = cost(p, base)
    dot = (p, min(value, TOP))
    # Over the flat end of the curve there is room above it and to the left, else to the right; at the top, below.
    if p >= 0.6:
        x, y, side = -10, 38, "right"
    else:
        x, y = (18, 4) if value < 0.8 * TOP else (46, -40)
        side = "left"
    assert_shows(
        explorer,
        bar=bars([0], [p], PREDICTION),
        p=heads(f"p = {number(p)}", explorer.figure.axes[0], PREDICTION, 11),
        tangent=tangent(p, value, slope),
        drop=upright(p),
        dot=points([p], [dot[1]], marker="^" if value > TOP else "o"),
        loss=says(number(value) if p else "∞: off the top, however high the page", dot, (x, y), side, LOSS),
        slope=says(f"slope {number(slope)}" if p else "", dot, (x, y + 22), side, GRADIENT),
    )


def unit_of(value, base, language):
    """One bit, two bits; in Korean the same word."""
    return {"nat": "내트", "bit": "비트"}[base] if language == "ko" else base if number(value) == "1" else f"{base}s"


def sentence(explorer, language):
    p, base = explorer.state["p"], explorer.state["base"]
    value, slope = cost(p, base)
    unit = unit_of(value, base, language)
    p, value, slope, steepness = number(p), number(value), number(slope), number(-slope)
    if value == "∞":
        return {
            "en": f"The right class was given the probability {p}. As p nears 0, −log p grows without limit, "
            "so the loss is infinite: what happened had been called impossible.",
            "ko": f"정답 클래스에 준 확률이 {p}입니다. p가 0에 가까워지면 −log p는 한없이 커지므로 "
            "p = 0의 손실은 무한대로 봅니다. 실제로 일어난 일을 절대로 일어나지 않는다고 예측한 셈입니다.",
        }[language]
    if p == "1":
        return {
            "en": f"The right class was given the probability 1, so the loss is 0 {unit}: there is no lower one.",
            "ko": f"정답 클래스에 준 확률이 1이므로 손실은 0 {unit}이고, 더 줄어들 수 없습니다.",
        }[language]
    return {
        "en": f"The right class was given the probability {p}, so the loss is {value} {unit}. "
        f"The slope is {slope}: raise p a little, and the loss falls by {steepness} times that much.",
        "ko": f"정답 클래스에 준 확률이 {p}이므로 손실은 {value} {unit}입니다. 접선의 기울기는 {slope}입니다. "
        f"p를 조금 높이면 손실은 높인 양의 {steepness}배만큼 줄어듭니다.",
    }[language]


def assert_words(explorer, language="en"):
    p, base = explorer.state["p"], explorer.state["base"]
    unit = unit_of(cost(p, base)[0], base, language)
    value, slope = map(number, cost(p, base))
    log = {"nat": "log", "bit": "log₂"}[base]
    assert formula(explorer) == (
        f"−{log} {prediction('p')} = −{log} {prediction(f'⟦{number(p)} p⟧')} = {loss(value)} {unit} "
        f"{gradient('dL/dp')} = {gradient(slope)}"
    )
    assert explorer.describe() == sentence(explorer, language)


def panels(base):
    log, unit = {"nat": ("log", "nats"), "bit": ("log₂", "bits")}[base]
    return (
        Panel(
            title=" ",
            y="probability",
            xlim=(-0.6, 0.6),
            ylim=(0, 1),
            xticks={},
            yticks={0: "0.0", 0.5: "0.5", 1: "1.0"},
            still=[bars([0], [1], FAINT)],
        ),
        Panel(
            title=f"Loss = −{log} p",
            x="p, the probability given to the right class",
            y=f"loss ({unit})",
            xlim=(-0.02, 1.02),
            ylim=(0, TOP),
            grid=True,
            still=[graph(lambda p: cost(p, base)[0], 1e-4, 1, fewest=201)],
        ),
    )


@pytest.mark.parametrize("base", ["nat", "bit"])
def test_every_state(base):
    explorer = make("cross_entropy", base=base)
    for _ in everywhere(explorer, but="base"):
        assert_picture(explorer)
        assert_words(explorer)
    for p in (*np.linspace(0, 1, 101), 1e-9, 0.004, 0.599):
        explorer.set(p=p)
        assert_picture(explorer)
        assert_words(explorer)


@pytest.mark.parametrize("base", ["nat", "bit"])
def test_what_stands_still(base):
    explorer = make("cross_entropy", base=base)
    assert_panels(explorer, *panels(base), size=(1000, 370), widths=[0.28, 1])
    assert_side_by_side(explorer.figure.axes)


def test_another_unit_is_another_curve_on_the_same_axis():
    explorer = make("cross_entropy")
    explorer.set(base="bit")
    assert_panels(explorer, *panels("bit"), size=(1000, 370), widths=[0.28, 1])


def test_in_korean():
    with using(language="ko"):
        explorer = make("cross_entropy")
        assert [words_of(ax) for ax in explorer.figure.axes] == [
            (" ", "", "확률"),
            ("손실 = −log p", "p, 정답 클래스에 준 확률", "손실 (내트)"),
        ]
        assert control(explorer, "p")[0] == "p (정답 클래스)"
        assert control(explorer, "base") == ("단위", {"nat": "내트", "bit": "비트"})
        for base in UNIT:
            for p in (0.9, 0.01, 0.0):
                explorer.set(p=p, base=base)
                assert_words(explorer, "ko")
        assert words_of(explorer.figure.axes[1])[::2] == ("손실 = −log₂ p", "손실 (비트)")


def test_controls_and_presets():
    explorer = make("cross_entropy")
    assert control(explorer, "p") == ("p (right class)", 0, 1, 0.01)
    assert control(explorer, "base") == ("unit", {"nat": "nat", "bit": "bit"})
    assert explorer.state == {"p": 0.9, "base": "nat"}
    assert explorer.presets == {"sure": {"p": 0.9}, "half": {"p": 0.5}, "wrong": {"p": 0.01}, "impossible": {"p": 0.0}}
    assert explorer.set(p=0.25, base="bit").code() == "lossviz.explore.cross_entropy(p=0.25, base='bit')"


@pytest.mark.parametrize(
    ("p", "base", "unit"), [(0.5, "bit", "1 bit"), (0.25, "bit", "2 bits"), (1.0, "nat", "0 nats")]
)
def test_one_bit_and_more_bits(p, base, unit):
    explorer = make("cross_entropy", p=p, base=base)
    assert f"the loss is {unit}" in explorer.describe()
    assert f"{loss(unit.split()[0])} {unit.split()[1]} " in formula(explorer)


def test_what_is_told_after_a_move(each_language):
    explorer = make("cross_entropy")
    explorer.by_hand("p", 0.25)
    assert (
        explorer._now.told
        == {
            "en": "probability of the right class: 0.25, loss 1.386",
            "ko": "정답 클래스의 확률: 0.25, 손실 1.386",
        }[each_language]
    )
