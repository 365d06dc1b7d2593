"""Exercises: each mistake is told from every other, in both languages, and no student sees a traceback."""

import itertools
import math
import pydoc
import re
from unicodedata import east_asian_width

import numpy as np
import pytest

from lossviz import practice, words
from lossviz.practice.attempt import ROUNDING, answer_of, same
from lossviz.practice.catalogue import EXERCISES
from lossviz.practice.diagnosis import NEARLY
from lossviz.practice.help import HINTS

LANGUAGES = ("en", "ko")
# Every mistake in each of its ways: exercise, key, function.
MISTAKES = [
    pytest.param(exercise.name, key, mistake, id=f"{exercise.name}-{key}-{index}")
    for exercise in EXERCISES.values()
    for index, (key, mistake) in enumerate(exercise.mistakes)
]


@pytest.fixture(autouse=True)
def english():
    with words.using(language="en"):
        yield


def mse(y_true, y_pred):
    return np.mean((y_true - y_pred) ** 2)


def rows(*rows):
    """Parameters whose ids are numbered: many of the functions are lambdas, which share one name."""
    named = ("-".join(value for value in row if isinstance(value, str)) for row in rows)
    return [pytest.param(*row, id=f"{index}-{name}") for index, (row, name) in enumerate(zip(rows, named, strict=True))]


# The exercises -------------------------------------------------------------------------------------------------------


def test_the_exercises():
    assert list(EXERCISES) == [
        "squared_error", "accuracy", "next_weight", "mse", "mse_grad", "softmax", "cross_entropy",
        "binary_cross_entropy",
    ]  # fmt: skip


def test_the_names_of_the_exercises_can_be_asked_for():
    assert practice.exercises() == list(EXERCISES)
    practice.exercises().clear()
    assert practice.exercises() == list(EXERCISES)


def test_what_a_student_sees_of_the_package_is_what_a_student_calls():
    """With Tab, with dir and with help."""
    assert dir(practice) == ["check", "exercises", "hint", "solution"]
    functions = pydoc.plain(pydoc.render_doc(practice)).partition("\nFUNCTIONS\n")[2]
    assert re.findall(r"^    (\w+)\(", functions, flags=re.MULTILINE) == dir(practice)
    assert all(getattr(practice, name).__doc__ for name in dir(practice))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", EXERCISES)
