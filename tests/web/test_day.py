"""The day on the web: the list, the host's, the poster's page, checking in by one's own invitation, and the papers."""

import datetime as dt
import io
import json
import re

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from kapstok import clock
from kapstok.extensions import db
from kapstok.mail.models import OutboxMessage
from kapstok.mail.reading import read
from kapstok.meetings import door
from kapstok.meetings.models import DoorEntry
from kapstok.meetings.rules import Attendance, Partstat
from kapstok.projects.rules import Vocabulary
from kapstok.web.links import door_link, host_link, personal_link, rsvp_link
from tests.factories import make_invitation, make_meeting, make_organisation, make_person, term

DAY = dt.timedelta(days=1)
YES = {"partstat": Partstat.ACCEPTED}


@pytest.fixture
def today(project):
    """A meeting that is going on."""
    return make_meeting(project, starts_at=clock.now() - dt.timedelta(minutes=10))


@pytest.fixture
def ann(project, today):
    person = make_person(project, make_organisation(project, "De Kom"), "Ann Bos", "huisarts", phone="0591 000 000")
    return make_invitation(today, person, **YES)


@pytest.fixture
def base(project, today):
    return f"/p/{project.id}/bijeenkomsten/{today.id}/dag"


def path(link: str) -> str:
    return link.removeprefix("http://127.0.0.1:5000")


def milliseconds(moment: dt.datetime) -> int:
    return int(moment.timestamp() * 1000)


def sent(page, taps=(), arrivals=()) -> dict:
    """What the script of ``page`` posts."""
    form = page.all("form", hidden="")[0]
    token = {field.get("name"): field.get("value") for field in form.iter("input")}
    return token | {"taps": json.dumps({"taps": taps, "arrivals": arrivals})}


def words_of(answer) -> str:
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.data)).pages)


def outbox() -> list[OutboxMessage]:
    return list(db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))


def entries(project) -> list[DoorEntry]:
    return list(db.session.scalars(select(DoorEntry).where(DoorEntry.project_id == project.id).order_by(DoorEntry.id)))


# The poster: scan, type your name, done.


def test_the_poster_says_the_same_to_everybody(visitor, project, today, ann):
    here = path(door_link(today))
    pages = []
    for name in ("ann bos", "Wie Dan Ook"):
        page = visitor.get(here).submit(here, name=name, organisation="De Kom")
        pages.append(page.text)
        assert page.h1 == "Welkom"
    assert pages[0] == pages[1]
    assert ann.attendance == Attendance.PRESENT
    assert [(entry.name, entry.organisation) for entry in entries(project)] == [("", ""), ("Wie Dan Ook", "De Kom")]
    assert visitor.client._cookies == {}


def test_the_door_shows_nobody(visitor, today, ann):
    here = path(door_link(today))
    pages = [visitor.get(here), visitor.get(f"{here}?klaar=ja"), visitor.get(here).submit(here, name="", status=400)]
    assert not any(word in page.response.text for page in pages for word in ("Ann", "De Kom", "0591", ann.person.email))


def test_what_is_wrong_with_a_name_is_said_at_the_field(visitor, project, today):
    here = path(door_link(today))
    page = visitor.get(here).submit(here, name="Ann 123456782", status=400)
    assert "burgerservicenummer" in page.text
    assert page.all("input", name="name")[0].get("value") == "Ann 123456782"
    assert "Maak deze naam korter." in page.submit(here, name="a" * 121, status=400).text
    assert entries(project) == []


def test_sending_the_form_twice_is_once(visitor, project, today):
    here = path(door_link(today))
    page = visitor.get(here)
    page.submit(here, name="Wie Dan Ook")
    page.submit(here, name="Wie Dan Ook")
    assert len(entries(project)) == 1


def test_the_door_speaks_the_language_of_the_phone(visitor, today):
    answer = visitor.fetch(path(door_link(today)), headers={"Accept-Language": "en-GB,en;q=0.9"})
    assert '<html lang="en">' in answer.text


@pytest.mark.parametrize("away", [-DAY, DAY])
def test_on_another_day_the_door_is_closed(visitor, project, away):
    meeting = make_meeting(project, starts_at=clock.now() + away)
    page = visitor.get(path(door_link(meeting)), status=410)
    assert "U kunt zich hier melden op" in page.text


def test_no_link_opens_what_another_is_for(visitor, today, ann):
    tokens = {
        "/deur/": path(door_link(today)),
        "/gastheer/": path(host_link(today)),
        "/u/": path(rsvp_link(ann)),
        "/d/": path(personal_link(ann.person)),
    }
    for prefix, link in tokens.items():
        visitor.get(link)
        for other in tokens:
            if other != prefix:
                visitor.get(link.replace(prefix, other), status=404)


