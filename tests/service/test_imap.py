"""Reading a mailbox of a real dovecot: with a password, by token, encrypted, cut off, full of large mail."""

from urllib.parse import quote

import pytest
from sqlalchemy import func, select

from kapstok import clock
from kapstok.extensions import db
from kapstok.mail import fetching, imap, tokens
from kapstok.mail.imap import MailboxUnreachable
from kapstok.mail.models import InboxMessage
from tests.incoming_mails import mail
from tests.mailserver import free_port

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)


def fetch(url):
    return fetching.fetch_new(clock.now, url)


def subjects():
    return list(db.session.scalars(select(InboxMessage.subject).order_by(InboxMessage.id)))


def by_token(server):
    client = f"auth=xoauth2&client_id=kapstok&scope=post&token_url={quote(server.tokens.url, safe='')}"
    return f"{server.url}?{client}"


def numbered(number):
    return mail(f"Subject: Mail {number}", f"Message-ID: <{number}@example.org>")


def test_mail_is_taken_in_once_and_put_away(app, imap_server):
    for number in range(1, 4):
        imap_server.deliver(numbered(number))

    assert fetch(imap_server.url) == 3
    assert fetch(imap_server.url) == 0
    assert subjects() == ["Mail 1", "Mail 2", "Mail 3"]
    raws = [numbered(number) for number in range(1, 4)]
    assert imap_server.folders() == {"INBOX": [], "Kapstok verwerkt": raws}
    assert db.session.scalars(select(InboxMessage.raw)).all() == raws


def test_cut_off_before_it_was_put_away_the_same_mail_comes_again(app, imap_server, monkeypatch):
    imap_server.deliver(numbered(1))

    def dies(self, letter):
        raise MailboxUnreachable("the line dropped")

    with monkeypatch.context() as patch, pytest.raises(MailboxUnreachable):
        patch.setattr(imap.Mailbox, "put_away", dies)
        fetch(imap_server.url)

    assert fetch(imap_server.url) == 0
    assert subjects() == ["Mail 1"]
    assert imap_server.folders()["INBOX"] == []


def test_where_no_folder_can_be_made_mail_is_marked_as_read(app, imap_server):
    imap_server.deliver(numbered(1))

    with imap_server.without_folders():
        assert fetch(imap_server.url) == 1
        assert fetch(imap_server.url) == 0

    assert imap_server.folders()["INBOX"] == [numbered(1)]


def test_a_mail_of_more_than_ten_megabytes_is_not_fetched(app, imap_server):
    imap_server.deliver(numbered(1) + b"x" * 10 * 1024 * 1024)
    imap_server.deliver(numbered(2))

    assert fetch(imap_server.url) == 2

    large = db.session.scalars(select(InboxMessage).where(InboxMessage.subject == "Mail 1")).one()
    assert (large.kind, large.reason, len(large.raw) < 1000) == ("broken", "mail too large", True)
    assert imap_server.folders()["INBOX"] == []


def test_by_token_which_is_kept_and_renewed_when_it_was_withdrawn(app, imap_server):
    before = len(imap_server.tokens.handed_out)
    imap_server.deliver(numbered(1))

    assert [fetch(by_token(imap_server)) for _ in range(2)] == [1, 0]
    assert len(imap_server.tokens.handed_out) == before + 1
    imap_server.tokens.valid.clear()
    imap_server.deliver(numbered(2))
    assert fetch(by_token(imap_server)) == 1

    assert len(imap_server.tokens.handed_out) == before + 2
    asked = imap_server.tokens.requests[-1]
    assert (asked["grant_type"], asked["client_id"], asked["scope"]) == ("client_credentials", "kapstok", "post")


def test_a_wrong_secret_says_so(app, imap_server):
    with pytest.raises(MailboxUnreachable, match="invalid_client"):
        fetch(by_token(imap_server).replace("geheim", "fout"))


def test_a_token_that_ends_is_asked_anew(imap_server, app, monkeypatch):
    client = tokens.Client(imap_server.tokens.url, "kapstok", "kort", "geheim/1")
    monkeypatch.setattr(imap_server.tokens, "lifetime", 30)  # seconds: shorter than the margin

    assert tokens.get(client) != tokens.get(client)


@pytest.mark.parametrize(
    ("scheme", "port", "query"), [("imap", "port", "?starttls=1"), ("imaps", "tls_port", "")], ids=["starttls", "tls"]
)
def test_encrypted(app, imap_server, monkeypatch, scheme, port, query):
    imap_server.deliver(numbered(1))
    url = f"{scheme}://antwoord%40reply.example.org:geheim%2F1@localhost:{getattr(imap_server, port)}/INBOX{query}"

    with pytest.raises(MailboxUnreachable, match="CERTIFICATE_VERIFY_FAILED"):
        fetch(url)
    monkeypatch.setenv("SSL_CERT_FILE", str(imap_server.certificate))

    assert fetch(url) == 1


def test_trouble_is_told(app, imap_server):
    with pytest.raises(MailboxUnreachable, match="refused"):
        fetch(f"imap://jet:geheim@127.0.0.1:{free_port()}")
    with pytest.raises(MailboxUnreachable, match="AUTHENTICATIONFAILED"):
        fetch(imap_server.url.replace("geheim", "fout"))
    with pytest.raises(MailboxUnreachable, match="doesn't exist"):
        fetch(imap_server.url.replace("INBOX", "Elders"))

    assert db.session.scalar(select(func.count(InboxMessage.id))) == 0
