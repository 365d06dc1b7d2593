"""What a reader moves: sliders, choices, and one slider for each element of an array."""

import math
from collections.abc import Callable, Hashable, Mapping
from numbers import Real

import ipywidgets as widgets
import numpy as np
import traitlets

from lossviz.words import t

# With more elements than this, one slider and a chooser of the element take the place of a row of sliders.
MOST_SLIDERS = 12

# JupyterLab typesets mathematics in the label of a slider, even where it is part of a name that a reader has given.
_AS_TYPED = str.maketrans("$\\", "＄＼")


def set_control(name: str, control: widgets.Widget, value: object) -> None:
    """Move a control to `value`, or say which values it takes. Widgets by themselves would clip a number silently."""
    if isinstance(control, Elements):
        _set_elements(name, control, value)
    elif hasattr(control, "options"):
        _set_choice(name, control, value)
    elif isinstance(control.value, bool):
        _set_switch(name, control, value)
    else:
        _set_number(name, control, value)


def slider(
    label: str, value: float, low: float, high: float, step: float, *, digits: str = ".2f", width: str = "300px"
) -> widgets.FloatSlider:
    """A slider for one number from `low` to `high`."""
    return Slider(
        value=value,
        min=low,
        max=high,
        step=step,
        description=label.translate(_AS_TYPED),
        readout_format=digits,
        layout=widgets.Layout(width=width),
        style={"description_width": "auto"},
    )


class Slider(widgets.FloatSlider):
    """A slider that keeps a value between its steps.

    The page can show whole steps only. When it is told a value between them it shows the nearest step, and sends that
    back as if somebody had moved the slider: then 2.8904 becomes 2.89, and a row of probabilities no longer has the
    sum 1. Such an answer is nearer than half a step to the value; a move by hand is not.
    """

    def set_state(self, sync_data: dict) -> None:
        """Take what the page sends, unless it is only the value rounded to a step."""
        if abs(sync_data.get("value", math.inf) - self.value) < 0.499 * self.step:
            sync_data = {name: value for name, value in sync_data.items() if name != "value"}
        super().set_state(sync_data)

    def show(self, value: float) -> None:
        """Stand at the step nearest to `value`, to the last digit as the page computes it; there is no answer then."""
        if abs(value - self.value) < 0.499 * self.step:
            return
        span = self.max - self.min
        percent = 100 * self.step / span
        whole = math.floor((value - self.min) * 100 / span / percent + 0.5)
        self.value = min(whole * percent, 100) * span / 100 + self.min


def steps(low: float, high: float, count: int) -> tuple[float, float, float]:
    """A range that holds `low` and `high`, and a step of 1, 2 or 5 times a power of ten, about `count` of them.

    >>> steps(-1.13, 4.8, 100)
    (-1.2, 4.8, 0.1)
    """
    rough = (high - low) / count
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(times * power for times in (1, 2, 5, 10) if times * power >= rough * 0.999)
    return _rounded(math.floor(low / step + 1e-9) * step), _rounded(math.ceil(high / step - 1e-9) * step), step


def _rounded(value: float) -> float:
    return float(f"{value:.12g}")


def switch(label: str, value: float) -> widgets.ToggleButton:
    """A label that is 0 or 1, with its value on the button."""
    button = widgets.ToggleButton(value=bool(value), layout=widgets.Layout(width="auto"))

    def name(change) -> None:
        button.description = f"{label} = {int(button.value)}"

    name(None)
    button.observe(name, "value")
    return button


def choice(label: str, options: Mapping[Hashable, str]) -> widgets.ToggleButtons | widgets.Dropdown:
    """Buttons of which one is down, or a list where they are many; `options` maps the value to the word for it."""
    few = len(options) <= MOST_SLIDERS
    return (widgets.ToggleButtons if few else widgets.Dropdown)(
        options=[(word, name) for name, word in options.items()],
        description=label,
        layout=widgets.Layout(width="max-content"),
        style={"description_width": "auto"} | ({"button_width": "auto"} if few else {}),
    )


