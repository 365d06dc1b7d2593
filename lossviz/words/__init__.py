"""Every word and every number that is shown, in the language that is chosen."""

from .numbers import number, subscript
from .text import LANGUAGES, catalogue, chosen, language, system_language, t, use, using, wrapped

__all__ = [
    "LANGUAGES",
    "catalogue",
    "chosen",
    "language",
    "number",
    "subscript",
    "system_language",
    "t",
    "use",
    "using",
    "wrapped",
]
