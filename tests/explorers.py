"""The explorers as tests see them: by name, with ways to move every control from end to end."""

import numpy as np

from lossviz import explore
from lossviz.controls import Elements

NAMES = explore.__all__


def make(name, *args, **kwargs):
    return getattr(explore, name)(*args, **kwargs)


def movable(explorer):
    """Every widget that a person moves, with its name; the elements of an array one by one."""
    for name, control in explorer.controls.items():
        if isinstance(control, Elements):
            for index, part in enumerate(control.parts):
                yield f"{name}[{index}]", part
        else:
            yield name, control


def stops(widget, count=9):
    """Values of a control from end to end, both ends included, the present value left out."""
    if hasattr(widget, "options"):
        values = [value for _, value in widget.options]
    elif isinstance(widget.value, bool):
        values = [False, True]
    else:
        values = [type(widget.value)(value) for value in np.linspace(widget.min, widget.max, count)]
    return [value for value in dict.fromkeys(values) if value != widget.value]


def layer(explorer):
    """The HTML that a step sends to the page."""
    return explorer._live._above.value
