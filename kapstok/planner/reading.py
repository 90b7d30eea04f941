"""Rows → a plain problem: who comes, what the network knows of every two of them, and what must be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from kapstok.extensions import db
from kapstok.meetings import attendance
from kapstok.meetings import service as meetings
from kapstok.meetings.models import Invitation, Meeting
from kapstok.meetings.rules import Attendance
from kapstok.planner.instance import ABSENT, MANTELZORG, SECTOR, Group, Instance, Plan, Table, pair
from kapstok.planner.knowing import NONE, Company, company
from kapstok.planner.levelling import levelled
from kapstok.planner.models import PlanGuest, PlanSeat, PlanWish, SeatingPlan
from kapstok.planner.rules import Spread, Wish
from kapstok.planner.score import Rule, score
from kapstok.register.models import Person
from kapstok.scope import in_project

if TYPE_CHECKING:
    from kapstok.planner.instance import Pair
    from kapstok.planner.value import Acquaintance, Traits

MANTELZORGERS = "mantelzorgers"  # the key of their sector, which has a spread of its own


@dataclass(frozen=True, eq=False)
class Problem:
    """All there is to know of one plan at one moment. Everything is by index: of a person, of a table, of a round.

    ``instance``: what a plan is judged by. ``levelled``: the same with tables of about one size, for who makes a plan
    from nothing. ``seats``: where people are to sit now; ``ABSENT`` for who is not there or has no seat.
    ``people``: ids of persons, by name. ``organisations``: "" for none. ``tables``: their numbers.
    ``gone``: who has a seat and does not come any more; ``new``: who comes and misses a seat in any round while others
    have one; names by person id. ``hosts_away``: numbers of tables whose host does not come.
    ``too_few_carers``: that there is a mantelzorger or a host at each table is aimed at, not kept.
    """

    version: int
    instance: Instance
    levelled: Instance
    seats: Plan
    people: tuple[int, ...]
    names: tuple[str, ...]
    organisation: tuple[int, ...]
    organisations: tuple[str, ...]
    sector: tuple[int, ...]
    sectors: tuple[str, ...]
    carer: tuple[bool, ...]
    known: Acquaintance
    holds: Traits
    tables: tuple[int, ...]
    gone: Mapping[int, str]
    new: Mapping[int, str]
    hosts_away: tuple[int, ...]
    too_few_carers: bool

    @property
    def known_share(self) -> float | None:
        """The share of all pairs of whom somebody said whether they know each other; None below two guests."""
        return self.known.known_share

    @property
    def is_seated(self) -> bool:
        """Whether everybody who is there has a seat in every round."""
        return not _unseated(self.people, self.seats, self.instance.present)

    @property
    def even(self) -> Instance:
        """What bounds and other plans are of, to compare with the one that stands: ``levelled``, unless that is not."""
        is_level = not any(broken.rule is Rule.SIZE for broken in score(self.levelled, self.seats).broken)
        return self.levelled if is_level else self.instance

    def index(self, person_id: int) -> int | None:
        """The index of somebody who is at the tables, or None."""
        return self.people.index(person_id) if person_id in self.people else None


def comes(invitation: Invitation) -> bool:
    """Who has a place and was not told to be away since, and who is there."""
    away = invitation.attendance in (Attendance.ABSENT, Attendance.EXCUSED)
    return attendance.is_expected(invitation) and not away


def expected(meeting: Meeting) -> list[Person]:
    """Everybody who comes, by name."""
    return [invitation.person for invitation in meetings.list_guests(meeting) if comes(invitation)]


def problem(plan: SeatingPlan, now: dt.datetime) -> Problem:
    """What the plan is to be made of, as the rows say now."""
    listed = meetings.list_guests(plan.meeting)
    choices = guests_of(plan)
    coming = [invitation.person for invitation in listed if comes(invitation)]
    joining = [person for person in coming if person.id not in choices or choices[person.id].joins]
    index = {person.id: place for place, person in enumerate(joining)}
    rows = seats_of(plan)
    seats, held = _seated(plan, index, rows)
    sitting = {row.person_id for row in rows}
    found = company(plan.meeting.project, joining, now, plan.meeting_id)
    present = [[_is_there(choices.get(id), round) for id in index] for round in range(1, plan.rounds + 1)]
    fixed, hosts_away = _hosts(plan, index)
    carer = tuple(person.is_mantelzorger for person in joining)
    wishes = _wishes(plan, index)
    groups = _groups(plan, joining, found, carer, present, fixed)
    instance = Instance(
        tables=tuple(Table(table.fewest, table.most) for table in plan.tables),
        value=_values(plan, found),
        present=present,
        colleagues=_colleagues(found.organisation),
        fixed=fixed,
        allowed=_allowed(plan, index, choices),
        held={place: table for place, table in held.items() if present[place[0]][place[1]]},
        groups=groups,
        apart=wishes[Wish.APART],
        together=wishes[Wish.TOGETHER],
    )
    return Problem(
        version=plan.version,
        instance=instance,
        levelled=levelled(instance),
        seats=seats,
        people=tuple(index),
        names=tuple(person.name for person in joining),
        organisation=found.organisation,
        organisations=tuple(person.organisation.name if person.organisation else "" for person in joining),
        sector=found.sector,
        sectors=tuple(person.sector.name if person.sector else "" for person in joining),
        carer=carer,
        known=found.known,
        holds=found.holds,
        tables=tuple(table.number for table in plan.tables),
        gone=_names(plan, sitting - index.keys()),
        new=_names(plan, _unseated(tuple(index), seats, present) if sitting else set()),
        hosts_away=hosts_away,
        too_few_carers=plan.spread == Spread.EACH_TABLE and not any(group.hard for group in groups),
    )


def guests_of(plan: SeatingPlan) -> dict[int, PlanGuest]:
    """What was said of single guests, by person id."""
    query = in_project(PlanGuest, plan.project_id).where(PlanGuest.plan_id == plan.id)
    return {row.person_id: row for row in db.session.scalars(query)}


def seats_of(plan: SeatingPlan) -> list[PlanSeat]:
    """Every seat of the plan, also of who does not come any more."""
    query = in_project(PlanSeat, plan.project_id).where(PlanSeat.plan_id == plan.id)
    return list(db.session.scalars(query.order_by(PlanSeat.round, PlanSeat.table, PlanSeat.person_id)))


def wishes_of(plan: SeatingPlan) -> list[PlanWish]:
    """Every wish about two people, the oldest first."""
    query = in_project(PlanWish, plan.project_id).where(PlanWish.plan_id == plan.id)
    return list(db.session.scalars(query.order_by(PlanWish.id)))


def here_by_round(meeting: Meeting, plan: SeatingPlan | None, rounds: int) -> list[int]:
    """How many guests sit at a table in each of so many rounds."""
    choices = {} if plan is None else guests_of(plan)
    joining = [choices.get(person.id) for person in expected(meeting)]
    joining = [choice for choice in joining if choice is None or choice.joins]
    return [sum(_is_there(choice, round) for choice in joining) for round in range(1, rounds + 1)]


def _is_there(choice: PlanGuest | None, round: int) -> bool:
    if choice is None:
        return True
    return choice.from_round <= round and (choice.until_round is None or round <= choice.until_round)


def _seated(
    plan: SeatingPlan, index: Mapping[int, int], rows: Sequence[PlanSeat]
) -> tuple[Plan, dict[tuple[int, int], int]]:
    """The seats of who comes, and which of them are held. What stands at a table or in a round that is gone, is not."""
    table = {table.number: place for place, table in enumerate(plan.tables)}
    seats = [[ABSENT] * len(index) for _round in range(plan.rounds)]
    held = {}
    for row in rows:
        if row.person_id in index and row.table in table and row.round <= plan.rounds:
            place = row.round - 1, index[row.person_id]
            seats[place[0]][place[1]] = table[row.table]
            if row.held:
                held[place] = table[row.table]
    return seats, held


def _unseated(people: Sequence[int], seats: Plan, present: Sequence[Sequence[bool]]) -> set[int]:
    """The ids of who is there in a round and has no seat in it."""
    return {
        person
        for row, here in zip(seats, present, strict=True)
        for person, table, comes in zip(people, row, here, strict=True)
        if comes and table == ABSENT
    }


def _hosts(plan: SeatingPlan, index: Mapping[int, int]) -> tuple[dict[int, int], tuple[int, ...]]:
    hosted = {place: table.host_id for place, table in enumerate(plan.tables) if table.host_id is not None}
    fixed = {index[host]: place for place, host in hosted.items() if host in index}
    return fixed, tuple(plan.tables[place].number for place, host in hosted.items() if host not in index)


def _allowed(
    plan: SeatingPlan, index: Mapping[int, int], choices: Mapping[int, PlanGuest]
) -> dict[int, frozenset[int]]:
    accessible = frozenset(place for place, table in enumerate(plan.tables) if table.accessible)
    if len(accessible) == len(plan.tables):
        return {}
    return {index[id]: accessible for id, choice in choices.items() if choice.needs_access and id in index}


def _wishes(plan: SeatingPlan, index: Mapping[int, int]) -> dict[Wish, frozenset[Pair]]:
    kept = [row for row in wishes_of(plan) if row.one_id in index and row.other_id in index]
    return {
        kind: frozenset(pair(index[row.one_id], index[row.other_id]) for row in kept if row.kind == kind)
        for kind in Wish
    }


def _colleagues(organisation: Sequence[int]) -> frozenset[Pair]:
    members: dict[int, list[int]] = {}
    for person, place in enumerate(organisation):
        if place != NONE:
            members.setdefault(place, []).append(person)
    return frozenset(two for people in members.values() for two in combinations(people, 2))


def _groups(
    plan: SeatingPlan,
    people: Sequence[Person],
    found: Company,
    carer: Sequence[bool],
    present: Sequence[Sequence[bool]],
    fixed: Mapping[int, int],
) -> tuple[Group, ...]:
    """Sectors and mantelzorgers, as evenly over the tables as can be; a sector of everybody says nothing."""
    members: dict[int, set[int]] = {}
    for index, person in enumerate(people):
        if person.sector is not None and person.sector.key != MANTELZORGERS:
            members.setdefault(found.sector[index], set()).add(index)
    tables = len(plan.tables)
    groups = [
        _evenly(f"sector:{sector}", frozenset(of_sector), SECTOR, present, tables)
        for sector, of_sector in sorted(members.items())
        if len(of_sector) < len(people)
    ]
    carers = frozenset(index for index, is_carer in enumerate(carer) if is_carer)
    if plan.spread == Spread.EVEN and carers:
        groups.append(_evenly("carers", carers, MANTELZORG, present, tables))
    elif plan.spread == Spread.EACH_TABLE:
        groups.append(_at_each_table(carers, fixed, present, tables))
    return tuple(groups)


def _evenly(name: str, members: frozenset[int], points: int, present: Sequence[Sequence[bool]], tables: int) -> Group:
    here = [sum(row[member] for member in members) for row in present]
    return Group(name, members, min(here) // tables, -(-max(here) // tables), points)


def _at_each_table(
    carers: frozenset[int], fixed: Mapping[int, int], present: Sequence[Sequence[bool]], tables: int
) -> Group:
    """A mantelzorger or a host at each table: kept when those who host no table are enough for the tables without."""
    members = carers | fixed.keys()
    enough = all(
        sum(row[person] for person in carers - fixed.keys()) >= tables - sum(row[host] for host in fixed)
        for row in present
    )
    return Group("carers or hosts", members, 1, len(members), MANTELZORG, hard=enough)


def _values(plan: SeatingPlan, found: Company) -> list[list[int]]:
    from kapstok.planner.value import Sliders, pair_values

    return pair_values(found.known, found.holds, Sliders.at(plan.sector, plan.need, plan.strengthen, plan.bridge))


def _names(plan: SeatingPlan, person_ids: set[int]) -> dict[int, str]:
    """The names of these people, in the order of their names; they need not be on the guest list any more."""
    if not person_ids:
        return {}
    query = in_project(Person, plan.project_id).where(Person.id.in_(person_ids)).order_by(Person.name, Person.id)
    return dict(db.session.execute(query.with_only_columns(Person.id, Person.name)).all())
