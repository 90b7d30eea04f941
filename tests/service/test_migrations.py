"""A database with rows in it goes up, down and up again, and every row that the older schema knows stays the same."""

from __future__ import annotations

import datetime as dt

import pytest
from flask_migrate import downgrade, upgrade
from sqlalchemy import MetaData, Table, create_engine, delete, insert, inspect

from config import TestConfig
from kapstok import create_app, database
from kapstok.extensions import db
from tests.filled import fill_project


@pytest.fixture(params=["sqlite", "postgresql"])
def app(request, tmp_path):
    """An app on a database of its own: these tests change the schema itself."""
    url = f"sqlite:///{tmp_path}/moving.sqlite"
    if request.param == "postgresql":
        server = request.getfixturevalue("postgres")
        server.run("DROP DATABASE IF EXISTS moving WITH (FORCE)")
        server.run("CREATE DATABASE moving")
        url = server.url("moving")
    app = create_app(TestConfig(tmp_path, url, RATELIMIT_ENABLED=False))
    with app.app_context():
        upgrade()
        yield app
        db.session.remove()
        db.engine.dispose()


def rows(url: str, columns: dict[str, set[str]] | None = None) -> dict[str, list[tuple]]:
    """Every row of every table, read without our models; of the named ``columns`` only, when they are given."""
    engine = create_engine(database.normal_url(url), **database.engine_options(database.normal_url(url)))
    tables = MetaData()
    tables.reflect(engine)
    with engine.connect() as connection:
        found = {}
        for table in tables.sorted_tables:
            kept = [c for c in table.columns if columns is None or c.name in columns.get(table.name, set())]
            if kept and table.name != "alembic_version":
                result = connection.execute(table.select().with_only_columns(*kept))
                found[table.name] = sorted(map(repr, result.all()))
    engine.dispose()
    return found


def known_columns(url: str) -> dict[str, set[str]]:
    engine = create_engine(database.normal_url(url), **database.engine_options(database.normal_url(url)))
    found = {name: {c["name"] for c in inspect(engine).get_columns(name)} for name in inspect(engine).get_table_names()}
    engine.dispose()
    return found


def test_down_and_up_again_changes_no_row_that_both_schemas_know(app):
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    fill_project()
    db.session.commit()
    db.session.remove()
    db.engine.dispose()
    full = known_columns(url)

    downgrade(revision="0002")
    older = known_columns(url)
    assert "person_photo" in full and "person_photo" not in older
    both = {table: columns & full[table] for table, columns in older.items() if table in full}
    before = rows(url, both)

    upgrade()
    assert known_columns(url) == full
    after = rows(url, both)
    after["term"] = sorted(
        set(after["term"]) & set(before["term"])
    )  # hulpthema's and werkvormen came back, under new ids
    assert {name: after[name] for name in before} == before


def test_rows_from_before_get_what_the_newer_schema_asks(app):
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    filled = fill_project()
    people = len(filled.people)
    db.session.commit()
    db.session.remove()
    db.engine.dispose()
    downgrade(revision="0002")
    upgrade()

    made = rows(url, {"person": {"uid"}, "project": {"slug", "modules"}, "term": {"kind", "key", "uid"}})
    assert len(set(made["person"])) == len(made["person"]) >= people
    assert made["project"] == ["('project-1', [])"]
    support = [row for row in made["term"] if row.startswith("('support'")]
    assert len(support) == 14
    assert "None" not in "".join(made["person"] + made["term"])
    assert len([row for row in made["term"] if row.startswith("('method'")]) == 7
    assert set(rows(url, {"outbox_message": {"to_domain"}})["outbox_message"]) == {"('example.org',)"}
    made_at, revised_at = (rows(url, {"meeting": {name}})["meeting"] for name in ("created_at", "revised_at"))
    assert revised_at == made_at != []


def test_counts_that_were_added_up_become_one_answer_each(app):
    """Two rows of one person are one count, with how they ended in words; what was taken back stays taken back."""
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    filled = fill_project()
    one, other = (organisation.id for organisation in filled.organisations[:2])
    person, user = filled.people[0].id, filled.leader.id
    project_id = filled.project.id
    db.session.commit()
    db.session.remove()
    db.engine.dispose()
    downgrade(revision="0005")
    engine = create_engine(database.normal_url(url), **database.engine_options(database.normal_url(url)))
    tally = Table("referral_tally", MetaData(), autoload_with=engine)
    row = {"project_id": project_id, "month": dt.date(2026, 2, 1), "counted_at": dt.datetime(2026, 3, 2), "note": ""}
    row |= {"from_organisation_id": one, "to_organisation_id": other, "counted_by_person_id": person}
    by_user = {"counted_by_person_id": None, "counted_by_user_id": user}
    old = [
        row | {"count": 4, "outcome": "helped", "note": "Via het spreekuur"},
        row | {"count": 2, "outcome": "not_helped"},
        row | {"count": 9, "outcome": "pending", "withdrawn_at": dt.datetime(2026, 3, 3)},
        row | by_user | {"count": 3, "outcome": "pending"},
        row | by_user | {"count": 5, "outcome": "unknown"},
    ]
    with engine.begin() as connection:
        connection.execute(delete(tally))
        for values in old:
            connection.execute(insert(tally).values(**values))
    engine.dispose()

    upgrade()
    counted = rows(url, {"referral_tally": {"count", "note", "counted_by_person_id", "kind", "is_whole"}})
    assert sorted(counted["referral_tally"]) == [
        "(3, '', None, 'sent', False)",
        "(5, '', None, 'sent', False)",
        f"(6, 'geslaagd: 4; Via het spreekuur; niet gelukt: 2', {person}, 'sent', False)",
    ]
