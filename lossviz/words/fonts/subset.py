"""Makes the two fonts beside it from Noto Sans CJK: `python lossviz/fonts/subset.py Regular.ttc Bold.ttc`.

The same two files in, the same bytes out. Kept: what the course writes. Left out: hints and layout features, which
matplotlib does not need. Noto Sans CJK has no ŷ and only some superscripts; what is missing is put together from its
own letters and digits.
"""

import sys
import unicodedata
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.recordingPen import DecomposingRecordingPen, RecordingPen
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTCollection, TTFont

# A name of its own, so that no font of the reader's system is ever taken for it.
FAMILY = "Lossviz Sans KR"
SOURCE = "Noto Sans CJK KR"
HERE = Path(__file__).parent

# Rows 0xB0 to 0xC8 of KS X 1001 are its 2,350 Hangul syllables.
SYLLABLES = "".join(bytes((row, cell)).decode("euc_kr") for row in range(0xB0, 0xC9) for cell in range(0xA1, 0xFF))
# Single letters: "ㄱ". Without the conjoining ones, or else a browser builds rare syllables of them, badly.
JAMO = "".join(map(chr, range(0x3131, 0x3164)))
# Basic Latin, Latin-1 without the soft hyphen, and vowels with a macron.
LATIN = "".join(map(chr, (*range(0x20, 0x7F), *range(0xA0, 0xAD), *range(0xAE, 0x100)))) + "āēīōūĀĒĪŌŪŒœ"
GREEK = "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩαβγδεζηθικλμνξοπρςστυφχψω"
PUNCTUATION = "‐‑‒–—―‘’‚“”„†‡•‥′″‰‹›\u2002\u2003₩€™°"
KOREAN = "\u3000、。〈〉《》「」『』【】〔〕㎏㎎㎜㎝㎞㎠㎡㎢㎥㎖㎗ℓ㏄℃℉№㎐㎾"
# Drawn a full square wide in a Korean font: right for text, too loose in a formula. These get narrow margins.
OPERATORS = "×÷±∞∑∏∂∇∫∮≈≠≤≥≪≫≡≃≅∝∈∉∋⊂⊃⊆⊇∪∩∀∃∅∧∨∥∆∴∵⊥∠"
SIGNS = "−√⁴→←↑↓↔↕↖↗↘↙⇒⇐⇔●○■□▲△▼▽◆◇★☆◎◉▶◀▷◁▪▫◦✓⏎"
# Not in Noto Sans CJK, made here of its own letters. Unicode says of which: "ŷ" is y and a circumflex, "⁷" a raised 7.
MADE = "ŷŶŵŴẑẐȳȲ\u0302\u0303\u0304⁰⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱˣᵏᵗᵀ₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₒₓₕₖₗₘₙₚₛₜᵢⱼ…"

CHARACTERS = sorted({*SYLLABLES, *JAMO, *LATIN, *GREEK, *PUNCTUATION, *KOREAN, *OPERATORS, *SIGNS, *MADE})

# Letters that carry the marks of MADE above their x-height.
MARKED = {"\u0302": "â", "\u0303": "ã", "\u0304": "ā"}
MARGIN = 60  # Left and right of an operator, in thousandths of the font size.


class Source:
    """The Korean face of one Noto Sans CJK collection: its letters as recorded strokes."""

    def __init__(self, path: str) -> None:
        self.font: TTFont = next(face for face in TTCollection(path, lazy=True).fonts if family(face) == SOURCE)
        self.names = self.font.getBestCmap()
        self.glyphs = self.font.getGlyphSet()
        self.bold = self.font["OS/2"].usWeightClass >= 700

    def width(self, character: str) -> int:
        return self.font["hmtx"][self.names[ord(character)]][0]

    def strokes(self, character: str) -> RecordingPen:
        pen = DecomposingRecordingPen(self.glyphs)
        self.glyphs[self.names[ord(character)]].draw(pen)
        return pen


def family(face: TTFont) -> str:
    return face["name"].getDebugName(1)


def drawn(character: str, source: Source, other: Source) -> tuple[int, RecordingPen]:
    """The advance width and the strokes of a character, as the source has it or put together."""
    if character in MADE:
        return made(character, source, other)
    strokes, width = source.strokes(character), source.width(character)
    if character not in OPERATORS:
        return width, strokes
    left, _, right, _ = bounds(strokes)
    return round(right - left) + 2 * MARGIN, moved(strokes, dx=MARGIN - left)


def made(character: str, source: Source, other: Source) -> tuple[int, RecordingPen]:
    if character in MARKED:  # No width of its own: it stands above the letter before it.
        left, _, right, _ = bounds(mark := above(character, source))
        return 0, moved(mark, dx=-(source.width("x") + left + right) / 2)
    kind, *parts = unicodedata.decomposition(character).rpartition("> ")
    bases = [chr(int(code, 16)) for code in parts[-1].split()]
    if kind in ("<super", "<sub"):
        # Made smaller, strokes get thinner: drawn bolder first, towards the other weight or away from it.
        share = -0.4 if source.bold else 0.5
        base = blend(source.strokes(bases[0]), other.strokes(bases[0]), share)
        size = 0.62
        return round(source.width(bases[0]) * size) + 20, moved(base, 10, 430 if kind == "<super" else -150, size)
    if kind == "<compat":  # "…" is three full stops, on the line as in today's Korean.
        step, pen = source.width(bases[0]), RecordingPen()
        for place, base in enumerate(bases):
            moved(source.strokes(base), dx=place * step).replay(pen)
        return step * len(bases), pen
    base, mark = source.strokes(bases[0]), above(bases[1], source)
    (left, _, right, top), (mark_left, _, mark_right, _) = bounds(base), bounds(mark)
    rise = top - bounds(source.strokes("x"))[3]  # A capital lifts its mark.
    moved(mark, (left + right - mark_left - mark_right) / 2, max(rise, 0)).replay(base)
    return source.width(bases[0]), base


