"""The states that an explorer has been in: undo, and redo."""

from collections.abc import Callable, Mapping
from time import monotonic
from typing import Any

State = Mapping[str, Any]

# Moves of one thing that follow each other within so many seconds are one: a drag, say.
PAUSE = 1.0
MOST = 200


class History:
    """What was, and what an undo has taken back."""

    def __init__(self) -> None:
        self._past: list[State] = []
        self._future: list[State] = []
        self._last: tuple[object, float] = (None, 0.0)

    def add(self, before: State, what: object) -> None:
        """A move away from `before`; `what` was moved."""
        (last, then), now = self._last, monotonic()
        if what is None or what != last or now - then > PAUSE:
            self._past = [*self._past[1 - MOST :], before]
        self._last = what, now
        self._future.clear()

    def back(self, now: State, step: Callable[[State], object]) -> None:
        """Take the `step` from `now` to the state before the last move, if there is one."""
        self._turn(self._past, self._future, now, step)

    def forth(self, now: State, step: Callable[[State], object]) -> None:
        """Take the `step` to the state that the last `back` came from, if there is one."""
        self._turn(self._future, self._past, now, step)

    def _turn(self, source: list[State], target: list[State], now: State, step: Callable[[State], object]) -> None:
        self._last = (None, 0.0)
        if source:
            # A step that fails has not been taken.
            step(source[-1])
            source.pop()
            target.append(now)
