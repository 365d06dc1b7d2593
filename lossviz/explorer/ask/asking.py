"""A question that an explorer asks, from then until it is answered, and what is left of it in the picture."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from lossviz.explorer.arguments import PREDICT
from lossviz.explorer.ask import trace
from lossviz.explorer.ask.answers import Answer
from lossviz.explorer.ask.cover import Cover, axes_of, limits
from lossviz.explorer.ask.questions import AskDrawing, AskPlace, Question, value_of
from lossviz.explorer.drawing import same
from lossviz.words import t, using
from lossviz.words.answers import answered as tell


def question_of(predict: Any, known: Mapping[str, Question]) -> tuple[Question, str]:
    """The question that `predict` means, and its name, if it has one among the `known`."""
    if isinstance(predict, Question):
        return predict, ""
    if predict not in known:
        raise ValueError(t("ask.unknown", received=repr(predict), allowed=", ".join(map(repr, known))))
    return replace(known[predict], id=predict), predict


class Asking:
    """The question that an explorer asks.

    guess: where the marker is now, or the heights that were drawn. answer: None until there is one.
    """

    def __init__(self, explorer: Any, predict: Any):
        self._explorer = explorer
        self.question, self._name = question_of(predict, explorer.questions)
        self.answer: Answer | None = None
        self.guess: Any = None
        self._cover: Cover | None = None
        # What the trace of an answer was compared with; when that changes the trace goes.
        self._true: Any = None
        # The drawing and the values for which it was made last, and what was made.
        self._traced: tuple[Any, Mapping[str, Any], str] = (None, {}, "")
        # Whether everything that the question names is there.
        self.question.answered(None, self._values())

    @property
    def is_open(self) -> bool:
        """Whether it still waits for an answer."""
        return self.answer is None

    @property
    def source(self) -> dict[str, str]:
        """The argument that asks again, for as long as it asks."""
        return {PREDICT: self._name} if self._name and self.is_open else {}

    def words(self, *, alone: bool = False) -> str:
        """The question; `alone`: with all that it needs where nothing else is seen of it."""
        with using(**self._explorer._settings):
            said = self.question.described if alone else self.question.asked
            return said(self._explorer._now.values)

    def png(self, *captions: str) -> bytes:
        """The question's picture."""
        with using(**self._explorer._settings):
            return self.cover().live.png(*captions)

    def cover(self) -> Cover:
        """What is seen until there is an answer: made when it is asked for, and again for another state or paper."""
        explorer = self._explorer
        known = self._cover
        if known is None or known.now is not explorer._now or known.paper != explorer.paper:
            made = explorer._new_drawing(explorer._now.values)
            self._cover = Cover(made, self.question, explorer._now, explorer.paper)
            if isinstance(self.question, AskPlace) and self.guess is None:
                ends = self._cover.values["axis_low"], self._cover.values["axis_high"]
                self.guess = sum(ends) / 2 if self.question.start is None else self.question.start
        return self._cover

    def shown(self, now: Any, drawing: Any) -> tuple[Any, Any]:
        """What a panel shows in place of a moment and its drawing."""
        if not self.is_open:
            return replace(now, layer=self._trace(drawing) + now.layer), drawing
        cover = self.cover()
        place = isinstance(self.question, AskPlace)
        places = [trace.marker_place(cover.axes, self.question, self.guess)] if place else []
        hidden = {"formula": "", "side": "", "kept": "", "sentence": t("ask.locked"), "told": self.words()}
        return replace(now, layer=self._open_trace(cover) + cover.layer, ghost="", places=places, **hidden), cover

    def answered(self, given: Any) -> None:
        """Take an answer, or with None the wish to be shown what is right; from then on nothing is covered."""
        if not self.is_open:
            return
        with using(**self._explorer._settings):
            self.answer = self.question.answered(given, values := self._values())
            self._cover, self.guess, self._true = None, given, self._truth(values)
            self.publish()
        if given is not None:
            # Of a drawing its mistakes say more than a hundred heights.
            shown = self.question.kind if isinstance(self.question, AskDrawing) else given
            tell(f"{PREDICT}/{self.answer.question}", shown, self.answer.right, self.answer.mistakes)

    def publish(self) -> None:
        """Have the panel, if there is one, show how things are now."""
        explorer = self._explorer
        if explorer._view is not None:
            with using(**explorer._settings):
                explorer._view.show(explorer._now, explorer._drawn(), all_of_it=True)

    def _values(self) -> dict[str, Any]:
        """All values, and the ends of the axes that the question is about."""
        drawing = self._explorer._drawn()
        return {**self._explorer._now.values, **limits(axes_of(drawing, self.question), self.question)}

    def _open_trace(self, cover: Cover) -> str:
        if isinstance(self.question, AskPlace):
            return trace.marker(cover.axes, self.question, self.guess)
        if isinstance(self.question, AskDrawing) and self.guess is not None:
            return trace.sketch(cover.axes, self.question, self.guess, cover.values, area=False)
        return ""

    def _trace(self, drawing: Any) -> str:
        """What was answered in the picture, for as long as it is about the curve or the number that is shown."""
        if self.guess is None or not isinstance(self.question, AskPlace | AskDrawing):
            return ""
        values = self._values()
        needed = self.question.needs(values)
        known, before, svg = self._traced
        if known is not drawing or not same(needed, before):
            svg = self._traces(drawing, values) if np.array_equal(self._truth(values), self._true) else ""
            self._traced = drawing, needed, svg
        return svg

    def _traces(self, drawing: Any, values: Mapping[str, Any]) -> str:
        axes = axes_of(drawing, self.question)
        if isinstance(self.question, AskDrawing):
            return trace.sketch(axes, self.question, self.guess, values, area=True)
        return trace.marker(axes, self.question, self.guess, t("ask.yours", given=self.guess))

    def _truth(self, values: Mapping[str, Any]) -> Any:
        if isinstance(self.question, AskDrawing):
            return self.question.truth(values)[1]
        return value_of(self.question.wanted, values) if isinstance(self.question, AskPlace) else None
