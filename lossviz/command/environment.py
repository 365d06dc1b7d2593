"""What `lossviz.command.doctor` judges, looked up on this machine. Looking changes nothing and starts nothing."""

import importlib
import json
import os
import platform
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

FRONT_END = "@jupyter-widgets/jupyterlab-manager"
SAMPLE = "손실 함수 −"

_FONT_FOLDER = Path(__file__).parents[1] / "words" / "fonts"


@dataclass(frozen=True)
class FrontEnd:
    """JupyterLab's half of the widgets: its version, whether it is switched off, the Python that Jupyter runs in."""

    version: str | None
    disabled: bool
    python: str


@dataclass(frozen=True)
class Environment:
    """What an environment is. None stands for what cannot be known from here, which is then not judged."""

    python: str
    executable: str
    isolated: bool
    # Package -> version, and package -> why it cannot be imported.
    versions: Mapping[str, str]
    broken: Mapping[str, str]
    # Font file -> what is wrong with it ("" for nothing).
    fonts: Mapping[str, str] | None
    front_end: FrontEnd | None
    # The Python that a notebook's kernel runs in; "" where there is no kernel.
    kernel: str | None
    extension: bool | None


def probe(packages: Iterable[str], imported: Iterable[str]) -> Environment:
    """This environment: the versions of `packages`, and whether the `imported` really import."""
    return Environment(
        python=platform.python_version(),
        executable=sys.executable,
        # Pyodide is an environment of its own.
        isolated=sys.prefix != sys.base_prefix or "CONDA_PREFIX" in os.environ or sys.platform == "emscripten",
        versions=_versions(packages),
        broken=_broken(imported),
        fonts=_fonts(),
        front_end=_front_end(),
        kernel=_kernel(),
        extension=_extension(),
    )


def _versions(packages: Iterable[str]) -> dict[str, str]:
    found = {}
    for package in packages:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


def _broken(packages: Iterable[str]) -> dict[str, str]:
    reasons = {}
    for package in packages:
        try:
            importlib.import_module(package)
        except Exception as problem:  # a broken package may raise anything
            reasons[package] = f"{type(problem).__name__}: {problem}".splitlines()[0]
    return reasons


def _fonts() -> dict[str, str] | None:
    try:
        from matplotlib.ft2font import FT2Font
    except ImportError:
        return None
    return {path.name: _font_problem(FT2Font, path) for path in sorted(_FONT_FOLDER.glob("*.otf"))}


def _font_problem(load: type, path: Path) -> str:
    """Why the font cannot draw Hangul and the minus sign, found out by drawing them."""
    try:
        font = load(str(path))
    except RuntimeError as problem:
        return str(problem)
    if missing := "".join(sign for sign in SAMPLE if not font.get_char_index(ord(sign))):
        return missing
    font.set_size(12, 72)
    font.set_text(SAMPLE)
    font.draw_glyphs_to_bitmap()
    return "" if font.get_image().any() else SAMPLE


def _front_end() -> FrontEnd | None:
    try:
        from jupyter_core.paths import jupyter_config_path, jupyter_path
    except ImportError:
        return None
    prefix = _server_prefix() or Path(sys.prefix)
    data = _seen_from(prefix, jupyter_path(), "share")
    manifests = (place / "labextensions" / FRONT_END / "package.json" for place in data)
    manifest = next(filter(Path.is_file, manifests), None)
    config = [place / "labconfig" for place in _seen_from(prefix, jupyter_config_path(), "etc")]
    off = _switches([*config, prefix / "share" / "jupyter" / "lab" / "settings"], "page_config", "disabledExtensions")
    return FrontEnd(
        version=_read(manifest).get("version") if manifest else None,
        # A whole extension is switched off by its name, one of its plugins by name:plugin.
        disabled=any(switch for name, switch in off.items() if name.split(":")[0] == FRONT_END),
        python=_python_of(prefix),
    )


def _server_prefix() -> Path | None:
    """In a notebook: the environment that Jupyter itself runs in, which may be another one than the kernel's."""
    # Windows passes a handle in this variable, not a process id.
    parent = os.environ.get("JPY_PARENT_PID", "") if os.name == "posix" else ""
    try:
        import psutil

        command = psutil.Process(int(parent)).cmdline()
    except (ImportError, ValueError, OSError):
        return None
    except psutil.Error:
        return None
    python = Path(command[0]) if command else Path()
    prefix = python.parent.parent
    return prefix if python.is_absolute() and (prefix / "share" / "jupyter").is_dir() else None


def _python_of(prefix: Path) -> str:
    return sys.executable if prefix == Path(sys.prefix) else str(prefix / "bin" / "python")


def _seen_from(prefix: Path, places: Iterable[str], kind: str) -> list[Path]:
    """Jupyter's folders as a Jupyter that runs in `prefix` searches them."""
    own = Path(sys.prefix, kind, "jupyter")
    return [prefix / kind / "jupyter" if Path(place) == own else Path(place) for place in places]


def _kernel() -> str | None:
    try:
        from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel
    except ImportError:
        return None
    try:
        python = KernelSpecManager().get_kernel_spec("python3").argv[0]
    except NoSuchKernel:
        return ""
    # Jupyter starts its own Python where a kernel asks for just any.
    return python if Path(python).is_absolute() else sys.executable


def _extension() -> bool | None:
    try:
        from jupyter_core.paths import jupyter_config_path
    except ImportError:
        return None
    places = map(Path, jupyter_config_path())
    switches = _switches(list(places), "jupyter_server_config", "ServerApp", "jpserver_extensions")
    return bool(switches.get("lossviz.server"))


def _switches(places: list[Path], name: str, *keys: str) -> dict[str, bool]:
    """On/off switches in Jupyter's JSON configuration: earlier places are stronger, and `name.json` than `name.d`."""
    merged: dict[str, bool] = {}
    for place in reversed(places):
        for file in (*sorted((place / f"{name}.d").glob("*.json")), place / f"{name}.json"):
            entry = _read(file)
            for key in keys:
                entry = entry.get(key, {})
            merged |= dict.fromkeys(entry, True) if isinstance(entry, list) else entry
    return merged


def _read(file: Path) -> dict:
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
