"""Controls as people write them for `interact`: `p=(0, 1, 0.01)`, `kind=["a", "b"]`, `log=False`."""

from collections.abc import Mapping
from numbers import Real
from typing import Any

from lossviz.explorer.controls import Choice, Control, Number
from lossviz.figure.scale import steps
from lossviz.words import t

# A parameter that has no default.
NO_DEFAULT = object()


def control(name: str, given: Any, default: Any = NO_DEFAULT) -> Control:
    """The control that an abbreviation stands for; it starts from `default`, or else from its middle or its first."""
    if isinstance(given, Control):
        made = given
    elif isinstance(given, bool):
        made = Choice(given, {False: "False", True: "True"}, label=name)
    elif isinstance(given, Mapping):
        made = Choice(_first(given.values(), default), {value: str(word) for word, value in given.items()}, label=name)
    elif isinstance(given, list):
        made = Choice(_first(given, default), {value: str(value) for value in given}, label=name)
    elif _is_range(given):
        made = _number(name, given, default)
    else:
        raise TypeError(t("explorer.abbreviation", name=name, received=repr(given)))
    made.name = name
    return made


def _number(name: str, given: tuple[float, ...], default: Any) -> Number:
    low, high = given[:2]
    whole = all(isinstance(each, int) for each in given)
    step = given[2] if len(given) == 3 else 1 if whole else steps(low, high, 100)[2]
    middle = low + round((high - low) / 2 / step) * step
    start = float(f"{middle:.12g}") if default is NO_DEFAULT else default
    return Number(start, low, high, step=step, whole=whole, label=name)


def _is_range(given: Any) -> bool:
    numbers = isinstance(given, tuple) and len(given) in (2, 3) and all(isinstance(each, Real) for each in given)
    return numbers and given[0] < given[1] and (len(given) == 2 or given[2] > 0)


def _first(values: Any, default: Any) -> Any:
    return next(iter(values)) if default is NO_DEFAULT else default
