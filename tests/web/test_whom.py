"""Wie bel ik nu: what is found, in which order, and what of whom is shown."""

from urllib.parse import urlsplit

import pytest
from sqlalchemy import event

from kapstok import clock
from kapstok.directory.models import Phone
from kapstok.extensions import db
from kapstok.projects import service as projects
from kapstok.projects.rules import Vocabulary
from kapstok.register.cards import Item, Purpose, say
from kapstok.ties import service as ties
from kapstok.ties.rules import Answers
from kapstok.web.links import personal_link
from tests.browsing import text
from tests.factories import make_organisation, make_person, make_project, make_service


@pytest.fixture
def loket(project):
    return make_organisation(project, "Zorgloket", "gemeente", area="Emmen-Zuid", phone="0591 111 111")


@pytest.fixture
def an(project):
    return make_person(project, make_organisation(project, "Praktijk Oost", "eerstelijnszorg"), "An de Boer", "poh")


def knows(person, strengths: dict) -> None:
    ties.record_statements(person, Answers({other.id: said for other, said in strengths.items()}), clock.now())


def shows(person, *items: Item) -> None:
    person.shown = [str(item) for item in items]
    say(person, Purpose.CARD, True, clock.now(), f"person:{person.id}")


def whom(person, words: str = "") -> str:
    return urlsplit(personal_link(person)).path + "/wie-bel-ik" + (f"?zoek={words}" if words else "")


def names(page, section: str) -> list[str]:
    """The people or services under one heading."""
    tag = "h3" if section == "aanbod" else "strong"
    return [text(name) for part in page.all("section", aria_labelledby=section) for name in part.iter(tag)]


def numbers(page) -> list[str]:
    return [link.get("href") for link in page.all("a") if link.get("href").startswith("tel:")]


def test_whom_one_knows_already_stands_first_whoever_has_a_card(visitor, project, an, loket):
    stranger = make_person(project, loket, "Bo Dam", "wmo-consulent", phone="06-1")
    known = make_person(project, loket, "Cas Kuiper", "wmo-consulent", phone="06-2")
    shows(stranger, Item.PHONE)
    shows(known, Item.PHONE)
    knows(an, {known: 2})
    page = visitor.get(whom(an, "wmo"))
    assert (names(page, "bekenden"), names(page, "anderen")) == (["Cas Kuiper"], ["Bo Dam"])
    assert numbers(page) == ["tel:062", "tel:061"]


def test_a_known_person_without_a_card_shows_name_function_and_organisation_only(visitor, project, an, loket):
    bare = make_person(project, loket, "Bo Dam", "wmo-consulent", phone="06-1", call_me_for="Alles", area="Geheimdorp")
    make_person(project, loket, "Cas Kuiper", "wmo-consulent")  # no card, and not known
    knows(an, {bare: 1})
    page = visitor.get(whom(an, "wmo"))
    assert names(page, "bekenden") == ["Bo Dam"]
    assert "Wmo-consulent, Zorgloket u kent deze persoon van naam" in page.text
    assert "Cas Kuiper" not in page.text
    assert "Alles" not in page.text
    assert numbers(page) == ["tel:0591111111"]  # the organisation's
    assert "Geheimdorp" not in visitor.get(whom(an, "Geheimdorp")).text.replace("“Geheimdorp”", "")


def test_a_mantelzorger_is_found_only_with_a_card_and_never_as_one(visitor, project, an, loket):
    silent = make_person(project, loket, "Mia Zorg", "mantelzorger")
    open_one = make_person(project, loket, "Mo Vos", "mantelzorger")
    knows(an, {silent: 3, open_one: 3})
    shows(open_one)
    assert names(visitor.get(whom(an)), "bekenden") == ["Mo Vos"]
    assert visitor.get(whom(an, "mantelzorger")).h1 == "Wie bel ik nu?"
    assert names(visitor.get(whom(an, "mantelzorger")), "bekenden") == []
    assert names(visitor.get(whom(an, "zorgloket")), "bekenden") == []


def test_who_wants_to_be_in_no_picture_is_not_found(visitor, project, an, loket):
    hidden = make_person(project, loket, "Bo Dam", "wmo-consulent", on_map=False)
    knows(an, {hidden: 4})
    shows(hidden, Item.PHONE)
    assert "Bo Dam" not in visitor.get(whom(an, "wmo")).text


def test_a_service_says_whom_one_knows_there_and_how_to_refer(visitor, project, an, loket):
    service = make_service(loket, "Logeerhuis", how_to_refer="Bel de coördinator", eligibility="Voor mantelzorgers")
    service.phones = [Phone(project_id=project.id, number="0591 222 222")]
    service.support = projects.terms(project, Vocabulary.SUPPORT)[:1]
    known = make_person(project, loket, "Bo Dam", "wmo-consulent", phone="06-1")
    shows(known, Item.PHONE)
    knows(an, {known: 2})
    page = visitor.get(whom(an, "logeren"))
    assert names(page, "aanbod") == ["Logeerhuis"]
    assert "U kent hier Bo Dam (Wmo-consulent)" in page.text
    assert "Bel de coördinator" in page.text
    assert "Plek onbekend Nog nooit nagekeken" in page.text
    assert numbers(page) == ["tel:061", "tel:0591222222"]
    way = next(part for part in page.all("details") if "Hoe verwijs ik" in text(part))
    assert way.get("open") is not None


