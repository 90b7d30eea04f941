"""The worker's jobs, which combine what rooms may not."""

import datetime as dt

import pytest
from sqlalchemy import select

from kapstok import clock, jobs
from kapstok.extensions import db
from kapstok.mail import service as mail
from kapstok.mail.letter import Letter, Sender
from kapstok.mail.mime import Mailbox
from kapstok.mail.models import InboxMessage, OutboxMessage
from kapstok.meetings.models import DoorEntry
from kapstok.meetings.rules import Partstat
from kapstok.register.models import Person
from kapstok.scope import in_project
from kapstok.ties.models import Handover
from tests.factories import (
    NOW,
    make_invitation,
    make_meeting,
    make_organisation,
    make_person,
    make_project,
    make_service,
)
from tests.mailserver import MailServer

SENDER = Sender("Samen in Veenmeer", "Noor de Wit", "noor@example.org", "", "kapstok@example.org")


def write_to(person, address):
    to = Mailbox(person.name, address)
    letter = Letter("Dag", ())
    mail.queue(letter, to, SENDER, kind="link", now=NOW, project_id=person.project_id, person_id=person.id)
    db.session.commit()


@pytest.mark.parametrize(("address", "marked"), [("weg@example.org", True), ("vroeger@example.org", False)])
def test_an_address_that_a_server_refuses_is_marked_on_the_card(app, monkeypatch, address, marked):
    person = make_person(make_project(), email="weg@example.org")
    version = person.version
    write_to(person, address)

    with MailServer() as server:
        server.replies[address] = "550 5.1.1 No such user"
        monkeypatch.setitem(app.config, "SMTP_URL", server.url)
        jobs.deliver_mail(app)

    db.session.expire_all()
    assert (person.address_refused_at is not None) is marked
    assert person.version == version  # who is editing the card at this moment is not told that somebody else did


def test_the_demo_reads_its_mail_without_a_server(app):
    person = make_person(make_project(is_demo=True))
    write_to(person, person.email)

    jobs.deliver_mail(app)

    assert mail.due(NOW, 10) == []


def test_each_day_leavers_go_to_the_archive_and_keepers_are_asked_once(app):
    now, projects = clock.now(), [make_project(name) for name in ("Hier", "Elders")]
    for project in projects:
        organisation = make_organisation(project)
        leaver, keeper = make_person(project, organisation), make_person(project, organisation)
        make_service(organisation, keeper=keeper)
        long_ago = clock.local_date(now) - dt.timedelta(days=2)
        db.session.add(Handover(project_id=project.id, leaver=leaver, started_at=now))
        leaver.left_on = long_ago
    db.session.commit()

    jobs.keep_up(app)
    jobs.keep_up(app)

    db.session.expire_all()
    for project in projects:
        archived = in_project(Person, project).where(Person.archived_at.is_not(None))
        assert len(db.session.scalars(archived).all()) == 1
        asked = select(OutboxMessage.kind).where(OutboxMessage.project_id == project.id)
        assert db.session.scalars(asked).all() == ["freshness"]


def run_at(app, hour, minute):
    """Everything that the worker does at this time of the day."""
    db.session.commit()
    for task in app.extensions["bell"].read_periodic(dt.datetime(2026, 3, 3, hour, minute)):
        task.execute()
    db.session.expire_all()


def test_the_night_forgets_what_was_kept_for_a_while(app):
    now, project = clock.now(), make_project()
    over = make_meeting(project, starts_at=now - dt.timedelta(days=20), ends_at=now - dt.timedelta(days=19))
    guest = make_invitation(over, make_person(project), needs=["transport"], needs_note="Met de rolstoel")
    typed = DoorEntry(project_id=project.id, meeting_id=over.id, name="Wie Was Dat", came_at=now)
    came = InboxMessage(received_at=now, source="imap", digest="0" * 64, status="handled", raw=b"Ik kom")
    came.handled_at = now - dt.timedelta(days=31)
    db.session.add_all([typed, came])
    write_to(guest.person, "weg@example.org")
    sent = db.session.scalars(select(OutboxMessage)).one()
    sent.status, sent.sent_at = "sent", now - dt.timedelta(days=31)
    db.session.commit()

    run_at(app, 3, 29)
    assert (guest.needs, typed.name, came.raw, sent.mime is None) == (["transport"], "Wie Was Dat", b"Ik kom", False)
    run_at(app, 3, 30)
    assert (guest.needs, guest.needs_note, typed.name, came.raw, sent.mime) == ([], "", "", None, None)


def test_each_minute_mail_goes_out_and_places_go_on(app):
    now, project = clock.now(), make_project(is_demo=True)
    meeting = make_meeting(project, starts_at=now + dt.timedelta(days=7), capacity=1)
    held = make_invitation(meeting, make_person(project), partstat=Partstat.ACCEPTED, confirm_by=now)
    make_invitation(meeting, make_person(project), partstat=Partstat.ACCEPTED, waitlisted_at=now)
    write_to(held.person, "iemand@example.org")
    run_at(app, 12, 0)
    assert held.partstat == Partstat.NEEDS_ACTION
    run_at(app, 12, 1)
    assert mail.due(clock.now(), 10) == []


def test_a_project_in_the_archive_asks_nobody_anything(app):
    project = make_project(archived_at=NOW)
    organisation = make_organisation(project)
    make_service(organisation, keeper=make_person(project, organisation))
    db.session.commit()
    jobs.keep_up(app)
    assert db.session.scalars(select(OutboxMessage)).all() == []


def test_each_minute_places_that_nobody_confirmed_go_on_in_every_project(app):
    now = clock.now()
    held = []
    for name in ("Hier", "Elders"):
        project = make_project(name)
        meeting = make_meeting(project, starts_at=now + dt.timedelta(days=7), capacity=1)
        held.append(make_invitation(meeting, make_person(project), partstat=Partstat.ACCEPTED, confirm_by=now))
        make_invitation(meeting, make_person(project), partstat=Partstat.ACCEPTED, waitlisted_at=now)
    db.session.commit()

    jobs.let_places_lapse(app)

    db.session.expire_all()
    assert [guest.partstat for guest in held] == [Partstat.NEEDS_ACTION] * 2
    kinds = db.session.scalars(select(OutboxMessage.kind).order_by(OutboxMessage.id)).all()
    assert kinds == ["lapsed", "promoted"] * 2
