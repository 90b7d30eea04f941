"""One plan of an HSDS package on its way into the tables: it does what the plan said, and only that."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from functools import cached_property
from typing import Any

from sqlalchemy.orm.attributes import flag_modified

from kapstok.accounts import history
from kapstok.directory import models, values
from kapstok.directory.comparing import Kind, Plan, Planned, Status
from kapstok.directory.publishing import WITH_PARTS
from kapstok.directory.replacing import Parts
from kapstok.extensions import db
from kapstok.projects import service as projects
from kapstok.projects.models import Project, Term
from kapstok.projects.rules import Vocabulary
from kapstok.register.models import Organisation
from kapstok.scope import in_project

_ORGANISATION = {"name", "email", "phone", "website"}
_LOCATION = {"kind", "name", "address", "postal_code", "city", "area", "url", "latitude", "longitude"}
_LOCATION |= {"transportation", "accessibility"}
_SERVICE = {"name", "description", "eligibility", "how_to_refer", "fees", "url", "email", "confirmed_on"}
_PLACE_NOW = {"capacity", "waiting_weeks", "capacity_at"}
_LISTS = ("support", "areas", "schedules", "phones", "contacts", "at_locations")
_NOTED_AS = {"at_locations": "places"}  # in the history


class Landing:
    """The rows of the project by uid; what is made on the way is found again there."""

    def __init__(
        self, project: Project, planned: Plan, now: dt.datetime, *, sector_id: int | None, terms: Collection[str]
    ):
        self.project, self.planned, self.now = project, planned, now
        self.sector_id, self.accepted = sector_id, set(terms)
        self.terms = _by_uid(in_project(Term, project).where(Term.kind == Vocabulary.SUPPORT))
        self.organisations = _by_uid(in_project(Organisation, project))
        self.locations = _by_uid(in_project(models.Location, project))
        self.services = _by_uid(in_project(models.Service, project).options(*WITH_PARTS))
        self.parts = Parts(project, [each.value for each in planned.objects])
        self.touched: set[models.Service] = set()

    def land(self) -> None:
        """Flushes; the caller commits."""
        self._add_terms()
        steps = (
            (Kind.ORGANISATION, self._organisation, self._organisation_parts),
            (Kind.LOCATION, self._location, self._location_parts),
            (Kind.SERVICE, self._service, self._service_parts),
        )
        for kind, write, write_parts in steps:  # one flush for all rows of a kind: a part needs the key of its row
            for each in self._of(kind):
                write(each)
            db.session.flush()
            for each in self._of(kind):
                write_parts(each)
        self.parts.finish()
        for service in self.touched:
            service.changed_at = self.now
            flag_modified(service, "changed_at")  # so that the version rises, also when only a part changed
        db.session.flush()

    def _of(self, kind: Kind) -> Iterable[Planned]:
        doing = (Status.NEW, Status.CHANGED)
        return [each for each in self.planned.objects if each.kind is kind and each.status in doing]

    def _add_terms(self) -> None:
        for word in self.planned.terms:
            if word.uid in self.accepted:
                term = projects.add_term(self.project, Vocabulary.SUPPORT, word.name)
                if term.uid not in self.terms:  # otherwise it came back from the archive
                    term.uid = word.uid
                self.terms[word.uid] = term

    def _organisation(self, planned: Planned) -> None:
        value = planned.value
        row = self.organisations.get(value.uid)
        if row is None:
            row = Organisation(project_id=self.project.id, uid=value.uid, sector_id=self.sector_id)
            self.organisations[value.uid] = row
            db.session.add(row)
        _write(row, value, _wanted(planned, _ORGANISATION))

    def _organisation_parts(self, planned: Planned) -> None:
        row = self.organisations[planned.value.uid]
        if _has(planned, "contacts"):
            self.parts.put_desks(row, planned.value.contacts)
            self._note(row, planned)

    def _location(self, planned: Planned) -> None:
        value = planned.value
        row = self.locations.get(value.uid)
        if row is None:
            owner = self._owner(value)
            row = models.Location(project_id=self.project.id, uid=value.uid, organisation_id=owner.id)
            self.locations[value.uid] = row
            db.session.add(row)
        _write(row, value, _wanted(planned, _LOCATION))
        row.name = row.name or self._owner(value).name

    def _location_parts(self, planned: Planned) -> None:
        row = self.locations[planned.value.uid]
        if _has(planned, "phones"):
            self.parts.put_numbers(models.Phone.location_id, row, planned.value.phones)
        if planned.status is Status.CHANGED:
            self._tell_services(row, planned)

    def _owner(self, place: values.Location) -> Organisation:
        """Whose place it is: as they said, otherwise of the first service that is there."""
        if place.organisation in self.organisations:
            return self.organisations[place.organisation]
        return self.organisations[self._user_of[place.uid]]

    def _tell_services(self, row: models.Location, planned: Planned) -> None:
        """A place has no history of its own: each service that is there tells what changed."""
        for service in self._offered_at[row.id]:
            self.touched.add(service)
            for change in planned.changes:
                history.note(service, "places", f"{row.name}: {change.old}", f"{row.name}: {change.new}")

    def _service(self, planned: Planned) -> None:
        value = planned.value
        row = self.services.get(value.uid)
        if row is None:
            empty: dict[str, list] = {name: [] for name in _LISTS}
            row = models.Service(project_id=self.project.id, uid=value.uid, is_public=True, **empty)
            self.services[value.uid] = row
            db.session.add(row)
        self.touched.add(row)
        if planned.status is Status.NEW or _has(planned, "organisation"):
            row.organisation = self.organisations[value.organisation]
        wanted = _wanted(planned, _SERVICE)
        if _has(planned, "capacity"):
            wanted |= _PLACE_NOW
        elif _has(planned, "capacity_at"):
            wanted |= {"capacity_at"}
        _write(row, value, wanted)
        terms = [self.terms[uid] for uid in value.terms if uid in self.terms]
        if terms and _has(planned, "support"):
            row.support = terms
        for name in ("areas", "phones", "contacts"):
            if _has(planned, name):
                self.parts.put(row, name, getattr(value, name))
        if _has(planned, "at_locations"):
            self.parts.put_places(row, value.at_locations, self.locations)

    def _service_parts(self, planned: Planned) -> None:
        row = self.services[planned.value.uid]
        if _has(planned, "schedules"):
            self.parts.put_hours(row, planned.value)
        self._note(row, planned)

    def _note(self, row: Any, planned: Planned) -> None:
        """Lists show in no column, so the history must be told."""
        for change in planned.changes:
            if change.part:
                history.note(row, _NOTED_AS.get(change.field, change.field), change.old, change.new)

    @cached_property
    def _offered_at(self) -> dict[int, list[models.Service]]:
        """What was offered at each place before this."""
        there: dict[int, list[models.Service]] = defaultdict(list)
        for service in self.services.values():
            for at in service.at_locations:
                there[at.location_id].append(service)
        return there

    @cached_property
    def _user_of(self) -> dict[str, str]:
        """The organisation of the first service at each place, by uids."""
        users: dict[str, str] = {}
        for each in self._of(Kind.SERVICE):
            for at in each.value.at_locations:
                users.setdefault(at.location, each.value.organisation)
        return users


def _by_uid(query) -> dict[str, Any]:
    return {row.uid: row for row in db.session.scalars(query)}


def _has(planned: Planned, field: str) -> bool:
    """Whether this field is to be written: of something new, all that it has."""
    if planned.status is Status.NEW:
        return bool(getattr(planned.value, "terms" if field == "support" else field, None))
    return any(change.field == field for change in planned.changes)


def _wanted(planned: Planned, columns: set[str]) -> set[str]:
    return columns if planned.status is Status.NEW else {change.field for change in planned.changes} & columns


def _write(row: Any, value: Any, columns: set[str]) -> None:
    for name in columns:
        said = getattr(value, name)
        setattr(row, name, said or None if name == "email" else said)
