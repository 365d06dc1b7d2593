"""An explorer on the page: its controls, what it shows, and the moves of a person's hand."""

import ast
import warnings
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from time import monotonic

import numpy as np
from explorers import expected, movable, name_of
from playwright.sync_api import Locator, TimeoutError

import lossviz
from lossviz.words import number, t, using

# The longest that a step may take on a busy machine before it counts as one that never came.
SECONDS = 30

_CONTROLS = (
    ".widget-slider, .widget-dropdown, .widget-toggle-buttons, "
    ".widget-toggle-button:not(.widget-toggle-buttons *, .lv-tool)"
)

# Everything that can be seen in an explorer, in one look.
_LOOK = """([root, selector]) => {
  const down = button => button.classList.contains('mod-active');
  const looks = {
    'widget-slider': one => one.querySelector('.widget-readout').textContent,
    'widget-toggle-buttons': one => [...one.querySelectorAll('button')].findIndex(down),
    'widget-toggle-button': one => Number(down(one)),
    'widget-dropdown': one => one.querySelector('select').selectedIndex,
  };
  const kinds = Object.keys(looks);
  const controls = [...root.querySelectorAll(selector)];
  const html = selector => root.querySelector(selector)?.innerHTML ?? '';
  const words = selector => root.querySelector(selector)?.textContent ?? '';
  const still = root.querySelector('.lv-live img').src;
  const {x, y, width, height} = root.querySelector('.lv-moving > div').getBoundingClientRect();
  return {
    controls: controls.map(one => looks[kinds.find(kind => one.classList.contains(kind))](one)),
    readings: [...root.querySelectorAll('data[data-reading]')].map(
      one => [one.dataset.reading, one.getAttribute('value'), one.textContent]),
    page: still + html('.lv-live .widget-html-content'),
    place: {x, y, width, height},
    code: words('.lv-code'),
    failure: words('.lv-failure'),
  };
}"""

# Whether an explorer shows something else than before.
_OTHER = """([root, before]) => root.querySelector('.lv-live img').src
  + root.querySelector('.lv-live .widget-html-content').innerHTML !== before"""


@dataclass(frozen=True)
class Seen:
    """What an explorer shows at one moment."""

    controls: list[str | int]
    readings: list[list[str]]
    page: str
    place: dict[str, float]
    code: str
    failure: str

    @cached_property
    def given(self) -> dict[str, object]:
        """The explorer's arguments, in the line of Python that it shows."""
        call = ast.parse(self.code, mode="eval").body
        return {argument.arg: ast.literal_eval(argument.value) for argument in call.keywords}


