"""Rows as a plain problem: who comes, what must be, and what each two are to one another."""

import datetime as dt

import pytest

from kapstok.extensions import db
from kapstok.meetings import attendance
from kapstok.meetings.models import Invitation, Seat
from kapstok.meetings.rules import Attendance, Partstat
from kapstok.planner import knowing, moving, reading, wishing
from kapstok.planner.instance import Group, Table
from kapstok.planner.rules import Spread, Wish
from kapstok.referrals import service as referrals
from kapstok.referrals.rules import Kind, Of
from kapstok.scope import in_project
from kapstok.ties.models import Tie
from kapstok.ties.rules import Source
from tests.factories import NOW, make_invitation, make_meeting, make_organisation, make_person

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)

DAY = dt.timedelta(days=1)
MONTH = dt.date(2026, 2, 1)


def names(plan) -> tuple[str, ...]:
    return reading.problem(plan, NOW).names


def invitation_of(meeting, person) -> Invitation:
    query = in_project(Invitation, meeting.project_id).where(Invitation.person_id == person.id)
    return db.session.scalars(query).one()


def say(one, other, strength, at=NOW - DAY, source=Source.WAVE):
    row = Tie(project_id=one.project_id, respondent_id=one.id, named_id=other.id, strength=strength, stated_at=at)
    row.source = source
    db.session.add(row)
    db.session.flush()


def known(plan) -> dict[str, int]:
    """What is known of each two, for those of whom anything is."""
    problem = reading.problem(plan, NOW)
    return {
        f"{problem.names[one]}-{problem.names[other]}": int(problem.known.strength[one, other])
        for one in range(6)
        for other in range(one + 1, 6)
        if problem.known.strength[one, other] != -1
    }


# Who is at the tables


def test_everybody_with_a_place(plan):
    problem = reading.problem(plan, NOW)
    assert problem.names == ("Ann", "Bo", "Cas", "Din", "Eva", "Fos")
    assert problem.tables == (1, 2, 3)
    assert problem.seats == [[0, 1, 0, 2, 1, 2], [0, 1, 2, 1, 2, 0]]
    assert problem.instance.tables == (Table(1, 3),) * 3
    assert problem.levelled.tables == (Table(2, 2),) * 3
    assert problem.instance.present == [[True] * 6] * 2
    assert problem.instance.colleagues == {(0, 1), (2, 3), (4, 5)}
    assert (problem.gone, problem.new, problem.is_seated) == ({}, {}, True)


def test_who_has_no_place_any_more_is_gone_and_who_came_since_is_new(plan, meeting, guests):
    ann, bo, cas, _din, _eva, _fos = guests
    for person, change in (
        (ann, {"partstat": Partstat.DECLINED}),
        (bo, {"waitlisted_at": NOW}),
        (cas, {"attendance": Attendance.ABSENT}),
    ):
        for name, value in change.items():
            setattr(invitation_of(meeting, person), name, value)
    gus = make_person(meeting.project, name="Gus")
    attendance.add_walk_in(meeting, gus, meeting.starts_at)
    make_invitation(meeting, make_person(meeting.project, name="Hil"), partstat=Partstat.TENTATIVE)
    problem = reading.problem(plan, NOW)
    assert problem.names == ("Din", "Eva", "Fos", "Gus")
    assert problem.gone == {ann.id: "Ann", bo.id: "Bo", cas.id: "Cas"}
    assert (problem.new, problem.is_seated) == ({gus.id: "Gus"}, False)
    assert problem.seats == [[2, 1, 2, -1], [1, 2, 0, -1]]


def test_who_was_taken_off_the_list_is_gone_too(plan, meeting, guests):
    db.session.delete(invitation_of(meeting, guests[0]))
    assert reading.problem(plan, NOW).gone == {guests[0].id: "Ann"}


def test_a_plan_is_compared_with_others_of_tables_as_even_as_its_own(plan, guests):
    problem = reading.problem(plan, NOW)
    assert problem.even is problem.levelled
    moving.move(plan, 1, guests[0].id, 2, plan.version, NOW, actor="test")
    problem = reading.problem(plan, NOW)
    assert problem.even is problem.instance


def test_without_any_seat_nobody_is_new(plan):
    for seat in reading.seats_of(plan):
        db.session.delete(seat)
    problem = reading.problem(plan, NOW)
    assert (problem.new, problem.is_seated) == ({}, False)


