"""`explore.likelihood`: what stands where, and what is said, in every state."""

import math
from itertools import accumulate
from operator import mul

import pytest
from explorers import OWN_DATA, make
from pictures import (
    Panel,
    assert_panels,
    assert_shows,
    assert_side_by_side,
    bars,
    broken,
    control,
    everywhere,
    formula,
    heads,
    loss,
    prediction,
    says,
    shown,
    words_of,
)

from lossviz.figure.plots import number_for
from lossviz.figure.style import FAINT, LOSS, PREDICTION
from lossviz.words import number, using


class Photos:
    """What was given to what happened, multiplied and added up."""

    def __init__(self, explorer):
        self.p, self.cost = explorer.state["p"], explorer.state["cost"]
        self.costs = [1 - p if self.cost == "rest" else -math.log(p) if p else math.inf for p in self.p]
        self.products, self.sums = list(accumulate(self.p, mul)), list(accumulate(self.costs))
        self.top = 2 * max(len(self.p), 2)
        self.product = shown(explorer, "product", self.products[-1])
        self.loss = shown(explorer, "loss", self.sums[-1])


def assert_picture(explorer):
    photos = Photos(explorer)
    places = range(len(photos.p))
    first, second, third = explorer.figure.axes
    room = first.bbox.width / len(photos.p) - 4

    def written(values, color, top=math.inf):
        return [
            says(
                number_for(room, value),
                (place, min(value, top)),
                (0, -10 if value > 0.93 * top else 11),
                color=color,
            )
            for place, value in enumerate(values)
        ] * (len(photos.p) <= 12)

    assert_shows(
        explorer,
        bars=bars(places, photos.p, PREDICTION),
        products=bars(places, photos.products, PREDICTION),
        sums=broken(places, photos.sums, photos.top),
        before=broken(places, [0, *photos.sums[:-1]], photos.top, FAINT),
        p_labels=written(photos.p, PREDICTION),
        product_labels=written(photos.products, PREDICTION),
        sum_labels=written(photos.sums, LOSS, photos.top),
        product=heads(f"product {number(photos.product)}", second, PREDICTION),
        total=heads(f"sum {number(photos.loss)}", third, LOSS),
    )


def assert_words(explorer, language="en"):
    photos = Photos(explorer)
    product, total = number(photos.product), number(photos.loss)

    def listed(values, sign):
        terms = [number(value) for value in values]
        return sign.join([*terms[:3], "…", terms[-1]] if len(terms) > 5 else terms)

    left = f"−log {prediction(product)}" if photos.cost == "log" else "Σ (1 − p)"
    assert formula(explorer) == (
        f"{prediction(listed(photos.p, ' × '))} = {prediction(product)} "
        f"{left} = {loss(listed(photos.costs, ' + '))} = {loss(total)}"
    )
    assert (
        explorer.describe()
        == {
            ("en", "log"): f"The probabilities given to what happened multiply to {product}. "
            f"The costs −log p add up to {total}, and that is −log {product}.",
            ("en", "rest"): f"The probabilities given to what happened multiply to {product}. "
            f"The costs 1 − p add up to {total}, which the product does not determine.",
            ("ko", "log"): f"실제로 일어난 일에 준 확률을 모두 곱하면 {product}입니다. "
            f"−log p를 모두 더하면 {total}이고, 이것은 −log {product}와 같습니다.",
            ("ko", "rest"): f"실제로 일어난 일에 준 확률을 모두 곱하면 {product}입니다. "
            f"1 − p를 모두 더하면 {total}입니다. 이 합은 곱만으로는 정해지지 않습니다.",
        }[language, photos.cost]
    )


@pytest.mark.parametrize("data", [{}, *OWN_DATA["likelihood"]])
def test_every_state(data):
    explorer = make("likelihood", **data)
    for _ in everywhere(explorer, 5, 20):
        assert_picture(explorer)
        assert_words(explorer)


def test_a_sum_near_the_end_of_its_axis_and_beyond():
    explorer = make("likelihood")
    for p in (0.02, 0.01, 0.001, 1e-9, 0):
        explorer.set(p=[p, 0.5, 0.5])
        assert_picture(explorer)
        assert_words(explorer)


def panels(cost):
    samples = {0: "1", 1: "2", 2: "3"}
    tall = {"ylim": (0, 1.15), "yticks": {0: "0.0", 0.5: "0.5", 1: "1.0"}, "grid": True}
    common = {"xlim": (-0.6, 2.6), "xticks": samples}
    return (
        Panel(title="Probability of what happened", x="sample", y="probability", **common, **tall),
        Panel(title=" ", x="samples so far", y="product so far", **common, **tall),
        Panel(title=" ", x="samples so far", y=f"sum of {cost} so far", ylim=(0, 6), grid=True, **common),
    )


@pytest.mark.parametrize(("cost", "symbol"), [("log", "−log p"), ("rest", "1 − p")])
def test_what_stands_still(cost, symbol):
    explorer = make("likelihood", cost=cost)
    assert_panels(explorer, *panels(symbol), size=(1000, 320), widths=[1, 1, 1])
    assert_side_by_side(explorer.figure.axes)


def test_in_korean():
    with using(language="ko"):
        explorer = make("likelihood")
        assert [words_of(ax) for ax in explorer.figure.axes] == [
            ("실제로 일어난 일에 준 확률", "샘플", "확률"),
            (" ", "여기까지의 샘플", "여기까지의 곱"),
            (" ", "여기까지의 샘플", "여기까지 더한 −log p"),
        ]
        for cost in ("log", "rest"):
            assert_words(explorer.set(cost=cost), "ko")


def test_controls_and_presets():
    explorer = make("likelihood")
    assert control(explorer, "p") == (["p₁", "p₂", "p₃"], 0, 1, 0.01)
    assert control(explorer, "cost") == ("cost", {"log": "−log p", "rest": "1 − p"})
    assert explorer.presets == {
        "half": {"p": [0.5, 0.5, 0.5]},
        "one_sure_error": {"p": [0.01, 0.5, 0.5]},
        "sure": {"p": [0.9, 0.9, 0.9]},
    }
    assert explorer.set(p=[0.6, 0.5, 0.5]).code() == "lossviz.explore.likelihood(p=[0.6, 0.5, 0.5], cost='log')"


def test_what_is_told_after_a_move(each_language):
    explorer = make("likelihood")
    explorer.by_hand("p", 0.6, 0)
    assert (
        explorer._now.told
        == {
            "en": "probability of what happened, sample 1: 0.6, product 0.15, sum 1.897",
            "ko": "1번 샘플에서 실제로 일어난 일의 확률: 0.6, 곱 0.15, 합 1.897",
        }[each_language]
    )
