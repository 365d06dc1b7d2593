"""Every chapter in a browser, in each language: as saved, run, looked at, and moved by every control.

What moves a control is the same code in both languages, so all are moved in one, where an explorer is first met.
The chapters are dealt out to the processes one by one (see `tests/conftest.py`), those with every control first.
"""

import pytest
from browser.lab import NARROW, SCREEN, SCREENSHOTS, explorer_cells, explorer_names, folded_cells, lessons, live_cells
from browser.lessons import HEIGHT, assert_laid_out, assert_no_errors
from browser.panel import Panel

from lossviz.words import t, using

pytestmark = pytest.mark.browser

# The still pictures of the cells that make explorers: whether they can be seen.
_PICTURES = """() => [...document.querySelectorAll('.jp-CodeCell')]
  .filter(cell => cell.querySelector('.jp-InputArea').textContent.includes('explore.'))
  .map(cell => [...cell.querySelectorAll('.jp-OutputArea-output img')]
    .map(image => image.checkVisibility() && image.naturalWidth > 0 && image.clientWidth > 200))"""


class Lessons:
    """What is tested of each chapter in both languages: what a reader sees, and that every explorer lives."""

    language: str

    def pytest_generate_tests(self, metafunc):
        metafunc.parametrize("path", lessons(self.language), scope="class")

    @pytest.fixture(scope="class")
    @classmethod
    def lesson(cls, lab, path):
        lesson = lab.open(path)
        yield lesson
        lesson.close()

    @pytest.fixture(scope="class")
    @classmethod
    def ran(cls, lesson):
        lesson.run_all()
        lesson.be_shown()
        return lesson

    @pytest.fixture(scope="class")
    @classmethod
    def panels(cls, ran, path):
        roots = dict(zip(explorer_cells(path), ran.explorers().all(), strict=True))
        panels = [Panel(root, cls.language) for cell, root in roots.items() if cell not in live_cells(path)]
        yield panels
        for panel in panels:
            panel.close()

    @pytest.fixture
    def met(self, moving, path):
        """The panels of explorers that no earlier chapter has."""
        before = {name for earlier in lessons(self.language) if earlier < path for name in explorer_names(earlier)}
        return [panel for panel in moving if panel.name not in before]

    @pytest.fixture
    def moving(self, ran, panels):
        """The panels, each to be moved; nobody complains of it."""
        yield panels
        assert_no_errors(ran)

    def test_before_it_is_run_there_are_pictures_and_no_errors(self, lesson, path):
        pictures = dict(zip(explorer_cells(path), lesson.page.evaluate(_PICTURES), strict=True))
        for cell, found in pictures.items():
            # A picture that answers the question above it is folded away.
            assert found == ([] if cell in folded_cells(path) else [True]), f"the still picture of {cell}"
        assert_no_errors(lesson)

    def test_run_all(self, ran, path):
        assert ran.explorers().count() == len(explorer_cells(path))
        assert_no_errors(ran)

    def test_every_explorer_fits_on_a_projector(self, panels, path):
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        cells = [cell for cell in explorer_cells(path) if cell not in live_cells(path)]
        for panel, cell in zip(panels, cells, strict=True):
            # Without the code, which a panel under test shows.
            panel.code_button.click()
            panel.root.locator(".lv-code").wait_for(state="detached")
            panel.show()
            panel.root.screenshot(path=SCREENSHOTS / f"{path.removesuffix('.ipynb').replace('/', '_')}_{cell}.png")
            assert panel.root.bounding_box()["height"] <= HEIGHT, panel.name
            panel.code_button.click()
            panel.root.locator(".lv-code").wait_for()

    def test_nothing_is_cut_off(self, panels):
        try:
            for screen in (NARROW, SCREEN):
                panels[0].page.set_viewport_size(screen)
                panels[0].page.wait_for_timeout(500)
                for panel in panels:
                    assert_laid_out(panel.root, (screen, panel.name))
        finally:
            panels[0].page.set_viewport_size(SCREEN)

    def test_buttons_and_numbers_are_in_the_readers_language(self, panels):
        for panel in panels:
            assert panel.wrong(panel.look()) == ""
            with using(language=self.language):
                words = [*(t(f"preset.{name}") for name in panel.twin.presets), t("button.reset")]
            assert panel.presets.all_inner_texts() == words

    def test_every_explorer_is_moved_and_reset(self, moving):
        for panel in moving:
            panel.show()
            panel.reset()


class TestKorean(Lessons):
    """Every control, by each key that moves it and by mouse, and every preset."""

    language = "ko"

    def test_every_control_by_keyboard(self, met, record_property):
        for panel in met:
            panel.show()
            for control in panel.controls:
                record_property("moved times by keyboard", control.move_by_keyboard())
                panel.reset()

    def test_every_control_by_mouse(self, met, record_property):
        for panel in met:
            panel.show()
            for control in panel.controls:
                record_property("moved times by mouse", control.move_by_mouse())
                record_property("moved controls", 1)
                panel.reset()

    def test_every_preset_and_reset(self, moving, record_property):
        for panel in moving:
            panel.show()
            for place in range(len(panel.twin.presets)):
                panel.press_preset(place)
                record_property("moved presets", 1)


class TestEnglish(Lessons):
    """What differs from Korean."""

    language = "en"
