"""The drag as a state machine, and its geometry: the module itself, run in Chromium without a page of a notebook."""

import json
from pathlib import Path

import pytest

import lossviz.explorer

pytestmark = pytest.mark.browser

SOURCE = Path(lossviz.explorer.__file__).with_name("page").joinpath("drag.js").read_text(encoding="utf-8")
TRACK = {"along": "x", "min": 0, "max": 1, "step": 0.01, "rail": []}
PLACE = {"x": 0.5, "y": 0.25, "value": 0.4, "low": 0.1, "high": 0.9}


@pytest.fixture(scope="module")
def run(bare_browser):
    """JavaScript run with what the module exports as `drag`."""
    page = bare_browser.new_page()

    def run(script, **given):
        body = f"""async given => {{
          const url = URL.createObjectURL(new Blob([given.source], {{ type: "text/javascript" }}));
          const drag = await import(url);
          return JSON.parse(JSON.stringify(({script})(drag, given) ?? null));
        }}"""
        return page.evaluate(body, {"source": SOURCE, **given})

    yield run
    page.close()


def after(run, *events):
    """The states after these events, from rest, and what each sends."""
    return run(
        """({ REST, next }, { events }) => {
          let state = REST;
          return events.map(event => state = next(state, event));
        }""",
        events=[json.loads(json.dumps(event)) for event in events],
    )


PRESS = {"type": "press", "id": "p", "value": 0.4}
RELEASE = {"type": "release"}


def move(value):
    return {"type": "move", "value": value}


def picture(answers):
    return {"type": "picture", "answers": answers}


def sent(states):
    return [state["send"]["value"] if "send" in state else None for state in states]


def test_one_message_is_on_its_way_and_then_the_newest(run):
    states = after(run, PRESS, move(0.5), move(0.6), move(0.7), picture(1), picture(2), RELEASE)
    assert sent(states) == [None, 0.5, None, None, 0.7, None, None]
    assert states[-1] | {"count": 0} == {"held": None, "own": None, "flight": 0, "waiting": False, "count": 0}


def test_no_picture_moves_a_handle_that_is_held_or_not_yet_answered(run):
    states = after(run, PRESS, move(0.5), picture(0), move(0.8), RELEASE, picture(1), picture(1), picture(2))
    own = [state["own"] and state["own"]["value"] for state in states]
    assert own == [None, 0.5, 0.5, 0.8, 0.8, 0.8, 0.8, None]
    assert sent(states) == [None, 0.5, None, None, None, 0.8, None, None]


def test_an_old_answer_counts_for_nothing(run):
    states = after(run, PRESS, move(0.5), picture(1), move(0.6), picture(1), picture(0))
    assert [state["flight"] for state in states] == [0, 1, 0, 2, 2, 2]


def test_a_message_that_is_lost_does_not_stop_the_drag(run):
    states = after(run, PRESS, move(0.5), move(0.6), {"type": "lost"}, picture(2), RELEASE)
    assert sent(states) == [None, 0.5, None, 0.6, None, None]
    assert states[-1]["own"] is None


def test_a_drag_that_is_given_up_goes_back(run):
    states = after(run, PRESS, move(0.5), picture(1), {"type": "cancel"}, picture(2))
    assert sent(states) == [None, 0.5, None, 0.4, None]
    assert states[-1]["own"] is None


def test_the_same_value_is_sent_once(run):
    assert sent(after(run, PRESS, move(0.5), picture(1), move(0.5), move(0.5))) == [None, 0.5, None, None, None]


def test_a_key_sets_a_value_without_a_drag(run):
    states = after(run, {"type": "set", "id": "p", "value": 0.41}, picture(1))
    assert sent(states) == [0.41, None]
    assert states[-1]["own"] is None


@pytest.mark.parametrize(
    ("share", "value"),
    [(0.1, 0), (0.9, 1), (0.5, 0.5), (0, 0), (1, 1), (0.1 + 0.8 * 0.07, 0.07), (0.1 + 0.8 * 0.0749, 0.07)],
)
def test_a_place_is_the_nearest_whole_step(run, share, value):
    given = {"track": TRACK, "place": PLACE, "share": share}
    assert run("({ valueAt }, { track, place, share }) => valueAt(track, place, share)", **given) == value


@pytest.mark.parametrize("value", [0, 0.01, 0.29, 0.57, 0.58, 1])
def test_the_place_of_a_value_gives_the_value(run, value):
    script = """({ valueAt, placeOf }, { track, place, value }) => {
      const there = placeOf(track, place, value);
      return [there.y, valueAt(track, place, there.x)];
    }"""
    assert run(script, track=TRACK, place=PLACE, value=value) == [0.25, value]
    upright = {"track": TRACK | {"along": "y"}, "place": PLACE | {"low": 0.8, "high": 0.2}, "value": value}
    script = script.replace("[there.y, valueAt(track, place, there.x)]", "[there.x, valueAt(track, place, there.y)]")
    assert run(script, **upright) == [0.5, value]


def test_a_handle_stays_on_its_rail(run):
    track = TRACK | {"rail": [[0.2, 0.9], [0.4, 0.5], [0.8, 0.1]]}
    script = "({ placeOf }, { track, place }) => [0, 0.375, 0.625, 1].map(value => placeOf(track, place, value))"
    found = run(script, track=track, place=PLACE)
    assert [(round(one["x"], 9), round(one["y"], 9)) for one in found] == [
        (0.1, 0.9),
        (0.4, 0.5),
        (0.6, 0.3),
        (0.9, 0.1),
    ]


@pytest.mark.parametrize(
    ("key", "shift", "value"),
    [
        ("ArrowRight", False, 0.41), ("ArrowUp", False, 0.41), ("ArrowLeft", False, 0.39), ("ArrowDown", False, 0.39),
        ("ArrowRight", True, 0.5), ("ArrowDown", True, 0.3), ("PageUp", False, 0.5), ("PageDown", True, 0.3),
        ("Home", False, 0), ("End", False, 1), ("x", False, None),
    ],
)  # fmt: skip
def test_keys(run, key, shift, value):
    script = "({ afterKey }, { track, key, shift }) => afterKey(track, 0.4, key, shift)"
    assert run(script, track=TRACK, key=key, shift=shift) == value


def test_keys_stay_in_the_range(run):
    script = """({ afterKey }, { track }) =>
      [afterKey(track, 0.95, 'PageUp'), afterKey(track, 1, 'ArrowRight'), afterKey(track, 0, 'ArrowLeft')]"""
    assert run(script, track=TRACK) == [1, 1, 0]


def test_the_nearest_handle_wins_and_a_hidden_one_never(run):
    script = "({ nearest }, { points, at }) => nearest(points, at)"
    points = [{"x": 0, "y": 0}, None, {"x": 10, "y": 0}]
    assert [run(script, points=points, at={"x": x, "y": 3}) for x in (0, 4, 6, 30)] == [0, 0, 2, 2]
