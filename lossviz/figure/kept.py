"""How an artist looks and where its data lies, kept from one drawing to the next for as long as both hold.

Most of what matplotlib does for an artist at each drawing is to find out again how it looks. That can be left out
while nobody has changed it. So all that is kept is asked first whether it still holds, which takes a microsecond: an
artist with another colour, or in axes with other limits, is drawn by matplotlib again.
"""

from dataclasses import dataclass
from operator import itemgetter

import numpy as np
from matplotlib.artist import Artist
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, Transform, TransformNode

from lossviz.figure.outlines import Stroke

# What a line and a patch are told when they move, and what matplotlib works out from that. All else is how they look.
_LINE_DATA = frozenset(
    {
        "_stale", "_visible", "_invalidx", "_invalidy", "_xorig", "_yorig", "_x", "_y", "_xy", "_path",
        "_transformed_path", "_subslice", "_x_filled", "ind_offset",
    }
)  # fmt: skip
_PATCH_DATA = frozenset({"_stale", "_visible", "_path"})

# From so many points on, matplotlib leaves out those of a line that an eye could not tell from their neighbours, and
# those of a series of markers that lie outside the axes.
_SIMPLIFIED, _SLICED = 128, 1000
# Pixels from which on nothing is written: the numbers of an SVG may not be as large as those of a line.
FAR = 1e5
# Masks and units have types of their own; words and dates in a list make an array of another kind.
_PLAIN = {list, tuple, np.ndarray}
_STOP = bytes([Path.STOP])


class Appearance:
    """All that an artist is besides its `data`, as it is now; `holds` says whether it still is."""

    def __init__(self, artist: Artist, data: frozenset[str]):
        self._now = vars(artist)
        self._pick = itemgetter(*(name for name in self._now if name not in data))
        # A list may be changed in place, so a copy is kept. What is as large as an array may be too, and is not kept.
        values = self._pick(self._now)
        self._then = tuple(value.copy() if isinstance(value, list) else value for value in values)
        self._count = -1 if any(isinstance(value, np.ndarray) for value in values) else len(self._now)

    def holds(self) -> bool:
        """Whether the artist looks as it did."""
        now = self._now
        try:
            # A transform that equals the one from then, which its place watches, leads to the same pixels.
            return len(now) == self._count and self._pick(now) == self._then
        except ValueError:  # somebody has put an array where there was a word
            return False


class Place(TransformNode):
    """Where data lies in the picture, in pixels from the top left. A part of matplotlib's tree of transforms, which
    tells it when one that it was made from (or the box that cuts off the artist) changes."""

    def __init__(self, transform: Transform, height: float, *, clip: TransformNode | None = None):
        super().__init__()
        affine = from_top(transform, height)
        self.points = affine.transform_affine
        (self._across, self._shear, self._x), (self._turn, self._up, self._y), _ = affine.get_matrix().tolist()
        self.set_children(transform, *([] if clip is None else [clip]))
        self._invalid = 0

    def holds(self) -> bool:
        """Whether data still lies there."""
        return not self._invalid

    def point(self, x: float, y: float) -> tuple[float, float]:
        """The pixel of one point, sooner than by an array."""
        return (
            x * self._across + y * self._shear + self._x,
            x * self._turn + y * self._up + self._y,
        )


@dataclass
class Strokes:
    """All of a line or patch but its points."""

    appearance: Appearance
    place: Place
    strokes: tuple[Stroke, ...]
    # Below so many points.
    most: float

    def holds(self) -> bool:
        """Whether they are still right."""
        return self.place.holds() and self.appearance.holds()

    def points(self, artist: Line2D | PathPatch) -> tuple[np.ndarray, np.ndarray | None] | None:
        """The pixels of the artist's points and their codes; None if matplotlib would draw other points than these."""
        if isinstance(artist, Line2D):
            data, codes = _data(artist), None
        else:
            path = artist.get_path()
            data, codes = path.vertices, path.codes
        if len(data) >= self.most or (codes is not None and _STOP in codes.tobytes()):
            return None
        pixels = self.place.points(data)
        return (pixels, codes) if near(pixels).all() else None


def strokes_of(artist: Artist, strokes: tuple[Stroke, ...], height: float) -> Strokes | None:
    """What can be kept of an artist that was drawn with `strokes`: something only if its data are its points."""
    kind = type(artist)
    if kind is Line2D:
        if artist.get_drawstyle() != "default" or artist.get_markevery() is not None:
            return None
        data, most = _LINE_DATA, _SLICED if artist.get_linestyle() == "None" else _SIMPLIFIED
    elif kind is PathPatch:
        filled = artist.get_facecolor()[3] > 0
        data, most = _PATCH_DATA, np.inf if filled else _SIMPLIFIED
    else:
        return None
    if artist.get_path_effects() or artist.get_sketch_params() or not strokes:
        return None
    transform = artist.get_transform()
    if not transform.is_affine:
        return None
    clip = artist.get_clip_box() if artist.get_clip_on() else None
    return Strokes(Appearance(artist, data), Place(transform, height, clip=clip), strokes, most)


def _data(line: Line2D) -> np.ndarray:
    """`line.get_xydata()`, without its cost for plain numbers, which matplotlib takes as they are."""
    x, y = line.get_data(orig=True)
    if type(x) in _PLAIN and type(y) in _PLAIN:
        try:
            data = np.array((x, y))
        except ValueError:  # not of the same shape
            return line.get_xydata()
        if data.dtype == float and data.ndim == 2:
            return data.T
    return line.get_xydata()


def near(pixels: np.ndarray) -> np.ndarray:
    """Which numbers are numbers, and can be written."""
    return np.abs(pixels) < FAR


def from_top(transform: Transform, height: float) -> Affine2D:
    """The affine part of `transform`, followed by counting from the top."""
    matrix = transform.get_matrix().copy()
    matrix[1] = -matrix[1]
    matrix[1, 2] += height
    return Affine2D(matrix)
