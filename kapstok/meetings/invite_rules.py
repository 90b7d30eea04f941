"""Rules of inviting in rounds, of reminding, and of who is missing: plain values in, plain values out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from kapstok import clock
from kapstok.errors import N_, Refused
from kapstok.meetings.rules import Answer

TURNS = (1, 2, 3)
MOST_REMINDERS = 2  # to one guest about one meeting
BETWEEN_REMINDERS = dt.timedelta(days=4)
AFTER_MAIL = dt.timedelta(days=1)  # an invitation or an update asked the same thing: leave them a day to answer
BEFORE_ANSWER_BY = dt.timedelta(days=3)  # reminding without a click
BEFORE_START = dt.timedelta(days=7)  # the same, where no date to answer by was asked


class NoSuchTurn(Refused):
    sentence = N_("Kies ronde 1, 2 of 3.")


class NobodyToRemind(Refused):
    sentence = N_("Er is nu niemand om te herinneren.")


def check_turn(turn: int) -> None:
    """Raise ``NoSuchTurn`` for a round that is none."""
    if turn not in TURNS:
        raise NoSuchTurn()


def turns_due(mailed: Collection[int], waiting: Collection[int]) -> list[int]:
    """Which rounds are to be sent now, given the rounds of who was mailed and of who still waits.

    Until somebody was mailed, the first round that there is. After that the rounds that were sent (somebody was put
    on the list late); a later round waits until the projectleider sends it.
    """
    if not mailed:
        return sorted(waiting)[:1]
    return sorted(turn for turn in waiting if turn <= max(mailed))


def next_turn(mailed: Collection[int], waiting: Collection[int]) -> int | None:
    """The first round after those that were sent; None when nothing was sent, or none is left."""
    return min((turn for turn in waiting if mailed and turn > max(mailed)), default=None)


class Quiet(StrEnum):
    """Why a guest gets no reminder now."""

    ANSWERED = "answered"  # also who waits for a place: they said yes
    NOT_INVITED = "not invited"  # no invitation left yet, or it never arrived
    ASKED_NOT_TO = "asked not to"
    UNREACHABLE = "unreachable"  # no address, a refused one, or gone from the network
    JUST_MAILED = "just mailed"
    ENOUGH = "enough"  # reminded as often as one may be


@dataclass(frozen=True)
class Asked:
    """What is known of one guest who may be reminded."""

    answered: bool
    reachable: bool
    stopped: bool  # asked for no reminders
    arrived_at: dt.datetime | None  # when the newest invitation or update was sent; None: it did not arrive
    reminders: int
    reminded_at: dt.datetime | None


def why_quiet(asked: Asked, now: dt.datetime) -> Quiet | None:
    """Why not to remind this guest at ``now``; None when a reminder may go."""
    if asked.answered:
        return Quiet.ANSWERED
    if not asked.reachable:
        return Quiet.UNREACHABLE
    if asked.stopped:
        return Quiet.ASKED_NOT_TO
    if asked.arrived_at is None:
        return Quiet.NOT_INVITED
    if asked.reminders >= MOST_REMINDERS:
        return Quiet.ENOUGH
    too_soon = asked.reminded_at is not None and now - asked.reminded_at < BETWEEN_REMINDERS
    return Quiet.JUST_MAILED if too_soon or now - asked.arrived_at < AFTER_MAIL else None


def remind_day(answer_by: dt.date | None, starts_at: dt.datetime) -> dt.date:
    """From which day on guests are reminded without a click."""
    return clock.local_date(starts_at) - BEFORE_START if answer_by is None else answer_by - BEFORE_ANSWER_BY


def remind_unasked(asked: Asked, day: dt.date, now: dt.datetime) -> bool:
    """Whether a reminder goes by itself: once, from ``day`` on, and never close upon another mail."""
    if clock.local_date(now) < day or why_quiet(asked, now) is not None:
        return False
    already = asked.reminded_at is not None and clock.local_date(asked.reminded_at) >= day
    return not already and asked.arrived_at is not None and now - asked.arrived_at >= BETWEEN_REMINDERS


Sector = TypeVar("Sector", bound=Hashable)


@dataclass(frozen=True)
class Missing(Generic[Sector]):
    """A sector that has people in the network and nobody at the meeting."""

    sector: Sector
    invited: int  # 0: nobody of it is on the list
    candidates: int  # people of it who are not on the list yet


def missing(
    sectors: Sequence[Sector],
    on_list: Mapping[Sector, Collection[Answer]],
    asked: Collection[Sector],
    candidates: Mapping[Sector, int],
) -> list[Missing[Sector]]:
    """Sectors of which nobody comes (said yes, with or without a place), in the order of ``sectors``.

    ``asked``: sectors of which somebody answered or had time to; silence of the others means nothing yet.
    ``candidates``: how many people of each could still be put on the list. A sector without people is not missed.
    """
    found = []
    for sector in sectors:
        answers, left = on_list.get(sector, ()), candidates.get(sector, 0)
        nobody_invited = not answers and left > 0
        nobody_comes = sector in asked and not {Answer.YES, Answer.WAITING} & set(answers)
        if nobody_invited or nobody_comes:
            found.append(Missing(sector, len(answers), left))
    return found
