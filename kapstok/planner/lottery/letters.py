"""From rows to letters in the outbox: the list of names after a draw, and its one reminder."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from kapstok import clock
from kapstok.mail.models import OutboxMessage
from kapstok.meetings.letters import Stationery
from kapstok.meetings.models import Invitation
from kapstok.planner.lottery import messages
from kapstok.planner.lottery.asking_rules import Mail, last_day
from kapstok.planner.lottery.messages import Told
from kapstok.planner.models import LotteryPlace
from kapstok.register.letters import post, sender_of
from kapstok.ties.roster_rules import minutes_to_answer

ListLink = Callable[[LotteryPlace], str]  # the page with one guest's list

_WRITE = {Mail.LIST: messages.question, Mail.REMINDER: messages.reminder}


def queue(
    kind: Mail,
    place: LotteryPlace,
    names: int,
    invitation: Invitation,
    stationery: Stationery,
    link: ListLink,
    now: dt.datetime,
) -> OutboxMessage:
    """Send one guest the list of so many ``names``, or remind them of it. Raises ``BadAddress``."""
    meeting, person = invitation.meeting, place.person
    stop = stationery.no_lottery_link(invitation)
    with stationery.speaking(person.language) as words:
        told = Told(
            title=meeting.title,
            held_on=words.day(clock.local_date(meeting.starts_at)),
            url=link(place),
            minutes=minutes_to_answer(names, items=False),
            last_day=words.day(last_day(place.lottery.asked_at or now)),
            no_url=stop,
        )
        letter = _WRITE[kind](words.translate, person.name, sender_of(meeting.project, stationery), told)
    key = place.mail_key
    return post(letter, person, meeting.project, stationery, now, kind=kind, supersede_key=key, unsubscribe=stop)
