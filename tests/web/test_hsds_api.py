"""The read-only HSDS API: the published addresses, envelope and questions; nothing about persons; as many queries for
thirty services as for one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from kapstok import clock
from kapstok.directory import service as directory
from kapstok.directory.models import Contact, Phone, ServiceArea, ServiceAtLocation
from kapstok.extensions import db, limiter
from kapstok.projects.rules import Module, Vocabulary
from tests import hsds_schema
from tests.factories import NOW, make_organisation, make_person, make_project, make_service, term
from tests.sociale_kaart import make_hidden, make_kaart

PAGE = {"total_items", "total_pages", "page_number", "size", "first_page", "last_page", "empty", "contents"}


@pytest.fixture
def kaart(project) -> dict:
    project.modules = [Module.HSDS_API]
    make_hidden(project)
    return make_kaart(project)


@pytest.fixture
def api(visitor, project):
    """Asks one address of the API, as a program would."""

    def ask(rest: str = "", *, method: str = "GET", slug: str | None = None, **options):
        return visitor.request(method, f"/api/hsds/{slug or project.slug}/{rest}", **options)

    return ask


def names(response) -> list[str]:
    assert response.status_code == 200, response.text
    return [each["name"] for each in response.json["contents"]]


# What there is


def test_the_api_tells_what_it_is(api, kaart):
    assert api().json == {
        "version": "3.1",
        "profile": "https://docs.openreferral.org/en/latest/",
        "openapi_url": "https://raw.githubusercontent.com/openreferral/specification/3.1-dev/schema/openapi.json",
    }


def test_services_come_in_pages(api, kaart):
    page = api("services?per_page=2&page=2").json
    assert set(page) == PAGE
    assert {name: value for name, value in page.items() if name != "contents"} == {
        "total_items": 3,
        "total_pages": 2,
        "page_number": 2,
        "size": 1,
        "first_page": False,
        "last_page": True,
        "empty": False,
    }
    assert [each["name"] for each in page["contents"]] == ["Buddy"]


def test_a_page_beyond_the_last_is_empty(api, kaart):
    page = api("services?page=9").json
    assert (page["empty"], page["size"], page["last_page"], page["contents"]) == (True, 0, True, [])


@pytest.mark.parametrize(
    ("rest", "kind"),
    [
        ("services", "service"),
        ("services?full=true", "service"),
        ("organizations", "organization"),
        ("organizations?full=true", "organization"),
        ("organizations?full_service=true", "organization"),
        ("service_at_locations", "service_at_location"),
        ("service_at_locations?full=true", "service_at_location"),
        ("taxonomies", "taxonomy"),
        ("taxonomy_terms", "taxonomy_term"),
    ],
)
def test_every_object_of_every_list_is_sound_and_can_be_asked_for_alone(api, kaart, rest, kind):
    contents = api(rest).json["contents"]
    assert contents != []
    for each in contents:
        assert hsds_schema.faults(kind, each) == []
        alone = api(f"{rest.partition('?')[0]}/{each['id']}")
        assert alone.status_code == 200
        assert alone.json["id"] == each["id"]
        assert hsds_schema.faults(kind, alone.json) == []


def test_only_ids_and_moments_when_minimal(api, kaart):
    found = api("services?minimal=true").json["contents"]
    assert found[0] == {"id": kaart["Inloop"].uid, "modified_date": "2026-03-03T12:00:00.000Z"}
    assert len(found) == 3


def test_ndjson_is_everything_one_a_line(api, kaart):
    response = api("services?format=ndjson&per_page=1&full=true")
    assert response.mimetype == "application/x-ndjson"
    lines = [json.loads(line) for line in response.text.splitlines()]
    assert lines == api("services?full=true").json["contents"]


# Questions


def test_search_forgives_and_ranks(api, kaart):
    assert names(api("services?search=logeern")) == ["Respijthuis"]
    assert names(api("services?search=xyzzy")) == []
    assert names(api("organizations?search=buddy")) == ["Praktijk Oost"]


def test_questions_add_up(api, project, kaart):
    respijt = term(project, Vocabulary.SUPPORT, "respijtzorg").uid
    words = api("taxonomies").json["contents"][0]["id"]
    kom, oost = kaart["Inloop"].organisation.uid, kaart["Buddy"].organisation.uid
    assert names(api(f"services?taxonomy_term_id={respijt}")) == ["Respijthuis"]
    assert names(api(f"services?taxonomy_id={words}")) == ["Respijthuis"]
    assert names(api(f"services?taxonomy_id={respijt}")) == []
    assert names(api(f"services?organization_id={kom.upper()}")) == ["Inloop", "Respijthuis"]
    assert names(api(f"services?organization_id={oost}&taxonomy_term_id={respijt}")) == []
    assert names(api(f"organizations?taxonomy_term_id={respijt}")) == ["De Kom"]
    assert len(api(f"service_at_locations?organization_id={kom}").json["contents"]) == 2


def test_what_was_modified_on_or_after_a_moment(api, kaart):
    kaart["Buddy"].changed_at = NOW.replace(hour=15)
    for moment in ("2026-03-03T15:00:00Z", "2026-03-03T16:00:00+01:00", "2026-03-03T16:00:00"):
        assert names(api("services", query_string={"modified_after": moment})) == ["Buddy"]
    assert len(names(api("services?modified_after=2026-03-03"))) == 3
    assert names(api("services?modified_after=2026-03-04")) == []


def test_terms_are_one_flat_list(api, project, kaart):
    words = api("taxonomies").json["contents"][0]["id"]
    assert len(api(f"taxonomy_terms?taxonomy_id={words}&top_only=true").json["contents"]) == 14
    assert names(api("taxonomy_terms?search=logeer")) == ["Respijtzorg"]
    assert names(api(f"taxonomy_terms?parent_id={words}")) == []
    assert names(api(f"taxonomy_terms?taxonomy_id={kaart['Buddy'].uid}")) == []


@pytest.mark.parametrize(
    ("rest", "sentence"),
    [
        ("services?page=0", "“page” is een heel getal van 1 tot en met 1000000."),
        ("services?page=" + "9" * 5000, "“page” is een heel getal van 1 tot en met 1000000."),
        ("services?per_page=501", "“per_page” is een heel getal van 1 tot en met 500."),
        ("services?full=misschien", "“full” is true of false."),
        (
            "services?modified_after=gisteren",
            "“modified_after” is een datum, of een datum en tijd, zoals 2026-03-01 of 2026-03-01T09:00:00Z.",
        ),
        (
            "services?format=csv",
            "“format” is hier json of ndjson. Als CSV staat alles in het pakket dat de projectleider geeft.",
        ),
        ("services?search=" + "a" * 201, "“search” is langer dan 200 tekens."),
        (
            "service_at_locations?postcode=7811AA&proximity=100",
            "Zoeken op “postcode” of “proximity” kan niet: wij weten van plaatsen geen afstanden. Laat het weg.",
        ),
    ],
)
def test_what_cannot_be_answered_is_said(api, kaart, rest, sentence):
    response = api(rest)
    assert (response.status_code, response.json) == (400, {"status": 400, "error": sentence})


# What nobody may see


def test_services_that_are_not_public_do_not_exist(api, project, kaart):
    for hidden in make_hidden(project).values():
        assert api(f"services/{hidden.uid}").status_code == 404
        assert api(f"organizations/{hidden.organisation.uid}").status_code == 404
        assert hidden.name not in api("services?full=true").text


def test_nothing_about_persons(api, project, kaart):
    make_person(project, kaart["Buddy"].organisation, "De balie", email="desk@example.org")
    everything = api("services?full=true").text + api("organizations?full=true&full_service=true").text
    for person in ("Kees Houder", "kees@example.org", "De balie", "balie@example.org"):
        assert person not in everything


def test_a_shared_address_is_a_desks(api, project, kaart):
    for _ in range(2):
        make_person(project, kaart["Buddy"].organisation, email="balie@example.org")
    assert "balie@example.org" in api("services?full=true").text


def test_a_project_that_keeps_its_kaart_looks_like_one_that_does_not_exist(api, project, kaart):
    project.modules = []
    off, unknown = api("services"), api("services", slug="bestaat-niet")
    assert (off.status_code, off.json) == (unknown.status_code, unknown.json) == (404, off.json)
    assert off.json["error"].startswith("Dit bestaat niet")


def test_nothing_of_another_project(api, kaart):
    other = make_project("Ander")
    other.modules = [Module.HSDS_API]
    theirs = make_kaart(other)["Buddy"]
    assert api(f"services/{theirs.uid}").status_code == 404
    assert api(f"services/{theirs.uid}", slug=other.slug).status_code == 200
    assert names(api(f"services?organization_id={theirs.organisation.uid}")) == []


# As a program meets it


@pytest.mark.parametrize("rest", ["services/geen-uuid", "nergens", "services/a/b", "taxonomy_terms/x", "taxonomies/x"])
def test_what_does_not_exist_is_said_as_json(api, kaart, rest):
    response = api(rest)
    assert (response.status_code, response.mimetype, response.json["status"]) == (404, "application/json", 404)
    assert response.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_it_is_for_reading_only(api, kaart, method):
    response = api("services", method=method)
    assert (response.status_code, response.json["error"]) == (405, "Hier kunt u alleen lezen: gebruik GET.")
    assert set(response.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


def test_any_page_may_read_it_and_no_cookie_is_set(api, kaart):
    response = api("services")
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "Set-Cookie" not in response.headers
    assert response.headers["Cache-Control"] == "no-cache"


def test_what_did_not_change_is_not_sent_again(api, kaart):
    first = api("services?full=true")
    known = {"If-None-Match": first.headers["ETag"]}
    same = api("services?full=true", headers=known)
    assert (same.status_code, same.data) == (304, b"")
    since = {"If-Modified-Since": first.headers["Last-Modified"]}
    assert api("services?full=true", headers=since).status_code == 304
    directory.edit_service(kaart["Inloop"], kaart["Inloop"].version, clock.now(), name="Inloophuis")
    assert api("services?full=true", headers=known).status_code == 200


def test_who_asks_too_often_is_slowed_down(api, kaart):
    limiter.enabled = True
    try:
        for _ in range(120):
            assert api().status_code == 200
        response = api("services")
    finally:
        limiter.enabled = False
    assert (response.status_code, response.json["status"]) == (429, 429)


@contextmanager
def counted() -> Iterator[list[str]]:
    asked: list[str] = []

    def note(connection, cursor, statement, *rest) -> None:
        if statement.startswith("SELECT"):
            asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


@pytest.mark.parametrize("rest", ["services?full=true", "organizations?full=true", "service_at_locations?full=true"])
def test_thirty_services_take_as_many_queries_as_one(api, project, kaart, rest):
    api(rest)
    with counted() as few:
        api(rest)
    kom = make_organisation(project)
    for number in range(30):
        make_service(kom if number % 2 else make_organisation(project), f"Dienst {number}", changed_at=NOW)
    copies(project, kaart["Respijthuis"], 10)
    db.session.commit()
    with counted() as many:
        api(rest)
    assert len(many) == len(few)


def copies(project, service, number: int) -> None:
    """Services with parts, so that no part is looked up one by one."""
    for count in range(number):
        copy = make_service(service.organisation, f"Kopie {count}", changed_at=NOW)
        copy.support = list(service.support)
        copy.areas = [ServiceArea(project_id=project.id, name="Oost")]
        copy.contacts = [Contact(project_id=project.id, name="Balie")]
        copy.phones = [Phone(project_id=project.id, number="1")]
        copy.at_locations = [ServiceAtLocation(project_id=project.id, location=service.at_locations[0].location)]
