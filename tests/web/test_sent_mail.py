"""The page that says of each mail how it is doing, and the beheerder's page of mail that belongs to no project."""

import pytest

from kapstok import clock
from kapstok.errors import NotFound
from kapstok.extensions import db
from kapstok.mail import inbox, sent
from kapstok.mail import service as mail
from kapstok.mail.letter import Letter, Sender
from kapstok.mail.mime import Mailbox
from kapstok.mail.rules import Fate
from kapstok.mail.sent import CannotGoAgain
from tests.browsing import text
from tests.factories import make_person, make_project
from tests.incoming_mails import mail as raw_mail

SENDER = Sender("Samen in Veenmeer", "Noor de Wit", "noor@example.org", "", "kapstok@example.org")


@pytest.fixture
def person(project):
    return make_person(project, name="Jet Jansen", email="jet@example.org")


def put(person, subject="Uitnodiging", **fields):
    to, letter = Mailbox(person.name, person.email), Letter(subject, ())
    of = {"project_id": person.project_id, "person_id": person.id}
    key = fields.pop("supersede_key", None)
    message = mail.queue(letter, to, SENDER, kind="link", now=clock.now(), supersede_key=key, **of)
    for name, value in fields.items():
        setattr(message, name, value)
    db.session.commit()
    return message


def rows(page):
    return [[text(cell) for cell in row] for row in page.all("tbody")[0]]


def test_each_mail_and_its_fate(projectleider, project, person):
    put(person, "Eerste", status="sent", sent_at=clock.now(), via="smtp")
    put(person, "Tweede", status="failed", error="550 5.1.1 No such user", bounced_at=clock.now())
    put(make_person(make_project("Elders"), email="bo@example.org"), "Van een ander")

    page = projectleider.get(f"/p/{project.id}/instellingen").follow("Verstuurde mail")

    second, first = rows(page)
    assert first[2] == "Verstuurd Verstuurd, en niet teruggekomen."
    assert second[2].startswith("Niet aangekomen Kwam terug. Het adres bestaat niet.")
    assert "Van een ander" not in page.text
    for asked, subjects in (("stand=mislukt", ["Tweede"]), ("zoek=eerst", ["Eerste"])):
        assert [row[1][:6] for row in rows(projectleider.get(f"{page.url}?{asked}"))] == subjects
    assert "Geen mail gevonden" in projectleider.get(f"{page.url}?stand=ingehaald").text


def test_a_mail_that_failed_goes_again_with_the_same_bytes(projectleider, project, person):
    message = put(person, status="failed", error="554 5.7.1 blocked", attempts=1)
    person.address_refused_at = clock.now()
    db.session.commit()
    before = message.mime

    page = projectleider.get(f"/p/{project.id}/mail?stand=mislukt")
    page = page.submit(f"/p/{project.id}/mail/{message.id}/opnieuw")

    assert "De mail aan Jet Jansen gaat binnen een minuut opnieuw weg." in page.text
    db.session.expire_all()
    assert (message.status, message.attempts, message.error, message.mime) == ("pending", 0, "", before)
    assert person.address_refused_at is None


@pytest.mark.parametrize("why", ["corrected", "newer", "forgotten"])
def test_what_cannot_go_again_says_so(projectleider, project, person, why):
    message = put(person, supersede_key="a", status="failed", error="550 5.1.1 No such user")
    if why == "corrected":
        person.email = "jet.nieuw@example.org"
    elif why == "newer":
        put(person, supersede_key="a")
    else:
        message.mime = None
    db.session.commit()

    page = projectleider.get(f"/p/{project.id}/mail?stand=mislukt")

    assert "Opnieuw proberen" not in page.text
    assert ("Het adres is intussen verbeterd." in page.text) is (why == "corrected")
    if why != "corrected":
        with pytest.raises(CannotGoAgain):
            sent.send_again(project.id, message.id, clock.now())


def test_mail_of_another_project_is_not_there(project):
    theirs = put(make_person(make_project("Elders"), email="bo@example.org"), status="failed")

    with pytest.raises(NotFound):
        sent.send_again(project.id, theirs.id, clock.now())
    assert theirs.status == "failed"


def test_a_bad_address_shows_at_the_person_with_what_to_do(projectleider, project, person):
    put(person, status="failed", error="550 5.1.1 No such user")
    person.address_refused_at = clock.now()
    db.session.commit()

    page = projectleider.get(f"/p/{project.id}/netwerk/mensen/{person.id}")

    assert "Mail aan jet@example.org komt niet aan sinds" in page.text
    assert "Geweigerd. Het adres bestaat niet." in page.text


def test_mail_of_no_project_waits_for_the_beheerder(beheerder):
    for number, reason in enumerate(("words", "unreadable")):
        message = inbox.receive(raw_mail(f"Message-ID: <{number}>", body="Hallo"), clock.now(), "imap")
        inbox.settle(message, Fate.HELD, reason, now=clock.now())
    db.session.commit()

    page = beheerder.get("/beheer/").follow("Mail")
    assert [row[2] for row in rows(page)] == [
        "Iemand schreef naar een adres dat bij geen uitnodiging hoort.",
        "Deze mail is niet te lezen.",
    ]

    page = page.submit(f"/beheer/mail/{message.id}/weggooien")
    assert "De mail is weggegooid." in page.text
    assert len(rows(page)) == 1
