"""Compiling the browser's Python beforehand: half of the time in which a kernel starts is the compiling of sources.

Run as a program of its own, by a Python of the browser's version: `site_compiled.py FOLDER MODULES` adds compiled
modules to each archive in FOLDER and prints the new checksums; MODULES is a file with their names, one a line. It needs
Python's own library alone.
"""

import hashlib
import importlib._bootstrap_external as importing
import importlib.util
import io
import json
import sys
import warnings
import zipfile
from pathlib import Path, PurePosixPath

# Where Pyodide puts the packages and its library: what a traceback shows.
_SITE, _LIBRARY = "/lib/python3.{minor}/site-packages", "/lib/python3{minor}.zip"

# What no notebook needs: data of examples, fonts of PDF files.
_UNUSED = (
    "matplotlib/mpl-data/sample_data/",
    "matplotlib/mpl-data/fonts/afm/",
    "matplotlib/mpl-data/fonts/pdfcorefonts/",
)


def compile_all(folder: Path, modules: set[str]) -> dict[str, str]:
    """Add to the wheels and the library in a folder these modules, compiled. Returns the checksum of each file."""
    checksums = {}
    for path in sorted([*folder.glob("*.whl"), *folder.glob("*.zip")]):
        path.write_bytes(_compiled(path.read_bytes(), modules, is_library=path.suffix == ".zip"))
        checksums[path.name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return checksums


def module_of(place: str) -> str:
    """The module that a file of an archive is.

    >>> module_of("numpy/linalg/__init__.py"), module_of("six.py")
    ('numpy.linalg', 'six')
    """
    parts = PurePosixPath(place).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _compiled(archive: bytes, modules: set[str], *, is_library: bool) -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as source, _new(memory) as target:
        for member in source.infolist():
            if member.filename.startswith(_UNUSED):
                continue
            content = source.read(member)
            target.writestr(member, content, zipfile.ZIP_DEFLATED, 9)
            if member.filename.endswith(".py") and module_of(member.filename) in modules:
                compiled = zipfile.ZipInfo(_place(member.filename, is_library))
                target.writestr(compiled, _code(content, member.filename, is_library), zipfile.ZIP_DEFLATED, 9)
    return memory.getvalue()


def _new(memory: io.BytesIO) -> zipfile.ZipFile:
    return zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED, compresslevel=9)


def _place(source: str, is_library: bool) -> str:
    # An archive that is imported as it is has the one beside the other.
    if is_library:
        return f"{source}c"
    path = PurePosixPath(source)
    return str(path.parent / "__pycache__" / f"{path.stem}.{sys.implementation.cache_tag}.pyc")


def _code(source: bytes, place: str, is_library: bool) -> bytes:
    root = (_LIBRARY if is_library else _SITE).format(minor=sys.version_info.minor)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        code = compile(source, f"{root}/{place}", "exec", dont_inherit=True)
    # It is not asked for the date of its source, which unpacking changes.
    return bytes(importing._code_to_hash_pyc(code, importlib.util.source_hash(source), False))


if __name__ == "__main__":
    names = set(Path(sys.argv[2]).read_text(encoding="utf-8").split())
    sys.stdout.write(json.dumps(compile_all(Path(sys.argv[1]), names)))
