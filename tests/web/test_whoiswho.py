"""Wie is wie on screen: for the people of the network, and for the projectleider who asks them."""

import pytest

from kapstok.extensions import db
from kapstok.projects.rules import Vocabulary
from kapstok.register import cards
from kapstok.register.consent import Purpose
from kapstok.register.models import Person, PersonPhoto
from kapstok.web.links import personal_link
from tests.browsing import Page, text
from tests.factories import NOW, make_meeting, make_organisation, make_person, make_project, term


@pytest.fixture
def kom(project):
    return make_organisation(project, "De Kom")


@pytest.fixture
def jet(project, kom):
    return make_person(project, kom, "Jet Vos", "sociaal-werker")


@pytest.fixture
def zoe(project):
    practice = make_organisation(project, "Praktijk Oost", "eerstelijnszorg")
    return shown(
        make_person(
            project,
            practice,
            "Zoë Bos",
            "poh",
            phone="06 1234 5678 (op dinsdag)",
            area="Oost",
            call_me_for="Geheugen",
            shown=["phone", "area", "call_me_for"],
        )
    )


def shown(person: Person, *purposes: Purpose) -> Person:
    for purpose in purposes or (Purpose.CARD,):
        cards.say(person, purpose, True, NOW, f"person:{person.id}")
    return person


def with_photo(person: Person) -> Person:
    db.session.add(PersonPhoto(project_id=person.project_id, person_id=person.id, jpeg=b"gezicht", kept_at=NOW))
    person.shown = [*person.shown, "photo"]
    db.session.flush()
    return person


def address(person: Person, page: str = "/wie-is-wie") -> str:
    return personal_link(person).removeprefix("http://127.0.0.1:5000") + page


def network(project, rest: str = "/wie-is-wie") -> str:
    return f"/p/{project.id}/netwerk{rest}"


def names(page: Page) -> list[str]:
    return [text(heading) for heading in page.all("h2", class_="person-card-name")]


# For the people of the network


def test_an_empty_wie_is_wie_invites(visitor, jet):
    page = visitor.get(address(jet, "")).follow("Naar wie is wie")
    assert "Er staat nog niemand in wie is wie" in page.text
    assert page.follow("Zet mijn kaart erbij").h1 == "Wat anderen zien"


def test_a_card_shows_what_its_owner_chose(visitor, jet, zoe):
    page = visitor.get(address(jet))
    assert names(page) == ["Zoë Bos"]
    assert "Praktijkondersteuner (POH)" in page.text
    assert "Praktijk Oost, Oost" in page.text
    assert "Bel mij voor: Geheugen" in page.text
    assert page.link("06 1234 5678 (op dinsdag): bel Zoë Bos") == "tel:0612345678"
    assert zoe.email not in page.response.get_data(as_text=True)
    assert "U staat er zelf niet bij." in page.text
    assert "Set-Cookie" not in page.response.headers


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"zoek": "zoe"}, ["Zoë Bos"]),
        ({"zoek": "GEHEUGEN oost"}, ["Zoë Bos"]),
        ({"zoek": "praktijkondersteuner"}, ["Zoë Bos"]),
        ({"zoek": "niemand"}, []),
        ({"organisatie": "De Kom"}, ["Jet Vos"]),
        ({"wijk": "Oost"}, ["Zoë Bos"]),
        ({"zoek": "vos", "wijk": "Oost"}, []),
        ({}, ["Jet Vos", "Zoë Bos"]),
    ],
)
def test_searching_and_choosing(visitor, jet, zoe, asked, found):
    page = visitor.get(address(shown(jet)))
    page = page.submit(page.url, **asked) if asked.keys() <= {"zoek", "organisatie"} else look(visitor, jet, asked)
    assert names(page) == found
    assert ("Niemand gevonden" in page.text) == (found == [])


def look(visitor, person, asked) -> Page:
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    return visitor.get(address(person, f"/wie-is-wie?{query}"))


def test_choosing_a_sector(visitor, project, jet, zoe):
    care = term(project, Vocabulary.SECTOR, "eerstelijnszorg")
    page = visitor.get(address(shown(jet)))
    assert names(page.submit(page.url, sector=str(care.id))) == ["Zoë Bos"]


@pytest.mark.parametrize("query", ["pagina=x", "pagina=-1", "pagina=" + "9" * 30, "sector=x", "sector=-1", "zoek=%00"])
def test_an_address_that_was_typed_wrong(visitor, jet, zoe, query):
    visitor.get(address(jet, f"/wie-is-wie?{query}"))


def test_that_somebody_is_a_mantelzorger_is_in_no_card_choice_or_count(visitor, project, jet, zoe):
    circle = make_organisation(project, "Mantelzorgkring", "mantelzorgers")
    mo = shown(make_person(project, circle, "Mo", "mantelzorger", on_rosters=False))
    page = visitor.get(address(jet))
    assert names(page) == ["Mo", "Zoë Bos"]
    assert "antelzorgkring" not in page.text and "Mantelzorger" not in page.text
    secret = term(project, Vocabulary.SECTOR, "mantelzorgers")
    for query in (f"sector={secret.id}", "organisatie=Mantelzorgkring", "zoek=mantelzorger"):
        assert names(visitor.get(address(jet, f"/wie-is-wie?{query}"))) == []
    shown(mo, Purpose.MANTELZORGER)
    assert names(visitor.get(address(jet, f"/wie-is-wie?sector={secret.id}"))) == ["Mo"]


