"""Eight weeks later: one list each, one reminder, and what is said on it."""

import datetime as dt
from email import message_from_bytes, policy

import pytest
from sqlalchemy import select

from kapstok.extensions import db
from kapstok.mail.models import OutboxMessage
from kapstok.mail.rules import Status
from kapstok.meetings import letters
from kapstok.planner.lottery import asking, rules, service
from kapstok.planner.models import LotteryPair, LotteryPlace
from kapstok.projects import service as projects
from kapstok.scope import in_project
from kapstok.ties import ledger
from kapstok.ties import service as ties
from kapstok.ties.rules import Answers, NothingSaid, NotOnRoster
from kapstok.web.links import lottery_link, no_lottery_link, stationery
from tests.drawn import DAY, draw, lottery_project, make_strangers, seated_plan
from tests.factories import NOW

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)

WEEKS = dt.timedelta(weeks=1)
ENDED = NOW + DAY + dt.timedelta(hours=2)
ASKED = ENDED + 8 * WEEKS


@pytest.fixture
def project(app):
    return lottery_project()


@pytest.fixture
def people(project):
    return make_strangers(project)


@pytest.fixture
def meeting(project, people):
    plan = seated_plan(project, people, NOW + DAY)
    draw(plan, NOW)
    return plan.meeting


def guest(meeting, person):
    return next(one for one in meeting.invitations if one.person is person)


def place_of(meeting, person):
    return service.find_place_of(guest(meeting, person))


def ask(project, now):
    return asking.ask_due(project, now, stationery(), lottery_link)


def mails(kind):
    return list(db.session.scalars(select(OutboxMessage).where(OutboxMessage.kind == kind).order_by(OutboxMessage.id)))


def body(message):
    return message_from_bytes(message.mime, policy=policy.default).get_body(("plain",)).get_content()


def names(place, now=ASKED):
    return [person.name for person in asking.names_for(place, now)]


# The invitation


def test_the_invitation_says_that_tables_are_drawn(meeting, people, project):
    invitation = guest(meeting, people[0])
    told = "Wilt u niet meedoen aan de loting?"
    assert told in body(letters.queue_invitation(invitation, stationery(), NOW))
    assert no_lottery_link(invitation) in body(letters.queue_invitation(invitation, stationery(), NOW))
    projects.switch_modules(project, set(), actor="test")
    assert told not in body(letters.queue_invitation(invitation, stationery(), NOW))


# The mail


def test_everybody_is_asked_once_and_reminded_once(meeting, people, project):
    assert ask(project, ASKED - DAY) == 0
    assert [ask(project, ASKED), ask(project, ASKED + DAY)] == [24, 0]
    assert place_of(meeting, people[0]).lottery.asked_at == ASKED
    asking.record_answers(place_of(meeting, people[0]), Answers({_partner(meeting, people[0]): 2}), ASKED + DAY)
    assert [ask(project, ASKED + 13 * DAY), ask(project, ASKED + 14 * DAY), ask(project, ASKED + 20 * DAY)] == [
        0,
        23,
        0,
    ]
    assert [len(mails("lottery")), len(mails("lottery reminder"))] == [24, 23]
    first = mails("lottery")[0]
    assert lottery_link(place_of(meeting, people[0])) in body(first)
    assert first.status == Status.SUPERSEDED  # answered before it left
    assert "tot en met" in body(first)


def test_who_is_not_mailed(meeting, people, project):
    declined, left, refused, lately = people[:4]
    service.say_no(guest(meeting, declined), actor="test")
    left.archived_at = refused.address_refused_at = NOW
    lately.asked_at = ASKED - 20 * DAY
    db.session.flush()
    assert ask(project, ASKED) == 20
    assert ask(project, ASKED + 11 * DAY) == 1  # a month after the other question
    assert {mail.person_id for mail in mails("lottery")} == {person.id for person in people[3:]}
    assert ask(project, ASKED + 14 * DAY) == 20
    assert ask(project, ASKED + 25 * DAY) == 1


def test_nobody_is_asked_when_it_was_called_off_or_switched_off(meeting, project):
    projects.switch_modules(project, set(), actor="test")
    assert ask(project, ASKED) == 0
    projects.switch_modules(project, {"lottery"}, actor="test")
    meeting.cancelled_at = NOW
    db.session.flush()
    assert ask(project, ASKED) == 0


