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
import tracemalloc
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import numpy as np
import scipy.spatial.distance
import scipy.special
import sklearn.metrics
from bench import Goal, dearest_step, goals_table, machine, progress, publish, step_cost, table, wired
from bench_slider import opened, server
from browser.lab import launched
from explorers import NAMES, make
from playwright.sync_api import sync_playwright

from lossviz import losses, text

POINTS = (5, 50, 500, 5_000)
CLASSES = (3, 10, 100)
SIZES = (10**3, 10**4, 10**5, 10**6, 10**7)


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
            return make(name, rng.dirichlet(np.ones(3), count), rng.integers(0, 3, count))
    raise ValueError(name)


def with_classes(name: str, count: int) -> object:
    """The explorer `name` with `count` classes."""
    rng = np.random.default_rng(3)
    if name == "softmax":
        return make(name, rng.normal(0, 1, count))
    return make(name, rng.dirichlet(np.ones(count), 3), rng.integers(0, count, 3))


def growth(names: tuple[str, ...], counts: tuple[int, ...], build: Callable[[str, int], object], steps: int) -> str:
    """A table of milliseconds and kilobytes a step, by explorer and size."""
    rows = []
    for name in names:
        costs = []
        for count in counts:
            explorer = build(name, count)
            costs.append(dearest_step(explorer, steps, most=1))
            explorer.close()
        rows.append([f"`{name}`", *(f"{cost.milliseconds:.1f} ms, {cost.size / 1000:.1f} KB" for cost in costs)])
    return table(["explorer", *(f"{count:,}" for count in counts)], rows)


def together(count: int, steps: int) -> tuple[float, float]:
    """Milliseconds a step of `explore.mse` alone, and as one of `count` explorers side by side; taking turns."""
    with wired():
        chosen = make("mse")
        slider = chosen.controls["y_pred"].parts[0]
        alone, among = [], []
        for _ in range(5):
            alone.append(step_cost(slider, steps).milliseconds)
            others = [make(NAMES[index % len(NAMES)]) for index in range(count - 1)]
            among.append(step_cost(slider, steps).milliseconds)
            for other in others:
                other.close()
        return median(alone), median(among)


def steps_report(steps: int) -> tuple[str, list[Goal]]:
    """Tables of the steps."""
    with text.speaking("en"), wired():
        points = growth(
            ("accuracy", "slope", "mse", "binary_cross_entropy", "softmax_batch"), POINTS, with_points, steps
        )
        classes = growth(("softmax", "softmax_batch"), CLASSES, with_classes, steps)
        alone, among = together(10, steps)
    return (
        f"## A step, by points or samples\n\n{points}\n\n## A step, by classes\n\n{classes}\n\n"
        f"Ten explorers in one notebook: a step of `mse` takes {among:.1f} ms; alone it takes {alone:.1f} ms."
    ), [Goal("ten explorers cost a step of one no more than 1.1 ×", f"{among / alone:.2f} ×", among <= 1.1 * alone)]


# Losses


@dataclass(frozen=True)
class Case:
    """A loss of ours, the same of others, and the arguments of both for about `count` values."""

    name: str
    data: Callable[[int], tuple]
    ours: Callable
    others: dict[str, Callable]


def _numbers(count: int) -> tuple:
    rng = np.random.default_rng(1)
    return rng.normal(size=count), rng.normal(size=count)


def _binary(count: int) -> tuple:
    rng = np.random.default_rng(1)
    return rng.integers(0, 2, count).astype(float), rng.uniform(0.01, 0.99, count)


def _signs(count: int) -> tuple:
    rng = np.random.default_rng(1)
    return rng.integers(0, 2, count) * 2.0 - 1, rng.normal(size=count)


