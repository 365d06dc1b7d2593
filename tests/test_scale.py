"""Round numbers for axes and sliders."""

import math

import pytest

from lossviz.figure.scale import round_up, spread, steps


def is_round(value, leading):
    """One of `leading` times a power of ten."""
    mantissa = value / 10 ** math.floor(math.log10(value) + 1e-9)
    return any(math.isclose(mantissa, each) for each in leading)


@pytest.mark.parametrize(
    ("low", "high", "count", "found"),
    [
        (-1.13, 4.8, 100, (-1.2, 4.8, 0.1)), (0, 1, 100, (0, 1, 0.01)), (-0.75, 9.75, 100, (-0.8, 9.8, 0.2)),
        (0, 0.1667, 100, (0, 0.168, 0.002)), (-3.5, 14, 125, (-3.6, 14, 0.2)), (3, 3.4, 10, (3, 3.4, 0.05)),
        (1e6, 3e6, 20, (1e6, 3e6, 1e5)), (-7, -2, 50, (-7, -2, 0.1)),
    ],
)  # fmt: skip
def test_steps_are_round_and_begin_and_end_on_a_step(low, high, count, found):
    assert steps(low, high, count) == found


@pytest.mark.parametrize("low", [-1e9, -3.7, 0, 1e-5, 0.3, 71])
@pytest.mark.parametrize("width", [1e-4, 0.11, 1, 7.7, 1234])
@pytest.mark.parametrize("count", [40, 100, 200])
def test_a_range_holds_what_it_is_made_for(low, width, count):
    first, last, step = steps(low, low + width, count)
    slack = 1e-8 * step + 1e-11 * abs(low)
    assert first <= low + slack
    assert low + width - slack <= last
    assert first > low - step - slack
    assert last < low + width + step + slack
    if width > 1e-9 * abs(low) * count:
        assert is_round(step, (1, 2, 5))
        assert count / 2.6 <= (last - first) / step <= count + 2


@pytest.mark.parametrize("value", [0, 5, -1e12])
def test_a_range_without_width_has_a_step_too(value):
    first, last, step = steps(value, value, 10)
    assert first <= value < last
    assert value - first < step
    assert 0 < step <= 1e-8 * abs(value) + 1e-299
    assert (last - first) / step == pytest.approx(10, abs=3)


@pytest.mark.parametrize(
    ("value", "found"),
    [(84.4, 100), (1, 1), (1.01, 2), (2.2, 2.5), (2.6, 5), (5.01, 10), (0.21, 0.25), (0.051, 0.1), (3e-7, 5e-7)],
)
def test_the_next_round_number(value, found):
    assert round_up(value) == found


@pytest.mark.parametrize(("value", "found"), [(0.21, 0.5), (2, 2), (20.5, 50), (51, 100)])
def test_the_next_round_step(value, found):
    assert round_up(value, (1, 2, 5)) == found


def test_nothing_is_too_small_to_be_rounded():
    assert 0 < round_up(0) <= 1e-299


def test_some_of_many_are_spread_evenly_with_both_ends():
    assert spread(100, 4).tolist() == [0, 33, 66, 99]
    assert spread(3, 12).tolist() == [0, 1, 2]
    assert spread(12, 12).tolist() == list(range(12))
    assert spread(1, 12).tolist() == [0]
    assert len(spread(13, 12)) == 12
