"""Verbs of the sociale kaart."""

import datetime as dt

import pytest

from kapstok.accounts import history
from kapstok.directory import places
from kapstok.directory import service as directory
from kapstok.directory.models import Phone, Schedule
from kapstok.directory.parts import parts_of
from kapstok.directory.rules import Capacity, Desk, Hours, LocationChanged, LocationInUse, Number, ServiceChanged
from kapstok.errors import NotFound
from kapstok.extensions import db
from kapstok.freetext import HoldsBsn
from kapstok.projects.rules import Vocabulary
from kapstok.register import service as register
from kapstok.scope import in_project
from tests.factories import NOW, make_organisation, make_person, make_project, make_service, term

LATER = NOW + dt.timedelta(days=200)
MORNINGS = Hours(("MO", "TU"), 0, dt.time(9), dt.time(12))


@pytest.fixture
def project(app):
    return make_project()


@pytest.fixture
def kom(project):
    return make_organisation(project, "De Kom")


def changed(service) -> dict[str, tuple[str, str]]:
    """What its history tells: old and new by field, without its beginning."""
    rows = history.changes_of(service.project_id, history.record_of(service))
    return {row.field: (row.old, row.new) for row in reversed(rows) if row.field}


def test_what_is_added_is_fresh_and_has_all_its_parts(project, kom):
    respijt = term(project, Vocabulary.SUPPORT, "respijtzorg")
    place = places.add_location(kom, NOW, name="Het Huis")
    service = directory.add_service(
        kom,
        NOW,
        name=" Logeren ",
        email="Logeren@Example.org",
        support=[respijt],
        areas=["Noord", "Zuid"],
        places=[place],
        schedules=[MORNINGS],
        phones=[Number("0500-1", "Balie")],
        contacts=[Desk("Receptie", "Logeren")],
    )
    db.session.refresh(service)
    assert (service.name, service.email, service.confirmed_on) == (
        "Logeren",
        "logeren@example.org",
        dt.date(2026, 3, 3),
    )
    assert parts_of(service) == {
        "support": [respijt],
        "areas": ["Noord", "Zuid"],
        "places": [place],
        "schedules": [MORNINGS],
        "phones": [Number("0500-1", "Balie")],
        "contacts": [Desk("Receptie", "Logeren")],
    }


def test_every_change_of_a_part_is_dated_counted_and_told(kom):
    service = directory.add_service(kom, NOW, name="Inloop", areas=["Noord"])
    version = service.version
    directory.edit_service(service, version, LATER, areas=["Zuid"], schedules=[MORNINGS], phones=[Number("0500-1")])
    assert (service.version, service.changed_at) == (version + 1, LATER)
    told = changed(service)
    assert told["areas"] == ("Noord", "Zuid")
    assert told["schedules"] == ("", "MO, TU, 09.00–12.00")
    assert told["phones"] == ("", "0500-1")


def test_the_same_again_tells_nothing_but_that_somebody_looked(kom):
    service = directory.add_service(kom, NOW, name="Inloop", areas=["Noord", "Zuid"], phones=[Number("1"), Number("2")])
    before = changed(service)
    directory.edit_service(service, service.version, LATER, areas=["Zuid", "Noord"], phones=[Number("2"), Number("1")])
    assert changed(service) | {"confirmed_on": None} == before | {"confirmed_on": None}
    assert service.confirmed_on == dt.date(2026, 9, 19)


def test_what_stays_keeps_its_uid_and_what_goes_leaves_no_row(kom):
    service = directory.add_service(kom, NOW, name="Inloop", phones=[Number("1"), Number("2")], schedules=[MORNINGS])
    second = service.phones[1].uid
    directory.edit_service(service, service.version, NOW, phones=[Number("2")], schedules=[])
    assert [(row.number, row.uid) for row in service.phones] == [("2", second)]
    left = [db.session.scalars(in_project(model, kom.project_id)).all() for model in (Phone, Schedule)]
    assert left == [service.phones, []]


