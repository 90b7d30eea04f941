"""The projectleider plans, invites, follows the answers, takes attendance and asks afterwards."""

import datetime as dt

import pytest
from sqlalchemy import select, update

from kapstok import clock
from kapstok.extensions import db
from kapstok.mail.models import OutboxMessage
from kapstok.mail.rules import Status
from kapstok.meetings import attendance, inviting
from kapstok.meetings import service as meetings
from kapstok.meetings.models import Invitation, Meeting
from kapstok.meetings.rules import Attendance, Partstat
from kapstok.register import service as register
from kapstok.web.links import stationery
from tests.browsing import Visitor
from tests.factories import make_invitation, make_meeting, make_organisation, make_person, make_project, make_user

DAY = dt.timedelta(days=1)
SOON = clock.local_date(clock.now()) + 20 * DAY


@pytest.fixture
def base(project):
    return f"/p/{project.id}/bijeenkomsten"


@pytest.fixture
def meeting(project):
    return make_meeting(project, starts_at=clock.from_local(SOON, dt.time(14)))


@pytest.fixture
def today(project):
    """A meeting that is going on."""
    return make_meeting(project, starts_at=clock.now() - dt.timedelta(minutes=10))


@pytest.fixture
def held(project):
    """A meeting of yesterday."""
    return make_meeting(project, starts_at=clock.now() - DAY)


def outbox() -> list[OutboxMessage]:
    return list(db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))


def fields(**others) -> dict:
    return {
        "title": "Kennismaken",
        "date": f"{SOON}",
        "start": "14:00",
        "end": "16:00",
        "place": "Het Veenhuis",
    } | others


def status_words(page) -> list[str]:
    return ["".join(badge.itertext()) for badge in page.all("span", class_="status")]


def test_from_nothing_to_sent(projectleider, project, base):
    welfare = make_organisation(project, "Welzijn Veenmeer")
    make_person(project, welfare, "Ann Bos", email="ann@example.org")
    make_person(project, welfare, "Bo Dam", email=None, phone="0591 123 456")
    page = projectleider.get(base)
    assert "Er is nog geen bijeenkomst" in page.text
    page = page.follow("Bijeenkomst plannen").submit(**fields(capacity="12"))
    assert page.h1 == "Gasten kiezen"
    page = projectleider.post(page.url, {"sector": str(welfare.sector_id), "csrf_token": token_of(page)})
    assert "2 gasten staan nu op de lijst. U verstuurt nog niets." in page.text
    assert status_words(page) == ["klaar om te versturen", "per telefoon"]
    assert "0591 123 456" in page.text
    page = page.follow("Eén uitnodiging versturen")
    assert outbox() == []
    page = page.submit(page.url)
    assert [message.to_address for message in outbox()] == ["ann@example.org"]
    assert status_words(page) == ["wacht op de mailserver", "per telefoon"]
    assert "Er is geen mailserver ingesteld." in page.text


def test_the_demo_needs_no_mail_server(projectleider, project, base, meeting):
    project.is_demo = True
    make_invitation(meeting, make_person(project))
    assert "Er is geen mailserver ingesteld." not in projectleider.get(f"{base}/{meeting.id}").text


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"end": "13:00"}, "end", "Deze bijeenkomst begint om 14.00 uur en eindigt om 13.00 uur."),
        ({"date": "2020-01-01"}, "date", "01-01-2020 is al voorbij."),
        ({"date": "9999-12-31"}, "date", "meer dan drie jaar vooruit"),
        ({"date": "0001-01-01"}, "date", "is al voorbij"),
        ({"date": "morgen"}, "date", ""),
        ({"start": "99:99"}, "start", ""),
        ({"title": " \x00 "}, "title", "Geef de bijeenkomst een titel."),
        ({"title": "x" * 161}, "title", ""),
        ({"capacity": "0"}, "capacity", "Vul een aantal in van 1 tot en met 5.000"),
        ({"capacity": "NaN"}, "capacity", ""),
        ({"capacity": "9" * 400}, "capacity", "Vul een heel getal in."),
        ({"online_url": "javascript:alert(1)"}, "online_url", "Een link begint met https://."),
        ({"online_url": "https://["}, "online_url", "Een link begint met https://."),
        ({"themes": ["999999"]}, "themes", ""),
        ({"programme": "Casus van mevrouw J., BSN 123456782"}, "programme", "burgerservicenummer"),
    ],
)
def test_a_wrong_plan_gets_a_sentence_and_keeps_what_was_typed(projectleider, base, wrong, field, sentence):
    page = projectleider.get(f"{base}/nieuw").submit(**fields(**wrong), status=400)
    assert sentence in page.text
    assert page.all("p", id=f"{field}-fout") != []
    assert page.all("input", name="place")[0].get("value") == "Het Veenhuis"
    assert db.session.scalars(select(Meeting).where(Meeting.project_id > 0)).all() == []


