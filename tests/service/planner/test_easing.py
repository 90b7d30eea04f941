"""One way out of a clash, done: afterwards the clash is no more."""

from dataclasses import replace

import pytest

from kapstok.errors import NotFound
from kapstok.extensions import db
from kapstok.meetings.rules import Partstat
from kapstok.planner import easing, moving, reading, rules, service, wishing
from kapstok.planner.clashes import clashes
from kapstok.planner.models import PlanWish
from kapstok.planner.rules import Spread, TableChoice, Wish
from kapstok.planner.score import Rule
from kapstok.planner.wishes import Clash, Kind, Way, WayOut
from kapstok.planner.wishes import Wish as Asked
from tests.factories import NOW, make_invitation, make_person

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)
NOTED = {"now": NOW, "actor": "test"}


@pytest.fixture
def wish(plan):
    def add(kind, one, other):
        wishing.add_wish(plan, kind, one.id, other.id, plan.version, **NOTED)

    return add


def ways(plan) -> dict[tuple[Way, Rule | None], WayOut]:
    """The ways out of the one clash there is."""
    problem = reading.problem(plan, NOW)
    (clash,) = clashes(problem.instance)
    return {(way.way, way.wish and way.wish.rule): way for way in easing.ways_of(problem, clash)}


def take(plan, way: Way, rule: Rule | None = None) -> None:
    """Take this way out; nothing clashes any more."""
    problem = reading.problem(plan, NOW)
    (clash,) = clashes(problem.instance)
    easing.end_clash(plan, problem, clash, ways(plan)[way, rule], plan.version, **NOTED)
    assert clashes(reading.problem(plan, NOW).instance) == []


def settle(plan, **changes) -> None:
    settings = replace(service.settings_of(plan), **changes)
    service.save_settings(plan.meeting, settings, plan.version, **NOTED)


@pytest.fixture
def two_more(meeting):
    return [
        make_invitation(meeting, make_person(meeting.project, name=name), partstat=Partstat.ACCEPTED)
        for name in ("Gus", "Hes")
    ]


@pytest.fixture
def too_few(plan, guests, two_more):
    """The tables suit eight guests, of whom two cancel."""
    settle(plan, tables=tables((2, 4), (3, 4), (3, 4)))
    for invitation in two_more:
        invitation.partstat = Partstat.DECLINED


def sizes(plan) -> list[tuple[int, int]]:
    return [(table.fewest, table.most) for table in plan.tables]


def tables(*each: tuple[int, int]) -> tuple[TableChoice, ...]:
    return tuple(TableChoice(number, *size) for number, size in enumerate(each, 1))


@pytest.mark.parametrize(("rule", "left"), [(Rule.TOGETHER, ["apart"]), (Rule.APART, ["together"])])
def test_two_who_must_and_must_not(plan, guests, rule, left):
    ann, bo, cas, *_rest = guests
    for kind, one, other in ((Wish.TOGETHER, ann, bo), (Wish.TOGETHER, bo, cas), (Wish.APART, ann, cas)):
        wishing.add_wish(plan, kind, one.id, other.id, plan.version, **NOTED)
    kinds = [row.kind for row in reading.wishes_of(plan)]
    take(plan, Way.GIVE_UP, rule)
    kinds.remove(str(rule))
    assert [row.kind for row in reading.wishes_of(plan)] == kinds


def test_two_hosts_who_stay_together(plan, guests, wish):
    ann, bo, *_rest = guests
    hosted = TableChoice(1, 1, 3, host_id=ann.id), TableChoice(2, 1, 3, host_id=bo.id)
    settle(plan, tables=(*hosted, TableChoice(3, 1, 3)))
    wish(Wish.TOGETHER, ann, bo)
    take(plan, Way.GIVE_UP, Rule.FIXED)
    assert [table.host_id for table in plan.tables].count(None) == 2


