"""Hangul, signs and minus signs show on every machine, and matplotlib is left as it was found."""

import importlib.util
import logging
import unicodedata
import warnings
from pathlib import Path

import matplotlib
import numpy as np
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.ttLib import TTFont
from matplotlib import font_manager
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from lossviz.words import LANGUAGES, catalogue, hangul

FONTS = Path(hangul.__file__).parent / "fonts"
STYLES = {"normal": "LossvizSansKR-Regular.otf", "bold": "LossvizSansKR-Bold.otf"}
# What every machine has: our fonts, and the one that matplotlib brings.
EVERYWHERE = [hangul.FAMILY, "DejaVu Sans"]
RARE = "뷁"

NEEDED = {
    "Hangul": "".join(bytes((row, cell)).decode("euc_kr") for row in range(0xB0, 0xC9) for cell in range(0xA1, 0xFF)),
    "single Hangul letters": "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ",
    "Latin": "".join(map(chr, range(0x20, 0x7F))) + "ŷŶȳéüß\u0302",
    "Greek": "αβγδεζηθικλμνξοπρςστυφχψωΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ",
    "superscripts and subscripts": "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ₀₁₂₃₄₅₆₇₈₉₊₋ᵢⱼₖₙ",
    "operators": "−×÷±∞∑√∂∇∫≈≠≤≥∈½·°",
    "arrows": "→←↑↓↔↖↗↘↙⇒⇔",
    "shapes": "●○■□▲△▼▽◆◇★☆✓",
    "punctuation": "…–—‘’“”「」『』〈〉《》·㎡℃",
}


