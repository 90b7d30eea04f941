"""Te bevestigen: what waits, what one click does with it, and saved mails that are put on the page."""

import datetime as dt
import io

import pytest
from sqlalchemy import select

from kapstok import clock
from kapstok.extensions import db
from kapstok.mail.models import InboxMessage, OutboxMessage
from kapstok.meetings import inviting
from kapstok.meetings.models import Invitation
from kapstok.meetings.rules import Partstat, Via
from kapstok.scope import in_project
from kapstok.web.links import stationery
from tests import reply_shapes, replying
from tests.browsing import Visitor
from tests.factories import make_meeting, make_organisation, make_person, make_project, make_user
from tests.replying import guest_of, read_replies

ALIAS = "j.jansen@example.org"


@pytest.fixture
def reads_mail(app, monkeypatch):
    read_replies(app, monkeypatch)


@pytest.fixture
def meeting(project, reads_mail):
    return make_meeting(project, starts_at=clock.now() + dt.timedelta(days=7))


@pytest.fixture
def organisation(project):
    return make_organisation(project, "De Brug")


@pytest.fixture
def guest(meeting, organisation):
    return guest_of(meeting, "Jet", organisation)


def answer_of(guest, **changes):
    return replying.answer_of(guest, **({"stamp": clock.now().replace(microsecond=0)} | changes))


def come_in(raw):
    return replying.come_in(raw, clock.now())


def address(meeting, *rest) -> str:
    return "/".join([f"/p/{meeting.project_id}/bijeenkomsten/te-bevestigen", *map(str, rest)])


def press(page, label: str):
    """The button with this label, pressed."""
    (button,) = [each for each in page.all("button") if "".join(each.itertext()).strip() == label]
    form = next(form for form in page.all("form") if button in form.iter())
    fields = {field.get("name"): field.get("value") for field in form.iter("input")}
    return page.visitor.post(form.get("action"), fields)


def buttons(page) -> list[str]:
    """What can be done with the mails that wait."""
    return [label for each in page.all("button") if (label := "".join(each.itertext()).strip()).startswith("Noteer")]


def now_says(guest) -> Partstat:
    db.session.expire_all()
    return db.session.scalar(in_project(Invitation, guest.project_id).where(Invitation.id == guest.id)).partstat


def test_an_empty_page_says_what_it_is_for(projectleider, meeting):
    page = projectleider.get(address(meeting))
    assert "Er wacht niets op u" in page.text
    assert "Antwoorden uit agenda’s komen hier vanzelf aan." in page.text


def test_a_mail_that_waits_outlives_the_invitation_it_answers(projectleider, meeting, guest):
    come_in(reply_shapes.gmail(answer_of(guest, address=ALIAS)))
    inviting.withdraw(guest, stationery(), clock.now(), actor="test")
    db.session.commit()
    page = projectleider.get(address(meeting))
    assert "Deze mail antwoordt op een uitnodiging die intussen is ingetrokken." in page.text
    assert "%(" not in page.text
    press(page, "Gelezen")
    assert "Er wacht niets op u" in projectleider.get(address(meeting)).text


def test_without_a_mailbox_the_page_says_how_answers_come_in(projectleider, project):
    page = projectleider.get(f"/p/{project.id}/bijeenkomsten/te-bevestigen")
    assert "Kapstok leest nog geen postvak" in page.text


def test_another_address_is_the_guest_after_one_click(projectleider, meeting, guest):
    come_in(reply_shapes.gmail(answer_of(guest, address=ALIAS, comment="Tot dan")))
    page = projectleider.get(address(meeting))
    assert f"{ALIAS} antwoordde “ja” op de uitnodiging van Jet." in page.text
    assert "Tot dan" in page.text
    assert now_says(guest) == Partstat.NEEDS_ACTION
    after = press(page, "Noteer ja voor Jet")
    assert "Het antwoord van Jet is genoteerd: ja." in after.text
    assert "Dit antwoord is genoteerd." in after.text
    assert now_says(guest) == Partstat.ACCEPTED
    assert guest.person.email == "jet@example.org"


def test_another_address_can_become_the_guests_own(projectleider, meeting, guest):
    come_in(reply_shapes.gmail(answer_of(guest, address=ALIAS)))
    press(projectleider.get(address(meeting)), "Noteer ja, en mail Jet voortaan op dit adres")
    assert (now_says(guest), guest.person.email) == (Partstat.ACCEPTED, ALIAS)


def test_somebody_of_the_register_who_was_not_invited_can_be_added(projectleider, meeting, guest, organisation):
    bo = make_person(meeting.project, organisation, "Bo", email="bo@example.org")
    come_in(reply_shapes.gmail(answer_of(guest, address="bo@example.org")))
    after = press(projectleider.get(address(meeting)), "Zet Bo op de lijst met antwoord: ja")
    assert "Het antwoord van Bo is genoteerd: ja." in after.text
    added = db.session.scalar(in_project(Invitation, meeting.project_id).where(Invitation.person_id == bo.id))
    assert (added.partstat, added.answered_via, added.sent_sequence) == (Partstat.ACCEPTED, Via.MAIL, 0)
    (mail,) = db.session.scalars(select(OutboxMessage))
    assert (mail.kind, mail.to_address) == ("invitation", "bo@example.org")
    assert now_says(guest) == Partstat.NEEDS_ACTION