def test_the_right_function_is_right(name, language):
    with words.using(language=language):
        verdict = practice.check(name, EXERCISES[name].right)
        assert verdict.right
        assert verdict.mistake is None
        assert verdict.text == words.t("practice.right", words=words.t(f"practice.{name}.right"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("name", "key", "mistake"), MISTAKES)
def test_a_mistake_is_recognised_as_what_it_is(name, key, mistake, language):
    with words.using(language=language):
        verdict = practice.check(name, mistake)
        assert (verdict.right, verdict.mistake) == (False, key)
        assert verdict.text.startswith(words.t("practice.wrong", words=words.t(f"practice.{name}.{key}")) + "\n")


@pytest.mark.parametrize(("name", "key", "mistake"), MISTAKES)
def test_a_mistake_with_the_other_sign_as_well(name, key, mistake):
    def flipped(*arguments):
        answer = mistake(*arguments)
        return [-each for each in answer] if isinstance(answer, list) else -np.asarray(answer, float)

    verdict = practice.check(name, flipped)
    if verdict.right:
        assert key == "sign"
    else:
        assert verdict.mistake in {key, f"{key}+sign"}


def answers(name):
    """Key -> the answers to all inputs, of the right function and of each way to make a mistake."""
    exercise = EXERCISES[name]
    functions = (("right", exercise.right), *exercise.mistakes)
    return [(key, [answer_of(function, given) for given in exercise.inputs()]) for key, function in functions]


@pytest.mark.parametrize("name", EXERCISES)
def test_any_two_mistakes_have_far_different_answers_to_some_input(name):
    alike = [
        (one, other)
        for (one, first), (other, second) in itertools.combinations(answers(name), 2)
        if one != other and all(same(a, b, **NEARLY) for a, b in zip(first, second, strict=True))
    ]
    assert alike == []
    assert NEARLY["rtol"] > 1e3 * ROUNDING["rtol"]


@pytest.mark.parametrize("name", EXERCISES)
def test_the_right_answer_depends_on_the_input(name):
    """Otherwise a function that ignores its input might be right, or be taken for one with a factor."""
    right = dict(answers(name))["right"]
    assert all(np.isfinite(answer).all() for answer in right)
    assert not any(same(one, other, **NEARLY) for one, other in itertools.combinations(right, 2))


@pytest.mark.parametrize("name", EXERCISES)
def test_every_mistake_has_words_of_its_own(name):
    keys = {key for key, _ in EXERCISES[name].mistakes}
    for language in LANGUAGES:
        said = {key: words.catalogue(language)[f"practice.{name}.{key}"] for key in keys}
        assert len(set(said.values())) == len(keys)
        assert max(map(len, said.values())) < 160


@pytest.mark.parametrize("name", EXERCISES)
def test_no_words_are_left_over(name):
    prefix = f"practice.{name}."
    written = {key.removeprefix(prefix) for key in words.catalogue("en") if key.startswith(prefix)}
    helps = {"right", *(f"hint_{number}" for number in range(1, HINTS + 1))}
    assert written == helps | {key for key, _ in EXERCISES[name].mistakes}


# The text of a verdict -----------------------------------------------------------------------------------------------


def half_sse(y_true, y_pred):
    return np.sum((y_true - y_pred) ** 2) / 2


def test_a_verdict_in_english():
    assert practice.check("mse", half_sse).text == (
        "Not yet. This is half the sum of the squared errors (½ SSE), which is often called MSE by mistake. "
        "By what must a sum be divided to be a mean?\n"
        "    y_true = [1, 3, 5, 6, 7]\n"
        "    y_pred = [3, 2, 7, 5, 8]\n"
        "    expected: 2.2\n"
        "    received: 5.5"
    )


def test_a_verdict_in_korean():
    with words.using(language="ko"):
        assert practice.check("mse", half_sse).text == (
            "아직 아닙니다. 오차제곱합의 절반(½ SSE)입니다. MSE라고 잘못 부르는 일이 많습니다. "
            "합을 무엇으로 나누어야 평균이 되는지 생각해 보세요.\n"
            "    y_true = [1, 3, 5, 6, 7]\n"
            "    y_pred = [3, 2, 7, 5, 8]\n"
            "    나와야 할 값: 2.2\n"
            "    나온 값: 5.5"
        )


def test_a_verdict_keeps_its_language():
    with words.using(language="ko"):
        verdict = practice.check("mse", half_sse)
    assert verdict.text.startswith("아직 아닙니다.")


def test_the_example_is_the_first_input_with_a_wrong_answer():
    def without_shift(z):
        return np.exp(z) / np.sum(np.exp(z))

    assert "logits = [1000, 0, -1000]\n    expected: [1, 0, 0]\n    received: [nan, 0, 0]" in repr(
        practice.check("softmax", without_shift)
    )


def test_the_example_shows_as_many_digits_as_tell_the_two_apart():
    verdict = practice.check("mse", lambda y, y_hat: mse(y, y_hat) + 1e-7)
    assert "expected: 2.2\n    received: 2.2000001" in verdict.text


def test_a_long_answer_is_not_listed():
    verdict = practice.check("mse", lambda y, y_hat: np.zeros((40, 50)))
    assert "received: an array of shape (40, 50)" in verdict.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_function_gets_the_same_text(language):
    """Also where it returns or raises something that Python shows with an address."""

    def raising(y, y_hat):
        raise RuntimeError(f"a {object()}\nof many lines")

    with words.using(language=language):
        for function in (mse, half_sse, raising, lambda y, y_hat: object(), lambda y, y_hat: mse, object()):
            texts = {repr(practice.check("mse", function)) for _ in range(3)}
            assert len(texts) == 1
            assert not re.search(r"0x[0-9a-f]+", texts.pop())


# What students really write ------------------------------------------------------------------------------------------


def mse_in_a_loop(y_true, y_pred):
    total = 0
    for y, y_hat in zip(y_true, y_pred, strict=True):
        print("error", y - y_hat)  # noqa: T201
        total += (y - y_hat) ** 2
    return total / len(y_true)


def softmax_in_a_loop(z):
    powers = [math.exp(each - max(z)) for each in z]
    return [power / sum(powers) for power in powers]


def cross_entropy_by_index(y_true, y_pred):
    right = np.argmax(y_true, axis=1)
    return -np.log(y_pred[np.arange(len(y_pred)), right]).sum() / y_true.shape[0]


def binary_by_case(y_true, y_pred):
    return np.mean(np.where(y_true == 1, -np.log(y_pred), -np.log(1 - y_pred)))


def accuracy_by_rounding(y_true, y_pred):
    return (np.round(y_pred) == y_true).sum() / y_true.size


@pytest.mark.parametrize(
    ("name", "function"),
    rows(
        ("mse", mse_in_a_loop),
        ("mse", lambda y, y_hat: np.average(np.square(y_hat - y))),
        ("mse", lambda y, y_hat: np.var(y - y_hat) + np.mean(y - y_hat) ** 2),
        ("squared_error", lambda y, y_hat: [(a - b) ** 2 for a, b in zip(y, y_hat, strict=True)]),
        ("mse_grad", lambda y, y_hat: -2 / y.size * (y - y_hat)),
        ("softmax", softmax_in_a_loop),
        ("cross_entropy", cross_entropy_by_index),
        ("cross_entropy", lambda y, p: -np.sum(y * np.log(p)) / len(y)),
        ("binary_cross_entropy", binary_by_case),
        ("accuracy", accuracy_by_rounding),
        ("next_weight", lambda weight, slope, learning_rate=0.1: weight + learning_rate * -slope),
    ),
)
def test_right_in_another_way(name, function, capsys):
    assert practice.check(name, function).right
    assert capsys.readouterr().out == ""


def returns_in_the_loop(y_true, y_pred):  # noqa: RET503
    total = 0
    for y, y_hat in zip(y_true, y_pred, strict=True):
        total += (y - y_hat) ** 2
        return total / len(y_true)


def replaces_its_total(y_true, y_pred):
    for row, p in zip(y_true, y_pred, strict=True):
        total = -np.sum(row * np.log(p))
    return total / len(y_true)


def changes_its_input(y_true, y_pred):
    y_pred -= y_true
    return np.mean(y_pred**2)


def changes_its_input_and_halves(y_true, y_pred):
    return changes_its_input(y_true, y_pred) / 2


def only_prints(y_true, y_pred):
    print(np.mean((y_true - y_pred) ** 2))  # noqa: T201


def forgets_return(y_true, y_pred):
    np.mean((y_true - y_pred) ** 2)


def returns_sometimes(y_true, y_pred):
    if len(y_true) == 5:
        return np.mean((y_true - y_pred) ** 2)
    return None


def raises(y_true, y_pred):
    return np.mean(y_true - y_pred[:2])


OUTSIDE = np.array([2.0, 4.0])


@pytest.mark.parametrize(
    ("name", "function", "mistake"),
    rows(
        ("mse", 2.2, "not_callable"),
        ("mse", None, "not_callable"),
        ("mse", np.arange(3), "not_callable"),
        ("mse", "mse", "not_callable"),
        ("mse", lambda y: y, "arguments"),
        ("mse", lambda: 1, "arguments"),
        ("softmax", lambda y, p: y, "arguments"),
        ("mse", lambda y, *, y_hat: y, "arguments"),
        ("mse", max, "raised"),  # a function that does not tell its arguments
        ("mse", raises, "raised"),
        ("mse", lambda y, y_hat: 1 / 0, "raised"),
        ("mse", lambda y, y_hat: undefined(y), "raised"),  # noqa: F821
        ("mse", lambda y, y_hat: np.mean((y - y_hat) ^ 2), "caret"),
        ("mse", lambda y, y_hat: sum((a - b) ^ 2 for a, b in zip(y, y_hat, strict=True)), "caret"),
        ("mse", lambda y, y_hat: sum((float(a) - b) ^ 2 for a, b in zip(y, y_hat.tolist(), strict=True)), "caret"),
        ("mse", only_prints, "printed"),
        ("mse", forgets_return, "nothing"),
        ("mse", returns_sometimes, "nothing"),
        ("mse", lambda y, y_hat: str(mse(y, y_hat)), "text"),
        ("squared_error", lambda y, y_hat: f"{y - y_hat}", "text"),
        ("mse", lambda y, y_hat: mse, "no_number"),
        ("mse", lambda y, y_hat: {"loss": 1}, "no_number"),
        ("mse", lambda y, y_hat: [1, [2, 3]], "no_number"),
        ("mse", lambda y, y_hat: mse(y, y_hat) + 1j, "no_number"),
        ("mse", lambda y, y_hat: (each for each in y), "no_number"),
        ("squared_error", lambda y, y_hat: ["4", "1"], "no_number"),
        ("mse", changes_its_input, "changed_input"),
        ("mse", changes_its_input_and_halves, "half_mse"),
        ("mse", lambda y, y_hat: changes_its_input(y, y_hat) ** 2, "changed_input"),
        ("mse", lambda y, y_hat: np.mean(OUTSIDE**2), "same_for_all"),
        ("softmax", lambda z: OUTSIDE, "same_for_all"),
        ("mse", returns_in_the_loop, "first_only"),
        ("accuracy", lambda y, p: float((p[0] >= 0.5) == y[0]), "first_only"),
        ("mse", lambda y, y_hat: (y[-1] - y_hat[-1]) ** 2, "last_only"),
        ("cross_entropy", replaces_its_total, "last_only"),
        ("mse", lambda y, y_hat: y**3, "array_for_number"),
        ("mse", lambda y, y_hat: [mse(y, y_hat)], "array_for_number"),
        ("cross_entropy", lambda y, p: y * np.log(p), "array_for_number"),
        ("squared_error", lambda y, y_hat: np.max(y), "number_for_array"),
        ("softmax", lambda z: np.max(z), "number_for_array"),
        ("squared_error", lambda y, y_hat: np.subtract.outer(y, y_hat) ** 2, "shape"),
        ("softmax", lambda z: np.exp(z - np.max(z))[:1], "shape"),
        ("mse", lambda y, y_hat: np.mean(np.sqrt(y - y_hat)), "nan"),
        ("mse", lambda y, y_hat: np.mean(y[:0]), "nan"),
        ("cross_entropy", lambda y, p: -np.mean(y * np.log(y * p)), "nan"),
        ("mse", lambda y, y_hat: np.mean(1 / np.abs(y - y_hat - 1)), "infinite"),
        ("binary_cross_entropy", lambda y, p: np.mean(1 / (p - 0.5)), "infinite"),
        ("cross_entropy", lambda y, p: -np.sum(y * np.log(p + 1e-7)) / len(y), "nearly"),
        ("mse", lambda y, y_hat: round(mse(y, y_hat), 2), "nearly"),
        ("softmax", lambda z: np.exp(z - np.max(z)).astype(np.float32) / np.sum(np.exp(z - np.max(z))), "nearly"),
        ("mse", lambda y, y_hat: -mse(y, y_hat), "sign"),
        ("softmax", lambda z: -softmax_in_a_loop(z)[0] * np.ones(2), "shape"),
        ("accuracy", lambda y, p: 100 * accuracy_by_rounding(y, p), "scaled"),
        ("mse", lambda y, y_hat: -3 * mse(y, y_hat), "scaled"),
        ("next_weight", lambda w, slope, rate: 10 * (w - rate * slope), "scaled"),
        ("cross_entropy", lambda y, p: np.sum(y * np.log(p)), "sum+sign"),
        ("mse_grad", lambda y, y_hat: 2 * (y - y_hat), "not_averaged+sign"),
        ("binary_cross_entropy", lambda y, p: np.mean(y * np.log(p)), "second_term+sign"),
        ("mse", lambda y, y_hat: np.sum((y - y_hat) ** 2) / 5, None),
        ("mse", lambda y, y_hat: np.mean((y - y_hat) ** 4), None),
        ("mse", lambda y, y_hat: 1e308 / len(y), None),
        ("mse", lambda y, y_hat: -1e308 * np.cos(len(y)), None),
        ("softmax", lambda z: np.zeros(len(z)), None),
    ),
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_wrong(name, function, mistake, language, capsys):
    with words.using(language=language):
        verdict = practice.check(name, function)
        assert (verdict.right, verdict.mistake) == (False, mistake)
        assert verdict.text.startswith(words.t("practice.wrong", words=""))
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("function", "words"),
    rows(
        (2.2, "What you gave to check is 2.2, not a function."),
        (2.2, 'check("mse", my_mse)'),
        (lambda y: y, "Your function is defined with (y), but this exercise calls it with (y_true, y_pred)."),
        (changes_its_input, "y_pred is [3, 2, 7, 5, 8] before the call and [2, -1, 2, -1, 1] after it."),
        (raises, "stops with an error in this line: return np.mean(y_true - y_pred[:2])"),
        (raises, "received: ValueError: operands could not be broadcast together with shapes (5,) (2,)"),
        (lambda y, y_hat: -3 * mse(y, y_hat), "always −3 times the right one"),
        (lambda y, y_hat: np.sum((y - y_hat) ** 2) / 5, "1 of 3 inputs give the right result, this one does not."),
        (lambda y, y_hat: mse, "received: function"),
        (lambda y, y_hat: str(mse(y, y_hat)), "received: '2.2'"),
        (only_prints, "received: None"),
    ),
)
def test_the_verdict_names_what_it_saw(function, words):
    assert words in practice.check("mse", function).text


def test_an_error_without_a_line_to_show_is_told_as_well():
    namespace = {}
    exec("def typed_somewhere(y, y_hat):\n    raise KeyError", namespace)
    verdict = practice.check("mse", namespace["typed_somewhere"])
    assert "stops with an error. What" in verdict.text
    assert verdict.text.endswith("received: KeyError")


def test_an_answer_that_numpy_cannot_read():
    class Odd:
        def __array__(self, dtype=None, copy=None):
            raise RuntimeError("no array")

    assert practice.check("mse", lambda y, y_hat: Odd()).mistake == "no_number"


def test_the_inputs_are_the_same_for_the_next_function():
    practice.check("mse", changes_its_input)
    assert practice.check("mse", mse).right


def test_interrupting_still_works():
    def interrupted(y_true, y_pred):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        practice.check("mse", interrupted)


# Hints and solutions -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", EXERCISES)
def test_the_solution_is_right_and_short(name):
    solution = practice.solution(name)
    assert 1 <= len(str(solution).splitlines()) <= 6
    assert repr(solution) == str(solution)
    namespace = {"np": np}
    exec(str(solution), namespace)
    assert practice.check(name, namespace[name]).right


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", EXERCISES)
def test_the_hints_come_in_steps(name, language):
    with words.using(language=language):
        hints = [repr(practice.hint(name, number)) for number in (1, 2, 3)]
        assert len(set(hints)) == 3
        assert repr(practice.hint(name)) == hints[0]


def test_a_hint_says_which_it_is():
    assert repr(practice.hint("mse", 3)).startswith("Hint 3 of 3: ")
    with words.using(language="ko"):
        assert repr(practice.hint("mse", 3)).startswith("힌트 3/3: ")


@pytest.mark.parametrize("number", [0, 4, -1, 1.5, "1", None], ids=repr)
def test_a_hint_that_does_not_exist(number):
    with pytest.raises(ValueError, match=rf"^hint: received {re.escape(repr(number))}; allowed: .* from 1 to 3$"):
        practice.hint("mse", number)


@pytest.mark.parametrize("name", ["rmse", "", None, 3, ["mse"]], ids=repr)
@pytest.mark.parametrize(
    "ask", [lambda name: practice.check(name, mse), practice.hint, practice.solution], ids=("check", "hint", "solution")
)
def test_an_exercise_that_does_not_exist(name, ask):
    allowed = ", ".join(EXERCISES)
    with pytest.raises(ValueError, match=rf"^there is no exercise {re.escape(repr(name))}; the exercises: {allowed}$"):
        ask(name)


def test_a_cell_shows_the_words_without_quotes():
    """As IPython prints the value of a cell."""
    from IPython.lib.pretty import pretty

    for value in (practice.check("mse", mse), practice.hint("mse", 1), practice.solution("mse")):
        assert pretty(value) == repr(value)
        assert not pretty(value).startswith(("'", '"'))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("name", "key", "mistake"), MISTAKES)
def test_a_notebook_need_not_break_a_line(name, key, mistake, language):
    with words.using(language=language):
        verdict = practice.check(name, mistake)
    assert repr(verdict).split() == verdict.text.split(), key
    for line in repr(verdict).splitlines():
        assert sum(1 + (east_asian_width(letter) in "WF") for letter in line) <= 96 or line.startswith("    ")
