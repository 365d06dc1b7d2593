"""Explorer: controls -> state -> readings -> artists, each step a function of what comes before it.

No widgets here: an explorer computes, describes itself and gives its picture wherever Python runs. What a page shows of
it is a `Panel`, made when the explorer is first shown.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar, Self

from matplotlib.figure import Figure

from lossviz.explorer import failure
from lossviz.explorer.arguments import PREDICT, signature
from lossviz.explorer.arguments import given as arguments
from lossviz.explorer.ask.answers import Answer
from lossviz.explorer.ask.asking import Asking
from lossviz.explorer.ask.questions import Question
from lossviz.explorer.controls import Control, Declared, Label
from lossviz.explorer.drawing import Drawing
from lossviz.explorer.ghost import Ghost
from lossviz.explorer.history import History, State
from lossviz.explorer.hooks import Hook, check, moves
from lossviz.explorer.output import output
from lossviz.explorer.presets import Preset, Presets
from lossviz.explorer.source import Source
from lossviz.explorer.states import KEPT, States, is_number
from lossviz.figure.paper import Paper, paper
from lossviz.words import chosen, number, t, using

_FACE = (
    "code", "describe", "failure", "figure", "keep", "panel", "png", "presets", "readings", "redo", "reset", "set",
    "state", "undo", "answer",
)  # fmt: skip
_WORDS = ("formula", "side", "sentence")
_HOOKS = ("prepare", "read", "draw", *_WORDS, "outcome")


@dataclass(frozen=True)
class Moment:
    """All that a step publishes at once. `values` are constants, state and readings by name."""

    state: Mapping[str, Any]
    values: Mapping[str, Any]
    readings: Mapping[str, float]
    layer: str
    # The picture of the state that was kept, and what it had led to.
    ghost: str
    kept: str
    formula: str
    side: str
    sentence: str
    # For a page: where the handles are, and what is told to those who cannot see the move.
    places: list[list[float] | None]
    told: str


class Explorer:
    """A picture that answers a question when its controls are moved.

    What its author writes, each method with the names of the values that it needs as parameters:

    - the arguments, as class attributes: `Number`, `Numbers`, `Switches`, `Choice`, `Data`;
    - `prepare` (arguments -> constants; optional): checks data, and gives what does not change: {name: value};
    - `read` (constants and state -> readings): every number that is shown: {name: value};
    - `draw`: the figure; what will move is kept on `art`, under any name: `art.dot = plots.plot_points(…)`;
    - `move`, or several that begin with `move`: the artists of `art` to the numbers;
    - `sentence`: the state in words, for everybody who cannot see the picture; `formula` and `side`: HTML (optional);
    - `outcome`: what a move has led to, in a few words: "MSE 1.4" (optional).

    A control with `drag="dot.x"` can be taken hold of at `art.dot`; if that stays on a curve, `draw` says on which:
    `art.rails = {"dot": curve}`.
    """

    # The size of the figure in pixels, and the share of the width that it takes; the rest is for `side`.
    size: ClassVar[tuple[float, float]] = (800, 350)
    share: ClassVar[float] = 1.0
    # How much higher it is on a page so narrow that its panels stand under each other.
    tall: ClassVar[float] = 1.7
    # Name -> state, whole or in part; a value may be the name of a constant. Or a function that gives it, of the
    # arguments, constants and controls that its parameters name. `prepare` may give "presets" as well.
    presets: Mapping[str, Preset] = MappingProxyType({})
    # The words on the button of a preset: {name: label}; without them, its name.
    labels: ClassVar[Mapping[str, Label]] = MappingProxyType({})
    # What it can be asked to ask first, by the name that `predict` takes.
    questions: ClassVar[Mapping[str, Question]] = MappingProxyType({})

    _declared: ClassVar[Mapping[str, Declared]] = {}

    def __init_subclass__(cls, **keys: Any) -> None:
        super().__init_subclass__(**keys)
        own = {name: value for name, value in vars(cls).items() if isinstance(value, Declared)}
        if taken := own.keys() & {KEPT, PREDICT, *vars(Explorer)}:
            raise TypeError(t("explorer.taken_name", name=min(taken)))
        cls._declared = {**cls._declared, **own}
        cls.__signature__ = signature(cls._declared)

    def __init__(self, *args: Any, **kwargs: Any):
        self._settings = chosen()
        # Width of the page and height of its window, once a page has told them.
        self._room: tuple[float, float] | None = None
        self._hooks = {name: Hook(name, getattr(self, name)) for name in (*_HOOKS, *moves(type(self)))}
        predict = kwargs.pop(PREDICT, None)
        given = arguments(self._declared, args, kwargs)
        self._hooks["prepare"].check(given)
        given |= self._hooks["prepare"](given)
        self._constants = {
            name: value for name, value in given.items() if not isinstance(self._declared.get(name), Control)
        }
        bound = {name: one for name, one in self._declared.items() if isinstance(one, Control)}
        self._controls = {name: one.bound(given[name], self._constants) for name, one in bound.items()}
        self._states = States(self._controls)
        self._source = Source(type(self), self._hooks["prepare"], self._states.plain(self._states.start))
        self._history = History()
        self.failure: Exception | None = None
        self._moves = [hook for name, hook in self._hooks.items() if name.startswith("move")]
        check(self._hooks, self._constants, self._controls)
        # The panel, once somebody has asked for it.
        self._view: Any = None
        self._drawing: Drawing | None = None
        self._now: Moment | None = None
        self._ghost = Ghost(self._values_of, self._hooks["outcome"])
        presets = self._constants.get("presets", self.presets)
        self.presets = Presets(presets, self._constants, self._states, lambda: self._now and self._now.state)
        self._now = self._computed(self._states.start)
        self._asking = None if predict is None else Asking(self, predict)

    # What an author gives.

    def prepare(self) -> Mapping[str, Any]:
        """From the arguments to what does not change."""
        return {}

    def read(self) -> Mapping[str, Any]:
        """From the state to the numbers that are shown."""
        return {}

    def draw(self) -> None:
        """The figure, what moves on `art`."""
        raise TypeError(t("explorer.no_draw", name=type(self).__name__))

    def formula(self) -> str:
        """The formula with the present numbers in it, as HTML."""
        return ""

    def side(self) -> str:
        """HTML beside the figure."""
        return ""

    def sentence(self, **values: Any) -> str:
        """The state in a sentence, with its numbers."""
        return self._states.in_words(values)

    def outcome(self, **values: Any) -> str:
        """What a move has led to, in a few words."""
        return f"{t('word.loss')} {number(float(values['loss']))}" if is_number(values.get("loss")) else ""

    # What everybody uses.

    @property
    def state(self) -> dict[str, Any]:
        """The values of all controls, by name, and the state that is `kept`; may be set as a whole or in part."""
        return self._states.plain(self._now.state)

    @state.setter
    def state(self, values: Mapping[str, Any]) -> None:
        self.set(**values)

    @property
    def readings(self) -> dict[str, float]:
        """The numbers that are shown, by name."""
        return dict(self._now.readings)

    def set(self, **values: Any) -> Self:
        """Move some controls; all of them or, if a value is refused or the step fails, none."""
        with using(**self._settings):
            self._move({**self._now.state, **self._states.checked(values)})
        return self

    def reset(self) -> Self:
        """Back to the start."""
        return self.set(**self._states.plain({**self._states.start, KEPT: self._now.state[KEPT]}))

    def undo(self) -> Self:
        """Back to where it was before the last move."""
        return self._turn(self._history.back)

    def redo(self) -> Self:
        """Forth again, after `undo`."""
        return self._turn(self._history.forth)

    def keep(self, kept: bool = True) -> Self:
        """Keep the present state as a faint picture under those that follow; `keep(False)` removes it."""
        now = {name: value for name, value in self.state.items() if name != KEPT}
        return self.set(kept=now if kept else None)

    def code(self) -> str:
        """The one line of Python that makes this explorer in its present state."""
        with using(**self._settings):
            return self._source.line(self._now.values, self.state, self._asking.source if self._asking else {})

    def describe(self) -> str:
        """The state in a sentence, with its numbers; while it asks, the question."""
        return self._asks or self._now.sentence

    @property
    def answer(self) -> Answer | None:
        """What was answered to its question (`predict`), and what was said of it; None until then."""
        return self._asking and self._asking.answer

    @property
    def figure(self) -> Figure:
        """The matplotlib figure."""
        return self._drawn().live.figure

    def png(self) -> bytes:
        """A still picture of the present state, its sentence below it."""
        return self._picture(self.describe())

    def _picture(self, *captions: str) -> bytes:
        if self._asks:
            return self._asking.png(*captions)
        drawing = self._drawn()
        try:
            ghost = self._ghost.pixels(drawing, self._now.state[KEPT])
        finally:
            drawing.move(self._now.values)
        return drawing.live.png(*captions, ghost=ghost)

    @property
    def panel(self) -> Any:
        """The widget that shows this explorer: to be laid out with other widgets. The explorer itself shows it too."""
        from lossviz.explorer.panel import Panel
        from lossviz.explorer.replacing import shown_now

        drawing = self._drawn()
        if self._view is None:
            with using(**self._settings):
                self._view = Panel(self, self._controls)
                self._view.show(self._now, drawing)
        shown_now(self._view)
        return self._view

    @property
    def _asks(self) -> str:
        """The question that waits for an answer."""
        return self._asking.words(alone=True) if self._asking and self._asking.is_open else ""

    def __dir__(self) -> list[str]:
        return list(_FACE)

    def __repr__(self) -> str:
        return self.code()

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict, dict]:
        with using(**self._settings):
            return output(self, self._picture)

    # How a step runs.

    def by_hand(self, name: str, value: Any, index: int | None = None) -> None:
        """Move one control as a reader does; of an array the element at `index`, which then is the one moved last."""
        with using(**self._settings):
            if isinstance(value, float):
                # Without the tail of a page's arithmetic: 0.07, not 0.07000000000000001.
                value = float(f"{value:.15g}")
            # To take hold of what stands at a reading is not yet to move it.
            stands = self._now.values.get(self._controls[name].shows)
            still = stands is not None and f"{stands:.15g}" == f"{value:.15g}"
            state = self._now.state if still else self._states.moved(self._now.state, name, value, index)
            self._move(state, (name, index), self._controls[name].told(state[name], index))

    @property
    def paper(self) -> Paper:
        """How large the figure is laid out."""
        return paper(self.size, share=self.share, tall=self.tall, room=self._room, lecture=self.is_large)

    @property
    def is_large(self) -> bool:
        """Whether it has the size for a lecture."""
        return self._settings["size"] == "lecture"

    def fit(self, room: tuple[float, float] | None = None, size: str | None = None) -> None:
        """Draw the figure for a page of such a width, in a window of such a height; and in this size of letters."""
        before, paper = (self._room, self._settings, self._drawing), self.paper
        self._room = room or self._room
        self._settings = {**self._settings, "size": size or self._settings["size"]}
        if self.paper == paper:
            return
        self._drawing = None
        try:
            with using(**self._settings):
                self._step(self._now.state)
        except BaseException:
            self._room, self._settings, self._drawing = before
            raise

    def told(self, error: Exception) -> str:
        """What a reader is told of a failed step."""
        with using(**self._settings):
            return failure.told(error)

    def let_go(self) -> None:
        """Nobody looks at this explorer any more: free its figure, which comes back when somebody does."""
        self._view = self._drawing = None

    def _move(self, state: Mapping[str, Any], what: object = None, told: str = "") -> None:
        """A step that can be undone. `what` was moved, which is `told`."""
        before = self._now.state
        self._step(state, told)
        if not self._states.same(state, before):
            self._history.add(before, what)

    def _turn(self, way: Callable[[State, Callable[[State], None]], None]) -> Self:
        with using(**self._settings):
            way(self._now.state, self._step)
        return self

    def _step(self, state: Mapping[str, Any], moved: str = "") -> None:
        """From a state to all that is published; what fails changes nothing. `moved`: what a hand did, in words."""
        try:
            now = self._computed(state, moved)
        except Exception as error:
            self.failure = error
            raise
        self._now, self.failure = now, None
        if self._view is not None:
            self._view.show(now, self._drawing)

    def _computed(self, state: Mapping[str, Any], moved: str = "") -> Moment:
        """All that a step publishes, or an exception, after which the artists stand where they stood before."""
        values = {**self._constants, **state}
        found = self._read_from(values)
        values |= found
        before, drawing = self._now, self._drawing
        try:
            if drawing is None or not drawing.fits(values):
                drawing = self._new_drawing(values)
            ghost = self._ghost.on(drawing, state[KEPT])
            drawing.move(values)
            moment = Moment(
                state,
                values,
                {name: float(value) for name, value in found.items() if is_number(value)},
                drawing.live.layer(),
                *ghost,
                *(words := [self._hooks[name](values) for name in _WORDS]),
                drawing.handles.places(values),
                ", ".join(filter(None, (moved, self._hooks["outcome"](values)))) if moved else words[-1],
            )
        except BaseException:  # an interrupt too
            if before and drawing and drawing is self._drawing:
                with suppress(Exception):
                    drawing.move(before.values, all_of_it=True)
            raise
        self._drawing = drawing
        return moment

    def _values_of(self, state: State) -> Mapping[str, Any]:
        values = {**self._constants, **state, KEPT: None}
        return values | self._read_from(values)

    def _read_from(self, values: Mapping[str, Any]) -> Mapping[str, Any]:
        found = self._hooks["read"](values)
        if not isinstance(found, Mapping):
            raise TypeError(t("explorer.read_returns", received=type(found).__name__))
        if taken := found.keys() & values.keys():
            raise TypeError(t("explorer.read_name", name=min(taken)))
        if self._now is None:
            for hook in self._hooks.values():
                if hook.name not in ("prepare", "read"):
                    hook.check({**values, **found})
        return found

    def _new_drawing(self, values: Mapping[str, Any]) -> Drawing:
        made = Drawing(self.paper, self._hooks["draw"], self._moves, values, self._controls)
        (made.move if self._now else made.checked_move)(values)
        return made

    def _drawn(self) -> Drawing:
        """The drawing of the present state."""
        if self._drawing is None:
            with using(**self._settings):
                self._drawing = self._new_drawing(self._now.values)
        return self._drawing

    # How it is made.

    def _called(self, source: str) -> Self:
        """This explorer, which a function made: `source` is the call of it."""
        self._source.call = source
        return self
