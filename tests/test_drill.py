"""The drills: tidy numbers, a typed answer, the mistake in it."""

import re
import sys
from math import log10
from random import Random

import pytest

from lossviz import practice, words
from lossviz.practice.drill_table import DRILLS
from lossviz.practice.reading import understood
from lossviz.words import answers, number

each_drill = pytest.mark.parametrize("name", DRILLS)


def right(drill):
    """The right answer, as the question asks to round it."""
    kind = drill._kind
    exact = float(kind.right(*drill._given))
    return exact if kind.decimals is None else round(exact, kind.decimals)


@pytest.fixture
def heard():
    found = []
    answers.listen(found.append)
    yield found
    answers.forget(found.append)


@each_drill
def test_numbers_are_small_and_the_answer_is_not_on_the_edge_of_rounding(name):
    kind, random = DRILLS[name], Random(1)
    for _ in range(100):
        given = kind.make(random)
        for value in (each for part in given for each in (part if isinstance(part, list) else [part])):
            assert abs(value) <= 12
            assert len(f"{abs(value):g}") <= 4
        exact = float(kind.right(*given))
        if kind.decimals is None:
            assert 2 * exact == int(2 * exact)
        else:
            beyond = abs(exact) * 10**kind.decimals % 1
            assert abs(beyond - 0.5) > 1e-4
        assert exact != 0


@each_drill
def test_the_question_says_all_that_is_given(name, each_language):
    drill = practice.drill(name, seed=3)
    asked = repr(drill)
    for part in drill._given:
        values = part if isinstance(part, list) else [part]
        assert ", ".join(map(number, values)) in asked
    assert "{" not in asked
    # What is to be rounded, and to what, is said.
    if drill._kind.decimals:
        assert words.t(f"drill.rounded_{drill._kind.decimals}") in asked


@each_drill
def test_the_right_answer_in_any_writing(name, heard, each_language):
    for seed in range(5):
        drill = practice.drill(name, seed=seed)
        value = right(drill)
        for typed in (value, str(value), str(value).replace(".", ","), f" {value} ".replace("-", "−")):
            assert str(drill.check(typed)).startswith(words.t("card.right")), (typed, repr(drill))
    assert all(one.right and one.id == f"drill/{name}" and not one.mistakes for one in heard)


@each_drill
def test_another_number_is_not_right(name, heard, each_language):
    drill = practice.drill(name, seed=1)
    value = right(drill)
    for wrong in (value + 1, -value, 10 * value, value + 0.02):
        said = str(drill.check(wrong))
        assert said.startswith(words.t("card.not_yet"))
        assert len(said) > len(words.t("card.not_yet")) + 10
    assert not any(one.right for one in heard)


MISTAKES = {
    "accuracy": ("sum_for_mean", lambda y, p: sum((a >= 0.5) == b for a, b in zip(p, y, strict=True))),
    "next_weight": ("rate_forgotten", lambda weight, slope, rate: weight - slope),
    "mse": ("sum_for_mean", lambda y, y_hat: sum((a - b) ** 2 for a, b in zip(y, y_hat, strict=True))),
    "sse": ("no_square", lambda y, y_hat: sum(a - b for a, b in zip(y, y_hat, strict=True))),
    "half_sse": ("half_forgotten", lambda y, y_hat: sum((a - b) ** 2 for a, b in zip(y, y_hat, strict=True))),
    "mse_grad": ("sign", lambda y, y_hat: 2 * (y[0] - y_hat[0]) / len(y)),
    "cross_entropy": ("log10", lambda p: -log10(p)),
    "softmax": ("no_exp", lambda z: z[0] / sum(z)),
}  # fmt: skip


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_recognised_as_in_the_exercises(name, heard):
    mistake, wrong = MISTAKES[name]
    # Not with all numbers can it be told from others; with most.
    for seed in range(10):
        drill = practice.drill(name, seed=seed)
        if name != "softmax" or sum(*drill._given):
            drill.check(round(wrong(*drill._given), 6))
    found = [one.mistakes for one in heard]
    assert sum(mistake in mistakes for mistakes in found) >= 6, found


