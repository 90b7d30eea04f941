"""The projectleider chooses, looks, sends in rounds, follows the mail and reminds; a guest stops reminders."""

import datetime as dt
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from kapstok import clock
from kapstok.extensions import db
from kapstok.mail.models import OutboxMessage
from kapstok.mail.rules import Status
from kapstok.meetings import inviting
from kapstok.meetings import service as meetings
from kapstok.meetings.rules import Attendance, Partstat
from kapstok.web.links import stationery, stop_link
from tests.factories import make_invitation, make_meeting, make_organisation, make_person

DAY = dt.timedelta(days=1)
SOON = clock.local_date(clock.now()) + 20 * DAY


@pytest.fixture
def meeting(project):
    return make_meeting(project, starts_at=clock.from_local(SOON, dt.time(14)))


@pytest.fixture
def here(project, meeting):
    return f"/p/{project.id}/bijeenkomsten/{meeting.id}"


@pytest.fixture
def guests(project, meeting):
    """Ann and Bo, who were mailed two days ago."""
    made = [
        make_invitation(meeting, make_person(project, name=name, email=f"{name.lower()}@example.org"))
        for name in ("Ann", "Bo")
    ]
    inviting.send_invitations(meeting, stationery(), clock.now() - 2 * DAY, actor="test")
    for message in outbox():
        message.status, message.attempts, message.sent_at = Status.SENT, 1, clock.now() - 2 * DAY
    return made


def outbox(*kinds) -> list[OutboxMessage]:
    query = select(OutboxMessage).order_by(OutboxMessage.id)
    return [message for message in db.session.scalars(query) if not kinds or message.kind in kinds]


def names(page) -> list[str]:
    return ["".join(cell.itertext()) for cell in page.all("th", scope="row")]


def token_of(page) -> str:
    return page.all("input", name="csrf_token")[0].get("value")


def post(page, address, status=200, **fields):
    """Send the second form of a page whose first one, a search, goes to the same address."""
    return page.visitor.post(address, {"csrf_token": token_of(page), **fields}, status=status)


def test_a_sector_nobody_is_invited_of_is_one_click_away(projectleider, project, meeting, here, guests):
    council = make_organisation(project, "Gemeente Veenmeer", sector="gemeente")
    make_person(project, council, "Cas")
    make_person(project, make_organisation(project), "Dik")
    page = projectleider.get(here)
    page = page.follow("Gemeente, Wmo en Zorgloket (1 te vragen)")
    assert [label.text for label in page.all("label") if label.text in ("Cas", "Dik")] == ["Cas"]
    page = post(page, f"{here}/gasten", person=page.all("input", name="person")[0].get("value"))
    assert names(page) == ["Ann", "Bo", "Cas"]


def test_everybody_who_came_last_time(projectleider, project, meeting, here):
    held = make_meeting(project, "Vorige keer", clock.now() - 30 * DAY)
    for name, attendance in (("Ann", Attendance.PRESENT), ("Bo", Attendance.ABSENT)):
        make_invitation(held, make_person(project, name=name), attendance=attendance)
    page = post(projectleider.get(f"{here}/gasten"), f"{here}/gasten", came="ja", came_to=str(held.id))
    assert names(page) == ["Ann"]


def test_in_rounds(projectleider, project, meeting, here):
    meeting.capacity = 3
    for name in ("Ann", "Bo"):
        make_invitation(meeting, make_person(project, name=name, email=f"{name.lower()}@example.org"))
    page = projectleider.get(here).follow("In rondes uitnodigen")
    bo = next(guest for guest in meetings.list_guests(meeting) if guest.person.name == "Bo")
    move = f"{here}/gasten/{bo.id}/ronde"
    page = page.submit(move, button=("turn", "2"))
    assert [button.text for button in page.form(move).iter("button") if button.get("aria-pressed") == "true"] == [
        "Ronde 2"
    ]
    assert "Eén uitnodiging versturen" in page.text  # the next action is round 1
    page = projectleider.get(f"{here}/versturen").submit(f"{here}/versturen", turn="1")
    assert [message.to_address for message in outbox()] == ["ann@example.org"]
    page = projectleider.get(f"{here}/antwoorden")
    assert "Er zijn nog 3 plaatsen vrij. Ronde 2 uitnodigen?" in page.text
    page.follow("Ronde 2 uitnodigen").submit(f"{here}/versturen")
    assert [message.to_address for message in outbox()] == ["ann@example.org", "bo@example.org"]
    projectleider.post(move, {"turn": "1", "csrf_token": token_of(page)}, status=400)


