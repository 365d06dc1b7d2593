"""`check`: from an answer to the mistake in it.

The known mistakes come first: if the answers are those of a mistake, on all inputs, it is that one. Then comes what can
go wrong in any function.
"""

from dataclasses import replace
from numbers import Real

import numpy as np

from lossviz.words import t

from . import progress, running
from .answer import Numbers, Other, Raised, is_unanswered, same
from .attempt import Attempt, Stopped, attempt, attempts, called, signature_of
from .catalogue import find
from .curve import picture
from .exercise import Claim, Exercise, NumberExercise
from .general import Finding, changed_input, finding, first_wrong, general_mistake, one_sample, raised_words
from .quantity import Function, Quantity
from .recognition import Recognised, recognise
from .typed import diagnose_number
from .verdict import Verdict, verdict
from .wording import mistakes_words
from .writing import as_python, container, example, given_lines, indented, printed_lines, signature_as_python


def check(name: str, answer: Function | float) -> Verdict:
    """Say whether `answer` to the exercise `name` is right, or which mistake is in it.

    answer: the student's function, without brackets; or a number, where the exercise asks for one.
    """
    exercise = find(name)
    if is_unanswered(answer):
        return _unanswered()
    with np.errstate(all="ignore"):  # an answer may be infinite, or as large as a float can be
        try:
            found = _CHECKS[type(exercise)](exercise, answer)
        except Stopped as stopped:
            found = _too_long(exercise, stopped.given)
    if found.right:
        progress.forget(name)
    return found


def _unanswered() -> Verdict:
    return verdict(False, ("unanswered",), t("practice.unanswered"))


def _right(name: str, printed: str = "") -> Verdict:
    return verdict(True, (), t("practice.right", words=t(f"practice.{name}.right")), printed_lines(printed))


def _wrong(mistakes: tuple[str, ...], words: str, lines: list[str] | None = None, **more: object) -> Verdict:
    return verdict(False, mistakes, t("practice.wrong", words=words), lines or [], **more)


def _too_long(exercise: Exercise | Claim, given: tuple) -> Verdict:
    lines = given_lines(exercise.quantity, given) if isinstance(exercise, Exercise) else []
    return _wrong(("too_long",), t("practice.too_long", seconds=f"{running.SECONDS:g}"), lines)


# A function ----------------------------------------------------------------------------------------------------------


def _check_function(exercise: Exercise, function: Function) -> Verdict:
    quantity, name = exercise.quantity, exercise.name
    if unfit := _unfit(name, quantity.arguments, function):
        return _wrong((unfit.mistake,), unfit.words)
    tries = attempts(quantity, function)
    if isinstance(tries[0].answer, Other) and tries[0].answer.mistake == "unanswered":
        return _unanswered()
    if all(each.right for each in tries):
        # A right answer does not excuse a changed input.
        changed = changed_input(quantity, tries)
        return _wrong((changed.mistake,), changed.words) if changed else _right(name, tries[0].printed)
    wrong = progress.wrong(name)
    if found := _not_repeatable(quantity, function, tries[0]) or one_sample(quantity, tries):
        return _of_finding(name, quantity, found)
    if known := recognise(quantity, function, tries):
        as_given = wrong == 1 and exercise.bug in known.alternatives
        found = _of_known(name, quantity, known, first_wrong(tries), as_given=as_given)
    else:
        found = _of_finding(name, quantity, general_mistake(quantity, tries))
    if not progress.may_show_picture(name):
        return found
    return replace(found, picture=picture(name, quantity, function, first_wrong(tries)))


def _of_finding(name: str, quantity: Quantity, found: Finding) -> Verdict:
    mistakes = (found.mistake,) if found.mistake else ()
    words = found.words if found.mistake else f"{found.words} {t(f'practice.{name}.hint_1')}"
    return _wrong(mistakes, words, _shown_by(name, quantity, found.attempt))


