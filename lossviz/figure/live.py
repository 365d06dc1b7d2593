"""LiveFigure: a matplotlib figure in two layers, of which only what moved is drawn again.

Below lies what stands still (axes, labels, curves that do not change), drawn once by Agg. Above lie the artists that
move, drawn by the same matplotlib as a few kilobytes of SVG, together with the words that go with the figure. So one
step is one message, sharp at every size, without flicker, and without an image to encode or decode.
"""

import io
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import ipywidgets as widgets
import numpy as np
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from PIL import Image

from lossviz.figure.style import DPI, FINENESS, drawing, new_figure
from lossviz.figure.svg import KeptStyles, SvgRenderer, png_url
from lossviz.words import wrapped

# Characters of SVG above which a picture of the moving artists is quicker (some 1,500 bars or 5,000 dots).
MOST_SVG = 150_000
# The size of the words under a still picture, in pixels.
CAPTION = 14
# What stands beside a figure needs at least this, in pixels, however narrow the page.
SIDE = 210


class LiveFigure(widgets.GridBox):
    """`figure` as a widget, `share` of the available width; the rest of the row is for `side` of `draw`."""

    def __init__(self, figure: Figure, moving: Sequence[Artist], *, share: float = 1.0):
        # Both layers lie in the same grid cell with the same width, so they coincide at every zoom.
        self._still = widgets.Image(format="png", layout=widgets.Layout(grid_area="1 / 1 / 2 / 2", margin="0"))
        self._above = widgets.HTML(layout=widgets.Layout(grid_area="1 / 1 / 2 / 2", margin="0", width="100%"))
        super().__init__([self._still, self._above])
        self.add_class("lv-live")
        self.show(figure, moving, share=share)

    def show(self, figure: Figure, moving: Sequence[Artist], *, share: float = 1.0) -> None:
        """Put another figure in place of the present one; what moves appears with the next `draw`."""
        self.figure, self.moving = figure, sorted(moving, key=lambda artist: artist.get_zorder())
        self._looks = KeptStyles()
        self._as_picture = False
        self._width, self._height = figure.bbox.size
        room = f", 100% - {SIDE}px" if share < 1 else ""
        column = f"min({share:.0%}, {self._width:.0f}px{room})"
        self._columns = f"{column} 1fr"
        for artist in self.moving:
            artist.set_animated(True)
        self._still.value = self._draw_still()
        self._still.layout.width = column

    def draw(self, *, side: str = "", below: str = "") -> None:
        """Draw what moves, with the HTML that stands beside and below it: one message to the page."""
        beside = f'<div class="lv-side">{side}</div>' if side else ""
        self._drawn = (
            f'<div class="lv-moving" style="grid-template-columns:{self._columns}"><div>{self._layer()}</div>'
            f'{beside}<div class="lv-below">{below}</div></div>'
        )
        self._above.value = self._drawn

    def warn(self, message: str) -> None:
        """Show `message` under the last good picture."""
        self._above.value = self._drawn + message

    def png(self, caption: str = "") -> bytes:
        """Everything as one still picture, `caption` below it."""
        picture = Image.open(io.BytesIO(self._still.value)).convert("RGBA")
        picture.alpha_composite(Image.fromarray(self._draw_moving()))
        words = Image.fromarray(_caption(caption, self._width))
        page = Image.new("RGB", (picture.width, picture.height + words.height), "white")
        page.paste(picture)
        page.paste(words, (0, picture.height))
        return _small_png(page)

    def _layer(self) -> str:
        if not self._as_picture:
            renderer = SvgRenderer(self._width, self._height, self._looks)
            for artist in self.moving:
                renderer.draw(artist)
            svg = renderer.svg()
            if len(svg) <= MOST_SVG:
                return svg
            self._as_picture = True
        return f'<img class="lv-layer" alt="" src="{png_url(self._draw_moving())}">'

    def _draw_moving(self) -> np.ndarray:
        with _fine(self.figure) as renderer:
            for artist in self.moving:
                artist.draw(renderer)
        return np.asarray(renderer.buffer_rgba())

    def _draw_still(self) -> bytes:
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
        return _png(Image.fromarray(np.asarray(renderer.buffer_rgba())), compress_level=1)


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


def _caption(words: str, width: float) -> np.ndarray:
    """The words under a still picture, as pixels."""
    lines = wrapped(words, 0.98 * width / (CAPTION / 2))
    figure = new_figure(width, len(lines) * 1.5 * CAPTION + 8)
    with drawing(), _fine(figure) as renderer:
        figure.text(0.01, 1, "\n".join(lines), va="top", fontsize=CAPTION)
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
