"""The kinds of questions that an explorer can ask before it can be moved. What is right is computed, never stored.

Each is frozen and knows no explorer: it gets the values of one (arguments, constants, readings) by name. Where it takes
a function, that names the values that it needs as its parameters, as the methods of an explorer do.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar
from zlib import crc32

import numpy as np

from lossviz.explorer.ask import drawn, sketches
from lossviz.explorer.ask.answers import Answer, Line
from lossviz.explorer.controls import Label
from lossviz.explorer.hooks import Hook
from lossviz.explorer.html import listed
from lossviz.words import catalogue, filled, language, number, t
from lossviz.words.diagnoses import diagnosed

Values = Mapping[str, Any]
# A number; the name of a value; or a function of values.
Wanted = float | str | Callable[..., float]

# So many places of a drawing.
COLUMNS = 101


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is asked, and what stays to be seen meanwhile.

    question: the words; `{name}` in them is a value. shows: names on `art` of what may be seen before the answer, and
    "rails" for the curves of handles; all else that moves would give it away. id: what a diary calls the question.
    """

    question: Label = field(kw_only=False)
    shows: Sequence[str] = ()
    id: str = ""

    kind: ClassVar[str] = ""

    @property
    def key(self) -> str:
        """The id, or one made from the words."""
        words = self.question if isinstance(self.question, str) else "".join(map(str, self.question.values()))
        return self.id or f"own-{crc32(words.encode()):08x}"

    def asked(self, values: Values) -> str:
        """The question in words."""
        return filled(self.question, _written(values))

    def described(self, values: Values) -> str:
        """The question for somebody who sees nothing else of it."""
        return self.asked(values)

    def answered(self, given: Any, values: Values) -> Answer:
        """What is said of an answer; of None, to somebody who wants to be shown, what is right."""
        if given is None:
            return Answer(self.key, None, None, (), (Line(None, self.solution(values)),))
        return self.judged(given, values)

    def judged(self, given: Any, values: Values) -> Answer:
        """Whether an answer is right, and what is said of it."""
        raise NotImplementedError

    def solution(self, values: Values) -> str:
        """What is right, in words."""
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class AskNumber(Question):
    """A number that is typed.

    wanted: the right one: a reading, say. decimals: the rounding that the question asks for.
    mistakes: {id: the number that somebody gets who makes it}, or {id: (number, words)}.
    exercise: what is computed, by the name by which `lossviz.practice` knows its mistakes. arguments: a function of
    values that gives what it is computed from.
    """

    wanted: Wanted
    decimals: int = 2
    mistakes: Mapping[str, Wanted | tuple[Wanted, Label]] = field(default_factory=dict)
    exercise: str = ""
    arguments: Callable[..., tuple] | None = None

    kind = "number"

    def judged(self, given, values):
        true = value_of(self.wanted, values)
        right = self._agrees(given, true)
        found, words = ((), "") if right else self._mistake(given, true, values)
        said = t("ask.right" if right else "ask.wrong_number", given=number(given))
        lines = [Line(right, _joined(said, words))]
        return Answer(self.key, given, right, found, (*lines, Line(None, self.solution(values))))

    def solution(self, values):
        return t("ask.number_is", true=number(value_of(self.wanted, values)))

    def _agrees(self, given: float, value: float) -> bool:
        if not np.isfinite(value):
            return given == value
        # As near as the rounding that was asked for, to the last digit of a float.
        return abs(given - value) <= 0.5 * 10.0**-self.decimals + 1e-9 * max(1.0, abs(value))

    def _mistake(self, given: float, true: float, values: Values) -> tuple[tuple[str, ...], str]:
        if self.arguments:
            found, words = diagnosed(self.exercise, called(self.arguments, values), given, self.decimals)
            if found:
                return found, words
        for name, one in self.mistakes.items():
            wanted, label = one if isinstance(one, tuple) else (one, f"ask.mistake.{name}")
            if self._agrees(given, value_of(wanted, values)):
                return (name,), filled(label if label in catalogue(language()) else name, values)
        return (("sign",), t("ask.mistake.sign")) if true and self._agrees(given, -true) else ((), "")


@dataclass(frozen=True, kw_only=True)
class AskChoice(Question):
    """One of several answers.

    choices: {name: words}. right: the name of the right one, or a function of values that gives it.
    because: what is said of each choice, by its name.
    """

    choices: Mapping[str, Label]
    right: str | Callable[..., str]
    because: Mapping[str, Label] = field(default_factory=dict)

    kind = "choice"

    def judged(self, given, values):
        name = self._right(values)
        right, because = given == name, self._because(given, values)
        said = Line(right, _joined(t("ask.right" if right else "ask.wrong_choice"), because))
        if right:
            return Answer(self.key, given, True, (), (said,))
        # What is said of both is said once.
        more = self._because(name, values)
        solution = Line(None, _joined(self._is(name, values), more if more != because else ""))
        return Answer(self.key, given, False, (f"{self.key}.{given}",), (said, solution))

    def described(self, values):
        return f"{self.asked(values)} ({' / '.join(self.named(values).values())})"

    def solution(self, values):
        name = self._right(values)
        return _joined(self._is(name, values), self._because(name, values))

    def _is(self, name: str, values: Values) -> str:
        return t("ask.choice_is", true=self.named(values)[name])

    def _because(self, name: str, values: Values) -> str:
        return filled(self.because[name], _written(values)) if name in self.because else ""

    def named(self, values: Values) -> dict[str, str]:
        """The words of each choice."""
        return {name: filled(words, _written(values)) for name, words in self.choices.items()}

    def _right(self, values: Values) -> str:
        name = called(self.right, values) if callable(self.right) else self.right
        if name not in self.choices:
            raise ValueError(t("ask.no_choice", received=repr(name), allowed=", ".join(map(repr, self.choices))))
        return name


