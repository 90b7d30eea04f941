"""Inzage: every text about a person, in every row of every table, is told or says why not."""

from __future__ import annotations

import base64
import json

import pytest
from flask_babel import force_locale

from kapstok import clock
from kapstok.extensions import db
from kapstok.privacy import inzage
from kapstok.privacy.holdings import HOLDINGS, Fate, Subject
from kapstok.web import own_data
from tests.filled import fill_project
from tests.one_person import plant, put_everywhere


@pytest.fixture
def here(app):
    filled = fill_project()
    put_everywhere(filled, filled.people[1])
    return filled


def told(app, project, person) -> str:
    with app.test_request_context(), force_locale("nl"):
        told = own_data.as_data(project, person, own_data.parts(person), clock.now())
    return json.dumps(told, ensure_ascii=False)


def test_a_canary_in_every_column_is_found_in_the_file(app, here):
    person, planted = here.people[1], {}
    for holding in HOLDINGS:
        if holding.fate is not Fate.TRAIL:  # append-only: no canary gets in
            planted |= plant(person, holding, set(holding.titles))
    db.session.commit()
    words = told(app, here.project, person)
    missing = [
        where
        for canary, where in planted.items()
        if canary not in words and base64.b64encode(canary.encode()).decode() not in words
    ]
    assert missing == []
    assert len(planted) > 60


def test_what_others_said_is_counted_and_not_told(app, here):
    person = here.people[1]
    about = next(part for part in inzage.tell(person) if part.subject is Subject.ABOUT)
    assert [(kept.count > 0, kept.rows) for kept in about.kept] == [(True, ())]


def test_inzage_of_one_project_names_nothing_of_another(app, here):
    elsewhere = fill_project("Elders")
    elsewhere.organisations[0].name = "Geheime plek"
    person = here.people[1]
    person.area = f"organisation:{elsewhere.organisations[0].id}"
    person.call_me_for = f"term:{elsewhere.organisations[0].sector_id}"
    db.session.commit()
    assert "Geheime plek" not in told(app, here.project, person)
