"""`explore.accuracy`: what stands where, and what is said, in every state."""

import math

import numpy as np
import pytest
from explorers import OWN_DATA, art, given, make
from matplotlib.lines import CARETDOWN
from pictures import (
    Panel,
    assert_panels,
    assert_shows,
    assert_side_by_side,
    control,
    everywhere,
    formula,
    gradient,
    graph,
    hidden,
    level,
    loss,
    pieces,
    points,
    prediction,
    same,
    says,
    shown,
    tangent,
    truth,
    upright,
    words_of,
)

from lossviz.figure.style import GRADIENT, LOSS, MUTED, PREDICTION, TRUTH
from lossviz.words import number, using

OWN = [
    *OWN_DATA["accuracy"],
    {"x": [0, 1, -2, 4], "y_true": [1, 0, 0, 1], "weight": -0.2, "bias": 0.5},
    {"x": [1, 2, 4], "y_true": [0, 1, 1], "weight": 0.5, "bias": -2.0},
    {"x": np.linspace(-3, 4, 900).tolist(), "y_true": [0, 1, 1] * 300},
]


def sigmoid(z):
    return 1 / (1 + math.exp(-z)) if z > -700 else 0


class Classifier:
    """The classifier of an explorer, measured one sample after the other."""

    def __init__(self, explorer):
        data = given(explorer)
        self.x, self.y = data["x"], data["y_true"]
        self.weight, self.bias = explorer.state["weight"], explorer.state["bias"]
        self.lowest, self.steepest = explorer._controls["weight"].low, explorer._controls["weight"].high
        errors = [sigmoid(self.weight * x + self.bias) - y for x, y in zip(self.x, self.y, strict=True)]
        self.accuracy = shown(explorer, "accuracy", self.accuracy_at(self.weight))
        self.loss = shown(explorer, "loss", self.loss_at(self.weight))
        self.slope = shown(explorer, "slope", np.mean([each * x for each, x in zip(errors, self.x, strict=True)]))
        # Where w·x + b = 0 for a sample, the accuracy jumps.
        self.at_a_jump = any(x and abs(self.weight * x + self.bias) < 1e-12 for x in self.x)
        self.is_right = [(self.p_at(x) >= 0.5) == (y == 1) for x, y in zip(self.x, self.y, strict=True)]
        # Of many samples, some are drawn, evenly.
        some = np.unique(np.linspace(0, len(self.x) - 1, min(len(self.x), 100)).astype(int))
        self.some_x, self.some_y = np.array(self.x)[some], np.array(self.y)[some]
        self.some_right, self.some_p = np.array(self.is_right)[some], [self.p_at(x) for x in self.some_x]
        self.left, self.right = min(self.x) - 0.06 * self.width, max(self.x) + 0.06 * self.width

    @property
    def width(self):
        return max(self.x) - min(self.x) or 1

    def p_at(self, x):
        return sigmoid(self.weight * x + self.bias)

    def marked(self, right):
        """Where the samples stand that are classified right, or wrong."""
        return self.some_x[self.some_right == right], self.some_y[self.some_right == right]

    def accuracy_at(self, weight):
        return np.mean([(weight * x + self.bias >= 0) == (y == 1) for x, y in zip(self.x, self.y, strict=True)])

    def loss_at(self, weight):
        """log(1 + e^−z) for the label 1, log(1 + e^z) for the label 0."""
        logits = np.array([(weight * x + self.bias) * (1 if y else -1) for x, y in zip(self.x, self.y, strict=True)])
        return np.mean(np.logaddexp(0, -logits))


