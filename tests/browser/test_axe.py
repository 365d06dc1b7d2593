"""For everyone: axe-core finds nothing serious in what explorers, questions, quizzes and verdicts put on the page."""

from importlib.resources import files

import pytest
from browser.lab import Lab
from explorers import NAMES

pytestmark = pytest.mark.browser

CELLS = (
    "import lossviz\nlossviz.use('en')",
    *(f"lossviz.explore.{name}()" for name in NAMES),
    "lossviz.explore.mse(convention='mse', predict='mse-number')",
    "lossviz.explore.slope(predict='slope-way')",
    "lossviz.explore.cross_entropy(p=0.1, predict='cross-entropy-place')",
    "lossviz.explore.cross_entropy(predict='cross-entropy-curve')",
    "lossviz.practice.quiz('accuracy-1')",
    "lossviz.practice.drill('mse')",
    "lossviz.practice.check('mse', lambda y_true, y_pred: ((y_true - y_pred) ** 2).sum())",
    "lossviz.practice.check('mse', lambda y_true, y_pred: ((y_true - y_pred) ** 2).sum())",
    "lossviz.practice.diary()",
)

# What is found in the outputs, but for the page of Jupyter around them.
_FOUND = """async () => {
  const { violations } = await axe.run({ include: [[".jp-Cell-outputArea"]] }, { resultTypes: ["violations"] });
  return violations.filter(({ impact }) => ["serious", "critical"].includes(impact))
    .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html}: ${failureSummary}`));
}"""


@pytest.fixture(params=["JupyterLab Light", "JupyterLab Dark"])
def lesson(request, lab: Lab):
    lab.settings("apputils-extension/themes", {"theme": request.param})
    lesson = lab.write(*CELLS)
    lesson.run_all()
    lesson.page.locator(".lv-able").nth(len(NAMES) + 3).wait_for()
    lesson.wait_until_quiet()
    yield lesson
    lesson.close()
    lab.settings("apputils-extension/themes", None)


def test_nothing_serious_is_found(lesson):
    lesson.page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8"))
    assert lesson.page.evaluate(_FOUND) == []