def test_who_does_not_join_and_who_is_there_for_a_round(plan, guests):
    ann, bo, *_others = guests
    wishing.set_guest(plan, ann.id, plan.version, NOW, actor="test", joins=False)
    wishing.set_guest(plan, bo.id, plan.version, NOW, actor="test", from_round=2)
    problem = reading.problem(plan, NOW)
    assert problem.names == ("Bo", "Cas", "Din", "Eva", "Fos")
    assert problem.instance.present == [[False, True, True, True, True], [True] * 5]
    assert reading.here_by_round(plan.meeting, plan, 3) == [4, 5, 5]
    assert (problem.gone, problem.new) == ({}, {})


def test_a_meeting_without_guests(plan, meeting, guests):
    for person in guests:
        invitation_of(meeting, person).partstat = Partstat.DECLINED
    problem = reading.problem(plan, NOW)
    assert (problem.names, problem.instance.people, problem.known_share) == ((), 0, None)
    assert len(problem.gone) == 6


# What must be


def test_wishes_hosts_and_what_is_held(plan, guests):
    ann, bo, cas, din, _eva, _fos = guests
    plan.tables[0].host, plan.tables[1].accessible = ann, False
    for kind, one, other in ((Wish.APART, cas, ann), (Wish.TOGETHER, bo, din)):
        wishing.add_wish(plan, kind, one.id, other.id, plan.version, NOW, actor="test")
    wishing.set_guest(plan, bo.id, plan.version, NOW, actor="test", needs_access=True)
    reading.seats_of(plan)[0].held = True
    instance = reading.problem(plan, NOW).instance
    assert (instance.fixed, instance.allowed) == ({0: 0}, {1: frozenset({0, 2})})
    assert (instance.apart, instance.together) == ({(0, 2)}, {(1, 3)})
    assert instance.held == {(0, 0): 0}


def test_what_is_asked_of_who_does_not_come_asks_nothing(plan, meeting, guests):
    ann, bo, *_others = guests
    plan.tables[2].host = ann
    wishing.add_wish(plan, Wish.APART, ann.id, bo.id, plan.version, NOW, actor="test")
    reading.seats_of(plan)[0].held = True
    invitation_of(meeting, ann).partstat = Partstat.DECLINED
    problem = reading.problem(plan, NOW)
    assert (problem.instance.fixed, problem.instance.apart, problem.instance.held) == ({}, set(), {})
    assert problem.hosts_away == (3,)


def test_sectors_are_spread_and_mantelzorgers_more_so(plan, meeting, guests):
    organisation = make_organisation(meeting.project, sector="mantelzorgers")
    for name in ("Gus", "Hil"):
        make_invitation(meeting, make_person(meeting.project, organisation, name), partstat=Partstat.ACCEPTED)
    groups = reading.problem(plan, NOW).instance.groups
    assert {(group.members, group.fewest, group.most, group.points, group.hard) for group in groups} == {
        (frozenset({0, 1}), 0, 1, 3, False),
        (frozenset({2, 3}), 0, 1, 3, False),
        (frozenset({4, 5}), 0, 1, 3, False),
        (frozenset({6, 7}), 0, 1, 15, False),
    }
    plan.spread = Spread.FREE
    assert len(reading.problem(plan, NOW).instance.groups) == 3


def test_at_each_table_a_mantelzorger_or_a_host_when_there_are_enough(plan, meeting, guests):
    ann, *_others, fos = guests
    plan.spread, plan.tables[0].host = Spread.EACH_TABLE, ann
    for name in ("Gus", "Hil"):
        carer = make_person(meeting.project, name=name, function="mantelzorger")
        make_invitation(meeting, carer, partstat=Partstat.ACCEPTED)
    problem = reading.problem(plan, NOW)
    assert problem.instance.groups[-1] == Group("carers or hosts", frozenset({0, 6, 7}), 1, 3, 15, hard=True)
    assert (problem.too_few_carers, problem.carer) == (False, (False,) * 6 + (True,) * 2)
    invitation_of(meeting, carer).partstat = Partstat.DECLINED
    problem = reading.problem(plan, NOW)
    assert problem.instance.groups[-1] == Group("carers or hosts", frozenset({0, 6}), 1, 2, 15)
    assert problem.too_few_carers
    plan.tables[2].host = fos
    assert not reading.problem(plan, NOW).too_few_carers


