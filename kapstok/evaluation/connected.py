"""Reads the lines and the referrals between every two sectors, or every two organisations, of a project."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kapstok import clock
from kapstok.disclosure import SMALL_INSIDE
from kapstok.evaluation import service as evaluation
from kapstok.evaluation.kept import Kept
from kapstok.projects import service as projects
from kapstok.projects.models import Project
from kapstok.projects.rules import Vocabulary
from kapstok.ties import measuring

if TYPE_CHECKING:
    from kapstok.evaluation.corridors import Corridor
    from kapstok.evaluation.rules import Allowance
    from kapstok.network.graph import Ints, Mode
    from kapstok.network.measured import Measurement, Network
    from kapstok.referrals.rules import Of

MONTHS_BEFORE = 12  # referrals count from so long before the measurement closed

_found = Kept(most=16)


@dataclass(frozen=True)
class Connected:
    """Every corridor, with the names of what it lies between, by the numbers that corridors have.

    ``wave``: the measurement that the lines are of. ``since``: the first month of which referrals count.
    ``left_out``: organisations that are too small to be seen by themselves. ``allowed``: without structure there are
    no corridors, and it says why.
    """

    corridors: tuple[Corridor, ...]
    names: Mapping[int, str]
    wave: Measurement
    since: dt.date
    left_out: int
    allowed: Allowance


def find_corridors(project: Project, by_sector: bool, threshold: int, mode: Mode) -> Connected | None:
    """Lines of the last closed measurement beside referrals from a year before it on; None without such a measurement.

    ``mode`` reads lines without direction.
    """
    from kapstok.network import load

    network = evaluation.network(project)
    waves = [wave for wave in network.measurements if wave.closed_at is not None]
    if not waves:
        return None
    counts = evaluation.referral_counts(project)
    key: Hashable = load.version(project), frozenset(counts.items()), by_sector, threshold, mode
    return _found.get(key, lambda: _connected(project, network, waves[-1], counts, by_sector, threshold, mode))


def _connected(
    project: Project,
    network: Network,
    wave: Measurement,
    counts: Mapping[Of, int],
    by_sector: bool,
    threshold: int,
    mode: Mode,
) -> Connected:
    from kapstok.evaluation.corridors import corridors, guarded
    from kapstok.evaluation.rules import what_answers_allow
    from kapstok.evaluation.traffic import between_groups, first_day, month_number
    from kapstok.network.graph import lines

    since = month_number(clock.local_date(wave.closed_at or wave.opened_at)) - MONTHS_BEFORE
    allowed = what_answers_allow([wave.response], wave.response.part)
    group, places, names, left_out = (_sectors if by_sector else _organisations)(project, network, wave)
    referrals, counting = between_groups(counts, places, since)
    found = corridors(lines(wave.state, threshold, mode), group, names, referrals, counting)
    if not by_sector:
        of_sector = {row.id: row.sector_id for row in evaluation.organisations(project).values()}
        found = guarded(found, of_sector)  # the page per sector tells the sums
    shown = tuple(found) if allowed.structure else ()
    return Connected(shown, names, wave, first_day(since), left_out, allowed)


Groups = tuple["Ints", dict[int, int], dict[int, str], int]  # of each person, of organisations by id, names, left out


def _sectors(project: Project, network: Network, wave: Measurement) -> Groups:
    """Sectors, small ones merged as on every page; organisations go where the people of their sector went."""
    import numpy as np

    from kapstok.evaluation.coarse import merged
    from kapstok.network.graph import NA

    sector = network.people.sector
    coarse = merged(sector, [wave.asked | wave.named, wave.asked, wave.named, wave.answered], network.sectors.rest)
    into = dict(zip(sector.tolist(), coarse.tolist(), strict=True))
    here = wave.asked | wave.named
    names = {int(kind): network.sectors.names[kind] for kind in np.unique(coarse[here])}
    number = {term.id: k for k, term in enumerate(projects.terms(project, Vocabulary.SECTOR, archived=True))}
    places = {row.id: number[row.sector_id] for row in evaluation.organisations(project).values()}
    return np.where(here, coarse, NA), {id: into.get(kind, kind) for id, kind in places.items()}, names, 0


def _organisations(project: Project, network: Network, wave: Measurement) -> Groups:
    """Organisations of which five people answered at least, unless of their sector fewer than five others remain."""
    import numpy as np

    from kapstok.network.graph import NA

    roster = {row.person_id: row for row in measuring.rosters(project) if row.wave_id == wave.id}
    said = {int(person) for person in network.people.ids[wave.answered]}
    answered = Counter(row.organisation_id for person, row in roster.items() if person in said)
    people = Counter(row.organisation_id for row in roster.values())
    sectors: dict[int | None, set[int]] = {}
    for row in roster.values():
        sectors.setdefault(row.sector_id, set())
        if row.organisation_id is not None:
            sectors[row.sector_id].add(row.organisation_id)
    large = {place for there in sectors.values() for place in _large(there, answered, people)}
    rows = evaluation.organisations(project)
    group = [roster[int(id)].organisation_id if int(id) in roster else None for id in network.people.ids]
    return (
        np.array([id if id in large else NA for id in group], dtype=np.int64),
        {id: id for id in large},
        {id: rows[id].name for id in large},
        len({place for there in sectors.values() for place in there} - large),
    )


def _large(places: set[int], answered: Counter[int | None], people: Counter[int | None]) -> list[int]:
    """Those of one sector that are large enough, the smallest left out while fewer than five people remain unseen."""
    large = sorted((place for place in places if answered[place] >= SMALL_INSIDE), key=lambda id: (people[id], id))
    unseen = sum(people[place] for place in places - set(large))
    while large and 0 < unseen < SMALL_INSIDE:
        unseen += people[large.pop(0)]
    return large
