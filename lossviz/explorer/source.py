"""Values as Python source, and the line of Python that makes an explorer."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from lossviz.explorer.controls import Data, Declared


def literal(value: object) -> str:
    """Python source for a value: exact, and 3 rather than 3.0; of a function or class, its name."""
    if isinstance(value, np.ndarray | np.generic):
        value = value.tolist()
    if isinstance(value, list):
        return f"[{', '.join(map(literal, value))}]"
    if isinstance(value, tuple):
        return f"({', '.join(map(literal, value))}{',' * (len(value) == 1)})"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key!r}: {literal(one)}' for key, one in value.items())}}}"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return getattr(value, "__name__", None) or repr(value)


def call(name: str, *positional: Any, **named: Any) -> str:
    """Python source for a call.

    >>> call("f", "a", b=2.0)
    "f('a', b=2)"
    """
    return f"{name}({', '.join([*map(literal, positional), *arguments(named)])})"


def arguments(named: Mapping[str, Any]) -> list[str]:
    """Python source for named arguments."""
    return [f"{name}={literal(value)}" for name, value in named.items()]


class Source:
    """The line of Python that makes an explorer of a `kind` again, in any of its states. `start`: where it begins."""

    def __init__(self, kind: Any, prepare: Callable[[Mapping[str, Any]], Mapping[str, Any]], start: Mapping[str, Any]):
        self._kind, self._prepare, self._start = kind, prepare, start
        # Of an explorer that a function has made, the call of it.
        self.call = ""

    def line(self, values: Mapping[str, Any], state: Mapping[str, Any], asks: Mapping[str, str]) -> str:
        """`values`: all arguments by name, as they are now; `state`: as it is set; `asks`: what it asks first."""
        if self.call:
            return self.call + _set({name: value for name, value in state.items() if value != self._start.get(name)})
        needed = {
            name: values[name] for name, one in self._kind._declared.items() if self._is_needed(name, one, values)
        }
        kept = {name: value for name, value in state.items() if name not in self._kind._declared}
        return call(self._name(), **needed, **asks) + _set(kept)

    def _name(self) -> str:
        """How a reader calls it: explorers of the package by where they are, others by their class."""
        ours = self._kind.__module__.startswith("lossviz.explore.")
        return self._kind.__module__.replace("._", ".") if ours else self._kind.__name__

    def _is_needed(self, name: str, declared: Declared, values: Mapping[str, Any]) -> bool:
        """Whether an argument must be named: not where it was left to `prepare`, which finds the same again."""
        if not isinstance(declared, Data) or declared.default is not None:
            return True
        if values[name] is None:
            return False
        left_out = {**values, name: None}
        return literal(self._prepare(left_out).get(name)) != literal(values[name])


def _set(values: Mapping[str, Any]) -> str:
    """The part of a line that changes an explorer after it was made."""
    return f".set({', '.join(arguments(values))})" if values else ""
