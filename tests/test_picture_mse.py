"""`explore.mse`: what stands where, and what is said, in every state."""

import math
import re
from itertools import cycle

import pytest
from explorers import OWN_DATA, art, given, make
from pictures import (
    Panel,
    assert_panels,
    assert_shows,
    assert_side_by_side,
    boxes,
    broken,
    cells,
    control,
    everywhere,
    formula,
    graph,
    heads,
    level,
    loss,
    points,
    prediction,
    roomy,
    same,
    says,
    shown,
    tangent,
    truth,
    words_of,
)

from lossviz import losses
from lossviz.figure.style import GRADIENT, LOSS, PREDICTION, TRUTH
from lossviz.words import number, using

NAMES = {"half_sse": "½ SSE", "sse": "SSE", "mse": "MSE", "rmse": "RMSE"}
DEFAULT = {"y_true": [1, 3, 5, 6, 7], "y_pred": [3, 2, 7, 5, 8]}
OWN = [
    *OWN_DATA["mse"],
    {"y_true": [0, 0, 0], "y_pred": [0, 1e-3, 0], "unit": "₩", "point": 2},
    {"y_true": [3.1e8, 4.2e8, 5.5e8], "y_pred": [3e8, 4.8e8, 5.2e8], "unit": "원"},
    # The last with a number in each square and a row for each sample, and the first without.
    {"y_true": [1, 2, 3] * 4, "y_pred": [2, 2, 1, 3] * 3},
    {"y_true": [1, 2, 3] * 4 + [5], "y_pred": [2, 2, 1, 3] * 3 + [4], "point": 3},
]


class Errors:
    """The data of an explorer and their errors, computed one by one."""

    def __init__(self, explorer):
        self.state = explorer.state
        self.y_true, self.y_pred = given(explorer)["y_true"], self.state["y_pred"]
        self.n, self.point, self.convention = len(self.y_true), self.state["point"] - 1, self.state["convention"]
        self.squares = [(y - y_hat) ** 2 for y, y_hat in zip(self.y_true, self.y_pred, strict=True)]
        self.low, self.high = explorer._controls["y_pred"].low, explorer._controls["y_pred"].high
        self.width = self.high - self.low
        self.right = 1.15 * self.width
        self.x = [1.1 * self.width * index / self.n for index in range(self.n)]
        self.loss = shown(explorer, "loss", self.loss_of(self.y_pred))
        error = self.y_pred[self.point] - self.y_true[self.point]
        root = math.sqrt(sum(self.squares) / self.n)
        slopes = {
            "half_sse": error,
            "sse": 2 * error,
            "mse": 2 * error / self.n,
            "rmse": error / (self.n * root) if root else 0,
        }
        self.slope = shown(explorer, "slope", slopes[self.convention])

    def loss_of(self, y_pred):
        return getattr(losses, self.convention)(self.y_true, y_pred)

    def loss_if(self, moved):
        """The loss if only the point moved last stood elsewhere."""
        return self.loss_of([*self.y_pred[: self.point], moved, *self.y_pred[self.point + 1 :]])

    def squares_drawn(self):
        """Left, bottom, right, top: from the true value to the prediction, to the right where there is room."""
        for x, y, y_hat in zip(self.x, self.y_true, self.y_pred, strict=True):
            side = abs(y - y_hat)
            left = x if x + side <= self.right else x - side
            yield left, min(y, y_hat), left + side, max(y, y_hat)

    def top(self):
        """One for all: a round number above five variances of the data. RMSE has its own where it would not be seen."""
        mean = sum(self.y_true) / self.n
        variance = sum((y - mean) ** 2 for y in self.y_true) / self.n
        top = round_above(max(5 * variance or self.width**2, (self.width / 4) ** 2))
        root = math.sqrt(top)
        return round_above(root) if self.convention == "rmse" and not top / 50 <= root <= top else top


def round_above(value):
    tops = (float(f"{times}e{power}") for power in range(-300, 300) for times in (1, 1.5, 2, 3, 4, 5, 6, 8))
    return next(top for top in tops if top >= value)


