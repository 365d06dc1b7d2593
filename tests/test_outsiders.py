"""Explorers that are written outside the package: by a class, by a function that draws, by the name of a loss."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import matplotlib
import numpy as np
import pytest
from explorers import art, assert_consistent, drawn_by_matplotlib, layer, moves, page  # noqa: F401 - page: see below
from numpy.testing import assert_allclose
from scipy.optimize import approx_fprime

import lossviz
from lossviz import explore, losses, plots, words

# A name, where Hangul may stand beside it.
WORD = r"(?<![A-Za-z_]){}(?![A-Za-z_])"

CONTRIBUTING = (Path(__file__).parent.parent / "CONTRIBUTING.md").read_text(encoding="utf-8")


class Spread(explore.Explorer):
    """How much does one prediction for all cost? values: your own data. guess: the one prediction."""

    values = explore.Data((1, 2, 6))
    guess = explore.Number(2, "low", "high", step=0.5, label={"ko": "예측값", "en": "guess"})
    last = explore.Choice("mse", {"mse": "MSE", "mae": {"ko": "평균 절대 오차", "en": "MAE"}}, label="loss")
    presets = {"lowest": {"guess": "mean"}, "by_mae": {"guess": 2, "last": "mae"}}  # noqa: RUF012
    labels = {"lowest": {"ko": "평균", "en": "mean"}}  # noqa: RUF012

    def prepare(self, values):
        values = np.array(values, float)
        return {"values": values, "low": values.min(), "high": values.max(), "mean": values.mean()}

    def read(self, values, guess, last):
        return {"loss": getattr(losses, last)(values, np.full(len(values), guess)), "name": last.upper()}

    def draw(self, figure, art, values, last):
        ax = figure.subplots()
        ax.set(xlim=(values.min() - 1, values.max() + 1), ylim=(0, 30), xlabel="y", ylabel=last)
        plots.plot_points(values, np.zeros(len(values)), ax=ax)
        art.dot = plots.plot_points([0], [0], ax=ax)

    def move(self, art, guess, loss):
        art.dot.set_data([guess], [loss])

    def sentence(self, guess, loss, name):
        return explore.said({"ko": f"{guess:g}: {name} {loss:.4g}입니다", "en": f"{guess:g} costs {loss:.4g}, {name}"})


def test_an_outsiders_explorer_has_what_every_explorer_has(each_language):
    made = Spread([1, 2, 3, 10])
    assert made.state == {"guess": 2, "last": "mse"}
    assert made.readings == {"loss": losses.mse([1, 2, 3, 10], [2, 2, 2, 2])}
    assert made.presets == {"lowest": {"guess": 4}, "by_mae": {"guess": 2, "last": "mae"}}
    made.set(**made.presets["lowest"])
    assert_allclose(art(made).dot.get_data(), [[4], [losses.mse([1, 2, 3, 10], [4] * 4)]])
    assert made.code() == "Spread(values=[1, 2, 3, 10], guess=4, last='mse')"
    again = eval(made.code(), {"Spread": Spread})
    assert (again.state, layer(again)) == (made.state, layer(made))
    assert made.describe() == {"ko": "4: MSE 12.5입니다", "en": "4 costs 12.5, MSE"}[each_language]
    assert made.png().startswith(b"\x89PNG")
    with pytest.raises(ValueError, match="guess"):
        made.set(guess=11)
    buttons = [button.description for button in made.panel.presets]
    assert buttons[:2] == [{"ko": "평균", "en": "mean"}[each_language], "by mae"]
    assert made.panel.controls["guess"].description == {"ko": "예측값", "en": "guess"}[each_language]
    assert made.panel.controls["last"].options[0] == ("MSE", "mse")
    made.panel.close()


def test_without_a_sentence_the_values_are_told():
    class Plain(explore.Explorer):
        p = explore.Number(0.5, 0, 1, step=0.1)

        def read(self, p):
            return {"square": p * p}

        def draw(self, figure, art):
            art.dot = plots.plot_points([0], [0], ax=figure.subplots())

        def move(self, art, p, square):
            art.dot.set_data([p], [square])

    assert Plain().describe() == "p 0.5, square 0.25"


def made_from(**parts):
    """A small explorer, with some of its parts put in place of good ones."""

    def draw(self, figure, art):
        ax = figure.subplots()
        art.ax, art.dot = ax, plots.plot_points([0], [0], ax=ax)
        self.__class__.not_kept = plots.plot_points([0], [0], ax=ax)

    good = {
        "p": explore.Number(0.5, 0, 1, step=0.1),
        "read": lambda self, p: {"square": p * p},
        "draw": draw,
        "move": lambda self, art, p, square: art.dot.set_data([p], [square]),
    }
    return type("Mine", (explore.Explorer,), {**good, **parts})


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        ({"q": explore.Number(0, 0, 1)}, "<q>"),
        ({"read": lambda self, p: "0.25"}, "<str>"),
        ({"read": lambda self, p: 0.25}, "<float>"),
        ({"read": lambda self, p: {"p": 1}}, "<p>"),
        ({"read": lambda self, q: {"square": 1}}, "read.*<q>.*<p>"),
        ({"move": lambda self, art, squre: None}, "move.*<squre>.*<square>"),
        ({"sentence": lambda self, squre: ""}, "sentence.*<squre>"),
        ({"move": lambda self, art, p, square: self.not_kept.set_data([p], [square])}, r"Line2D"),
        ({"move": lambda self, art, p, square: art.ax.set_xlim(0, 2 + p)}, r"Axes|Axis|Spine"),
        ({"draw": lambda self, figure, art: setattr(art, "dot", plots.plot_points([0], [0]))}, "Line2D.*ax=ax"),
        ({"draw": explore.Explorer.draw}, r"Mine.*draw"),
        ({"kept": explore.Number(0, 0, 1)}, "<kept>"),
        ({"state": explore.Number(0, 0, 1)}, "<state>"),
    ],
)
def test_a_mistake_is_told_with_what_to_change(parts, says, each_language):
    made_from()()
    pattern = re.sub("<(\\w+)>", lambda name: WORD.format(name[1]), says)
    with pytest.raises(TypeError, match=pattern) as told:
        made_from(**parts)()
    assert bool(re.search("[가-힣]", str(told.value))) == (each_language == "ko")


def test_a_failing_step_shows_the_authors_line():
    def move(self, art, p, square):
        art.dot.set_data([p], [square / (p - 0.7)])

    made = made_from(move=move)()
    with pytest.raises(ZeroDivisionError) as failed:
        made.set(p=0.7)
    assert "art.dot.set_data([p], [square / (p - 0.7)])" in made.told(failed.value)
    assert made.state == {"p": 0.5}
    assert_allclose(art(made).dot.get_data(), [[0.5], [0.25 / -0.2]])


def test_the_example_for_contributors_works():
    block = next(
        code for code in re.findall(r"```python\n(.*?)```", CONTRIBUTING, re.DOTALL) if "explore.Explorer" in code
    )
    (kind,) = (node for node in ast.parse(block).body if isinstance(node, ast.ClassDef))
    length = kind.end_lineno - kind.lineno + 1 - sum(not line.strip() for line in block.splitlines())
    assert length <= 25
    scope = {}
    exec(block, scope)
    made = scope[kind.name]()
    for _ in moves(made, 5):
        assert drawn_by_matplotlib(made) == layer(made)


# curve ---------------------------------------------------------------------------------------------------------------

ONE_NUMBER = [
    "binary_cross_entropy", "focal", "half_sse", "hinge", "huber", "log_cosh", "mae", "mse", "quantile", "rmse",
    "sigmoid_cross_entropy", "sse",
]  # fmt: skip


@pytest.mark.parametrize("name", ONE_NUMBER)
def test_a_curve_is_the_loss_and_its_tangent_the_gradient(name):
    made = explore.curve(name)
    along = list(made.state)[1]
    for _ in moves(made, 5):
        point = dict(made.state)
        at, truth = point.pop(along), point.pop("y_true")
        loss, slope = getattr(losses, name), getattr(losses, f"{name}_grad")
        assert made.readings["loss"] == loss([truth], [at], **point)
        assert made.readings["slope"] == slope([truth], [at], **point)[0]
        across, heights = art(made).curve.get_data()
        for x, y in list(zip(across, heights, strict=True))[::25]:
            assert y == loss([truth], [x], **point)
        assert drawn_by_matplotlib(made) == layer(made)
    assert_allclose(art(made).dot.get_xdata(), [made.state[along]])
    again = eval(made.code(), {"lossviz": lossviz})
    assert (again.state, layer(again)) == (made.state, layer(made))


def test_every_loss_of_one_number_has_a_curve(each_language):
    others = {name for name in losses.__all__ if f"{name}_grad" in losses.__all__} - set(ONE_NUMBER)
    assert others == {"cross_entropy", "kl_divergence", "softmax_cross_entropy"}
    for name in [*others, "nonsense", "softmax"]:
        with pytest.raises(ValueError, match=f"{name}.*huber"):
            explore.curve(name)


def test_hyperparameters_are_sliders_with_ranges_of_ones_own():
    made = explore.curve("huber", delta=(0.5, 2, 0.5), y_pred=3)
    assert made.state == {"y_true": 0, "y_pred": 3, "delta": 1}
    made.set(delta=2)
    assert made.code() == "lossviz.explore.curve('huber', delta=(0.5, 2, 0.5), y_pred=3).set(delta=2)"
    with pytest.raises(ValueError, match="delta"):
        made.set(delta=2.5)
    with pytest.raises(TypeError, match=r"dleta.*delta"):
        explore.curve("huber", dleta=1)


def test_a_loss_of_ones_own_has_a_slope_by_central_differences_and_says_so(each_language):
    def power(y_true, y_pred, exponent=1.5):
        return abs(y_true - y_pred) ** exponent

    made = explore.curve(power)
    assert list(made.state) == ["y_true", "y_pred", "exponent"]
    for _ in moves(made, 5):
        at, exponent = made.state["y_pred"], made.state["exponent"]
        if abs(at - made.state["y_true"]) > 0.5:
            slope = approx_fprime(
                [at], lambda x, *rest: power(rest[0], x[0], rest[1]), 1e-8, made.state["y_true"], exponent
            )[0]
            assert_allclose(made.readings["slope"], slope, rtol=1e-4, atol=1e-5)
    assert "≈" in art(made).slope.get_text()
    assert "≈" in made._now.formula
    assert words.t("curve.differences") in made.describe()
    assert made.code().startswith("lossviz.explore.curve(power)")


def test_a_function_of_one_number_has_a_curve():
    made = explore.curve(lambda x: x**3 - x)
    assert made.readings["loss"] == pytest.approx(made.state["x"] ** 3 - made.state["x"])
    assert made.readings["slope"] == pytest.approx(3 * made.state["x"] ** 2 - 1, rel=1e-5)


def test_a_loss_of_three_numbers_is_refused(each_language):
    with pytest.raises(TypeError, match="a, b, c"):
        explore.curve(lambda a, b, c: 0)


# live ----------------------------------------------------------------------------------------------------------------


def wave(ax, frequency, height=1.0, kind="sin"):
    x = np.linspace(0, 1, 60)
    ax.plot(x, height * getattr(np, kind)(frequency * x))
    ax.plot([frequency / 20], [height], "o")
    ax.axhline(height, linestyle="--")
    ax.text(0.5, 0.5, f"{frequency:.1f}")
    ax.set(title="wave", xlabel="x")


CONTROLS = {"frequency": (1, 20, 0.5), "height": (0.5, 2.0), "kind": ["sin", "cos"]}


@pytest.fixture
def live():
    return explore.live(wave, **CONTROLS)


def fresh(state):
    """The picture of the same function drawn once, from the start."""
    made = explore.live(wave, **CONTROLS)
    made._drawing = None
    made._now = type(made._now)(**{**vars(made._now), "values": made._now.values | state})
    return made._drawn().live


def test_a_plain_function_moves_with_its_controls(live):
    assert live.state == {"frequency": 10.5, "height": 1.0, "kind": "sin"}
    seen = set()
    for _ in moves(live, 4):
        assert drawn_by_matplotlib(live) == layer(live)
        once = fresh(live.state)
        assert (once.layer(), once.still) == (layer(live), live._drawing.live.still)
        seen.add(layer(live))
    assert len(seen) > 8
    # The last is what the function writes into its picture.
    assert live.describe() == "frequency 10.5, height 1, kind sin, 10.5"


def test_what_stands_still_is_drawn_once(live):
    still = live._drawing.live.still
    for _ in moves(live, 4):
        assert live._drawing.live.still is still


def test_what_the_function_makes_differ_is_drawn_again():
    def picture(ax, p):
        ax.plot([0, p], [0, 1])
        ax.set_title("far" if p > 0.5 else "near")
        ax.set_xlim(0, 2 if p > 0.5 else 1)
        if p > 0.8:
            ax.grid(visible=True)

    made = explore.live(picture, p=(0, 1, 0.1))
    stills = {}
    for p in (0.1, 0.4, 0.6, 0.9, 0.7, 0.2):
        made.set(p=p)
        stills[p] = made._drawing.live.still
        assert made.figure.axes[0].get_xlim() == (0, 2 if p > 0.5 else 1)
    assert stills[0.1] == stills[0.4] == stills[0.2]
    assert stills[0.6] == stills[0.7]
    assert len(set(stills.values())) == 3


def test_limits_left_to_matplotlib_hold_everything():
    made = explore.live(lambda ax, p: ax.plot([0, p], [0, p * p]), p=(0, 3, 0.1))
    made.set(p=1)
    (left, right), (low, high) = made.figure.axes[0].get_xlim(), made.figure.axes[0].get_ylim()
    assert left <= 0 < 3 <= right < 3.5
    assert low <= 0 < 9 <= high < 10


def test_limits_of_the_function_are_kept():
    made = explore.live(lambda ax, p: (ax.plot([0, p], [0, 9]), ax.set_ylim(-1, 5)), p=(0, 3, 0.1))
    assert made.figure.axes[0].get_ylim() == (-1, 5)


def test_live_code_makes_it_again(live):
    live.set(frequency=3, kind="cos")
    code = "lossviz.explore.live(wave, frequency=(1, 20, 0.5), height=(0.5, 2), kind=['sin', 'cos'])"
    assert live.code() == code + ".set(frequency=3, kind='cos')"
    again = eval(live.code(), {"lossviz": lossviz, "wave": wave})
    assert (again.state, layer(again)) == (live.state, layer(live))


def test_an_error_of_the_function_is_shown_and_nothing_moves():
    def picture(ax, p):
        ax.plot([0, 1], [0, 1 / (p - 0.5)])

    made = explore.live(picture, p=(0.0, 2.0, 0.25))
    before = layer(made)
    with pytest.raises(ZeroDivisionError) as failed:
        made.set(p=0.5)
    assert "1 / (p - 0.5)" in made.told(failed.value)
    assert layer(made) == before


@pytest.mark.parametrize(
    ("picture", "controls", "says"),
    [
        (lambda ax, p: None, {"p": (0, 1)}, "ax"),
        (lambda ax, p: ax.plot(np.random.default_rng().random(3)), {"p": (0, 1)}, "lambda"),
        (lambda ax, p: ax.twinx().plot([0, p]), {"p": (0, 1)}, "ax"),
        (lambda ax, p: ax.plot([p]), {"q": (0, 1)}, r"q.*p"),
        (lambda ax, p: ax.plot([p]), {}, "p"),
        (lambda ax, p: ax.plot([p]), {"p": "x"}, "p: .*'x'"),
        (lambda ax, p: ax.plot([p]), {"p": (1, 0)}, r"p: .*\(1, 0\)"),
        (lambda ax, p: ax.plot([p]), {"p": 3}, "p: .*3"),
    ],
)
def test_what_cannot_be_shown_live_is_refused_with_a_reason(picture, controls, says, each_language):
    with pytest.raises(TypeError, match=says) as told:
        explore.live(picture, **controls)
    assert bool(re.search("[가-힣]", str(told.value))) == (each_language == "ko")


def test_abbreviations_are_those_of_interact():
    made = explore.live(
        lambda ax, whole, real, word, named, flag, own, start=3: ax.plot([whole, real, named, flag, own, start]),
        whole=(0, 10),
        real=(0.0, 1.0),
        word=["a", "b"],
        named={"one": 1, "two": 2},
        flag=True,
        own=explore.Number(0.5, 0, 1, step=0.1),
        start=(0, 5, 1),
    )
    assert made.state == {"whole": 5, "real": 0.5, "word": "a", "named": 1, "flag": True, "own": 0.5, "start": 3}
    assert [type(value) for value in made.state.values()] == [int, float, str, int, bool, float, int]
    made.set(flag=False, named=2, word="b")
    with pytest.raises(ValueError, match="named"):
        made.set(named=3)


def test_pyplot_is_left_alone():
    code = (
        "import sys, lossviz; from lossviz import explore\n"
        "explore.live(lambda ax, p: ax.plot([0, p]), p=(0, 1)).set(p=1).png()\n"
        "explore.curve('huber').png()\nassert 'matplotlib.pyplot' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_readers_settings_stay():
    before = dict(matplotlib.rcParams)
    for _ in moves(explore.live(wave, **CONTROLS), 2):
        pass
    assert dict(matplotlib.rcParams) == before


def test_what_is_written_into_the_picture_is_said_too():
    def picture(ax, z=1.0, square=False):
        ax.plot([0, z], [0, z])
        ax.text(0, 0, f"p = {z / 4:g}")

    made = explore.live(picture, z=(0, 4, 0.5), square=False)
    assert made.describe() == "z 1, square False, p = 0.25"
    assert made.set(z=2.0, square=True).describe() == "z 2, square True, p = 0.5"
