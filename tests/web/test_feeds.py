"""Calendar feeds as calendars fetch them, read back by two libraries that share no code."""

import datetime as dt
from urllib.parse import urlsplit

import icalendar
import pytest
import vobject

from kapstok import clock, signing
from kapstok.extensions import db
from kapstok.meetings import feeds
from kapstok.meetings.models import ProgrammeItem
from kapstok.meetings.rules import Partstat
from kapstok.projects import service as projects
from kapstok.projects.rules import Module, Vocabulary
from kapstok.signing import Purpose
from kapstok.web.links import feed_link, leader_feed_link, personal_link, rsvp_link
from tests.factories import make_invitation, make_meeting, make_person, term

DAY = dt.timedelta(days=1)


@pytest.fixture
def person(project):
    return make_person(project, name="Ann Bos")


def path(link: str) -> str:
    return urlsplit(link).path


def read(response) -> list[icalendar.Event]:
    """The events of a feed, once both libraries agree on what they are."""
    assert response.status_code == 200
    content = response.get_data()
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    events = icalendar.Calendar.from_ical(content).walk("VEVENT")
    elsewhere = vobject.readOne(content.decode())
    assert [str(event["UID"]) for event in events] == [
        event.uid.value for event in elsewhere.contents.get("vevent", [])
    ]
    assert len({str(event["UID"]) for event in events}) == len(events)
    return events


def invite(person, title, days=7, **fields):
    meeting = make_meeting(person_project(person), title, starts_at=clock.now() + days * DAY)
    return make_invitation(meeting, person, **{"sent_sequence": 0} | fields)


def person_project(person):
    return projects.find_project(person.project_id)


def test_a_guest_has_their_own_meetings_in_their_calendar(visitor, person):
    yes = invite(person, "Ja", 1, partstat=Partstat.ACCEPTED)
    invite(person, "Stil", 2)
    invite(person, "Wacht", 3, partstat=Partstat.ACCEPTED, waitlisted_at=clock.now())
    invite(person, "Vastgehouden", 4, partstat=Partstat.ACCEPTED, confirm_by=clock.now() + DAY)
    invite(person, "Nee", 5, partstat=Partstat.DECLINED)
    invite(person, "Nog niet verstuurd", 6, sent_sequence=None)
    invite(make_person(person_project(person)), "Van een ander", 1)
    gone = invite(person, "Gaat niet door", 8)
    gone.meeting.cancelled_at = clock.now() - 29 * DAY
    invite(person, "Lang geleden afgezegd", 9).meeting.cancelled_at = clock.now() - 31 * DAY

    response = visitor.fetch(path(feed_link(person)))
    events = read(response)

    assert response.content_type == "text/calendar; charset=utf-8"
    assert [(str(event["SUMMARY"]), str(event["STATUS"])) for event in events] == [
        ("Ja", "CONFIRMED"),
        ("Stil", "TENTATIVE"),
        ("Wacht", "TENTATIVE"),
        ("Vastgehouden", "TENTATIVE"),
        ("Gaat niet door", "CANCELLED"),
    ]
    first = events[0]
    assert (str(first["UID"]), str(first["URL"])) == (yes.uid, rsvp_link(yes))
    assert first["DTSTART"].dt == yes.meeting.starts_at.replace(microsecond=0)
    assert first["DTSTAMP"].dt == yes.meeting.revised_at
    assert str(first["ORGANIZER"]) == "mailto:noor@example.org"
    assert ("ATTENDEE" in first, first.walk("VALARM")) == (False, [])
    assert first["DESCRIPTION"].splitlines()[0] == "Uw antwoord: ja."
    assert events[4]["DESCRIPTION"].splitlines()[0] == "Deze bijeenkomst gaat niet door."


def test_the_calendar_says_what_it_is_and_how_often_to_ask(visitor, person):
    response = visitor.fetch(path(feed_link(person)))
    calendar = icalendar.Calendar.from_ical(response.get_data())
    assert read(response) == []
    assert {name: str(calendar[name]) for name in ("METHOD", "X-WR-CALNAME")} == {
        "METHOD": "PUBLISH",
        "X-WR-CALNAME": "Samen rond mantelzorg: uw bijeenkomsten",
    }
    assert "UID" not in calendar
    head = response.get_data(as_text=True).split("BEGIN:VTIMEZONE")[0].split("\r\n")
    assert {line for line in head if "PT4H" in line} == {
        "REFRESH-INTERVAL;VALUE=DURATION:PT4H",
        "X-PUBLISHED-TTL:PT4H",
    }


