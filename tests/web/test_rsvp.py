"""Answering an invitation by its link: no account, no cookie, nothing written by looking."""

import datetime as dt

import icalendar
import pytest
from sqlalchemy import update

from kapstok import clock, signing
from kapstok.extensions import db
from kapstok.mail.models import OutboxMessage
from kapstok.mail.rules import Status
from kapstok.meetings import inviting
from kapstok.meetings import service as meetings
from kapstok.meetings.rules import Partstat
from kapstok.meetings.service import Plan
from kapstok.signing import Purpose
from kapstok.web.links import personal_link, rsvp_link, stationery
from tests.browsing import Visitor
from tests.factories import make_invitation, make_meeting, make_person

DAY = dt.timedelta(days=1)


@pytest.fixture
def meeting(project):
    return make_meeting(project, starts_at=clock.now() + 7 * DAY)


@pytest.fixture
def guest(meeting):
    return make_invitation(meeting, make_person(meeting.project, name="Ann Bos"), sent_sequence=0)


def path(link: str) -> str:
    return link.removeprefix("http://127.0.0.1:5000")


def chosen(page) -> list[str]:
    return [button.get("value") for button in page.all("button", class_="is-chosen")]


def test_looking_writes_nothing_and_sets_no_cookie(visitor, guest):
    page = visitor.get(path(rsvp_link(guest)) + "?antwoord=ja")
    assert page.h1 == "Kennismaken"
    assert "Bevestig: ja, ik kom" in page.text
    assert (guest.partstat, guest.answered_at) == (Partstat.NEEDS_ACTION, None)
    assert page.response.headers.getlist("Set-Cookie") == []
    assert page.response.headers["Referrer-Policy"] == "no-referrer"
    assert page.response.headers["Cache-Control"] == "no-store"
    assert chosen(page) == []


@pytest.mark.parametrize(
    ("word", "said", "label", "others"),
    [
        ("ja", Partstat.ACCEPTED, "Bevestig: ja, ik kom", ["TENTATIVE", "DECLINED"]),
        ("misschien", Partstat.TENTATIVE, "Bevestig: misschien", ["ACCEPTED", "DECLINED"]),
        ("nee", Partstat.DECLINED, "Bevestig: nee, ik kom niet", ["ACCEPTED", "TENTATIVE"]),
    ],
)
def test_an_answer_chosen_in_the_mail_takes_one_more_tap(visitor, guest, word, said, label, others):
    link = path(rsvp_link(guest))
    page = visitor.get(f"{link}?antwoord={word}")
    (button,) = page.all("button", class_="btn-primary")
    assert (button.text.strip(), button.get("name"), button.get("value")) == (label, "answer", said)
    assert [answer.get("value") for answer in page.all("button", class_="answer")] == others
    page.submit(link, button=("answer", button.get("value")))
    assert (guest.partstat, guest.answered_via) == (said, "link")


def test_two_taps_and_a_change_of_mind(visitor, guest):
    link = path(rsvp_link(guest))
    page = visitor.get(link).submit(link, button=("answer", "ACCEPTED"))
    assert "Dank u. Uw antwoord is bewaard." in page.text
    assert chosen(page) == ["ACCEPTED"]
    page = page.submit(link, button=("answer", "ACCEPTED"), comment="Ik kom\x00 met de bus.")
    assert (guest.partstat, guest.comment) == (Partstat.ACCEPTED, "Ik kom met de bus.")
    page.submit(link, button=("answer", "DECLINED"))
    assert (guest.partstat, guest.comment) == (Partstat.DECLINED, "Ik kom met de bus.")


def test_a_refused_remark_keeps_what_was_typed(visitor, guest):
    link = path(rsvp_link(guest))
    page = visitor.get(link).submit(link, button=("answer", "TENTATIVE"), comment="Mevrouw, BSN 123456782", status=400)
    assert "burgerservicenummer" in page.text
    assert page.all("textarea")[0].text.strip() == "Mevrouw, BSN 123456782"
    assert "Bevestig: misschien" in page.text
    assert guest.partstat == Partstat.NEEDS_ACTION


@pytest.mark.parametrize("answer", [None, "", "MISSCHIEN", "NEEDS-ACTION", "\x00"])
def test_an_answer_that_is_none(visitor, guest, answer):
    link = path(rsvp_link(guest))
    page = visitor.get(link).submit(link, button=("answer", answer) if answer is not None else None, status=400)
    assert "Kies ja, misschien of nee." in page.text
    assert guest.partstat == Partstat.NEEDS_ACTION


