"""The whole way: an invitation leaves by a real SMTP server, calendars answer, a real IMAP server holds the answers."""

import datetime as dt

import pytest
import vobject
from sqlalchemy import select

from kapstok import clock, jobs
from kapstok.extensions import db
from kapstok.mail.models import OutboxMessage
from kapstok.meetings import inviting
from kapstok.meetings.rules import Partstat, Via
from kapstok.web.links import stationery
from tests.factories import make_meeting, make_person, make_project
from tests.mailserver import MailServer
from tests.reply_shapes import SHAPES, Answer, written
from tests.replying import REPLY_DOMAIN, read_replies

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)

SAYS = {"Ann": ("gmail", "ACCEPTED"), "Bo": ("exchange", "DECLINED"), "Cas": ("apple", "TENTATIVE")}


def read_invitation(mail) -> Answer:
    """What a calendar finds in the mail that reached it."""
    part = next(part for part in mail.walk() if part.get_content_type() == "text/calendar")
    event = vobject.readOne(part.get_payload(decode=True).decode()).vevent
    assert event.attendee.params["RSVP"] == ["TRUE"]
    to, address = (line.value.removeprefix("mailto:") for line in (event.organizer, event.attendee))
    assert len(to.partition("@")[0]) <= 40
    return Answer(
        event.uid.value,
        to=to,
        address=address,
        name=event.attendee.params["CN"][0],
        sequence=int(event.sequence.value),
        stamp=clock.now().replace(microsecond=0),
    )


def test_an_invitation_goes_out_and_the_answers_of_calendars_come_back(app, monkeypatch, imap_server):
    read_replies(app, monkeypatch, imap_server.url)
    meeting = make_meeting(make_project(), starts_at=clock.now() + dt.timedelta(days=7))
    people = [make_person(meeting.project, name=name, email=f"{name.lower()}@example.org") for name in SAYS]
    guests = inviting.invite(meeting, clock.now(), people=[person.id for person in people])
    inviting.send_invitations(meeting, stationery(), clock.now(), actor="test")
    db.session.commit()
    with MailServer() as server:
        monkeypatch.setitem(app.config, "SMTP_URL", server.url)
        jobs.deliver_mail(app)
    invited = {each.name: each for each in map(read_invitation, server.messages)}

    for name, (client, said) in SAYS.items():
        imap_server.deliver(SHAPES[client](invited[name].but(partstat=said, comment="Tot dan")))
    imap_server.deliver(SHAPES["gmail"](invited["Ann"].but(address="vreemd@example.org", partstat="DECLINED")))
    imap_server.deliver(written(invited["Bo"], "Ik ben die dag op vakantie."))
    fates = jobs.read_mail(app)

    assert fates == {"handled": 3, "held": 2}
    assert jobs.read_mail(app) == {}
    assert imap_server.folders()["INBOX"] == []
    db.session.expire_all()
    found = {guest.person.name: (guest.partstat, guest.answered_via, guest.comment) for guest in guests}
    assert found == {name: (Partstat(said), Via.MAIL, "Tot dan") for name, (_, said) in SAYS.items()}
    assert set(db.session.scalars(select(OutboxMessage.kind))) == {"invitation"}
    assert {each.to.partition("@")[2] for each in invited.values()} == {REPLY_DOMAIN}
