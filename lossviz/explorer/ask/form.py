"""What stands above the picture of an explorer that asks: the question, what it is answered with, and the feedback."""

from collections.abc import Callable, Iterable
from html import escape
from typing import Any

import ipywidgets as widgets

from lossviz.explorer.ask import trace
from lossviz.explorer.ask.answers import typed
from lossviz.explorer.ask.asking import Asking
from lossviz.explorer.ask.cover import ASKED
from lossviz.explorer.ask.questions import AskChoice, AskDrawing, AskNumber, AskPlace
from lossviz.explorer.layout import line
from lossviz.explorer.widgets import button
from lossviz.words import t

# Steps from end to end of an axis on which a marker is put.
STEPS = 200
MARKS = {True: "✓", False: "✗", None: ""}


class Form(widgets.VBox):
    """The question and its widgets. `act` runs what a hand does, and shows what fails."""

    def __init__(self, asking: Asking, act: Callable[[Callable[[], object]], None]):
        self.asking, self._act = asking, act
        # The sketch that was chosen, as long as nothing else has been drawn; what a page has drawn it knows itself.
        self._chosen: list[float] = []
        self._words = widgets.HTML()
        # It is on the page before there is something to say, so that it is heard.
        self._feedback = widgets.HTML(_feedback(()))
        self._answers = line(*self._members(), gap=8)
        self._answers.add_class("lv-answers")
        super().__init__([self._words, self._answers, self._feedback])
        self.add_class("lv-form")
        self.show()

    def show(self) -> None:
        """Show how the question stands now."""
        answer = self.asking.answer
        self._words.value = f'<p class="lv-question">{escape(self.asking.words())}</p>'
        self._answers.layout.display = None if answer is None else "none"
        if answer:
            self._feedback.value = _feedback((MARKS[one.right], one.words) for one in answer.lines)

    def page(self) -> dict[str, Any]:
        """What a page must know to let somebody answer in the picture: the number of a marker, the room for a curve."""
        question = self.asking.question
        if not self.asking.is_open:
            return {}
        cover = self.asking.cover()
        if isinstance(question, AskDrawing):
            return {"sketch": trace.box(cover.axes, question, cover.values) | {"heights": self._chosen}}
        if isinstance(question, AskPlace):
            low, high, step, digits = self._scale()
            return {"controls": {ASKED: {
                "path": {"control": ASKED}, "name": t("ask.marker"), "unit": "",
                "min": low, "max": high, "step": step, "digits": digits,
            }}}  # fmt: skip
        return {}

    def put(self, value: Any, *, chosen: bool = False) -> None:
        """Where a hand has put the marker, or the curve that it has drawn or `chosen`."""
        self._chosen = value if chosen else []
        if isinstance(self.asking.question, AskPlace):
            self.asking.guess = self._slider.value = value
        else:
            self.asking.guess = value or None
        self.asking.publish()

    def _members(self) -> list[widgets.Widget]:
        question = self.asking.question
        if not self.asking.is_open:
            return []
        kinds = {
            AskNumber: self._for_number, AskChoice: self._for_choice,
            AskPlace: self._for_place, AskDrawing: self._for_drawing,
        }  # fmt: skip
        made = next(make for kind, make in kinds.items() if isinstance(question, kind))()
        show_me = button(t("ask.show_me"), lambda: self._give(lambda: None), classes="lv-show-me")
        return [*made, show_me]

    def _for_number(self) -> Iterable[widgets.Widget]:
        # Sent when the hand leaves it: what a busy kernel has not yet taken of single letters would come after the answer.
        field = widgets.Text(continuous_update=False, placeholder=t("ask.number"), layout=widgets.Layout(width="9em"))
        field.add_class("lv-answer-field")
        return field, self._answer(lambda: typed(field.value))

    def _for_choice(self) -> Iterable[widgets.Widget]:
        values = self.asking._values()
        return [
            button(said, lambda name=name: self._give(lambda: name), classes="lv-choice")
            for name, said in self.asking.question.named(values).items()
        ]

    def _for_place(self) -> Iterable[widgets.Widget]:
        self.asking.cover()
        low, high, step, digits = self._scale()
        self._slider = widgets.FloatSlider(
            self.asking.guess, min=low, max=high, step=step, description=t("ask.marker"), behavior="snap",
            readout_format=f".{digits}f", style={"description_width": "auto"}, layout=widgets.Layout(width="320px"),
        )  # fmt: skip
        self._slider.observe(lambda change: self._moved(change.new), "value")
        return self._slider, self._answer(lambda: self.asking.guess)

    def _moved(self, value: float) -> None:
        if value != self.asking.guess:
            self._act(lambda: self.put(value))

    def _for_drawing(self) -> Iterable[widgets.Widget]:
        question = self.asking.question
        shapes = [
            button(t(f"ask.sketch.{name}"), lambda name=name: self._act(lambda: self._choose(name)), classes="lv-shape")
            for name in question.sketches
        ]
        words = widgets.HTML(f'<span class="lv-hint">{escape(t("ask.or_choose"))}</span>')
        return words, *shapes, self._answer(self._drawn)

    def _choose(self, name: str) -> None:
        self.put(self.asking.question.sketch(name), chosen=True)

    def _drawn(self) -> list[float]:
        if self.asking.guess is None:
            raise ValueError(t("ask.nothing_drawn"))
        return self.asking.guess

    def _answer(self, given: Callable[[], Any]) -> widgets.Button:
        made = button(t("ask.answer"), lambda: self._give(given), classes="lv-answer")
        made.button_style = "primary"
        return made

    def _give(self, given: Callable[[], Any]) -> None:
        """Answer; what cannot be understood is said, and the question stays."""
        try:
            value = given()
        except ValueError as problem:
            self._feedback.value = _feedback([("", str(problem))])
        else:
            self._act(lambda: self.asking.answered(value))

    def _scale(self) -> tuple[float, float, float, int]:
        """From where to where the marker can be put, in what steps, with how many decimals."""
        values = self.asking.cover().values
        low, high = values["axis_low"], values["axis_high"]
        step = float(f"{(high - low) / STEPS:.0e}")
        return low, high, step, max(0, -int(f"{step:e}".partition("e")[2]))


def _feedback(lines: Iterable[tuple[str, str]]) -> str:
    """Sentences under each other, each after its mark."""
    said = "".join(f'<p><span class="lv-mark">{mark}</span> {escape(words)}</p>' for mark, words in lines)
    return f'<div class="lv-feedback" role="status">{said}</div>'
