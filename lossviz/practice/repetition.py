"""What is worth practising again, and when: from the entries of a diary and today's date, and from nothing else."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta

from .entries import Entry

# So many days after a mistake; after each further day on which all was right, so many more. Then it is known.
INTERVALS = (1, 3, 7, 21)

# What has the name of no drill in its own: its drill.
_OTHERS = {"step": "next_weight", "log_loss": "cross_entropy", "binary": "binary_cross_entropy", "slope": "next_weight"}


def topic(id: str, drills: Iterable[str]) -> str | None:
    """The drill for what a question is about: "mse" for "exercise/rents_mse" and "quiz/mse-3"."""
    name = id.partition("/")[2].replace("-", "_")
    own = max((drill for drill in drills if drill in name), key=len, default=None)
    return own or next((drill for word, drill in _OTHERS.items() if word in name), None)


def due(entries: Iterable[Entry], today: date, drills: Collection[str]) -> list[str]:
    """The drills whose day has come, the one that has waited longest first."""
    days: dict[str, dict[date, bool]] = {}
    for entry in entries:
        if name := topic(entry.id, drills):
            found = days.setdefault(name, {})
            # A day is right if all of it is.
            found[entry.when.date()] = found.get(entry.when.date(), True) and entry.right
    next_days = {name: _next_day(found) for name, found in days.items()}
    ready = {name: day for name, day in next_days.items() if day and day <= today}
    return sorted(ready, key=ready.__getitem__)


def _next_day(days: dict[date, bool]) -> date | None:
    """When to practise next what went like this; None where no mistake was made, or it is known since."""
    in_order = sorted(days)
    mistakes = [place for place, day in enumerate(in_order) if not days[day]]
    if not mistakes:
        return None
    right_since = len(in_order) - 1 - mistakes[-1]
    if right_since >= len(INTERVALS):
        return None
    return in_order[-1] + timedelta(days=INTERVALS[right_since])


def chosen_drill(entries: Sequence[Entry], today: date, drills: Sequence[str]) -> str:
    """The drill for today: what is due, or what was never tried, or what was tried longest ago."""
    if ready := due(entries, today, drills):
        return ready[0]
    tried = [entry.id.partition("/")[2] for entry in entries if entry.id.startswith("drill/")]
    last = {name: place for place, name in enumerate(tried)}
    return min(drills, key=lambda name: last.get(name, -1))
