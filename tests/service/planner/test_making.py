"""Plans are worked out while somebody waits, and better ones in the background."""

import datetime as dt
from dataclasses import replace
from itertools import pairwise

import pytest

from kapstok import clock, jobs
from kapstok.errors import NotFound
from kapstok.evaluation import calculations
from kapstok.evaluation.calculations import Kind
from kapstok.extensions import db
from kapstok.meetings.models import Invitation
from kapstok.meetings.rules import Partstat
from kapstok.planner import making, moving, reading, service, wishing
from kapstok.planner.models import Lottery
from kapstok.planner.rules import OfferVoid, PlanChanged, PlanOver, TableChoice, TooFewGuests, Wish
from kapstok.planner.score import score
from kapstok.planner.start import NoPlan
from kapstok.scope import in_project
from tests.factories import (
    NOW,
    make_invitation,
    make_meeting,
    make_organisation,
    make_person,
    make_plan,
    make_project,
    make_user,
)
from tests.measured import everybody_says, measure

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)

SHORT = 0.05  # seconds
MINUTE = dt.timedelta(minutes=1)

# Ann meets Bo, her colleague, in both rounds; anything is better.
POOR = [[0, 0, 1, 1, 2, 2], [0, 0, 1, 1, 2, 2]]


@pytest.fixture
def user(meeting):
    user = make_user(meeting.project)
    db.session.commit()
    return user


@pytest.fixture
def poor(plan):
    """The plan, with colleagues at each table in both rounds."""
    service.lay(plan, reading.problem(plan, NOW), POOR, NOW)
    db.session.commit()
    return plan


