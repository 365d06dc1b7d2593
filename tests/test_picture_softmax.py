"""`explore.softmax`: what stands where, and what is said, in every state."""

import math
from unicodedata import normalize

import pytest
from explorers import OWN_DATA, art, given, make
from pictures import (
    Panel,
    assert_panels,
    assert_shows,
    assert_side_by_side,
    bars,
    control,
    everywhere,
    fitting,
    formula,
    gradient,
    level,
    loss,
    prediction,
    same,
    says,
    shown,
    words_of,
)

from lossviz.figure.style import LOSS, MUTED, PREDICTION, TRUTH
from lossviz.words import number, using

CLASSES = {"en": ["cat", "dog", "rabbit"], "ko": ["고양이", "개", "토끼"]}
OWN = [
    *OWN_DATA["softmax"],
    {"logits": [0.5, -2, 0.5, 3, -8.2], "y_true": 4, "temperature": 2, "classes": list("abcde")},
]


class Softmax:
    """One sample, its exponentials written out."""

    def __init__(self, explorer, language="en"):
        self.z, self.right = explorer.state["logits"], explorer.state["y_true"]
        self.t = explorer.state["temperature"]
        self.n = len(self.z)
        names = given(explorer).get("classes") or (
            CLASSES[language] if self.n == 3 else [str(index) for index in range(self.n)]
        )
        self.names = [fitting(name, 24) for name in names]
        most = max(self.z)
        parts = [math.exp((z - most) / self.t) for z in self.z]
        self.probabilities = [part / sum(parts) for part in parts]
        self.one_hot = [int(index == self.right) for index in range(self.n)]
        self.p = shown(explorer, "p", self.probabilities[self.right])
        # log Σ e^(z/T) − z/T of the right class, in which nothing overflows.
        loss = math.log(sum(parts)) + (most - self.z[self.right]) / self.t
        self.loss = shown(explorer, "loss", loss)
        self.gradient = [(p - y) / self.t for p, y in zip(self.probabilities, self.one_hot, strict=True)]
        shown(explorer, "slope", self.gradient[self.right])


def assert_picture(explorer):
    model = Softmax(explorer)
    end = min(model.loss, 5)
    columns = ((model.z, MUTED), (model.probabilities, PREDICTION), (model.one_hot, TRUTH))
    assert_shows(
        explorer,
        bars=[bars(range(model.n), heights, color) for heights, color in columns],
        numbers=[
            [
                says(number(height, 3), (index, height), (0, 11 if height >= 0 else -12), color=color)
                for index, height in enumerate(heights)
            ]
            * (model.n <= 8)
            for heights, color in columns
        ],
        loss_bar=bars([0], [end]),
        loss=says(number(model.loss), (0, end), (0, 12 if end < 4.5 else -12), color=LOSS),
    )
    assert [bars.axes for bars in art(explorer).bars] == explorer.figure.axes[:3]


def sentence(model, language):
    right, value = model.names[model.right], number(model.loss)
    p = number(model.p) if model.p else "≈ 0"
    favourite = model.probabilities.index(max(model.probabilities))
    other, highest = model.names[favourite], number(model.probabilities[favourite])
    if favourite == model.right:
        return {
            "en": f"The right class, {right}, has the probability {p}, the highest of all; "
            f"the loss is −log {p} = {value}.",
            "ko": f"정답 클래스인 {right}의 확률이 가장 높습니다(p = {p}). 손실은 −log {p} = {value}입니다.",
        }[language]
    return {
        "en": f"The right class, {right}, has the probability {p}, but {other} has {highest}; "
        f"the loss is −log {p} = {value}.",
        "ko": f"정답 클래스인 {right}의 확률은 {p}인데 {other}의 확률이 더 높습니다(p = {highest}). "
        f"손실은 −log {p} = {value}입니다.",
    }[language]


def assert_words(explorer, language="en"):
    model = Softmax(explorer, language)
    slopes = [number(slope, 3) for slope in model.gradient]
    if len(slopes) > 5:
        slopes = [*slopes[:3], "…", slopes[-1]]
    assert formula(explorer) == (
        f"−log {prediction('p')} = −log {'' if model.p else '≈ '}{prediction(number(model.p))} = "
        f"{loss(number(model.loss))} "
        f"{gradient('∂L/∂z')} = (p − y) / T = {gradient('(' + ', '.join(slopes) + ')')}"
    )
    assert explorer.describe() == sentence(model, language)


def assert_everything(explorer, count=9, wander=60):
    for _ in everywhere(explorer, count, wander):
        assert_picture(explorer)
        assert_words(explorer)


def test_every_state():
    explorer = make("softmax")
    assert_everything(explorer)
    # Where the bar of the loss comes near the top of its axis, and beyond.
    for logit in (4.4, 4.45, 4.9, 5):
        assert_everything(make("softmax", logits=[0, logit, -5], y_true=0), 2, 2)


