"""Panel: what a page shows of an explorer. It has the explorer; whatever a hand does here, the explorer decides."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from html import escape
from typing import Any

import ipywidgets as widgets

from lossviz.explorer.ask.cover import ASKED
from lossviz.explorer.ask.form import Form
from lossviz.explorer.controls import Control, Elements, MovedLast, Number, Numbers
from lossviz.explorer.hands import AskingHands, Hands
from lossviz.explorer.layout import GAP, grids, line
from lossviz.explorer.states import KEPT
from lossviz.explorer.widgets import Row, button, player, single, toggle
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
        # The figure that the page has.
        self._live: Any = None
        # In the language of the panel, whatever is chosen later.
        self._kept = t("panel.kept")
        self._copy = (
            f'<button type="button" class="lv-copy" data-copied="{escape(t("panel.copied"))}">'
            f"{escape(t('panel.copy'))}</button>"
        )
        self._keys = f'<pre class="lv-keys">{escape(t("panel.keys").strip())}</pre>'
        self._now: Any = None
        self._last = {control.of: name for name, control in controls.items() if isinstance(control, MovedLast)}
        self._shows = {name: control.shows or name for name, control in controls.items()}
        self.controls = {
            name: self._widget(name, control)
            for name, control in controls.items()
            if not isinstance(control, MovedLast)
        }
        # Both layers lie in the same grid cell with the same width, so they coincide at every zoom.
        self._still = widgets.Image(format="png", layout=widgets.Layout(grid_area=_CELL, margin="0"))
        self._above = widgets.HTML(layout=widgets.Layout(grid_area=_CELL, margin="0", width="100%"))
        asking = explorer._asking
        self._hands = (AskingHands if asking else Hands)(grid_area=_CELL, margin="0")
        self._hands.controls = _handled(controls)
        self._hands.on_msg(lambda _, content, __: self._hear(**content))
        # The message of the hands that the picture answers.
        self._answers = 0
        live = widgets.GridBox([self._still, self._above, self._hands])
        live.add_class("lv-live")
        self.code_button = toggle("button.code_hint", t("button.code"))
        self._keep, self._large, self._help = (
            toggle(f"button.{name}", icon=icon, classes=f"lv-{name}")
            for name, icon in (("keep", "thumb-tack"), ("lecture", "text-height"), ("help", "question"))
        )
        self._keep.observe(lambda change: self._do(lambda: explorer.keep(change.new)), "value")
        self._large.observe(
            lambda change: self._do(lambda: explorer.fit(size="lecture" if change.new else "normal"), asked=True),
            "value",
        )
        for one in (self.code_button, self._help):
            one.observe(lambda _: self._write(), "value")
        sheet = widgets.HTML(stylesheet(), layout=widgets.Layout(display="none"))
        # Seen where the front end of the hands is not there.
        note = widgets.HTML(f'<p class="lv-no-hands">{escape(t("panel.no_hands"))}</p>')
        # Where it asks first: the question, and what waits for the answer.
        self._form = Form(asking, lambda step: self._do(step, asked=True)) if asking else None
        rows = self._rows(controls)
        free = self.code_button, self._large, self._help, self._full
        self._locked = [one for row in rows for one in _family(row) if hasattr(one, "disabled") and one not in free]
        super().__init__([sheet, *rows, *([self._form] if self._form else []), live, note])
        self.add_class("lv-explorer")

    def show(self, now: Any, drawing: Any, *, all_of_it: bool = False) -> None:
        """Show what a step has published: the picture first, then the controls whose value is another."""
        self._published = now, drawing
        if self._form:
            now, drawing = self._asked(now, drawing)
        all_of_it = all_of_it or self._now is None
        before, self._now = self._now, now
        if self._live is not drawing.live:
            self._live = drawing.live
            paper = self.explorer.paper
            self._columns = f"{paper.column} 1fr"
            self._still.layout.width = self._hands.layout.width = paper.column
            self._hands.handles, self._hands.ratio = drawing.handles.listed(), paper.width / paper.height
            self._still.value = drawing.live.still
            (self.add_class if self.explorer.is_large else self.remove_class)("lv-lecture")
        self._hands.rails = drawing.handles.rails()
        self._write()
        with self._followed():
            self._keep.value, self._large.value = now.state[KEPT] is not None, self.explorer.is_large
            for name, widget in self.controls.items():
                shows, last = self._shows[name], self._last.get(name)
                if all_of_it or any(before.values[each] is not now.values[each] for each in (shows, last or shows)):
                    widget.show(now.values[shows])
                    if last:
                        widget.show_element(now.state[last] - 1)

    def _asked(self, now: Any, drawing: Any) -> tuple[Any, Any]:
        """What is shown of a moment and its drawing, as long as it asks, and after that."""
        asking = self._form.asking
        now, drawing = asking.shown(now, drawing)
        self._form.show()
        page = self._form.page()
        # The marker's number stays known after the answer: the page may have its handle a little longer.
        self._hands.controls = self._hands.controls | page.get("controls", {})
        self._hands.sketch = page.get("sketch", {})
        for one in self._locked:
            one.disabled = asking.is_open
        (self.add_class if asking.is_open else self.remove_class)("lv-asking")
        return now, drawing

    def close(self) -> None:
        """Free the widgets, in the kernel and on the page, and the figure of the explorer."""
        if self.explorer is None:
            return
        self.explorer.let_go()
        self.explorer = self._now = self._live = self._form = None
        self._locked, self._published = [], (None, None)
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
        side = f'<div class="{place}">{now.side}</div>' if now.side else ""
        ghost = f'<div class="lv-ghost">{now.ghost}</div>' if now.ghost else ""
        formula = f'<p class="lv-formula">{now.formula}</p>' if now.formula else ""
        sentence = f'<p class="lv-describe">{escape(now.sentence)}</p>'
        kept = f'<p class="lv-kept">{self._kept} {escape(now.kept)}</p>' if now.kept else ""
        code = (
            f'<pre class="lv-code">{escape(self.explorer.code())}</pre>{self._copy}' if self.code_button.value else ""
        )
        self._above.value = (
            f'<div class="lv-moving" style="grid-template-columns:{self._columns}" data-answers="{self._answers}" '
            f'data-places="{json.dumps(now.places)}" data-told="{escape(now.told)}"><div>{ghost}{now.layer}</div>{side}'
            f'<div class="lv-below">{formula}{sentence}{kept}{code}</div></div>{failure}'
            f"{self._keys if self._help.value else ''}"
        )

    def _hear(
        self, room: list[float] | None = None, control: str = "", value: Any = None, index: int | None = None,
        count: int = 0,
    ) -> None:  # fmt: skip
        """What the page says: how much room it has, or where a hand has moved a handle."""
        if room:
            self._do(lambda: self.explorer.fit(tuple(room)), asked=True)
        elif control == ASKED:
            self._answers = count
            if self._form and self._form.asking.is_open:
                self._do(lambda: self._form.put(value), asked=True)
        else:
            self._answers = count
            self._do(lambda: self.explorer.by_hand(control, value, index))

    def _do(self, step: Callable[[], object], *, asked: bool = False) -> None:
        """What a hand did. What fails is shown, and everything stays as it was, the control under the hand too.

        asked: whether it may be done while a question waits for its answer.
        """
        if self._following:
            return
        if self._form and self._form.asking.is_open and not asked:
            self.show(*self._published, all_of_it=True)
            return
        try:
            step()
        except Exception as error:  # an author's method may raise anything
            said = self.explorer.told(error)
            self.show(*self._published, all_of_it=True)
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
        buttons = [
            button(said(label), lambda name=name: self._press(name), classes="lv-preset")
            for name, label in labels.items()
        ]
        buttons.append(button(t("button.reset"), lambda: self._do(self.explorer.reset), classes="lv-reset"))
        buttons += [
            button("", lambda act=act: self._do(getattr(self.explorer, act)), t(f"button.{act}"), act, f"lv-{act}")
            for act in ("undo", "redo")
        ]
        # Full screen is the page's own business: it hears the click.
        self._full = button("", lambda: None, t("button.full"), "expand", "lv-full")
        tools = (self._keep, self.code_button, self._large, self._full, self._help)
        self.presets = buttons[: len(labels) + 1]
        return [*([line(*singles, gap=GAP)] if singles else []), *grids(rows), line(*buttons, *tools)]

    def _press(self, preset: str) -> None:
        self._do(lambda: self.explorer.set(**self.explorer.presets[preset]))


def _handled(controls: Mapping[str, Control]) -> dict[str, dict[str, Any]]:
    """What a page must know of the numbers that have handles, by their ids."""
    return {
        key: {
            "path": {"control": name} | ({"index": index} if isinstance(control, Elements) else {}),
            "name": control.named(index),
            "unit": said(control.unit),
            "min": control.ends[0],
            "max": control.ends[1],
            "step": control.slider.step if isinstance(control, Numbers) else getattr(control, "step", 1),
            "digits": control.slider.decimals if isinstance(control, Numbers) else getattr(control, "decimals", 0),
        }
        for name, control in controls.items()
        if isinstance(control, Number | Elements)
        for index, key in enumerate(control.ids)
    }


def _preset(name: str) -> str:
    """The words on a preset's button: its name, where the catalogue has none."""
    return t(f"preset.{name}") if f"preset.{name}" in catalogue(language()) else name.replace("_", " ")


def _family(widget: widgets.Widget) -> Iterator[widgets.Widget]:
    """A widget and all that belong to it: children, layouts, styles."""
    for name in widget.keys:
        value = getattr(widget, name)
        for member in value if isinstance(value, tuple | list) else (value,):
            if isinstance(member, widgets.Widget):
                yield from _family(member)
    yield widget
