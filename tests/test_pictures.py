"""What is true of all pictures, and of what the drawings do where nobody says otherwise."""

from itertools import pairwise

import numpy as np
import pytest
from explorers import NAMES, make
from matplotlib.colors import same_color
from matplotlib.lines import Line2D
from matplotlib.text import Annotation
from pictures import arrow, bars, boxes, curve, level, points, same, says, tangent, upright

from lossviz.figure import plots
from lossviz.figure.style import GRADIENT, LOSS, MUTED, PREDICTION, TRUTH, new_figure


@pytest.fixture
def ax():
    axes = new_figure(400, 300).subplots()
    axes.set(xlim=(0, 10), ylim=(0, 5))
    return axes


@pytest.mark.parametrize("name", NAMES)
def test_words_lie_over_dots_over_tangents_over_curves_over_bars(name):
    for axes in make(name).figure.axes:
        lines = [line for line in axes.lines if line.get_label() and isinstance(line, Line2D)]
        dots = [line for line in lines if line.get_linestyle() == "None"]
        tangents = [line for line in lines if same_color(line.get_color(), GRADIENT)]
        curves = [line for line in lines if line not in dots and line not in tangents]
        words = [text for text in axes.texts if isinstance(text, Annotation)]
        layers = [layer for layer in (axes.patches, curves, tangents, dots, words) if layer]
        for below, above in pairwise(layers):
            assert max(each.get_zorder() for each in below) < min(each.get_zorder() for each in above)


def test_dots_have_a_rim_and_are_whole_at_the_edge(ax):
    dots = plots.plot_points([0, 10], [1, 2], ax=ax)
    points([0, 10], [1, 2], LOSS, "o", markeredgecolor="white")(dots)
    assert not dots.get_clip_on()
    points([1], [2], "red", "s")(plots.plot_points([1], [2], color="red", marker="s", ax=ax))


def test_curves_bars_and_rectangles_have_the_colour_of_a_loss(ax):
    curve([0, 1], [2, 3])(plots.plot_curve([0, 1], [2, 3], ax=ax))
    bars([0, 1], [2, -3])(plots.plot_bars([0, 1], [2, -3], ax=ax))
    bars([4], [1], PREDICTION, width=0.5)(plots.plot_bars([4], [1], width=0.5, color=PREDICTION, ax=ax))
    path = plots.rectangles_path(np.array([1, 2]), np.array([0, 4]), 1, np.array([3, -1]))
    boxes([(1, 0, 2, 3), (2, 4, 3, 3)], edge="white")(plots.plot_rectangles(path, ax=ax))


def test_squares_without_places_stand_side_by_side_at_whole_numbers(ax):
    truth, predictions, squares = plots.plot_residual_squares([1, 3], [3, 2], ax=ax)
    points([0, 1], [1, 3], TRUTH)(truth)
    points([0, 1], [3, 2], PREDICTION, "D")(predictions)
    boxes([(0, 1, 2, 3), (1, 2, 2, 3)], alpha=0.3, edge=LOSS)(squares)
    # All in sight at the edge of the axes, and the predictions over the truth.
    assert not truth.get_clip_on()
    assert not predictions.get_clip_on()
    assert squares.get_zorder() < truth.get_zorder() < predictions.get_zorder()
    assert (ax.get_aspect(), ax.get_adjustable(), ax.get_anchor()) == (1, "box", "W")


def test_a_square_turns_back_only_where_it_would_pass_the_edge():
    path = plots.squares_path(np.array([6.0, 6.0]), np.array([0.0, 1.0]), np.array([4.0, -3.5]), right=10)
    assert same(path.vertices.reshape(2, 5, 2)[:, :, 0].min(axis=1), [6, 1.5])


def test_guides_run_from_edge_to_edge(ax):
    level(2)(plots.guide(ax, 2))
    upright(3)(plots.guide(ax, 3, across=False))


def test_grid_lines_lie_under_everything_and_only_across(ax):
    plots.grid(ax)
    assert ax.get_axisbelow() is True
    assert ax.yaxis.get_gridlines()[0].get_visible()
    assert not ax.xaxis.get_gridlines()[0].get_visible()


def test_an_arrow_goes_from_its_start_to_its_end(ax):
    made = plots.arrow(ax)
    plots.move_arrow(made, (1, 2), (3, 4))
    arrow((1, 2), (3, 4), MUTED)(made)


def test_a_tangent_moves_with_its_point(ax):
    line = plots.plot_tangent(1, 2, -3, ax=ax)
    tangent(1, 2, -3)(line)
    plots.move_tangent(line, 4, 1, 0.5)
    tangent(4, 1, 0.5)(line)


def test_what_is_not_said_of_a_label_stays(ax):
    made = plots.label(ax, "one", (1, 2), color=LOSS, offset=(3, 4), ha="left", va="top")
    says("one", (1, 2), (3, 4), "left", LOSS, "top")(made)
    plots.move_label(made, "two", (5, 6))
    says("two", (5, 6), (3, 4), "left", LOSS, "top")(made)
    plots.move_label(made, "three", (7, 8), (0, -9), ha="right", color=TRUTH)
    says("three", (7, 8), (0, -9), "right", TRUTH, "top")(made)


def test_a_label_has_a_rim_unless_it_lies_on_a_colour(ax):
    assert plots.label(ax, "over lines", (0, 0)).get_path_effects()
    assert not plots.label(ax, "on a bar", (0, 0), rim=False).get_path_effects()
    assert plots.label(ax, "outside", (99, 99)).get_annotation_clip() is False


def test_more_labels_than_find_room_are_none(ax):
    assert len(plots.labels(ax, 12, 12)) == 12
    assert plots.labels(ax, 13, 12) == []


def test_ticks_are_counted_from_1_and_at_most_12(ax):
    plots.sample_ticks(ax.xaxis, range(3))
    assert [label.get_text() for label in ax.get_xticklabels()] == ["1", "2", "3"]
    plots.sample_ticks(ax.xaxis, np.arange(100) / 10)
    assert len(ax.get_xticks()) == 12
    assert same(ax.get_xticks()[[0, -1]], [0, 9.9])
    plots.sample_ticks(ax.xaxis, [5, 6, 7, 8], ["a", "b", "c", "d"], most=2)
    assert [label.get_text() for label in ax.get_xticklabels()] == ["a", "d"]
    assert same(ax.get_xticks(), [5, 8])


def test_a_loss_is_drawn_over_the_predictions(ax):
    line = plots.plot_loss("quantile", 2, [0, 2, 5], q=0.8, ax=ax)
    curve([0, 2, 5], [1.6, 0, 0.6])(line)
    assert line.axes is ax
