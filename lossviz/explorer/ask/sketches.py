"""Shapes that can be chosen in place of drawing: heights from 0 to 1 over places from 0 to 1."""

import numpy as np

SHAPES = {
    "falling": lambda u: 0.92 - 0.9 * u,
    "rising": lambda u: 0.1 + 0.8 * u,
    # As 1/u: steep at first, then level.
    "sagging": lambda u: np.minimum(1, 0.11 / (u + 0.1) - 0.1),
    "bulging": lambda u: 0.9 * np.sqrt(np.maximum(1 - u**2, 0)),
    "bowl": lambda u: 0.05 + 3.4 * (u - 0.5) ** 2,
    "vee": lambda u: 0.05 + 1.7 * np.abs(u - 0.5),
    "stairs": lambda u: 0.2 + 0.2 * np.floor(np.minimum(u, 0.999) * 4),
    "smooth": lambda u: 0.1 + 0.75 / (1 + np.exp(-12 * (u - 0.5))),
    "level": lambda u: np.full_like(u, 0.4),
}
