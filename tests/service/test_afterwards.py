"""The one mail after a meeting: to whom, and what of the meeting is in it."""

import datetime as dt
from email import message_from_bytes, policy

import pytest
from sqlalchemy import select

from kapstok.extensions import db
from kapstok.mail.models import OutboxMessage
from kapstok.meetings import afterwards, materials
from kapstok.meetings import service as meetings
from kapstok.meetings.models import Agreement
from kapstok.meetings.rules import AgreementKind, Attendance, MaterialKind, NotOverYet, Partstat, Shown
from kapstok.web.links import stationery
from tests.factories import NOW, make_invitation, make_meeting, make_person, make_project

AFTER = NOW + dt.timedelta(days=8)
MONTH = dt.timedelta(days=31)


@pytest.fixture
def meeting(app):
    return make_meeting(make_project(), "Kennismaken", notes="Wij maakten kennis.")


def guest(meeting, name: str, **fields):
    return make_invitation(meeting, make_person(meeting.project, name=name), sent_sequence=0, **fields)


def there(meeting, name: str):
    return guest(meeting, name, attendance=Attendance.PRESENT)


def tell_absent(meeting, now=AFTER):
    return afterwards.tell_absent(meeting, stationery(), now, actor="test")


def texts() -> list[str]:
    mails = [message_from_bytes(row.mime, policy=policy.default) for row in db.session.scalars(select(OutboxMessage))]
    return [mail.get_body(("plain",)).get_content().replace("\r\n", "\n") for mail in mails]


def test_minutes_agreements_and_materials_stand_in_one_mail(meeting):
    ann = there(meeting, "Ann")
    materials.add_link(meeting, MaterialKind.LINK, "Folder", "https://example.org", Shown.AFTER, NOW, actor="test")
    agreed = {"kind": AgreementKind.ACTION, "text": "Zaal zoeken", "owner": ann.person, "due_on": dt.date(2026, 5, 5)}
    db.session.add(Agreement(project_id=meeting.project_id, meeting_id=meeting.id, **agreed))
    db.session.flush()
    afterwards.ask_attendees(meeting, stationery(), AFTER, actor="test")
    (text,) = texts()
    for line in ("Wij maakten kennis.", "– Folder", "– Zaal zoeken (Ann, uiterlijk dinsdag 5 mei 2026)"):
        assert f"\n{line}\n" in text
    assert f"/bijeenkomsten/{meeting.id}\n" in text and "/wie-kent-u\n" in text and "/u/" not in text


def test_what_came_of_a_meeting_is_told_once_it_was_mailed(meeting):
    other = make_meeting(meeting.project, "Later")
    there(meeting, "Ann")
    there(other, "Bo")
    assert afterwards.is_told(meeting) is False
    afterwards.ask_attendees(meeting, stationery(), AFTER, actor="test")
    assert (afterwards.is_told(meeting), afterwards.is_told(other)) == (True, False)


def test_who_could_not_be_there_is_told_once_and_asked_nothing(meeting):
    there(meeting, "Ann")
    no, late, excused = (
        guest(meeting, "Bo", partstat=Partstat.DECLINED),
        guest(meeting, "Cas", partstat=Partstat.ACCEPTED, attendance=Attendance.ABSENT),
        guest(meeting, "Dik", attendance=Attendance.EXCUSED),
    )
    guest(meeting, "Eva")  # never answered
    guest(meeting, "Fay", partstat=Partstat.TENTATIVE)
    guest(meeting, "Gé", partstat=Partstat.ACCEPTED, waitlisted_at=NOW)
    assert tell_absent(meeting) == [no, late, excused]
    assert tell_absent(meeting) == []
    assert all("wie-kent-u" not in text for text in texts())
    found = afterwards.telling(meetings.list_guests(meeting), AFTER)
    assert (found.to_ask, found.asked) == ([], [no, late, excused])


def test_it_is_their_one_mail_of_the_month(meeting):
    no = guest(meeting, "Bo", partstat=Partstat.DECLINED)
    no.person.asked_at = AFTER - MONTH + dt.timedelta(days=1)
    assert tell_absent(meeting) == []
    assert afterwards.telling(meetings.list_guests(meeting), AFTER).too_soon == [no]
    no.person.asked_at = AFTER - MONTH
    assert tell_absent(meeting) == [no]
    assert no.person.asked_at == AFTER


def test_with_nothing_to_tell_nobody_is_told(meeting):
    guest(meeting, "Bo", partstat=Partstat.DECLINED)
    meeting.notes = ""
    assert tell_absent(meeting) == []
    assert not afterwards.what_came_of(meeting)


def test_not_before_the_end(meeting):
    with pytest.raises(NotOverYet):
        tell_absent(meeting, NOW)
