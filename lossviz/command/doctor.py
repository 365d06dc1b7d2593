"""What is wrong with an environment, and how to fix it.

`diagnose` is a pure function of the `Environment` that `lossviz.command.environment` looks up. Neither needs more than
Python's own library, since whatever else is needed may be what is missing.
"""

import os
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from lossviz import words
from lossviz.command.environment import FRONT_END, Environment, probe
from lossviz.command.launch import quoted
from lossviz.words import t


class Severity(StrEnum):
    """How serious it is: all is well, worth knowing, or in the way."""

    OK = "ok"
    NOTE = "note"
    WRONG = "wrong"


@dataclass(frozen=True)
class Check:
    """One thing that was looked at: what it is, what was found, what is needed, and the commands that fix it."""

    what: str
    severity: Severity
    found: str
    needed: str
    fix: tuple[str, ...] = ()

    def __str__(self) -> str:
        line = t(f"doctor.line.{self.severity}", what=self.what, found=self.found, needed=self.needed)
        return "\n".join([line, *(f"         {command}" for command in self.fix)])


@dataclass(frozen=True)
class Package:
    """A package that is needed: the oldest version that will do, and the newest that the tests have passed with."""

    name: str
    at_least: str
    tested: str


# The oldest are those of pyproject.toml, the tested those of requirements.txt; a test holds them together.
PYTHON = "3.11"
DRAWING = (
    Package("numpy", "2.2", "2.5.5"),
    Package("matplotlib", "3.10", "3.11.2"),
    Package("ipywidgets", "8.1.5", "8.1.9"),
)
READING = (Package("jupyterlab", "4.4", "4.6.6"),)

# First number of the kernel's ipywidgets -> first number of the front end that speaks its protocol, and its package.
_FRONT_ENDS = {"7": ("3", "jupyterlab_widgets>=1,<2"), "8": ("5", "jupyterlab_widgets>=3,<4")}

# Milliseconds. A slider feels late from here on, and held-back messages (40 ms and more) show.
SLOW = 30


def self_check() -> None:
    """For a notebook: one line when everything is ready, else what is wrong and how to fix it."""
    checks = in_kernel(_look())
    wrong = [str(check) for check in checks if check.severity is Severity.WRONG]
    print("\n".join([t("doctor.not_ready"), *wrong, t("doctor.afterwards")]) if wrong else t("doctor.ready"))


def examine(say: Callable[[str], None], *, measured: bool = True) -> int:
    """`lossviz doctor`: everything, in both languages, the reader's first. Returns the exit code."""
    with ThreadPoolExecutor(1) as background:
        # A server takes seconds to start; it may do so while the rest is looked at.
        measuring = background.submit(_measure) if measured else None
        environment = _look()
        checks = diagnose(environment)
        _in_both(say, lambda: "\n".join([t("doctor.title"), *map(str, diagnose(environment)), ""]))
        if measuring:
            say(t("doctor.measuring"))
            found = measuring.result()
            checks.append(round_trip(*found))
            _in_both(say, lambda: str(round_trip(*found)))
    wrong = sum(check.severity is Severity.WRONG for check in checks)
    _in_both(say, lambda: f"{t('doctor.wrong', count=wrong)} {t('doctor.afterwards')}" if wrong else t("doctor.ready"))
    return int(wrong > 0)


def diagnose(environment: Environment) -> list[Check]:
    """What is to be said of the environment, in the chosen language."""
    return [
        *in_kernel(environment),
        *(_check_package(environment, package) for package in READING),
        *_check_kernel(environment),
        _check_isolation(environment),
        *_check_extension(environment),
    ]


def in_kernel(environment: Environment) -> list[Check]:
    """The part that a notebook depends on wherever its kernel runs, beside JupyterLab or in the browser."""
    packages = (_check_package(environment, package) for package in DRAWING)
    return [_check_python(environment), *packages, *_check_fonts(environment), *_check_front_end(environment)]


def round_trip(milliseconds: float | None, problem: str = "") -> Check:
    """What a measured round trip means; None and the `problem` where a notebook server could not be started."""
    what, needed = t("doctor.round_trip.what"), t("doctor.round_trip.needed", limit=SLOW)
    if milliseconds is None:
        return Check(what, Severity.WRONG, t("doctor.round_trip.failed", reason=problem), needed)
    severity = Severity.OK if milliseconds < SLOW else Severity.NOTE
    return Check(what, severity, t("doctor.round_trip.found", value=milliseconds), needed)


def _check_python(environment: Environment) -> Check:
    severity = Severity.OK if _release(environment.python) >= _release(PYTHON) else Severity.WRONG
    fix = () if severity is Severity.OK else (f"python{PYTHON} -m venv .venv",)
    return Check("Python", severity, environment.python, t("doctor.python.needed", version=PYTHON), fix)


