"""Mistakes are operators on the right formula: each is recognised wherever it is made, and every pair of two."""

import inspect
import itertools
import time

import numpy as np
import pytest
from telling_inputs import coincidences, drawn, mistakes

import lossviz.practice.recognition as recognition
from lossviz import practice, words
from lossviz.practice import progress
from lossviz.practice.answer import Numbers
from lossviz.practice.attempt import Attempt
from lossviz.practice.candidates import OPERATORS, pairs, right_everywhere, singles, value_of
from lossviz.practice.catalogue import EXERCISES
from lossviz.practice.exercise import Exercise, NumberExercise
from lossviz.practice.expression import argument, evaluate, exp, log, mean, softmax, total
from lossviz.practice.operators import replaced, steps
from lossviz.practice.quantities import QUANTITIES
from lossviz.practice.recognition import UNDER, by_answers, in_rank

# Of the hundreds or thousands of an exercise: all are tried by hand (PAIRS = None), which takes half a minute.
PAIRS = 150
NUMBERS = [name for name, quantity in QUANTITIES.items() if quantity.is_number]


pytestmark = pytest.mark.usefixtures("first_try")


def named(quantity, given):
    return dict(zip(quantity.arguments, given, strict=True))


def function_of(quantity, formula):
    """The function that a student has written who made this mistake."""

    def written(*given):
        return evaluate(formula, named(quantity, given))

    return written


def tries_with(quantity, formula):
    """What comes of a function that has the answers of a formula."""
    found = []
    for given in quantity.inputs():
        value = value_of(formula, named(quantity, given))
        expected = Numbers(np.asarray(quantity.right(*given), float), float)
        found.append(Attempt(given, given, Numbers(value, float), "", expected))
    return found


def is_told(quantity, formula):
    """Whether a formula has values for all inputs, some of them not nan and not 0."""
    values = [value_of(formula, named(quantity, given)) for given in quantity.inputs()]
    if any(value is None for value in values):
        return False
    return bool(np.isfinite(values[0]).any() and (values[0].size == 1 or values[0].any()))


def better(keys):
    """These keys, and those that say the same better."""
    found = {in_rank(keys)}
    for one in keys:
        for new in UNDER.get(one, ()):
            found |= better(tuple(new if each == one else each for each in keys))
    return found


# The formulas --------------------------------------------------------------------------------------------------------


def test_a_formula_is_evaluated_as_numpy_does():
    y, p = argument("y"), argument("p")
    given = {"y": np.array([[1.0, 0], [0, 1]]), "p": np.array([[0.25, 0.75], [0.5, 0.5]])}
    assert evaluate(-mean(log(total(y * p, 1))), given) == -np.mean(np.log([0.25, 0.5]))
    assert np.allclose(evaluate(softmax(p, 1), given), np.exp(given["p"]) / np.exp(given["p"]).sum(1, keepdims=True))
    assert evaluate(2 ** total(y), given) == 4


def test_equal_formulas_are_one_node_of_a_set():
    y = argument("y")
    assert {(y - 1) ** 2, (argument("y") - 1) ** 2} == {(y - 1) ** 2}
    assert (y - 1) != (1 - y)
    assert argument("y", "label") != y


def test_a_part_that_stands_in_two_places_is_computed_once():
    powers, calls = exp(argument("z")), []

    class Counted(dict):
        def __getitem__(self, name):
            calls.append(name)
            return super().__getitem__(name)

    evaluate(powers / total(powers), Counted(z=np.array([1.0, 2])))
    assert calls == ["z"]


def test_a_step_is_replaced_in_every_place():
    y = argument("y")
    formula = (y - 1) ** 2 / total(y - 1)
    assert replaced(formula, {y - 1: y}) == y**2 / total(y)
    assert [str(step) for step in steps(formula)].count("(y - 1)") == 1


@pytest.mark.parametrize("name", QUANTITIES)
def test_the_right_formulas_are_those_of_losses(name):
    quantity, rng = QUANTITIES[name], np.random.default_rng(1)
    inputs = [*quantity.inputs(), *(drawn(quantity, rng, tidy=False) for _ in range(5))]
    for formula in quantity.formulas:
        for given in inputs:
            assert np.allclose(value_of(formula, named(quantity, given)), quantity.right(*given), rtol=1e-12)


@pytest.mark.parametrize("name", QUANTITIES)
def test_the_right_answers_depend_on_the_input(name):
    """Otherwise a function that ignores its input might be right."""
    right = [np.asarray(QUANTITIES[name].right(*given), float) for given in QUANTITIES[name].inputs()]
    assert all(np.isfinite(each).all() for each in right)
    assert not any(a.shape == b.shape and np.allclose(a, b) for a, b in itertools.pairwise(right))


