"""`explore.binary_cross_entropy`: what stands where, and what is said, in every state."""

import itertools
import math

import numpy as np
import pytest
from explorers import OWN_DATA, art, make
from pictures import (
    Panel,
    assert_panels,
    assert_shows,
    assert_side_by_side,
    broken,
    control,
    curve,
    everywhere,
    formula,
    graph,
    heads,
    hidden,
    level,
    loss,
    points,
    roomy,
    same,
    says,
    shown,
    words_of,
)

from lossviz.figure.style import FAINT, LOSS, MUTED, PREDICTION, TRUTH
from lossviz.words import number, using

TOP, ROW = 5, -0.4
SQUARE = {"color": "white", "markeredgecolor": TRUTH}
OWN = [
    *OWN_DATA["binary_cross_entropy"],
    {"y_true": [0, 1] * 6, "y_pred": [0.5, 0.25, 0.25, 0.5] * 3},
    {"y_true": [0, 1] * 6 + [1], "y_pred": [0.5, 0.25, 0.25, 0.5] * 3 + [0.1]},
]


def cost(y, p):
    given = p if y else 1 - p
    return -math.log(given) if given else math.inf


class Samples:
    """Yes-or-no samples, one by one."""

    def __init__(self, explorer):
        self.y, self.p = explorer.state["y_true"], explorer.state["y_pred"]
        self.n = len(self.y)
        self.losses = [cost(y, p) for y, p in zip(self.y, self.p, strict=True)]
        self.ends = [min(each, TOP) for each in self.losses]
        self.loss = shown(explorer, "loss", sum(self.losses) / self.n)
        shown(explorer, "smallest", min(self.losses))
        shown(explorer, "largest", max(self.losses))
        for index, each in enumerate(self.losses[:12]):
            shown(explorer, f"loss_{index + 1}", each)

    def riding(self, label, is_off):
        """Where the samples of one label are, those off the axis or those on it."""
        found = zip(self.y, self.p, self.losses, self.ends, strict=True)
        there = [(p, end) for y, p, each, end in found if y == label and (each > TOP) == is_off]
        return tuple(zip(*there, strict=True)) or ((), ())


def assert_picture(explorer):
    samples = Samples(explorer)
    few = samples.n <= 12
    curves, bars = explorer.figure.axes
    room = bars.bbox.width / samples.n - 2
    mean = level(samples.loss, LOSS) if samples.loss <= TOP else hidden
    by_label = [[index for index, y in enumerate(samples.y) if y == label] for label in (0, 1)]
    assert_shows(
        explorer,
        ones=points(*samples.riding(1, False), TRUTH, "o"),
        zeros=points(*samples.riding(0, False), marker="s", **SQUARE),
        off=[
            points(*samples.riding(0, True), marker="^", **SQUARE),
            points(*samples.riding(1, True), TRUTH, "^"),
        ],
        names=[names_itself(index) for index in range(samples.n)] * few,
        labels=points(range(samples.n), [ROW] * samples.n, FAINT, "s"),
        marks=[
            points(by_label[0], [ROW] * len(by_label[0]), marker="s", **SQUARE),
            points(by_label[1], [ROW] * len(by_label[1]), TRUTH, "o"),
        ],
        bars=broken(range(samples.n), samples.losses, TOP),
        numbers=[
            says(roomy(room, each), (index, end), (0, 11), color=LOSS)
            for index, (each, end) in enumerate(zip(samples.losses, samples.ends, strict=True))
        ]
        * few,
        mean_lines=[mean, mean],
        mean=heads(f"mean {number(samples.loss)}", bars, LOSS),
    )
    assert [line.axes for line in art(explorer).mean_lines] == [curves, bars]
    if few:
        assert_names_are_near(samples.p, [name.xy[0] for name in art(explorer).names], curves.bbox.width / 1.04)


def names_itself(index):
    """The number of a sample, in the row below the curves."""

    def check(label):
        says(str(index + 1), (label.xy[0], ROW), color=PREDICTION)(label)

    return check


def assert_names_are_near(places, names, pixels):
    """Each name stands below its dot if it has room there; none nearer to another than 20 pixels; all in order."""
    gap = 20 / pixels
    order = sorted(range(len(places)), key=lambda index: (places[index], index))
    lined_up = [names[index] for index in order]
    assert all(after - before >= gap - 1e-9 for before, after in itertools.pairwise(lined_up))
    for index, place in enumerate(places):
        alone = all(abs(place - other) > len(places) * gap for other in [*places[:index], *places[index + 1 :]])
        assert not alone or same(names[index], place)
        assert -1e-9 <= names[index] <= 1 + 1e-9
        assert abs(names[index] - place) <= len(places) * gap


