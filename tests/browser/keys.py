"""That keys stay inside an explorer, in whatever notebook and browser."""

# What JupyterLab does with a selected cell.
COMMANDS = ("r", "x", "z", "a", "b", "m", "k", "j", "y", "d", "d", "0", "1", "Enter", "ArrowUp", "ArrowDown", "Delete")

# One of each kind of what can have the focus in an explorer.
KINDS = {
    "slider": ".noUi-handle",
    "number": ".widget-readout",
    "choice": ".widget-toggle-buttons button",
    "switch": ".widget-toggle-button:not(.widget-toggle-buttons *, .lv-tool)",
    "preset": ".widget-button",
    "chooser": "input[type=number]",
    "list": "select",
    "tool": ".lv-keep",
    "handle": ".lv-handle:not([hidden])[role=slider]",
    "handle of a label": ".lv-handle:not([hidden])[role=switch]",
    "handle in a formula": ".lv-handle:not([hidden])[data-name^=formula]",
}

# A notebook that has them all.
CELLS = (
    "import lossviz\nlossviz.use('en')",
    "lossviz.explore.mse()",
    "lossviz.explore.cross_entropy()",
    "lossviz.explore.binary_cross_entropy()",
    "lossviz.explore.mse(range(20), range(20))",
    "lossviz.explore.softmax(range(20))",
    "1",
)

# The cells of the notebook, by kind, text and whether they are selected; whether one is edited; and the explorers.
_NOTEBOOK = """() => [
  [...document.querySelectorAll('.jp-Notebook .jp-Cell')].map(cell => [cell.classList.contains('jp-CodeCell'),
    cell.classList.contains('jp-mod-selected'), cell.querySelector('.jp-InputArea').textContent]),
  document.querySelector('.jp-Notebook').classList.contains('jp-mod-editMode'),
  document.querySelectorAll('.lv-explorer').length,
]"""

_FOCUS = "part => document.querySelector(`.lv-explorer ${part}`).focus()"
_INSIDE = "() => document.activeElement.closest('.lv-explorer') !== null"


def assert_keys_stay_inside(evaluate, press, kind):
    """In a page that runs JavaScript by `evaluate` and has a keyboard whose keys are pressed by `press`."""
    evaluate(_FOCUS, KINDS[kind])
    before = evaluate(_NOTEBOOK)
    for key in COMMANDS:
        evaluate(_FOCUS, KINDS[kind])
        press(key)
        assert evaluate(_NOTEBOOK) == before, key
    evaluate(_FOCUS, KINDS[kind])
    assert evaluate(_INSIDE)
    press("Escape")
    if kind == "list":  # the first closes the list itself
        press("Escape")
    assert not evaluate(_INSIDE)
    assert evaluate(_NOTEBOOK) == before
