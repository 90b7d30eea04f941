"""Small tables beside the large ones: the measurements, the headline figures, the bijeenkomsten. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kapstok import clock
from kapstok.evaluation.gatherings import Gathering
from kapstok.evaluation.headlines import Headlines
from kapstok.network.measured import Measurement
from kapstok.takeaway import Sheet
from kapstok.ties.plans.rules import Headline

FIXED, EVERYBODY = "vaste groep", "iedereen"  # as files say it: the same in every language
HEADLINE_WORDS = {
    Headline.DENSITY: "dichtheid",
    Headline.DEGREE: "gemiddeld aantal contacten",
    Headline.SHORT_LINES: "korte-lijnen-index",
    Headline.DISTANCE: "gemiddelde afstand",
    Headline.CROSS_SECTOR: "deel tussen sectoren",
}


def measurements_table(waves: Sequence[Measurement]) -> Sheet:
    """Each closed measurement: when it ran, who was asked and how many answered."""
    rows = []
    for wave in waves:
        assert wave.closed_at is not None
        days = f"{clock.local_date(wave.opened_at)}", f"{clock.local_date(wave.closed_at)}"
        rows.append((wave.number, wave.name, *days, wave.response.whole, wave.response.part))
    return Sheet("metingen", ("meting", "naam", "geopend", "gesloten", "gevraagd", "geantwoord"), rows)


def headlines_table(found: Headlines | None) -> Sheet:
    """The headline figures of the first and the last closed measurement, on the fixed group and with everybody.

    ``laag`` and ``hoog``: the 95 % interval of the change since the first, where there is one. A value that the
    response does not carry is empty.
    """
    columns = ("cijfer", "meting", "groep", "mensen", "op_de_lijst", "drempel", "waarde", "laag", "hoog")
    rows: list[tuple] = []
    if found is None:
        return Sheet("kerncijfers", columns, rows)
    for group, figures in ((FIXED, found.panel), (EVERYBODY, found.everybody)):
        for wave, one in zip(found.waves, figures, strict=True):
            for key, value in one.shown(found.allowed).items():
                between = found.intervals[key] if group == FIXED and wave is not found.waves[0] else None
                about = (HEADLINE_WORDS[Headline(key)], wave.number, group, one.people, one.roster, found.threshold)
                rows.append((*about, _rounded(value), *map(_rounded, between or (None, None))))
    return Sheet("kerncijfers", columns, rows)


def meetings_table(held: Iterable[Gathering]) -> Sheet:
    """Each bijeenkomst that took place; a number of people under five is empty."""
    rows = [
        (f"{clock.local_date(one.held.starts_at)}", one.held.title, one.held.method or None, one.present)
        for one in held
    ]
    return Sheet("bijeenkomsten", ("dag", "titel", "werkvorm", "aanwezig"), rows)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
