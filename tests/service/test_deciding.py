"""Deciding on answers that wait: one decision each, whoever is at it, and what it leaves. On both databases."""

import datetime as dt
import threading

import pytest
from sqlalchemy import select

from kapstok.extensions import db
from kapstok.mail.models import InboxMessage, OutboxMessage
from kapstok.mail.rules import BadAddress
from kapstok.meetings import answering
from kapstok.meetings.models import CalendarReply, Invitation
from kapstok.meetings.replies import deciding
from kapstok.meetings.replies.rules import AlreadySettled
from kapstok.meetings.rules import Partstat, Via
from kapstok.scope import in_project
from kapstok.web.links import stationery
from tests import reply_shapes
from tests.factories import NOW, make_meeting, make_person, make_project
from tests.replying import answer_of, come_in, guest_of, read_replies

MINUTE = dt.timedelta(minutes=1)
ALIAS = "j.jansen@example.org"
YES, NO = Partstat.ACCEPTED, Partstat.DECLINED


@pytest.fixture
def project(app, monkeypatch):
    read_replies(app, monkeypatch)
    return make_project()


@pytest.fixture
def guest(project):
    return guest_of(make_meeting(project, capacity=1))


def waits(guest, partstat="ACCEPTED", minutes=0) -> int:
    stamp = NOW + minutes * MINUTE
    return come_in(reply_shapes.gmail(answer_of(guest, stamp, address=ALIAS, partstat=partstat)), stamp).id


def accept(guest, message_id, choice=YES):
    project = guest.meeting.project
    return deciding.accept(project, message_id, guest.id, choice, stationery(), NOW + 9 * MINUTE, actor="user:1")


def fates(project) -> list[tuple[str, str]]:
    rows = db.session.scalars(select(InboxMessage).where(InboxMessage.project_id == project.id).order_by("id"))
    return [(row.status, row.reason) for row in rows]


def test_an_answer_that_is_accepted_is_one_from_the_calendar(project, guest):
    accept(guest, waits(guest))
    assert (guest.partstat, guest.answered_via, guest.answer_stamp) == (YES, Via.MAIL, NOW)
    reply = db.session.scalars(in_project(CalendarReply, project)).one()
    assert (reply.status, reply.settled_by, reply.settled_at) == ("applied", "user:1", NOW + 9 * MINUTE)
    assert fates(project) == [("handled", "applied")]


def test_what_was_overtaken_on_the_page_does_not_come_back_after_a_decision(project, guest):
    first = waits(guest)
    answering.answer_invitation(guest, NO, "", NOW + 2 * MINUTE, Via.LINK, stationery(), actor="test")
    accept(guest, first)
    late = reply_shapes.gmail(answer_of(guest, NOW + MINUTE, partstat="TENTATIVE"))
    assert come_in(late, NOW + 10 * MINUTE).reason == "not-newer"
    assert guest.partstat == YES


def test_earlier_answers_of_the_same_address_need_no_decision_after_that(project, guest):
    waits(guest, "DECLINED")
    latest = waits(guest, "ACCEPTED", minutes=1)
    waits(guest, "TENTATIVE", minutes=2)
    accept(guest, latest)
    assert fates(project) == [("handled", "not-newer"), ("handled", "applied"), ("held", "not-the-guest")]


def test_a_stand_in_comes_instead_and_the_place_is_not_given_away_twice(project, guest):
    bo = make_person(project, name="Bo", email="bo@example.org")
    message = come_in(reply_shapes.delegated(answer_of(guest, NOW), "bo@example.org"), NOW)
    stand_in = deciding.send_instead(project, message.id, bo.id, stationery(), NOW, actor="user:1")
    assert (guest.partstat, stand_in.partstat, stand_in.sent_sequence) == (NO, Partstat.NEEDS_ACTION, 0)
    assert [mail.to_address for mail in db.session.scalars(select(OutboxMessage))] == ["bo@example.org"]
    with pytest.raises(AlreadySettled):
        deciding.send_instead(project, message.id, bo.id, stationery(), NOW, actor="user:2")


def test_somebody_on_the_list_is_not_added_again(project, guest):
    with pytest.raises(deciding.CannotBeAdded):
        deciding.accept_newcomer(project, waits(guest), guest.person_id, YES, stationery(), NOW, actor="user:1")


def test_a_name_of_a_server_becomes_nobodys_address(project, guest):
    raw = reply_shapes.calendar_mail(
        answer_of(guest, NOW, sender=ALIAS), reply_shapes.plain(answer_of(guest, NOW, address="jet@kantoor"))
    )
    message = come_in(raw, NOW)
    with pytest.raises(BadAddress):
        deciding.use_address(project, message.id)


def test_what_was_put_aside_waits_again_for_the_same_reason(project, guest):
    message_id = waits(guest)
    deciding.dismiss(project, message_id, NOW, actor="user:1")
    assert (fates(project), deciding.count_held(project)) == ([("handled", "dismissed")], 0)
    deciding.reopen(project, message_id, NOW, actor="user:1")
    assert (fates(project), deciding.count_held(project)) == ([("held", "not-the-guest")], 1)
    accept(guest, message_id)
    with pytest.raises(AlreadySettled):
        deciding.reopen(project, message_id, NOW, actor="user:1")


def test_of_many_who_decide_at_once_one_does(app, project, guest):
    message_id, guest_id, project_id = waits(guest), guest.id, project.id
    db.session.commit()
    outcomes = []

    def decide(choice):
        with app.app_context():
            row = db.session.scalar(in_project(Invitation, project_id).where(Invitation.id == guest_id))
            try:
                accept(row, message_id, choice)
                db.session.commit()
                outcomes.append(choice)
            except AlreadySettled:
                db.session.rollback()
                outcomes.append(None)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=decide, args=(choice,)) for choice in (YES, NO) * 4]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    (decided,) = [choice for choice in outcomes if choice is not None]
    assert outcomes.count(None) == 7
    db.session.expire_all()
    assert guest.partstat == decided