def test_the_hour_that_the_clock_skips(projectleider, base):
    sunday = next(
        day
        for day in (SOON + number * DAY for number in range(400))
        if day.month == 3 and day.weekday() == 6 and day.day > 24
    )
    page = projectleider.get(f"{base}/nieuw").submit(**fields(date=f"{sunday}", start="02:30", end="04:00"), status=400)
    assert "Het tijdstip 02.30 bestaat die dag niet." in page.text


def test_a_change_is_told_and_the_second_editor_sees_both(app, projectleider, project, base, meeting):
    make_invitation(meeting, make_person(project, email="ann@example.org"))
    inviting.send_invitations(meeting, stationery(), clock.now(), actor="test")
    db.session.execute(update(OutboxMessage).values(status=Status.SENT, attempts=1))
    here = f"{base}/{meeting.id}/bewerken"
    colleague = Visitor(app).log_in(make_user(project))
    first, second = projectleider.get(here), colleague.get(here)
    assert "Eén gast kreeg al een uitnodiging." in first.text
    page = first.submit(here, place="Elders 1")
    assert "De bijeenkomst is gewijzigd. Eén gast krijgt bericht." in page.text
    page = second.submit(here, title="Anders", status=409)
    assert "Iemand anders heeft deze bijeenkomst intussen gewijzigd." in page.text
    rows = [[" ".join("".join(cell.itertext()).split()) for cell in row] for row in page.all("tr")[1:]]
    assert rows == [
        ["Titel", "Kennismaken", "Anders"],
        ["Plaats", "Elders 1", "Het Veenhuis, Dorpsstraat 1"],
    ]
    assert page.all("input", name="title")[0].get("value") == "Anders"
    page.submit(here)
    assert (meeting.title, meeting.place) == ("Anders", "Het Veenhuis, Dorpsstraat 1")
    assert [(m.kind, m.status) for m in outbox()] == [
        ("invitation", "sent"),
        ("update", "superseded"),
        ("update", "pending"),
    ]


def test_a_rejected_edit_keeps_the_version_that_was_seen(app, projectleider, project, base, meeting):
    here = f"{base}/{meeting.id}/bewerken"
    page = projectleider.get(here)
    meetings.edit_meeting(
        meeting,
        meeting.version,
        meetings.Plan("Van een ander", meeting.starts_at, meeting.ends_at),
        clock.now(),
        stationery(),
        actor="test",
    )
    page = page.submit(here, title="", status=400)
    page.submit(here, title="Van mij", status=409)
    assert meeting.title == "Van een ander"


def test_cancelling_asks_first_and_ends_everything(projectleider, project, base, meeting):
    make_invitation(meeting, make_person(project, email="ann@example.org"))
    inviting.send_invitations(meeting, stationery(), clock.now(), actor="test")
    db.session.execute(update(OutboxMessage).values(status=Status.SENT, attempts=1))
    here = f"{base}/{meeting.id}"
    page = projectleider.get(here).follow("Bijeenkomst afzeggen")
    assert meeting.cancelled_at is None
    page = page.submit(reason="BSN 123456782", status=400)
    assert (page.all("p", id="reason-fout") != [], meeting.cancelled_at) == (True, None)
    page = page.submit(reason="De zaal staat onder water.")
    assert "De bijeenkomst gaat niet door. Eén gast krijgt bericht." in page.text
    assert [message.kind for message in outbox()] == ["invitation", "cancellation"]
    for closed in ("bewerken", "annuleren", "gasten", "versturen"):
        assert "Deze bijeenkomst gaat niet door." in projectleider.get(f"{here}/{closed}", status=400).text
    assert status_words(projectleider.get(base)) == ["gaat niet door"]


def test_choosing_nobody_says_so(projectleider, project, base, meeting):
    make_person(project, make_organisation(project), "Ann Bos")
    page = projectleider.get(f"{base}/{meeting.id}/gasten?zoek=niemand")
    assert "Niemand gevonden" in page.text
    page = projectleider.get(f"{base}/{meeting.id}/gasten")
    assert "U hebt niemand gekozen." in projectleider.post(page.url, {"csrf_token": token_of(page)}, status=400).text


