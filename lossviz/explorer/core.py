"""Explorer: controls -> readings -> artists, and everything that all explorers have in common.

A subclass says what it is made of, in five short methods: `_draw` (the figure and what moves in it), `_read` (the
numbers), `_move` (the artists to the numbers), `_formula` and `describe` (the numbers in a formula and in a sentence).
"""

import base64
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape

import numpy as np
from ipywidgets import HTML, Box, Button, Layout, ToggleButton, VBox, Widget
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from lossviz import words
from lossviz.explorer.controls import Elements, set_control
from lossviz.explorer.replacing import replace_earlier
from lossviz.figure.live import LiveFigure
from lossviz.figure.style import drawing, stylesheet
from lossviz.words import number, t


class Explorer(VBox):
    """A figure that answers to its controls. See the module's text for what a subclass gives.

    `controls` name -> widget, `state` name -> value, `readings` name -> number, `presets` name -> state.
    """

    # The name in `lossviz.explore`, the share of the width that the figure takes, and the controls that change
    # what stands still (units, limits, labels), so that the whole figure is drawn again.
    name: str
    share = 1.0
    redraws: frozenset[str] = frozenset()

    def __init__(
        self,
        controls: Mapping[str, Widget],
        presets: Mapping[str, dict],
        *,
        start: Mapping[str, object] | None = None,
        extras: tuple[Widget, ...] = (),
    ):
        self._language = words.language()
        self._held = False
        self.closed = False
        self.controls = dict(controls)
        self.presets = dict(presets)
        self._put(start or {})
        self._start = self.state
        self.readings = self._read()
        self._live = LiveFigure(*self._drawn(), share=self.share)
        self._drawn_for = self._still_state()
        self._code_button = ToggleButton(
            description=t("button.code"), tooltip=t("button.code_hint"), layout=Layout(width="auto")
        )
        super().__init__([HTML(stylesheet(), layout=Layout(display="none")), *self._rows(extras), self._live])
        self.add_class("lv-explorer")
        self._move()
        self._show()
        for control in self.controls.values():
            control.observe(self._moved, "value")
        self._code_button.observe(self._moved, "value")
        replace_earlier(self)

    # What a subclass gives.

    def _draw(self) -> tuple[Figure, list[Artist]]:
        """A new figure and those of its artists that move."""
        raise NotImplementedError

    def _read(self) -> dict[str, float]:
        """The numbers that are shown, computed from `state` by `lossviz.losses` alone."""
        raise NotImplementedError

    def _move(self) -> None:
        """Put the artists where `state` and `readings` say."""
        raise NotImplementedError

    def _formula(self) -> str:
        """The formula with the present numbers in it, as HTML."""
        raise NotImplementedError

    def describe(self) -> str:
        """The state in a sentence, with its numbers."""
        raise NotImplementedError

    def _side(self) -> str:
        """HTML beside the figure."""
        return ""

    def _data(self) -> dict[str, object]:
        """The arguments that are the reader's data and no control."""
        return {}

    # What every explorer has.

    @property
    def state(self) -> dict[str, object]:
        """The values of all controls, by name; may be set as a whole or in part."""
        return {
            name: control.nested() if isinstance(control, Elements) else control.value
            for name, control in self.controls.items()
        }

    @state.setter
    def state(self, values: Mapping[str, object]) -> None:
        self.set(**values)

    def set(self, **values: object) -> "Explorer":
        """Move some controls; all of them or, if one value is refused, none."""
        before = self.state
        try:
            self._put(values)
            self._step(raising=True)
        except Exception:
            self._put(before)
            raise
        return self

    def reset(self) -> "Explorer":
        """Back to the start."""
        self._choose_first()
        return self.set(**self._start)

    def code(self) -> str:
        """The one line of Python that makes this explorer in its present state."""
        arguments = {**self._data(), **self.state}
        listed = ", ".join(f"{name}={_literal(value)}" for name, value in arguments.items())
        return f"lossviz.explore.{self.name}({listed})"

    @property
    def figure(self) -> Figure:
        """The matplotlib figure."""
        return self._live.figure

    def png(self) -> bytes:
        """A still picture of the present state."""
        with words.using(language=self._language):
            return self._live.png(self.describe())

    def close(self) -> None:
        """Free the widgets, in the kernel and on the page, and the figure."""
        if self.closed:
            return
        last = self.code()
        members = {id(widget): widget for widget in _family(self) if widget is not self}
        self.children = ()
        for widget in members.values():
            widget.unobserve_all()
            widget.close()
        super().close()
        # A notebook's `Out` keeps whatever a cell has shown. What it keeps of this explorer is its line of code.
        for name in [name for name in vars(self) if name not in _MACHINERY]:
            delattr(self, name)
        self.closed, self._last_code = True, last

    def __getattr__(self, name: str) -> object:
        """Called for what is not there: after `close` that is nearly everything."""
        raise AttributeError(t("explorer.closed") if vars(self).get("closed") else f"{type(self).__name__}.{name}")

    def __del__(self) -> None:
        """Nothing. A widget would call `close` here, but an explorer lives until then, or until Python itself ends."""

    def __repr__(self) -> str:
        return self._last_code if self.closed else self.code()

    def _repr_mimebundle_(self, **kwargs: object):
        with words.using(language=self._language):
            sentence = self.describe()
        data = {
            "application/vnd.jupyter.widget-view+json": {
                "version_major": 2,
                "version_minor": 0,
                "model_id": self.model_id,
            },
            "image/png": base64.b64encode(self.png()).decode(),
            "text/plain": sentence,
        }
        return data, {"image/png": {"alt": sentence, "width": int(self.figure.bbox.width)}}

    # How a step runs.

    def _moved(self, change) -> None:
        if not self._held:
            self._step()

    def _step(self, *, raising: bool = False) -> None:
        """From the controls to the page. What fails is shown, and the last good picture stays."""
        try:
            with words.using(language=self._language):
                self.readings = self._read()
                if self._drawn_for != self._still_state():
                    self._draw_again()
                self._move()
                self._show()
        except Exception as error:
            self._fail(error)
            if raising:
                raise

    def _drawn(self) -> tuple[Figure, list[Artist]]:
        with drawing():
            return self._draw()

    def _draw_again(self) -> None:
        self._live.show(*self._drawn(), share=self.share)
        self._drawn_for = self._still_state()

    def _show(self) -> None:
        self._live.draw(side=self._side(), below=self._below())

    def _below(self) -> str:
        code = f'<pre class="lv-code">{escape(self.code())}</pre>' if self._code_button.value else ""
        return f'<p class="lv-formula">{self._formula()}</p><p class="lv-describe">{escape(self.describe())}</p>{code}'

    def _fail(self, error: Exception) -> None:
        where = traceback.extract_tb(error.__traceback__)[-1]
        what = t("explorer.failed", error=f"{type(error).__name__}: {error}", place=f"{where.name}, {where.lineno}")
        self._live.warn(f'<div class="lv-failure" role="alert">{escape(what)}</div>')

    def _still_state(self) -> dict[str, object]:
        return {name: value for name, value in self.state.items() if name in self.redraws}

    def _put(self, values: Mapping[str, object]) -> None:
        """Move controls, without a step for each."""
        self._held = True
        try:
            for name, value in values.items():
                if name not in self.controls:
                    raise ValueError(t("error.control_name", received=repr(name), allowed=", ".join(self.controls)))
                set_control(name, self.controls[name], value)
        finally:
            self._held = False

    def _rows(self, extras: tuple[Widget, ...]) -> list[Box]:
        elements = [control for control in self.controls.values() if isinstance(control, Elements)]
        single = [control for control in self.controls.values() if not isinstance(control, Elements)]
        buttons = [_button(t(f"preset.{name}"), lambda _, name=name: self._press(name)) for name in self.presets]
        buttons.append(_button(t("button.reset"), lambda _: self._press(None)))
        return [*([_row(*single, *extras)] if single or extras else []), *elements, _row(*buttons, self._code_button)]

    def _press(self, preset: str | None) -> None:
        if preset is None:
            self._choose_first()
        self._put(self._start if preset is None else self.presets[preset])
        self._step()

    def _choose_first(self) -> None:
        for control in self.controls.values():
            if isinstance(control, Elements):
                control.choose(control.chosen_first)