def test_only_our_own_page_can_answer(visitor, guest):
    link = path(rsvp_link(guest))
    page = visitor.post(link, {"answer": "ACCEPTED"}, status=400)
    assert "Er is niets veranderd." in page.text
    assert guest.partstat == Partstat.NEEDS_ACTION


def test_a_full_meeting_says_so_before_and_after(app, guest, meeting):
    meeting.capacity = 0
    link = path(rsvp_link(guest))
    page = Visitor(app).get(link)
    assert "Zegt u ja, dan komt u op de wachtlijst." in page.text
    page = page.submit(link, button=("answer", "ACCEPTED"))
    assert "U staat op plaats 1 van de wachtlijst." in page.text


@pytest.mark.parametrize(
    ("starts_in", "cancelled", "sentence"),
    [
        (7 * DAY, True, "Deze bijeenkomst gaat niet door."),
        (-DAY, False, "Deze bijeenkomst is voorbij."),
        (-DAY / 48, False, "Deze bijeenkomst is begonnen."),
    ],
)
def test_too_late(visitor, meeting, guest, starts_in, cancelled, sentence):
    link = path(rsvp_link(guest))
    early = visitor.get(link)
    meeting.starts_at = clock.now() + starts_in
    meeting.ends_at = meeting.starts_at + dt.timedelta(hours=2)
    meeting.cancelled_at = clock.now() if cancelled else None
    page = visitor.get(link)
    assert sentence in page.text
    assert page.all("button", class_="answer") == []
    assert sentence in early.submit(link, button=("answer", "ACCEPTED")).text  # a page that was open all the while
    assert guest.partstat == Partstat.NEEDS_ACTION


def test_a_change_after_the_answer_is_told(visitor, guest, meeting):
    guest.sent_sequence = None
    inviting.send_invitations(meeting, stationery(), clock.now() - DAY, actor="test")
    db.session.execute(update(OutboxMessage).values(status=Status.SENT, attempts=1))
    link = path(rsvp_link(guest))
    page = visitor.get(link).submit(link, button=("answer", "ACCEPTED"))
    assert "Kijk of uw antwoord nog klopt." not in page.text
    plan = Plan(meeting.title, meeting.starts_at + DAY, meeting.ends_at + DAY, place="Elders")
    meetings.edit_meeting(meeting, meeting.version, plan, clock.now(), stationery(), actor="test")
    assert "Kijk of uw antwoord nog klopt." in visitor.get(link).text


def test_the_download_is_the_same_meeting(visitor, guest, meeting):
    response = visitor.fetch(path(rsvp_link(guest)) + "/bijeenkomst.ics")
    assert response.content_type == "text/calendar; charset=utf-8; method=PUBLISH"
    calendar = icalendar.Calendar.from_ical(response.get_data())
    (event,) = calendar.walk("VEVENT")
    assert (str(calendar["METHOD"]), str(event["UID"]), "ATTENDEE" in event) == ("PUBLISH", guest.uid, False)
    assert str(event["URL"]) == rsvp_link(guest)
    meeting.cancelled_at = clock.now()
    page = visitor.get(path(rsvp_link(guest)) + "/bijeenkomst.ics", status=400)
    assert "Deze bijeenkomst gaat niet door." in page.text


def test_links_that_open_nothing(app, visitor, guest):
    token = path(rsvp_link(guest)).removeprefix("/u/")
    secret = app.config["SECRET_KEY"]
    wrong = [
        token[:-1] + ("A" if token[-1] != "A" else "B"),
        token[:10],
        "x",
        signing.sign("another secret", Purpose.RSVP, guest.id, 1),
        signing.sign(secret, Purpose.RSVP, guest.id, 2),
        path(personal_link(guest.person)).removeprefix("/d/"),
    ]
    for bad in wrong:
        page = visitor.get(f"/u/{bad}", status=404)
        assert "Deze link klopt niet of is niet meer geldig." in page.text
        assert page.link("Vraag een nieuwe link") == "/mijn"
    guest.link_version = 2
    visitor.get(f"/u/{token}", status=404)


def test_a_guest_reads_their_own_language(visitor, guest):
    guest.person.language = "en"
    page = visitor.get(path(rsvp_link(guest)))
    assert page.one(".").get("lang") == "en"


def test_a_long_remark_is_refused_with_a_sentence(visitor, guest):
    link = path(rsvp_link(guest))
    page = visitor.get(link).submit(link, button=("answer", "ACCEPTED"), comment="a" * 501, status=400)
    assert "hooguit 500 tekens" in page.text


