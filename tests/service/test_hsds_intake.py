"""Importing HSDS packages: what is new, changed or left out; all of it or nothing; our own changes nothing."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from sqlalchemy import func

from kapstok.accounts.history import changes_of, record_of
from kapstok.directory import hsds, intake, package, publishing
from kapstok.directory.comparing import Status
from kapstok.directory.models import Contact, Location, Phone, Schedule, Service, ServiceArea, ServiceAtLocation
from kapstok.directory.rules import Capacity
from kapstok.errors import NotFound
from kapstok.extensions import db
from kapstok.projects import service as projects
from kapstok.projects.rules import Vocabulary
from kapstok.register.drafts import NotReady, RegisterChanged
from kapstok.register.models import Organisation
from kapstok.scope import in_project
from tests.factories import NOW, make_organisation, make_person, make_project, make_service, make_user, term
from tests.sociale_kaart import make_hidden, make_kaart

PARTS = (Contact, Location, Phone, Schedule, ServiceArea, ServiceAtLocation)


def exported(project) -> list[dict]:
    return hsds.kaart_as_json(publishing.public_kaart(project))


def received(project, services, user=None):
    """The draft of these services, as one JSON file."""
    user = user or make_user(project)
    return intake.receive(project, user.id, "kaart.json", json.dumps(services).encode(), NOW)


def planned(project, services):
    return intake.plan_of(project, received(project, services), NOW)


def landed(project, services, **options):
    draft = received(project, services)
    plan = intake.plan_of(project, draft, NOW)
    options = {"sector_id": term(project, Vocabulary.SECTOR, "welzijn").id, "terms": [], "actor": "test"} | options
    if options["terms"] == "all":
        options["terms"] = [word.uid for word in plan.terms]
    intake.land(project, draft.id, plan.fingerprint, NOW, **options)
    db.session.expire_all()
    return plan


def counts(plan) -> dict[Status, int]:
    return {status: plan.count(status) for status in Status if plan.count(status)}


def rows(project) -> dict[str, int]:
    found = {}
    for model in (Organisation, Service, *PARTS):
        query = in_project(model, project).with_only_columns(func.count(model.id))
        found[model.__name__] = db.session.scalar(query)
    return found


def by_name(project, name: str) -> Service:
    return db.session.scalars(in_project(Service, project).where(Service.name == name)).one()


# Our own


def test_our_own_export_changes_nothing(app):
    project = make_project()
    make_kaart(project)
    make_hidden(project)
    plan = planned(project, exported(project))
    assert counts(plan) == {Status.UNCHANGED: 7}  # two organisations, two places, three services
    assert plan.terms == ()
    assert not plan.can_land


def test_our_own_package_as_tables_changes_nothing(app):
    project = make_project()
    make_kaart(project)
    whole = package.pack(exported(project), "Kaart")
    tables = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(tables, "w") as new:
        for part in old.infolist():
            if part.filename != package.JSON_PART:
                new.writestr(part, old.read(part))
    for data in (whole, tables.getvalue()):
        draft = intake.receive(project, make_user(project).id, "kaart.zip", data, NOW)
        assert counts(intake.plan_of(project, draft, NOW)) == {Status.UNCHANGED: 7}


def test_a_desk_that_bears_a_persons_name_is_not_given_and_not_lost(app):
    project = make_project()
    service = make_kaart(project)["Respijthuis"]
    make_person(project, None, "Jet Vos", sector_id=service.organisation.sector_id)
    service.contacts.append(Contact(project_id=project.id, name="Jet  vos"))
    db.session.flush()
    given = exported(project)
    assert "Jet" not in json.dumps(given)
    assert not planned(project, given).can_land
    given[1]["contacts"][0]["title"] = "Anders"
    landed(project, given)
    assert [(row.name, row.title) for row in service.contacts] == [("Aanmelden", "Anders"), ("Jet  vos", "")]


def test_another_project_gets_the_same_kaart(app):
    """In the same installation, where the uids are taken: every row gets one of its own, always the same."""
    first, second = make_project("Een"), make_project("Twee")
    make_kaart(first)
    given = exported(first)
    plan = landed(second, given, terms="all")
    assert counts(plan) == {Status.NEW: 7}
    assert plan.terms == ()  # known by name
    assert rows(second) == rows(first)
    mine, theirs = exported(second), given
    for side in (mine, theirs):
        for service in side:
            service["organization"].pop("description")  # the sector, which was chosen
    assert without_ids(mine) == without_ids(theirs)
    assert counts(planned(second, given)) == {Status.UNCHANGED: 7}


def without_ids(value):
    if isinstance(value, list):
        return [without_ids(each) for each in value]
    if isinstance(value, dict):
        return {
            name: without_ids(each)
            for name, each in value.items()
            if name not in ("id", "organization_id", "taxonomy_detail", "last_modified")
        }
    return value


# Somebody else's


def given_service(**fields) -> dict:
    return {
        "id": "11111111-1111-4111-8111-111111111111",
        "name": "Maatjes",
        "status": "active",
        "organization": {"id": "22222222-2222-4222-8222-222222222222", "name": "Samen Sterk", "description": "Welzijn"},
    } | fields


WORD = {"id": "33333333-3333-4333-8333-333333333333", "name": "Rouw", "description": "Verlies"}
WITH_WORD = [{"id": "44444444-4444-4444-8444-444444444444", "taxonomy_term": WORD}]


def test_something_new_keeps_its_ids(app):
    project = make_project()
    plan = landed(project, [given_service(attributes=WITH_WORD)], terms="all")
    service = by_name(project, "Maatjes")
    assert service.uid == "11111111-1111-4111-8111-111111111111"
    assert service.organisation.uid == "22222222-2222-4222-8222-222222222222"
    assert service.organisation.sector.key == "welzijn"
    assert [(row.name, row.uid) for row in service.support] == [("Rouw", WORD["id"])]
    assert [word.name for word in plan.terms] == ["Rouw"]
    assert service.is_public and service.changed_at == NOW


def test_a_new_word_that_was_not_accepted_is_left_out(app):
    project = make_project()
    before = len(projects.terms(project, Vocabulary.SUPPORT))
    landed(project, [given_service(attributes=WITH_WORD)], terms=[])
    assert by_name(project, "Maatjes").support == []
    assert len(projects.terms(project, Vocabulary.SUPPORT)) == before


def test_an_organisation_is_known_by_its_name_when_not_by_its_id(app):
    project = make_project()
    ours = make_organisation(project, "samen sterk", "vrijwilligers")
    plan = landed(project, [given_service()])
    assert counts(plan) == {Status.CHANGED: 1, Status.NEW: 1}  # the capitals, and the service
    assert not plan.needs_sector
    assert by_name(project, "Maatjes").organisation is ours
    assert (ours.name, ours.sector.key) == ("Samen Sterk", "vrijwilligers")


def test_what_is_not_named_stays_and_what_is_named_changes(app):
    project = make_project()
    service = make_kaart(project)["Respijthuis"]
    before, area = rows(project), service.areas[0].uid
    bare = {"id": service.uid, "name": "Respijthuis Oost", "status": "active"}
    bare["organization"] = {"id": service.organisation.uid, "name": "De Kom", "description": "x"}
    bare["service_areas"] = [{"id": area, "name": "Zuid"}]
    plan = landed(project, [bare])
    changed = next(each for each in plan.objects if each.status is Status.CHANGED)
    assert [(each.field, each.old, each.new) for each in changed.changes] == [
        ("name", "Respijthuis", "Respijthuis Oost"),
        ("areas", "Oost, Veenmeer", "Zuid"),
    ]
    assert [(row.uid, row.name) for row in service.areas] == [(area, "Zuid")]
    assert rows(project) == before | {"ServiceArea": 1}
    told = {(each.field, each.old, each.new) for each in changes_of(project, record_of(service))}
    assert {("name", "Respijthuis", "Respijthuis Oost"), ("areas", "Oost, Veenmeer", "Zuid")} <= told


def test_hours_of_a_place_move_with_their_place(app):
    project = make_project()
    service = make_kaart(project)["Respijthuis"]
    given = exported(project)
    there = given[1]["service_at_locations"]
    there[0]["schedules"][0]["byday"] = "2FR"
    del there[1]
    landed(project, given)
    assert [at.location.name for at in service.at_locations] == ["Het Logeerhuis"]
    assert [(row.byday, row.at_location_id) for row in service.schedules] == [
        ("MO,WE", None),
        ("2FR", service.at_locations[0].id),
    ]


def test_a_changed_place_is_told_by_what_is_offered_there(app):
    project = make_project()
    service = make_kaart(project)["Respijthuis"]
    version = service.version
    given = exported(project)
    given[1]["service_at_locations"][0]["location"]["transportation"] = "Bus 13"
    landed(project, given)
    assert service.at_locations[0].location.transportation == "Bus 13"
    assert service.version > version
    assert ("places", "Het Logeerhuis: Bus 12", "Het Logeerhuis: Bus 13") in {
        (each.field, each.old, each.new) for each in changes_of(project, record_of(service))
    }


@pytest.mark.parametrize(
    ("given", "capacity"),
    [
        ({"available": 0, "updated": "2026-03-02T00:00:00Z"}, (Capacity.FULL, None)),
        ({"available": 3, "updated": "2026-03-02T00:00:00Z"}, None),  # the date only
        ({"available": 0, "updated": "2026-02-01T00:00:00Z"}, None),  # older than ours
    ],
)
def test_what_was_said_last_of_a_place_holds(app, given, capacity):
    project = make_project()
    service = make_kaart(project)["Respijthuis"]  # yes, since 1 March
    objects = exported(project)
    unit = {"id": "55555555-5555-4555-8555-555555555555", "name": "bed"}
    objects[1]["capacities"] = [{"id": "66666666-6666-4666-8666-666666666666", "unit": unit} | given]
    if planned(project, objects).can_land:
        landed(project, objects)
    assert (service.capacity, service.waiting_weeks) == (capacity or (Capacity.YES, None))


def test_a_waiting_list_comes_along(app):
    project = make_project()
    unit = {"id": "55555555-5555-4555-8555-555555555555", "name": "plek"}
    said = {"id": "66666666-6666-4666-8666-666666666666", "unit": unit, "available": 0, "updated": "2026-03-02"}
    landed(project, [given_service(capacities=[said], wait_time="ongeveer 8 weken")])
    service = by_name(project, "Maatjes")
    assert (service.capacity, service.waiting_weeks) == (Capacity.WAITING, 8)


def test_what_is_not_active_or_in_our_archive_is_left_out(app):
    project = make_project()
    gone = make_service(make_organisation(project, "Samen Sterk"), "Oud", archived_at=NOW)
    objects = [
        given_service(status="defunct"),
        given_service(id=gone.uid, name="Oud"),
    ]
    plan = planned(project, objects)
    reasons = [each.why(lambda text, **params: text % params) for each in plan.objects if each.reason]
    assert reasons == [
        "De status is “defunct”. Kapstok neemt alleen over wat nu wordt aangeboden.",
        "Staat bij u in het archief. Zet het eerst terug als u het wilt bijwerken.",
    ]
    assert not plan.can_land


def test_what_we_have_no_place_for_is_counted(app):
    project = make_project()
    costs = [{"id": "77777777-7777-4777-8777-777777777777", "amount": 12}]
    plan = planned(project, [given_service(cost_options=costs, alert="Dicht", minimum_age=18)])
    assert plan.unread == (
        ("cost_option", 1),
        ("organization.description", 1),
        ("service.alert", 1),
        ("service.minimum_age", 1),
    )


# All or nothing


def test_landing_twice_is_refused(app):
    project = make_project()
    draft = received(project, [given_service()])
    fingerprint = intake.plan_of(project, draft, NOW).fingerprint
    options = {"sector_id": term(project, Vocabulary.SECTOR, "welzijn").id, "terms": [], "actor": "test"}
    intake.land(project, draft.id, fingerprint, NOW, **options)
    with pytest.raises(NotFound):
        intake.land(project, draft.id, fingerprint, NOW, **options)


def test_nothing_lands_when_the_kaart_changed_meanwhile(app):
    project = make_project()
    draft = received(project, [given_service()])
    fingerprint = intake.plan_of(project, draft, NOW).fingerprint
    make_organisation(project, "Samen Sterk")
    with pytest.raises(RegisterChanged):
        intake.land(project, draft.id, fingerprint, NOW, sector_id=None, terms=[], actor="test")


def test_a_new_organisation_needs_a_sector(app):
    project = make_project()
    draft = received(project, [given_service()])
    fingerprint = intake.plan_of(project, draft, NOW).fingerprint
    with pytest.raises(intake.SectorNeeded):
        intake.land(project, draft.id, fingerprint, NOW, sector_id=None, terms=[], actor="test")


def test_nothing_to_do_is_refused(app):
    project = make_project()
    make_kaart(project)
    draft = received(project, exported(project))
    with pytest.raises(NotReady):
        intake.land(project, draft.id, "x", NOW, sector_id=None, terms=[], actor="test")


def test_a_package_of_another_project_does_not_exist(app):
    project, other = make_project(), make_project("Ander")
    draft = received(other, [given_service()])
    with pytest.raises(NotFound):
        intake.get_draft(project, draft.id)
