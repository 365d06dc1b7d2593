"""Exercises in a notebook: unanswered, as given, a number, an example; what a verdict tells, and when."""

import threading
from pathlib import Path

import numpy as np
import pytest

from lossviz import losses, practice, words
from lossviz.practice import curve, progress, running
from lossviz.practice.catalogue import EXERCISES
from lossviz.practice.exercise import Claim, NumberExercise

NOTEBOOKS = Path(__file__).parent.parent / "notebooks"
KINDS = {kind: [name for name, each in EXERCISES.items() if type(each) is kind] for kind in (NumberExercise, Claim)}


@pytest.fixture(autouse=True)
def english():
    progress.forget()
    with words.using(language="en"):
        yield
    progress.forget()


def half_sse(y_true, y_pred):
    return np.sum((y_true - y_pred) ** 2) / 2


# What is told, and when ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "answer", [..., lambda y, y_hat: ..., lambda y, y_hat: [..., ...]], ids=["it", "returned", "list"]
)
def test_an_answer_that_is_not_given_yet(answer):
    verdict = practice.check("mse", answer)
    assert (verdict.right, verdict.mistakes) == (False, ("unanswered",))
    assert verdict.text == "Not answered yet. Put your answer in place of … and run the cell again."


def test_a_bug_that_was_given_is_not_named_at_once():
    first, second = practice.check("mse", half_sse), practice.check("mse", half_sse)
    assert first.mistakes == ("as_given",)
    assert "½ SSE" not in first.text
    assert second.mistakes == ("sum_for_mean", "half")
    assert "½ SSE" in second.text


def test_another_mistake_is_named_at_once():
    assert practice.check("mse", lambda y, y_hat: np.sum((y - y_hat) ** 2)).mistakes == ("sum_for_mean",)


def test_the_expected_value_comes_with_the_third_check():
    texts = [practice.check("mse", half_sse).text for _ in range(4)]
    assert ["expected: 2.2" in text for text in texts] == [False, False, True, True]
    assert all("received: 5.5" in text for text in texts)


def test_the_expected_value_comes_with_the_second_hint():
    practice.hint("mse", 1)
    assert "expected" not in practice.check("mse", half_sse).text
    practice.hint("mse", 2)
    assert "expected: 2.2" in practice.check("mse", half_sse).text


def test_a_right_answer_begins_anew():
    for _ in range(3):
        practice.check("mse", half_sse)
    practice.check("mse", lambda y, y_hat: np.mean((y - y_hat) ** 2))
    assert practice.check("mse", half_sse).mistakes == ("as_given",)


def test_exercises_are_counted_apart():
    for _ in range(3):
        practice.check("mse", half_sse)
    assert "expected" not in practice.check("rmse", half_sse).text


def test_a_line_that_is_broken_keeps_its_indent():
    long = np.arange(12) / 7
    lines = repr(practice.check("softmax", lambda z: long)).splitlines()
    assert len(lines) > 3
    assert all(line.startswith("    ") for line in lines[2:])
    assert max(map(len, lines)) <= 96


# The picture ---------------------------------------------------------------------------------------------------------


def looked_at(name, function):
    """The verdict of the second check."""
    practice.check(name, function)
    return practice.check(name, function)


def test_the_picture_opens_with_the_second_check():
    first, second = practice.check("mse", half_sse), practice.check("mse", half_sse)
    assert first.picture is None
    assert first._repr_html_() is None
    assert second.picture.png.startswith(b"\x89PNG")
    assert "At y_pred[0] = 3 yours gives 5.5, and 2.2 is right." in second.picture.alt
    shown = second._repr_html_()
    assert repr(second).splitlines()[0] in shown
    assert f'alt="{second.picture.alt}"' in shown


def test_the_picture_has_the_two_functions(monkeypatch):
    """Over the first prediction, at the input of the example."""
    drawn = {}
    monkeypatch.setattr(curve, "_drawn", lambda *values: drawn.update(values=values) or b"")
    assert looked_at("mse", half_sse).picture
    name, xlabel, x, own, right, at, dots = drawn["values"]
    y_true, others = np.array([1, 3, 5, 6, 7]), [2, 7, 5, 8]
    assert (name, xlabel, at, dots) == ("mse", "y_pred[0]", 3.0, [5.5, 2.2])
    assert np.allclose(right, [losses.mse(y_true, [each, *others]) for each in x])
    assert np.allclose(own, [losses.half_sse(y_true, [each, *others]) for each in x])
    assert x[0] < at < x[-1]


