"""Rows of probabilities, in which the others make room for the one that is moved."""

import math

import numpy as np


def steps_of(count: int) -> int:
    """The steps from 0 to 1 of each probability of a row of `count`: so many that all of them can have ten."""
    return 10 ** math.ceil(1 + math.log10(count))


def share_row(row: np.ndarray, moved: int) -> np.ndarray:
    """The row in which the element `moved` has its new value: the others answer, so that the sum is 1.

    As nearly in proportion as whole steps allow: what the sliders show is then all there is, and adds up to 1.
    """
    others, steps = np.arange(len(row)) != moved, steps_of(len(row))
    shares = row[others] if row[others].any() else np.ones(len(row) - 1)
    rest = round(steps * (1 - row[moved]), 9)
    wanted = rest * shares / shares.sum()
    whole = np.floor(wanted)
    # What is left over goes step by step to those that have lost most.
    left = rest - whole.sum() - np.arange(len(whole))
    whole[np.argsort(whole - wanted, kind="stable")] += np.clip(left, 0, 1)
    answered = row.copy()
    answered[others] = np.round(whole / steps, 12)
    return answered


def ends_of(y_pred: np.ndarray) -> np.ndarray:
    """Where the end of each part of a bar is when its probability is 0 and when it is 1, the others making room.

    Those before it keep their share S of what is left, so the end of part p is at S(1 − p) + p. The last part has no
    end of its own: it ends where the bar does, and begins where the one before it is taken hold of.
    """
    count = y_pred.shape[1]
    others = 1 - y_pred
    before = y_pred.cumsum(axis=1) - y_pred
    even = np.arange(count) / max(count - 1, 1)
    start = np.where(others > 0, before / np.where(others > 0, others, 1), even)
    ends = np.stack([start, np.ones_like(start)], axis=-1)
    ends[:, -1] = np.nan
    return ends.reshape(-1, 2)
