"""A matplotlib renderer that writes the few artists that move, as few bytes of SVG as that takes.

Matplotlib's own SVG backend writes a complete document: header, metadata, ids, a group for each artist, and every
glyph as an outline. Inside a page none of that is needed. Here an artist is one `<path>`, a text is one `<text>` in
the page's font, clipping is a nested `<svg>` (which clips by itself, so there are no ids to collide between the
explorers of a page), and all dots of a series are one path.

A step changes where things are, not how they look. So the looks are kept from the first drawing, and a step costs the
arithmetic of its points; most of what matplotlib does for each artist at each drawing is to find out its looks again.
"""

import base64
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache, partial
from html import escape

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backend_bases import GraphicsContextBase, RendererBase
from matplotlib.colors import to_hex
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.text import Annotation, Text
from matplotlib.transforms import Transform
from PIL import Image

# How a path's codes read in SVG, and how many points each takes.
_LETTER = {Path.MOVETO: "M", Path.LINETO: "L", Path.CURVE3: "Q", Path.CURVE4: "C", Path.CLOSEPOLY: "Z"}
_POINTS = {Path.MOVETO: 1, Path.LINETO: 1, Path.CURVE3: 2, Path.CURVE4: 3, Path.CLOSEPOLY: 1}
_ANCHOR = {"left": "start", "center": "middle", "right": "end"}
# From the anchor of a text down to its baseline, in em: half the height of a digit, or all of it.
_DROP = {"baseline": 0.0, "bottom": -0.2, "center": 0.36, "center_baseline": 0.36, "top": 0.9}

# From so many points of a line on, matplotlib leaves out those that an eye could not tell from their neighbours.
_SIMPLIFIED = 128

# From the pixels of a path's points, counted from the top, and its codes, to what SVG calls its `d`.
Outline = Callable[[np.ndarray, np.ndarray | None], str]
# What is cut off (left, bottom, width, height), the outline, and the attributes that paint it.
Stroke = tuple[tuple[float, ...] | None, Outline, str]


@dataclass
class Place:
    """Where data lies in the picture: `scale` × data + `shift`, in pixels from the top left."""

    scale: np.ndarray
    shift: np.ndarray


@dataclass
class Look:
    """All of an artist but its points, kept from the first time that it was drawn: the strokes that make it."""

    place: Place
    strokes: tuple[Stroke, ...]


@dataclass
class Looks:
    """What a `SvgRenderer` may keep for the next: the looks of artists, and where the data of axes lies.

    It holds for as long as only the points and words of the artists change, not their style nor their axes' limits.
    """

    artists: dict[Artist, Look] = field(default_factory=dict)
    axes: dict[Axes, Place | None] = field(default_factory=dict)


