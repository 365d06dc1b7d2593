"""`explore.slope`: what stands where, and what is said, in every state."""

import numpy as np
import pytest
from explorers import OWN_DATA, art, given, make
from pictures import (
    Panel,
    arrow,
    assert_panels,
    assert_shows,
    assert_side_by_side,
    control,
    curve,
    everywhere,
    formula,
    gradient,
    graph,
    hidden,
    loss,
    pieces,
    points,
    prediction,
    says,
    shown,
    tangent,
    words_of,
)

from lossviz.figure.style import GRADIENT, MUTED, PREDICTION, TRUTH
from lossviz.words import number, using

OWN = [*OWN_DATA["slope"], {"x": [-2, -1], "y_true": [-3, 5]}, {"x": [1, 2, 0], "y_true": [-2, -3, 0.5]}]
OWN.append({"x": np.linspace(1, 3, 300).tolist(), "y_true": np.linspace(2, 5, 300).tolist()})


class Walk:
    """The walk down the loss, a step after the other, with sums in place of the losses of the package."""

    def __init__(self, explorer):
        data, state = given(explorer), explorer.state
        self.x, self.y, self.rate, self.step = data["x"], data["y_true"], state["learning_rate"], state["step"]
        self.path = [state["weight"]]
        for _ in range(self.step):
            self.path.append(self.path[-1] - self.rate * self.derivative(self.path[-1]))
        self.low, self.high = explorer._controls["weight"].low, explorer._controls["weight"].high
        self.top = 1.15 * max(self.loss_at(self.low), self.loss_at(self.high))
        now = self.path[-1]
        self.steepest = 2 * self.top / 1.15 / (self.high - self.low)
        self.now = shown(explorer, "now", now)
        self.loss = shown(explorer, "loss", self.loss_at(now), self.top)
        self.slope = shown(explorer, "slope", self.derivative(now), self.steepest)
        self.following = shown(explorer, "next_weight", now - self.rate * self.derivative(now))
        self.limit = len(self.x) / sum(x * x for x in self.x)

    def pixels_to(self, explorer, weight):
        """How far a weight is from the present one, in pixels of the picture."""
        axes = explorer.figure.axes[1]
        return abs(weight - self.now) * axes.bbox.width / (self.high - self.low)

    def errors(self, weight):
        return [weight * x - y for x, y in zip(self.x, self.y, strict=True)]

    def loss_at(self, weight):
        return sum(error * error for error in self.errors(weight)) / len(self.x)

    def derivative(self, weight):
        return 2 * sum(error * x for error, x in zip(self.errors(weight), self.x, strict=True)) / len(self.x)


def assert_picture(explorer):
    walk = Walk(explorer)
    now = (walk.now, walk.loss)
    ends = explorer.figure.axes[0].get_xlim()
    # Of many samples, some errors are drawn, evenly.
    some = np.unique(np.linspace(0, len(walk.x) - 1, min(len(walk.x), 100)).astype(int))
    x, y = np.array(walk.x)[some], np.array(walk.y)[some]
    always = {
        "line": curve(ends, [walk.now * end for end in ends], PREDICTION),
        "errors": pieces(x, y, walk.now * x),
        "truth": points(x, y, TRUTH),
        "trail": curve(walk.path, [walk.loss_at(weight) for weight in walk.path], MUTED, marker="o"),
    }
    row = {"offset": (0, 11), "va": "baseline"}
    left, right = (walk.low, walk.top), (walk.high, walk.top)
    if walk.low <= walk.now <= walk.high:
        end = min(max(walk.following, walk.low), walk.high)
        next_off = f"next step off the chart: w = {number(walk.following)}" if end != walk.following else ""
        assert_shows(
            explorer,
            **always,
            tangent=tangent(*now, walk.slope),
            dot=points([walk.now], [walk.loss]),
            arrow=arrow(now, (end, walk.loss)) if walk.pixels_to(explorer, end) >= 18 else hidden,
            slope=says(f"slope {number(walk.slope)}", right, ha="right", color=GRADIENT, **row),
            note=says(next_off, left, ha="left", **row),
        )
    else:
        note = f"off the chart: w = {number(walk.now)}, L = {number(walk.loss)}"
        nothing = dict.fromkeys(("tangent", "arrow", "slope"), hidden)
        # At the end of the curve by which it left, pointing outwards.
        out, marker = (walk.low, "<") if walk.now < walk.low else (walk.high, ">")
        dot = points([out], [walk.loss_at(out)], marker=marker)
        assert_shows(explorer, **always, **nothing, dot=dot, note=says(note, left, ha="left", **row))


