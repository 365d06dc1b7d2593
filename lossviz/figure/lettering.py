"""Texts as SVG `<text>` in the page's font; how one looks is kept as long as nobody changes that."""

from html import escape

from matplotlib.colors import to_hex, to_rgba
from matplotlib.font_manager import FontProperties, weight_dict
from matplotlib.text import Annotation, Text

from lossviz.figure.kept import Appearance, Place

# How a text is aligned, as SVG calls it, and how far along its line its anchor is.
ANCHOR = {"left": "start", "center": "middle", "right": "end"}
SHARE = {"left": 0.0, "center": 0.5, "right": 1.0}
# From the anchor of a text down to its baseline, in em: half the height of a digit, or all of it.
_DROP = {"baseline": 0.0, "bottom": -0.2, "center": 0.36, "center_baseline": 0.44, "top": 0.9}
# What a text is told when it moves, and what matplotlib works out from that. All else is how it looks.
_DATA = frozenset({"_stale", "_visible", "_text", "_x", "_y", "xy", "_renderer"})
# An annotation gets a new transform each time that it is put somewhere.
_ANNOTATION_DATA = _DATA | {"_transform", "_transformSet"}
# Families that every page has, so that a text may ask for them.
_FAMILIES = {"serif", "monospace", "cursive", "fantasy"}


class Lettering:
    """All of a text but its words and where they stand.

    `plain`: the words are one `<text>`. Everything else is laid out by matplotlib at each drawing.
    """

    def __init__(self, text: Text, height: float):
        self._appearance = Appearance(text, _ANNOTATION_DATA if isinstance(text, Annotation) else _DATA)
        # A font is changed in place.
        self._font = vars(text.get_fontproperties())
        self._font_then = self._font.copy()
        self._math, self.halo = text.get_parse_math(), _halo(text)
        self.plain = _is_plain(text, self.halo)
        if self.plain:
            self._place = _place(text, height)
            self._offset = isinstance(text, Annotation)
            self._down = _DROP[text.get_verticalalignment()] * text.get_fontsize()
            colour = to_rgba(text.get_color(), text.get_alpha())
            anchor = ANCHOR[text.get_horizontalalignment()]
            self._attributes = attributes(text.get_fontproperties(), anchor, colour) + (self.halo or "")

    def holds(self) -> bool:
        """Whether the text still looks like that."""
        return (
            self._appearance.holds()
            and self._font == self._font_then
            and (not self.plain or self._place is None or self._place.holds())
        )

    def is_formula(self, words: str) -> bool:
        """Whether matplotlib would take a part of the words for a formula, or for a dollar sign that is none."""
        return self._math and "$" in words

    def point(self, text: Text) -> tuple[float, float] | None:
        """Where a plain text is anchored, in pixels from the top left; None where only matplotlib knows."""
        if self._place is None:
            return None
        if not self._offset:
            return self._place.point(*text.get_unitless_position())
        # All our labels. A point is a pixel here, and matplotlib's own way takes ten times as long.
        right, up = text.get_position()
        try:
            x, y = self._place.point(*text.xy)
        except TypeError:  # a date, or a name on an axis of names
            return None
        return x + right, y - up

    def svg(self, x: float, y: float, words: str) -> str:
        """The words of a plain text, anchored there."""
        return f'<text x="{x:.1f}" y="{y + self._down:.1f}"{self._attributes}>{escape(words)}</text>'


def attributes(font: FontProperties, anchor: str, colour: tuple[float, ...]) -> str:
    """What SVG calls a font and a colour, with its opacity."""
    weight = weight_dict.get(font.get_weight(), font.get_weight())
    written = f' font-size="{font.get_size_in_points():g}" text-anchor="{anchor}" fill="{to_hex(colour)}"'
    if colour[3] != 1:
        written += f' opacity="{colour[3]:.3g}"'
    if weight != 400:
        written += f' font-weight="{"bold" if weight == 700 else weight}"'
    if font.get_style() != "normal":
        written += f' font-style="{font.get_style()}"'
    if font.get_family()[0] in _FAMILIES:
        written += f' font-family="{font.get_family()[0]}"'
    return written


def turned(x: float, y: float, angle: float, attributes: str, words: str) -> str:
    """Words on a line that begins at a pixel and rises by `angle` degrees."""
    turn = f' transform="rotate({-angle:g} {x:.2f} {y:.2f})"' if angle else ""
    return f'<text x="{x:.1f}" y="{y:.1f}"{attributes}{turn}>{escape(words)}</text>'


def _is_plain(text: Text, halo: str | None) -> bool:
    if type(text) is Annotation:
        # One with an arrow, or that disappears together with its point.
        inside = text.get_annotation_clip()
        if text.arrow_patch is not None or inside or (inside is None and text.xycoords == "data"):
            return False
    elif type(text) is not Text:
        return False
    return not (
        halo is None
        or text.get_rotation()
        or text.get_transform_rotates_text()
        or text.get_bbox_patch() is not None
        or text.get_wrap()
        or text.get_usetex()
        or (text.get_clip_on() and text.get_clip_box() is not None)
    )


def _place(text: Text, height: float) -> Place | None:
    if not isinstance(text, Annotation):
        transform = text.get_transform()
    elif text.xycoords == "data" and text.anncoords == "offset points":
        transform = text.axes.transData
    else:
        return None
    return Place(transform, height) if transform.is_affine else None


def _halo(text: Text) -> str | None:
    """The rim around the letters, "" where there is none, and None where the effect is another one."""
    effects = text.get_path_effects()
    if not effects:
        return ""
    looks = vars(effects[0])
    rim = looks.get("_gc", {})
    if len(effects) > 1 or type(effects[0]).__name__ != "withStroke" or set(rim) != {"linewidth", "foreground"}:
        return None
    if looks != {"_gc": rim, "_offset": (0, 0)}:
        return None
    colour, width = to_hex(rim["foreground"]), rim["linewidth"]
    if (colour, width) == ("#ffffff", 4):
        return ' class="lv-halo"'
    return f' paint-order="stroke" stroke="{colour}" stroke-width="{width:g}" stroke-linejoin="round"'
