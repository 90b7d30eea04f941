"""The projectleider asks a measurement by mail: a page that shows who gets one and who does not, and a button."""

import datetime as dt

import pytest
from sqlalchemy import select

from kapstok import clock
from kapstok.extensions import db
from kapstok.mail.models import OutboxMessage
from kapstok.ties import measuring
from kapstok.ties import service as ties
from kapstok.ties.rules import Answers
from kapstok.web import filters
from tests.browsing import text
from tests.factories import make_meeting, make_person, make_project

DAY = dt.timedelta(days=1)


@pytest.fixture
def people(project):
    an, bo = (make_person(project, name=name, email=f"{name.lower()}@example.org") for name in ("An", "Bo"))
    recent = make_person(project, name="Cas", asked_at=clock.now() - 3 * DAY)
    return [an, bo, recent, make_person(project, name="Dee", email=None)]


@pytest.fixture
def wave(project, people):
    return measuring.open_wave(project, "Nulmeting", clock.now(), actor="test")


@pytest.fixture
def here(project, wave):
    return f"/p/{project.id}/metingen/{wave.id}"


def outbox() -> list[tuple[str, str]]:
    query = select(OutboxMessage).order_by(OutboxMessage.id)
    return [(message.kind, message.to_address) for message in db.session.scalars(query)]


def mailed(page) -> list[str]:
    return [text(span) for span in page.all("span", class_="muted") if text(span).startswith("mail van")]


def test_from_the_measurement_to_the_outbox(projectleider, here, wave, people):
    ties.record_statements(people[1], Answers({people[0].id: 2}), clock.now(), wave=wave)
    page = projectleider.get(here).follow("Vraag het per mail")
    assert page.h1 == "Eén deelnemer mailen?"
    assert [text(item) for item in page.all("main")[0].iter("li")] == [
        "Eén deelnemer heeft al geantwoord.",
        "Eén deelnemer kreeg de afgelopen maand al een mail met een vraag. Meer dan één per maand sturen wij niet. "
        f"Mailen kan weer vanaf {filters.day(people[2].asked_at + 31 * DAY)}.",
        "Eén deelnemer heeft geen mailadres, of een dat niet werkt.",
        "Dee: Invullen namens Dee",
    ]
    assert page.link("Invullen namens Dee") == f"{here}/deelnemers/{people[3].id}"
    assert outbox() == []
    confirm = page
    page = page.submit(f"{here}/mailen")
    assert page.h1 == "Nulmeting"
    assert [text(sentence) for sentence in page.all("p", class_="message")] == [
        "Het bericht is klaargezet voor één deelnemer. Het vertrekt zodra er een mailserver is ingesteld."
    ]
    assert outbox() == [("measurement", "an@example.org")]
    assert len(mailed(page)) == 1
    confirm.submit(f"{here}/mailen")
    assert outbox() == [("measurement", "an@example.org")]
    page = page.follow("Vraag het per mail")
    assert page.h1 == "Vraag het per mail"
    assert page.all("form", action=f"{here}/mailen") == []


def test_a_second_mail_is_a_reminder(projectleider, here, people):
    projectleider.get(f"{here}/mailen").submit(f"{here}/mailen")
    assert len(outbox()) == 2
    people[0].asked_at = clock.now() - 31 * DAY
    page = projectleider.get(f"{here}/mailen")
    assert page.h1 == "Eén deelnemer mailen?"
    assert "Die mail is een herinnering." in page.text


def test_without_a_mail_server_the_page_says_that_mail_waits(projectleider, here):
    page = projectleider.get(f"{here}/mailen")
    assert "Er is geen mailserver ingesteld." in page.text


def test_when_everybody_answered_there_is_no_button(projectleider, here, wave, people):
    for person, named in zip(people, people[1:] + people[:1], strict=True):
        ties.record_statements(person, Answers({named.id: 1}), clock.now(), wave=wave)
    assert "Vraag het per mail" not in projectleider.get(here).text


def test_a_closed_measurement_is_not_mailed(projectleider, here, wave):
    page = projectleider.get(f"{here}/mailen")
    measuring.close_wave(wave, clock.now(), actor="test")
    assert "Vraag het per mail" not in projectleider.get(here).text
    projectleider.get(f"{here}/mailen", status=409)
    page.submit(f"{here}/mailen", status=409)
    assert outbox() == []


def test_the_start_page_points_to_it_until_somebody_was_mailed(projectleider, project, here):
    make_meeting(project, starts_at=clock.now() + DAY)
    start = f"/p/{project.id}/"
    assert projectleider.get(start).link("Vraag het per mail") == f"{here}/mailen"
    projectleider.get(f"{here}/mailen").submit(f"{here}/mailen")
    page = projectleider.get(start)
    assert "Vraag het per mail" not in page.text
    assert "Nulmeting loopt: 0 van de 4 mensen hebben geantwoord." in page.text


def test_nothing_of_another_project(projectleider, project):
    other = make_project("Ander project")
    make_person(other), make_person(other)
    wave = measuring.open_wave(other, "Nulmeting", clock.now(), actor="test")
    projectleider.get(f"/p/{project.id}/metingen/{wave.id}/mailen", status=404)


def test_an_evaluator_mails_nobody(evaluator, here):
    evaluator.get(f"{here}/mailen", status=403)
