"""What a page shows of an explorer, and what a hand does there: by the widgets, without a page."""

import re

import ipywidgets
import numpy as np
import pytest
from explorers import NAMES, given, layer, make, movable, page, stops
from ipywidgets.widgets.widget import _instances

from lossviz import explore, words
from lossviz.explorer.controls import Number
from lossviz.explorer.hands import Hands
from lossviz.explorer.widgets import MOST_SLIDERS, Row, Slider, readout, slider


@pytest.fixture(params=NAMES)
def name(request):
    return request.param


@pytest.fixture
def explorer(name):
    made = make(name)
    yield made
    made.panel.close()


def shown(widget):
    return widget.get_interact_value() if hasattr(widget, "get_interact_value") else widget.value


def agree(explorer):
    """Whether every widget stands where the state says, as near as a page can show it.

    One that shows a reading stands there; beyond its ends it stands at the end, and writes no number.
    """
    for key, widget in movable(explorer):
        array, _, index = key.rstrip("]").partition("[")
        shows = explorer._controls[array].shows
        value = explorer.readings[shows] if shows else explorer.state[array]
        value = np.ravel(np.array(value, dtype=object))[int(index)] if index else value
        if hasattr(widget, "step"):
            inside = min(max(value, widget.min), widget.max)
            assert abs(widget.value - inside) <= 0.5001 * widget.step, key
            assert widget.readout == (inside == value), key
        else:
            assert widget.value == value, key
    return True


def test_every_widget_moves_its_part_of_the_state(explorer):
    for key, widget in movable(explorer):
        array, _, index = key.rstrip("]").partition("[")
        for value in stops(widget, 5):
            widget.value = value
            now = explorer.state[array]
            if index:
                now = np.ravel(np.array(now, dtype=object))[int(index)]
            assert now == pytest.approx(float(value) if not isinstance(value, str) else value, abs=1e-9)
            assert layer(explorer) in page(explorer)
            assert agree(explorer)
        explorer.reset()
        assert agree(explorer)


def test_the_element_moved_last_is_in_the_state():
    made = explore.mse()
    made.panel.controls["y_pred"].parts[3].value = 4.0
    assert made.state["point"] == 4
    assert made.state["y_pred"] == [3, 2, 7, 4, 8]
    made.set(y_pred=[0, 0, 0, 0, 0])
    assert made.state["point"] == 4


def test_buttons_do_what_they_say(explorer, each_language):
    explorer = make(explorer.code().partition("(")[0].rpartition(".")[2])
    buttons = explorer.panel.presets
    assert [button.description for button in buttons] == [
        *(words.t(f"preset.{name}") for name in explorer.presets),
        words.t("button.reset"),
    ]
    assert explorer.panel.code_button.description == words.t("button.code")
    start = explorer.state
    for button, preset in zip(buttons, explorer.presets.values(), strict=False):
        button.click()
        assert {name: explorer.state[name] for name in preset} == preset
        assert agree(explorer)
    buttons[-1].click()
    assert explorer.state == start


def test_one_step_is_one_message_to_the_page(explorer, name, monkeypatch):
    sent = []
    monkeypatch.setattr("ipywidgets.Widget._send", lambda self, msg, buffers=None: sent.append((self, msg)))
    for key, widget in movable(explorer):
        # The others of a row of probabilities follow, and the player that stands beside the steps.
        if not hasattr(widget, "min") or name == "softmax_batch" or key == "step":
            continue
        middle = widget.min + round((widget.max - widget.min) / 2 / widget.step) * widget.step
        widget.set_state({"value": type(widget.value)(middle + widget.step)})
        sent.clear()
        widget.set_state({"value": type(widget.value)(middle)})
        # A curve that a handle stays on goes to the hands by itself, before the picture; nothing of it is drawn.
        updates = [one for one, message in sent if message["method"] == "update" and not isinstance(one, Hands)]
        assert updates == [explorer.panel._above], key


