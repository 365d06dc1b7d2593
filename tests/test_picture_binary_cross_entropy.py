"""`explore.binary_cross_entropy`: what stands where, and what is said, in every state."""

import math

import pytest
from explorers import OWN_DATA, art, make
from pictures import (
    Panel,
    assert_panels,
    assert_shows,
    assert_side_by_side,
    bars,
    control,
    everywhere,
    formula,
    graph,
    level,
    loss,
    points,
    says,
    shown,
    words_of,
)

from lossviz.figure.style import LOSS, MUTED, PREDICTION, TRUTH
from lossviz.words import number, using

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
        self.ends = [min(each, 3.5) for each in self.losses]
        self.loss = shown(explorer, "loss", sum(self.losses) / self.n)
        shown(explorer, "smallest", min(self.losses))
        shown(explorer, "largest", max(self.losses))
        for index, each in enumerate(self.losses[:12]):
            shown(explorer, f"loss_{index + 1}", each)

    def riding(self, label):
        """Where the samples of one label are."""
        there = [(p, end) for y, p, end in zip(self.y, self.p, self.ends, strict=True) if y == label]
        return tuple(zip(*there, strict=True)) or ((), ())

    def names(self):
        """Each place on the curves, in the order of its first sample, with the numbers of all samples there."""
        places = list(zip(self.p, self.ends, strict=True))
        for place in dict.fromkeys(places):
            yield place, ", ".join(str(index + 1) for index, other in enumerate(places) if other == place)


def assert_picture(explorer):
    samples = Samples(explorer)
    few, mean = samples.n <= 12, min(samples.loss, 3.5)
    names = [says(words, at, (0, 18 if at[1] < 3.15 else -18), color=PREDICTION) for at, words in samples.names()]
    names += [says("", (0, 0), color=PREDICTION)] * (samples.n - len(names))
    assert_shows(
        explorer,
        ones=points(*samples.riding(1), TRUTH, "o"),
        zeros=points(*samples.riding(0), "white", "s", markeredgecolor=TRUTH),
        names=names * few,
        bars=bars(range(samples.n), samples.ends),
        numbers=[
            says(number(each, 3), (index, end), (0, 11 if end < 0.95 * 3.5 else -11), color=LOSS)
            for index, (each, end) in enumerate(zip(samples.losses, samples.ends, strict=True))
        ]
        * few,
        mean_lines=[level(mean, LOSS)] * 2,
        mean=says(
            f"mean {number(samples.loss)}",
            (1.3 * samples.n - 0.4, mean),
            (0, 12 if mean < 3.15 else -12),
            "right",
            LOSS,
        ),
        smallest=says_which("smallest", min, samples),
        largest=says_which("largest", max, samples),
    )
    assert [line.axes for line in art(explorer).mean_lines] == explorer.figure.axes


def says_which(word, extreme, samples):
    """The word over the first such bar, beyond its number; where all cost the same, nowhere."""
    index = samples.losses.index(extreme(samples.losses))
    end = samples.ends[index]
    different = min(samples.losses) < max(samples.losses)
    return says(word if different else "", (index, end), (0, 28 if end < 0.85 * 3.5 else -28), color=TRUTH)


def sentence(samples, language):
    count, value = samples.n, number(samples.loss)
    smallest, largest = min(samples.losses), max(samples.losses)
    best, worst = samples.losses.index(smallest) + 1, samples.losses.index(largest) + 1
    smallest, largest = number(smallest), number(largest)
    return {
        "en": f"The mean loss of the {count} samples is {value}. "
        f"Sample {best} has the smallest, {smallest}, and sample {worst} the largest, {largest}.",
        "ko": f"샘플 {count}개의 평균 손실은 {value}입니다. "
        f"손실이 가장 작은 것은 {best}번 샘플({smallest}), 가장 큰 것은 {worst}번 샘플({largest})입니다.",
    }[language]


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
    for p in (0.03, 0.0305, 0.035, 0.037, 0.042, 0.044, 0.05, 0.052, 0):
        explorer.set(y_true=[1, 0, 1, 1, 0, 1], y_pred=[p, 1 - p, p, 0.5, 0.5, p])
        assert_picture(explorer)
        explorer.set(y_true=[1] * 6, y_pred=[p] * 6)
        assert_picture(explorer)
        assert_words(explorer)


@pytest.mark.parametrize("data", OWN)
def test_own_data(data):
    assert_everything(make("binary_cross_entropy", **data), 4, 20)


def words_on_curves(explorer):
    return [label.get_text() for label in explorer.figure.axes[0].texts if not label.get_animated()]


def test_what_stands_still():
    explorer = make("binary_cross_entropy")
    near = cost(1, 0.075)
    assert_panels(
        explorer,
        Panel(
            title="Each sample on its curve",
            x="p, the probability of label 1   (● y = 1   □ y = 0)",
            y="loss L (nats)",
            xlim=(-0.02, 1.02),
            ylim=(0, 3.5),
            grid=True,
            still=[
                graph(lambda p: cost(1, p), 0, 1, fewest=101),
                graph(lambda p: cost(0, p), 0, 1, style="--", fewest=101),
                says("y = 1: −log p", (0.075, near), (8, 6), "left", MUTED),
                says("y = 0: −log(1 − p)", (0.925, near), (-8, 6), "right", MUTED),
            ],
        ),
        Panel(
            title="The same losses, sample by sample",
            x="sample",
            xlim=(-0.6, 7.4),
            ylim=(0, 3.5),
            xticks=dict(enumerate("123456")),
            grid=True,
            unlabelled="y",
        ),
        size=(1000, 340),
        widths=[1.25, 1],
    )
    assert_side_by_side(explorer.figure.axes)


def test_many_samples_have_numbers_for_some():
    ax = make("binary_cross_entropy", y_true=[0, 1] * 20, y_pred=[0.5] * 40).figure.axes[1]
    assert ax.get_xlim() == pytest.approx((-0.6, 51.6))
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
        "one_sure_error": {"y_pred": [0.5, 0.7, 0.3, 0.2, 0.7, 0.01]},
    }
    last_is_0 = make("binary_cross_entropy", y_true=[1, 0], y_pred=[0.5, 0.5])
    assert last_is_0.presets["one_sure_error"] == {"y_pred": [0.5, 0.99]}
    assert last_is_0.code() == "lossviz.explore.binary_cross_entropy(y_true=[1, 0], y_pred=[0.5, 0.5])"


def test_in_korean():
    with using(language="ko"):
        explorer = make("binary_cross_entropy")
        assert [words_of(ax) for ax in explorer.figure.axes] == [
            ("곡선 위에 놓인 샘플", "p, 레이블이 1일 확률   (● y = 1   □ y = 0)", "손실 L (내트)"),
            ("샘플별로 본 같은 손실", "샘플", ""),
        ]
        assert words_on_curves(explorer) == ["y = 1: −log p", "y = 0: −log(1 − p)"]
        assert_words(explorer, "ko")
        drawn = art(explorer)
        assert [label.get_text() for label in (drawn.mean, drawn.smallest, drawn.largest)] == [
            "평균 0.3486",
            "가장 작음",
            "가장 큼",
        ]
        explorer.by_hand("y_pred", 0.0, 4)
        assert_words(explorer, "ko")