def _logits(count: int) -> tuple:
    rng = np.random.default_rng(1)
    return rng.integers(0, 10, count // 10), rng.normal(size=(count // 10, 10))


def _rows(count: int) -> tuple:
    right, logits = _logits(count)
    return right, scipy.special.softmax(logits, axis=1)


def _row_pairs(count: int) -> tuple:
    rng = np.random.default_rng(1)
    return tuple(scipy.special.softmax(rng.normal(size=(count // 10, 10)), axis=1) for _ in range(2))


def _one(data: Callable[[int], tuple]) -> Callable[[int], tuple]:
    return lambda count: data(count)[1:]


def _scipy_cross_entropy(right, logits):
    log_p = scipy.special.log_softmax(logits, axis=1)
    return -log_p[np.arange(len(right)), right].mean()


def _scipy_binary(y, p):
    return -(scipy.special.xlogy(y, p) + scipy.special.xlog1py(1 - y, -p)).mean()


def cases() -> list[Case]:
    """Every loss that scikit-learn, SciPy or PyTorch has as well."""
    sk, special, torch = sklearn.metrics, scipy.special, _torch()
    ten = list(range(10))
    return [
        Case("mse", _numbers, losses.mse, {"sklearn": sk.mean_squared_error, **torch("mse_loss")}),
        Case("rmse", _numbers, losses.rmse, {"sklearn": sk.root_mean_squared_error}),
        Case("sse", _numbers, losses.sse, {"scipy": scipy.spatial.distance.sqeuclidean}),
        Case("mae", _numbers, losses.mae, {"sklearn": sk.mean_absolute_error, **torch("l1_loss")}),
        Case(
            "huber",
            _numbers,
            losses.huber,
            {"scipy": lambda y, p: special.huber(1.0, y - p).mean(), **torch("huber_loss")},
        ),
        Case(
            "quantile",
            _numbers,
            partial(losses.quantile, q=0.9),
            {"sklearn": partial(sk.mean_pinball_loss, alpha=0.9)},
        ),
        Case("hinge", _signs, losses.hinge, {"sklearn": sk.hinge_loss}),
        Case(
            "binary_cross_entropy",
            _binary,
            losses.binary_cross_entropy,
            {"sklearn": sk.log_loss, "scipy": _scipy_binary, **torch("binary_cross_entropy")},
        ),
        Case("accuracy", _binary, losses.accuracy, {"sklearn": lambda y, p: sk.accuracy_score(y == 1, p >= 0.5)}),
        Case(
            "sigmoid_cross_entropy",
            lambda count: (_binary(count)[0], _numbers(count)[0]),
            losses.sigmoid_cross_entropy,
            {
                "scipy": lambda y, z: ((1 - y) * z - special.log_expit(z)).mean(),
                **torch("binary_cross_entropy_with_logits"),
            },
        ),
        Case("cross_entropy", _rows, losses.cross_entropy, {"sklearn": partial(sk.log_loss, labels=ten)}),
        Case(
            "kl_divergence",
            _row_pairs,
            losses.kl_divergence,
            {"scipy": lambda t, p: special.rel_entr(t, p).sum(axis=1).mean()},
        ),
        Case(
            "softmax_cross_entropy",
            _logits,
            losses.softmax_cross_entropy,
            {"scipy": _scipy_cross_entropy, **torch("cross_entropy")},
        ),
        Case(
            "softmax",
            _one(_logits),
            losses.softmax,
            {"scipy": partial(special.softmax, axis=1), **torch("softmax", dim=1)},
        ),
        Case(
            "log_softmax",
            _one(_logits),
            losses.log_softmax,
            {"scipy": partial(special.log_softmax, axis=1), **torch("log_softmax", dim=1)},
        ),
        Case("sigmoid", _one(_numbers), losses.sigmoid, {"scipy": special.expit, **torch("sigmoid")}),
    ]


def _torch() -> Callable[..., dict[str, Callable]]:
    """What makes a case's entry for a function of PyTorch, in order (y_pred, y_true); empty where it is missing."""
    if find_spec("torch") is None:
        return lambda name, **options: {}
    import torch
    from torch.nn import functional

    torch.set_num_threads(1)

    def entry(name: str, **options: object) -> dict[str, Callable]:
        function = getattr(functional, name, None) or getattr(torch, name)

        def call(*arrays):
            *true, pred = map(torch.from_numpy, arrays)
            return function(pred, *true, **options)

        return {"torch": call}

    return entry


def best_times(functions: dict[str, Callable], arguments: tuple, seconds: float) -> dict[str, float]:
    """Milliseconds of the fastest call of each, taking turns for about `seconds`."""
    best = dict.fromkeys(functions, float("inf"))
    for function in functions.values():
        function(*arguments)
    end = time.perf_counter() + seconds
    turns = 0
    while turns < 3 or time.perf_counter() < end:
        turns += 1
        for name, function in functions.items():
            begin = time.perf_counter()
            function(*arguments)
            best[name] = min(best[name], (time.perf_counter() - begin) * 1000)
    return best


def peak(function: Callable, arguments: tuple) -> float:
    """What a call holds at its peak, arguments included, as a multiple of the arguments."""
    given = sum(argument.nbytes for argument in arguments)
    tracemalloc.start()
    result = function(*arguments)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    del result
    return 1 + most / given


def losses_report(sizes: tuple[int, ...], seconds: float) -> tuple[str, list[Goal]]:
    """Times beside the others, and memory."""
    rows, slower, peaks = [], [], {}
    for case in cases():
        for size in sizes:
            arguments = case.data(size)
            for name, other in case.others.items():
                np.testing.assert_allclose(
                    case.ours(*arguments), np.asarray(other(*arguments)), rtol=1e-7, err_msg=name
                )
            times = best_times({"ours": case.ours, **case.others}, arguments, seconds)
            peaks[case.name, size] = peak(case.ours, arguments)
            rivals = [times.get(name, float("nan")) for name in ("sklearn", "scipy", "torch")]
            rows.append([f"`{case.name}` {size:,}", times["ours"], *rivals, peaks[case.name, size]])
            slower += [
                f"{case.name} {size:,}: {times['ours'] / times[name]:.2f} × {name}"
                for name in ("sklearn", "scipy")
                if times["ours"] > times.get(name, float("inf"))
            ]
            progress(f"{case.name}, {size:,}")
    peaks |= gradient_peaks(min(sizes[-1], 10**6))
    # Below, the blocks that a formula is computed in count for more than the arrays: 100 KB or so.
    worst = max((value, name) for name, value in peaks.items() if name[1] >= 10**5)
    heads = ["loss, values", "ours ms", "scikit-learn", "SciPy", "PyTorch", "peak × input"]
    return f"## Losses on one thread\n\n{table(heads, rows)}", [
        Goal("losses: not slower than scikit-learn and SciPy", "; ".join(slower) or "nowhere slower", not slower),
        Goal(
            "losses and gradients, from 10⁵ values: memory ≤ 3 × the input",
            f"at most {worst[0]:.2f} × ({worst[1][0]})",
            worst[0] <= 3,
        ),
    ]


def gradient_peaks(size: int) -> dict[tuple[str, int], float]:
    """The peak of every gradient."""
    data = {case.name: case.data for case in cases()} | {"half_sse": _numbers, "log_cosh": _numbers, "focal": _binary}
    gradients = {name: getattr(losses, f"{name}_grad", None) for name in data}
    return {
        (f"{name}_grad", size): peak(gradient, data[name](size)) for name, gradient in gradients.items() if gradient
    }


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
