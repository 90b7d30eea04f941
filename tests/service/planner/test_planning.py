"""What a plan is to look for, who sits where, and who sees it."""

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import select

from kapstok.accounts.models import AuditEvent
from kapstok.errors import NotFound
from kapstok.extensions import db
from kapstok.freetext import HoldsBsn
from kapstok.planner import reading, rules, service, wishing
from kapstok.planner.refusing import KeptApart, TableFull
from kapstok.planner.rules import (
    HostNotInvited,
    NotMadeYet,
    PlanChanged,
    PlanOver,
    Settings,
    Spread,
    TableChoice,
    TooFewGuests,
    TooFewPlaces,
    Wish,
)
from tests.factories import NOW, make_meeting, make_person

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)

THREE = Settings(2, tuple(TableChoice(number, 1, 3) for number in (1, 2, 3)))


def save(meeting, settings, seen_version, now=NOW):
    return service.save_settings(meeting, settings, seen_version, now, actor="test")


def rows(plan) -> list[tuple]:
    return [(seat.round, seat.table, seat.person_id, seat.held) for seat in reading.seats_of(plan)]


def events(plan) -> list[str]:
    query = select(AuditEvent.event).where(AuditEvent.project_id == plan.project_id)
    return list(db.session.scalars(query.where(AuditEvent.subject == f"seating_plan:{plan.id}")))


# Settings


def test_a_plan_comes_with_its_settings(meeting, guests):
    assert service.find_plan(meeting) is None
    with pytest.raises(NotFound):
        service.get_plan(meeting)
    host = TableChoice(4, 2, 5, " De Linde ", accessible=False, host_id=guests[0].id)
    settings = Settings(4, (TableChoice(2, 1, 3), host), 1, 2, 3, 5, Spread.EACH_TABLE)
    plan = save(meeting, settings, None)
    assert service.get_plan(meeting) is plan
    assert service.settings_of(plan) == replace(settings, tables=(settings.tables[0], replace(host, name="De Linde")))
    assert (plan.made_at, plan.shared_at, rows(plan), events(plan)) == (None, None, [], ["seating plan set"])


def test_what_is_suggested_can_be_saved(meeting, guests):
    suggested = service.suggested_settings(meeting)
    assert suggested == rules.suggested(6)
    assert service.settings_of(save(meeting, suggested, None)) == suggested


def test_tables_are_told_by_their_numbers_in_their_order(plan, meeting):
    tables = tuple(TableChoice(number, 1, 3) for number in (7, 3, 1))
    save(meeting, Settings(2, tables), plan.version)
    assert [table.number for table in plan.tables] == [1, 3, 7]


def test_seats_at_tables_and_in_rounds_that_are_gone_go_along(plan, meeting, guests):
    ann, bo, cas, _din, _eva, fos = guests
    save(meeting, replace(THREE, rounds=1, tables=(TableChoice(1, 1, 3), TableChoice(2, 1, 3))), plan.version)
    assert rows(plan) == [
        (1, 1, ann.id, False),
        (1, 1, cas.id, False),
        (1, 2, bo.id, False),
        (1, 2, guests[4].id, False),
    ]
    assert reading.problem(plan, NOW).new == {guests[3].id: "Din", fos.id: "Fos"}


def test_of_two_who_set_it_the_second_is_told(plan, meeting):
    seen = plan.version
    save(meeting, THREE, seen)
    with pytest.raises(PlanChanged):
        save(meeting, replace(THREE, rounds=3), seen)
    with pytest.raises(PlanChanged):
        save(meeting, THREE, None)  # somebody made one meanwhile
    assert plan.rounds == 2
    db.session.delete(plan)
    db.session.flush()
    with pytest.raises(PlanChanged):
        save(meeting, THREE, seen)


def test_what_cannot_be_is_refused_with_its_numbers(meeting, guests):
    with pytest.raises(TooFewPlaces) as refusal:
        save(meeting, Settings(2, (TableChoice(1, 1, 3), TableChoice(2, 1, 2))), None)
    assert refusal.value.params == {"round": 1, "guests": 6, "places": 5, "short": 1}
    stranger = make_person(meeting.project)
    with pytest.raises(HostNotInvited) as refusal:
        save(meeting, replace(THREE, tables=(TableChoice(5, 1, 9, host_id=stranger.id),)), None)
    assert refusal.value.params == {"table": 5}
    with pytest.raises(HoldsBsn):
        save(meeting, replace(THREE, tables=(TableChoice(1, 1, 9, "111222333"),)), None)
    with pytest.raises(TooFewGuests):
        save(make_meeting(meeting.project), THREE, None)
    assert service.find_plan(meeting) is None


