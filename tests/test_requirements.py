"""The pinned environment: complete, the same in both files, and one for every Python and system that it is for."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
FILES = {name: ROOT / name for name in ("requirements.txt", "tests/requirements.txt", "tests/requirements-site.txt")}
DECLARED = {
    "requirements.txt": PROJECT["project"]["dependencies"] + PROJECT["project"]["optional-dependencies"]["lab"],
    "tests/requirements.txt": PROJECT["dependency-groups"]["test"],
    "tests/requirements-site.txt": PROJECT["project"]["dependencies"]
    + PROJECT["project"]["optional-dependencies"]["site"],
}
# What the pins are for, each with a version of Python that exists.
PYTHONS = {"3.11": "3.11.7", "3.12": "3.12.4", "3.13": "3.13.1", "3.14": "3.14.0"}
SYSTEMS = {
    "Linux": {"sys_platform": "linux", "os_name": "posix", "platform_system": "Linux"},
    "macOS": {"sys_platform": "darwin", "os_name": "posix", "platform_system": "Darwin"},
    "Windows": {"sys_platform": "win32", "os_name": "nt", "platform_system": "Windows"},
}


def lines(name):
    text = FILES[name].read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]


def pins(name):
    return [Requirement(line) for line in lines(name) if line != "-e ."]


def pinned(name, environment):
    """Package to version, as pip sees the file in an environment."""
    found = {}
    for pin in pins(name):
        if pin.marker is None or pin.marker.evaluate(environment):
            assert canonicalize_name(pin.name) not in found, f"{pin.name} has two pins"
            found[canonicalize_name(pin.name)] = next(iter(pin.specifier)).version
    return found


@pytest.fixture(params=[(python, system) for python in PYTHONS for system in SYSTEMS], ids="-".join)
def environment(request):
    python, system = request.param
    implementation = {"implementation_name": "cpython", "platform_python_implementation": "CPython"}
    return {"python_version": python, "python_full_version": PYTHONS[python], **implementation, **SYSTEMS[system]}


@pytest.mark.parametrize("name", FILES)
def test_every_package_is_pinned(name):
    loose = [str(pin) for pin in pins(name) if [specifier.operator for specifier in pin.specifier] != ["=="]]
    assert loose == []
    assert [str(pin) for pin in pins(name) if pin.url or pin.extras] == []


def test_the_package_itself_comes_last():
    assert lines("requirements.txt")[-1] == "-e ."
    others = [line for name in FILES if name != "requirements.txt" for line in lines(name)]
    assert "-e ." not in lines("requirements.txt")[:-1] + others


@pytest.mark.parametrize("name", FILES)
def test_what_pyproject_declares_is_pinned(name, environment):
    found = pinned(name, environment)
    for declared in map(Requirement, DECLARED[name]):
        assert found[canonicalize_name(declared.name)] in declared.specifier


@pytest.mark.parametrize("name", [name for name in FILES if name != "requirements.txt"])
def test_the_files_agree(name, environment):
    """So that pip can install them together."""
    one, other = (pinned(each, environment) for each in ("requirements.txt", name))
    assert {
        package: (one[package], other[package]) for package in one.keys() & other if one[package] != other[package]
    } == {}


@pytest.mark.parametrize("name", FILES)
def test_the_file_says_how_it_was_made(name):
    command = FILES[name].read_text(encoding="utf-8").splitlines()[1]
    assert re.fullmatch(rf"#\s+uv pip compile .*--universal --python-version 3\.11 .*-o {name}", command)


def test_the_oldest_python_is_the_declared_one():
    assert PROJECT["project"]["requires-python"] == f">={min(PYTHONS, key=PYTHONS.get)}"