def test_another_guests_answer_goes_to_that_guest(projectleider, meeting, guest, organisation):
    bo = guest_of(meeting, "Bo", organisation)
    come_in(reply_shapes.gmail(answer_of(guest, address="bo@example.org", partstat="DECLINED")))
    page = projectleider.get(address(meeting))
    assert "Bo antwoordde “nee” op de uitnodiging van Jet. Waarschijnlijk stuurde Jet die door." in page.text
    assert buttons(page) == ["Noteer nee voor Bo", "Noteer nee voor Jet"]
    press(page, "Noteer nee voor Bo")
    assert (now_says(bo), now_says(guest)) == (Partstat.DECLINED, Partstat.NEEDS_ACTION)


def test_whose_answer_it_is_can_be_searched(projectleider, meeting, guest, organisation):
    guest_of(meeting, "Bo", organisation)
    make_person(meeting.project, organisation, "Cas", email="cas@example.org")
    message = come_in(reply_shapes.gmail(answer_of(guest, address=ALIAS)))
    page = projectleider.get(address(meeting)).follow("Het is van iemand anders")
    assert [name for name in ("Bo", "Cas", "Jet") if name in page.text] == ["Bo", "Jet"]
    found = projectleider.get(address(meeting, message.id, "wie?zoek=cas"))
    assert "Nog niet op de gastenlijst" in found.text
    press(found, "Noteer ja")
    guests = db.session.scalars(in_project(Invitation, meeting.project_id).where(Invitation.partstat == "ACCEPTED"))
    assert [each.person.name for each in guests] == ["Cas"]


def test_a_stand_in_is_invited_instead(projectleider, meeting, guest, organisation):
    make_person(meeting.project, organisation, "Bo", email="bo@example.org")
    come_in(reply_shapes.delegated(answer_of(guest), "bo@example.org"))
    page = projectleider.get(address(meeting))
    assert "Jet komt niet zelf, en stuurt Bo." in page.text
    after = press(page, "Nodig Bo uit en noteer nee voor Jet")
    assert "Bo staat op de lijst en krijgt een uitnodiging." in after.text
    assert now_says(guest) == Partstat.DECLINED
    assert [mail.to_address for mail in db.session.scalars(select(OutboxMessage))] == ["bo@example.org"]


def test_a_stand_in_whom_nobody_knows_has_to_be_added_first(projectleider, meeting, guest):
    come_in(reply_shapes.delegated(answer_of(guest), "bo@example.org"))
    page = projectleider.get(address(meeting))
    assert buttons(page) == ["Noteer nee voor Jet"]
    assert page.link("bo@example.org eerst in het netwerk zetten") == f"/p/{meeting.project_id}/netwerk/mensen/nieuw"


def test_another_time_is_shown_beside_ours(projectleider, meeting, guest):
    start = dt.datetime(2026, 12, 9, 9, tzinfo=dt.UTC)
    come_in(reply_shapes.counter(answer_of(guest), start, start + dt.timedelta(hours=2)))
    page = projectleider.get(address(meeting))
    assert "woensdag 9 december 2026, 10.00–12.00 uur" in page.text
    press(page, "Noteer misschien voor Jet")
    assert now_says(guest) == Partstat.TENTATIVE


def test_what_is_put_aside_can_be_taken_back(projectleider, meeting, guest):
    come_in(reply_shapes.gmail(answer_of(guest, address=ALIAS)))
    aside = press(projectleider.get(address(meeting)), "Niets mee doen")
    assert "U deed hier niets mee." in aside.text
    assert buttons(press(aside, "Toch zelf beslissen"))[0] == "Noteer ja voor Jet"
    assert now_says(guest) == Partstat.NEEDS_ACTION


def test_of_two_people_who_decide_at_once_the_second_is_told(app, projectleider, meeting, guest):
    come_in(reply_shapes.gmail(answer_of(guest, address=ALIAS)))
    other = Visitor(app).log_in(make_user(meeting.project, name="Stan", email="stan@example.org"))
    mine, theirs = projectleider.get(address(meeting)), other.get(address(meeting))
    press(theirs, "Niets mee doen")
    assert "Iemand anders heeft hier net over beslist." in press(mine, "Noteer ja voor Jet").text
    assert now_says(guest) == Partstat.NEEDS_ACTION


def test_a_mail_in_words_is_read_here(projectleider, meeting, guest):
    come_in(reply_shapes.written(answer_of(guest), "Mag mijn collega ook komen? <script>alert(1)</script>"))
    page = projectleider.get(address(meeting))
    assert "Mag mijn collega ook komen? <script>alert(1)</script>" in page.text
    assert page.link("Antwoord van Jet noteren").endswith(f"/bijeenkomsten/{meeting.id}/antwoorden/{guest.id}")
    assert page.link("Mail terugschrijven") == "mailto:jet@example.org"
    assert "Er wacht niets op u" in press(page, "Gelezen").text


