"""Figures in words without a single term: of every 100 of something, so many now, and so many then."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from kapstok.ties.plans.rules import Headline
from kapstok.web.filters import number
from kapstok.web.headline_words import MEASURES, signed

ACROSS = "across"  # the density of what lies between two sectors
SMALL_SHARE = 0.05  # of smaller ones so many of every 1,000 says more

# Of one moment, and of two.
SENTENCES = {
    Headline.DENSITY: (
        _l("Van elke %(honderd)s mogelijke lijnen zijn er %(nu)s."),
        _l("Van elke %(honderd)s mogelijke lijnen zijn er nu %(nu)s; bij %(meting)s %(toen)s%(tussen)s."),
    ),
    ACROSS: (
        _l("Van elke %(honderd)s paren uit verschillende sectoren hebben er %(nu)s een lijn."),
        _l(
            "Van elke %(honderd)s paren uit verschillende sectoren hebben er nu %(nu)s een lijn; "
            "bij %(meting)s %(toen)s%(tussen)s."
        ),
    ),
    Headline.DEGREE: (
        _l("Mensen noemen gemiddeld %(nu)s anderen met wie zij een lijn hebben."),
        _l("Mensen noemen nu gemiddeld %(nu)s anderen met wie zij een lijn hebben; bij %(meting)s %(toen)s%(tussen)s."),
    ),
    Headline.SHORT_LINES: (
        _l("Van elke %(honderd)s paren uit verschillende sectoren kennen er %(nu)s elkaar, direct of via één ander."),
        _l(
            "Van elke %(honderd)s paren uit verschillende sectoren kennen er nu %(nu)s elkaar, direct of via één "
            "ander; bij %(meting)s %(toen)s%(tussen)s."
        ),
    ),
    Headline.DISTANCE: (
        _l("Wie elkaar kunnen bereiken, doen dat gemiddeld in %(nu)s stappen."),
        _l("Wie elkaar kunnen bereiken, doen dat nu gemiddeld in %(nu)s stappen; bij %(meting)s %(toen)s%(tussen)s."),
    ),
    Headline.CROSS_SECTOR: (
        _l("Van elke %(honderd)s lijnen liggen er %(nu)s tussen twee sectoren."),
        _l("Van elke %(honderd)s lijnen liggen er nu %(nu)s tussen twee sectoren; bij %(meting)s %(toen)s%(tussen)s."),
    ),
}


def plainly(key: str, values: Sequence[float | None], first: str, interval: tuple[float, float] | None) -> str:
    """What a figure says of one moment, or then and now with the ``interval`` of the difference; "" of the unknown.

    ``first``: the name of the measurement that was then.
    """
    known = [value for value in values if value is not None]
    if not known or len(known) < len(values):
        return ""
    size, decimals = _size(key, max(known))
    one, two = SENTENCES[key]
    *then, now = [number(size * value, decimals) for value in known]
    said = {"honderd": number(size), "nu": now}
    if not then:
        return str(one) % said
    return str(two) % (said | {"meting": first, "toen": then[0], "tussen": _between(interval, size, decimals)})


def verdict(interval: tuple[float, float] | None) -> str:
    """Whether a difference with this interval may be chance; nothing where there is none."""
    if interval is None:
        return ""
    low, high = interval
    if low > 0:
        return _("Dat is meer, en het verschil is groter dan toeval alleen meestal geeft.")
    if high < 0:
        return _("Dat is minder, en het verschil is groter dan toeval alleen meestal geeft.")
    return _("Dat verschil kan toeval zijn.")


def _size(key: str, largest: float) -> tuple[int, int]:
    """Of how many, and with how many decimals."""
    if key in MEASURES and not MEASURES[Headline(key)].in_percent:
        return 1, MEASURES[Headline(key)].decimals
    return (100 if largest >= SMALL_SHARE else 1000), 0


def _between(interval: tuple[float, float] | None, size: int, decimals: int) -> str:
    if interval is None:
        return ""
    low, high = (signed(size * end, decimals) for end in interval)
    return " " + _("(95 %%: %(laag)s tot %(hoog)s)", laag=low, hoog=high)