@pytest.fixture(autouse=True)
def today(app, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


def preview(plan, seconds=SHORT):
    return making.preview(plan, plan.version, NOW, actor="test", seconds=seconds)


def ask(plan, user, now=NOW):
    found = making.ask_final(plan, reading.problem(plan, NOW), now, user_id=user.id, seconds=SHORT)
    db.session.commit()
    return found


def work_out(app) -> None:
    db.session.commit()  # the worker has a session of its own
    assert jobs.work_out(app) == 1
    db.session.expire_all()


def judged(plan) -> tuple:
    """How many points the plan has, and what it breaks."""
    problem = reading.problem(plan, NOW)
    found = score(problem.instance, problem.seats)
    return found.points, found.broken


def offered(plan) -> making.Offer | None:
    return making.offer(plan, reading.problem(plan, NOW))


def decline_invitation(meeting, person) -> None:
    query = in_project(Invitation, meeting.project_id).where(Invitation.person_id == person.id)
    db.session.scalars(query).one().partstat = Partstat.DECLINED
    db.session.commit()


# While somebody waits


def test_a_first_plan(meeting, guests):
    plan = service.save_settings(meeting, service.suggested_settings(meeting), None, NOW, actor="test")
    db.session.commit()
    assert preview(plan) is plan
    problem = reading.problem(plan, NOW)
    assert (plan.made_at, problem.is_seated) == (NOW, True)
    assert {row.count(table) for row in problem.seats for table in (0, 1)} == {3}  # even, though 4 would fit
    assert judged(plan)[1] == ()


def test_a_poor_plan_gets_better_and_what_is_held_stays(poor, guests):
    for person in guests[:2]:
        moving.hold(poor, 1, person.id, True, poor.version, NOW, actor="test")
    db.session.commit()
    before = judged(poor)[0]
    preview(poor)
    points, broken = judged(poor)
    assert (points > before, broken) == (True, ())
    problem = reading.problem(poor, NOW)
    assert problem.seats[0][:2] == [0, 0]
    assert problem.instance.held == {(0, 0): 0, (0, 1): 0}


def test_another_plan_as_good_is_not_the_one_that_stands(poor):
    preview(poor)
    db.session.commit()
    before, points = reading.problem(poor, NOW).seats, judged(poor)[0]
    preview(poor)
    db.session.commit()
    assert reading.problem(poor, NOW).seats == before
    others = []
    for _ in range(6):  # one of them may happen to be the same
        service.another(poor, poor.version, NOW)
        db.session.commit()
        making.preview(poor, poor.version, NOW, actor="test", seconds=SHORT, anew=True)
        db.session.commit()
        others.append((reading.problem(poor, NOW).seats, judged(poor)))
    assert any(seats != before and found == (points, ()) for seats, found in others)


def test_tables_may_be_uneven_where_rules_want_it(plan, guests):
    for one, other in pairwise(guests[:3]):
        wishing.add_wish(plan, Wish.TOGETHER, one.id, other.id, plan.version, NOW, actor="test")
    db.session.commit()
    preview(plan)
    seats = reading.problem(plan, NOW).seats
    assert all(len({row[person] for person in range(3)}) == 1 for row in seats)


def test_nothing_is_laid_over_what_somebody_changed_meanwhile(poor, guests):
    seen = poor.version
    moving.swap(poor, 1, guests[0].id, guests[2].id, seen, NOW, actor="test")
    db.session.commit()
    with pytest.raises(PlanChanged):
        making.preview(poor, seen, NOW, actor="test", seconds=SHORT)


def test_no_plan_where_wishes_clash_and_where_hardly_anybody_comes(plan, guests, meeting):
    for one in range(4):
        for other in range(one):
            ids = guests[one].id, guests[other].id
            wishing.add_wish(plan, Wish.APART, *ids, plan.version, NOW, actor="test")
    db.session.commit()
    with pytest.raises(NoPlan):
        preview(plan)
    for person in guests[:3]:
        decline_invitation(meeting, person)
    with pytest.raises(TooFewGuests):
        preview(plan)
    with pytest.raises(PlanOver):
        making.preview(plan, plan.version, meeting.ends_at, actor="test")


def test_everybody_knows_everybody_and_the_plan_is_just_balanced(app):
    project = make_project()
    homes = [make_organisation(project, sector=sector) for sector in ("welzijn", "thuiszorg")]
    people = [make_person(project, home) for home in homes for _ in range(4)]
    measure(project, people, "Nulmeting", NOW - dt.timedelta(days=30), everybody_says(8, 3))
    meeting = make_meeting(project)
    for person in people:
        make_invitation(meeting, person, partstat=Partstat.ACCEPTED)
    plan = service.save_settings(meeting, service.suggested_settings(meeting), None, NOW, actor="test")
    db.session.commit()
    preview(plan)
    problem = reading.problem(plan, NOW)
    assert not any(map(any, problem.instance.value))
    assert score(problem.instance, problem.seats).uneven == {}
    assert problem.known_share == 1.0


# In the background


def test_the_worker_makes_it_better_and_lays_it(app, poor, user):
    before, version = judged(poor)[0], poor.version
    asked = ask(poor, user)
    assert (asked.asked, offered(poor)) == ({"plan": poor.id, "version": version, "seconds": SHORT}, None)
    work_out(app)
    points, broken = judged(poor)
    assert (points > before, broken, poor.version, poor.made_at) == (True, (), version + 1, NOW)
    assert (asked.trouble, asked.result["settled"], asked.done == asked.total) == ("", True, True)
    assert making.find_final(poor) is asked
    assert offered(poor) is None


def test_a_plan_that_is_as_good_stays(app, poor, user):
    preview(poor)
    db.session.commit()
    seats, version = reading.problem(poor, NOW).seats, poor.version
    ask(poor, user)
    work_out(app)
    assert (reading.problem(poor, NOW).seats, poor.version) == (seats, version)
    assert offered(poor) is None


def test_the_same_plan_of_the_same_guests_is_asked_once(poor, user, meeting, guests):
    asked = ask(poor, user)
    assert ask(poor, user) is asked
    decline_invitation(meeting, guests[0])
    other = ask(poor, user, NOW + MINUTE)
    assert (other is asked, making.find_final(poor) is other) == (False, True)


def test_what_somebody_changed_meanwhile_is_offered_and_can_be_taken(app, poor, user, guests):
    asked = ask(poor, user)
    moving.swap(poor, 1, guests[0].id, guests[2].id, poor.version, NOW, actor="test")
    db.session.commit()
    points, seats, version = judged(poor)[0], reading.problem(poor, NOW).seats, poor.version
    work_out(app)
    assert (reading.problem(poor, NOW).seats, poor.version) == (seats, version)
    offer = offered(poor)
    assert (offer.calculation_id, offer.points_now, offer.holds) == (asked.id, points, True)
    with pytest.raises(PlanChanged):
        making.accept(poor, asked.id, version - 1, NOW, actor="test")
    making.accept(poor, asked.id, version, NOW, actor="test")
    assert judged(poor) == (offer.points_then, ())
    assert len(making.moved(seats, reading.problem(poor, NOW).seats)) == offer.moved
    assert offered(poor) is None


def test_an_offer_that_is_declined_is_made_no_more(app, poor, user, guests):
    asked = ask(poor, user)
    moving.swap(poor, 1, guests[0].id, guests[2].id, poor.version, NOW, actor="test")
    db.session.commit()
    making.decline(poor, asked.id)
    work_out(app)
    assert offered(poor) is not None  # it was not ready yet
    making.decline(poor, asked.id)
    making.decline(poor, asked.id)
    assert offered(poor) is None


def left_as_an_offer(app, plan, user, guests) -> int:
    """A plan that was worked out while somebody moved two people."""
    asked = ask(plan, user)
    moving.swap(plan, 1, guests[0].id, guests[2].id, plan.version, NOW, actor="test")
    db.session.commit()
    work_out(app)
    return asked.id


def set_otherwise(plan, **changes) -> None:
    settings = replace(service.settings_of(plan), **changes)
    service.save_settings(plan.meeting, settings, plan.version, NOW, actor="test")


@pytest.mark.parametrize(
    "change",
    [
        lambda plan, guests: decline_invitation(plan.meeting, guests[0]),
        lambda plan, guests: make_invitation(
            plan.meeting, make_person(plan.meeting.project), partstat=Partstat.ACCEPTED
        ),
        lambda plan, guests: set_otherwise(plan, rounds=3),
        lambda plan, guests: set_otherwise(plan, tables=tuple(TableChoice(n, 1, 3) for n in (1, 2, 4))),
        lambda plan, guests: set_otherwise(plan, tables=tuple(TableChoice(n, 0, 6) for n in (1, 2))),
        lambda plan, guests: wishing.set_guest(plan, guests[0].id, plan.version, NOW, actor="test", from_round=2),
    ],
    ids=["gone", "new", "rounds", "other tables", "fewer tables", "later"],
)
def test_what_was_found_for_others_can_not_be_taken(app, poor, user, guests, change):
    calculation_id = left_as_an_offer(app, poor, user, guests)
    assert offered(poor).holds
    change(poor, guests)
    offer = offered(poor)
    assert (offer.calculation_id, offer.holds, offer.moved) == (calculation_id, False, 0)
    with pytest.raises(OfferVoid):
        making.accept(poor, calculation_id, poor.version, NOW, actor="test")


def test_a_guest_list_that_changes_while_it_runs(poor, user, guests, meeting):
    asked = ask(poor, user)
    outcome = making.make_seating(meeting.project, asked.asked, lambda done, total: None)
    decline_invitation(meeting, guests[0])
    seats = [(seat.round, seat.person_id, seat.table) for seat in reading.seats_of(poor)]
    assert making.land(meeting.project, asked.asked, outcome, NOW) is outcome
    assert [(seat.round, seat.person_id, seat.table) for seat in reading.seats_of(poor)] == seats


def test_a_drawn_plan_is_never_replaced_by_itself(poor, user, meeting):
    asked = ask(poor, user)
    outcome = making.make_seating(meeting.project, asked.asked, lambda done, total: None)
    db.session.add(
        Lottery(project_id=poor.project_id, meeting=meeting, drawn_at=NOW, seed="s", seed_hash="h", loss=0.0)
    )
    version = poor.version
    assert making.land(meeting.project, asked.asked, outcome, NOW) is outcome
    assert poor.version == version


def test_nothing_lands_once_it_is_over(poor, user, meeting):
    asked = ask(poor, user)
    outcome = making.make_seating(meeting.project, asked.asked, lambda done, total: None)
    assert making.land(meeting.project, asked.asked, outcome, meeting.ends_at) is outcome


def test_a_plan_that_was_taken_away_and_one_that_cannot_be(app, poor, user, guests):
    asked = ask(poor, user)
    for one in range(4):
        for other in range(one):
            ids = guests[one].id, guests[other].id
            wishing.add_wish(poor, Wish.APART, *ids, poor.version, NOW, actor="test")
    db.session.commit()
    work_out(app)
    assert (asked.result, asked.trouble, offered(poor)) == ({"settled": True}, "", None)
    other = ask(poor, user, NOW + MINUTE)
    db.session.delete(poor)
    db.session.commit()
    work_out(app)
    assert (other.result, other.trouble) == ({"settled": True}, "")


def test_what_was_found_for_one_plan_is_nothing_to_another(poor, user, meeting, guests):
    asked = ask(poor, user)
    later = make_plan(make_meeting(meeting.project, "Later"), [{guests[0]: 1}])
    assert making.find_final(later) is None
    with pytest.raises(NotFound):
        making.accept(later, asked.id, later.version, NOW, actor="test")
    report = calculations.ask(meeting.project, Kind.REPORT, {}, 1, NOW, user_id=user.id)
    with pytest.raises(NotFound):
        making.decline(poor, report.id)


def test_how_far_it_is(poor, user, meeting):
    moving.hold_table(poor, 1, 1, True, poor.version, NOW, actor="test")  # or the best there can be is found at once
    seen = []
    asked = ask(poor, user)
    making.make_seating(meeting.project, asked.asked, lambda done, total: seen.append((done, total)))
    assert seen
    assert all(total == 100 and done <= 100 for done, total in seen)
    assert all(then + 10 <= done for (then, _), (done, _) in pairwise([(0, 100), *seen]))  # each is a write