def sentence(walk, language):
    step, now, value, slope = walk.step, number(walk.now), number(walk.loss), number(walk.slope)
    way = "flat" if abs(walk.slope) < 1e-5 * walk.steepest else "negative" if walk.slope < 0 else "positive"
    advice = {
        "en": {
            "negative": "The derivative is negative: raise w.",
            "positive": "The derivative is positive: lower w.",
            "flat": "The derivative is as good as zero: stay.",
        },
        "ko": {
            "negative": "미분값이 음수이므로 w를 키웁니다.",
            "positive": "미분값이 양수이므로 w를 줄입니다.",
            "flat": "미분값이 0이나 다름없으므로 그대로 둡니다.",
        },
    }[language][way]
    limit = number(walk.limit)
    too_large = {
        "en": f" The learning rate is above {limit}, so every step lands farther from the bottom than it started: "
        "the loss diverges.",
        "ko": f" 학습률이 {limit}보다 커서 매번 최소점을 지나쳐 더 멀리 갑니다. 손실이 발산합니다.",
    }[language]
    inside = walk.low <= walk.now <= walk.high
    off = {"en": ", off the chart", "ko": "그림 밖으로 나갔습니다. "}[language] * (not inside)
    said = {
        "en": f"Steps taken: {step}. Now w = {now} and the loss is {value}{off}. Its slope is {slope}. {advice}",
        "ko": f"스텝 수는 {step}입니다. {off}w = {now}에서 손실은 {value}, 기울기는 {slope}입니다. {advice}",
    }[language]
    # At the bottom no step goes anywhere, however large the rate.
    return said + too_large * (walk.rate > walk.limit and way != "flat")


def assert_words(explorer, language="en"):
    walk = Walk(explorer)
    assert formula(explorer) == (
        f"w − η · {gradient('dL/dw')} = "
        f"⟦{number(walk.now)} weight⟧ − ⟦{number(walk.rate)} learning_rate⟧ × ({gradient(number(walk.slope))}) = "
        f"{prediction(number(walk.following))} L = {loss(number(walk.loss))}"
    )
    assert explorer.describe() == sentence(walk, language)


def assert_everything(explorer, count=9, wander=60):
    for _ in everywhere(explorer, count, wander):
        assert_picture(explorer)
        assert_words(explorer)


def test_every_state():
    explorer = make("slope")
    assert_everything(explorer)
    # Where there is a way behind, where it goes to and fro, and where it runs away.
    for preset in ("converge", "zigzag", "diverge"):
        assert_everything(make("slope").set(**explorer.presets[preset]), 31, 0)


@pytest.mark.parametrize("data", OWN)
def test_own_data(data):
    assert_everything(make("slope", **data), 7, 30)


def test_where_the_slope_is_nearly_zero_the_advice_is_to_stay():
    explorer = make("slope")
    steepest, best = Walk(explorer).steepest, 55 / 30
    for share, advice in ((0, "stay"), (0.9, "stay"), (-0.9, "stay"), (1.1, "lower w"), (-1.1, "raise w")):
        # The second derivative is 2 mean(x²) = 15.
        explorer.set(weight=best + share * 1e-5 * steepest / 15)
        assert explorer.describe().endswith(f": {advice}.")
        assert_picture(explorer)
        assert_words(explorer)
    # However large the rate is.
    assert explorer.set(weight=best, learning_rate=0.168).describe().endswith(": stay.")


def test_a_rate_that_is_too_large_climbs_and_leaves_the_chart():
    explorer = make("slope")
    explorer.set(**explorer.presets["diverge"])
    seen = []
    for step in range(20):
        explorer.set(step=step)
        assert_picture(explorer)
        assert_words(explorer)
        seen.append((art(explorer).note.get_text(), *art(explorer).dot.get_xydata()[0]))
    assert len(set(seen)) == 20
    heights = [height for note, _, height in seen if not note.startswith("off")]
    assert len(heights) > 5
    assert heights == sorted(heights)


def test_what_stands_still():
    explorer = make("slope")
    top = 1.15 * Walk(explorer).loss_at(4.8)
    assert_panels(
        explorer,
        Panel(
            title="The model ŷ = w·x",
            x="x (size)",
            y="y (postage)",
            xlim=(0, 4.4),
            ylim=(-0.8, 8.8),
            still=[points([1, 2, 3, 4], [2, 3, 5, 8], TRUTH)],
        ),
        Panel(
            title=" ",
            x="weight w",
            y="L = MSE (postage, squared)",
            xlim=(-1.1, 4.8),
            ylim=(-0.06 * top, top),
            grid=True,
            still=[graph(Walk(explorer).loss_at, -1.1, 4.8, fewest=101)],
        ),
        size=(1000, 350),
        widths=[1, 1.6],
    )
    assert_side_by_side(explorer.figure.axes)


