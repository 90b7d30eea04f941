"""Rules of planning: a programme's times, places held for sectors, the day to answer by, and the days of a series."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol, TypeVar

from kapstok import clock
from kapstok.errors import N_, Refused
from kapstok.meetings.rules import LONGEST_AHEAD, TooFarAhead

MOST_ITEMS = 40  # lines of a programme
MOST_TOGETHER = 26  # meetings planned in one go: every other week of a year
MOST_WEEKS = 12  # between two of them


class OutsideMeeting(Refused):
    sentence = N_("De bijeenkomst is van %(start)s tot %(end)s uur. Kies een tijd daartussen.")


class HeldWithoutCapacity(Refused):
    sentence = N_("U houdt plaatsen vrij. Vul dan ook in hoeveel plaatsen er zijn.")


class TooManyHeld(Refused):
    sentence = N_(
        "U houdt %(held)s plaatsen vrij, en er zijn er %(capacity)s. Houd er minder vrij, of geef meer plaatsen op."
    )


class AnswerByPast(Refused):
    sentence = N_("%(date)s is al voorbij. Kies een dag die nog komt.")


class AnswerByTooLate(Refused):
    sentence = N_("Dan is de bijeenkomst al geweest. Kies uiterlijk %(date)s.")


class AskedTwice(Refused):
    sentence = N_("%(date)s staat er twee keer.")


class AlreadyPlanned(Refused):
    sentence = N_("Op %(date)s is deze bijeenkomst er al.")


class DueBeforeMeeting(Refused):
    sentence = N_("%(date)s is vóór de bijeenkomst. Kies een latere dag, of laat het leeg.")


class NotOnTheList(Refused):
    """Only who was asked to a meeting can have taken something on there."""

    sentence = N_("%(name)s staat niet op de lijst van deze bijeenkomst.")


class Timed(Protocol):
    """A line of a programme. ``after``: minutes after the start; None without a time."""

    @property
    def after(self) -> int | None: ...


Line = TypeVar("Line", bound=Timed)


def minutes_after(
    time: dt.time, start: dt.time, *, seen: dt.time | None = None, seen_start: dt.time | None = None
) -> int:
    """How many minutes after ``start`` something begins; below 0 when before it.

    A time that still stands as it was shown (``seen``), beside the start that was shown with it, moves along with the
    meeting: who moves 14.00 to 15.00 need not retype the programme.
    """
    shown_with = seen_start if seen_start is not None and time == seen else start
    return _minutes(time) - _minutes(shown_with)


def check_items(starts_at: dt.datetime, ends_at: dt.datetime, after: Iterable[int | None]) -> None:
    """Raise ``OutsideMeeting`` when a line of the programme begins before the meeting does, or not before its end."""
    lasts = (ends_at - starts_at) // dt.timedelta(minutes=1)
    if any(minutes is not None and not 0 <= minutes < lasts for minutes in after):
        raise OutsideMeeting(start=f"{clock.local(starts_at):%H.%M}", end=f"{clock.local(ends_at):%H.%M}")


def in_order(lines: Sequence[Line]) -> list[Line]:
    """A programme in the order of its times. A line without one stays behind the line it was typed behind."""
    keys, last = [], 0
    for line in lines:
        last = last if line.after is None else line.after
        keys.append(last)
    return [line for _key, line in sorted(zip(keys, lines, strict=True), key=lambda pair: pair[0])]


def check_places(capacity: int | None, held: Mapping[int, int]) -> None:
    """Raise ``HeldWithoutCapacity`` or ``TooManyHeld``. ``held``: places by sector."""
    if not held:
        return
    if capacity is None:
        raise HeldWithoutCapacity()
    if sum(held.values()) > capacity:
        raise TooManyHeld(held=sum(held.values()), capacity=capacity)


def check_answer_by(
    day: dt.date | None, starts_at: dt.datetime, now: dt.datetime, *, known: dt.date | None = None
) -> None:
    """Raise ``AnswerByTooLate`` after the day of the meeting, ``AnswerByPast`` before today.

    A day that was already asked (``known``) may have gone by: it does not stand in the way of another change.
    """
    if day is None:
        return
    if day > clock.local_date(starts_at):
        raise AnswerByTooLate(date=_said(clock.local_date(starts_at)))
    if day < clock.local_date(now) and day != known:
        raise AnswerByPast(date=_said(day))


def check_due(day: dt.date | None, starts_at: dt.datetime) -> None:
    """Raise ``DueBeforeMeeting`` or ``TooFarAhead`` for the day on which an agreement is to be done."""
    if day is None:
        return
    held = clock.local_date(starts_at)
    if day < held:
        raise DueBeforeMeeting(date=_said(day))
    if day > held + LONGEST_AHEAD:
        raise TooFarAhead(date=_said(day))


def every(weeks: int, times: int, after: dt.date, today: dt.date) -> list[dt.date]:
    """The first ``times`` days that are a number of times ``weeks`` weeks after a day, and still to come."""
    step = dt.timedelta(weeks=weeks)
    gone_by = max(0, (today - after) // step)
    return [after + step * (gone_by + number) for number in range(1, times + 1)]


def check_new_day(day: dt.date, earlier: Iterable[dt.date], planned: Iterable[dt.date]) -> None:
    """Raise ``AskedTwice`` when ``day`` was typed before, ``AlreadyPlanned`` when the series has a meeting that day."""
    if day in earlier:
        raise AskedTwice(date=_said(day))
    if day in planned:
        raise AlreadyPlanned(date=_said(day))


def moved_along(day: dt.date | None, was: dt.datetime, becomes: dt.datetime, now: dt.datetime) -> dt.date | None:
    """A day to answer by, as long before the new start as it was before the old one; None when that is past."""
    if day is None:
        return None
    moved = clock.local_date(becomes) - (clock.local_date(was) - day)
    return moved if moved >= clock.local_date(now) else None


def _minutes(time: dt.time) -> int:
    return time.hour * 60 + time.minute


def _said(day: dt.date) -> str:
    return f"{day:%d-%m-%Y}"