@pytest.mark.parametrize(
    ("name", "function", "xlabel"),
    [
        ("log_loss", lambda p: -np.log10(p), "p"),
        ("accuracy", lambda y, p: np.mean(p == y), "y_pred[0]"),
        ("squared_error", lambda y, p: np.abs(y - p), "y_pred[0]"),
        ("binary_cross_entropy", lambda y, p: np.mean(y * np.log(p)), "y_pred[0]"),
        ("mse", lambda y, p: 2.0 ** np.sum(np.abs(y - p)) * 1e6, "y_pred[0]"),
    ],
    ids=["log_loss", "accuracy", "squared_error", "binary_cross_entropy", "far off"],
)
@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_picture_of(name, function, xlabel, language):
    with words.using(language=language):
        assert xlabel in looked_at(name, function).picture.alt


def stops_elsewhere(y_true, y_pred):
    if y_pred[0] != 3:
        raise ValueError
    return half_sse(y_true, y_pred)


@pytest.mark.parametrize(
    ("name", "function"),
    [
        ("next_weight", lambda w, slope, rate: w + rate * slope),
        ("softmax", lambda z: np.exp(z)),
        ("cross_entropy", lambda y, p: -np.sum(y * np.log(p))),
        ("mse", stops_elsewhere),
        ("mse", lambda y, p: np.subtract.outer(y, p)),
        ("mse", lambda y, p: None),
        ("mse", lambda y, p: np.nan),
    ],
    ids=["no prediction", "logits", "table", "error", "shape", "nothing", "nan"],
)
def test_where_there_is_no_picture(name, function):
    verdict = looked_at(name, function)
    assert verdict.picture is None
    assert not verdict.right


# Printing ------------------------------------------------------------------------------------------------------------


def test_what_a_function_prints_is_shown_once(capsys):
    def prints(y_true, y_pred):
        print("error", y_true - y_pred)  # noqa: T201
        return np.sum((y_true - y_pred) ** 2)

    assert practice.check("mse", prints).text.endswith("Your function printed:\n    error [-2.  1. -2.  1. -1.]")
    assert capsys.readouterr().out == ""


def test_a_right_function_may_print_too():
    def prints(y_true, y_pred):
        print("so far")  # noqa: T201
        return np.mean((y_true - y_pred) ** 2)

    verdict = practice.check("mse", prints)
    assert verdict.right
    assert verdict.text.count("so far") == 1


def test_a_long_print_is_cut():
    def prints(y_true, y_pred):
        for number in range(1000):
            print(number, "x" * 500)  # noqa: T201

    verdict = practice.check("mse", prints)
    assert verdict.mistakes == ("printed",)
    assert len(verdict.text.splitlines()) < 15
    assert max(map(len, verdict.text.splitlines())) < 120


# A function that does not come back ----------------------------------------------------------------------------------


def never_ends(y_true, y_pred):
    while True:
        pass


def never_ends_and_catches(y_true, y_pred):
    while True:
        try:
            while True:
                pass
        except Exception:
            pass


@pytest.mark.parametrize("function", [never_ends, never_ends_and_catches])
def test_a_function_that_never_ends_is_stopped(function, monkeypatch):
    monkeypatch.setattr(running, "SECONDS", 0.2)
    verdict = practice.check("mse", function)
    assert verdict.mistakes == ("too_long",)
    assert verdict.text.startswith("Not yet. Your function does not come back: it was stopped after 0.2 seconds.")
    assert "y_true = [1, 3, 5, 6, 7]" in verdict.text
    # And the notebook works on.
    assert practice.check("mse", lambda y, y_hat: np.mean((y - y_hat) ** 2)).right


