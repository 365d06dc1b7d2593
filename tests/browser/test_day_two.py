"""Day two: a notebook is opened again after its kernel has gone. And: a page is loaded again while it is there."""

import nbformat
import pytest
from browser.lab import SCREENSHOTS, Lab, Notebook7, PlainLab
from browser.lessons import assert_no_errors

pytestmark = pytest.mark.browser

VIEW = "application/vnd.jupyter.widget-view+json"
HINTS = {"en": "Run this cell to move it.", "ko": "이 셀을 실행하면"}
CELLS = "import lossviz\nlossviz.use('{}')", "lossviz.explore.mse()", "lossviz.explore.cross_entropy(p=0.25)"


def lesson_of(lab, language="en"):
    lesson = lab.write(*(cell.format(language) for cell in CELLS))
    lesson.run_all()
    lesson.explorers().nth(1).wait_for()
    return lesson


def assert_stills(lesson, hint):
    pictures = lesson.page.locator(".jp-OutputArea-output img")
    pictures.nth(1).wait_for()
    assert pictures.count() == 2
    for picture in pictures.all():
        picture.evaluate("one => one.decode()")
        assert picture.evaluate("one => one.naturalWidth") > 800
    # The words are in the picture, and for who cannot see it in the file: JupyterLab has no place for them on the page.
    saved = nbformat.read(lesson.lab.home / "notebooks" / lesson.path, as_version=4)
    alts = [one.metadata["image/png"]["alt"] for cell in saved.cells for one in cell.outputs if "data" in one]
    assert len(alts) == 2
    assert all(hint in alt for alt in alts)
    assert lesson.explorers().count() == 0
    assert "Error displaying widget" not in lesson.words()


SERVERS = [(Lab, "ko"), (PlainLab, "en"), (Notebook7, "ko")]


@pytest.mark.parametrize(("lab", "language"), SERVERS, indirect=["lab"], scope="module")
def test_without_its_kernel_there_are_still_pictures_and_a_cell_that_is_run_is_live(lab, language):
    lesson = lesson_of(lab, language)
    lesson.save()
    lesson.close()
    again = lab.open(lesson.path)
    assert_stills(again, HINTS[language])
    again.page.screenshot(path=SCREENSHOTS / f"day_two_{type(lab).__name__}_{language}.png")
    again.run_all()
    assert again.explorers().count() == 2
    assert_no_errors(again)
    again.close()


@pytest.mark.parametrize("lab", [Lab], indirect=True, scope="module")
class TestTheSameDay:
    @pytest.fixture(scope="class")
    @staticmethod
    def lesson(lab):
        return lesson_of(lab)

    def test_with_its_kernel_it_is_live_after_the_page_was_loaded_again(self, lesson):
        lesson.explorers().nth(1).locator(".noUi-handle").focus()
        lesson.page.keyboard.press("ArrowRight")
        lesson.page.wait_for_function("document.querySelectorAll('.lv-describe')[1].textContent.includes('0.26')")
        lesson.save()
        lesson.page.reload()
        lesson.explorers().nth(1).wait_for()
        lesson.page.wait_for_function("document.querySelectorAll('.lv-describe')[1]?.textContent.includes('0.26')")
        lesson.explorers().nth(1).locator(".noUi-handle").focus()
        lesson.page.keyboard.press("ArrowRight")
        lesson.page.wait_for_function("document.querySelectorAll('.lv-describe')[1].textContent.includes('0.27')")
        assert_no_errors(lesson)

    def test_a_notebook_that_was_saved_elsewhere(self, lab, lesson):
        lesson.save()
        lesson.close()
        file = lab.home / "notebooks" / lesson.path
        saved = nbformat.read(file, as_version=4)
        outputs = [output for cell in saved.cells for output in cell.outputs if "data" in output]
        for output in outputs:
            # As a server without lossviz has it.
            view = output.metadata["lossviz"].pop("view")
            output.data[VIEW] = view
        assert len(outputs) == 2
        nbformat.write(saved, file)
        # The reader trusts it: of a notebook that nobody trusts JupyterLab shows no views anyway.
        lab.server.ask(f"api/contents/{lesson.path}/trust", "POST")
        again = lab.open(lesson.path)
        assert_stills(again, HINTS["en"])
        again.close()
