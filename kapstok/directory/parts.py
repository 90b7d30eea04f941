"""What hangs on a service – when, where, for which areas, whom to call – read and replaced as plain values.

A row that stays the same keeps its uid, since other programs know it by that. Each difference is noted in the history.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from kapstok.accounts import history
from kapstok.directory.models import Contact, Location, Phone, Schedule, Service, ServiceArea, ServiceAtLocation
from kapstok.directory.rules import Desk, Hours, Number, weekly


@dataclass(frozen=True)
class Part:
    """One kind of thing that a service has several of. ``read``: the values in a row; ``write`` puts one in a row."""

    relationship: str
    model: type
    read: Callable[[Any], list]
    write: Callable[[Any, Any], None]
    words: Callable[[Any], str]


def fill_parts(service: Service, wanted: dict[str, list]) -> None:
    """Give a service that is not in the database yet these parts, named as in ``parts_of``; nothing to note."""
    for name, values in wanted.items():
        _replace(service, name, list(dict.fromkeys(values)))


def replace_parts(service: Service, wanted: dict[str, list]) -> bool:
    """Give ``service`` these parts, named as in ``parts_of``. Says whether that changed anything, and notes what."""
    changed = False
    for name, values in wanted.items():
        old, new = _values(service, name), list(dict.fromkeys(values))
        if set(old) != set(new):
            _replace(service, name, new)
            history.note(service, name, _in_words(name, old), _in_words(name, new))
            changed = True
    return changed


def parts_of(service: Service) -> dict[str, list]:
    """Its support (terms), areas (names), places (locations), schedules, phones and contacts (values of ``rules``)."""
    return {name: _values(service, name) for name in NAMES}


def _values(service: Service, name: str) -> list:
    if name == "support":
        return list(service.support)
    part = PARTS[name]
    return [value for row in getattr(service, part.relationship) for value in part.read(row)]


def _replace(service: Service, name: str, values: list) -> None:
    if name == "support":
        service.support = values
        return
    part = PARTS[name]
    rows = getattr(service, part.relationship)
    kept = {read[0]: row for row in rows if len(read := part.read(row)) == 1 and read[0] in values}
    spare = iter([row for row in rows if row not in kept.values()])
    placed = []
    for value in values:
        row = kept.get(value)
        if row is None:
            row = next(spare, None) or part.model(project_id=service.project_id)
            part.write(row, value)
        placed.append(row)
    setattr(service, part.relationship, placed)


def _in_words(name: str, values: Iterable) -> str:
    words = _name if name == "support" else PARTS[name].words
    return ", ".join(words(value) for value in values)


def _name(row) -> str:
    return row.name


def _hours(row: Schedule) -> list[Hours]:
    """As the form shows it: one line for the days of every week, and one for each week of the month."""
    weeks = weekly(row.byday) or [(0, ())]
    return [Hours(days, week, row.opens_at, row.closes_at, row.description) for week, days in weeks]


def _write_hours(row: Schedule, hours: Hours) -> None:
    row.byday, row.freq = hours.byday, hours.freq
    row.opens_at, row.closes_at, row.description = hours.opens_at, hours.closes_at, hours.description


def _said_hours(hours: Hours) -> str:
    times = "–".join(f"{time:%H.%M}" for time in (hours.opens_at, hours.closes_at) if time)
    return ", ".join(part for part in (hours.byday.replace(",", ", "), times, hours.description) if part)


def _write_area(row: ServiceArea, name: str) -> None:
    row.name = name


def _write_place(row: ServiceAtLocation, location: Location) -> None:
    row.location = location


def _write_number(row: Phone, number: Number) -> None:
    row.number, row.description = number.number, number.description


def _write_desk(row: Contact, desk: Desk) -> None:
    row.name, row.department, row.email = desk.name, desk.department, desk.email


def _said(value: Number | Desk) -> str:
    return " ".join(part for part in vars(value).values() if part)


PARTS = {
    "areas": Part("areas", ServiceArea, lambda row: [row.name], _write_area, str),
    "places": Part("at_locations", ServiceAtLocation, lambda row: [row.location], _write_place, _name),
    "schedules": Part("schedules", Schedule, _hours, _write_hours, _said_hours),
    "phones": Part("phones", Phone, lambda row: [Number(row.number, row.description)], _write_number, _said),
    "contacts": Part("contacts", Contact, lambda row: [Desk(row.name, row.department, row.email)], _write_desk, _said),
}
NAMES = ("support", *PARTS)
