"""`explore.curve`: what stands where, on every paper, in the axis and beyond it."""

import math

import numpy as np
import pytest
from explorers import art, drawn_by_matplotlib, layer
from pictures import assert_shows, everywhere, illegible, points, says, tangent, told

from lossviz import explore
from lossviz.explore._curve import RANGES
from lossviz.figure.style import GRADIENT, LOSS
from lossviz.words import number, using

ROOMS = [(None, "normal"), ((500, 720), "normal"), ((1240, 720), "lecture")]


def my_loss_of_a_long_name_that_has_no_room_in_a_title(x, power=2.0, shift=1.0):
    return math.inf if x < -4 else abs(x) ** power - 100 * (shift - 1)


def at(explorer):
    """The numbers of the picture: where its point is, its loss and slope, and where the axis begins and ends."""
    along = explorer._constants["loss_of_one"].along
    readings = explorer.readings
    return explorer.state[along], readings["loss"], readings["slope"], explorer.figure.axes[0].get_ylim()


def assert_picture(explorer, is_own=False, words=("loss", "slope")):
    x, loss, slope, (low, high) = at(explorer)
    left, right = explorer.figure.axes[0].get_xlim()
    about = "≈ " if is_own and math.isfinite(slope) else ""
    marker = "^" if loss > high else "v" if loss < low else "o"
    assert_shows(
        explorer,
        curve=lambda line: None,
        dot=points([x], [min(max(loss, low), high)], marker=marker),
        tangent=tangent(x, loss, slope),
        loss=says(f"{words[0]} {number(loss)}", (left, high), (0, 14), "left", LOSS),
        slope=says(f"{words[1]} {about}{number(slope)}", (right, high), (0, 14), "right", GRADIENT),
    )


@pytest.mark.parametrize("room", ROOMS)
@pytest.mark.parametrize("name", RANGES)
def test_every_state_of_every_loss(name, room):
    room, size = room
    with using(language="en", size=size):
        made = explore.curve(name)
        if room:
            made.fit(room)
        for _ in everywhere(made, 5, 10):
            assert_picture(made)
            assert list(illegible(made)) == []


@pytest.mark.parametrize("room", ROOMS)
def test_what_is_off_the_scale_looks_so(room):
    room, size = room
    with using(language="ko", size=size):
        made = explore.curve(my_loss_of_a_long_name_that_has_no_room_in_a_title)
        if room:
            made.fit(room)
        seen = set()
        for _ in everywhere(made, 5, 60):
            with told(f"in the state {made.state}"):
                assert_picture(made, is_own=True, words=("손실", "기울기"))
                assert list(illegible(made)) == []
                assert drawn_by_matplotlib(made) == layer(made)
            seen.add(art(made).dot.get_marker())
        assert seen == {"o", "^", "v"}


def test_the_axis_holds_the_ends_of_the_hyperparameters():
    made = explore.curve(lambda x, shift=1.0: x**2 - shift)
    low, high = made.figure.axes[0].get_ylim()
    assert low == -5
    assert high >= 25 - 0.2
    assert np.isfinite([low, high]).all()
