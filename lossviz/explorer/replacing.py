"""Running a cell again replaces the panels that it showed the time before, and frees them.

A panel lives as long as some cell's last run, or the run before that, has shown it. (One run longer than it seems to
need: while a run goes on nobody knows what it will still show again.) The explorer itself lives as any Python object
does, and gets a new panel when it is shown again.
"""

import gc
from typing import Any

from IPython import get_ipython

# Cell -> its last two runs, oldest first: (id of the run, the panels that it showed).
_runs: dict[str, list[tuple[str, list[Any]]]] = {}


def shown_now(panel: Any) -> None:
    """Remember that the present run of the present cell shows `panel`, and free what nobody shows any more."""
    cell, run = _present_cell()
    if cell is None:
        return
    runs = _runs.setdefault(cell, [])
    if not runs or runs[-1][0] != run:
        runs.append((run, []))
    if panel not in runs[-1][1]:
        runs[-1][1].append(panel)
    if len(runs) > 2:
        _, shown_before = runs.pop(0)
        _free(shown_before)


def _free(panels: list[Any]) -> None:
    shown = [one for runs in _runs.values() for _, panels in runs for one in panels]
    gone = [panel for panel in panels if panel not in shown]
    for panel in gone:
        panel.close()
    if gone:
        # A figure is thousands of objects that refer to each other in circles. Python by itself lets some dozen figures
        # gather before it looks for such circles, and the kernel grows by as many megabytes.
        gc.collect()


def _present_cell() -> tuple[str | None, str]:
    """What is running, a cell or the answer to one widget, and the id of the run; nothing outside a notebook.

    A front end that does not say which cell it runs gets no replacement: two cells may have the same text.
    """
    shell = get_ipython()
    request = shell.get_parent() if hasattr(shell, "get_parent") else {}
    cell = request.get("metadata", {}).get("cellId") or request.get("content", {}).get("comm_id")
    return cell, request.get("header", {}).get("msg_id", "")