@pytest.mark.parametrize(
    ("data", "across", "up"),
    [
        ({"x": [-4.0], "y_true": [8]}, (-4.4, 1), (-0.8, 8.8)),
        ({"x": [-2, -1], "y_true": [-3, 5]}, (-2.2, 1), (-3.8, 5.8)),
        ({"x": [1, 2, 0], "y_true": [-2, -3, -0.5]}, (0, 2.2), (-3.3, 0.3)),
        ({"x": [100, 200], "y_true": [0, 0]}, (0, 220), (-0.1, 0.1)),
    ],
)
def test_the_line_starts_where_the_axes_cross(data, across, up):
    model = make("slope", **data).figure.axes[0]
    assert model.get_xlim() == pytest.approx(across)
    assert model.get_ylim() == pytest.approx(up)


@pytest.mark.parametrize(
    ("data", "weight", "rate", "start"),
    [
        ({}, (-1.1, 4.8, 0.02), (0, 0.168, 0.002), 0.02),
        ({"x": [-4.0], "y_true": [8]}, (-5.2, 1.2, 0.02), (0, 0.079, 0.001), 0.009),
        ({"x": [100, 200], "y_true": [0, 0]}, (-0.008, 0.008, 4e-5), (0, 5e-5, 5e-7), 6e-6),
        ({"x": [2, 2], "y_true": [3, -3]}, (-2.4, 2.4, 0.01), (0, 0.315, 0.005), 0.04),
    ],
)
def test_the_ranges_follow_the_data(data, weight, rate, start):
    explorer = make("slope", **data)
    assert control(explorer, "weight")[1:] == pytest.approx(weight)
    assert control(explorer, "learning_rate")[1:] == pytest.approx(rate)
    assert explorer.state == pytest.approx({"weight": 0, "learning_rate": start, "step": 0})


def test_controls_and_presets():
    explorer = make("slope")
    assert control(explorer, "learning_rate") == ("η (learning rate)", 0, 0.168, 0.002)
    assert control(explorer, "step") == ("steps", 0, 30, 1)
    step = explorer._controls["step"]
    assert (step.whole, step.play) == (True, 500)
    assert list(explorer.presets) == ["converge", "zigzag", "diverge"]
    # To the last digit: they stand in the line that is shared.
    assert explorer.presets["converge"] == {"learning_rate": 0.02, "step": 12}
    assert explorer.presets["zigzag"] == {"learning_rate": 0.12, "step": 12}
    assert explorer.presets["diverge"] == {"learning_rate": 0.14, "step": 8}
    assert explorer.set(step=3).code() == (
        "lossviz.explore.slope(x=[1, 2, 3, 4], y_true=[2, 3, 5, 8], weight=0, learning_rate=0.02, step=3)"
    )


def test_in_korean():
    with using(language="ko"):
        explorer = make("slope")
        assert [words_of(ax) for ax in explorer.figure.axes] == [
            ("모델 ŷ = w·x", "x (크기)", "y (요금)"),
            (" ", "가중치 w", "L = MSE (요금의 제곱)"),
        ]
        assert control(explorer, "learning_rate")[0] == "η (학습률)"
        assert control(explorer, "step")[0] == "스텝 수"
        for state in (
            {},
            {"weight": 4},
            {"weight": 55 / 30},
            {"learning_rate": 0.15, "weight": 3},
            {"learning_rate": 0.02, "step": 5},
        ):
            explorer.set(**state)
            assert_words(explorer, "ko")
        # Near the bottom, off the chart.
        assert_words(explorer.set(weight=55 / 30, step=3, learning_rate=0.168), "ko")
        assert_words(explorer.set(weight=3, step=20), "ko")
        explorer.set(weight=4.7, step=0)
        assert art(explorer).note.get_text() == f"다음 스텝은 그림 밖: w = {number(explorer.readings['next_weight'])}"
        assert art(explorer).slope.get_text() == f"기울기 {number(explorer.readings['slope'])}"
        explorer.set(learning_rate=0.168, step=9)
        now, value = explorer.readings["now"], explorer.readings["loss"]
        assert art(explorer).note.get_text() == f"그림 밖: w = {number(now)}, L = {number(value)}"