@dataclass(frozen=True, kw_only=True)
class AskPlace(Question):
    """A place on an axis of the picture, where a marker is put.

    wanted: where the right place is, on that axis. on: the name on `art` of something in these axes.
    along: "x" or "y". start: where the marker is at first. within: how far off is still right, as a share of the axis.
    """

    wanted: Wanted
    on: str
    along: str = "y"
    start: float | None = None
    within: float = 0.05

    kind = "place"

    def judged(self, given, values):
        true = value_of(self.wanted, values)
        right = abs(given - true) <= self.within * abs(values["axis_high"] - values["axis_low"])
        kind = "place_right" if right else "place_low" if given < true else "place_high"
        said = Line(right, t(f"ask.{kind}", given=number(given, 3), true=number(true)))
        return Answer(self.key, given, right, () if right else (f"{self.key}.{kind}",), (said,))

    def needs(self, values: Values) -> Values:
        """What the marker was meant for."""
        return {"wanted": value_of(self.wanted, values)}

    def solution(self, values):
        return t("ask.place_is", true=number(value_of(self.wanted, values)))


@dataclass(frozen=True, kw_only=True)
class AskDrawing(Question):
    """A curve that is drawn by hand.

    curve: the true one: a function of `at`, the places along x, and of values. over: where it begins and ends on x, or
    a function of values; without it, the whole axis. on: the name on `art` of something in these axes.
    sketches: names of shapes to choose from in place of drawing. x, y: what the axes measure, in a sentence.
    """

    curve: Callable[..., np.ndarray]
    on: str
    over: tuple[float, float] | Callable[..., tuple[float, float]] | None = None
    sketches: Sequence[str] = ("falling", "sagging", "bulging")
    x: Label = "x"
    y: Label = "word.loss"

    kind = "drawing"

    def judged(self, given, values):
        at, true = self.truth(values)
        shares = np.interp(np.linspace(0, 1, COLUMNS), np.linspace(0, 1, len(given)), np.asarray(given, float))
        found = drawn.compared(shares, share_of(true, values))
        named = {"x_name": filled(self.x, values), "y_name": filled(self.y, values)}
        lines = [Line(one.right, _in_words(one, at, true, named)) for one in found]
        mistakes = tuple(f"{one.what}_{one.kind}" for one in found if not one.right)
        return Answer(self.key, tuple(shares.round(3).tolist()), not mistakes, mistakes, tuple(lines))

    def solution(self, values):
        return t("ask.drawing_is")

    def needs(self, values: Values) -> Values:
        """The values on which the true curve depends."""
        ends = {"ends": self.ends(values), "y": values["y_limits"]}
        return {**Hook("predict", self.curve).named({**values, "at": None}), **ends}

    def truth(self, values: Values) -> tuple[np.ndarray, np.ndarray]:
        """The true curve: places along x, and the numbers there."""
        at = np.linspace(*self.ends(values), COLUMNS)
        return at, np.asarray(called(self.curve, {**values, "at": at}), float)

    def ends(self, values: Values) -> tuple[float, float]:
        """Where the curve begins and ends on the axis of x."""
        return called(self.over, values) if callable(self.over) else self.over or values["x_limits"]

    def sketch(self, name: str) -> list[float]:
        """One of the shapes to choose from, as shares of the axes' height."""
        return sketches.SHAPES[name](np.linspace(0, 1, COLUMNS)).round(3).tolist()


def _written(values: Values) -> dict[str, Any]:
    """Values as a sentence has them: rows of numbers with commas."""
    return {name: _row(value) for name, value in values.items()}


def _row(value: Any) -> Any:
    is_row = isinstance(value, np.ndarray) and value.ndim == 1 and value.dtype.kind in "fiu"
    return listed(value.astype(float), ", ", 12) if is_row else value


def _in_words(found: drawn.Finding, at: np.ndarray, true: np.ndarray, named: Mapping[str, str]) -> str:
    """A sentence about a drawing. A point between the ends is known to a column, an end to the last digit."""
    x = number(at[found.place], 4 if found.what in ("start", "end") else 2)
    return t(f"ask.drawn.{found.what}_{found.kind}", x=x, y=float(true[found.place]), **named)


def _joined(*sentences: str) -> str:
    return " ".join(filter(None, sentences))


def share_of(heights: np.ndarray, values: Values) -> np.ndarray:
    """Heights as shares of the axis of y that is asked about."""
    low, high = values["axis_low"], values["axis_high"]
    return (heights - low) / (high - low)


def value_of(wanted: Wanted, values: Values) -> float:
    """The number that a question wants."""
    return float(values[wanted] if isinstance(wanted, str) else called(wanted, values) if callable(wanted) else wanted)


def called(function: Callable[..., Any], values: Values) -> Any:
    """What a function of values gives, which names those that it needs."""
    hook = Hook("predict", function)
    hook.check(values)
    return hook(values)
