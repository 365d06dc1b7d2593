"""Exercises: what is said of a student's function, in both languages, and no student sees a traceback."""

import functools
import math
import pydoc
import re
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

import lossviz
from lossviz import practice, words
from lossviz.practice import progress
from lossviz.practice.catalogue import EXERCISES
from lossviz.practice.exercise import Exercise

LANGUAGES = ("en", "ko")
FUNCTIONS = {name: exercise for name, exercise in EXERCISES.items() if isinstance(exercise, Exercise)}


@pytest.fixture(autouse=True)
def english(monkeypatch):
    """A student who reads English, and begins."""
    progress.forget()
    monkeypatch.setattr(progress, "PICTURE_AFTER", 99)  # see test_exercises.py
    with words.using(language="en"):
        yield
    progress.forget()


def checked(name, function):
    """The verdict about a student who has tried once: a bug that was given is named from the second check on."""
    progress.forget(name)
    progress.wrong(name)
    return practice.check(name, function)


def mse(y_true, y_pred):
    return np.mean((y_true - y_pred) ** 2)


def rows(*rows):
    """Parameters whose ids are numbered: many of the functions are lambdas, which share one name."""
    named = ("-".join(value for value in row if isinstance(value, str)) for row in rows)
    return [pytest.param(*row, id=f"{index}-{name}") for index, (row, name) in enumerate(zip(rows, named, strict=True))]


# The exercises -------------------------------------------------------------------------------------------------------


def test_the_names_of_the_exercises_can_be_asked_for():
    assert practice.exercises() == list(EXERCISES)
    practice.exercises().clear()
    assert practice.exercises() == list(EXERCISES)


