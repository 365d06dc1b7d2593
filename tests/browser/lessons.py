"""What every notebook must do in a browser, in each language."""

import pytest
from browser.lab import NARROW, SCREEN, SCREENSHOTS, explorer_cells, lessons
from browser.panel import Panel

# The part of the screen that JupyterLab leaves to a notebook.
HEIGHT = 610

# The still pictures of the cells that make explorers: whether they can be seen.
_PICTURES = """() => [...document.querySelectorAll('.jp-CodeCell')]
  .filter(cell => cell.querySelector('.jp-InputArea').textContent.includes('explore.'))
  .map(cell => [...cell.querySelectorAll('.jp-OutputArea-output img')]
    .map(image => image.checkVisibility() && image.naturalWidth > 0 && image.clientWidth > 200))"""

# What of an explorer is wider than its place: cut off, or with a scroll bar.
TOO_WIDE = """root => {
  const edge = root.closest('.jp-OutputArea-output').getBoundingClientRect().right + 1;
  const parts = [...root.querySelectorAll('.widget-slider, button, .lv-live, .lv-live *:not(svg *)')];
  return parts.filter(part => part.checkVisibility()
    && (part.getBoundingClientRect().right > edge || part.clientWidth && part.scrollWidth > part.clientWidth + 1))
    .map(part => `${part.tagName}.${part.className} ${part.scrollWidth} > ${part.clientWidth}`);
}"""

# Where the two layers of an explorer lie on the page.
LAYERS = """root => ['.lv-live img', '.lv-moving svg, .lv-layer'].map(layer => {
  const {x, y, width, height} = root.querySelector(layer).getBoundingClientRect();
  return [x, y, width, height];
})"""


class Lessons:
    """The tests of each notebook, in this order: as saved, run, moved, looked at."""

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
        return lesson

    @pytest.fixture(scope="class")
    @classmethod
    def panels(cls, ran, path):
        panels = [Panel(root, cls.language) for root in ran.explorers().all()]
        assert len(panels) == len(explorer_cells(path))
        yield panels
        for panel in panels:
            panel.close()

    def test_before_it_is_run_there_are_pictures_and_no_errors(self, lesson, path):
        pictures = lesson.page.evaluate(_PICTURES)
        assert len(pictures) == len(explorer_cells(path))
        for found in pictures:
            assert len(found) == 1, "an explorer without its still picture"
            assert found[0], "a still picture that cannot be seen"
        assert_no_errors(lesson)

    def test_run_all(self, ran, path):
        assert ran.explorers().count() == len(explorer_cells(path))
        assert_no_errors(ran)

    def test_every_control_by_keyboard(self, panels, record_property):
        for panel in panels:
            panel.show()
            for control in panel.controls:
                record_property("moved times by keyboard", control.move_by_keyboard())
                panel.reset()

    def test_every_control_by_mouse(self, panels, record_property):
        for panel in panels:
            panel.show()
            for control in panel.controls:
                record_property("moved times by mouse", control.move_by_mouse())
                record_property("moved controls", 1)
                panel.reset()

    def test_every_preset_and_reset(self, panels, record_property):
        for panel in panels:
            panel.show()
            for place in range(len(panel.twin.presets)):
                panel.press_preset(place)
                record_property("moved presets", 1)

    def test_nothing_is_cut_off(self, panels, path):
        try:
            for screen in (NARROW, SCREEN):
                panels[0].page.set_viewport_size(screen)
                wide = [(panel.name, part) for panel in panels for part in panel.root.evaluate(TOO_WIDE)]
                assert wide == []
                for panel in panels:
                    still, moving = panel.root.evaluate(LAYERS)
                    assert still == pytest.approx(moving, abs=0.5), (screen, panel.name)
        finally:
            panels[0].page.set_viewport_size(SCREEN)

    def test_every_explorer_fits_on_a_projector(self, panels, path):
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        for panel, cell in zip(panels, explorer_cells(path), strict=True):
            panel.code_button.click()
            panel.root.locator(".lv-code").wait_for(state="detached")
            panel.show()
            panel.root.screenshot(path=SCREENSHOTS / f"{path.removesuffix('.ipynb').replace('/', '_')}_{cell}.png")
            assert panel.root.bounding_box()["height"] <= HEIGHT, panel.name

    def test_nobody_complained(self, ran):
        assert_no_errors(ran)


def assert_no_errors(lesson):
    """Nothing red in the notebook, no widget that is missing, nothing of ours in the browser's console."""
    assert lesson.red() == []
    words = lesson.words()
    for bad in ("Error displaying widget", "Loading widget", "Javascript Error", "Traceback"):
        assert bad not in words
    assert lesson.complaints == []
