"""Lists that belong to one row – desks, numbers, hours, places – replaced by those of a package.

A row whose uid the package names stays that row: other programs know it by its uid. Persons of the network that stand
among the desks are not in any package, so they stay.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

from sqlalchemy import select

from kapstok.directory import values
from kapstok.directory.desks import people_of
from kapstok.directory.hsds import derived
from kapstok.directory.models import Contact, Location, Phone, Schedule, Service, ServiceArea, ServiceAtLocation
from kapstok.extensions import db
from kapstok.projects.models import Project
from kapstok.register.models import Organisation
from kapstok.scope import in_project

_MODELS = {"areas": ServiceArea, "phones": Phone, "contacts": Contact, "schedules": Schedule}
_COLUMNS = {
    "areas": ("name",),
    "phones": ("number", "description"),
    "contacts": ("name", "title", "department", "email"),
    "schedules": ("byday", "freq", "opens_at", "closes_at", "valid_from", "valid_to", "description"),
    "at_locations": ("description",),
}


class Parts:
    """The parts of one project while a package lands. ``given``: all that the package wants to be there."""

    def __init__(self, project: Project, given: Iterable[Any]):
        self.project = project
        self.people = people_of(project)
        self.taken = _taken(_uids(given))
        self.desks: dict[int, list[Contact]] = defaultdict(list)  # of organisations
        self.desks_to_number: list[tuple[Contact, values.Contact]] = []
        self.at: dict[tuple[Service, str], ServiceAtLocation] = {}  # by their uid
        self.stays: dict[Service, list[ServiceAtLocation]] = {}
        own = in_project(Contact, project).where(Contact.organisation_id.is_not(None)).order_by(Contact.id)
        for desk in db.session.scalars(own):
            self.desks[desk.organisation_id or 0].append(desk)
        self.numbers: dict[tuple[str, int], list[Phone]] = defaultdict(list)
        for row in db.session.scalars(in_project(Phone, project).where(Phone.service_id.is_(None)).order_by(Phone.id)):
            whose = "contact_id" if row.contact_id else "location_id"
            self.numbers[whose, getattr(row, whose)].append(row)

    def put(self, service: Service, name: str, wanted: Sequence[Any]) -> None:
        """Give ``service`` these areas, phones or contacts."""
        old = getattr(service, name)
        kept = [row for row in old if name == "contacts" and self.people.hides(row)]
        placed = self._placed(name, old, wanted, service.uid)
        setattr(service, name, [*kept, *placed])
        if name == "contacts":
            self.desks_to_number += zip(placed, wanted, strict=True)

    def put_desks(self, organisation: Organisation, wanted: Sequence[values.Contact]) -> None:
        """Give ``organisation`` these desks."""
        old = self.desks[organisation.id]
        placed = self._placed("contacts", old, wanted, organisation.uid)
        for row in placed:
            row.organisation_id = organisation.id
        db.session.add_all(placed)
        for row in old:
            if row not in placed and not self.people.hides(row):
                db.session.delete(row)
        self.desks_to_number += zip(placed, wanted, strict=True)

    def put_numbers(self, column, owner: Contact | Location, wanted: Sequence[values.Phone]) -> None:
        """Give a desk or a place these numbers. ``column``: the key that says whose a number is."""
        old = self.numbers[column.key, owner.id]
        placed = self._placed("phones", old, wanted, owner.uid)
        for row in placed:
            setattr(row, column.key, owner.id)
        db.session.add_all(placed)
        for row in old:
            if row not in placed:
                db.session.delete(row)

    def put_places(self, service: Service, wanted: Sequence[values.AtLocation], locations: dict[str, Location]) -> None:
        """Let ``service`` be at these places. It leaves the others in ``finish``: hours may still hang on them."""
        by_place = {row.location: row for row in service.at_locations}
        for at in wanted:
            place = locations[at.location]
            row = by_place.get(place)
            if row is None:
                row = by_place[place] = ServiceAtLocation(
                    project_id=self.project.id, location=place, uid=self._free(at.uid, service.uid)
                )
                service.at_locations.append(row)
            row.description = at.description or row.description or ""
            self.at[service, at.uid] = row
        self.stays[service] = [
            row for row in service.at_locations if row.location in {locations[at.location] for at in wanted}
        ]

    def put_hours(self, service: Service, value: values.Service) -> None:
        """Give ``service`` the schedules of ``value``; a schedule may be of one place. After the places have keys."""
        own = {row.uid: row for row in service.at_locations}
        placed = self._placed("schedules", service.schedules, value.schedules, service.uid)
        for row, schedule in zip(placed, value.schedules, strict=True):
            place = self.at.get((service, schedule.at_location)) or own.get(schedule.at_location)
            row.freq = row.freq or "WEEKLY"
            row.at_location_id = place.id if place else None
        service.schedules = placed

    def finish(self) -> None:
        """What can only be done when everything has a key, and nothing hangs on what goes."""
        db.session.flush()
        for row, desk in self.desks_to_number:
            self.put_numbers(Phone.contact_id, row, desk.phones)
        for service, rows in self.stays.items():
            service.at_locations = rows
        db.session.flush()

    def _placed(self, name: str, old: Iterable[Any], wanted: Sequence[Any], parent: str) -> list[Any]:
        """A row for each wanted value, in their order: the one with its uid, or a new one."""
        by_uid = {row.uid: row for row in old}
        placed = []
        for value in wanted:
            row = by_uid.get(value.uid) or by_uid.get(derived("part", parent, value.uid))
            if row is None:
                row = _MODELS[name](project_id=self.project.id, uid=self._free(value.uid, parent))
            for column in _COLUMNS[name]:
                said = getattr(value, column)
                setattr(row, column, said or None if column == "email" else said)
            placed.append(row)
        return placed

    def _free(self, uid: str, parent: str) -> str:
        """The uid of a new row: theirs, unless some other row has it."""
        if uid in self.taken:
            return derived("part", parent, uid)
        self.taken.add(uid)
        return uid


def _uids(given: Iterable[Any]) -> set[str]:
    """Of everything that belongs to what is given."""
    found: set[str] = set()
    for each in given:
        desks = getattr(each, "contacts", ())
        rows = chain(*(getattr(each, name, ()) for name in ("areas", "schedules", "phones", "at_locations")), desks)
        found |= {row.uid for row in chain(rows, *(desk.phones for desk in desks))}
    return found


def _taken(uids: set[str]) -> set[str]:
    """Which of these uids rows have, in whichever project: uids are unique over all of them."""
    found: set[str] = set()
    for model in (*_MODELS.values(), ServiceAtLocation):
        why = "a uid is unique over all projects; nothing but that it is taken is looked up"
        query = select(model.uid).where(model.uid.in_(uids)).execution_options(across_projects=why)
        found |= set(db.session.scalars(query))
    return found
