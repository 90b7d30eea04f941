"""When the list of names is sent, reminded of and closed, and how its names are shuffled. Pure."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from enum import StrEnum

from kapstok import clock
from kapstok.errors import N_, Refused
from kapstok.planner.lottery.rules import ANSWER_WITHIN, ASK_AFTER

REMIND_AFTER = dt.timedelta(days=14)  # after the list was sent: once


class Mail(StrEnum):
    """The kinds of mail about a list."""

    LIST = "lottery"
    REMINDER = "lottery reminder"


class NotAskedYet(Refused):
    """Nobody asks before eight weeks have gone by: what grows at a table needs that long."""

    sentence = N_("Deze vraag is nog niet open. U krijgt bericht zodra zij dat is.")
    status = 404


class ListClosed(Refused):
    """After the window the outcome is worked out: nothing comes to it any more."""

    sentence = N_("Deze vraag is gesloten. Er komen geen antwoorden meer bij.")
    status = 410


def opens_on(ended_at: dt.datetime) -> dt.date:
    """The day on which the lists of a bijeenkomst that ended then are sent."""
    return clock.local_date(ended_at) + ASK_AFTER


def last_day(ended_at: dt.datetime) -> dt.date:
    """The last day to answer; from the next day on the outcome may be seen."""
    return opens_on(ended_at) + ANSWER_WITHIN


def is_open(ended_at: dt.datetime, today: dt.date) -> bool:
    return opens_on(ended_at) <= today <= last_day(ended_at)


def check_open(ended_at: dt.datetime, today: dt.date) -> None:
    """Raise ``NotAskedYet`` or ``ListClosed``."""
    if today < opens_on(ended_at):
        raise NotAskedYet()
    if today > last_day(ended_at):
        raise ListClosed()


def mail_due(mailed: Iterable[tuple[Mail, dt.datetime]], now: dt.datetime, *, may_ask: bool) -> Mail | None:
    """The mail that somebody who was not heard of should get now, of what was ``mailed`` when; None for none.

    ``may_ask``: no other mail asked them anything within a month. The one reminder is of the same question: it does
    not wait a month.
    """
    sent = dict(mailed)
    if not sent:
        return Mail.LIST if may_ask else None
    if Mail.REMINDER in sent:
        return None
    return Mail.REMINDER if now >= sent[Mail.LIST] + REMIND_AFTER else None


def shuffled(people: Iterable[int], seed: str, place: int) -> list[int]:
    """The names of one list in an order of its own: by the SHA-256 of seed, place and person, so always the same."""
    return sorted(people, key=lambda person: hashlib.sha256(f"{seed}/{place}/{person}".encode()).hexdigest())
