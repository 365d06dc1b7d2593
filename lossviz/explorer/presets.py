"""Presets: states that are worth seeing, by name."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from lossviz.explorer.history import State
from lossviz.explorer.hooks import Hook
from lossviz.explorer.states import States

# A state, whole or in part; or a function of values, which it names as its parameters, that gives one.
Preset = Mapping[str, Any] | Callable[..., Mapping[str, Any]]


class Presets(Mapping[str, dict[str, Any]]):
    """Name -> what the preset sets, as JSON knows it. That may depend on the state that the explorer is in now."""

    def __init__(
        self, given: Mapping[str, Preset], constants: Mapping[str, Any], states: States, now: Callable[[], State | None]
    ):
        self._given, self._constants, self._states, self._now = given, constants, states, now
        # A wrong one is refused now, and not when somebody presses its button.
        dict(self)

    def __getitem__(self, name: str) -> dict[str, Any]:
        preset = self._given[name]
        if callable(preset):
            hook, values = Hook("presets", preset), {**self._constants, **(self._now() or self._states.start)}
            hook.check(values)
            preset = hook(values)
        # A constant is in the place of its name.
        named = {key: self._constants.get(one, one) if isinstance(one, str) else one for key, one in preset.items()}
        return self._states.plain(self._states.checked(named))

    def __iter__(self) -> Iterator[str]:
        return iter(self._given)

    def __len__(self) -> int:
        return len(self._given)
