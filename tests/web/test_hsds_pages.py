"""Sociale kaart → Uitwisselen: the package to take away, and a package of somebody else."""

from __future__ import annotations

import io
import json
import zipfile

import pytest

from kapstok.accounts.models import AuditEvent
from kapstok.directory.models import Service
from kapstok.extensions import db
from kapstok.projects.rules import Module, Vocabulary
from kapstok.register.models import ImportDraft
from kapstok.scope import in_project
from tests.browsing import text
from tests.factories import NOW, make_project, make_user, term
from tests.sociale_kaart import make_hidden, make_kaart

WORD = {"id": "33333333-3333-4333-8333-333333333333", "name": "Rouw", "description": "Verlies"}
SERVICE = {
    "id": "11111111-1111-4111-8111-111111111111",
    "name": "Maatjes",
    "status": "active",
    "organization": {"id": "22222222-2222-4222-8222-222222222222", "name": "Samen Sterk", "description": "Welzijn"},
    "attributes": [
        {
            "id": "44444444-4444-4444-8444-444444444444",
            "taxonomy_term": WORD,
        }
    ],
}


def address(project, rest: str = "") -> str:
    return f"/p/{project.id}/netwerk/sociale-kaart/{rest}"


def upload(visitor, project, data: bytes, name: str = "kaart.json", status: int = 200):
    token = visitor.get(address(project, "uitwisselen")).form().find("input[@name='csrf_token']").get("value")
    form = {"csrf_token": token, "file": (io.BytesIO(data), name)}
    return visitor.post(address(project, "uitwisselen"), form, status=status)


def upload_services(visitor, project, *services, status: int = 200):
    return upload(visitor, project, json.dumps(services).encode(), status=status)


def landing(page) -> str:
    """Where the form goes that lets the package land."""
    return next(form.get("action") for form in page.all("main")[0].iter("form") if "/weg" not in form.get("action"))


def test_the_sociale_kaart_leads_to_it(project, projectleider):
    make_kaart(project)
    page = projectleider.get(address(project).rstrip("/")).follow("Uitwisselen")
    assert page.h1 == "Sociale kaart uitwisselen"
    assert "3 diensten die openbaar zijn" in page.text


def test_an_empty_kaart_gives_nothing(project, projectleider):
    page = projectleider.get(address(project, "uitwisselen"))
    assert "Er is nog geen dienst die openbaar is." in page.text
    assert page.follow("Naar de sociale kaart").h1 == "Sociale kaart"


def test_the_address_for_other_programs_is_told_when_it_is_on(project, projectleider):
    assert "Dat staat nu uit." in projectleider.get(address(project, "uitwisselen")).text
    project.modules = [Module.HSDS_API]
    link = f"http://127.0.0.1:5000/api/hsds/{project.slug}/"
    assert projectleider.get(address(project, "uitwisselen")).link(link) == link


def test_the_package_holds_json_and_tables_and_leaves_a_trace(project, projectleider):
    make_kaart(project)
    make_hidden(project)
    response = projectleider.fetch(address(project, "hsds.zip"))
    assert (response.status_code, response.mimetype) == (200, "application/zip")
    with zipfile.ZipFile(io.BytesIO(response.data)) as package:
        services = json.loads(package.read("services.json"))
        assert package.read("services.csv").count(b"\r\n") == 4
    assert [service["name"] for service in services] == ["Inloop", "Respijthuis", "Buddy"]
    events = db.session.scalars(db.select(AuditEvent.event).where(AuditEvent.event == "sociale kaart exported"))
    assert list(events) == ["sociale kaart exported"]


def test_a_package_is_looked_at_and_then_lands(project, projectleider):
    page = upload_services(projectleider, project, SERVICE)
    assert page.h1 == "Wat het pakket doet"
    assert "1 dienst nieuw, 1 organisatie nieuw" in page.text
    assert "Rouw" in page.text
    refused = page.submit(landing(page), status=400, term=[])
    assert [box.get("checked") for box in refused.all("input", name="term")] == [None]
    assert "Kies een sector voor de nieuwe organisaties." in refused.text
    sector = term(project, Vocabulary.SECTOR, "vrijwilligers")
    done = refused.submit(landing(refused), sector=str(sector.id), term=[WORD["id"]])
    assert "Het pakket is verwerkt: 1 dienst nieuw, 1 organisatie nieuw." in text(done.one("body"))
    service = db.session.scalars(in_project(Service, project)).one()
    assert (service.name, service.organisation.sector.key) == ("Maatjes", "vrijwilligers")
    assert [word.name for word in service.support] == ["Rouw"]


