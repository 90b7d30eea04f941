"""Reading what people said of dates. Knows no letters, so that letters can ask it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import and_, select

from kapstok.extensions import db
from kapstok.meetings.models import DatePoll, Invitation, PollAnswer, PollGuest, PollOption
from kapstok.meetings.polls.rules import Said
from kapstok.meetings.rules import Choice


@dataclass(frozen=True)
class Foretold:
    """That somebody was asked for the date of a meeting. ``choice``: what they said of it; None for nothing."""

    choice: Choice | None


def choices_of(guest: PollGuest) -> dict[int, Choice]:
    """What one person said, by option id."""
    return {answer.option_id: Choice(answer.choice) for answer in guest.answers}


def said(guests: Iterable[PollGuest]) -> list[Said]:
    """Everybody's answers as ``rules.standings`` reads them."""
    return [
        Said(guest.person.name, guest.person.sector.id if guest.person.sector else None, choices_of(guest))
        for guest in guests
    ]


def foretold(invitation: Invitation) -> Foretold | None:
    """What this guest said of the moment of the meeting; None unless a poll led to it and it was not moved since."""
    meeting = invitation.meeting
    if not meeting.polls:  # read once for a thousand guests
        return None
    said = and_(PollAnswer.poll_guest_id == PollGuest.id, PollAnswer.option_id == PollOption.id)
    query = (
        select(PollAnswer.choice)
        .select_from(PollGuest)
        .join(DatePoll, DatePoll.id == PollGuest.poll_id)
        .join(PollOption, PollOption.poll_id == DatePoll.id)
        .outerjoin(PollAnswer, said)
        .where(
            PollGuest.project_id == meeting.project_id,
            PollGuest.person_id == invitation.person.id,
            DatePoll.meeting_id == meeting.id,
            PollOption.starts_at == meeting.starts_at,
            PollOption.ends_at == meeting.ends_at,
        )
    )
    with db.session.no_autoflush:  # the guest of a preview is no row, and must not become one
        found = db.session.execute(query).first()
    if found is None:
        return None
    return Foretold(None if found.choice is None else Choice(found.choice))
