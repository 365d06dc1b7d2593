"""`check`: from what a student's function returns to the mistake in it.

The known mistakes of the exercise come first: if the answers are those of a mistake, on all inputs, it is that one.
Then comes what can go wrong in any function.
"""

from dataclasses import dataclass
from itertools import chain

import numpy as np

from lossviz.words import t, wrapped

from .answer import Other, same
from .attempt import Attempt, attempt, attempts, signature_of
from .catalogue import find
from .exercise import Exercise, Function
from .general import Finding, changed_input, finding, first_wrong, general_mistake
from .usual import usual_mistake
from .writing import as_python, example, signature_as_python

# The longest line of a verdict, in half-width characters.
WIDTH = 96


@dataclass(frozen=True, repr=False)
class Verdict:
    """What was found: `right`, the key of the `mistake` (None if it is right, or no usual one), and the `text`."""

    right: bool
    mistake: str | None
    text: str

    def __repr__(self) -> str:
        """The text in short lines, because a notebook breaks a long one in the middle of a word."""
        short = (wrapped(line, WIDTH) if len(line) > WIDTH / 2 else [line] for line in self.text.splitlines())
        return "\n".join(chain.from_iterable(short))


def check(name: str, function: Function) -> Verdict:
    """Try `function` with the inputs of the exercise `name`, and say that it is right or which mistake is in it."""
    exercise = find(name)
    with np.errstate(all="ignore"):  # an answer may be infinite, or as large as a float can be
        found = _mistake(exercise, function)
    if not found:
        return Verdict(True, None, t("practice.right", words=t(f"practice.{name}.right")))
    shown_by = example(exercise, found.attempt) if found.attempt else []
    return Verdict(False, found.mistake, "\n".join([t("practice.wrong", words=found.words), *shown_by]))


def _mistake(exercise: Exercise, function: Function) -> Finding | None:
    if unfit := _unfit(exercise, function):
        return unfit
    tries = attempts(exercise, function)
    if all(each.right for each in tries):
        # A right answer does not excuse a changed input.
        return changed_input(exercise, tries)
    return (
        _not_repeatable(exercise, function, tries[0])
        or usual_mistake(exercise, function, tries)
        or general_mistake(exercise, tries)
    )


def _unfit(exercise: Exercise, function: Function) -> Finding | None:
    """What can be said before the function is called."""
    if not callable(function):
        return finding("not_callable", received=as_python(function), name=exercise.name)
    signature = signature_of(function)
    if signature is None:
        return None
    try:
        signature.bind(*exercise.arguments)
    except TypeError:
        by_name = any(each.kind is each.KEYWORD_ONLY for each in signature.parameters.values())
        own, names = signature_as_python(signature), ", ".join(exercise.arguments)
        return finding("keyword_only" if by_name else "arguments", own=own, names=names)
    return None


def _not_repeatable(exercise: Exercise, function: Function, first: Attempt) -> Finding | None:
    """A function that keeps something from call to call, or draws random numbers."""
    again = attempt(exercise, function, first.given)
    if same(first.answer, again.answer) or (isinstance(first.answer, Other) and isinstance(again.answer, Other)):
        return None
    return finding("not_repeatable", first_wrong([again, first]))