def test_landing_twice_is_harmless(project, projectleider):
    page = upload_services(projectleider, project, SERVICE)
    sector = str(term(project, Vocabulary.SECTOR, "vrijwilligers").id)
    page.submit(landing(page), sector=sector)
    again = page.submit(landing(page), sector=sector)
    assert "Dit pakket was al verwerkt." in text(again.one("body"))
    assert len(list(db.session.scalars(in_project(Service, project)))) == 1


def test_a_package_is_no_list_and_a_list_no_package(project, projectleider):
    upload_services(projectleider, project, SERVICE)
    draft = db.session.scalars(in_project(ImportDraft, project)).one()
    number = draft.id
    projectleider.get(f"/p/{project.id}/netwerk/importeren/{number}", status=404)
    draft.kind = "people"
    projectleider.get(address(project, f"uitwisselen/{number}"), status=404)


def test_a_package_can_be_put_away(project, projectleider):
    page = upload_services(projectleider, project, SERVICE)
    put_away = next(form.get("action") for form in page.all("form", method="post") if "/weg" in form.get("action"))
    assert page.submit(put_away).h1 == "Sociale kaart uitwisselen"
    assert list(db.session.scalars(in_project(ImportDraft, project))) == []


def test_our_own_package_says_that_all_is_known(project, projectleider):
    make_kaart(project)
    data = projectleider.fetch(address(project, "hsds.zip")).data
    page = upload(projectleider, project, data, "kaart.zip")
    assert "Er is niets over te nemen" in page.text


def test_changes_are_told_in_words(project, projectleider):
    make_kaart(project)
    services = json.loads(
        zipfile.ZipFile(io.BytesIO(projectleider.fetch(address(project, "hsds.zip")).data)).read("services.json")
    )
    services[1]["schedules"][0]["byday"] = "TU"
    services[1]["assured_date"] = "2026-03-01"
    services[1]["capacities"][0] |= {"available": 0, "updated": "2026-03-03T12:00:00Z"}
    page = upload_services(projectleider, project, *services)
    assert "Nagekeken op: 1 februari 2026 1 maart 2026" in page.text
    assert "Plek: Er is plek Vol" in page.text
    assert "maandag, woensdag, 09.00–17.30, Intake" in page.text and "dinsdag, 09.00–17.30, Intake" in page.text


def test_what_is_wrong_is_told_by_object_id_and_field(project, projectleider):
    page = upload_services(projectleider, project, SERVICE | {"assured_date": "gisteren"}, status=400)
    assert f"service {SERVICE['id']}: het veld assured_date is geen datum, maar “gisteren”." in page.text
    assert list(db.session.scalars(in_project(ImportDraft, project))) == []


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"PK\x03\x04 geen zip", "Dit bestand is niet te lezen als HSDS-pakket."),
        (b"naam;dienst", "Dit bestand is niet te lezen als HSDS-pakket."),
        (b'{"version": "2.0", "contents": []}', "Dit pakket is van HSDS-versie “2.0”."),
    ],
)
def test_what_is_no_package_is_refused(project, projectleider, data, sentence):
    assert sentence in upload(projectleider, project, data, status=400).text


def test_up_to_25_mb_may_come_in_and_no_more(project, projectleider):
    spaces = b" " * (24 * 1024 * 1024)
    assert upload(projectleider, project, json.dumps([SERVICE]).encode() + spaces).h1 == "Wat het pakket doet"
    page = upload(projectleider, project, spaces + b" " * (2 * 1024 * 1024), status=413)
    assert "hooguit 25 MB" in page.text


def test_a_package_of_another_project_is_not_found(project, projectleider):
    other = make_project("Ander")
    draft = ImportDraft(
        project_id=other.id,
        user_id=make_user(other).id,
        kind="hsds",
        made_at=NOW,
        file_name="x",
        sheet_name="",
        entries=[],
        unread=[],
    )
    db.session.add(draft)
    db.session.commit()
    projectleider.get(address(project, f"uitwisselen/{draft.id}"), status=404)
