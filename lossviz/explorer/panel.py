"""Panel: what a page shows of an explorer. It has the explorer; whatever a hand does here, the explorer decides."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from html import escape
from typing import Any

import ipywidgets as widgets

from lossviz.explorer.controls import Control, Elements, MovedLast, Number
from lossviz.explorer.hands import Hands
from lossviz.explorer.widgets import Row, button, player, single
from lossviz.figure.live import LiveFigure
from lossviz.figure.style import stylesheet
from lossviz.words import catalogue, language, said, t

_CELL = "1 / 1 / 2 / 2"


class Panel(widgets.VBox):
    """Controls, buttons and the two layers of the figure, in the language that is chosen when the panel is made.

    `explorer` is an `Explorer`, which makes its panel, and tells it with `show` of each step.
    """

    def __init__(self, explorer: Any, controls: Mapping[str, Control]):
        self.explorer = explorer
        self._following = False
        self._shown: LiveFigure | None = None
        self._now: Any = None
        self._last = {control.of: name for name, control in controls.items() if isinstance(control, MovedLast)}
        self.controls = {
            name: self._widget(name, control)
            for name, control in controls.items()
            if not isinstance(control, MovedLast)
        }
        # Both layers lie in the same grid cell with the same width, so they coincide at every zoom.
        self._still = widgets.Image(format="png", layout=widgets.Layout(grid_area=_CELL, margin="0"))
        self._above = widgets.HTML(layout=widgets.Layout(grid_area=_CELL, margin="0", width="100%"))
        live = widgets.GridBox([self._still, self._above])
        live.add_class("lv-live")
        self.code_button = widgets.ToggleButton(
            description=t("button.code"), tooltip=t("button.code_hint"), layout=widgets.Layout(width="auto")
        )
        self.code_button.observe(lambda _: self._write(), "value")
        sheet = widgets.HTML(stylesheet(), layout=widgets.Layout(display="none"))
        super().__init__([sheet, Hands(), *self._rows(controls), live])
        self.add_class("lv-explorer")

    def show(self, now: Any, live: LiveFigure, *, all_of_it: bool = False) -> None:
        """Show what a step has published: the picture first, then the controls whose value is another."""
        all_of_it = all_of_it or self._now is None
        before, self._now = self._now, now
        if live is not self._shown:
            self._shown = live
            paper = self.explorer.paper
            # What has no room beside the figure stands below it.
            self._columns = f"{paper.column} 1fr" if paper.beside else f"{paper.column} 0"
            self._still.layout.width = paper.column
            self._still.value = live.still
        self._write()
        with self._followed():
            for name, widget in self.controls.items():
                last = self._last.get(name)
                if all_of_it or any(before.state[each] is not now.state[each] for each in (name, last or name)):
                    widget.show(now.state[name])
                    if last:
                        widget.show_element(now.state[last] - 1)

    def close(self) -> None:
        """Free the widgets, in the kernel and on the page, and the figure of the explorer."""
        if self.explorer is None:
            return
        self.explorer.let_go()
        self.explorer = self._now = self._shown = None
        members = {id(widget): widget for widget in _family(self) if widget is not self}
        self.children, self.controls = (), {}
        for widget in members.values():
            widget.unobserve_all()
            widget.close()
        super().close()

    def _write(self, failure: str = "") -> None:
        """One message to the page: what moves, and the words with it."""
        now = self._now
        place = "lv-side" if self.explorer.paper.beside else "lv-side lv-under"
        beside = f'<div class="{place}">{now.side}</div>' if now.side else ""
        formula = f'<p class="lv-formula">{now.formula}</p>' if now.formula else ""
        code = f'<pre class="lv-code">{escape(self.explorer.code())}</pre>' if self.code_button.value else ""
        self._above.value = (
            f'<div class="lv-moving" style="grid-template-columns:{self._columns}"><div>{now.layer}</div>{beside}'
            f'<div class="lv-below">{formula}<p class="lv-describe">{escape(now.sentence)}</p>{code}</div></div>'
            f"{failure}"
        )

    def _do(self, step: Callable[[], object]) -> None:
        """What a hand did. What fails is shown, and everything stays as it was, the control under the hand too."""
        if self._following:
            return
        try:
            step()
        except Exception as error:  # an author's method may raise anything
            said = self.explorer.told(error)
            self.show(self._now, self._shown, all_of_it=True)
            self._write(f'<div class="lv-failure" role="alert">{escape(said)}</div>')

    @contextmanager
    def _followed(self) -> Iterator[None]:
        """Inside the block the controls follow the state, and nobody's hand moves them."""
        self._following = True
        try:
            yield
        finally:
            self._following = False

    def _widget(self, name: str, control: Control) -> widgets.Widget:
        def moved(value: Any, index: int | None = None) -> None:
            self._do(lambda: self.explorer.by_hand(name, value, index))

        if isinstance(control, Elements):
            last = self._last.get(name)
            chosen = last and (lambda index: self._do(lambda: self.explorer.by_hand(last, index + 1)))
            return Row(control, lambda index, value: moved(value, index), chosen)
        return single(control, moved)

    def _rows(self, controls: Mapping[str, Control]) -> list[widgets.Box]:
        rows = [widget for widget in self.controls.values() if isinstance(widget, Row)]
        singles = [widget for widget in self.controls.values() if not isinstance(widget, Row)]
        for name, control in controls.items():
            if isinstance(control, Number) and control.play:
                singles += player(control, self.controls[name])
        labels = {name: self.explorer.labels.get(name) or _preset(name) for name in self.explorer.presets}
        buttons = [button(said(label), lambda name=name: self._press(name)) for name, label in labels.items()]
        buttons.append(button(t("button.reset"), lambda: self._do(self.explorer.reset)))
        return [*([_row(*singles)] if singles else []), *rows, _row(*buttons, self.code_button)]

    def _press(self, preset: str) -> None:
        self._do(lambda: self.explorer.set(**self.explorer.presets[preset]))


def _preset(name: str) -> str:
    """The words on a preset's button: its name, where the catalogue has none."""
    return t(f"preset.{name}") if f"preset.{name}" in catalogue(language()) else name.replace("_", " ")


def _row(*members: widgets.Widget) -> widgets.Box:
    return widgets.Box(members, layout=widgets.Layout(flex_flow="row wrap", align_items="center"))


def _family(widget: widgets.Widget) -> Iterator[widgets.Widget]:
    """A widget and all that belong to it: children, layouts, styles."""
    for name in widget.keys:
        value = getattr(widget, name)
        for member in value if isinstance(value, tuple | list) else (value,):
            if isinstance(member, widgets.Widget):
                yield from _family(member)
    yield widget