def test_a_guest_who_was_chosen_by_mistake(projectleider, project, base, meeting):
    guest = make_invitation(meeting, make_person(project, name="Ann Bos"))
    page = projectleider.get(f"{base}/{meeting.id}")
    page = page.submit(f"{base}/{meeting.id}/gasten/{guest.id}/weg")
    assert "Ann Bos staat niet meer op de lijst." in page.text
    sent = make_invitation(meeting, make_person(project, name="Bo Dam"), sent_sequence=0)
    page = projectleider.post(f"{base}/{meeting.id}/gasten/{sent.id}/weg", {"csrf_token": token_of(page)}, status=400)
    assert "Bo Dam heeft al een uitnodiging" in page.text


def token_of(page) -> str:
    return page.all("input", name="csrf_token")[0].get("value")


def test_a_refused_address_shows_with_its_reason(projectleider, project, base, meeting):
    make_invitation(meeting, make_person(project, email="ann@example.org"))
    inviting.send_invitations(meeting, stationery(), clock.now(), actor="test")
    db.session.execute(update(OutboxMessage).values(status=Status.FAILED, error="550 5.1.1 no such user"))
    page = projectleider.get(f"{base}/{meeting.id}")
    assert status_words(page) == ["geweigerd"]
    assert "ann@example.org: 550 5.1.1 no such user" in page.text


def test_answers_per_sector_and_by_phone(projectleider, project, base, meeting):
    meeting.capacity = 1
    welfare = make_organisation(project, sector="welzijn")
    practice = make_organisation(project, sector="eerstelijnszorg")
    make_invitation(meeting, make_person(project, welfare, "Ann"), partstat=Partstat.ACCEPTED, comment="Fijn!")
    make_invitation(meeting, make_person(project, practice, "Bo"), partstat=Partstat.TENTATIVE)
    cas = make_invitation(meeting, make_person(project, practice, "Cas", email=None))
    here = f"{base}/{meeting.id}/antwoorden"
    assert f"{here}/{cas.id}" in [link.get("href") for link in projectleider.get(here).all("a")]
    page = projectleider.get(f"{here}/{cas.id}")
    assert "De bijeenkomst is vol." in page.text
    assert "Kies ja, misschien of nee." in page.submit(page.url, status=400).text
    page = page.submit(page.url, button=("answer", "ACCEPTED"), comment="BSN 123456782", status=400)
    assert "burgerservicenummer" in page.text
    page = page.submit(f"{here}/{cas.id}", button=("answer", "ACCEPTED"), comment="Belt terug")
    assert "De bijeenkomst is vol. Cas staat op plaats 1 van de wachtlijst." in page.text
    table = page.all("table")[0]
    rows = [["".join(cell.itertext()).strip() for cell in row] for row in table.iter("tr")]
    assert rows == [
        ["Sector", "Ja", "Wachtlijst", "Misschien", "Nee", "Nog niet"],
        ["Eerstelijnszorg", "0", "1", "1", "0", "0"],
        ["Welzijn", "1", "0", "0", "0", "0"],
        ["Samen", "1", "1", "1", "0", "0"],
    ]
    assert "Fijn!" in page.text


def test_one_tap_per_person_and_one_back(projectleider, project, base, today):
    guest = make_invitation(today, make_person(project, name="Ann Bos"), partstat=Partstat.ACCEPTED)
    here = f"{base}/{today.id}/dag"
    tap = f"{here}/{guest.id}"
    page = projectleider.get(here).submit(tap, button=("attendance", "present"))
    assert guest.attendance == Attendance.PRESENT
    pressed = page.all("button", aria_pressed="true")
    assert [button.get("value") for button in pressed] == [""]
    page = page.submit(tap, button=("attendance", "excused"))
    assert guest.attendance == Attendance.EXCUSED
    page = page.submit(tap, button=("attendance", ""))
    assert guest.attendance is None
    projectleider.post(tap, {"attendance": "asleep", "csrf_token": token_of(page)}, status=404)


