"""What evaluators take away: tables and graphs with the pseudonyms, merged groups and hidden counts of the pages. Pure.

In a table None is an empty cell: not known, not given, or hidden. An open measurement is left out: whoever sees who
answers could tell whose the newest answers are.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

import numpy as np

from kapstok import clock
from kapstok.evaluation.coarse import as_seen, drawn_alone
from kapstok.evaluation.inview import InView
from kapstok.network.graph import NA, Bools, People, Statements, seconds
from kapstok.network.measured import Measurement, Network
from kapstok.network.sources import SAID
from kapstok.takeaway import Sheet
from kapstok.ties.rules import Source

SOURCE_WORDS = {
    Source.WAVE: "meting",
    Source.PULSE: "bijeenkomst",
    Source.PROJECTLEIDER: "projectleider",
    Source.IMPORT: "import",
}


def closed(network: Network) -> list[Measurement]:
    """The measurements whose answers stand."""
    return [wave for wave in network.measurements if wave.closed_at is not None]


def people_table(network: Network) -> Sheet:
    """Who may be seen as a person, with who was asked and who answered (1 or 0) in each closed measurement."""
    people, waves = as_seen(network), closed(network)
    columns = [f"{word}_{wave.number}" for wave in waves for word in ("gevraagd", "geantwoord")]
    return Sheet(
        "mensen",
        ("deelnemer", "sector", "functie", *columns),
        [
            (
                people.labels[i],
                people.sectors[people.sector[i]],
                function_of(people, i),
                *(int(flag[i]) for wave in waves for flag in (wave.asked, wave.answered)),
            )
            for i in seen(network)
        ],
    )


def lines_table(network: Network) -> Sheet:
    """Every statement between people who may be seen, in closed measurements and outside measurements.

    Dated by month, so that a day does not tell who spoke. Without days nobody could tell what was said last: of what
    one source (and measurement) holds of a pair in one month, only the last word is there.
    """
    said, labels, waves = takeable(network), network.people.labels, closed(network)
    rows: dict[tuple, tuple] = {}
    for who, whom, strength, at, code in zip(
        said.respondent, said.named, said.strength, said.said_at, said.source, strict=True
    ):
        source, when = Source(said.sources[code]), dt.datetime.fromtimestamp(int(at), dt.UTC)
        wave = _wave_at(waves, when) if source == Source.WAVE else None
        about, number = (labels[who], labels[whom]), None if wave is None else wave.number
        told_by = SOURCE_WORDS[source], number, f"{clock.local_date(when):%Y-%m}"
        rows[*about, *told_by] = (*about, None if strength == NA else int(strength), *told_by)
    columns = ("van", "naar", "sterkte", "bron", "meting", "maand")
    return Sheet("lijnen", columns, sorted(rows.values(), key=_as_text))


def takeable(network: Network) -> Statements:
    """What people who may be seen said of one another, in closed measurements and outside measurements."""
    said, alone = network.statements.from_sources(SAID), drawn_alone(network)
    keep = alone[said.respondent] & alone[said.named]
    for wave in network.measurements:
        if wave.closed_at is None:
            keep &= (said.source != said.sources.index(Source.WAVE)) | (said.said_at < seconds(wave.opened_at))
    return said.where(keep)


def referrals_table(counts: Iterable[tuple[dt.date, str | None, str | None, str, str, str, int]]) -> Sheet:
    """Counts of referrals: month, sender with sector (empty: all senders), receiver with sector, what, count."""
    columns = ("maand", "van", "van_sector", "naar", "naar_sector", "wat", "aantal")
    return Sheet("verwijzingen", columns, [(f"{month:%Y-%m}", *rest) for month, *rest in counts])


def published_referrals_table(flows: Iterable[tuple[str, str, int]]) -> Sheet:
    """Referrals between sectors, as they may be published: ``referred.for_publication``."""
    return Sheet("verwijzingen-publicatie", ("van", "naar", "aantal"), list(flows))


def indicators_table(indicators: Iterable[tuple[str, InView]]) -> Sheet:
    """What organisations reported per reference date, and of how many; hidden counts are empty. No row: no report."""
    return Sheet(
        "indicatoren",
        ("indicator", "organisatie", "peildatum", "aantal", "van_hoeveel"),
        [
            (name, organisation, day.isoformat(), count, whole)
            for name, view in indicators
            for organisation, numbers in view.counts.items()
            for day, count, whole in zip(view.days, numbers, view.wholes[organisation], strict=True)
            if (organisation, day) in view.told
        ],
    )


def seen(network: Network) -> list[int]:
    """The indexes of who may be seen, in the order of their pseudonyms: the order of entry would tell who is who."""
    ever: Bools = np.logical_or.reduce(
        [wave.asked | wave.named for wave in closed(network)] or [network.on_map & False]
    )
    found = np.flatnonzero(drawn_alone(network) & ever).tolist()
    return sorted(found, key=lambda i: network.people.labels[i])


def function_of(people: People, i: int) -> str | None:
    return None if people.function[i] == NA else people.functions[people.function[i]]


def _wave_at(waves: Sequence[Measurement], when: dt.datetime) -> Measurement | None:
    """The measurement that ran at this moment: there is never more than one."""
    return next((wave for wave in reversed(waves) if wave.opened_at <= when), None)


def _as_text(row: Sequence[object]) -> tuple[str, ...]:
    return tuple("" if cell is None else str(cell) for cell in row)
