"""Verbs of a draw before it is made: that guests are told of it, and that they may say no."""

from __future__ import annotations

import datetime as dt

from kapstok.accounts import audit
from kapstok.extensions import db
from kapstok.mail import service as mail
from kapstok.meetings import answering, rules
from kapstok.meetings.models import Invitation, Meeting
from kapstok.planner.lottery.drawing_rules import AlreadyDrawn, InvitedWithout
from kapstok.planner.models import Lottery, LotteryPlace
from kapstok.scope import in_project


def find_lottery(meeting: Meeting) -> Lottery | None:
    """The draw of a bijeenkomst, or None before it."""
    return db.session.scalar(in_project(Lottery, meeting.project_id).where(Lottery.meeting_id == meeting.id))


def is_anybody_invited(meeting: Meeting) -> bool:
    """Whether an invitation left, by mail: from then on guests know what they said yes to."""
    query = in_project(Invitation, meeting.project_id).where(Invitation.meeting_id == meeting.id)
    mailed = query.where(Invitation.sent_sequence.is_not(None)).with_only_columns(Invitation.id)
    return db.session.scalar(mailed.limit(1)) is not None


def announce(meeting: Meeting, on: bool, now: dt.datetime, *, actor: str) -> None:
    """Whether invitations say that tables are drawn; twice is harmless.

    Raises ``InvitedWithout`` once somebody was invited who read nothing of it, ``AlreadyDrawn`` when it is to be taken
    back after the draw, and the refusals of ``rules.check_open``.
    """
    meeting = answering.lock(meeting)
    rules.check_open(meeting, now)
    if meeting.lottery == on:
        return
    if on and is_anybody_invited(meeting):
        raise InvitedWithout()
    if find_lottery(meeting) is not None:
        raise AlreadyDrawn()
    meeting.lottery = on
    db.session.flush()
    event = "lottery announced" if on else "lottery taken back"
    audit.record(event, actor=actor, project_id=meeting.project_id, subject=f"meeting:{meeting.id}")


def say_no(invitation: Invitation, *, actor: str) -> None:
    """This guest is in no draw, gets no list and stands on nobody's; also after the draw. Twice is harmless."""
    answering.lock(invitation.meeting)
    place = find_place_of(invitation)
    if place is not None:
        mail.withdraw(place.mail_key)
    _choose(invitation, True, actor)


def take_part(invitation: Invitation, *, actor: str) -> None:
    """Take that back, until the draw. Raises ``AlreadyDrawn``."""
    answering.lock(invitation.meeting)
    if invitation.no_lottery and find_lottery(invitation.meeting) is not None:
        raise AlreadyDrawn()
    _choose(invitation, False, actor)


def find_place_of(invitation: Invitation) -> LotteryPlace | None:
    """Where a guest is in the draw of the bijeenkomst, or None."""
    query = in_project(LotteryPlace, invitation.project_id).join(Lottery)
    return db.session.scalar(
        query.where(Lottery.meeting_id == invitation.meeting_id, LotteryPlace.person_id == invitation.person_id)
    )


def _choose(invitation: Invitation, no_lottery: bool, actor: str) -> None:
    if invitation.no_lottery == no_lottery:
        return
    invitation.no_lottery = no_lottery
    db.session.flush()
    event = "lottery declined" if no_lottery else "lottery accepted"
    audit.record(event, actor=actor, project_id=invitation.project_id, subject=f"invitation:{invitation.id}")
