"""Every number as it is shown."""

import math
from collections.abc import Iterable

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
    if not -4 <= exponent < max(7, digits):
        mantissa, _, power = f"{value:.{digits - 1}e}".partition("e")
        return f"{_trim(mantissa)}×10{str(int(power)).translate(_SUPERSCRIPT)}".replace("-", "−")
    return _trim(f"{value:.{max(digits - 1 - exponent, 0)}f}").replace("-", "−")


def digits_apart(pairs: Iterable[tuple[float, float]], least: int = 4) -> int:
    """How many digits it takes to write the two numbers of each pair differently, if they differ.

    >>> digits_apart([(451_230_000, 451_180_000), (1, 1)]), digits_apart([(1, 2)])
    (5, 4)
    """
    return max([least, *(_apart(*pair) for pair in pairs)])


def _apart(one: float, other: float) -> int:
    if one == other or not (math.isfinite(one) and math.isfinite(other)):
        return 0
    size = max(abs(one), abs(other))
    if abs(one - other) >= 1e-3 * size:  # four digits are enough
        return 0
    # The first digit in which they can differ; where rounding hides the difference there, the next.
    first = max(1, math.ceil(math.log10(size / abs(one - other))))
    return next(digits for digits in range(first, 19) if number(one, digits) != number(other, digits))


def subscript(symbol: str, index: int) -> str:
    """A symbol with its index, as in a formula.

    >>> subscript("ŷ", 12)
    'ŷ₁₂'
    """
    return symbol + str(index).translate(_SUBSCRIPT)


def _trim(digits: str) -> str:
    return digits.rstrip("0").rstrip(".") if "." in digits else digits
