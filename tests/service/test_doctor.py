"""The doctor at the mail servers: who lets us in, who does not, and what is missing."""

import pytest

from kapstok import doctor
from kapstok.mail import records
from tests.mailserver import MailServer, free_port

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)


@pytest.fixture
def set_up(app, monkeypatch):
    """Change settings for one test."""

    def change(**settings):
        for name, value in settings.items():
            monkeypatch.setitem(app.config, name, value)

    return change


def test_nothing_is_set_up(app):
    findings = doctor.examine(app)

    assert [finding.what for finding in findings] == [
        *("database", "sqlite", "migrations", "address", "time zone", "smtp", "imap"),
    ]
    assert [finding for finding in findings if not finding.ok] == []


def test_smtp(app, set_up):
    with MailServer() as server:
        set_up(SMTP_URL=server.url)
        found = doctor.check_smtp(app)
        assert (found.ok, server.sessions, server.received) == (True, 1, [])

    assert doctor.check_smtp(app).ok is False
    set_up(SMTP_URL="smtp://")
    assert doctor.check_smtp(app).said.startswith("SMTP_URL klopt niet.")


def test_imap(app, set_up, imap_server):
    set_up(IMAP_URL=imap_server.url)
    assert doctor.check_mailbox(app).said == "REPLY_DOMAIN is missing: answers of calendars need both"

    set_up(REPLY_DOMAIN="antwoord.example.org")
    assert (doctor.check_mailbox(app).ok, doctor.check_mailbox(app).said) == (True, "in reach")

    set_up(IMAP_URL=imap_server.url.replace("geheim", "fout"))
    assert doctor.check_mailbox(app).ok is False
    set_up(IMAP_URL=f"imap://jet:geheim@127.0.0.1:{free_port()}")
    assert "refused" in doctor.check_mailbox(app).said


def test_imap_without_a_folder_of_ours(app, set_up, imap_server):
    set_up(IMAP_URL=imap_server.url, REPLY_DOMAIN="antwoord.example.org")
    with imap_server.without_folders():
        found = doctor.check_mailbox(app)

    assert (found.ok, "Kapstok verwerkt" in found.said) == (True, True)


def test_records_are_looked_up_once_mail_leaves(app, set_up, monkeypatch):
    asked = []
    monkeypatch.setattr(records, "ask", lambda name, kind: asked.append((name, kind)))

    assert doctor.check_names(app) == []
    set_up(SMTP_URL="smtp://127.0.0.1", IMAP_URL="x", REPLY_DOMAIN="antwoord.example.org", DKIM_SELECTOR="k1")
    assert len(doctor.check_names(app)) == 4

    assert asked == [
        ("antwoord.example.org", "TXT"),
        ("_dmarc.example.org", "TXT"),
        ("k1._domainkey.example.org", "TXT"),
        ("antwoord.example.org", "MX"),
    ]
