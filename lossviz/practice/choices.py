"""What a quiz asks and says, in words: the files of `locale`, their placeholders filled."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from random import Random

from lossviz.words import filled, language

from .questions import Question


@dataclass(frozen=True)
class Choice:
    """An answer to choose, as HTML, and what is said to it. mistake: its id; None is the right one."""

    text: str
    feedback: str
    mistake: str | None = None


@dataclass(frozen=True)
class Asked:
    """A question in words, as HTML: the choices in the order in which everybody sees them."""

    text: str
    choices: tuple[Choice, ...]


@cache
def wording(tongue: str) -> Mapping[str, Mapping]:
    """The words of all questions in a language, by their ids."""
    source = files(__package__).joinpath("locale", f"{tongue}.toml").read_text(encoding="utf-8")
    return tomllib.loads(source)


def asked(question: Question) -> Asked:
    """The question in the chosen language, with its numbers."""
    words, numbers = wording(language())[question.id], question.numbers()
    written = [Choice(*words["right"]), *(Choice(*texts, mistake) for mistake, texts in words["wrong"].items())]
    # By the id, so that everybody has the same order, and may say "the second" to each other.
    shuffled = Random(question.id).sample(written, len(written))
    choices = [Choice(filled(one.text, numbers), filled(one.feedback, numbers), one.mistake) for one in shuffled]
    return Asked(filled(words["question"], numbers), tuple(choices))
