"""What a reader is told of a step that failed."""

import sysconfig
import traceback
from pathlib import Path

from lossviz.words import t

# Where the line that failed is not looked for: libraries, and what is between an explorer and a page.
_PACKAGE = Path(__file__).parents[1]
_MACHINERY = (
    *(sysconfig.get_path(name) for name in ("stdlib", "purelib", "platlib")),
    *(str(_PACKAGE / room) for room in ("words", "losses", "figure", "explorer")),
    "<",
)


def told(error: Exception) -> str:
    """The error, with the line of the author's own code in which it happened."""
    frames = traceback.extract_tb(error.__traceback__)
    frame = next((frame for frame in reversed(frames) if not frame.filename.startswith(_MACHINERY)), frames[-1])
    place = f"{frame.name}, {frame.lineno}: {frame.line}" if frame.line else f"{frame.name}, {frame.lineno}"
    return t("explorer.failed", error=f"{type(error).__name__}: {error}", place=place)
