"""Six guests of three organisations at three tables in two rounds, small enough to count by hand."""

from __future__ import annotations

from kapstok.extensions import db
from kapstok.meetings.models import Meeting
from kapstok.meetings.rules import Partstat
from kapstok.planner import reading
from kapstok.planner.models import SeatingPlan
from kapstok.register.models import Person
from tests.factories import make_invitation, make_organisation, make_person, make_plan

NAMES = ("Ann", "Bo", "Cas", "Din", "Eva", "Fos")


def six_guests(meeting: Meeting) -> list[Person]:
    """Ann and Bo are welzijn, Cas and Din thuiszorg, Eva and Fos gemeente; all said yes."""
    homes = [make_organisation(meeting.project, sector=sector) for sector in ("welzijn", "thuiszorg", "gemeente")]
    people = [make_person(meeting.project, homes[place // 2], name) for place, name in enumerate(NAMES)]
    for person in people:
        make_invitation(meeting, person, partstat=Partstat.ACCEPTED)
    return people


def plan_of_six(meeting: Meeting, guests: list[Person]) -> SeatingPlan:
    """Two at each table, which has room for three. Colleagues sit apart, and nobody meets twice."""
    ann, bo, cas, din, eva, fos = guests
    first = {ann: 1, cas: 1, bo: 2, eva: 2, din: 3, fos: 3}
    second = {ann: 1, fos: 1, bo: 2, din: 2, cas: 3, eva: 3}
    plan = make_plan(meeting, [first, second], shared_at=None)
    for table in plan.tables:
        table.most = 3
    db.session.flush()
    return plan


def at(plan: SeatingPlan, number: int) -> dict[str, int]:
    """The table of everybody who comes in a round, by name."""
    names = {person.id: person.name for person in reading.expected(plan.meeting)}
    seats = [seat for seat in reading.seats_of(plan) if seat.round == number and seat.person_id in names]
    return {names[seat.person_id]: seat.table for seat in seats}
