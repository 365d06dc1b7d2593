"""The quizzes: complete in both languages, every number computed, the answer nowhere before somebody has chosen."""

import asyncio
import copy
import json
import re
import sys
from collections import Counter
from string import Formatter

import nbformat
import pytest

from lossviz import losses, practice, words
from lossviz.practice.choices import asked, wording
from lossviz.practice.questions import QUESTIONS
from lossviz.stills import VIEW, lay_to_rest, wake
from lossviz.words import answers

each_quiz = pytest.mark.parametrize("name", QUESTIONS)


def texts(name, language):
    """All texts of a question, by where they stand."""
    found = wording(language)[name]
    yield "question", found["question"]
    for kind, pair in {"right": found["right"], **found["wrong"]}.items():
        choice, feedback = pair
        yield f"{kind}: choice", choice
        yield f"{kind}: feedback", feedback


def placeholders(text):
    return sorted({name for _, name, _, _ in Formatter().parse(text) if name})


def right_place(name):
    """Which choice is right, counted from 1."""
    return 1 + [one.mistake for one in asked(QUESTIONS[name]).choices].index(None)


@pytest.fixture
def heard():
    """What the quizzes tell of answers."""
    found = []
    answers.listen(found.append)
    yield found
    answers.forget(found.append)


def test_the_questions_have_words_and_the_words_have_questions(each_language):
    assert list(wording(each_language)) == list(QUESTIONS)


def test_three_questions_a_chapter_and_one_to_begin_with():
    count = Counter(question.chapter for question in QUESTIONS.values())
    assert count["00"] >= 1
    assert all(count[chapter] >= 3 for chapter in ("01", "02", "03", "04", "05"))


@each_quiz
def test_both_languages_say_the_same(name):
    english, korean = (dict(texts(name, language)) for language in words.LANGUAGES)
    assert list(english) == list(korean)
    for place in english:
        assert placeholders(english[place]) == placeholders(korean[place]), place
        # A text that is a number alone is the same; any other one has been written in each language.
        assert english[place] != korean[place] or not re.search("[a-z]{4}", re.sub(r"\{.*?\}", "", english[place]))


@each_quiz
def test_every_number_is_computed_and_used(name, each_language):
    numbers, used = QUESTIONS[name].numbers(), set()
    for place, text in texts(name, each_language):
        used |= set(placeholders(text))
        # Of digits only one-figure signs of a formula stand in the words: 1/N, log 0, a label 1.
        assert not re.search(r"\d[\d.,]*\d", re.sub(r"\{.*?\}", "", text)), place
    assert used == set(numbers)


@each_quiz
def test_every_choice_is_another_one_and_has_its_own_feedback(name, each_language):
    choices = asked(QUESTIONS[name]).choices
    assert 3 <= len(choices) <= 5
    assert [one.mistake for one in choices].count(None) == 1
    assert len({one.text for one in choices}) == len({one.feedback for one in choices}) == len(choices)
    assert all(len(one.feedback) > 20 and "{" not in one.text + one.feedback for one in choices)


@each_quiz
def test_the_order_is_everybodys(name):
    orders = []
    for language in words.LANGUAGES:
        with words.using(language=language):
            orders.append([one.mistake for one in asked(QUESTIONS[name]).choices])
    assert orders[0] == orders[1]


def test_the_right_choice_stands_anywhere():
    places = Counter(map(right_place, QUESTIONS))
    assert max(places.values()) <= len(QUESTIONS) / 2
    assert len(places) >= 3


# Sound of the last digit: 영, 일, 이 … 구; a round number ends in 십, 백 or 천.
ENDS_IN_CONSONANT = {"0": True, "1": True, "2": False, "3": True, "4": False, "5": False, "6": True, "7": True,
                     "8": True, "9": False, "%": False}  # fmt: skip
PARTICLES = [("을", "를"), ("은", "는"), ("과", "와"), ("이라고", "라고"), ("이 ", "가 "), ("으로", "로")]


@each_quiz
def test_particles_fit_the_numbers(name):
    with words.using(language="ko"):
        question = asked(QUESTIONS[name])
    for text in (question.text, *(part for one in question.choices for part in (one.text, one.feedback))):
        for last, after in re.findall(r"([\d%])\)?((?:을|를|은|는|과|와|이라고|라고|으로|로|이 |가 ))", text):
            closed, opened = next(pair for pair in PARTICLES if after in pair)
            # 으로 comes after a consonant, but not after ㄹ: 1, 7 and 8.
            takes_first = ENDS_IN_CONSONANT[last] and not (closed == "으로" and last in "178")
            assert after == (closed if takes_first else opened), text


def test_numbers_that_everybody_knows():
    def numbers(name):
        return QUESTIONS[name].numbers()

    assert numbers("softmax-1")["twice"] == pytest.approx(0.5514, abs=5e-5)
    assert numbers("binary-2") == {"classes": 5, "share": 0.5, "reported": 0.8, "nothing": 0.8}
    assert numbers("mse-3")["rmse"] == pytest.approx(13**0.5)
    assert numbers("mse-4")["table"] == pytest.approx(12 / 9)
    found = numbers("accuracy-2")
    assert found["accuracy_after"] > found["accuracy_before"]
    assert found["loss_after"] > found["loss_before"]
    found = numbers("binary-3")
    assert found["below"] < found["loss"] < 0
    found = numbers("soft-1")
    assert found["hard"] < found["floor"] < found["sure"]
    assert found["divergence"] == 0
    found = numbers("binary-4")
    assert found["shared"] < found["limit"] < found["own"]
    found = numbers("mse-2")
    assert found["half"] == found["factor"] * found["mse"]