def test_what_a_form_cannot_show_survives_it(kom):
    service = directory.add_service(kom, NOW, name="Kerstinloop", schedules=[MORNINGS])
    service.schedules[0].valid_to = dt.date(2026, 12, 31)
    directory.edit_service(service, service.version, NOW, schedules=parts_of(service)["schedules"], fees="Gratis")
    assert service.schedules[0].valid_to == dt.date(2026, 12, 31)


def test_the_second_editor_is_refused(kom):
    service = make_service(kom)
    seen = service.version
    directory.edit_service(service, seen, NOW, areas=["Noord"])
    with pytest.raises(ServiceChanged):
        directory.edit_service(service, seen, NOW, areas=["Zuid"])
    assert parts_of(service)["areas"] == ["Noord"]


@pytest.mark.parametrize(
    "fields",
    [
        {"fees": "BSN 111222333"},
        {"schedules": [Hours(description="BSN 111222333")]},
        {"phones": [Number("1", "BSN 111222333")]},
        {"contacts": [Desk("BSN 111222333")]},
        {"areas": ["BSN 111222333"]},
    ],
)
def test_no_text_names_a_client(kom, fields):
    with pytest.raises(HoldsBsn):
        directory.add_service(kom, NOW, name="Inloop", **fields)


def test_a_place_names_no_client(kom):
    with pytest.raises(HoldsBsn):
        places.add_location(kom, NOW, name="Huis", accessibility="BSN 111222333")


def test_a_keeper_is_somebody_of_the_project(kom):
    stranger = make_person(make_project("Elders"), sector_id=None)
    with pytest.raises(NotFound):
        directory.add_service(kom, NOW, name="Inloop", keeper_id=stranger.id)


def test_keepers_of_the_organisation_come_first(project, kom):
    elsewhere = make_organisation(project, "Elders")
    for home, name in ((elsewhere, "Anna"), (kom, "Zoe"), (kom, "Bert"), (None, "Carl")):
        make_person(project, home, name)
    gone = make_person(project, kom, "Weg")
    register.archive_person(gone, NOW)
    assert [keeper.name for keeper in directory.possible_keepers(kom)] == ["Bert", "Zoe", "Anna, Elders", "Carl"]
    kept = make_service(kom, keeper=gone)
    assert "Weg" in [keeper.name for keeper in directory.possible_keepers(kom, kept)]


def test_plek_is_dated_each_time_it_is_said(kom):
    service = make_service(kom)
    directory.say_place(service, Capacity.WAITING, 4, NOW)
    assert (service.capacity, service.waiting_weeks, service.capacity_at) == ("waiting", 4, NOW)
    directory.say_place(service, Capacity.WAITING, 4, LATER)
    assert service.capacity_at == LATER
    directory.say_place(service, Capacity.FULL, 4, LATER)
    assert service.waiting_weeks is None


def test_stopping_twice_is_harmless(kom):
    service = make_service(kom)
    directory.retire_service(service, NOW)
    directory.retire_service(service, LATER)
    assert service.archived_at == NOW
    directory.restore_service(service, LATER)
    assert service.archived_at is None


def test_a_place_changes_for_all_that_is_there(kom):
    place = places.add_location(kom, NOW, name="Het Huis")
    here = directory.add_service(kom, NOW, name="Hier", places=[place])
    elsewhere = directory.add_service(kom, NOW, name="Elders")
    seen = (here.version, elsewhere.version)
    places.edit_location(place, place.version, LATER, name="Het Huis", city="Veenmeer")
    assert (here.version, elsewhere.version) == (seen[0] + 1, seen[1])
    assert changed(here)["places"] == ("Het Huis", "Het Huis, Veenmeer")
    with pytest.raises(LocationChanged):
        places.edit_location(place, 1, LATER, name="Anders")
    with pytest.raises(LocationInUse):
        places.remove_location(place)


def test_wijken_that_are_known_stand_once_in_the_list(project, kom):
    kom.area = "noord"
    directory.add_service(kom, NOW, name="Inloop", areas=["Noord", "Zuid"])
    places.add_location(kom, NOW, name="Huis", area="Oost")
    assert places.known_areas(project, ["West"]) == ["Noord", "Oost", "West", "Zuid"]
    assert places.known_areas(project, ["NOORD"]) == ["NOORD", "Oost", "Zuid"]