def test_what_a_student_sees_of_the_package_is_what_a_student_calls():
    """With Tab, with dir and with help."""
    public = ["check", "diagnose_number", "diary", "drill", "exercises", "hint", "mistake_name", "quiz"]
    public += ["solution", "tells_apart"]
    assert dir(practice) == public
    functions = pydoc.plain(pydoc.render_doc(practice)).partition("\nFUNCTIONS\n")[2]
    assert re.findall(r"^    (\w+)\(", functions, flags=re.MULTILINE) == public
    assert all(getattr(practice, name).__doc__ for name in public)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_right_function_is_right(name, language):
    with words.using(language=language):
        verdict = practice.check(name, FUNCTIONS[name].quantity.right)
        assert verdict.right
        assert verdict.mistake is None
        assert verdict.text == words.t("practice.right", words=words.t(f"practice.{name}.right"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_words_are_long(language):
    said = {key: text for key, text in words.catalogue(language).items() if key.startswith("practice.")}
    assert {key: text for key, text in said.items() if len(text) >= 160} == {}


# The text of a verdict -----------------------------------------------------------------------------------------------


def half_sse(y_true, y_pred):
    return np.sum((y_true - y_pred) ** 2) / 2


def test_a_verdict_in_english():
    assert checked("mse", half_sse).text == (
        "Not yet. This is half the sum of the squared errors (½ SSE), which is often called MSE by mistake. "
        "By what must a sum be divided to be a mean?\n"
        "    y_true = [1, 3, 5, 6, 7]\n"
        "    y_pred = [3, 2, 7, 5, 8]\n"
        "    received: 5.5"
    )


def test_a_verdict_in_korean():
    with words.using(language="ko"):
        assert checked("mse", half_sse).text == (
            "아직 아닙니다. 오차제곱합의 절반(½ SSE)입니다. MSE라고 잘못 부르는 일이 많습니다. "
            "합을 무엇으로 나누어야 평균이 되는지 생각해 보세요.\n"
            "    y_true = [1, 3, 5, 6, 7]\n"
            "    y_pred = [3, 2, 7, 5, 8]\n"
            "    나온 값: 5.5"
        )


def test_a_verdict_keeps_its_language():
    with words.using(language="ko"):
        verdict = checked("mse", half_sse)
    assert verdict.text.startswith("아직 아닙니다.")


def test_the_example_is_the_first_input_with_a_wrong_answer():
    def without_shift(z):
        return np.exp(z) / np.sum(np.exp(z))

    assert "logits = [1000, 0, -1000]\n    received: [nan, 0, 0]" in repr(checked("softmax", without_shift))


def test_the_example_shows_as_many_digits_as_tell_the_two_apart():
    verdict = checked("mse", lambda y, y_hat: mse(y, y_hat) + 1e-7)
    assert "received: 2.2000001" in verdict.text


def test_a_long_answer_is_not_listed():
    verdict = checked("mse", lambda y, y_hat: np.zeros((40, 50)))
    assert "received: an array of shape (40, 50)" in verdict.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_function_gets_the_same_text(language):
    """Also where it returns or raises something that Python shows with an address."""

    def raising(y, y_hat):
        raise RuntimeError(f"a {object()}\nof many lines")

    with words.using(language=language):
        for function in (mse, half_sse, raising, lambda y, y_hat: object(), lambda y, y_hat: mse, object()):
            texts = {repr(checked("mse", function)) for _ in range(3)}
            assert len(texts) == 1
            assert not re.search(r"0x[0-9a-f]+", texts.pop())


# What students really write ------------------------------------------------------------------------------------------


def mse_in_a_loop(y_true, y_pred):
    total = 0
    for y, y_hat in zip(y_true, y_pred, strict=True):
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


def binary_with_math(y_true, y_pred):
    return -sum(math.log(p) if y else math.log(1 - p) for y, p in zip(y_true, y_pred, strict=True)) / len(y_true)


class LikeAnArray:
    """As a column of a table: no array, but NumPy can read it."""

    def __init__(self, values):
        self.values = values

    def __array__(self, dtype=None, copy=None):
        return self.values


ONE_ARRAY = np.zeros(100)


def in_one_array(values):
    """A part of the same array in every call."""
    part = ONE_ARRAY[: len(values)]
    part[:] = values
    return part


def accuracy_by_hand(y_true, y_pred):
    return sum(int(p >= 0.5) == y for y, p in zip(y_true, y_pred, strict=True)) / y_true.size


@pytest.mark.parametrize(
    ("name", "function"),
    rows(
        ("mse", mse_in_a_loop),
        ("mse", lambda y, y_hat: np.average(np.square(y_hat - y))),
        ("mse", lambda y, y_hat: np.var(y - y_hat) + np.mean(y - y_hat) ** 2),
        ("mse", lambda y, y_hat: float(np.mean((y - y_hat) ** 2, axis=None))),
        ("mse", lambda y, y_hat: np.float32(mse(y, y_hat))),
        ("cross_entropy", lambda y, p: -np.mean(np.log(np.sum(y * p, axis=1).astype(np.float32)))),
        ("softmax", lambda z: np.exp(z - np.max(z)).astype(np.float32) / np.sum(np.exp(z - np.max(z))).astype("f4")),
        ("log_loss", lambda p: -math.log(p)),
        ("binary_cross_entropy", binary_with_math),
        ("next_weight", lambda weight, slope, rate: math.fsum([weight, -rate * slope])),
        ("squared_error", lambda y, y_hat: [(a - b) ** 2 for a, b in zip(y, y_hat, strict=True)]),
        ("mse_grad", lambda y, y_hat: -2 / y.size * (y - y_hat)),
        ("softmax", softmax_in_a_loop),
        ("cross_entropy", cross_entropy_by_index),
        ("cross_entropy", lambda y, p: -np.sum(y * np.log(p)) / len(y)),
        ("binary_cross_entropy", binary_by_case),
        ("accuracy", accuracy_by_hand),
        ("next_weight", lambda weight, slope, learning_rate=0.1: weight + learning_rate * -slope),
        # In whatever a number may come.
        ("mse", lambda y, y_hat: np.array(mse(y, y_hat))),
        ("mse", lambda y, y_hat: Fraction(mse(y, y_hat))),
        ("squared_error", lambda y, y_hat: [Decimal(float(each)) for each in (y - y_hat) ** 2]),
        ("squared_error", lambda y, y_hat: tuple((y - y_hat) ** 2)),
        ("squared_error", lambda y, y_hat: LikeAnArray((y - y_hat) ** 2)),
        ("squared_error", lambda y, y_hat: np.ma.array((y - y_hat) ** 2)),
        # Whatever can be called.
        ("mse", functools.partial(mse)),
        ("mse", lambda *both: mse(*both)),
        ("mse", lambda y, y_hat, power=2, *, mean=np.mean: mean((y - y_hat) ** power)),
        ("squared_error", np.vectorize(lambda y, y_hat: (y - y_hat) ** 2)),
        ("squared_error", lambda y, y_hat: in_one_array((y - y_hat) ** 2)),
    ),
)
def test_right_in_another_way(name, function, capsys):
    assert checked(name, function).right
    assert capsys.readouterr().out == ""


def returns_in_the_loop(y_true, y_pred):  # noqa: RET503
    total = 0
    for y, y_hat in zip(y_true, y_pred, strict=True):
        total += (y - y_hat) ** 2
        return total / len(y_true)


def squares_the_first(y_true, y_pred):  # noqa: RET503
    for y, y_hat in zip(y_true, y_pred, strict=True):
        return (y - y_hat) ** 2


def yields(y_true, y_pred):
    yield from (y_true - y_pred) ** 2


RANDOM = np.random.default_rng(0)


def draws(y_true, y_pred):
    return np.mean((y_true - y_pred) ** 2) + RANDOM.random()


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
        ("mse", float, "arguments"),
        ("mse", lambda y, *, y_hat: y, "keyword_only"),
        ("mse", functools.partial(lambda y, factor, y_hat: y, factor=2), "keyword_only"),
        ("mse", max, "if_of_array"),  # a function that does not tell its arguments
        ("mse", raises, "raised"),
        ("mse", lambda y, y_hat: 1 / 0, "raised"),
        ("mse", lambda y, y_hat: undefined(y), "raised"),  # noqa: F821
        ("mse", lambda y, y_hat: np.mean((y - y_hat) ^ 2), "caret"),
        ("mse", lambda y, y_hat: sum((a - b) ^ 2 for a, b in zip(y, y_hat, strict=True)), "caret"),
        ("mse", lambda y, y_hat: sum((float(a) - b) ^ 2 for a, b in zip(y, y_hat.tolist(), strict=True)), "caret"),
        ("mse", only_prints, "printed"),
        ("mse", forgets_return, "nothing"),
        ("mse", returns_sometimes, "nothing"),
        ("accuracy", lambda y, p: 1 if p >= 0.5 else 0, "if_of_array"),
        ("accuracy", lambda y, p: int(p) == y, "number_of_array"),
        ("binary_cross_entropy", lambda y, p: -math.log(p), "number_of_array"),
        ("mse", lambda y, y_hat: str(mse(y, y_hat)), "text"),
        ("squared_error", lambda y, y_hat: f"{y - y_hat}", "text"),
        ("mse", lambda y, y_hat: mse, "no_number"),
        ("mse", lambda y, y_hat: {"loss": 1}, "no_number"),
        ("mse", lambda y, y_hat: [1, [2, 3]], "no_number"),
        ("mse", lambda y, y_hat: mse, "no_number"),
        ("mse", lambda y, y_hat: {mse(y, y_hat)}, "no_number"),
        ("mse", lambda y, y_hat: float, "no_number"),
        ("mse", lambda y, y_hat: mse(y, y_hat) + 1j, "complex"),
        ("squared_error", lambda y, y_hat: (y - y_hat) ** 2 + 0j, "complex"),
        ("mse", lambda y, y_hat: (each for each in y), "generator"),
        ("squared_error", yields, "generator"),
        ("mse", lambda y, y_hat: ValueError(), "exception"),
        ("mse", lambda y, y_hat: NotImplementedError, "exception"),
        ("softmax", lambda z: OverflowError("as the math module raises it"), "exception"),
        ("mse", lambda y, y_hat: np.ma.array(mse(y, y_hat), mask=True), "masked"),
        ("mse", lambda y, y_hat: np.ma.mean(np.ma.array(y, mask=True)), "masked"),
        ("squared_error", lambda y, y_hat: np.ma.array((y - y_hat) ** 2, mask=y == 3), "masked"),
        ("squared_error", lambda y, y_hat: [np.ma.array(each, mask=True) for each in (y - y_hat) ** 2], "masked"),
        ("squared_error", lambda y, y_hat: ["4", "1"], "no_number"),
        ("mse", changes_its_input, "changed_input"),
        ("mse", changes_its_input_and_halves, "half"),
        ("mse", lambda y, y_hat: changes_its_input(y, y_hat) ** 2, "changed_input"),
        ("mse", lambda y, y_hat: np.mean(OUTSIDE**2), "same_for_all"),
        ("softmax", lambda z: OUTSIDE, "same_for_all"),
        ("mse", returns_in_the_loop, "first_only"),
        ("accuracy", lambda y, p: float((p[0] >= 0.5) == y[0]), "first_only"),
        ("squared_error", squares_the_first, "first_only"),
        ("squared_error", lambda y, y_hat: [squares_the_first(y, y_hat)], "first_only"),
        ("mse", lambda y, y_hat: (y[-1] - y_hat[-1]) ** 2, "last_only"),
        ("cross_entropy", replaces_its_total, "last_only"),
        ("mse", lambda y, y_hat: y**3, "array_for_number"),
        ("mse", lambda y, y_hat: [mse(y, y_hat)], "number_inside"),
        ("mse", lambda y, y_hat: np.mean((y - y_hat) ** 2, keepdims=True), "number_inside"),
        ("mse", lambda y, y_hat: (mse(y, y_hat),), "number_inside"),
        ("mse", lambda y, y_hat: [2.2], "number_inside"),
        ("next_weight", lambda weight, slope, rate: (weight, slope), "tuple_for_number"),
        ("cross_entropy", lambda y, p: np.vstack([p, p]), "array_for_number"),
        ("squared_error", lambda y, y_hat: np.max(y), "number_for_array"),
        ("softmax", lambda z: np.max(z), "number_for_array"),
        ("squared_error", lambda y, y_hat: np.subtract.outer(y, y_hat) ** 2, "broadcast"),
        ("squared_error", lambda y, y_hat: np.append((y - y_hat) ** 2, 0), "shape"),
        ("softmax", lambda z: np.exp(z - np.max(z))[:1], "shape"),
        ("softmax", lambda z: (np.exp(z), np.exp(z) / np.sum(np.exp(z))), "shape"),
        ("mse", lambda y, y_hat: np.mean(np.sqrt(y - y_hat)), "nan"),
        ("mse", lambda y, y_hat: np.mean(y[:0]), "nan"),
        ("cross_entropy", lambda y, p: -np.mean(y * np.log(y * p)), "nan"),
        ("mse", lambda y, y_hat: np.mean(1 / np.abs(y - y_hat - 1)), "infinite"),
        ("mse", lambda y, y_hat: 10**400, "infinite"),
        ("binary_cross_entropy", lambda y, p: np.mean(1 / (p - 0.5)), "infinite"),
        ("cross_entropy", lambda y, p: -np.sum(y * np.log(p + 1e-7)) / len(y), "epsilon"),
        ("mse", lambda y, y_hat: round(mse(y, y_hat), 2), "rounded"),
        ("mse", lambda y, y_hat: mse(y, y_hat) + 1e-6, "nearly"),
        ("mse", lambda y, y_hat: -mse(y, y_hat), "sign"),
        ("softmax", lambda z: -softmax_in_a_loop(z)[0] * np.ones(2), "shape"),
        ("accuracy", lambda y, p: 100 * accuracy_by_hand(y, p), "scaled"),
        ("mse", lambda y, y_hat: -3 * mse(y, y_hat), "scaled"),
        ("next_weight", lambda w, slope, rate: 10 * (w - rate * slope), "scaled"),
        ("cross_entropy", lambda y, p: np.sum(y * np.log(p)), "sum_for_mean+sign"),
        ("mse_grad", lambda y, y_hat: 2 * (y - y_hat), "sum_for_mean+sign"),
        ("binary_cross_entropy", lambda y, p: np.mean(y * np.log(p)), "sign+second_term_missing"),
        ("mse", lambda y, y_hat: np.mean(y_hat - y), "no_square"),
        ("cross_entropy", lambda y, p: -np.sum(y * np.log(p + 1e-7)), "sum_for_mean+epsilon"),
        ("mse", lambda y, y_hat: round(np.sqrt(mse(y, y_hat)), 3), "root_added+rounded"),
        ("mse", draws, "not_repeatable"),
        ("squared_error", lambda y, y_hat: np.sqrt(y + 1), None),
        ("mse", lambda y, y_hat: np.mean((y - y_hat) ** 4), None),
        ("mse", lambda y, y_hat: 1e308 / len(y), None),
        ("mse", lambda y, y_hat: -1e308 * np.cos(len(y)), None),
        ("softmax", lambda z: np.zeros(len(z)), None),
    ),
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_wrong(name, function, mistake, language, capsys):
    with words.using(language=language):
        verdict = checked(name, function)
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
        (lambda y, y_hat: np.sum((y - y_hat) ** 2) / 5, "You always divide by 5."),
        (lambda y, y_hat: mse, "received: function"),
        (lambda y, y_hat: str(mse(y, y_hat)), "received: '2.2'"),
        (only_prints, "received: None"),
        (lambda y, y_hat: ValueError("no"), "Your function returns an exception where numbers are needed."),
        (lambda y, y_hat: ValueError("no"), "received: ValueError: no"),
        (lambda y, y_hat: NotImplementedError, "received: NotImplementedError"),
        (lambda y, y_hat: np.array(["2.2"]), "a value of type ndarray[<U3] where"),
        (lambda y, y_hat: [y, y_hat], "returns a list of length 2 where one single number is needed. Which step"),
        (lambda y, y_hat: (y[0], 2), "returns a tuple of length 2 where one single number is needed. A comma"),
        (lambda y, y_hat: (y[0], 2), "received: (1, 2)"),
        (lambda y, y_hat: (1,), "received: (1,)"),
        (lambda y, y_hat: [y[0]], "returns a list of length 1 with the number in it."),
        (lambda y, y_hat: y, "returns an array of shape (5,) where one single number is needed."),
        (lambda y, y_hat: y == 1, "received: [True, False, False, False, False]"),
        (np.vectorize(lambda y, y_hat: undefined(y)), "in this line: (np.vectorize(lambda"),  # noqa: F821
    ),
)
def test_the_verdict_names_what_it_saw(function, words):
    assert words in checked("mse", function).text


