"""Verbs of ties: what people state of whom they know. Nothing is ever overwritten."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from kapstok.accounts import audit
from kapstok.extensions import db
from kapstok.mail import service as mail
from kapstok.register.models import Person
from kapstok.scope import in_project
from kapstok.ties.measuring import WITH_BACKGROUND, active, entries_of
from kapstok.ties.models import RosterEntry, Tie, Wave
from kapstok.ties.rules import (
    PULSE_LASTS,
    Answers,
    NotAsked,
    Said,
    Source,
    WaveClosed,
    check_answers,
    news,
)

# Statements


def list_named(person: Person, wave: Wave | None, now: dt.datetime) -> list[Person]:
    """Whom ``person`` is asked about: others who are active and stand on lists; in a measurement also on its roster."""
    query = active(person.project_id, now).where(Person.on_rosters, Person.id != person.id)
    if wave is not None:
        named = select(RosterEntry.person_id).where(RosterEntry.wave_id == wave.id, RosterEntry.named)
        query = query.where(Person.id.in_(named))
    return list(db.session.scalars(query.options(*WITH_BACKGROUND)))


def block_of(person: Person) -> int:
    """Under which heading somebody stands: the organisation's id, or 0. A mantelzorger's would tell too much."""
    return 0 if person.is_mantelzorger else person.organisation_id or 0


def said_before(
    person: Person, now: dt.datetime, *, wave: Wave | None = None, meeting_id: int | None = None
) -> dict[int, Said]:
    """The person's latest answer per person named on this occasion: in the measurement, or lately after the meeting."""
    query = in_project(Tie, person.project_id).where(Tie.respondent_id == person.id)
    if wave is not None:
        query = query.where(Tie.wave_id == wave.id)
    else:
        recent = Tie.stated_at > now - PULSE_LASTS
        query = query.where(Tie.source == Source.PULSE, Tie.meeting_id == meeting_id, recent)
    ties = db.session.scalars(query.order_by(Tie.stated_at, Tie.id))
    return {tie.named_id: Said(tie.strength, tie.by_block) for tie in ties}


def record_statements(
    person: Person,
    answers: Answers,
    now: dt.datetime,
    *,
    wave: Wave | None = None,
    meeting_id: int | None = None,
    entered_by_id: int | None = None,
) -> int:
    """Keep what ``person`` says of whom they know; the number of new statements (a repeat gives 0).

    With a ``wave`` the answers belong to that measurement, else they are a pulse, after the meeting ``meeting_id`` when
    there was one. ``entered_by_id``: the user who types in what a participant said on paper or by phone.
    Raises ``WaveClosed``, ``NotAsked``, and what ``check_answers`` refuses.
    """
    # Of a form sent twice, the second sees the first. Not a lock on the key: two who name each other would deadlock.
    db.session.refresh(person, ["version"], with_for_update={"key_share": True})
    entry = None if wave is None else _open_entry(wave, person)
    listed = {named.id: block_of(named) for named in list_named(person, wave, now)}
    check_answers(answers, person.id, listed)
    new = news(answers, listed, said_before(person, now, wave=wave, meeting_id=meeting_id))
    for named_id, said in new.items():
        db.session.add(
            Tie(
                project_id=person.project_id,
                respondent_id=person.id,
                named_id=named_id,
                strength=said.strength,
                by_block=said.by_block,
                source=Source.PULSE if wave is None else Source.WAVE,
                wave_id=None if wave is None else wave.id,
                meeting_id=meeting_id,
                stated_at=now,
                entered_by_id=entered_by_id,
            )
        )
    if entry is not None:
        entry.answered_at = entry.answered_at or now
        mail.withdraw(entry.mail_key)
    if entered_by_id is not None:
        actor, subject = f"user:{entered_by_id}", f"person:{person.id}"
        audit.record("lines entered for a participant", actor=actor, project_id=person.project_id, subject=subject)
    db.session.flush()
    return len(new)


def _open_entry(wave: Wave, person: Person) -> RosterEntry:
    if wave.closed_at is not None:
        raise WaveClosed()
    entry = db.session.scalar(entries_of(wave).where(RosterEntry.person_id == person.id, RosterEntry.asks))
    if entry is None:
        raise NotAsked()
    return entry
