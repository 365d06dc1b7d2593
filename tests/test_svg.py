"""The layer that moves: small, exact, escaped, and the same picture as matplotlib's own."""

import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.patches import Rectangle
from PIL import Image

from lossviz.figure.plots import bars_path, guide, label, plot_bars, plot_curve, plot_points
from lossviz.figure.style import LOSS, TRUTH, new_figure
from lossviz.figure.svg import KeptStyles, SvgRenderer, png_url


@pytest.fixture
def ax():
    axes = new_figure(400, 300).add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, 4), ylim=(0, 3))  # 100 pixels to the unit
    return axes


def drawn(*artists):
    renderer = SvgRenderer(400, 300)
    for artist in artists:
        renderer.draw(artist)
    return ET.fromstring(renderer.svg())


def svg_of(artists, kept=None):
    renderer = SvgRenderer(400, 300, kept)
    for artist in artists:
        renderer.draw(artist)
    return renderer.svg()


def test_a_line_is_one_path_counted_from_the_top(ax):
    path = drawn(plot_curve([0, 1, 4], [0, 3, 1.5], ax=ax)).find(".//path")
    assert path.get("d") == "M0.0 300.0L100.0 0.0L400.0 150.0"
    assert path.get("stroke") == LOSS
    assert path.get("fill") == "none"


def test_a_rectangle_is_closed_and_filled(ax):
    path = drawn(ax.add_patch(Rectangle((1, 1), 1, 1, facecolor=(1, 0, 0, 0.25), edgecolor="none"))).find(".//path")
    assert re.fullmatch(r"M100.0 200.0L200.0 200.0L200.0 100.0L100.0 100.0(L100.0 200.0)?Z", path.get("d"))
    assert path.get("fill") == "#ff0000"
    assert path.get("fill-opacity") == "0.25"
    assert path.get("stroke") is None


def test_dots_of_one_colour_are_one_path_however_many(ax):
    svg = drawn(*ax.plot(np.linspace(0, 4, 500), np.linspace(0, 3, 500), "o", color="#0072b2", markersize=10))
    (path,) = svg.findall(".//path")
    assert path.get("d").count("M") == 500
    # The size, and its edge.
    assert (path.get("stroke"), path.get("stroke-width")) == ("#0072b2", "11")


def test_dots_with_a_rim_are_circles_of_which_the_next_lies_over_the_one_before(ax):
    svg = drawn(plot_points([1, 2], [1, 2], ax=ax))
    assert [(circle.get("cx"), circle.get("cy")) for circle in svg.findall("g/circle")] == [
        ("100.0", "200.0"),
        ("200.0", "100.0"),
    ]
    assert (svg.find("g").get("fill"), svg.find("g").get("stroke")) == (LOSS, "#ffffff")


def test_other_markers_keep_their_shape(ax):
    (line,) = ax.plot([1, 2], [1, 2], "D", linestyle="none", markersize=10)
    svg = drawn(line)
    assert len(svg.findall(".//path")) >= 1
    assert "".join(path.get("d") for path in svg.findall(".//path")).count("M") == 2


def test_a_text_is_a_text(ax):
    words = label(ax, "<b>&0.5", (1, 2), offset=(10, 20), ha="left", fontweight="bold", fontsize=16)
    text = drawn(words).find("text")
    assert text.text == "<b>&0.5"
    assert (float(text.get("x")), text.get("text-anchor")) == (110, "start")
    # y = 2 is 100 from the top, 20 up is 80, and the middle of the digits goes 0.36 em under it.
    assert float(text.get("y")) == pytest.approx(80 + 0.36 * 16, abs=0.05)
    assert text.get("font-weight") == "bold"
    assert text.get("fill") == TRUTH
    assert text.get("class") == "lv-halo"


def test_a_text_without_a_rim_has_none(ax):
    assert drawn(label(ax, "x", (1, 1), rim=False)).find("text").get("class") is None


def test_invisible_and_empty_artists_leave_nothing(ax):
    line, words = plot_curve([0, 1], [0, 1], ax=ax), label(ax, "", (0, 0))
    line.set_visible(False)
    assert list(drawn(line, words)) == []


def test_what_is_not_a_number_is_left_out(ax):
    path = drawn(plot_curve([0, 1, np.nan, 2, 3], [0, 1, np.nan, 1, 0], ax=ax)).find(".//path")
    assert path.get("d").count("M") == 2
    assert "nan" not in path.get("d")
    dots = drawn(plot_points([1, np.inf], [1, 1], ax=ax))
    assert len(dots.findall(".//circle")) == 1


