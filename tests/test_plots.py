"""The drawings: what they return lies where the numbers say."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from lossviz import losses, plots
from lossviz.figure.style import GRADIENT, LOSS, PREDICTION, TRUTH, new_figure


@pytest.fixture
def ax():
    return new_figure(400, 300).subplots()


def test_residual_squares_are_equal_sided_and_have_the_area_of_the_error():
    truth, predictions, squares = plots.plot_residual_squares([1, 3, 5], [3, 2, 5])
    sides = np.ptp(squares.get_path().vertices.reshape(3, 5, 2), axis=1)
    assert_allclose(sides, [[2, 2], [1, 1], [0, 0]])
    assert truth.axes.get_aspect() == 1
    assert (truth.get_color(), predictions.get_color()) == (TRUTH, PREDICTION)
    assert_allclose(truth.get_ydata(), [1, 3, 5])
    assert_allclose(predictions.get_ydata(), [3, 2, 5])


def test_a_square_turns_back_at_the_right_edge():
    path = plots.squares_path(np.array([0.0, 8.0]), np.array([0.0, 0.0]), np.array([4.0, 4.0]), right=10)
    left, right = path.vertices.reshape(2, 5, 2)
    assert left[:, 0].max() == 4
    assert (right[:, 0].min(), right[:, 0].max()) == (4, 8)


def test_tangent_goes_through_the_point_with_the_slope_and_a_length_on_the_screen(ax):
    ax.set(xlim=(0, 10), ylim=(0, 1000))
    for slope in (0, 1, -50, 1e6):
        line = plots.plot_tangent(5, 500, slope, ax=ax)
        (x0, x1), (y0, y1) = line.get_data()
        assert_allclose([(x0 + x1) / 2, (y0 + y1) / 2], [5, 500])
        assert_allclose(y1 - y0, slope * (x1 - x0), atol=1e-9)
        ends = ax.transData.transform([[x0, y0], [x1, y1]])
        assert_allclose(np.hypot(*(ends[1] - ends[0])), 150, rtol=1e-6)
        assert line.get_color() == GRADIENT


@pytest.mark.parametrize(("y", "slope"), [(1, np.inf), (1, np.nan), (np.inf, 1)])
def test_no_tangent_where_there_is_no_slope(ax, y, slope):
    assert len(plots.plot_tangent(0, y, slope, ax=ax).get_xdata()) == 0


def test_bars_stand_on_zero(ax):
    bars = plots.plot_bars(np.arange(3.0), np.array([1.0, -2.0, 0.0]), width=0.5, ax=ax)
    vertices = bars.get_path().vertices.reshape(3, 5, 2)
    assert_allclose(vertices[:, :, 1].min(axis=1), [0, -2, 0])
    assert_allclose(vertices[:, :, 1].max(axis=1), [1, 0, 0])
    assert_allclose(np.ptp(vertices[:, :, 0], axis=1), 0.5)


@pytest.mark.parametrize(
    ("name", "extra"), [("mse", {}), ("mae", {}), ("huber", {"delta": 0.5}), ("quantile", {"q": 0.9})]
)
def test_plot_loss_is_the_loss(name, extra):
    line = plots.plot_loss(name, 1.0, np.linspace(-2, 4, 13), **extra)
    for x, y in line.get_xydata():
        assert y == getattr(losses, name)([1.0], [x], **extra)
    assert line.get_color() == LOSS


def test_an_arrow_that_is_no_longer_than_its_head_is_not_shown(ax):
    made = plots.arrow(ax)
    across = ax.bbox.width / np.diff(ax.get_xlim())[0]
    for pixels, seen in ((17, False), (-17, False), (0, False), (19, True), (-19, True)):
        plots.move_arrow(made, (5, 500), (5 + pixels / across, 500))
        assert made.get_visible() == seen


def test_pieces_have_gaps_between_them():
    x, y = plots.pieces((np.array([1, 2]), np.array([1, 3])), (np.array([0, 0]), np.array([4, 5])))
    np.testing.assert_array_equal(x, [1, 1, np.nan, 2, 3, np.nan])
    np.testing.assert_array_equal(y, [0, 4, np.nan, 0, 5, np.nan])


def test_without_axes_a_figure_is_made_and_pyplot_knows_nothing_of_it():
    import sys

    line = plots.plot_curve(np.arange(3), np.arange(3))
    assert line.axes.figure.get_size_inches().min() > 0
    assert "matplotlib.pyplot" not in sys.modules or not sys.modules["matplotlib.pyplot"].get_fignums()
