"""`lossviz notebooks`: notebooks of every kind go in, clean ones come out, and what is wrong is named."""

import base64
import json
import os
import re
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import nbformat
import psutil
import pytest
from nbformat import NotebookNode, v4
from PIL import Image

from lossviz import words
from lossviz.command import cleaning, launch, notebooks
from lossviz.command.cli import main

# A widget with a still picture beside it, as explorers are.
SHOWN = """
import base64, io
from ipywidgets import IntSlider, VBox
from PIL import Image
class Shown(VBox):
    def _repr_mimebundle_(self, **kwargs):
        png = io.BytesIO()
        Image.new("RGB", (40, 30), "white").save(png, "png")
        still = {"image/png": base64.encodebytes(png.getvalue()).decode(), "text/plain": "Loss 5.5"}
        return super()._repr_mimebundle_(**kwargs) | still, {"image/png": {"alt": "Loss 5.5", "width": 40}}
"""
VIEW = "application/vnd.jupyter.widget-view+json"


def code(source: str = "1", *outputs: NotebookNode, **metadata: object) -> NotebookNode:
    return v4.new_code_cell(source, outputs=list(outputs), metadata=metadata, execution_count=7)


def notebook(*cells: NotebookNode, **metadata: object) -> NotebookNode:
    made = v4.new_notebook(cells=list(cells), metadata=metadata)
    for position, cell in enumerate(made.cells):
        cell.id = f"cell-{position}"
    return made


def write(path: Path, *cells: NotebookNode, **metadata: object) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(nbformat.writes(notebook(*cells, **metadata)), encoding="utf-8")
    return path


def renew(*paths: Path, check: bool = False) -> tuple[int, str]:
    said = []
    return notebooks.renew(paths, said.append, check=check), "\n".join(said)


@dataclass
class Course:
    """A folder with one notebook that the tool has gone over three times: with --check, and twice to save."""

    before: bytes
    reports: list[tuple[int, str]]
    files: list[bytes]

    def cell(self, position: int) -> NotebookNode:
        return nbformat.reads(self.files[-1].decode(), as_version=4).cells[position]


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    place = tmp_path_factory.mktemp("course")
    # A kernel by the usual name that does not even start.
    spec = place / "jupyter" / "kernels" / "python3" / "kernel.json"
    spec.parent.mkdir(parents=True)
    spec.write_text(json.dumps({"argv": ["no-such-python"], "display_name": "Other", "language": "python"}))
    here = (
        f"import sys\nfrom pathlib import Path\nPath('00_widget.ipynb').exists(), sys.executable == {sys.executable!r}"
    )
    path = write(
        place / "ko" / "00_widget.ipynb",
        v4.new_markdown_cell("# 제목", metadata={"collapsed": True, "tags": ["kept"]}),
        code(SHOWN),
        code("Shown([IntSlider()])", execution={"iopub.execute_input": "2026"}, collapsed=False),
        code("", v4.new_output("stream", text="from another life")),
        code("IntSlider(3)", scrolled=True, trusted=True, jupyter={"outputs_hidden": True}),
        code("hidden = 1", v4.new_output("stream", text="from another life")),
        code("print('하나')\nprint('둘')\nhidden", jupyter={"source_hidden": True, "outputs_hidden": False}),
        code(here),
        code("print('Not yet.')", v4.new_output("stream", text="Not yet.\n"), tags=["saved-unrun"]),
        code("print(5.5)", tags=["saved-folded"]),
        kernelspec={"name": "mine", "display_name": "Python 3.9 (mine)", "language": "python"},
        language_info={"name": "python", "version": "3.9.1"},
        widgets={"application/vnd.jupyter.widget-state+json": {"state": {}}},
        authors=[{"name": "선생님"}],
    )
    write(place / "ko" / ".ipynb_checkpoints" / "00_widget-checkpoint.ipynb", code("raise SystemError"))
    reports, files = [], []
    with pytest.MonkeyPatch.context() as patch, words.using(language="en"):
        patch.setenv("JUPYTER_PATH", str(place / "jupyter"))
        before = path.read_bytes()
        for check in (True, False, False):
            reports.append(renew(place / "ko", check=check))
            files.append(path.read_bytes())
    return Course(before, reports, files)


def test_check_writes_nothing_and_tells_what_would_change(course):
    exit_code, report = course.reports[0]
    assert exit_code == 1
    assert report.count("[differs]") == 1
    assert course.files[0] == course.before


def test_a_second_run_changes_nothing(course):
    assert [exit_code for exit_code, _ in course.reports[1:]] == [0, 0]
    assert course.reports[1][1].count("[saved]") == 1
    assert course.reports[2][1].count("[same]") == 1
    assert course.files[1] == course.files[2]


def test_it_runs_in_its_own_folder_in_this_python(course):
    """Whatever kernel is installed by that name."""
    assert course.cell(7).outputs[0].data["text/plain"] == "(True, True)"


