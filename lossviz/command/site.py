"""`lossviz site OUT`: the notebooks as web pages that need no installation, since Python runs in the browser.

JupyterLite builds them (`jupyterlite-core`, `jupyterlite-pyodide-kernel`). What is ours:

- `site_runtime`: Python's packages, lossviz among them, in one list, so that `import lossviz` finds it;
- `site_labextensions`: the front ends, in the versions that the Python side has;
- `site_pages`: the landing page, and what the page of a notebook does besides (`site_page/`).

The result is a folder of files for any web server, under any path.
"""

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from lossviz.command import site_labextensions, site_pages
from lossviz.command.launch import notebooks_folder
from lossviz.command.site_problem import CannotBuildError
from lossviz.command.site_runtime import LOCK, Runtime, runtime
from lossviz.command.site_start import compile_packages
from lossviz.words import t

# A site says by this file that it is one, and may be built anew; it also has the fingerprint of each notebook.
MARK = "lossviz-site.json"


def build(out: Path, say: Callable[[str], None], *, pyodide: Path | None = None) -> int:
    """Build the site in `out`, with the Pyodide of a folder or at its usual address. Returns the exit code."""
    try:
        _build(out.resolve(), pyodide.resolve() if pyodide else None, say)
    except CannotBuildError as problem:
        say(str(problem))
        return 1
    files = [path for path in out.rglob("*") if path.is_file()]
    megabytes = sum(path.stat().st_size for path in files) / 1e6
    say(t("site.built", out=out, files=len(files), megabytes=f"{megabytes:.1f}", host=_host(pyodide)))
    return 0


def _host(pyodide: Path | None) -> str:
    return t("site.alone" if pyodide else "site.with_runtime")


def _build(out: Path, pyodide: Path | None, say: Callable[[str], None]) -> None:
    notebooks = notebooks_folder()
    if notebooks is None:
        raise CannotBuildError(t("notebooks.none"))
    if out.exists() and not (out / MARK).is_file() and not (out.is_dir() and not any(out.iterdir())):
        raise CannotBuildError(t("site.occupied", out=out))
    python = runtime(pyodide)
    site_labextensions.check(python.lock["packages"])
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        packages, made = Path(folder, "packages"), Path(folder, "out")
        if not _put_packages(packages, python):
            say(t("site.not_compiled", version=python.lock["info"]["python"]))
        # By a name that changes with what is in it, so that a page never gets a package of another build.
        place = f"static/python-{_fingerprint(packages)}"
        _lite(Path(folder, "lite"), notebooks, _settings(python, place), made)
        shutil.move(packages, made / place)
        site_pages.put(made, notebooks, MARK, python.elsewhere)
        if out.exists():
            shutil.rmtree(out)
        shutil.move(made, out)


def _put_packages(folder: Path, python: Runtime) -> bool:
    """Put into a folder what Python is in the browser. Returns whether it is compiled, if it is ours to compile."""
    folder.mkdir()
    _write(folder / LOCK, python.lock)
    for name, content in python.wheels.items():
        (folder / name).write_bytes(content)
    for name, path in python.copied.items():
        shutil.copyfile(path, folder / name)
    return not python.copied or compile_packages(folder, folder / LOCK)


def _settings(python: Runtime, place: str) -> dict:
    """What JupyterLite's pages are told; `place` is where the packages are."""
    kernel = {
        "disablePyPIFallback": bool(python.copied),
        "pyodideUrl": f"{python.address or f'./{place}/'}pyodide.mjs",
        "loadPyodideOptions": {"lockFileURL": f"./{place}/{LOCK}", "packages": python.started},
    }
    return {"appName": "lossviz", "litePluginSettings": {f"{site_labextensions.KERNEL}:kernel": kernel}}


def _lite(lite: Path, notebooks: Path, settings: dict, out: Path) -> None:
    """JupyterLite with the notebooks."""
    lite.mkdir()
    extensions = [*map(site_labextensions.folder_of, site_labextensions.ALL), site_pages.EXTENSION]
    how = {
        "apps": ["lab"],
        "contents": [str(notebooks)],
        "output_dir": str(out),
        "cache_dir": str(lite / "cache"),
        "no_sourcemaps": True,
        "no_unused_shared_packages": True,
        # Whatever else is installed here is nobody's business there.
        "ignore_sys_prefix": ["federated_extensions"],
        "federated_extensions": list(map(str, extensions)),
    }
    _write(lite / "jupyter_lite_config.json", {"LiteBuildConfig": how})
    _write(lite / "jupyter-lite.json", {"jupyter-lite-schema-version": 0, "jupyter-config-data": settings})
    command = [sys.executable, "-m", "jupyterlite_core", "build"]
    built = subprocess.run(command, cwd=lite, capture_output=True, text=True, encoding="utf-8", errors="replace")
    if built.returncode:
        raise CannotBuildError(t("site.failed", reason=(built.stderr or built.stdout).strip()[-2000:]))


def _fingerprint(folder: Path) -> str:
    contents = (path.read_bytes() for path in sorted(folder.iterdir()))
    return hashlib.sha256(b"".join(hashlib.sha256(content).digest() for content in contents)).hexdigest()[:12]


def _write(path: Path, value: dict) -> None:
    path.write_text(json.dumps(value), encoding="utf-8")
