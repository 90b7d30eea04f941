"""Mail to who receives a referral that is followed: that it comes, and one reminder."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_
from sqlalchemy.orm import joinedload

from kapstok import clock
from kapstok.directory.freshness import can_be_mailed, is_here
from kapstok.directory.models import Service
from kapstok.extensions import db
from kapstok.mail import service as mail
from kapstok.mail.letter import Letter
from kapstok.mail.mime import Mailbox
from kapstok.mail.rules import BadAddress
from kapstok.projects import service as projects
from kapstok.projects.models import Project
from kapstok.projects.rules import Module
from kapstok.referrals.following import messages
from kapstok.referrals.following.finding import stage_of
from kapstok.referrals.following.messages import Told
from kapstok.referrals.following.rules import NOTICE, REMIND_AFTER, REMINDER, UNDER_WAY, Stage, is_due
from kapstok.referrals.following.service import notice_key
from kapstok.referrals.models import Referral
from kapstok.register.letters import Letterhead, Words, mark_asked, post, sender_of
from kapstok.register.models import Person
from kapstok.register.rules import may_be_asked
from kapstok.scope import in_project

Link = Callable[[Referral], str]  # the page on which one referral is closed
_DESK_READS = "nl"


@dataclass(frozen=True)
class Receiver:
    """Where mail about a referral goes: a desk, or (``person``) the keeper of the service."""

    name: str
    address: str
    person: Person | None = None


def receiver_of(referral: Referral, today: dt.date) -> Receiver | None:
    """The desk of the service, else its keeper, else the organisation; None when nobody can be mailed.

    What stopped has no desk any more, and who left keeps nothing.
    """
    organisation, service = referral.to_organisation, referral.to_service
    if organisation.archived_at is not None:
        return None
    if service is not None and service.archived_at is None:
        if service.email:
            return Receiver(service.name, service.email)
        if service.keeper is not None and is_here(service.keeper, today) and can_be_mailed(service.keeper):
            return Receiver(service.keeper.name, service.keeper.email or "", service.keeper)
    return Receiver(organisation.name, organisation.email) if organisation.email else None


def tell_receiver(referral: Referral, project: Project, letterhead: Letterhead, link: Link, now: dt.datetime) -> bool:
    """Mail the receiver that it comes, once. Whether there was anybody to mail."""
    if referral.notified_at is not None:
        return True
    receiver = receiver_of(referral, clock.local_date(now))
    if receiver is None:
        return False

    def write(words: Words) -> Letter:
        told = _told(referral, words, link)
        return messages.it_comes(words.translate, receiver.name, sender_of(project, letterhead), told)

    if not _send(write, receiver, project, letterhead, now, NOTICE, notice_key(referral)):
        return False
    referral.notified_at = now
    db.session.flush()
    return True


def remind_due(project: Project, letterhead: Letterhead, link: Link, now: dt.datetime) -> int:
    """Remind each receiver once of what is open, in one mail; how many mails. Repeating it is harmless.

    A mail goes when one referral waited 30 days, and tells of all that are open and were not reminded of. A desk gets
    one a month at most, and so does a person, whatever else asked something of them; also where they are the desk.
    """
    if not projects.has_module(project, Module.FOLLOWING):
        return 0
    db.session.refresh(project, ["version"], with_for_update={"key_share": True})  # two jobs, one mail
    today, count = clock.local_date(now), 0
    found = _by_receiver(project, today)
    readers = _readers(project, [receiver.address.lower() for receiver, _rows in found])
    for receiver, rows in found:
        people = readers[receiver.address.lower()]
        open_ones = [row for row in rows if row.reminded_at is None and stage_of(row, today) is Stage.OPEN]
        if not any(is_due(row.made_on, row.month, today) for row in open_ones) or _was_asked(people, rows, now):
            continue
        if _remind(receiver, open_ones, project, letterhead, link, now):
            mark_asked(project.id, [person.id for person in people], now)
            count += 1
    db.session.flush()
    return count


# Inside


def _by_receiver(project: Project, today: dt.date) -> list[tuple[Receiver, list[Referral]]]:
    """What is under way or was reminded of, the oldest first, by the address that mail about it goes to."""
    parts = joinedload(Referral.to_service).joinedload(Service.keeper)
    places = joinedload(Referral.to_organisation), joinedload(Referral.from_organisation)
    query = in_project(Referral, project).where(
        Referral.withdrawn_at.is_(None), or_(Referral.status.in_(UNDER_WAY), Referral.reminded_at.is_not(None))
    )
    found: dict[str, list[Referral]] = defaultdict(list)
    receivers: dict[str, Receiver] = {}
    for row in db.session.scalars(query.options(parts, *places).order_by(Referral.month, Referral.id)):
        receiver = receiver_of(row, today)
        if receiver is not None:
            receivers.setdefault(receiver.address.lower(), receiver)
            found[receiver.address.lower()].append(row)
    return [(receivers[address], rows) for address, rows in found.items()]


def _readers(project: Project, addresses: Sequence[str]) -> Mapping[str, list[Person]]:
    """Who reads the mail of each address, as far as we know: a small organisation has the address of its one person."""
    found: dict[str, list[Person]] = defaultdict(list)
    for person in db.session.scalars(in_project(Person, project).where(func.lower(Person.email).in_(addresses))):
        found[(person.email or "").lower()].append(person)
    return found


def _was_asked(people: Sequence[Person], rows: Sequence[Referral], now: dt.datetime) -> bool:
    """Whether this address, or who reads its mail, had a mail that asks something within the month."""
    if any(not may_be_asked(person.asked_at, now) for person in people):
        return True
    return any(row.reminded_at is not None and now - row.reminded_at < REMIND_AFTER for row in rows)


def _remind(
    receiver: Receiver, rows: list[Referral], project: Project, letterhead: Letterhead, link: Link, now: dt.datetime
) -> bool:
    def write(words: Words) -> Letter:
        told = tuple(_told(row, words, link) for row in rows)
        return messages.what_became_of_it(words.translate, receiver.name, sender_of(project, letterhead), told)

    key = f"referral reminder:{rows[0].id}"
    if not _send(write, receiver, project, letterhead, now, REMINDER, key):
        return False
    for row in rows:
        row.reminded_at = now
    return True


def _send(
    write: Callable[[Words], Letter],
    receiver: Receiver,
    project: Project,
    letterhead: Letterhead,
    now: dt.datetime,
    kind: str,
    key: str,
) -> bool:
    """Put it in the outbox; False when the address is none."""
    person = receiver.person
    with letterhead.speaking(person.language if person else _DESK_READS) as words:
        letter = write(words)
    try:
        if person is not None:
            post(letter, person, project, letterhead, now, kind=kind, supersede_key=key)
        else:
            to, sender = Mailbox(receiver.name, receiver.address), sender_of(project, letterhead)
            mail.queue(letter, to, sender, kind=kind, now=now, project_id=project.id, supersede_key=key)
    except BadAddress:
        return False
    return True


def _told(referral: Referral, words: Words, link: Link) -> Told:
    place = referral.to_service.name if referral.to_service else referral.to_organisation.name
    sender = referral.from_organisation.name
    return Told(referral.reference, place, sender, words.month(referral.month), link(referral))