# Answers that a later call changes -----------------------------------------------------------------------------------


def collects(y_true, y_pred, out=[]):  # noqa: B006
    for y, y_hat in zip(y_true, y_pred, strict=True):
        out.append((y - y_hat) ** 2)
    return out


def test_a_default_list_is_not_read_after_the_last_call():
    verdict = checked("squared_error", collects)
    assert verdict.mistake == "not_repeatable"
    # 5 + 3 + 4 + 3 numbers from the four inputs, then the first input again.
    assert "received: a list of length 20" in verdict.text


def test_an_answer_is_what_it_was_when_it_was_returned():
    kept = [0.0, 0.0]

    def overwrites(z):
        kept[:] = [np.min(z), np.max(z)]
        return kept

    assert "received: [1, 3]" in checked("softmax", overwrites).text
    assert checked("softmax", overwrites).mistake == "shape"


def test_an_input_that_a_later_call_changes_was_not_changed_by_the_first():
    former = []

    def changes_the_former_input(y_true, y_pred):
        for array in former:
            array[:] = 0
        former.append(y_pred)
        return mse(y_true, y_pred)

    assert checked("mse", changes_the_former_input).right


def test_another_result_for_the_same_input_is_shown_by_the_wrong_one():
    calls = []

    def only_first_is_wrong(y_true, y_pred):
        calls.append(y_true)
        return mse(y_true, y_pred) + (len(calls) == 1)

    verdict = checked("mse", only_first_is_wrong)
    assert verdict.mistake == "not_repeatable"
    assert "received: 3.2" in verdict.text