def test_of_a_widget_remain_the_still_picture_its_alt_text_and_the_sentence(course):
    (output,) = course.cell(2).outputs
    assert set(output.data) == {"image/png", "text/plain"}
    assert "\n" not in output.data["image/png"]
    assert output.data["text/plain"] == "Loss 5.5"
    assert output.metadata == {"image/png": {"alt": "Loss 5.5", "width": 40}}


def test_of_a_plain_widget_remains_its_text(course):
    (output,) = course.cell(4).outputs
    assert output.data == {"text/plain": "IntSlider(value=3)"}


def test_counts_are_those_of_a_fresh_run(course):
    """nbval takes a cell without a count for one that has not been run, and an empty cell has none."""
    cells = [course.cell(position) for position in range(1, 8)]
    assert [cell.execution_count for cell in cells] == [1, 2, None, 3, 4, 5, 6]
    assert cells[1].outputs[0].execution_count == 2


def test_no_output_of_another_run_is_left(course):
    assert course.cell(3).outputs == course.cell(5).outputs == []
    assert [output.get("text") for output in course.cell(6).outputs] == ["하나\n둘\n", None]


def test_the_authors_metadata_stay_and_traces_go(course):
    assert course.cell(0).metadata == {"tags": ["kept"]}
    assert [course.cell(position).metadata for position in (2, 4, 6)] == [{}, {}, {"jupyter": {"source_hidden": True}}]
    assert [course.cell(position).id for position in range(8)] == [f"cell-{position}" for position in range(8)]


def test_a_cell_is_saved_as_its_author_has_tagged_it(course):
    unrun, folded = course.cell(8), course.cell(9)
    assert (unrun.outputs, unrun.execution_count, unrun.metadata) == ([], None, {"tags": ["saved-unrun"]})
    assert folded.metadata == {"jupyter": {"outputs_hidden": True}, "tags": ["saved-folded"]}
    # It was run, after the one that looks unrun.
    assert (folded.outputs[0].text, folded.execution_count) == ("5.5\n", 8)


def test_the_file(course):
    stored = course.files[-1].decode()
    content = json.loads(stored)
    assert content["metadata"] == {
        "authors": [{"name": "선생님"}],
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    assert (content["nbformat"], content["nbformat_minor"]) == (4, 5)
    assert stored == json.dumps(content, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    nbformat.validate(content)


@pytest.fixture(scope="module")
def failed(tmp_path_factory):
    """Notebooks of which none can be saved."""
    place = tmp_path_factory.mktemp("failed")
    wrong = {
        "error": write(place / "error.ipynb", code("1"), code("1 / 0"), code("'not reached'")),
        "stderr": write(place / "stderr.ipynb", code("import warnings\nwarnings.warn('old')")),
        "expected": write(place / "expected.ipynb", code("1 / 0", tags=["raises-exception"])),
        "dead": write(place / "dead.ipynb", code("import os\nos._exit(3)")),
        "julia": write(
            place / "julia.ipynb", code("1"), kernelspec={"name": "j", "display_name": "J", "language": "julia"}
        ),
    }
    wrong["torn"] = place / "torn.ipynb"
    wrong["torn"].write_text("{")
    before = {name: path.read_bytes() for name, path in wrong.items()}
    with words.using(language="en"):
        exit_code, report = renew(place)
    return exit_code, report, {name: path.read_bytes() == before[name] for name, path in wrong.items()}


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("error", "cell [2] (id cell-1): ZeroDivisionError: division by zero"),
        ("stderr", "cell [1] (id cell-0): it writes to stderr: "),
        ("expected", "cell [1] (id cell-0): ZeroDivisionError: division by zero"),
        ("dead", "Kernel died"),
        ("julia", "its language is julia, not Python"),
        ("torn", "this is not a notebook"),
    ],
)
def test_a_notebook_that_fails_is_named_and_left_as_it_was(failed, name, problem):
    exit_code, report, unchanged = failed
    assert exit_code == 1
    assert unchanged[name]
    account = report[report.index(f"{name}.ipynb") :].splitlines()
    assert account[0].endswith("not saved")
    assert problem in account[1]


def png(colour: str = "white", size: tuple[int, int] = (40, 30), **options: object) -> str:
    stored = BytesIO()
    Image.new("RGB", size, colour).save(stored, "png", **options)
    return base64.b64encode(stored.getvalue()).decode()


def noise(side: int) -> str:
    """A picture that cannot be packed: three bytes a pixel."""
    stored = BytesIO()
    Image.frombytes("RGB", (side, side), os.urandom(3 * side * side)).save(stored, "png")
    return base64.b64encode(stored.getvalue()).decode()


def picture(data: str, **notes: object) -> NotebookNode:
    return v4.new_output("display_data", {"image/png": data}, metadata={"image/png": notes})


def said(*things: str) -> NotebookNode:
    return v4.new_output("display_data", dict(zip(("text/plain", "text/html"), things, strict=False)))


