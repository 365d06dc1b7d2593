"""The `lossviz` command: what it opens, what it says where it cannot, and a JupyterLab that it has started."""

import json
import os
import re
import socket
import subprocess
import sys
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from lossviz import words
from lossviz.command import launch, places
from lossviz.command.cli import main
from lossviz.command.jupyter import running
from lossviz.server import PATIENCE

SYSTEMS = {"en": "en_US.UTF-8", "ko": "ko_KR.UTF-8"}
NOTEBOOK = {"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


@pytest.fixture
def collection(tmp_path, monkeypatch):
    """A folder with a copy of the notebooks in it, where the reader stands."""
    for language in words.LANGUAGES:
        start = tmp_path / "notebooks" / language / launch.START
        start.parent.mkdir(parents=True)
        start.write_text(json.dumps(NOTEBOOK), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "notebooks"


@pytest.fixture
def wheel(tmp_path, monkeypatch):
    """A package with no notebooks, neither beside it nor to copy, and a reader who stands somewhere else."""
    monkeypatch.setattr(launch, "bundled", lambda: None)
    monkeypatch.setattr(places, "__file__", str(tmp_path / "site-packages" / "lossviz" / "command" / "places.py"))
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    return tmp_path


def said(language: str, key: str, **values: object) -> str:
    with words.using(language=language):
        return words.t(key, **values)


@pytest.fixture
def opened(monkeypatch):
    """What would have been opened."""
    calls = []
    monkeypatch.setattr(launch, "open_lab", lambda language, **rest: calls.append((language, rest)))
    return calls


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_without_an_argument_it_opens_the_start_notebook_in_the_systems_language(monkeypatch, opened, language):
    monkeypatch.setenv("LC_ALL", SYSTEMS[language])
    assert main([]) == 0
    assert opened == [(language, {"browser": True, "port": None, "options": []})]


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_options(monkeypatch, opened, language):
    monkeypatch.setenv("LC_ALL", SYSTEMS["en" if language == "ko" else "ko"])
    assert main(["--lang", language, "--no-browser", "--port", "9000", "--", "--debug", "--", "--port=1"]) == 0
    assert opened == [(language, {"browser": False, "port": 9000, "options": ["--debug", "--", "--port=1"]})]


def test_the_readers_copy_comes_before_the_repositorys(collection):
    assert places.notebooks_folder() == collection


def test_inside_the_notebooks_folder(collection, monkeypatch):
    monkeypatch.chdir(collection)
    assert places.notebooks_folder() == collection


def test_beside_the_package(tmp_path, monkeypatch, collection):
    monkeypatch.setattr(places, "__file__", str(tmp_path / "lossviz" / "command" / "places.py"))
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert places.notebooks_folder() == collection


def test_a_folder_must_have_the_language(collection):
    (collection / "ko" / launch.START).unlink()
    assert places.notebooks_folder(["en"]) == collection
    assert places.notebooks_folder(["ko"]) != collection


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_no_notebooks(wheel, capsys, language):
    assert main(["--lang", language]) == 1
    place, start = wheel / "elsewhere", Path("notebooks", language, launch.START)
    assert capsys.readouterr().err == said(language, "command.no_notebooks", place=place, start=start) + "\n"


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_no_jupyterlab(collection, monkeypatch, capsys, language):
    monkeypatch.setitem(sys.modules, "jupyterlab", None)
    monkeypatch.delitem(sys.modules, "jupyterlab.labapp", raising=False)
    assert main(["--lang", language]) == 1
    message = capsys.readouterr().err
    assert said(language, "command.no_lab", reason="@", python=sys.executable).partition("@")[2].strip() in message
    assert "-m pip install" in message


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_a_port_in_use(collection, monkeypatch, capsys, language):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert main(["--lang", language, "--port", str(port)]) == 1
    assert said(language, "command.port", port=port, reason="@").split("@")[0] in capsys.readouterr().err


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("mistake", [["--frob"], ["doctor", "--", "--debug"], ["--port", "x"], ["frob"]])
def test_a_mistake_is_told_in_the_readers_language(capsys, language, mistake):
    with pytest.raises(SystemExit) as stop:
        main(["--lang", language, *mistake])
    assert stop.value.code == 2
    assert said(language, "command.misused", reason="@").split("@")[0] in capsys.readouterr().err


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("command", [[], ["fresh"], ["doctor"], ["notebooks"]])
def test_help_is_in_the_readers_language(capsys, language, command):
    with pytest.raises(SystemExit) as stop:
        main([*command, "--lang", language, "--help"])
    assert stop.value.code == 0
    room = {"fresh": "copies"}
    about = said(language, f"{room.get(command[0], command[0])}.about" if command else "command.about")
    assert about.split()[0] in capsys.readouterr().out


def test_an_unknown_language_is_a_mistake():
    with pytest.raises(SystemExit) as stop:
        main(["--lang", "fr"])
    assert stop.value.code == 2


def test_token_and_loopback_are_jupyters_own():
    options = launch.lab_arguments(Path("folder"), Path("ko", launch.START), browser=True, port=None, options=[])
    assert not any(word in option for option in options for word in ("token", "password", "ip=", "allow", "disable"))


def test_the_configuration_folder_is_added_to_the_readers(monkeypatch):
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", "theirs")
    launch._add_configuration()
    before, ours = os.environ["JUPYTER_CONFIG_PATH"].split(os.pathsep)
    assert before == "theirs"
    assert Path(ours, "jupyter_server_config.d", "lossviz.json").is_file()


THEIRS = "c.Lossviz.quiet_widgets = False"


@pytest.mark.parametrize(
    ("file", "options", "quiet"),
    [
        (None, [], True),
        ("jupyter_server_config.py", [], False),
        (None, ["--Lossviz.quiet_widgets=False"], False),
    ],
)
def test_widgets_are_quiet_unless_the_reader_wants_it_otherwise(monkeypatch, tmp_path, file, options, quiet):
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", "")
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path))
    if file:
        (tmp_path / file).write_text(THEIRS, encoding="utf-8")
    launch._add_configuration()
    show = [sys.executable, "-m", "jupyter_server", "--show-config-json", *options]
    shown = json.loads(subprocess.run(show, capture_output=True, check=True).stdout)
    assert str(shown["Lossviz"]["quiet_widgets"]) == str(quiet)


