"""What a page does for an explorer by itself; the front end is `hands.js`."""

from pathlib import Path

import anywidget
import ipywidgets as widgets


class Hands(anywidget.AnyWidget):
    """A part of a panel that cannot be seen: it listens to what happens in the others."""

    _esm = Path(__file__).with_name("hands.js").read_text(encoding="utf-8")

    def __init__(self) -> None:
        super().__init__(layout=widgets.Layout(display="none"))