@pytest.mark.parametrize(
    ("output", "complaint"),
    [
        (picture(png(), alt="A white field."), None),
        (picture(png()), "no_alt"),
        (picture(png(), alt=" "), "no_alt"),
        (v4.new_output("display_data", {"image/svg+xml": "<svg/>"}), "no_alt"),
        (picture(noise(140), alt="Noise."), None),
        (picture(noise(145), alt="Noise."), "large_picture"),
        (v4.new_output("stream", text="x" * 90_000), None),
        (v4.new_output("stream", text="x" * 110_000), "large_output"),
        (said("short", "가" * 40_000), "large_output"),
        (said("<object at 0x7f3a9c2b4d60>"), "address"),
        (said("memory 0x10, look at 0x1"), None),
    ],
)
def test_complaints(each_language, output, complaint):
    looked_at = notebook(code("1", output))
    cleaning.clean(looked_at)
    found = list(cleaning.complaints(looked_at))
    if complaint is None:
        assert found == []
    else:
        said = re.split(r"\{[^}]*\}", words.catalogue(each_language)[f"notebooks.{complaint}"])
        assert len(found) == 1
        assert all(word in found[0] for word in [*said, "cell-0"])


def test_a_complaint_is_a_reason_to_fail_but_the_notebook_is_saved(tmp_path):
    path = write(tmp_path / "picture.ipynb", code("from PIL import Image\nImage.new('RGB', (4, 4))"))
    exit_code, report = renew(path)
    assert exit_code == 1
    assert "[saved]" in report
    assert words.t("notebooks.no_alt") in report


def test_equal_pixels_keep_the_earlier_bytes():
    packed, loose = png(compress_level=9, size=(400, 300)), png(compress_level=0, size=(400, 300))
    assert packed != loose
    new = notebook(code("1", picture(loose), picture(png("red"))))
    cleaning.keep_pictures(new, notebook(code("1", picture(packed), picture(png("blue")))))
    assert [output.data["image/png"] for output in new.cells[0].outputs] == [packed, png("red")]


@pytest.mark.parametrize("earlier", [png(size=(30, 40)), "no picture", base64.b64encode(b"torn").decode()])
def test_another_or_a_torn_earlier_picture_is_replaced(earlier):
    new = notebook(code("1", picture(png())))
    cleaning.keep_pictures(new, notebook(code("1", picture(earlier))))
    assert new.cells[0].outputs[0].data["image/png"] == png()


def test_pictures_are_compared_within_their_cell():
    """A cell that is new, and one that had no output."""
    new = notebook(code("1", picture(png())), code("2", picture(png("red"))))
    cleaning.keep_pictures(new, notebook(code("1")))
    assert [cell.outputs[0].data["image/png"] for cell in new.cells] == [png(), png("red")]


def test_a_widget_that_shows_nothing_else_leaves_no_output():
    looked_at = notebook(code("1", v4.new_output("display_data", {VIEW: {"model_id": "1"}})))
    cleaning.clean(looked_at)
    assert looked_at.cells[0].outputs == []


def test_without_paths_all_notebooks_of_both_languages_are_meant(tmp_path, monkeypatch):
    every = [
        write(tmp_path / language / name) for language in words.LANGUAGES for name in (launch.START, "01_next.ipynb")
    ]
    write(tmp_path / "mine" / "draft.ipynb")
    monkeypatch.chdir(tmp_path)
    assert list(notebooks._notebooks([])) == every


def test_each_notebook_once(tmp_path):
    path = write(tmp_path / "one.ipynb")
    assert list(notebooks._notebooks([path, tmp_path, tmp_path / "." / "one.ipynb"])) == [path]


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_a_path_that_does_not_exist(tmp_path, capsys, language):
    assert main(["--lang", language, "notebooks", str(tmp_path / "none")]) == 1
    with words.using(language=language):
        assert capsys.readouterr().out == words.t("notebooks.not_found", path=tmp_path / "none") + "\n"


def test_a_folder_without_notebooks(tmp_path, capsys):
    assert main(["notebooks", str(tmp_path)]) == 1
    assert capsys.readouterr().out == words.t("notebooks.none") + "\n"


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is no signal that one process can send another on Windows")
def test_ctrl_c_stops_all_kernels(tmp_path):
    for name in "ab":
        write(tmp_path / f"{name}.ipynb", code(f"open({name!r}, 'w').close()\nwhile True: pass"))
    with subprocess.Popen([sys.executable, "-m", "lossviz", "notebooks", str(tmp_path)]) as tool:
        while not all((tmp_path / name).exists() for name in "ab"):
            assert tool.poll() is None
            time.sleep(0.1)
        kernels = psutil.Process(tool.pid).children(recursive=True)
        assert len(kernels) == 2
        tool.send_signal(signal.SIGINT)
        assert tool.wait(60) == 130
    assert psutil.wait_procs(kernels, timeout=60)[1] == []
