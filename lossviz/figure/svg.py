"""A matplotlib renderer that writes the few artists that move, as few bytes of SVG as that takes.

Matplotlib's own SVG backend writes a complete document: header, metadata, ids, a group for each artist, and every
glyph as an outline. Inside a page none of that is needed. Here an artist is one `<path>`, a text is one `<text>` in
the page's font, clipping is a nested `<svg>` (which clips by itself, so there are no ids to collide between the
explorers of a page), and all dots of a series are one path.

What needs an id (hatches, other shapes to clip by) or pixels is refused, with a message.
"""

import base64
import io
from dataclasses import dataclass, field
from functools import partial
from math import isfinite

import numpy as np
from matplotlib.artist import Artist
from matplotlib.backend_bases import GraphicsContextBase, RendererBase
from matplotlib.colors import to_hex
from matplotlib.text import Annotation, Text
from PIL import Image

from lossviz.figure import lettering, outlines
from lossviz.figure.kept import FAR, Strokes, from_top, near, strokes_of
from lossviz.figure.lettering import Lettering
from lossviz.figure.outlines import Stroke
from lossviz.figure.refusal import CannotDraw, check, refused

__all__ = ["CannotDraw", "KeptStyles", "SvgRenderer", "png_url"]

_CAP = {"butt": "", "projecting": ' stroke-linecap="square"', "round": ' stroke-linecap="round"'}
_JOIN = {"miter": "", "round": ' stroke-linejoin="round"', "bevel": ' stroke-linejoin="bevel"'}
# Digits behind the point: of lines, and of the outlines of letters.
_DIGITS, _FINE_DIGITS = 1, 2
# An image has so many pixels for each of the figure, like the layer that stands still.
_FINE = 2


@dataclass
class KeptStyles:
    """What a `SvgRenderer` keeps for the next one of the same figure."""

    strokes: dict[Artist, Strokes] = field(default_factory=dict)
    letterings: dict[Text, Lettering] = field(default_factory=dict)
    checked: set[Artist] = field(default_factory=set)
    size: tuple[float, float] = (0, 0)

    def fit(self, width: float, height: float) -> None:
        """Forget everything if the picture has another size."""
        if self.size != (width, height):
            self.size = (width, height)
            self.strokes.clear()
            self.letterings.clear()


