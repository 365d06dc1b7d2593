"""The words of each language: `locale/en.toml` and `locale/ko.toml`, the same keys and `{placeholders}` in both."""

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files


@cache
def catalogue(language: str) -> dict[str, str]:
    """All texts of a language as one flat table: `{"word.loss": "loss", …}`."""
    source = files(__package__).joinpath("locale", f"{language}.toml").read_text(encoding="utf-8")
    return dict(_flatten(tomllib.loads(source)))


def _flatten(table: dict, prefix: str = "") -> Iterator[tuple[str, str]]:
    for name, entry in table.items():
        if isinstance(entry, dict):
            yield from _flatten(entry, f"{prefix}{name}.")
        else:
            yield prefix + name, entry
