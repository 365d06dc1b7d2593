"""The pages of a site that are ours: the landing page, and what a notebook's page does besides."""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from lossviz.command.site_landing import put_landing

_SOURCES = Path(__file__).parent / "site_page"
# A front end of our own (see there).
EXTENSION = _SOURCES / "labextension"

# What JupyterLite leaves there for those who build it, and icons for browsers that do not know woff2.
_UNUSED = ("rspack.config*.js", "package.json", "build/fa-*.svg", "build/fa-*.eot", "build/fa-*.ttf", "build/fa-*.woff")
_WORKER = "service-worker.js"
_PLACE = "/* FILES: [version, [address, …]] is put here when the site is built. */"


def put(out: Path, notebooks: Path, mark: str, elsewhere: Iterable[str]) -> None:
    """Put our pages into a site that JupyterLite has built in `out`; it also needs files of other hosts."""
    for pattern in _UNUSED:
        for path in out.glob(pattern):
            path.unlink()
    put_landing(out, notebooks, _needed(out, elsewhere))
    prints = {path.relative_to(notebooks).as_posix(): _fingerprint(path) for path in sorted(notebooks.rglob("*.ipynb"))}
    (out / mark).write_text(json.dumps({"notebooks": prints}, indent=1), encoding="utf-8")
    _put_worker(out, elsewhere)


def _needed(out: Path, elsewhere: Iterable[str]) -> list[str]:
    """What a notebook loads: the largest files first."""
    python = [path for path in (out / "static").glob("python-*/*") if path.is_file()]
    sizes = sorted(((path.stat().st_size, path.relative_to(out).as_posix()) for path in python), reverse=True)
    return [*elsewhere, *(name for _, name in sizes)]


def _put_worker(out: Path, elsewhere: Iterable[str]) -> None:
    """What works without the server: all that is in the site."""
    (out / _WORKER).unlink()
    files = sorted(path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file())
    version = hashlib.sha256("".join(_fingerprint(out / file) for file in files).encode()).hexdigest()[:12]
    listed = json.dumps([version, [*files, *elsewhere]])
    code = (_SOURCES / _WORKER).read_text(encoding="utf-8")
    (out / _WORKER).write_text(code.replace(_PLACE, f"const FILES = {listed};"), encoding="utf-8")


def _fingerprint(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]
