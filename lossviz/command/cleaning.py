"""A notebook as it is saved: what must not be in it, and what must."""

import base64
import json
import re
from collections.abc import Iterator
from io import BytesIO

from nbformat import NotebookNode

from lossviz.words import t

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
PICTURE = "image/png"

PICTURE_BYTES = 60_000
OUTPUT_BYTES = 100_000

# What front ends leave behind. `jupyter.source_hidden`, tags, slides and the like are the author's and stay.
_TRACES = ("ExecuteTime", "collapsed", "execution", "scrolled", "trusted", "vscode")
# Tags by which an author says how a cell is saved. As if nobody had run it: an exercise stands there unanswered. Or its
# output folded away until the cell is run: an answer does not stand under its question.
UNRUN, FOLDED = "saved-unrun", "saved-folded"
_KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
# Such as <object at 0x7f3a9c2b4d60>, which is another one in every run.
_ADDRESS = re.compile(r"\bat 0x[0-9a-fA-F]{6,}")


def clean(notebook: NotebookNode) -> None:
    """Take out, in place, everything that a run or a front end leaves and a reader does not need."""
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    notebook.metadata.pop("widgets", None)
    for trace in _TRACES:
        notebook.metadata.pop(trace, None)
    notebook.metadata.kernelspec = NotebookNode(_KERNEL)
    notebook.metadata.language_info = NotebookNode(name="python")
    count = 0
    for cell in notebook.cells:
        _clean_metadata(cell.metadata)
        if cell.cell_type == "code":
            # Numbers as in a fresh run: nbval takes a cell without one for a cell that has not been run.
            count += bool(cell.source.strip())
            _clean_code(cell, count if cell.source.strip() else None)
            _as_tagged(cell)


def _clean_metadata(metadata: NotebookNode) -> None:
    for trace in _TRACES:
        metadata.pop(trace, None)
    front_end = metadata.get("jupyter", {})
    front_end.pop("outputs_hidden", None)
    if not front_end:
        metadata.pop("jupyter", None)


def _clean_code(cell: NotebookNode, count: int | None) -> None:
    cell.execution_count = count
    for output in cell.outputs:
        if "data" in output:
            output.data.pop(WIDGET_VIEW, None)
            for kind in output.metadata.keys() - output.data.keys():
                del output.metadata[kind]
        if PICTURE in output.get("data", {}):
            output.data[PICTURE] = "".join(output.data[PICTURE].split())
        if output.output_type == "execute_result":
            output.execution_count = count
    cell.outputs = [output for output in cell.outputs if output.get("data", True)]


def _as_tagged(cell: NotebookNode) -> None:
    tags = cell.metadata.get("tags", [])
    if UNRUN in tags:
        cell.outputs, cell.execution_count = [], None
    elif FOLDED in tags:
        cell.metadata.setdefault("jupyter", NotebookNode()).outputs_hidden = True


def keep_pictures(notebook: NotebookNode, earlier: NotebookNode) -> None:
    """Keep each earlier picture that shows the same pixels: another zlib packs them differently."""
    before = {cell.get("id"): cell for cell in _code(earlier)}
    for cell in _code(notebook):
        if cell.id not in before:
            continue
        for new, old in zip(cell.outputs, before[cell.id].outputs, strict=False):
            now, then = new.get("data", {}).get(PICTURE), old.get("data", {}).get(PICTURE)
            if now and then and _same_pixels(now, then):
                new.data[PICTURE] = "".join(then.split())


def _same_pixels(one: str, other: str) -> bool:
    from PIL import Image, UnidentifiedImageError

    if one == other:
        return True
    try:
        first, second = (Image.open(BytesIO(base64.b64decode(picture))).convert("RGBA") for picture in (one, other))
    except (UnidentifiedImageError, OSError, ValueError):
        return False
    return first.size == second.size and first.tobytes() == second.tobytes()


def failures(notebook: NotebookNode) -> Iterator[str]:
    """What shows that a cell did not do what it should: then the run is not worth saving."""
    for cell in _code(notebook):
        for output in cell.outputs:
            if output.output_type == "error":
                yield _at(cell, f"{output.ename}: {output.evalue}")
            elif output.get("name") == "stderr":
                yield _at(cell, t("notebooks.stderr", said=output.text.strip()))


def complaints(notebook: NotebookNode) -> Iterator[str]:
    """What must be better in a cleaned notebook."""
    for cell in _code(notebook):
        for output in cell.outputs:
            for complaint in _complaints(output):
                yield _at(cell, complaint)


def _complaints(output: NotebookNode) -> Iterator[str]:
    data = output.get("data", {})
    pictures = [kind for kind in data if kind.startswith("image/")]
    if PICTURE in data and (size := len(base64.b64decode(data[PICTURE]))) > PICTURE_BYTES:
        yield t("notebooks.large_picture", size=size / 1000, limit=PICTURE_BYTES / 1000)
    if any(not output.metadata.get(kind, {}).get("alt", "").strip() for kind in pictures):
        yield t("notebooks.no_alt")
    words = {kind: said for kind, said in data.items() if kind != PICTURE} or output.get("text", "")
    said = json.dumps(words, ensure_ascii=False)
    if (size := len(said.encode())) > OUTPUT_BYTES:
        yield t("notebooks.large_output", size=size / 1000, limit=OUTPUT_BYTES / 1000)
    if address := _ADDRESS.search(said):
        yield t("notebooks.address", address=address[0])


def _at(cell: NotebookNode, said: str) -> str:
    return t("notebooks.cell", count=cell.execution_count, id=cell.id, said=said)


def _code(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]
