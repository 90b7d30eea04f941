"""/mijn: a new link by mail, and not a word about who is known."""

import email
from email import policy

from sqlalchemy import select

from kapstok.accounts.models import AuditEvent
from kapstok.extensions import db
from kapstok.mail.models import OutboxMessage
from tests.factories import NOW, make_person, make_project


def outbox() -> list[OutboxMessage]:
    return list(db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))


def ask(visitor, address: str, **options):
    return visitor.get("/mijn").submit("/mijn", email=address, **options)


def linked(message: OutboxMessage) -> tuple[str, str]:
    """The words on the button of a mail, and where it leads."""
    text = email.message_from_bytes(message.mime, policy=policy.default).get_body(("plain",)).get_content()
    lines = text.splitlines()
    place = next(number for number, line in enumerate(lines) if line.startswith("http"))
    return lines[place - 1], lines[place]


def test_every_person_with_the_address_gets_their_own_mail(visitor, project):
    one = make_person(project, name="Ann Bos", email="praktijk@example.org")
    two = make_person(project, name="Bo Dam", email="praktijk@example.org")
    elsewhere = make_person(make_project("Elders"), name="Ann Bos", email="praktijk@example.org")
    make_person(project, name="Weg", email="praktijk@example.org", archived_at=NOW)
    ask(visitor, " Praktijk@Example.org ")
    assert [(m.kind, m.person_id, m.to_name) for m in outbox()] == [
        ("link", one.id, "Ann Bos"),
        ("link", two.id, "Bo Dam"),
        ("link", elsewhere.id, "Ann Bos"),
    ]
    mail = email.message_from_bytes(outbox()[1].mime, policy=policy.default)
    assert "http://127.0.0.1:5000/d/" in mail.get_body(("plain",)).get_content()


def test_known_and_unknown_look_the_same(visitor, project):
    make_person(project, email="ann@example.org")
    known = ask(visitor, "ann@example.org")
    unknown = ask(visitor, "niemand@example.org")
    assert known.text == unknown.text
    assert known.h1 == "Kijk in uw mail"
    assert [message.to_address for message in outbox()] == ["ann@example.org"]
    events = db.session.scalars(select(AuditEvent.event).where(AuditEvent.event == "personal link asked"))
    assert len(list(events)) == 2


def test_who_came_for_one_page_gets_a_link_that_opens_it(visitor, project):
    make_person(project, email="ann@example.org")
    for errand, button in (("wie-bel-ik", "Zoek wie u kunt bellen:"), ("wie-is-wie", "Open wie is wie:")):
        visitor.get(f"/mijn?naar={errand}").submit("/mijn", email="ann@example.org")
        label, address = linked(outbox()[-1])
        assert (label, address.endswith(f"/{errand}")) == (button, True)


def test_other_pages_cannot_be_asked_for(visitor, project):
    make_person(project, email="ann@example.org")
    page = visitor.get("/mijn?naar=https://example.org/")
    assert (page.h1, page.all("input", name="naar")) == ("Uw eigen link", [])
    page.submit("/mijn", email="ann@example.org", naar="gegevens/weg")
    label, address = linked(outbox()[-1])
    assert (label, address.count("/")) == ("Open uw pagina:", 4)


def test_what_is_no_address(visitor, app):
    for typed in ("", "geen adres", "a@b", "a@example.org,b@example.org", "x" * 300 + "@example.org"):
        page = ask(visitor, typed, status=400)
        assert page.all("input", name="email")[0].get("value") == typed
    assert outbox() == []


def test_asking_has_a_brake(visitor, app, monkeypatch):
    monkeypatch.setattr("kapstok.extensions.limiter.enabled", True)
    for _ in range(5):
        ask(visitor, "niemand@example.org")
    ask(visitor, "NIEMAND@example.org", status=429)
