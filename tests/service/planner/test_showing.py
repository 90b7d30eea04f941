"""A tafelindeling as others read it, and what becomes of it on the day."""

import datetime as dt

import pytest
from sqlalchemy import event, select

from kapstok.extensions import db
from kapstok.meetings import attendance
from kapstok.meetings.models import Seat
from kapstok.meetings.rules import Attendance, Partstat, TooEarly
from kapstok.planner import showing, sitting
from kapstok.planner.models import PlanSeat, SeatingPlan
from kapstok.register import cards
from kapstok.register.consent import Purpose
from tests.factories import NOW, make_invitation, make_meeting, make_organisation, make_person, make_plan, make_project

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)

DAY = dt.timedelta(days=1)


@pytest.fixture
def meeting(app):
    return make_meeting(make_project(), starts_at=NOW)


@pytest.fixture
def people(meeting):
    names = ("Ann Bos", "Bo Dam", "Cas Eik", "Dik Fortuin")
    return [make_person(meeting.project, make_organisation(meeting.project), name) for name in names]


@pytest.fixture
def guests(meeting, people):
    return [make_invitation(meeting, person, partstat=Partstat.ACCEPTED) for person in people]


@pytest.fixture
def plan(meeting, people, guests):
    """Cas comes for the second round."""
    ann, bo, cas, dik = people
    return make_plan(meeting, [{ann: 1, bo: 1, dik: 2}, {ann: 2, bo: 1, cas: 2, dik: 2}], host=bo)


def show_cards(*people):
    for person in people:
        cards.say(person, Purpose.CARD, True, NOW, f"person:{person.id}")


def stands(rounds):
    return [
        (one.number, one.table and one.table.number, [mate.name for mate in one.mates], one.others) for one in rounds
    ]


def seats(meeting):
    return attendance.tables_by_round(meeting)


# As it is laid


def test_who_sits_where(meeting, people, plan):
    ann, bo, cas, dik = people
    laid = showing.get_laid(meeting)
    assert laid.where == {ann.id: (1, 2), bo.id: (1, 1), cas.id: (None, 2), dik.id: (2, 2)}
    assert [laid.at(1, table) for table in laid.tables] == [[bo, ann], [dik]]  # the host of table 1 first
    assert [laid.at(2, table) for table in laid.tables] == [[bo], [ann, cas, dik]]


def test_who_does_not_come_sits_nowhere_and_who_walks_in_is_a_guest(meeting, people, guests, plan):
    _ann, _bo, cas, dik = people
    guests[0].partstat, guests[1].waitlisted_at = Partstat.DECLINED, NOW
    eva = make_person(meeting.project, name="Eva Gerritsen")
    attendance.add_walk_in(meeting, eva, NOW)
    laid = showing.get_laid(meeting)
    assert (list(laid.guests), laid.seated) == ([cas, dik, eva], [cas, dik])


def test_a_plan_without_seats_shows_nothing(meeting, people, guests, plan):
    plan.made_at = None
    assert (showing.find_laid(meeting), showing.own_rounds(guests[0])) == (None, [])
    with pytest.raises(showing.NoSeating):
        showing.get_laid(meeting)


def test_as_many_queries_for_many_guests_as_for_few(meeting, people, guests, plan):
    def queries() -> list[int]:
        counts = []
        for ask in (lambda: showing.get_laid(meeting), lambda: showing.own_rounds(guests[0])):
            seen: list[str] = []

            def note(_connection, _cursor, statement, *_rest, seen=seen) -> None:
                seen.append(statement)

            event.listen(db.engine, "before_cursor_execute", note)
            db.session.commit()
            ask()
            event.remove(db.engine, "before_cursor_execute", note)
            counts.append(len(seen))
        return counts

    show_cards(*people)
    few = queries()
    more = [make_person(meeting.project, make_organisation(meeting.project)) for _ in range(9)]
    for person in more:
        make_invitation(meeting, person, partstat=Partstat.ACCEPTED)
        here = {"project_id": meeting.project_id, "plan_id": plan.id, "person_id": person.id}
        db.session.add_all(PlanSeat(**here, round=number, table=number) for number in (1, 2))
    show_cards(*more)
    assert queries() == few


# One's own rounds