def test_withdrawn_links_open_nothing(projectleider, visitor, today, base):
    old = [path(door_link(today)), path(host_link(today))]
    page = projectleider.get(base).submit(f"{base}/nieuwe-links")
    assert "Het oude affiche en de oude link werken niet meer." in page.text
    for link in old:
        visitor.get(link, status=404)
    db.session.expire_all()
    visitor.get(path(host_link(today)))


# The host's list.


def test_the_host_sees_names_and_organisations_and_nothing_more(visitor, project, today, ann):
    sector = term(project, Vocabulary.SECTOR, "mantelzorgers")
    truus = make_person(project, None, "Truus Vos", "mantelzorger", sector_id=sector.id, phone="0591 111 111")
    make_invitation(today, truus, comment="Kom later", needs=["transport"], needs_note="Rolstoel", **YES)
    page = visitor.get(path(host_link(today)))
    assert [strong.text for strong in page.all("strong")] == ["Ann Bos", "Truus Vos"]
    hidden = ("antelzorger", "Huisarts", "0591", "Rolstoel", "Kom later", truus.email, ann.person.email, "sector-mark")
    assert [word for word in hidden if word in page.response.text] == []
    assert visitor.client._cookies == {}


def test_no_organisation_tells_who_is_a_mantelzorger(visitor, projectleider, project, today, ann, base):
    circle = make_organisation(project, "Kring Veenmeer", sector="mantelzorgers")
    make_invitation(today, make_person(project, circle, "Truus Vos"), **YES)
    here = path(host_link(today))
    door.arrive(today, "T. Vos", "", "k1", clock.now())
    pages = [visitor.get(here), visitor.get(f"{here}?gast=Kring")]
    assert "Dit is Truus Vos" in pages[0].text
    assert [strong.text for strong in pages[1].all("strong")] == ["T. Vos"]  # the search finds no guest by it
    papers = [words_of(projectleider.fetch(f"{base}/{name}.pdf")) for name in ("presentielijst", "naamkaartjes")]
    assert [text for text in (*(page.response.text for page in pages), *papers) if "Kring Veenmeer" in text] == []


def test_a_host_without_javascript_taps_and_writes_down(visitor, project, today, ann):
    here = path(host_link(today))
    page = visitor.get(here).submit(f"{here}/{ann.id}", button=("attendance", "present"))
    assert ann.attendance == Attendance.PRESENT
    page = page.submit(f"{here}/erbij", name="Bo Dam", organisation="De Brink")
    (entry,) = entries(project)
    bo = make_invitation(today, make_person(project, name="B. Dam"))
    page = visitor.get(here)
    assert "Dit is B. Dam" in page.text
    visitor.post(f"{here}/naam/{entry.id}", sent(page) | {"guest": str(bo.id)})
    assert bo.attendance == Attendance.PRESENT
    assert "Vul een naam in." in page.submit(f"{here}/erbij", name=" ", status=400).text


def test_the_host_settles_only_with_guests_of_this_meeting(visitor, project, today, ann):
    here = path(host_link(today))
    door.arrive(today, "Wie Dan Ook", "", "k1", clock.now())
    (entry,) = entries(project)
    elsewhere = make_meeting(project, "Anders", starts_at=clock.now())
    stranger = make_invitation(elsewhere, make_person(project))
    door.arrive(elsewhere, "Wie Was Dat", "", "k2", clock.now())
    (_here, there) = entries(project)
    page = visitor.get(here)
    visitor.post(f"{here}/naam/{entry.id}", sent(page) | {"guest": str(stranger.id)}, status=404)
    visitor.post(f"{here}/naam/{there.id}", sent(page), status=404)
    visitor.post(f"{here}/{stranger.id}", sent(page) | {"attendance": "present"}, status=404)
    assert (stranger.attendance, entry.settled_at, there.settled_at) == (None, None, None)
    visitor.post(f"{here}/naam/{entry.id}", sent(page) | {"gone": "ja"})
    assert (entry.name, entry.settled_at is None) == ("", False)


def test_a_host_finds_a_guest(visitor, project, today, ann):
    make_invitation(today, make_person(project, name="Bo Dam"), **YES)
    here = path(host_link(today))
    names = [strong.text for strong in visitor.get(f"{here}?gast=de+kom").all("strong")]
    assert names == ["Ann Bos"]
    assert "Geen gast gevonden." in visitor.get(f"{here}?gast=zus").text


@pytest.mark.parametrize(("away", "status"), [(-4 * DAY, 410), (-2 * DAY, 200), (DAY, 200), (3 * DAY, 410)])
def test_when_the_host_has_the_list(visitor, project, away, status):
    starts_at = clock.from_local(clock.local_date(clock.now()) + away, dt.time(14))
    page = visitor.get(path(host_link(make_meeting(project, starts_at=starts_at))), status=status)
    assert page.all("form", hidden="") == [] or away < dt.timedelta(0)