# The arguments in another order --------------------------------------------------------------------------------------


def turned(function):
    return lambda one, other: function(other, one)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("name", "function", "mistake"),
    rows(
        ("accuracy", lambda p, y: np.mean((p >= 0.5) == y), "swapped"),
        ("cross_entropy", lambda y, t: -np.sum(t * np.log(y)) / len(y), "swapped"),
        ("cross_entropy", lambda y, t: -np.sum(t * np.log(y + 1e-7)) / len(y), "epsilon+swapped"),
        ("cross_entropy", lambda y, t: -np.sum(t * np.log(y + 1e-7)), "sum_for_mean+epsilon+swapped"),
        ("cross_entropy", lambda y, t: 10 * np.sum(t * np.log(y)) / len(y), "scaled+swapped"),
        ("cross_entropy", turned(cross_entropy_by_index), "swapped"),
        ("binary_cross_entropy", turned(binary_by_case), "swapped"),
        ("binary_cross_entropy", lambda p, y: -np.mean(np.log(np.where(y, p, 1 - p) + 1e-6)), "epsilon+swapped"),
        ("mse_grad", lambda y_pred, y_true: 2 * (y_pred - y_true) / len(y_true), "swapped"),
        ("mse_grad", lambda y_pred, y_true: (y_pred - y_true) / len(y_true), "two_forgotten+swapped"),
        # By its answers this may be the one or the other; the names say that it is not the order.
        ("mse_grad", lambda y_true, y_pred: 2 * (y_true - y_pred) / len(y_true), "sign"),
        # Names do not matter where the order does not.
        ("mse", lambda y_pred, y_true: np.sum((y_true - y_pred) ** 2), "sum_for_mean"),
        ("next_weight", lambda slope, weight, rate: weight - rate * slope, "swapped"),
        # Either of the two; names that are not those of the exercise do not tell.
        ("next_weight", lambda rate, slope, weight: weight - rate * slope, "rate_and_weight"),
        ("next_weight", lambda learning_rate, slope, weight: weight - learning_rate * slope, "swapped"),
        ("next_weight", lambda weight, slope, rate: (weight - rate) * slope, "bracket"),
    ),
)
def test_the_arguments_in_another_order(name, function, mistake, language):
    with words.using(language=language):
        assert checked(name, function).mistake == mistake


