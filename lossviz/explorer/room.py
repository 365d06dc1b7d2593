"""How much room a control needs on a page: in pixels, and as CSS."""

import math

from lossviz.explorer.controls import Elements, Number, Switches

# A track has a pixel for each step, but no fewer and no more than these; where there is room, it is longer.
SHORTEST, LONGEST = 120, 240
# A half-width letter, a number of up to six digits and a longer one with the gaps beside them, and what a button has
# beside its words, in pixels.
LETTER, NUMBER, LONG_NUMBER, EDGES = 7, 80, 125, 28
# An array of so many lines has room above its picture.
LINES = 3


def pixels(count: int) -> str:
    """So many pixels, as CSS; more where letters are larger."""
    return f"calc({count}px * var(--lv-zoom, 1))"


def needed(control: Number | Elements, letters: float) -> int:
    """The pixels that a control needs, its label having so many half-width letters."""
    if isinstance(control, Switches):
        return EDGES + LETTER * (round(letters) + len(" = 0"))
    one = control if isinstance(control, Number) else control.slider
    track = min(max((one.high - one.low) / one.step, SHORTEST), LONGEST)
    pieces = LETTER * round(letters), round(track), LONG_NUMBER if is_long(one) else NUMBER
    return max(sum(pieces), int(control.width.removesuffix("px")))


def is_long(control: Number) -> bool:
    """Whether the number beside a slider may have more than six digits."""
    return max(len(format(end, readout(control))) for end in (control.low, control.high)) > 6


def readout(control: Number) -> str:
    """How the page writes a number beside its slider: with digits enough to tell one step from the next."""
    far = max(abs(control.low), abs(control.high))
    if control.decimals > 6 or far >= 1e15:
        return f".{max(0, math.ceil(math.log10(far / control.step)))}e"
    return f".{control.decimals}f"
