"""The words and numbers beside and below a figure, as HTML."""

from collections.abc import Sequence
from html import escape

from lossviz.words import number

# The characters of a row that has room in letters of the usual size.
MOST = 26


def reading(name: str, value: float, kind: str = "loss", digits: int = 4) -> str:
    """A number in the text of an explorer: rounded for the eye, exact for a machine, in the colour of its kind."""
    shown = number(value, digits)
    return f'<data class="lv-{kind}" data-reading="{name}" value="{float(value)!r}">{shown}</data>'


def dragged(control: str, value: float, words: str = "") -> str:
    """A number of a formula that is a control: it can be dragged sideways. `words`: how it is written there."""
    shown = words or number(value)
    return f'<b class="lv-drag" data-control="{control}" data-value="{float(value)!r}">{shown}</b>'


def colored(kind: str, words: str) -> str:
    """Words in the colour of their kind: "truth", "prediction", "loss" or "gradient"."""
    return f'<span class="lv-{kind}">{words}</span>'


def listed(values: Sequence[float], sign: str, most: int, digits: int = 4) -> str:
    """Numbers in a formula; of more than `most`, the first few and the last."""
    if len(values) <= most:
        return sign.join(number(value, digits) for value in values)
    return sign.join([*(number(value, digits) for value in values[: most - 2]), "…", number(values[-1], digits)])


# A cell: the kind whose colour it has, or "", and what is written in it.
Cell = tuple[str, str]


def table(heads: Sequence[str], rows: Sequence[Sequence[Cell]], foot: Sequence[Cell], *, marked: int) -> str:
    """A table, of which the row at `marked` stands out.

    It must not leave its room beside the figure: wide numbers get smaller letters, and the last column then goes.
    """
    wide = max(sum(len(words) for _, words in cells) for cells in rows) > MOST
    last = -1 if wide else None
    head = "".join(f"<th>{escape(word)}</th>" for word in heads[:last])
    body = "".join(_row(cells[:last], marked=index == marked) for index, cells in enumerate(rows))
    small = ' class="lv-small"' if wide else ""
    return (
        f"<table{small}><thead><tr>{head}</tr></thead><tbody>{body}</tbody><tfoot>{_row(foot[:last])}</tfoot></table>"
    )


def _row(cells: Sequence[Cell], *, marked: bool = False) -> str:
    written = "".join(f'<td class="lv-{kind}">{words}</td>' if kind else f"<td>{words}</td>" for kind, words in cells)
    return f'<tr class="lv-last">{written}</tr>' if marked else f"<tr>{written}</tr>"
