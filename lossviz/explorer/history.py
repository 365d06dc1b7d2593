"""The states that an explorer has been in: undo, and redo."""

from collections.abc import Mapping
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

    def back(self, now: State) -> State:
        """The state before the last move; `now`, if there is none."""
        return self._turned(self._past, self._future, now)

    def forth(self, now: State) -> State:
        """The state that the last `back` came from; `now`, if there is none."""
        return self._turned(self._future, self._past, now)

    def _turned(self, source: list[State], target: list[State], now: State) -> State:
        self._last = (None, 0.0)
        if not source:
            return now
        target.append(now)
        return source.pop()
