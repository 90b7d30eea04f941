"""Verbs of reminding: who was invited and said nothing gets one mail more, with their own link to answer."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from sqlalchemy import func, select

from kapstok.accounts import audit
from kapstok.extensions import db
from kapstok.mail import service as mail
from kapstok.mail.models import OutboxMessage
from kapstok.mail.rules import BadAddress, Status
from kapstok.meetings import answering, invite_rules, inviting, letters, rules, service
from kapstok.meetings.invite_rules import Asked, NobodyToRemind, Quiet
from kapstok.meetings.inviting import MailState
from kapstok.meetings.letters import Stationery
from kapstok.meetings.models import CalendarReply, Invitation, Meeting
from kapstok.meetings.replies.rules import ReplyStatus
from kapstok.meetings.rules import Partstat
from kapstok.projects.models import Project
from kapstok.scope import in_project


@dataclass(frozen=True)
class Reminding:
    """Who can be reminded now, and of the silent others why not."""

    due: list[Invitation] = field(default_factory=list)
    quiet: Counter[Quiet] = field(default_factory=Counter)


def reminding(guests: Collection[Invitation], mails: dict[int, MailState], now: dt.datetime) -> Reminding:
    """What a click on "herinneren" would do. ``mails`` as ``inviting.mail_states`` gives them."""
    found = Reminding()
    for guest, asked in _asked(guests, mails):
        why = invite_rules.why_quiet(asked, now)
        if why is None:
            found.due.append(guest)
        elif why is not Quiet.ANSWERED:
            found.quiet[why] += 1
    return found


def remind(meeting: Meeting, stationery: Stationery, now: dt.datetime, *, actor: str) -> list[Invitation]:
    """Remind everybody who is silent; a second click finds nobody.

    Raises ``NobodyToRemind`` and the refusals of ``rules.check_open``.
    """
    answering.lock(meeting)
    rules.check_open(meeting, now)
    guests = service.list_guests(meeting)
    reminded = _write(reminding(guests, inviting.mail_states(guests), now).due, stationery, now)
    if not reminded:
        raise NobodyToRemind()
    audit.record("reminders sent", actor=actor, project_id=meeting.project_id, subject=f"meeting:{meeting.id}")
    return reminded


def remind_due(project: Project, now: dt.datetime, stationery: Stationery) -> int:
    """Remind who is silent about meetings that ask for it by themselves; once a day is enough. How many."""
    ahead = in_project(Meeting, project).where(
        Meeting.auto_remind, Meeting.cancelled_at.is_(None), Meeting.starts_at > now
    )
    return sum(_remind_unasked(meeting, now, stationery) for meeting in db.session.scalars(ahead).all())


def switch_auto(meeting: Meeting, on: bool, now: dt.datetime) -> None:
    """Whether reminders of a meeting go by themselves. Raises the refusals of ``rules.check_open``."""
    answering.lock(meeting)
    rules.check_open(meeting, now)
    meeting.auto_remind = on
    db.session.flush()


def stop(invitation: Invitation, *, actor: str) -> None:
    """No more reminders about this meeting; what the guest answers is another matter. Twice is harmless."""
    answering.lock(invitation.meeting)
    mail.withdraw(letters.reminder_key(invitation))
    if not invitation.no_reminders:
        invitation.no_reminders = True
        subject = f"invitation:{invitation.id}"
        audit.record("reminders stopped", actor=actor, project_id=invitation.project_id, subject=subject)
    db.session.flush()


def _remind_unasked(meeting: Meeting, now: dt.datetime, stationery: Stationery) -> int:
    answering.lock(meeting)
    if not meeting.auto_remind or meeting.cancelled_at is not None:
        return 0  # changed while this job stood in line
    guests = service.list_guests(meeting)
    day = invite_rules.remind_day(meeting.answer_by, meeting.starts_at)
    asked = _asked(guests, inviting.mail_states(guests))
    due = [guest for guest, known in asked if invite_rules.remind_unasked(known, day, now)]
    reminded = _write(due, stationery, now)
    if reminded:
        audit.record("reminders sent", actor="system", project_id=meeting.project_id, subject=f"meeting:{meeting.id}")
    return len(reminded)


def _write(guests: Iterable[Invitation], stationery: Stationery, now: dt.datetime) -> list[Invitation]:
    reminded = []
    for guest in guests:
        try:
            letters.queue_reminder(guest, stationery, now)
        except BadAddress:
            continue
        guest.reminded_at = now
        reminded.append(guest)
    db.session.flush()
    return reminded


def _asked(guests: Collection[Invitation], mails: dict[int, MailState]) -> list[tuple[Invitation, Asked]]:
    counts, heard = _reminders(guests), _heard(guests)
    return [
        (guest, _known(guest, mails.get(guest.id), counts[guest.id], heard=guest.id in heard))
        for guest in guests
        if not guest.walk_in
    ]


def _heard(guests: Collection[Invitation]) -> set[int]:
    """Whose calendar answered something that waits for the projectleider: they did not keep silent."""
    waits = select(CalendarReply.invitation_id).where(
        CalendarReply.project_id.in_({guest.project_id for guest in guests}),
        CalendarReply.invitation_id.in_([guest.id for guest in guests]),
        CalendarReply.status == ReplyStatus.HELD,
    )
    return set(db.session.scalars(waits))


def _known(guest: Invitation, newest: MailState | None, reminders: int, *, heard: bool) -> Asked:
    person = guest.person
    arrived = newest is not None and newest.status is Status.SENT
    return Asked(
        answered=heard or guest.partstat != Partstat.NEEDS_ACTION,
        reachable=bool(person.email) and person.archived_at is None and person.address_refused_at is None,
        stopped=guest.no_reminders,
        arrived_at=newest.sent_at if newest is not None and arrived else None,
        reminders=reminders,
        reminded_at=guest.reminded_at,
    )


def _reminders(guests: Collection[Invitation]) -> Counter[int]:
    """How many reminders of each guest went out or still will."""
    by_key = {letters.reminder_key(guest): guest.id for guest in guests}
    query = (
        select(OutboxMessage.supersede_key, func.count())
        .where(OutboxMessage.supersede_key.in_(by_key), OutboxMessage.status != Status.SUPERSEDED)
        .group_by(OutboxMessage.supersede_key)
    )
    return Counter({by_key[key]: count for key, count in db.session.execute(query)})
