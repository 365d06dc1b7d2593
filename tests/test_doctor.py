"""The doctor: every environment that can be broken is, as a value, and the probes look at broken ones on disk."""

import json
import os
import re
import subprocess
import sys
import tomllib
from dataclasses import replace
from pathlib import Path

import matplotlib
import pytest

from lossviz import words
from lossviz.command import doctor, environment, jupyter
from lossviz.command.doctor import DRAWING, READING, SLOW, Severity
from lossviz.command.environment import FRONT_END, Environment, FrontEnd

REPOSITORY = Path(__file__).parents[1]
PYTHON = "/env/bin/python"

GOOD = Environment(
    python="3.12.4",
    executable=PYTHON,
    isolated=True,
    versions={package.name: package.tested for package in (*DRAWING, *READING)},
    broken={},
    fonts={"Regular.otf": "", "Bold.otf": ""},
    front_end=FrontEnd(version="5.0.16", disabled=False, python=PYTHON),
    kernel=PYTHON,
    extension=True,
)


def without(package: str) -> Environment:
    return replace(GOOD, versions={name: version for name, version in GOOD.versions.items() if name != package})


def having(package: str, version: str) -> Environment:
    return replace(GOOD, versions={**GOOD.versions, package: version})


def front_end(**changes: object) -> Environment:
    return replace(GOOD, front_end=replace(GOOD.front_end, **changes))


