"""The contract that every explorer keeps, and the numbers that each one shows."""

import json
import re
import warnings

import pytest
from explorers import NAMES, assert_consistent, drawn_by_matplotlib, layer, make, movable, stops

import lossviz
from lossviz import words


@pytest.fixture(params=NAMES)
def name(request):
    return request.param


@pytest.fixture
def explorer(name, each_language):
    made = make(name)
    yield made


def test_every_control_moves_the_picture_and_the_numbers_from_end_to_end(explorer):
    assert_consistent(explorer)
    for name, widget in movable(explorer):
        start = explorer.state
        for value in stops(widget):
            before = layer(explorer)
            widget.value = value
            assert layer(explorer) != before, f"{name} = {value} changed nothing"
            assert drawn_by_matplotlib(explorer) in layer(explorer)
            assert_consistent(explorer)
        explorer.state = start


def test_every_preset_can_be_pressed_and_reset_brings_the_start_back(explorer):
    start, picture, readings = explorer.state, layer(explorer), explorer.readings
    for name, preset in explorer.presets.items():
        explorer.panel._press(name)
        for key, value in preset.items():
            assert explorer.state[key] == value
        assert_consistent(explorer)
        explorer.reset()
        assert explorer.state == start
        assert explorer.readings == readings
    assert picture.split("<svg")[1].split("</svg>")[0] == layer(explorer).split("<svg")[1].split("</svg>")[0]


def test_buttons_do_what_they_say(explorer):
    buttons = [widget for widget in explorer.panel.children[-2].children if hasattr(widget, "click")]
    assert [button.description for button in buttons] == [
        *(words.t(f"preset.{name}") for name in explorer.presets),
        words.t("button.reset"),
    ]
    start = explorer.state
    for button, preset in zip(buttons, explorer.presets.values(), strict=False):
        button.click()
        assert {name: explorer.state[name] for name in preset} == preset
    buttons[-1].click()
    assert explorer.state == start


def test_code_makes_the_same_explorer_again(explorer):
    for name, widget in movable(explorer):
        if values := stops(widget, 4):
            widget.value = values[-1]
            code = explorer.code()
            assert "\n" not in code
            again = eval(code, {"lossviz": lossviz})
            assert again.state == explorer.state, name
            assert again.describe() == explorer.describe()


def test_state_is_json_and_can_be_set_back(explorer):
    first = json.loads(json.dumps(explorer.state))
    for _, widget in movable(explorer):
        widget.value = (stops(widget) or [widget.value])[0]
    assert explorer.state != first
    explorer.state = first
    assert explorer.state == first
    assert_consistent(explorer)


def test_a_refused_value_changes_nothing_and_says_what_is_allowed(explorer):
    before, picture = explorer.state, layer(explorer)
    with pytest.raises(ValueError, match="no_such_control"):
        explorer.set(no_such_control=1)
    for name in explorer.state:
        with pytest.raises(ValueError, match=name):
            explorer.set(**{name: "nonsense"})
        with pytest.raises(ValueError, match=name):
            explorer.set(**{name: 1e99})
    assert explorer.state == before
    assert layer(explorer) == picture


def test_set_is_one_step(explorer, monkeypatch):
    steps = []
    original = explorer._hooks["read"]
    monkeypatch.setitem(explorer._hooks, "read", Counted(original, steps))
    explorer.set(**explorer.state)
    assert len(steps) == 1


def test_one_step_is_one_message_to_the_page(explorer, monkeypatch):
    sent = []
    monkeypatch.setattr("ipywidgets.Widget._send", lambda self, msg, buffers=None: sent.append((self, msg)))
    for name, widget in movable(explorer):
        if not hasattr(widget, "min") or name_of(explorer) == "softmax_batch":
            continue
        middle = (widget.min + widget.max) / 2
        widget.set_state({"value": type(widget.value)(middle + widget.step)})
        sent.clear()
        widget.set_state({"value": type(widget.value)(middle)})
        states = [(receiver, msg) for receiver, msg in sent if msg["method"] == "update"]
        if name == "step":  # the Play button beside it follows
            continue
        assert {receiver for receiver, _ in states} == {explorer.panel._above}, name
        assert len(states) == 1


def test_a_failing_step_is_shown_and_the_last_good_picture_stays(explorer, monkeypatch):
    good = layer(explorer).split("</svg>")[0]
    widget = next(widget for _, widget in movable(explorer))
    monkeypatch.setattr(type(explorer), "_move", lambda self: 1 / 0)
    widget.value = stops(widget)[0]
    assert "lv-failure" in layer(explorer)
    assert "ZeroDivisionError" in layer(explorer)
    assert layer(explorer).split("</svg>")[0] == good
    with pytest.raises(ZeroDivisionError):
        explorer.set(**explorer.state)
    monkeypatch.undo()
    explorer.reset()
    assert_consistent(explorer)


def test_still_picture_has_alt_text_and_is_small(explorer):
    data, metadata = explorer._repr_mimebundle_()
    assert set(data) == {"application/vnd.jupyter.widget-view+json", "image/png", "text/plain"}
    assert len(explorer.png()) < 60_000
    assert explorer.png().startswith(b"\x89PNG")
    assert metadata["image/png"]["alt"] == data["text/plain"] == explorer.describe()


def test_still_picture_follows_the_state(explorer):
    before = explorer.png()
    widget = next(widget for _, widget in movable(explorer))
    widget.value = stops(widget)[0]
    assert explorer.png() != before


def test_sentence_speaks_the_language_the_explorer_was_made_in(explorer, each_language):
    other = {"en": "ko", "ko": "en"}[each_language]
    sentence = explorer.describe()
    assert bool(re.search("[가-힣]", sentence)) == (each_language == "ko")
    with words.using(language=other):
        widget = next(widget for _, widget in movable(explorer))
        widget.value = stops(widget)[0]
    described = re.search('lv-describe">([^<]+)<', layer(explorer))[1]
    assert bool(re.search("[가-힣]", described)) == (each_language == "ko")


def test_axes_have_names_and_what_moves_stays_out_of_the_still_layer(explorer):
    for ax in explorer.figure.axes:
        assert ax.get_xlabel() or ax.get_ylabel() or ax.get_title(loc="left"), "an axis without a name"
    assert all(artist.get_animated() for artist in explorer._drawing.live.moving)


def test_share_button_shows_the_code(explorer):
    assert "lv-code" not in layer(explorer)
    explorer.panel.code_button.value = True
    assert "lossviz.explore." in layer(explorer)
    explorer.panel.code_button.value = False
    assert "lv-code" not in layer(explorer)


def test_closing_frees_every_widget(name):
    from ipywidgets.widgets.widget import _instances

    before = set(_instances)
    made = make(name)
    assert set(_instances) > before
    assert set(_instances) == before
    assert repr(made).startswith("lossviz.explore.")
    with pytest.raises(AttributeError, match="closed"):
        made.reset()


def test_the_readers_settings_stay(name):
    import matplotlib

    before = dict(matplotlib.rcParams)
    made = make(name)
    made.png()
    for _, widget in movable(made):
        widget.value = (stops(widget) or [widget.value])[0]
    assert dict(matplotlib.rcParams) == before


def test_a_wild_setting_of_the_reader_changes_nothing(name):
    import matplotlib

    calm = make(name)
    with matplotlib.rc_context({"font.size": 40, "axes.facecolor": "black", "text.usetex": True, "lines.linewidth": 9}):
        wild = make(name)
        assert wild.png() == calm.png()
    assert layer(wild) == layer(calm)


def test_no_warning_and_no_missing_glyph(name, each_language):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        made = make(name)
        made.png()
    