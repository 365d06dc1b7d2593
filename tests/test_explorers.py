"""The contract that every explorer keeps."""

import inspect
import json
import math
import re
import subprocess
import sys
import warnings

import matplotlib
import pytest
from explorers import (
    NAMES,
    assert_consistent,
    drawn_by_matplotlib,
    layer,
    make,
    moves,
    name_of,
    states,
)

import lossviz
from lossviz import explore, words


@pytest.fixture(params=NAMES)
def name(request):
    return request.param


@pytest.fixture
def explorer(name):
    return make(name)


def test_every_control_moves_the_picture_and_the_numbers_from_end_to_end(explorer):
    start, before = explorer.state, layer(explorer)
    assert_consistent(explorer)
    for moved in moves(explorer):
        assert_consistent(explorer)
        assert drawn_by_matplotlib(explorer) == layer(explorer)
        if {key: value for key, value in explorer.state.items() if key != "point"} != {
            key: value for key, value in start.items() if key != "point"
        }:
            assert layer(explorer) != before, f"{moved} changed nothing"
    assert (explorer.state, layer(explorer)) == (start, before)


def test_every_preset_can_be_set_and_reset_brings_the_start_back(explorer):
    start, picture, readings = explorer.state, layer(explorer), explorer.readings
    for preset in explorer.presets.values():
        explorer.set(**preset)
        assert {key: explorer.state[key] for key in preset} == preset
        assert_consistent(explorer)
        explorer.reset()
        assert (explorer.state, explorer.readings, layer(explorer)) == (start, readings, picture)


def test_code_makes_the_same_explorer_again(explorer):
    start = explorer.state
    seen = {}
    for place, (name, index, value) in enumerate(states(explorer, 3)):
        seen.setdefault(name, (name, index, value))
        if place % 5 and seen[name] != (name, index, value):
            continue
        explorer.by_hand(name, value, index)
        code = explorer.code()
        assert "\n" not in code
        again = eval(code, {"lossviz": lossviz})
        assert (again.state, again.describe(), again.readings) == (
            explorer.state,
            explorer.describe(),
            explorer.readings,
        )
        assert layer(again) == layer(explorer), code
        explorer.set(**start)


def test_state_is_json_and_brings_the_picture_back(explorer):
    first, picture = json.loads(json.dumps(explorer.state)), layer(explorer)
    for name, index, value in states(explorer, 2):
        explorer.by_hand(name, value, index)
    assert explorer.state != first
    explorer.state = first
    assert (explorer.state, layer(explorer)) == (first, picture)


def test_a_refused_value_changes_nothing_and_says_what_is_allowed(explorer, each_language):
    before = everything(explorer)
    with pytest.raises(ValueError, match="no_such_control"):
        explorer.set(no_such_control=1)
    good = next(iter(explorer.presets.values()))
    for name in explorer.state:
        for bad in ("nonsense", 1e99, None):
            with pytest.raises(ValueError, match=name):
                explorer.set(**{**good, name: bad})
    assert everything(explorer) == before


def everything(explorer):
    """All that can be seen of an explorer."""
    # As text, because NaN is not equal to itself.
    readings = str(explorer.readings)
    return explorer.state, readings, explorer.describe(), explorer.png(), explorer.code(), layer(explorer)


@pytest.mark.parametrize("hook", ["read", "move", "formula", "sentence", "draw"])
def test_a_failing_step_changes_nothing_and_shows_its_line(explorer, hook):
    before = everything(explorer)
    failing = [one for one in explorer._hooks if one.startswith(hook)]
    for one in failing:
        working = explorer._hooks[one]
        explorer._hooks[one] = Broken(working)
        explorer._moves = [explorer._hooks[each.name] for each in explorer._moves]
        if hook == "draw":
            explorer._drawing.fits = lambda values: False
        elif hook == "move":
            explorer._drawing._moves = explorer._moves
        with pytest.raises(ZeroDivisionError) as failed:
            move_everything(explorer)
        assert explorer.failure is failed.value
        assert "1 / 0" in explorer.told(failed.value)
        explorer._hooks[one] = working
        explorer._moves = [explorer._hooks[each.name] for each in explorer._moves]
        explorer._drawing._moves = explorer._moves
        if hook == "draw":
            del explorer._drawing.fits
        assert everything(explorer) == everything(make(name_of(explorer)).set(**explorer.state))
        explorer.reset()
        assert explorer.failure is None
        assert everything(explorer) == before


def move_everything(explorer):
    for name, index, value in states(explorer):
        explorer.by_hand(name, value, index)


class Broken:
    """A hook that does its work, or half of it, and then fails; at the second call it works again."""

    def __init__(self, hook):
        self._hook, self.name, self.names, self._broken = hook, hook.name, hook.names, True

    def __call__(self, values):
        done = self._hook(values)
        if self._broken:
            self._broken = False
            1 / 0  # noqa: B018
        return done

    def named(self, values):
        return self._hook.named(values)


