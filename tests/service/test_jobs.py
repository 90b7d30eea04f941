"""The worker's jobs, which combine what rooms may not."""

import pytest

from kapstok import jobs
from kapstok.extensions import db
from kapstok.mail import service as mail
from kapstok.mail.letter import Letter, Sender
from kapstok.mail.mime import Mailbox
from tests.factories import NOW, make_person, make_project
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
    write_to(person, address)

    with MailServer() as server:
        server.replies[address] = "550 5.1.1 No such user"
        monkeypatch.setitem(app.config, "SMTP_URL", server.url)
        jobs.deliver_mail(app)

    db.session.expire_all()
    assert (person.address_refused_at is not None) is marked


def test_the_demo_reads_its_mail_without_a_server(app):
    person = make_person(make_project(is_demo=True))
    write_to(person, person.email)

    jobs.deliver_mail(app)

    assert mail.due(NOW, 10) == []
