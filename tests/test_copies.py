"""A reader's own copies of the notebooks: what is copied, what is never written over, and what is said about it."""

import json
import re
import shutil
import sys
from importlib.metadata import PathDistribution
from pathlib import Path, PureWindowsPath

import pytest
from nbformat import v4

from lossviz import words
from lossviz.command import copies, launch, places
from lossviz.command.cli import main
from lossviz.practice import entries

NOTEBOOKS = Path(__file__).parent.parent / "notebooks"
NAMES = ("00_start_here.ipynb", "03_squares.ipynb", "write_your_own.ipynb")


def notebook(text):
    cells = [v4.new_markdown_cell(text, id="a"), v4.new_code_cell("1 + 1", id="b", execution_count=1)]
    return v4.writes(v4.new_notebook(cells=cells))


def publish(wheel, text):
    """A version of lossviz, whose notebooks say `text`."""
    for language in words.LANGUAGES:
        for name in NAMES:
            place = wheel / "share" / "lossviz" / "notebooks" / language / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(notebook(text), encoding="utf-8")


@pytest.fixture
def wheel(tmp_path, monkeypatch):
    """An environment with lossviz installed from a wheel, and a reader in an empty folder."""
    info = tmp_path / "venv" / "lib" / "lossviz-1.dist-info"
    info.mkdir(parents=True)
    brought = [f"../share/lossviz/notebooks/{language}/{name},,\n" for language in words.LANGUAGES for name in NAMES]
    info.joinpath("RECORD").write_text("lossviz/__init__.py,,\n" + "".join(brought), encoding="utf-8")
    monkeypatch.setattr(places, "distribution", lambda name: PathDistribution(info))
    monkeypatch.setattr(places, "__file__", str(info.parent / "lossviz" / "command" / "places.py"))
    publish(tmp_path / "venv", "version 1")
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    return tmp_path / "venv"


@pytest.fixture
def bring(wheel):
    """`lossviz`, as far as the copies; gives what it has said."""

    def start():
        said = []
        copies.bring(places.bundled(), places.own_folder(), said.append)
        return said

    return start


@pytest.fixture
def squares(wheel):
    """Where the English copy of chapter 03 is."""
    return wheel.parent / "empty" / places.FOLDER / "en" / "en_03_squares.ipynb"


def edit(path, text="my own words"):
    mine = v4.reads(path.read_text(encoding="utf-8"))
    mine.cells[0].source = text
    path.write_text(v4.writes(mine), encoding="utf-8")
    return path.read_bytes()


def numbered(squares, number):
    return squares.with_name(f"en_03-{number}_squares.ipynb")


def text_of(path):
    return v4.reads(path.read_text(encoding="utf-8")).cells[0].source


def contents(folder):
    return {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.rglob("*") if path.is_file()}


def told(key, **values):
    return words.t(key, **values)


def test_an_empty_folder_gets_every_notebook_in_both_languages(bring):
    said = bring()
    found = sorted(path.relative_to(places.own_folder()).as_posix() for path in places.own_folder().rglob("*.ipynb"))
    assert found == sorted(f"{tongue}/{tongue}_{name}" for tongue in words.LANGUAGES for name in NAMES)
    assert said == [told("copies.made", folder=Path.cwd() / places.FOLDER)]


def test_nothing_else_lies_in_the_folder(bring):
    bring()
    assert all(path.suffix == ".ipynb" for path in places.own_folder().rglob("*") if path.is_file())


@pytest.fixture(scope="module")
def real(tmp_path_factory):
    folder = tmp_path_factory.mktemp("real")
    copies.bring(NOTEBOOKS, folder, print)
    return folder


def test_every_link_of_a_copy_leads_to_a_copy(real):
    links = [
        path.parent / link
        for path in real.rglob("*.ipynb")
        for link in re.findall(r"\]\(([^)\s]*\.ipynb)", path.read_text(encoding="utf-8"))
    ]
    assert len(links) > 100
    assert [link for link in links if not link.is_file()] == []