@pytest.mark.parametrize("data", OWN)
def test_own_data(data):
    assert_everything(make("softmax", **data), 4, 20)


def test_what_stands_still():
    explorer = make("softmax")
    classes = dict(enumerate(CLASSES["en"]))
    share = {0: "0.0", 0.5: "0.5", 1: "1.0"}
    assert_panels(
        explorer,
        Panel(
            title="logits z",
            y="score",
            xlim=(-0.6, 2.6),
            ylim=(-5.75, 5.75),
            xticks=classes,
            grid=True,
            still=[level(0)],
        ),
        Panel(
            title="→ softmax p",
            y="probability",
            xlim=(-0.6, 2.6),
            ylim=(0, 1.15),
            xticks=classes,
            yticks=share,
            grid=True,
        ),
        Panel(
            title="against the truth y",
            xlim=(-0.6, 2.6),
            ylim=(0, 1.15),
            xticks=classes,
            yticks=share,
            grid=True,
        ),
        Panel(title="→ −log p", y="loss (nats)", xlim=(-0.6, 0.6), ylim=(0, 5), xticks={}, grid=True),
        size=(1000, 330),
        widths=[1, 1, 1, 0.45],
    )
    assert_side_by_side(explorer.figure.axes)


def test_many_classes_have_names_for_some():
    axes = make("softmax", logits=list(range(20)), y_true=19).figure.axes
    for ax in axes[:3]:
        assert ax.get_xlim() == (-0.6, 19.6)
        assert [label.get_text() for label in ax.get_xticklabels()] == ["0", "2", "5", "8", "10", "13", "16", "19"]


@pytest.mark.parametrize(
    ("data", "reach"),
    [({}, 5), ({"logits": [1, 2]}, 5), ({"logits": [0.5, -8.2]}, 9), ({"logits": [1e3, 0]}, 1000), ({"reach": 3}, 3)],
)
def test_the_reach_follows_the_logits(data, reach):
    explorer = make("softmax", **data)
    assert control(explorer, "logits")[1:] == (-reach, reach, 0.01)
    assert same(explorer.figure.axes[0].get_ylim(), (-1.15 * reach, 1.15 * reach))
    assert max(explorer.presets["sure"]["logits"]) == reach


def test_controls_and_presets():
    explorer = make("softmax")
    assert control(explorer, "logits") == (["z₁", "z₂", "z₃"], -5, 5, 0.01)
    assert control(explorer, "y_true") == ("right class", {0: "cat", 1: "dog", 2: "rabbit"})
    assert control(explorer, "temperature") == ("temperature T", 0.1, 5, 0.1)
    assert explorer.state == {"logits": [0, 2.89, 0], "y_true": 1, "temperature": 1}
    assert explorer.presets == {
        "undecided": {"logits": [0, 0, 0]},
        "sure": {"logits": [0, 5, 0], "y_true": 1},
        "hot": {"temperature": 5},
        "cold": {"temperature": 0.2},
    }
    assert make("softmax", logits=[1, 2], y_true=0).presets["sure"] == {"logits": [5, 0], "y_true": 0}
    assert explorer.set(y_true=2, temperature=2).code() == (
        "lossviz.explore.softmax(logits=[0, 2.89, 0], y_true=2, temperature=2)"
    )
    named = make("softmax", logits=[1, 2], classes=["yes", "no"], reach=7)
    assert named.code() == (
        "lossviz.explore.softmax(logits=[1, 2], y_true=1, classes=['yes', 'no'], temperature=1, reach=7)"
    )
    assert control(named, "y_true")[1] == {0: "yes", 1: "no"}


def test_long_names_are_cut_and_others_put_together():
    apart = normalize("NFD", "고양이")
    explorer = make("softmax", logits=[1, 2, 3], classes=["a" * 24, "골든 리트리버 성견 두 마리", apart])
    assert control(explorer, "y_true")[1] == {0: "a" * 24, 1: "골든 리트리버…견 두 마리", 2: "고양이"}
    # Beginning and end are left, so that names that begin alike can be told apart.
    assert [label.get_text() for label in explorer.figure.axes[0].get_xticklabels()] == [
        "aaaaa…aaaa",
        "골든…마리",
        "고양이",
    ]


def test_in_korean():
    with using(language="ko"):
        explorer = make("softmax")
        assert [words_of(ax) for ax in explorer.figure.axes] == [
            ("로짓 z", "", "점수"),
            ("→ 소프트맥스 p", "", "확률"),
            ("정답 y와 견주기", "", ""),
            ("→ −log p", "", "손실 (내트)"),
        ]
        assert [label.get_text() for label in explorer.figure.axes[0].get_xticklabels()] == CLASSES["ko"]
        assert control(explorer, "y_true") == ("정답 클래스", dict(enumerate(CLASSES["ko"])))
        assert control(explorer, "temperature")[0] == "온도 T"
        for state in ({}, {"y_true": 0}, {"temperature": 5}):
            explorer.set(**state)
            assert_words(explorer, "ko")