def test_the_order_is_said():
    assert checked("accuracy", lambda p, y: np.mean((p >= 0.5) == y)).text.startswith(
        "Not yet. The arguments are in the wrong order: this exercise calls your function with (y_true, y_pred), "
        "but it is right with (y_pred, y_true).\n"
    )
    assert "it is right with (slope, weight, learning_rate)." in (
        checked("next_weight", lambda slope, weight, rate: weight - rate * slope).text
    )
    with words.using(language="ko"):
        assert checked("cross_entropy", lambda y, t: -np.sum(t * np.log(y + 1e-7)) / len(y)).text.startswith(
            "아직 아닙니다. 인수의 순서가 바뀌었습니다. 이 연습 문제는 (y_true, y_pred)의 순서로 값을 넣어 "
            "호출합니다. 순서를 바로잡아도 고칠 것이 남습니다. 로그 안에 1e-7 같은 작은 수를 더했습니다."
        )


# The signature -------------------------------------------------------------------------------------------------------


def annotated(y_true: np.ndarray, *, y_pred: "np.ndarray" = None) -> float:
    return y_true


@pytest.mark.parametrize(
    ("function", "own"),
    rows(
        (lambda y: y, "(y)"),
        (lambda y, *, y_hat: y, "(y, *, y_hat)"),
        (annotated, "(y_true, *, y_pred=None)"),
        (lambda y, y_hat, n, /, unit="cm", *more: y, "(y, y_hat, n, /, unit='cm', *more)"),
        (lambda y, out=[], *, mean=True, how=mse, **more: y, "(y, out=[], *, mean=True, how=function, **more)"),
    ),
)
def test_a_definition_is_shown_as_python_writes_it(function, own):
    name = "mse" if "out" not in own else "next_weight"
    assert f"Your function is defined with {own}" in checked(name, function).text


