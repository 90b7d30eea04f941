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
from kapstok.directory.hsds import derived
from kapstok.directory.models import Contact, Location, Phone, Schedule, Service, ServiceArea, ServiceAtLocation
from kapstok.directory.publishing import people_of
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
            self._number_desks(placed, wanted)

    def put_desks(self, organisation: Organisation, wanted: Sequence[values.Contact]) -> None:
        own = in_project(Contact, self.project).where(Contact.organisation_id == organisation.id)
        old = list(db.session.scalars(own.order_by(Contact.id)))
        placed = self._placed("contacts", old, wanted, organisation.uid)
        for row in placed:
            row.organisation_id = organisation.id
        db.session.add_all(placed)
        for row in old:
            if row not in placed and not self.people.hides(row):
                db.session.delete(row)
        self._number_desks(placed, wanted)

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

    def put_places_and_hours(
        self, service: Service, value: values.Service, locations: dict[str, Location], hours: bool
    ) -> None:
        """Give ``service`` the places of ``value``, and with ``hours`` its schedules, which may be of such a place."""
        old = list(service.at_locations)
        by_place = {row.location_id: row for row in old}
        rows: dict[str, ServiceAtLocation] = {}
        for at in value.at_locations:
            place = locations[at.location]
            row = by_place.get(place.id)
            if row is None:
                row = by_place[place.id] = ServiceAtLocation(
                    project_id=self.project.id, location=place, uid=self._free(at.uid, service.uid)
                )
                service.at_locations.append(row)
            row.description = at.description or row.description or ""
            rows[at.uid] = row
        db.session.flush()
        if hours:
            self._put_hours(service, value.schedules, rows)
        if rows:
            service.at_locations = list(dict.fromkeys(rows.values()))
            db.session.flush()

    def _put_hours(
        self, service: Service, wanted: Sequence[values.Schedule], places: dict[str, ServiceAtLocation]
    ) -> None:
        placed = self._placed("schedules", service.schedules, wanted, service.uid)
        for row, schedule in zip(placed, wanted, strict=True):
            row.freq = row.freq or "WEEKLY"
            row.at_location_id = places[schedule.at_location].id if schedule.at_location in places else None
        service.schedules = placed
        db.session.flush()

    def _number_desks(self, rows: list[Contact], wanted: Sequence[values.Contact]) -> None:
        db.session.flush()
        for row, desk in zip(rows, wanted, strict=True):
            self.put_numbers(Phone.contact_id, row, desk.phones)

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
