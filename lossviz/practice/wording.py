"""Mistakes in words: those of the exercise where it has some, and otherwise the general ones."""

from collections.abc import Sequence

from lossviz.words import catalogue, language, t

Keys = tuple[str, ...]

# What is said of a second mistake, after the words for the first.
_SECOND = {"sign": "and_sign", "nearly": "and_nearly", "rounded": "and_rounded"}


def mistakes_words(
    names: Sequence[str], alternatives: Sequence[Keys], arguments: Sequence[str], **values: object
) -> str:
    """What is wrong, in the words of an exercise or a quantity, by their `names`; then what else it may be."""
    if own := _own(names, "_or_".join("_and_".join(keys) for keys in alternatives), values):
        return own
    first, *others = alternatives
    words = _words(names, first, arguments, values)
    if not others:
        return words
    return t("practice.or_else", words=words, names="; ".join(dict.fromkeys(map(mistake_name, map("+".join, others)))))


def mistake_name(mistake: str) -> str:
    """A mistake in a few words, by its id: "the sum in place of the mean". Several are joined by +.

    >>> import lossviz
    >>> lossviz.use("en")
    >>> mistake_name("sum_for_mean+half")
    'the sum in place of the mean, an extra ½'
    """
    known = catalogue(language())
    return ", ".join(known.get(f"practice.short.{key}", key) for key in mistake.split("+"))


def has_own_words(names: Sequence[str], keys: Keys) -> bool:
    """Whether an exercise or quantity of these names has words of its own for the mistakes."""
    return any(f"practice.{name}.{'_and_'.join(keys)}" in catalogue(language()) for name in names)


def _words(names: Sequence[str], keys: Keys, arguments: Sequence[str], values: dict[str, object]) -> str:
    if own := _own(names, "_and_".join(keys), values):
        return own
    if len(once := tuple(dict.fromkeys(keys))) < len(keys):  # the same mistake twice is told once
        return _words(names, once, arguments, values)
    if len(keys) == 1:
        return t(f"practice.mistake.{keys[0]}", **values)
    for second, how in _SECOND.items():
        if second in keys:
            rest = tuple(key for key in keys if key != second)
            return t(f"practice.{how}", words=_words(names, rest or (second,), arguments, values))
    if "swapped" in keys:
        rest = tuple(key for key in keys if key != "swapped")
        return t("practice.and_swapped", names=", ".join(arguments), words=_words(names, rest, arguments, values))
    first, *rest = keys
    return t(
        "practice.both",
        first=_words(names, (first,), arguments, values),
        second=_words(names, tuple(rest), arguments, values),
    )


def _own(names: Sequence[str], key: str, values: dict[str, object]) -> str | None:
    keys = [f"practice.{name}.{key}" for name in names]
    return next((t(full, **values) for full in keys if full in catalogue(language())), None)