def test_set_is_one_step(explorer, monkeypatch):
    read, steps = explorer._hooks["read"], []
    monkeypatch.setitem(explorer._hooks, "read", lambda values: steps.append(1) or read(values))
    explorer.set(**explorer.state)
    assert len(steps) == 1


def test_still_picture_has_alt_text_and_is_small(explorer):
    data, metadata = explorer._repr_mimebundle_()
    assert set(data) == {"application/vnd.jupyter.widget-view+json", "image/png", "text/plain"}
    assert len(explorer.png()) < 60_000
    assert explorer.png().startswith(b"\x89PNG")
    assert data["text/plain"] == explorer.describe()
    assert metadata["image/png"]["alt"] == f"{explorer.describe()} {words.t('explorer.still')}"


def test_still_picture_follows_the_state(explorer):
    before = explorer.png()
    explorer.set(**list(explorer.presets.values())[-1])
    assert explorer.png() != before


def test_it_speaks_the_language_it_was_made_in(name, each_language):
    explorer = make(name)
    other = {"en": "ko", "ko": "en"}[each_language]
    with words.using(language=other):
        for key, index, value in states(explorer, 2):
            explorer.by_hand(key, value, index)
        _, metadata = explorer._repr_mimebundle_()
    for said in (explorer.describe(), metadata["image/png"]["alt"]):
        assert bool(re.search("[가-힣]", said)) == (each_language == "ko")


def test_axes_have_names(explorer):
    for ax in explorer.figure.axes:
        assert ax.get_xlabel() or ax.get_ylabel() or ax.get_title(loc="left"), "an axis without a name"


def test_the_face_of_an_explorer_is_short_and_explained(name, explorer):
    assert set(dir(explorer)) == {
        "answer", "code", "describe", "failure", "figure", "keep", "panel", "png", "presets", "readings", "redo",
        "reset", "set", "state", "undo",
    }  # fmt: skip
    kind = getattr(explore, name)
    assert list(inspect.signature(kind).parameters) == [*kind._declared, "predict"]
    for argument in kind._declared:
        assert re.search(rf"\b{argument}\b", kind.__doc__), f"{argument} is not explained"


def test_what_is_no_argument_is_refused_by_name(name, each_language):
    with pytest.raises(TypeError, match="y_ture"):
        make(name, y_ture=[1])
    with pytest.raises(TypeError):
        make(name, *range(20))


def test_a_2d_array_where_1d_is_meant_is_refused():
    table = [[1, 0], [0, 1]]
    for wrong, data in {
        "mse": {"y_true": table, "y_pred": table},
        "slope": {"x": table, "y_true": table},
        "accuracy": {"x": table, "y_true": table},
        "binary_cross_entropy": {"y_true": table, "y_pred": table},
        "softmax": {"logits": table},
    }.items():
        with pytest.raises(ValueError, match=r"\(2, 2\)"):
            make(wrong, **data)


def test_the_readers_settings_stay(name):
    before = dict(matplotlib.rcParams)
    made = make(name)
    made.png()
    for _ in moves(made, 2):
        pass
    assert dict(matplotlib.rcParams) == before


def test_a_wild_setting_of_the_reader_changes_nothing(name):
    calm = make(name)
    with matplotlib.rc_context({"font.size": 40, "axes.facecolor": "black", "text.usetex": True, "lines.linewidth": 9}):
        wild = make(name)
        assert wild.png() == calm.png()
    assert layer(wild) == layer(calm)


def test_no_warning_and_no_missing_glyph(name, each_language):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        make(name).png()


NO_WIDGETS = """
import sys

class Nowhere:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("ipywidgets", "IPython", "traitlets", "comm"):
            raise ImportError(name)

sys.meta_path.insert(0, Nowhere())
import lossviz

lossviz.use("en")
for name in {names!r}:
    made = getattr(lossviz.explore, name)()
    start = made.state
    made.set(**list(made.presets.values())[-1])
    assert made.state != start
    assert made.readings["loss"] >= 0 and made.describe() and made.png()[:4] == b"\\x89PNG"
    assert made.code().startswith("lossviz.explore." + name)
    made.reset()
    assert made.state == start
    data, _ = made._repr_mimebundle_()
    assert set(data) == {{"image/png", "text/plain"}}
print("all")
"""


def test_explorers_work_where_widgets_cannot_be_imported():
    code = NO_WIDGETS.format(names=NAMES)
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert run.stdout.strip() == "all", run.stderr


def test_defaults_are_finite(explorer):
    assert all(math.isfinite(value) for value in explorer.readings.values())