# What the script sends.


@pytest.mark.parametrize("who", ["host", "projectleider"])
def test_taps_come_in_and_the_list_goes_back(visitor, projectleider, project, today, ann, base, who):
    here = path(host_link(today)) if who == "host" else base
    reader = visitor if who == "host" else projectleider
    page, tapped = reader.get(here), clock.now() - dt.timedelta(minutes=1)
    taps = [{"guest": ann.id, "attendance": "present", "at": milliseconds(tapped)}]
    came = [{"key": "k1", "name": "Wie Dan Ook", "organisation": "", "at": milliseconds(tapped)}]
    for _twice in range(2):
        answer = reader.request("POST", f"{here}/tikken", data=sent(page, taps, came))
    now = answer.json.pop("now")
    assert abs(now - milliseconds(clock.now())) < 60_000
    expected = {"present": 1, "names": 1, "guests": {str(ann.id): ["present", milliseconds(tapped)]}, "refused": []}
    assert {name: value for name, value in answer.json.items() if name != "now"} == expected
    assert len(entries(project)) == 1
    assert reader.fetch(f"{here}/stand").json["guests"] == expected["guests"]


def test_one_bad_name_does_not_stop_the_others(visitor, project, today, ann):
    here = path(host_link(today))
    typed = ("123456782", "Bo", " \n", "a" * 200)
    names = [{"key": f"k{n}", "name": name, "organisation": "", "at": 1} for n, name in enumerate(typed)]
    answer = visitor.request("POST", f"{here}/tikken", data=sent(visitor.get(here), (), names))
    assert [entry.name for entry in entries(project)] == ["Bo", "?", "a" * 120]
    assert ["burgerservicenummer" in sentence for sentence in answer.json["refused"]] == [True]


@pytest.mark.parametrize(
    "taps",
    [
        *("", "[]", "{}", "nan", '{"taps": 1, "arrivals": []}', '{"taps": [[]], "arrivals": []}', "[" * 100_000),
        '{"taps": [{"guest": true, "attendance": "present", "at": 1}], "arrivals": []}',
        '{"taps": [{"guest": 1, "attendance": "asleep", "at": 1}], "arrivals": []}',
        '{"taps": [{"guest": 1, "attendance": "present", "at": 1e400}], "arrivals": []}',
        '{"taps": [{"guest": 1, "attendance": ["present"], "at": 1}], "arrivals": []}',
        '{"taps": [], "arrivals": [{"key": "k", "name": 5, "organisation": "", "at": 1}]}',
        '{"taps": [], "arrivals": [{"key": "", "name": "Bo", "organisation": "", "at": 1}]}',
    ],
)
def test_what_no_script_of_ours_sends_is_refused(visitor, today, ann, taps):
    here = path(host_link(today))
    token = sent(visitor.get(here))["form_token"]
    answer = visitor.request("POST", f"{here}/tikken", data={"form_token": token, "taps": taps})
    assert (answer.status_code, ann.attendance) == (400, None)


def test_taps_without_the_token_of_the_page_change_nothing(visitor, today, ann):
    taps = json.dumps({"taps": [{"guest": ann.id, "attendance": "present", "at": 1}], "arrivals": []})
    assert visitor.request("POST", f"{path(host_link(today))}/tikken", data={"taps": taps}).status_code == 400
    assert ann.attendance is None


def test_the_worker_of_the_list_may_be_kept_and_asked_again(visitor):
    answer = visitor.fetch("/gastheer/bewaker.js")
    assert (answer.status_code, answer.mimetype) == (200, "text/javascript")


# The projectleider's side.


def test_names_from_the_door_are_settled(projectleider, project, today, ann, base):
    zoe = make_person(project, make_organisation(project, "De Brink"), "Zoë Dam")
    for number, name in enumerate(("Ann Boss", "Zoe Dam", "Nieuw Gezicht")):
        door.arrive(today, name, "", f"k{number}", clock.now() + dt.timedelta(seconds=number))
    first, second, third = entries(project)
    page = projectleider.get(base)
    assert "3 namen plaatsen" in page.text
    assert "Dit is Ann Bos, De Kom" in page.text
    assert "Dit is Zoë Dam, De Brink uit het netwerk" in page.text
    token = page.all("input", name="csrf_token")[0].get("value")
    projectleider.post(f"{base}/namen/{first.id}", {"csrf_token": token, "guest": str(ann.id)})
    projectleider.post(f"{base}/namen/{second.id}", {"csrf_token": token, "person": str(zoe.id)})
    page = projectleider.get(base).follow("Nieuw in het netwerk")
    assert page.all("input", name="name")[0].get("value") == "Nieuw Gezicht"
    page.submit(organisation_id=str(zoe.organisation_id))
    assert [entry.settled_at is None for entry in (first, second, third)] == [False] * 3
    there = {strong.text for strong in projectleider.get(base).all("strong")}
    assert {"Ann Bos", "Zoë Dam", "Nieuw Gezicht"} <= there


