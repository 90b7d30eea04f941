"""The poster of a measurement: type your address, and the mail leads straight to the form."""

from urllib.parse import urlsplit

import pytest

from kapstok import clock
from kapstok.mail import service as mail
from kapstok.ties import asking, measuring
from kapstok.web.links import stationery, wave_link
from tests.factories import make_person, make_project
from tests.web.test_mijn import linked, outbox

SENT = "Kijk in uw mail"


@pytest.fixture
def wave(project):
    make_person(project, name="Ann Bos", email="ann@example.org")
    make_person(project, name="Bo Dam", email="bo@example.org", language="en")
    return measuring.open_wave(project, "Nulmeting", clock.now(), actor="test")


@pytest.fixture
def door(wave):
    return urlsplit(wave_link(wave)).path


def test_from_the_poster_to_the_form(visitor, door):
    page = visitor.get(door)
    assert (page.h1, "Ann" in page.text) == ("Wie kent u?", False)
    assert "duurt ongeveer 4 minuten" in page.text  # as the mail says: three for the names, one for the questions
    assert "Alleen als u en de ander dat allebei goedvinden" in page.text
    page = page.submit(door, email=" Ann@example.org")
    assert page.h1 == SENT
    (message,) = outbox()
    words, address = linked(message)
    assert words == "Vul in wie u kent:"
    assert visitor.get(urlsplit(address).path).h1 == "Wie kent u?"


def test_everybody_gets_the_same_answer_and_only_this_project_mails(visitor, project, door):
    make_person(make_project("Elders"), email="elders@example.org")
    make_person(project, email="weg@example.org", archived_at=clock.now())
    known, *others = (
        visitor.get(door).submit(door, email=f"{name}@example.org") for name in ("bo", "elders", "weg", "niemand")
    )
    assert {page.text for page in others} == {known.text}
    assert [message.to_address for message in outbox()] == ["bo@example.org"]


def test_the_page_speaks_the_language_of_the_phone(visitor, door):
    page = visitor.get(door, headers={"Accept-Language": "en-GB,en;q=0.9"})
    assert page.one(".").get("lang") == "en"


def test_the_link_does_not_wait_behind_other_mail(visitor, wave, door):
    asking.ask_by_mail(wave, stationery(), clock.now(), actor="test")
    visitor.get(door).submit(door, email="bo@example.org")
    to_ann, to_bo, link = outbox()
    assert mail.due(clock.now(), 10) == [link.id, to_ann.id, to_bo.id]


def test_a_measurement_that_is_closed_says_so(visitor, project, wave, door):
    page = visitor.get(door)
    measuring.close_wave(wave, clock.now(), actor="test")
    assert page.submit(door, status=409, email="ann@example.org").h1 == "Deze meting is gesloten"
    assert visitor.get(door).follow("Stuur mij mijn eigen link").h1 == "Uw eigen link"
    project.archived_at = clock.now()
    visitor.get(door, status=404)
    visitor.get(f"{door}x", status=404)
    assert outbox() == []


def test_what_is_no_address_stays_and_asking_has_a_brake(visitor, door, monkeypatch):
    page = visitor.get(door).submit(door, status=400, email="geen adres")
    assert page.all("input", name="email")[0].get("value") == "geen adres"
    monkeypatch.setattr("kapstok.extensions.limiter.enabled", True)
    for _ in range(3):
        visitor.get(door).submit(door, email="niemand@example.org")
    for _ in range(2):
        visitor.get("/mijn").submit("/mijn", email="niemand@example.org")
    visitor.get(door).submit(door, status=429, email="NIEMAND@example.org")