def assert_picture(explorer):
    errors = Errors(explorer)
    at, top = errors.y_pred[errors.point], errors.top()
    chosen, values = list(NAMES).index(errors.convention), [explorer.readings[name] for name in NAMES]
    others = [place for place in range(4) if place != chosen]
    squares, bars, curve = explorer.figure.axes
    assert_shows(
        explorer,
        points=points(errors.x, errors.y_pred, PREDICTION, "D"),
        squares=boxes(list(errors.squares_drawn()), alpha=0.3, edge=LOSS),
        areas=[*areas(errors, squares.bbox.height)] * (errors.n <= 12),
        bar=broken([chosen], [errors.loss], top),
        others=broken(others, [values[place] for place in others], top, alpha=0.3),
        numbers=[
            says(roomy(bars.bbox.width / 4 - 4, value), (place, 0), (0, -31), color=LOSS)
            for place, value in enumerate(values)
        ],
        total=heads(f"{NAMES[errors.convention]} = {number(errors.loss)}", bars, LOSS, 11),
        curve=graph(errors.loss_if, errors.low, errors.high, fewest=61, every=16),
        tangent=tangent(at, errors.loss, errors.slope),
        dot=points([at], [min(errors.loss, top)], PREDICTION, "^" if errors.loss > top else "o"),
        levels=[level(errors.loss)] * 2,
        slope=heads(f"slope {number(errors.slope)}", curve, GRADIENT, 11),
    )
    assert [line.axes for line in art(explorer).levels] == [bars, curve]
    assert same(bars.get_ylim(), (0, top))
    assert same(curve.get_ylim(), (0, top))
    # A square is a square on the screen.
    across, up = squares.transData.transform([(0, 0), (1, 1)])[1] - squares.transData.transform((0, 0))
    assert same(across, up, within=1e-4)


def areas(errors, height):
    """The number of each square, in the column of its sample; none in a square that it would hide."""
    for x, y, y_hat, square in zip(errors.x, errors.y_true, errors.y_pred, errors.squares, strict=True):
        wide = min(abs(y - y_hat), errors.width / errors.n)
        yield says(roomy(wide * height / errors.width - 8, square), (x + wide / 2, (y + y_hat) / 2), color=LOSS)


def assert_words(explorer, language="en"):
    errors = Errors(explorer)
    assert formula(explorer) == expected_formula(errors)
    assert cells(explorer) == expected_cells(errors, {"en": ("share", "sum"), "ko": ("비율", "합")}[language])
    assert explorer.describe() == sentence(errors, language)


def expected_formula(errors):
    terms = [number(square) for square in errors.squares]
    if len(terms) > 6:
        terms = [*terms[:4], "…", terms[-1]]
    n, terms = errors.n, f"({loss(' + '.join(terms))})"
    squared = f"({truth('y')} − {prediction('ŷ')})²"
    steps = {
        "half_sse": f"½ SSE = ½ Σ{squared} = ½ {terms}",
        "sse": f"SSE = Σ{squared} = {terms}",
        "mse": f"MSE = (1/N) Σ{squared} = {terms} / {n}",
        "rmse": f"RMSE = √((1/N) Σ{squared}) = √({terms} / {n})",
    }
    return f"{steps[errors.convention]} = {loss(number(errors.loss))}"


def expected_cells(errors, words):
    """A row for each sample; of more than 12, the seven that cost most, and always the one moved last."""
    share, total = words
    shown = range(errors.n)
    if errors.n > 12:
        costly = sorted(shown, key=lambda index: -errors.squares[index])[:7]
        shown = sorted({*costly, errors.point})
    rows = []
    for index in shown:
        y, y_hat, square = errors.y_true[index], errors.y_pred[index], errors.squares[index]
        rows.append(
            ["*"] * (index == errors.point)
            + [str(index + 1), truth(number(y)), prediction(number(y_hat)), number(y - y_hat), loss(number(square))]
            + [percent(square, errors)]
        )
    last = ["", "", "", total, loss(number(sum(errors.squares))), percent(sum(errors.squares), errors)]
    table = [["", "y", "ŷ", "y − ŷ", "(y − ŷ)²", share], *rows, last]
    # Where numbers are wide there is no room for the shares.
    if letters(rows) > 32:
        table = [[*cells[:-3], *cells[-2:]] for cells in table[:-1]] + [["", "", *last[3:]]]
    wide = letters(table[1:-1]) > 26
    return [cells[:-1] for cells in table] if wide else table


