"""The drawings: what they return lies where the numbers say."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from lossviz import losses, plots
from lossviz.figure.style import GRADIENT, LOSS, MUTED, PREDICTION, TRUTH, new_figure


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


def test_a_guide_stays_what_it_is_and_is_shown_between_its_ends(ax):
    ax.set(xlim=(0, 10), ylim=(0, 10))
    across, upright = plots.guide(ax, 0), plots.guide(ax, 3, across=False, color=LOSS)
    assert (across.get_color(), upright.get_color()) == (MUTED, LOSS)
    for value, seen in ((0.5, True), (1, True), (4, False), (-4, False), (np.inf, False)):
        plots.move_guide(across, value, -1, 1)
        plots.move_guide(upright, value, -1, 1)
        assert (list(across.get_xdata()), list(across.get_ydata())) == ([0, 1], [value, value])
        assert (list(upright.get_xdata()), list(upright.get_ydata())) == ([value, value], [0, 1])
        assert across.get_visible() == upright.get_visible() == seen


def test_what_moves_above_axes_is_in_line_with_a_title(ax):
    ax.set(xlim=(2, 10), ylim=(0, 5))
    title, number, before = plots.live_title(ax), plots.beside_title(ax), plots.beside_title(ax, before_end=125)
    assert (title.xy, number.xy, before.xy) == ((2, 5), (10, 5), (10, 5))
    assert [words.get_position() for words in (title, number, before)] == [(0, 11), (0, 11), (-125, 11)]
    assert ax.get_title(loc="left") == " "
    assert ax.titleOffsetTrans.transform((0, 0))[1] == 11


@pytest.mark.parametrize(("count", "named"), [(3, [0, 1, 2]), (100, [0, 7, 14])])
def test_rows_have_names_as_far_as_there_is_room(ax, count, named):
    ax.set_ylim(count, 0)
    rows = plots.name_rows(ax, ["a" * 20 if row == 0 else str(row) for row in range(count)])
    assert rows[:3].tolist() == named
    assert ax.get_yticks().tolist() == rows.tolist()
    assert [label.get_text() for label in ax.get_yticklabels()][:2] == ["aaaaa…aaaaa", str(named[1])]


@pytest.mark.parametrize(("width", "places"), [(800, [(0, 0), (0, 1), (0, 2)]), (600, [(0, 0), (1, 0), (1, 1)])])
def test_on_narrow_paper_panels_stand_as_they_are_told(width, places):
    found = plots.panels(new_figure(width, 300), [1, 2, 1], narrow="AA;BC")
    assert [(ax.get_subplotspec().rowspan.start, ax.get_subplotspec().colspan.start) for ax in found] == places


def test_pieces_have_gaps_between_them():
    x, y = plots.pieces((np.array([1, 2]), np.array([1, 3])), (np.array([0, 0]), np.array([4, 5])))
    np.testing.assert_array_equal(x, [1, 1, np.nan, 2, 3, np.nan])
    np.testing.assert_array_equal(y, [0, 4, np.nan, 0, 5, np.nan])


def test_without_axes_a_figure_is_made_and_pyplot_knows_nothing_of_it():
    import sys

    line = plots.plot_curve(np.arange(3), np.arange(3))
    assert line.axes.figure.get_size_inches().min() > 0
    assert "matplotlib.pyplot" not in sys.modules or not sys.modules["matplotlib.pyplot"].get_fignums()
