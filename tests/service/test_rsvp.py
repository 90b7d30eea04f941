"""Answering: places, the waitlist, and fifty people at once. On both databases."""

import datetime as dt
import threading

import pytest
from sqlalchemy import select

from kapstok.accounts.models import AuditEvent
from kapstok.extensions import db
from kapstok.freetext import HoldsBsn
from kapstok.mail.models import OutboxMessage
from kapstok.meetings import answering, at_once, letters, place_letters, rules
from kapstok.meetings import service as meetings
from kapstok.meetings.models import Invitation, SectorPlaces
from kapstok.meetings.rules import Partstat, Via
from kapstok.meetings.service import Plan
from kapstok.projects.rules import Vocabulary
from kapstok.web.links import stationery
from tests.factories import NOW, make_invitation, make_meeting, make_person, make_project, term

START = NOW + dt.timedelta(days=7)
MINUTE = dt.timedelta(minutes=1)
YES, PERHAPS, NO = Partstat.ACCEPTED, Partstat.TENTATIVE, Partstat.DECLINED


@pytest.fixture
def project(app):
    return make_project()


def answer(guest, choice, now=NOW, comment="", via=Via.LINK):
    answering.answer_invitation(guest, choice, comment, now, via, stationery(), actor=f"person:{guest.person_id}")


def guests_of(meeting, *names):
    people = [make_person(meeting.project, name=name, email=f"{name.lower()}@example.org") for name in names]
    return [make_invitation(meeting, person, sent_sequence=0) for person in people]


def mails() -> list[tuple[str, str, str]]:
    rows = db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))
    return [(message.kind, message.to_address, message.status) for message in rows]


def test_an_answer_is_kept_with_its_remark(project):
    (guest,) = guests_of(make_meeting(project), "Ann")
    answer(guest, PERHAPS, comment="Hangt af van de dienst.")
    assert (guest.partstat, guest.comment, guest.answered_at, guest.answered_via) == (
        PERHAPS,
        "Hangt af van de dienst.",
        NOW,
        Via.LINK,
    )
    assert mails() == []
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.event == "invitation answered")).one()
    assert (event.actor, event.subject) == (f"person:{guest.person_id}", f"invitation:{guest.id}")


def test_answering_twice_is_harmless(project):
    (guest,) = guests_of(make_meeting(project, capacity=1), "Ann")
    answer(guest, YES)
    answer(guest, YES, now=NOW + MINUTE, comment="Ik kom met de bus.")
    assert (guest.partstat, guest.waitlisted_at, guest.answered_at) == (YES, None, NOW + MINUTE)
    assert guest.comment == "Ik kom met de bus."
    assert mails() == []


def test_a_full_meeting_makes_a_line_and_a_freed_place_goes_to_its_head(project):
    meeting = make_meeting(project, capacity=1)
    ann, bo, cas = guests_of(meeting, "Ann", "Bo", "Cas")
    answer(ann, YES)
    answer(cas, YES, now=NOW + MINUTE)
    answer(bo, YES, now=NOW + 2 * MINUTE)
    answer(cas, YES, now=NOW + 3 * MINUTE)  # again: the place in the line stays
    assert [answering.place_in_line(guest) for guest in (ann, bo, cas)] == [None, 2, 1]
    answer(ann, NO, now=NOW + 4 * MINUTE)
    assert [answering.place_in_line(guest) for guest in (ann, bo, cas)] == [None, 1, None]
    assert (cas.partstat, cas.waitlisted_at) == (YES, None)
    assert mails() == [
        ("waitlisted", "cas@example.org", "superseded"),
        ("waitlisted", "bo@example.org", "pending"),
        ("promoted", "cas@example.org", "pending"),
    ]


def test_perhaps_takes_no_place_and_gives_one_up(project):
    meeting = make_meeting(project, capacity=1)
    ann, bo = guests_of(meeting, "Ann", "Bo")
    answer(ann, PERHAPS)
    answer(bo, YES)
    assert (bo.waitlisted_at, answering.places_of(meeting).taken) == (None, {None: 1})
    answer(ann, YES)
    assert answering.place_in_line(ann) == 1
    answer(bo, PERHAPS)
    assert (answering.place_in_line(ann), answering.places_of(meeting).taken) == (None, {None: 1})


def test_leaving_the_line_takes_back_its_mail(project):
    ann, bo = guests_of(make_meeting(project, capacity=1), "Ann", "Bo")
    answer(ann, YES)
    answer(bo, YES)
    answer(bo, NO)
    assert (bo.waitlisted_at, mails()) == (None, [("waitlisted", "bo@example.org", "superseded")])