# The list


def _partner(meeting, person):
    return asking.names_for(place_of(meeting, person), ASKED)[0].id


def test_the_list_shuffles_who_won_and_who_lost(meeting, people, project):
    place = place_of(meeting, people[0])
    rows = db.session.scalars(in_project(LotteryPair, project)).all()
    partners = {two: row.drawn for row in rows for two in ((row.one_id, row.other_id), (row.other_id, row.one_id))}
    mine = {other: drawn for (one, other), drawn in partners.items() if one == people[0].id}
    listed = asking.names_for(place, ASKED)
    assert {person.id for person in listed} == mine.keys() and set(mine.values()) == {True, False}
    order = [mine[person.id] for person in listed]
    assert order not in (sorted(order), sorted(order, reverse=True))
    assert names(place) == names(place) != sorted(names(place))
    assert names(place) != names(place_of(meeting, people[1]))


def test_who_left_or_said_no_is_on_nobodys_list(meeting, people):
    place = place_of(meeting, people[0])
    one, other, hidden, *rest = asking.names_for(place, ASKED)
    service.say_no(guest(meeting, one), actor="test")
    other.archived_at, hidden.on_rosters = NOW, False
    db.session.flush()
    assert [person.id for person in asking.names_for(place, ASKED)] == [person.id for person in rest]
    service.say_no(guest(meeting, people[0]), actor="test")
    assert asking.names_for(place, ASKED) == []


def test_answers_are_statements_of_their_own(meeting, people, project):
    person, place = people[0], place_of(meeting, people[0])
    ask(project, ASKED)
    one, other, third = (each.id for each in asking.names_for(place, ASKED)[:3])
    ties.record_statements(person, Answers({one: 2, third: 3}), ASKED, meeting_id=meeting.id)  # on another page
    asking.record_answers(place, Answers({one: 2, other: None}), ASKED + DAY)
    assert asking.said_on(place) == {one: 2, other: None}
    asking.record_answers(place, Answers({one: 0, other: 1}), ASKED + 2 * DAY)
    assert asking.said_on(place) == {one: 0, other: 1}
    said = [(row.named_id, row.strength, row.source) for row in ledger.statements(project)]
    assert said[-2:] == [(one, 0, "pulse"), (other, 1, "pulse")]


def test_what_a_list_refuses(meeting, people, project):
    place, partner = place_of(meeting, people[0]), _partner(meeting, people[0])
    with pytest.raises(rules.TooEarlyToAsk):
        asking.record_answers(place, Answers({partner: 2}), ASKED)
    ask(project, ASKED)
    with pytest.raises(NothingSaid):
        asking.record_answers(place, Answers({}), ASKED)
    twin = _without_pair(meeting, people[0])
    with pytest.raises(NotOnRoster):
        asking.record_answers(place, Answers({twin: 2}), ASKED)
    with pytest.raises(rules.AnswersClosed):
        asking.record_answers(place, Answers({partner: 2}), ASKED + 28 * DAY)


def _without_pair(meeting, person):
    """Somebody about whom no coin decided."""
    place = place_of(meeting, person)
    listed = {each.id for each in asking.names_for(place, ASKED)} | {person.id}
    return next(other.person_id for other in place.lottery.places if other.person_id not in listed)


def test_who_left_since_the_page_was_made_is_passed_over(meeting, people, project):
    place = place_of(meeting, people[0])
    ask(project, ASKED)
    one, other = asking.names_for(place, ASKED)[:2]
    one.archived_at = ASKED
    db.session.flush()
    asking.record_answers(place, Answers({one.id: 2, other.id: 1}), ASKED + DAY)
    assert asking.said_on(place) == {other.id: 1}


def test_lists_on_the_own_page(meeting, people, project):
    assert asking.asked_of(people[0], ASKED) == []
    ask(project, ASKED)
    assert asking.asked_of(people[0], ASKED) == [place_of(meeting, people[0])]
    assert asking.asked_of(people[0], ASKED + 28 * DAY) == []
    assert isinstance(asking.find_place(place_of(meeting, people[0]).id, 1), LotteryPlace)
    assert asking.find_place(place_of(meeting, people[0]).id, 2) is None