def test_looking_at_the_invitation_and_writing_above_it(projectleider, project, meeting, here, guests):
    page = projectleider.get(here).follow("Voorbeeld van de uitnodiging")
    frame = page.all("iframe")[0]
    assert (frame.get("sandbox"), frame.get("src")) == ("", f"{here}/voorbeeld/mail")
    assert "frame-src 'self'" in page.response.headers["Content-Security-Policy"]
    page = post(page, f"{here}/voorbeeld", words="Neem uw fiets mee.")
    assert "Uw woorden zijn bewaard." in page.text
    assert meeting.words == "Neem uw fiets mee."
    assert len(outbox()) == 2
    page = post(page, f"{here}/voorbeeld", status=400, words="Bel 123456782", seen="Neem uw fiets mee.")
    assert "burgerservicenummer" in page.text
    page = post(page, f"{here}/voorbeeld", status=409, words="Kom lopend.", seen="")  # opened before the bicycle
    assert "Iemand anders schreef hier intussen: “Neem uw fiets mee.”" in page.text
    assert [area.text.strip() for area in page.all("textarea")] == ["Kom lopend."]
    assert meeting.words == "Neem uw fiets mee."
    page = projectleider.get(f"{here}/voorbeeld?gast={guests[0].id}")
    assert "Beste Ann," in page.text


def test_the_mail_in_its_frame_can_do_nothing(projectleider, meeting, here, guests):
    response = projectleider.fetch(f"{here}/voorbeeld/mail?gast={guests[0].id}")
    policy = response.headers["Content-Security-Policy"].split("; ")
    assert {"default-src 'none'", "sandbox", "frame-ancestors 'self'", "form-action 'none'"} <= set(policy)
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "/u/voorbeeld?antwoord=ja" in response.text
    assert stationery().rsvp_link(guests[0]) not in response.text
    assert projectleider.fetch("/u/voorbeeld").status_code == 404


def test_the_demo_shows_a_mail_in_the_same_frame(projectleider, project, here, guests):
    shown = f"/p/{project.id}/demo-postvak/{outbox()[0].id}/mail"
    assert projectleider.fetch(shown).status_code == 404
    project.is_demo = True
    for message in outbox():
        message.via = "demo"
    response = projectleider.fetch(shown)
    assert "<p>Beste Ann,</p>" in response.text
    assert "sandbox" in response.headers["Content-Security-Policy"].split("; ")


def test_a_trial_goes_to_who_asks_for_it(projectleider, meeting, here):
    page = projectleider.get(f"{here}/voorbeeld").submit(f"{here}/voorbeeld/proef")
    assert "De proef staat klaar." in page.text
    assert [(message.kind, message.to_address) for message in outbox()] == [("trial", "noor@example.org")]
    assert meetings.list_guests(meeting) == []


def test_progress_comes_back_by_itself_until_all_mail_left(
    app, monkeypatch, projectleider, project, meeting, here, guests
):
    monkeypatch.setitem(app.config, "SMTP_URL", "smtp://127.0.0.1:1")
    _first, second = outbox()
    second.status = Status.PENDING
    page = projectleider.get(here).follow("Volg het versturen")
    assert "1 van 2 verstuurd." in page.text
    assert [meta.get("content") for meta in page.all("meta") if meta.get("http-equiv") == "refresh"] == ["5"]
    second.status = Status.FAILED
    page = projectleider.get(f"{here}/onderweg")
    assert "1 van 2 verstuurd. Eén mail is geweigerd." in page.text
    assert [meta for meta in page.all("meta") if meta.get("http-equiv") == "refresh"] == []
    monkeypatch.setitem(app.config, "SMTP_URL", "")
    second.status = Status.PENDING
    assert "Er is geen mailserver ingesteld." in projectleider.get(f"{here}/onderweg").text


