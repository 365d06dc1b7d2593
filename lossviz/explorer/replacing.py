"""Running a cell again replaces the explorers that it made the time before, and frees them."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from IPython import get_ipython

if TYPE_CHECKING:
    from lossviz.explorer.core import Explorer

# The last run of each cell that made explorers, and what it made. As many entries as the notebook has such cells.
_made: dict[str, tuple[str, list[Explorer]]] = {}


def replace_earlier(explorer: Explorer) -> None:
    """Close what an earlier run of the present cell made; remember that this run made `explorer`."""
    cell, run = _present_cell()
    if cell is None:
        return
    last_run, explorers = _made.get(cell, (run, []))
    if last_run != run:
        for earlier in explorers:
            earlier.close()
        # A figure is thousands of objects that refer to each other in circles. Python by itself lets some dozen figures
        # gather before it looks for such circles, and the kernel grows by as many megabytes.
        gc.collect()
        explorers = []
    _made[cell] = (run, [*explorers, explorer])


def _present_cell() -> tuple[str | None, str]:
    """The cell that is running, by its id or else its text, and the id of the run; no cell outside a notebook."""
    shell = get_ipython()
    request = shell.get_parent() if hasattr(shell, "get_parent") else {}
    code = request.get("content", {}).get("code")
    cell = request.get("metadata", {}).get("cellId") or code
    return cell, request.get("header", {}).get("msg_id", "")
