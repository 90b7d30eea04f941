"""Verbs of inviting: who is on the list, and the mail that asks them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from sqlalchemy import select

from kapstok.accounts import audit
from kapstok.extensions import db
from kapstok.mail.models import OutboxMessage
from kapstok.mail.rules import BadAddress, Status
from kapstok.meetings import answering, letters, rules, service
from kapstok.meetings.letters import Stationery
from kapstok.meetings.models import Invitation, Meeting
from kapstok.meetings.rules import AlreadyInvited, Partstat
from kapstok.register import service as register
from kapstok.register.models import Person
from kapstok.register.service import Filter


@dataclass(frozen=True)
class MailState:
    """How the newest mail about an invitation is doing."""

    kind: str
    status: Status
    address: str
    error: str
    created_at: dt.datetime
    sent_at: dt.datetime | None


@dataclass
class Sent:
    """Whom ``send_invitations`` wrote to, and whose address is none."""

    queued: list[Invitation] = field(default_factory=list)
    bad_address: list[Invitation] = field(default_factory=list)


def candidates(meeting: Meeting, search: str = "") -> list[Person]:
    """Active people who are not on the list yet, by name. ``search`` is read as the register reads it."""
    listed = set(
        db.session.scalars(
            select(Invitation.person_id).where(
                Invitation.project_id == meeting.project_id, Invitation.meeting_id == meeting.id
            )
        )
    )
    found = register.list_people(meeting.project, Filter(search=search))
    return [person for person in found if person.id not in listed]


def invite(
    meeting: Meeting,
    now: dt.datetime,
    *,
    people: Collection[int] = (),
    organisations: Collection[int] = (),
    sectors: Collection[int] = (),
) -> list[Invitation]:
    """Put people on the list by id, organisation or sector. Who is on it already is not doubled. Sends nothing."""
    answering.lock(meeting)
    rules.check_open(meeting, now)
    chosen = [
        person
        for person in candidates(meeting)
        if person.id in people
        or person.organisation_id in organisations
        or (person.sector is not None and person.sector.id in sectors)
    ]
    added = [
        Invitation(project_id=meeting.project_id, meeting=meeting, person=person, created_at=now) for person in chosen
    ]
    db.session.add_all(added)
    db.session.flush()
    return added


def take_off_list(invitation: Invitation) -> None:
    """Undo a choice. Raises ``AlreadyInvited`` when the guest was mailed or answered."""
    touched = (
        invitation.sent_sequence is not None
        or invitation.partstat != Partstat.NEEDS_ACTION
        or invitation.attendance is not None
    )
    if touched:
        raise AlreadyInvited(name=invitation.person.name)
    db.session.delete(invitation)
    db.session.flush()


def unsent(guests: Iterable[Invitation], mails: dict[int, MailState]) -> list[Invitation]:
    """Guests who are to be mailed: never yet, or refused at an address that was corrected since."""
    return [guest for guest in guests if _wants_mail(guest, mails.get(guest.id))]


def send_invitations(meeting: Meeting, stationery: Stationery, now: dt.datetime, *, actor: str) -> Sent:
    """Put an invitation in the outbox for every guest who has an address and got none; twice is harmless.

    Raises the refusals of ``rules.check_open``.
    """
    answering.lock(meeting)
    rules.check_open(meeting, now)
    guests = service.list_guests(meeting)
    sent = Sent()
    for guest in unsent(guests, mail_states(guests)):
        try:
            letters.queue_invitation(guest, stationery, now)
        except BadAddress:
            sent.bad_address.append(guest)
        else:
            guest.sent_sequence = meeting.sequence
            sent.queued.append(guest)
    db.session.flush()
    audit.record("invitations sent", actor=actor, project_id=meeting.project_id, subject=f"meeting:{meeting.id}")
    return sent


def mail_states(guests: Collection[Invitation]) -> dict[int, MailState]:
    """The newest mail with a calendar part of each guest who got one, by invitation id."""
    by_key = {letters.invitation_key(guest): guest.id for guest in guests}
    rows = db.session.execute(
        select(
            OutboxMessage.supersede_key,
            OutboxMessage.kind,
            OutboxMessage.status,
            OutboxMessage.to_address,
            OutboxMessage.error,
            OutboxMessage.created_at,
            OutboxMessage.sent_at,
        )
        .where(OutboxMessage.supersede_key.in_(by_key))
        .order_by(OutboxMessage.id)
    )
    return {
        by_key[key]: MailState(kind, Status(status), address, error, created_at, sent_at)
        for key, kind, status, address, error, created_at, sent_at in rows
    }


def _wants_mail(guest: Invitation, mail: MailState | None) -> bool:
    if guest.walk_in or guest.person.archived_at is not None:
        return False
    return rules.wants_invitation(
        guest.sent_sequence,
        guest.person.email,
        failed=mail is not None and mail.status is Status.FAILED,
        mailed_to=mail.address if mail else None,
    )
