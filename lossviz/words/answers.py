"""What a reader answers, told to those who listen: a question need not know whether anybody keeps a diary."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Answer:
    """One answer of a reader.

    id: of the question, the same in every language and version: "exercise/mse", "quiz/softmax-twice", "drill/mse",
    "predict/mse". given: the answer in short, as the reader gave it. mistakes: the ids of what was recognised in it.
    """

    id: str
    given: str
    right: bool
    mistakes: tuple[str, ...] = ()


_listeners: list[Callable[[Answer], None]] = []


def answered(id: str, given: object, right: bool, mistakes: Iterable[str] = ()) -> None:
    """Tell those who listen that a question has been answered.

    >>> heard = []
    >>> listen(heard.append)
    >>> answered("predict/mse", 5.5, False, ["half_sse"])
    >>> heard
    [Answer(id='predict/mse', given='5.5', right=False, mistakes=('half_sse',))]
    >>> forget(heard.append)
    """
    answer = Answer(id, str(given), bool(right), tuple(mistakes))
    for listener in _listeners:
        listener(answer)


def listen(listener: Callable[[Answer], None]) -> None:
    """Tell `listener` of every answer from now on."""
    _listeners.append(listener)


def forget(listener: Callable[[Answer], None]) -> None:
    """Tell `listener` no longer."""
    _listeners.remove(listener)
