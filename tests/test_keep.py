"""A state that is kept to compare with, and undo and redo."""

import json

import numpy as np
import pytest
from explorers import NAMES, layer, make, page

from lossviz import explore
from lossviz.explorer import history
from lossviz.figure import plots


@pytest.fixture
def clock(monkeypatch):
    """A clock that stands until it is moved."""
    now = [100.0]
    monkeypatch.setattr(history, "monotonic", lambda: now[0])
    return now


@pytest.mark.parametrize("name", NAMES)
def test_what_was_kept_lies_faintly_under_what_follows(name):
    explorer = make(name)
    before, told = layer(explorer), explorer._hooks["outcome"](explorer._now.values)
    explorer.keep()
    assert explorer._now.layer == before
    assert "<text" not in explorer._now.ghost
    assert explorer._now.kept == told
    ghost = explorer._now.ghost
    *_, preset = explorer.presets.values()
    explorer.set(**preset)
    assert explorer._now.layer != before
    assert (explorer._now.ghost, explorer._now.kept) == (ghost, told)
    # Artists stand where the state says, not where the ghost is.
    assert layer(explorer) == layer(make(name).set(**preset))
    assert f'<div class="lv-ghost">{ghost}</div>' in page(explorer)
    explorer.keep(False)
    assert "lv-ghost" not in page(explorer)
    assert (explorer._now.ghost, explorer._now.kept) == ("", "")


@pytest.mark.parametrize("name", NAMES)
def test_the_kept_state_belongs_to_the_state_and_to_the_code(name):
    explorer = make(name)
    explorer.keep()
    *_, preset = explorer.presets.values()
    explorer.set(**preset)
    state = json.loads(json.dumps(explorer.state))
    assert state["kept"] == make(name).state
    again = make(name).set(**state)
    assert (again._now.ghost, layer(again)) == (explorer._now.ghost, layer(explorer))
    again = eval(explorer.code(), {"lossviz": __import__("lossviz")})
    assert again.state == explorer.state
    assert again._now.ghost == explorer._now.ghost


def test_a_still_picture_has_the_kept_one_too():
    explorer = explore.mse()
    plain = explorer.set(y_pred=[1, 3, 5, 6, 7]).png()
    explorer.reset().keep().set(y_pred=[1, 3, 5, 6, 7])
    assert explorer.png() != plain
    assert layer(explorer) == layer(explore.mse().set(y_pred=[1, 3, 5, 6, 7]))


@pytest.mark.parametrize("wrong", [1, "mse", [1]])
def test_what_is_no_state_cannot_be_kept(wrong):
    with pytest.raises(ValueError, match="kept"):
        explore.mse().set(kept=wrong)
    with pytest.raises(ValueError, match="p"):
        explore.cross_entropy().set(kept={"p": 2})


def test_reset_leaves_what_was_kept():
    explorer = explore.cross_entropy().set(p=0.3).keep().reset()
    assert explorer.state == {"p": 0.9, "base": "nat", "kept": {"p": 0.3, "base": "nat"}}


def test_undo_and_redo(clock):
    explorer = explore.cross_entropy()
    for p in (0.5, 0.4, 0.3):
        explorer.set(p=p)
    assert explorer.undo().state["p"] == 0.4
    assert explorer.undo().state["p"] == 0.5
    assert explorer.redo().state["p"] == 0.4
    # A move ends what could be done again.
    assert explorer.set(p=0.9).redo().state["p"] == 0.9
    for p in (0.4, 0.5, 0.9, 0.9):
        assert explorer.undo().state["p"] == p


def test_a_drag_is_undone_as_a_whole(clock):
    explorer = explore.mse()
    start = explorer.state
    for value in np.linspace(3, 5, 9):
        clock[0] += 0.2
        explorer.by_hand("y_pred", float(value), 0)
    assert explorer.state["y_pred"][0] == 5
    explorer.by_hand("y_pred", 4.0, 1)
    clock[0] += 3
    explorer.by_hand("y_pred", 4.2, 1)
    assert explorer.undo().state["y_pred"][:2] == [5, 4]
    assert explorer.undo().state["y_pred"][:2] == [5, 2]
    assert explorer.undo().state == start


def test_to_keep_can_be_undone(clock):
    explorer = explore.mse().keep()
    assert "kept" in explorer.state
    assert "kept" not in explorer.undo().state
    assert "kept" in explorer.redo().state


def test_a_step_that_is_refused_leaves_the_history_alone(clock):
    explorer = explore.cross_entropy().set(p=0.5)
    with pytest.raises(ValueError, match="p"):
        explorer.set(p=2)
    assert explorer.undo().state["p"] == 0.9


def test_a_page_that_gets_another_room_is_no_move(clock):
    explorer = explore.cross_entropy().set(p=0.5)
    explorer.fit((500, 700))
    assert explorer.undo().state["p"] == 0.9


class Brittle(explore.Explorer):
    """Whose steps fail when they are told to."""

    p = explore.Number(0.5, 0, 1, step=0.1)
    fails = False

    def read(self, p):
        if self.fails:
            raise ZeroDivisionError("told to")
        return {"square": p * p}

    def draw(self, figure, art):
        art.dot = plots.plot_points([0], [0], ax=figure.subplots())

    def move(self, art, p, square):
        art.dot.set_data([p], [square])


def test_an_undo_that_fails_can_be_done_later(clock):
    explorer = Brittle().set(p=0.4).set(p=0.3)
    explorer.fails = True
    with pytest.raises(ZeroDivisionError):
        explorer.undo()
    assert explorer.state["p"] == 0.3
    explorer.fails = False
    assert explorer.undo().state["p"] == 0.4
    assert explorer.undo().state["p"] == 0.5
    assert explorer.redo().redo().state["p"] == 0.3


def test_a_room_that_fails_changes_nothing():
    explorer = Brittle()
    before, paper, figure = layer(explorer), explorer.paper, explorer.figure
    explorer.fails = True
    with pytest.raises(ZeroDivisionError):
        explorer.fit((500, 700), "lecture")
    assert (explorer.paper, explorer.is_large, explorer.figure) == (paper, False, figure)
    explorer.fails = False
    assert layer(explorer.set(p=0.5)) == before
