"""Who wants to know what is answered, and who can say more about a wrong number. Filled from rooms above this one."""

from collections.abc import Callable, Mapping
from typing import Any

# (question, given, right, mistakes): `right` is None, and `given` too, where somebody only wanted to be shown.
Listener = Callable[[str, Any, bool | None, tuple[str, ...]], object]
# (exercise, the number given, all values of the explorer) -> ids of the mistakes and what is said of them; or None.
Diagnosis = Callable[[str, float, Mapping[str, Any]], tuple[tuple[str, ...], str] | None]

_listeners: list[Listener] = []
_diagnoses: list[Diagnosis] = []


def on_answer(listener: Listener) -> Listener:
    """Have `listener(question, given, right, mistakes)` called at each answer from now on."""
    if listener not in _listeners:
        _listeners.append(listener)
    return listener


def no_longer(listener: Listener) -> None:
    """Take a listener out again."""
    _listeners.remove(listener)


def tell(question: str, given: Any, right: bool | None, mistakes: tuple[str, ...]) -> None:
    """Tell everybody who listens."""
    for listener in _listeners:
        listener(question, given, right, mistakes)


def diagnose_with(diagnosis: Diagnosis) -> None:
    """Have wrong numbers of questions that name an exercise explained by `diagnosis`."""
    _diagnoses[:] = [diagnosis]


def diagnosed(exercise: str, given: float, values: Mapping[str, Any]) -> tuple[tuple[str, ...], str] | None:
    """What is said of a wrong number, if anybody can say it."""
    return _diagnoses[0](exercise, given, values) if exercise and _diagnoses else None
