"""Asking by mail: everybody in a measurement once, and later again who has not answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field

from sqlalchemy import func, select

from kapstok import clock
from kapstok.accounts import audit
from kapstok.extensions import db
from kapstok.mail.models import OutboxMessage
from kapstok.mail.rules import BadAddress, Status
from kapstok.register.letters import Letterhead, mark_asked, post, sender_of
from kapstok.register.models import Person
from kapstok.register.rules import ASK_AGAIN_AFTER, may_be_asked
from kapstok.ties import messages
from kapstok.ties.measuring import entries_of, list_asked
from kapstok.ties.models import RosterEntry, Wave
from kapstok.ties.roster_rules import minutes_to_answer
from kapstok.ties.rules import WaveClosed

QUESTION = "measurement"  # kind of the mail
NEVER_READ = (Status.FAILED, Status.SUPERSEDED)


@dataclass
class Asking:
    """Everybody whom a measurement asks, by what a mail now means for them."""

    to_ask: list[RosterEntry] = field(default_factory=list)
    answered: list[RosterEntry] = field(default_factory=list)
    too_soon: list[RosterEntry] = field(default_factory=list)  # got a mail that asks something, less than a month ago
    unreachable: list[RosterEntry] = field(default_factory=list)  # no address, or one that a mail server refused
    gone: list[RosterEntry] = field(default_factory=list)  # left since the roster was written down

    @property
    def again_at(self) -> dt.datetime | None:
        """When the first of those who were asked something lately can be mailed, or None."""
        asked = [entry.person.asked_at for entry in self.too_soon if entry.person.asked_at is not None]
        return min(asked) + ASK_AGAIN_AFTER if asked else None


def who_gets_mail(entries: Collection[RosterEntry], now: dt.datetime) -> Asking:
    """Sort out who is asked (``measuring.list_asked``)."""
    found = Asking()
    for entry in entries:
        person = entry.person
        if entry.answered_at is not None:
            found.answered.append(entry)
        elif is_gone(person, now):
            found.gone.append(entry)
        elif not person.email or person.address_refused_at is not None:
            found.unreachable.append(entry)
        elif not may_be_asked(person.asked_at, now):
            found.too_soon.append(entry)
        else:
            found.to_ask.append(entry)
    return found


def last_mailed(entries: Collection[RosterEntry]) -> dict[int, dt.datetime]:
    """When those who were mailed in this measurement last were, by id of the entry. A refused mail is none."""
    by_key = {entry.mail_key: entry.id for entry in entries}
    query = (
        select(OutboxMessage.supersede_key, OutboxMessage.created_at)
        .where(OutboxMessage.supersede_key.in_(by_key), OutboxMessage.status.not_in(NEVER_READ))
        .order_by(OutboxMessage.id)
    )
    return {by_key[key]: created_at for key, created_at in db.session.execute(query) if key is not None}


def minutes_for(wave: Wave) -> int:
    """How long answering takes, as people are told in the mail, on the poster and at its door."""
    named = entries_of(wave).where(RosterEntry.named).with_only_columns(func.count())
    return minutes_to_answer(db.session.scalar(named) or 0, items=wave.asks_items)


def ask_by_mail(wave: Wave, letterhead: Letterhead, now: dt.datetime, *, actor: str) -> list[RosterEntry]:
    """Mail the link to their own page to who can be asked and has not answered; twice is harmless.

    Who was mailed in this measurement before gets a reminder, never within a month. Returns who was written to.
    Raises ``WaveClosed``.
    """
    db.session.refresh(wave, ["closed_at"], with_for_update={"key_share": True})  # two tabs, one mail
    if wave.closed_at is not None:
        raise WaveClosed()
    asked = list_asked(wave)
    minutes = minutes_for(wave)
    mailed = last_mailed(asked)
    written = []
    for entry in who_gets_mail(asked, now).to_ask:
        try:
            _queue(entry, wave, letterhead, now, minutes, reminder=entry.id in mailed)
        except BadAddress:
            continue
        written.append(entry)
    mark_asked(wave.project_id, [entry.person_id for entry in written], now)
    audit.record("measurement asked by mail", actor=actor, project_id=wave.project_id, subject=f"wave:{wave.id}")
    return written


def _queue(
    entry: RosterEntry, wave: Wave, letterhead: Letterhead, now: dt.datetime, minutes: int, *, reminder: bool
) -> None:
    person, last_day = entry.person, wave.closes_on
    still_ahead = last_day is not None and clock.local_date(now) <= last_day
    with letterhead.speaking(person.language) as words:
        letter = messages.question(
            words.translate,
            person.name,
            sender_of(wave.project, letterhead),
            letterhead.personal_link(person),
            letterhead.personal_link_days,
            minutes=minutes,
            last_day=words.day(last_day) if still_ahead else "",
            reminder=reminder,
        )
    post(letter, person, wave.project, letterhead, now, kind=QUESTION, supersede_key=entry.mail_key)


def is_gone(person: Person, now: dt.datetime) -> bool:
    """Whether somebody on a roster no longer takes part."""
    left = person.left_on is not None and person.left_on <= clock.local_date(now)
    return left or person.archived_at is not None