def test_more_places_empty_the_line(project):
    meeting = make_meeting(project, capacity=1)
    ann, bo, cas = guests_of(meeting, "Ann", "Bo", "Cas")
    for guest in (ann, bo, cas):
        answer(guest, YES)
    plan = Plan(meeting.title, meeting.starts_at, meeting.ends_at, place=meeting.place, capacity=2)
    meetings.edit_meeting(meeting, meeting.version, plan, NOW, stationery(), actor="test")
    assert [answering.place_in_line(guest) for guest in (ann, bo, cas)] == [None, None, 1]
    assert mails()[-1] == ("promoted", "bo@example.org", "pending")


def test_fewer_places_send_nobody_away(project):
    meeting = make_meeting(project, capacity=2)
    ann, bo, cas = guests_of(meeting, "Ann", "Bo", "Cas")
    for guest in (ann, bo, cas):
        answer(guest, YES)
    plan = Plan(meeting.title, meeting.starts_at, meeting.ends_at, place=meeting.place, capacity=1)
    meetings.edit_meeting(meeting, meeting.version, plan, NOW, stationery(), actor="test")
    answer(ann, NO)  # one is over, so this frees nothing
    assert [answering.place_in_line(guest) for guest in (ann, bo, cas)] == [None, None, 1]


def test_an_answer_by_phone_needs_no_address(project):
    meeting = make_meeting(project, capacity=0)
    guest = make_invitation(meeting, make_person(project, email=None))
    answer(guest, YES, via=Via.PHONE)
    assert (guest.answered_via, answering.place_in_line(guest), mails()) == (Via.PHONE, 1, [])


@pytest.mark.parametrize(
    ("now", "cancelled_at", "refusal"),
    [
        (START, None, rules.MeetingStarted),
        (START + dt.timedelta(hours=2), None, rules.MeetingOver),
        (NOW, NOW, rules.MeetingCancelled),
    ],
)
def test_answers_that_come_too_late(project, now, cancelled_at, refusal):
    (guest,) = guests_of(make_meeting(project, cancelled_at=cancelled_at), "Ann")
    with pytest.raises(refusal):
        answer(guest, YES, now=now)
    assert guest.partstat == Partstat.NEEDS_ACTION


def test_a_remark_about_a_client_is_refused_and_nothing_kept(project):
    (guest,) = guests_of(make_meeting(project), "Ann")
    with pytest.raises(HoldsBsn):
        answer(guest, YES, comment="Mevrouw met BSN 123456782")
    assert (guest.partstat, guest.comment) == (Partstat.NEEDS_ACTION, "")


def test_a_withdrawn_link_finds_nothing(project):
    (guest,) = guests_of(make_meeting(project), "Ann")
    assert answering.find_invitation(guest.id, 1) == guest
    assert answering.find_invitation(guest.id, 2) is None
    assert answering.find_invitation(guest.id + 1, 1) is None


CROWD = 50


@pytest.mark.parametrize(("capacity", "held"), [(1, 0), (3, 2)])
def test_fifty_at_once_for_the_last_place(app, project, capacity, held):
    meeting = make_meeting(project, capacity=capacity)
    carers = term(project, Vocabulary.SECTOR, "mantelzorgers")
    if held:
        meeting.reserved.append(SectorPlaces(project_id=project.id, sector=carers, places=held))
    guests = guests_of(meeting, *(f"Gast{number}" for number in range(CROWD)))
    for guest in guests[: CROWD // 2]:
        guest.person.sector_id = carers.id
    ids, meeting_id, carers_id = [guest.id for guest in guests], meeting.id, carers.id
    db.session.commit()
    start, failures = threading.Barrier(CROWD), []

    def answer_on_a_line_of_its_own(invitation_id: int) -> None:
        start.wait()
        with app.app_context():
            try:
                answer(answering.find_invitation(invitation_id, 1), YES)
                db.session.commit()
            except Exception as failure:
                failures.append(failure)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=answer_on_a_line_of_its_own, args=(invitation_id,)) for invitation_id in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    query = select(Invitation).where(Invitation.project_id == project.id, Invitation.meeting_id == meeting_id)
    guests = db.session.scalars(query).all()
    assert [guest.partstat for guest in guests] == [YES] * CROWD
    placed = [guest for guest in guests if guest.waitlisted_at is None]
    assert len(placed) == capacity
    assert sum(guest.person.sector_id == carers_id for guest in placed) >= held
    waiting = sorted(answering.place_in_line(guest) for guest in guests if guest.waitlisted_at is not None)
    assert waiting == list(range(1, CROWD - capacity + 1))
    assert [kind for kind, _, _ in mails()] == ["waitlisted"] * (CROWD - capacity)


