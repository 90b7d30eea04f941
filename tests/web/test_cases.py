"""The casuskaart: only for who is on it, with nothing about a client, and gone after its time."""

import datetime as dt
from urllib.parse import urlsplit

import pytest

from kapstok import clock
from kapstok.extensions import db
from kapstok.projects import service as projects
from kapstok.projects.rules import Module
from kapstok.referrals.cases import service
from kapstok.referrals.models import CaseCard
from kapstok.register import cards
from kapstok.register.consent import Purpose
from kapstok.web.links import personal_link
from tests.browsing import text
from tests.factories import make_organisation, make_person, make_project

TOMORROW = clock.local_date(clock.now()) + dt.timedelta(days=1)
YESTERDAY = TOMORROW - dt.timedelta(days=2)


@pytest.fixture
def project(app):
    made = make_project()
    projects.state_dpia(made, clock.local_date(clock.now()), clock.now(), actor="test")
    projects.switch_modules(made, {Module.CASES}, actor="test")
    return made


@pytest.fixture
def brink(project):
    return make_organisation(project, "De Brink")


def in_view(person):
    cards.say(person, Purpose.CARD, True, clock.now(), f"person:{person.id}")
    return person


@pytest.fixture
def an(project, brink):
    return make_person(project, brink, "An de Boer")


@pytest.fixture
def bo(project, brink):
    return in_view(make_person(project, brink, "Bo Smit", phone="0591 000 111", shown=["phone"]))


@pytest.fixture
def card(an, bo):
    """An and Bo are on it; nobody has the regie."""
    made = service.open_card(an, clock.now(), role="Huisarts")
    service.add_member(made, bo, "Sociaal werker", clock.now())
    return made


def page_of(person) -> str:
    return urlsplit(personal_link(person)).path


def at(person, card, more: str = "") -> str:
    return f"{page_of(person)}/casuskaarten/{card.id}{more}"


def now_of(card) -> CaseCard:
    db.session.refresh(card)
    return card


def test_from_the_personal_page_to_a_card_that_somebody_else_takes_over(visitor, an, bo):
    page = visitor.get(page_of(an)).follow("Bekijken of een kaart maken: Casuskaarten").follow("Nieuwe casuskaart")
    assert "Schrijf hier niets over de cliënt." in page.text
    fields = {"role": "Huisarts", "leads": "y", "date": f"{TOMORROW}", "start": "14.15", "what": "Samen overleggen"}
    page = page.submit(**fields)
    name = page.h1
    assert "U hebt de regie" in page.text
    assert "om 14.15 uur: Samen overleggen" in page.text
    page = page.follow("Iemand erbij zetten")
    assert [option.get("value") for option in page.all("option")] == ["Bo Smit, De Brink"]
    page = page.submit(other="Bo Smit, De Brink", role="Maatje op dinsdag")
    assert "Er gaat geen mail uit." in page.text
    assert [text(link) for link in page.all("a", href="tel:0591000111")] == ["0591 000 111: bel Bo Smit"]
    theirs = visitor.get(page_of(bo))
    assert f"U bent op de casuskaart “{name}” gezet." in theirs.text
    card = theirs.follow("Bekijk de kaart")
    assert "An de Boer heeft de regie" in card.text
    assert "Maatje op dinsdag" in card.text
    regie = next(form for form in card.all("form") if "Ik neem de regie" in text(form))
    card = visitor.post(regie.get("action"), {field.get("name"): field.get("value") for field in regie.iter("input")})
    assert "U hebt de regie" in card.text
    assert "Bo Smit heeft de regie" in visitor.get(f"{page_of(an)}/casuskaarten").text
    assert db.session.execute(db.text("select count(*) from outbox_message")).scalar() == 0
