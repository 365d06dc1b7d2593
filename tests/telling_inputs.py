"""Inputs on which mistakes can be told apart, found by search: `python tests/telling_inputs.py mse` prints one more.

Two candidates are the same function if they agree on inputs drawn at random; `coincidences` are those that agree on an
exercise's own inputs although they are not. A seeded search tries small tidy numbers for the input that leaves fewest.
"""

import sys
from collections import defaultdict

import numpy as np

from lossviz.practice.candidates import pairs, right_everywhere, singles, value_of
from lossviz.practice.quantities import QUANTITIES
from lossviz.practice.recognition import in_rank

DRAWS, TRIES = 6, 12


def drawn(quantity, rng, *, tidy):
    """An input at random, of the shapes of one of the exercise's own."""
    case = quantity.inputs()[rng.integers(len(quantity.cases))]
    return tuple(
        _drawn(quantity.name, name, np.shape(value), rng, tidy)
        for name, value in zip(quantity.arguments, case, strict=True)
    )


def _drawn(quantity, argument, shape, rng, tidy):
    if argument == "y_true" and quantity in {"cross_entropy", "loss_of_logits"}:
        return np.eye(shape[1])[rng.integers(shape[1], size=shape[0])]
    if argument == "y_true" and quantity in {"binary_cross_entropy", "accuracy", "logit_grad"}:
        return rng.permutation(np.arange(shape[0]) % 2).astype(float)
    if argument == "y_pred" and quantity == "cross_entropy":
        parts = rng.integers(1, 9, size=shape).astype(float) if tidy else rng.random(shape) + 0.05
        return parts / parts.sum(axis=1, keepdims=True)
    if argument == "p" or quantity in {"binary_cross_entropy", "accuracy", "logit_grad"}:
        values = rng.integers(1, 20, size=shape) / 20 if tidy else rng.uniform(0.05, 0.95, size=shape)
    else:
        values = rng.integers(-6, 13, size=shape) / 2 if tidy else rng.normal(0, 3, size=shape)
    return values if shape else float(values)


def signature(formula, quantity, inputs, known):
    """A formula's values on some inputs, as a key."""
    found = []
    for given, values in zip(inputs, known, strict=True):
        value = value_of(formula, dict(zip(quantity.arguments, given, strict=True)), values)
        # Nine digits, as in the comparison of answers.
        found.append(None if value is None else (value.shape, *np.char.mod("%.8g", np.round(value, 9) + 0.0).ravel()))
    return tuple(found)


def coincidences(quantity, inputs, candidates):
    """Groups of candidates with the same answers to these inputs that are not the same function."""
    rng = np.random.default_rng(0)
    first = dict(zip(quantity.arguments, inputs[0], strict=True))
    # What is nan or infinite throughout is told by that.
    values = {each: value_of(each.formula, first) for each in candidates}
    candidates = [each for each, value in values.items() if value is not None and np.isfinite(value).any()]
    random = [drawn(quantity, rng, tidy=False) for _ in range(DRAWS)]
    groups, known, random_known = defaultdict(list), [{} for _ in inputs], [{} for _ in random]
    for candidate in candidates:
        groups[signature(candidate.formula, quantity, inputs, known)].append(candidate)
    right = signature(quantity.formulas[0], quantity, inputs, known)
    found = []
    for key, group in groups.items():
        if len(group) > 1 and key != right and np.any([value is not None for value in key]):
            functions = defaultdict(set)
            for candidate in group:
                functions[signature(candidate.formula, quantity, random, random_known)].add(in_rank(candidate.keys))
            # What is said is the same where the mistakes are: 1e-7 and 1e-8 in a logarithm.
            if len(set(map(frozenset, functions.values()))) > 1:
                found.append(list(functions.values()))
    return found


def mistakes(quantity):
    """All candidates with one mistake or two."""
    return [each for each in (*singles(quantity), *pairs(quantity)) if each not in right_everywhere(quantity)]


def search(quantity):
    """The tidy input that, added to those of the exercise, leaves fewest coincidences."""
    rng = np.random.default_rng(0)
    tried = [drawn(quantity, rng, tidy=True) for _ in range(TRIES)]
    return min(tried, key=lambda given: len(coincidences(quantity, [*quantity.inputs(), given], mistakes(quantity))))


if __name__ == "__main__":
    np.seterr(all="ignore")
    for name in [each for each in sys.argv[1:] if each in QUANTITIES] or QUANTITIES:
        quantity = QUANTITIES[name]
        before = len(coincidences(quantity, quantity.inputs(), mistakes(quantity)))
        print(name, before)  # noqa: T201
        if before and "-s" in sys.argv:
            found = search(quantity)
            left = coincidences(quantity, [*quantity.inputs(), found], mistakes(quantity))
            print("   ", [np.asarray(each).tolist() for each in found], len(left), left[:4])  # noqa: T201
