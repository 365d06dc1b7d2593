"""What a reader chooses for all that is shown. `use` holds until the next `use`, `using` for a block.

What else a reader may choose becomes one more entry of `_ALLOWED` and of `_chosen`.
"""

import locale
import os
from collections.abc import Iterator
from contextlib import contextmanager

from .catalogue import catalogue

LANGUAGES = ("en", "ko")


def system_language() -> str:
    """The language that the reader's system speaks: "ko" where that is Korean, "en" everywhere else."""
    named = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), None)
    tongue = named or locale.getlocale()[0] or ""
    # Windows says "Korean_Korea", everything else "ko_KR.UTF-8".
    return "ko" if tongue.lower().startswith("ko") else "en"


# Setting -> the values that it may have.
_ALLOWED = {"language": LANGUAGES, "size": ("normal", "lecture"), "diary": (True, False)}
_chosen: dict[str, str | bool] = {"language": system_language(), "size": "normal", "diary": True}


def setting(name: str) -> str | bool:
    """The value of a setting in use."""
    return _chosen[name]


def chosen() -> dict[str, str]:
    """How things are shown at present, to be taken up again with `using`."""
    # A reader who has switched the diary off means what was asked before as well.
    return {name: value for name, value in _chosen.items() if name != "diary"}


def use(language: str | None = None, *, size: str | None = None, diary: bool | None = None) -> None:
    """Choose the language of every label, sentence and error message, the size of the explorers, and whether there is
    a diary.

    language: "en" or "ko". size: "normal", or "lecture" for the back row. diary: whether what a reader answers is kept
    in a file beside the notebook. What is not given stays as it is.

    >>> use("en")
    >>> setting("language")
    'en'
    """
    given = {"size": size, "diary": diary}
    others = {name: value for name, value in given.items() if value is not None}
    if language is not None or not others:
        _choose(language=language)
    _choose(**others)


@contextmanager
def using(**settings: str | bool) -> Iterator[None]:
    """Other settings inside the block, and those from before after it: `using(language="ko")`."""
    before = dict(_chosen)
    _choose(**settings)
    try:
        yield
    finally:
        _chosen.update(before)


def language() -> str:
    """The language in use: "en" or "ko"; until one is chosen, the system's."""
    return setting("language")


def _choose(**settings: str | bool) -> None:
    for name, value in settings.items():
        if value not in _ALLOWED[name]:
            message = catalogue(language())["error.setting"]
            allowed = ", ".join(map(repr, _ALLOWED[name]))
            raise ValueError(message.format(name=name, received=repr(value), allowed=allowed))
    _chosen.update(settings)
