"""What the network knows of every two people, whoever they are: the only reading of statements for the planner."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from kapstok import clock
from kapstok.evaluation import service as evaluation
from kapstok.evaluation.connected import MONTHS_BEFORE
from kapstok.evaluation.kept import Kept
from kapstok.extensions import db
from kapstok.meetings import attendance
from kapstok.projects.models import Project
from kapstok.register.models import Person
from kapstok.scope import in_project
from kapstok.ties import ledger
from kapstok.ties.rules import SHORT_LINE

if TYPE_CHECKING:
    from kapstok.network.graph import Ints, Tri
    from kapstok.planner.instance import Pair
    from kapstok.planner.value import Acquaintance, Traits

NONE = -1  # no organisation, no sector

_sayings = Kept(most=4)


@dataclass(frozen=True, eq=False)
class Company:
    """People in the order asked for, and what the network knows of every two of them.

    ``organisation`` and ``sector`` are ids, ``NONE`` where there is none.
    """

    organisation: tuple[int, ...]
    sector: tuple[int, ...]
    known: Acquaintance
    holds: Traits


def company(project: Project, people: Sequence[Person], now: dt.datetime, meeting_id: int | None = None) -> Company:
    """What the network knows at ``now`` of each two of these people, whoever they are.

    ``meeting_id``: of which the tables are planned. Who sat together there did so because of the plan.
    """
    from kapstok.planner.value import acquaintance, traits

    organisation = tuple(person.organisation_id or NONE for person in people)
    sector = tuple(person.sector.id if person.sector else NONE for person in people)
    said, ids = _said(project, now)
    place = {int(id): index for index, id in enumerate(ids)}
    known = acquaintance(said, [place.get(person.id, NONE) for person in people])
    needs = _needs(project, said, ids, set(organisation), now)
    shared = _shared_a_table(project, [person.id for person in people], meeting_id)
    holds = traits(known, organisation, sector, needs, shared)
    return Company(organisation, sector, known, holds)


def _shared_a_table(project: Project, people: Sequence[int], but: int | None) -> set[Pair]:
    """The pairs of these people (ids), by their index, who ever sat at one table, but for those of one meeting (id)."""
    index = {person_id: place for place, person_id in enumerate(people)}
    tables = (
        sorted(index[person_id] for person_id in seated if person_id in index)
        for meeting_id, _at, seated in attendance.seated_groups(project)
        if meeting_id != but
    )
    return {two for table in tables for two in combinations(table, 2)}


def _said(project: Project, now: dt.datetime) -> tuple[Tri, Ints]:
    """What everybody said of everybody until ``now``, in measurements and after meetings, and who they are (ids)."""
    from kapstok.network import load

    # What is too old to count, is so by the day.
    return _sayings.get((load.version(project), clock.local_date(now)), lambda: _read(project, now))


def _read(project: Project, now: dt.datetime) -> tuple[Tri, Ints]:
    import numpy as np

    from kapstok.network import load
    from kapstok.network.graph import state_at
    from kapstok.network.sources import SETS, SourceSet

    rows = [row for row in ledger.statements(project) if row.source in SETS[SourceSet.ANSWERS]]
    ids = np.unique(np.array([[row.respondent_id, row.named_id] for row in rows], dtype=np.int64))
    return state_at(load.statements(rows, ids), len(ids), now).strength, ids


def _needs(project: Project, said: Tri, ids: Ints, among: set[int], now: dt.datetime) -> list[Pair]:
    """Organisations ``among`` these with referrals of the last year between them, and few lines now.

    Also small ones, which no page of figures shows: what comes of it is who sits with whom.
    """
    import numpy as np

    from kapstok.evaluation.corridors import corridors, needs
    from kapstok.evaluation.traffic import between_groups, month_number
    from kapstok.network.graph import NA, Lines

    since = month_number(clock.local_date(now)) - MONTHS_BEFORE
    here = {place: place for place in among if place != NONE}
    referrals, counting = between_groups(evaluation.referral_counts(project), here, since)
    members = in_project(Person, project).with_only_columns(Person.id, Person.organisation_id)
    home = dict(db.session.execute(members).all())
    group = np.array([home.get(int(id)) or NONE for id in ids], dtype=np.int64)
    strength = np.maximum(said, said.T)
    lines = Lines(np.where(strength == NA, NA, strength >= SHORT_LINE).astype(np.int8), directed=False)
    busy = {place for two in referrals for place in two}
    return [(each.one, each.other) for each in needs(corridors(lines, group, busy, referrals, counting))]
