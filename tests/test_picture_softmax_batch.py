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
    hidden,
    illegible,
    loss,
    lying,
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

    def words_in(self, sample, name, width):
        """What is written into a part, in letters of 7 pixels, some of which stay free."""
        p = self.p[sample][name]
        digits, room = number(p, 3), width * p / 7 - 1.2
        if room >= len(digits) + 4:
            return f"{fitting(self.names[name], room - len(digits) - 1)} {digits}"
        return digits if room >= len(digits) else ""

    def parts(self):
        """Every part of every bar: sample, class, where it begins and ends, and whether it is the right one."""
        for sample, row in enumerate(self.p):
            for name, p in enumerate(row):
                start = sum(row[:name])
                yield sample, name, start, start + p, name == self.right[sample]


def assert_picture(explorer):
    batch = Batch(explorer)
    mean = min(batch.loss, 4)
    parts = {True: [], False: []}
    for sample, _, start, end, right in batch.parts():
        parts[right].append((start, sample - 0.31, end, sample + 0.31))
    names = [
        says(
            batch.words_in(sample, name, explorer.figure.axes[0].bbox.width),
            ((start + end) / 2, sample),
            color="white" if right else TRUTH,
        )
        for sample, name, start, end, right in batch.parts()
    ]
    rows = [int(row) for row in explorer.figure.axes[0].get_yticks()]
    # Where the samples lie close, no words are written into their bars.
    roomy = batch.count * 24 <= explorer.paper.height / explorer.figure.axes[0].get_gridspec().nrows - 68
    assert_shows(
        explorer,
        others=boxes(parts[False], FAINT, edge="white"),
        right=boxes(parts[True], PREDICTION, edge="white"),
        names=names * (roomy and len(names) <= 48),
        bars=lying(range(batch.count), batch.losses, most=4),
        numbers=[says(number(batch.losses[row]), (4, row), (6, 0), "left", LOSS) for row in rows],
        mean_line=upright(mean, LOSS) if batch.loss <= 4 else hidden,
        mean=says(
            f"mean {number(batch.loss)}" + (" →" if batch.loss > 4 else ""),
            (mean, -0.5 - 0.075 * (batch.count + 1)),
            *(((6, 0), "left") if mean < 2 else ((-6, 0), "right")),
            LOSS,
        ),
    )


def sentence(batch, language):
    worst = max(batch.losses)
    first = [index for index, cost in enumerate(batch.losses) if cost == worst or math.isclose(cost, worst)]
    count, ties, value, sample = batch.count, len(first), number(batch.loss), first[0] + 1
    p, cost = number(batch.given[first[0]]), number(worst)
    if count == 1:
        return {
            "en": f"The loss of the sample is {value}: its right class was given {p}.",
            "ko": f"샘플의 손실은 {value}입니다. 정답 클래스에 준 확률은 {p}입니다.",
        }[language]
    mean = {
        "en": f"The mean loss of the {count} samples is {value}. ",
        "ko": f"샘플 {count}개의 평균 손실은 {value}입니다. ",
    }[language]
    if ties == count:
        return (
            mean
            + {
                "en": f"They all cost the same: each right class was given {p}.",
                "ko": f"모든 샘플의 손실이 같습니다. 정답 클래스에 준 확률은 모두 {p}입니다.",
            }[language]
        )
    if ties > 1:
        return (
            mean
            + {
                "en": f"{ties} of them cost most: the right class of each was given {p}, which costs {cost}.",
                "ko": f"그 가운데 {ties}개의 손실이 똑같이 가장 큽니다. "
                f"정답 클래스에 준 확률은 모두 {p}, 손실은 {cost}입니다.",
            }[language]
        )
    return (
        mean
        + {
            "en": f"Sample {sample} costs most: its right class was given {p}, which costs {cost}.",
            "ko": f"{sample}번 샘플의 손실이 가장 큽니다. 정답 클래스에 준 확률은 {p}, 손실은 {cost}입니다.",
        }[language]
    )


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
    # Parts that are narrower and narrower; bars that come near the end of their axis, and that are longer.
    for p in (0.12, 0.1, 0.09, 0.07, 0.02, 0.0184, 0.0183, 0.006, 1e-4, 0):
        explorer.set(y_pred=[[p, 1 - p, 0], [0.3, 0.5, 0.2], [0.8, 0, 0.2]])
        assert_picture(explorer)
        assert_words(explorer)
    # A mean near the middle of the axis and near its end; the last is beyond it.
    for p in (0.1354, 0.1353, 0.0184, 0.0183):
        explorer.set(y_pred=[[p, 1 - p, 0], [1 - p, p, 0], [0, 1 - p, p]])
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


