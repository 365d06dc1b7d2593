"""Explorers that ask first: what is locked and hidden until then, what is right, what is said of an answer. No browser.

(What a hand does in the picture: tests/browser/test_ask.py.)
"""

import ast
import base64
import inspect
import re
from functools import cache
from types import SimpleNamespace

import numpy as np
import pytest
from explorers import NAMES, make, page

import lossviz
from lossviz import explore, losses, practice, words
from lossviz.explorer.ask.answers import typed
from lossviz.explorer.ask.drawn import compared
from lossviz.explorer.ask.sketches import SHAPES
from lossviz.explorer.ask.trace import shares
from lossviz.explorer.hands import AskingHands, Hands
from lossviz.words import answers, diagnoses

QUESTIONS = [(name, key) for name in NAMES for key in getattr(explore, name).questions]
PAIR = ([1, 3, 5, 6, 7], [3, 2, 7, 5, 8])
U = np.linspace(0, 1, 101)


@pytest.fixture
def asking():
    """Explorers that ask, closed after the test."""
    made = []

    def asking(name, key, *args, **kwargs):
        made.append(make(name, *args, predict=key, **kwargs))
        return made[-1]

    yield asking
    for one in made:
        if one._view is not None:
            one.panel.close()


def guesses(explorer):
    """Some answers to its question: for a choice all."""
    question = explorer._asking.question
    return {
        "number": lambda: [3.0, -1.0],
        "choice": lambda: list(question.choices),
        "place": lambda: [0.5, 2.0],
        "drawing": lambda: [question.sketch(name) for name in question.sketches],
    }[question.kind]()


# Before the answer ---------------------------------------------------------------------------------------------------


def test_every_explorer_that_asks_can_ask_in_several_ways():
    kinds = {name: {one.kind for one in getattr(explore, name).questions.values()} for name in NAMES}
    assert len([name for name in NAMES if kinds[name]]) >= 8
    assert all(len(found) > 1 for found in kinds.values() if found)
    assert sum("drawing" in one for one in kinds.values()) >= 3


@cache
def usual(name):
    """What an explorer that does not ask shows: its page, its sentence, its handles."""
    free = make(name)
    found = SimpleNamespace(
        page=page(free), sentence=free.describe(), handles=free.panel._hands.handles, png=free.png()
    )
    free.panel.close()
    return found


@pytest.mark.parametrize(("name", "key"), QUESTIONS)
def test_nothing_gives_the_answer_away_until_it_is_given_and_then_everything_is_there(asking, name, key):
    made, free = asking(name, key), usual(name)
    made.panel  # noqa: B018
    for hidden in ("data-reading", "lv-formula", "lv-side", "data-control", free.sentence):
        assert hidden not in page(made)
    assert "data-reading" in free.page
    # Of the artists that move those are left that the question shows.
    cover, seen = made._asking.cover(), made._asking.question.shows
    on_art = vars(cover.art)
    assert set(seen) <= {"rails", *on_art}
    for artist_name in on_art.keys() - {*seen, "rails"}:
        assert not any(one.get_visible() for one in np.ravel(np.array([on_art[artist_name]], dtype=object))), (
            artist_name
        )
    for rail in on_art.get("rails", {}).values():
        assert rail.get_visible() == ("rails" in seen)
    # All of it is said in the reader's language.
    for language in words.LANGUAGES:
        with words.using(language=language):
            values = made._asking._values()
            answers = [made._asking.question.answered(given, values).words for given in (*guesses(made), None)]
            for said in (made._asking.question.described(values), *answers):
                assert bool(re.search("[가-힣]", said)) == (language == "ko")
                assert not re.search("[{}]|nan", said)

    made._asking.answered(guesses(made)[0])
    assert made.answer.question == key
    assert re.sub('<svg class="lv-trace.*?</svg>', "", page(made)) == free.page
    assert (made.describe(), made.panel._hands.handles) == (free.sentence, free.handles)
    assert 'role="status"' in made.panel._form._feedback.value


