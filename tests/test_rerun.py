"""Running a cell again replaces its explorers; other cells keep theirs."""

import pytest

from lossviz import explore
from lossviz.explorer import replacing


class Shell:
    """What an explorer sees of a notebook: the request that is being executed."""

    def __init__(self):
        self.request = {}

    def get_parent(self):
        return self.request


@pytest.fixture
def run(monkeypatch):
    shell = Shell()
    monkeypatch.setattr(replacing, "get_ipython", lambda: shell)
    monkeypatch.setattr(replacing, "_made", {})

    def run_cell(run, cell=None, code="explore"):
        shell.request = {
            "header": {"msg_id": run},
            "metadata": {"cellId": cell} if cell else {},
            "content": {"code": code},
        }
        return explore.cross_entropy()

    return run_cell


def test_the_same_cell_again_frees_the_earlier_one(run):
    first = run("run 1", "cell a")
    second = run("run 2", "cell a")
    assert first.closed
    assert not second.closed


def test_other_cells_keep_theirs(run):
    first, second = run("run 1", "cell a"), run("run 2", "cell b")
    assert not first.closed
    assert not second.closed


def test_several_in_one_run_live_together(run):
    both = [run("run 1", "cell a"), run("run 1", "cell a")]
    assert not any(explorer.closed for explorer in both)
    run("run 2", "cell a")
    assert all(explorer.closed for explorer in both)


def test_without_cell_ids_the_code_is_the_cell(run):
    first, other = run("run 1", code="one"), run("run 2", code="two")
    run("run 3", code="one")
    assert first.closed
    assert not other.closed


def test_outside_a_notebook_nothing_is_replaced():
    first, second = explore.cross_entropy(), explore.cross_entropy()
    assert not first.closed
    assert not second.closed
    first.close()
    second.close()
