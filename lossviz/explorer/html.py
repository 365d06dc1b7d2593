"""The words and numbers beside and below a figure, as HTML."""

from collections.abc import Iterable, Sequence
from html import escape

from lossviz.words import number


def reading(name: str, value: float, kind: str = "loss", digits: int = 4) -> str:
    """A number in the text of an explorer: rounded for the eye, exact for a machine, in the colour of its kind."""
    shown = number(value, digits)
    return f'<data class="lv-{kind}" data-reading="{name}" value="{float(value)!r}">{shown}</data>'


def colored(kind: str, words: str) -> str:
    """Words in the colour of their kind: "truth", "prediction", "loss" or "gradient"."""
    return f'<span class="lv-{kind}">{words}</span>'


def listed(values: Sequence[float], sign: str, most: int, digits: int = 4) -> str:
    """Numbers in a formula; of more than `most`, the first few and the last."""
    if len(values) <= most:
        return sign.join(number(value, digits) for value in values)
    return sign.join([*(number(value, digits) for value in values[: most - 2]), "…", number(values[-1], digits)])


def table(heads: Sequence[str], rows: Iterable[str], foot: str) -> str:
    """A table of `rows` that are written already, with the words of its heads."""
    head = "".join(f"<th>{escape(word)}</th>" for word in heads)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody><tfoot>{foot}</tfoot></table>"


def row(cells: Iterable[tuple[str, str]], *, marked: bool = False) -> str:
    """A row of cells, each of the kind whose colour it has, or ""; a marked one stands out."""
    written = "".join(f'<td class="lv-{kind}">{words}</td>' if kind else f"<td>{words}</td>" for kind, words in cells)
    return f'<tr class="lv-last">{written}</tr>' if marked else f"<tr>{written}</tr>"
