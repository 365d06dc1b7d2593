"""Paper: letters are large enough on every page, figures use the width they get, and keep their controls in sight."""

import pytest

from lossviz.figure.paper import HIGHEST, HIGHEST_LECTURE, LECTURE, LEGIBLE, NARROW, SIDE, paper

# Size of a figure and its share of the page, as explorers have them.
FIGURES = [((1000, 400), 1), ((1000, 290), 1), ((800, 330), 0.77), ((800, 450), 1)]
# Width of the page and height of the window: beside the file browser, 800 pixels, 150 %, projectors, full screen.
ROOMS = [(848, 720), (790, 720), (640, 720), (700, 480), (1130, 720), (1240, 720), (1600, 1080), (1880, 1080)]
# The smallest letters, in pixels of the paper.
LETTERS = 13


def shown(size, share, room, lecture):
    """The paper, and how wide and high it is on the page."""
    page, window = room
    made = paper(size, share=share, room=room, lecture=lecture)
    across = min(share * page, page - SIDE) if made.beside else page
    highest = HIGHEST_LECTURE if lecture else HIGHEST
    least = LEGIBLE * made.width * (LECTURE if lecture else 1)
    width = across if made.width < NARROW else min(across, max(highest * window * made.width / made.height, least))
    return made, width, width * made.height / made.width


@pytest.mark.parametrize("room", ROOMS)
@pytest.mark.parametrize("figure", FIGURES)
def test_letters_are_never_smaller_than_12_pixels_and_18_in_a_lecture(figure, room):
    for lecture, least in ((False, 12), (True, 18)):
        made, width, _ = shown(*figure, room, lecture)
        assert LETTERS * width / made.width >= least


@pytest.mark.parametrize("room", ROOMS)
@pytest.mark.parametrize("figure", FIGURES)
def test_a_figure_uses_the_width_it_gets_or_the_height(figure, room):
    made, width, height = shown(*figure, room, lecture=False)
    across = min(figure[1] * room[0], room[0] - SIDE) if made.beside else room[0]
    assert width > 0.98 * across or height >= 0.99 * HIGHEST * room[1]
    if made.width > NARROW:
        assert height <= HIGHEST * room[1] * 1.001


def test_narrow_paper_is_high_and_wide_paper_is_what_its_author_thought_of():
    assert paper((1000, 400), room=(500, 720)).height > 600
    assert (paper((1000, 400)).width, paper((1000, 400)).height) == (1000, 400)


def test_a_scroll_bar_draws_nothing_again():
    widths = {paper((1000, 400), room=(width, 720)).width for width in range(845, 860)}
    assert len(widths) == 1


def test_what_has_no_room_beside_stands_below():
    assert paper((800, 330), share=0.77, room=(1130, 720)).beside
    assert not paper((800, 330), share=0.77, room=(848, 720)).beside