def test_a_wheelchair_and_a_host(plan, guests):
    ann, *_rest = guests
    narrow = TableChoice(1, 1, 3, accessible=False, host_id=ann.id)
    settle(plan, tables=(narrow, TableChoice(2, 1, 3), TableChoice(3, 1, 3)))
    wishing.set_guest(plan, ann.id, plan.version, until_round=1, needs_access=True, **NOTED)
    take(plan, Way.GIVE_UP, Rule.ALLOWED)
    (kept,) = reading.guests_of(plan).values()
    assert (kept.until_round, kept.needs_access) == (1, False)


def test_a_held_seat(plan, guests, wish):
    ann, bo, *_rest = guests
    moving.hold_round(plan, 1, True, plan.version, **NOTED)
    wish(Wish.TOGETHER, ann, bo)
    problem = reading.problem(plan, NOW)
    held = [way for way in clashes(problem.instance)[0].ways if way.wish and way.wish.rule is Rule.HELD]
    easing.end_clash(plan, problem, clashes(problem.instance)[0], held[0], plan.version, **NOTED)
    assert sum(seat.held for seat in reading.seats_of(plan)) == 5


@pytest.mark.parametrize(("way", "then"), [(Way.MORE_PLACES, [(1, 3)] * 3), (Way.MORE_TABLES, [(1, 2)] * 4)])
def test_too_few_places(plan, guests, request, way, then):
    settle(plan, tables=tables((1, 2), (1, 2), (1, 2)))
    request.getfixturevalue("two_more")
    take(plan, way)
    assert sizes(plan) == then


@pytest.mark.parametrize(
    ("way", "then"), [(Way.FEWER_TABLES, [(2, 4), (3, 4)]), (Way.LOWER_MINIMUM, [(2, 4), (2, 4), (2, 4)])]
)
def test_tables_that_ask_for_more_than_come(plan, too_few, way, then):
    take(plan, way)
    assert sizes(plan) == then


def test_somebody_at_each_table(plan, guests):
    settle(plan, spread=Spread.EACH_TABLE)
    problem = reading.problem(plan, NOW)
    clash = Clash(Kind.GROUP_TOO_SMALL, (0, 1))
    way = WayOut(Way.GIVE_UP, Asked(Rule.GROUP, group="carers or hosts"))
    easing.end_clash(plan, problem, clash, way, plan.version, **NOTED)
    assert plan.spread == Spread.EVEN


def test_rounds_are_left_out_at_the_end_only(plan, meeting, guests):
    settle(plan, rounds=3, tables=tables((2, 3), (2, 3), (2, 3)))
    ann, *_rest = guests
    wishing.set_guest(plan, ann.id, plan.version, from_round=1, until_round=2, **NOTED)
    take(plan, Way.SKIP_ROUND)
    assert plan.rounds == 2
    wishing.set_guest(plan, ann.id, plan.version, from_round=2, **NOTED)
    assert (Way.SKIP_ROUND, None) not in ways(plan)


def test_who_has_to_invite_more_guests_does_so_elsewhere(plan, too_few):
    with pytest.raises(NotFound):
        take(plan, Way.MORE_GUESTS)


def test_of_two_the_second_is_told(plan, too_few):
    problem = reading.problem(plan, NOW)
    (clash,) = clashes(problem.instance)
    with pytest.raises(rules.PlanChanged):
        easing.end_clash(plan, problem, clash, clash.ways[0], plan.version - 1, **NOTED)


def test_two_who_were_merged_are_together_and_twice_apart(plan, guests, wish):
    ann, bo, *_rest = guests
    wish(Wish.TOGETHER, ann, bo)
    here = {"project_id": plan.project_id, "plan_id": plan.id, "other_id": ann.id, "kind": Wish.APART}
    db.session.add(PlanWish(**here, one_id=bo.id))
    db.session.flush()
    take(plan, Way.GIVE_UP, Rule.APART)
    assert [row.kind for row in reading.wishes_of(plan)] == [Wish.TOGETHER]
