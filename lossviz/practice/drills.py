"""`drill`: ever new small numbers, a typed answer, and the mistake in it."""

from collections.abc import Mapping
from datetime import date
from html import escape
from random import Random
from typing import Any

from lossviz.words import chosen, t, using
from lossviz.words.answers import answered

from . import entries
from .diaries import again
from .drill_table import DRILLS, Kind
from .help import Words
from .reading import understood
from .repetition import chosen_drill
from .shown import look, output, plain, still, verdict
from .typed import diagnose_number, tells_apart

# So many draws are made at most for numbers on which the mistakes give different answers.
DRAWS = 20


def drill(name: str | None = None, *, seed: int | None = None) -> "Drill":
    """Practise a computation with ever new numbers: `drill("mse")`. Without a name your diary chooses.

    seed: the same numbers in the same order each time. Where the page has no widgets, `check("2,2")` answers, and
    `next()` asks anew.
    """
    if name is None:
        name = chosen_drill(entries.read(), date.today(), tuple(DRILLS))
    if name not in DRILLS:
        raise ValueError(t("drill.unknown", received=repr(name), allowed=", ".join(DRILLS)))
    return Drill(DRILLS[name], seed)


class Drill:
    """A computation that is asked for again and again."""

    def __init__(self, kind: Kind, seed: int | None = None):
        self._kind, self._random, self._is_fixed, self._settings = kind, Random(seed), seed is not None, chosen()
        self._card: Any = None
        self.next()

    def next(self) -> "Drill":
        """Ask for it with other numbers."""
        kind = self._kind
        for _ in range(DRAWS):
            self._given = kind.make(self._random)
            if not kind.apart or tells_apart(kind.quantity, self._given, kind.decimals):
                break
        return self

    def check(self, typed: float | str) -> Words:
        """What is to be said to an answer: a number, or text as one types it, with a decimal point or a comma."""
        with using(**self._settings):
            return Words(plain(self._answer(typed)[1]))

    def __repr__(self) -> str:
        """The question."""
        with using(**self._settings):
            return plain(self._question())

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict, dict]:
        with using(**self._settings):
            # Without a seed the numbers are others in every run, and nothing that is saved may depend on them.
            title = self._question() if self._is_fixed else self._title()
            how = t("drill.run", name=self._kind.name)
            data, metadata = output(still(title), f"{plain(title)}\n{how}", self._shown)
            if not metadata:  # no widgets: the question itself
                data = {"text/plain": f"{self!r}\n{how}"}
            return data, metadata

    def _title(self) -> str:
        return t("drill.title", name=t(f"drill.{self._kind.name}.name"))

    def _question(self) -> str:
        words = t(f"drill.{self._kind.name}.question", **self._kind.shown(*self._given))
        decimals = self._kind.decimals
        return f"{words} {t(f'drill.rounded_{decimals}')}" if decimals else words

    def _shown(self) -> Any:
        """The card on the page."""
        from lossviz.explorer.replacing import shown_now

        from .card import Card

        words = {**look(), **{name: t(f"card.{name}") for name in ("check", "next", "field")}}
        self._card = Card(self._hear, question=self._question(), words=words)
        shown_now(self._card)
        return self._card

    def _hear(self, content: Mapping[str, Any]) -> None:
        with using(**self._settings):
            if "next" in content:
                self.next()
                self._card.feedback, self._card.question = {}, self._question()
                return
            try:
                right, said = self._answer(content["typed"])
            except ValueError as problem:
                right, said = None, f"<p>{escape(str(problem))}</p>"
            # With the text, so that the same answer once more is said once more.
            self._card.feedback = {"html": said, "right": right, "given": content["typed"]}

    def _answer(self, typed: float | str) -> tuple[bool, str]:
        """Whether it is right, and what is said to it, as HTML; and somebody has answered."""
        value = understood(typed) if isinstance(typed, str) else float(typed)
        found = diagnose_number(self._kind.quantity, self._given, value, self._kind.decimals)
        # Of two mistakes at once some pair gives nearly any small number: where several do, that is chance.
        by_chance = len(found.mistakes) > 1 and len(found.alternatives) > 1
        words, mistakes = (t("practice.unknown_number"), ()) if by_chance else (found.words, found.mistakes)
        name = f"drill/{self._kind.name}"
        said = "" if found.right else f"{escape(words)} {escape(again(name, mistakes))}".strip()
        answered(name, typed, found.right, mistakes)
        return found.right, verdict(found.right, said, "card.not_yet")