class SvgRenderer(RendererBase):
    """Collects artists of a `width` × `height` pixel figure; `svg()` gives what was drawn.

    Matplotlib draws an artist the first time. After that, as long as the same `looks` are given, lines, dots and
    patches are drawn from their points alone, in a third of the time.
    """

    def __init__(self, width: float, height: float, looks: Looks | None = None):
        super().__init__()
        self.width, self.height = width, height
        self._looks = Looks() if looks is None else looks
        self._parts: list[str] = []
        self._strokes: list[Stroke] = []
        self._clip: tuple[float, ...] | None = None

    def svg(self) -> str:
        """All that was drawn, as one `<svg>` element that scales with the page."""
        self._clip_to(None)
        return f'<svg viewBox="0 0 {self.width:g} {self.height:g}" aria-hidden="true">{"".join(self._parts)}</svg>'

    def draw(self, artist: Artist) -> None:
        """Draw one artist: texts in the page's font, everything else as matplotlib would."""
        if not artist.get_visible():
            return
        if isinstance(artist, Text):
            self._draw_text(artist)
        elif not self._draw_again(artist):
            self._strokes = []
            artist.draw(self)
            self._keep(artist)

    def draw_path(self, gc, path, transform, rgbFace=None):
        simplify = rgbFace is None and path.should_simplify
        cleaned = path.cleaned(transform=transform, remove_nans=True, simplify=simplify, curves=True)
        kept = cleaned.codes != Path.STOP
        pixels = cleaned.vertices[kept] * (1, -1) + (0, self.height)
        self._stroke((_edges(gc), _outline, self._paint(gc, rgbFace)), pixels, cleaned.codes[kept])

    def draw_markers(self, gc, marker_path, marker_trans, path, trans, rgbFace=None):
        points = trans.transform(path.vertices) * (1, -1) + (0, self.height)
        points = points[np.isfinite(points).all(axis=1)]
        if marker_path is Path.unit_circle():
            self._draw_dots(gc, marker_trans, points, rgbFace)
        else:
            # All of them as one path: a path for each would take some fifty times as long.
            shape = marker_trans.transform_path(marker_path)
            outline = partial(_repeated, shape.vertices * (1, -1), shape.codes)
            self._stroke((_edges(gc), outline, self._paint(gc, rgbFace)), points, None)

    def flipy(self):
        return False

    def get_canvas_width_height(self):
        return self.width, self.height

    def _draw_again(self, artist: Artist) -> bool:
        """Draw an artist whose look is known; says whether that was possible."""
        look = self._looks.artists.get(artist)
        if look is None:
            return False
        points, codes = _points(artist)
        pixels = points * look.place.scale + look.place.shift
        long_line = codes is None and len(pixels) >= _SIMPLIFIED and artist.get_linestyle() != "None"
        if long_line or not np.isfinite(pixels).all():
            return False
        for stroke in look.strokes:
            self._put(stroke, pixels, codes)
        return True

    def _keep(self, artist: Artist) -> None:
        """Keep how the artist that was just drawn looks, if its points are all that can change."""
        if isinstance(artist, Line2D | PathPatch) and self._strokes:
            place = _place(artist.get_transform(), self.height)
            if place:
                self._looks.artists[artist] = Look(place, tuple(self._strokes))

    def _stroke(self, stroke: Stroke, pixels: np.ndarray, codes: np.ndarray | None) -> None:
        self._strokes.append(stroke)
        self._put(stroke, pixels, codes)

    def _put(self, stroke: Stroke, pixels: np.ndarray, codes: np.ndarray | None) -> None:
        clip, outline, paint = stroke
        self._clip_to(clip)
        if drawn := outline(pixels, codes):
            self._parts.append(f'<path d="{drawn}"{paint}/>')

    def _draw_dots(self, gc, marker_trans, points, fill):
        # A round dot is a line of no length with a round end: ten bytes instead of a circle of eight curves.
        diameter = 2 * abs(marker_trans.get_matrix()[0, 0])
        edge = gc.get_linewidth() if gc.get_rgb()[3] else 0
        layers = [(gc.get_rgb(), diameter + edge)]
        if fill is not None:
            layers.append((fill, max(diameter - edge, 0)))
        for colour, size in layers:
            paint = (
                f' fill="none" stroke-linecap="round" stroke="{to_hex(colour)}" '
                f'stroke-width="{size:.4g}"{_opacity("opacity", colour[3])}'
            )
            self._stroke((_edges(gc), _dots, paint), points, None)

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
        y += _DROP[text.get_verticalalignment()] * size
        turn = f' transform="rotate({-text.get_rotation():g} {x:.2f} {y:.2f})"' if text.get_rotation() else ""
        halo = ' class="lv-halo"' if text.get_path_effects() else ""
        bold = ' font-weight="bold"' if text.get_fontweight() in ("bold", 700) else ""
        anchor = _ANCHOR[text.get_horizontalalignment()]
        self._parts.append(
            f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" text-anchor="{anchor}" '
            f'fill="{to_hex(text.get_color())}"{halo}{bold}{turn}>{escape(text.get_text())}</text>'
        )

    def _anchor(self, text: Text) -> np.ndarray:
        """Where a text stands, in pixels from the top left."""
        if isinstance(text, Annotation):
            if text.xycoords == "data" and text.anncoords == "offset points" and (place := self._data_place(text.axes)):
                # All our labels. A point is a pixel here, and matplotlib's own way takes ten times as long.
                right, up = text.xyann
                return place.scale * text.xy + place.shift + (right, -up)
            text.update_positions(self)
        x, y = text.get_transform().transform(text.get_unitless_position())
        return np.array([x, self.height - y])

    def _data_place(self, axes: Axes) -> Place | None:
        if axes not in self._looks.axes:
            self._looks.axes[axes] = _place(axes.transData, self.height)
        return self._looks.axes[axes]

    def _paint(self, gc, fill) -> str:
        stroke, width = gc.get_rgb(), gc.get_linewidth()
        paint = ' fill="none"' if fill is None else f' fill="{to_hex(fill)}"{_opacity("fill-opacity", fill[3])}'
        if width and stroke[3]:
            paint += f' stroke="{to_hex(stroke)}" stroke-width="{width:g}"{_opacity("stroke-opacity", stroke[3])}'
            _, dashes = gc.get_dashes()
            if dashes is not None:
                paint += f' stroke-dasharray="{" ".join(f"{dash:g}" for dash in dashes)}"'
        return paint

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