def test_no_copy_names_a_notebook_that_is_none(real):
    named = {name for path in real.rglob("*.ipynb") for name in re.findall(r"[\w-]+\.ipynb", path.read_text("utf-8"))}
    assert named == {path.name for path in real.rglob("*.ipynb")}


def test_a_copy_has_the_cells_of_its_notebook(real):
    for path in NOTEBOOKS.rglob("*.ipynb"):
        language = path.parent.name
        copy = json.loads((real / language / f"{language}_{path.name}").read_text(encoding="utf-8"))
        original = json.loads(path.read_text(encoding="utf-8"))
        assert [cell for cell in copy["cells"] if cell["cell_type"] == "code"] == [
            cell for cell in original["cells"] if cell["cell_type"] == "code"
        ]
        assert {**copy["metadata"], "lossviz": None} == {**original["metadata"], "lossviz": None}


def test_what_a_tab_shows_differs_from_language_to_language(real):
    # A tab has room for some 24 letters.
    tabs = [path.name[:24] for path in real.rglob("*.ipynb")]
    assert len(set(tabs)) == len(tabs)


def test_the_same_version_again_changes_nothing(bring):
    bring()
    before = contents(Path.cwd())
    assert bring() == []
    assert contents(Path.cwd()) == before


def test_the_same_version_again_beside_what_was_edited(bring, squares):
    bring()
    edit(squares)
    before = contents(Path.cwd())
    assert bring() == []
    assert contents(Path.cwd()) == before


def test_a_newer_version_replaces_what_nobody_has_edited(bring, wheel):
    bring()
    publish(wheel, "version 2")
    assert bring() == [told("copies.renewed", count=6)]
    found = list(places.own_folder().rglob("*.ipynb"))
    assert [text_of(path) for path in found] == ["version 2"] * 6


def test_a_newer_version_lies_beside_what_was_edited(bring, wheel, squares):
    bring()
    mine = edit(squares)
    publish(wheel, "version 2")
    beside = told("copies.beside", path=numbered(squares, 2), edited=squares.name)
    assert bring() == [beside, told("copies.renewed", count=5)]
    assert squares.read_bytes() == mine
    assert text_of(numbered(squares, 2)) == "version 2"
    assert bring() == []


def test_versions_after_that(bring, wheel, squares):
    bring()
    mine = edit(squares)
    publish(wheel, "version 2")
    bring()
    publish(wheel, "version 3")
    bring()
    assert text_of(numbered(squares, 2)) == "version 3", "nobody had edited version 2"
    second = edit(numbered(squares, 2))
    publish(wheel, "version 4")
    bring()
    assert text_of(numbered(squares, 3)) == "version 4"
    assert (squares.read_bytes(), numbered(squares, 2).read_bytes()) == (mine, second)
    assert not numbered(squares, 4).exists()


def test_a_newer_version_waits_while_jupyterlab_is_open_on_the_copies(bring, wheel, squares, monkeypatch):
    bring()
    monkeypatch.setattr(copies, "list_running_servers", lambda: [{"root_dir": str(Path.cwd() / places.FOLDER)}])
    mine = edit(squares)
    publish(wheel, "version 2")
    beside = told("copies.beside", path=numbered(squares, 2), edited=squares.name)
    assert bring() == [beside, told("copies.later", count=5)]
    assert squares.read_bytes() == mine
    assert text_of(squares.with_name("en_00_start_here.ipynb")) == "version 1"
    monkeypatch.setattr(copies, "list_running_servers", lambda: [{"root_dir": str(Path.cwd())}, {}])
    assert bring() == [told("copies.renewed", count=5)]


def run_in_jupyterlab(mine):
    """What a run, a folded output and JupyterLab itself leave in a notebook."""
    mine.cells[1].execution_count = 7
    mine.cells[1].outputs = [v4.new_output("execute_result", {"text/plain": "2"}, execution_count=7)]
    mine.cells[1].metadata = {"scrolled": True, "jupyter": {"outputs_hidden": True}, "trusted": True, "execution": {}}
    mine.metadata.kernelspec = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    mine.metadata.language_info = {"name": "python", "version": "3.13.1", "mimetype": "text/x-python"}
    mine.metadata.widgets = {"application/vnd.jupyter.widget-state+json": {"state": {}}}


