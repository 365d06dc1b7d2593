"""LiveFigure: a matplotlib figure in two layers, of which only what moved is drawn again.

Below lies what stands still (axes, labels, curves that do not change), drawn once by Agg. Above lie the artists that
move, drawn by the same matplotlib as a few kilobytes of SVG: sharp at every size, without flicker, and without an image
to encode or decode at each step.
"""

import io
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from PIL import Image

from lossviz.figure import refusal
from lossviz.figure.style import DPI, FINENESS, drawing, new_figure
from lossviz.figure.svg import KeptStyles, SvgRenderer, png_url
from lossviz.words import wrapped

# Characters of SVG above which a picture of the moving artists is quicker (some 1,500 bars or 5,000 dots).
MOST_SVG = 150_000
# How much is seen of a picture that was kept to compare with.
GHOST = 0.3
# The size of the words under a still picture, in pixels.
CAPTION = 14


class LiveFigure:
    """`figure`, whose `moving` artists are drawn again at each step and whose other artists are drawn once."""

    def __init__(self, figure: Figure, moving: Sequence[Artist]):
        self.figure, self.moving = figure, moving
        self.width, self.height = figure.bbox.size
        self._as_picture = False
        self.draw_still()

    @property
    def moving(self) -> list[Artist]:
        """The artists that move, in the order in which they are drawn."""
        return self._moving

    @moving.setter
    def moving(self, artists: Sequence[Artist]) -> None:
        for artist in artists:
            refusal.check(artist)
        self._moving = sorted(artists, key=lambda artist: artist.get_zorder())
        self._kept = KeptStyles()
        for artist in artists:
            artist.set_animated(True)

    def layer(self, *, words: bool = True) -> str:
        """What moves, with or without its words, as HTML to be laid over `still`, in the same width."""
        if not self._as_picture:
            renderer = SvgRenderer(self.width, self.height, self._kept)
            for artist in self._drawn(words):
                renderer.draw(artist)
            svg = renderer.svg()
            if len(svg) <= MOST_SVG:
                return svg
            self._as_picture = True
        return f'<img class="lv-layer" alt="" src="{png_url(self.pixels(words=words))}">'

    def png(self, *captions: str, ghost: np.ndarray | None = None) -> bytes:
        """Everything as one still picture, each of the `captions` on a line of its own below it, or on several.

        ghost: pixels that lie faintly under what moves.
        """
        picture = Image.open(io.BytesIO(self.still)).convert("RGBA")
        if ghost is not None:
            picture.alpha_composite(Image.fromarray((ghost * (1, 1, 1, GHOST)).astype(np.uint8)))
        picture.alpha_composite(Image.fromarray(self.pixels()))
        words = Image.fromarray(_below(captions, self.width))
        page = Image.new("RGB", (picture.width, picture.height + words.height), "white")
        page.paste(picture)
        page.paste(words, (0, picture.height))
        return _small_png(page)

    def pixels(self, *, words: bool = True) -> np.ndarray:
        """What moves, with or without its words, as pixels."""
        with _fine(self.figure) as renderer:
            for artist in self._drawn(words):
                artist.draw(renderer)
        return np.asarray(renderer.buffer_rgba())

    def _drawn(self, words: bool) -> list[Artist]:
        return [artist for artist in self.moving if words or not isinstance(artist, Text)]

    def draw_still(self) -> None:
        """Draw what stands still. It is `still` from then on: the pixels, as PNG."""
        shown = [artist for artist in self.moving if artist.get_visible()]
        for artist in shown:
            artist.set_visible(False)
        try:
            with drawing(), _fine(self.figure) as renderer:
                self.figure.draw(renderer)
        finally:
            for artist in shown:
                artist.set_visible(True)
        # The layout is settled once and then kept: nothing may shift under what moves.
        self.figure.set_layout_engine("none")
        self.still = _png(Image.fromarray(np.asarray(renderer.buffer_rgba())), compress_level=1)


@contextmanager
def _fine(figure: Figure) -> Iterator[RendererAgg]:
    """Paper for `figure`, at the resolution of what stands still."""
    width, height = figure.bbox.size
    figure.set_dpi(DPI * FINENESS)
    try:
        with warnings.catch_warnings():
            # A sign in the reader's own words that no font has is a box; the page need not turn red as well. This comes
            # last of the filters: where a warning is an error, as in tests, it stays one.
            warnings.filterwarnings("ignore", "Glyph .* missing from", append=True)
            yield RendererAgg(width * FINENESS, height * FINENESS, DPI * FINENESS)
    finally:
        figure.set_dpi(DPI)
        # A text remembers the renderer that drew it last, and with it megabytes of pixels.
        for words in figure.findobj(Text):
            words._renderer = None


def _below(captions: Sequence[str], width: float) -> np.ndarray:
    """The words under a still picture, as pixels."""
    lines = [line for words in captions for line in wrapped(words, 0.98 * width / (CAPTION / 2))]
    figure = new_figure(width, len(lines) * 1.5 * CAPTION + 8)
    with drawing(), _fine(figure) as renderer:
        figure.text(0.01, 1, "\n".join(lines), va="top", fontsize=CAPTION, linespacing=1.4)
        figure.draw(renderer)
    return np.asarray(renderer.buffer_rgba())


def _small_png(page: Image.Image) -> bytes:
    """A PNG in 128 colours: a line drawing loses nothing that an eye could see, and two thirds of the bytes."""
    # The octree takes a tenth of the time of Pillow's median cut, and strays less; but its brightest leaf is not white.
    small = page.quantize(128, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    small.putpalette([255 if level == 254 else level for level in small.getpalette()])
    return _png(small)


def _png(picture: Image.Image, **options: object) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, format="png", **options)
    return buffer.getvalue()
