"""What an explorer is declared with: its data, and what a reader moves. No widgets here.

One declaration gives the constructor's argument, its check, the slider, the handle in the picture, the entry in
`state` and the argument in `code()`. Where a range, a start or a choice comes from the data, the declaration names a
constant of `prepare` instead.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from numbers import Real
from typing import Any, ClassVar, Self

import numpy as np

from lossviz.explorer.handles import Handle
from lossviz.words import number, said, subscript, t

# A word: a key of the catalogue, words as they are, or {language: words}.
Label = str | dict[str, str]


# What a control may take from a constant.
_NAMED = ("low", "high", "step", "options", "count", "labels", "width", "unit")


@dataclass(kw_only=True)
class Declared:
    """An argument of an explorer, under the name that the class gives it."""

    default: Any = field(kw_only=False)
    name: str = field(default="", init=False)

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @property
    def hint(self) -> Any:
        """What the argument is, for `help` and editors."""
        # A name, because `ArrayLike` itself is written as ten lines.
        return "ArrayLike" if isinstance(self.default, tuple) else Any


@dataclass(kw_only=True)
class Data(Declared):
    """An argument that nobody moves: data, a unit, names. `prepare` checks it."""


@dataclass(kw_only=True)
class Control(Declared):
    """What a reader moves. `label` stands beside it; `width` is the least room of a slider, if its steps need less.

    drag: where it can be taken hold of in the picture: "dot.x", the x of `art.dot`; a `Handle`; or several of them.
    spoken: what it is called where nobody sees it, if its label is a symbol; `{index}` counts elements from 1.
    unit: what its numbers are measured in.
    shows: the reading at which it stands, if that is another number than the one that is kept: where a walk is now, and
    not where it began. sets: what a hand that moves it sets besides, other controls by name.
    """

    label: Label = ""
    width: str = "0px"
    drag: str | Handle | tuple[str | Handle, ...] = ()
    spoken: Label = ""
    unit: Label = ""
    shows: str = ""
    sets: Mapping[str, Any] = field(default_factory=dict)

    def bound(self, start: Any, constants: Mapping[str, Any]) -> Self:
        """This control with the value that it starts from, and in place of names the constants that they name."""
        named = {
            part: constants[value]
            for part in _NAMED
            if isinstance(value := vars(self).get(part), str) and value in constants
        }
        if isinstance(whole_range := named.get("low"), tuple):
            named |= dict(zip(("low", "high", "step"), whole_range, strict=True))
        made = replace(self, default=start, **named)
        made.name = self.name
        made.default = made.check(start)
        return made

    def check(self, value: object) -> Any:
        """The value as it is kept, or a ValueError that says which values the control takes."""
        raise NotImplementedError

    def plain(self, value: Any) -> Any:
        """A kept value as JSON knows it."""
        return value

    @property
    def drags(self) -> tuple[str | Handle, ...]:
        """Where it can be taken hold of."""
        return self.drag if isinstance(self.drag, tuple) else (self.drag,)

    def named(self, index: int | None = None) -> str:
        """What it is called, or its element at the flat `index`, where nobody sees it."""
        if self.spoken:
            return said(self.spoken).format(index=(index or 0) + 1)
        return self.label_of(index) if isinstance(self, Elements) else said(self.label) or self.name

    def told(self, value: Any, index: int | None = None) -> str:
        """Name and value, as they are told after a move."""
        shown = value if index is None else np.ravel(value)[index]
        words = number(float(shown)) if isinstance(shown, Real | np.number) else self.word_for(shown)
        return " ".join(filter(None, (f"{self.named(index)}: {words}", said(self.unit))))

    def word_for(self, value: Any) -> str:
        """A value that is no number, in words."""
        return str(value)


@dataclass(kw_only=True)
class Number(Control):
    """A slider from `low` to `high`, or of a constant that is (low, high, step).

    A `whole` number has no decimals; with `play`, milliseconds a step, it can run.
    """

    low: float | str = field(kw_only=False)
    high: float | str = field(kw_only=False, default="")
    step: float | str = 1
    whole: bool = False
    play: int | None = None

    @property
    def hint(self) -> Any:
        """A number, or None where the start comes from the data."""
        kind = int if self.whole else float
        return kind if self.default is not None else kind | None

    def check(self, value: object) -> float:
        """The value as a number of the range."""
        return self.number(self.name, value)

    def number(self, name: str, value: object) -> float:
        """`value`, which `name` was given, as a number of the range."""
        if not isinstance(value, Real) or not self.low <= value <= self.high:
            raise ValueError(
                t("error.control_range", name=name, received=repr(value), low=float(self.low), high=float(self.high))
            )
        if self.whole and value != int(value):
            raise ValueError(t("error.control_whole", name=name, received=repr(value)))
        return int(value) if self.whole else float(value)

    @property
    def ids(self) -> list[str]:
        """What its handles are known by: here its name."""
        return [self.name]

    @property
    def ends(self) -> tuple[float, float]:
        """The ends of its range."""
        return float(self.low), float(self.high)

    @property
    def decimals(self) -> int:
        """Digits after the point that a whole step has."""
        if self.whole:
            return 0
        first = max(0, -math.floor(math.log10(self.step) + 1e-9))
        tails = (digits for digits in range(first, first + 3) if math.isclose(round(self.step, digits), self.step))
        return next(tails, first + 3)


@dataclass(kw_only=True)
class Choice(Control):
    """Buttons of which one is down; `options` maps a value to the word for it."""

    options: Mapping[Any, Label] | str = field(kw_only=False)

    @property
    def hint(self) -> Any:
        """The type of an option."""
        return type(self.default)

    def check(self, value: object) -> Any:
        """The value, if it is one of the options."""
        # Not `in`: 1 == True, and a list has no hash.
        found = [option for option in self.options if type(option) is type(value) and option == value]
        if not found:
            allowed = ", ".join(map(repr, self.options))
            raise ValueError(t("error.control_choice", name=self.name, received=repr(value), allowed=allowed))
        return found[0]

    def word_for(self, value: Any) -> str:
        """The word of an option."""
        return said(self.options[value])


@dataclass(kw_only=True)
class Elements(Control):
    """One control for each element of an array.

    `label` is a symbol that gets the number of the element; or `labels` has words for each. A row of a table may be
    `shared`: a function of the row and the index moved that lets the others of it answer.
    """

    labels: Sequence[str] | str = ()
    several: Label = "word.sample"
    shared: Callable[[np.ndarray, int], np.ndarray] | None = None

    @property
    def hint(self) -> Any:
        """Numbers, in any form that NumPy takes."""
        return "ArrayLike"

    def element(self, name: str, value: object) -> float:
        """The value of one element, checked."""
        raise NotImplementedError

    def check(self, value: object) -> np.ndarray:
        """The values as a read-only array, in the shape that they had at the start."""
        values = np.array(value, dtype=object)
        if values.shape != np.shape(self.default):
            raise ValueError(
                t("error.control_shape", name=self.name, received=values.shape, allowed=np.shape(self.default))
            )
        return self._kept(
            [self.element(f"{self.name}[{index}]", each) for index, each in enumerate(values.ravel())], values.shape
        )

    def with_element(self, values: np.ndarray, index: int, value: object) -> np.ndarray:
        """The values after the element at the flat `index` was moved to `value`, its row answering if it is shared."""
        moved = values.copy()
        moved.flat[index] = self.element(f"{self.name}[{index}]", value)
        if self.shared:
            row, place = np.unravel_index(index, values.shape) if values.ndim > 1 else ((), index)
            moved[row] = self.shared(moved[row], int(place))
        return self._kept(moved, values.shape)

    def plain(self, value: np.ndarray) -> list:
        """The values as lists."""
        return value.tolist()

    @property
    def ids(self) -> list[str]:
        """What its handles are known by: `y_pred[2]`."""
        return [f"{self.name}[{index}]" for index in range(self.default.size)]

    def label_of(self, index: int) -> str:
        """The words for the element at the flat `index`."""
        return self.labels[index] if self.labels else subscript(said(self.label), index + 1)

    def _kept(self, values: Any, shape: tuple[int, ...]) -> np.ndarray:
        array = np.reshape(values, shape)
        array.flags.writeable = False
        return array


@dataclass(kw_only=True)
class Numbers(Elements):
    """A slider for each element, its range as that of a `Number`."""

    low: float | str = field(kw_only=False)
    high: float | str = field(kw_only=False, default="")
    step: float | str = 1

    def element(self, name: str, value: object) -> float:
        """The value of one element, a number of the range."""
        return self.slider.number(name, value)

    @property
    def ends(self) -> tuple[float, float]:
        """The ends of the range of each element."""
        return self.slider.ends

    @property
    def slider(self) -> Number:
        """The slider of any one element."""
        return Number(0, self.low, self.high, step=self.step, width=self.width)


@dataclass(kw_only=True)
class Switches(Elements):
    """A button for each element, which is 0 or 1."""

    ends: ClassVar[tuple[float, float]] = (0.0, 1.0)

    def element(self, name: str, value: object) -> int:
        """The value of one element, 0 or 1."""
        if not isinstance(value, Real | np.bool_) or value not in (0, 1):
            raise ValueError(t("error.control_choice", name=name, received=repr(value), allowed="0, 1"))
        return int(value)


@dataclass(kw_only=True)
class MovedLast(Control):
    """Which element of the control `of` was moved last, counted from 1: a part of the state without a slider."""

    of: str = field(kw_only=False)
    count: int | str = 1

    @property
    def hint(self) -> Any:
        """A number of an element."""
        return int

    def check(self, value: object) -> int:
        """The value, if there is such an element."""
        return Number(1, 1, self.count, whole=True).number(self.name, value)
