"""What a projectleider sees of who knows whom: dated notes of two people, beside what people say themselves.

They are a source of their own, in no headline figure and in nobody's "people I know". Both people find them among their
own data.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Select, or_
from sqlalchemy.orm import joinedload

from kapstok import clock
from kapstok.accounts import audit
from kapstok.errors import N_, NotFound, Refused
from kapstok.extensions import db
from kapstok.projects.models import Project
from kapstok.register.models import Person
from kapstok.scope import get_in_project, in_project
from kapstok.ties.ledger import that_count
from kapstok.ties.measuring import WITH_BACKGROUND, active
from kapstok.ties.models import Tie
from kapstok.ties.rules import STRENGTHS, Source, StrengthOutOfRange

_NOON = dt.time(12)


class SamePerson(Refused):
    """A line has two ends."""

    sentence = N_("Kies twee verschillende mensen.")


class NotOnLists(Refused):
    """Somebody who does not take part today, or stands on no list: which of these is not told."""

    sentence = N_("%(name)s staat niet op de lijst. Over deze persoon kunt u hier niets noteren.")


class NotYet(Refused):
    """Nobody saw tomorrow."""

    sentence = N_("Die dag moet nog komen. Kies vandaag of een eerdere dag.")


@dataclass(frozen=True)
class Observation:
    """One note of two people: 0–4, or None once it was withdrawn."""

    id: int  # of the first of its two rows
    one: Person
    other: Person
    strength: int | None
    seen_at: dt.datetime


def observable(project: Project, now: dt.datetime) -> list[Person]:
    """Whom something can be noted of, by name: who takes part and stands on lists."""
    query = active(project.id, now).where(Person.on_rosters).options(*WITH_BACKGROUND)
    return list(db.session.scalars(query.order_by(Person.name, Person.id)))


def observe(one: Person, other: Person, strength: int, seen_on: dt.date, user_id: int, now: dt.datetime) -> None:
    """Note how two people know each other as far as this projectleider sees, on ``seen_on``; a repeat adds nothing.

    A later note is a new pair of rows. Raises ``SamePerson``, ``StrengthOutOfRange``, ``NotYet``, ``NotOnLists``.
    """
    if one.id == other.id:
        raise SamePerson()
    if strength not in STRENGTHS:
        raise StrengthOutOfRange()
    today = clock.local_date(now)
    if seen_on > today:
        raise NotYet()
    listed = {person.id for person in observable(db.session.get_one(Project, one.project_id), now)}
    for person in (one, other):
        if person.id not in listed:
            raise NotOnLists(name=person.name)
    seen_at = now if seen_on == today else clock.from_local(seen_on, _NOON)
    if _noted_already(one, other, strength, seen_on, user_id):
        return
    _write(one.id, other.id, strength, seen_at, one.project_id, user_id)
    _note("line observed", one.project_id, user_id, (one.id, other.id))


def list_observations(project: Project, user_id: int) -> list[Observation]:
    """What this user noted, the newest day first; withdrawn notes too."""
    return _folded(db.session.scalars(_notes(project.id).where(Tie.entered_by_id == user_id)))


def observations_about(person: Person) -> list[Observation]:
    """What anybody noted about ``person`` and still stands, the newest day first."""
    rows = _notes(person.project_id).where(or_(Tie.respondent_id == person.id, Tie.named_id == person.id))
    return [note for note in _folded(db.session.scalars(rows)) if note.strength is not None]


def withdraw(project: Project, observation_id: int, user_id: int) -> Observation:
    """Take a note back: from its day on nothing was observed. Twice is harmless. ``NotFound`` for another's note."""
    row = get_in_project(Tie, project, observation_id)
    if row.source != Source.PROJECTLEIDER or row.entered_by_id != user_id:
        raise NotFound()
    same = _notes(project.id).where(Tie.respondent_id == row.respondent_id, Tie.named_id == row.named_id)
    (note,) = _folded(db.session.scalars(same.where(Tie.stated_at == row.stated_at, Tie.entered_by_id == user_id)))
    if note.strength is not None:
        # At its own moment: it never held, and what was noted later still does.
        _write(note.one.id, note.other.id, None, note.seen_at, project.id, user_id)
        _note("observation withdrawn", project.id, user_id, (note.one.id, note.other.id))
    return note


# Inside


def _notes(project_id: int) -> Select[Tie]:
    """One row of each pair of rows: the one that names the person with the higher id. The oldest first."""
    one_way = Tie.source == Source.PROJECTLEIDER, Tie.respondent_id < Tie.named_id
    return that_count(project_id).where(*one_way).order_by(Tie.stated_at, Tie.id)


def _folded(rows: Iterable[Tie]) -> list[Observation]:
    """A note with its withdrawal is one: the last word about two people, of one user at one moment."""
    notes: dict[tuple, tuple[Tie, Tie]] = {}
    for row in rows:
        key = (row.stated_at, row.respondent_id, row.named_id, row.entered_by_id)
        notes[key] = (notes.get(key, (row, row))[0], row)
    people = _people(first for first, _last in notes.values())
    return [
        Observation(first.id, people[first.respondent_id], people[first.named_id], last.strength, first.stated_at)
        for first, last in reversed(notes.values())
    ]


def _people(rows: Iterable[Tie]) -> dict[int, Person]:
    rows = list(rows)
    ids = {person_id for row in rows for person_id in (row.respondent_id, row.named_id)}
    if not ids:
        return {}
    found = in_project(Person, rows[0].project_id).where(Person.id.in_(ids)).options(joinedload(Person.organisation))
    return {person.id: person for person in db.session.scalars(found)}


def _noted_already(one: Person, other: Person, strength: int, seen_on: dt.date, user_id: int) -> bool:
    ids = sorted((one.id, other.id))
    rows = _notes(one.project_id).where(Tie.respondent_id == ids[0], Tie.named_id == ids[1])
    notes = _folded(db.session.scalars(rows.where(Tie.entered_by_id == user_id)))
    same_day = [note for note in notes if clock.local_date(note.seen_at) == seen_on]
    return bool(same_day) and same_day[0].strength == strength


def _write(
    one_id: int, other_id: int, strength: int | None, seen_at: dt.datetime, project_id: int, user_id: int
) -> None:
    """A row in both directions: who sees two people together sees no direction."""
    for respondent_id, named_id in ((one_id, other_id), (other_id, one_id)):
        db.session.add(
            Tie(
                project_id=project_id,
                respondent_id=respondent_id,
                named_id=named_id,
                strength=strength,
                source=Source.PROJECTLEIDER,
                stated_at=seen_at,
                entered_by_id=user_id,
            )
        )
    db.session.flush()


def _note(event: str, project_id: int, user_id: int, ids: Iterable[int]) -> None:
    for person_id in ids:
        audit.record(event, actor=f"user:{user_id}", project_id=project_id, subject=f"person:{person_id}")