def test_one_sector_only_is_no_group(app, plan, guests):
    for person in guests[2:]:
        person.organisation.sector_id = guests[0].organisation.sector_id
    assert reading.problem(plan, NOW).instance.groups == ()


# Who knows whom


def test_nobody_was_asked_yet(plan):
    problem = reading.problem(plan, NOW)
    assert problem.known_share == 0.0
    assert (known(plan), problem.instance.value[0]) == ({}, [0, 0, 8, 8, 8, 8])  # strangers of other sectors


def test_the_last_word_of_either_side_counts(plan, guests):
    ann, bo, cas, din, eva, fos = guests
    say(ann, cas, 3)
    say(cas, ann, 0)
    say(ann, din, 1, at=NOW - 2 * DAY)
    say(ann, din, 0, source=Source.PULSE)
    say(bo, eva, 2, at=NOW - 2 * DAY)
    say(bo, eva, None)  # "weet ik niet"
    say(bo, fos, 2, at=NOW - 800 * DAY)
    say(cas, eva, 4, source=Source.PROJECTLEIDER)
    assert known(plan) == {"Ann-Cas": 3, "Ann-Din": 0}
    assert reading.problem(plan, NOW).known_share == 2 / 15
    assert reading.problem(plan, NOW).instance.value[0][2] == 0  # who know each other need no introduction


def test_what_is_said_today_is_read_today(plan, guests):
    ann, _bo, cas, *_others = guests
    assert known(plan) == {}
    say(ann, cas, 2, at=NOW)
    assert known(plan) == {"Ann-Cas": 2}


def test_who_shared_a_table_before_is_known_by_name_and_who_does_now_is_not_yet(plan, meeting, guests):
    ann, _bo, cas, din, *_others = guests
    earlier = make_meeting(meeting.project, "Eerder", NOW - 9 * DAY)
    for held, other in ((earlier, cas), (meeting, din)):
        for person in (ann, other):
            db.session.add(Seat(project_id=meeting.project_id, meeting_id=held.id, person_id=person.id, table=1))
    problem = reading.problem(plan, NOW)
    assert problem.holds.by_name[0].tolist() == [False, False, True, False, False, False]


def test_organisations_that_refer_and_have_few_lines_need_to_meet(plan, guests):
    ann, bo, cas, din, eva, fos = guests
    whole = referrals.Counter(is_whole=True)
    for sender, receiver in ((ann, cas), (eva, ann)):
        of = Of(MONTH, Kind.SENT, sender.organisation_id, receiver.organisation_id, None)
        referrals.record_count(plan.meeting.project, of, 12, whole, NOW)
    assert not reading.problem(plan, NOW).holds.needed.any()  # nobody said that lines are few
    for one in (ann, bo):
        for other in (cas, din, eva, fos):
            say(one, other, 2 if other is eva else 0)
    problem = reading.problem(plan, NOW)
    assert problem.holds.needed[0].tolist() == [False, False, True, True, False, False]
    assert problem.instance.value[0][2] == 4 + 4 + 6 + 4  # a stranger of another sector, needed, without a path


def test_any_company_can_be_looked_at(plan, meeting, guests):
    ann, _bo, cas, *_others = guests
    nobody = make_person(meeting.project, name="Gus", email=None)
    say(ann, cas, 1)
    found = knowing.company(meeting.project, [nobody, cas, ann], NOW)
    assert found.organisation == (-1, cas.organisation_id, ann.organisation_id)
    assert found.sector[0] == -1
    assert found.known.strength.tolist() == [[-1, -1, -1], [-1, -1, 1], [-1, 1, -1]]
    assert found.holds.by_name[1].tolist() == [False, False, True]


def test_as_many_queries_for_many_guests_as_for_few(plan, meeting, guests, queries):
    def grow(number: int) -> None:
        for _guest in range(number):
            person = make_person(meeting.project, make_organisation(meeting.project))
            make_invitation(meeting, person, partstat=Partstat.ACCEPTED)

    grow(1)
    few = queries(lambda: reading.problem(plan, NOW))
    grow(30)
    assert queries(lambda: reading.problem(plan, NOW)) == few
