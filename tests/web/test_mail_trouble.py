"""A mail server that refuses, is slow or is down: what the projectleider reads about it, guest by guest."""

import datetime as dt

import pytest
from sqlalchemy import update

from kapstok import clock
from kapstok.extensions import db
from kapstok.jobs import deliver_mail
from kapstok.mail.models import OutboxMessage
from kapstok.meetings import inviting
from kapstok.web.links import stationery
from tests.browsing import text
from tests.factories import make_invitation, make_meeting, make_organisation, make_person
from tests.mailserver import MailServer, free_port


@pytest.fixture
def sent(project):
    """An invitation of two guests that waits in the outbox; the address of its page."""
    meeting = make_meeting(project, starts_at=clock.now() + dt.timedelta(days=7))
    organisation = make_organisation(project)
    for name in ("An", "Bo"):
        make_invitation(meeting, make_person(project, organisation, name, email=f"{name.lower()}@example.org"))
    inviting.send_invitations(meeting, stationery(), clock.now(), actor="test")
    return f"/p/{project.id}/bijeenkomsten/{meeting.id}"


def deliver(app, monkeypatch, url: str) -> None:
    monkeypatch.setitem(app.config, "SMTP_URL", url)
    db.session.commit()
    deliver_mail(app)
    db.session.expire_all()


def states(page) -> dict[str, str]:
    """The name of each guest, and how their mail is doing."""
    return {text(row.find("th")): text(row.findall("td")[1]) for row in page.all("tbody")[0]}


def test_one_refused_address(app, monkeypatch, projectleider, project, sent):
    with MailServer() as server:
        server.replies["bo@example.org"] = "550 5.1.1 no such user"
        deliver(app, monkeypatch, server.url)
    page = projectleider.get(sent)
    assert states(page)["An"].startswith("verstuurd")
    assert states(page)["Bo"].startswith("geweigerd bo@example.org: 550 5.1.1 no such user")
    assert "Het mailadres van Bo werkt niet." in projectleider.get(f"/p/{project.id}/").text
    person = projectleider.get(f"/p/{project.id}/netwerk").follow("Bo")
    assert "mail komt niet aan" in person.text
    page = projectleider.get(f"{person.url}/bewerken").submit(email="bo.nieuw@example.org")
    assert "mail komt niet aan" not in page.text


def test_a_server_that_is_down(app, monkeypatch, projectleider, sent):
    deliver(app, monkeypatch, f"smtp://127.0.0.1:{free_port()}")
    for state in states(projectleider.get(sent)).values():
        assert state.startswith("nog niet gelukt, gaat opnieuw")
    db.session.execute(update(OutboxMessage).values(next_attempt_at=clock.now()))  # a minute later
    with MailServer() as server:
        deliver(app, monkeypatch, server.url)
    for state in states(projectleider.get(sent)).values():
        assert state.startswith("verstuurd")


def test_a_server_that_is_too_slow(app, monkeypatch, projectleider, sent):
    with MailServer() as server:
        server.patience, server.slow = 0.3, "data"
        deliver(app, monkeypatch, server.url)
    said = states(projectleider.get(sent))
    assert said["An"].startswith("misschien aangekomen, gaat opnieuw")
    assert said["Bo"] == "gaat zo weg"  # a slow server is not asked twice in one run


def test_no_server_at_all(projectleider, project, sent):
    assert states(projectleider.get(sent)) == {"An": "wacht op de mailserver", "Bo": "wacht op de mailserver"}
    assert "Er is nog geen mailserver ingesteld." in projectleider.get(f"/p/{project.id}/").text
