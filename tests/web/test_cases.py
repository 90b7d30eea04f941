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
    page = page.submit(one="Bo Smit, De Brink", role="Maatje op dinsdag")
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


def test_who_is_not_on_a_card_and_who_may_have_none_find_nothing(app, visitor, project, brink, card, an):
    other = make_person(project, brink, "Cor Vos")
    carer = make_person(project, name="Dirk Prins", function="mantelzorger")
    stranger = make_person(make_project("Elders"))
    for person in (other, carer, stranger):
        visitor.get(at(person, card), status=404)
    visitor.get(f"{page_of(carer)}/casuskaarten", status=404)
    assert "Casuskaart" not in visitor.get(page_of(carer)).text
    assert visitor.get(f"{page_of(other)}/casuskaarten").text.count(card.name) == 0
    projects.switch_modules(project, set(), actor="test")
    for address in (at(an, card), f"{page_of(an)}/casuskaarten", f"{page_of(an)}/casuskaarten/nieuw"):
        visitor.get(address, status=404)
    assert "asuskaart" not in visitor.get(page_of(an)).text


def test_a_card_of_another_project_and_its_people_cannot_be_reached(visitor, an, bo, card):
    elsewhere = make_project("Elders")
    stranger = make_person(elsewhere, name="Els Kuipers")
    page = visitor.get(at(an, card))
    refused = visitor.post(f"{page.url}/regie", {**tokens(page), "lead": f"{stranger.id}"}, status=409)
    assert "Deze persoon staat niet (meer) op de kaart." in refused.text
    visitor.get(at(an, card, f"/rol/{stranger.id}"), status=404)
    add = visitor.get(at(an, card, "/erbij"))
    assert "staat niet in de lijst" in add.submit(one="Els Kuipers", status=400).text
    assert now_of(card).lead_id is None


def tokens(page) -> dict:
    """What proves that a form came from this page, and how the card looked then."""
    return {name: page.all("input", name=name)[0].get("value") for name in ("form_token", "version")}


def test_of_two_who_choose_at_once_the_second_sees_what_the_first_chose(visitor, an, bo, card):
    ours, theirs = visitor.get(at(an, card)), visitor.get(at(bo, card))
    moment = visitor.get(at(bo, card, "/moment"))
    visitor.post(f"{ours.url}/regie", {**tokens(ours), "lead": f"{an.id}"})
    page = visitor.post(f"{theirs.url}/regie", {**tokens(theirs), "lead": f"{bo.id}"}, status=409)
    assert "Nu heeft An de Boer de regie. U koos: Bo Smit. Kies opnieuw als dat nog klopt." in page.text
    assert now_of(card).lead_id == an.id
    fields = {"date": f"{TOMORROW}", "start": "9.30", "what": "Bellen"}
    page = moment.submit(**fields, status=409)
    assert "Iemand anders heeft de kaart intussen gewijzigd." in page.text
    assert [field.get("value") for field in page.all("input", name="what")] == ["Bellen"]
    assert "om 9.30 uur: Bellen" in page.submit().text  # what was typed, once more


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"what": "BSN 123456782"}, "burgerservicenummer"),
        ({"what": "geboren 3-3-1948"}, "geboortedatum"),
        ({"what": "Langs bij 7811 AB 12"}, "postcode met een huisnummer"),
        ({"what": "Mail jan@example.org"}, "mailadres"),
        ({"what": "x" * 161}, "hooguit 160 tekens"),
        ({"date": f"{YESTERDAY}"}, "al voorbij"),
        ({"start": ""}, "een dag én een tijd"),
    ],
)
def test_what_is_refused_comes_back_as_it_was_typed(visitor, an, card, fields, sentence):
    page = visitor.get(at(an, card, "/moment"))
    page = page.submit(**({"date": f"{TOMORROW}", "start": "14.15", "what": "Bellen"} | fields), status=400)
    assert sentence in page.text
    for name, value in fields.items():
        assert page.all("input", name=name)[0].get("value") == value
    assert now_of(card).next_at is None


def test_roles_leaving_closing_and_opening_again(visitor, an, bo, card):
    here = at(an, card)
    page = visitor.get(f"{here}/rol/{bo.id}")
    assert "mailadres" in page.submit(role="bo@example.org", status=400).text
    page = page.submit(role="Maatje")
    assert "Maatje" in page.text
    page = page.submit(f"{here}/afsluiten")
    assert "verdwijnt de kaart voorgoed" in page.text
    visitor.get(f"{here}/moment", status=409)
    page = page.submit(f"{here}/heropenen")
    page = page.submit(f"{here}/weg/{bo.id}")
    visitor.get(at(bo, card), status=404)
    page = page.follow("Ik ga van deze kaart af")
    assert "U bent de enige op deze kaart." in page.text
    assert "U staat niet meer op die kaart." in page.submit().text
    visitor.get(here, status=404)


def test_who_left_since_the_page_was_opened_gets_no_regie(visitor, an, bo, card):
    page = visitor.get(at(an, card))
    bo.left_on = YESTERDAY
    refused = visitor.post(f"{page.url}/regie", {**tokens(page), "lead": f"{bo.id}"}, status=409)
    assert "Nu heeft niemand de regie." in refused.text
    assert "Bo Smit" not in refused.text
