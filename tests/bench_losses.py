"""The losses beside those of scikit-learn, SciPy and PyTorch: the part of `bench_growth.py` about time and memory."""

import time
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec

import numpy as np
import scipy.spatial.distance
import scipy.special
import sklearn.metrics
from bench import Goal, progress, table

from lossviz import losses

SIZES = (10**3, 10**4, 10**5, 10**6, 10**7)


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
