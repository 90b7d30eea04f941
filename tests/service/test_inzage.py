"""Inzage: every text about a person, in every row of every table, is told or says why not."""

from __future__ import annotations

import base64
import json

import pytest
from flask_babel import force_locale

from kapstok import clock
from kapstok.directory import lists
from kapstok.extensions import db
from kapstok.privacy import inzage
from kapstok.privacy.holdings import HOLDINGS, Fate, Subject
from kapstok.privacy.whom import by_entries, whom
from kapstok.register.models import ImportDraft
from kapstok.scope import in_project
from kapstok.web import own_data
from tests.factories import make_person, make_project, make_user
from tests.filled import fill_project
from tests.once import filled_project
from tests.one_person import in_every_table, plant


@pytest.fixture
def here(app):
    return filled_project(app, in_every_table)


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
    assert [(kept.count > 0, kept.rows) for kept in about.kept] == [(True, ()), (True, ())]


def test_inzage_of_one_project_names_nothing_of_another(app, here):
    elsewhere = fill_project("Elders")
    elsewhere.organisations[0].name = "Geheime plek"
    person = here.people[1]
    person.area = f"organisation:{elsewhere.organisations[0].id}"
    person.call_me_for = f"term:{elsewhere.organisations[0].sector_id}"
    db.session.commit()
    assert "Geheime plek" not in told(app, here.project, person)


def test_who_shares_an_address_reads_only_their_own_row_of_a_waiting_list(app):
    project = make_project()
    jan, els, piet = (
        make_person(project, name=name, email=email)
        for name, email in (("Jan Bos", "thuis@example.org"), ("Els Bos", "thuis@example.org"), ("Piet Dam", None))
    )
    rows = (
        "Jan Bos;Welzijn;Thuis@example.org;geheim van Jan",
        "Els Bos;Welzijn;thuis@example.org;geheim van Els",
        "Els Bos;Welzijn;;Els zonder adres",
        "Els Bos;Welzijn;naamgenoot@example.org;geheim van een ander",
    )
    content = "\n".join(("Naam;Sector;E-mail;Wijk", *rows)).encode()
    lists.receive(project, make_user(project).id, "mensen.csv", content, clock.now())
    only_jan = "\n".join(("Naam;Sector;E-mail;Wijk", rows[0])).encode()
    lists.receive(project, make_user(project).id, "alleen-jan.csv", only_jan, clock.now())
    db.session.commit()

    words = told(app, project, els)
    assert ("geheim van Els" in words, "Els zonder adres" in words) == (True, True)
    assert ("geheim van Jan" in words, "geheim van een ander" in words, "alleen-jan" in words) == (False,) * 3
    assert ("geheim van Jan" in told(app, project, jan), "mensen.csv" in told(app, project, piet)) == (True, False)
    erased = in_project(ImportDraft, project).where(by_entries(ImportDraft.__table__, whom(els)))
    assert len(db.session.scalars(erased).all()) == 2  # erasing stays broad: a list that holds their address goes