def test_the_picture_is_sent_before_the_controls_that_follow(monkeypatch):
    made, sent = explore.softmax_batch(), []
    panel = made.panel
    monkeypatch.setattr("ipywidgets.Widget._send", lambda self, msg, buffers=None: sent.append(self))
    panel.controls["y_pred"].parts[0].set_state({"value": 0.65})
    others = panel.controls["y_pred"].parts[1:3]
    assert [one for one in sent if one in (panel._above, *others)] == [panel._above, *others]


def test_a_failing_step_is_shown_and_everything_goes_back(explorer, monkeypatch):
    def fail(values):
        raise RuntimeError("<b>chalk</b> is gone")

    good = page(explorer)
    monkeypatch.setitem(explorer._hooks, "read", fail)
    for _, widget in movable(explorer):
        for value in stops(widget)[:1]:
            widget.value = value
            assert "lv-failure" in page(explorer)
            assert "RuntimeError: &lt;b&gt;chalk&lt;/b&gt; is gone" in page(explorer)
            assert page(explorer).startswith(good)
            assert agree(explorer)
    assert str(explorer.failure) == "<b>chalk</b> is gone"
    assert explorer.failure.__traceback__
    monkeypatch.undo()
    explorer.reset()
    assert page(explorer) == good


def test_share_button_shows_the_code(explorer):
    assert "lv-code" not in page(explorer)
    explorer.panel.code_button.value = True
    assert re.search('<pre class="lv-code">lossviz.explore.[a-z_]+', page(explorer))
    explorer.panel.code_button.value = False
    assert "lv-code" not in page(explorer)


def test_a_closed_panel_frees_every_widget_and_the_figure(name):
    before = set(_instances)
    made = make(name)
    state, picture, panel = made.state, made.png(), made.panel
    assert set(_instances) > before
    panel.close()
    panel.close()
    assert set(_instances) == before
    assert made._drawing is None
    # The explorer lives on, and gets another panel when it is shown again.
    assert (made.state, made.png()) == (state, picture)
    assert made.panel is not panel
    assert layer(made) in page(made)
    made.panel.close()


def test_the_panel_can_be_laid_out_with_other_widgets():
    made = explore.cross_entropy()
    box = ipywidgets.VBox([made.panel, ipywidgets.Label("below")])
    assert box.children[0] is made.panel


def test_an_explorer_that_is_set_moves_its_panel(explorer):
    explorer.panel  # noqa: B018 - it is made now
    for preset in explorer.presets.values():
        explorer.set(**preset)
        assert agree(explorer)
        assert layer(explorer) in page(explorer)


# Sliders -------------------------------------------------------------------------------------------------------------


# Explorers with numbers between two steps, and half-way between them, which a page shows and sends back as others.
BETWEEN = [
    ("cross_entropy", {"p": 0.995}),
    ("softmax_batch", {"y_true": [0], "y_pred": [[0.004, 0.001, 0.995]]}),
    ("slope", {"weight": 0.05, "learning_rate": 0.001}),
    ("softmax", {"temperature": 0.25}),
    ("softmax", {"logits": [0.0, 2.8904, 0.125]}),
]


@pytest.mark.parametrize(("name", "arguments"), BETWEEN)
def test_the_page_cannot_round_the_readers_numbers(name, arguments):
    made = make(name, **arguments)
    state = made.state
    for _, widget in movable(made):
        if isinstance(widget, Slider):
            widget.set_state({"value": widget._as_shown(widget.value)})
    assert made.state == state


def test_a_move_by_hand_from_between_two_steps_is_a_move():
    made = explore.cross_entropy(p=0.995)
    widget = made.panel.controls["p"]
    widget.set_state({"value": 0.99})
    assert made.state["p"] == 0.99
    widget.set_state({"value": 1.0})
    assert made.state["p"] == 1


def test_what_a_page_sends_is_kept_without_its_tail():
    made = explore.cross_entropy()
    made.panel.controls["p"].set_state({"value": 0.07 + 3e-17})
    assert made.code().startswith("lossviz.explore.cross_entropy(p=0.07,")


