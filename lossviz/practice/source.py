"""A student's source, read only: it chooses between mistakes that have the same answers."""

import ast
import inspect
import textwrap
from collections.abc import Callable


def features_of(function: Callable[..., object]) -> set[str] | None:
    """The names that a function uses, and the kinds of its operations ("Gt", "FloorDiv"); None if it cannot be read."""
    tree = _tree(function)
    if tree is None:
        return None
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            found.add(node.id)
        elif isinstance(node, ast.Attribute):
            found.add(node.attr)
        elif isinstance(node, ast.operator | ast.cmpop | ast.unaryop):
            found.add(type(node).__name__)
    return found


def _tree(function: Callable[..., object]) -> ast.AST | None:
    """The definition of a function: its `def`, or the only `lambda` that is there."""
    try:
        module = ast.parse(textwrap.dedent(inspect.getsource(function)).rstrip().rstrip(","))
    except (OSError, TypeError, SyntaxError, ValueError, IndentationError):
        return None
    if isinstance(module.body[0], ast.FunctionDef):
        return module.body[0]
    lambdas = [node for node in ast.walk(module) if isinstance(node, ast.Lambda)]
    return lambdas[0] if len(lambdas) == 1 else None