def test_a_run_is_no_edit(bring, wheel, squares):
    bring()
    mine = v4.reads(squares.read_text(encoding="utf-8"))
    run_in_jupyterlab(mine)
    squares.write_text(v4.writes(mine), encoding="utf-8")
    publish(wheel, "version 2")
    assert bring() == [told("copies.renewed", count=6)]
    assert text_of(squares) == "version 2"


EDITS = {
    "code": lambda mine: mine.cells[1].update(source="2 + 2"),
    "a cell more": lambda mine: mine.cells.append(v4.new_code_cell("")),
    "a cell less": lambda mine: mine.cells.pop(),
    "another order": lambda mine: mine.cells.reverse(),
    "text for code": lambda mine: mine.cells[1].update(cell_type="raw"),
    "a tag": lambda mine: mine.cells[1].metadata.update(tags=["for-monday"]),
    "a hidden source": lambda mine: mine.cells[1].metadata.update(jupyter={"source_hidden": True}),
    "a picture": lambda mine: mine.cells[0].update(attachments={"a.png": {"image/png": "AAAA"}}),
    "another program's notes": lambda mine: mine.metadata.update(colab={"name": "mine"}),
}


@pytest.mark.parametrize("change", EDITS.values(), ids=EDITS)
def test_whatever_a_reader_has_edited_stays(bring, wheel, squares, change):
    bring()
    mine = v4.reads(squares.read_text(encoding="utf-8"))
    change(mine)
    squares.write_text(v4.writes(mine), encoding="utf-8")
    kept = squares.read_bytes()
    publish(wheel, "version 2")
    bring()
    assert squares.read_bytes() == kept
    assert text_of(numbered(squares, 2)) == "version 2"


# What may lie under the name of a copy, and is none.
STRANGERS = {
    "a folder": lambda place: place.mkdir(),
    "half a file": lambda place: place.write_text('{"cells": [', encoding="utf-8"),
    "no text": lambda place: place.write_bytes(b"\xff\xfe\x00"),
    "another's notebook": lambda place: place.write_text(notebook("mine"), encoding="utf-8"),
    "no notebook": lambda place: place.write_text("[1, 2]", encoding="utf-8"),
    "a link to nothing": lambda place: place.symlink_to("nowhere.ipynb"),
}


@pytest.mark.parametrize("lay", STRANGERS.values(), ids=STRANGERS)
def test_what_is_no_copy_stays(bring, squares, lay):
    squares.parent.mkdir(parents=True)
    lay(squares)
    kept = (squares.is_dir(), squares.is_symlink(), squares.read_bytes() if squares.is_file() else b"")
    bring()
    assert (squares.is_dir(), squares.is_symlink(), squares.read_bytes() if squares.is_file() else b"") == kept
    assert text_of(numbered(squares, 2)) == "version 1"
    assert bring() == []


@pytest.mark.parametrize("lay", STRANGERS.values(), ids=STRANGERS)
def test_fresh_passes_by_what_is_no_copy(wheel, squares, lay):
    squares.parent.mkdir(parents=True)
    lay(squares)
    assert main(["--lang", "en", "fresh", "03"]) == 0
    assert text_of(numbered(squares, 2)) == "version 1"


def test_what_a_link_leads_to_is_not_changed(bring, wheel, squares, tmp_path):
    bring()
    elsewhere = tmp_path / "shared.ipynb"
    squares.rename(elsewhere)
    squares.symlink_to(elsewhere)
    shared = elsewhere.read_bytes()
    publish(wheel, "version 2")
    bring()
    assert elsewhere.read_bytes() == shared
    assert text_of(squares) == "version 2"