def test_places_are_counted_of_who_is_there(plan, meeting, guests):
    wishing.set_guest(plan, guests[0].id, plan.version, NOW, actor="test", from_round=2)
    save(meeting, replace(THREE, rounds=1, tables=(TableChoice(1, 1, 3), TableChoice(2, 1, 2))), plan.version)
    with pytest.raises(TooFewPlaces) as refusal:
        save(meeting, replace(service.settings_of(plan), rounds=2), plan.version)
    assert refusal.value.params["round"] == 2


@pytest.mark.parametrize("cancelled", [True, False])
def test_nothing_changes_any_more_when_it_is_over(plan, meeting, guests, cancelled):
    after = NOW if cancelled else meeting.ends_at
    meeting.cancelled_at = NOW if cancelled else None
    problem = reading.problem(plan, NOW)
    for change in (
        lambda: save(meeting, THREE, plan.version, after),
        lambda: service.another(plan, plan.version, after),
        lambda: service.share(plan, after, actor="test"),
        lambda: wishing.add_wish(plan, Wish.APART, guests[0].id, guests[1].id, plan.version, after, actor="test"),
    ):
        with pytest.raises(PlanOver):
            change()
    assert problem.version == plan.version


def test_it_goes_with_all_that_hangs_on_it(plan, guests):
    wishing.add_wish(plan, Wish.APART, guests[0].id, guests[1].id, plan.version, NOW, actor="test")
    wishing.set_guest(plan, guests[0].id, plan.version, NOW, actor="test", needs_access=True)
    meeting = plan.meeting
    db.session.delete(plan)
    db.session.flush()
    assert service.find_plan(meeting) is None


def test_a_plan_of_another_seed(plan):
    seen = plan.version
    service.another(plan, seen, NOW)
    assert plan.seed == 2
    with pytest.raises(PlanChanged):
        service.another(plan, seen, NOW)


# Seats


def test_seats_are_laid_anew_and_what_was_held_stays_held(plan, guests):
    kept, moved = reading.seats_of(plan)[:2]
    kept.held = moved.held = True
    ann, bo, cas, din, eva, fos = guests
    problem, seen = reading.problem(plan, NOW), plan.version
    free = replace(problem, instance=replace(problem.instance, held={(0, 0): 0}))  # Cas may go
    service.lay(plan, free, [[0, 1, 1, 0, 2, 2], [0, 1, 2, 1, 2, 0]], NOW + dt.timedelta(hours=1))
    assert plan.version == seen + 1
    assert plan.made_at == NOW + dt.timedelta(hours=1)
    assert rows(plan) == [
        (1, 1, ann.id, True),
        (1, 1, din.id, False),
        (1, 2, bo.id, False),
        (1, 2, cas.id, False),
        (1, 3, eva.id, False),
        (1, 3, fos.id, False),
        (2, 1, ann.id, False),
        (2, 1, fos.id, False),
        (2, 2, bo.id, False),
        (2, 2, din.id, False),
        (2, 3, cas.id, False),
        (2, 3, eva.id, False),
    ]


def test_no_seats_are_laid_that_break_a_rule(plan, guests):
    wishing.add_wish(plan, Wish.APART, guests[0].id, guests[2].id, plan.version, NOW, actor="test")
    problem, before = reading.problem(plan, NOW), rows(plan)
    with pytest.raises(KeptApart):
        service.lay(plan, problem, problem.seats, NOW)
    with pytest.raises(TableFull):
        service.lay(plan, problem, [[1, 0, 0, 0, 0, 2], [0, 1, 2, 1, 2, 0]], NOW)
    assert rows(plan) == before


def test_rounds_that_have_been_stay(plan, guests):
    problem = reading.problem(plan, NOW)
    other = [[1, 2, 1, 0, 2, 0], [2, 1, 0, 1, 0, 2]]
    service.lay(plan, problem, other, NOW, from_round=2)
    assert reading.problem(plan, NOW).seats == [problem.seats[0], other[1]]


# Who sees it


def test_participants_see_what_was_made_and_shared(plan):
    plan.made_at = None
    with pytest.raises(NotMadeYet):
        service.share(plan, NOW, actor="test")
    plan.made_at = NOW
    service.share(plan, NOW, actor="test")
    service.share(plan, NOW + dt.timedelta(days=1), actor="test")
    assert plan.shared_at == NOW
    service.hide(plan, actor="test")
    service.hide(plan, actor="test")
    assert plan.shared_at is None
    assert events(plan) == ["seating plan shared", "seating plan hidden"]
