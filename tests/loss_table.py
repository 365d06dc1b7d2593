"""The table of losses that drives their tests: for each loss, and each kind of input, a sampler and the options."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pytest

from lossviz import losses

# The relative error of a few dozen roundings of 1.1e-16.
EXACT = 1e-13


def numbers(rng, shape):
    return rng.normal(5, 2, shape), rng.normal(5, 2, shape)


def labelled_probabilities(rng, shape):
    return rng.integers(0, 2, shape).astype(float), rng.uniform(0.05, 0.95, shape)


def soft_labelled_probabilities(rng, shape):
    return rng.uniform(0, 1, shape), rng.uniform(0.05, 0.95, shape)


def labelled_logits(rng, shape):
    return rng.integers(0, 2, shape).astype(float), rng.normal(0, 3, shape)


def signed_scores(rng, shape):
    return rng.choice([-1.0, 1.0], shape), rng.normal(0, 1.5, shape)


def soft_rows(rng, shape):
    # At least 0.05 for each of at most ten classes, so that a difference quotient stays within the domain.
    return 0.05 + (1 - 0.05 * shape[-1]) * rng.dirichlet(np.ones(shape[-1]), shape[:-1])


def indices(rng, shape):
    return rng.integers(0, shape[-1], shape[:-1])


def one_hot(labels, classes):
    return np.eye(classes)[labels]


def rows_of(targets, predictions):
    return lambda rng, shape: (targets(rng, shape), predictions(rng, shape))


def one_hot_rows(rng, shape):
    return one_hot(indices(rng, shape), shape[-1])


def logit_rows(rng, shape):
    return rng.normal(0, 3, shape)


@dataclass(frozen=True)
class Case:
    name: str
    sample: Callable  # (random generator, shape of y_pred) -> y_true, y_pred
    options: dict = field(default_factory=dict)
    note: str = ""
    rows: bool = False

    def __str__(self):
        options = ", ".join(f"{name}={value}" for name, value in self.options.items())
        return " ".join(filter(None, [f"{self.name}({options})" if options else self.name, self.note]))

    def loss(self, y_true, y_pred, **options):
        return getattr(losses, self.name)(y_true, y_pred, **self.options, **options)

    def gradient(self, y_true, y_pred, **options):
        return getattr(losses, f"{self.name}_grad")(y_true, y_pred, **self.options, **options)

    def data(self, shape=None, seed=0):
        if shape is None:
            shape = (6, 4) if self.rows else (6,)
        return self.sample(np.random.default_rng(seed), shape)

    @property
    def reduces(self):
        return self.name not in ("sse", "half_sse", "rmse")

    @property
    def argument(self):
        return "logits" if self.name in ("softmax_cross_entropy", "sigmoid_cross_entropy") else "y_pred"


CASES = [
    Case("mse", numbers),
    Case("sse", numbers),
    Case("half_sse", numbers),
    Case("rmse", numbers),
    Case("mae", numbers),
    Case("huber", numbers),
    Case("huber", numbers, {"delta": 0.7}),
    Case("log_cosh", numbers),
    Case("quantile", numbers),
    Case("quantile", numbers, {"q": 0.9}),
    Case("binary_cross_entropy", labelled_probabilities),
    Case("binary_cross_entropy", soft_labelled_probabilities, note="soft labels"),
    Case("binary_cross_entropy", labelled_probabilities, {"clip": 0.2}),
    Case("focal", labelled_probabilities),
    Case("focal", labelled_probabilities, {"gamma": 0.5}),
    Case("focal", labelled_probabilities, {"gamma": 0.0}),
    Case("focal", labelled_probabilities, {"clip": 0.2}),
    Case("sigmoid_cross_entropy", labelled_logits),
    Case("hinge", signed_scores),
    Case("cross_entropy", rows_of(one_hot_rows, soft_rows), note="one-hot rows", rows=True),
    Case("cross_entropy", rows_of(soft_rows, soft_rows), note="soft labels", rows=True),
    Case("cross_entropy", rows_of(indices, soft_rows), note="class indices", rows=True),
    Case("cross_entropy", rows_of(one_hot_rows, soft_rows), {"clip": 0.2}, rows=True),
    Case("kl_divergence", rows_of(soft_rows, soft_rows), rows=True),
    Case("kl_divergence", rows_of(soft_rows, soft_rows), {"clip": 0.2}, rows=True),
    Case("softmax_cross_entropy", rows_of(one_hot_rows, logit_rows), note="one-hot rows", rows=True),
    Case("softmax_cross_entropy", rows_of(soft_rows, logit_rows), note="soft labels", rows=True),
    Case("softmax_cross_entropy", rows_of(indices, logit_rows), note="class indices", rows=True),
]
BY_NAME = {str(case): case for case in CASES}
REDUCING = [case for case in CASES if case.reduces]
NAMES = list(dict.fromkeys(case.name for case in CASES))

each_case = pytest.mark.parametrize("case", CASES, ids=str)
each_reducing_case = pytest.mark.parametrize("case", REDUCING, ids=str)


def shapes(case):
    """One sample, a list of them, a table."""
    return [(4,), (1, 4), (6, 4)] if case.rows else [(), (1,), (6,), (2, 3)]


def samples(case, y_pred):
    return math.prod(y_pred.shape[:-1] if case.rows else y_pred.shape)