def test_the_folder_may_be_a_link(bring, tmp_path):
    (tmp_path / "disk").mkdir()
    Path(places.FOLDER).symlink_to(tmp_path / "disk", target_is_directory=True)
    bring()
    assert len(list((tmp_path / "disk").rglob("*.ipynb"))) == 6


def test_a_chapter_that_was_deleted_comes_back(bring, squares):
    bring()
    squares.unlink()
    assert bring() == []
    assert text_of(squares) == "version 1"


def test_whoever_stands_in_the_folder_gets_no_second_one(bring, monkeypatch):
    bring()
    folder = places.own_folder()
    for place in (folder, folder / "ko"):
        monkeypatch.chdir(place)
        assert places.own_folder() == folder


def test_a_copy_is_written_whole_or_not_at_all(bring, wheel, squares, monkeypatch):
    bring()
    publish(wheel, "version 2")
    before = contents(Path.cwd())

    def full(path, data):
        with path.open("wb") as file:
            file.write(data[:100])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(copies.CannotCopyError, match="No space left"):
        bring()
    assert contents(Path.cwd()) == before


def test_a_folder_that_may_only_be_read_opens_if_all_is_there(bring, monkeypatch):
    bring()
    monkeypatch.setattr(Path, "write_bytes", refuse)
    assert bring() == []


def refuse(path, *_):
    raise PermissionError(13, "Permission denied", str(path))


def no_permission(monkeypatch):
    monkeypatch.setattr(Path, "mkdir", lambda path, **_: refuse(path))


OBSTACLES = {
    "no permission": (no_permission, "Permission denied"),
    "a file where the folder should be": (lambda _: Path(places.FOLDER).write_text("mine", encoding="utf-8"), None),
}


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize(("obstruct", "reason"), OBSTACLES.values(), ids=OBSTACLES)
@pytest.mark.parametrize("command", [[], ["fresh", "03"]], ids=["open", "fresh"])
def test_what_is_refused_is_told(wheel, monkeypatch, capsys, language, obstruct, reason, command):
    obstruct(monkeypatch)
    assert main(["--lang", language, *command]) == 1
    message = capsys.readouterr().err
    with words.using(language=language):
        start, advice = told("copies.refused", folder=Path.cwd() / places.FOLDER, reason="@").split("@")
    assert message.startswith(start)
    assert message.endswith(advice + "\n")
    assert reason is None or reason in message


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_what_jupyterlab_is_started_with(wheel, monkeypatch, capsys, language):
    from jupyterlab.labapp import LabApp

    started = []
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", "")
    monkeypatch.setattr(LabApp, "launch_instance", started.append)
    assert main(["--lang", language]) == 0
    folder, start = Path.cwd() / places.FOLDER, f"{language}/{language}_{launch.START}"
    assert started[0][:2] == [
        f"--ServerApp.root_dir={folder}",
        f"--LabApp.default_url=/lab/workspaces/lossviz/tree/{start}",
    ]
    with words.using(language=language):
        made, opening = told("copies.made", folder=folder), told("command.opening", notebook=folder / start)
    assert capsys.readouterr().err == f"{made}\n{opening}\n"


@pytest.mark.parametrize(
    ("command", "missing", "imports"),
    [([], "jupyterlab.labapp", "jupyterlab.labapp"), (["fresh", "03"], "nbformat", "lossviz.command.copies")],
)
def test_without_jupyterlab_nothing_is_copied(wheel, monkeypatch, capsys, command, missing, imports):
    monkeypatch.delitem(sys.modules, imports, raising=False)
    monkeypatch.setitem(sys.modules, missing, None)
    assert main(command) == 1
    assert "-m pip install" in capsys.readouterr().err
    assert list(Path.cwd().iterdir()) == []


def test_an_address_has_no_backslash():
    arguments = launch.lab_arguments(Path("folder"), PureWindowsPath(r"ko\ko_start.ipynb"), True, None, [])
    assert arguments[1].endswith("/tree/ko/ko_start.ipynb")