def test_controls_are_locked_and_no_message_of_a_page_moves_anything(asking):
    made = asking("binary_cross_entropy", "binary-largest")
    panel, before = made.panel, made.state
    locked = [part for row in panel.controls.values() for part in row.parts] + panel.presets + [panel._keep]
    assert all(one.disabled for one in locked)
    assert not any(one.disabled for one in (panel.code_button, panel._large, panel._help))
    panel._hear(control="y_pred", value=0.9, index=0, count=3)
    panel._press("guess")
    panel.controls["y_pred"].parts[0].value = 0.123
    assert made.state == before
    assert panel.controls["y_pred"].parts[0].value == 0.5
    made._asking.answered(None)
    assert not any(one.disabled for one in locked)
    panel._hear(control="y_pred", value=0.9, index=0, count=4)
    assert made.state["y_pred"][0] == 0.9


@pytest.mark.parametrize("name", ["accuracy", "cross_entropy", "softmax_batch"])
def test_what_a_notebook_saves_is_the_question_and_its_picture(asking, name):
    made, free = asking(name, next(iter(getattr(explore, name).questions))), make(name)
    data, metadata = made._repr_mimebundle_()
    assert data["text/plain"] == made.describe()
    assert metadata["image/png"]["alt"] == f"{made.describe()} {words.t('explorer.still')}"
    assert free.describe() not in metadata["image/png"]["alt"]
    still = base64.b64decode(data["image/png"])
    assert still == made._picture(made.describe(), words.t("explorer.still"))
    assert still != free._picture(made.describe(), words.t("explorer.still"))
    made._asking.answered(None)
    assert made.png() == free.png()


def test_large_letters_and_another_width_draw_the_question_anew(asking):
    made = asking("mse", "mse-curve")
    panel = made.panel
    narrow, still = panel._hands.sketch, panel._still.value
    panel._hear(room=[560, 700])
    assert panel._hands.sketch != narrow
    assert panel._still.value != still
    panel._large.value = True
    assert "lv-lecture" in panel._dom_classes
    assert made._asking.words() in panel._form._words.value
    assert "data-reading" not in page(made)


def test_code_asks_again_until_there_is_an_answer(asking):
    made = asking("cross_entropy", "cross-entropy-zero", p=0.5)
    line = made.code()
    assert eval(line, {"lossviz": lossviz}).describe() == made.describe()
    made._asking.answered("one")
    call = ast.parse(made.code(), mode="eval").body
    assert [one.arg for one in call.keywords] == ["p", "base"]


def test_an_explorer_that_does_not_ask_has_nothing_of_it(asking):
    free, made = make("mse"), asking("mse", "mse-curve")
    assert isinstance(free.panel._hands, Hands)
    assert not isinstance(free.panel._hands, AskingHands)
    assert isinstance(made.panel._hands, AskingHands)
    assert "letDraw" not in free.panel._hands._esm
    assert len(free.panel.children) + 1 == len(made.panel.children)
    assert free.answer is None
    free.panel.close()


# What is right -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "right", "said"),
    [
        (2.2, True, "Right"), (2.16, True, "Right"), (2.25, True, "Right"), (2.26, False, "Not 2.26"),
        (5.5, False, "half"), (11, False, "sum"),
        (-2.2, False, "sign"), (1.483, False, "root"), (1.4, False, "absolute"), (70, False, ""),
    ],
)  # fmt: skip
def test_a_number_is_right_within_its_rounding_and_a_mistake_is_called_by_its_name(given, right, said):
    answer = answer_to("mse", "mse-number", given)
    assert answer.right == right
    assert said in answer.words
    if said in ("Right", ""):
        assert answer.mistakes == ()
    assert "It is 2.2." in answer.words


@cache
def asked(name, key):
    """A question, and the values that it is asked about."""
    asking = make(name, predict=key)._asking
    return asking.question, asking._values()


def answer_to(name, key, given):
    """What is said of an answer."""
    question, values = asked(name, key)
    return question.answered(given, values)


def test_what_is_right_follows_the_data(asking):
    y_true, y_pred = [1.0, 2.0, 3.0], [1.5, 2.5, 9.0]
    made = asking("mse", "mse-number", y_true, y_pred)
    assert words.number(losses.mse(y_true, y_pred)) in made._asking.question.solution(made._asking._values())
    even = asking("mse", "mse-outlier", [0, 0, 0], [1, 1, 1])
    even._asking.answered("far")
    assert even.answer.right
    nudge = [asking("accuracy", "accuracy-nudge", weight=weight, bias=-2)._asking for weight in (0.3, 0.32)]
    assert [one.question._right(one._values()) for one in nudge] == ["loss", "both"]
    ways = [asking("slope", "slope-way", weight=weight)._asking for weight in (0, 3)]
    assert [one.question._right(one._values()) for one in ways] == ["raise", "lower"]
    halves = [asking("cross_entropy", "cross-entropy-half", p=p)._asking for p in (0.9, 0.5, 0.1)]
    assert [one.question._right(one._values()) for one in halves] == ["more", "twice", "less"]


