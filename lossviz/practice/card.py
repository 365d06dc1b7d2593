"""A card: a question on a page, with choices or a field to type in, and what is said to each answer."""

from collections.abc import Callable, Mapping
from importlib.resources import files
from typing import Any

import anywidget
import traitlets

_PAGE = files(__package__).joinpath("page")
# A card keeps its keys to itself as an explorer does, by the same code.
_KEYS = files("lossviz.explorer").joinpath("page", "keys.js")


class Card(anywidget.AnyWidget):
    """Tells `hear` what a hand does: {"choice": index}, {"typed": text} or {"next": true}.

    question, choices: HTML. feedback: {"html": …, "right": …, "given": what it answers}. words: of the buttons.
    """

    _esm = "\n".join(source.read_text(encoding="utf-8") for source in (_KEYS, _PAGE.joinpath("card.js")))
    _css = _PAGE.joinpath("card.css").read_text(encoding="utf-8")
    question = traitlets.Unicode().tag(sync=True)
    choices = traitlets.List().tag(sync=True)
    feedback = traitlets.Dict().tag(sync=True)
    words = traitlets.Dict().tag(sync=True)

    def __init__(self, hear: Callable[[Mapping[str, Any]], None], **content: Any) -> None:
        super().__init__(**content)
        self.on_msg(lambda _, content, __: hear(content))