class Panel:
    """The explorer with this `root` on the page. It shows its code as long as it is tested."""

    def __init__(self, root: Locator, language: str):
        self.root, self.page, self.language = root, root.page, language
        self._element = root.element_handle()
        self._screen = self.page.context.new_cdp_session(self.page)
        self._element.scroll_into_view_if_needed()
        self.presets, self.code_button = root.locator(".lv-preset, .lv-reset"), root.locator(".lv-code-button")
        if not root.locator(".lv-code").count():
            self.code_button.click()
            root.locator(".lv-code").wait_for()
        self.show()
        self.start = self.seen.given
        # The same explorer, made here: it knows the names of its controls and its presets.
        with using(language=language), warnings.catch_warnings():
            # It is not looked at, so it may have names with signs that no font has.
            warnings.filterwarnings("ignore", "Glyph .* missing from")
            self.twin = eval(self.seen.code, {"lossviz": lossviz})
        self.name = name_of(self.twin)
        # In the order in which they stand on the page.
        order = [id(widget) for widget in _leaves(self.twin.panel)]
        named = sorted(movable(self.twin), key=lambda pair: order.index(id(pair[1])))
        places = root.locator(_CONTROLS)
        self.controls = [Control(self, places.nth(place), *pair) for place, pair in enumerate(named)]

    def show(self) -> None:
        """Scroll to it."""
        self._element.evaluate("root => root.scrollIntoView({block: 'center'})")
        self.seen = self.look()
        self._pixels = self.pixels(self.seen)

    def close(self) -> None:
        """Free the twin's widgets."""
        self.twin.panel.close()

    def look(self) -> Seen:
        """What is shown now."""
        return Seen(**self.page.evaluate(_LOOK, [self._element, _CONTROLS]))

    def pixels(self, seen: Seen) -> str:
        """The figure, as the screen shows it."""
        # Playwright's own screenshot takes twice as long; it waits for what is finished here.
        answer = self._screen.send("Page.captureScreenshot", {"clip": seen.place | {"scale": 1}, "format": "png"})
        return answer["data"]

    def moved(self, act: Callable[[], object], goal: dict[str, object] | None = None) -> Seen:
        """Do something and see the figure follow, to the `goal` if there is one: right numbers, and other pixels."""
        act()
        self.seen = self.settled(self.seen, goal)
        before, self._pixels = self._pixels, self.pixels(self.seen)
        assert self._pixels != before, f"{self.name}: no pixel of the figure changed\n{self.seen.code}"
        return self.seen

    def press_preset(self, place: int) -> None:
        """Press the preset at this place, from a state that is not its own, and then reset, by the keyboard."""
        name = list(self.twin.presets)[place]
        button = self.presets.nth(place)
        with using(language=self.language):
            assert button.inner_text() == t(f"preset.{name}")
        self._nudge(self.twin.presets[name])
        # Where it leads may depend on where it is pressed.
        self.twin.set(**{control: value for control, value in self.seen.given.items() if control in self.twin.state})
        self.moved(button.click, self.twin.presets[name])
        self.twin.reset()
        self.reset()

    def reset(self) -> None:
        """Press reset, which is the last button, by the keyboard, from another state than the start."""
        if self.seen.given == self.start:
            self._nudge(self.start)
        self.presets.last.focus()
        self.moved(lambda: self.page.keyboard.press("Enter"), self.start)
        assert self.seen.given == self.start

    def _nudge(self, arguments: dict[str, object]) -> None:
        """Move a slider of one of these arguments a little."""
        control = next(control for control in self.controls if control.is_slider and control.array in arguments)
        control.handle.focus()
        self.moved(lambda: self.page.keyboard.press("ArrowRight" if control.is_low else "ArrowLeft"))

    def wrong(self, seen: Seen) -> str:
        """What does not agree between controls, code and numbers; nothing where all is well."""
        if seen.failure:
            return f"it says that it failed: {seen.failure}"
        return "; ".join([*self._wrong_controls(seen), *self._wrong_numbers(seen)])

    def settled(self, before: Seen, goal: dict[str, object] | None = None) -> Seen:
        """What is shown once it differs from `before`, agrees with the controls and has come to the `goal`.

        Without the goal a change may be the last one's: what stands still is a picture, which the page puts in its
        place when it has unpacked it.
        """
        deadline, now = monotonic() + SECONDS, before
        while True:
            # Not for long: where the picture has come and the controls are about to, nothing else will change.
            with suppress(TimeoutError):
                self.page.wait_for_function(_OTHER, arg=[self._element, now.page], timeout=50)
            now = self.look()
            wrong = "nothing changed" if now.page == before.page else self.wrong(now)
            missed = [name for name, value in (goal or {}).items() if not _equal(now.given.get(name), value)]
            wrong = wrong or (f"not at the goal: {', '.join(missed)}" if missed else "")
            if not wrong:
                return now
            assert monotonic() < deadline, f"{self.name}: {wrong}\n{now.code}"

    def _wrong_controls(self, seen: Seen) -> Iterator[str]:
        for control, shown in zip(self.controls, seen.controls, strict=True):
            value = control.value(seen)
            if not control.agrees(shown, value):
                yield f"{control.name} stands at {shown!r}, the code says {value!r}"

    def _wrong_numbers(self, seen: Seen) -> Iterator[str]:
        right = expected(self.name, seen.given)
        with using(language=self.language):
            for name, exact, rounded in seen.readings:
                value = float(exact)
                if not _equal(value, right[name]):
                    yield f"{name} is shown as {exact}, lossviz.losses says {right[name]!r}"
                elif rounded != number(value):
                    yield f"{name} = {exact} is written as {rounded}"