def above(mark: str, source: Source) -> RecordingPen:
    """The mark alone: those contours of a marked letter that lie wholly above its x-height."""
    height, pen, contour = bounds(source.strokes("x"))[3], RecordingPen(), RecordingPen()
    for step in source.strokes(MARKED[mark]).value:
        contour.value.append(step)
        if step[0] == "closePath":
            if bounds(contour)[1] > height:
                contour.replay(pen)
            contour = RecordingPen()
    return pen


def bounds(strokes: RecordingPen) -> tuple[float, float, float, float]:
    pen = BoundsPen(None)
    strokes.replay(pen)
    return pen.bounds


def moved(strokes: RecordingPen, dx: float = 0, dy: float = 0, size: float = 1) -> RecordingPen:
    pen = RecordingPen()
    strokes.replay(TransformPen(pen, (size, 0, 0, size, dx, dy)))
    return pen


def blend(one: RecordingPen, other: RecordingPen, share: float) -> RecordingPen:
    """The strokes `share` of the way from one weight of a letter to another, both drawn with the same steps."""
    pen = RecordingPen()
    for (step, here), (same, there) in zip(one.value, other.value, strict=True):
        if step != same:
            raise ValueError(f"The two weights are drawn differently: {step} and {same}.")
        points = (
            tuple(a + share * (b - a) for a, b in zip(start, end, strict=True))
            for start, end in zip(here, there, strict=True)
        )
        pen.value.append((step, tuple(points)))
    return pen


def build(source: Source, other: Source) -> TTFont:
    """One font of all CHARACTERS."""
    style = "Bold" if source.bold else "Regular"
    missing = [character for character in CHARACTERS if character not in MADE and ord(character) not in source.names]
    if missing:
        raise ValueError(f"{SOURCE} lacks {' '.join(missing)}")
    outlines = {f"u{ord(character):04X}": drawn(character, source, other) for character in CHARACTERS}
    blank = RecordingPen()
    source.glyphs[".notdef"].draw(blank)
    outlines = {".notdef": (source.font["hmtx"][".notdef"][0], blank), **outlines}

    font, old = FontBuilder(source.font["head"].unitsPerEm, isTTF=False), source.font
    font.setupGlyphOrder(list(outlines))
    font.setupCharacterMap({ord(character): f"u{ord(character):04X}" for character in CHARACTERS})
    charstrings = {}
    for name, (width, strokes) in outlines.items():
        pen = T2CharStringPen(width, None)
        strokes.replay(pen)
        charstrings[name] = pen.getCharString()
    postscript_name = f"{FAMILY.replace(' ', '')}-{style}"
    font.setupCFF(postscript_name, {"FullName": f"{FAMILY} {style}", "Weight": style}, charstrings, {})
    sides = {name: charstring.calcBounds(None) or (0,) for name, charstring in charstrings.items()}
    font.setupHorizontalMetrics({name: (width, round(sides[name][0])) for name, (width, _) in outlines.items()})
    font.setupHorizontalHeader(ascent=old["hhea"].ascent, descent=old["hhea"].descent)
    version = old["name"].getDebugName(5).split(";")[0]
    font.setupNameTable(
        {
            "copyright": old["name"].getDebugName(0),
            "familyName": FAMILY,
            "styleName": style,
            "uniqueFontIdentifier": f"{postscript_name}; {SOURCE} {version}",
            "fullName": f"{FAMILY} {style}",
            "psName": postscript_name,
            "version": f"{version}; modified: a part of {SOURCE}, with signs added",
            "licenseDescription": "This Font Software is licensed under the SIL Open Font License, Version 1.1.",
            "licenseInfoURL": "https://openfontlicense.org",
        },
        mac=False,
    )
    same = ("usWeightClass", "sTypoAscender", "sTypoDescender", "sTypoLineGap", "usWinAscent", "usWinDescent")
    same += ("sxHeight", "sCapHeight", "panose", "fsSelection")
    font.setupOS2(fsType=0, **{field: getattr(old["OS/2"], field) for field in same})
    font.font["OS/2"].recalcUnicodeRanges(font.font)
    font.setupPost(keepGlyphNames=False, underlinePosition=-125, underlineThickness=50)
    # The clock of the source, not of this machine.
    font.updateHead(macStyle=old["head"].macStyle, fontRevision=old["head"].fontRevision)
    font.updateHead(created=old["head"].created, modified=old["head"].modified)
    font.font.recalcTimestamp = False
    return font.font


def main(regular: str, bold: str) -> None:
    one, other = Source(regular), Source(bold)
    for style, font in (("Regular", build(one, other)), ("Bold", build(other, one))):
        path = HERE / f"LossvizSansKR-{style}.otf"
        font.save(path)
        print(f"{path.name}: {len(CHARACTERS):,} characters, {path.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
