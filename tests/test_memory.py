"""In a kernel, as JupyterLab drives it: what is run again or moved for an hour leaves nothing behind."""

import json
import os
from collections.abc import Callable
from textwrap import dedent

import pytest
from explorers import NAMES
from jupyter_client import BlockingKernelClient, KernelManager
from jupyter_client.kernelspec import KernelSpecManager

RUNS, MOVES = 40, 5_000

# How much a kernel may grow, in megabytes: with each run (IPython keeps what a cell has shown), and by all moves.
A_RUN, ALL_MOVES = 0.1, 10

# What is alive: widgets, figures, and megabytes of memory.
COUNT = """
import gc, ipywidgets, lossviz, psutil
from matplotlib.figure import Figure

def alive():
    gc.collect()
    figures = sum(isinstance(one, Figure) for one in gc.get_objects())
    return len(ipywidgets.widgets.widget._instances), figures, psutil.Process().memory_info().rss / 1e6
"""


class Notebook:
    """A notebook without a page: cells are run as JupyterLab runs them, with their ids."""

    def __init__(self, client: BlockingKernelClient):
        self._client = client
        self.run("start", COUNT)

    def run(self, cell: str, code: str, wanted: str = "None") -> object:
        """Run a cell, and return the value of an expression after it."""
        content = {
            "code": dedent(code),
            "silent": False,
            "store_history": True,
            "user_expressions": {"wanted": f"__import__('json').dumps({wanted})"},
            "allow_stdin": False,
            "stop_on_error": True,
        }
        request = self._client.session.msg("execute_request", content, metadata={"cellId": cell})
        self._client.shell_channel.send(request)
        number = request["header"]["msg_id"]
        # Take what the kernel sends to the page, as a page would.
        self._wait(self._client.get_iopub_msg, number, lambda said: said.get("execution_state") == "idle")
        reply = self._wait(self._client.get_shell_msg, number, lambda said: True)
        assert reply["status"] == "ok", "\n".join(reply["traceback"])
        return json.loads(eval(reply["user_expressions"]["wanted"]["data"]["text/plain"]))

    def _wait(self, receive: Callable, request: str, wanted: Callable[[dict], bool]) -> dict:
        while True:
            message = receive(timeout=300)
            if message["parent_header"].get("msg_id") == request and wanted(message["content"]):
                return message["content"]


@pytest.fixture(scope="module")
def notebook(tmp_path_factory):
    native = KernelSpecManager(kernel_dirs=[], ensure_native_kernel=True)
    manager = KernelManager(kernel_spec_manager=native)
    manager.start_kernel(env={**os.environ, "IPYTHONDIR": str(tmp_path_factory.mktemp("ipython"))})
    client = manager.blocking_client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=60)
        yield Notebook(client)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
        manager.cleanup_resources()


def test_a_cell_that_is_run_again_and_again(notebook, record_property):
    cell = "explorer = lossviz.explore.mse()\nexplorer"
    # First the memory takes its shape: large buffers come and go, and the heap grows once to what they need.
    for _ in range(20):
        notebook.run("cell", cell)
    before = notebook.run("cell", cell, "alive()")
    for _ in range(RUNS // 10):
        for _ in range(9):
            notebook.run("cell", cell)
        after = notebook.run("cell", cell, "alive()")
        assert after[:2] == before[:2]
    record_property(f"megabytes before and after {RUNS} runs", (before[2], after[2]))
    assert after[2] < before[2] + RUNS * A_RUN


def test_what_is_replaced_does_not_wait_for_the_collector(notebook):
    present = "sum(isinstance(one, Figure) for one in gc.get_objects())"
    # Not collected by the test: by the replacement. The first run replaces nothing, and finds what others have left.
    _, *counted = [notebook.run("replaced", "lossviz.explore.mse()", present) for _ in range(16)]
    assert max(counted) - min(counted) <= 2


@pytest.mark.parametrize("name", NAMES)
def test_every_explorer_is_replaced_as_a_whole(notebook, name):
    cell = f"lossviz.explore.{name}()"
    # A panel lives one run longer than its own, so that a new one comes before the first goes.
    notebook.run(name, cell)
    second = notebook.run(name, cell, "alive()")[:2]
    for _ in range(4):
        assert notebook.run(name, cell, "alive()")[:2] == second


def test_thousands_of_moves(notebook, record_property):
    notebook.run("cell", "explorer = lossviz.explore.cross_entropy()\nexplorer")
    moves = f"for step in range({MOVES // 10}): explorer.set(p=step % 101 / 100, base=('nat', 'bit')[step % 500 == 0])"
    counted = [notebook.run("moves", moves, "alive()") for _ in range(11)]
    before, after = counted[0], counted[-1]
    record_property(f"megabytes before and after {MOVES} moves", (before[2], after[2]))
    assert after[:2] == before[:2]
    assert after[2] < before[2] + ALL_MOVES