def assert_picture(explorer):
    model = Classifier(explorer)
    above = model.loss > 2.5
    right, wrong = model.marked(True), model.marked(False)
    # One row above each panel: beginning at its left, ending at its right.
    row = {"offset": (0, 11), "va": "baseline"}
    slope = {"ha": "right", "color": GRADIENT, **row}
    words = "slope undefined" if model.at_a_jump else "slope 0"
    assert_shows(
        explorer,
        sigmoid=graph(model.p_at, model.left, model.right, PREDICTION, every=7),
        stems=pieces(model.some_x, model.some_y, model.some_p),
        p=points(model.some_x, model.some_p, PREDICTION),
        right=points(*right, TRUTH),
        wrong=points(*wrong, LOSS, marker="X"),
        count=says(
            f"● right: {sum(model.is_right)}   × wrong: {len(model.x) - sum(model.is_right)}",
            (model.left, 1.2), ha="left", **row,
        ),
        **boundary(model),
        stairs=stairs(model),
        curve=graph(model.loss_at, model.lowest, model.steepest, every=13),
        tangent=tangent(model.weight, model.loss, model.slope),
        places=[upright(model.weight)] * 2,
        on_stairs=points([model.weight], [model.accuracy], TRUTH, marker=CARETDOWN),
        on_curve=points([model.weight], [2.5 if above else model.loss], marker="^" if above else "o"),
        off_chart=says(
            f"L = {number(model.loss)}" if above else "",
            (model.steepest, 2.5), (-125, 11), "right", LOSS, va="baseline",
        ),
        stairs_slope=says(words, (model.steepest, 1.2), **slope),
        loss_slope=says(f"slope {number(model.slope)}", (model.steepest, 2.5), **slope),
    )  # fmt: skip
    of_points, of_stairs, of_loss = explorer.figure.axes
    assert [line.axes for line in art(explorer).places] == [of_stairs, of_loss]
    assert art(explorer).boundary.axes is of_points
    assert same(of_points.get_xlim(), (model.left, model.right))
    assert same((*of_stairs.get_xlim(), *of_loss.get_xlim()), (model.lowest, model.steepest) * 2)


def boundary(model):
    """Upright where p = ½, its number at the top, on the wider side; nothing where that is not among the data."""
    at = -model.bias / model.weight if model.weight else math.inf
    if not model.left <= at <= model.right:
        return {"boundary": hidden, "boundary_label": hidden}
    offset, ha = ((-8, 0), "right") if at > (model.left + model.right) / 2 else ((8, 0), "left")
    words = f"boundary x = {number(at, 3)}"
    return {"boundary": upright(at), "boundary_label": says(words, (at, 1.2), offset, ha, MUTED, va="top")}


def stairs(model):
    """Steps from end to end, one for each place where the accuracy may jump, flat and with nothing between them."""

    def check(line):
        x, y = line.get_data()
        assert (line.get_linestyle(), line.get_color()) == ("-", TRUTH)
        starts, ends = x[0::3], x[1::3]
        assert np.isnan(x[2::3]).all()
        assert np.isnan(y[2::3]).all()
        assert same((starts[0], ends[-1]), (model.lowest, model.steepest))
        assert same(starts[1:], ends[:-1])
        jumps = {-model.bias / each for each in model.x if each}
        inside = sorted(jump for jump in jumps if model.lowest < jump < model.steepest)
        if len(inside) <= 121:
            assert same(ends[:-1], inside)
        else:
            assert len(starts) > 100
        assert same(y[0::3], y[1::3])
        for start, end, height in zip(starts, ends, y[0::3], strict=True):
            if len(inside) <= 121:
                for share in (0.001, 0.5, 0.999):
                    assert model.accuracy_at(start + share * (end - start)) == pytest.approx(height)
            else:
                assert model.accuracy_at((start + end) / 2) == pytest.approx(height)

    return check


