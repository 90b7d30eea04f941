"""In what two organisations, places or services differ, told in words. Pure.

What theirs does not name stays as it is: an empty field or an empty list says nothing. "Plek" and "klopt nog" carry a
date, and the later one holds.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from kapstok.directory.rules import Capacity
from kapstok.directory.values import AtLocation, Location, Organisation, Schedule, Service
from kapstok.mail.text import lines, one_line


@dataclass(frozen=True)
class Change:
    """One field, as words for people. ``part``: it is a list of things, such as telephone numbers."""

    field: str
    old: str
    new: str
    part: bool = False


Say = Callable[[Any], tuple[str, ...]]


def of_organisations(ours: Organisation, theirs: Organisation) -> list[Change]:
    return _texts(ours, theirs, "name email phone website") + _lists(ours, theirs, "contacts", _desk)


def of_locations(ours: Location, theirs: Location) -> list[Change]:
    texts = _texts(ours, theirs, "kind name address postal_code city area url transportation accessibility")
    return texts + _numbers(ours, theirs, "latitude longitude") + _lists(ours, theirs, "phones", _phone)


def of_services(ours: Service, theirs: Service, places: Mapping[str, str]) -> list[Change]:
    """``places``: the names of all places by uid. The organisation and the terms are not looked at here."""
    changes = _texts(ours, theirs, "name description eligibility how_to_refer fees url email")
    changes += _place_now(ours, theirs) + _confirmed(ours, theirs)
    changes += _lists(ours, theirs, "areas", _area) + _lists(ours, theirs, "phones", _phone)
    return changes + _lists(ours, theirs, "contacts", _desk) + _when_and_where(ours, theirs, places)


def _when_and_where(ours: Service, theirs: Service, places: Mapping[str, str]) -> list[Change]:
    """The lists that name places: held against one another by the place itself, told by its name."""
    there = {at.uid: at.location for at in (*ours.at_locations, *theirs.at_locations)}

    def hours(row: Schedule) -> tuple[str, ...]:
        return (*_hours(row), there.get(row.at_location, ""))

    def place(row: AtLocation) -> tuple[str, ...]:
        return row.location, row.description

    def place_in_words(row: AtLocation) -> tuple[str, ...]:
        return places[row.location], row.description

    schedules = _lists(ours, theirs, "schedules", hours, _hours_in_words)
    return schedules + _lists(ours, theirs, "at_locations", place, place_in_words)


def _texts(ours: Any, theirs: Any, names: str) -> list[Change]:
    pairs = [(name, "\n".join(lines(getattr(ours, name))), getattr(theirs, name)) for name in names.split()]
    return [Change(name, old, new) for name, old, new in pairs if new and new != old]


def _numbers(ours: Any, theirs: Any, names: str) -> list[Change]:
    pairs = [(name, getattr(ours, name), getattr(theirs, name)) for name in names.split()]
    return [
        Change(name, "" if old is None else str(old), str(new))
        for name, old, new in pairs
        if new is not None and new != old
    ]


def _lists(ours: Any, theirs: Any, name: str, key: Say, words: Say | None = None) -> list[Change]:
    """Whether a list says something else, whatever its order and uids. ``words``: how it is told, unless by ``key``."""
    old, new = getattr(ours, name), getattr(theirs, name)
    if not new or sorted(map(_tidied(key), old)) == sorted(map(_tidied(key), new)):
        return []
    say = words or key
    return [Change(name, _in_words(old, say), _in_words(new, say), part=True)]


def _tidied(key: Say) -> Say:
    return lambda row: tuple(one_line(part) for part in key(row))


def _in_words(rows: tuple, say: Say) -> str:
    return ", ".join(" ".join(part for part in say(row) if part) for row in rows)


def _area(row) -> tuple[str, ...]:
    return (row.name,)


def _phone(row) -> tuple[str, ...]:
    return row.number, row.description


def _desk(row) -> tuple[str, ...]:
    return row.name, row.title, row.department, row.email, *(part for phone in row.phones for part in _phone(phone))


def _hours(row: Schedule) -> tuple[str, ...]:
    times = [f"{time:%H:%M}" if time else "" for time in (row.opens_at, row.closes_at)]
    days = [str(day or "") for day in (row.valid_from, row.valid_to)]
    return row.byday, row.freq if row.byday else "", *times, *days, row.description


def _hours_in_words(row: Schedule) -> tuple[str, ...]:
    times = "–".join(f"{time:%H.%M}" for time in (row.opens_at, row.closes_at) if time)
    parts = (row.byday.replace(",", ", "), times, row.description)
    return (", ".join(part for part in parts if part),)


def _confirmed(ours: Service, theirs: Service) -> list[Change]:
    if theirs.confirmed_on is None or (ours.confirmed_on is not None and theirs.confirmed_on <= ours.confirmed_on):
        return []
    return [Change("confirmed_on", str(ours.confirmed_on or ""), str(theirs.confirmed_on))]


def _place_now(ours: Service, theirs: Service) -> list[Change]:
    """What was said last of "plek" holds, to the second; without a date of ours theirs does."""
    if theirs.capacity is Capacity.UNKNOWN:
        return []
    old, new = _plek(ours), _plek(theirs)
    if ours.capacity_at is None:
        return [Change("capacity", old, new)] if new != old else []
    if theirs.capacity_at is None or theirs.capacity_at - ours.capacity_at < dt.timedelta(seconds=1):
        return []
    if new == old:
        return [Change("capacity_at", str(ours.capacity_at.date()), str(theirs.capacity_at.date()))]
    return [Change("capacity", old, new)]


def _plek(service: Service) -> str:
    weeks = "" if service.waiting_weeks is None else f" {service.waiting_weeks}"
    return "" if service.capacity is Capacity.UNKNOWN else f"{service.capacity}{weeks}"