def test_arguments_that_are_taken_by_name_only_are_told():
    assert "what comes after the * is taken by name only." in checked("mse", lambda y, *, y_hat: y).text


def test_an_error_without_a_line_to_show_is_told_as_well():
    namespace = {}
    exec("def typed_somewhere(y, y_hat):\n    raise KeyError", namespace)
    verdict = checked("mse", namespace["typed_somewhere"])
    assert "stops with an error. What" in verdict.text
    assert verdict.text.endswith("received: KeyError")


def test_an_answer_that_numpy_cannot_read():
    class Odd:
        def __array__(self, dtype=None, copy=None):
            raise RuntimeError("no array")

    assert checked("mse", lambda y, y_hat: Odd()).mistake == "no_number"


def test_the_inputs_are_the_same_for_the_next_function():
    checked("mse", changes_its_input)
    assert checked("mse", mse).right


def test_interrupting_still_works():
    def interrupted(y_true, y_pred):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        checked("mse", interrupted)


# Hints and solutions -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", EXERCISES)
def test_the_solution_is_right_and_short(name):
    solution = practice.solution(name)
    assert 1 <= len(str(solution).splitlines()) <= 6
    assert repr(solution) == str(solution)
    namespace = {"np": np, "lossviz": lossviz}
    exec(str(solution), namespace)
    if name in namespace:
        assert checked(name, namespace[name]).right
    else:  # the steps to a number
        assert checked(name, eval(str(solution).splitlines()[-1], namespace)).right


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


@pytest.mark.parametrize("name", ["rms", "", None, 3, ["mse"]], ids=repr)
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

    for value in (checked("mse", mse), practice.hint("mse", 1), practice.solution("mse")):
        assert pretty(value) == repr(value)
        assert not pretty(value).startswith(("'", '"'))
