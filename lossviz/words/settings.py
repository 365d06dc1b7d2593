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
_ALLOWED = {"language": LANGUAGES, "size": ("normal", "lecture")}
_chosen = {"language": system_language(), "size": "normal"}


def setting(name: str) -> str:
    """The value of a setting in use."""
    return _chosen[name]


def chosen() -> dict[str, str]:
    """All settings in use, to be taken up again with `using`."""
    return dict(_chosen)


def use(language: str | None = None, *, size: str | None = None) -> None:
    """Choose the language of every label, sentence and error message, and the size of the explorers.

    language: "en" or "ko". size: "normal", or "lecture" for the back row. What is not given stays as it is.

    >>> use("en")
    >>> setting("language")
    'en'
    """
    if language is not None or size is None:
        _choose(language=language)
    if size is not None:
        _choose(size=size)


@contextmanager
def using(**settings: str) -> Iterator[None]:
    """Other settings inside the block, and those from before after it: `using(language="ko")`."""
    before = chosen()
    _choose(**settings)
    try:
        yield
    finally:
        _chosen.update(before)


def language() -> str:
    """The language in use: "en" or "ko"; until one is chosen, the system's."""
    return setting("language")


def _choose(**settings: str) -> None:
    for name, value in settings.items():
        if value not in _ALLOWED[name]:
            message = catalogue(language())["error.setting"]
            allowed = ", ".join(map(repr, _ALLOWED[name]))
            raise ValueError(message.format(name=name, received=repr(value), allowed=allowed))
    _chosen.update(settings)
