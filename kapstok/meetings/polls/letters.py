"""From rows to letters in the outbox: every mail about picking a date, in the reader's own language."""

from __future__ import annotations

import datetime as dt

from kapstok import clock
from kapstok.mail.letter import Letter
from kapstok.mail.models import OutboxMessage
from kapstok.meetings.letters import Stationery
from kapstok.meetings.models import DatePoll, PollGuest
from kapstok.meetings.polls import messages
from kapstok.meetings.polls.messages import PollInWords
from kapstok.register.letters import Words, post, sender_of

QUESTION, REMINDER, CALLED_OFF = "poll", "poll reminder", "poll off"  # kinds of mail


def question_key(guest: PollGuest) -> str:
    """What the question, its reminders and the news that it is off share: the newest wins."""
    return f"poll:{guest.id}"


def queue_question(guest: PollGuest, stationery: Stationery, now: dt.datetime) -> OutboxMessage:
    """Ask one person when they can come. Raises ``BadAddress``."""
    poll, person = guest.poll, guest.person
    with stationery.speaking(person.language) as words:
        letter = messages.question(
            words.translate,
            person.name,
            sender_of(poll.project, stationery),
            in_words(poll, words),
            stationery.poll_link(guest),
        )
    return _queue(letter, guest, stationery, now, QUESTION)


def queue_reminder(guest: PollGuest, stationery: Stationery, now: dt.datetime) -> OutboxMessage:
    """Remind one person who is silent. Raises ``BadAddress``."""
    poll, person = guest.poll, guest.person
    page = stationery.poll_link(guest)
    stop = f"{page}/geen-herinnering"
    with stationery.speaking(person.language) as words:
        letter = messages.reminder(
            words.translate, person.name, sender_of(poll.project, stationery), in_words(poll, words), page, stop
        )
    return _queue(letter, guest, stationery, now, REMINDER, unsubscribe=stop)


def queue_called_off(guest: PollGuest, reason: str, stationery: Stationery, now: dt.datetime) -> OutboxMessage:
    """Tell one person that there will be no date. Raises ``BadAddress``."""
    poll, person = guest.poll, guest.person
    with stationery.speaking(person.language) as words:
        letter = messages.called_off(
            words.translate, person.name, sender_of(poll.project, stationery), in_words(poll, words), reason
        )
    return _queue(letter, guest, stationery, now, CALLED_OFF)


def in_words(poll: DatePoll, words: Words) -> PollInWords:
    return PollInWords(
        title=poll.title,
        dates=tuple(words.when(option.starts_at, option.ends_at) for option in poll.options),
        answer_by=words.day(clock.local_date(poll.answer_by)),
        place=poll.place,
        words=poll.words,
    )


def _queue(
    letter: Letter, guest: PollGuest, stationery: Stationery, now: dt.datetime, kind: str, unsubscribe: str = ""
) -> OutboxMessage:
    return post(
        letter,
        guest.person,
        guest.poll.project,
        stationery,
        now,
        kind=kind,
        supersede_key=question_key(guest),
        unsubscribe=unsubscribe,
    )
