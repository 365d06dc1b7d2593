"""Every word and every number that is shown, in the language that is chosen."""

from .catalogue import catalogue
from .numbers import digits_apart, number, subscript
from .settings import LANGUAGES, chosen, language, system_language, use, using
from .text import composed, filled, said, shortened, t, width, wrapped

__all__ = [
    "LANGUAGES",
    "catalogue",
    "chosen",
    "composed",
    "digits_apart",
    "filled",
    "language",
    "number",
    "said",
    "shortened",
    "subscript",
    "system_language",
    "t",
    "use",
    "using",
    "width",
    "wrapped",
]
