"""Delivery over real SMTP: all goes well, or the server refuses, is down, slow, distrusted or dies half-way."""

import datetime as dt
import ssl
from concurrent.futures import ThreadPoolExecutor
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from sqlalchemy import select

from kapstok.extensions import db
from kapstok.mail import delivery, service
from kapstok.mail.letter import Letter, Paragraph, Sender
from kapstok.mail.mime import Mailbox
from kapstok.mail.models import OutboxMessage
from kapstok.mail.rules import LEASE, PER_MINUTE
from tests.factories import NOW, make_project
from tests.mailserver import MailServer, free_port

MAIL_FROM = "kapstok@post.example.org"
SENDER = Sender("Samen in Veenmeer", "Noor de Wit", "noor@example.org", "", MAIL_FROM)
LETTER = Letter("Uitnodiging", (Paragraph("Komt u?\n.\nEen punt alleen eindigt geen mail."),))
SOON, LATER = NOW + dt.timedelta(minutes=2), NOW + dt.timedelta(hours=1)


def put(*names, **fields):
    rows = []
    for name in names:
        to = Mailbox(name.title(), f"{name}@example.org")
        rows.append(service.queue(LETTER, to, SENDER, kind="invitation", now=NOW, **fields))
    db.session.commit()
    return rows[0] if len(rows) == 1 else rows


def deliver(url, now=NOW, return_address=lambda number, key: MAIL_FROM, **more):
    return dict(delivery.deliver_due(lambda: now, smtp_url=url, return_address=return_address, **more))


def states():
    query = select(OutboxMessage.to_address, OutboxMessage.status).order_by(OutboxMessage.id)
    return {address.partition("@")[0]: status for address, status in db.session.execute(query)}


def test_due_mail_arrives_byte_for_byte(app):
    message = put("jet")

    with MailServer() as server:
        assert deliver(server.url) == {"sent": 1}

    assert server.received == [message.mime]
    assert server.envelopes == [(MAIL_FROM, ["jet@example.org"])]
    assert server.messages[0]["Message-ID"] == message.message_id
    assert (message.status, message.via, message.attempts) == ("sent", "smtp", 1)


def test_a_batch_shares_one_conversation(app):
    put("jet", "piet", "noa")

    with MailServer() as server:
        assert deliver(server.url) == {"sent": 3}

    assert server.sessions == 1
    assert [to for _, to in server.envelopes] == [["jet@example.org"], ["piet@example.org"], ["noa@example.org"]]


def test_saying_it_twice_sends_once(app):
    put("jet")

    with MailServer() as server:
        deliver(server.url)
        assert deliver(server.url, LATER) == {}

    assert len(server.received) == 1


def test_a_server_that_can_report_is_told_which_mail_it_is(app):
    message = put("jet")

    with MailServer() as server:
        server.reports = True
        assert deliver(server.url) == {"sent": 1}

    assert server.wanted == [{"RET": "HDRS", "ENVID": str(message.id)}, {"NOTIFY": "FAILURE"}]


def test_every_mail_has_its_own_way_back(app):
    first, second = put("jet", "noa")

    with MailServer() as server:
        deliver(server.url, return_address=lambda number, key: f"b-{number}@reply.example.org")

    assert [sender for sender, _ in server.envelopes] == [f"b-{mail.id}@reply.example.org" for mail in (first, second)]


def test_one_domain_gets_so_many_a_minute_and_the_others_go_on(app):
    put(*(f"gast{number}" for number in range(PER_MINUTE + 5)))
    service.queue(LETTER, Mailbox("Bo", "bo@gemeente.example.org"), SENDER, kind="invitation", now=LATER)
    db.session.commit()

    with MailServer() as server:
        assert deliver(server.url, LATER) == {"sent": PER_MINUTE + 1}
        assert deliver(server.url, LATER + dt.timedelta(seconds=59)) == {}
        assert deliver(server.url, LATER + dt.timedelta(seconds=61)) == {"sent": 5}

    recipients = [to for _, (to,) in server.envelopes]
    assert len(set(recipients)) == len(recipients) == PER_MINUTE + 6
    assert recipients[PER_MINUTE] == "bo@gemeente.example.org"


