"""Handles: to drag one to a place in the picture gives the state whose picture has it there."""

import json
import re

import numpy as np
import pytest
from explorers import NAMES, OWN_DATA, make
from pictures import everywhere

from lossviz import explore, losses
from lossviz.figure import plots


def handles(explorer):
    """What each handle moves, and where it is: (control, index, along, place or None)."""
    found = explorer._drawing.handles.listed()
    for one, place in zip(found, explorer._now.places, strict=True):
        name, _, index = one["id"].rstrip("]").partition("[")
        yield name, int(index) if index else None, one["along"], place


def near(name):
    """How near a handle comes to the place that was meant, in shares of the figure."""
    # In a row of probabilities the others answer in whole steps.
    return 0.01 if name == "softmax_batch" else 2e-5


@pytest.mark.parametrize("name", NAMES)
def test_a_place_gives_the_state_whose_picture_has_it_there(name):
    explorer = make(name)
    tried = 0
    for _ in everywhere(explorer, count=4, wander=12):
        state = explorer.state
        for number, (control, index, along, place) in enumerate(list(handles(explorer))):
            if place is None or along == "press":
                continue
            *_, low, high = place
            first, last = explorer._controls[control].ends
            for share in (0.2, 0.55):
                explorer.by_hand(control, first + share * (last - first), index)
                there = list(handles(explorer))[number][3]
                # Beyond its axes it waits at their edge.
                inside = explorer.figure.axes[0].get_position()
                meant = low + share * (high - low)
                if there is not None and (control != "bias" or inside.x0 < meant < inside.x1):
                    assert there[along == "y"] == pytest.approx(low + share * (high - low), abs=near(name)), (
                        explorer.state
                    )
                    assert there[2] == pytest.approx(first + share * (last - first))
                    tried += 1
                explorer.set(**state)
    assert tried > 20


@pytest.mark.parametrize("name", NAMES)
def test_a_handle_lies_on_what_moves(name):
    explorer = make(name)
    for _ in everywhere(explorer, count=4, wander=12):
        for control, index, _, place in handles(explorer):
            if place is None:
                continue
            one = explorer._controls[control]
            shown = np.ravel(explorer._now.values[one.shows or control])[index or 0]
            assert place[2] == np.clip(shown, *one.ends)
            # Inside the figure; clipped axes hold what is off them at their edge.
            assert all(-0.001 <= share <= 1.001 for share in place[:2]), (explorer.state, control, index, place)


@pytest.mark.parametrize("name", NAMES)
def test_every_handle_moves_what_it_says_and_all_is_json(name):
    explorer = make(name)
    assert len(list(handles(explorer))) == len(explorer._now.places) > 0
    assert json.loads(json.dumps(explorer._now.places)) == explorer._now.places


@pytest.mark.parametrize(("name", "data"), [(name, data) for name in NAMES for data in OWN_DATA[name]])
def test_data_of_any_size_has_handles_that_can_be_sent(name, data):
    explorer = make(name, **data)
    for place in explorer._now.places:
        assert place is None or (np.isfinite(place).all() and len(place) == 5)


@pytest.mark.parametrize("name", NAMES)
def test_a_number_of_the_formula_that_can_be_dragged_is_that_of_its_control(name):
    explorer = make(name)
    for _ in everywhere(explorer, count=3, wander=5):
        for control, value in re.findall(r'data-control="([^"]+)" data-value="([^"]+)"', explorer._now.formula):
            known = explorer._now.values[explorer._controls[control].shows or control]
            assert float(value) == known


def test_a_handle_on_a_curve_has_it_as_its_rail():
    explorer = explore.cross_entropy()
    rail = np.array(explorer._drawing.handles.rails()["0"])
    assert (np.diff(rail[:, 0]) > 0).all()
    for p in (0.05, 0.5, 0.95):
        explorer.set(p=p)
        x, y, *_ = explorer._now.places[0]
        assert np.interp(x, *rail.T) == pytest.approx(y, abs=0.004)


def test_the_point_on_a_curve_is_taken_hold_of():
    (place,) = explore.curve("huber", y_pred=2)._now.places
    assert place[2] == 2
    with pytest.raises(TypeError, match=r"y_pred.*\[1.0, 2.0\]"):
        explore.curve("huber", y_pred=[1.0, 2.0])


class Parabola(explore.Explorer):
    """An outsider's: its handle is one argument."""

    w = explore.Number(1.0, -2, 2, step=0.1, drag="dot.x")

    def read(self, w):
        return {"loss": losses.mse([0], [w])}

    def draw(self, figure, art):
        ax = figure.subplots()
        ax.set(xlim=(-2, 2), ylim=(0, 4))
        art.dot = plots.plot_points([0], [0], ax=ax)

    def move(self, art, w, loss):
        art.dot.set_data([w], [loss])


def test_an_outsider_gets_a_handle_with_one_argument():
    explorer = Parabola()
    (place,) = explorer._now.places
    ax = explorer.figure.axes[0]
    x, y = ax.transData.transform((1.0, 1.0)) / explorer.figure.bbox.size
    assert place[:3] == pytest.approx([x, 1 - y, 1.0], abs=1e-5)
    assert explorer._now.told.startswith("w 1")
    explorer.by_hand("w", 0.5)
    assert explorer._now.told.endswith("0.25")


def test_a_handle_on_what_is_not_there_says_what_is():
    class Wrong(Parabola):
        w = explore.Number(1.0, -2, 2, drag="point.x")

    with pytest.raises(TypeError, match="dot"):
        Wrong()