def test_the_mean_of_two_binary_losses_with_the_wrong_sign_is_recognised(heard):
    drill = practice.drill("binary_cross_entropy", seed=1)
    drill.check(-right(drill))
    assert heard[0].mistakes == ("sign",)


def test_a_chance_number_has_no_mistake_put_on_it(heard, each_language):
    drill = practice.drill("softmax", seed=1)
    assert words.t("practice.unknown_number") in drill.check(2.72)
    assert heard[0].mistakes == ()


def test_a_seed_gives_the_same_questions_and_none_gives_others():
    def questions(seed):
        drill = practice.drill("mse", seed=seed)
        return [repr(drill), *(repr(drill.next()) for _ in range(4))]

    assert questions(1) == questions(1)
    assert len(set(questions(1))) >= 4
    assert questions(1) != questions(2)
    assert questions(None) != questions(None)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("2.2", 2.2),
        ("2,2", 2.2),
        (" 0,5 ", 0.5),
        ("-3", -3),
        ("−3", -3),
        ("+1.", 1),
        (".5", 0.5),
        (",5", 0.5),
        ("7", 7),
    ],
)
def test_a_number_as_people_type_it(typed, value):
    assert understood(typed) == value


@pytest.mark.parametrize(
    "typed",
    ["", " ", "1,000.5", "1.000,5", "1 000", "1.2.3", "45%", "1/3", "2.2 h", "nan", "∞", "1e3", "0x1", "--1", "."],
)
def test_what_is_no_number_is_refused_in_words(typed, each_language, heard):
    drill = practice.drill("mse", seed=1)
    with pytest.raises(ValueError, match=re.escape(typed.strip()) or ".") as error:
        drill.check(typed)
    expected = "card.no_number" if typed.strip() else "card.nothing_typed"
    assert words.t(expected, received=f"“{typed.strip()}”") == str(error.value)
    assert heard == []


def test_an_unknown_drill_is_refused_with_the_list(each_language):
    with pytest.raises(ValueError, match=r"'MSE'.*half_sse"):
        practice.drill("MSE")


@each_drill
def test_what_is_saved_is_the_same_in_every_run(name, each_language):
    one, other = (practice.drill(name)._repr_mimebundle_() for _ in range(2))
    for data, metadata in (one, other):
        data.pop("application/vnd.jupyter.widget-view+json")
        assert metadata == {"lossviz": {}}
    assert one == other
    assert words.t(f"drill.{name}.name") in one[0]["text/html"]


def test_with_a_seed_the_question_is_saved():
    data, _ = practice.drill("mse", seed=1)._repr_mimebundle_()
    assert repr(practice.drill("mse", seed=1)) in data["text/html"]


def test_a_page_without_widgets_has_the_question(monkeypatch):
    monkeypatch.setitem(sys.modules, "lossviz.practice.card", None)
    drill = practice.drill("mse")
    data, metadata = drill._repr_mimebundle_()
    assert metadata == {}
    assert data["text/plain"].startswith(repr(drill))


def test_on_a_page(each_language, heard):
    drill = practice.drill("mse", seed=1)
    drill._repr_mimebundle_()
    card, first = drill._card, repr(drill)
    assert card.question == first
    words.use("en" if each_language == "ko" else "ko")
    card._handle_custom_msg({"typed": "3 000"}, [])
    assert card.feedback["right"] is None
    card._handle_custom_msg({"typed": str(right(drill)).replace(".", ",")}, [])
    assert card.feedback["right"] is True
    card._handle_custom_msg({"next": True}, [])
    assert card.feedback == {}
    assert card.question == repr(drill) != first
    with words.using(language=each_language):
        assert words.t("drill.rounded_2") in card.question
    assert len(heard) == 1
