"""The drills: small numbers at random, tidy enough for the head or a pocket calculator."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from random import Random

from lossviz import losses
from lossviz.words import number

Given = tuple
Shown = Mapping[str, object]


@dataclass(frozen=True)
class Kind:
    """One kind of drill. Its words are in the locale files, under `drill.<name>`."""

    name: str
    # Arguments of the quantity, by which mistakes are recognised.
    make: Callable[[Random], Given]
    # What stands in the placeholders of its words.
    shown: Callable[..., Shown]
    # To how many decimals the answer is to be rounded; None: it is exact.
    decimals: int | None
    quantity: str
    right: Callable[..., float]
    # Whether numbers are drawn until each usual mistake gives another answer. (An epsilon in a log, say, never does.)
    apart: bool = False


def _pairs(least: int, most: int) -> Callable[[Random], Given]:
    """True values and predictions, each a small whole number; one of them may be exact."""

    def make(random: Random) -> Given:
        count = random.randint(least, most)
        y_true = [random.randint(1, 9) for _ in range(count)]
        errors = [*random.sample([-3, -2, -1, 1, 2, 3], count - 1), random.choice([0, 1, 2])]
        return y_true, [y + error for y, error in zip(y_true, errors, strict=True)]

    return make


def _listed(values: Iterable[float]) -> str:
    return ", ".join(map(number, values))


def _samples(y_true: list[float], y_pred: list[float]) -> Shown:
    return {"y": _listed(y_true), "y_hat": _listed(y_pred), "count": len(y_true)}


def _answers(random: Random) -> Given:
    """Labels and probabilities, with another number of right answers than of wrong ones."""
    count = random.choice([4, 5, 8])
    right = random.choice([each for each in range(1, count) if 2 * each != count])
    hits = random.sample([True] * right + [False] * (count - right), count)
    labels = random.sample([0, 1] * (count // 2) + [1] * (count % 2), count)
    sides = (_HIGH if label == hit else _LOW for label, hit in zip(labels, hits, strict=True))
    return labels, [random.choice(side) / 10 for side in sides]


_LOW, _HIGH = (1, 2, 3, 4), (6, 7, 8, 9)


def _binary(random: Random) -> Given:
    labels = random.sample([0, 1], 2)
    return labels, [tenths / 10 for tenths in random.sample(_LOW + _HIGH, 2)]


def _weight(random: Random) -> Given:
    weight, slope = random.randint(-4, 6) / 2, random.choice([-4, -3, -2, 2, 3, 4, 5])
    return weight, float(slope), random.choice([0.05, 0.1, 0.2])


def _one_p(random: Random) -> Given:
    return (random.choice([0.01, 0.05, 0.1, 0.2, 0.25, 0.3, 0.4, 0.6, 0.7, 0.75, 0.8, 0.9, 0.95]),)


def _logits(random: Random) -> Given:
    return (random.sample([-1, 0, 1, 2, 3], 3),)


DRILLS = {
    kind.name: kind
    for kind in (
        Kind("accuracy", _answers, _samples, 3, "accuracy", losses.accuracy),
        Kind(
            "next_weight", _weight, lambda weight, slope, rate: {"weight": weight, "slope": slope, "rate": rate}, 2,
            "next_weight", lambda weight, slope, rate: weight - rate * slope,
        ),
        Kind("mse", _pairs(3, 5), _samples, 2, "mse", losses.mse, True),
        Kind("sse", _pairs(3, 5), _samples, None, "sse", losses.sse, True),
        Kind("half_sse", _pairs(3, 5), _samples, None, "half_sse", losses.half_sse, True),
        Kind(
            "mse_grad", _pairs(4, 5), _samples, 2, "gradient_of_one",
            lambda y_true, y_pred: float(losses.mse_grad(y_true, y_pred)[0]), True,
        ),
        Kind(
            "cross_entropy", _one_p, lambda p: {"p": p}, 2, "log_loss",
            lambda p: losses.cross_entropy([1, 0], [p, 1 - p]),
        ),
        Kind(
            "softmax", _logits, lambda logits: {"z": _listed(logits)}, 2, "softmax_of_one",
            lambda logits: float(losses.softmax(logits)[0]), True,
        ),
        Kind("binary_cross_entropy", _binary, _samples, 2, "binary_cross_entropy", losses.binary_cross_entropy),
    )
}  # fmt: skip
