"""Moving people by hand. Two who do it at once are tried on both databases."""

import threading

import pytest
from sqlalchemy import select

from kapstok.accounts.models import AuditEvent
from kapstok.extensions import db
from kapstok.planner import moving, reading, wishing
from kapstok.planner.models import SeatingPlan
from kapstok.planner.moving import Moved
from kapstok.planner.refusing import HostStays, KeptApart, SeatHeld, TableFull, TableTooEmpty
from kapstok.planner.rules import NotAtATable, PlanChanged, PlanOver, Wish
from kapstok.scope import in_project
from tests.factories import NOW

ONE_DATABASE = pytest.mark.parametrize("app", ["sqlite"], indirect=True)


def move(plan, round, person, table, seen_version=None) -> Moved:
    return moving.move(plan, round, person.id, table, seen_version or plan.version, NOW, actor="test")


def swap(plan, round, one, other) -> None:
    moving.swap(plan, round, one.id, other.id, plan.version, NOW, actor="test")


def row(plan, round) -> list[int]:
    return reading.problem(plan, NOW).seats[round - 1]


def held(plan) -> set[tuple[int, str]]:
    names = {person.id: person.name for person in reading.expected(plan.meeting)}
    return {(seat.round, names[seat.person_id]) for seat in reading.seats_of(plan) if seat.held}


@ONE_DATABASE
def test_a_move_and_how_it_is_taken_back(plan, guests):
    ann, *_others = guests
    done = move(plan, 1, ann, 3)
    assert done == Moved(plan.version, 1, ann.id, 1)
    assert [row(plan, 1), row(plan, 2)] == [[2, 1, 0, 2, 1, 2], [0, 1, 2, 1, 2, 0]]
    moving.move(plan, done.round, done.person_id, done.table, done.version, NOW, actor="test")
    assert row(plan, 1) == [0, 1, 0, 2, 1, 2]


@ONE_DATABASE
def test_a_swap_is_its_own_way_back(plan, guests):
    ann, bo, *_others = guests
    for expected in ([1, 0, 0, 2, 1, 2], [0, 1, 0, 2, 1, 2]):
        swap(plan, 1, ann, bo)
        assert row(plan, 1) == expected


@ONE_DATABASE
def test_who_has_no_seat_yet_gets_one(plan, guests):
    ann, bo, *_others = guests
    db.session.delete(next(seat for seat in reading.seats_of(plan) if seat.person_id == ann.id))
    with pytest.raises(NotAtATable):
        swap(plan, 1, bo, ann)
    assert move(plan, 1, ann, 2).table is None
    assert row(plan, 1) == [1, 1, 0, 2, 1, 2]


@ONE_DATABASE
def test_no_hard_rule_is_broken(plan, guests):
    ann, bo, cas, _din, eva, fos = guests
    plan.tables[1].host = bo
    move(plan, 1, ann, 3)
    with pytest.raises(TableFull):
        move(plan, 1, eva, 3)
    with pytest.raises(TableTooEmpty):
        move(plan, 1, cas, 2)
    with pytest.raises(HostStays):
        swap(plan, 1, bo, ann)
    wishing.add_wish(plan, Wish.APART, eva.id, fos.id, plan.version, NOW, actor="test")
    with pytest.raises(KeptApart):
        swap(plan, 1, eva, ann)
    moving.hold(plan, 1, fos.id, True, plan.version, NOW, actor="test")
    with pytest.raises(SeatHeld) as refusal:
        swap(plan, 1, eva, fos)
    assert str(refusal.value) == "Fos zit in ronde 1 vast aan een tafel. Maak de plek eerst los."
    assert row(plan, 1) == [2, 1, 0, 2, 1, 2]


@ONE_DATABASE
def test_what_was_broken_already_stands_in_nobodys_way(plan, guests):
    ann, _bo, cas, *_others, fos = guests
    wishing.add_wish(plan, Wish.APART, ann.id, cas.id, plan.version, NOW, actor="test")  # who sit together
    swap(plan, 1, fos, guests[4])
    assert row(plan, 1) == [0, 1, 0, 2, 2, 1]


@ONE_DATABASE
def test_rounds_tables_and_people_that_are_not_there(plan, guests):
    ann, *_others = guests
    wishing.set_guest(plan, ann.id, plan.version, NOW, actor="test", from_round=2)
    for round, person_id, table in ((1, ann.id, 2), (0, ann.id, 1), (3, ann.id, 1), (2, 999999, 1), (2, ann.id, 9)):
        with pytest.raises(NotAtATable):
            moving.move(plan, round, person_id, table, plan.version, NOW, actor="test")


@ONE_DATABASE
def test_seats_that_are_right_are_held(plan, guests):
    ann, *_others = guests
    moving.hold(plan, 1, ann.id, True, plan.version, NOW, actor="test")
    moving.hold_table(plan, 2, 3, True, plan.version, NOW, actor="test")
    assert held(plan) == {(1, "Ann"), (2, "Cas"), (2, "Eva")}
    moving.hold_round(plan, 1, True, plan.version, NOW, actor="test")
    moving.hold(plan, 1, ann.id, False, plan.version, NOW, actor="test")
    moving.hold_table(plan, 2, 3, False, plan.version, NOW, actor="test")
    assert held(plan) == {(1, name) for name in ("Bo", "Cas", "Din", "Eva", "Fos")}
    for nobody in (
        lambda: moving.hold(plan, 1, 999999, True, plan.version, NOW, actor="test"),
        lambda: moving.hold_table(plan, 1, 9, True, plan.version, NOW, actor="test"),
        lambda: moving.hold_round(plan, 3, True, plan.version, NOW, actor="test"),
    ):
        with pytest.raises(NotAtATable):
            nobody()


@ONE_DATABASE
def test_who_did_it_is_written_down_and_to_whom_is_not(plan, guests):
    ann, bo, *_others = guests
    move(plan, 1, ann, 3)
    swap(plan, 2, ann, bo)
    query = select(AuditEvent.event, AuditEvent.actor, AuditEvent.subject).where(AuditEvent.actor == "test")
    mine = [tuple(found) for found in db.session.execute(query.order_by(AuditEvent.id)) if "guest" in found.event]
    subject = f"seating_plan:{plan.id}"
    assert mine == [("guest moved", "test", subject), ("guests swapped", "test", subject)]


@ONE_DATABASE
def test_after_the_meeting_nobody_moves(plan, guests):
    with pytest.raises(PlanOver):
        moving.move(plan, 1, guests[0].id, 2, plan.version, plan.meeting.ends_at, actor="test")


def test_of_two_who_move_at_once_the_second_is_told(app, plan, guests):
    ids, seen = [person.id for person in guests], plan.version
    project_id, plan_id = plan.project_id, plan.id
    db.session.commit()
    outcomes: list[str] = []

    def move_to(person_id: int, table: int) -> None:
        with app.app_context():
            mine = db.session.scalars(in_project(SeatingPlan, project_id).where(SeatingPlan.id == plan_id)).one()
            try:
                moving.move(mine, 1, person_id, table, seen, NOW, actor="test")
                db.session.commit()
                outcomes.append("moved")
            except PlanChanged:
                outcomes.append("told")
            finally:
                db.session.remove()

    threads = [threading.Thread(target=move_to, args=(ids[number], 3 - number)) for number in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["moved", "told"]
    db.session.expire_all()
    assert plan.version == seen + 1
