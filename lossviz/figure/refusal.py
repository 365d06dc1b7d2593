"""What cannot be drawn among the things that move, and the message that says so when an explorer is made."""

from matplotlib.artist import Artist
from matplotlib.text import Text

from lossviz.words import t


class CannotDraw(ValueError):
    """An artist has something that the moving layer would draw wrongly. The message names it, and what to use instead.

    (Not a `TypeError`: matplotlib's collections take one as a sign of an old renderer, and go on.)
    """


def check(artist: object) -> None:
    """Refuse what is no artist, and an artist that itself or in one of its parts has what cannot be drawn."""
    if not isinstance(artist, Artist):
        raise CannotDraw(t("figure.not_an_artist", received=type(artist).__name__))
    for part in artist.findobj():
        if reason := _reason(part):
            raise refused(part, reason)


def refused(artist: Artist, reason: str) -> CannotDraw:
    """The error for an artist: `reason` is its key among the words."""
    label = artist.get_text() if isinstance(artist, Text) else artist.get_label()
    # Labels that matplotlib gives begin with an underscore.
    name = f" {label!r}" if label and not str(label).startswith("_") else ""
    return CannotDraw(t(f"figure.{reason}", artist=type(artist).__name__ + name))


def _reason(part: Artist) -> str | None:
    if part.get_agg_filter() is not None:
        return "filter"
    if part.get_clip_on() and part.get_clip_path() is not None:
        return "clip_path"
    if hasattr(part, "get_hatch") and part.get_hatch():
        return "hatch"
    if isinstance(part, Text) and part.get_usetex():
        return "tex"
    # Matplotlib has no other way to ask.
    if getattr(part, "_shading", None) == "gouraud":
        return "gouraud"
    return None
