"""Erasure: what makes somebody somebody is in no table any more; what counted goes on counting."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from kapstok import clock
from kapstok.accounts.models import AuditEvent
from kapstok.directory import service as directory
from kapstok.directory.rules import Desk
from kapstok.extensions import db
from kapstok.meetings import service as meetings
from kapstok.privacy.erasure import EMPTY, erase
from kapstok.privacy.holdings import HOLDINGS, Fate
from kapstok.privacy.rules import AlreadyErased, Reason
from kapstok.privacy.whom import LEFT, whom
from kapstok.register import service as register
from kapstok.register.models import Person
from kapstok.register.service import Filter
from kapstok.ties import measuring
from kapstok.ties import service as ties
from tests.filled import Filled
from tests.once import filled_project
from tests.one_person import ADDRESS, NAME, in_every_table, plant


@pytest.fixture
def here(app) -> Filled:
    return filled_project(app, in_every_table)


@pytest.fixture
def person(here) -> Person:
    return here.people[1]


def rows(holding, theirs) -> list:
    return db.session.connection().execute(holding.rows.select().where(holding.of(theirs))).all()


def tables_with(word: str) -> list[str]:
    """Where a word stands, in any column of any table of the whole database."""
    found = []
    for table in db.metadata.sorted_tables:
        for row in db.session.connection().execute(table.select()).mappings():
            for column, value in row.items():
                content = bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
                if word.encode() in content:
                    found.append(f"{table.name}.{column}")
    return found


def goes(holding) -> set[str]:
    """The columns of a holding of which nothing may be left."""
    if holding.fate is Fate.GOES:
        return {column.name for column in holding.rows.columns} - {"uid"}
    return set(EMPTY) if holding.key == "id" else set(holding.emptied)


def test_the_person_is_in_every_table_that_can_hold_somebody(person):
    assert [f"{each.table}.{each.key}" for each in HOLDINGS if not rows(each, whom(person))] == []


def test_no_table_holds_anything_of_who_was_erased(person):
    planted = {}
    for holding in HOLDINGS:
        planted |= plant(person, holding, goes(holding))
    assert len(planted) > 60
    person.name, person.email = NAME, ADDRESS
    db.session.commit()
    erase(person, clock.now(), actor="user:1", reason=Reason.REQUEST)
    db.session.commit()
    assert tables_with("kanarie") == []
    assert tables_with("Kanarie") == []


def test_what_others_said_and_who_was_there_goes_on_counting(here, person):
    said_of, past = len(rows(about(), whom(person))), here.meetings["past"]
    before = [guest.attendance for guest in meetings.list_guests(past)]
    erase(person, clock.now(), actor="test", reason=Reason.REQUEST)
    assert len(rows(about(), whom(person))) == said_of > 0
    assert [guest.attendance for guest in meetings.list_guests(past)] == before
    assert {guest.person.name for guest in meetings.list_guests(past) if guest.person.erased_at} == {LEFT}
    assert person.sector.key == "welzijn"


def about():
    return next(holding for holding in HOLDINGS if holding.key == "named_id")


def test_who_was_erased_is_on_no_list(here, person):
    theirs = whom(person)
    erase(person, clock.now(), actor="test", reason=Reason.REQUEST)
    for archived in (False, True):
        assert {row.id for row in register.list_people(here.project, Filter(archived=archived))} & set(
            theirs.ids
        ) == set()
    wave = measuring.find_open_wave(here.project)
    assert person not in [entry.person for entry in measuring.list_asked(wave)]
    assert person not in ties.list_named(here.guest, wave, clock.now())
    for name in ("ahead", "draft"):
        assert person not in [guest.person for guest in meetings.list_guests(here.meetings[name])]


def test_every_record_that_was_merged_into_one_goes(person):
    theirs = whom(person)
    assert len(theirs.ids) == 2
    erase(person, clock.now(), actor="test", reason=Reason.REQUEST)
    table = db.metadata.tables["person"]
    found = db.session.connection().execute(table.select().where(table.c.id.in_(theirs.ids))).all()
    assert [(row.name, row.email, row.merged_into_id) for row in found] == [(LEFT, None, None)] * 2


def test_others_are_left_alone(here, person):
    theirs = whom(person)
    table = db.metadata.tables["person"]
    query = table.select().where(table.c.id.not_in(theirs.ids)).order_by(table.c.id)
    before = [row._asdict() for row in db.session.connection().execute(query).all()]
    erase(person, clock.now(), actor="test", reason=Reason.REQUEST)
    after = [row._asdict() for row in db.session.connection().execute(query).all()]
    released = [row | {"successor_id": None} if row["successor_id"] == person.id else row for row in before]
    assert after == released


def test_a_shared_address_takes_no_one_else_along(here, person):
    """Two people behind practice@: mail that names no person is only theirs when the name is."""
    other = here.people[2]
    other.email = ADDRESS
    db.session.flush()
    holding = next(each for each in HOLDINGS if each.key == "to_address")
    assert [row.to_name for row in rows(holding, whom(person))] == [NAME]
    assert rows(holding, whom(other)) == []


def test_erasing_twice_is_refused_and_leaves_one_trace(person):
    erase(person, clock.now(), actor="user:1", reason=Reason.REQUEST)
    with pytest.raises(AlreadyErased):
        erase(person, clock.now(), actor="user:1", reason=Reason.REQUEST)
    query = select(AuditEvent.actor, AuditEvent.subject).where(AuditEvent.event == "person erased: request")
    assert [tuple(event) for event in db.session.execute(query)] == [("user:1", f"person:{person.id}")]


def test_no_log_line_names_who_was_erased(person, caplog):
    caplog.set_level("DEBUG")
    erase(person, clock.now(), actor="user:1", reason=Reason.REQUEST)
    db.session.commit()
    assert NAME not in caplog.text
    assert ADDRESS not in caplog.text


def test_a_desk_that_bears_their_name_does_not_come_into_the_open(here, person):
    """It was hidden because it was theirs; a name that nobody bears any more hides nothing."""
    service = here.organisations[0].services[0]
    desk = Desk(NAME, "Balie", ADDRESS)
    directory.edit_service(service, service.version, clock.now(), contacts=[desk], email=ADDRESS)
    erase(person, clock.now(), actor="test", reason=Reason.REQUEST)
    db.session.commit()
    assert (service.contacts, service.email) == ([], None)
    assert tables_with(ADDRESS) + tables_with(NAME) == []
