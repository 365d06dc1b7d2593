"""What is wrong with an environment, and how to mend it.

`diagnose` is a pure function of the facts, which `lossviz.command.environment` looks up. Neither needs more than
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
from lossviz.command.environment import FRONT_END, Facts, probe
from lossviz.command.launch import shown
from lossviz.words import t


class Verdict(StrEnum):
    """How a finding is to be taken: all is well, worth knowing, or in the way."""

    OK = "ok"
    NOTE = "note"
    WRONG = "wrong"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: what it is, what was found, what is needed, and the commands that mend it."""

    what: str
    verdict: Verdict
    found: str
    needed: str
    mend: tuple[str, ...] = ()

    def __str__(self) -> str:
        line = t(f"doctor.line.{self.verdict}", what=self.what, found=self.found, needed=self.needed)
        return "\n".join([line, *(f"         {command}" for command in self.mend)])


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


def check() -> list[Finding]:
    """Everything that can be looked at without starting a server, in the chosen language."""
    return diagnose(_facts())


def self_check() -> None:
    """For a notebook: one line when everything is ready, else what is wrong and how to mend it."""
    findings = in_kernel(_facts())
    wrong = [str(finding) for finding in findings if finding.verdict is Verdict.WRONG]
    print("\n".join([t("doctor.not_ready"), *wrong, t("doctor.afterwards")]) if wrong else t("doctor.ready"))


def examine(say: Callable[[str], None], *, measured: bool = True) -> int:
    """`lossviz doctor`: everything, in both languages, the reader's first. Returns the exit code."""
    with ThreadPoolExecutor(1) as background:
        # A server takes seconds to start; it may do so while the rest is looked at.
        measuring = background.submit(_measure) if measured else None
        facts = _facts()
        findings = diagnose(facts)
        _in_both(say, lambda: "\n".join([t("doctor.title"), *map(str, diagnose(facts)), ""]))
        if measuring:
            say(t("doctor.measuring"))
            found = measuring.result()
            findings.append(round_trip(*found))
            _in_both(say, lambda: str(round_trip(*found)))
    wrong = sum(finding.verdict is Verdict.WRONG for finding in findings)
    _in_both(say, lambda: f"{t('doctor.wrong', count=wrong)} {t('doctor.afterwards')}" if wrong else t("doctor.ready"))
    return int(wrong > 0)


def diagnose(facts: Facts) -> list[Finding]:
    """What the facts mean, in the chosen language."""
    return [
        *in_kernel(facts),
        *(_package(facts, package) for package in READING),
        *_kernel(facts),
        _environment(facts),
        *_extension(facts),
    ]


def in_kernel(facts: Facts) -> list[Finding]:
    """The part that a notebook depends on wherever its kernel runs, beside JupyterLab or in the browser."""
    packages = (_package(facts, package) for package in DRAWING)
    return [_python(facts), *packages, *_fonts(facts), *_front_end(facts)]


def round_trip(milliseconds: float | None, problem: str = "") -> Finding:
    """What a measured round trip means; None and the `problem` where a notebook server could not be started."""
    what, needed = t("doctor.round_trip.what"), t("doctor.round_trip.needed", limit=SLOW)
    if milliseconds is None:
        return Finding(what, Verdict.WRONG, t("doctor.round_trip.failed", reason=problem), needed)
    verdict = Verdict.OK if milliseconds < SLOW else Verdict.NOTE
    return Finding(what, verdict, t("doctor.round_trip.found", value=milliseconds), needed)


def _python(facts: Facts) -> Finding:
    verdict = Verdict.OK if _release(facts.python) >= _release(PYTHON) else Verdict.WRONG
    mend = () if verdict is Verdict.OK else (f"python{PYTHON} -m venv .venv",)
    return Finding("Python", verdict, facts.python, t("doctor.python.needed", version=PYTHON), mend)


