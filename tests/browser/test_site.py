"""The web pages of `lossviz site`, in Chromium: nothing but files on a host, and no other host.

Collected where `--pyodide` or LOSSVIZ_PYODIDE names a folder with Pyodide; LOSSVIZ_SITE_PYTHON is a Python that has
`lossviz[site]`, if it is not the one that runs the tests.
"""

import json
from time import monotonic

import nbformat
import pytest
from browser.lab import NOTEBOOKS, explorer_cells, explorer_names, launched, lessons
from browser.lessons import assert_no_errors
from browser.panel import Panel
from browser.site import PLACE, Site, built, hosted, show_all_cells
from playwright.sync_api import expect, sync_playwright

pytestmark = pytest.mark.browser

# Every chapter of one language, two of the other.
CHAPTERS = [*lessons("en"), *(path for path in lessons("ko") if path[3:5] in ("00", "03"))]
MEGABYTES = 60

# Whether the worker has kept every file of the site.
_KEPT = """async () => {
  const names = await caches.keys();
  if (!names.length) return false;
  const [kept, all] = [await (await caches.open(names[0])).keys(), await (await fetch('../service-worker.js')).text()];
  return kept.length === JSON.parse(all.match(/^const FILES = (.*);$/m)[1])[1].length;
}"""


@pytest.fixture(scope="module")
def host(tmp_path_factory, request):
    folder = tmp_path_factory.mktemp("host")
    built(folder / PLACE, request.config.getoption("pyodide"))
    show_all_cells(folder / PLACE)
    with hosted(folder) as server:
        yield server, folder / PLACE


@pytest.fixture(scope="module")
def site(host):
    server, folder = host
    with sync_playwright() as playwright:
        browser = launched(playwright)
        expect.set_options(timeout=60_000)
        site = Site(folder, server.server_port, browser)
        yield site
        assert site.elsewhere == []
        expect.set_options(timeout=5_000)
        browser.close()


@pytest.fixture
def context(site):
    context = site.new_context()
    yield context
    context.close()


def test_it_is_small(host):
    sizes = [path.stat().st_size for path in host[1].rglob("*") if path.is_file()]
    assert sum(sizes) / 1e6 <= MEGABYTES


def test_the_notebooks_are_unchanged(host):
    for path in NOTEBOOKS.glob("*/*.ipynb"):
        assert (host[1] / "files" / path.relative_to(NOTEBOOKS)).read_bytes() == path.read_bytes()


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("screen", [(360, 740), (1280, 720), (1920, 1080)], ids=str)
def test_the_landing_page(site, language, screen):
    context = site.new_context(viewport={"width": screen[0], "height": screen[1]}, locale=language)
    page = context.new_page()
    page.goto(site.url)
    assert page.locator("html").get_attribute("lang") == language
    assert page.evaluate("document.documentElement.scrollWidth") <= screen[0]
    links = page.locator(f"#{language} a:visible")
    paths = [link.get_attribute("href").split("path=")[1] for link in links.all()]
    assert paths == sorted(path.relative_to(NOTEBOOKS).as_posix() for path in (NOTEBOOKS / language).glob("*.ipynb"))
    for picture in page.locator("img:visible").all():
        picture.scroll_into_view_if_needed()
        picture.evaluate("one => one.decode()")
    other = "ko" if language == "en" else "en"
    page.locator(f"nav a[href='#{other}']").click()
    expect(page.locator(f"#{other}")).to_be_visible()
    expect(page.locator(f"#{language}")).to_be_hidden()
    context.close()


def outputs(path):
    """The text that a saved notebook has under each of its cells, where it has no more than text."""
    notebook = nbformat.read(NOTEBOOKS / path, as_version=4)
    for cell in (cell for cell in notebook.cells if cell.cell_type == "code"):
        texts = [output.get("text") or output.get("data", {}).get("text/plain") for output in cell.outputs]
        plain = all(output.output_type == "stream" or set(output.data) == {"text/plain"} for output in cell.outputs)
        yield "".join(texts).strip() if plain and texts else None


@pytest.mark.parametrize("path", CHAPTERS)
def test_a_chapter(site, context, path):
    language = path[:2]
    lesson = site.open(path, context)
    lesson.run_all()
    shown = [
        "\n".join(one.inner_text().strip() for one in cell.locator(".jp-OutputArea-output").all())
        for cell in lesson.page.locator(".jp-CodeCell").all()
    ]
    for saved, now in zip(outputs(path), shown, strict=True):
        assert saved is None or now == saved
    lesson.be_shown()
    assert lesson.explorers().count() == len(explorer_cells(path))
    earlier = {name for one in lessons(language) if one < path for name in explorer_names(one)}
    for root in lesson.explorers().all():
        try:
            panel = Panel(root, language)
        except NameError:  # it draws with a function of the notebook, and has no twin here
            move_own(root)
            continue
        if panel.name not in earlier:
            move(panel)
        panel.close()
    assert_no_errors(lesson)