def test_a_face_is_served_for_as_long_as_the_card_shows_it(visitor, project, jet, zoe):
    face = address(jet, f"/wie-is-wie/{with_photo(zoe).id}.jpg")
    answer = visitor.fetch(face)
    told = [answer.headers[name] for name in ("Content-Type", "X-Content-Type-Options", "Cache-Control")]
    assert (answer.data, told) == (b"gezicht", ["image/jpeg", "nosniff", "no-store"])
    zoe.shown = ["phone"]
    assert visitor.fetch(face).status_code == 404
    zoe.shown = ["photo"]
    assert visitor.fetch(face).status_code == 200
    cards.say(zoe, Purpose.CARD, False, NOW, f"person:{zoe.id}")
    assert visitor.fetch(face).status_code == 404


def test_faces_of_another_project_do_not_exist(visitor, jet):
    other = make_project("Ander project")
    stranger = with_photo(shown(make_person(other, make_organisation(other), "Vreemde")))
    assert visitor.fetch(address(jet, f"/wie-is-wie/{stranger.id}.jpg")).status_code == 404
    assert names(visitor.get(address(jet))) == []


# For the projectleider


def test_the_fourth_tab(projectleider, project, jet, zoe):
    page = projectleider.get(network(project, "")).follow("Wie is wie")
    assert names(page) == ["Zoë Bos"]
    assert page.follow("Zoë Bos").h1 == "Zoë Bos"


def test_who_was_never_asked_gets_a_mail(projectleider, project, jet, zoe):
    page = projectleider.get(network(project, "/wie-is-wie?wie=vragen"))
    assert "Eén persoon kunt u nu vragen of de eigen kaart in wie is wie mag." in page.text
    page = page.follow("Vraag het per mail").submit()
    assert "Het bericht is klaargezet voor één deelnemer." in page.text
    waiting = projectleider.get(network(project, "/wie-is-wie?wie=wacht"))
    assert [text(cell) for cell in waiting.all("th", scope="row")] == ["Jet Vos"]
    assert projectleider.get(network(project, "/wie-is-wie/vragen")).h1 == "Wie is wie"  # nobody is left to ask


def test_who_said_no_is_listed_and_not_asked(projectleider, project, jet):
    cards.say(jet, Purpose.CARD, False, NOW, f"person:{jet.id}")
    page = projectleider.get(network(project, "/wie-is-wie?wie=nee"))
    assert "Jet Vos" in page.text and "zei nee op 3 mrt 2026" in page.text
    assert "kunt u nu vragen" not in page.text


@pytest.mark.parametrize("part", ["erin", "vragen", "wacht", "nee", "iets anders"])
def test_an_empty_project_says_what_this_is_for(projectleider, project, part):
    assert projectleider.get(network(project, f"/wie-is-wie?wie={part}")).all("section", class_="empty-state")


def test_a_yes_on_paper_is_written_down_as_such(visitor, projectleider, project, jet):
    page = projectleider.get(network(project, f"/mensen/{jet.id}"))
    page = page.submit(network(project, f"/mensen/{jet.id}/toestemming"), ("said", "ja"), purpose="paper")
    assert "door u of een collega opgeschreven" in page.text
    answer = cards.answers_of(jet)[Purpose.PAPER]
    assert (answer.given, answer.on_paper) == (True, True)
    assert "De projectleider schreef het op" in visitor.get(address(jet, "/gegevens/zichtbaar")).text


@pytest.mark.parametrize("sent", [{"purpose": "x", "said": "ja"}, {"purpose": "card", "said": "x"}, {}])
def test_an_answer_that_is_none(projectleider, project, jet, sent):
    page = projectleider.get(network(project, f"/mensen/{jet.id}"))
    token = page.all("input", name="csrf_token")[0].get("value")
    projectleider.post(network(project, f"/mensen/{jet.id}/toestemming"), {"csrf_token": token} | sent, status=400)
    projectleider.post(
        network(project, f"/mensen/{jet.id}/toestemming"),
        {"csrf_token": token, "purpose": "mantelzorger", "said": "ja"},
        status=400,
    )
    assert cards.history_of(jet) == []


def test_the_projectleider_sees_a_face_that_others_do_not(projectleider, project, jet):
    assert projectleider.fetch(network(project, f"/mensen/{jet.id}/foto.jpg")).status_code == 404
    with_photo(jet)
    assert projectleider.fetch(network(project, f"/mensen/{jet.id}/foto.jpg")).data == b"gezicht"


def test_what_people_changed_themselves_shows_on_start(visitor, projectleider, project, jet):
    assert "Nog niemand wijzigde iets" in projectleider.get(network(project, "/wie-is-wie/zelf-gewijzigd")).text
    make_meeting(project)
    visitor.get(address(jet, "/gegevens/wijzigen")).submit(phone="0591 000 009")
    projectleider.get(network(project, f"/mensen/{jet.id}/bewerken")).submit(area="Noord")
    start = projectleider.get(f"/p/{project.id}/")
    assert "Jet Vos paste deze week de eigen gegevens aan." in start.text
    page = start.follow("Bekijk wat er veranderde")
    assert "Telefoon: is nu 0591 000 009" in page.text and "Noord" not in page.text
