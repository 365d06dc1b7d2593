"""What an explorer is: its controls, its numbers, its artists, and the panel that shows it."""

from lossviz.explorer.controls import Choice, Data, MovedLast, Number, Numbers, Switches
from lossviz.explorer.core import Explorer
from lossviz.explorer.handles import Handle
from lossviz.explorer.html import colored, dragged, listed, reading, table

__all__ = [
    "Choice",
    "Data",
    "Explorer",
    "Handle",
    "MovedLast",
    "Number",
    "Numbers",
    "Switches",
    "colored",
    "dragged",
    "listed",
    "reading",
    "table",
]