@dataclass(frozen=True)
class Control:
    """A control of a panel. `name` is as in `weight` or `y_pred[2]`, `widget` the twin's."""

    panel: Panel
    root: Locator
    name: str
    widget: object

    @property
    def array(self) -> str:
        """The name of the argument."""
        return self.name.partition("[")[0]

    def value(self, seen: Seen) -> object:
        """The value that the explorer has."""
        _, _, index = self.name.rstrip("]").partition("[")
        control = self.panel.twin._controls[self.array]
        if control.shows:
            return float(np.clip(expected(self.panel.name, seen.given)[control.shows], *control.ends))
        values = seen.given[self.array]
        return np.ravel(np.array(values, dtype=object))[int(index)] if index else values

    def agrees(self, shown: str | int, value: object) -> bool:
        """Whether what is shown is this value: the option, the switch, or the number with the digits that it has."""
        if hasattr(self.widget, "options"):
            return self.widget.options[shown][1] == value
        if isinstance(shown, int):
            return shown == value
        digits = Decimal(shown.replace("−", "-"))
        unit = 10.0 ** digits.as_tuple().exponent
        if self.panel.twin._controls[self.array].shows:
            # A slider that stands at a reading stands at the step nearest to it.
            unit = max(unit, self.widget.step)
        return abs(float(digits) - value) <= 0.5001 * unit

    def move_by_keyboard(self) -> int:
        """Move it with every key that moves it, and return the number of moves."""
        return self._slide() if self.is_slider else self._press(self._by_keys)

    def move_by_mouse(self) -> int:
        """Drag or click it, and return the number of moves."""
        return self._drag() if self.is_slider else self._press(Locator.click)

    @property
    def is_slider(self) -> bool:
        """Whether it is dragged."""
        return hasattr(self.widget, "min")

    @property
    def is_low(self) -> bool:
        """Whether it stands at its low end."""
        return self.value(self.panel.seen) <= self.widget.min

    @property
    def handle(self) -> Locator:
        """What is dragged of a slider."""
        return self.root.locator(".noUi-handle")

    def _slide(self) -> int:
        keys = ("End", "ArrowLeft", "PageDown", "Home") if self.is_low else ("Home", "ArrowRight", "PageUp", "End")
        if self.array == "learning_rate":
            # The arrow of a rate of one step would be shorter than its head, and is not drawn.
            keys = ("Home", "PageUp", "ArrowRight", "End")
        self.handle.focus()
        for key in keys:
            self.panel.moved(lambda key=key: self.panel.page.keyboard.press(key))
        return len(keys)

    def _drag(self) -> int:
        track, handle = self.root.locator(".noUi-base").bounding_box(), self.handle.bounding_box()
        at, y = handle["x"] + handle["width"] / 2, handle["y"] + handle["height"] / 2
        left, right = (track["x"] + share * track["width"] for share in (0.3, 0.7))
        goal = left if abs(at - left) > abs(at - right) else right
        self.panel.moved(lambda: self._drag_from_to(at, goal, y))
        return 1

    def _drag_from_to(self, at: float, goal: float, y: float) -> None:
        mouse = self.panel.page.mouse
        mouse.move(at, y)
        mouse.down()
        mouse.move(goal, y, steps=5)
        mouse.up()

    def _press(self, press: Callable[[Locator], object]) -> int:
        """Press each button that is up; a switch, which is one button, down and up again."""
        buttons = self.root.locator("button").all()
        up = [button for button in buttons if "mod-active" not in button.get_attribute("class")]
        for button in up or [self.root, self.root]:
            self.panel.moved(lambda button=button: press(button))
        return len(up) or 2

    def _by_keys(self, button: Locator) -> None:
        button.focus()
        self.panel.page.keyboard.press("Space")


def _leaves(widget: object) -> Iterator[object]:
    """The widgets that a widget is made of, in their order."""
    for child in widget.children:
        yield from _leaves(child) if hasattr(child, "children") else (child,)


def _equal(one: object, other: object) -> bool:
    ones, others = np.array(one), np.array(other)
    if ones.dtype.kind in "US":
        return one == other
    return bool(np.allclose(ones, others, rtol=1e-12, atol=1e-12, equal_nan=True))
