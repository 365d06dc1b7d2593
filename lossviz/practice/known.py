"""What the catalogue of mistakes knows: in one place, until it is there."""

from types import SimpleNamespace

from .drill_table import DRILLS


def diagnose_number(name, given, value, decimals):
    """Stands in."""
    kind = next(kind for kind in DRILLS.values() if kind.quantity == name)
    right = abs(kind.right(*given) - value) <= 0.5 * 10**-decimals + 1e-9
    return SimpleNamespace(right=right, mistakes=() if right else ("sum_for_mean",), words="" if right else "Sum.")


def tells_apart(name, given, decimals):
    """Stands in."""
    return True


def mistake_name(id):
    """Stands in."""
    return ""
