"""LiveFigure: what stands still is drawn once, what moves lies exactly over it, and neither shifts."""

import io

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from PIL import Image

from lossviz.figure.live import LiveFigure
from lossviz.figure.plots import label, plot_curve, plot_points
from lossviz.figure.refusal import CannotDraw
from lossviz.figure.style import LOSS, drawing, new_figure


def make(count=2, **style):
    figure = new_figure(400, 300)
    with drawing():
        ax = figure.subplots()
        ax.set(xlim=(0, 1), ylim=(0, 1), xlabel="x 가나다", ylabel="y −1")
    still = plot_curve([0, 1], [0, 1], ax=ax)
    moving = plot_points(np.linspace(0, 1, count), np.linspace(1, 0, count), ax=ax, **style)
    return LiveFigure(figure, [moving, label(ax, "words", (0.5, 0.5))]), still, moving


def pixels(png):
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).astype(int)


def test_the_still_layer_shows_everything_but_what_moves():
    with_dots, _, moving = make(size=60, markeredgecolor="none", color="#0000ff")
    blue = (pixels(with_dots.still) == [0, 0, 255]).all(axis=2)
    assert not blue.any()
    assert moving.get_visible()
    assert (pixels(with_dots.still) == [round(255 * part) for part in to_rgb(LOSS)]).all(axis=2).any()


def test_the_picture_shows_everything():
    figure, _, _ = make(size=60, markeredgecolor="none", color="#0000ff")
    assert (np.abs(pixels(figure.png()) - [0, 0, 255]).sum(axis=2) < 8).any()


def test_a_caption_makes_the_picture_higher_and_hangul_wraps_earlier():
    figure, _, _ = make()
    plain, one = pixels(figure.png()), pixels(figure.png("one line"))
    assert one.shape[0] > plain.shape[0]
    latin, hangul = figure.png("aa " * 15), figure.png("가나 " * 15)
    assert pixels(hangul).shape[0] > pixels(latin).shape[0]


def test_a_step_draws_only_what_moved(monkeypatch):
    figure, still, moving = make()
    before = figure.still
    monkeypatch.setattr(
        type(still), "draw", lambda self, renderer: pytest.fail("drawn again") if self is still else None
    )
    moving.set_xdata([0.5, 0.6])
    figure.layer()
    assert figure.still is before


def test_nothing_shifts_after_the_first_drawing():
    figure, _, moving = make()
    place = moving.axes.get_position().bounds
    figure.layer()
    figure.png("caption")
    moving.set_ydata([1e9, -1e9])
    figure.layer()
    assert moving.axes.get_position().bounds == place
    assert figure.figure.dpi == 72


def test_a_crowd_is_drawn_as_a_picture():
    few, _, _ = make(50)
    assert few.layer().startswith("<svg")
    many, _, moving = make(20_000)
    assert "<svg" not in many.layer()
    assert many.layer().startswith('<img class="lv-layer"')
    assert moving.axes.figure.dpi == 72


def test_other_artists_can_move_and_the_rest_stays():
    figure, _, moving = make()
    still, before = figure.still, figure.layer()
    other = plot_curve([0, 0.5], [0.5, 0], ax=moving.axes)
    figure.moving = [other]
    assert figure.still is still
    assert figure.layer() != before
    assert other.get_animated()


def test_what_is_no_artist_is_refused_by_name(each_language):
    figure, _, moving = make()
    with pytest.raises(CannotDraw, match="BarContainer"):
        figure.moving = [moving.axes.bar([0], [1])]


def test_both_layers_coincide():
    """A black square, still and moving: the middle of its pixels is the same to a tenth of a pixel."""
    from matplotlib.patches import Rectangle

    from lossviz.figure.svg import SvgRenderer

    figure = new_figure(400, 300)
    with drawing():
        ax = figure.subplots()
    still = ax.add_patch(Rectangle((0.2, 0.2), 0.5, 0.5, facecolor="black", edgecolor="none", snap=False))
    shown = LiveFigure(figure, [])
    dark = np.argwhere((pixels(shown.still) == 0).all(axis=2)) / 2 + 0.25
    renderer = SvgRenderer(400, 300)
    renderer.draw(still)
    corners = np.array([point.split() for point in renderer._parts[-1].split('"')[1].strip("MZ").split("L")], float)
    centre = (corners.min(axis=0) + corners.max(axis=0)) / 2
    np.testing.assert_allclose(dark.mean(axis=0)[::-1], centre, atol=0.1)
