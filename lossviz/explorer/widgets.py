"""The widgets of the controls. They know nothing of explorers: each calls `moved` when a hand has moved it."""

import math
from collections.abc import Callable
from typing import Any

import ipywidgets as widgets
import numpy as np

from lossviz.explorer.controls import Choice, Elements, Number, Switches
from lossviz.explorer.room import EDGES, LETTER, LINES, is_long, needed, pixels, readout
from lossviz.words import said, t, width

# With more elements than this, one slider and a chooser of the element take the place of a row of sliders.
MOST_SLIDERS = 12
# Longer than so many pixels, buttons of which one is down would be more than a line; a list takes their place.
LINE = 640

# JupyterLab typesets mathematics in the label of a slider, even where it is part of a name that a reader has given.
_AS_TYPED = str.maketrans("$\\", "＄＼")

Moved = Callable[[Any], None]


class Named:
    """A slider that can be called another name."""

    def call(self, name: str) -> None:
        """Have this name, as it is typed."""
        self.description = name.translate(_AS_TYPED)


class Slider(Named, widgets.FloatSlider):
    """A slider that keeps a value between its steps.

    The page can show whole steps only. When it is told a value between them it shows the nearest step, and sends that
    back as if somebody had moved the slider: then 2.8904 becomes 2.89, and a row of probabilities no longer has the
    sum 1. Such an answer is the step that the page shows for the value; a move by hand leads to another.
    """

    def set_state(self, sync_data: dict) -> None:
        """Take what the page sends, unless it is only the value rounded to a step."""
        if "value" in sync_data and abs(sync_data["value"] - self._as_shown(self.value)) < 1e-6 * self.step:
            sync_data = {name: value for name, value in sync_data.items() if name != "value"}
        super().set_state(sync_data)

    def show(self, value: float) -> None:
        """Stand at the step nearest to `value`, to the last digit as the page computes it; there is no answer then.

        For a value beyond its ends it stands at the end, and writes no number, which would be a wrong one.
        """
        self.readout = bool(self.min <= value <= self.max)
        shown = self._as_shown(value)
        if abs(shown - self._as_shown(self.value)) > 1e-6 * self.step:
            self.value = shown

    def _as_shown(self, value: float) -> float:
        """The step that the page shows for a value: it rounds halves up."""
        span = self.max - self.min
        percent = 100 * self.step / span
        whole = math.floor((value - self.min) * 100 / span / percent + 0.5)
        return min(whole * percent, 100) * span / 100 + self.min


class WholeSlider(Named, widgets.IntSlider):
    """A slider of whole numbers."""

    def show(self, value: int) -> None:
        """Stand at `value`."""
        self.value = value


class Choices(widgets.ToggleButtons):
    """Buttons of which one is down."""

    def show(self, value: Any) -> None:
        """Have the button of `value` down."""
        self.value = value


class LongChoices(widgets.Dropdown):
    """A list, where buttons would be many."""

    def show(self, value: Any) -> None:
        """Have `value` chosen."""
        self.value = value


class Switch(widgets.ToggleButton):
    """A button that is 0 or 1, and says so."""

    def __init__(self, symbol: str, value: int, room: int):
        self._symbol = symbol
        layout = widgets.Layout(width="auto", min_width=pixels(room), flex="none")
        super().__init__(bool(value), description=self._says(value), layout=layout)

    def call(self, name: str) -> None:
        """Have this name."""
        self._symbol = name
        self.show(self.value)

    def show(self, value: int) -> None:
        """Be `value`."""
        self.value, self.description = bool(value), self._says(value)

    def _says(self, value: int) -> str:
        return f"{self._symbol} = {value:d}"


