"""What a page does for an explorer by itself: handles in the picture, keys, numbers that are typed.

The front end is the files in `page`: one module, cut into its ideas. They need no build step, only to be put together.
"""

from pathlib import Path

import anywidget
import ipywidgets as widgets
import traitlets

from lossviz.words import t

_PARTS = ("drag", "handles", "keys", "typed", "names", "copy", "panel")


def front_end(*parts: str) -> str:
    """The module made of these files."""
    folder = Path(__file__).with_name("page")
    return "\n".join(folder.joinpath(f"{part}.js").read_text(encoding="utf-8") for part in parts)


class Hands(anywidget.AnyWidget):
    """The layer above a figure in which a page has its handles.

    controls: what can be moved, by an id. handles: what there is to take hold of. rails: the curves that some stay on.
    ratio: width to height of the figure. words: what the icons are called that ipywidgets leaves without a name.
    """

    _esm = front_end(*_PARTS)
    controls = traitlets.Dict().tag(sync=True)
    handles = traitlets.List().tag(sync=True)
    rails = traitlets.Dict().tag(sync=True)
    ratio = traitlets.Float(1.0).tag(sync=True)
    words = traitlets.Dict().tag(sync=True)

    def __init__(self, **layout: str) -> None:
        words = {icon: t(f"button.{icon}") for icon in ("play", "stop", "retweet")}
        super().__init__(layout=widgets.Layout(**layout), words=words)
        self.add_class("lv-hands")


class AskingHands(Hands):
    """The same above a picture that asks first. sketch: the room for a curve that is drawn, while there is one."""

    _esm = front_end(*_PARTS, "sketch", "ask")
    sketch = traitlets.Dict().tag(sync=True)
