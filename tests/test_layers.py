"""Imports run one way. Read from the source, so that an import inside a function counts too."""

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "lossviz"
# Lowest first. Each may import those to its left, and helpers that import none to its right.
LAYERS = ["_checks", "losses", "plots", "live", "explorer", "explore"]


def module_of(path):
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


FILES = {module_of(path): path for path in PACKAGE.rglob("*.py")}
# A program of its own that nothing imports.
del FILES["lossviz.fonts.subset"]


@cache
def imports_of(module):
    """The full names that a module imports when it runs; what only a type checker imports does not count."""
    found = set()
    statements = [ast.parse(FILES[module].read_text(encoding="utf-8"))]
    while statements:
        node = statements.pop()
        if isinstance(node, ast.If) and ast.unparse(node.test) in ("TYPE_CHECKING", "typing.TYPE_CHECKING"):
            statements.extend(node.orelse)
        elif isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            source = absolute(module, node)
            found.update(f"{source}.{alias.name}" for alias in node.names)
        else:
            statements.extend(ast.iter_child_nodes(node))
    return frozenset(found)


def absolute(module, node):
    if node.level == 0:
        return node.module
    is_package = FILES[module].name == "__init__.py"
    parents = module.split(".")[: len(module.split(".")) - node.level + is_package]
    return ".".join([*parents, *([node.module] if node.module else [])])


def modules_in(names):
    """The modules of the package that hold the names: `lossviz.text.t` is in `lossviz.text`."""
    found = set()
    for name in names:
        parts = name.split(".")
        if parts[0] == "lossviz":
            found.add(next(".".join(parts[:n]) for n in range(len(parts), 0, -1) if ".".join(parts[:n]) in FILES))
    return found


@cache
def reached_from(module):
    """All modules of the package that are imported by a module, by what it imports, and so on."""
    reached, waiting = set(), [module]
    while waiting:
        for found in modules_in(imports_of(waiting.pop())) - reached:
            reached.add(found)
            waiting.append(found)
    return frozenset(reached)


def outside(module):
    """The top-level names of everything outside the package that a module needs, directly or not."""
    return {name.split(".")[0] for one in {module, *reached_from(module)} for name in imports_of(one)} - {"lossviz"}


def layer(module):
    name = module.split(".")[1] if "." in module else ""
    return LAYERS.index(name) if name in LAYERS else None


def test_every_layer_is_there():
    assert [name for name in LAYERS if f"lossviz.{name}" not in FILES] == []


@pytest.mark.parametrize("module", sorted(FILES))
def test_a_layer_imports_only_lower_ones(module):
    mine = layer(module)
    above = {other for other in reached_from(module) if mine is not None and (layer(other) or 0) > mine}
    assert above == set()


@pytest.mark.parametrize("module", sorted(FILES))
def test_no_module_imports_itself_in_a_circle(module):
    circle = {other for other in reached_from(module) if module in reached_from(other)}
    assert circle == set()


@pytest.mark.parametrize(
    ("leaf", "allowed"),
    [("lossviz.text", set()), ("lossviz._hangul", set()), ("lossviz.style", {"lossviz._hangul"})],
)
def test_leaves_import_nothing_of_the_package(leaf, allowed):
    assert reached_from(leaf) <= allowed


@pytest.mark.parametrize("module", sorted(module for module in FILES if layer(module) in (0, 1)))
def test_losses_need_numpy_only(module):
    assert outside(module) - set(sys.stdlib_module_names) <= {"numpy"}


def test_plots_need_no_widgets():
    assert outside("lossviz.plots") - set(sys.stdlib_module_names) <= {"numpy", "matplotlib"}


def test_the_package_needs_what_it_declares():
    """And so works where nothing else is: in the browser, for one. Its programs and the server are another matter."""
    declared, come_with_those = {"numpy", "matplotlib", "ipywidgets"}, {"PIL", "traitlets", "IPython"}
    assert outside("lossviz") - set(sys.stdlib_module_names) <= declared | come_with_those


def test_importing_the_package_leaves_pyplot_and_jupyter_alone():
    code = "import sys; from lossviz import explore, losses, practice; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert {"lossviz.losses", "lossviz.explorer"} <= set(loaded)
    assert {"matplotlib.pyplot", "jupyter_server", "jupyterlab", "nbformat"} & set(loaded) == set()
