"""Interactive lessons about the loss functions of neural networks, in Korean and in English.

>>> import lossviz
>>> lossviz.use("en")
>>> lossviz.losses.mse([1, 3, 5, 6, 7], [3, 2, 7, 5, 8])
2.2
"""

from importlib import import_module
from typing import TYPE_CHECKING

from lossviz.text import use

if TYPE_CHECKING:
    from lossviz import explore, losses, plots, practice
    from lossviz.doctor import self_check

__all__ = ["explore", "losses", "plots", "practice", "self_check", "use"]


def __getattr__(name: str) -> object:
    """Load the rest when it is first used: `lossviz doctor` must run where NumPy or the widgets are what is missing."""
    if name == "self_check":
        return import_module("lossviz.doctor").self_check
    if name in __all__:
        return import_module(f"lossviz.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