def test_a_wheel_that_brings_none(wheel, monkeypatch):
    info = wheel / "lib" / "lossviz-1.dist-info"
    info.joinpath("RECORD").write_text("lossviz/__init__.py,,\n", encoding="utf-8")
    assert places.bundled() is None


def test_a_wheel_whose_notebooks_somebody_has_deleted(wheel, capsys):
    shutil.rmtree(wheel / "share")
    assert places.bundled() is None
    assert main(["--lang", "en"]) == 1
    start = Path("notebooks", "en", launch.START)
    assert capsys.readouterr().err == told("command.no_notebooks", place=Path.cwd(), start=start) + "\n"
    assert main(["--lang", "en", "fresh", "03"]) == 1


@pytest.mark.parametrize("chapter", ["03", "3"])
def test_fresh_gives_a_clean_copy_beside(bring, squares, capsys, chapter):
    bring()
    mine = edit(squares)
    assert main(["--lang", "en", "fresh", chapter]) == 0
    assert capsys.readouterr().out == told("copies.fresh", path=numbered(squares, 2)) + "\n"
    assert squares.read_bytes() == mine
    assert text_of(numbered(squares, 2)) == "version 1"


def test_fresh_gives_no_second_clean_copy(bring, squares, capsys):
    bring()
    before = contents(Path.cwd())
    assert main(["--lang", "en", "fresh", "03"]) == 0
    assert contents(Path.cwd()) == before
    assert str(squares) in capsys.readouterr().out


def test_a_copy_that_was_run_is_not_clean(bring, squares):
    bring()
    mine = v4.reads(squares.read_text(encoding="utf-8"))
    run_in_jupyterlab(mine)
    squares.write_text(v4.writes(mine), encoding="utf-8")
    run = squares.read_bytes()
    assert main(["--lang", "en", "fresh", "03"]) == 0
    assert squares.read_bytes() == run
    assert numbered(squares, 2).is_file()


def test_fresh_without_a_chapter_brings_what_is_missing(wheel, squares, capsys):
    assert main(["--lang", "en", "fresh"]) == 0
    assert len(list(Path.cwd().rglob("*.ipynb"))) == 6
    assert capsys.readouterr().out == told("copies.made", folder=Path.cwd() / places.FOLDER) + "\n"


def test_fresh_takes_several_chapters_in_an_empty_folder(wheel, squares):
    assert main(["fresh", "03", "write_your_own", "--lang", "ko"]) == 0
    names = sorted(path.name for path in Path.cwd().rglob("*.ipynb"))
    assert names == ["ko_03_squares.ipynb", "ko_write_your_own.ipynb"]


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("chapter", ["04", "squares", "../03", "²", ""])
def test_a_chapter_that_there_is_not(wheel, capsys, language, chapter):
    assert main(["--lang", language, "fresh", "03", chapter]) == 1
    with words.using(language=language):
        message = told("copies.no_chapter", received=chapter, allowed="00, 03, write_your_own")
    assert capsys.readouterr().err == message + "\n"
    assert list(Path.cwd().iterdir()) == [], "all chapters, or none"


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_where_the_notebooks_themselves_are_opened_there_is_nothing_to_copy(wheel, capsys, language):
    start = Path("notebooks", language, launch.START)
    start.parent.mkdir(parents=True)
    start.write_text(notebook("mine"), encoding="utf-8")
    assert main(["--lang", language, "fresh", "03"]) == 1
    with words.using(language=language):
        assert capsys.readouterr().err == told("copies.originals", folder=Path.cwd() / "notebooks") + "\n"
    assert not Path(places.FOLDER).exists()


@pytest.mark.parametrize("name", ["03_squares.ipynb", "ko_03_squares.ipynb", "ko_03-2_squares.ipynb"])
def test_the_diary_knows_the_chapter_of_a_copy(monkeypatch, name):
    monkeypatch.setenv("JPY_SESSION_NAME", f"lossviz-notebooks/ko/{name}")
    assert entries.chapter() == "03"
