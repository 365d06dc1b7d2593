"""A number as a person types it."""

import re

from lossviz.words import t


def understood(text: str) -> float:
    """The number of what was typed, with a decimal point or a comma; else a ValueError says what is wanted.

    >>> understood("2.2"), understood(" −0,5 ")
    (2.2, -0.5)
    """
    plain = text.strip().replace("−", "-")
    if not re.fullmatch(r"[-+]?(\d+([.,]\d*)?|[.,]\d+)", plain):
        raise ValueError(t("card.no_number", received=f"“{text.strip()}”") if plain else t("card.nothing_typed"))
    return float(plain.replace(",", "."))
