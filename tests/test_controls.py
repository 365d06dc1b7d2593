"""What a reader moves, one at a time and as arrays."""

import numpy as np
import pytest

from lossviz.explorer.controls import MOST_SLIDERS, Elements, choice, set_control, slider, steps, switch, whole


def elements(values, **options):
    return Elements(
        lambda index, value: slider(str(index), value, 0.0, 10.0, 0.1), np.asarray(values, float), **options
    )


def test_moving_a_part_moves_the_value():
    made = elements([1, 2, 3])
    made.parts[1].value = 7.5
    assert made.value == (1, 7.5, 3)
    assert made.chosen == 1
    assert made.nested() == [1, 7.5, 3]


def test_setting_the_value_moves_the_parts_and_chooses_nothing():
    made = elements([1, 2, 3])
    made.value = (4, 5, 6)
    assert [part.value for part in made.parts] == [4, 5, 6]
    assert made.chosen == 0


def test_each_move_is_told_once():
    made, told = elements([1, 2, 3]), []
    made.observe(told.append, "value")
    made.parts[2].value = 9
    made.value = (0, 0, 0)
    assert len(told) == 2


def test_many_elements_share_one_control():
    count = MOST_SLIDERS + 1
    made = elements(np.arange(count) / 2)
    assert len(made.parts) == 1
    made.chooser.value = 5
    assert made.parts[0].value == 2.0
    made.parts[0].value = 9.0
    assert made.value[4] == 9.0
    assert made.chosen == 4
    assert made.value[:4] == (0, 0.5, 1, 1.5)
    made.chooser.value = count
    assert made.parts[0].value == (count - 1) / 2
    made.value = tuple([3.0] * count)
    assert made.parts[0].value == 3.0


def test_rows_of_a_table_are_chosen_whole():
    made = elements(np.arange(15).reshape(5, 3) / 2)
    assert len(made.parts) == 3
    made.chooser.value = 4
    assert [part.value for part in made.parts] == [4.5, 5, 5.5]
    made.parts[1].value = 0.0
    assert made.nested()[3] == [4.5, 0, 5.5]


def test_coupled_elements_answer():
    made = elements([1, 2, 3], couple=lambda values, index: tuple(values[index] for _ in values))
    made.parts[2].value = 8
    assert made.value == (8, 8, 8)
    assert [part.value for part in made.parts] == [8, 8, 8]


def test_whoever_listens_is_told_before_the_controls_that_follow():
    made, seen = elements([1, 2, 3], couple=lambda values, index: tuple(values[index] for _ in values)), []
    made.observe(lambda change: seen.append((change.new, made.parts[0].value)), "value")
    made.parts[2].value = 8
    assert seen == [((8, 8, 8), 1)]
    assert made.parts[0].value == 8


def test_the_controls_follow_even_where_a_listener_is_interrupted():
    def interrupted(change):
        raise KeyboardInterrupt

    made = elements([1, 2, 3])
    made.observe(interrupted, "value")
    with pytest.raises(KeyboardInterrupt):
        made.value = (4, 5, 6)
    assert [part.value for part in made.parts] == [4, 5, 6]


def test_a_chosen_element_is_shown():
    made = elements(np.zeros(30), chosen=17)
    assert made.chosen == 17
    made.choose(3)
    assert made.chooser.value == 4


def test_the_page_cannot_round_a_value_between_two_steps():
    made = slider("s", 2.8904, 0.0, 5.0, 0.01)
    made.set_state({"value": 2.89})
    assert made.value == 2.8904
    made.set_state({"value": 2.9})
    assert made.value == 2.9
    made.set_state({"value": 2.91, "min": 0.5})
    assert (made.value, made.min) == (2.91, 0.5)


@pytest.mark.parametrize(("low", "high"), [(-1.13, 4.8), (0, 1.25e-5), (-3.5, 14), (-1e6, 3e6), (0.0, 1.0)])
def test_steps_are_round_and_hold_both_ends(low, high):
    first, last, step = steps(low, high, 100)
    assert first <= low < high <= last
    assert first > low - step
    assert last < high + step
    assert (last - first) / step == pytest.approx(round((last - first) / step))
    assert f"{step:.6e}"[0] in "125"
    assert 40 <= (last - first) / step <= 110


def test_a_switch_says_its_value():
    button = switch("y₁", 1)
    assert button.description == "y₁ = 1"
    button.value = False
    assert button.description == "y₁ = 0"


def test_many_choices_become_a_list():
    few, many = choice("c", {1: "one", 2: "two"}), choice("c", {n: str(n) for n in range(20)})
    assert few.value == 1
    assert type(few) is not type(many)


REFUSED = [
    (slider("s", 1, 0.0, 2.0, 0.1), [3, -1, "1", None, float("nan"), [1]]),
    (choice("c", {"a": "A", "b": "B"}), ["c", 0, None]),
    (switch("s", 0), [2, "yes", None]),
    (elements([1, 2]), [[1], [1, 2, 3], 5, [1, 11], [[1, 2]], ["a", "b"]]),
]


@pytest.mark.parametrize(("control", "value"), [(control, value) for control, values in REFUSED for value in values])
def test_a_wrong_value_is_refused_by_name_and_nothing_moves(control, value, each_language):
    before = control.value
    with pytest.raises(ValueError, match="the_name"):
        set_control("the_name", control, value)
    assert control.value == before


@pytest.mark.parametrize("value", [0, 6, 2.5, "3", None])
def test_whole_numbers_only(value):
    with pytest.raises(ValueError, match="point"):
        whole("point", value, 1, 5)
    assert whole("point", 3.0, 1, 5) == 3
