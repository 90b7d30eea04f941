"""Verbs of ties: what people state of whom they know. Nothing is ever overwritten."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Row, Select, case, func, insert, or_, select

from kapstok.accounts import audit
from kapstok.extensions import db
from kapstok.mail import service as mail
from kapstok.projects.models import Term
from kapstok.register.models import Organisation, Person
from kapstok.scope import in_project
from kapstok.ties.ledger import that_count
from kapstok.ties.measuring import WITH_BACKGROUND, active, entries_of
from kapstok.ties.models import RosterEntry, Tie, Wave
from kapstok.ties.rules import (
    PULSE_LASTS,
    Answers,
    NotAsked,
    NothingSaid,
    Said,
    Source,
    WaveClosed,
    check_answers,
    news,
    said_elsewhere,
)


@dataclass(frozen=True)
class Recorded:
    """What became of one form."""

    added: int  # new statements; a repeat adds none
    last: int  # id of the person's last statement on this occasion
    gone: frozenset[int]  # people who left the list since the page was made: nothing was kept of them
    elsewhere: Mapping[int, Said]  # who was answered on another screen since, and what stands now


# Statements


def list_named(person: Person, wave: Wave | None, now: dt.datetime) -> list[Person]:
    """Whom ``person`` is asked about: others who are active and stand on lists; in a measurement also on its roster."""
    return list(db.session.scalars(_named(person, wave, now).options(*WITH_BACKGROUND)))


def block_of(person: Person) -> int:
    """Under which heading somebody stands: the organisation's id, or 0. A mantelzorger's would tell too much."""
    return 0 if person.is_mantelzorger else person.organisation_id or 0


def said_before(
    person: Person,
    now: dt.datetime,
    *,
    wave: Wave | None = None,
    meeting_id: int | None = None,
    upto: int | None = None,
) -> dict[int, Said]:
    """The person's latest answer per person named on this occasion: in the measurement, or lately after the meeting.

    ``upto``: as it was when the statement with this id was the last.
    """
    said = _statements(person, now, wave, meeting_id)
    return _latest(said if upto is None else (row for row in said if row.id <= upto))


def last_statement(person: Person, now: dt.datetime, *, wave: Wave | None = None, meeting_id: int | None = None) -> int:
    """Id of the person's last statement on this occasion; 0 when there is none."""
    query = _on_occasion(person, now, wave, meeting_id)
    return db.session.scalar(query.with_only_columns(func.max(Tie.id))) or 0


def said_in_previous(person: Person, wave: Wave) -> dict[int, int]:
    """What the person answered (0–4) in the measurement before this one, when this one may show it.

    "Weet ik niet" is not there: it stays unknown.
    """
    if not wave.offers_previous:
        return {}
    earlier = in_project(Wave, wave.project_id).where(Wave.number < wave.number)
    previous = db.session.scalar(earlier.order_by(Wave.number.desc()).limit(1))
    if previous is None:
        return {}
    said = _latest(_statements(person, previous.opened_at, previous, None))
    return {named: answer.strength for named, answer in said.items() if answer.strength is not None}


def record_statements(
    person: Person,
    answers: Answers,
    now: dt.datetime,
    *,
    wave: Wave | None = None,
    meeting_id: int | None = None,
    entered_by_id: int | None = None,
) -> Recorded:
    """Keep what ``person`` says of whom they know.

    With a ``wave`` the answers belong to that measurement, else they are a pulse, after the meeting ``meeting_id`` when
    there was one. ``entered_by_id``: the user who types in what a participant said on paper or by phone.
    Raises ``WaveClosed``, ``NotAsked``, and what ``check_answers`` refuses.
    """
    take_turns(person)
    entry = None if wave is None else _open_entry(wave, person)
    listed = _blocks(person, wave, now)
    gone = _gone(person.project_id, wave, answers.strengths.keys() - listed.keys() - {person.id})
    check_answers(answers, person.id, listed, gone)
    rows = _statements(person, now, wave, meeting_id)
    before, shown = _latest(rows), _latest(row for row in rows if row.id <= (answers.seen or 0))
    previous = said_in_previous(person, wave) if wave is not None and answers.carried | answers.dropped else {}
    new = news(answers, listed, before, shown=shown, previous=previous)
    _add(
        new,
        project_id=person.project_id,
        respondent_id=person.id,
        source=Source.PULSE if wave is None else Source.WAVE,
        wave_id=None if wave is None else wave.id,
        meeting_id=meeting_id,
        stated_at=now,
        entered_by_id=entered_by_id,
    )
    if entry is not None and (new or before):  # a form of which nothing could be kept is no response
        entry.answered_at = entry.answered_at or now
        mail.withdraw(entry.mail_key)
    if entered_by_id is not None:
        actor, subject = f"user:{entered_by_id}", f"person:{person.id}"
        audit.record("lines entered for a participant", actor=actor, project_id=person.project_id, subject=subject)
    db.session.flush()
    last = last_statement(person, now, wave=wave, meeting_id=meeting_id)
    return Recorded(len(new), last, frozenset(gone), said_elsewhere(answers, shown, before, new))


