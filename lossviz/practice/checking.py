"""`check` for a reader who keeps a diary: the answer is written down, and a mistake from before is met again."""

from dataclasses import replace
from numbers import Real

from lossviz.words.answers import answered

from . import diagnosis
from .diaries import again
from .exercise import Function
from .verdict import Verdict

# What says that nobody has answered yet.
_NO_ANSWER = {"unanswered", "as_given", "not_callable"}


def check(name: str, answer: Function | float) -> Verdict:
    """Say whether `answer` to the exercise `name` is right, or which mistake is in it.

    answer: the student's function, without brackets; or a number, where the exercise asks for one.
    """
    found = diagnosis.check(name, answer)
    if not _NO_ANSWER.isdisjoint(found.mistakes):
        return found
    id = f"exercise/{name}"
    met = again(id, found.mistakes)
    answered(id, answer if isinstance(answer, Real) else "", found.right, found.mistakes)
    return replace(found, text=f"{found.text}\n{met}") if met else found
