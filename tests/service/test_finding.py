"""Finding on the sociale kaart, with the demo's offers as the data."""

import datetime as dt
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from kapstok.demo import kaart, region
from kapstok.demo.kaart_rows import Kaart
from kapstok.directory import places
from kapstok.directory import service as directory
from kapstok.directory.finding import Wanted, areas, find_services
from kapstok.directory.rules import Hours
from kapstok.extensions import db
from kapstok.projects import service as projects
from kapstok.projects.models import Project
from kapstok.projects.rules import Vocabulary
from kapstok.register import service as register
from tests.factories import NOW, make_organisation, make_project, make_service, term

TODAY = dt.date(2026, 3, 3)


@pytest.fixture
def project(app) -> Project:
    """One with the 47 offers of the demo."""
    project = make_project()
    organisations = {row.key: make_organisation(project, row.name, row.sector) for row in region.organisations()}
    support = {term.key: term for term in projects.terms(project, Vocabulary.SUPPORT)}
    rows = Kaart(project, organisations, support)
    db.session.add_all(rows.service(offer, None) for offer in kaart.offers(region.services(), TODAY))
    db.session.commit()
    return project


def found(project: Project, words: str = "", **wanted) -> list[str]:
    return [service.name for service in find_services(project, Wanted(words, **wanted))]


# The first one for what people type, words as they come.
FIRST = {
    "respijt": "Leemvoorter respijtpas",
    "respeit": "Leemvoorter respijtpas",
    "logeren": "Logeerkamers Braamhof",
    "respijt dit weekend": "Oppas aan huis op avond en weekend",
    "oppas in het weekend": "Oppas aan huis op avond en weekend",
    "zaterdag": "Zaterdag in De Leemhoeve",
    "dementie": "Casemanagement dementie",
    "casemanager": "Casemanagement dementie",
    "alzheimer café": "Alzheimercafé Leemvoort",
    "alzheimercafe": "Alzheimercafé Leemvoort",
    "geheugen": "Ochtendgroep Geheugenpad",
    "wmo gesprek": "Keukentafelgesprek Wmo",
    "rolstoel lenen": "Hulpmiddelen te leen",
    "huishoudlijke hulp": "Huishoudelijke hulp",
    "klusjes": "Klussen en vervoer",
    "klussen Braamdijk": "Klussen en vervoer",
    "tuin": "Tuin en klus",
    "taksi": "Regiotaxi met begeleider",
    "zieknhuis": "Meerijden Braamdijk",
    "pgb": "Hulp bij een pgb",
    "schulden": "Geldspreekuur",
    "jonge mantelzorger": "Jong & Zorgend",
    "school": "Gesprek op school",
    "maatje": "Maatje",
    "vrijwiliger": "Vrijwilliger aan huis",
    "tillen": "Veilig tillen en verplaatsen",
    "fysiotherapeut": "Veilig tillen en verplaatsen",
    "nachtzorg": "Nachtzorg thuis",
    "warm eten": "Maaltijd aan huis",
    "administratie": "Hulp bij de administratie",
    "clientondersteuning": "Onafhankelijke cliëntondersteuning",
    "verlof": "Spreekuur werk en mantelzorg",
    "compliment": "Mantelzorgcompliment",
    "medicijn": "Medicijnen op orde",
    "wijkteam": "Wijkteam denkt mee",
    "zweefvliegen": None,
}


def test_what_people_type_finds_what_they_mean_first(project):
    assert {words: next(iter(found(project, words)), None) for words in FIRST} == FIRST


def test_without_words_everything_by_name(project):
    names = found(project)
    assert (len(names), names[:3]) == (47, ["Alarm met opvolging", "Alzheimercafé Leemvoort", "Bezoekvrijwilliger"])
    assert len(find_services(project, Wanted(), most=10)) == 10