def sentence(samples, language):
    count, value = samples.n, number(samples.loss)
    smallest, largest = number(min(samples.losses)), number(max(samples.losses))
    if count == 1:
        return {"en": f"The loss of the one sample is {value}.", "ko": f"샘플 1개의 손실은 {value}입니다."}[language]
    if smallest == largest:
        return {
            "en": f"All {count} samples have the same loss, {value}.",
            "ko": f"샘플 {count}개의 손실이 모두 {value}로 같습니다.",
        }[language]
    best, worst = which(samples, smallest, language), which(samples, largest, language)
    return {
        "en": f"The mean loss of the {count} samples is {value}. "
        f"The smallest is {smallest} ({best}), the largest {largest} ({worst}).",
        "ko": f"샘플 {count}개의 평균 손실은 {value}입니다. "
        f"가장 작은 손실은 {smallest}({best}), 가장 큰 손실은 {largest}({worst})입니다.",
    }[language]


def which(samples, value, language):
    """All samples with this loss by their numbers; more than six, how many."""
    found = [str(index + 1) for index, each in enumerate(samples.losses) if number(each) == value]
    if len(found) > 6:
        return {"en": f"{len(found)} samples", "ko": f"샘플 {len(found)}개"}[language]
    names = ", ".join(found)
    return {"en": f"sample{'s' * (len(found) > 1)} {names}", "ko": f"{names}번 샘플"}[language]


def assert_words(explorer, language="en"):
    samples = Samples(explorer)
    terms = [number(each, 3) for each in samples.losses]
    if len(terms) > 6:
        terms = [*terms[:4], "…", terms[-1]]
    assert formula(explorer) == (
        f"−(1/N) Σ [y log p + (1 − y) log(1 − p)] = ({loss(' + '.join(terms))}) / {samples.n} = "
        f"{loss(number(samples.loss))}"
    )
    assert explorer.describe() == sentence(samples, language)


def assert_everything(explorer, count=9, wander=60):
    for _ in everywhere(explorer, count, wander):
        assert_picture(explorer)
        assert_words(explorer)


def test_every_state():
    explorer = make("binary_cross_entropy")
    assert_everything(explorer)
    # Numbers below the top, at it and above it; samples that share a place; all alike.
    for p in (0.006, 0.0067, 0.0068, 0.007, 0.01, 0.05, 0):
        explorer.set(y_true=[1, 0, 1, 1, 0, 1], y_pred=[p, 1 - p, p, 0.5, 0.5, p])
        assert_picture(explorer)
        explorer.set(y_true=[1] * 6, y_pred=[p] * 6)
        assert_picture(explorer)
        assert_words(explorer)


@pytest.mark.parametrize("data", OWN)
def test_own_data(data):
    assert_everything(make("binary_cross_entropy", **data), 4, 20)


def falling(function, start, end):
    """The other curve, drawn from its steep end too."""

    def check(line):
        x = line.get_xdata()
        assert len(x) >= 101
        assert np.all(np.diff(x) < 0)
        assert same((x[0], x[-1]), (start, end))
        curve(x, [function(each) for each in x], style="--")(line)

    return check


def words_on_curves(explorer):
    return [label.get_text() for label in explorer.figure.axes[0].texts if not label.get_animated()]


def test_what_stands_still():
    explorer = make("binary_cross_entropy")
    assert_panels(
        explorer,
        Panel(
            title="Each sample on its curve",
            x="p, the probability of label 1",
            y="loss L (nats)",
            xlim=(-0.02, 1.02),
            ylim=(-0.75, 5.6),
            yticks=dict(enumerate("012345")),
            grid=True,
            still=[
                level(0),
                graph(lambda p: cost(1, p), math.exp(-5), 1, fewest=101),
                falling(lambda p: cost(0, p), 1 - math.exp(-5), 0),
                says("● y = 1: −log p", (0.05, cost(1, 0.05)), (8, 6), "left", MUTED),
                says("□ y = 0: −log(1 − p)", (0.92, cost(0, 0.92)), (-8, 6), "right", MUTED),
            ],
        ),
        Panel(
            title=" ",
            x="sample",
            xlim=(-0.6, 5.6),
            ylim=(-0.75, 5.6),
            xticks=dict(enumerate("123456")),
            yticks=dict(enumerate("012345")),
            grid=True,
            unlabelled="y",
            still=[level(0), says("y", (-0.6, ROW), (-10, 0))],
        ),
        size=(1000, 340),
        widths=[1.25, 1],
    )
    assert_side_by_side(explorer.figure.axes)


