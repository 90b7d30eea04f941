"""Doubles as the projectleider meets them: seen, told apart, merged, parted."""

import pytest

from kapstok.register import service as register
from tests.browsing import Visitor, text
from tests.factories import make_invitation, make_meeting, make_organisation, make_person, make_project, make_user


@pytest.fixture
def kom(project):
    return make_organisation(project, "De Kom")


@pytest.fixture
def anna(project, kom):
    return make_person(project, kom, "A. de Vries", "huisarts", email="anna@example.org", phone="06 12345678")


@pytest.fixture
def double(project, kom):
    return make_person(project, kom, "Anna de Vries", email=None, phone="+31612345678")


def network(project, rest: str = "") -> str:
    return f"/p/{project.id}/netwerk{rest}"


def names(project) -> list[str]:
    return [person.name for person in register.list_people(project)]


def test_the_list_says_how_many_look_double(project, projectleider, anna, double):
    page = projectleider.get(network(project))
    assert "Eén keer lijkt er iets dubbel te staan." in page.text
    page = page.follow("Bekijk wat dubbel lijkt")
    assert [text(heading) for heading in page.all("h2")] == ["A. de Vries en Anna de Vries"]
    assert "Waarom: hetzelfde telefoonnummer, een naam die erop lijkt, bij dezelfde organisatie." in page.text


def test_nothing_double(project, projectleider, anna):
    assert "dubbel" not in projectleider.get(network(project)).text
    for kind in ("mensen", "organisaties"):
        assert "Er lijkt niets dubbel" in projectleider.get(network(project, f"/dubbel/{kind}")).text


def test_different_people_are_not_offered_again(project, projectleider, anna, double):
    page = projectleider.get(network(project, "/dubbel/mensen"))
    page = page.submit(network(project, f"/dubbel/mensen/{anna.id}/{double.id}/verschillend"))
    assert "Deze twee blijven apart staan." in page.response.get_data(as_text=True)
    assert "Er lijkt niets dubbel" in page.text
    assert names(project) == ["A. de Vries", "Anna de Vries"]


def test_merge_and_part_again(project, projectleider, anna, double):
    make_invitation(make_meeting(project, "Kennismaken"), double)
    page = projectleider.get(network(project, "/dubbel/mensen")).follow("Vergelijk en voeg samen")
    assert [text(legend) for legend in page.all("legend")] == ["Naam", "Functie", "E-mailadres", "Telefoon"]
    assert "Dit komt erbij: één uitnodiging." in page.text
    chosen = [field.get("id") for field in page.all("input", type="radio") if field.get("checked") is not None]
    assert chosen == ["name-gone", "function_id-kept", "email-kept", "phone-kept"]
    page = page.submit(phone="gone")
    assert (page.h1, "Kennismaken" in page.text, "+31612345678" in page.text) == ("Anna de Vries", True, True)
    assert names(project) == ["Anna de Vries"]
    page = page.submit(undo_of(page))
    assert (page.h1, names(project)) == ("A. de Vries", ["A. de Vries", "Anna de Vries"])


def undo_of(page) -> str:
    return next(form.get("action") for form in page.all("form") if form.get("action", "").endswith("/ongedaan"))


def test_old_addresses_of_who_was_merged_lead_to_who_stays(project, projectleider, anna, double):
    projectleider.get(network(project, f"/dubbel/mensen/{anna.id}/{double.id}")).submit()
    assert projectleider.get(network(project, f"/mensen/{double.id}")).h1 == "Anna de Vries"
    assert "Anna" not in projectleider.get(network(project, "?archief=1")).text
    back = network(project, f"/mensen/{double.id}/terugzetten")
    page = projectleider.get(network(project, "/dubbel/mensen"))
    token = page.all("input", name="csrf_token")[0].get("value")
    assert "Maak dat daar ongedaan." in projectleider.post(back, {"csrf_token": token}, status=409).text


def test_a_double_that_looks_like_nobody_is_looked_up(project, projectleider, kom, anna):
    piet = make_person(project, kom, "Piet Mol")
    page = projectleider.get(network(project, f"/mensen/{anna.id}")).follow("Staat A. de Vries er dubbel in?")
    page = page.submit(zoek="piet")
    assert page.follow("Vergelijk").h1 == "A. de Vries en Piet Mol samenvoegen"
    assert "Niemand gevonden" in page.submit(zoek="niemand").text
    assert piet.name in names(project)


def test_what_changed_meanwhile_is_looked_at_again(app, project, projectleider, anna, double):
    page = projectleider.get(network(project, f"/dubbel/mensen/{anna.id}/{double.id}"))
    edit = Visitor(app).log_in(make_user(project)).get(network(project, f"/mensen/{anna.id}/bewerken"))
    edit.submit(area="Oost")
    page = page.submit(name="kept", status=409)
    assert "Kijk ze nog eens na." in page.text
    chosen = [field.get("id") for field in page.all("input", type="radio") if field.get("checked") is not None]
    assert chosen == ["name-kept", "function_id-kept", "email-kept", "phone-kept", "area-kept"]
    page.submit()
    assert names(project) == ["A. de Vries"]


def test_of_two_who_merge_the_second_gets_a_sentence(app, project, projectleider, anna, double):
    address = network(project, f"/dubbel/mensen/{anna.id}/{double.id}")
    first, second = projectleider.get(address), Visitor(app).log_in(make_user(project)).get(address)
    first.submit()
    assert "Anna de Vries is al samengevoegd. Er is nu niets veranderd." in second.submit(status=409).text


def test_organisations(project, projectleider, kom):
    double = make_organisation(project, "Stichting De Kom", website="https://kom.example.org")
    make_person(project, double, "Jet Vos")
    page = projectleider.get(network(project, "/dubbel/organisaties")).follow("Vergelijk en voeg samen")
    assert "Dit komt erbij: één persoon." in page.text
    page = page.submit(name="gone", website="gone")
    assert page.h1 == "Stichting De Kom"
    assert [row.name for row in register.list_organisations(project)] == ["Stichting De Kom"]
    assert register.list_organisations(project, archived=True) == []


@pytest.mark.parametrize("rest", ["mensen/{mine}/{stranger}", "mensen/{stranger}", "onzin/1/2"])
def test_people_of_another_project(project, projectleider, anna, rest):
    stranger = make_person(make_project("Ander project"))
    address = rest.format(mine=anna.id, stranger=stranger.id)
    projectleider.get(network(project, f"/dubbel/{address}"), status=404)


def test_somebody_and_themselves(project, projectleider, anna):
    page = projectleider.get(network(project, f"/dubbel/mensen/{anna.id}/{anna.id}"), status=400)
    assert "Dit is twee keer dezelfde." in page.text


def test_many_pairs_are_leafed_through(project, projectleider):
    for number in range(21):
        place = make_organisation(project)
        for name in ("Anna Mol", "Ana Mol"):
            make_person(project, place, f"{name}", phone=f"06 100000{number:02}", email=None)
    page = projectleider.get(network(project, "/dubbel/mensen"))
    assert len(page.all("section", class_="card")) == 20
    assert len(page.follow("Volgende").all("section", class_="card")) > 0
