"""Opening JupyterLab on the start notebook."""

import os
import socket
import sys
from collections.abc import Sequence
from pathlib import Path

from lossviz.words import LANGUAGES, t

START = "00_start_here.ipynb"

# A folder of Jupyter configuration: our server extension is on, short work for widgets is not shown as busy (see
# `server.py`), and JupyterLab does not ask whether it may look for news.
_CONFIG = Path(__file__).parents[1] / "jupyter"


class CannotOpenError(Exception):
    """JupyterLab cannot be opened; the message tells the reader why and what to do."""


def notebooks_folder(languages: Sequence[str] = LANGUAGES) -> Path | None:
    """The folder that has the start notebook in one of `languages`; None where there is none.

    A teacher's own copy, in the current directory, comes before the notebooks of the repository that the package is
    installed from. A package installed as a wheel has no notebooks beside it.
    """
    here, repository = Path.cwd(), Path(__file__).parents[2]
    places = (here / "notebooks", here, repository / "notebooks")
    return next((place for place in places for tongue in languages if (place / tongue / START).is_file()), None)


def open_lab(language: str, *, browser: bool = True, port: int | None = None, options: Sequence[str] = ()) -> None:
    """Run JupyterLab on the start notebook until the reader stops it. `options` are JupyterLab's own.

    In this process, so that Ctrl-C, a closed terminal and the exit code mean what they mean for `jupyter lab`.
    """
    folder = notebooks_folder([language])
    if folder is None:
        raise CannotOpenError(t("command.no_notebooks", place=Path.cwd(), start=Path("notebooks", language, START)))
    if port is not None:
        _check_free(port)
    try:
        from jupyterlab.labapp import LabApp
    except ImportError as problem:
        raise CannotOpenError(t("command.no_lab", reason=problem, python=quoted(sys.executable))) from problem
    sys.stderr.write(t("command.opening", notebook=folder / language / START) + "\n")
    _add_configuration()
    LabApp.launch_instance(lab_arguments(folder, language, browser, port, options))


def lab_arguments(folder: Path, language: str, browser: bool, port: int | None, options: Sequence[str]) -> list[str]:
    """What JupyterLab is started with. Token and loopback are its own defaults and stay."""
    # A workspace of our own: the tabs that the reader has elsewhere are neither opened here nor overwritten.
    page = f"/lab/workspaces/lossviz/tree/{language}/{START}"
    chosen = [f"--ServerApp.root_dir={folder}", f"--LabApp.default_url={page}"]
    if not browser:
        chosen.append("--no-browser")
    if port is not None:
        # This port and no other: whoever names one has told others about it.
        chosen += [f"--ServerApp.port={port}", "--ServerApp.port_retries=0"]
    return [*chosen, *options]


def quoted(path: str) -> str:
    """A path as it can be pasted after a prompt."""
    return f'"{path}"' if " " in path else path


def _check_free(port: int) -> None:
    with socket.socket() as probe:
        if os.name == "posix":
            # As servers do: a port is free again at once. (On Windows this would take the port from its owner.)
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError) as problem:
            raise CannotOpenError(t("command.port", port=port, reason=problem)) from problem


def _add_configuration() -> None:
    # As one more folder of configuration, which Jupyter merges with the reader's; an option would replace theirs.
    before = os.environ.get("JUPYTER_CONFIG_PATH")
    os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join(filter(None, [before, str(_CONFIG)]))