def move(panel):
    """Each slider by a key, and the first handle, and see the right numbers."""
    panel.show()
    for control in panel.controls:
        if control.is_slider:
            control.handle.focus()
            panel.moved(lambda control=control: panel.page.keyboard.press(_way(control)))
    handle = panel.root.locator(".lv-handle[role=slider]:not([hidden])").first
    if handle.count():
        handle.focus()
        panel.moved(lambda: panel.page.keyboard.press("Home"))


def move_own(root):
    """A slider or a switch, and see another picture."""
    before = root.locator(".lv-layer, .lv-moving svg").first.inner_html()
    sliders = root.locator(".noUi-handle")
    if sliders.count():
        sliders.first.focus()
        root.page.keyboard.press("ArrowRight")
    else:
        root.locator(".widget-toggle-button:not(.lv-tool)").first.click()
    expect(root.locator(".lv-layer, .lv-moving svg").first).not_to_have_js_property("innerHTML", before)


def _way(control):
    return "ArrowRight" if control.is_low else "ArrowLeft"


def test_what_is_run_before_there_is_python_waits_for_it(site, context):
    lesson = site.open("ko/00_start_here.ipynb", context, ready=False)
    lesson.run_all()
    assert lesson.explorers().count() > 0
    assert_no_errors(lesson)


CELLS = (
    "import lossviz\nlossviz.use('en')",
    "lossviz.practice.quiz('softmax-1')",
    "def mse(y_true, y_pred):\n    while True:\n        pass\nlossviz.practice.check('mse', mse)",
    "lossviz.practice.check('mse', lambda y_true, y_pred: ((y_true - y_pred) ** 2).mean())",
    "lossviz.practice.diary()",
    "import os; print(os.getcwd(), sorted(os.listdir()))",
)


def written(site, *cells):
    """A notebook of the host's, of these cells."""
    notebook = nbformat.v4.new_notebook(metadata={"language_info": {"name": "python"}})
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook.cells = [nbformat.v4.new_code_cell(cell) for cell in cells]
    path = "en/scratch.ipynb"
    nbformat.write(notebook, site.folder / "files" / path)
    listed = site.folder / "api" / "contents" / "en" / "all.json"
    contents = json.loads(listed.read_text(encoding="utf-8"))
    like = next(one for one in contents["content"] if one["name"].startswith("00"))
    others = [one for one in contents["content"] if one["path"] != path]
    contents["content"] = [*others, like | {"name": "scratch.ipynb", "path": path}]
    listed.write_text(json.dumps(contents), encoding="utf-8")
    mark = site.folder / "lossviz-site.json"
    prints = json.loads(mark.read_text(encoding="utf-8"))
    prints["notebooks"][path] = "".join(cells)
    mark.write_text(json.dumps(prints), encoding="utf-8")
    return path


def test_exercises_and_quizzes(site, context):
    lesson = site.open(written(site, *CELLS), context)
    lesson.run_all()
    assert "3 s" in lesson.result(2)
    assert lesson.red() == []
    quiz = lesson.page.locator(".lq-card")
    quiz.get_by_role("radio").first.check()
    quiz.get_by_role("button", name="Check").click()
    expect(quiz.get_by_role("status")).not_to_be_empty()
    # The diary is a file beside the notebook, in the browser's storage.
    assert "answers: 2" in lesson.result(4)
    assert "lossviz-diary.jsonl" in lesson.result(5)
    assert_no_errors(lesson)


def test_an_older_copy_says_so_and_the_new_one_opens_beside_it(site, context):
    path = written(site, "print('old')")
    lesson = site.open(path, context)
    lesson.page.locator(".cm-content").first.click()
    lesson.page.keyboard.type("# mine\n")
    lesson.page.keyboard.press("Control+s")
    # As long as the host has the notebook that the copy began as, there is nothing to say.
    lesson.page.wait_for_timeout(500)
    lesson.page.reload()
    lesson.wait_until_idle()
    expect(lesson.page.locator(".cm-content").first).to_contain_text("# mine")
    expect(lesson.notes()).to_have_count(0)
    written(site, "print('new')")
    lesson.page.reload()
    note = lesson.notes().filter(has_text="older version")
    note.get_by_role("button", name="Open the new one beside it").click()
    expect(lesson.page.locator(".lm-TabBar-tabLabel", has_text="scratch-2.ipynb")).to_be_visible()
    expect(lesson.page.locator(".jp-Notebook .cm-content", has_text="print('new')")).to_be_visible()
    expect(lesson.page.locator(".jp-Notebook .cm-content", has_text="# mine")).to_be_visible()


def test_a_second_visit_works_without_the_host(site, tmp_path):
    with hosted(site.folder.parents[1]) as server:
        alone = Site(site.folder, server.server_port, site._browser)
        context = alone.new_context()
        lesson = alone.open("en/00_start_here.ipynb", context)
        deadline = monotonic() + 90
        while not lesson.page.evaluate(_KEPT):
            assert monotonic() < deadline, "the worker has not kept the site"
            lesson.page.wait_for_timeout(500)
        lesson.close()
    # The host is gone, and a chapter is opened that nobody has opened before.
    lesson = alone.open("ko/03_mean_squared_error.ipynb", context)
    lesson.run_all()
    assert lesson.explorers().count() == len(explorer_cells(lesson.path))
    assert lesson.red() == []
    assert alone.elsewhere == []
    context.close()