def sentence(model, language):
    weight, bias = number(model.weight), number(model.bias)
    right, count, accuracy = round(model.accuracy * len(model.x)), len(model.x), number(model.accuracy)
    value, slope = number(model.loss), number(model.slope)
    advice = {
        "en": {-1: "raise w", 0: "stay", 1: "lower w"},
        "ko": {-1: "w를 키웁니다", 0: "그대로 둡니다", 1: "w를 줄입니다"},
    }[language][np.sign(model.slope)]
    stairs = {
        "en": ("its slope is 0", "its slope is undefined at this jump"),
        "ko": ("그 기울기는 0입니다", "계단이 끊기는 곳이라 기울기가 정의되지 않습니다"),
    }[language][model.at_a_jump]
    return {
        "en": f"With w = {weight} and b = {bias} the classifier is right for {right} of {count}: accuracy {accuracy}, "
        f"and {stairs}. The loss is {value}, and its slope of {slope} says: {advice}.",
        "ko": f"w = {weight}, b = {bias}일 때 샘플 {count}개 중 {right}개를 맞혀 정확도는 {accuracy}이고 {stairs}. "
        f"손실은 {value}이고, 기울기가 {slope}이므로 {advice}.",
    }[language]


def assert_words(explorer, language="en"):
    model = Classifier(explorer)
    sign = "−" if model.bias < 0 else "+"
    classifier = f"σ(⟦{number(model.weight)} weight⟧·x {sign} ⟦{number(abs(model.bias))} bias⟧)"
    right = f"{sum(model.is_right)}/{len(model.x)}"
    assert formula(explorer) == (
        f"p = {prediction(classifier)} "
        f"{ {'en': 'accuracy', 'ko': '정확도'}[language] } = {right} = {truth(number(model.accuracy))} "
        f"L = {loss(number(model.loss))} "
        f"{gradient('dL/dw')} = {gradient(number(model.slope))}"
    )
    assert explorer.describe() == sentence(model, language)


def assert_everything(explorer, count=9, wander=60):
    for _ in everywhere(explorer, count, wander):
        assert_picture(explorer)
        assert_words(explorer)


def test_every_state():
    explorer = make("accuracy")
    assert_everything(explorer)
    # On either side of the middle of the data, rising and falling; near the right edge; at a jump; far off the top.
    for weight, bias in (
        (0.5, -2.2), (0.5, -2.3), (-0.4, 1.7), (-0.4, 1.9), (1.49, -7), (1.51, -7), (1, -4), (-0.5, 10.8), (2, -0.1),
    ):  # fmt: skip
        explorer.set(weight=weight, bias=bias)
        assert_picture(explorer)
        assert_words(explorer)


@pytest.mark.parametrize("data", OWN)
def test_own_data(data):
    few = len(data["x"]) < 100
    assert_everything(make("accuracy", **data), 7 if few else 3, 20 if few else 3)


def test_what_stands_still():
    explorer = make("accuracy")
    third = {0: "0.0", 0.5: "0.5", 1: "1.0"}
    assert_panels(
        explorer,
        Panel(
            title=" ",
            x="feature x (hours of study)",
            y="p (passes), y",
            xlim=(0.58, 8.42),
            ylim=(-0.08, 1.2),
            yticks=third,
            still=[level(0.5)],
        ),
        Panel(
            title="Accuracy: a staircase",
            y="accuracy",
            xlim=(-0.5, 2),
            ylim=(-0.08, 1.2),
            yticks=third,
            grid=True,
            unlabelled="x",
        ),
        Panel(
            title="Loss: a smooth slope",
            x="weight w",
            y="loss L (nats)",
            xlim=(-0.5, 2),
            ylim=(0, 2.5),
            grid=True,
        ),
        size=(1000, 400),
        widths=[1, 1.25],
    )
    of_points, of_stairs, of_loss = explorer.figure.axes
    assert_side_by_side([of_points, of_stairs])
    above, below = of_stairs.get_position(), of_loss.get_position()
    assert (above.x0, above.x1) == pytest.approx((below.x0, below.x1))
    assert below.y1 < above.y0
    assert (of_points.get_position().y0, of_points.get_position().y1) == pytest.approx((below.y0, above.y1))


