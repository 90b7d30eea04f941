"""When something is refused or goes wrong: a page in the reader's language that tells nothing of the code."""

from contextlib import contextmanager

import pytest
from flask import abort
from sqlalchemy import event, inspect
from sqlalchemy.exc import DatabaseError, DataError, DBAPIError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from sqlalchemy.orm.exc import ObjectDeletedError
from werkzeug.datastructures import MultiDict

from config import TestConfig
from kapstok import create_app
from kapstok.extensions import db
from kapstok.projects.models import Project
from tests.browsing import Visitor, entries
from tests.content import content
from tests.factories import make_organisation

TITLES = {
    400: ("Dit is niet gelukt", "This did not work"),
    403: ("Geen toegang", "No access"),
    404: ("Pagina niet gevonden", "Page not found"),
    409: ("Intussen gewijzigd", "Changed in the meantime"),
    413: ("Te groot", "Too large"),
    429: ("Even wachten", "Please wait"),
    500: ("Hier ging bij ons iets mis", "Something went wrong on our side"),
    503: ("Even niet bereikbaar", "Not available for a moment"),
}
FROM_THE_DATABASE = {  # what its drivers raise, and whether it is a mistake of ours
    OperationalError: 503,
    InterfaceError: 503,
    DatabaseError: 503,  # a file that is no database
    NoConnectionFree: 503,
    IntegrityError: 500,
    DataError: 500,
}


DETAIL = "oei: Key (email)=(jet@example.org) already exists"  # as PostgreSQL tells it


def stumble(name: str):
    kind = next(kind for kind in FROM_THE_DATABASE if kind.__name__ == name)
    raise kind("SELECT geheim", {}, Exception(DETAIL)) if issubclass(kind, DBAPIError) else kind("oei")


def vanish():
    raise ObjectDeletedError(inspect(Project()))


@pytest.fixture(scope="module")
def breaking(tmp_path_factory):
    """An app of its own with pages that fail on demand."""
    folder = tmp_path_factory.mktemp("breaking")
    app = create_app(TestConfig(folder, f"sqlite:///{folder}/kapstok.sqlite"))
    app.add_url_rule("/breekt/<int:status>", "breaks", lambda status: abort(status))
    app.add_url_rule("/verdwenen", "vanished", vanish)
    app.add_url_rule("/stuk", "broken", lambda: 1 / 0)
    app.add_url_rule("/database/<name>", "database", stumble)
    with app.app_context():
        yield app


@pytest.mark.parametrize("status", TITLES)
@pytest.mark.parametrize(("language", "place"), [("nl", 0), ("en", 1)])
def test_each_page_in_each_language(breaking, status, language, place):
    visitor = Visitor(breaking)
    visitor.client.set_cookie("taal", language)
    page = visitor.get(f"/breekt/{status}", status=status)
    assert (page.h1, page.one(".").get("lang")) == (TITLES[status][place], language)


def test_a_mistake_of_ours_tells_nothing_of_itself(breaking):
    page = Visitor(breaking).get("/stuk", status=500)
    assert page.h1 == TITLES[500][0]
    assert "ZeroDivision" not in page.response.text


@pytest.mark.parametrize(("kind", "status"), FROM_THE_DATABASE.items())
def test_a_database_out_of_reach_is_no_mistake_of_ours(breaking, kind, status):
    page = Visitor(breaking).get(f"/database/{kind.__name__}", status=status)
    assert page.h1 == TITLES[status][0]
    assert "geheim" not in page.response.text and "oei" not in page.response.text


def test_the_log_of_a_mistake_holds_no_values_of_people(breaking, caplog):
    Visitor(breaking).get("/database/IntegrityError", status=500)
    assert "unexpected Exception in: SELECT geheim" in caplog.text
    assert "stumble" in caplog.text, "where it happened is told"
    assert "jet@example.org" not in caplog.text


def test_a_full_disk_keeps_nothing_by_halves(app, project, projectleider):
    organisation = make_organisation(project)
    page = projectleider.get(f"/p/{project.id}/netwerk/sociale-kaart/nieuw?organisatie={organisation.id}")
    action = f"/p/{project.id}/netwerk/organisaties/{organisation.id}/aanbod"
    fields = MultiDict(entries(page.form(action)))
    fields["name"] = "Inloop"
    for name in ("description", "eligibility", "how_to_refer"):
        fields[name] = "é" * 1999  # needs pages that the file does not have yet
    before = content()
    with full(db.engine):
        answer = projectleider.request("POST", action, data=fields)
        assert (answer.status_code, "is niet verwerkt" in answer.text) == (503, True)
    assert content() == before
    assert projectleider.request("POST", action, data=fields).status_code == 302


@contextmanager
def full(engine):
    """No connection of ``engine`` lets the SQLite file grow."""

    def cap(connection, record) -> None:
        connection.execute("PRAGMA max_page_count = 1")  # which SQLite takes as: what it is now

    db.session.remove()
    raw = engine.raw_connection()
    raw.cursor().execute("PRAGMA query_only=0")
    raw.cursor().execute("VACUUM")  # a migration leaves empty pages behind; without them there is no room at all
    raw.close()
    engine.dispose()
    event.listen(engine, "connect", cap)
    try:
        yield
    finally:
        event.remove(engine, "connect", cap)
        engine.dispose()


def test_what_somebody_else_took_away_meanwhile_is_not_found(breaking):
    assert breaking.test_client().get("/verdwenen").status_code == 404