def _package(facts: Facts, package: Package) -> Finding:
    found = facts.versions.get(package.name)
    needed = t("doctor.package.needed", version=package.at_least, tested=package.tested)
    install = f'{shown(facts.executable)} -m pip install "{package.name}>={package.at_least}"'
    if found is None:
        return Finding(package.name, Verdict.WRONG, t("doctor.package.missing"), needed, (install,))
    if _release(found) < _release(package.at_least):
        return Finding(package.name, Verdict.WRONG, found, needed, (install,))
    if reason := facts.broken.get(package.name):
        broken = t("doctor.package.broken", version=found, reason=reason)
        again = f"{shown(facts.executable)} -m pip install --force-reinstall {package.name}=={found}"
        return Finding(package.name, Verdict.WRONG, broken, needed, (again,))
    untested = _release(found)[0] > _release(package.tested)[0]
    return Finding(package.name, Verdict.NOTE if untested else Verdict.OK, found, needed)


def _fonts(facts: Facts) -> list[Finding]:
    if facts.fonts is None:
        return []
    what, needed = t("doctor.font.what"), t("doctor.font.needed")
    problems = "; ".join(f"{font}: {problem}" for font, problem in facts.fonts.items() if problem)
    if facts.fonts and not problems:
        return [Finding(what, Verdict.OK, t("doctor.font.found", count=len(facts.fonts)), needed)]
    found = problems or t("doctor.font.missing")
    repository = Path(__file__).parents[2]
    restore = f"git -C {shown(str(repository))} checkout -- lossviz/words/fonts"
    return [Finding(what, Verdict.WRONG, found, needed, (restore,) if (repository / ".git").exists() else ())]


def _front_end(facts: Facts) -> list[Finding]:
    kernels = facts.versions.get("ipywidgets")
    if facts.front_end is None or kernels is None:
        return []
    fitting, package = _FRONT_ENDS.get(kernels.split(".")[0], _FRONT_ENDS["8"])
    what, needed = t("doctor.front_end.what"), t("doctor.front_end.needed", version=fitting, kernels=kernels)
    python, found = shown(facts.front_end.python), facts.front_end.version
    install = f'{python} -m pip install "{package}"'
    if found is None:
        return [Finding(what, Verdict.WRONG, t("doctor.package.missing"), needed, (install,))]
    if found.split(".")[0] != fitting:
        return [Finding(what, Verdict.WRONG, found, needed, (install,))]
    if facts.front_end.disabled:
        enable = f"{python} -m jupyter labextension enable {FRONT_END}"
        return [Finding(what, Verdict.WRONG, t("doctor.front_end.disabled", version=found), needed, (enable,))]
    return [Finding(what, Verdict.OK, found, needed)]


def _kernel(facts: Facts) -> list[Finding]:
    if facts.kernel is None:
        return []
    what, needed = t("doctor.kernel.what"), facts.executable
    if facts.kernel and _folder(facts.kernel) == _folder(facts.executable):
        return [Finding(what, Verdict.OK, facts.kernel, needed)]
    python = shown(facts.executable)
    mend = (f"{python} -m pip install ipykernel", f"{python} -m ipykernel install --sys-prefix")
    return [Finding(what, Verdict.WRONG, facts.kernel or t("doctor.package.missing"), needed, mend)]


def _environment(facts: Facts) -> Finding:
    what, needed = t("doctor.environment.what"), t("doctor.environment.needed")
    if facts.isolated:
        return Finding(what, Verdict.OK, t("doctor.environment.active"), needed)
    activate = r".venv\Scripts\activate" if os.name == "nt" else ". .venv/bin/activate"
    make = f"{shown(facts.executable)} -m venv .venv"
    return Finding(what, Verdict.NOTE, t("doctor.environment.none"), needed, (make, activate))


def _extension(facts: Facts) -> list[Finding]:
    if facts.extension is None:
        return []
    what, needed = t("doctor.extension.what"), t("doctor.extension.needed")
    if facts.extension:
        return [Finding(what, Verdict.OK, t("doctor.extension.on"), needed)]
    enable = f"{shown(facts.executable)} -m jupyter server extension enable --sys-prefix lossviz.server"
    return [Finding(what, Verdict.NOTE, t("doctor.extension.off"), needed, (enable,))]


def _facts() -> Facts:
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
