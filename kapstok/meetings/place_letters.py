"""From rows to letters in the outbox, for what guests hear about their place. The newest takes back the older."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial

from kapstok import clock
from kapstok.mail.letter import Letter
from kapstok.mail.models import OutboxMessage
from kapstok.meetings import place_messages
from kapstok.meetings.letters import Stationery, in_words, place_key, visible
from kapstok.meetings.models import Invitation
from kapstok.register.letters import Words, post, sender_of


def queue_waitlisted(invitation: Invitation, stationery: Stationery, now: dt.datetime) -> OutboxMessage:
    """The meeting is full, and this guest waits for a place. Raises ``BadAddress``."""
    return _queue(place_messages.waitlisted, invitation, stationery, now, "waitlisted")


def queue_promoted(invitation: Invitation, stationery: Stationery, now: dt.datetime) -> OutboxMessage:
    """A place came free for this guest, held until their ``confirm_by``. Raises ``BadAddress``."""
    with stationery.speaking(invitation.person.language) as words:
        write = partial(place_messages.promoted, confirm_by=_moment(invitation.confirm_by, words))
    return _queue(write, invitation, stationery, now, "promoted")


def queue_lapsed(invitation: Invitation, stationery: Stationery, now: dt.datetime) -> OutboxMessage:
    """The place that was held for this guest went to somebody else. Raises ``BadAddress``."""
    return _queue(place_messages.lapsed, invitation, stationery, now, "lapsed")


def _queue(
    write: Callable[..., Letter], invitation: Invitation, stationery: Stationery, now: dt.datetime, kind: str
) -> OutboxMessage:
    person, meeting = invitation.person, invitation.meeting
    with stationery.speaking(person.language) as words:
        letter = write(
            words.translate,
            person.name,
            sender_of(meeting.project, stationery),
            in_words(visible(meeting), words),
            stationery.rsvp_link(invitation),
        )
    key = place_key(invitation)
    return post(letter, person, meeting.project, stationery, now, kind=kind, supersede_key=key)


def _moment(moment: dt.datetime | None, words: Words) -> str:
    """dinsdag 3 maart 2026 om 14.00 uur; empty when there is none."""
    if moment is None:
        return ""
    _ = words.translate
    return _("%(day)s om %(time)s uur", day=words.day(moment), time=f"{clock.local(moment):%H.%M}")
