"""Imports run one way, from room to room. Read from the source, so that an import inside a function counts too, and
one that only a type checker makes."""

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "lossviz"
# Lowest first. Each may import itself and those to its left.
ROOMS = ["words", "losses", "figure", "explorer", "explore", "practice", "command"]
# Beside the rooms: the package's own front door, the module behind `python -m lossviz`, and the server
# extension, in two files.
DOORS = {"lossviz", "lossviz.__main__", "lossviz.server", "lossviz.stills"}
LONGEST = 400


def module_of(path):
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


FILES = {module_of(path): path for path in PACKAGE.rglob("*.py")}
# A program of its own that nothing imports.
del FILES["lossviz.words.fonts.subset"]


@cache
def imports_of(module, *, typed=True):
    """The full names that a module imports, with those that only a type checker imports or (`typed` false) without."""
    found = set()
    statements = [ast.parse(FILES[module].read_text(encoding="utf-8"))]
    while statements:
        node = statements.pop()
        if not typed and isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
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
    """The modules of the package that hold the names: `lossviz.words.text.t` is in `lossviz.words.text`."""
    found = set()
    for name in names:
        parts = name.split(".")
        if parts[0] == "lossviz":
            found.add(next(".".join(parts[:n]) for n in range(len(parts), 0, -1) if ".".join(parts[:n]) in FILES))
    # The front door opens a room only when somebody asks for it.
    return found - {"lossviz"}


@cache
def reached_from(module, *, typed=True):
    """All modules of the package that are imported by a module, by what it imports, and so on."""
    reached, waiting = set(), [module]
    while waiting:
        for found in modules_in(imports_of(waiting.pop(), typed=typed)) - reached:
            reached.add(found)
            waiting.append(found)
    return frozenset(reached)


def outside(module):
    """The top-level names of everything outside the package that a module needs to run, directly or not."""
    needed = {module, *reached_from(module, typed=False)}
    names = {name.split(".")[0] for one in needed for name in imports_of(one, typed=False)}
    return names - {"lossviz"} - set(sys.stdlib_module_names)


def room(module):
    return module.split(".")[1]


INSIDE = sorted(set(FILES) - DOORS)


def test_every_module_is_in_a_room():
    assert {room(module) for module in INSIDE} == set(ROOMS)


@pytest.mark.parametrize("module", INSIDE)
def test_a_room_imports_only_itself_and_lower_ones(module):
    floor = ROOMS.index(room(module))
    above = {other for other in modules_in(imports_of(module)) if ROOMS.index(room(other)) > floor}
    assert above == set()


@pytest.mark.parametrize("module", sorted(FILES))
def test_no_module_imports_itself_in_a_circle(module):
    # A room's own front door is imported with each of its modules; it counts where somebody names it.
    circle = {other for other in reached_from(module) if module in reached_from(other)}
    assert circle == set()


@pytest.mark.parametrize("module", sorted(FILES))
def test_a_file_can_be_read_at_one_sitting(module):
    assert len(FILES[module].read_text(encoding="utf-8").splitlines()) <= LONGEST


@pytest.mark.parametrize("module", [module for module in INSIDE if room(module) == "losses"])
def test_losses_need_numpy_only(module):
    assert outside(module) <= {"numpy"}


@pytest.mark.parametrize("module", [module for module in INSIDE if room(module) == "figure"])
def test_figures_need_no_widgets(module):
    assert outside(module) <= {"numpy", "matplotlib", "PIL"}


def test_the_package_needs_what_it_declares():
    """And so works where nothing else is: in the browser, for one. Its programs and the server are another matter."""
    declared, come_with_those = {"numpy", "matplotlib", "ipywidgets", "anywidget"}, {"PIL", "traitlets", "IPython"}
    for name in ("losses", "explore", "practice", "figure.plots"):
        assert outside(f"lossviz.{name}") <= declared | come_with_those


def test_importing_the_package_leaves_pyplot_and_jupyter_alone():
    code = "import sys; from lossviz import explore, losses, practice; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert {"lossviz.losses", "lossviz.explore"} <= set(loaded)
    assert {"matplotlib.pyplot", "jupyter_server", "jupyterlab", "nbformat"} & set(loaded) == set()
