"""The notebooks: the same lesson in both languages, nothing saved that must not be, every promised number there.

That they run, and that their outputs are the saved ones, is what nbval tests.
"""

import ast
import json
import re
from pathlib import Path

import pytest

from lossviz import words
from lossviz.command.cleaning import FOLDED, UNRUN

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "notebooks"
NAMES = sorted(path.name for path in (FOLDER / "en").glob("*.ipynb"))
PATHS = sorted(FOLDER.rglob("*.ipynb"))
CHAPTERS = [path for path in PATHS if path.stem[0].isdigit()]

# A cell that shows an explorer: one of the package, or the one that a notebook has written itself.
SHOWS = re.compile(r"\bexplore\.(?!said\b)[a-z]\w*\(|^OneGuess\(", re.MULTILINE)
# The one cell that may be long, and how long: the explorer that a teacher writes.
LONG = {"class-one-guess": 31}


# A cell that waits for what the reader makes of it.
EXERCISE = re.compile(r"\bpractice\.(check|hint)\(")


def cells(path):
    return json.loads(path.read_text(encoding="utf-8"))["cells"]


def source(cell):
    return "".join(cell["source"])


def is_tagged(cell, tag):
    return tag in cell["metadata"].get("tags", [])


def showing(path):
    """The cells that show an explorer."""
    return [cell for cell in cells(path) if cell["cell_type"] == "code" and SHOWS.search(source(cell))]


def markdown(path):
    return "\n\n".join(source(cell) for cell in cells(path) if cell["cell_type"] == "markdown")


def printed(path):
    """All text that running the notebook prints or shows."""
    outputs = [output for cell in cells(path) for output in cell.get("outputs", [])]
    return "".join(
        "".join(output.get("text", [])) + "".join(output.get("data", {}).get("text/plain", [])) + "\n"
        for output in outputs
    )


def each_pair(test):
    return pytest.mark.parametrize("name", NAMES)(test)


def each_notebook(test):
    ids = [f"{path.parent.name}/{path.stem}" for path in PATHS]
    return pytest.mark.parametrize("path", PATHS, ids=ids)(test)


def both(name, read):
    return read(FOLDER / "en" / name), read(FOLDER / "ko" / name)


class Wordless(ast.NodeTransformer):
    """Code without its words: what a text says may differ between the languages, where it stands may not."""

    def visit_Constant(self, node):
        return ast.Constant("") if isinstance(node.value, str) else node

    def visit_JoinedStr(self, node):
        values = [self.visit(value) for value in node.values if isinstance(value, ast.FormattedValue)]
        return ast.JoinedStr(values)


def code_without_words(path):
    return [ast.dump(Wordless().visit(ast.parse(source(cell)))) for cell in cells(path) if cell["cell_type"] == "code"]


def test_every_notebook_has_both_languages():
    assert NAMES
    assert sorted(path.name for path in (FOLDER / "ko").glob("*.ipynb")) == NAMES


@each_pair
def test_same_cells(name):
    english, korean = both(name, lambda path: [(cell["id"], cell["cell_type"]) for cell in cells(path)])
    assert english == korean


@each_pair
def test_same_code(name):
    english, korean = both(name, code_without_words)
    assert english == korean


@each_pair
def test_same_headings(name):
    english, korean = both(name, lambda path: [len(level) for level in re.findall(r"(?m)^(#+) ", markdown(path))])
    assert english == korean
    assert english.count(1) == 1


@each_pair
def test_same_formulas(name):
    def formulas(path):
        found = re.findall(r"\$\$.+?\$\$|\$[^$\n]+\$", markdown(path), flags=re.DOTALL)
        return sorted(re.sub(r"\\text\{[^}]*\}|\s", "", formula) for formula in found)

    english, korean = both(name, formulas)
    assert english == korean


@each_pair
def test_same_explorers(name):
    english, korean = both(name, lambda path: re.findall(r"explore\.(\w+)", "\n".join(map(source, cells(path)))))
    assert english == korean


@each_pair
def test_same_links_and_each_leads_somewhere(name):
    def links(path):
        return re.findall(r"\]\(([^)#]+)[^)]*\)", markdown(path))

    english, korean = both(name, links)
    turned = {"../en/": "../ko/", "../ko/": "../en/"}
    assert [re.sub(r"\.\./(en|ko)/", lambda match: turned[match[0]], link) for link in english] == korean
    for language, found in (("en", english), ("ko", korean)):
        for link in found:
            assert link.startswith("http") or (FOLDER / language / link).exists(), link


@each_pair
def test_same_emphasis_boxes(name):
    english, korean = both(name, markdown)
    assert english.count("**Watch out") == korean.count("**주의")


@each_notebook
def test_speaks_its_language(path):
    first = next(source(cell) for cell in cells(path) if cell["cell_type"] == "code")
    assert f'lossviz.use("{path.parent.name}")' in first
    hangul = len(re.findall("[가-힣]", markdown(path)))
    assert (hangul > 500) == (path.parent.name == "ko")


@each_notebook
def test_is_short_and_cut_into_small_cells(path):
    found = cells(path)
    assert 12 <= len(found) <= 35
    for cell in found:
        if cell["cell_type"] == "code":
            assert len(source(cell).splitlines()) <= LONG.get(cell["id"], 15), cell["id"]


@each_notebook
def test_explorers_are_one_line_each(path):
    for cell in showing(path):
        assert len(SHOWS.findall(source(cell))) == 1, cell["id"]
        assert SHOWS.search(source(cell).splitlines()[-1]), cell["id"]