def test_a_server_that_looks_after_the_pace_itself_gets_more(app):
    put(*(f"gast{number}" for number in range(PER_MINUTE + 5)))

    with MailServer() as server:
        assert deliver(server.url) == {"sent": PER_MINUTE}
        assert deliver(f"{server.url}&per_minute={PER_MINUTE + 5}") == {"sent": 5}


def test_what_a_slow_server_gives_no_time_for_waits_unharmed(app, monkeypatch):
    put("jet", "piet", "noa")
    monkeypatch.setattr(delivery, "PATIENCE", -1.0)
    monkeypatch.setattr(delivery, "RUN", 0.2)

    with MailServer() as server:
        assert deliver(server.url) == {}

    rows = db.session.scalars(select(OutboxMessage)).all()
    assert {(row.status, row.attempts, row.next_attempt_at) for row in rows} == {("pending", 0, NOW)}


def test_one_refused_address_does_not_hold_up_the_others(app):
    put("jet", "weg", "noa")
    refused = []

    with MailServer() as server:
        server.replies["weg@example.org"] = "550 5.1.1 No such user"
        counts = deliver(server.url, address_refused=lambda message: refused.append(message.to_address))

    assert counts == {"sent": 2, "failed": 1}
    assert states() == {"jet": "sent", "weg": "failed", "noa": "sent"}
    assert refused == ["weg@example.org"]
    failed = db.session.scalars(select(OutboxMessage).where(OutboxMessage.status == "failed")).one()
    assert failed.error == "550 5.1.1 No such user"


def test_a_refusal_that_is_about_us_does_not_mark_the_address(app):
    put("jet")
    refused = []

    with MailServer() as server:
        server.replies["jet@example.org"] = "554 5.7.1 Relay access denied"
        assert deliver(server.url, address_refused=refused.append) == {"failed": 1}

    assert refused == []


def test_a_mail_that_the_server_finds_unacceptable_fails(app):
    message = put("jet")

    with MailServer() as server:
        server.content_reply = "554 5.6.0 Not like this"
        assert deliver(server.url) == {"failed": 1}

    assert message.error == "554 5.6.0 Not like this"


@pytest.mark.parametrize("where", ["recipient", "sender", "content"])
def test_not_now_means_later(app, where):
    message = put("jet")

    with MailServer() as server:
        if where == "recipient":
            server.replies["jet@example.org"] = "451 4.7.1 Greylisted"
        elif where == "sender":
            server.sender_reply = "451 4.7.1 Greylisted"
        else:
            server.content_reply = "451 4.7.1 Greylisted"
        assert deliver(server.url) == {"pending": 1}
        assert message.error == "451 4.7.1 Greylisted"

        server.replies.clear()
        server.sender_reply = server.content_reply = "250 OK"
        assert deliver(server.url, SOON) == {"sent": 1}

    assert (message.error, message.attempts) == ("", 2)


def test_a_refused_sender_is_no_reason_to_give_up_on_anybody(app):
    put("jet", "noa")

    with MailServer() as server:
        server.sender_reply = "550 5.7.1 Sender not known here"
        assert deliver(server.url) == {"pending": 2}


def test_while_the_server_is_down_mail_waits_and_says_why(app):
    put("jet", "noa")
    port = free_port()

    assert deliver(f"smtp://127.0.0.1:{port}") == {}
    assert states() == {"jet": "pending", "noa": "pending"}
    waiting = db.session.scalars(select(OutboxMessage)).all()
    assert {(row.attempts, row.error) for row in waiting} == {(0, "[Errno 111] Connection refused")}

    with MailServer(port) as server:
        assert deliver(server.url, SOON) == {"sent": 2}


