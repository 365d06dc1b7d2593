"""What a step, a loss and an import cost as the work grows.

    python tests/bench_growth.py [--quick] [--out tables.md]

Needs tests/requirements.txt; PyTorch is compared with where it is installed. Takes about ten minutes.

- Steps: each explorer that takes data, with 5 to 5,000 points or samples, and with 3 to 100 classes; the slider that
  costs most is moved as the page moves it. Kernel time (median) includes writing the messages; bytes are those of the
  messages of a step. Then ten explorers together, as a long notebook has them.
- Losses: float64 arrays of 10³ to 10⁷ values on one thread, beside scikit-learn, SciPy and PyTorch. Best of several
  calls, ours and theirs taking turns. The peak is tracemalloc's: what a call allocates beside its arguments, as a
  multiple of them; the arguments themselves are the first 1 ×.
- Imports: fresh processes, in turn, their median.
- First explorer: from Run All to the frame that shows it, in JupyterLab; in a kernel that has started but run nothing
  (most of that is importing NumPy, matplotlib and ipywidgets), and once more in the same, now warm, kernel.
"""

import os

# One thread for everybody; read by the libraries when they are imported.
os.environ.update({f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL", "NUMEXPR", "VECLIB_MAXIMUM")})

import argparse
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from itertools import chain
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import numpy as np
from bench import Goal, dearest_step, goals_table, machine, progress, publish, step_cost, table, wired
from bench_losses import SIZES, losses_report
from bench_slider import opened, server
from browser.lab import launched
from explorers import NAMES, make
from playwright.sync_api import sync_playwright

from lossviz import words

POINTS = (5, 50, 500, 5_000)
CLASSES = (3, 10, 100)


# Steps


def with_points(name: str, count: int) -> object:
    """The explorer `name` with `count` points or samples."""
    rng = np.random.default_rng(3)
    x, noise = np.linspace(1, 8, count), rng.normal(0, 0.4, count)
    match name:
        case "accuracy":
            return make(name, x, (x + noise > 4.5).astype(int))
        case "slope":
            return make(name, x, 1.5 * x + noise)
        case "mse":
            return make(name, x, x + 3 * noise)
        case "binary_cross_entropy":
            return make(name, (x > 4).astype(int), rng.uniform(0.05, 0.95, count))
        case "softmax_batch":
            return make(name, rng.integers(0, 3, count), rng.dirichlet(np.ones(3), count))
    raise ValueError(name)


def with_classes(name: str, count: int) -> object:
    """The explorer `name` with `count` classes."""
    rng = np.random.default_rng(3)
    if name == "softmax":
        return make(name, rng.normal(0, 1, count))
    return make(name, rng.integers(0, count, 3), rng.dirichlet(np.ones(count), 3))


def growth(names: tuple[str, ...], counts: tuple[int, ...], build: Callable[[str, int], object], steps: int) -> str:
    """A table of milliseconds and kilobytes a step, by explorer and size."""
    rows = []
    for name in names:
        costs = []
        for count in counts:
            explorer = build(name, count)
            costs.append(dearest_step(explorer, steps, most=1))
            explorer.panel.close()
        rows.append([f"`{name}`", *(f"{cost.milliseconds:.1f} ms, {cost.size / 1000:.1f} KB" for cost in costs)])
    return table(["explorer", *(f"{count:,}" for count in counts)], rows)


def together(count: int, steps: int) -> tuple[float, float]:
    """Milliseconds a step of `explore.mse` alone, and as one of `count` explorers side by side; taking turns."""
    with wired():
        chosen = make("mse")
        slider = chosen.panel.controls["y_pred"].parts[0]
        alone, among = [], []
        for _ in range(5):
            alone.append(step_cost(slider, steps).milliseconds)
            others = [make(NAMES[index % len(NAMES)]) for index in range(count - 1)]
            # Each is shown, as in a notebook.
            for other in others:
                other.panel  # noqa: B018
            among.append(step_cost(slider, steps).milliseconds)
            for other in others:
                other.panel.close()
        return median(alone), median(among)


def steps_report(steps: int) -> tuple[str, list[Goal]]:
    """Tables of the steps."""
    with words.using(language="en"), wired():
        points = growth(
            ("accuracy", "slope", "mse", "binary_cross_entropy", "softmax_batch"), POINTS, with_points, steps
        )
        classes = growth(("softmax", "softmax_batch"), CLASSES, with_classes, steps)
        alone, among = together(10, steps)
    return (
        f"## A step, by points or samples\n\n{points}\n\n## A step, by classes\n\n{classes}\n\n"
        f"Ten explorers in one notebook: a step of `mse` takes {among:.1f} ms; alone it takes {alone:.1f} ms."
    ), [Goal("ten explorers cost a step of one no more than 1.1 ×", f"{among / alone:.2f} ×", among <= 1.1 * alone)]


# Imports

NOTEBOOKS = Path(__file__).parents[1] / "notebooks" / "en"
BASE = "import numpy, matplotlib.figure, ipywidgets"
IMPORTS = ("import lossviz", "from lossviz import explore, losses")


def import_times(count: int) -> dict[str, float]:
    """Milliseconds that each import takes in a fresh process: the median of `count`, taking turns."""
    times = {statement: [] for statement in (BASE, *IMPORTS)}
    for _ in range(count + 1):
        for statement, taken in times.items():
            code = f"import time; start = time.perf_counter(); {statement}; print(time.perf_counter() - start)"
            run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
            taken.append(float(run.stdout) * 1000)
    # The first of each has read the files from the disk.
    return {statement: median(taken[1:]) for statement, taken in times.items()}


def imports_report(count: int) -> tuple[str, list[Goal]]:
    """What an import costs above what it needs."""
    times = import_times(count)
    rows = [[f"`{statement}`", taken, taken / times[BASE]] for statement, taken in times.items()]
    return f"## Imports\n\n{table(['statement', 'ms', '× the first'], rows)}", [
        Goal(f"`{each}` ≤ 1.15 × `{BASE}`", f"{times[each] / times[BASE]:.2f} ×", times[each] <= 1.15 * times[BASE])
        for each in IMPORTS
    ]


# First explorer


def first_report(count: int) -> tuple[str, list[Goal]]:
    """From Run All to the first explorer on the screen, for each notebook of the course."""
    times = first_explorers(count)
    rows = [[name, *(median(each) for each in zip(*taken, strict=True))] for name, taken in times.items()]
    slowest = max(warm for _, _, warm in rows)
    return f"## First explorer after Run All\n\n{table(['notebook', 'new kernel, ms', 'warm kernel, ms'], rows)}", [
        Goal("first explorer ≤ 1.5 s after Run All on a warm kernel", f"at most {slowest:.0f} ms", slowest <= 1500)
    ]


# Runs all cells and waits for the frame in which the first explorer, still layer and moving layer, is painted.
_FIRST = """() => new Promise(resolve => {
  document.querySelectorAll(".lv-live").forEach(old => old.classList.add("old"));
  const start = performance.now();
  jupyterapp.commands.execute("notebook:run-all-cells");
  const look = () => {
    const image = document.querySelector(".lv-live:not(.old) img");
    if (document.querySelector(".lv-live:not(.old) svg") && image?.complete && image.naturalWidth)
      requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - start)));
    else if (performance.now() - start < 60000) requestAnimationFrame(look);
    else resolve(NaN);
  };
  look();
})"""


_IDLE = "jupyterapp.shell.currentWidget.sessionContext.session.kernel.status === 'idle'"


def first_explorers(count: int) -> dict[str, list[tuple[float, float]]]:
    """Milliseconds from Run All to the first explorer, in a new kernel and again in the same, for each notebook."""
    times = {}
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(ignore_cleanup_errors=True)))
        started = stack.enter_context(server("ours", folder))
        page = launched(stack.enter_context(sync_playwright())).new_page()
        for source in sorted(NOTEBOOKS.glob("*.ipynb")):
            if "explore." not in source.read_text(encoding="utf-8"):
                continue
            for turn in range(count):
                name = f"{turn}-{source.name}"
                shutil.copy(source, folder / name)
                opened(page, started, name)
                new = page.evaluate(_FIRST)
                time.sleep(2)
                page.wait_for_function(_IDLE, timeout=60_000)
                times.setdefault(source.name, []).append((new, page.evaluate(_FIRST)))
                page.evaluate("jupyterapp.shell.currentWidget.sessionContext.shutdown()")
            progress(source.name)
    return times


def main() -> None:
    """Measure and report."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="a look: smaller arrays, fewer repetitions")
    parser.add_argument("--only", choices=["steps", "losses", "imports", "first"], help="one part")
    parser.add_argument("--out", type=Path, help="a file for the report")
    options = parser.parse_args()
    quick = options.quick
    parts = {
        "steps": lambda: steps_report(20 if quick else 60),
        "losses": lambda: losses_report(SIZES[: 3 if quick else None], 0.05 if quick else 0.5),
        "imports": lambda: imports_report(5 if quick else 15),
        "first": lambda: first_report(1 if quick else 3),
    }
    chosen = [parts[options.only]] if options.only else parts.values()
    texts, goals = zip(*(part() for part in chosen), strict=True)
    pages = [f"# Cost as work grows\n\n{machine()}", *texts, f"## Goals\n\n{goals_table(chain(*goals))}"]
    publish("\n\n".join(pages), options.out)


if __name__ == "__main__":
    main()
