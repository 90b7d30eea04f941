"""The declaration of where persons live is complete: no foreign key to a person, and no column, is forgotten."""

import pytest

from kapstok.extensions import db
from kapstok.privacy.erasure import EMPTY
from kapstok.privacy.holdings import HOLDINGS, Fate, Holding
from kapstok.privacy.inzage import NAMED_BY
from kapstok.web.own_words import CAPTIONS


def name_of(holding: Holding) -> str:
    return f"{holding.table}.{holding.key}"


def test_every_foreign_key_to_a_person_is_declared(app):
    keys = {
        (table.name, column.name)
        for table in db.metadata.tables.values()
        for column in table.columns
        if any(key.column.table.name == "person" for key in column.foreign_keys)
    }
    assert keys - {(holding.table, holding.key) for holding in HOLDINGS} == set()


@pytest.mark.parametrize("holding", HOLDINGS, ids=name_of)
def test_every_column_is_told_or_says_why_not(app, holding):
    columns = {column.name for column in holding.rows.columns} - {"id", "project_id"}
    declared = set(holding.titles) | set(holding.untold) | {holding.key}
    if holding.counted:
        assert not holding.titles
    elif holding.table == "person":
        assert declared - {"id"} == columns
    else:
        assert declared == columns


@pytest.mark.parametrize("holding", HOLDINGS, ids=name_of)
def test_what_is_told_has_its_words(app, holding):
    assert holding.counted or (holding.table, holding.key) in CAPTIONS
    for column in (holding.rows.c[name] for name in holding.titles):
        assert {key.column.table.name for key in column.foreign_keys} <= set(NAMED_BY)


@pytest.mark.parametrize("holding", HOLDINGS, ids=name_of)
def test_a_row_that_is_somebody_elses_lets_go(app, holding):
    """What points at the person is emptied, and no column that must have a value is."""
    if holding.fate is Fate.OTHERS:
        assert holding.emptied[holding.key] is None
    for name, value in holding.emptied.items():
        assert value is not None or holding.rows.c[name].nullable


def test_nothing_of_a_person_is_left_but_what_counts(app):
    left = {"id", "project_id", "uid", "sector_id", "erased_at", "archived_at", "link_version", "version"}
    left |= {"feed_version"}
    assert {column.name for column in db.metadata.tables["person"].columns} == set(EMPTY) | left
