"""The arguments of an explorer: its declared ones, and `predict`, which is no part of it."""

import inspect
from collections.abc import Mapping
from typing import Any

from lossviz.explorer.controls import Declared
from lossviz.words import t

PREDICT = "predict"


def signature(declared: Mapping[str, Declared]) -> inspect.Signature:
    """How an explorer is called, for `help` and editors."""
    own = [
        inspect.Parameter(name, inspect.Parameter.POSITIONAL_OR_KEYWORD, default=one.default, annotation=one.hint)
        for name, one in declared.items()
    ]
    return inspect.Signature([*own, inspect.Parameter(PREDICT, inspect.Parameter.KEYWORD_ONLY, default=None)])


def given(declared: Mapping[str, Declared], args: tuple, kwargs: Mapping[str, Any]) -> dict[str, Any]:
    """All arguments by name, those that were not given too."""
    names = list(declared)
    unknown = [name for name in kwargs if name not in names]
    if unknown or len(args) > len(names) or kwargs.keys() & set(names[: len(args)]):
        received = unknown[0] if unknown else f"{len(args)} + {', '.join(kwargs)}"
        raise TypeError(t("explorer.arguments", received=received, allowed=", ".join([*names, PREDICT])))
    found = dict(zip(names, args, strict=False)) | kwargs
    return {name: found.get(name, one.default) for name, one in declared.items()}
