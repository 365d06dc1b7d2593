"""The exercises' cells in the notebooks: as they are saved, with their solution, and with each mistake put in."""

import ast
import json
import linecache
import re
from pathlib import Path

import numpy as np
import pytest
from formula_source import source_of
from test_mistakes import better, is_told

import lossviz
from lossviz import practice
from lossviz.practice import progress
from lossviz.practice.candidates import right_everywhere, singles
from lossviz.practice.catalogue import EXERCISES
from lossviz.practice.exercise import Exercise, NumberExercise

NOTEBOOKS = Path(__file__).parent.parent / "notebooks"
_CHECK = re.compile(r'practice\.check\("(\w+)", (\w+)\)')


pytestmark = pytest.mark.usefixtures("first_try")


def cells(*languages):
    """Name of the exercise, name of the answer, source of the cell."""
    for language in languages:
        for path in sorted(NOTEBOOKS.glob(f"{language}/*.ipynb")):
            for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
                source = "".join(cell["source"])
                if found := _CHECK.search(source):
                    yield pytest.param(*found.groups(), source, id=f"{language}-{path.stem}-{found[1]}")


def definition(own, source):
    """The statement of a cell that defines the student's answer."""
    tree = ast.parse(source)
    (found,) = (each for each in tree.body if own in ast.unparse(each) and not isinstance(each, ast.Expr))
    return found


def answer(own, source):
    """The student's answer, made by the statement of a cell; its source can be read, as in a notebook."""
    name = f"<cell {own}>"
    linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
    space = {"np": np, "lossviz": lossviz}
    exec(compile(source, name, "exec"), space)
    return space[own]


def with_return(given, source, formula):
    """The cell's definition with another body: the lines that are replaced are there, and they are all of the body."""
    lines = source.splitlines()
    head, body = lines[given.lineno - 1], lines[given.lineno : given.end_lineno]
    assert head.startswith("def ")
    assert any(line.strip().startswith("return ") for line in body)
    return "\n".join([head, f"    return {formula}", ""])


@pytest.mark.parametrize(("name", "own", "source"), list(cells("en", "ko")))
def test_a_cell_is_saved_unanswered_and_its_solution_is_right(name, own, source):
    exercise, given = EXERCISES[name], definition(own, source)
    # As it stands in the cell: nothing is told yet.
    assert practice.check(name, answer(own, ast.unparse(given))).mistakes in {("as_given",), ("unanswered",)}
    if isinstance(exercise, NumberExercise):
        *steps, last = exercise.solution.splitlines()
        assert practice.check(name, answer(own, "\n".join([*steps, f"{own} = {last}"]))).right
        return
    solved = ast.parse(exercise.solution).body[0]
    assert [each.arg for each in given.args.args] == [each.arg for each in solved.args.args]
    given.body = solved.body
    assert practice.check(name, answer(own, ast.unparse(given))).right


@pytest.mark.parametrize(
    ("name", "own", "source"),
    [cell for cell in cells("en") if isinstance(EXERCISES[cell.values[0]], Exercise)],
)
def test_each_mistake_put_into_the_cell_is_told(name, own, source):
    quantity, given = EXERCISES[name].quantity, definition(own, source)
    assert tuple(each.arg for each in given.args.args) == quantity.arguments
    one_of_each = {each.keys: each for each in singles(quantity) if each not in right_everywhere(quantity)}
    missed = {}
    for keys, candidate in one_of_each.items():
        if "swapped" not in keys and is_told(quantity, candidate.formula):
            wrong = with_return(given, source, source_of(candidate.formula))
            progress.forget(name)
            progress.wrong(name)
            verdict = practice.check(name, answer(own, wrong))
            if not better(keys) & {verdict.mistakes, *verdict.alternatives}:
                missed[wrong] = (keys, verdict.mistakes, verdict.alternatives)
    assert missed == {}
