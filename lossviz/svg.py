"""A matplotlib renderer that writes the few artists that move, as few bytes of SVG as that takes.

Matplotlib's own SVG backend writes a complete document: header, metadata, ids, a group for each artist, and every
glyph as an outline. Inside a page none of that is needed. Here an artist is one `<path>`, a text is one `<text>` in
the page's font, clipping is a nested `<svg>` (which clips by itself, so there are no ids to collide between the
explorers of a page), and all dots of a series are one path.
"""

import base64
import io
from html import escape

import numpy as np
from matplotlib.backend_bases import RendererBase
from matplotlib.colors import to_hex
from matplotlib.path import Path
from matplotlib.text import Annotation, Text
from matplotlib.transforms import IdentityTransform
from PIL import Image

# How a path's codes read in SVG, and how many points each takes.
_LETTER = {Path.MOVETO: "M", Path.LINETO: "L", Path.CURVE3: "Q", Path.CURVE4: "C"}
_POINTS = {Path.MOVETO: 1, Path.LINETO: 1, Path.CURVE3: 2, Path.CURVE4: 3}
_ANCHOR = {"left": "start", "center": "middle", "right": "end"}
# From the anchor of a text down to its baseline, in em: half the height of a digit, or all of it.
_DROP = {"baseline": 0.0, "bottom": -0.2, "center": 0.36, "center_baseline": 0.36, "top": 0.9}


