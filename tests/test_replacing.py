"""Running a cell again frees the panels that nobody shows any more; what is still wanted lives."""

import pytest

from lossviz import explore
from lossviz.explorer import replacing


class Shell:
    """What a panel sees of a notebook: the request that is being executed."""

    def __init__(self):
        self.request = {}

    def get_parent(self):
        return self.request


@pytest.fixture
def run(monkeypatch):
    shell, runs = Shell(), iter(range(1000))
    monkeypatch.setattr(replacing, "get_ipython", lambda: shell)
    monkeypatch.setattr(replacing, "_runs", {})

    def run_cell(cell, *explorers, slider=None):
        shell.request = {
            "header": {"msg_id": f"run {next(runs)}"},
            "metadata": {"cellId": cell} if cell else {},
            "content": {"comm_id": slider} if slider else {"code": "explore"},
        }
        return [explorer.panel for explorer in explorers or [explore.cross_entropy()]]

    return run_cell


def alive(panel):
    return panel.explorer is not None


def test_the_same_cell_again_and_again_keeps_two_panels(run):
    panels = [run("a")[0] for _ in range(5)]
    assert [alive(panel) for panel in panels] == [False, False, False, True, True]


def test_other_cells_keep_theirs(run):
    first, second = run("a"), run("b")
    for _ in range(3):
        run("b")
    assert alive(first[0])
    assert not alive(second[0])


def test_several_in_one_run_live_together(run):
    both = run("a", explore.cross_entropy(), explore.mse())
    run("a")
    assert all(map(alive, both))
    run("a")
    assert not any(map(alive, both))


def test_an_explorer_that_is_kept_and_shown_again_lives(run):
    kept = explore.mse()
    for _ in range(4):
        (panel, _) = run("a", kept, explore.cross_entropy())
        assert alive(panel)
    assert panel is kept.panel


def test_an_explorer_that_another_cell_shows_too_lives(run):
    shared = explore.mse()
    run("a", shared)
    run("b", shared)
    for _ in range(4):
        run("a")
    assert alive(shared.panel)


def test_an_explorer_whose_panel_is_gone_gets_another(run):
    kept = explore.mse()
    kept.set(convention="sse")
    (first,) = run("a", kept)
    run("a")
    run("a")
    assert not alive(first)
    (second,) = run("b", kept)
    assert alive(second)
    assert second.controls["convention"].value == "sse"


def test_cells_of_the_same_text_are_not_the_same_cell(run):
    panels = [run(None)[0] for _ in range(4)]
    assert all(map(alive, panels))


def test_what_a_slider_of_interact_shows_is_replaced_by_its_next_move(run):
    panels = [run(None, slider="the slider")[0] for _ in range(5)]
    assert [alive(panel) for panel in panels] == [False, False, False, True, True]


def test_outside_a_notebook_nothing_is_replaced():
    first, second = explore.cross_entropy().panel, explore.cross_entropy().panel
    assert alive(first)
    assert alive(second)
    first.close()
    second.close()