def test_filters_narrow_what_is_found(project):
    respijt = term(project, Vocabulary.SUPPORT, "respijtzorg")
    gemeente = term(project, Vocabulary.SECTOR, "gemeente")
    assert found(project, support_id=respijt.id, place_now=True) == [
        "Leemvoorter respijtpas",
        "Logeerkamers Braamhof",
        "Nachtzorg thuis",
        "Verwendag Elzerveen",
    ]
    assert found(project, "respijt", sector_id=gemeente.id) == ["Leemvoorter respijtpas"]


def test_what_is_for_the_whole_region_is_for_every_area(project):
    names = found(project, "dementie dagopvang", area=" elzerveen ")
    assert "Dag in De Leemhoeve" in names, "for Elzerveen"
    assert "Casemanagement dementie" in names, "for everybody"
    assert "Dag in De Leemhoeve" not in found(project, "dementie dagopvang", area="Stuifhorst")


def test_areas_are_those_of_what_is_offered(project):
    assert areas(project) == ["Braamdijk", "Elzerveen", "Leemvoort-Centrum", "Leemvoort-Noord", "Stuifhorst"]


def test_only_what_may_be_public_stands_in_a_wijzer(project):
    nachtzorg = find_services(project, Wanted("nachtzorg"))[0]
    nachtzorg.is_public = False
    db.session.flush()
    assert found(project, "nachtzorg", public=True) == ["Alarm met opvolging"]


def edited(**fields):
    return lambda service: directory.edit_service(service, service.version, NOW, **fields)


def with_synonym(service):
    service.support[0].synonyms += ", zonnebloem"


def with_place(service):
    place = places.add_location(service.organisation, NOW, name="Zonnebloem")
    directory.edit_service(service, service.version, NOW, places=[place])


def with_renamed_place(service):
    place = service.at_locations[0].location
    places.edit_location(place, place.version, NOW, name="Zonnebloem")


def with_renamed_organisation(service):
    register.edit_organisation(service.organisation, service.organisation.version, name="Zonnebloem")


def with_another_of_that_name(service):
    directory.add_service(service.organisation, NOW, name="Zonnebloem")


@pytest.mark.parametrize(
    "change",
    [
        edited(name="Zonnebloem"),
        edited(areas=["Zonnebloem"]),
        edited(schedules=[Hours(description="zonnebloem")]),
        with_synonym,
        with_place,
        with_renamed_place,
        with_renamed_organisation,
        with_another_of_that_name,
    ],
)
def test_what_was_just_changed_is_found(project, change):
    """All at one moment, so that no clock tells before from after."""
    assert found(project, "zonnebloem") == []
    change(find_services(project, Wanted("nachtzorg"))[0])
    db.session.flush()
    assert len(found(project, "zonnebloem")) > 0


@pytest.mark.parametrize(
    "change",
    [
        lambda service: directory.retire_service(service, NOW),
        lambda service: register.archive_organisation(service.organisation, NOW),
        lambda service: db.session.delete(service),
    ],
)
def test_what_is_gone_is_not_found(project, change):
    service = find_services(project, Wanted("alarm"))[0]
    assert service.name == "Alarm met opvolging"
    change(service)
    db.session.flush()
    assert "Alarm met opvolging" not in found(project, "alarm")


def test_one_project_finds_nothing_of_another(project):
    other = make_project("Elders")
    assert (found(other), areas(other)) == ([], [])
    service = make_service(make_organisation(other), "Nachtzorg elders")
    assert found(other, "nachtzorg") == ["Nachtzorg elders"]
    assert service.name not in found(project, "nachtzorg")


def test_as_many_queries_for_many_as_for_one(project):
    find_services(project, Wanted())  # makes the index
    with counted() as one:
        find_services(project, Wanted("nachtzorg thuis"), most=1)
    with counted() as many:
        find_services(project, Wanted(), most=40)
    assert len(one) == len(many)


@contextmanager
def counted():
    """The statements that the database is asked inside."""
    statements: list[str] = []

    def keep(connection, cursor, statement, *rest):
        statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", keep)
    try:
        db.session.expire_all()
        yield statements
    finally:
        event.remove(db.engine, "before_cursor_execute", keep)