def record_list(
    person: Person, said: Mapping[int, int | None], listed: Collection[int], now: dt.datetime, *, meeting_id: int
) -> None:
    """Keep what ``person`` says of a list of people of its own (``listed``), made after the meeting ``meeting_id``.

    All of it is a statement of ``now``, also what was said before in another form: so what was said on the list is
    known apart. Raises what ``check_answers`` refuses.
    """
    take_turns(person)
    check_answers(Answers(said), person.id, dict.fromkeys(listed, 0))
    _add(
        {named: Said(strength) for named, strength in said.items()},
        project_id=person.project_id,
        respondent_id=person.id,
        source=Source.PULSE,
        meeting_id=meeting_id,
        stated_at=now,
    )


def finish(person: Person, wave: Wave, now: dt.datetime) -> None:
    """``person`` says that they are done with this measurement. They may still change their mind; twice is harmless.

    Raises ``WaveClosed``, ``NotAsked``, and ``NothingSaid`` when they answered nothing at all.
    """
    entry = _open_entry(wave, person)
    if entry.answered_at is None:
        raise NothingSaid()
    entry.finished_at = entry.finished_at or now
    db.session.flush()


def find_entry(person: Person, wave: Wave) -> RosterEntry | None:
    """The person's own place on the roster, when they are asked."""
    return db.session.scalar(entries_of(wave).where(RosterEntry.person_id == person.id, RosterEntry.asks))


def take_turns(person: Person) -> None:
    """What one person states is kept one form after the other: of a form sent twice, the second sees the first."""
    # Not a lock on the key: two who name each other would deadlock.
    db.session.refresh(person, ["version"], with_for_update={"key_share": True})


# Inside


def _open_entry(wave: Wave, person: Person) -> RosterEntry:
    db.session.refresh(wave, ["closed_at"], with_for_update={"read": True, "key_share": True})  # closing waits
    if wave.closed_at is not None:
        raise WaveClosed()
    entry = find_entry(person, wave)
    if entry is None:
        raise NotAsked()
    return entry


def _named(person: Person, wave: Wave | None, now: dt.datetime) -> Select[Person]:
    query = active(person.project_id, now).where(Person.on_rosters, Person.id != person.id)
    if wave is not None:
        named = select(RosterEntry.person_id).where(RosterEntry.wave_id == wave.id, RosterEntry.named)
        query = query.where(Person.id.in_(named))
    return query


def _blocks(person: Person, wave: Wave | None, now: dt.datetime) -> dict[int, int]:
    """Whom ``person`` is asked about, with ``block_of`` each, without making a row of everybody."""
    keys = in_project(Term, person.project_id).where(Term.key.in_(("mantelzorger", "mantelzorgers")))
    caring = set(db.session.scalars(keys.with_only_columns(Term.id)))
    sector = case((Person.organisation_id.is_(None), Person.sector_id), else_=Organisation.sector_id)
    query = (
        _named(person, wave, now)
        .outerjoin(Organisation, Organisation.id == Person.organisation_id)
        .with_only_columns(Person.id, Person.organisation_id, Person.function_id, sector)
    )
    return {named: 0 if caring & {*terms} else home or 0 for named, home, *terms in db.session.execute(query)}


def _gone(project_id: int, wave: Wave | None, unknown: Collection[int]) -> set[int]:
    """Of people who are not on the list those who were: on the roster, or in the project until they left."""
    if not unknown:
        return set()
    if wave is not None:
        query = entries_of(wave).where(RosterEntry.named).with_only_columns(RosterEntry.person_id)
        return set(db.session.scalars(query.where(RosterEntry.person_id.in_(unknown))))
    left = or_(Person.archived_at.is_not(None), Person.left_on.is_not(None))
    query = in_project(Person, project_id).where(Person.id.in_(unknown), Person.on_rosters, left)
    return set(db.session.scalars(query.with_only_columns(Person.id)))


def _on_occasion(person: Person, now: dt.datetime, wave: Wave | None, meeting_id: int | None) -> Select[Tie]:
    query = that_count(person.project_id).where(Tie.respondent_id == person.id)
    if wave is not None:
        return query.where(Tie.wave_id == wave.id)
    recent = Tie.stated_at > now - PULSE_LASTS
    return query.where(Tie.source == Source.PULSE, Tie.meeting_id == meeting_id, recent)


def _statements(person: Person, now: dt.datetime, wave: Wave | None, meeting_id: int | None) -> list[Row]:
    """Everything the person said on this occasion, oldest first: (id, named_id, strength, by_block, carried)."""
    columns = Tie.id, Tie.named_id, Tie.strength, Tie.by_block, Tie.carried
    query = _on_occasion(person, now, wave, meeting_id).with_only_columns(*columns)
    return list(db.session.execute(query.order_by(Tie.stated_at, Tie.id)))


def _latest(rows: Iterable[Row]) -> dict[int, Said]:
    return {row.named_id: Said(row.strength, row.by_block, row.carried) for row in rows}


def _add(new: Mapping[int, Said], **shared: object) -> None:
    """One insert for the whole form."""
    if new:
        rows = [shared | {"named_id": named} | said._asdict() for named, said in new.items()]
        db.session.execute(insert(Tie.__table__), rows)  # the table: rows of the model would take twice as long