def test_the_list_goes_to_the_host(projectleider, project, today, ann, base):
    assert "Kies bij Wijzigen wie de gasten ontvangt." in projectleider.get(base).text
    today.host = make_person(project, name="Hanne Host", email="hanne@example.org")
    page = projectleider.get(base).submit(f"{base}/gastheer")
    assert "De gastenlijst is onderweg naar Hanne Host." in page.text
    (message,) = outbox()
    assert message.to_address == "hanne@example.org"
    links = [re.search(r"http\S+/gastheer/\S+", read(message.mime).text)[0]]  # of another second than the one shown
    links.append(page.all("input", id="gastheer-link")[0].get("value"))
    assert [projectleider.get(path(link)).h1 for link in links] == [today.title] * 2


def test_papers_hold_who_is_expected_and_tell_nothing_of_mantelzorgers(projectleider, project, today, ann, base):
    sector = term(project, Vocabulary.SECTOR, "mantelzorgers")
    make_invitation(today, make_person(project, None, "Truus Vos", "mantelzorger", sector_id=sector.id), **YES)
    make_invitation(today, make_person(project, name="Nog Niet"))
    sheet, badges = (words_of(projectleider.fetch(f"{base}/{name}.pdf")) for name in ("presentielijst", "naamkaartjes"))
    assert "Ann Bos De Kom" in sheet
    assert [word in badges for word in ("Ann", "Huisarts", "De Kom", "Truus", "Vos")] == [True] * 5
    assert [word in text for text in (sheet, badges) for word in ("antelzorger", "Nog Niet")] == [False] * 4
    assert "Nog Niet" in words_of(projectleider.fetch(f"{base}/presentielijst.pdf?wie=alle"))


def test_papers_of_a_meeting_without_guests_are_blank_ones(projectleider, base):
    assert "Naam Organisatie Handtekening" in words_of(projectleider.fetch(f"{base}/presentielijst.pdf"))
    words_of(projectleider.fetch(f"{base}/naamkaartjes.pdf"))


def test_the_poster_leads_to_the_door(projectleider, today, base):
    answer = projectleider.fetch(f"{base}/affiche.pdf")
    assert "Typ uw naam." in words_of(answer)
    (page,) = PdfReader(io.BytesIO(answer.data)).pages
    assert [note.get_object()["/A"]["/URI"] for note in page["/Annots"]] == [door_link(today)]


# By one's own invitation.


def test_one_tap_on_ones_own_invitation(visitor, today, ann):
    here = path(rsvp_link(ann))
    page = visitor.get(here).submit(f"{here}/aanwezig")
    assert page.h1 == "Welkom, Ann Bos"
    assert (ann.attendance, ann.checked_in_via) == ("present", "self")
    assert [word for word in ("0591", ann.person.email, "Huisarts", "De Kom") if word in page.response.text] == []
    page = page.submit(f"{here}/gegevens")
    assert "Er is een mail onderweg naar uw eigen adres." in page.text
    (message,) = outbox()
    assert message.to_address == ann.person.email
    assert "/gegevens" in read(message.mime).text
    assert "Wij weten dat u er bent." in visitor.get(here).text


def test_a_scanner_that_opens_the_link_checks_nobody_in(visitor, today, ann):
    here = path(rsvp_link(ann))
    page = visitor.get(f"{here}/aanwezig")
    assert (page.h1, ann.attendance) == ("Bent u er, Ann Bos?", None)
    assert len(visitor.get(here).all("div", role="img")) == 1


def test_on_another_day_there_is_nothing_to_check_in_to(visitor, project):
    guest = make_invitation(make_meeting(project, starts_at=clock.now() + DAY), make_person(project))
    here = path(rsvp_link(guest))
    assert "Ik ben er" not in visitor.get(f"{here}/aanwezig").text
    token = visitor.get(here).all("input", name="form_token")[0].get("value")
    visitor.post(f"{here}/aanwezig", {"form_token": token}, status=410)
    assert guest.attendance is None


def test_whoever_holds_the_invitation_cannot_flood_its_guest_with_mail(visitor, today, ann, monkeypatch):
    monkeypatch.setattr("kapstok.extensions.limiter.enabled", True)
    here = path(rsvp_link(ann))
    page = visitor.get(here).submit(f"{here}/aanwezig")
    for _time in range(3):
        page.submit(f"{here}/gegevens")
    page.submit(f"{here}/gegevens", status=429)
