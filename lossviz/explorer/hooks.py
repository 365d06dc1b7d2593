"""The methods that the author of an explorer writes. Each gets by name just what it asks for."""

import inspect
from collections.abc import Callable, Collection, Mapping
from typing import Any

from lossviz.explorer.controls import MovedLast
from lossviz.words import t

# What hooks may ask for beside values, by how they begin.
_DRAWING = {"draw": ("figure", "art"), "move": ("art",)}


class Hook:
    """A method of an explorer; called with values by name, it takes those that its parameters name."""

    def __init__(self, name: str, method: Callable[..., Any]):
        self.name, self._method = name, method
        parameters = inspect.signature(method).parameters.values()
        self.takes_all = any(one.kind is one.VAR_KEYWORD for one in parameters)
        self.names = [one.name for one in parameters if one.kind is not one.VAR_KEYWORD]
        made = _DRAWING.get(name[:4], ())
        self._values = [name for name in self.names if name not in made]

    def __call__(self, values: Mapping[str, Any]) -> Any:
        if self.takes_all:
            return self._method(**values)
        return self._method(**{name: values[name] for name in self.names})

    def named(self, values: Mapping[str, Any]) -> Mapping[str, Any]:
        """Of these values, those that the method names."""
        if self.takes_all:
            return values
        return {name: values[name] for name in self._values}

    def check(self, known: Collection[str]) -> None:
        """That all it names is known; else a TypeError says what there is."""
        for name in self._values:
            if name not in known:
                raise TypeError(t("explorer.unknown_name", method=self.name, name=name, allowed=", ".join(known)))


def moves(kind: type) -> list[str]:
    """The names of the methods that move artists, in the order in which they are written."""
    found = (name for base in reversed(kind.__mro__) for name in vars(base) if name.startswith("move"))
    return list(dict.fromkeys(found))


def check(hooks: Mapping[str, Hook], constants: Mapping[str, Any], controls: Mapping[str, Any]) -> None:
    """That every control is asked for by some method, and that `read` asks for nothing else than there is."""
    hooks["read"].check({**constants, **controls})
    asked = {name for hook in hooks.values() for name in hook.names}
    takes_all = any(hook.takes_all for name, hook in hooks.items() if name not in ("sentence", "outcome"))
    for name, control in controls.items():
        if name not in asked and not takes_all and not isinstance(control, MovedLast):
            raise TypeError(t("explorer.unused_control", name=name))