def disabled(page: str) -> list[str]:
    """What JupyterLab's page is told to leave out."""
    (found,) = re.findall(r'<script id="jupyter-config-data" type="application/json">(.*?)</script>', page, re.DOTALL)
    return json.loads(found)["disabledExtensions"]


def test_a_jupyterlab_that_it_has_started(collection, tmp_path):
    alone = {"JUPYTER_CONFIG_DIR": str(tmp_path / "config"), "LC_ALL": SYSTEMS["ko"]}
    with running([sys.executable, "-m", "lossviz", "--"], alone, collection.parent) as server:
        assert sorted(entry["name"] for entry in server.ask("api/contents")["content"]) == ["en", "ko"]
        log = server.log.read_text(encoding="utf-8")
        assert log.count(said("ko", "server.quiet", limit=1000 * PATIENCE)) == 1
        assert f"lab/workspaces/lossviz/tree/ko/{launch.START}?token=" in log
        assert server.url.startswith("http://localhost:")
        with urlopen(f"{server.url}lab?token={server.token}", timeout=30) as page:
            # Nobody is asked in a lecture whether JupyterLab may look for news.
            assert "@jupyterlab/apputils-extension:announcements" in disabled(page.read().decode())
        with pytest.raises(HTTPError) as refused:
            urlopen(f"{server.url}api/contents", timeout=30)
        assert refused.value.code == 403
        refused.value.close()
