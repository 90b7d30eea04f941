"""A kennismakingsplan as others read it: where everybody sits, and nothing of why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import selectinload

from kapstok.errors import N_, NotFound
from kapstok.extensions import db
from kapstok.meetings import attendance
from kapstok.meetings import service as meetings
from kapstok.meetings.models import Invitation, Meeting
from kapstok.planner.models import PlanSeat, PlanTable, SeatingPlan
from kapstok.register import cards
from kapstok.register.cards import Card
from kapstok.register.models import Person
from kapstok.scope import in_project

NOWHERE = "–"  # where somebody comes later or leaves earlier


class NoSeating(NotFound):
    """There is nothing to print or to take down yet."""

    sentence = N_("Voor deze bijeenkomst is nog geen tafelindeling gemaakt.")


@dataclass(frozen=True)
class Laid:
    """Where the guests who are expected sit: ``where[person id][round - 1]`` is a table's number, None for nowhere.

    ``guests``: everybody who is expected, by name; who sits at no table is not in ``where``.
    """

    plan: SeatingPlan
    guests: tuple[Person, ...]
    where: Mapping[int, tuple[int | None, ...]]

    @property
    def rounds(self) -> range:
        return range(1, self.plan.rounds + 1)

    @property
    def tables(self) -> list[PlanTable]:
        return self.plan.tables

    @property
    def seated(self) -> list[Person]:
        """Who sits at a table in some round, by name."""
        return [person for person in self.guests if person.id in self.where]

    def tables_of(self, person: Person) -> list[str]:
        """One's table in each round as it is written, ``NOWHERE`` where there is none; [] for who never has one."""
        return [str(table) if table else NOWHERE for table in self.where.get(person.id, ())]

    def at(self, round: int, table: PlanTable) -> list[Person]:
        """Who sits at a table in a round: the host first, then by name."""
        people = [person for person in self.seated if self.where[person.id][round - 1] == table.number]
        return sorted(people, key=lambda person: person.id != table.host_id)


@dataclass(frozen=True)
class OwnRound:
    """One round of one guest. ``others``: how many more sit there, who are not named to this guest."""

    number: int
    table: PlanTable | None
    mates: tuple[Card, ...] = ()
    others: int = 0


def find_made(meeting: Meeting) -> SeatingPlan | None:
    """The meeting's plan, once seats were worked out."""
    query = in_project(SeatingPlan, meeting.project_id).where(
        SeatingPlan.meeting_id == meeting.id, SeatingPlan.made_at.is_not(None)
    )
    return db.session.scalar(query.options(selectinload(SeatingPlan.tables)))


def find_laid(meeting: Meeting) -> Laid | None:
    """The meeting's plan with its guests, or None as long as nobody was given a seat."""
    plan = find_made(meeting)
    if plan is None:
        return None
    guests = tuple(guest.person for guest in meetings.list_guests(meeting) if attendance.is_expected(guest))
    return Laid(plan, guests, _where(plan, {person.id for person in guests}))


def get_laid(meeting: Meeting) -> Laid:
    """As ``find_laid``; raises ``NoSeating``."""
    laid = find_laid(meeting)
    if laid is None:
        raise NoSeating()
    return laid


def own_rounds(invitation: Invitation) -> list[OwnRound]:
    """The rounds of one guest, once the projectleider shares them; none for who has no seat or does not come.

    Two people read of one another that they sit together when wie is wie shows both their cards.
    """
    plan = find_made(invitation.meeting)
    if plan is None or plan.shared_at is None or not attendance.is_expected(invitation):
        return []
    expected = {guest.person_id for guest in meetings.list_guests(invitation.meeting) if attendance.is_expected(guest)}
    where, me = _where(plan, expected), invitation.person_id
    if me not in where:
        return []
    mates = [_mates(where, me, place) for place in range(plan.rounds)]
    named = {card.person_id: card for card in cards.list_cards(invitation.meeting.project, among={me}.union(*mates))}
    if me not in named:
        named = {}
    tables = {table.number: table for table in plan.tables}
    return [
        OwnRound(
            number=place + 1,
            table=tables.get(at) if at is not None else None,
            mates=tuple(card for person_id, card in named.items() if person_id in mates[place]),
            others=len(mates[place] - named.keys()),
        )
        for place, at in enumerate(where[me])
    ]


def _where(plan: SeatingPlan, expected: set[int]) -> dict[int, tuple[int | None, ...]]:
    """The tables of everybody who is expected and has one."""
    numbers = {table.number for table in plan.tables}
    query = in_project(PlanSeat, plan.project_id).where(PlanSeat.plan_id == plan.id)
    found: dict[int, list[int | None]] = {}
    for seat in db.session.scalars(query):
        if seat.person_id in expected and seat.table in numbers and seat.round <= plan.rounds:
            found.setdefault(seat.person_id, [None] * plan.rounds)[seat.round - 1] = seat.table
    return {person_id: tuple(tables) for person_id, tables in found.items()}


def _mates(where: Mapping[int, tuple[int | None, ...]], person_id: int, place: int) -> set[int]:
    table = where[person_id][place]
    if table is None:
        return set()
    return {other for other, tables in where.items() if other != person_id and tables[place] == table}
