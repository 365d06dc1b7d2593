"""`explore.softmax_batch`: what stands where, and what is said, in every state."""

import math

import numpy as np
import pytest
from explorers import OWN_DATA, art, given, make
from pictures import (
    Panel,
    assert_panels,
    assert_shows,
    assert_side_by_side,
    boxes,
    control,
    everywhere,
    fitting,
    formula,
    loss,
    prediction,
    says,
    shown,
    upright,
    words_of,
)

from lossviz.figure.style import FAINT, LOSS, PREDICTION, TRUTH
from lossviz.words import number, using

CLASSES = {"en": ["cat", "dog", "rabbit"], "ko": ["고양이", "개", "토끼"]}
OWN = [
    *OWN_DATA["softmax_batch"],
    {"y_pred": [[0.2, 0.3, 0.5], [0.155, 0.165, 0.68]], "y_true": [2, 0], "classes": ["yes", "no", "c" * 20]},
    {"y_pred": [[0.1, 0.2, 0.3, 0.4]] * 5, "y_true": [[0, 0, 1, 0]] * 4 + [[1, 0, 0, 0]]},
]


class Batch:
    """Samples, each with the part that its right class was given."""

    def __init__(self, explorer, language="en"):
        data = given(explorer)
        self.p, self.right = explorer.state["y_pred"], data["y_true"]
        self.count, self.classes = len(self.p), len(self.p[0])
        numbered = [str(index) for index in range(self.classes)]
        names = data.get("classes") or (CLASSES[language] if self.classes == 3 else numbered)
        self.names = [fitting(name, 24) for name in names]
        self.given = [row[right] for row, right in zip(self.p, self.right, strict=True)]
        self.losses = [-math.log(p) if p else math.inf for p in self.given]
        self.loss = shown(explorer, "loss", sum(self.losses) / self.count)
        for index, cost in enumerate(self.losses[:12]):
            shown(explorer, f"loss_{index + 1}", cost)

    def parts(self):
        """Every part of every bar: sample, class, where it begins and ends, and whether it is the right one."""
        for sample, row in enumerate(self.p):
            for name, p in enumerate(row):
                start = sum(row[:name])
                yield sample, name, start, start + p, name == self.right[sample]


def assert_picture(explorer):
    batch = Batch(explorer)
    mean = min(batch.loss, 3.5)
    parts = {True: [], False: []}
    for sample, _, start, end, right in batch.parts():
        parts[right].append((start, sample - 0.31, end, sample + 0.31))
    names = [
        says(
            f"{fitting(batch.names[name], 60 * batch.p[sample][name] - 5)} {number(end - start, 3)}"
            if batch.p[sample][name] >= 0.16
            else "",
            ((start + end) / 2, sample),
            color="white" if right else TRUTH,
        )
        for sample, name, start, end, right in batch.parts()
    ]
    numbers = [
        says(number(cost), (cost, sample), (8, 0), "left", LOSS)
        if cost <= 0.16 * 3.5
        else says(number(cost), (min(cost, 3.5), sample), (-8, 0), "right", "white")
        for sample, cost in enumerate(batch.losses)
    ]
    few = batch.count <= 12
    assert_shows(
        explorer,
        others=boxes(parts[False], FAINT, edge="white"),
        right=boxes(parts[True], PREDICTION, edge="white"),
        names=names * (few and len(names) <= 24),
        bars=boxes([(0, sample - 0.31, min(cost, 3.5), sample + 0.31) for sample, cost in enumerate(batch.losses)]),
        numbers=numbers * few,
        mean_line=upright(mean, LOSS),
        mean=says(
            f"mean {number(batch.loss)}",
            (mean, -0.62),
            *(((6, 0), "left") if mean < 1.75 else ((-6, 0), "right")),
            LOSS,
        ),
    )


def sentence(batch, language):
    worst = batch.losses.index(max(batch.losses))
    count, value, sample = batch.count, number(batch.loss), worst + 1
    p, cost = number(batch.given[worst]), number(batch.losses[worst])
    return {
        "en": f"The mean loss of the {count} samples is {value}. "
        f"Sample {sample} costs most: its right class was given {p}, which costs {cost}.",
        "ko": f"샘플 {count}개의 평균 손실은 {value}입니다. {sample}번 샘플의 손실이 가장 큽니다. "
        f"정답 클래스에 준 확률은 {p}, 손실은 {cost}입니다.",
    }[language]


def assert_words(explorer, language="en"):
    batch = Batch(explorer, language)
    terms = [number(cost) for cost in batch.losses]
    if len(terms) > 5:
        terms = [*terms[:3], "…", terms[-1]]
    assert formula(explorer) == (
        f"−(1/N) Σ log {prediction('p')} = ({loss(' + '.join(terms))}) / {batch.count} = {loss(number(batch.loss))}"
    )
    assert explorer.describe() == sentence(batch, language)


def assert_everything(explorer, count=9, wander=60):
    for _ in everywhere(explorer, count, wander):
        assert_picture(explorer)
        assert_words(explorer)


def test_every_state():
    explorer = make("softmax_batch")
    assert_everything(explorer)
    # Where a part is too narrow for its name, and a bar too short for its number; a mean near the middle, and beyond.
    for p in (0.159, 0.16, 0.57, 0.572, 0.03, 0.0302, 0.006, 1e-4, 0):
        explorer.set(y_pred=[[p, 1 - p, 0], [0.3, 0.5, 0.2], [0.8, 0, 0.2]])
        assert_picture(explorer)
        assert_words(explorer)


