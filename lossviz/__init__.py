"""Interactive lessons about the loss functions of neural networks, in Korean and in English.

>>> import lossviz
>>> lossviz.use("en")
>>> lossviz.losses.mse([1, 3, 5, 6, 7], [3, 2, 7, 5, 8])
2.2
"""

from importlib import import_module
from typing import TYPE_CHECKING

from lossviz.words import use
from lossviz.words.answers import Answer, listen
from lossviz.words.diagnoses import diagnose_with

if TYPE_CHECKING:
    from lossviz import explore, losses, plots, practice
    from lossviz.command.doctor import self_check

__all__ = ["explore", "losses", "plots", "practice", "self_check", "use"]


# What stands somewhere else than in a room of its own name.
_PLACES = {"plots": "lossviz.figure.plots", "self_check": "lossviz.command.doctor"}


def __getattr__(name: str) -> object:
    """Load the rest when it is first used: `lossviz doctor` must run where NumPy or the widgets are what is missing."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = import_module(_PLACES.get(name, f"lossviz.{name}"))
    return module.self_check if name == "self_check" else module


def _note(answer: Answer) -> None:
    """An answer, whoever asked: into the diary, which is opened only then."""
    import_module("lossviz.practice.diaries").note(answer)


def _diagnose(*what: object) -> object:
    """Which mistake leads to a number: `lossviz.practice` knows, and is loaded when it is asked."""
    return import_module("lossviz.practice").diagnose_number(*what)


listen(_note)
diagnose_with(_diagnose)


def __dir__() -> list[str]:
    return __all__