class SvgRenderer(RendererBase):
    """Collects artists of a `width` × `height` pixel figure; `svg()` gives what was drawn.

    Matplotlib draws an artist the first time. After that, as long as the same `kept` is given and the style stays the
    same, lines, dots and patches are drawn from their points alone, in a third of the time.
    """

    def __init__(self, width: float, height: float, kept: KeptStyles | None = None):
        super().__init__()
        self.width, self.height = width, height
        self._kept = KeptStyles() if kept is None else kept
        self._kept.fit(width, height)
        self._parts: list[str] = []
        self._strokes: list[Stroke] = []
        self._clip: tuple[float, ...] | None = None
        # What is being drawn, and for a text what its words have besides font and colour.
        self._artist: Artist | None = None
        self._halo = ""
        self._digits = _DIGITS

    def svg(self) -> str:
        """All that was drawn, as one `<svg>` element that scales with the page."""
        self._clip_to(None)
        return f'<svg viewBox="0 0 {self.width:g} {self.height:g}" aria-hidden="true">{"".join(self._parts)}</svg>'

    def draw(self, artist: Artist) -> None:
        """Draw one artist: texts in the page's font, everything else as matplotlib would.

        The first time, one that cannot be drawn is refused with `CannotDraw`, even if it cannot be seen yet.
        """
        if not isinstance(artist, Artist) or artist not in self._kept.checked:
            check(artist)
            self._kept.checked.add(artist)
        if not artist.get_visible():
            return
        self._artist = artist
        if isinstance(artist, Text):
            self._draw_text(artist)
        else:
            self._draw_points(artist)

    # What matplotlib calls.

    def draw_path(self, gc, path, transform, rgbFace=None):
        edges, paint = self._edges(gc), self._paint(gc, rgbFace)
        pixels, codes = self._cleaned(path, transform, rgbFace, gc.get_sketch_params())
        self._stroke((edges, partial(outlines.path, paint, self._digits)), pixels, codes)

    def draw_markers(self, gc, marker_path, marker_trans, path, trans, rgbFace=None):
        points = from_top(trans, self.height).transform_affine(path.vertices)
        points = points[near(points).all(axis=1)]
        drawn = self._marker(gc, marker_path, marker_trans, rgbFace)
        self._stroke((self._edges(gc), drawn), points, None)

    def draw_image(self, gc, x, y, im, transform=None):
        height, width = (size / _FINE for size in im.shape[:2])
        self._clip_to(self._edges(gc))
        self._parts.append(
            f'<image x="{x:.1f}" y="{self.height - y - height:.1f}" width="{width:g}" height="{height:g}" '
            f'preserveAspectRatio="none"{_opacity("opacity", gc.get_alpha())} href="{png_url(im[::-1])}"/>'
        )

    def draw_text(self, gc, x, y, s, prop, angle, ismath=False, mtext=None):
        if ismath:
            # The outlines of the letters.
            before, self._digits = self._digits, _FINE_DIGITS
            super().draw_text(gc, x, y, s, prop, angle, ismath, mtext)
            self._digits = before
            return
        self._clip_to(self._edges(gc))
        text = self._artist if isinstance(self._artist, Text) else mtext
        side = "left" if text is None else text._get_multialignment()
        # Matplotlib says where the line begins. In the page's font it may be a little longer or shorter, so it is put
        # by the same end, or by its middle, as it was aligned.
        along = lettering.SHARE[side] * self.get_text_width_height_descent(s, prop, False)[0]
        turn = np.deg2rad(angle)
        x, y = x + along * np.cos(turn), self.height - y - along * np.sin(turn)
        attributes = lettering.attributes(prop, lettering.ANCHOR[side], gc.get_rgb()) + self._halo
        self._parts.append(lettering.turned(x, y, angle, attributes, s))

    def draw_gouraud_triangles(self, gc, triangles_array, colors_array, transform):
        raise refused(self._artist, "gouraud")

    def start_filter(self):
        raise refused(self._artist, "filter")

    def get_text_width_height_descent(self, s, prop, ismath):
        if ismath == "TeX":
            raise refused(self._artist, "tex")
        return super().get_text_width_height_descent(s, prop, ismath)

    def get_image_magnification(self):
        return _FINE

    def flipy(self):
        return False

    def get_canvas_width_height(self):
        return self.width, self.height

    # Lines and patches.

    def _draw_points(self, artist: Artist) -> None:
        """Draw an artist by its points alone, if its strokes are known and they are all that can have changed."""
        known = self._kept.strokes.get(artist)
        if known is not None and known.holds():
            points = known.points(artist)
            if points is None:
                artist.draw(self)
                return
            for stroke in known.strokes:
                self._put(stroke, *points)
            return
        self._strokes = []
        artist.draw(self)
        known = strokes_of(artist, tuple(self._strokes), self.height)
        if known is not None:
            self._kept.strokes[artist] = known

    def _stroke(self, stroke: Stroke, pixels: np.ndarray, codes: np.ndarray | None) -> None:
        self._strokes.append(stroke)
        self._put(stroke, pixels, codes)

    def _put(self, stroke: Stroke, pixels: np.ndarray, codes: np.ndarray | None) -> None:
        clip, draw = stroke
        if drawn := draw(pixels, codes):
            self._clip_to(clip)
            self._parts.append(drawn)

    def _cleaned(self, path, transform, face, sketch) -> tuple[np.ndarray, np.ndarray]:
        """The pixels and codes of a path, without what is not a number, too close to be seen, or far away."""
        to_pixels, simplify = from_top(transform, self.height), face is None and path.should_simplify
        # What is sketched grows with its length, so none of it is outside the picture.
        edges = (0, 0, self.width, self.height) if sketch and face is None else None
        cleaned = path.cleaned(to_pixels, True, edges, simplify=simplify, curves=True, sketch=sketch)
        if not near(cleaned.vertices).all():
            edges = (-FAR, -FAR, FAR, FAR) if face is None else None
            cleaned = path.cleaned(to_pixels, True, edges, simplify=simplify, curves=True)
            cleaned.vertices.clip(-FAR, FAR, out=cleaned.vertices)
        # The last code is a stop.
        return cleaned.vertices[:-1], cleaned.codes[:-1]

    def _marker(self, gc, marker_path, marker_trans, face) -> outlines.Drawn:
        """How a marker is drawn at each of some points."""
        paint, fill, edge = self._paint(gc, face), _fill(gc, face), _edge(gc)
        # In one opaque colour nobody can see which of two markers lies over the other, so one path does for all.
        alike = len({fill, edge} - {None}) == 1 and 1 in {alpha for _, alpha in {fill, edge} - {None}}
        shape = marker_trans.transform_path(marker_path)
        radius = outlines.radius(shape)
        if radius is None:
            drawn = outlines.together if alike else outlines.apart
            return partial(drawn, paint, shape.vertices * (1, -1), outlines.codes_of(shape))
        if alike and fill:
            size = 2 * radius + (gc.get_linewidth() if edge else 0)
            return partial(
                outlines.dots, f' fill="none" stroke-linecap="round" stroke="{fill[0]}" stroke-width="{size:.4g}"'
            )
        return partial(outlines.circles, paint, radius)

    def _paint(self, gc, face) -> str:
        """The attributes that paint a path: fill, line, dashes, caps and joins."""
        if gc.get_hatch():
            raise refused(self._artist, "hatch")
        fill, edge = _fill(gc, face), _edge(gc)
        paint = f' fill="{fill[0]}"{_opacity("fill-opacity", fill[1])}' if fill else ' fill="none"'
        if edge:
            paint += f' stroke="{edge[0]}" stroke-width="{gc.get_linewidth():g}"{_opacity("stroke-opacity", edge[1])}'
            offset, dashes = gc.get_dashes()
            if dashes is not None:
                paint += f' stroke-dasharray="{" ".join(f"{dash:g}" for dash in dashes)}"'
                paint += f' stroke-dashoffset="{offset:g}"' if offset else ""
            paint += _CAP[gc.get_capstyle()] + _JOIN[gc.get_joinstyle()]
        return paint if gc.get_antialiased() else paint + ' shape-rendering="crispEdges"'

    # Texts.

    def _draw_text(self, text: Text) -> None:
        known = self._kept.letterings.get(text)
        if known is None or not known.holds():
            known = self._kept.letterings[text] = Lettering(text, self.height)
        words = text.get_text()
        formula = known.is_formula(words)
        if not known.plain or formula or "\n" in words:
            self._lay_out(text, None if formula else known.halo)
        elif words:
            x, y = known.point(text) or self._anchor(text)
            if isfinite(x) and isfinite(y):
                self._clip_to(None)
                self._parts.append(known.svg(x, y, words))

    def _lay_out(self, text: Text, halo: str | None) -> None:
        """Draw a text by matplotlib, which calls `draw_text` for each line; a rim around the letters is `halo`."""
        effects = text.get_path_effects()
        self._digits, self._halo = _FINE_DIGITS, halo or ""
        if halo:
            text.set_path_effects([])
        try:
            text.draw(self)
        finally:
            self._digits, self._halo = _DIGITS, ""
            if halo:
                text.set_path_effects(effects)

    def _anchor(self, text: Text) -> tuple[float, float]:
        """Where matplotlib anchors a text, in pixels from the top left."""
        if isinstance(text, Annotation):
            text.update_positions(self)
        x, y = text.get_transform().transform(text.get_unitless_position())
        return x, self.height - y

    # Clipping.

    def _edges(self, gc: GraphicsContextBase) -> tuple[float, ...] | None:
        """What an artist is cut off to: left, bottom, width, height."""
        if gc.get_clip_path()[0] is not None:
            raise refused(self._artist, "clip_path")
        box = gc.get_clip_rectangle()
        if box is None:
            return None
        return tuple(round(float(edge), 2) for edge in (box.xmin, box.ymin, abs(box.width), abs(box.height)))

    def _clip_to(self, edges: tuple[float, ...] | None) -> None:
        if edges == self._clip:
            return
        if self._clip is not None:
            self._parts.append("</svg>")
        if edges is not None:
            x, y, width, height = edges
            area = f"{x:g} {self.height - y - height:g} {width:g} {height:g}"
            self._parts.append('<svg x="{}" y="{}" width="{}" height="{}" viewBox="{}">'.format(*area.split(), area))
        self._clip = edges


def png_url(pixels: np.ndarray) -> str:
    """An image as an address that holds the image itself; fastest compression, since it is shown once."""
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, format="png", compress_level=1)
    return "data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode()


def _fill(gc: GraphicsContextBase, face: tuple[float, ...] | None) -> tuple[str, float] | None:
    """The colour that fills a path, and its opacity; None if it is not filled."""
    if face is None:
        return None
    alpha = gc.get_alpha() if gc.get_forced_alpha() or len(face) == 3 else face[3]
    return (to_hex(face), alpha) if alpha else None


def _edge(gc: GraphicsContextBase) -> tuple[str, float] | None:
    """The colour of a path's line, and its opacity; None if it has no line."""
    colour = gc.get_rgb()
    return (to_hex(colour), colour[3]) if gc.get_linewidth() and colour[3] else None


def _opacity(name: str, alpha: float) -> str:
    return "" if alpha == 1 else f' {name}="{alpha:.3g}"'