def test_who_asks_again_hears_that_nothing_changed(visitor, person):
    guest, address = invite(person, "Kennismaken"), path(feed_link(person))
    first = visitor.fetch(address)
    assert first.headers["Cache-Control"] == "private, max-age=900"
    by_tag = {"If-None-Match": first.headers["ETag"]}
    by_date = {"If-Modified-Since": first.headers["Last-Modified"]}
    for known in (by_tag, by_date, by_tag | by_date, by_tag):
        again = visitor.fetch(address, headers=known)
        assert (again.status_code, again.get_data(), again.headers["ETag"]) == (304, b"", first.headers["ETag"])
    head = visitor.request("HEAD", address)
    assert (head.status_code, head.get_data(), head.headers["ETag"]) == (200, b"", first.headers["ETag"])
    assert head.headers["Content-Length"] == str(len(first.get_data()))

    guest.partstat = Partstat.ACCEPTED
    for known in (by_tag, by_date, by_tag | by_date):
        assert read(visitor.fetch(address, headers=known))[0]["STATUS"] == "CONFIRMED"
    assert visitor.fetch(address, headers=by_date | {"If-None-Match": "*"}).status_code == 304


@pytest.mark.parametrize("changed", ["Bart Vos", "Vinden", "Inloop", "wiped"])
def test_what_changes_elsewhere_shows_in_the_feed(visitor, project, person, changed):
    guest = invite(person, "Kennismaken")
    theme = term(project, Vocabulary.THEME, "opsporen")
    guest.meeting.themes = [theme]
    address = path(feed_link(person))
    known = {"If-None-Match": visitor.fetch(address).headers["ETag"]}
    if changed == "Bart Vos":
        project.contact_name = changed
    elif changed == "Vinden":
        theme.name = changed
    elif changed == "Inloop":
        guest.meeting.items.append(ProgrammeItem(project_id=project.id, title=changed, after=0))
        guest.meeting.revised_at = clock.now()
    else:
        db.session.delete(guest)
    text = visitor.fetch(address, headers=known).get_data(as_text=True).replace("\r\n ", "")
    assert (changed in text, "BEGIN:VEVENT" in text) == ((False, False) if changed == "wiped" else (True, True))


def test_two_looks_never_share_a_second():
    feed, now = object(), dt.datetime(2026, 3, 3, 12, 0, 0, 400, tzinfo=dt.UTC)
    second = now.replace(microsecond=0)
    assert feeds.unchanged_since(feed, "a", now) == second
    assert feeds.unchanged_since(feed, "a", now + DAY) == second
    assert feeds.unchanged_since(feed, "b", now) == second + dt.timedelta(seconds=1)
    assert feeds.unchanged_since(feed, "a", now + DAY) == second + DAY


def test_a_feed_token_opens_one_feed_and_nothing_else(app, visitor, projectleider, project, person):
    own = path(feed_link(person)).removeprefix("/agenda/p/").removesuffix(".ics")
    role = projects.list_members(project)[0]
    leaders = path(leader_feed_link(role)).removeprefix("/agenda/l/").removesuffix(".ics")
    personal = path(personal_link(person)).removeprefix("/d/")
    for page in (f"/d/{own}", f"/u/{own}", f"/d/{leaders}"):
        visitor.get(page, status=404)
    wrong = [f"p/{leaders}", f"l/{own}", f"p/{personal}", f"p/{own[:-1]}", "p/x", f"p/{own}x"]
    wrong.append(f"p/{signing.sign(app.config['SECRET_KEY'], Purpose.FEED, 'p', person.id)}")
    for bad in wrong:
        response = visitor.fetch(f"/agenda/{bad}.ics")
        assert (bad, response.status_code, response.get_data()) == (bad, 404, b"")


@pytest.mark.parametrize("why", ["new address", "archived", "erased", "project archived"])
def test_a_feed_ends(visitor, project, person, why):
    address = path(feed_link(person))
    if why == "new address":
        person.feed_version += 1
    elif why == "archived":
        person.archived_at = clock.now()
    elif why == "erased":
        person.erased_at = clock.now()
    else:
        project.archived_at = clock.now()
    response = visitor.fetch(address)
    assert (response.status_code, response.get_data()) == (410, b"")


def test_who_was_merged_reads_the_feed_of_the_card_that_stays(visitor, project, person):
    address = path(feed_link(person))
    kept = make_person(project, name="Ann Bos-Smit")
    invite(kept, "Kennismaken")
    person.merged_into_id, person.archived_at = kept.id, clock.now()
    assert [str(event["SUMMARY"]) for event in read(visitor.fetch(address))] == ["Kennismaken"]


