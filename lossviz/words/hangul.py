"""Hangul for matplotlib, whose own font has none: two fonts of our own, then the system's."""

from pathlib import Path

from matplotlib import font_manager

FAMILY = "Lossviz Sans KR"

# Ours has the 2,350 syllables of everyday Korean; these have the rare ones too. The last is Noto Sans CJK to matplotlib
# before 3.11, which sees only the first, Japanese, face of a font collection.
SYSTEM_FAMILIES = (
    "Noto Sans CJK KR",
    "Noto Sans KR",
    "Source Han Sans K",
    "Malgun Gothic",
    "Apple SD Gothic Neo",
    "NanumGothic",
    "NanumBarunGothic",
    "AppleGothic",
    "UnDotum",
    "Noto Sans CJK JP",
)

_FONTS = Path(__file__).parent / "fonts"


def register() -> list[str]:
    """Make our fonts known to matplotlib, once, and return the font families to draw with, in this order.

    Only families that matplotlib can find are in the list, since it warns of every other at every text.
    `rcParams` stay as they are: pass the list on, for example as `fig.text(..., family=register())`.

    >>> register()[0], register()[-1]
    ('Lossviz Sans KR', 'DejaVu Sans')
    """
    manager = font_manager.fontManager
    known = {entry.name for entry in manager.ttflist}
    if FAMILY not in known:
        for path in sorted(_FONTS.glob("*.otf")):
            manager.addfont(path)
    # One is enough: each has every syllable, and each more is one more file to open at the first text.
    system = next((family for family in SYSTEM_FAMILIES if family in known), None)
    return [FAMILY, *([system] if system else []), "DejaVu Sans"]
