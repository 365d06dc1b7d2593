"""The table beside `explore.mse`: each error, its square, and its share of the sum."""

import numpy as np

from lossviz.explorer import reading, table
from lossviz.words import digits_apart, number, t

# Of more samples than this the table shows so many of the largest errors.
MOST_SAMPLES, MOST_ROWS = 12, 8
# With more letters in a row than this there is no room for the errors themselves.
MOST_LETTERS = 32


def errors_table(y_true: np.ndarray, y_pred: np.ndarray, point: int, squares: np.ndarray, sse: float) -> str:
    """A row for each sample, that of the `point` moved last among them and marked; below it the sum."""
    shown = range(len(squares))
    if len(squares) > MOST_SAMPLES:
        shown = sorted({*np.argsort(-squares, kind="stable")[: MOST_ROWS - 1].tolist(), point - 1})
    digits = digits_apart((y_true[index], y_pred[index]) for index in shown)
    rows = [
        [
            ("", str(index + 1)),
            ("truth", number(y_true[index], digits)),
            ("prediction", number(y_pred[index], digits)),
            ("", number(y_true[index] - y_pred[index])),
            ("loss", number(squares[index])),
            ("", _percent(squares[index], sse)),
        ]
        for index in shown
    ]
    foot = [("", ""), ("", ""), ("", ""), ("", t("word.sum")), ("", reading("sse", sse)), ("", _percent(sse, sse))]
    heads = ["", "y", "ŷ", "y − ŷ", "(y − ŷ)²", t("mse.share")]
    if max(sum(len(words) for _, words in cells) for cells in rows) > MOST_LETTERS:
        foot[2] = foot[3]
        for cells in (heads, foot, *rows):
            del cells[3]
    return table(heads, rows, foot, marked=list(shown).index(point - 1))


def _percent(part: float, whole: float) -> str:
    return f"{100 * part / whole if whole else 0:.0f} %"