def test_a_guest_makes_a_new_address(visitor, person):
    old, home = feed_link(person), path(personal_link(person))
    page = visitor.get(home).follow("Zet uw bijeenkomsten in uw agenda")
    assert page.all("input", type="url")[0].get("value") == old
    assert page.link("Abonneer met één tik") == old.replace("http://", "webcal://")
    page = page.submit(f"{home}/agenda")
    assert "Het oude werkt niet meer: abonneer opnieuw." in page.text
    new = page.all("input", type="url")[0].get("value")
    assert [visitor.fetch(path(link)).status_code for link in (old, new)] == [410, 200]


def test_the_projectleider_sees_all_meetings_and_numbers_but_no_names(projectleider, visitor, project, person):
    draft = make_meeting(project, "Nog in de maak", starts_at=clock.now() + 9 * DAY)
    guest = invite(person, "Kennismaken", partstat=Partstat.ACCEPTED)
    guest.meeting.items = [ProgrammeItem(project_id=project.id, title="Inloop", speaker="Jet Jansen", after=0)]
    page = projectleider.get(f"/p/{project.id}/bijeenkomsten/agenda")
    address = path(page.all("input", type="url")[0].get("value"))
    response = visitor.fetch(address)
    first, second = read(response)
    assert [(str(event["SUMMARY"]), str(event["STATUS"])) for event in (first, second)] == [
        ("Kennismaken", "CONFIRMED"),
        ("Nog in de maak", "TENTATIVE"),
    ]
    assert first["DESCRIPTION"].splitlines()[0] == "Antwoorden: 1 ja, 0 misschien, 0 nee, 0 nog niet."
    assert str(second["URL"]) == f"http://127.0.0.1:5000/p/{project.id}/bijeenkomsten/{draft.id}"
    assert "Ann Bos" not in response.get_data(as_text=True)
    guest.partstat = Partstat.DECLINED
    changed = read(visitor.fetch(address))[0]
    assert changed["DESCRIPTION"].splitlines()[0] == "Antwoorden: 0 ja, 0 misschien, 1 nee, 0 nog niet."

    page.submit(f"/p/{project.id}/bijeenkomsten/agenda")
    assert visitor.fetch(address).status_code == 410


def test_who_leads_no_more_has_no_feed(projectleider, visitor, project):
    role = projects.list_members(project)[0]
    address = path(leader_feed_link(role))
    role.role = "evaluator"
    assert visitor.fetch(address).status_code == 410
    db.session.delete(role)
    assert visitor.fetch(address).status_code == 410


def test_everybody_sees_what_is_public_and_no_more(visitor, project, person):
    open_to_all = make_meeting(project, "Voor iedereen", starts_at=clock.now() + DAY, is_public=True)
    open_to_all.online_url = "https://beeld.example.org/zaal"
    open_to_all.items = [ProgrammeItem(project_id=project.id, title="Inloop", speaker="Jet Jansen", after=0)]
    make_invitation(open_to_all, person, partstat=Partstat.ACCEPTED)
    make_meeting(project, "Besloten", starts_at=clock.now() + DAY)
    make_meeting(project, "Afgezegd", starts_at=clock.now() + 2 * DAY, is_public=True, cancelled_at=clock.now())
    for page in ("/agenda/samen-rond-mantelzorg", "/agenda/samen-rond-mantelzorg.ics"):
        assert visitor.fetch(page).status_code == 404
    projects.switch_modules(project, {Module.AGENDA}, actor="test")
    response = visitor.fetch("/agenda/samen-rond-mantelzorg.ics")
    assert [(str(event["SUMMARY"]), str(event["STATUS"])) for event in read(response)] == [
        ("Voor iedereen", "CONFIRMED"),
        ("Afgezegd", "CANCELLED"),
    ]
    assert response.headers["Cache-Control"] == "public, max-age=900"
    page = visitor.get("/agenda/samen-rond-mantelzorg")
    assert page.response.headers["Cache-Control"] == "private, max-age=900"  # with it comes a cookie
    assert [heading.text for heading in page.all("h2", class_="card-title")][:2] == ["Voor iedereen", "Afgezegd"]
    for shown in (response.get_data(as_text=True), page.response.get_data(as_text=True)):
        assert [word for word in ("Besloten", "Jet Jansen", "Ann Bos", "beeld.example.org") if word in shown] == []
