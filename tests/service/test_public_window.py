"""The public window on the sociale kaart, on both databases."""

import pytest

from kapstok.directory import wijzer
from kapstok.directory.models import ServiceArea
from kapstok.projects import service as projects
from kapstok.projects.rules import Vocabulary
from tests.factories import NOW, make_organisation, make_project, make_service, term


@pytest.fixture
def project(app):
    return make_project()


def offered(project, organisation, name: str, *themes: str, area: str = "", **fields):
    service = make_service(organisation, name, **fields)
    service.support = [term(project, Vocabulary.SUPPORT, key) for key in themes]
    service.areas = [ServiceArea(project_id=project.id, name=area)] if area else []
    return service


@pytest.fixture
def shown(project):
    kom = make_organisation(project, "De Kom")
    offered(project, kom, "Geheim", "geld", area="Geheim", is_public=False)
    offered(project, kom, "Gestopt", "geld", area="Vroeger", archived_at=NOW)
    offered(project, make_organisation(project, archived_at=NOW), "Weg", "geld", area="Weg")
    other = make_project("Elders")
    offered(other, make_organisation(other), "Elders", "geld", area="Elders")
    return [
        offered(project, kom, "Logeerhuis", "respijtzorg", "dementie", area="Oost"),
        offered(project, kom, "Inloop", "dementie", area="west"),
        offered(project, kom, "Klussen", area="West"),
    ]


def test_themes_in_their_order_with_how_much_there_is(project, shown):
    assert [(theme.key, count) for theme, count in wijzer.list_themes(project)] == [("respijtzorg", 1), ("dementie", 2)]
    projects.retire_term(term(project, Vocabulary.SUPPORT, "dementie"), NOW)
    assert [theme.key for theme, _count in wijzer.list_themes(project)] == ["respijtzorg"]


def test_one_theme(project, shown):
    assert wijzer.find_theme(project, "dementie").name == "Dementie"
    assert [wijzer.find_theme(project, key) for key in ("geld", "vervoer", "")] == [None, None, None]


def test_how_much_there_is_and_where(project, shown):
    assert (wijzer.count_services(project), [area.lower() for area in wijzer.list_areas(project)]) == (
        3,
        ["oost", "west"],
    )


def test_one_service(project, shown):
    house = shown[0]
    assert wijzer.find_service(project, house.uid) is house
    assert wijzer.find_service(make_project("Nieuw"), house.uid) is None
    house.is_public = False
    assert wijzer.find_service(project, house.uid) is None
