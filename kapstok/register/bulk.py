"""One change to many people at once, and taking that back as a whole."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import func

from kapstok.accounts import audit, history
from kapstok.accounts.models import Change
from kapstok.errors import Refused
from kapstok.extensions import db
from kapstok.mail.rules import BadAddress
from kapstok.projects.models import Project
from kapstok.register import messages, service
from kapstok.register.letters import Letterhead, mark_asked, post, sender_of
from kapstok.register.models import Person
from kapstok.register.rules import may_be_asked
from kapstok.scope import in_project

MOST_AT_ONCE = 200
QUESTION = "check"  # kind of the mail


class Act(StrEnum):
    """What can be done to many people at once; the words stand in addresses."""

    FUNCTION = "functie"
    ORGANISATION = "organisatie"
    AREA = "wijk"
    LANGUAGE = "taal"
    ARCHIVE = "archiveren"
    RESTORE = "terugzetten"
    CHECK = "nakijken"  # ask them by mail to look at their own card


COLUMN = {
    Act.FUNCTION: "function_id",
    Act.ORGANISATION: "organisation_id",
    Act.AREA: "area",
    Act.LANGUAGE: "language",
}
# With what follows from an act. History also notes what is no column: a merge, a consent.
_CHANGES = {*COLUMN.values(), "sector_id", "on_rosters", "archived_at", "left_on"}


@dataclass(frozen=True)
class Outcome:
    """How many changed and at what moment (which undoes them together), and who could not, with the reason."""

    changed: int
    at: dt.datetime | None
    refused: tuple[tuple[str, Refused], ...]


def get_people(project: Project, ids: Sequence[int]) -> list[Person]:
    """Those of ``ids`` that are in this project, by name; at most ``MOST_AT_ONCE``."""
    query = in_project(Person, project).where(Person.id.in_(list(ids)[:MOST_AT_ONCE]), Person.erased_at.is_(None))
    query = query.where(Person.merged_into_id.is_(None)).options(*service.WITH_BACKGROUND)
    return list(db.session.scalars(query.order_by(func.lower(Person.name), Person.id)))


def change_all(
    project: Project, act: Act, value: int | str | None, people: Sequence[Person], now: dt.datetime
) -> Outcome:
    """Do one act to everybody to whom it can be done; says who was left. Raises ``NotFound`` for a strange key."""
    refused = []
    able = []
    for person in people:
        try:
            _check(person, act, value)
        except Refused as refusal:
            refused.append((person.name, refusal))
        else:
            able.append(person)
    with db.session.no_autoflush:  # one flush: the history tells it as one act
        for person in able:
            _write(person, act, value, now)
    changed = [person for person in able if db.session.is_modified(person)]
    db.session.flush()
    at = _moment_of(project, changed[0]) if changed else None
    return Outcome(len(changed), at, tuple(refused))


def changes_at(project: Project, at: dt.datetime, actor: str) -> list[Change]:
    """What ``actor`` changed about people in one act, by person."""
    query = in_project(Change, project).where(
        Change.at == at, Change.actor == actor, Change.record.startswith("person:"), Change.field.in_(_CHANGES)
    )
    return list(db.session.scalars(query.order_by(Change.record, Change.id)))


def undo(project: Project, at: dt.datetime, actor: str) -> tuple[int, int]:
    """Take back one act of ``actor``: (how many people have what they had, how many were changed again since).

    Saying it twice is harmless.
    """
    changes = changes_at(project, at, actor)
    ids = {int(change.record.partition(":")[2]) for change in changes}
    people = {history.record_of(person): person for person in get_people(project, sorted(ids))}
    restored, left = set(), set()
    for change in changes:
        person, column = people.get(change.record), Person.__table__.c[change.field]
        if person is None or history.written(column, getattr(person, change.field)) != change.new:
            left.add(change.record)
            continue
        setattr(person, change.field, history.read_back(column, change.old))
        restored.add(change.record)
    db.session.flush()
    return len(restored), len(left - restored)


def ask_to_check(
    project: Project, people: Sequence[Person], letterhead: Letterhead, now: dt.datetime, *, actor: str
) -> list[Person]:
    """Mail those who may be asked now the link to their own card; who was written to. Twice is harmless."""
    db.session.refresh(project, ["version"], with_for_update={"key_share": True})  # two tabs, one mail
    written = []
    for person in people:
        db.session.refresh(person, ["asked_at"])
        if not can_be_asked(person, now):
            continue
        with letterhead.speaking(person.language) as words:
            link, days = f"{letterhead.personal_link(person)}/gegevens", letterhead.personal_link_days
            letter = messages.ask_to_check(words.translate, person.name, sender_of(project, letterhead), link, days)
        try:
            post(letter, person, project, letterhead, now, kind=QUESTION, supersede_key=f"{QUESTION}:{person.id}")
        except BadAddress:
            continue
        written.append(person)
    mark_asked(project.id, [person.id for person in written], now)
    audit.record("cards to be checked asked by mail", actor=actor, project_id=project.id)
    return written


def can_be_asked(person: Person, now: dt.datetime) -> bool:
    """Whether a mail would reach them, and none asked them something within a month."""
    reachable = bool(person.email) and person.address_refused_at is None and person.archived_at is None
    return reachable and may_be_asked(person.asked_at, now)


def _check(person: Person, act: Act, value: int | str | None) -> None:
    if act is Act.ORGANISATION:
        service.check_change(person, organisation_id=value)


def _write(person: Person, act: Act, value: int | str | None, now: dt.datetime) -> None:
    if act is Act.ARCHIVE:
        service.archive_person(person, now)
    elif act is Act.RESTORE:
        service.restore_person(person)
    else:
        service.write_person(person, **{COLUMN[act]: value})


def _moment_of(project: Project, person: Person) -> dt.datetime:
    newest = in_project(Change, project).where(Change.record == history.record_of(person), Change.field != "")
    return db.session.scalars(newest.order_by(Change.id.desc()).limit(1)).one().at
