"""The mail of the story, to be opened in the Demo-postvak: made and queued by the verbs that always do so."""

from __future__ import annotations

import datetime as dt

from kapstok.demo import replies
from kapstok.demo.agenda import HELD
from kapstok.demo.rows import Rows, answer
from kapstok.demo.shapes import Meeting
from kapstok.extensions import db
from kapstok.mail import service as mail
from kapstok.meetings import afterwards, inviting, service
from kapstok.meetings.letters import Stationery
from kapstok.ties import asking

_NEXT_MORNING = dt.timedelta(hours=19)
_MINUTE = dt.timedelta(minutes=1)


def send(rows: Rows, stationery: Stationery, *, actor: str) -> None:
    """What was mailed lately: after the last meeting, for what is ahead, and for the measurement that runs."""
    _ask_whom_they_know(rows, rows.story.meetings[len(HELD) - 1], stationery, actor)
    for told in rows.story.meetings[len(HELD) :]:
        if told.invited_at is not None:
            _invite(rows, told.key, told.invited_at, stationery, actor)
            replies.send(rows, told.key, rows.now - 2 * _MINUTE, stationery)
    _ask_in_the_measurement(rows, stationery, actor)
    db.session.info.pop(mail.QUEUED, None)  # all of it was delivered long ago: nothing to wake the worker for


def _ask_whom_they_know(rows: Rows, told: Meeting, stationery: Stationery, actor: str) -> None:
    at = told.ends_at + _NEXT_MORNING
    afterwards.ask_attendees(rows.meetings[told.key], stationery, at, actor=actor)
    mail.deliver_to_demo([rows.project.id], at + _MINUTE)


def _ask_in_the_measurement(rows: Rows, stationery: Stationery, actor: str) -> None:
    """Who has answered by now did so on their own page or in the room; of the others, who was not mailed lately."""
    told = rows.story.running
    asking.ask_by_mail(rows.waves[told.key], stationery, told.opens_at + _MINUTE, actor=actor)
    mail.deliver_to_demo([rows.project.id], told.opens_at + 2 * _MINUTE)


def _invite(rows: Rows, key: str, at: dt.datetime, stationery: Stationery, actor: str) -> None:
    """First the invitations, then the answers, so that no invitation shows an answer that came later."""
    meeting = rows.meetings[key]
    inviting.send_invitations(meeting, stationery, at, actor=actor)
    mail.deliver_to_demo([rows.project.id], at + _MINUTE)
    answers = {rows.people[guest.person].id: answer(guest) for guest in rows.story.guests if guest.meeting == key}
    for invitation in service.list_guests(meeting):
        for column, value in answers[invitation.person_id].items():
            setattr(invitation, column, value)
    db.session.flush()