@pytest.mark.parametrize(("given", "kind"), [(0.11, "right"), (0.35, "right"), (0.36, "high"), (-0.2, "low")])
def test_a_place_is_right_within_a_twentieth_of_the_axis(given, kind):
    answer = answer_to("cross_entropy", "cross-entropy-place", given)
    assert answer.right == (kind == "right")
    true = words.number(-np.log(0.9))
    assert answer.words == words.t(f"ask.place_{kind}", given=words.number(given, 3), true=true)


def found(drawn, true):
    return {one.what: one.kind for one in compared(np.asarray(drawn, float), np.asarray(true, float))}


LOG = -np.log(np.maximum(U, 1e-9)) / 5
V = np.abs(U - 0.3) + 0.1
PARABOLA = (U - 0.3) ** 2 * 1.5 + 0.1
STAIRS = SHAPES["stairs"](U)


@pytest.mark.parametrize(
    ("drawn", "true", "says"),
    [
        (LOG, LOG, {"start": "off", "end": "right", "bend": "sags_right"}),
        (LOG + 0.04 * np.sin(9 * U), LOG, {"start": "off", "end": "right", "bend": "sags_right"}),
        (1 - U, LOG, {"start": "off", "end": "right", "bend": "sags_straight"}),
        (0.7 - 0.5 * U, LOG, {"start": "inside", "end": "high", "bend": "sags_straight"}),
        (np.sqrt(1 - U**2), LOG, {"start": "off", "end": "right", "bend": "sags_bulges"}),
        (np.ceil(5 - 5 * U) / 5, LOG, {"start": "off", "end": "right", "smooth": "steps"}),
        (PARABOLA, PARABOLA, {"start": "right", "end": "right", "lowest": "right", "bend": "sags_right"}),
        (PARABOLA[::-1], PARABOLA, {"start": "high", "end": "low", "lowest": "after", "bend": "sags_right"}),
        (V, PARABOLA, {"start": "high", "end": "right", "lowest": "right", "bend": "sags_straight"}),
        (U, PARABOLA, {"start": "low", "end": "high", "lowest": "before", "bend": "sags_straight"}),
        (np.full(101, 0.2), PARABOLA, {"start": "right", "end": "low", "lowest": "none", "bend": "sags_straight"}),
        (U, U, {"start": "right", "end": "right", "bend": "straight_right"}),
        (U**3, U, {"start": "right", "end": "right", "bend": "straight_sags"}),
        (STAIRS, STAIRS, {"start": "right", "end": "right", "steps": "steps", "highest": "right"}),
        (0.2 + 0.6 * U, STAIRS, {"start": "right", "end": "right", "steps": "smooth", "highest": "right"}),
        (STAIRS[::-1], STAIRS, {"start": "high", "end": "low", "steps": "steps", "highest": "before"}),
    ],
)  # fmt: skip
def test_a_drawing_is_compared_with_the_true_curve(drawn, true, says):
    said = found(drawn, true)
    assert said.pop("between") in ("near", "high", "low", "both")
    assert said == says


@pytest.mark.parametrize(
    ("drawn", "kind"),
    [(LOG, "near"), (LOG + 0.05, "near"), (1 - U, "high"), (0.5 * (1 - U) ** 6, "low"), (0.3 * U, "both")],
)  # fmt: skip
def test_between_its_ends_a_drawing_is_near_the_curve_or_on_one_side(drawn, kind):
    assert found(drawn, LOG)["between"] == kind


def test_the_three_drawings_are_right_when_the_true_curve_is_drawn():
    for name, key in (("cross_entropy", "cross-entropy-curve"), ("accuracy", "accuracy-curve"), ("mse", "mse-curve")):
        question, values = asked(name, key)
        _, true = question.truth(values)
        low, high = values["y_limits"]
        answer = answer_to(name, key, np.clip((true - low) / (high - low), 0, 1).tolist())
        assert answer.right, answer.words
        wrong = answer_to(name, key, np.full(101, 0.45).tolist())
        assert not wrong.right
        assert len(wrong.mistakes) >= 2


