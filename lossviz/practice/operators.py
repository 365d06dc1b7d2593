"""A mistake is an operator: from a formula to what becomes of it when the mistake is made somewhere in it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from .expression import Node

# From one step of a formula to what stands there by mistake; nothing, where the mistake cannot be made.
Rewrite = Callable[[Node], Iterator[Node]]


@dataclass(frozen=True)
class Operator:
    """A mistake that can be made wherever its rewriting applies. Its words are under `practice.mistake.<key>`."""

    key: str
    rewrite: Rewrite
    # "step": at each step where it applies, and at all of them. "result": at the end alone.
    at: Literal["step", "result"] = "step"
    # What a student's source has if it is this mistake: a name ("round") or the kind of an operation ("Gt").
    traces: frozenset[str] = frozenset()
    # What it has not got if it is this mistake.
    without: frozenset[str] = frozenset()
    # The mistakes beside which this one is not named: where they are the same, they say it better.
    under: frozenset[str] = frozenset()

    def variants(self, formula: Node) -> Iterator[Node]:
        """The formula with this mistake: one for each step where it can be made, and one with all of them."""
        if self.at == "result":
            yield from self.rewrite(formula)
            return
        changed = {step: list(self.rewrite(step)) for step in steps(formula)}
        changed = {step: made for step, made in changed.items() if made}
        for step, made in changed.items():
            for new in made:
                yield replaced(formula, {step: new})
        if len(changed) > 1:
            for new in zip(*changed.values(), strict=False):  # the first way at all of them, the second way, …
                yield replaced(formula, dict(zip(changed, new, strict=True)))


def steps(formula: Node) -> Iterator[Node]:
    """Every step of a formula, each once however often it stands in it."""
    seen, waiting = set(), [formula]
    while waiting:
        step = waiting.pop()
        if step not in seen:
            seen.add(step)
            yield step
            waiting.extend(reversed(step.parts))


def replaced(formula: Node, new: dict[Node, Node]) -> Node:
    """The formula with other steps, in every place where they stand; the outer one first."""
    if formula in new:
        return new[formula]
    parts = tuple(replaced(part, new) for part in formula.parts)
    return formula.with_parts(*parts) if any(a is not b for a, b in zip(parts, formula.parts, strict=True)) else formula


def names_in(formula: Node) -> set[str]:
    """The arguments that a formula uses."""
    return {step.detail for step in steps(formula) if step.kind == "argument"}


def has(formula: Node, *kinds: str) -> bool:
    """Whether there is a step of one of these kinds."""
    return any(step.kind in kinds for step in steps(formula))