def test_reminding_by_a_click_and_by_itself(projectleider, meeting, here, guests):
    page = projectleider.get(f"{here}/antwoorden").submit(f"{here}/herinneren")
    assert "De herinnering is klaargezet voor 2 gasten." in page.text
    assert [message.to_address for message in outbox("reminder")] == ["ann@example.org", "bo@example.org"]
    assert "2 gasten kregen kort geleden al mail." in page.text
    projectleider.post(f"{here}/herinneren", {"csrf_token": token_of(page)}, status=400)
    assert len(outbox("reminder")) == 2
    page = page.submit(f"{here}/vanzelf-herinneren")
    assert meeting.auto_remind
    page.submit(f"{here}/vanzelf-herinneren")
    assert not meeting.auto_remind


def test_a_guest_stops_reminders_by_hand_or_by_the_button_of_a_mail_program(visitor, guests):
    ann, bo = guests
    page = visitor.get(urlsplit(stop_link(ann)).path)
    assert not ann.no_reminders
    page = page.submit(urlsplit(stop_link(ann)).path)
    assert "U krijgt geen herinnering meer aan deze bijeenkomst." in page.text
    response = visitor.request("POST", urlsplit(stop_link(bo)).path, data={"List-Unsubscribe": "One-Click"})
    assert response.status_code == 302
    db.session.expire_all()
    assert [(guest.no_reminders, guest.partstat) for guest in guests] == [(True, "NEEDS-ACTION")] * 2


def test_the_button_of_a_mail_program_answers_no_invitation(visitor, guests):
    link = urlsplit(stationery().rsvp_link(guests[0])).path
    data = {"List-Unsubscribe": "One-Click", "answer": "DECLINED"}
    assert visitor.request("POST", link, data=data).status_code == 400
    db.session.expire_all()
    assert guests[0].partstat == "NEEDS-ACTION"


def test_taking_an_invitation_back_asks_first(projectleider, meeting, here, guests):
    page = projectleider.get(f"{here}/gasten/{guests[0].id}/intrekken")
    assert len(meetings.list_guests(meeting)) == 2
    page = page.submit(f"{here}/gasten/{guests[0].id}/intrekken")
    assert "De uitnodiging van Ann is ingetrokken. Ann krijgt bericht." in page.text
    assert names(page) == ["Bo"]
    assert [message.to_address for message in outbox("withdrawal")] == ["ann@example.org"]


def test_what_helps_guests_is_told_until_the_meeting_is_over(projectleider, project, meeting, here, guests):
    ann, bo = guests
    ann.partstat, ann.needs, ann.needs_note = Partstat.ACCEPTED, ["transport", "respite"], "Met de rolstoel."
    bo.partstat, bo.needs = Partstat.TENTATIVE, ["transport"]
    page = projectleider.get(f"{here}/antwoorden")
    assert "1 × Vervangende zorg Ann 2 × Vervoer Ann, Bo Ann Met de rolstoel." in page.text
    meeting.starts_at, meeting.ends_at = clock.now() - 3 * DAY, clock.now() - 2 * DAY
    assert "rolstoel" not in projectleider.get(f"{here}/antwoorden").text


def test_a_refused_address_leads_to_the_card_that_holds_it(projectleider, project, meeting, here, guests):
    guests[0].person.address_refused_at = clock.now()
    page = projectleider.get(f"{here}/antwoorden")
    assert page.link("Mailadres verbeteren").endswith(f"/{guests[0].person_id}/bewerken")
