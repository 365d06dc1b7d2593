"""How often an exercise was tried: what a verdict tells, and when, depends on it."""

from collections import Counter

# From this wrong check on, the expected value is shown; or after this hint.
EXPECTED_AFTER, EXPECTED_AFTER_HINT = 3, 2
# The picture of both functions, in which it can be read roughly, comes before.
PICTURE_AFTER = 2

_wrong: Counter[str] = Counter()
_hinted: set[str] = set()


def wrong(name: str) -> int:
    """Count a wrong answer to the exercise, and say how many there are by now."""
    _wrong[name] += 1
    return _wrong[name]


def hinted(name: str, number: int) -> None:
    """Remember that a hint was opened."""
    if number >= EXPECTED_AFTER_HINT:
        _hinted.add(name)


def may_show_expected(name: str) -> bool:
    """Whether the student has tried long enough to be shown what should come out."""
    return _wrong[name] >= EXPECTED_AFTER or name in _hinted


def may_show_picture(name: str) -> bool:
    """Whether the student has tried long enough to be shown both functions."""
    return _wrong[name] >= PICTURE_AFTER or may_show_expected(name)


def forget(name: str | None = None) -> None:
    """Begin anew, with one exercise or with all."""
    for kept in [*_wrong, *_hinted] if name is None else [name]:
        _wrong.pop(kept, None)
        _hinted.discard(kept)