@pytest.mark.parametrize(
    ("data", "weight", "bias", "start"),
    [
        ({}, (-0.5, 2, 0.02), (-10.8, 10.8, 0.2), {"weight": 0.3, "bias": -2}),
        ({"x": [3.0], "y_true": [1]}, (-3.6, 14, 0.2), (-28, 28, 0.5), {"weight": 2, "bias": -6}),
        ({"x": [0.0], "y_true": [1]}, (-3.6, 14, 0.2), (-1, 1, 0.01), {"weight": 2, "bias": 0}),
        ({"x": [-1, 0.5, 2], "y_true": [0, 0, 1]}, (-1.2, 4.7, 0.05), (-6.3, 6.3, 0.1), {"weight": 0.7, "bias": -1}),
    ],
)
def test_the_ranges_follow_the_data(data, weight, bias, start):
    explorer = make("accuracy", **data)
    assert control(explorer, "weight") == ("weight w", *weight)
    assert control(explorer, "bias") == ("bias b", *bias)
    assert explorer.state == pytest.approx(start)


def test_many_samples_get_fewer_points_of_the_curve():
    assert len(art(make("accuracy")).curve.get_xdata()) == 121
    many = make("accuracy", x=np.arange(1000.0), y_true=np.arange(1000) % 2)
    assert len(art(many).curve.get_xdata()) == 50
    assert len(art(many).stairs.get_xdata()) <= 3 * 250


def test_controls_and_presets():
    explorer = make("accuracy")
    assert explorer.presets == {"flat": {"weight": 0}, "steep": {"weight": 2}}
    assert explorer.set(weight=1, bias=-4).code() == (
        "lossviz.explore.accuracy(x=[1, 2, 3, 4, 5, 6, 7, 8], y_true=[0, 0, 0, 1, 0, 1, 1, 1], weight=1, bias=-4)"
    )
    assert explorer.readings["accuracy_slope"] != explorer.readings["accuracy_slope"]
    assert explorer.set(weight=1.02).readings["accuracy_slope"] == 0


def test_in_korean():
    with using(language="ko"):
        explorer = make("accuracy")
        assert [words_of(ax) for ax in explorer.figure.axes] == [
            (" ", "특성 x (공부한 시간)", "p (합격 확률), y"),
            ("정확도: 계단", "", "정확도"),
            ("손실: 매끄러운 비탈", "가중치 w", "손실 L (내트)"),
        ]
        assert [control(explorer, name)[0] for name in ("weight", "bias")] == ["가중치 w", "편향 b"]
        for weight, bias in ((0.3, -2), (1, -4), (-0.5, 1)):
            explorer.set(weight=weight, bias=bias)
            assert_words(explorer, "ko")
        assert art(explorer).boundary_label.get_text() == "결정 경계 x = 2"
        assert art(explorer).count.get_text() == "● 맞힘: 2   × 틀림: 6"
        assert art(explorer).stairs_slope.get_text() == "기울기 정의되지 않음"
        explorer.set(weight=-0.5, bias=-10.8)
        assert art(explorer).off_chart.get_text() == "L = 6.963"


# One student with 12 hours failed.
ILL_ON_THE_DAY = {"x": [1, 2, 3, 4, 5, 6, 7, 12], "y_true": [0, 0, 0, 1, 1, 1, 1, 0], "weight": 0.32, "bias": -2}


def test_one_sure_mistake_and_the_loss_rises_with_the_accuracy():
    explorer = make("accuracy", **ILL_ON_THE_DAY)
    walk = [explorer.set(weight=weight).readings for weight in (0.32, 0.34, 0.40, 0.52, 0.60)]
    assert [step["accuracy"] for step in walk] == [0.5, 0.625, 0.75, 0.875, 0.875]
    assert [round(step["loss"], 4) for step in walk] == [0.7542, 0.7549, 0.7709, 0.8540, 0.9388]


@pytest.mark.parametrize(("data", "right"), [(ILL_ON_THE_DAY, "rises"), ({"weight": 0.3, "bias": -2}, "falls")])
def test_it_asks_where_the_loss_goes_while_the_accuracy_rises(data, right):
    explorer = make("accuracy", **data, predict="accuracy-rises")
    explorer._asking.answered(right)
    assert explorer.answer.right