def test_without_signals_it_is_stopped_as_well(monkeypatch):
    monkeypatch.setattr(running, "SECONDS", 0.2)
    found = []
    thread = threading.Thread(target=lambda: found.append(practice.check("mse", never_ends)))
    thread.start()
    thread.join(5)
    assert [verdict.mistakes for verdict in found] == [("too_long",)]


def test_an_example_that_never_comes_is_stopped(monkeypatch):
    monkeypatch.setattr(running, "SECONDS", 0.2)
    assert practice.check("same_softmax", lambda: never_ends(1, 2)).mistakes == ("too_long",)


# A number ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("name", KINDS[NumberExercise])
def test_the_right_number_is_right(name, language):
    exercise = EXERCISES[name]
    right = float(exercise.quantity.right(*exercise.given))
    with words.using(language=language):
        for value in (right, round(right, exercise.decimals), np.float64(right)):
            verdict = practice.check(name, value)
            assert verdict.right
            assert verdict.text == words.t("practice.right", words=words.t(f"practice.{name}.right"))


def test_a_wrong_number_is_diagnosed():
    verdict = practice.check("rents_mse", 5.5)
    assert verdict.mistakes == ("sum_for_mean", "half")
    assert verdict.text.endswith("    y_true = [5, 6, 8, 9]\n    y_pred = [6, 6, 5, 10]\n    your number: 5.5")
    assert "½ SSE" in verdict.text
    practice.check("rents_mse", 11)
    assert "expected: 2.75" in practice.check("rents_mse", 11).text


@pytest.mark.parametrize("value", ["2.75", None, [2.75], True, 2j])
def test_what_is_no_number(value):
    verdict = practice.check("rents_mse", value)
    assert verdict.mistakes == ("value",)
    assert "This exercise needs a number" in verdict.text


# An example ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "example", "lack"),
    [
        ("errors_cancel", [8, 3, 8, 9], None),
        ("errors_cancel", [6, 7, 9, 10], "no_cancelling"),
        ("errors_cancel", [6, 5, 8, 9], "too_good"),
        ("errors_cancel", [8, 3, 8], "claim_shape"),
        ("errors_cancel", ["8", "3", "8", "9"], "no_number"),
        ("errors_cancel", None, "nothing"),
        ("same_accuracy", ([0.9, 0.1, 0.9, 0.1], [0.6, 0.4, 0.6, 0.4]), None),
        ("same_accuracy", ([0.9, 0.1, 0.9, 0.1], [0.9, 0.1, 0.9, 0.9]), "other_accuracy"),
        ("same_accuracy", ([0.6, 0.4, 0.6, 0.4], [0.6, 0.4, 0.6, 0.4]), "losses_too_close"),
        ("same_accuracy", ([1, 0, 1, 0], [0.6, 0.4, 0.6, 0.4]), "no_probabilities"),
        ("same_softmax", ([1, 2, 3], [0, 1, 2]), None),
        ("same_softmax", ([1, 2, 3], [1, 2, 3]), "the_same_logits"),
        ("same_softmax", ([1, 2, 3], [2, 4, 6]), "other_probabilities"),
        ("soft_label", (0.6, 0.673), None),
        ("soft_label", (0.6, 0), "another_loss"),
        ("soft_label", (1, 0), "no_probability"),
        ("soft_label", (0.5, 0.693), "not_lowest"),
        ("soft_label", (np.nan, 0.673), "no_probability"),
    ],
)
def test_an_example(name, example, lack):
    verdict = practice.check(name, lambda: example)
    assert verdict.right == (lack is None)
    assert verdict.mistake == lack
    assert verdict.right or "received" in verdict.text


def test_an_example_that_fails():
    assert practice.check("same_softmax", lambda: 1 / 0).mistakes == ("raised",)
    assert practice.check("same_softmax", lambda logits: logits).mistakes == ("arguments",)
    assert practice.check("same_softmax", [1, 2, 3]).mistakes == ("not_callable",)


@pytest.mark.parametrize("name", KINDS[Claim])
def test_the_words_of_a_claim(name):
    written = {key.split(".")[-1] for key in words.catalogue("en") if key.startswith(f"practice.{name}.")}
    assert written == {"right", "hint_1", "hint_2", "hint_3", *EXERCISES[name].lacks}