def _of_known(name: str, quantity: Quantity, known: Recognised, shown: Attempt, *, as_given: bool) -> Verdict:
    lines = _shown_by(name, quantity, shown)
    if as_given:  # whoever looks for a bug is not told at once
        return _wrong(("as_given",), t("practice.as_given"), lines)
    words = _known_words(name, quantity, known)
    return _wrong(known.alternatives[0], words, lines, alternatives=known.alternatives)


def _known_words(name: str, quantity: Quantity, known: Recognised) -> str:
    names = quantity.arguments
    if known.order and known.alternatives == (("swapped",),):
        own = ", ".join(names[place] for place in known.order)
        return t("practice.swapped", names=", ".join(names), own=own)
    return mistakes_words((name,), known.alternatives, names, factor=known.factor)


def _shown_by(name: str, quantity: Quantity, attempt: Attempt | None) -> list[str]:
    if attempt is None:
        return []
    lines = example(quantity, attempt, expected=progress.may_show_expected(name))
    return [*lines, *printed_lines(attempt.printed)]


def _unfit(name: str, arguments: tuple[str, ...], function: Function) -> Finding | None:
    """What can be said before the function is called."""
    if not callable(function):
        return finding("not_callable", received=as_python(function), name=name)
    signature = signature_of(function)
    if signature is None:
        return None
    try:
        signature.bind(*arguments)
    except TypeError:
        by_name = any(each.kind is each.KEYWORD_ONLY for each in signature.parameters.values())
        own, names = signature_as_python(signature), ", ".join(arguments)
        return finding("keyword_only" if by_name else "arguments", own=own, names=names)
    return None


def _not_repeatable(quantity: Quantity, function: Function, first: Attempt) -> Finding | None:
    """A function that keeps something from call to call, or draws random numbers."""
    again = attempt(quantity, function, first.given)
    if same(first.answer, again.answer) or (isinstance(first.answer, Other) and isinstance(again.answer, Other)):
        return None
    return finding("not_repeatable", first_wrong([again, first]))


# A number, an example ------------------------------------------------------------------------------------------------


def _check_number(exercise: NumberExercise, value: float) -> Verdict:
    if isinstance(value, bool) or not isinstance(value, Real):
        return _wrong(("value",), t("practice.value", received=as_python(value)))
    found = diagnose_number(exercise.name, exercise.given, value, exercise.decimals)
    if found.right:
        return _right(exercise.name)
    progress.wrong(exercise.name)
    lines = given_lines(exercise.quantity, exercise.given)
    if progress.may_show_expected(exercise.name):
        right = round(float(exercise.quantity.right(*exercise.given)), exercise.decimals)
        lines.append(indented(t("practice.expected", value=f"{right:g}")))
    lines.append(indented(t("practice.typed", value=f"{float(value):g}")))
    return _wrong(found.mistakes, found.words, lines, alternatives=found.alternatives)


def _check_claim(exercise: Claim, function: Function) -> Verdict:
    if unfit := _unfit(exercise.name, (), function):
        return _wrong((unfit.mistake,), unfit.words)
    answer, printed = called(function, ())
    lines = [indented(t("practice.received", value=as_python(answer))), *printed_lines(printed)]
    if isinstance(answer, Raised):
        return _wrong(("raised",), raised_words(answer.error), lines)
    if isinstance(answer, Other):
        if answer.mistake == "unanswered":
            return _unanswered()
        return _wrong((answer.mistake,), t(f"practice.{answer.mistake}", received=answer.written), lines)
    return _judged(exercise, answer, lines, printed)


def _judged(exercise: Claim, answer: Numbers, lines: list[str], printed: str) -> Verdict:
    if answer.values.shape != exercise.shape:
        words = t("practice.claim_shape", received=container(answer), expected=exercise.shape)
        return _wrong(("claim_shape",), words, lines)
    lack = exercise.judge(answer.values) if np.isfinite(answer.values).all() else exercise.lacks[0]
    if lack is None:
        return _right(exercise.name, printed)
    progress.wrong(exercise.name)
    return _wrong((lack,), t(f"practice.{exercise.name}.{lack}"), lines)


_CHECKS = {Exercise: _check_function, NumberExercise: _check_number, Claim: _check_claim}
