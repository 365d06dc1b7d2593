"""The file that a diary is: a line of JSON for each answer, beside the notebook. Lines are only ever added."""

import json
import os
import re
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from lossviz.words.settings import setting

NAME = "lossviz-diary.jsonl"

# Another file, or none where this is empty: what runs notebooks without a reader says so.
VARIABLE = "LOSSVIZ_DIARY"

# A notebook begins in its own folder, whatever folder its cells go to.
_FOLDER = Path.cwd()


@dataclass(frozen=True)
class Entry:
    """One answer. when: local time, to the second. id, given, right, mistakes: as in `words.answers`.

    chapter: the number of the notebook in which it was given, "" where there is none.
    """

    when: datetime
    id: str
    given: str = ""
    right: bool = False
    mistakes: tuple[str, ...] = ()
    chapter: str = ""


def places() -> list[Path]:
    """Where the diary may be, the best first; none where there is no reader, or one who wants no diary."""
    named = os.environ.get(VARIABLE)
    if not setting("diary") or named == "":
        return []
    if named:
        return [Path(named)]
    # What tests a notebook is no reader. (pytest says so to all that it starts.)
    if "PYTEST_VERSION" in os.environ or not _in_notebook():
        return []
    return [_FOLDER / NAME, Path.home() / NAME]


def read() -> list[Entry]:
    """All entries, the oldest first. A line that is none is left out: a reader may have edited the file."""
    found = [entry for place in places() for entry in _entries(place)]
    return sorted(found, key=lambda entry: entry.when)


def write(entry: Entry) -> None:
    """Add an entry; an OSError says why that cannot be."""
    line = json.dumps({**asdict(entry), "when": entry.when.isoformat(timespec="seconds")}, ensure_ascii=False)
    *others, last = places()
    for place in others:
        with suppress(OSError):
            return _append(place, line)
    return _append(last, line)


def delete() -> None:
    """Delete the file."""
    for place in places():
        place.unlink(missing_ok=True)


def chapter() -> str:
    """The number of the notebook that runs: "04" of 04_softmax_cross_entropy.ipynb; "" where it has none."""
    found = re.search(r"(\d\d)(?:-\d+)?_[^/\\]*\.ipynb", os.environ.get("JPY_SESSION_NAME", ""))
    return found[1] if found else ""


def _append(place: Path, line: str) -> None:
    # In one piece, so that two kernels at once do not write into each other's lines.
    with place.open("ab+", buffering=0) as file:
        if file.tell():
            file.seek(-1, os.SEEK_END)
            # Somebody's editor, or a machine that went off, may have left half a line.
            line = line if file.read(1) == b"\n" else f"\n{line}"
        file.write(f"{line}\n".encode())


def _entries(place: Path) -> Iterator[Entry]:
    try:
        lines = place.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return
    for line in lines:
        with suppress(ValueError, TypeError, KeyError):
            yield _entry(**json.loads(line))


def _entry(when: str, id: str, given: str, right: bool, mistakes: list[str], chapter: str) -> Entry:
    moment = datetime.fromisoformat(when).replace(tzinfo=None)
    return Entry(moment, str(id), str(given), bool(right), tuple(map(str, mistakes)), str(chapter))


def _in_notebook() -> bool:
    """Whether a kernel runs this, so that there is a notebook for the file to be beside."""
    if "IPython" not in sys.modules:
        return False
    from IPython import get_ipython

    return hasattr(get_ipython(), "kernel")