def test_walk_ins_known_and_new(projectleider, project, base, today):
    welfare = make_organisation(project, "Welzijn Veenmeer")
    ann = make_person(project, welfare, "Ann Bos")
    here = f"{base}/{today.id}/dag"
    page = projectleider.get(here).submit(here, zoek="bos")
    page = page.submit(f"{here}/erbij")
    assert "Ann Bos staat op de lijst als aanwezig." in page.text
    page = page.follow("Iemand nieuw toevoegen")
    assert "Kies een organisatie, of een sector" in page.submit(name="Bo Dam", status=400).text
    known = {"name": "Ann Bos", "organisation_id": str(welfare.id), "email": ann.email}
    assert page.submit(**known, status=400).all("input", name="name")[0].get("value") == "Ann Bos"
    page = page.submit(name="Bo Dam", organisation_id=str(welfare.id))
    assert "Bo Dam staat op de lijst als aanwezig." in page.text
    people = [(guest.person.name, guest.walk_in, guest.attendance) for guest in meetings.list_guests(today)]
    assert people == [("Ann Bos", True, "present"), ("Bo Dam", True, "present")]
    assert [person.name for person in register.list_people(project)] == ["Ann Bos", "Bo Dam"]


def test_tables(projectleider, project, base, today):
    guests = [
        make_invitation(today, make_person(project, name=name), attendance=Attendance.PRESENT) for name in ("Ann", "Bo")
    ]
    ann, bo = (f"tafel-{guest.person_id}" for guest in guests)
    here = f"{base}/{today.id}/dag"
    page = projectleider.get(here).submit(f"{here}/tafels", **{ann: "1", bo: "tien"}, status=400)
    assert page.all("input", name=bo)[0].get("value") == "tien"
    page = page.submit(f"{here}/tafels", **{ann: "1", bo: "1"})
    assert attendance.seated_pairs(project) == [(today.id, today.starts_at, guests[0].person_id, guests[1].person_id)]
    page.submit(f"{here}/tafels", **{ann: ""})
    assert attendance.tables(today) == {guests[1].person_id: 1}


def test_before_the_day_there_is_nothing_to_tap(projectleider, project, base, meeting):
    make_invitation(meeting, make_person(project), partstat=Partstat.ACCEPTED)
    page = projectleider.get(f"{base}/{meeting.id}/dag")
    assert "tikt u hier per gast aan wie er is" in page.text
    assert page.all("button", name="attendance") == []
    projectleider.get(f"{base}/{meeting.id}/dag/nieuw", status=400)


def test_afterwards_each_attendee_is_asked_once(projectleider, project, base, held):
    here = f"{base}/{held.id}/daarna"
    assert "Wie waren er?" in projectleider.get(here).text
    make_invitation(held, make_person(project, name="Ann", email="ann@example.org"), attendance=Attendance.PRESENT)
    recent = make_person(project, name="Bo", asked_at=clock.now() - 3 * DAY)
    make_invitation(held, recent, attendance=Attendance.PRESENT)
    page = projectleider.get(here)
    assert "Eén deelnemer kreeg de afgelopen maand al een mail met een vraag." in page.text
    before = page
    page = page.submit(here)
    assert [(message.kind, message.to_address) for message in outbox()] == [("after", "ann@example.org")]
    assert page.all("form", action=here) == []
    assert "Er was niemand meer om te mailen." in before.submit(here).text
    assert len(outbox()) == 1


def test_the_steps_follow_the_meeting(projectleider, project, base, meeting, held):
    def current(of):
        page = projectleider.get(f"{base}/{of.id}")
        return ["".join(step.itertext()).strip() for step in page.all("li", aria_current="step")]

    assert current(meeting) == ["Gasten kiezen"]
    guest = make_invitation(meeting, make_person(project))
    assert current(meeting) == ["Uitnodigen"]
    guest.sent_sequence = 0
    assert current(meeting) == ["Antwoorden"]
    there = make_invitation(held, make_person(project))
    assert current(held) == ["Op de dag"]
    there.attendance = Attendance.PRESENT
    assert current(held) == ["Daarna"]


def test_another_projects_meeting_is_nowhere(projectleider, base):
    elsewhere = make_project("Elders")
    canary = make_meeting(elsewhere, "Kanarie", starts_at=clock.now() + DAY)
    guest = make_invitation(canary, make_person(elsewhere, name="Kanarie"))
    assert "Kanarie" not in projectleider.get(base).text
    for tab in ("", "/gasten", "/versturen", "/antwoorden", f"/antwoorden/{guest.id}", "/dag", "/daarna", "/bewerken"):
        projectleider.get(f"{base}/{canary.id}{tab}", status=404)
    projectleider.get(f"/p/{elsewhere.id}/bijeenkomsten", status=404)
    assert db.session.scalars(select(Invitation).where(Invitation.project_id == elsewhere.id)).one() == guest
