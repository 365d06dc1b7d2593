"""`diary`: what a reader has answered, kept in a file of theirs. It is never sent, and it is no mark."""

import warnings
from collections.abc import Iterable
from datetime import datetime
from html import escape
from pathlib import Path

from lossviz.words import t
from lossviz.words.answers import Answer

from . import entries
from .choices import asked
from .drill_table import DRILLS
from .entries import Entry
from .questions import QUESTIONS
from .repetition import due
from .shown import plain
from .wording import mistake_name

_complained = False


def note(answer: Answer) -> None:
    """Write an answer down, once a day; where that cannot be, say so once, and go on."""
    global _complained
    if not entries.places():
        return
    new = Entry(datetime.now(), answer.id, answer.given, answer.right, answer.mistakes, entries.chapter())
    if any(_same(new, entry) for entry in _last_of(entries.read(), new.id)):
        return
    try:
        entries.write(new)
    except OSError as problem:
        if not _complained:
            _complained = True
            warnings.warn(t("diary.not_written", reason=problem.strerror or problem), stacklevel=2)


def _last_of(found: list[Entry], id: str) -> list[Entry]:
    return [entry for entry in found if entry.id == id][-1:]


def _same(one: Entry, other: Entry) -> bool:
    """Whether the same answer was given on the same day: a cell that is run again is no new answer."""
    return (one.when.date(), one.given, one.right, one.mistakes) == (
        other.when.date(), other.given, other.right, other.mistakes,
    )  # fmt: skip


def again(id: str, mistakes: Iterable[str]) -> str:
    """Where one of these mistakes was made before, in a sentence; "" where it was not, or there is no diary.

    Another try at one question on one day does not count.
    """
    now = datetime.now().date()
    for entry in reversed(entries.read()):
        met = [mistake for mistake in mistakes if mistake in entry.mistakes]
        words = next(filter(None, (named(mistake, entry.id) for mistake in met)), "")
        if words and (entry.id != id or entry.when.date() != now):
            return t("diary.again", mistake=words, place=_place(entry.id, entry.chapter))
    return ""


def named(mistake: str, id: str) -> str:
    """A mistake in a few words: of the catalogue, or of the choice that it was in a quiz; "" if there are none."""
    if (words := mistake_name(mistake)) != mistake:
        return words
    question = QUESTIONS.get(id.removeprefix("quiz/"))
    choices = asked(question).choices if question else ()
    return next((f"“{plain(choice.text)}”" for choice in choices if choice.mistake == mistake), "")


def _place(id: str, chapter: str) -> str:
    """Where an answer was given: "exercise mse (03)"."""
    kind, _, name = id.partition("/")
    where = t(f"diary.{kind}", name=name) if kind in ("exercise", "quiz", "predict", "drill") else id
    return f"{where} ({chapter})" if chapter else where


class Diary:
    """The diary in plain words. `export(path)` copies it, `delete()` removes it."""

    @property
    def entries(self) -> list[Entry]:
        """All entries, the oldest first."""
        return entries.read()

    def export(self, path: str | Path) -> Path:
        """Write the diary in words to a new file, which is returned. A file that exists is not overwritten."""
        target = Path(path)
        if target.exists():
            raise FileExistsError(t("diary.exists", path=target))
        target.write_text(f"{self}\n", encoding="utf-8")
        return target

    def delete(self) -> None:
        """Delete the file with all that is in it. What is answered from now on begins a new one."""
        entries.delete()

    def __repr__(self) -> str:
        return "\n".join("\n".join([head, *(f"  - {line}" for line in lines)]) for head, lines in _parts(self.entries))

    def _repr_html_(self) -> str:
        return "".join(
            f"<p>{escape(head)}</p>" + "".join(["<ul>", *(f"<li>{escape(line)}</li>" for line in lines), "</ul>"])
            if lines
            else f"<p>{escape(head)}</p>"
            for head, lines in _parts(self.entries)
        )


def diary() -> Diary:
    """Your diary: what you have answered, which mistakes you have overcome, what is worth practising again.

    It is a file beside the notebook, on this computer only; `lossviz.use(diary=False)` writes none.
    """
    return Diary()


def _parts(found: list[Entry]) -> list[tuple[str, list[str]]]:
    """Heads, and what is said below each."""
    if not found:
        return [(t("diary.empty"), [])]
    questions = {entry.id: [each for each in found if each.id == entry.id] for entry in found}
    made = {id: tries for id, tries in questions.items() if not all(entry.right for entry in tries)}
    overcome = [_account(tries) for tries in made.values() if tries[-1].right]
    open_still = [_account(tries) for tries in made.values() if not tries[-1].right]
    at_once = [_place(id, tries[-1].chapter) for id, tries in questions.items() if id not in made]
    again_today = [f'lossviz.practice.drill("{name}")' for name in due(found, datetime.now().date(), DRILLS)]
    head = t("diary.head", answers=len(found), questions=len(questions), day=f"{found[0].when:%Y-%m-%d}")
    parts = ("overcome", overcome), ("open", open_still), ("at_once", at_once), ("due", again_today)
    return [(head, []), *((t(f"diary.{name}"), lines) for name, lines in parts if lines)]


def _account(tries: list[Entry]) -> str:
    """How it went with one question."""
    mistakes = dict.fromkeys(mistake for entry in tries for mistake in entry.mistakes)
    words = "; ".join(filter(None, (named(mistake, tries[0].id) for mistake in mistakes)))
    where, day = _place(tries[-1].id, tries[-1].chapter), f"{tries[-1].when:%Y-%m-%d}"
    return f"{where}, {day}: {words}" if words else f"{where}, {day}"
