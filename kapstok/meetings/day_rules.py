"""Rules of the day itself: who may come in when, whose name was typed at the door, and what a list comes to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from kapstok import clock
from kapstok.errors import N_, Refused
from kapstok.meetings.rules import Attendance, MeetingCancelled, Partstat, Planned
from kapstok.register.duplicates import alike, name_words
from kapstok.register.rules import match_key

HOST_BEFORE, HOST_AFTER = dt.timedelta(days=1), dt.timedelta(days=3)  # round the day of the meeting
MOST_SUGGESTED = 3


class DoorClosed(Refused):
    """People come in on the day itself, until the end."""

    sentence = N_("U kunt zich hier melden op %(date)s, tot het einde van de bijeenkomst.")
    status = 410


class HostListClosed(Refused):
    """The list of names is there for who stands at the door, and no longer than that takes."""

    sentence = N_("Deze lijst werkt van %(first)s tot en met %(last)s.")
    status = 410


def check_arrival(meeting: Planned, now: dt.datetime) -> None:
    """Raise ``DoorClosed`` unless it is the day of the meeting and it is not over; ``MeetingCancelled``."""
    if meeting.cancelled_at is not None:
        raise MeetingCancelled()
    day = clock.local_date(meeting.starts_at)
    if clock.local_date(now) < day or now >= meeting.ends_at:
        raise DoorClosed(date=f"{day:%d-%m-%Y}")


def check_host_list(meeting: Planned, now: dt.datetime) -> None:
    """Raise ``HostListClosed`` unless it is between the day before the meeting and three days after it."""
    if meeting.cancelled_at is not None:
        raise MeetingCancelled()
    first, last = clock.local_date(meeting.starts_at) - HOST_BEFORE, clock.local_date(meeting.ends_at) + HOST_AFTER
    if not first <= clock.local_date(now) <= last:
        raise HostListClosed(first=f"{first:%d-%m-%Y}", last=f"{last:%d-%m-%Y}")


def presence(attendance: str | None, partstat: str, *, waits: bool = False, mailed: bool = False) -> Attendance | None:
    """What the minutes say of a guest once the list is done; None for who was not expected.

    What was filled in counts. Otherwise who said no was excused, and who was asked (``mailed``) or said yes or perhaps
    was absent. Who still ``waits`` for a place could not come.
    """
    if attendance is not None:
        return Attendance(attendance)
    if partstat == Partstat.DECLINED:
        return Attendance.EXCUSED
    if waits or (partstat == Partstat.NEEDS_ACTION and not mailed):
        return None
    return Attendance.ABSENT


def meant_by(name: str, guests: Mapping[int, str]) -> int | None:
    """The one guest (names by id) with this name, however it is spelled; None when there is none, or a namesake."""
    key = match_key(name)
    found = [guest for guest, known in guests.items() if match_key(known) == key]
    return found[0] if key and len(found) == 1 else None


def suggestions(name: str, guests: Mapping[int, str]) -> list[int]:
    """Guests who may have typed ``name``, at most three: the same name, then a name like it, then one word of it."""
    key, words = match_key(name), name_words(name)
    ranked = []
    for guest, known in guests.items():
        theirs = name_words(known)
        if match_key(known) == key:
            ranked.append((0, guest))
        elif alike(words, theirs):
            ranked.append((1, guest))
        elif set(words) & {word for word in theirs if len(word) > 1}:
            ranked.append((2, guest))
    return [guest for _rank, guest in sorted(ranked, key=lambda found: found[0])[:MOST_SUGGESTED]]
