"""Finding on the sociale kaart, with the demo's offers as the data."""

import datetime as dt

import pytest

from kapstok.demo import kaart, region
from kapstok.demo.kaart_rows import Kaart
from kapstok.directory.finding import Wanted, find_services
from kapstok.extensions import db
from kapstok.projects import service as projects
from kapstok.projects.models import Project
from kapstok.projects.rules import Vocabulary
from tests.factories import make_organisation, make_project

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


def test_a_word_finds_however_it_is_written(project):
    found_by = {words: found(project, words)[0] for words in ("logeren", "wmo gesprek", "klusjes", "pgb")}
    assert found_by == {
        "logeren": "Logeerkamers Braamhof",
        "wmo gesprek": "Keukentafelgesprek Wmo",
        "klusjes": "Klussen en vervoer",
        "pgb": "Hulp bij een pgb",
    }
