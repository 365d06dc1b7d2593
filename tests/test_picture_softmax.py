"""`explore.softmax`: what stands where, and what is said, in every state."""

import math
from unicodedata import normalize

import numpy as np
import pytest
from explorers import OWN_DATA, art, given, make
from pictures import (
    Panel,
    assert_panels,
    assert_shows,
    assert_side_by_side,
    control,
    everywhere,
    fitting,
    formula,
    gradient,
    illegible,
    loss,
    lying,
    prediction,
    same,
    says,
    shown,
    upright,
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
    columns = (
        (model.z, MUTED, [number(z, 3) for z in model.z]),
        (model.probabilities, PREDICTION, [f"{p:.3f}" if p >= 0.0005 else "≈ 0" for p in model.probabilities]),
        (model.one_hot, TRUTH, [str(y) for y in model.one_hot]),
    )
    rows = [int(row) for row in explorer.figure.axes[0].get_yticks()]
    assert_shows(
        explorer,
        bars=[lying(range(model.n), lengths, color) for lengths, color, _ in columns],
        numbers=[
            [says(words[row], (max(lengths[row], 0), row), (6, 0), "left", color) for row in rows]
            for lengths, color, words in columns
        ],
        loss_bar=lying([model.right], [model.loss], most=5),
        loss=says(number(model.loss), (min(model.loss, 5), model.right), (6, 0), "left", LOSS),
    )
    assert [bars.axes for bars in art(explorer).bars] == explorer.figure.axes[:3]


def sentence(model, language):
    right, value = model.names[model.right], number(model.loss)
    highest = max(model.probabilities)
    favourites = [index for index, p in enumerate(model.probabilities) if math.isclose(p, highest, rel_tol=1e-9)]
    apart = (n for n in range(4, 18) if number(model.p, n) != number(highest, n))
    digits = 4 if model.right in favourites else next(apart)
    p = number(model.p, digits) if model.p else "≈ 0"
    other, highest = model.names[favourites[0]], number(highest, digits)
    costs = {"en": f"; the loss is −log {p} = {value}.", "ko": f" 손실은 −log {p} = {value}입니다."}[language]
    if favourites == [model.right]:
        return {
            "en": f"The right class, {right}, has the probability {p}, the highest of all",
            "ko": f"정답 클래스인 {right}의 확률이 가장 높습니다(p = {p}).",
        }[language] + costs
    if model.right in favourites:
        return {
            "en": f"The right class, {right}, has the highest probability, {p}, but not alone",
            "ko": f"정답 클래스인 {right}의 확률이 가장 높지만(p = {p}) 확률이 똑같은 클래스가 또 있습니다.",
        }[language] + costs
    return {
        "en": f"The right class, {right}, has the probability {p}, but {other} has {highest}",
        "ko": f"정답 클래스인 {right}의 확률은 {p}인데 {other}의 확률이 더 높습니다(p = {highest}).",
    }[language] + costs


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
    share = {0: "0", 0.5: "0.5", 1: "1"}
    rows = {"ylim": (2.6, -0.6), "yticks": classes}
    inner = {"ylim": (2.6, -0.6), "yticks": dict.fromkeys(classes, ""), "unlabelled": "y"}
    assert_panels(
        explorer,
        Panel(
            title="logits z",
            x="score",
            xlim=(-5, 65 / 7),
            xticks={-5: "−5", 0: "0", 5: "5"},
            still=[upright(0)],
            **rows,
        ),
        Panel(title="→ softmax p", x="probability", xlim=(0, 10 / 7), xticks=share, **inner),
        Panel(title="truth y", x="one-hot", xlim=(0, 10 / 7), xticks={0: "0", 1: "1"}, **inner),
        Panel(
            title="→ −log p",
            x="loss (nats)",
            xlim=(0, 50 / 7),
            xticks={loss: str(loss) for loss in range(6)},
            **inner,
        ),
        size=(1000, 292),
        widths=[1, 1, 0.7, 1],
    )
    assert_side_by_side(explorer.figure.axes)
    # What is right of the last tick belongs to the numbers.
    assert [ax.spines.bottom.get_bounds() for ax in explorer.figure.axes] == [(-5, 5), (0, 1), (0, 1), (0, 5)]


def test_on_a_narrow_page_two_panels_stand_under_the_others():
    explorer = make("softmax")
    explorer.fit((500, 720))
    assert_picture(explorer)
    places = [ax.get_position() for ax in explorer.figure.axes]
    assert places[0].y0 == places[1].y0 > places[2].y1 == places[3].y1
    assert places[0].x0 == places[2].x0 < places[0].x1 < places[1].x0
    for ax in explorer.figure.axes[::2]:
        assert [label.get_text() for label in ax.get_yticklabels()] == CLASSES["en"]


def test_of_many_classes_some_have_names_and_numbers():
    explorer = make("softmax", logits=list(range(30)), y_true=29)
    names = [label.get_text() for label in explorer.figure.axes[0].get_yticklabels()]
    assert (len(names), names[:3], names[-1]) == (14, ["0", "2", "4"], "29")
    assert [label.xy[1] for label in art(explorer).numbers[0]] == [int(name) for name in names]
    assert explorer.figure.axes[3].get_ylim() == (29.6, -0.6)


@pytest.mark.parametrize("room", [(800, 720), (500, 720), (1240, 720)])
def test_a_dozen_long_names_have_room(room):
    names = ["golden retriever", "골든 리트리버 성견 두 마리", "W" * 24, *(f"{count} of a kind" for count in range(9))]
    explorer = make("softmax", logits=np.linspace(-5, 5, 12), y_true=0, classes=names)
    explorer.fit(room)
    assert len(explorer.figure.axes[0].get_yticklabels()) == 12
    for _ in everywhere(explorer, 3, 10):
        assert list(illegible(explorer)) == []


def test_a_tie_is_called_one_and_close_probabilities_differ():
    assert "not alone" in make("softmax", logits=[0, 0, 0]).describe()
    assert "but cat has 0.3" in make("softmax", logits=[0.001, 0, 0.001]).describe()
    assert "has the probability 0.33333, but cat has 0.33334" in make("softmax", logits=[2e-5, 0, 0]).describe()


@pytest.mark.parametrize(
    ("data", "reach"),
    [({}, 5), ({"logits": [1, 2]}, 5), ({"logits": [0.5, -8.2]}, 9), ({"logits": [1e3, 0]}, 1000), ({"reach": 3}, 3)],
)
def test_the_reach_follows_the_logits(data, reach):
    explorer = make("softmax", **data)
    assert control(explorer, "logits")[1:] == (-reach, reach, 0.01)
    assert same(explorer.figure.axes[0].get_xlim(), (-reach, -reach + 2 * reach / 0.7))
    assert max(explorer.presets["sure"]["logits"]) == reach


def test_controls_and_presets():
    explorer = make("softmax")
    assert control(explorer, "logits") == (["z₁ cat", "z₂ dog", "z₃ rabbit"], -5, 5, 0.01)
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
    assert [label.get_text() for label in explorer.figure.axes[0].get_yticklabels()] == [
        "a" * 24,
        "골든 리트리버…견 두 마리",
        "고양이",
    ]
    explorer.fit((500, 720))
    assert [label.get_text() for label in explorer.figure.axes[0].get_yticklabels()] == [
        "aaaaaaa…aaaaaa",
        "골든 리…마리",
        "고양이",
    ]


def test_in_korean():
    with using(language="ko"):
        explorer = make("softmax")
        assert [words_of(ax) for ax in explorer.figure.axes] == [
            ("로짓 z", "점수", ""),
            ("→ 소프트맥스 p", "확률", ""),
            ("정답 y", "원-핫", ""),
            ("→ −log p", "손실 (내트)", ""),
        ]
        assert [label.get_text() for label in explorer.figure.axes[0].get_yticklabels()] == CLASSES["ko"]
        assert control(explorer, "y_true") == ("정답 클래스", dict(enumerate(CLASSES["ko"])))
        assert control(explorer, "temperature")[0] == "온도 T"
        for state in ({}, {"y_true": 0}, {"temperature": 5}, {"logits": [1, 1, 0]}):
            explorer.set(**state)
            assert_words(explorer, "ko")
