"""The draw: what comes first, what is kept, and that it happens once."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from kapstok.extensions import db
from kapstok.meetings.rules import Partstat
from kapstok.planner import reading
from kapstok.planner.lottery import drawing, rules, service
from kapstok.planner.lottery.chances import coins, seed_hash
from kapstok.planner.lottery.drawing_rules import AlreadyDrawn, InvitedWithout, NotAllSeated, NotRegistered
from kapstok.planner.models import LotteryPair, PlanSeat
from kapstok.planner.rules import NotMadeYet, PlanChanged
from kapstok.projects import service as projects
from kapstok.scope import in_project
from kapstok.ties import service as ties
from kapstok.ties.plans import service as planning
from kapstok.ties.plans.rules import Standing
from kapstok.ties.rules import Answers
from tests.drawn import DAY, REGISTERED, SEED, draw, lottery_project, make_strangers, seated_plan
from tests.factories import NOW, make_invitation, make_meeting, make_person

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)


@pytest.fixture
def project(app):
    return lottery_project()


@pytest.fixture
def people(project):
    return make_strangers(project)


@pytest.fixture
def plan(project, people):
    return seated_plan(project, people, NOW + DAY)


def guest(plan, person):
    return next(one for one in plan.meeting.invitations if one.person is person)


def pairs_of(lottery):
    query = in_project(LotteryPair, lottery.project_id).where(LotteryPair.lottery_id == lottery.id)
    return {frozenset((row.one_id, row.other_id)): row for row in db.session.scalars(query)}


def tables(plan):
    """Where everybody is to sit now, round after round, by person."""
    rows = db.session.scalars(in_project(PlanSeat, plan.project_id).order_by(PlanSeat.round))
    found = {}
    for row in rows:
        found.setdefault(row.person_id, []).append(row.table)
    return found


def test_what_is_kept_of_a_draw(plan, people, project):
    before = tables(plan)
    made = draw(plan, NOW)
    after, places = tables(plan), {place.person_id: place for place in made.places}
    assert (made.seed, made.seed_hash, made.loss, made.asked_at) == (SEED, seed_hash(SEED), 0.0, None)
    assert {person: place.path for person, place in places.items()} == before
    twins = {}
    for place in made.places:
        twins.setdefault(place.twin, []).append(place.person_id)
    assert sorted(twins) == [*range(1, 13)] and {len(two) for two in twins.values()} == {2}
    assert [places[twins[number][0]].exchanged for number in sorted(twins)] == coins(SEED, 12)
    for one, other in twins.values():
        exchanged = places[one].exchanged
        assert (after[one], after[other]) == (
            (before[other], before[one]) if exchanged else (before[one], before[other])
        )
    pairs = pairs_of(made)
    assert len(pairs) == 216
    assert {
        row.drawn == any(a == b for a, b in zip(after[row.one_id], after[row.other_id], strict=True))
        for row in pairs.values()
    } == {True}
    registered = planning.find_plan(project)
    assert (registered.locked_at, planning.standing(registered)) == (NOW, Standing.DRAWN)


def test_it_happens_once(plan):
    draw(plan, NOW)
    with pytest.raises(AlreadyDrawn):
        draw(plan, NOW, "een ander geheim")


def test_what_comes_first(plan, project, people):
    def refusal(now=NOW):
        try:
            drawing.check(plan, reading.problem(plan, now), now)
        except Exception as error:
            return type(error)

    assert refusal() is None
    assert refusal(plan.meeting.starts_at) is rules.AlreadyBegun
    plan.meeting.lottery = False
    assert refusal() is rules.NotAnnounced
    plan.meeting.lottery = True
    projects.switch_modules(project, set(), actor="test")
    assert refusal() is rules.NotAnnounced
    projects.switch_modules(project, {"lottery"}, actor="test")
    registered = planning.find_plan(project)
    planning.save_plan(project, replace(REGISTERED, draws=False), registered.version, NOW, user_id=0)
    assert refusal() is NotRegistered
    planning.save_plan(project, REGISTERED, registered.version, NOW, user_id=0)
    plan.made_at = None
    assert refusal() is NotMadeYet
    plan.made_at = NOW
    make_invitation(plan.meeting, make_person(project), partstat=Partstat.ACCEPTED)
    assert refusal() is NotAllSeated
    for person in people[:6]:
        guest(plan, person).partstat = Partstat.DECLINED
    assert refusal() is rules.TooFewPeople


def test_who_said_no_is_in_no_draw(plan, people):
    service.say_no(guest(plan, people[0]), actor="test")
    made = draw(plan, NOW)
    assert people[0].id not in {place.person_id for place in made.places}
    assert not any(people[0].id in two for two in pairs_of(made))


def test_who_know_each_other_are_not_asked_about_each_other(plan, people):
    one, other, third = people[:3]
    ties.record_statements(one, Answers({other.id: 1, third.id: 0}), NOW - DAY)
    pairs = pairs_of(draw(plan, NOW))
    assert [frozenset((one.id, another.id)) in pairs for another in (other, third)] == [False, True]


def test_what_changed_since_it_was_looked_at(plan, people):
    found = drawing.outlook(plan, reading.problem(plan, NOW))
    service.say_no(guest(plan, people[0]), actor="test")
    with pytest.raises(PlanChanged):
        drawing.draw(plan, found, NOW, actor="test")
    found = drawing.outlook(plan, reading.problem(plan, NOW))
    guest(plan, people[1]).partstat = Partstat.DECLINED
    with pytest.raises(PlanChanged):
        drawing.draw(plan, found, NOW, actor="test")


def test_where_nobody_can_change_places_nothing_is_drawn(plan, people):
    for person in people:
        guest(plan, person).no_lottery = True
    with pytest.raises(rules.NothingToDraw):
        draw(plan, NOW)


def test_it_is_announced_before_anybody_is_invited(project):
    meeting = make_meeting(project)
    service.announce(meeting, True, NOW, actor="test")
    service.announce(meeting, True, NOW, actor="test")
    service.announce(meeting, False, NOW, actor="test")
    assert meeting.lottery is False
    make_invitation(meeting, make_person(project), sent_sequence=0)
    with pytest.raises(InvitedWithout):
        service.announce(meeting, True, NOW, actor="test")


def test_after_the_draw_it_is_not_taken_back(plan, people):
    invitation = guest(plan, people[0])
    draw(plan, NOW)
    with pytest.raises(AlreadyDrawn):
        service.announce(plan.meeting, False, NOW, actor="test")
    service.say_no(invitation, actor="test")
    service.say_no(invitation, actor="test")
    with pytest.raises(AlreadyDrawn):
        service.take_part(invitation, actor="test")
    assert db.session.scalar(
        select(type(invitation).no_lottery).where(
            type(invitation).id == invitation.id, type(invitation).project_id == plan.project_id
        )
    )


def test_a_no_can_be_taken_back_until_the_draw(plan, people):
    invitation = guest(plan, people[0])
    service.say_no(invitation, actor="test")
    service.take_part(invitation, actor="test")
    assert people[0].id in {place.person_id for place in draw(plan, NOW).places}