# What `HasTraits` and `Widget` keep in an instance.
_MACHINERY = frozenset(vars(Widget())) | {"_repr_mimebundle_"}


def reading(name: str, value: float, kind: str = "loss", digits: int = 4) -> str:
    """A number in the text of an explorer: rounded for the eye, exact for a machine, in the colour of its kind."""
    return f'<data class="lv-{kind}" data-reading="{name}" value="{value!r}">{number(value, digits)}</data>'


def listed(values: Sequence[float], sign: str, most: int, digits: int = 4) -> str:
    """Numbers in a formula; of more than `most`, the first few and the last."""
    if len(values) <= most:
        return sign.join(number(value, digits) for value in values)
    return sign.join([*(number(value, digits) for value in values[: most - 2]), "…", number(values[-1], digits)])


def _row(*widgets: Widget) -> Box:
    return Box(widgets, layout=Layout(flex_flow="row wrap", align_items="center"))


def _button(label: str, press: Callable[[Button], None]) -> Button:
    button = Button(description=label, layout=Layout(width="auto"))
    button.on_click(press)
    return button


def _family(widget: Widget) -> Iterator[Widget]:
    """A widget and all that belong to it: children, layouts, styles."""
    for name in widget.keys:
        value = getattr(widget, name)
        for member in value if isinstance(value, tuple | list) else (value,):
            if isinstance(member, Widget):
                yield from _family(member)
    yield widget


def _literal(value: object) -> str:
    """Python source for a value: exact, and 3 rather than 3.0."""
    if isinstance(value, np.ndarray):
        value = value.tolist()
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_literal, value))}]"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return repr(value)