def test_an_answer_to_the_meeting_as_it_was_can_still_be_taken_over(projectleider, meeting, guest):
    guest.sent_sequence = meeting.sequence = 1
    come_in(reply_shapes.gmail(answer_of(guest)))
    page = projectleider.get(address(meeting))
    assert "Wij vroegen het opnieuw per mail." in page.text
    press(press(page, "Toch zelf beslissen"), "Noteer ja voor Jet")
    assert now_says(guest) == Partstat.ACCEPTED


def test_after_the_start_nothing_is_noted_any_more(projectleider, meeting, guest):
    come_in(reply_shapes.gmail(answer_of(guest, address=ALIAS)))
    page = projectleider.get(address(meeting))
    meeting.starts_at = clock.now()
    assert "Deze bijeenkomst is al begonnen." in press(page, "Noteer ja voor Jet").text
    assert now_says(guest) == Partstat.NEEDS_ACTION
    assert buttons(projectleider.get(address(meeting))) == []


def drop(page, *files: tuple[str, bytes], status=200):
    data = {"csrf_token": page.form(page.url).find("input").get("value")}
    data["files"] = [(io.BytesIO(content), name) for name, content in files]
    response = page.visitor.request("POST", page.url, data=data, content_type="multipart/form-data")
    return page.visitor._page(page.url, response, status)


def test_saved_mails_walk_the_same_way(projectleider, meeting, guest):
    page = projectleider.get(address(meeting))
    yes = reply_shapes.exchange(answer_of(guest))
    doubtful = reply_shapes.gmail(answer_of(guest, address=ALIAS))
    after = drop(
        page,
        ("ja.eml", yes),
        ("nog eens.eml", yes),
        ("twijfel.eml", doubtful),
        ("antwoord.msg", b"\xd0\xcf\x11\xe0rest"),
        ("vakantie.eml", reply_shapes.written(answer_of(guest, to="noor@example.org"), "Dag Noor")),
        ("groot.eml", b"x" * (1024 * 1024 + 1)),
    )
    told = ["".join(item.itertext()) for item in after.all("ul", class_="mb-0")[0].iter("li")]
    assert told == [
        "ja.eml: Jet: ja. Dit antwoord is genoteerd.",
        "nog eens.eml: Deze mail was al gelezen. Er is niets veranderd.",
        "twijfel.eml: Hierover beslist u zelf. De mail staat hieronder.",
        "antwoord.msg: Dit bestand is van Outlook zelf (.msg). Bewaar de mail als .eml, en kies die.",
        "vakantie.eml: Hierin vinden wij geen antwoord op een uitnodiging van dit project. "
        "Bewaar de hele mail als bestand (.eml), dus niet alleen de bijlage.",
        "groot.eml: Dit bestand is te groot: hooguit 1 MB. Een antwoord uit een agenda is veel kleiner.",
    ]
    assert now_says(guest) == Partstat.ACCEPTED
    assert db.session.query(InboxMessage).count() == 2


def test_no_file_or_too_many_are_refused_in_words(projectleider, meeting):
    page = projectleider.get(address(meeting))
    assert "Kies eerst een of meer bewaarde mails." in drop(page, status=400).text
    many = [(f"{number}.eml", b"From: x@example.org") for number in range(21)]
    assert "Kies hooguit 20 mails tegelijk." in drop(page, *many, status=400).text


def test_the_mails_of_another_project_do_not_exist(app, projectleider, meeting, guest):
    message = come_in(reply_shapes.gmail(answer_of(guest, address=ALIAS)))
    elsewhere = make_project("Elders")
    stranger = Visitor(app).log_in(make_user(elsewhere, name="Stan", email="stan@example.org"))
    root = f"/p/{elsewhere.id}/bijeenkomsten/te-bevestigen"
    page = stranger.get(root)
    assert "Er wacht niets op u" in page.text
    stranger.get(f"{root}/{message.id}/wie", status=404)
    token = page.form(root).find("input").get("value")
    fields = {"csrf_token": token, "guest": guest.id, "answer": "ACCEPTED"}
    stranger.post(f"{root}/{message.id}/antwoord", fields, status=404)
    assert now_says(guest) == Partstat.NEEDS_ACTION


def test_what_waits_is_told_on_the_first_page_and_above_the_meetings(projectleider, meeting, guest):
    quiet = projectleider.get(f"/p/{meeting.project_id}/bijeenkomsten")
    assert quiet.link("Antwoorden uit agenda’s") == address(meeting)
    come_in(reply_shapes.gmail(answer_of(guest, address=ALIAS)))
    for page in (f"/p/{meeting.project_id}/", f"/p/{meeting.project_id}/bijeenkomsten"):
        told = projectleider.get(page)
        assert "Eén antwoord wacht op u." in told.text
        assert told.link("Antwoorden bevestigen") == address(meeting)
