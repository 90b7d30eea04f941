"""Verbs that end a poll: a date was chosen and becomes the meeting, or there will be none."""

from __future__ import annotations

import datetime as dt

from kapstok import clock
from kapstok.extensions import db
from kapstok.freetext import check_free_text
from kapstok.mail import service as mail
from kapstok.mail.rules import BadAddress
from kapstok.meetings import inviting, service
from kapstok.meetings.letters import Stationery
from kapstok.meetings.models import DatePoll, Meeting, PollGuest, PollOption
from kapstok.meetings.polls import guests as poll_guests
from kapstok.meetings.polls import letters
from kapstok.meetings.polls import service as polls
from kapstok.meetings.polls.asking import can_be_mailed
from kapstok.meetings.polls.rules import AnotherDateChosen, OptionStarted
from kapstok.meetings.service import Plan


def choose_date(
    poll: DatePoll, option_id: int, words: str, now: dt.datetime, stationery: Stationery, *, actor: str
) -> Meeting:
    """Make the meeting on this date and invite everybody who was asked; the poll closes. All of it, or nothing.

    Nobody's yes is taken for an answer to the invitation: it says what they said, and asks them to confirm. Choosing
    the same date twice gives the same meeting. ``words``: the projectleider's own, in the invitation. Raises
    ``AnotherDateChosen``, ``OptionStarted``, ``NotFound`` and the refusals of ``check_free_text``.
    """
    poll = polls.lock(poll)
    option = polls.get_option(poll, option_id)
    if poll.closed_at is not None:
        if poll.meeting is None or not is_chosen(poll, option):
            raise AnotherDateChosen()
        return poll.meeting
    if option.starts_at <= now:
        raise OptionStarted(date=f"{clock.local(option.starts_at):%d-%m-%Y}")
    plan = Plan(poll.title, option.starts_at, option.ends_at, place=poll.place, words=words)
    meeting = service.create_meeting(poll.project, plan, now, actor=actor)
    poll.closed_at, poll.meeting = now, meeting
    guests = poll_guests.list_guests(poll)
    for guest in guests:
        mail.withdraw(letters.question_key(guest))
    inviting.invite(meeting, now, people=[guest.person_id for guest in guests])
    inviting.send_invitations(meeting, stationery, now, actor=actor)
    polls.record(poll, "date chosen", actor)
    return meeting


def is_chosen(poll: DatePoll, option: PollOption) -> bool:
    """Whether the meeting that came of a poll is on this date still, from and until the same hour."""
    chosen = poll.meeting
    return chosen is not None and (chosen.starts_at, chosen.ends_at) == (option.starts_at, option.ends_at)


def call_off(poll: DatePoll, reason: str, now: dt.datetime, stationery: Stationery, *, actor: str) -> int:
    """Close a poll without a date and tell who was asked by mail; saying it twice is harmless.

    Returns how many people were written to. Raises ``AnotherDateChosen`` and the refusals of ``check_free_text``.
    """
    check_free_text(reason, now)
    poll = polls.lock(poll)
    if poll.closed_at is not None:
        if poll.meeting_id is not None:
            raise AnotherDateChosen()
        return 0
    poll.closed_at = now
    db.session.flush()
    polls.record(poll, "date poll called off", actor)
    return sum(_tell(guest, reason, stationery, now) for guest in poll_guests.list_guests(poll))


def _tell(guest: PollGuest, reason: str, stationery: Stationery, now: dt.datetime) -> bool:
    """Whoever may have read the question hears that it is off; a question that never left stays at home."""
    key = letters.question_key(guest)
    mail.withdraw(key)
    if not mail.may_have_left(key) or not can_be_mailed(guest.person):
        return False
    try:
        letters.queue_called_off(guest, reason, stationery, now)
    except BadAddress:
        return False
    return True
