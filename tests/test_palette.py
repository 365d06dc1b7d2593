"""The colours that mean something: to be read on white, and told apart by everybody, in greyscale too."""

from itertools import combinations

import numpy as np
import pytest
from matplotlib.colors import to_rgb

from lossviz.figure import style

MEANINGS = {name: getattr(style, name) for name in ("TRUTH", "PREDICTION", "LOSS", "GRADIENT")}

# How a colour, in linear light, is seen by who lacks one kind of cones (Machado, Oliveira & Fernandes, 2009).
EYES = {
    "all cones": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
# From linear light of sRGB to CIE XYZ, with the white of D65 as 1; the middle row is the luminance.
_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
_WHITE = _XYZ.sum(axis=1)


def linear(color):
    levels = np.array(to_rgb(color))
    return np.where(levels <= 0.04045, levels / 12.92, ((levels + 0.055) / 1.055) ** 2.4)


def lab(light):
    """CIELAB, in which 2.3 is the least difference that is seen (Mahy, 1994)."""
    share = _XYZ @ np.clip(light, 0, 1) / _WHITE
    f = np.where(share > (6 / 29) ** 3, np.cbrt(share), share / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("color", [*MEANINGS.values(), style.MUTED])
def test_letters_of_a_colour_can_be_read_on_white(color):
    # WCAG 2, level AA.
    assert 1.05 / (_XYZ[1] @ linear(color) + 0.05) >= 4.5


@pytest.mark.parametrize("eyes", EYES)
@pytest.mark.parametrize(("one", "other"), list(combinations(MEANINGS, 2)))
def test_two_meanings_have_two_colours(one, other, eyes):
    seen = [lab(EYES[eyes] @ linear(MEANINGS[name])) for name in (one, other)]
    assert np.linalg.norm(seen[0] - seen[1]) > 15


@pytest.mark.parametrize(("one", "other"), list(combinations(MEANINGS, 2)))
def test_two_meanings_are_two_greys(one, other):
    lightness = [lab(np.full(3, _XYZ[1] @ linear(MEANINGS[name])))[0] for name in (one, other)]
    assert abs(lightness[0] - lightness[1]) > 5