SHOWN = [name for name in QUESTIONS if QUESTIONS[name].shows]


@pytest.mark.parametrize(("name", "reading"), [
    ("loss-3", losses.cross_entropy([0], [[0.61, 0.39]])),
    ("accuracy-1", QUESTIONS["accuracy-1"].numbers()["loss"]),
    ("cross-entropy-2", QUESTIONS["cross-entropy-2"].numbers()["loss_few"]),
    ("softmax-1", QUESTIONS["softmax-1"].numbers()["twice"]),
    ("binary-1", QUESTIONS["binary-1"].numbers()["loss"]),
])  # fmt: skip
def test_the_picture_shows_what_the_words_say(name, reading, each_language):
    assert QUESTIONS[name].shows().readings["loss"] == pytest.approx(reading)
    said = practice.quiz(name).check(right_place(name))
    assert QUESTIONS[name].shows().code() in said


def test_every_false_sentence_is_answered_with_a_picture():
    assert len(SHOWN) >= 5
    for name in QUESTIONS:
        if "wrong with this sentence" in wording("en")[name]["question"]:
            assert name in SHOWN


@each_quiz
def test_in_words(name, each_language, heard):
    quiz = practice.quiz(name)
    for place, one in enumerate(asked(QUESTIONS[name]).choices, 1):
        said = str(quiz.check(place))
        assert said.startswith(words.t("card.right" if one.mistake is None else "card.wrong"))
        assert "<" not in re.sub(r"<[ 0-9]", "", said)
    assert [one.right for one in heard].count(True) == 1
    assert {one.id for one in heard} == {f"quiz/{name}"}
    assert {one.mistakes for one in heard if not one.right} == {(key,) for key in wording("en")[name]["wrong"]}


@each_quiz
def test_what_is_saved_is_the_question_and_never_an_answer(name, each_language):
    data, metadata = practice.quiz(name)._repr_mimebundle_()
    assert set(data) == {"text/plain", "text/html", "application/vnd.jupyter.widget-view+json"}
    # By this mark a server moves the view out of the saved file.
    assert metadata == {"lossviz": {}}
    saved = json.dumps([data["text/plain"], data["text/html"]], ensure_ascii=False)
    question = asked(QUESTIONS[name])
    for one in question.choices:
        assert one.text in data["text/html"]
        assert one.feedback not in saved
    assert words.t("card.run") in data["text/html"]
    # A notebook that nobody trusts yet has no styles.
    assert "style" not in data["text/html"]


def test_day_two(each_language):
    """A saved notebook has the question's words, and a page that still has its kernel the card."""
    data, metadata = practice.quiz("softmax-1")._repr_mimebundle_()
    data[VIEW]["model_id"] = "alive"
    found = nbformat.v4.new_output("display_data", data, metadata=metadata)
    cell = nbformat.v4.new_code_cell("", outputs=[found])
    model = {"type": "notebook", "content": nbformat.v4.new_notebook(cells=[cell])}
    lay_to_rest(model, "", None)
    assert set(found["data"]) == {"text/plain", "text/html"}
    for living, shown in (({"alive"}, True), (set(), False)):
        copied = copy.deepcopy(model)

        async def alive(living=living):
            return living

        asyncio.run(wake(copied, alive))
        assert (VIEW in copied["content"]["cells"][0]["outputs"][0]["data"]) is shown


def test_a_page_without_widgets_has_the_words(monkeypatch):
    monkeypatch.setitem(sys.modules, "lossviz.practice.card", None)
    data, metadata = practice.quiz("softmax-1")._repr_mimebundle_()
    assert set(data) == {"text/plain", "text/html"}
    assert metadata == {}
    assert 'quiz("softmax-1").check(1)' in data["text/plain"]


def test_on_a_page(each_language, heard):
    quiz = practice.quiz("softmax-1")
    quiz._repr_mimebundle_()
    card, place = quiz._card, right_place("softmax-1") - 1
    # Nothing of the answer is in the page before somebody has chosen.
    assert not card.feedback
    assert (card.words["lang"], card.words["size"]) == (each_language, "normal")
    assert asked(QUESTIONS["softmax-1"]).choices[place].feedback not in json.dumps(card.get_state(), default=str)
    words.use("en" if each_language == "ko" else "ko")
    card._handle_custom_msg({"choice": place}, [])
    # In the language that the question was asked in.
    with words.using(language=each_language):
        assert words.t("card.right") in card.feedback["html"]
        alt = QUESTIONS["softmax-1"].shows().describe()
    assert f'alt="{alt}"' in card.feedback["html"]
    assert card.feedback["right"]
    assert card.feedback["given"] == place
    card._handle_custom_msg({"choice": (place + 1) % 4}, [])
    assert not card.feedback["right"]
    assert [one.right for one in heard] == [True, False]


@pytest.mark.parametrize("wrong", [0, 5, -1, "1", 1.0, True, None])
def test_a_choice_that_is_none_is_refused(wrong, each_language):
    with pytest.raises(ValueError, match=r"1.*4") as error:
        practice.quiz("softmax-1").check(wrong)
    assert repr(wrong) in str(error.value)


def test_an_unknown_quiz_is_refused_with_the_list(each_language):
    with pytest.raises(ValueError, match=r"'softmax'.*softmax-1"):
        practice.quiz("softmax")