class Elements(widgets.Box):
    """One control for each element of an array; `value` is the flat tuple of their values.

    `make(index, value)` makes the control of an element. A long array shows one `group` of neighbours (a row of
    probabilities, say) and a chooser of the group. `couple(values, index)`, if given, lets the others answer when the
    element at `index` is moved. `chosen` is the index of the element moved last.
    """

    value = traitlets.Tuple()
    chosen = traitlets.Int(0)

    def __init__(
        self,
        make: Callable[[int, float], widgets.Widget],
        values: np.ndarray,
        *,
        label: str = "",
        couple: Callable[[tuple, int], tuple] | None = None,
        chosen: int = 0,
    ):
        values = np.asarray(values)
        self.shape = values.shape
        self.value = tuple(values.ravel().tolist())
        self.many = values.size > MOST_SLIDERS
        row = values.shape[-1] if values.ndim > 1 and values.shape[-1] <= MOST_SLIDERS else 1
        shown = row if self.many else values.size
        self.parts = [make(index, self.value[index]) for index in range(shown)]
        self._couple = couple
        self.chosen_first = self.chosen = chosen
        self._first = 0
        self._moving = False
        children = list(self.parts)
        if self.many:
            self.chooser = _chooser(label, values.size // row)
            self.chooser.observe(lambda change: self.choose((change.new - 1) * len(self.parts)), "value")
            children.insert(0, self.chooser)
        super().__init__(children, layout=widgets.Layout(flex_flow="row wrap"))
        self._spread()
        for part in self.parts:
            part.observe(self._collect, "value")

    def notify_change(self, change) -> None:
        """Tell the others first, so that the picture is on its way to the page before the controls that follow."""
        try:
            super().notify_change(change)
        finally:
            # An interrupt of what the others do must not leave controls that show old values.
            if change["name"] == "value" and hasattr(self, "parts"):
                self._spread()

    def nested(self) -> list:
        """The values in the shape of the array; a switch reads 0 or 1, as labels do."""
        numbers = [int(value) if isinstance(value, bool) else value for value in self.value]
        return np.reshape(np.array(numbers, dtype=object), self.shape).tolist()

    def _collect(self, change) -> None:
        """From a moved control to the values."""
        if self._moving:
            return
        index = self._first + self.parts.index(change.owner)
        self.chosen = index
        values = (*self.value[:index], change.new, *self.value[index + 1 :])
        self.value = self._couple(values, index) if self._couple else values

    def _spread(self) -> None:
        """From the values to the controls; those that show their value already send no message.

        A slider is told a whole step: its answer to another value could come after the next move, and undo it.
        """
        self._moving = True
        try:
            for part, value in zip(self.parts, self.value[self._first :], strict=False):
                if isinstance(part, Slider):
                    part.show(value)
                else:
                    part.value = value
        finally:
            self._moving = False

    def choose(self, index: int) -> None:
        """Make the element at `index` the chosen one, and show its group if not all are shown."""
        self.chosen = index
        if self.many:
            self._first = index - index % len(self.parts)
            self.chooser.value = index // len(self.parts) + 1
            self._spread()


def _chooser(label: str, count: int) -> widgets.BoundedIntText:
    return widgets.BoundedIntText(
        1,
        min=1,
        max=count,
        description=label,
        layout=widgets.Layout(width="160px"),
        style={"description_width": "auto"},
    )


def _set_elements(name: str, control: Elements, value: object) -> None:
    elements = np.array(value, dtype=object)
    if elements.shape != control.shape:
        raise ValueError(t("error.control_shape", name=name, received=elements.shape, allowed=control.shape))
    part = control.parts[0]
    check = _checked_switch if isinstance(part.value, bool) else _checked_number
    control.value = tuple(check(f"{name}[{index}]", part, each) for index, each in enumerate(elements.ravel()))


def _set_choice(name: str, control: widgets.Widget, value: object) -> None:
    allowed = [option for _, option in control.options]
    if value not in allowed:
        raise ValueError(
            t("error.control_choice", name=name, received=repr(value), allowed=", ".join(map(repr, allowed)))
        )
    control.value = value


def _set_switch(name: str, control: widgets.Widget, value: object) -> None:
    control.value = _checked_switch(name, control, value)


def _set_number(name: str, control: widgets.Widget, value: object) -> None:
    control.value = _checked_number(name, control, value)


def _checked_switch(name: str, control: widgets.Widget, value: object) -> bool:
    if value not in (0, 1):
        raise ValueError(t("error.control_choice", name=name, received=repr(value), allowed="False, True"))
    return bool(value)


def whole(name: str, value: object, low: int, high: int) -> int:
    """The argument `name`, if it is a whole number from `low` to `high`."""
    if _within(name, value, low, high) != int(value):
        raise ValueError(t("error.control_whole", name=name, received=repr(value)))
    return int(value)


def _checked_number(name: str, control: widgets.Widget, value: object) -> float:
    if isinstance(control.value, int):
        return whole(name, value, control.min, control.max)
    return _within(name, value, control.min, control.max)


def _within(name: str, value: object, low: float, high: float) -> float:
    if not isinstance(value, Real) or not low <= value <= high:
        raise ValueError(t("error.control_range", name=name, received=repr(value), low=low, high=high))
    return float(value)
