"""A reader's own copies of the notebooks that an installed lossviz brings.

A copy is called `en_03_mean_squared_error.ipynb`, since a tab of JupyterLab shows the start of a file's name, and
nothing of its folder. What a reader has edited is never written over: a newer version lies beside it, as
`en_03-2_mean_squared_error.ipynb`.

Each copy says in its own metadata what it was when it was made. So it may be moved to another machine or put back from
a backup, and no list must be kept in step with the files. Edited is what differs from that after `cleaning`, outputs
left out: a run, a folded output or a saved widget is no edit. Whatever is not known to come from a front end, and
every file that cannot be read, is the reader's.
"""

import json
import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from jupyter_server.serverapp import list_running_servers
from nbformat import NotebookNode, v4

from lossviz.command.cleaning import clean
from lossviz.command.places import CannotOpenError, bundled, notebooks_folder, own_folder
from lossviz.words import LANGUAGES, t

_LINK = re.compile(r"\]\((?:\.\./(?P<language>\w+)/)?(?P<name>\w+\.ipynb)(?=[)#])")


class CannotCopyError(CannotOpenError):
    """A copy cannot be made; the message tells the reader why and what to do."""


def copy_name(language: str, name: str, number: int = 1) -> str:
    """What the copy of a notebook is called.

    >>> copy_name("ko", "03_mean_squared_error.ipynb"), copy_name("ko", "03_mean_squared_error.ipynb", 2)
    ('ko_03_mean_squared_error.ipynb', 'ko_03-2_mean_squared_error.ipynb')
    """
    chapter, rest = name.split("_", 1)
    return f"{language}_{chapter}{'' if number == 1 else f'-{number}'}_{rest}"


def bring(source: Path, folder: Path, say: Callable[[str], None]) -> None:
    """Make `folder` have every notebook of `source` as it is there."""
    is_new = not folder.is_dir()
    with _told(folder):
        wanted = [
            (_copy_of(notebook, language), _Copies(folder / language, language, notebook.name))
            for language in LANGUAGES
            for notebook in sorted((source / language).glob("*.ipynb"))
        ]
        outdated = [(old, _text(copy)) for copy, copies in wanted if (old := _bring(copy, copies, say))]
        waits = bool(outdated) and _is_open(folder)
        for old, text in () if waits else outdated:
            _write(old, text)
    if is_new:
        say(t("copies.made", folder=folder))
    if outdated:
        say(t("copies.later" if waits else "copies.renewed", count=len(outdated)))


def fresh(language: str, chapters: Sequence[str], say: Callable[[str], None]) -> None:
    """Put a clean copy of each chapter ("03") into the reader's folder, beside whatever is there.

    Without chapters: what `lossviz` does before it opens JupyterLab. (So a server for a class gives out the notebooks.)
    """
    if (originals := notebooks_folder([language])) is not None:
        raise CannotCopyError(t("copies.originals", folder=originals))
    source, folder = bundled(), own_folder()
    if source is None:
        raise CannotCopyError(t("notebooks.none"))
    if not chapters:
        bring(source, folder, say)
    for notebook in [_chapter(source / language, chapter) for chapter in chapters]:
        text, copies = _text(_copy_of(notebook, language)), _Copies(folder / language, language, notebook.name)
        with _told(folder):
            place = copies.with_text(text) or _write(copies.free(), text)
        say(t("copies.fresh", path=place))


@dataclass(frozen=True)
class _Copies:
    """All copies of one notebook in the reader's folder."""

    folder: Path
    language: str
    name: str

    def all(self) -> dict[int, Path]:
        """Number -> what is there under a name that a copy may have, the first of them 1."""
        chapter, rest = map(re.escape, self.name.split("_", 1))
        name = re.compile(rf"{self.language}_{chapter}(?:-(\d+))?_{rest}", re.IGNORECASE)
        there = self.folder.iterdir() if self.folder.is_dir() else []
        named = ((name.fullmatch(path.name), path) for path in there)
        return dict(sorted((int(match[1] or 1), path) for match, path in named if match))

    def free(self) -> Path:
        """Where one more copy has room."""
        return self.folder / copy_name(self.language, self.name, max(self.all(), default=0) + 1)

    def with_text(self, text: str) -> Path | None:
        """The copy that is still what was written, to the letter: not even run."""
        return next((path for path in self.all().values() if _bytes(path) == text.encode()), None)


