"""The landing page of a site: choose a language and a chapter, see its picture, read what to expect."""

import base64
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from pathlib import Path
from string import Template

from lossviz.words import LANGUAGES, t, using

_TEMPLATE = Path(__file__).parent / "site_page" / "landing.html"
_PICTURES = "pictures"
_NAMES = {"en": "English", "ko": "한국어"}


@dataclass(frozen=True)
class Chapter:
    """What the page shows of a notebook. path: below the folder of notebooks; minutes: "about 15 minutes"."""

    path: str
    title: str
    question: str
    minutes: str
    picture: bytes | None

    @property
    def number(self) -> str:
        """The chapter's number, "" where it has none."""
        found = re.match(r"\d+", Path(self.path).name)
        return found[0] if found else ""


def put_landing(out: Path, notebooks: Path, needed: Iterable[str]) -> None:
    """Write the page and its pictures; `needed` are the addresses that a notebook loads."""
    (out / _PICTURES).mkdir()
    sections = []
    for language in LANGUAGES:
        chapters = [_chapter(path, notebooks) for path in sorted((notebooks / language).glob("*.ipynb"))]
        with using(language=language):
            sections.append(_section(language, chapters))
        for chapter in chapters:
            if chapter.picture:
                (out / _picture(chapter)).write_bytes(chapter.picture)
    tabs = "\n".join(f'      <a href="#{one}" lang="{one}">{_NAMES[one]}</a>' for one in LANGUAGES)
    page = Template(_TEMPLATE.read_text(encoding="utf-8")).substitute(
        title=escape(t("site.page.title")), tabs=tabs, sections="\n".join(sections), needed=json.dumps(list(needed))
    )
    (out / "index.html").write_text(page, encoding="utf-8")


def _chapter(path: Path, notebooks: Path) -> Chapter:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    text = "".join(cells[0]["source"])
    title, question = (_plain(part) for part in text.split("\n\n")[:2])
    minutes = re.search(r"^\*\*(?:Time|걸리는 시간)\*\*: (.+)$", text, re.MULTILINE)
    outputs = [output for cell in cells for output in cell.get("outputs", ())]
    still = next((output for output in outputs if "image/png" in output.get("data", ())), None)
    return Chapter(
        path=path.relative_to(notebooks).as_posix(),
        title=title.removeprefix("# "),
        question=question,
        minutes=minutes[1] if minutes else "",
        picture=base64.b64decode("".join(still["data"]["image/png"])) if still else None,
    )


def _plain(markdown: str) -> str:
    return re.sub(r"</?\w+>|\*\*|[*`]", "", markdown.strip())


def _picture(chapter: Chapter) -> str:
    return f"{_PICTURES}/{Path(chapter.path).with_suffix('.png').as_posix().replace('/', '-')}"


def _section(language: str, chapters: list[Chapter]) -> str:
    expected = "\n".join(f"        <li>{escape(line)}</li>" for line in t("site.page.expect").splitlines())
    return f"""    <section id="{language}" lang="{language}">
      <h1>{escape(t("site.page.title"))}</h1>
      <p class="lead">{escape(t("site.page.lead"))}</p>
      <ul class="expect">
{expected}
      </ul>
      <ul class="chapters">
{"".join(map(_card, chapters))}      </ul>
    </section>"""


def _card(chapter: Chapter) -> str:
    # The title beside it says what it is, and its own alt text is for somebody who stands before its cell.
    picture = f'<img src="{_picture(chapter)}" alt="" loading="lazy">' if chapter.picture else ""
    title = f"{chapter.number} {chapter.title}".strip()
    return f"""        <li><a href="lab/index.html?path={chapter.path}">
          {picture}
          <div>
            <h2>{escape(title)}</h2>
            <p class="question">{escape(chapter.question)}</p>
            <p>{escape(chapter.minutes)}</p>
          </div>
        </a></li>
"""