def test_tablemates_are_named_when_both_stand_in_wie_is_wie(people, guests, plan):
    ann, bo, cas, _dik = people
    assert stands(showing.own_rounds(guests[0])) == [(1, 1, [], 1), (2, 2, [], 2)]
    show_cards(bo, cas)
    assert stands(showing.own_rounds(guests[0])) == [(1, 1, [], 1), (2, 2, [], 2)]  # Ann herself is not in it
    show_cards(ann)
    assert stands(showing.own_rounds(guests[0])) == [(1, 1, ["Bo Dam"], 0), (2, 2, ["Cas Eik"], 1)]
    assert stands(showing.own_rounds(guests[2])) == [(1, None, [], 0), (2, 2, ["Ann Bos"], 1)]


def test_rounds_are_shown_when_the_projectleider_shares_them(guests, plan):
    plan.shared_at = None
    assert showing.own_rounds(guests[0]) == []


@pytest.mark.parametrize("fields", [{"partstat": Partstat.DECLINED}, {"waitlisted_at": NOW}])
def test_who_does_not_come_has_no_rounds(guests, plan, fields):
    for name, value in fields.items():
        setattr(guests[0], name, value)
    assert showing.own_rounds(guests[0]) == []
    assert [one.others for one in showing.own_rounds(guests[1])] == [0, 0]  # nor is somebody's mate


def test_who_has_no_seat_has_no_rounds(meeting, plan):
    eva = make_invitation(meeting, make_person(meeting.project), partstat=Partstat.ACCEPTED)
    assert showing.own_rounds(eva) == []


# On the day


def test_who_was_there_sat_as_planned(meeting, people, guests, plan):
    ann, bo, cas, _dik = people
    for guest in guests[:3]:
        attendance.record_attendance(guest, Attendance.PRESENT, NOW)
    sitting.sit_as_planned(showing.get_laid(meeting), NOW)
    assert seats(meeting) == {1: {ann.id: 1, bo.id: 1}, 2: {ann.id: 2, bo.id: 1, cas.id: 2}}
    assert attendance.seated_pairs(meeting.project) == [
        (meeting.id, NOW, ann.id, bo.id),
        (meeting.id, NOW, ann.id, cas.id),
    ]
    assert [attendance.tablemates(meeting, person.id) for person in people] == [
        {bo.id, cas.id},
        {ann.id},
        {ann.id},
        set(),
    ]


def test_what_was_filled_in_stays(meeting, people, guests, plan):
    ann, bo, *_others = people
    for guest in guests[:2]:
        attendance.record_attendance(guest, Attendance.PRESENT, NOW)
    attendance.seat_guests(meeting, {ann.id: 2, bo.id: None}, NOW, 1)
    for _twice in range(2):
        sitting.sit_as_planned(showing.get_laid(meeting), NOW)
    assert seats(meeting) == {1: {ann.id: 2}, 2: {ann.id: 2, bo.id: 1}}
    attendance.seat_guests(meeting, {ann.id: 1}, NOW + DAY, 2)  # a correction of the next day
    assert seats(meeting) == {1: {ann.id: 2}, 2: {ann.id: 1, bo.id: 1}}


def test_who_turns_out_not_to_have_been_there_sat_nowhere(meeting, people, guests, plan):
    for guest in guests[:2]:
        attendance.record_attendance(guest, Attendance.PRESENT, NOW)
    sitting.sit_as_planned(showing.get_laid(meeting), NOW)
    attendance.record_attendance(guests[0], Attendance.ABSENT, NOW + DAY)
    assert seats(meeting) == {1: {people[1].id: 1}, 2: {people[1].id: 1}}


def test_nobody_sat_anywhere_before_the_day(meeting, guests, plan):
    with pytest.raises(TooEarly):
        sitting.sit_as_planned(showing.get_laid(meeting), NOW - DAY)
    assert db.session.scalar(select(Seat).where(Seat.project_id == meeting.project_id)) is None


def test_seats_are_of_one_meeting(meeting, people, guests, plan):
    other = make_meeting(meeting.project, starts_at=NOW)
    assert showing.find_made(other) is None
    attendance.record_attendance(guests[0], Attendance.PRESENT, NOW)
    sitting.sit_as_planned(showing.get_laid(meeting), NOW)
    assert (seats(other), db.session.get(SeatingPlan, plan.id).rounds) == ({}, 2)
