"""The Python that runs in the browser: Pyodide, with the packages that the notebooks import."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from lossviz.command.site_labextensions import KERNEL, folder_of
from lossviz.command.site_problem import CannotBuildError
from lossviz.command.site_wheels import Wheel, from_file, packed
from lossviz.words import t

LOCK = "pyodide-lock.json"
# What Pyodide itself consists of.
CORE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")
# What the kernel would look for one by one while it starts. It is loaded at once instead, with what the notebooks need.
STARTED = ("micropip", "piplite", "ipykernel", "comm", "pyodide-kernel", "jedi", "ipython")
# The kernel's own, which it brings as wheels: name -> what each needs.
_KERNELS = {"piplite": ["micropip"], "ipykernel": [], "pyodide-kernel": ["comm", "ipython"]}
# Halves of the widgets that are for a server alone.
_FOR_SERVERS = frozenset({"jupyterlab-widgets", "widgetsnbextension"})
_SECONDS = 30


@dataclass(frozen=True)
class Runtime:
    """Pyodide and the packages that it offers."""

    # Pyodide's list of packages: their places relative to the list, or addresses.
    lock: dict
    # What the site has of its own: file name -> content, beside the list.
    wheels: dict[str, bytes]
    # What is copied into the site beside the list, from where; nothing where Pyodide is loaded from its usual address.
    copied: dict[str, Path]
    # The addresses of what a notebook loads from there.
    elsewhere: list[str]

    @property
    def started(self) -> list[str]:
        """The packages that are loaded as the kernel starts."""
        return [*STARTED, "lossviz"]

    @property
    def address(self) -> str:
        """Where Pyodide is: the folder beside the list (""), or another host."""
        return "" if self.copied else f"{_usual_place()}/"


def _usual_place() -> str:
    """Where browsers find the Pyodide of this kernel, which comes with the extra `site`."""
    from jupyterlite_pyodide_kernel.constants import PYODIDE_CDN_URL

    return PYODIDE_CDN_URL


def runtime(folder: Path | None) -> Runtime:
    """Pyodide as it is in a folder, or (None) at the kernel's usual address."""
    lock = _lock(folder)
    offered = {name: _without_servers(one) for name, one in lock["packages"].items()}
    own = [*_kernels_own()]
    offered |= {wheel.package["name"]: wheel.package for wheel in own}
    own += _missing(offered)
    needed = _needed([*STARTED, "lossviz"], offered)
    wheels = {wheel.name: wheel.content for wheel in own}
    if folder is None:
        listed = {name: one if one["file_name"] in wheels else _elsewhere(one) for name, one in offered.items()}
        files = [f"{_usual_place()}/{name}" for name in CORE]
        files += [listed[name]["file_name"] for name in needed if offered[name]["file_name"] not in wheels]
        return Runtime(lock | {"packages": listed}, wheels, {}, files)
    files = [*CORE, *(offered[name]["file_name"] for name in needed)]
    copied = {name: folder / name for name in files if name not in wheels}
    if absent := [name for name, path in copied.items() if not path.is_file()]:
        raise CannotBuildError(t("site.runtime_lacks", folder=folder, files=", ".join(absent)))
    return Runtime(lock | {"packages": {name: offered[name] for name in needed}}, wheels, copied, [])


def _elsewhere(package: dict) -> dict:
    return package | {"file_name": f"{_usual_place()}/{package['file_name']}"}


def _without_servers(package: dict) -> dict:
    return package | {"depends": [name for name in package["depends"] if name not in _FOR_SERVERS]}


def _lock(folder: Path | None) -> dict:
    place = folder / LOCK if folder else f"{_usual_place()}/{LOCK}"
    try:
        if folder:
            text = place.read_text(encoding="utf-8")
        else:
            with urlopen(place, timeout=_SECONDS) as answer:
                text = answer.read().decode()
        lock = json.loads(text)
        lock["packages"].items()
    except (OSError, URLError, ValueError, KeyError, AttributeError, TypeError) as problem:
        key = "site.no_runtime" if folder else "site.no_network"
        raise CannotBuildError(t(key, place=place, reason=problem)) from problem
    return lock


def _kernels_own() -> Iterable[Wheel]:
    for name, depends in _KERNELS.items():
        pattern = f"static/pypi/{name.replace('-', '_')}-*.whl"
        yield from_file(next(folder_of(KERNEL).glob(pattern)), depends)


def _missing(offered: dict) -> list[Wheel]:
    """Lossviz, and of what it needs all that Pyodide does not have: as it is installed here. Added to `offered`."""
    made, waiting = [], ["lossviz"]
    while waiting:
        name = waiting.pop()
        try:
            wheel = packed(name, _FOR_SERVERS)
        except PackageNotFoundError as problem:
            raise CannotBuildError(t("site.package", name=name)) from problem
        offered[name] = wheel.package
        made.append(wheel)
        waiting += [one for one in wheel.package["depends"] if one not in offered]
    return made


def _needed(names: Iterable[str], offered: dict) -> list[str]:
    """The packages and all that they need."""
    found, waiting = set(), list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            # The list has "prompt_toolkit" where a package is called "prompt-toolkit".
            waiting += [one.replace("_", "-") for one in offered[name]["depends"]]
    return sorted(found)
