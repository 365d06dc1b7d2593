"""Values as Python source."""

import numpy as np


def literal(value: object) -> str:
    """Python source for a value: exact, and 3 rather than 3.0; of a function or class, its name."""
    if isinstance(value, np.ndarray | np.generic):
        value = value.tolist()
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(literal, value))}]"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return getattr(value, "__name__", None) or repr(value)