@pytest.mark.parametrize("data", OWN)
def test_own_data(data):
    assert_everything(make("softmax_batch", **data), 4, 20)


def test_a_row_keeps_its_sum_and_the_others_their_ratio():
    explorer = make("softmax_batch")
    for _ in everywhere(explorer, wander=40):
        assert np.allclose(np.sum(explorer.state["y_pred"], axis=1), 1)
    explorer.by_hand("y_pred", 0.2, 2)
    assert np.allclose(explorer.state["y_pred"], [[0.6, 0.2, 0.2], [0.3, 0.5, 0.2], [0.4, 0.1, 0.5]])
    explorer.by_hand("y_pred", 1.0, 4)
    explorer.by_hand("y_pred", 0.4, 4)
    assert np.allclose(explorer.state["y_pred"], [[0.6, 0.2, 0.2], [0.3, 0.4, 0.3], [0.4, 0.1, 0.5]])


def panels():
    return (
        Panel(
            title="What was predicted",
            x="probability",
            xlim=(0, 1),
            ylim=(2.6, -1),
            yticks={0: "1: cat", 1: "2: dog", 2: "3: rabbit"},
        ),
        Panel(
            title="−log p of the right class",
            x="loss (nats)",
            xlim=(0, 3.5),
            ylim=(2.6, -1),
            yticks={0: "", 1: "", 2: ""},
            unlabelled="y",
        ),
    )


def test_what_stands_still():
    explorer = make("softmax_batch")
    assert_panels(explorer, *panels(), size=(1000, 290), widths=[1.15, 1])
    assert_side_by_side(explorer.figure.axes)


def test_many_samples_have_names_for_some():
    ax = make("softmax_batch", y_pred=np.full((30, 4), 0.25), y_true=[0, 1] * 15).figure.axes[0]
    assert ax.get_ylim() == (29.6, -1)
    shown = "1: 0, 3: 0, 6: 1, 8: 1, 11: 0, 14: 1, 16: 1, 19: 0, 22: 1, 24: 1, 27: 0, 30: 1"
    assert ", ".join(label.get_text() for label in ax.get_yticklabels()) == shown


def test_the_truth_may_be_classes_or_one_hot_rows():
    for y_true in ([2, 0], [[0, 0, 1], [1, 0, 0]]):
        explorer = make("softmax_batch", y_true=y_true, y_pred=[[0.2, 0.3, 0.5], [0.6, 0.3, 0.1]])
        assert given(explorer)["y_true"] == [2, 0]
        assert explorer.readings["loss_1"] == pytest.approx(math.log(2))


def test_controls_and_presets():
    explorer = make("softmax_batch")
    parts = [f"p{sample} {name}" for sample in "₁₂₃" for name in ("cat", "dog", "rabbit")]
    assert control(explorer, "y_pred") == (parts, 0, 1, 0.01)
    assert [explorer._controls["y_pred"].width, make("softmax_batch", **OWN[0])._controls["y_pred"].width] == [
        "360px",
        "540px",
    ]
    first = [[0.3, 0.1, 0.6], [0.3, 0.5, 0.2], [0.4, 0.1, 0.5]]
    assert explorer.state == {"y_pred": first}
    assert explorer.presets == {
        "first": {"y_pred": first},
        "second": {"y_pred": [[0.6, 0.1, 0.3], [0.3, 0.5, 0.2], [0.4, 0.1, 0.5]]},
        "sure": {"y_pred": [[1, 0, 0], [0, 1, 0], [0, 0, 1]]},
    }
    assert make("softmax_batch", **OWN[0]).presets == {"sure": {"y_pred": [[1, 0]]}}
    assert explorer.set(y_pred=[[0.5, 0.5, 0], *first[1:]]).code() == (
        "lossviz.explore.softmax_batch(y_true=[0, 1, 2], y_pred=[[0.5, 0.5, 0], [0.3, 0.5, 0.2], [0.4, 0.1, 0.5]])"
    )
    assert make("softmax_batch", y_true=[1], y_pred=[[0.5, 0.5]], classes=["a", "b"]).code() == (
        "lossviz.explore.softmax_batch(y_true=[1], y_pred=[[0.5, 0.5]], classes=['a', 'b'])"
    )


def test_in_korean():
    with using(language="ko"):
        explorer = make("softmax_batch")
        assert [words_of(ax) for ax in explorer.figure.axes] == [
            ("예측한 확률", "확률", ""),
            ("정답 클래스의 −log p", "손실 (내트)", ""),
        ]
        names = [label.get_text() for label in explorer.figure.axes[0].get_yticklabels()]
        assert names == ["1: 고양이", "2: 개", "3: 토끼"]
        assert control(explorer, "y_pred")[0][:3] == ["p₁ 고양이", "p₁ 개", "p₁ 토끼"]
        assert_words(explorer, "ko")
        assert art(explorer).mean.get_text() == "평균 0.8634"
        assert art(explorer).names[2].get_text() == "토끼 0.6"
        explorer.set(**explorer.presets["second"])
        assert_words(explorer, "ko")