def test_clipping_is_a_nested_svg_and_there_are_no_ids(ax):
    ax.set_position((0.25, 0, 0.5, 1))
    svg = drawn(plot_curve([0, 1], [0, 1], ax=ax), guide(ax, 1), label(ax, "x", (1, 1)))
    assert [child.tag for child in svg] == ["svg", "text"]
    assert svg[0].get("viewBox") == "100 0 200 300"
    assert (svg[0].get("x"), svg[0].get("width")) == ("100", "200")
    assert not any("id" in element.attrib for element in svg.iter())


def test_dashes_are_kept(ax):
    assert drawn(guide(ax, 1)).find(".//path").get("stroke-dasharray") == "2 3"


def test_every_number_is_finite_at_extreme_values(ax):
    svg = drawn(plot_curve([0, 1, 2], [1e300, -1e300, 0], ax=ax), plot_points([1e200], [1], ax=ax))
    numbers = re.findall(r"[-\d.]+|inf|nan", svg.find(".//path").get("d"))
    assert max(abs(float(number)) for number in numbers) <= 1e5
    assert not svg.findall(".//circle")


def test_what_is_kept_draws_the_same_as_matplotlib(ax):
    """Lines, dots, markers and patches that have moved, drawn by what was kept, and by matplotlib alone."""
    line, dots = plot_curve([0, 1, 4], [0, 3, 1.5], ax=ax), plot_points([1, 2], [1, 2], ax=ax)
    (diamonds,) = ax.plot([1, 2], [1, 2], "D-", alpha=0.5, markersize=10)
    bars, level, words = plot_bars([1, 2], [1, 2], ax=ax), guide(ax, 1), label(ax, "x", (1, 1))
    artists, kept = [line, dots, diamonds, bars, level, words], KeptStyles()
    svg_of(artists, kept)
    assert set(kept.strokes) == set(artists) - {words}
    line.set_data([0, 2, 3, 4], [1, 2.2, 0, 1])
    dots.set_data([3.3], [0.1])
    diamonds.set_data([0, 1, 3], [3, 2, 2.5])
    bars.set_path(bars_path([0.5, 1, 2], [1, 0.2, 3]))
    level.set_ydata([2, 2])
    words.xy = (3, 3)
    assert svg_of(artists, kept) == svg_of(artists)


def test_what_is_kept_hides_and_appears_again(ax):
    line, kept = plot_curve([0, 1], [0, 1], ax=ax), KeptStyles()
    shown = svg_of([line], kept)
    line.set_visible(False)
    assert "path" not in svg_of([line], kept)
    line.set_visible(True)
    assert svg_of([line], kept) == shown


def test_what_began_empty_is_drawn_once_it_is_there(ax):
    (line,), kept = ax.plot([], []), KeptStyles()
    svg_of([line], kept)
    line.set_data([0, 1], [0, 1])
    assert "path" in svg_of([line], kept)
    assert svg_of([line], kept) == svg_of([line])


def test_long_lines_are_simplified_and_gaps_stay_gaps_the_second_time_too(ax):
    line, kept = plot_curve([0, 1], [0, 1], ax=ax), KeptStyles()
    svg_of([line], kept)
    for x, y in ((np.linspace(0, 4, 1000), np.linspace(0, 3, 1000)), ([0, 1, np.nan, 2, 3], [0, 1, np.nan, 1, 0])):
        line.set_data(x, y)
        assert svg_of([line], kept) == svg_of([line])


def test_axes_that_are_not_linear_are_left_to_matplotlib(ax):
    ax.set(xlim=(1, 100), xscale="log")
    line, words, kept = plot_curve([1, 10], [0, 1], ax=ax), label(ax, "x", (10, 1)), KeptStyles()
    svg_of([line, words], kept)
    assert kept.strokes == {}
    again = ET.fromstring(svg_of([line, words], kept))
    assert again.find(".//path").get("d") == "M0.0 300.0L200.0 200.0"
    assert again.find("text").get("x") == "200.0"


def test_an_image_is_inside_the_address():
    url = png_url(np.zeros((3, 5, 4), dtype=np.uint8))
    assert url.startswith("data:image/png;base64,")


def test_same_places_as_agg(ax):
    """Oracle: matplotlib's Agg. The box of the dark pixels is the box of the path."""
    patch = ax.add_patch(Rectangle((0.5, 0.5), 2, 1, facecolor="black", edgecolor="none"))
    paper = RendererAgg(400, 300, 72)
    patch.draw(paper)
    box = Image.fromarray(np.asarray(paper.buffer_rgba())).getchannel("A").getbbox()
    points = re.findall(r"(-?[\d.]+) (-?[\d.]+)", drawn(patch).find(".//path").get("d"))
    xs, ys = zip(*[(float(x), float(y)) for x, y in points], strict=True)
    assert box == (min(xs), min(ys), max(xs), max(ys))
