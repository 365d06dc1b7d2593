"""The pages of a site that are ours: the landing page, and what a notebook's page does besides."""

import hashlib
import json
from pathlib import Path

_SOURCES = Path(__file__).parent / "site_page"
# A front end of our own (see there).
EXTENSION = _SOURCES / "labextension"


def put(out: Path, notebooks: Path, mark: str) -> None:
    """Put our pages into a site that JupyterLite has built in `out`."""
    prints = {path.relative_to(notebooks).as_posix(): _fingerprint(path) for path in sorted(notebooks.rglob("*.ipynb"))}
    (out / mark).write_text(json.dumps({"notebooks": prints}, indent=1), encoding="utf-8")


def _fingerprint(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]
