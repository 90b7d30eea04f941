"""Letters of the day itself, put in the outbox in the reader's own language."""

from __future__ import annotations

import datetime as dt

from kapstok import clock
from kapstok.accounts import audit
from kapstok.errors import N_, Refused
from kapstok.mail.models import OutboxMessage
from kapstok.meetings import day_messages, day_rules
from kapstok.meetings.models import Meeting
from kapstok.register.letters import Letterhead, post, sender_of


class NoHostAddress(Refused):
    """Nobody to mail the list to."""

    sentence = N_("Deze bijeenkomst heeft geen gastheer of gastvrouw met een mailadres. Geef de link zelf door.")


def queue_host_list(
    meeting: Meeting, list_url: str, letterhead: Letterhead, now: dt.datetime, *, actor: str
) -> OutboxMessage:
    """Mail the host the link to the list of the day; who left the network gets no names of it any more.

    Raises ``NoHostAddress`` and ``BadAddress``.
    """
    host, project = meeting.host, meeting.project
    if host is None or not host.email or host.archived_at is not None:
        raise NoHostAddress()
    last_day = clock.local_date(meeting.ends_at) + day_rules.HOST_AFTER
    with letterhead.speaking(host.language) as words:
        letter = day_messages.host_list(
            words.translate,
            host.name,
            sender_of(project, letterhead),
            meeting.title,
            words.when(meeting.starts_at, meeting.ends_at),
            meeting.place,
            list_url,
            words.day(last_day),
        )
    audit.record("host list mailed", actor=actor, project_id=project.id, subject=f"meeting:{meeting.id}")
    return post(letter, host, project, letterhead, now, kind="host", supersede_key=f"host:{meeting.id}")