# An environment, how serious it is, and a command that fixes it ("" for none).
BROKEN = {
    "old Python": (replace(GOOD, python="3.10.9"), Severity.WRONG, "python3.11 -m venv .venv"),
    "no numpy": (without("numpy"), Severity.WRONG, f'{PYTHON} -m pip install "numpy>=2.2"'),
    "old numpy": (having("numpy", "1.26.4"), Severity.WRONG, f'{PYTHON} -m pip install "numpy>=2.2"'),
    "old matplotlib": (having("matplotlib", "3.9"), Severity.WRONG, f'{PYTHON} -m pip install "matplotlib>=3.10"'),
    "old ipywidgets": (having("ipywidgets", "8.1.4"), Severity.WRONG, f'{PYTHON} -m pip install "ipywidgets>=8.1.5"'),
    "newer numpy than any tested": (having("numpy", "3.0.0rc1"), Severity.NOTE, ""),
    "no jupyterlab": (without("jupyterlab"), Severity.WRONG, f'{PYTHON} -m pip install "jupyterlab>=4.4"'),
    "numpy in pieces": (
        replace(GOOD, broken={"numpy": "ImportError: no multiarray"}),
        Severity.WRONG,
        f"{PYTHON} -m pip install --force-reinstall numpy==2.5.5",
    ),
    "no fonts": (replace(GOOD, fonts={}), Severity.WRONG, None),
    "a font without Hangul": (replace(GOOD, fonts={"Regular.otf": "손실"}), Severity.WRONG, None),
    "no front end": (front_end(version=None), Severity.WRONG, f'{PYTHON} -m pip install "jupyterlab_widgets>=3,<4"'),
    "the front end of ipywidgets 7": (
        front_end(version="3.1.9"),
        Severity.WRONG,
        f'{PYTHON} -m pip install "jupyterlab_widgets>=3,<4"',
    ),
    "the front end in Jupyter's own environment": (
        front_end(version=None, python="/other env/bin/python"),
        Severity.WRONG,
        '"/other env/bin/python" -m pip install "jupyterlab_widgets>=3,<4"',
    ),
    "the front end switched off": (
        front_end(disabled=True),
        Severity.WRONG,
        f"{PYTHON} -m jupyter labextension enable {FRONT_END}",
    ),
    "the kernel of another Python": (
        replace(GOOD, kernel="/other/bin/python"),
        Severity.WRONG,
        f"{PYTHON} -m ipykernel install --sys-prefix",
    ),
    "no kernel": (replace(GOOD, kernel=""), Severity.WRONG, f"{PYTHON} -m pip install ipykernel"),
    "no virtual environment": (replace(GOOD, isolated=False), Severity.NOTE, f"{PYTHON} -m venv .venv"),
    "no server extension": (
        replace(GOOD, extension=False),
        Severity.NOTE,
        f"{PYTHON} -m jupyter server extension enable --sys-prefix lossviz.server",
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_what_is_broken_is_found_and_nothing_else(each_language, case):
    broken, severity, command = BROKEN[case]
    (found,) = [check for check in doctor.diagnose(broken) if check.severity is not Severity.OK]
    assert found.severity is severity
    if command is not None:
        assert command in found.fix or (found.fix == () and command == "")
    said = str(found)
    assert all(part in said for part in (found.what, found.found, found.needed, *found.fix))


def test_nothing_is_wrong_with_a_good_environment(each_language):
    checks = doctor.diagnose(GOOD)
    assert [check.severity for check in checks] == [Severity.OK] * 10
    assert all(check.fix == () for check in checks)


def test_what_cannot_be_known_is_not_judged():
    """As in a browser's Python, which has no Jupyter."""
    unknown = replace(without("jupyterlab"), fonts=None, front_end=None, kernel=None, extension=None)
    assert [check.what for check in doctor.in_kernel(unknown)] == ["Python", "numpy", "matplotlib", "ipywidgets"]


def test_the_front_end_of_a_kernel_with_older_widgets():
    """A kernel in another environment: ipywidgets 7 speaks to front end 3, not to 5."""
    old = having("ipywidgets", "7.8.5")
    (found,) = doctor._check_front_end(old)
    assert found.severity is Severity.WRONG
    assert found.fix == (f'{PYTHON} -m pip install "jupyterlab_widgets>=1,<2"',)
    (found,) = doctor._check_front_end(replace(old, front_end=replace(GOOD.front_end, version="3.1.9")))
    assert found.severity is Severity.OK


def test_round_trip(each_language):
    assert doctor.round_trip(4.4).severity is Severity.OK
    assert doctor.round_trip(SLOW).severity is Severity.NOTE
    failed = doctor.round_trip(None, "OSError: no kernel")
    assert failed.severity is Severity.WRONG
    assert "OSError: no kernel" in str(failed)


def test_self_check_is_one_line_that_is_the_same_everywhere(monkeypatch, capsys, each_language):
    monkeypatch.setattr(doctor, "probe", lambda *_: GOOD)
    doctor.self_check()
    assert capsys.readouterr().out == {"en": "Everything is ready.\n", "ko": "모두 준비되었습니다.\n"}[each_language]


def test_self_check_here(capsys):
    doctor.self_check()
    assert capsys.readouterr().out == "Everything is ready.\n"


def test_self_check_says_what_is_wrong_and_how_to_fix_it(monkeypatch, capsys, each_language):
    # What only JupyterLab's side needs is not a kernel's business, and a remark is not a fault.
    broken = replace(front_end(version=None), kernel="", isolated=False, extension=False)
    monkeypatch.setattr(doctor, "probe", lambda *_: broken)
    doctor.self_check()
    said = capsys.readouterr().out.splitlines()
    assert said[0] == words.t("doctor.not_ready")
    assert said[2].strip() == f'{PYTHON} -m pip install "jupyterlab_widgets>=3,<4"'
    assert said[3:] == [words.t("doctor.afterwards")]


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_the_report_is_in_both_languages_the_readers_first(monkeypatch, language):
    monkeypatch.setattr(doctor, "probe", lambda *_: GOOD)
    said = []
    with words.using(language=language):
        assert doctor.examine(said.append, measured=False) == 0
    other = next(other for other in words.LANGUAGES if other != language)
    titles = [words.catalogue(tongue)["doctor.title"] for tongue in (language, other)]
    assert [report.splitlines()[0] for report in said[:2]] == titles
    assert said[2:] == [words.catalogue(tongue)["doctor.ready"] for tongue in (language, other)]


@pytest.mark.parametrize(("case", "code"), [("no numpy", 1), ("no server extension", 0)])
def test_exit_code(monkeypatch, case, code):
    monkeypatch.setattr(doctor, "probe", lambda *_: BROKEN[case][0])
    assert doctor.examine(lambda _: None, measured=False) == code


def test_a_server_that_does_not_start_is_found(monkeypatch):
    def fail():
        raise RuntimeError("Address family not supported")

    monkeypatch.setattr(jupyter, "measure", fail)
    said = []
    assert doctor.examine(said.append) == 1
    assert any("RuntimeError: Address family not supported" in line for line in said)


def test_this_environment_with_its_round_trip():
    said = []
    assert doctor.examine(said.append) == 0
    measured = re.search(r"slider message to the kernel and back: ([\d.]+) ms", "\n".join(said))
    assert float(measured[1]) > 0


def test_a_server_that_stops_at_once_is_an_error_with_its_last_words():
    with pytest.raises(RuntimeError, match="no such thing"):  # noqa: SIM117 -- the message is that of entering
        with jupyter.running([sys.executable, "-c", "raise SystemExit('first\\nno such thing')"], {}):
            pytest.fail("it has started")


# Where needed versions are written twice.


def test_versions_are_those_of_pyproject_and_requirements():
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = dict(entry.split(">=") for entry in [*project["dependencies"], *project["optional-dependencies"]["lab"]])
    pins = re.findall(
        r"^([\w-]+)==([\d.]+)", (REPOSITORY / "requirements.txt").read_text(encoding="utf-8"), re.MULTILINE
    )
    for package in (*DRAWING, *READING):
        assert package.at_least == needed[package.name]
        # Two pins where an older Python has an older one.
        assert package.tested == [version for name, version in pins if name == package.name][-1]
    assert project["requires-python"] == f">={doctor.PYTHON}"


# The probes, on what is really there.


def place_front_end(prefix: Path, version: str) -> None:
    folder = prefix / "share" / "jupyter" / "labextensions" / FRONT_END
    folder.mkdir(parents=True)
    (folder / "package.json").write_text(json.dumps({"version": version}), encoding="utf-8")


def test_the_front_end_here():
    found = environment._front_end()
    assert found.version.startswith("5.")
    assert not found.disabled


def test_the_front_end_is_looked_for_where_jupyter_runs(monkeypatch, tmp_path):
    place_front_end(tmp_path, "3.0.0")
    monkeypatch.setattr(environment, "_server_prefix", lambda: tmp_path)
    assert environment._front_end() == FrontEnd("3.0.0", False, str(tmp_path / "bin" / "python"))


@pytest.mark.parametrize("name", [FRONT_END, f"{FRONT_END}:plugin"])
@pytest.mark.parametrize("write", [lambda name: {name: True}, lambda name: [name]], ids=["table", "list"])
def test_a_front_end_that_is_switched_off(monkeypatch, tmp_path, name, write):
    (tmp_path / "labconfig").mkdir()
    page = tmp_path / "labconfig" / "page_config.json"
    page.write_text(json.dumps({"disabledExtensions": write(name)}), encoding="utf-8")
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", str(tmp_path))
    assert environment._front_end().disabled


@pytest.mark.skipif(os.name == "nt", reason="on Windows a kernel is not told who has started it")
def test_the_environment_that_jupyter_runs_in(monkeypatch, tmp_path):
    """A process with a Python of another environment, as the parent of a kernel."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "share" / "jupyter").mkdir(parents=True)
    (tmp_path / "bin" / "python").symlink_to(sys.executable)
    waiting = [str(tmp_path / "bin" / "python"), "-c", "print(flush=True); input()"]
    with subprocess.Popen(waiting, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
        server.stdout.readline()
        monkeypatch.setenv("JPY_PARENT_PID", str(server.pid))
        assert environment._server_prefix() == tmp_path
        server.communicate(b"\n")
    assert environment._server_prefix() is None


def test_outside_a_notebook_there_is_no_other_environment(monkeypatch):
    monkeypatch.delenv("JPY_PARENT_PID", raising=False)
    assert environment._server_prefix() is None


def test_a_kernel_of_another_python(monkeypatch, tmp_path):
    folder = tmp_path / "kernels" / "python3"
    folder.mkdir(parents=True)
    other = str(tmp_path / "bin" / "python")
    spec = {"argv": [other, "-m", "ipykernel"], "display_name": "Other", "language": "python"}
    (folder / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    assert environment._kernel() == other


def test_the_kernel_here():
    assert environment._kernel() == sys.executable


def test_the_extensions_switch(monkeypatch, tmp_path):
    monkeypatch.setenv("JUPYTER_NO_CONFIG", "1")
    assert environment._extension() is False
    monkeypatch.delenv("JUPYTER_NO_CONFIG")
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", str(REPOSITORY / "lossviz" / "jupyter"))
    assert environment._extension() is True
    # A place before it is stronger.
    off = {"ServerApp": {"jpserver_extensions": {"lossviz.server": False}}}
    (tmp_path / "jupyter_server_config.json").write_text(json.dumps(off), encoding="utf-8")
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", os.pathsep.join([str(tmp_path), str(REPOSITORY / "lossviz" / "jupyter")]))
    assert environment._extension() is False


def test_fonts_that_cannot_draw(monkeypatch, tmp_path):
    monkeypatch.setattr(environment, "_FONT_FOLDER", tmp_path)
    assert environment._fonts() == {}
    dejavu = Path(matplotlib.get_data_path(), "fonts", "ttf", "DejaVuSans.ttf").read_bytes()
    (tmp_path / "latin.otf").write_bytes(dejavu)
    (tmp_path / "torn.otf").write_bytes(dejavu[:100])
    problems = environment._fonts()
    assert problems["latin.otf"] == "손실함수"
    assert problems["torn.otf"]


def test_a_package_in_pieces_and_one_that_is_not_there(monkeypatch, tmp_path):
    (tmp_path / "in_pieces.py").write_text("raise OSError('half of it is missing')", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    assert environment._broken(["in_pieces", "json"]) == {"in_pieces": "OSError: half of it is missing"}
    assert environment._versions(["in_pieces", "pytest"]) == {"pytest": pytest.__version__}


def test_a_notebook_that_checks_itself_loads_no_command_line():
    code = "import sys, lossviz; lossviz.self_check; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert "lossviz.command.doctor" in loaded
    assert {"argparse", "lossviz.command.cli"} & set(loaded) == set()


def test_the_doctor_comes_where_numpy_is_in_pieces(tmp_path):
    """The command must not need what it examines."""
    (tmp_path / "numpy.py").write_text("raise ImportError('no multiarray')", encoding="utf-8")
    surroundings = {**os.environ, "PYTHONPATH": str(tmp_path), "LC_ALL": "en_US.UTF-8", "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-m", "lossviz", "doctor", "--quick"]
    came = subprocess.run(command, env=surroundings, cwd=tmp_path, capture_output=True, check=False)
    assert came.returncode == 1
    report = came.stdout.decode()
    assert "cannot be imported: ImportError: no multiarray" in report
    assert "-m pip install --force-reinstall numpy==" in report
