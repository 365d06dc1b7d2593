"""Every number as it is shown."""

import math

from .catalogue import catalogue
from .settings import language

_SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_SUBSCRIPT = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def number(value: float, digits: int = 4) -> str:
    """A number as a reader sees it: `digits` significant digits, a true minus sign, no trailing zeros, ∞ for infinity.

    >>> number(-0.10536051565782628), number(5.5), number(float("inf")), number(1.5e-7), number(123456.0)
    ('−0.1054', '5.5', '∞', '1.5×10⁻⁷', '123456')
    """
    if math.isnan(value):
        return catalogue(language())["word.undefined"]
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    if value == 0:
        return "0"
    exponent = math.floor(math.log10(abs(value)))
    if not -4 <= exponent < 7:
        mantissa, _, power = f"{value:.{digits - 1}e}".partition("e")
        return f"{_trim(mantissa)}×10{str(int(power)).translate(_SUPERSCRIPT)}".replace("-", "−")
    return _trim(f"{value:.{max(digits - 1 - exponent, 0)}f}").replace("-", "−")


def subscript(symbol: str, index: int) -> str:
    """A symbol with its index, as in a formula.

    >>> subscript("ŷ", 12)
    'ŷ₁₂'
    """
    return symbol + str(index).translate(_SUBSCRIPT)


def _trim(digits: str) -> str:
    return digits.rstrip("0").rstrip(".") if "." in digits else digits