def letters(rows):
    """How many letters the longest of these rows has."""
    return max(sum(len(re.sub("⟨(.*) .*⟩", r"\1", cell)) for cell in cells if cell != "*") for cells in rows)


def percent(square, errors):
    return f"{round(100 * square / sum(errors.squares))} %" if square else "0 %"


def sentence(errors, language):
    index = errors.point
    sample, convention = index + 1, NAMES[errors.convention]
    y, y_hat, square = number(errors.y_true[index]), number(errors.y_pred[index]), number(errors.squares[index])
    value, slope = number(errors.loss), number(errors.slope)
    return {
        "en": f"Sample {sample}: prediction {y_hat}, true value {y}, squared error {square}. "
        f"{convention} of all samples: {value}; its slope with respect to this prediction: {slope}.",
        "ko": f"{sample}번 샘플: 예측값 {y_hat}, 실제값 {y}, 제곱 오차 {square}. "
        f"전체 샘플의 {convention}: {value}, 이 예측값에 대한 기울기: {slope}.",
    }[language]


def panels(convention, unit="units of y", squared="units of y, squared"):
    x = [0, 2.332, 4.664, 6.996, 9.328]
    of_loss = unit if convention == "rmse" else squared
    return (
        Panel(
            title="Each error as a square",
            x="sample",
            y=f"y and ŷ ({unit})",
            xlim=(-0.636, 12.19),
            ylim=(-0.8, 9.8),
            xticks=dict(zip(x, "12345", strict=True)),
            still=[points(x, [1, 3, 5, 6, 7], TRUTH)],
        ),
        Panel(
            title=" ",
            y=f"{NAMES[convention]} ({of_loss})",
            xlim=(-0.5, 3.5),
            ylim=(0, 30),
            xticks=dict(enumerate(NAMES.values())),
            grid=True,
        ),
        Panel(
            title=" ",
            x=f"the ŷ moved last ({unit})",
            xlim=(-0.8, 9.8),
            ylim=(0, 30),
            grid=True,
            unlabelled="y",
        ),
    )


LAYOUT = {"size": (960, 330), "widths": [1.35, 1.1, 0.9]}


@pytest.mark.parametrize("convention", NAMES)
def test_every_state(convention):
    explorer = make("mse", convention=convention)
    assert_panels(explorer, *panels(convention), **LAYOUT)
    for _ in everywhere(explorer, but="convention"):
        assert_picture(explorer)
        assert_words(explorer)


@pytest.mark.parametrize(("data", "convention"), [*zip(OWN, cycle(NAMES), strict=False)])
def test_own_data(data, convention):
    explorer = make("mse", **data, convention=convention)
    for _ in everywhere(explorer, 3, 10, but="convention"):
        assert_picture(explorer)
        assert_words(explorer)


def test_another_convention_is_another_bar_on_the_same_axis():
    explorer = make("mse")
    assert_side_by_side(explorer.figure.axes)
    squares = art(explorer).squares.get_window_extent().bounds
    for convention in ("rmse", "sse", "half_sse"):
        explorer.set(convention=convention)
        assert_panels(explorer, *panels(convention), **LAYOUT)
        assert_picture(explorer)
        assert_words(explorer)
        assert art(explorer).squares.get_window_extent().bounds == squares


@pytest.mark.parametrize(("y_true", "ends"), [([0, 1e9], (1.5e18, 1.5e9)), ([0, 1e-9], (1.5e-18, 1.5e-9))])
def test_the_axis_of_rmse_is_its_own_where_it_would_be_nothing_or_far_off(y_true, ends):
    explorer = make("mse", y_true=y_true, y_pred=y_true)
    found = [explorer.set(convention=name).figure.axes[1].get_ylim()[1] for name in ("mse", "sse", "half_sse", "rmse")]
    assert found == pytest.approx([ends[0]] * 3 + [ends[1]], abs=0)


