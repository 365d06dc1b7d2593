"""The states that an explorer can be in: name -> value for each control, and under "kept" a state to compare with."""

from collections.abc import Mapping
from numbers import Real
from typing import Any

import numpy as np

from lossviz.explorer.controls import Control, MovedLast
from lossviz.explorer.history import State
from lossviz.words import number, said, t

KEPT = "kept"


class States:
    """What the controls of an explorer, by name, can be set to."""

    def __init__(self, controls: Mapping[str, Control]):
        self._controls = controls
        self.start: State = {name: control.default for name, control in controls.items()} | {KEPT: None}

    def checked(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """A part of a state, each value as it is kept; a ValueError says what is allowed."""
        for name in values:
            if name not in self.start:
                raise ValueError(t("error.control_name", received=repr(name), allowed=", ".join(self._controls)))
        return {
            name: self._kept(value) if name == KEPT else self._controls[name].check(value)
            for name, value in values.items()
        }

    def moved(self, state: State, name: str, value: Any, index: int | None) -> dict[str, Any]:
        """The state after a move of one control; of an array, of its element at `index`, which is then moved last."""
        control = self._controls[name]
        if index is None:
            return {**state, name: control.check(value), **self.checked(control.sets)}
        last = {key: index + 1 for key, one in self._controls.items() if isinstance(one, MovedLast) and one.of == name}
        return {**state, name: control.with_element(state[name], index, value), **last, **self.checked(control.sets)}

    def plain(self, state: Mapping[str, Any]) -> dict[str, Any]:
        """A state, or a part of one, as JSON knows it; without "kept" where nothing is."""
        kept = {KEPT: self.plain(state[KEPT])} if state.get(KEPT) else {}
        return {name: self._controls[name].plain(value) for name, value in state.items() if name != KEPT} | kept

    def same(self, one: State, other: State) -> bool:
        """Whether two states have the same values."""
        moved = [name for name in one if one[name] is not other[name]]
        return all(self.plain({name: one[name]}) == self.plain({name: other[name]}) for name in moved)

    def in_words(self, values: Mapping[str, Any]) -> str:
        """All controls and all readings that are single numbers, with their values."""
        labels = {name: said(control.label) or name for name, control in self._controls.items()}
        labels |= {name: name for name, value in values.items() if is_number(value) and name not in labels}
        return ", ".join(f"{label} {_words_for(values[name])}" for name, label in labels.items())

    def _kept(self, value: Any) -> State | None:
        if not isinstance(value, Mapping | None):
            raise ValueError(t("error.control_kept", received=repr(value)))
        return value and {**self.start, **self.checked(value), KEPT: None}


def is_number(value: Any) -> bool:
    """Whether a value is a single number."""
    return isinstance(value, Real) or (isinstance(value, np.ndarray) and value.ndim == 0)


def _words_for(value: Any) -> str:
    if is_number(value) and not isinstance(value, bool):
        return number(float(value))
    return ", ".join(map(_words_for, value)) if isinstance(value, np.ndarray) else str(value)
