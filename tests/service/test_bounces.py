"""Mail that comes back: its report finds its row, tells its fate, and marks only an address that will never work."""

import pytest
from sqlalchemy import select

from kapstok import clock, jobs
from kapstok.extensions import db
from kapstok.mail import bounces, service
from kapstok.mail.letter import Letter, Sender
from kapstok.mail.mime import Mailbox
from kapstok.mail.models import InboxMessage, OutboxMessage
from kapstok.register.models import Person
from kapstok.scope import get_in_project
from tests.factories import make_person, make_project
from tests.incoming_mails import mail, report
from tests.mailserver import MailServer

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)
SENDER = Sender("Samen in Veenmeer", "Noor de Wit", "noor@example.org", "", "kapstok@example.org")
DOMAIN = "reply.example.org"


@pytest.fixture
def sent(app, imap_server, monkeypatch):
    """A mail to ``weg@example.org`` that a mail server took."""
    person = make_person(make_project(), email="weg@example.org")
    to = Mailbox("Weg", "weg@example.org")
    of = {"project_id": person.project_id, "person_id": person.id}
    message = service.queue(Letter("Dag", ()), to, SENDER, kind="link", now=clock.now(), **of)
    db.session.commit()
    monkeypatch.setitem(app.config, "IMAP_URL", imap_server.url)
    monkeypatch.setitem(app.config, "REPLY_DOMAIN", DOMAIN)
    with MailServer() as server:
        monkeypatch.setitem(app.config, "SMTP_URL", server.url)
        jobs.deliver_mail(app)
    assert server.envelopes == [(address_of(app, message), ["weg@example.org"])]
    db.session.commit()
    return message


def address_of(app, message):
    return bounces.return_address(app.config["SECRET_KEY"], DOMAIN, message.id, message.message_id)


def come_back(app, imap_server, *raws):
    for raw in raws:
        imap_server.deliver(raw)
    db.session.commit()  # the job has a session of its own
    return dict(jobs.read_mail(app))


def marked(message):
    return get_in_project(Person, message.project_id, message.person_id).address_refused_at is not None


def test_to_the_return_address_of_the_mail(app, imap_server, sent):
    raw = report(to=address_of(app, sent), message_id="<onbekend@example.org>")

    assert come_back(app, imap_server, raw) == {"handled": 1}

    assert (sent.status, sent.error) == ("failed", "5.1.1 550 5.1.1 No such user")
    assert sent.bounced_at is not None
    assert marked(sent)
    told = db.session.scalars(select(InboxMessage)).one()
    assert (told.kind, told.reason, told.project_id, told.person_id) == (
        *("bounce", "report", sent.project_id, sent.person_id),
    )


def test_by_message_id_where_the_return_address_got_lost(app, imap_server, sent):
    raw = report(to="kapstok@example.org", message_id=sent.message_id, envelope_id=str(sent.id))

    assert come_back(app, imap_server, raw) == {"handled": 1}
    assert sent.status == "failed"


@pytest.mark.parametrize("forged", ["token", "envelope id alone", "envelope id of another", "nothing"])
def test_a_report_that_anybody_could_write_changes_nothing(app, imap_server, sent, forged):
    raw = {
        "token": report(to=address_of(app, sent).replace("b-a", "b-b")),
        "envelope id alone": report(envelope_id=str(sent.id)),
        "envelope id of another": report(envelope_id="7777", message_id=sent.message_id),
        "nothing": report(),
    }[forged]

    assert come_back(app, imap_server, raw) == {"ignored": 1}
    assert (sent.status, sent.bounced_at, marked(sent)) == ("sent", None, False)


@pytest.mark.parametrize(
    ("action", "status", "fate", "is_marked"),
    [
        ("failed", "5.1.1", "failed", True),
        ("failed", "5.4.1", "failed", True),
        ("failed", "5.2.2", "failed", False),  # full
        ("failed", "5.7.1", "failed", False),  # about us
        ("failed", "4.4.7", "failed", False),  # tried long enough
        ("delayed", "4.4.1", "sent", False),
    ],
)
def test_what_a_report_means(app, imap_server, sent, action, status, fate, is_marked):
    come_back(app, imap_server, report(action, status, "said the server", to=address_of(app, sent)))

    assert (sent.status, marked(sent), sent.error) == (fate, is_marked, f"{status} said the server")


def test_the_card_got_another_address_meanwhile(app, imap_server, sent):
    get_in_project(Person, sent.project_id, sent.person_id).email = "nieuw@example.org"
    db.session.commit()

    come_back(app, imap_server, report(to=address_of(app, sent)))

    assert (sent.status, marked(sent)) == ("failed", False)


def test_a_report_on_mail_whose_worker_died_is_believed(app, imap_server, sent):
    sent.status = "sending"
    db.session.commit()

    assert come_back(app, imap_server, report(to=address_of(app, sent))) == {"handled": 1}
    assert sent.status == "failed"


def test_a_report_on_mail_that_still_waits_says_nothing(app, imap_server, sent):
    sent.status = "pending"
    db.session.commit()

    assert come_back(app, imap_server, report(to=address_of(app, sent))) == {"ignored": 1}
    assert sent.status == "pending"


def test_out_of_office_is_let_go_and_words_wait(app, imap_server, sent):
    away = mail("Auto-Submitted: auto-replied", "Message-ID: <a@example.org>", body="Ik ben er niet")
    words = mail("Message-ID: <b@example.org>", body="Waar is het?")

    assert come_back(app, imap_server, away, words) == {"ignored": 1, "held": 1}


def test_one_mail_that_goes_wrong_does_not_stop_the_others(app, imap_server, sent, monkeypatch):
    def stumble(*arguments, **named):
        db.session.add(OutboxMessage(message_id="<bron@example.org>"))  # breaks the transaction too
        db.session.flush()

    monkeypatch.setattr(jobs.replies, "bind", stumble)
    raws = mail(body="Waar is het?"), report(to=address_of(app, sent))

    assert come_back(app, imap_server, *raws) == {"held": 1, "handled": 1}
    assert come_back(app, imap_server) == {}
    assert list(db.session.execute(select(InboxMessage.status, InboxMessage.reason))) == [
        ("held", "failed"),
        ("handled", "report"),
    ]


def test_a_mailbox_out_of_reach_is_told_once(app, imap_server, sent, monkeypatch, caplog):
    monkeypatch.setitem(app.config, "IMAP_URL", imap_server.url.replace("geheim", "fout"))

    assert [come_back(app, imap_server) for _ in range(3)] == [{}] * 3
    assert [record.levelname for record in caplog.records] == ["WARNING"]

    result = app.test_cli_runner().invoke(args=["inbox"])
    assert (result.exit_code, "AUTHENTICATIONFAILED" in result.output) == (1, True)
    monkeypatch.setitem(app.config, "IMAP_URL", imap_server.url)
    imap_server.deliver(report(to="kapstok@example.org"))
    assert app.test_cli_runner().invoke(args=["inbox"]).output == "ignored: 1\n"