class Row:
    """A control for each element of an array, its `parts`; of a long one for some neighbours, and a `chooser` of them.

    columns: how many stand side by side if there is room. room: the pixels that one needs.
    """

    def __init__(
        self,
        control: Elements,
        moved: Callable[[int, Any], None],
        chosen: Callable[[int], None] | None,
    ):
        values = control.default
        self._control, self._moved, self._tell_chosen = control, moved, chosen
        self._showing = False
        self.many, self.is_table = values.size > MOST_SLIDERS, values.ndim > 1
        row = values.shape[-1] if self.is_table and values.shape[-1] <= MOST_SLIDERS else 1
        self.columns = row if self.is_table else math.ceil(values.size / LINES)
        self._first, self._values = 0, values
        count = row if self.many else values.size
        self._letters = max(width(control.label_of(index)) for index in range(count))
        self.room = needed(control, self._letters)
        self.parts = [self._part(index) for index in range(count)]
        if self.many:
            self.chooser = _chooser(said(control.several), values.size // row)
            self.chooser.observe(self._chosen, "value")

    def show(self, values: np.ndarray) -> None:
        """Show these values; controls that show theirs already send no message."""
        self._values, self._showing = values, True
        try:
            for part, value in zip(self.parts, values.flat[self._first :], strict=False):
                part.show(value)
        finally:
            self._showing = False

    def show_element(self, index: int) -> None:
        """Have the element at `index` among those that can be moved."""
        if self.many:
            self._first = index - index % len(self.parts)
            self.chooser.value = index // len(self.parts) + 1
            for place, part in enumerate(self.parts):
                part.call(self._control.label_of(self._first + place))
            self.show(self._values)

    def _chosen(self, change: Any) -> None:
        index = (change.new - 1) * len(self.parts)
        self.show_element(index)
        if self._tell_chosen:
            self._tell_chosen(index)

    def _part_moved(self, place: int, value: Any) -> None:
        if not self._showing:
            self._moved(self._first + place, value)

    def _part(self, index: int) -> widgets.Widget:
        control, value, name = self._control, self._values.flat[index], self._control.label_of(index)
        if isinstance(control, Switches):
            made = Switch(name, value, self.room)
        else:
            made = slider(control.slider, name, value, self._letters)
        made.observe(lambda change: self._part_moved(index, change.new), "value")
        return made


def slider(control: Number, label: str, value: float, letters: float | None = None) -> widgets.Widget:
    """A slider for one number; `letters`: how wide its label is, so that several stand straight."""
    kind, digits = (WholeSlider, "d") if control.whole else (Slider, readout(control))
    room = needed(control, width(label) if letters is None else letters)
    made = kind(
        value=value,
        min=control.low,
        max=control.high,
        step=control.step,
        description=label.translate(_AS_TYPED),
        readout_format=digits,
        # A press on the track takes hold of the handle; else it would jump there, and stay when it is dragged.
        behavior="snap",
        layout=widgets.Layout(width="auto", flex=f"1 1 {pixels(room)}"),
        style={"description_width": "auto" if letters is None else f"min({letters + 0.5}ch, 33%)"},
    )
    if is_long(control):
        made.add_class("lv-long")
    return made


def single(control: Number | Choice, moved: Moved) -> widgets.Widget:
    """The widget of a control that is no array."""
    made = _choice(control) if isinstance(control, Choice) else slider(control, said(control.label), control.default)
    made.observe(lambda change: moved(change.new), "value")
    return made


def player(control: Number, widget: widgets.Widget) -> list[widgets.Widget]:
    """A button for one step, and one that goes on by itself."""
    one = button(
        t("explorer.one_step"), lambda: setattr(widget, "value", min(widget.value + 1, widget.max)), classes="lv-step"
    )
    play = widgets.Play(min=control.low, max=control.high, interval=control.play)
    play.add_class("lv-play")
    # Not `link`, which does not bear that a refused step puts its slider back.
    play.observe(lambda _: setattr(widget, "value", play.value), "value")
    widget.observe(lambda _: setattr(play, "value", widget.value), "value")
    return [one, play]


def button(label: str, press: Callable[[], None], hint: str = "", icon: str = "", classes: str = "") -> widgets.Button:
    """A button as wide as its words, or an icon with a hint."""
    made = widgets.Button(description=label, tooltip=hint, icon=icon, layout=widgets.Layout(width="auto"))
    if classes:
        made.add_class(classes)
    made.on_click(lambda _: press())
    return made


def toggle(hint: str, label: str = "", icon: str = "", classes: str = "lv-code-button") -> widgets.ToggleButton:
    """A button that stays down until it is pressed again."""
    made = widgets.ToggleButton(description=label, tooltip=t(hint), icon=icon, layout=widgets.Layout(width="auto"))
    for one in ("lv-tool", classes):
        made.add_class(one)
    return made


def _choice(control: Choice) -> widgets.Widget:
    options = [(said(word), value) for value, word in control.options.items()]
    few = sum(LETTER * width(word) + EDGES for word, _ in options) <= LINE
    return (Choices if few else LongChoices)(
        options=options,
        value=control.default,
        description=said(control.label),
        layout=widgets.Layout(width="auto", flex="none", max_width="100%"),
        style={"description_width": "auto"} | ({"button_width": "auto"} if few else {}),
    )


def _chooser(label: str, count: int) -> widgets.BoundedIntText:
    return widgets.BoundedIntText(
        1,
        min=1,
        max=count,
        description=label,
        layout=widgets.Layout(width="160px"),
        style={"description_width": "auto"},
    )
