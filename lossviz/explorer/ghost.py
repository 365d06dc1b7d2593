"""A ghost: the picture of a state that was kept, faint and without its words, under those that follow."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from lossviz.explorer.history import State

Values = Mapping[str, Any]


class Ghost:
    """What is remembered of the state that was kept last. `values_of` gives all values of a state.

    To draw it the artists are moved to that state; who asks moves them back.
    """

    def __init__(self, values_of: Callable[[State], Values], outcome: Callable[[Values], str]):
        self._values_of, self._outcome = values_of, outcome
        self._known: tuple[Any, Any, str, str] = (None, None, "", "")

    def on(self, drawing: Any, kept: State | None) -> tuple[str, str]:
        """Its layer on a drawing, and what the state had led to; nothing where none was kept."""
        if kept is None:
            return "", ""
        if self._known[0] is not kept or self._known[1] is not drawing:
            values = self._values_of(kept)
            drawing.move(values)
            self._known = kept, drawing, drawing.live.layer(words=False), self._outcome(values)
        return self._known[2:]

    def pixels(self, drawing: Any, kept: State | None) -> np.ndarray | None:
        """The same for a still picture."""
        if kept is None:
            return None
        drawing.move(self._values_of(kept))
        return drawing.live.pixels(words=False)
