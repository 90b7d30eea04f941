"""Who hears that a meeting changed or is off: guests whose calendar may hold it, and nobody else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from kapstok.mail import service as mail
from kapstok.mail.rules import BadAddress
from kapstok.meetings import letters
from kapstok.meetings.letters import Stationery
from kapstok.meetings.models import Invitation, Meeting


def tell_change(
    meeting: Meeting, guests: Iterable[Invitation], before: letters.Visible, stationery: Stationery, now: dt.datetime
) -> int:
    """Mail what changed since ``before`` to those of ``guests`` who were invited by mail; how many that are."""
    mailed = _mailed(guests)
    if not mailed:
        return 0
    meeting.sequence += 1
    return sum(_tell_guest(guest, before, stationery, now) for guest in mailed)


def tell_cancelled(
    meeting: Meeting, guests: Iterable[Invitation], reason: str, stationery: Stationery, now: dt.datetime
) -> int:
    """Mail that the meeting is off to those of ``guests`` who were invited by mail; how many that are."""
    mailed = _mailed(guests)
    if mailed:
        meeting.sequence += 1
    return sum(_tell_guest_cancelled(guest, reason, stationery, now) for guest in mailed)


def _mailed(guests: Iterable[Invitation]) -> list[Invitation]:
    """Who was invited by mail and can be mailed now; what still waits for the others stays at home."""
    reachable = []
    for guest in guests:
        if guest.person.email and guest.person.archived_at is None:
            if guest.sent_sequence is not None:
                reachable.append(guest)
        elif guest.sent_sequence is not None:
            _keep_home(guest)
            mail.withdraw(letters.invitation_key(guest))
    return reachable


def _keep_home(guest: Invitation) -> None:
    mail.withdraw(letters.place_key(guest))
    mail.withdraw(letters.reminder_key(guest))


def _tell_guest(guest: Invitation, before: letters.Visible, stationery: Stationery, now: dt.datetime) -> bool:
    """An update; or the invitation anew when the first one never left, so that nobody reads of changes to nothing."""
    key = letters.invitation_key(guest)
    mail.withdraw(key)
    if guest.reminded_at is not None:
        mail.withdraw(letters.reminder_key(guest))  # it tells the meeting as it was; this mail asks the same
    try:
        if mail.may_have_left(key):
            letters.queue_update(guest, before, stationery, now)
        else:
            letters.queue_invitation(guest, stationery, now)
    except BadAddress:
        return False
    guest.sent_sequence = guest.meeting.sequence
    return True


def _tell_guest_cancelled(guest: Invitation, reason: str, stationery: Stationery, now: dt.datetime) -> bool:
    _keep_home(guest)
    key = letters.invitation_key(guest)
    mail.withdraw(key)
    if not mail.may_have_left(key):
        return False
    try:
        letters.queue_cancellation(guest, reason, stationery, now)
    except BadAddress:
        return False
    return True
