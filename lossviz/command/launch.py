"""Opening JupyterLab on the start notebook."""

import os
import socket
import sys
from collections.abc import Sequence
from pathlib import Path

from lossviz.command.places import START, CannotOpenError, bundled, notebooks_folder, own_folder
from lossviz.words import t

# A folder of Jupyter configuration: our server extension is on, short work for widgets is not shown as busy (see
# `server.py`), and JupyterLab does not ask whether it may look for news.
_CONFIG = Path(__file__).parents[1] / "jupyter"


def open_lab(language: str, *, browser: bool = True, port: int | None = None, options: Sequence[str] = ()) -> None:
    """Run JupyterLab on the start notebook until the reader stops it. `options` are JupyterLab's own.

    In this process, so that Ctrl-C, a closed terminal and the exit code mean what they mean for `jupyter lab`.
    """
    folder = notebooks_folder([language])
    brought = bundled() if folder is None else None
    if folder is None and brought is None:
        raise CannotOpenError(t("command.no_notebooks", place=Path.cwd(), start=Path("notebooks", language, START)))
    if port is not None:
        _check_free(port)
    try:
        from jupyterlab.labapp import LabApp

        from lossviz.command import copies
    except ImportError as problem:
        raise CannotOpenError(no_lab(problem)) from problem
    start = Path(language, START)
    if brought is not None:
        folder, start = own_folder(), Path(language, copies.copy_name(language, START))
        copies.bring(brought, folder, _say)
    _say(t("command.opening", notebook=folder / start))
    _add_configuration()
    LabApp.launch_instance(lab_arguments(folder, start, browser, port, options))


def lab_arguments(folder: Path, start: Path, browser: bool, port: int | None, options: Sequence[str]) -> list[str]:
    """What JupyterLab is started with. Token and loopback are its own defaults and stay."""
    # A workspace of our own: the tabs that the reader has elsewhere are neither opened here nor overwritten.
    page = f"/lab/workspaces/lossviz/tree/{start.as_posix()}"
    chosen = [f"--ServerApp.root_dir={folder}", f"--LabApp.default_url={page}"]
    if not browser:
        chosen.append("--no-browser")
    if port is not None:
        # This port and no other: whoever names one has told others about it.
        chosen += [f"--ServerApp.port={port}", "--ServerApp.port_retries=0"]
    return [*chosen, *options]


def no_lab(problem: ImportError) -> str:
    """What is said where JupyterLab, or a package that comes with it, is missing."""
    return t("command.no_lab", reason=problem, python=quoted(sys.executable))


def quoted(path: str) -> str:
    """A path as it can be pasted after a prompt."""
    return f'"{path}"' if " " in path else path


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")


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
