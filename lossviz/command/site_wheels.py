"""Wheels made of what is installed here: what the browser's Python imports has the versions of this environment."""

import base64
import hashlib
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.machinery import EXTENSION_SUFFIXES
from importlib.metadata import Distribution, distribution
from pathlib import Path, PurePosixPath

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

# What the markers of requirements are judged by.
_BROWSER = {"sys_platform": "emscripten", "platform_system": "Emscripten", "os_name": "posix", "extra": ""}

_PACKAGE = Path(__file__).parents[1]


@dataclass(frozen=True)
class Wheel:
    """A wheel of pure Python, and its entry in Pyodide's list of packages."""

    name: str
    content: bytes
    package: dict


def packed(name: str, skipped: frozenset[str] = frozenset()) -> Wheel:
    """An installed package as a wheel, without compiled parts; it asks for no package of `skipped`.

    What is compiled for speed alone (psygnal) brings its Python as well. Raises PackageNotFoundError.
    """
    found = distribution(name)
    files = dict(_ours() if canonicalize_name(name) == "lossviz" else _installed(found))
    depends = sorted(set(_needs(found)) - skipped)
    return _wheel(canonicalize_name(name), found, files, depends)


def from_file(path: Path, depends: list[str]) -> Wheel:
    """A wheel that is there already."""
    name, version, *_ = path.name.split("-")
    content = path.read_bytes()
    imports = _imports(zipfile.ZipFile(io.BytesIO(content)).namelist())
    return Wheel(path.name, content, _entry(canonicalize_name(name), version, path.name, content, imports, depends))


def _ours() -> Iterator[tuple[str, bytes]]:
    for path in sorted(_PACKAGE.rglob("*")):
        place = path.relative_to(_PACKAGE.parent).as_posix()
        if path.is_file() and "__pycache__" not in path.parts and place != "lossviz/words/fonts/subset.py":
            yield place, path.read_bytes()


def _installed(found: Distribution) -> Iterator[tuple[str, bytes]]:
    for file in sorted(found.files or ()):
        place = PurePosixPath(file.as_posix())
        inside = ".." not in place.parts and not {"__pycache__", "tests"} & set(place.parts)
        if inside and ".dist-info" not in place.parts[0] and not place.name.endswith((*EXTENSION_SUFFIXES, ".pyc")):
            yield str(place), Path(file.locate()).read_bytes()


def _needs(found: Distribution) -> Iterator[str]:
    for requirement in map(Requirement, found.requires or ()):
        if requirement.marker is None or requirement.marker.evaluate(_BROWSER):
            yield canonicalize_name(requirement.name)


def _wheel(name: str, found: Distribution, files: dict[str, bytes], depends: list[str]) -> Wheel:
    stem = f"{name.replace('-', '_')}-{found.version}"
    info = f"{stem}.dist-info"
    files[f"{info}/METADATA"] = (found.read_text("METADATA") or found.read_text("PKG-INFO") or "").encode()
    files[f"{info}/WHEEL"] = b"Wheel-Version: 1.0\nGenerator: lossviz\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    record = [f"{place},sha256={_digest(content)},{len(content)}" for place, content in files.items()]
    files[f"{info}/RECORD"] = "\n".join([*record, f"{info}/RECORD,,", ""]).encode()
    content, file = _zipped(files), f"{stem}-py3-none-any.whl"
    return Wheel(file, content, _entry(name, found.version, file, content, _imports(files), depends))


def _zipped(files: dict[str, bytes]) -> bytes:
    """The same bytes whenever it is done."""
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        for place, content in files.items():
            member = zipfile.ZipInfo(place)
            member.compress_type, member.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(member, content)
    return memory.getvalue()


def _digest(content: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()


def _imports(files: list[str] | dict[str, bytes]) -> list[str]:
    tops = {PurePosixPath(file).parts[0] for file in files}
    names = {top.removesuffix(".py") for top in tops if top.endswith(".py") or f"{top}/__init__.py" in files}
    return sorted(names)


def _entry(name: str, version: str, file: str, content: bytes, imports: list[str], depends: list[str]) -> dict:
    return {
        "name": name,
        "version": version,
        "file_name": file,
        "sha256": hashlib.sha256(content).hexdigest(),
        "install_dir": "site",
        "package_type": "package",
        "unvendored_tests": False,
        "imports": imports,
        "depends": depends,
    }
