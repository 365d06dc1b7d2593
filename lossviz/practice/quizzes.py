"""`quiz`: a question with a few choices, and what is to be said to each of them."""

from base64 import b64encode
from collections.abc import Mapping
from html import escape
from typing import Any

from lossviz.words import chosen, t, using
from lossviz.words.answers import answered

from .choices import Choice, asked
from .diaries import again
from .help import Words
from .questions import QUESTIONS, Question
from .shown import look, output, plain, still, verdict


def quiz(name: str) -> "Quiz":
    """The question `name`, to be answered in the page, as often as you like: `quiz("accuracy-1")`.

    Where the page has no widgets, `quiz("accuracy-1").check(2)` answers with the second choice.
    """
    if name not in QUESTIONS:
        raise ValueError(t("card.unknown_quiz", received=repr(name), allowed=", ".join(QUESTIONS)))
    return Quiz(QUESTIONS[name])


class Quiz:
    """A question on a page, or in words."""

    def __init__(self, question: Question):
        self._question, self._asked, self._settings = question, asked(question), chosen()
        self._card: Any = None

    def check(self, choice: int) -> Words:
        """What is to be said to a choice: 1 is the first."""
        count = len(self._asked.choices)
        if isinstance(choice, bool) or not isinstance(choice, int) or not 1 <= choice <= count:
            raise ValueError(t("card.choice", received=repr(choice), last=count))
        with using(**self._settings):
            return Words(plain(self._answer(self._asked.choices[choice - 1])))

    def __repr__(self) -> str:
        """The question and its choices."""
        lines = (f"  {number}. {plain(one.text)}" for number, one in enumerate(self._asked.choices, 1))
        return "\n".join([plain(self._asked.text), *lines])

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict, dict]:
        with using(**self._settings):
            choices = "".join(f"<li>{one.text}</li>" for one in self._asked.choices)
            how = t("card.run_quiz", name=self._question.id)
            return output(still(self._asked.text, f"<ol>{choices}</ol>"), f"{self}\n{how}", self._shown)

    def _shown(self) -> Any:
        """The card on the page."""
        from lossviz.explorer.replacing import shown_now

        from .card import Card

        self._card = Card(
            self._hear,
            question=self._asked.text,
            choices=[one.text for one in self._asked.choices],
            words={**look(), **{name: t(f"card.{name}") for name in ("check", "pick")}},
        )
        shown_now(self._card)
        return self._card

    def _hear(self, content: Mapping[str, Any]) -> None:
        with using(**self._settings):
            choice = self._asked.choices[content["choice"]]
            said = self._answer(choice) + (self._picture() if choice.mistake is None else "")
            self._card.feedback = {"html": said, "right": choice.mistake is None, "given": content["choice"]}

    def _answer(self, choice: Choice) -> str:
        """What is said to a choice, as HTML; and somebody has answered."""
        name, mistakes = f"quiz/{self._question.id}", (choice.mistake,) if choice.mistake else ()
        said = verdict(not mistakes, f"{choice.feedback} {escape(again(name, mistakes))}".strip())
        answered(name, choice.mistake or "", not mistakes, mistakes)
        if self._question.shows and not mistakes:
            said += f"\n<p>{t('card.see')} <code>{escape(self._question.shows().code())}</code></p>"
        return said

    def _picture(self) -> str:
        """The picture that shows the right answer, if there is one."""
        if not self._question.shows:
            return ""
        explorer = self._question.shows()
        source = b64encode(explorer.png()).decode()
        return f'<img class="lq-picture" src="data:image/png;base64,{source}" alt="{escape(explorer.describe())}">'