@pytest.mark.parametrize(
    ("low", "high", "step", "written"),
    [
        (0, 1, 0.01, ".2f"),
        (0, 0.004, 5e-5, ".5f"),
        (-2, 5, 0.1, ".1f"),
        (0, 1.25e9, 1e7, ".0f"),
        (0, 1e-9, 1e-11, ".2e"),
        (0, 1e20, 1e18, ".2e"),
    ],
)
def test_a_slider_writes_its_number_with_digits_enough_for_a_step(low, high, step, written):
    control = Number(low, low, high, step=step)
    assert readout(control) == written
    shown = [format(low + steps * step, written) for steps in range(100)]
    assert len(set(shown)) == len(shown)
    # Clicked and left without typing, the number is still the same step.
    assert all(abs(float(text) - (low + steps * step)) < step / 2 for steps, text in enumerate(shown))


def test_names_are_shown_as_typed():
    made = slider(Number(0, 0, 1, step=0.1), "$\\frac{", 0)
    assert made.description == "＄＼frac{"


# Long arrays ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def many():
    count = MOST_SLIDERS + 3
    return explore.mse(range(count), range(1, count + 1))


def test_many_elements_share_one_slider(many):
    row = many.panel.controls["y_pred"]
    assert isinstance(row, Row)
    assert len(row.parts) == 1
    row.chooser.value = 5
    assert row.parts[0].value == pytest.approx(5, abs=0.11)
    # Choosing is no move of a prediction, but it is the one whose curve is shown.
    assert many.state["point"] == 5
    assert many.state["y_pred"] == list(range(1, MOST_SLIDERS + 4))
    row.parts[0].value = row.parts[0].min
    assert many.state["y_pred"][4] == pytest.approx(row.parts[0].min)
    assert many.state["y_pred"][:4] == [1, 2, 3, 4]
    many.set(point=9)
    assert row.chooser.value == 9
    assert row.parts[0].value == pytest.approx(9, abs=0.11)
    many.reset()
    assert (row.chooser.value, many.state["point"]) == (1, 1)


@pytest.mark.parametrize(("name", "data", "says"), [
    ("mse", {"y_true": range(20), "y_pred": range(20)}, "sample"), ("softmax", {"logits": range(20)}, "class"),
])  # fmt: skip
def test_the_chooser_says_what_is_chosen(name, data, says):
    (chooser,) = [row.chooser for row in make(name, **data).panel.controls.values() if getattr(row, "many", False)]
    assert chooser.description == says


def test_rows_of_a_table_are_chosen_whole():
    made = explore.softmax_batch([0, 1, 2] * 5, np.full((15, 3), 1 / 3))
    row = made.panel.controls["y_pred"]
    assert len(row.parts) == 3
    row.chooser.value = 4
    row.parts[1].value = 0.5
    assert made.state["y_pred"][3] == pytest.approx([0.25, 0.5, 0.25])
    assert made.state["y_pred"][2] == pytest.approx([1 / 3] * 3)


def test_step_and_play_advance_the_walk():
    made = explore.slope()
    _, _, step, one_step, play = made.panel.children[1].children
    one_step.click()
    assert made.state["step"] == 1
    play.value = 5
    assert (made.state["step"], step.value) == (5, 5)
    made.reset()
    assert play.value == 0


def test_the_slider_of_a_walk_stands_where_it_is_and_begins_another():
    made = explore.slope(learning_rate=0.04)
    weight, _, step, one_step, _ = made.panel.children[1].children
    one_step.click()
    assert weight.value == pytest.approx(1.1)
    assert made.state == {"weight": 0, "learning_rate": 0.04, "step": 1}
    weight.value = 3.0
    assert made.state == {"weight": 3, "learning_rate": 0.04, "step": 0}
    assert (weight.value, step.value) == (3, 0)
    one_step.click()
    assert made.readings["now"] == pytest.approx(3 - 0.04 * 17.5)
    assert weight.value == pytest.approx(2.3)


def test_a_walk_that_is_taken_hold_of_is_not_yet_another():
    made = explore.slope(learning_rate=0.023, step=3)
    state = made.state
    made.by_hand("weight", made.readings["now"])
    assert made.state == state
    made.by_hand("weight", 1.5)
    assert (made.state["weight"], made.state["step"]) == (1.5, 0)
    assert made.undo().state == state