def test_the_true_curves_are_those_of_the_losses(asking):
    at, true = (one := asking("accuracy", "accuracy-curve")._asking).question.truth(one._values())
    x, y_true = np.arange(1, 9), np.array([0, 0, 0, 1, 0, 1, 1, 1])
    assert true[60] == losses.accuracy(y_true, losses.sigmoid(at[60] * x - 2))
    at, true = (one := asking("mse", "mse-curve", point=2, convention="sse")._asking).question.truth(one._values())
    assert true[30] == pytest.approx(losses.sse([1, 3, 5, 6, 7], [3, at[30], 7, 5, 8]), rel=1e-12)
    at, true = (one := asking("cross_entropy", "cross-entropy-curve", base="bit")._asking).question.truth(one._values())
    assert true[0] == np.inf
    assert true[50] == pytest.approx(1, rel=1e-12)


# After the answer ----------------------------------------------------------------------------------------------------


def test_to_be_shown_is_no_mistake(asking):
    made = asking("mse", "mse-number")
    panel = made.panel
    panel._form._answers.children[-1].click()
    assert (made.answer.given, made.answer.right, made.answer.mistakes) == (None, None, ())
    assert "data-reading" in page(made)
    made._asking.answered(2.2)
    assert made.answer.given is None, "answered twice"


@pytest.mark.parametrize(("name", "key"), [("mse", "mse-number"), ("slope", "slope-place"), ("mse", "mse-curve")])
def test_a_panel_that_is_made_later_knows_the_answer(asking, name, key):
    made = asking(name, key)
    made.panel.close()
    made.panel  # noqa: B018
    assert "data-reading" not in page(made)
    made._asking.answered(None)
    made.panel.close()
    made.panel  # noqa: B018
    assert "data-reading" in page(made)
    assert made.answer.words in re.sub("<.*?>", "", made.panel._form._feedback.value)


def test_what_was_drawn_stays_while_its_curve_does(asking):
    made = asking("cross_entropy", "cross-entropy-curve")
    panel = made.panel
    panel._hear(control="ask", value=SHAPES["falling"](U).tolist())
    assert "lv-open" in page(made)
    assert "lv-between" not in page(made)
    panel._form._answers.children[-2].click()
    assert "lv-between" in page(made)
    made.set(p=0.2)
    assert "lv-between" in page(made)
    made.set(base="bit")
    assert "lv-trace" not in page(made)


def test_a_marker_lies_where_its_number_is(asking):
    made = asking("cross_entropy", "cross-entropy-place", p=0.5)
    panel = made.panel
    panel._hear(control="ask", value=1.25, count=7)
    axes = made._asking.cover().axes
    (_, top), (_, low), (_, high) = shares(axes, [0, 0, 0], [1.25, *axes.get_ylim()])
    place = made.panel._now.places[0]
    assert place[1:] == pytest.approx([top, 1.25, low, high], abs=1e-4)
    assert 'data-answers="7"' in page(made)
    assert panel._form._slider.value == 1.25
    panel._form._slider.value = 2.0
    assert made._asking.guess == 2.0


def test_without_a_front_end_a_number_a_choice_and_a_sketch_can_be_given(asking):
    field, answer, _ = (panel := asking("mse", "mse-number").panel)._form._answers.children
    field.value = "five"
    answer.click()
    assert "five" in panel._form._feedback.value
    assert panel._form.asking.is_open
    field.value = " 5,5 "
    answer.click()
    assert panel.explorer.answer.given == 5.5
    choice = asking("softmax", "softmax-raise")
    choice.panel._form._answers.children[0].click()
    assert choice.answer.right
    drawing = asking("mse", "mse-curve")
    _, vee, bowl, _, answer, _ = drawing.panel._form._answers.children
    answer.click()
    assert drawing._asking.is_open, "nothing was drawn"
    bowl.click()
    vee.click()
    answer.click()
    assert "bend_sags_straight" in drawing.answer.mistakes


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2.2", 2.2), ("2,2", 2.2), ("−0.5", -0.5), ("11/5", 2.2), ("45 %", 0.45), ("1,000", 1000), (" 3 ", 3),
        ("무한대", np.inf), ("-∞", -np.inf),
    ],
)  # fmt: skip
def test_numbers_as_people_type_them(text, value):
    assert typed(text) == value