@each_notebook
def test_nothing_is_saved_that_must_not_be(path):
    notebook = json.loads(path.read_text(encoding="utf-8"))
    assert notebook["metadata"] == {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    for cell in notebook["cells"]:
        front_end = {"jupyter": {"outputs_hidden": True}} if is_tagged(cell, FOLDED) else {}
        assert {key: value for key, value in cell["metadata"].items() if key != "tags"} == front_end, cell["id"]
        for output in cell.get("outputs", []):
            assert output["output_type"] != "error", cell["id"]
            assert output.get("name") != "stderr", cell["id"]
            assert not any("widget" in kind for kind in output.get("data", {})), cell["id"]


@each_notebook
def test_was_run_from_top_to_bottom(path):
    code = [cell for cell in cells(path) if cell["cell_type"] == "code"]
    for count, cell in enumerate(code, 1):
        assert cell["execution_count"] == (None if is_tagged(cell, UNRUN) else count), cell["id"]


ASKS = re.compile(r"\?\*\*(?!.*\S)", re.DOTALL)


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_no_answer_stands_under_its_question_before_the_cell_is_run(path):
    asked = False
    for cell in cells(path):
        if cell["cell_type"] == "markdown":
            asked = asked or "predict" in cell["id"] or bool(ASKS.search(source(cell)))
        elif EXERCISE.search(source(cell)):
            assert is_tagged(cell, UNRUN), cell["id"]
            assert cell["outputs"] == [], cell["id"]
        elif cell["outputs"]:
            # A cell that asks by itself shows its own question until it is answered.
            assert not asked or is_tagged(cell, FOLDED) or "predict=" in source(cell), cell["id"]
            asked = False


@each_notebook
def test_each_explorer_left_a_small_picture_with_alt_text(path):
    shown = showing(path)
    for cell in shown:
        (output,) = [output for output in cell["outputs"] if "image/png" in output.get("data", {})]
        assert len(output["data"]["image/png"]) * 3 / 4 < 60_000, cell["id"]
        sentence = "".join(output["data"]["text/plain"])
        assert len(sentence) > 20, cell["id"]
        with words.using(language=path.parent.name):
            still = words.t("explorer.still")
        assert output["metadata"]["image/png"]["alt"] == f"{sentence} {still}", cell["id"]
    # And there is no picture of anything else, which nobody would have described.
    others = [cell for cell in cells(path) if cell not in shown]
    assert "image/" not in json.dumps([cell.get("outputs") for cell in others])


BOLD_BEFORE_PARTICLE = re.compile(r"\*\*[^*\n]*[)\]\"'”’.!?]\*\*[가-힣]")


@each_notebook
def test_bold_is_bold(path):
    assert not BOLD_BEFORE_PARTICLE.search(markdown(path))


# The third column of the glossary: words that a reader of these notebooks should never meet for these things.
NOT_SAID = ["에러", "추정치", "라벨", "파라미터", "변화도", "크로스 엔트로피", "되어집니다", "당신"]


@pytest.mark.parametrize("word", NOT_SAID)
def test_one_korean_word_for_one_thing(word):
    for path in PATHS:
        if path.parent.name == "ko":
            said = re.sub("하이퍼파라미터", "", markdown(path))
            assert word not in said, path


PROMISED = {
    "03_mean_squared_error": ["5.5", "11.0", "2.2", "1.4832396974191326"],
    "04_softmax_cross_entropy": [
        "0.105", "1.2039728043259361", "0.6931471805599453", "0.8634223884819422", "0.5108256237659907",
        "0.6323733282952938",
    ],
    "05_sigmoid_cross_entropy": [
        "0.6931471805599453", "0.35667494393873245", "0.2231435513142097", "0.10536051565782628", "0.34861267989136313",
    ],
    "write_your_own": ["234.0", "15.2", "9.2", "6.6"],
}  # fmt: skip


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("name", PROMISED)
def test_the_numbers_of_the_course_are_printed_to_the_last_digit(name, language):
    shown = printed(FOLDER / language / f"{name}.ipynb")
    for value in PROMISED[name]:
        assert value in shown, value


USED = {
    "00_start_here": {"guess"},
    "01_what_is_a_loss": {"mse", "cross_entropy"},
    "02_why_not_accuracy": {"accuracy", "slope"},
    "03_mean_squared_error": {"mse", "one_number", "live"},
    "04_softmax_cross_entropy": {"softmax", "likelihood", "softmax_batch"},
    "05_sigmoid_cross_entropy": {"binary_cross_entropy", "live"},
    "06_which_loss": {"softmax_batch"},
    "write_your_own": {"live", "curve", "Explorer", "Data", "Number", "Choice", "said"},
}


@pytest.mark.parametrize("name", USED)
def test_each_chapter_has_its_explorers(name):
    code = "\n".join(source(cell) for cell in cells(FOLDER / "en" / f"{name}.ipynb") if cell["cell_type"] == "code")
    assert USED[name] <= set(re.findall(r"explore\.(\w+)", code))


def test_the_readme_lists_every_notebook_with_its_minutes():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in NAMES:
        row = next(line for line in readme.splitlines() if line.startswith("|") and f"notebooks/en/{name}" in line)
        assert f"notebooks/ko/{name}" in row
        minutes = row.rstrip(" |").split("|")[-1].strip()
        assert f"about {minutes} minutes" in markdown(FOLDER / "en" / name)
        assert f"{minutes}분" in markdown(FOLDER / "ko" / name)