class SvgRenderer(RendererBase):
    """Collects artists of a `width` × `height` pixel figure; `svg()` gives what was drawn."""

    def __init__(self, width: float, height: float):
        super().__init__()
        self.width, self.height = width, height
        self._parts: list[str] = []
        self._clip: tuple[float, ...] | None = None

    def svg(self) -> str:
        """All that was drawn, as one `<svg>` element that scales with the page."""
        self._clip_to(None)
        return f'<svg viewBox="0 0 {self.width:g} {self.height:g}" aria-hidden="true">{"".join(self._parts)}</svg>'

    def draw(self, artist) -> None:
        """Draw one artist: texts in the page's font, everything else as matplotlib would."""
        if not isinstance(artist, Text):
            artist.draw(self)
        elif artist.get_visible():
            self._draw_text(artist)

    def draw_path(self, gc, path, transform, rgbFace=None):
        self._clip_to(gc.get_clip_rectangle())
        outline = _outline(path, transform, self.height, simplify=rgbFace is None and path.should_simplify)
        if outline:
            self._parts.append(f'<path d="{outline}"{self._paint(gc, rgbFace)}/>')

    def draw_markers(self, gc, marker_path, marker_trans, path, trans, rgbFace=None):
        self._clip_to(gc.get_clip_rectangle())
        points = trans.transform(path.vertices)
        points = points[np.isfinite(points).all(axis=1)]
        if marker_path is Path.unit_circle():
            self._draw_dots(gc, marker_trans, points, rgbFace)
        else:
            # All of them as one path: a path for each would take some fifty times as long.
            shape = marker_trans.transform_path(marker_path)
            codes = [Path.MOVETO, *[Path.LINETO] * (len(shape) - 1)] if shape.codes is None else shape.codes
            vertices = (points[:, np.newaxis] + shape.vertices).reshape(-1, 2)
            self.draw_path(gc, Path(vertices, np.tile(codes, len(points))), IdentityTransform(), rgbFace)

    def draw_image(self, gc, x, y, im, transform=None):
        height, width = im.shape[:2]
        self._clip_to(gc.get_clip_rectangle())
        self._parts.append(
            f'<image x="{x:.2f}" y="{self.height - y - height:.2f}" width="{width}" height="{height}" '
            f'href="{png_url(im)}"/>'
        )

    def flipy(self):
        return False

    def get_canvas_width_height(self):
        return self.width, self.height

    def _draw_dots(self, gc, marker_trans, points, fill):
        # A round dot is a line of no length with a round end: ten bytes instead of a circle of eight curves.
        diameter = 2 * abs(marker_trans.get_matrix()[0, 0])
        edge = gc.get_linewidth() if gc.get_rgb()[3] else 0
        dots = "".join(f"M{x:.1f} {self.height - y:.1f}h0" for x, y in points.tolist())
        layers = [(gc.get_rgb(), diameter + edge)]
        if fill is not None:
            layers.append((fill, max(diameter - edge, 0)))
        for colour, size in layers:
            self._parts.append(
                f'<path d="{dots}" fill="none" stroke-linecap="round" stroke="{to_hex(colour)}" '
                f'stroke-width="{size:.4g}"{_opacity("opacity", colour[3])}/>'
            )

    def _draw_text(self, text: Text):
        if isinstance(text, Annotation) and text.arrow_patch is not None:
            text.update_positions(self)
            text.arrow_patch.draw(self)
        if text.get_text():
            self._draw_words(text)

    def _draw_words(self, text: Text):
        self._clip_to(None)
        x, y = self._anchor(text)
        if not (np.isfinite(x) and np.isfinite(y)):
            return
        size = text.get_fontsize()
        y = self.height - y + _DROP[text.get_verticalalignment()] * size
        turn = f' transform="rotate({-text.get_rotation():g} {x:.2f} {y:.2f})"' if text.get_rotation() else ""
        halo = ' class="lv-halo"' if text.get_path_effects() else ""
        bold = ' font-weight="bold"' if text.get_fontweight() in ("bold", 700) else ""
        anchor = _ANCHOR[text.get_horizontalalignment()]
        self._parts.append(
            f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" text-anchor="{anchor}" '
            f'fill="{to_hex(text.get_color())}"{halo}{bold}{turn}>{escape(text.get_text())}</text>'
        )

    def _anchor(self, text: Text) -> np.ndarray:
        """Where a text stands, in pixels."""
        if not isinstance(text, Annotation):
            return text.get_transform().transform(text.get_unitless_position())
        if text.xycoords == "data" and text.anncoords == "offset points":
            # All our labels. A point is a pixel here, and matplotlib's own way takes ten times as long.
            return text.axes.transData.transform(text.xy) + text.xyann
        text.update_positions(self)
        return text.get_transform().transform(text.get_unitless_position())

    def _paint(self, gc, fill) -> str:
        stroke, width = gc.get_rgb(), gc.get_linewidth()
        paint = ' fill="none"' if fill is None else f' fill="{to_hex(fill)}"{_opacity("fill-opacity", fill[3])}'
        if width and stroke[3]:
            paint += f' stroke="{to_hex(stroke)}" stroke-width="{width:g}"{_opacity("stroke-opacity", stroke[3])}'
            _, dashes = gc.get_dashes()
            if dashes is not None:
                paint += f' stroke-dasharray="{" ".join(f"{dash:g}" for dash in dashes)}"'
        return paint

    def _clip_to(self, box) -> None:
        clip = None if box is None else tuple(round(float(edge), 2) for edge in box.bounds)
        if clip == self._clip:
            return
        if self._clip is not None:
            self._parts.append("</svg>")
        if clip is not None:
            x, y, width, height = clip
            area = f"{x:g} {self.height - y - height:g} {width:g} {height:g}"
            self._parts.append('<svg x="{}" y="{}" width="{}" height="{}" viewBox="{}">'.format(*area.split(), area))
        self._clip = clip


def png_url(pixels: np.ndarray) -> str:
    """An image as an address that holds the image itself; fastest compression, since it is shown once."""
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, format="png", compress_level=1)
    return "data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode()


def _outline(path: Path, transform, height: float, *, simplify: bool) -> str:
    """The `d` of a path, flipped, because SVG counts y from the top."""
    cleaned = path.cleaned(transform=transform, remove_nans=True, simplify=simplify, curves=True)
    vertices = cleaned.vertices.copy()
    vertices[:, 1] = height - vertices[:, 1]
    points = [f"{x:.1f} {y:.1f}" for x, y in vertices.tolist()]
    codes = cleaned.codes.tolist()
    written, at = [], 0
    while at < len(codes) and codes[at] != Path.STOP:
        if codes[at] == Path.CLOSEPOLY:
            written.append("Z")
            at += 1
            continue
        count = _POINTS[codes[at]]
        written.append(_LETTER[codes[at]] + " ".join(points[at : at + count]))
        at += count
    return "".join(written)


def _opacity(name: str, alpha: float) -> str:
    return "" if alpha == 1 else f' {name}="{alpha:.3g}"'
