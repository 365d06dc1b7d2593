"""What the two benchmarks share: a step of an explorer in this process, tables, and goals."""

import itertools
import json
import os
import platform
import sys
import time
from collections.abc import Iterable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import comm
import numpy as np
from comm.base_comm import BaseComm
from explorers import movable


class Wire(BaseComm):
    """A comm that writes each message as a kernel does, and counts it, but sends it nowhere."""

    sent = 0

    def publish_msg(self, msg_type, data=None, metadata=None, buffers=None, **keys):
        Wire.sent += len(json.dumps(data)) + sum(len(memoryview(buffer)) for buffer in buffers or ())


@contextmanager
def wired():
    """Widgets made in this block have a page to talk to."""
    before, comm.create_comm = comm.create_comm, lambda *args, **keys: Wire(*args, **keys)
    try:
        yield
    finally:
        comm.create_comm = before


@dataclass
class Cost:
    """What a step costs the kernel: milliseconds (median) and bytes (mean) of its messages, `control` being moved."""

    milliseconds: float
    size: float
    control: str = ""


def step_cost(slider, count: int) -> Cost:
    """Move one slider as the page does, `count` times through its range, to and fro, by whole steps."""
    most = round((slider.max - slider.min) / slider.step)
    there = np.linspace(0.1 * most, 0.9 * most, min(max(count // 2, 2), most)).round()
    ramp = slider.min + np.unique(there) * slider.step
    # A slider that is told where it stands does nothing, so no value follows itself.
    to_and_fro = itertools.cycle([*ramp[:-1], *ramp[:0:-1]])
    values = [type(slider.value)(value) for value in itertools.islice(to_and_fro, count + 1)]
    slider.set_state({"value": values[0]})
    start, times = Wire.sent, []
    for value in values[1:]:
        begin = time.perf_counter()
        slider.set_state({"value": value})
        times.append((time.perf_counter() - begin) * 1000)
    return Cost(median(times), (Wire.sent - start) / len(times))


def dearest_step(explorer, count: int = 60, most: int = 4) -> Cost:
    """The cost of a step of the slider that costs most; of an array's sliders the first `most` are tried."""
    found, tried = Cost(0.0, 0.0), {}
    for name, widget in movable(explorer):
        group = name.partition("[")[0]
        tried[group] = tried.get(group, 0) + 1
        if not hasattr(widget, "step") or tried[group] > most:
            continue
        cost = step_cost(widget, count)
        explorer.reset()
        if cost.milliseconds > found.milliseconds:
            found = Cost(cost.milliseconds, max(found.size, cost.size), name)
    return found


@dataclass
class Goal:
    """Something promised, what was measured, and whether that holds."""

    promise: str
    measured: str
    holds: bool


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table; numbers are rounded to what can be read."""
    lines = [heads, ["---", *["---:"] * (len(heads) - 1)], *([_cell(value) for value in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def goals_table(goals: Iterable[Goal]) -> str:
    """The goals, and whether each holds."""
    return table(
        ["goal", "measured", "holds"],
        [[goal.promise, goal.measured, "yes" if goal.holds else "**no**"] for goal in goals],
    )


def machine() -> str:
    """Where and how busy: what a number of milliseconds depends on."""
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, {os.cpu_count()} cores{load}"


def publish(report: str, file: Path | None) -> None:
    """Print the report, and keep it if a file is given."""
    print(report)
    if file:
        file.write_text(report + "\n", encoding="utf-8")


def progress(what: str) -> None:
    """Say how far the run is, apart from its report."""
    print(what, file=sys.stderr, flush=True)


def _cell(value: object) -> str:
    if isinstance(value, float):
        return "–" if np.isnan(value) else f"{value:.{0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2}f}"
    return str(value)