def test_a_function_and_a_place_find_the_colleague_there(visitor, project, an, loket):
    north = make_organisation(project, "Loket Noord", "gemeente", area="Emmen-Noord")
    for place, name in ((north, "Noor Noord"), (loket, "Zus Zuid")):
        shows(make_person(project, place, name, "wmo-consulent"))
    shows(make_person(project, loket, "Bas Balie", "anders"))
    page = visitor.get(whom(an, "Wmo Emmen-Zuid"))
    assert names(page, "anderen")[0] == "Zus Zuid"


def test_without_words_the_closest_first_and_themes_that_are_on_offer(visitor, project, an, loket):
    by_name, close = (make_person(project, loket, name) for name in ("Bo Dam", "Cas Kuiper"))
    stranger = make_person(project, loket, "Dirk Ent")
    knows(an, {by_name: 1, close: 3, stranger: 0})
    respite, *_ = projects.terms(project, Vocabulary.SUPPORT)
    make_service(loket).support = [respite]
    page = visitor.get(whom(an))
    assert names(page, "bekenden") == ["Cas Kuiper", "Bo Dam"]
    assert [text(link) for nav in page.all("nav", aria_label="Hulpthema’s") for link in nav.iter("a")] == [respite.name]
    assert names(page.follow(respite.name), "aanbod") == ["Respijtzorg"]


def test_who_knows_nobody_yet_hears_how_that_changes(visitor, an):
    page = visitor.get(whom(an))
    assert page.follow("Zeg wie u kent").h1 == "Wie kent u?"


def test_nothing_found_says_what_to_try_and_whom_to_ask(visitor, project, an):
    project.contact_phone = "0591 333 333"
    page = visitor.get(whom(an, "xyzzy"))
    assert "Niets gevonden voor “xyzzy”" in page.text
    assert "Noor de Wit weet wie u kunt bellen." in page.text
    assert numbers(page) == ["tel:0591333333"]


def test_who_follows_somebody_that_one_knew_takes_their_place(visitor, project, an, loket):
    now = clock.now()
    gone, follower = (make_person(project, loket, name, "wmo-consulent") for name in ("Jan Bos", "Bo Dam"))
    knows(an, {gone: 3})
    gone.successor, gone.left_on, gone.archived_at = follower, clock.local_date(now), now
    assert names(visitor.get(whom(an, "wmo")), "bekenden") == [], "nobody said to know Bo, and Bo shows no card"
    shows(follower)
    page = visitor.get(whom(an, "wmo"))
    assert names(page, "bekenden") == ["Bo Dam"]
    assert "volgt Jan Bos op" in page.text


def test_what_changes_is_found_at_once(visitor, project, an, loket):
    person = make_person(project, loket, "Bo Dam", "wmo-consulent", call_me_for="Woningaanpassing")
    assert "Bo Dam" not in visitor.get(whom(an, "woningaanpassing")).text
    shows(person, Item.CALL_ME_FOR)
    assert names(visitor.get(whom(an, "woningaanpassing")), "anderen") == ["Bo Dam"]
    say(person, Purpose.CARD, False, clock.now(), f"person:{person.id}")
    assert "Bo Dam" not in visitor.get(whom(an, "woningaanpassing")).text


def test_nothing_of_another_project_is_found(visitor, project, an):
    other = make_project("Elders")
    elsewhere = make_organisation(other, "Ver Weg")
    shows(make_person(other, elsewhere, "Vera Ver", "wmo-consulent"))
    make_service(elsewhere, "Wmo-loket")
    assert "Niets gevonden" in visitor.get(whom(an, "wmo")).text


def test_as_many_questions_to_the_database_for_many_as_for_one(visitor, project, an):
    asked = []

    def count(*_arguments) -> None:
        asked.append(1)

    def ask() -> int:
        visitor.get(whom(an, "wmo"))  # what is kept in memory is there
        asked.clear()
        event.listen(db.engine, "before_cursor_execute", count)
        visitor.get(whom(an, "wmo"))
        event.remove(db.engine, "before_cursor_execute", count)
        return len(asked)

    def add() -> None:
        place = make_organisation(project)
        person, known = make_person(project, place, function="wmo-consulent"), make_person(project, place)
        shows(person, Item.PHONE)
        knows(an, {known: 2})
        make_service(place, "Wmo-loket").support = projects.terms(project, Vocabulary.SUPPORT)[:2]

    add()
    once = ask()
    for _ in range(8):
        add()
    assert ask() == once <= 40
