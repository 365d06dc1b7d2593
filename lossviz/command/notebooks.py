"""Running notebooks anew, top to bottom, and saving them as they should be: `lossviz notebooks`.

A saved notebook shows its pictures wherever it is opened, and is the same file whoever has run it, wherever and when.
What is taken out and what is asked for is in `lossviz.command.cleaning`.
"""

import asyncio
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

import matplotlib
import nbformat
from jupyter_client import AsyncKernelManager
from jupyter_client.kernelspec import KernelSpecManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode

from lossviz.command.cleaning import clean, complaints, failures, keep_pictures
from lossviz.command.places import notebooks_folder
from lossviz.words import LANGUAGES, t

AT_ONCE = 2
SECONDS_A_CELL = 120


@dataclass(frozen=True)
class Outcome:
    """What became of one notebook: its new text (None where the run failed), and what is wrong with it."""

    path: Path
    text: str | None
    problems: tuple[str, ...]
    seconds: float = 0.0

    @property
    def changed(self) -> bool:
        """Whether the saved notebook is another one than the run has given."""
        # As text: a version control system may have turned the line ends over.
        return self.text is not None and self.text != self.path.read_text(encoding="utf-8")


def renew(paths: Sequence[Path], say: Callable[[str], None], *, check: bool = False) -> int:
    """Run, clean and save the notebooks of `paths` (files or folders; none: all of ours). Returns the exit code.

    With `check` nothing is written, and a notebook that would change is a reason for exit code 1.
    """
    try:
        found = list(_notebooks(paths))
    except FileNotFoundError as problem:
        say(t("notebooks.not_found", path=problem.filename))
        return 1
    if not found:
        say(t("notebooks.none"))
        return 1
    with asyncio.Runner(loop_factory=_Loop) as runner:
        return int(runner.run(_renew(found, say, check)))


async def _renew(paths: list[Path], say: Callable[[str], None], check: bool) -> bool:
    """Whether anything is to be complained of."""
    complained = False
    with TemporaryDirectory() as settings:
        # A notebook looks the same whatever its author has set for themselves, or answered in it.
        plain = str(Path(matplotlib.get_data_path(), "matplotlibrc"))
        neutral = {"IPYTHONDIR": settings, "MATPLOTLIBRC": plain, "LOSSVIZ_DIARY": ""}
        turn = asyncio.Semaphore(AT_ONCE)
        runs = [asyncio.create_task(_run(path, {**os.environ, **neutral}, turn)) for path in paths]
        for finished in asyncio.as_completed(runs):
            outcome = await finished
            complained |= bool(outcome.problems) or (check and outcome.changed)
            say(_account(outcome, check))
            if outcome.changed and not check:
                outcome.path.write_bytes(outcome.text.encode())
    return complained


class _Loop(asyncio.SelectorEventLoop):
    """Leaves Ctrl-C to asyncio, which stops all kernels; nbclient's own handler would stop one."""

    def add_signal_handler(self, *_: object) -> None:
        raise NotImplementedError


def _notebooks(paths: Sequence[Path]) -> Iterator[Path]:
    """Every notebook in `paths`, once, in order; the copies that front ends make for themselves left out."""
    if not paths:
        ours = notebooks_folder()
        paths = [] if ours is None else [ours / language for language in LANGUAGES if (ours / language).is_dir()]
    seen = set()
    for path in paths:
        if not path.exists():
            raise FileNotFoundError(2, "", str(path))
        for notebook in sorted(path.rglob("*.ipynb")) if path.is_dir() else [path]:
            if ".ipynb_checkpoints" not in notebook.parts and notebook.resolve() not in seen:
                seen.add(notebook.resolve())
                yield notebook


async def _run(path: Path, environment: dict[str, str], turn: asyncio.Semaphore) -> Outcome:
    async with turn:
        start = monotonic()
        try:
            # Read twice: the second is for comparison, since a run changes the first.
            notebook, earlier = (nbformat.read(path, as_version=4) for _ in range(2))
        except (OSError, ValueError, nbformat.ValidationError) as problem:
            return Outcome(path, None, (t("notebooks.unreadable", reason=problem),))
        if (tongue := notebook.metadata.get("kernelspec", {}).get("language", "python")) != "python":
            return Outcome(path, None, (t("notebooks.not_python", language=tongue),))
        if failed := await _execute(notebook, path.parent, environment):
            return Outcome(path, None, tuple(failed), monotonic() - start)
        clean(notebook)
        keep_pictures(notebook, earlier)
        return Outcome(path, nbformat.writes(notebook) + "\n", tuple(complaints(notebook)), monotonic() - start)


async def _execute(notebook: NotebookNode, folder: Path, environment: dict[str, str]) -> list[str]:
    """Run the notebook in place, in its own folder, in a fresh kernel of this very Python. Returns what has failed."""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    # Without folders to search in there is one kernel left: Jupyter's own, which is this Python.
    kernel = AsyncKernelManager(kernel_name="python3", kernel_spec_manager=KernelSpecManager(kernel_dirs=[]))
    if kernel.has_trait("transport_encryption"):
        # Else every kernel of a newer Jupyter writes a warning about it.
        kernel.transport_encryption = "auto"
    client = NotebookClient(
        notebook,
        km=kernel,
        resources={"metadata": {"path": str(folder)}},
        timeout=SECONDS_A_CELL,
        coalesce_streams=True,
        record_timing=False,
        # A kernel that is busy does not answer a polite request, and one that is done has nothing to lose.
        shutdown_kernel="immediate",
        store_widget_state=False,
    )
    try:
        await client.async_execute(env=environment, cleanup_kc=True)
    except CellExecutionError:
        pass  # the cell's output has it
    except Exception as problem:  # a kernel that died, a cell that took too long
        return [*failures(notebook), str(problem).strip().splitlines()[0]]
    return list(failures(notebook))


def _account(outcome: Outcome, check: bool) -> str:
    if outcome.text is None:
        became = "failed"
    elif outcome.changed:
        became = "would_change" if check else "changed"
    else:
        became = "same"
    line = t(f"notebooks.{became}", path=outcome.path, seconds=f"{outcome.seconds:.0f}")
    return "\n".join([line, *(f"    {problem}" for problem in outcome.problems)])