def test_a_held_place_is_confirmed_with_one_tap(visitor, guest, meeting):
    guest.partstat, guest.confirm_by = Partstat.ACCEPTED, clock.now() + DAY
    link = path(rsvp_link(guest))
    page = visitor.get(link)
    assert "Er is een plaats voor u vrij. Wij houden die vast tot" in page.text
    (button,) = page.all("button", class_="btn-primary")
    assert (button.text.strip(), chosen(page)) == ("Bevestig: ja, ik kom", [])
    assert guest.confirm_by is not None  # looking confirms nothing
    page = page.submit(link, button=("answer", "ACCEPTED"))
    assert "Dank u. Uw antwoord is bewaard." in page.text
    assert (guest.partstat, guest.confirm_by, chosen(page)) == (Partstat.ACCEPTED, None, ["ACCEPTED"])


def test_no_gives_a_held_place_away(visitor, guest):
    guest.partstat, guest.confirm_by = Partstat.ACCEPTED, clock.now() - DAY
    page = visitor.get(path(rsvp_link(guest)) + "?antwoord=nee")
    assert "de plaats kan elk moment naar iemand anders gaan" in page.text
    page.submit(path(rsvp_link(guest)), button=("answer", "DECLINED"))
    assert (guest.partstat, guest.confirm_by) == (Partstat.DECLINED, None)


def test_until_when_an_answer_is_asked(visitor, guest, meeting):
    meeting.answer_by = dt.date(2027, 3, 2)
    page = visitor.get(path(rsvp_link(guest)))
    assert "Antwoord graag uiterlijk dinsdag 2 maart 2027." in page.text
    page = page.submit(path(rsvp_link(guest)), button=("answer", "ACCEPTED"))
    assert "Antwoord graag uiterlijk" not in page.text


def test_who_has_the_link_reads_nowhere_what_helps_its_guest(visitor, guest, meeting):
    guest.partstat, guest.needs, guest.needs_note = Partstat.ACCEPTED, ["respite"], "Mijn man blijft thuis."
    link = path(rsvp_link(guest))
    for page in (visitor.get(link), visitor.get(link).submit(link, button=("answer", ""), status=400)):
        assert page.all("input", name="needs", checked="") == []
        assert "Mijn man" not in page.response.text
        assert "U hebt dit al ingevuld." in page.text


def test_what_helps_to_come_is_asked_after_a_yes(visitor, guest, meeting):
    link = path(rsvp_link(guest))
    page = visitor.get(link)
    assert page.all("input", name="needs") == []
    page = page.submit(link, button=("answer", "TENTATIVE"))
    assert [box.get("value") for box in page.all("input", name="needs")] == ["respite", "transport"]
    page = page.submit(f"{link}/wat-helpt", needs=["transport"], needs_note="Met een rolstoel.")
    assert "Dank u. Wat u helpt om te komen is bewaard." in page.text
    assert (guest.needs, guest.needs_note) == (["transport"], "Met een rolstoel.")
    page.submit(f"{link}/wat-helpt", needs=[], needs_note="")
    assert (guest.needs, guest.needs_note) == ([], "")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"needs_note": "Mevrouw, BSN 123456782"}, "burgerservicenummer"),
        ({"needs_note": "a" * 301}, "hooguit 300 tekens"),
        ({"needs": ["online"]}, "Er klopt nog iets niet"),  # there is no link to join by
    ],
)
def test_what_helps_is_checked_and_what_was_typed_stays(visitor, guest, typed, sentence):
    guest.partstat = Partstat.ACCEPTED
    link = path(rsvp_link(guest))
    page = visitor.get(link).submit(f"{link}/wat-helpt", status=400, **typed)
    assert sentence in page.text
    assert [details.get("open") for details in page.all("details", class_="more")] == [""]
    assert (page.all("textarea", id="needs_note")[0].text or "").strip() == typed.get("needs_note", "")
    assert (guest.needs, guest.needs_note) == ([], "")


def test_who_said_no_meanwhile_is_asked_nothing(visitor, guest):
    guest.partstat = Partstat.ACCEPTED
    link = path(rsvp_link(guest))
    page = visitor.get(link)
    guest.partstat = Partstat.DECLINED
    page = page.submit(f"{link}/wat-helpt", needs=["transport"])
    assert (guest.needs, page.all("input", name="needs")) == ([], [])
