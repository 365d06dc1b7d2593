"""What a cell that asks a question puts into its notebook: a card while there is a kernel, and the question's words."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

from lossviz.words import language, t
from lossviz.words.settings import setting

# As HTML and plain text write the same.
_SIGNS = (("<sub>", "_"), ("</sub>", ""), ("<sup>2</sup>", "²"), ("<sup>", "^"), ("</sup>", ""), ("<code>", ""))


def output(html: str, text: str, card: Callable[[], Any]) -> tuple[dict, dict]:
    """Data and metadata of the output. html, text: the question in words, without its answer."""
    data = {"text/plain": text, "text/html": html}
    try:
        model = card().model_id
    except ImportError:  # no widgets here
        return data, {}
    data["application/vnd.jupyter.widget-view+json"] = {"version_major": 2, "version_minor": 0, "model_id": model}
    # By this `lossviz.stills` knows what has a view and a still.
    return data, {"lossviz": {}}


def look() -> dict[str, str]:
    """How a card looks and is spoken."""
    return {"lang": language(), "size": setting("size")}


def still(question: str, inside: str = "") -> str:
    """A question as a saved notebook shows it."""
    return f"<div><p><strong>{question}</strong></p>{inside}<p><em>{t('card.run')}</em></p></div>"


def verdict(right: bool, words: str, wrong: str = "card.wrong") -> str:
    """What is said to an answer, as HTML. wrong: the key of what is said first to one that is not right."""
    head = t("card.right" if right else wrong)
    return f'<p><strong class="lq-verdict">{head}</strong> {words}'.strip() + "</p>"


def plain(html: str) -> str:
    """The text of a piece of our own HTML.

    >>> plain("<p>−log <var>p</var><sub>1</sub> &lt; 1</p>")
    '−log p_1 < 1'
    """
    for tag, sign in _SIGNS:
        html = html.replace(tag, sign)
    return unescape(re.sub(r"<[^>]*>", "", html))