def _check_package(environment: Environment, package: Package) -> Check:
    found = environment.versions.get(package.name)
    needed = t("doctor.package.needed", version=package.at_least, tested=package.tested)
    install = f'{quoted(environment.executable)} -m pip install "{package.name}>={package.at_least}"'
    if found is None:
        return Check(package.name, Severity.WRONG, t("doctor.package.missing"), needed, (install,))
    if _release(found) < _release(package.at_least):
        return Check(package.name, Severity.WRONG, found, needed, (install,))
    if reason := environment.broken.get(package.name):
        broken = t("doctor.package.broken", version=found, reason=reason)
        again = f"{quoted(environment.executable)} -m pip install --force-reinstall {package.name}=={found}"
        return Check(package.name, Severity.WRONG, broken, needed, (again,))
    untested = _release(found)[0] > _release(package.tested)[0]
    return Check(package.name, Severity.NOTE if untested else Severity.OK, found, needed)


def _check_fonts(environment: Environment) -> list[Check]:
    if environment.fonts is None:
        return []
    what, needed = t("doctor.font.what"), t("doctor.font.needed")
    problems = "; ".join(f"{font}: {problem}" for font, problem in environment.fonts.items() if problem)
    if environment.fonts and not problems:
        return [Check(what, Severity.OK, t("doctor.font.found", count=len(environment.fonts)), needed)]
    found = problems or t("doctor.font.missing")
    repository = Path(__file__).parents[2]
    restore = f"git -C {quoted(str(repository))} checkout -- lossviz/words/fonts"
    return [Check(what, Severity.WRONG, found, needed, (restore,) if (repository / ".git").exists() else ())]


def _check_front_end(environment: Environment) -> list[Check]:
    kernels = environment.versions.get("ipywidgets")
    if environment.front_end is None or kernels is None:
        return []
    fitting, package = _FRONT_ENDS.get(kernels.split(".")[0], _FRONT_ENDS["8"])
    what, needed = t("doctor.front_end.what"), t("doctor.front_end.needed", version=fitting, kernels=kernels)
    python, found = quoted(environment.front_end.python), environment.front_end.version
    install = f'{python} -m pip install "{package}"'
    if found is None:
        return [Check(what, Severity.WRONG, t("doctor.package.missing"), needed, (install,))]
    if found.split(".")[0] != fitting:
        return [Check(what, Severity.WRONG, found, needed, (install,))]
    if environment.front_end.disabled:
        enable = f"{python} -m jupyter labextension enable {FRONT_END}"
        return [Check(what, Severity.WRONG, t("doctor.front_end.disabled", version=found), needed, (enable,))]
    return [Check(what, Severity.OK, found, needed)]


def _check_kernel(environment: Environment) -> list[Check]:
    if environment.kernel is None:
        return []
    what, needed = t("doctor.kernel.what"), environment.executable
    if environment.kernel and _folder(environment.kernel) == _folder(environment.executable):
        return [Check(what, Severity.OK, environment.kernel, needed)]
    python = quoted(environment.executable)
    fix = (f"{python} -m pip install ipykernel", f"{python} -m ipykernel install --sys-prefix")
    return [Check(what, Severity.WRONG, environment.kernel or t("doctor.package.missing"), needed, fix)]


def _check_isolation(environment: Environment) -> Check:
    what, needed = t("doctor.environment.what"), t("doctor.environment.needed")
    if environment.isolated:
        return Check(what, Severity.OK, t("doctor.environment.active"), needed)
    activate = r".venv\Scripts\activate" if os.name == "nt" else ". .venv/bin/activate"
    make = f"{quoted(environment.executable)} -m venv .venv"
    return Check(what, Severity.NOTE, t("doctor.environment.none"), needed, (make, activate))


def _check_extension(environment: Environment) -> list[Check]:
    if environment.extension is None:
        return []
    what, needed = t("doctor.extension.what"), t("doctor.extension.needed")
    if environment.extension:
        return [Check(what, Severity.OK, t("doctor.extension.on"), needed)]
    enable = f"{quoted(environment.executable)} -m jupyter server extension enable --sys-prefix lossviz.server"
    return [Check(what, Severity.NOTE, t("doctor.extension.off"), needed, (enable,))]


def _look() -> Environment:
    drawing = [package.name for package in DRAWING]
    return probe([*drawing, *(package.name for package in READING)], drawing)


def _measure() -> tuple[float | None, str]:
    from lossviz.command.jupyter import measure

    try:
        return measure(), ""
    except Exception as problem:  # whatever keeps a server from running is what the reader wants to know
        return None, f"{type(problem).__name__}: {problem}"


def _in_both(say: Callable[[str], None], make: Callable[[], str]) -> None:
    for language in sorted(words.LANGUAGES, key=lambda language: language != words.language()):
        with words.using(language=language):
            say(make())


def _folder(python: str) -> Path:
    # Not the interpreter itself: in every virtual environment that is a link to one and the same file.
    return Path(python).parent.resolve()


def _release(version: str) -> tuple[int, ...]:
    """The numbers of a version: (2, 5, 0) for "2.5.0rc1"."""
    return tuple(int(part) for part in re.findall(r"\d+", re.match(r"[\d.]*", version)[0]))
