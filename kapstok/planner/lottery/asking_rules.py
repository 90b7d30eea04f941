"""Which mail about a list of names is due, and how its names are shuffled. Pure."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from enum import StrEnum

from kapstok import clock
from kapstok.planner.lottery.rules import answers_until

REMIND_AFTER = dt.timedelta(days=14)  # after the list was sent: once


class Mail(StrEnum):
    """The kinds of mail about a list."""

    LIST = "lottery"
    REMINDER = "lottery reminder"


def last_day(asked: dt.datetime) -> dt.date:
    """The last whole day on which guests can answer, as they are told."""
    return clock.local_date(answers_until(asked)) - dt.timedelta(days=1)


def mail_due(mailed: Mapping[Mail, dt.datetime], now: dt.datetime, *, may_ask: bool) -> Mail | None:
    """The mail that somebody who was not heard of should get now, of what was ``mailed`` when; None for none.

    ``may_ask``: no other mail asked them anything within a month. The one reminder is of the same question: it does not
    wait a month.
    """
    if Mail.LIST not in mailed:
        return Mail.LIST if may_ask else None
    return Mail.REMINDER if Mail.REMINDER not in mailed and now >= mailed[Mail.LIST] + REMIND_AFTER else None


def shuffled(people: Iterable[int], seed: str, place: int) -> list[int]:
    """The names of one list in an order of its own: by the SHA-256 of seed, place and person, so always the same."""
    return sorted(people, key=lambda person: hashlib.sha256(f"{seed}/{place}/{person}".encode()).hexdigest())
