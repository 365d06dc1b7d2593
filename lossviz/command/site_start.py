"""Making the browser's Python start sooner: the modules that the notebooks import are compiled when the site is built.

For that a Python of the same version is needed. It is this one, one in the path, or Pyodide itself in Node.js; where
there is none of these, the browser compiles, as it does by itself.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

from lossviz.command import site_compiled

# All modules of these are compiled; of others those that a notebook of this environment imports.
_WHOLE = ("lossviz", "micropip", "piplite", "pyodide_kernel", "ipykernel", "comm", "pyodide", "_pyodide")
_USUAL = """
import sys
import IPython.core.interactiveshell, IPython.core.completer, IPython.core.application, IPython.core.shellapp
import matplotlib.backends.backend_agg, matplotlib_inline.backend_inline, numpy
import lossviz
from lossviz import practice
lossviz.use("ko")
explorer = lossviz.explore.mse()
explorer.png()
explorer._repr_mimebundle_()
lossviz.practice.check("mse", lambda y_true, y_pred: 0)
print(*sys.modules, sep="\\n")
"""


def compile_packages(folder: Path, lock: Path) -> bool:
    """Compile what is in the folder of Pyodide and its packages, listed in `lock`; whether that could be done."""
    listed = json.loads(lock.read_text(encoding="utf-8"))
    program = _program(listed["info"]["python"], folder, lock)
    if program is None:
        return False
    names = folder / "modules.txt"
    names.write_text("\n".join(sorted(_modules(folder))), encoding="utf-8")
    answer = subprocess.run([*program, str(folder), str(names)], capture_output=True, text=True, check=True)
    names.unlink()
    checksums = json.loads(answer.stdout)
    for package in listed["packages"].values():
        package["sha256"] = checksums[package["file_name"]]
    lock.write_text(json.dumps(listed), encoding="utf-8")
    return True


def _program(version: str, pyodide: Path, lock: Path) -> list[str] | None:
    """What compiles for this version of Python."""
    script, minor = site_compiled.__file__, ".".join(version.split(".")[:2])
    if minor == f"{sys.version_info.major}.{sys.version_info.minor}":
        return [sys.executable, script]
    if python := shutil.which(f"python{minor}"):
        return [python, script]
    if node := shutil.which("node"):
        return [node, str(Path(__file__).parent / "site_page" / "compile.mjs"), str(pyodide), str(lock), script]
    return None


def _modules(folder: Path) -> set[str]:
    """The modules that are worth it."""
    used = subprocess.run([sys.executable, "-c", _USUAL], capture_output=True, text=True, check=True).stdout.split()
    all_of_them = {
        site_compiled.module_of(place)
        for archive in [*folder.glob("*.whl"), *folder.glob("*.zip")]
        for place in ZipFile(archive).namelist()
        if place.endswith(".py")
    }
    return {name for name in all_of_them if name in used or name.split(".")[0] in _WHOLE}