# Operator × exercise -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", QUANTITIES)
def test_every_mistake_that_can_be_made_is_recognised(name):
    quantity = QUANTITIES[name]
    missed = {}
    for candidate in set(singles(quantity)) - right_everywhere(quantity):
        if is_told(quantity, candidate.formula):
            found = by_answers(quantity, tries_with(quantity, candidate.formula))
            keys = candidate.keys
            if found is None or not better(keys) & set(found.alternatives):
                missed[candidate] = found
    assert missed == {}


@pytest.mark.parametrize("name", QUANTITIES)
def test_every_pair_of_mistakes_is_recognised(name):
    """As these two, as one that comes to the same, or as right, where the second undoes the first."""
    quantity, missed = QUANTITIES[name], {}
    drawn_pairs = np.random.default_rng(0).permutation(len(pairs(quantity)))[:PAIRS]
    for candidate in (pairs(quantity)[index] for index in drawn_pairs):
        if not is_told(quantity, candidate.formula):
            continue
        tries = tries_with(quantity, candidate.formula)
        if all(each.right for each in tries):
            continue
        found = by_answers(quantity, tries)
        keys = in_rank(candidate.keys)
        as_one = found is not None and all(len(each) == 1 for each in found.alternatives)
        if not (found and (as_one or better(keys) & set(found.alternatives))):
            missed[candidate] = found
    assert missed == {}


@pytest.mark.parametrize("name", QUANTITIES)
def test_mistakes_that_have_the_same_answers_are_the_same_function(name):
    """So that only those are named together which nobody could tell apart."""
    quantity = QUANTITIES[name]
    assert coincidences(quantity, quantity.inputs(), mistakes(quantity)) == []


def test_the_inputs_of_an_exercise_are_what_tells_its_mistakes_apart():
    """With the first input alone there are mistakes that cannot be told: the test above can fail."""
    quantity = QUANTITIES["mse"]
    assert coincidences(quantity, quantity.inputs()[:1], mistakes(quantity)) != []


def test_every_operator_applies_somewhere():
    made = {key for quantity in QUANTITIES.values() for each in singles(quantity) for key in each.keys}
    assert {operator.key for operator in OPERATORS} - made == set()


def test_every_mistake_has_words_in_both_languages():
    keys = {key for quantity in QUANTITIES.values() for each in singles(quantity) for key in each.keys}
    keys |= {"nearly", "rounded", "scaled", "fixed_count"}
    for language in ("en", "ko"):
        known = words.catalogue(language)
        for kind in ("mistake", "short"):
            prefix = f"practice.{kind}."
            written = {key.removeprefix(prefix) for key in known if key.startswith(prefix)}
            assert written == keys
            assert len({known[prefix + key] for key in written}) == len(written)


@pytest.mark.parametrize("name", [name for name, each in EXERCISES.items() if isinstance(each, Exercise)])
def test_the_words_of_an_exercise_are_for_mistakes_that_can_be_made(name):
    quantity = EXERCISES[name].quantity
    known = {in_rank(each.keys) for each in (*singles(quantity), *pairs(quantity))}
    helps = {"right", "hint_1", "hint_2", "hint_3"}
    for key in words.catalogue("en"):
        if key.startswith(f"practice.{name}.") and (own := key.removeprefix(f"practice.{name}.")) not in helps:
            for keys in own.split("_or_"):
                assert tuple(keys.split("_and_")) in known


def test_thousands_of_pairs_are_made_quickly():
    quantity = QUANTITIES["binary_cross_entropy"]
    pairs.cache_clear()
    recognition.answers_of_pairs.cache_clear()
    start = time.perf_counter()
    assert practice.check("binary_cross_entropy", lambda y, p: np.mean((p + 2 * y) ** 3)).mistake is None
    assert time.perf_counter() - start < 1
    assert len(pairs(quantity)) > 1000


# Words ---------------------------------------------------------------------------------------------------------------


def said(name, function):
    progress.wrong(name)
    return practice.check(name, function)


def test_two_mistakes_are_both_said():
    text = said("cross_entropy", lambda y, p: -np.sum(y * np.log10(p))).text
    assert "the sum over the samples" in text
    assert "base 10" in text


def test_what_is_the_same_is_named_together():
    verdict = said("cross_entropy", lambda y, p: -np.sum(y * np.log(p)) / y.shape[1])
    assert set(verdict.alternatives) == {("classes_for_n",), ("wrong_axis",)}
    assert "may also be: the wrong axis" in verdict.text


