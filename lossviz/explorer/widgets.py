"""The widgets of the controls. They know nothing of explorers: each calls `moved` when a hand has moved it."""

import math
from collections.abc import Callable
from typing import Any

import ipywidgets as widgets
import numpy as np

from lossviz.explorer.controls import Choice, Elements, Number, Switches
from lossviz.words import said, t

# With more elements than this, one slider and a chooser of the element take the place of a row of sliders.
MOST_SLIDERS = 12

# JupyterLab typesets mathematics in the label of a slider, even where it is part of a name that a reader has given.
_AS_TYPED = str.maketrans("$\\", "＄＼")

Moved = Callable[[Any], None]


class Slider(widgets.FloatSlider):
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


class WholeSlider(widgets.IntSlider):
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

    def __init__(self, symbol: str, value: int):
        self._symbol = symbol
        super().__init__(bool(value), description=self._says(value), layout=widgets.Layout(width="auto"))

    def show(self, value: int) -> None:
        """Be `value`."""
        self.value, self.description = bool(value), self._says(value)

    def _says(self, value: int) -> str:
        return f"{self._symbol} = {value:d}"


class Row(widgets.Box):
    """One control for each element of an array; of a long one a group of neighbours, and a chooser of the group."""

    def __init__(
        self,
        control: Elements,
        moved: Callable[[int, Any], None],
        chosen: Callable[[int], None] | None,
    ):
        values = control.default
        self._control, self._moved, self._tell_chosen = control, moved, chosen
        self._showing = False
        self.many = values.size > MOST_SLIDERS
        row = values.shape[-1] if values.ndim > 1 and values.shape[-1] <= MOST_SLIDERS else 1
        self._first, self._values = 0, values
        self.parts = [self._part(index) for index in range(row if self.many else values.size)]
        children = list(self.parts)
        if self.many:
            self.chooser = _chooser(said(control.several), values.size // row)
            self.chooser.observe(self._chosen, "value")
            children.insert(0, self.chooser)
        super().__init__(children, layout=widgets.Layout(flex_flow="row wrap"))

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
        control, value = self._control, self._values.flat[index]
        # A part of a long array stands for another element each time, so it has the name of none.
        name = control.label_of(index)
        made = Switch(name, value) if isinstance(control, Switches) else slider(control.slider, name, value)
        made.observe(lambda change: self._part_moved(index, change.new), "value")
        return made


def slider(control: Number, label: str, value: float) -> widgets.Widget:
    """A slider for one number."""
    kind, digits = (WholeSlider, "d") if control.whole else (Slider, readout(control))
    return kind(
        value=value,
        min=control.low,
        max=control.high,
        step=control.step,
        description=label.translate(_AS_TYPED),
        readout_format=digits,
        layout=widgets.Layout(width=control.width),
        style={"description_width": "auto"},
    )


def readout(control: Number) -> str:
    """How the page writes a number beside its slider: with digits enough to tell one step from the next."""
    far = max(abs(control.low), abs(control.high))
    if control.decimals > 6 or far >= 1e15:
        return f".{max(0, math.ceil(math.log10(far / control.step)))}e"
    return f".{control.decimals}f"


def single(control: Number | Choice, moved: Moved) -> widgets.Widget:
    """The widget of a control that is no array."""
    made = _choice(control) if isinstance(control, Choice) else slider(control, said(control.label), control.default)
    made.observe(lambda change: moved(change.new), "value")
    return made


def player(control: Number, widget: widgets.Widget) -> list[widgets.Widget]:
    """A button for one step, and one that goes on by itself."""
    one = button(t("explorer.one_step"), lambda: setattr(widget, "value", min(widget.value + 1, widget.max)))
    play = widgets.Play(min=control.low, max=control.high, interval=control.play)
    play.add_class("lv-play")
    # Not `link`, which does not bear that a refused step puts its slider back.
    play.observe(lambda _: setattr(widget, "value", play.value), "value")
    widget.observe(lambda _: setattr(play, "value", widget.value), "value")
    return [one, play]


def button(label: str, press: Callable[[], None], hint: str = "", icon: str = "", classes: str = "") -> widgets.Button:
    """A button as wide as its words, or an icon with a hint."""
    made = widgets.Button(description=label, tooltip=hint, icon=icon, layout=widgets.Layout(width="auto"))
    made.add_class(classes)
    made.on_click(lambda _: press())
    return made


def toggle(hint: str, label: str = "", icon: str = "", classes: str = "lv-code-button") -> widgets.ToggleButton:
    """A button that stays down until it is pressed again."""
    made = widgets.ToggleButton(description=label, tooltip=t(hint), icon=icon, layout=widgets.Layout(width="auto"))
    made.add_class(classes)
    return made


def _choice(control: Choice) -> widgets.Widget:
    few = len(control.options) <= MOST_SLIDERS
    return (Choices if few else LongChoices)(
        options=[(said(word), value) for value, word in control.options.items()],
        value=control.default,
        description=said(control.label),
        layout=widgets.Layout(width="max-content"),
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
