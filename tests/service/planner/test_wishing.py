"""What must hold of guests, and that it is gone after the meeting."""

import datetime as dt

import pytest

from kapstok.errors import NotFound
from kapstok.extensions import db
from kapstok.planner import reading, wishing
from kapstok.planner.models import PlanWish
from kapstok.planner.rules import MOST_WISHES, NoSuchRounds, NotAGuest, PlanChanged, TooManyWishes, Wish, WishOfOne
from tests.factories import NOW, make_invitation, make_meeting, make_person, make_plan, make_project

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)

SECOND = dt.timedelta(seconds=1)


def wish(plan, kind, one, other) -> PlanWish:
    return wishing.add_wish(plan, kind, one.id, other.id, plan.version, NOW, actor="test")


def set_guest(plan, person, **said) -> None:
    wishing.set_guest(plan, person.id, plan.version, NOW, actor="test", **said)


def wishes(plan) -> list[tuple]:
    return [(row.kind, row.one.name, row.other.name) for row in reading.wishes_of(plan)]


def said(plan) -> dict[str, tuple]:
    return {
        row.person.name: (row.joins, row.from_round, row.until_round, row.needs_access)
        for row in reading.guests_of(plan).values()
    }


def test_of_two_people_one_thing_holds(plan, guests):
    ann, bo, cas, *_others = guests
    seen = plan.version
    wish(plan, Wish.APART, bo, ann)
    apart = wish(plan, Wish.APART, ann, cas)
    wish(plan, Wish.TOGETHER, ann, bo)  # the other way round: it is about the same two
    assert wishes(plan) == [("together", "Ann", "Bo"), ("apart", "Ann", "Cas")]
    assert plan.version == seen + 3
    wishing.remove_wish(plan, apart.id, plan.version, NOW, actor="test")
    assert wishes(plan) == [("together", "Ann", "Bo")]
    with pytest.raises(NotFound):
        wishing.remove_wish(plan, apart.id, plan.version, NOW, actor="test")


def test_a_wish_is_about_two_guests(plan, guests):
    ann, *_others = guests
    with pytest.raises(WishOfOne):
        wish(plan, Wish.APART, ann, ann)
    for stranger in (make_person(plan.meeting.project), make_person(make_project("Elders"))):
        with pytest.raises(NotAGuest):
            wish(plan, Wish.APART, ann, stranger)
        with pytest.raises(NotAGuest):
            set_guest(plan, stranger, joins=False)
    assert (wishes(plan), said(plan)) == ([], {})


def test_a_wish_of_another_plan_stays(plan, guests):
    ann, bo, *_others = guests
    later = make_plan(make_meeting(plan.meeting.project, "Later"), [{ann: 1, bo: 1}])
    theirs = wish(plan, Wish.APART, ann, bo)
    with pytest.raises(NotFound):
        wishing.remove_wish(later, theirs.id, later.version, NOW, actor="test")


def test_of_two_who_wish_at_once_the_second_is_told(plan, guests):
    ann, bo, *_others = guests
    seen = plan.version
    wish(plan, Wish.APART, ann, bo)
    with pytest.raises(PlanChanged):
        wishing.add_wish(plan, Wish.TOGETHER, ann.id, bo.id, seen, NOW, actor="test")
    with pytest.raises(PlanChanged):
        wishing.set_guest(plan, ann.id, seen, NOW, actor="test", joins=False)


def test_what_holds_for_one_guest_alone(plan, guests):
    ann, bo, cas, *_others = guests
    set_guest(plan, ann, from_round=2)
    set_guest(plan, bo, until_round=1, needs_access=True)
    set_guest(plan, cas, joins=False)
    assert said(plan) == {
        "Ann": (True, 2, None, False),
        "Bo": (True, 1, 1, True),
        "Cas": (False, 1, None, False),
    }
    seated = {(seat.round, seat.person_id) for seat in reading.seats_of(plan)}
    assert {place for place in seated if place[1] in (ann.id, bo.id, cas.id)} == {(2, ann.id), (1, bo.id)}


def test_who_is_there_as_everybody_has_no_row(plan, guests):
    ann, *_others = guests
    set_guest(plan, ann, from_round=1, until_round=2)
    assert said(plan) == {}
    set_guest(plan, ann, needs_access=True)
    set_guest(plan, ann)
    assert said(plan) == {}
    assert len(reading.seats_of(plan)) == 12


@pytest.mark.parametrize(("first", "last"), [(0, None), (3, None), (2, 1), (1, 3)])
def test_rounds_that_are_not_there(plan, guests, first, last):
    with pytest.raises(NoSuchRounds):
        set_guest(plan, guests[0], from_round=first, until_round=last)


def test_after_the_meeting_wishes_are_forgotten_in_every_project(plan, guests):
    ann, bo, cas, *_others = guests
    elsewhere = make_project("Elders")
    theirs = [make_person(elsewhere) for _ in range(2)]
    later = make_meeting(elsewhere, starts_at=plan.meeting.starts_at + SECOND)
    for person in theirs:
        make_invitation(later, person)
    their_plan = make_plan(later, [{theirs[0]: 1}])
    wish(plan, Wish.APART, ann, bo)
    set_guest(plan, ann, needs_access=True)
    set_guest(plan, cas, joins=False)
    wish(their_plan, Wish.TOGETHER, *theirs)
    ends_at = plan.meeting.ends_at
    assert wishing.forget(ends_at - SECOND) == 0
    assert wishing.forget(ends_at) == 2
    assert (wishes(plan), said(plan)) == ([], {"Ann": (True, 1, None, False), "Cas": (False, 1, None, False)})
    assert len(wishes(their_plan)) == 1
    assert wishing.forget(ends_at + SECOND) == 1


def test_of_a_meeting_that_is_called_off_too(plan, guests):
    wish(plan, Wish.APART, *guests[:2])
    plan.meeting.cancelled_at = NOW
    assert wishing.forget(NOW) == 1


def test_of_people_who_were_merged_one_wish_is_left(plan, guests):
    """The higher key may stand first, and there may be two rows."""
    ann, bo, *_rest = guests
    here = {"project_id": plan.project_id, "plan_id": plan.id, "kind": Wish.APART}
    db.session.add_all(
        [PlanWish(**here, one_id=bo.id, other_id=ann.id), PlanWish(**here, one_id=ann.id, other_id=bo.id)]
    )
    db.session.flush()
    wish(plan, Wish.TOGETHER, ann, bo)
    assert [kind for kind, _one, _other in wishes(plan)] == [Wish.TOGETHER]


def test_not_more_wishes_than_anybody_can_oversee(plan, guests):
    people = [make_person(plan.meeting.project) for _ in range(26)]
    two = [(one.id, other.id) for place, other in enumerate(people) for one in people[:place]][:MOST_WISHES]
    here = {"project_id": plan.project_id, "plan_id": plan.id, "kind": Wish.APART}
    db.session.add_all(PlanWish(**here, one_id=one, other_id=other) for one, other in two)
    db.session.flush()
    ann, bo, *_others = guests
    with pytest.raises(TooManyWishes):
        wish(plan, Wish.APART, ann, bo)