@pytest.fixture(scope="module")
def program():
    """The program that makes the fonts, which is no part of the package."""
    spec = importlib.util.spec_from_file_location("subset", FONTS / "subset.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def only(monkeypatch):
    """A function that leaves matplotlib nothing but the named families, as on another machine."""

    def leave(*families):
        entries = [entry for entry in font_manager.fontManager.ttflist if entry.name in families]
        monkeypatch.setattr(font_manager.fontManager, "ttflist", entries)

    yield leave
    monkeypatch.undo()
    font_manager.fontManager._findfont_cached.cache_clear()  # It remembers the fonts of the test.


def draw(text, families, weight="normal"):
    """The picture of a text as an array; a sign without a glyph is an error."""
    figure = Figure(figsize=(12, 1))
    canvas = FigureCanvasAgg(figure)
    figure.text(0.01, 0.4, text, family=families, weight=weight, parse_math=False)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        canvas.draw()
    return np.asarray(canvas.buffer_rgba())[..., 0].copy()


@pytest.mark.parametrize("weight", STYLES)
@pytest.mark.parametrize("kind", NEEDED)
def test_the_font_has_every_needed_character(kind, weight):
    has = TTFont(FONTS / STYLES[weight]).getBestCmap()
    assert [character for character in NEEDED[kind] if ord(character) not in has] == []


def test_all_2350_syllables_of_ks_x_1001_are_needed():
    assert len(set(NEEDED["Hangul"])) == 2350
    assert NEEDED["Hangul"][0] == "가"
    assert NEEDED["Hangul"][-1] == "힝"


@pytest.mark.parametrize("weight", STYLES)
def test_the_font_is_what_the_program_makes(program, weight):
    font = TTFont(FONTS / STYLES[weight])
    assert sorted(font.getBestCmap()) == [ord(character) for character in program.CHARACTERS]
    assert len(font.getGlyphOrder()) == len(program.CHARACTERS) + 1  # .notdef
    assert font["head"].unitsPerEm == 1000
    assert font["OS/2"].usWeightClass == {"normal": 400, "bold": 700}[weight]


@pytest.mark.parametrize("weight", STYLES)
def test_no_glyph_is_blank_but_spaces(weight):
    font = TTFont(FONTS / STYLES[weight])
    glyphs, blank = font.getGlyphSet(), []
    for code, name in font.getBestCmap().items():
        glyphs[name].draw(pen := BoundsPen(glyphs))
        if pen.bounds is None:
            blank.append(chr(code))
    assert {unicodedata.category(character) for character in blank} == {"Zs"}


@pytest.mark.parametrize("weight", STYLES)
def test_the_font_says_its_name_and_its_licence(program, weight):
    names = TTFont(FONTS / STYLES[weight])["name"]
    assert names.getDebugName(1) == hangul.FAMILY == program.FAMILY
    assert names.getDebugName(0) == "© 2014-2021 Adobe (http://www.adobe.com/)."
    assert "SIL Open Font License" in names.getDebugName(13)
    licence = (FONTS / "OFL.txt").read_text(encoding="utf-8")
    assert "Copyright 2014-2021 Adobe (http://www.adobe.com/)." in licence
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence


@pytest.mark.parametrize("name", STYLES.values())
def test_the_font_is_small(name):
    assert (FONTS / name).stat().st_size < 400_000


def test_register_adds_both_weights_once_and_keeps_rc_params(only):
    only("DejaVu Sans")
    before = dict(matplotlib.rcParams)
    assert hangul.register() == hangul.register() == EVERYWHERE
    ours = [entry for entry in font_manager.fontManager.ttflist if entry.name == hangul.FAMILY]
    assert sorted((Path(entry.fname).name, entry.weight) for entry in ours) == [
        ("LossvizSansKR-Bold.otf", 700),
        ("LossvizSansKR-Regular.otf", 400),
    ]
    assert dict(matplotlib.rcParams) == before


def test_every_listed_family_is_found(caplog):
    with caplog.at_level(logging.WARNING, logger="matplotlib.font_manager"):
        for weight in STYLES:
            draw("가 A −", hangul.register(), weight)
    assert caplog.records == []


@pytest.mark.parametrize("family", hangul.SYSTEM_FAMILIES)
def test_a_rare_syllable_is_drawn_with_the_font_of_the_system(family, only, tmp_path):
    assert RARE not in NEEDED["Hangul"]
    only("DejaVu Sans")
    font_manager.fontManager.addfont(font_of(RARE, family, tmp_path))
    families = hangul.register()
    assert families == [hangul.FAMILY, family, "DejaVu Sans"]
    assert draw(f"가{RARE}", families).min() < 128


def test_a_rare_syllable_without_a_font_is_an_error_here(only):
    """The counter-check: `draw` sees a sign that no font has."""
    only("DejaVu Sans")
    with pytest.raises(UserWarning, match="missing from font"):
        draw(RARE, hangul.register())


@pytest.mark.parametrize("weight", STYLES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_of_the_locale_files_can_be_drawn(language, weight):
    hangul.register()
    characters = {character for text in catalogue(language).values() for character in text if character.isprintable()}
    draw("".join(sorted(characters)), EVERYWHERE, weight)


@pytest.mark.parametrize("weight", STYLES)
@pytest.mark.parametrize("sign", "−+ŷ²⁻₀")
def test_signs_leave_ink(sign, weight):
    hangul.register()
    assert draw(sign, [hangul.FAMILY], weight).min() < 128


def test_negative_ticks_have_a_true_minus_sign():
    figure = Figure()
    canvas = FigureCanvasAgg(figure)
    axes = figure.add_subplot(xlim=(-2, 2))
    for label in (*axes.get_xticklabels(), *axes.get_yticklabels()):
        label.set_family(hangul.register())
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        canvas.draw()
    assert "−2.0" in [label.get_text() for label in axes.get_xticklabels()]


def font_of(character, family, folder):
    """A font file with one square for the one character, in place of a font of the system."""
    glyphs = {}
    for name in (".notdef", "square"):
        pen = T2CharStringPen(1000, None)
        pen.moveTo((0, 0))
        for corner in ((0, 800), (800, 800), (800, 0)):
            pen.lineTo(corner)
        pen.closePath()
        glyphs[name] = pen.getCharString()
    font = FontBuilder(1000, isTTF=False)
    font.setupGlyphOrder(list(glyphs))
    font.setupCharacterMap({ord(character): "square"})
    font.setupCFF("Square", {}, glyphs, {})
    font.setupHorizontalMetrics(dict.fromkeys(glyphs, (1000, 0)))
    font.setupHorizontalHeader(ascent=800, descent=-200)
    font.setupNameTable({"familyName": family, "styleName": "Regular"})
    font.setupOS2()
    font.setupPost()
    font.save(path := folder / f"{family}.otf")
    return path