def test_a_slider_writes_no_number_for_what_is_beyond_its_ends():
    made = explore.slope(learning_rate=0.168)
    weight, _, step, *_ = made.panel.children[1].children
    assert weight.readout
    step.value = 10
    assert made.readings["now"] < weight.min
    assert (weight.value, weight.readout) == (weight.min, False)
    step.value = 11
    assert made.readings["now"] > weight.max
    assert (weight.value, weight.readout) == (weight.max, False)
    weight.value = 2.0
    assert (made.state["weight"], made.state["step"], weight.readout) == (2, 0, True)


@pytest.mark.parametrize("nasty", ["<img src=x onerror=alert(1)>", "$\\frac{", "a" * 10_000, "שלום", "😀", "&amp;"])
def test_class_names_are_escaped(nasty):
    for made in (
        explore.softmax([0, 1], 0, [nasty, "b"]),
        explore.softmax_batch([0], [[0.5, 0.5]], [nasty, "b"]),
    ):
        made.panel.code_button.value = True
        assert given(made)["classes"] == [nasty, "b"]
        assert "<img" not in page(made)


# Layout --------------------------------------------------------------------------------------------------------------


def test_what_belongs_to_one_sample_stands_together():
    panel = explore.binary_cross_entropy().panel
    labels, probabilities = (panel.controls[name].parts for name in ("y_true", "y_pred"))
    cells = [cell.children for cell in panel.children[1].children]
    assert cells == list(zip(labels, probabilities, strict=True))


def test_one_chooser_chooses_for_all_arrays_of_a_size():
    panel = explore.binary_cross_entropy([0, 1] * 10, [0.5] * 20).panel
    labels, probabilities = panel.controls["y_true"], panel.controls["y_pred"]
    assert (labels.chooser.layout.display, probabilities.chooser.layout.display) == (None, "none")
    labels.chooser.value = 6
    assert probabilities.chooser.value == 6
    assert (labels.parts[0].description, probabilities.parts[0].description) == ("y₆ = 1", "p₆")
    labels.parts[0].value, probabilities.parts[0].value = False, 0.25
    state = panel.explorer.state
    assert (state["y_true"][5], state["y_pred"][5], state["y_pred"][0]) == (0, 0.25, 0.5)
    assert labels.parts[0].description == "y₆ = 0"
    panel.close()


def columns(panel):
    """How wide a column of the last array is at least."""
    found = panel.children[-4].layout.grid_template_columns
    return re.sub(r"calc\((\d+)px \* var\(--lv-zoom, 1\)\)", r"\1", found)


def test_few_stand_side_by_side_or_under_each_other_and_tables_as_tables():
    assert "max(33.33% - 8px, (1173 - 100%) * 999)" in columns(explore.softmax().panel)
    assert "214, max(220, 50% - 8px)" in columns(explore.mse().panel)
    table = explore.softmax_batch().panel
    assert "minmax(min(100%, max(220, 33.33% - 8px)), 1fr)" in columns(table)
    assert [len(line.children) for line in table.children[1:4]] == [3, 3, 3]


def test_sliders_are_as_long_as_their_steps_need():
    room = [
        slider(Number(0, 0, 1, step=step, width=width), label, 0).layout.flex
        for step, width, label in [
            (0.1, "0px", "w"),
            (1 / 200, "0px", "w"),
            (0.001, "0px", "w"),
            (0.1, "900px", "온도"),
        ]
    ]
    assert [re.search("[0-9]{3}", flex)[0] for flex in room] == ["207", "287", "327", "900"]


def test_a_choice_among_long_names_is_a_list():
    names = ["golden retriever", "Persian cat", "guinea pig", "sea lion", "hippopotamus", "Maine Coon", "W"]
    kinds = [type(explore.softmax(range(count), 0, names[:count]).panel.controls["y_true"]) for count in (6, 7)]
    assert [kind.__name__ for kind in kinds] == ["Choices", "LongChoices"]


def test_what_is_made_in_a_lecture_has_its_words_large_from_the_start():
    with words.using(size="lecture"):
        panel = explore.softmax().panel
    assert "lv-lecture" in panel._dom_classes
    panel._large.value = False
    assert "lv-lecture" not in panel._dom_classes
    assert not panel.explorer.is_large
