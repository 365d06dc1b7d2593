"""The contract that every explorer keeps, and the numbers that each one shows."""

import json
import math
import re
import warnings

import numpy as np
import pytest
from explorers import NAMES, expected, layer, make, movable, stops
from numpy.testing import assert_allclose

import lossviz
from lossviz import explore, losses, text
from lossviz.text import number

SHOWN = re.compile(r'data-reading="(\w+)" value="([^"]+)">([^<]+)</data>')


@pytest.fixture(params=NAMES)
def name(request):
    return request.param


@pytest.fixture
def explorer(name, each_language):
    made = make(name)
    yield made
    made.close()


def assert_consistent(explorer):
    """What is shown is what the losses say, in the figure's words, in the formula and in the sentence."""
    right = expected(explorer.name, explorer._data() | explorer.state)
    for name, value in explorer.readings.items():
        if name != "accuracy_slope":
            assert_allclose(value, right[name], rtol=1e-12, err_msg=name)
    shown = layer(explorer)
    assert "lv-failure" not in shown
    matches = SHOWN.findall(shown)
    assert matches
    for name, exact, rounded in matches:
        assert_allclose(float(exact), explorer.readings[name], rtol=0)
        assert rounded == number(explorer.readings[name])


def test_every_control_moves_the_picture_and_the_numbers_from_end_to_end(explorer):
    assert_consistent(explorer)
    for name, widget in movable(explorer):
        start = explorer.state
        for value in stops(widget):
            before = layer(explorer)
            widget.value = value
            assert layer(explorer) != before, f"{name} = {value} changed nothing"
            assert_consistent(explorer)
        explorer.state = start


def test_every_preset_can_be_pressed_and_reset_brings_the_start_back(explorer):
    start, picture, readings = explorer.state, layer(explorer), explorer.readings
    for name, preset in explorer.presets.items():
        explorer._press(name)
        for key, value in preset.items():
            assert explorer.state[key] == value
        assert_consistent(explorer)
        explorer.reset()
        assert explorer.state == start
        assert explorer.readings == readings
    assert picture.split("<svg")[1].split("</svg>")[0] == layer(explorer).split("<svg")[1].split("</svg>")[0]