def test_a_server_that_is_slow_to_start_costs_nothing(app):
    message = put("jet", "noa")[0]

    with MailServer() as server:
        server.slow, server.patience = "rcpt", 0.3
        assert deliver(server.url) == {"pending": 1}  # and the rest of the batch waits for the next run
        server.slow = ""
        assert deliver(server.url, SOON) == {"sent": 2}

    assert message.status == "sent"
    assert len(server.received) == 2


@pytest.mark.parametrize("trouble", ["dies", "slow"])
def test_when_the_confirmation_is_lost_the_same_mail_goes_again(app, trouble):
    message = put("jet")

    with MailServer() as server:
        if trouble == "dies":
            server.dies = True
        else:
            server.slow, server.patience = "data", 0.3
        assert deliver(server.url) == {"unknown": 1}
        server.dies, server.slow = False, ""
        assert deliver(server.url, SOON) == {"sent": 1}

    assert server.received == [message.mime, message.mime]
    assert {parsed["Message-ID"] for parsed in server.messages} == {message.message_id}


def test_mail_of_a_worker_that_died_goes_again(app):
    message = put("jet")
    service.claim([message.id], NOW)
    db.session.commit()

    with MailServer() as server:
        assert deliver(server.url, NOW + LEASE - dt.timedelta(seconds=1)) == {}
        assert deliver(server.url, NOW + LEASE) == {"sent": 1}

    assert server.received == [message.mime]


def test_two_workers_at_once_send_everything_once(app):
    put(*(f"gast{number}" for number in range(30)))

    def work(url):
        with app.app_context():
            return deliver(url).get("sent", 0)

    with MailServer() as server, ThreadPoolExecutor(2) as workers:
        sent = list(workers.map(work, [server.url] * 2))

    assert sum(sent) == 30
    assert len({message["Message-ID"] for message in server.messages}) == len(server.received) == 30


def test_others_can_write_while_a_mail_server_thinks(app):
    put("jet")

    def write():
        server.meanwhile = lambda: None
        with app.app_context():
            put("noa")

    with MailServer() as server:
        server.meanwhile = write
        assert deliver(server.url) == {"sent": 2}

    assert states() == {"jet": "sent", "noa": "sent"}


def test_a_poison_row_does_not_stop_the_outbox(app):
    poison = put("jet", "noa")[0]
    poison.to_address = "jet\ud7ff\n@example.org"
    db.session.commit()

    with MailServer() as server:
        assert deliver(server.url) == {"failed": 1}
        assert deliver(server.url) == {"sent": 1}

    assert poison.status == "failed"


def test_a_server_whose_certificate_nobody_vouches_for_gets_nothing(app):
    message = put("jet")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(Path(__file__).with_name("selfsigned.pem"))

    with MailServer(tls_context=context) as server:
        assert deliver(f"smtp://localhost:{server.port}?starttls=1") == {}

    assert server.received == []
    assert message.status == "pending"
    assert "CERTIFICATE_VERIFY_FAILED" in message.error


def test_a_server_without_encryption_gets_nothing_where_encryption_was_asked(app):
    message = put("jet")

    with MailServer() as server:
        assert deliver(f"{server.url}&starttls=1") == {}

    assert server.received == []
    assert message.status == "pending"


def test_without_a_server_mail_waits_except_in_the_demo(app):
    demo, real = make_project("Demo", is_demo=True), make_project("Echt")
    put("jet", project_id=demo.id)
    put("noa", project_id=real.id)

    assert deliver("", demo_projects={demo.id}) == {"sent": 1}
    assert states() == {"jet": "sent", "noa": "pending"}


def test_the_letter_survives_the_journey(app):
    put("jet")

    with MailServer() as server:
        deliver(server.url)

    text = message_from_bytes(server.received[0], policy=policy.default).get_body(("plain",)).get_content()
    assert text.splitlines() == ["Komt u?", ".", "Een punt alleen eindigt geen mail."]