def test_a_row_answers_in_whole_steps_that_add_up():
    explorer = make("softmax_batch")
    explorer.by_hand("y_pred", 0.4, 0)
    assert explorer.state["y_pred"][0] == [0.4, 0.09, 0.51]
    assert "y_pred=[[0.4, 0.09, 0.51], " in explorer.code()
    for _ in range(3):
        for value in range(101):
            explorer.by_hand("y_pred", value / 100, 3)
            row = explorer.state["y_pred"][1]
            assert sum(round(100 * p) for p in row) == 100
            assert row == [round(p, 2) for p in row]
    # What a reader gives between two steps is given back in one piece.
    explorer.by_hand("y_pred", 0.125, 0)
    assert sum(explorer.state["y_pred"][0]) == pytest.approx(1, abs=1e-12)
    assert len(str(explorer.state["y_pred"][0])) < 25


def test_the_steps_of_many_classes_are_finer():
    explorer = make("softmax_batch", y_true=[0], y_pred=np.full((1, 200), 0.005))
    assert control(explorer, "y_pred")[1:] == (0, 1, 0.0001)
    explorer.by_hand("y_pred", 0.5, 0)
    row = np.array(explorer.state["y_pred"][0])
    assert row.sum() == pytest.approx(1, abs=1e-12)
    assert (row[1:].min(), row[1:].max()) == (0.0025, 0.0026)


def panels():
    rows = {"ylim": (2.6, -1.1), "yticks": {0: "1: cat", 1: "2: dog", 2: "3: rabbit"}}
    return (
        Panel(title="What was predicted", x="probability", xlim=(0, 1), **rows),
        Panel(
            title="−log p of the right class",
            x="loss (nats)",
            xlim=(0, 16 / 3),
            xticks={loss: str(loss) for loss in range(5)},
            **rows | {"yticks": {0: "", 1: "", 2: ""}},
            unlabelled="y",
        ),
    )


def test_what_stands_still():
    explorer = make("softmax_batch")
    assert_panels(explorer, *panels(), size=(1000, 290), widths=[1.15, 1])
    assert_side_by_side(explorer.figure.axes)


def test_on_a_narrow_page_the_losses_stand_under_the_predictions():
    explorer = make("softmax_batch")
    explorer.fit((500, 720))
    assert_picture(explorer)
    shares, costs = explorer.figure.axes
    assert costs.get_position().y1 < shares.get_position().y0
    assert costs.get_position().x0 == shares.get_position().x0
    for ax in (shares, costs):
        assert [label.get_text() for label in ax.get_yticklabels()] == ["1: cat", "2: dog", "3: rabbit"]


def test_of_many_samples_some_have_names_and_losses():
    explorer = make("softmax_batch", y_pred=np.full((30, 4), 0.25), y_true=[0, 1] * 15)
    names = [label.get_text() for label in explorer.figure.axes[0].get_yticklabels()]
    assert (len(names), names[:2], names[-1]) == (14, ["1: 0", "3: 0"], "30: 1")
    assert [label.xy[1] + 1 for label in art(explorer).numbers] == [int(name.partition(":")[0]) for name in names]


@pytest.mark.parametrize("room", [(800, 720), (500, 720), (1240, 720)])
def test_a_dozen_samples_of_long_names_have_room(room):
    predictions = np.random.default_rng(0).dirichlet(np.ones(4), 12)
    names = ["golden retriever", "골든 리트리버 성견 두 마리", "W" * 24, "i" * 24]
    explorer = make("softmax_batch", [0, 1, 2, 3] * 3, predictions, names)
    explorer.fit(room)
    assert len(explorer.figure.axes[0].get_yticklabels()) == 12
    for _ in everywhere(explorer, 3, 10):
        assert list(illegible(explorer)) == []


def test_the_truth_may_be_classes_or_one_hot_rows():
    for y_true in ([2, 0], [[0, 0, 1], [1, 0, 0]]):
        explorer = make("softmax_batch", y_true=y_true, y_pred=[[0.2, 0.3, 0.5], [0.6, 0.3, 0.1]])
        assert given(explorer)["y_true"] == [2, 0]
        assert explorer.readings["loss_1"] == pytest.approx(math.log(2))


def test_controls_and_presets():
    explorer = make("softmax_batch")
    parts = [f"p{sample} {name}" for sample in "₁₂₃" for name in ("cat", "dog", "rabbit")]
    assert control(explorer, "y_pred") == (parts, 0, 1, 0.01)
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
        for rows in ([[1, 0, 0], [0, 1, 0], [0, 0, 1]], [[0, 1, 0], [1, 0, 0], [0.5, 0, 0.5]]):
            assert_words(explorer.set(y_pred=rows), "ko")
        assert_words(make("softmax_batch", [0], [[0.5, 0.5]]), "ko")
        explorer.reset()
        names = [label.get_text() for label in explorer.figure.axes[0].get_yticklabels()]
        assert names == ["1: 고양이", "2: 개", "3: 토끼"]
        assert control(explorer, "y_pred")[0][:3] == ["p₁ 고양이", "p₁ 개", "p₁ 토끼"]
        assert_words(explorer, "ko")
        assert art(explorer).mean.get_text() == "평균 0.8634"
        assert art(explorer).names[2].get_text() == "토끼 0.6"
        explorer.set(**explorer.presets["second"])
        assert_words(explorer, "ko")