@pytest.mark.parametrize("text", ["two", "2.2.2", "1/0", "0x10", "1e", "__import__('os')"])
def test_what_is_no_number_is_said(text, each_language):
    with pytest.raises(ValueError, match=re.escape(text.strip())):
        typed(text)


def test_who_listens_hears_each_answer_once_and_nothing_of_a_wish_to_be_shown(asking):
    told = []
    answers.listen(told.append)
    try:
        asking("mse", "mse-number")._asking.answered(11)
        asking("softmax", "softmax-raise")._asking.answered("falls")
        asking("softmax", "softmax-raise")._asking.answered(None)
    finally:
        answers.forget(told.append)
    assert [(one.id, one.given, one.right) for one in told] == [
        ("predict/mse-number", "11", False),
        ("predict/softmax-raise", "falls", True),
    ]
    assert told[0].mistakes == practice.diagnose_number("mse", PAIR, 11, 1).mistakes


@pytest.mark.parametrize(
    ("name", "key", "wrong"),
    [
        ("mse", "mse-number", 5.5), ("mse", "mse-sum", 2.2), ("slope", "slope-step", -0.55),
        ("softmax_batch", "softmax-batch-mean", 2.59),
    ],
)  # fmt: skip
def test_the_exercises_explain_a_wrong_number(asking, name, key, wrong):
    made = asking(name, key)
    made._asking.answered(wrong)
    question, values = made._asking.question, made._asking._values()
    given = question.arguments(*map(values.get, inspect.signature(question.arguments).parameters))
    found = practice.diagnose_number(question.exercise, given, wrong, question.decimals)
    assert made.answer.mistakes == found.mistakes != ()
    assert found.words in made.answer.words


def test_where_no_exercise_knows_the_question_does(asking, monkeypatch):
    monkeypatch.setattr(diagnoses, "_known", [])
    made = asking("mse", "mse-number")
    made._asking.answered(5.5)
    assert made.answer.mistakes == ("half_sum",)
    assert words.t("ask.mistake.half_sum") in made.answer.words


# Questions of one's own ----------------------------------------------------------------------------------------------


def test_a_teacher_asks_in_a_line(asking, each_language):
    question = explore.AskChoice(
        {"ko": "ŷ₁ = {y_pred}?", "en": "Up or down?"},
        choices={"up": {"ko": "위", "en": "Up"}, "down": {"ko": "아래", "en": "Down"}},
        right=lambda slope: "down" if slope > 0 else "up",
        because={"down": {"ko": "기울기 {slope}", "en": "The slope is {slope}."}},
    )
    made = asking("mse", question)
    asked = {"ko": "ŷ₁ = 3, 2, 7, 5, 8? (위 / 아래)", "en": "Up or down? (Up / Down)"}
    assert made.describe() == asked[each_language]
    made._asking.answered("up")
    assert made.answer.right is False
    assert made.answer.question.startswith("own-")
    assert ("기울기 0.8" if each_language == "ko" else "The slope is 0.8.") in made.answer.words
    assert "predict" not in made.code()
    curve = explore.curve("huber", y_pred=2, predict=explore.AskNumber({"ko": "손실?", "en": "Loss?"}, wanted="loss"))
    assert curve.describe() == ("손실?" if each_language == "ko" else "Loss?")


def test_bad_questions_are_refused(each_language):
    with pytest.raises(ValueError, match=r"'mse-nmuber'.*'mse-number'"):
        explore.mse(predict="mse-nmuber")
    with pytest.raises(TypeError, match="riht"):
        explore.mse(predict=explore.AskNumber("?", wanted=lambda riht: riht))
    with pytest.raises(TypeError, match="nothing"):
        explore.mse(predict=explore.AskPlace("?", wanted="mse", on="nothing"))
    with pytest.raises(ValueError, match="'c'"):
        explore.mse(predict=explore.AskChoice("?", choices={"a": "a", "b": "b"}, right=lambda: "c"))
    with pytest.raises(TypeError):

        class Own(explore.Explorer):
            predict = explore.Number(0, 0, 1)
