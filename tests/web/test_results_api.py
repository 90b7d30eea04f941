"""The results for programs: what the document promises, with a token of that project, and nothing else."""

from __future__ import annotations

import datetime as dt

import pytest
from flask import Flask
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator
from sqlalchemy import select
from werkzeug.test import TestResponse

from kapstok import clock
from kapstok.accounts.models import AuditEvent
from kapstok.extensions import db
from kapstok.projects import tokens
from kapstok.projects.models import Project
from kapstok.web.evaluator.sheets import SHEETS
from tests.browsing import Visitor
from tests.factories import make_project, make_user
from tests.filled import fill_project

DAY = dt.timedelta(days=1)


def today() -> dt.date:
    return clock.local_date(clock.now())


def make_token(project: Project, **fields) -> str:
    user = make_user(project)
    made = {"expires_on": today() + DAY, "user_id": user.id, "actor": "test"} | fields
    _row, secret = tokens.make_token(project, "R", made.pop("expires_on"), clock.now(), today(), **made)
    db.session.commit()
    return secret


def ask(app: Flask, address: str, secret: str | None, **headers: str) -> TestResponse:
    shown = {} if secret is None else {"Authorization": f"Bearer {secret}"}
    return Visitor(app).fetch(f"/api/v1/{address}", headers=shown | headers)


@pytest.fixture
def document(app) -> dict:
    return ask(app, "openapi.json", None).get_json()


def test_the_document_is_openapi(document):
    OpenAPIV31SpecValidator(document).validate()
    assert [path.rpartition("/")[2] for path in document["paths"]] == ["{project_id}", *SHEETS]


def test_every_table_is_what_the_document_promises_and_what_the_file_holds(app, document):
    filled = fill_project()
    project_id, secret = filled.project.id, make_token(filled.project)
    resolved = {"components": document["components"]}

    about = ask(app, f"projects/{project_id}", secret).get_json()
    assert [*about["tables"]] == [*SHEETS]
    for name in ["project", *SHEETS]:
        where = f"projects/{project_id}" if name == "project" else f"projects/{project_id}/{name}"
        found = ask(app, where, secret)
        promised = {"$ref": f"#/components/schemas/{name}"} | resolved
        assert [error.message for error in Draft202012Validator(promised).iter_errors(found.get_json())] == []
        assert (found.mimetype, found.headers["Cache-Control"]) == ("application/json", "private, no-cache")
    lines = ask(app, f"projects/{project_id}/lijnen", secret).get_json()
    with app.test_request_context():
        from flask import g

        g.project = db.session.get(Project, project_id)
        sheet = SHEETS["lijnen"]()
    assert lines["rows"] == [dict(zip(sheet.headings, row, strict=True)) for row in sheet.rows]
    assert len(lines["rows"]) > 0


def test_what_did_not_change_is_not_sent_again_and_every_reading_leaves_a_trace(app):
    project = make_project()
    project_id, secret = project.id, make_token(project)

    first = ask(app, f"projects/{project_id}/verwijzingen", secret)
    again = ask(app, f"projects/{project_id}/verwijzingen", secret, **{"If-None-Match": first.headers["ETag"]})

    assert (first.status_code, again.status_code, again.get_data()) == (200, 304, b"")
    token_id = db.session.scalar(select(AuditEvent.subject).where(AuditEvent.event == "api token made"))
    traces = select(AuditEvent.actor).where(AuditEvent.event == "api verwijzingen")
    assert db.session.scalars(traces).all() == [token_id, token_id]
    assert [row.used_on for row in tokens.list_tokens(db.session.get(Project, project_id))] == [today()]


@pytest.mark.parametrize(
    ("shown", "status"),
    [("none", 401), ("garbage", 401), ("of another", 404), ("withdrawn", 401), ("run out", 401), ("archived", 401)],
)
def test_without_a_token_of_this_project_nothing_is_told(app, monkeypatch, shown, status):
    project = make_project()
    project_id, secret = project.id, make_token(project)
    match shown:
        case "none":
            secret = None
        case "garbage":
            secret = "kap_\udcff' OR 1=1".encode("utf-8", "surrogateescape").decode("latin-1")
        case "of another":
            secret = make_token(make_project("Elders"))
        case "withdrawn":
            tokens.withdraw(tokens.list_tokens(project)[0], clock.now(), actor="test")
        case "run out":
            tokens.list_tokens(project)[0].expires_on = today() - DAY
        case "archived":
            project.archived_at = clock.now()
    db.session.commit()

    for address in (f"projects/{project_id}", f"projects/{project_id}/lijnen"):
        found = ask(app, address, secret)
        assert (found.status_code, found.mimetype) == (status, "application/problem+json")
        assert found.get_json()["status"] == status
        assert found.headers.get("WWW-Authenticate") == ('Bearer realm="Kapstok"' if status == 401 else None)


def test_a_cookie_is_no_token_and_a_table_that_is_not_there_is_said_so(app, projectleider: Visitor, project):
    project_id, secret = project.id, make_token(project)

    assert projectleider.fetch(f"/api/v1/projects/{project_id}/lijnen").status_code == 401
    assert ask(app, f"projects/{project_id}/namen", secret).status_code == 404
    assert app.test_client().post(f"/api/v1/projects/{project_id}/lijnen").status_code == 405


def test_who_asks_too_often_waits_with_a_token_or_without(app, monkeypatch):
    monkeypatch.setattr("kapstok.extensions.limiter.enabled", True)

    statuses = [ask(app, "projects/1", "kap_guess").status_code for _time in range(121)]

    assert (statuses[:120], statuses[120:]) == ([401] * 120, [429])


# The pages on which tokens are made


def test_a_token_is_shown_once(app, projectleider, project):
    address = f"/p/{project.id}/instellingen/sleutels"
    made = projectleider.get(address).submit(address, name="R van de onderzoeker")
    (field,) = made.all("input", id="sleutel")
    secret, project_id = field.get("value"), project.id

    assert ask(app, f"projects/{project_id}", secret).status_code == 200
    listed = projectleider.get(address)
    assert secret not in listed.response.get_data(as_text=True)
    assert f"R van de onderzoeker … {secret[-4:]}" in listed.text
    left = listed.follow("Intrekken").submit()
    assert "De sleutel “R van de onderzoeker” werkt niet meer." in left.text
    assert ask(app, f"projects/{project_id}", secret).status_code == 401


def test_a_refusal_keeps_what_was_typed(projectleider, project):
    address = f"/p/{project.id}/instellingen/sleutels"
    late = (today() + 800 * DAY).isoformat()

    refused = projectleider.get(address).submit(address, name="Dashboard", expires_on=late, status=400)

    assert "Een sleutel werkt hooguit een jaar." in refused.text
    typed = [field.get("value") for name in ("name", "expires_on") for field in refused.all("input", id=name)]
    assert typed == ["Dashboard", late]