def test_buttons_do_what_they_say(explorer):
    buttons = [widget for widget in explorer.children[-2].children if hasattr(widget, "click")]
    assert [button.description for button in buttons] == [
        *(text.t(f"preset.{name}") for name in explorer.presets),
        text.t("button.reset"),
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
            again.close()


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
    for name in explorer.controls:
        with pytest.raises(ValueError, match=name):
            explorer.set(**{name: "nonsense"})
        with pytest.raises(ValueError, match=name):
            explorer.set(**{name: 1e99})
    assert explorer.state == before
    assert layer(explorer) == picture


def test_set_is_one_step(explorer, monkeypatch):
    steps = []
    original = type(explorer)._read
    monkeypatch.setattr(type(explorer), "_read", lambda self: steps.append(1) or original(self))
    explorer.set(**explorer.state)
    assert len(steps) == 1


def test_one_step_is_one_message_to_the_page(explorer, monkeypatch):
    sent = []
    monkeypatch.setattr("ipywidgets.Widget._send", lambda self, msg, buffers=None: sent.append((self, msg)))
    for name, widget in movable(explorer):
        if not hasattr(widget, "min") or explorer.name == "softmax_batch":
            continue
        middle = (widget.min + widget.max) / 2
        widget.set_state({"value": type(widget.value)(middle + widget.step)})
        sent.clear()
        widget.set_state({"value": type(widget.value)(middle)})
        states = [(receiver, msg) for receiver, msg in sent if msg["method"] == "update"]
        if name == "step":  # the Play button beside it follows
            continue
        assert {receiver for receiver, _ in states} == {explorer._live._above}, name
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
    with text.speaking(other):
        widget = next(widget for _, widget in movable(explorer))
        widget.value = stops(widget)[0]
    described = re.search('lv-describe">([^<]+)<', layer(explorer))[1]
    assert bool(re.search("[가-힣]", described)) == (each_language == "ko")


def test_axes_have_names_and_what_moves_stays_out_of_the_still_layer(explorer):
    for ax in explorer.figure.axes:
        assert ax.get_xlabel() or ax.get_ylabel() or ax.get_title(loc="left"), "an axis without a name"
    assert all(artist.get_animated() for artist in explorer._live.moving)


def test_share_button_shows_the_code(explorer):
    assert "lv-code" not in layer(explorer)
    explorer._code_button.value = True
    assert "lossviz.explore." in layer(explorer)
    explorer._code_button.value = False
    assert "lv-code" not in layer(explorer)


def test_closing_frees_every_widget(name):
    from ipywidgets.widgets.widget import _instances

    before = set(_instances)
    made = make(name)
    assert set(_instances) > before
    made.close()
    made.close()
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
    made.close()


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
        made.close()


OWN_DATA = {
    "accuracy": [{"x": [0.5, -1, 2], "y_true": [0, 0, 1]}, {"x": [3.0], "y_true": [1]},
                 {"x": [2, 2, 2], "y_true": [0, 1, 0]}],
    "slope": [{"x": [1, 2], "y_true": [3, 5]}, {"x": [-4.0], "y_true": [8]}, {"x": [100, 200], "y_true": [0, 0]}],
    "mse": [{"y_true": [1], "y_pred": [1]}, {"y_true": [1e6, -1e6], "y_pred": [0, 0]},
            {"y_true": range(40), "y_pred": range(1, 41), "unit": "$\\frac{"}],
    "cross_entropy": [{"p": 0.0}, {"p": 1.0, "base": "bit"}],
    "softmax": [{"logits": [1, 2]}, {"logits": list(range(20)), "y_true": 19},
                {"logits": [1e3, 0, 0], "classes": ["<b>", "$x$", "가" * 40]}],
    "softmax_batch": [
        {"y_pred": [0.5, 0.5], "y_true": 0},
        {"y_pred": np.full((30, 4), 0.25), "y_true": [0, 1] * 15},
        {"y_pred": np.eye(3), "y_true": [2, 0, 1]},
    ],
    "binary_cross_entropy": [{"y_true": [1], "y_pred": [0]}, {"y_true": [0, 1] * 20, "y_pred": [0.5] * 40}],
}  # fmt: skip


@pytest.mark.parametrize(("name", "data"), [(name, data) for name in NAMES for data in OWN_DATA[name]])
def test_takes_the_readers_own_data(name, data):
    made = make(name, **data)
    assert_consistent(made)
    for _, widget in movable(made):
        for value in stops(widget, 4):
            widget.value = value
            assert_consistent(made)
    assert len(made.png()) < 60_000
    again = eval(made.code(), {"lossviz": lossviz})
    assert again.state == made.state
    made.close()
    again.close()


BAD_DATA = {
    "accuracy": [{"x": [1, 2], "y_true": [1]}, {"x": [1], "y_true": [2]}, {"x": [np.nan], "y_true": [1]},
                 {"weight": "a"}],
    "slope": [{"x": [0, 0], "y_true": [1, 2]}, {"x": [], "y_true": []}, {"learning_rate": -1}, {"step": 31},
              {"step": 1.5}],
    "mse": [{"y_true": [1, 2], "y_pred": [1]}, {"y_true": ["a"], "y_pred": [1]}, {"convention": "mean"}],
    "cross_entropy": [{"p": 1.5}, {"p": None}, {"base": "dit"}],
    "softmax": [{"logits": []}, {"logits": [1, np.inf]}, {"y_true": 3}, {"classes": ["a"]}, {"temperature": 0}],
    "softmax_batch": [{"y_pred": [[0.5, 0.6]]}, {"y_true": [0, 1, 3]}, {"y_true": [0, 1]}, {"classes": ["a", "b"]}],
    "binary_cross_entropy": [{"y_true": [0, 2], "y_pred": [0.5, 0.5]}, {"y_pred": [1.5] * 6}, {"y_true": [1]}],
}  # fmt: skip


@pytest.mark.parametrize(("name", "data"), [(name, data) for name in NAMES for data in BAD_DATA[name]])
def test_refuses_bad_data_in_the_readers_language(name, data, each_language):
    with pytest.raises((ValueError, TypeError)) as refusal:
        make(name, **data)
    message = str(refusal.value)
    assert message
    assert bool(re.search("[가-힣]", message)) == (each_language == "ko")


def test_moving_one_probability_makes_room_in_its_row():
    made = explore.softmax_batch()
    made.controls["y_pred"].parts[0].value = 0.65
    rows = np.array(made.state["y_pred"])
    assert_allclose(rows.sum(axis=1), 1)
    assert_allclose(rows[0], [0.65, 0.05, 0.3])  # 0.1 : 0.6 as before
    assert_allclose(rows[1:], explore.softmax_batch().state["y_pred"][1:], rtol=0)


def test_the_two_predictions_of_the_course():
    made = explore.softmax_batch()
    assert made.readings["loss"] == 0.8634223884819422
    made._press("second")
    assert made.readings["loss"] == 0.6323733282952938
    assert made.readings["loss_1"] == 0.5108256237659907


def test_defaults_are_the_numbers_of_the_course():
    assert explore.mse().readings["half_sse"] == 5.5
    assert explore.mse(convention="mse").readings["loss"] == 2.2
    assert explore.binary_cross_entropy().readings["loss"] == 0.34861267989136313
    softmax = explore.softmax()
    assert (number(softmax.readings["p"]), number(softmax.readings["loss"], 3)) == ("0.9", "0.105")
    assert explore.cross_entropy().readings["loss"] == losses.cross_entropy([1, 0], [0.9, 0.1])


def test_squares_are_squares_of_the_right_area():
    made = explore.mse()
    vertices = made._patch.get_path().vertices.reshape(5, 5, 2)
    sides = np.ptp(vertices, axis=1)
    assert_allclose(sides[:, 0], sides[:, 1])
    assert_allclose(sides.prod(axis=1), losses.mse(made.y_true, made.state["y_pred"], reduction="none"))
    corners = made._patch.get_transform().transform(vertices[0])
    assert_allclose(np.ptp(corners[:, 0]), np.ptp(corners[:, 1]), rtol=1e-6)


@pytest.mark.parametrize("convention", ["half_sse", "sse", "mse", "rmse"])
def test_the_parabola_goes_through_the_present_loss(convention):
    made = explore.mse(convention=convention)
    for index, part in enumerate(made.controls["y_pred"].parts):
        part.value = 4.0
        y_pred = made.state["y_pred"]
        curve = made._curve.get_xydata()
        for at, height in curve[::20]:
            moved = [*y_pred[:index], at, *y_pred[index + 1 :]]
            assert_allclose(height, getattr(losses, convention)(made.y_true, moved))


def test_the_staircase_is_flat_between_jumps_and_agrees_with_accuracy():
    made = explore.accuracy()
    weights, heights = made._stairs.get_data()
    for left, right, height in zip(weights[::3], weights[1::3], heights[::3], strict=True):
        inside = np.linspace(left, right, 7)[1:-1]
        for weight in inside:
            p = losses.sigmoid(weight * made.x + made.state["bias"])
            assert losses.accuracy(made.y_true, p) == height


def test_accuracy_has_no_slope_at_a_jump():
    made = explore.accuracy(x=[1, 2, 4], y_true=[0, 1, 1], weight=0.5, bias=-2.0)
    assert math.isnan(made.readings["accuracy_slope"])
    assert text.t("accuracy.jump") in made.describe()
    made.set(weight=0.6)
    assert made.readings["accuracy_slope"] == 0


def test_too_large_a_learning_rate_diverges_and_says_so():
    made = explore.slope()
    made._press("diverge")
    losses_on_the_way = [made._loss(weight) for weight in made._path]
    assert losses_on_the_way == sorted(losses_on_the_way)
    assert "diverges" in made.describe()
    made._press("converge")
    assert made.readings["loss"] < 0.5
    assert "diverges" not in made.describe()


def test_step_and_play_advance_the_walk():
    made = explore.slope()
    button, play = made.children[1].children[-2:]
    button.click()
    assert made.state["step"] == 1
    play.value = 5
    assert made.state["step"] == 5
    made.reset()
    assert play.value == 0


def test_infinity_is_said_in_words(each_language):
    made = explore.cross_entropy(p=0.0)
    assert math.isinf(made.readings["loss"])
    assert "∞" in layer(made)
    assert text.t("cross_entropy.infinite") in layer(made)


def test_bits_are_nats_over_log_2():
    nats, bits = explore.cross_entropy(p=0.25), explore.cross_entropy(p=0.25, base="bit")
    assert bits.readings["loss"] == pytest.approx(2, rel=1e-15)
    assert nats.readings["loss"] == pytest.approx(math.log(4), rel=1e-15)


def test_temperature_moves_the_probability_and_not_the_order():
    made = explore.softmax(logits=[1, 2, 3])
    made.set(temperature=5.0)
    hot = made._p.copy()
    made.set(temperature=0.2)
    assert hot.argmax() == made._p.argmax()
    assert hot.max() < made._p.max()


@pytest.mark.parametrize("nasty", ["<img src=x onerror=alert(1)>", "$\\frac{", "a" * 10_000, "שלום", "😀", "&amp;"])
def test_class_names_are_escaped(nasty):
    made = explore.softmax(logits=[0, 1], classes=[nasty, "b"], y_true=0)
    made._code_button.value = True
    assert "<img" not in layer(made)
    assert "onerror=alert(1)>" not in layer(made)
    batch = explore.softmax_batch(y_pred=[[0.5, 0.5]], y_true=[0], classes=[nasty, "b"])
    assert "<img src=x" not in layer(batch)
