"""Points as SVG: paths, dots, and the same marker at many places, each in as few bytes as that takes."""

from collections.abc import Callable
from functools import lru_cache

import numpy as np
from matplotlib.path import Path

# How a path's codes read in SVG, and how many points each takes.
_LETTER = {Path.MOVETO: "M", Path.LINETO: "L", Path.CURVE3: "Q", Path.CURVE4: "C", Path.CLOSEPOLY: "Z"}
_POINTS = {Path.MOVETO: 1, Path.LINETO: 1, Path.CURVE3: 2, Path.CURVE4: 3, Path.CLOSEPOLY: 1}
_CIRCLE = Path.unit_circle()

# From the pixels of points, counted from the top, and their codes to SVG.
Drawn = Callable[[np.ndarray, np.ndarray | None], str]
# What is cut off (left, bottom, width, height), and how the rest is drawn.
Stroke = tuple[tuple[float, ...] | None, Drawn]


def path(paint: str, digits: int, points: np.ndarray, codes: np.ndarray | None) -> str:
    """One path; without codes it is a line through all its points."""
    if not len(points):
        return ""
    if codes is None:
        pattern = _line_pattern(len(points), digits)
    else:
        pattern = _pattern(codes.tobytes(), digits)
        points = points[codes != Path.CLOSEPOLY]
    return f'<path d="{pattern % tuple(points.ravel().tolist())}"{paint}/>'


def dots(paint: str, points: np.ndarray, _: object) -> str:
    """Round dots as one path: lines of no length with round ends, ten bytes instead of a circle of eight curves."""
    if not len(points):
        return ""
    return f'<path d="{"M%.1f %.1fh0" * len(points) % tuple(points.ravel().tolist())}"{paint}/>'


def circles(paint: str, radius: float, points: np.ndarray, _: object) -> str:
    """Round markers one by one, so that each lies over those before it."""
    each = f'<circle cx="%.1f" cy="%.1f" r="{radius:.4g}"/>'
    return f"<g{paint}>{each * len(points) % tuple(points.ravel().tolist())}</g>" if len(points) else ""


def together(paint: str, shape: np.ndarray, codes: np.ndarray, points: np.ndarray, _: object) -> str:
    """A marker's shape at each of the points, all as one path: a path for each would take some fifty times as long."""
    return path(paint, 1, _placed(shape, points), np.tile(codes, len(points)))


def apart(paint: str, shape: np.ndarray, codes: np.ndarray, points: np.ndarray, _: object) -> str:
    """A marker's shape at each of the points, one by one, so that each lies over those before it."""
    if not len(points):
        return ""
    each = f'<path d="{_pattern(codes.tobytes(), 1)}"/>'
    numbers = _placed(shape[codes != Path.CLOSEPOLY], points).ravel().tolist()
    return f"<g{paint}>{each * len(points) % tuple(numbers)}</g>"


def radius(shape: Path) -> float | None:
    """The radius of a circle around the origin; None for every other path."""
    if len(shape.vertices) != len(_CIRCLE.vertices) or not np.array_equal(shape.codes, _CIRCLE.codes):
        return None
    size = shape.vertices[:, 0].max()
    return float(size) if np.allclose(shape.vertices, size * _CIRCLE.vertices, atol=1e-6 * size) else None


def codes_of(shape: Path) -> np.ndarray:
    """The codes of a path, also of one that has none because it is a line through all its points."""
    if shape.codes is not None:
        return shape.codes
    return np.array([Path.MOVETO, *[Path.LINETO] * (len(shape.vertices) - 1)], dtype=Path.code_type)


def _placed(shape: np.ndarray, points: np.ndarray) -> np.ndarray:
    return (points[:, np.newaxis] + shape).reshape(-1, 2)


@lru_cache(maxsize=32)
def _line_pattern(count: int, digits: int) -> str:
    point = f"%.{digits}f %.{digits}f"
    return f"M{point}" + f"L{point}" * (count - 1)


@lru_cache(maxsize=32)
def _pattern(codes: bytes, digits: int) -> str:
    """The `d` of all paths with these codes, with a place for each number."""
    point = f"%.{digits}f %.{digits}f"
    codes, at, written = list(codes), 0, []
    while at < len(codes):
        count = _POINTS[codes[at]]
        written.append(_LETTER[codes[at]])
        if codes[at] != Path.CLOSEPOLY:
            written.append(" ".join([point] * count))
        at += count
    return "".join(written)
