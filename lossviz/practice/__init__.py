"""Exercises that know the usual mistakes: they say which one was made, not only that there is one.

>>> import numpy as np, lossviz
>>> lossviz.use("en")
>>> check("mse", lambda y_true, y_pred: np.sum((y_true - y_pred) ** 2))
Not yet. This is the sum of the squared errors (SSE). It grows with every further sample: what
turns a sum into a mean?
    y_true = [1, 3, 5, 6, 7]
    y_pred = [3, 2, 7, 5, 8]
    received: 11
"""

from .catalogue import exercises
from .checking import check
from .diaries import diary
from .drills import drill
from .help import hint, solution
from .quizzes import quiz
from .typed import diagnose_number, tells_apart
from .wording import mistake_name

__all__ = [
    "check",
    "diagnose_number",
    "diary",
    "drill",
    "exercises",
    "hint",
    "mistake_name",
    "quiz",
    "solution",
    "tells_apart",
]


def __dir__() -> list[str]:
    """What a student calls; the modules behind it are no part of that."""
    return __all__