def _points(artist: Line2D | PathPatch) -> tuple[np.ndarray, np.ndarray | None]:
    """The points of an artist in its data, and their codes."""
    if isinstance(artist, Line2D):
        return np.array(artist.get_data(), dtype=float).T, None
    path = artist.get_path()
    return path.vertices, path.codes


def _place(transform: Transform, height: float) -> Place | None:
    """What `transform` does, if that can be told for x and y apart."""
    if not transform.is_affine:
        return None
    (across, turned, x), (sheared, up, y), _ = transform.get_affine().get_matrix()
    if turned or sheared:
        return None
    return Place(np.array([across, -up]), np.array([x, height - y]))


def _outline(vertices: np.ndarray, codes: np.ndarray | None) -> str:
    """The `d` of a path; a path without codes is a line through all its points."""
    if not len(vertices):
        return ""
    if codes is None:
        pattern = _line_pattern(len(vertices))
    else:
        pattern = _pattern(codes.tobytes())
        vertices = vertices[codes != Path.CLOSEPOLY]
    return pattern % tuple(vertices.ravel().tolist())


def _repeated(shape: np.ndarray, codes: np.ndarray | None, points: np.ndarray, _: object) -> str:
    """The `d` of a marker's shape at each of the points."""
    if codes is None:
        codes = np.array([Path.MOVETO, *[Path.LINETO] * (len(shape) - 1)], dtype=Path.code_type)
    return _outline((points[:, np.newaxis] + shape).reshape(-1, 2), np.tile(codes, len(points)))


def _dots(points: np.ndarray, _: object) -> str:
    return "M%.1f %.1fh0" * len(points) % tuple(points.ravel().tolist())


@lru_cache(maxsize=16)
def _line_pattern(count: int) -> str:
    return "M%.1f %.1f" + "L%.1f %.1f" * (count - 1)


@lru_cache(maxsize=16)
def _pattern(codes: bytes) -> str:
    """The `d` of all paths with these codes, with a place for each number."""
    codes, at, written = list(codes), 0, []
    while at < len(codes):
        count = _POINTS[codes[at]]
        written.append(_LETTER[codes[at]])
        if codes[at] != Path.CLOSEPOLY:
            written.append(" ".join(["%.1f %.1f"] * count))
        at += count
    return "".join(written)


def _edges(gc: GraphicsContextBase) -> tuple[float, ...] | None:
    """What an artist is cut off to: left, bottom, width, height."""
    box = gc.get_clip_rectangle()
    return None if box is None else tuple(round(float(edge), 2) for edge in box.bounds)


def _opacity(name: str, alpha: float) -> str:
    return "" if alpha == 1 else f' {name}="{alpha:.3g}"'
