"""Values as Python source."""

from collections.abc import Mapping
from typing import Any

import numpy as np


def literal(value: object) -> str:
    """Python source for a value: exact, and 3 rather than 3.0; of a function or class, its name."""
    if isinstance(value, np.ndarray | np.generic):
        value = value.tolist()
    if isinstance(value, list):
        return f"[{', '.join(map(literal, value))}]"
    if isinstance(value, tuple):
        return f"({', '.join(map(literal, value))}{',' * (len(value) == 1)})"
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