def test_the_source_chooses_between_what_is_the_same():
    assert said("accuracy", lambda y, p: np.mean((p > 0.5) == y)).mistakes == ("strict_threshold",)
    assert said("accuracy", lambda y, p: np.mean(np.round(p) == y)).mistakes == ("rounding",)
    # Where it cannot be read, both are named.
    unreadable = np.vectorize(lambda p: p > 0.5)
    verdict = said("accuracy", lambda y, p: np.mean(unreadable(p) == y))
    assert verdict.alternatives == (("strict_threshold",), ("rounding",))
    assert "round makes it 0" in verdict.text
    assert "> leaves it out" in verdict.text


def test_the_source_never_decides_by_itself():
    """A name in it that has nothing to do with the answers changes nothing."""

    def with_a_decoy(y_true, y_pred):
        round(np.log2(2))
        return np.sum((y_true - y_pred) ** 2)

    assert said("mse", with_a_decoy).mistakes == ("sum_for_mean",)


def test_the_source_is_only_read():
    source = inspect.getsource(__import__("lossviz.practice.source", fromlist=["source"]))
    assert "eval(" not in source
    assert "exec(" not in source


def test_a_name_of_a_mistake():
    assert practice.mistake_name("n_times_c") == "N·C in place of N"
    assert practice.mistake_name("sum_for_mean+half") == "the sum in place of the mean, an extra ½"
    with words.using(language="ko"):
        assert practice.mistake_name("n_times_c") == "N 대신 N·C"


# Typed numbers -------------------------------------------------------------------------------------------------------

GIVEN = [1, 3, 5, 6, 7], [3, 2, 7, 5, 8]


@pytest.mark.parametrize(
    ("name", "given", "value", "decimals", "mistakes"),
    [
        ("mse", GIVEN, 2.2, None, ()),
        ("mse", GIVEN, 2.2, 1, ()),
        ("mse", GIVEN, 5.5, 1, ("sum_for_mean", "half")),
        ("mse", GIVEN, 11, 1, ("sum_for_mean",)),
        ("mse", GIVEN, -2.2, 1, ("sign",)),
        ("mse", GIVEN, 1.483, 3, ("root_added",)),
        ("mse", GIVEN, 2.75, 2, ("n_minus_1",)),
        ("rmse", GIVEN, 1.48, 2, ()),
        ("rmse", GIVEN, 1.5, 2, ("rounded",)),
        ("rmse", GIVEN, 2.2, 2, ("root_forgotten",)),
        ("next_weight", (3, 4, 0.1), 3.4, 1, ("uphill",)),
        ("log_loss", (0.9,), 0.105, 3, ()),
        ("log_loss", (0.9,), 0.046, 3, ("log10",)),
        ("log_loss", (0.9,), 2.303, 3, ("one_minus_p",)),
        ("accuracy", ([1, 0, 1, 0], [0.6, 0.4, 0.5, 0.7]), 3, 2, ("sum_for_mean",)),
    ],
)
def test_a_typed_number(name, given, value, decimals, mistakes):
    found = practice.diagnose_number(name, given, value, decimals)
    assert (found.right, found.mistakes) == (not mistakes, mistakes)
    assert found.words


@pytest.mark.parametrize("name", [name for name, each in EXERCISES.items() if isinstance(each, NumberExercise)])
def test_the_numbers_of_a_question_tell_its_mistakes_apart(name):
    exercise = EXERCISES[name]
    assert practice.tells_apart(name, exercise.given, exercise.decimals)


@pytest.mark.parametrize("name", NUMBERS)
def test_every_mistake_is_recognised_in_a_typed_number(name):
    quantity = QUANTITIES[name]
    given = drawn(quantity, np.random.default_rng(2), tidy=False)
    one_of_each = {each.keys: each for each in singles(quantity) if each not in right_everywhere(quantity)}
    for candidate in one_of_each.values():
        value = value_of(candidate.formula, named(quantity, given))
        if value is None or value.shape or not np.isfinite(value):
            continue
        found = practice.diagnose_number(name, given, float(value))
        # With no p at 0.5, > gives what >= gives.
        assert found.right or better(candidate.keys) & set(found.alternatives), candidate


def test_a_number_that_says_nothing():
    found = practice.diagnose_number("mse", GIVEN, 123.456)
    assert (found.right, found.mistakes) == (False, ())
    assert practice.diagnose_number("mse", GIVEN, float("nan")).mistakes == ()


def test_numbers_that_do_not_tell_apart():
    """2² is 2 · 2, and the mean of one number is its sum."""
    assert not practice.tells_apart("mse", ([1, 3], [1, 2]), 0)
    assert not practice.tells_apart("mse", ([3], [1]))


@pytest.mark.parametrize("name", ["softmax", "no such", None, ["mse"]])
def test_only_one_number_can_be_typed(name):
    with pytest.raises(ValueError, match="there is no exercise"):
        practice.diagnose_number(name, GIVEN, 1)
