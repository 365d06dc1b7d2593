"""The front ends that the site has, JupyterLab's halves of what runs in the browser's Python."""

import json
import sys
from pathlib import Path

from jupyter_core.paths import jupyter_path

from lossviz.command.site_problem import CannotBuildError
from lossviz.words import t

KERNEL = "@jupyterlite/pyodide-kernel-extension"
WIDGETS = "@jupyter-widgets/jupyterlab-manager"
ANYWIDGET = "anywidget"
ALL = (KERNEL, WIDGETS, ANYWIDGET)

# ipywidgets -> JupyterLab's half of it, which has a number of its own.
_MANAGERS = {"7": "3", "8": "5"}


def folder_of(name: str) -> Path:
    """Where a front end is installed."""
    places = [Path(sys.prefix, "share", "jupyter"), *map(Path, jupyter_path())]
    folders = (place / "labextensions" / name for place in places)
    found = next((folder for folder in folders if (folder / "package.json").is_file()), None)
    if found is None:
        raise CannotBuildError(t("site.no_front_end", name=name))
    return found


def check(packages: dict) -> None:
    """Refuse front ends that are not those of the `packages` (as Pyodide lists them) that the browser imports."""
    python, front = (packages["anywidget"]["version"], version_of(ANYWIDGET))
    # JavaScript writes 0.11.0rc1 as 0.11.0-rc1, say.
    if python != front.replace("-", ""):
        raise CannotBuildError(t("site.mismatch", name="anywidget", front=front, python=python))
    python, front = (packages["ipywidgets"]["version"], version_of(WIDGETS))
    if _MANAGERS.get(python.split(".")[0]) != front.split(".")[0]:
        raise CannotBuildError(t("site.mismatch", name="ipywidgets", front=front, python=python))


def version_of(name: str) -> str:
    """The version of a front end."""
    return json.loads((folder_of(name) / "package.json").read_text(encoding="utf-8"))["version"]