def test_many_samples_have_numbers_for_some():
    ax = make("binary_cross_entropy", y_true=[0, 1] * 20, y_pred=[0.5] * 40).figure.axes[1]
    assert ax.get_xlim() == pytest.approx((-0.6, 39.6))
    numbers = [label.get_text() for label in ax.get_xticklabels()]
    assert numbers == ["1", "4", "8", "11", "15", "18", "22", "25", "29", "32", "36", "40"]


def test_controls_and_presets():
    explorer = make("binary_cross_entropy")
    assert control(explorer, "y_true") == ["y₁", "y₂", "y₃", "y₄", "y₅", "y₆"]
    assert control(explorer, "y_pred") == (["p₁", "p₂", "p₃", "p₄", "p₅", "p₆"], 0, 1, 0.01)
    assert explorer.state == {"y_true": [0, 1, 0, 0, 1, 1], "y_pred": [0.5, 0.7, 0.3, 0.2, 0.7, 0.9]}
    assert explorer.presets == {
        "sure": {"y_pred": [0, 1, 0, 0, 1, 1]},
        "guess": {"y_pred": [0.5] * 6},
        "one_sure_error": {"y_pred": [0.1, 0.9, 0.1, 0.1, 0.9, 0.01]},
    }
    last_is_0 = make("binary_cross_entropy", y_true=[1, 0], y_pred=[0.5, 0.5])
    assert last_is_0.presets["one_sure_error"] == {"y_pred": [0.9, 0.99]}
    assert last_is_0.code() == "lossviz.explore.binary_cross_entropy(y_true=[1, 0], y_pred=[0.5, 0.5])"


def test_in_korean():
    with using(language="ko"):
        explorer = make("binary_cross_entropy")
        assert [words_of(ax) for ax in explorer.figure.axes] == [
            ("곡선 위에 놓인 샘플", "p, 레이블이 1일 확률", "손실 L (내트)"),
            (" ", "샘플", ""),
        ]
        assert words_on_curves(explorer) == ["● y = 1: −log p", "□ y = 0: −log(1 − p)"]
        assert_words(explorer, "ko")
        assert art(explorer).mean.get_text() == "평균 0.3486"
        explorer.by_hand("y_pred", 0.0, 4)
        assert_words(explorer, "ko")


def test_presets_keep_to_the_labels_that_are_set_now():
    explorer = make("binary_cross_entropy")
    explorer.by_hand("y_true", 1, 0)
    explorer.by_hand("y_true", 0, 5)
    explorer.set(**explorer.presets["sure"])
    assert explorer.state["y_pred"] == [1, 1, 0, 0, 1, 0]
    assert explorer.readings["loss"] == 0
    explorer.set(**explorer.presets["one_sure_error"])
    assert explorer.state["y_pred"] == [0.9, 0.9, 0.1, 0.1, 0.9, 0.99]
    assert explorer.readings["largest"] == explorer.readings["loss_6"] > 4


def test_labels_are_pressed_where_they_are_and_samples_dragged_on_the_curve_of_their_label():
    explorer = make("binary_cross_entropy")
    bars = explorer.figure.axes[1]
    for label in (0, 1):
        explorer.by_hand("y_true", label, 2)
        x, y = bars.transData.transform((2, ROW)) / explorer.figure.bbox.size
        assert explorer._now.places[2][:3] == pytest.approx([x, 1 - y, label], abs=1e-5)
        zeros, ones = explorer._now.places[6:12], explorer._now.places[12:]
        assert [place is not None for place in zeros] == [y == 0 for y in explorer.state["y_true"]]
        assert [place is not None for place in ones] == [y == 1 for y in explorer.state["y_true"]]
        rail = explorer._drawing.handles.rails()[str(12 * label + 6 * (1 - label) + 2)]
        x, y, *_ = (ones if label else zeros)[2]
        assert np.interp(x, *np.transpose(rail)) == pytest.approx(y, abs=0.004)


def test_what_is_told_after_a_move(each_language):
    explorer = make("binary_cross_entropy")
    explorer.by_hand("y_pred", 0.6, 0)
    told = {"en": "probability of sample 1: 0.6, loss 0.3858", "ko": "1번 샘플의 확률: 0.6, 손실 0.3858"}
    assert explorer._now.told == told[each_language]
    explorer.by_hand("y_true", 1, 0)
    assert explorer._now.told.startswith({"en": "label of sample 1: 1,", "ko": "1번 샘플의 레이블: 1,"}[each_language])
