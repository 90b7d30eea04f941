"""Who cancels and who walks in: offers with few people moved, and what taking one does."""

import pytest

from kapstok.extensions import db
from kapstok.meetings.models import Invitation
from kapstok.meetings.rules import Partstat
from kapstok.planner import changing, reading, wishing
from kapstok.planner.rules import NoSuchRounds, OfferVoid, PlanChanged, PlanOver
from kapstok.planner.score import score
from kapstok.scope import in_project
from tests.factories import NOW, make_invitation, make_person

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)

SHORT = 0.05  # seconds


def cancels(meeting, person) -> None:
    query = in_project(Invitation, meeting.project_id).where(Invitation.person_id == person.id)
    db.session.scalars(query).one().partstat = Partstat.DECLINED
    db.session.commit()


def walks_in(meeting, name):
    person = make_person(meeting.project, name=name)
    make_invitation(meeting, person, partstat=Partstat.ACCEPTED)
    db.session.commit()
    return person


def take(plan, most_moved, **round):
    return changing.take_offer(plan, most_moved, plan.version, NOW, actor="test", seconds=SHORT, **round)


def where(plan) -> dict[str, tuple]:
    """The table of everybody who comes, by round."""
    problem = reading.problem(plan, NOW)
    tables = [[problem.tables[table] if table >= 0 else None for table in row] for row in problem.seats]
    return dict(zip(problem.names, zip(*tables, strict=True), strict=True))


def broken(plan) -> tuple:
    problem = reading.problem(plan, NOW)
    return score(problem.instance, problem.seats).broken


def test_who_cancels_leaves_a_place_and_nobody_moves(plan, meeting, guests):
    before = where(plan)
    cancels(meeting, guests[0])
    least, *_others = changing.offers(reading.problem(plan, NOW), plan.seed, seconds=SHORT)
    assert (least.moved, least.gain) == ((), 0)
    take(plan, 0)
    del before["Ann"]
    assert (where(plan), broken(plan)) == (before, ())
    problem = reading.problem(plan, NOW)
    assert (problem.gone, problem.new, problem.is_seated) == ({}, {}, True)


def test_who_walks_in_gets_a_seat_in_every_round_and_nobody_moves(plan, meeting, guests):
    before = where(plan)
    walks_in(meeting, "Gus")
    assert list(reading.problem(plan, NOW).new.values()) == ["Gus"]
    take(plan, 0)
    after = where(plan)
    assert None not in after.pop("Gus")
    assert (after, broken(plan)) == (before, ())
    assert reading.problem(plan, NOW).new == {}


def test_a_round_that_has_been_stays_and_who_walks_in_comes_from_the_next(plan, meeting, guests):
    ann, *_others = guests
    gus = walks_in(meeting, "Gus")
    wishing.set_guest(plan, ann.id, plan.version, NOW, actor="test", until_round=1)
    db.session.commit()
    take(plan, 0, from_round=2)
    after = where(plan)
    assert after["Ann"] == (1, None)
    assert after["Gus"][0] is None
    assert after["Gus"][1] in (1, 2, 3)
    assert reading.guests_of(plan)[gus.id].from_round == 2
    problem = reading.problem(plan, NOW)
    assert (problem.new, problem.is_seated, broken(plan)) == ({}, True, ())


def test_somebody_moves_where_nobody_else_is_left_at_a_table(plan, meeting, guests):
    ann, _bo, cas, *_others = guests
    before = where(plan)
    for person in (ann, cas):  # table 1 in round 1
        cancels(meeting, person)
    with pytest.raises(OfferVoid):
        take(plan, 0)
    take(plan, 1)
    moved = {name for name, seats in where(plan).items() if seats != before[name]}
    assert (len(moved), broken(plan)) == (1, ())


def test_of_two_who_take_an_offer_the_second_is_told(plan, meeting, guests):
    cancels(meeting, guests[0])
    seen = plan.version
    take(plan, 0)
    db.session.commit()
    with pytest.raises(PlanChanged):
        changing.take_offer(plan, 0, seen, NOW, actor="test", seconds=SHORT)


def test_rounds_that_are_not_there_and_meetings_that_are_over(plan, meeting):
    db.session.commit()
    with pytest.raises(NoSuchRounds):
        take(plan, 0, from_round=3)
    with pytest.raises(PlanOver):
        changing.take_offer(plan, 0, plan.version, meeting.ends_at, actor="test", seconds=SHORT)