def test_the_short_way_says_what_the_long_way_says(project):
    ann, bo = guests_of(make_meeting(project), "Ann", "Bo")
    for now, choice, comment in ((NOW, YES, ""), (NOW + MINUTE, YES, "Later."), (NOW + 2 * MINUTE, NO, "Nee.")):
        ann.needs = bo.needs = ["transport"]
        db.session.flush()
        answer(ann, choice, now=now, comment=comment)
        assert at_once.answer_at_once(bo.id, 1, choice, comment, now)
        db.session.refresh(bo)
        said = [(g.partstat, g.comment, g.answered_at, g.answered_via, g.needs, g.needs_note) for g in (ann, bo)]
        assert said[0] == said[1]
    events = db.session.scalars(select(AuditEvent).where(AuditEvent.event == "invitation answered")).all()
    assert [(event.actor, event.subject) for event in events] == [
        (f"person:{guest.person_id}", f"invitation:{guest.id}") for guest in (ann, bo) * 3
    ]


@pytest.mark.parametrize("why", ["places are counted", "waits", "held", "archived", "new link"])
def test_the_short_way_leaves_the_rest_alone(project, why):
    (guest,) = guests_of(make_meeting(project, capacity=5 if why == "places are counted" else None), "Ann")
    guest.waitlisted_at = NOW if why == "waits" else None
    guest.confirm_by = NOW if why == "held" else None
    guest.person.archived_at = NOW if why == "archived" else None
    db.session.flush()
    assert at_once.answer_at_once(guest.id, 2 if why == "new link" else 1, YES, "", NOW) is False
    db.session.refresh(guest)
    assert guest.partstat == Partstat.NEEDS_ACTION


def test_the_short_way_takes_back_mail_that_an_answer_makes_old(project):
    (guest,) = guests_of(make_meeting(project), "Ann")
    guest.reminded_at = NOW
    db.session.flush()
    letters.queue_reminder(guest, stationery(), NOW)
    at_once.answer_at_once(guest.id, 1, YES, "", NOW)
    place_letters.queue_promoted(guest, stationery(), NOW)
    at_once.answer_at_once(guest.id, 1, NO, "", NOW)
    assert [(kind, status) for kind, _, status in mails()] == [("reminder", "superseded"), ("promoted", "superseded")]


@pytest.mark.parametrize("meanwhile", ["reminded", "another answer", "withdrawn"])
def test_the_short_way_stands_in_line_and_then_looks_anew(app, project, meanwhile):
    (guest,) = guests_of(make_meeting(project), "Ann")
    guest.partstat = NO
    invitation_id = guest.id
    db.session.commit()
    answering.lock(guest.meeting)
    if meanwhile == "reminded":
        guest.reminded_at = NOW
        letters.queue_reminder(guest, stationery(), NOW)
    elif meanwhile == "another answer":
        guest.partstat = YES
    else:
        guest.link_version += 1
    db.session.flush()
    kept = []

    def answer_meanwhile() -> None:
        with app.app_context():
            kept.append(at_once.answer_at_once(invitation_id, 1, NO, "", NOW))
            db.session.commit()
            db.session.remove()

    thread = threading.Thread(target=answer_meanwhile)
    thread.start()
    thread.join(0.3)  # it waits now
    db.session.commit()
    thread.join()

    assert kept == [meanwhile != "withdrawn"]
    assert guest.partstat == NO
    assert [status for _, _, status in mails()] == (["superseded"] if meanwhile == "reminded" else [])


def test_no_place_lapses_once_the_meeting_is_called_off(project):
    ann, bo = guests_of(make_meeting(project, capacity=1), "Ann", "Bo")
    answer(ann, YES), answer(bo, YES)
    ann.confirm_by, ann.meeting.cancelled_at = NOW, NOW + MINUTE
    db.session.flush()
    assert answering.let_lapse(ann.meeting, NOW + 2 * MINUTE, stationery()) == []
    assert [kind for kind, _, _ in mails()] == ["waitlisted"]


def test_the_short_way_refuses_alike(project):
    (guest,) = guests_of(make_meeting(project), "Ann")
    with pytest.raises(HoldsBsn):
        at_once.answer_at_once(guest.id, 1, YES, "BSN 123456782", NOW)
    with pytest.raises(rules.MeetingStarted):
        at_once.answer_at_once(guest.id, 1, YES, "", START)
    guest.meeting.cancelled_at = NOW
    db.session.flush()
    with pytest.raises(rules.MeetingCancelled):
        at_once.answer_at_once(guest.id, 1, YES, "", NOW)
