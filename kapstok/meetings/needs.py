"""Verbs of what helps a guest to come: for the eyes of the projectleider only, and gone after the meeting."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from sqlalchemy import String, cast, or_, select, update

from kapstok.accounts import audit
from kapstok.extensions import db
from kapstok.freetext import check_free_text
from kapstok.meetings import answering, rules
from kapstok.meetings.models import Invitation, Meeting
from kapstok.meetings.rules import Need


def record_needs(invitation: Invitation, needs: Collection[Need], note: str, now: dt.datetime, *, actor: str) -> None:
    """Keep what would help this guest; nothing chosen and nothing written takes it back.

    Raises the refusals of ``rules.check_open``, ``rules.check_needs`` and of ``check_free_text``.
    """
    check_free_text(note, now)
    meeting = answering.lock(invitation.meeting)
    rules.check_open(meeting, now)
    rules.check_needs(invitation.partstat, needs, online=bool(meeting.online_url))
    invitation.needs = [need for need in Need if need in needs]
    invitation.needs_note = note[: rules.LONGEST_NOTE]
    db.session.flush()
    subject = f"invitation:{invitation.id}"
    audit.record("needs recorded", actor=actor, project_id=invitation.project_id, subject=subject)


def forget_needs(now: dt.datetime) -> int:
    """Wipe what guests of meetings that are over, or called off, had written here; in every project. How many."""
    done = select(Meeting.id).where(or_(Meeting.ends_at <= now, Meeting.cancelled_at.is_not(None)))
    written = or_(Invitation.needs_note != "", cast(Invitation.needs, String) != "[]")
    forget = update(Invitation).where(Invitation.meeting_id.in_(done), written).values(needs=[], needs_note="")
    options = {"across_projects": "every project forgets", "synchronize_session": False}
    wiped = db.session.scalars(forget.returning(Invitation.id).execution_options(**options)).all()
    db.session.expire_all()
    return len(wiped)
