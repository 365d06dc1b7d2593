"""Every word and every number that is shown, in the language that is chosen."""

from .catalogue import catalogue
from .numbers import number, subscript
from .settings import LANGUAGES, chosen, language, system_language, use, using
from .text import said, t, wrapped

__all__ = [
    "LANGUAGES",
    "catalogue",
    "chosen",
    "language",
    "number",
    "said",
    "subscript",
    "system_language",
    "t",
    "use",
    "using",
    "wrapped",
]