def _bring(copy: NotebookNode, copies: _Copies, say: Callable[[str], None]) -> Path | None:
    """Have one of the copies be `copy`, or have begun as it. Returns the one that is to be written over instead."""
    there = copies.all()
    known = {path: _stamp_and_fingerprint(path) for path in there.values()}
    if any(stamp == _stamp(copy) for stamp, _ in known.values()):
        return None
    unedited = [path for path, (stamp, fingerprint) in known.items() if stamp and stamp == fingerprint]
    if unedited:
        return unedited[0]
    place = _write(copies.free(), _text(copy))
    if there:
        say(t("copies.beside", path=place, edited=there[max(there)].name))
    return None


def _is_open(folder: Path) -> bool:
    """Whether JupyterLab runs on this very folder: what its reader has not saved must not meet another file."""
    try:
        roots = [server.get("root_dir") for server in list_running_servers()]
    except OSError:  # one of them stops just now
        return True
    return any(root and Path(root).resolve() == folder.resolve() for root in roots)


def _chapter(folder: Path, chapter: str) -> Path:
    """The notebook of a chapter, by its number, or by its name where it has none."""
    notebooks = {_chapter_name(notebook): notebook for notebook in sorted(folder.glob("*.ipynb"))}
    wanted = chapter.zfill(2) if chapter.isdecimal() else chapter
    if wanted not in notebooks:
        raise CannotCopyError(t("copies.no_chapter", received=chapter, allowed=", ".join(notebooks)))
    return notebooks[wanted]


def _chapter_name(notebook: Path) -> str:
    number = notebook.stem.split("_", 1)[0]
    return number if number.isdecimal() else notebook.stem


def _copy_of(notebook: Path, language: str) -> NotebookNode:
    """A copy to be written: its links lead to other copies, and its metadata say what it was."""
    copy = v4.reads(notebook.read_text(encoding="utf-8"))
    for cell in copy.cells:
        if cell.cell_type == "markdown":
            cell.source = _LINK.sub(lambda link: _to_copy(link, language), cell.source)
    copy.metadata.lossviz = NotebookNode(copied=_fingerprint(copy))
    return copy


def _to_copy(link: re.Match, language: str) -> str:
    folder = f"../{link['language']}/" if link["language"] else ""
    return f"]({folder}{copy_name(link['language'] or language, link['name'])}"


def _text(notebook: NotebookNode) -> str:
    return v4.writes(notebook) + "\n"


def _stamp(notebook: NotebookNode) -> str | None:
    return notebook.metadata.get("lossviz", {}).get("copied")


def _stamp_and_fingerprint(path: Path) -> tuple[str | None, str | None]:
    """What a file was when it was copied, and what it is now; None for a file that cannot be read as a notebook."""
    try:
        notebook = v4.reads(path.read_text(encoding="utf-8"))
        return _stamp(notebook), _fingerprint(notebook)
    except Exception:  # a folder, half a file, somebody else's JSON: whatever it is, it is the reader's
        return None, None


def _fingerprint(notebook: NotebookNode) -> str:
    """The same for two notebooks between which a reader has edited nothing."""
    plain = v4.reads(v4.writes(notebook))
    clean(plain)
    plain.metadata.pop("lossviz", None)
    for cell in plain.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()[:32]


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _write(path: Path, text: str) -> Path:
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        unfinished.write_bytes(text.encode())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return path


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    """What the system refuses in the block is told in the reader's language."""
    try:
        yield
    except OSError as problem:
        raise CannotCopyError(t("copies.refused", folder=folder, reason=problem)) from problem