def test_in_korean():
    with using(language="ko"):
        explorer = make("mse")
        assert [words_of(ax) for ax in explorer.figure.axes] == [
            ("오차를 한 변으로 하는 정사각형", "샘플", "y와 ŷ (y의 단위)"),
            (" ", "", "MSE (y의 단위의 제곱)"),
            (" ", "마지막으로 움직인 ŷ (y의 단위)", ""),
        ]
        assert control(explorer, "convention")[0] == "손실"
        assert_words(explorer, "ko")
        explorer.by_hand("y_pred", 6.2, 3)
        explorer.set(convention="rmse")
        assert_words(explorer, "ko")
        assert art(explorer).slope.get_text() == f"기울기 {number(explorer.readings['slope'])}"


def test_the_readers_own_unit_and_limits():
    explorer = make("mse", convention="mse", unit="°C", limits=[0, 10])
    squares, bar, parabola = explorer.figure.axes
    assert squares.get_ylabel() == "y and ŷ (°C)"
    assert parabola.get_xlabel() == "the ŷ moved last (°C)"
    assert bar.get_ylabel() == "MSE (°C, squared)"
    assert (squares.get_ylim(), parabola.get_xlim()) == ((0, 10), (0, 10))
    assert control(explorer, "y_pred")[1:] == (0, 10, 0.1)
    assert explorer.set(convention="rmse", point=2).code() == (
        "lossviz.explore.mse(y_true=[1, 3, 5, 6, 7], y_pred=[3, 2, 7, 5, 8], convention='rmse', point=2, "
        "unit='°C', limits=(0, 10))"
    )
    assert explorer.figure.axes[1].get_ylabel() == "RMSE (°C)"


@pytest.mark.parametrize(
    ("data", "limits"),
    [
        ({"y_true": [1], "y_pred": [1]}, (0.75, 1.25, 0.005)),
        ({"y_true": [0, 10], "y_pred": [0, 0]}, (-2.6, 12.6, 0.2)),
        ({"y_true": [-1e6, 0], "y_pred": [0, 1e6]}, (-1.5e6, 1.5e6, 5e4)),
    ],
)
def test_there_is_room_around_the_readers_data(data, limits):
    assert control(make("mse", **data), "y_pred")[1:] == limits


def test_controls_and_presets():
    explorer = make("mse")
    assert control(explorer, "y_pred") == (["ŷ₁", "ŷ₂", "ŷ₃", "ŷ₄", "ŷ₅"], -0.8, 9.8, 0.2)
    assert control(explorer, "convention") == ("Loss", NAMES)
    assert control(explorer, "point") == ("y_pred", 5)
    assert explorer.state == {"y_pred": [3, 2, 7, 5, 8], "convention": "mse", "point": 1}
    # The preset shows the curve of the sample that it moves.
    outlier = {"y_pred": [1, 3, 5, 6, -0.8], "point": 5}
    assert explorer.presets == {"perfect": {"y_pred": [1, 3, 5, 6, 7]}, "one_outlier": outlier}
    code = "lossviz.explore.mse(y_true=[1, 3, 5, 6, 7], y_pred=[3, 2, 7, 5, 8], convention='mse', point=1)"
    assert explorer.code() == code
    # As soon as the range can no longer be found from the data, it stands in the line.
    explorer.by_hand("y_pred", 5.0, 4)
    assert explorer.code() == (
        "lossviz.explore.mse(y_true=[1, 3, 5, 6, 7], y_pred=[3, 2, 7, 5, 5], convention='mse', point=5, "
        "limits=(-0.8, 9.8))"
    )


def test_what_is_told_after_a_move(each_language):
    explorer = make("mse", unit="h")
    explorer.by_hand("y_pred", 5.0, 2)
    assert explorer._now.told == {"en": "prediction 3: 5 h, MSE 1.4", "ko": "예측값 3: 5 h, MSE 1.4"}[each_language]
    explorer.set(convention="sse").by_hand("y_pred", 7.0, 2)
    assert explorer._now.told.endswith("SSE 11")
