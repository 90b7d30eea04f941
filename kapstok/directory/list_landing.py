"""Planned rows of services on their way into the sociale kaart, through the verbs that pages use."""

from __future__ import annotations

import datetime as dt

from kapstok.directory import rows, service
from kapstok.directory.listing import CAPACITY_OF, Column, Keepers, items, parts
from kapstok.directory.models import Service
from kapstok.directory.rules import Number
from kapstok.extensions import db
from kapstok.projects import service as projects
from kapstok.projects.models import Project
from kapstok.projects.rules import Vocabulary
from kapstok.register.models import Organisation
from kapstok.register.planned import YES, Plan, PlannedRow, Status
from kapstok.register.rules import match_key
from kapstok.scope import in_project

_AS_TYPED = {"name", "eligibility", "description", "how_to_refer", "fees", "email"}


def land_services(project: Project, plan: Plan, now: dt.datetime) -> list[Service | None]:
    """Make and change what the plan says: for each of its rows the service, None for what stays as it is."""
    landing = _Services(project, plan, now)
    return [landing.land(row) for row in plan.rows]


class _Services:
    """One list of services: the words in it by what they mean in this project."""

    def __init__(self, project: Project, plan: Plan, now: dt.datetime):
        self.now = now
        self.keepers = Keepers(rows.known_keepers(project.id))
        self.support = {match_key(term.name): term for term in projects.terms(project, Vocabulary.SUPPORT)}
        active = in_project(Organisation, project).where(Organisation.archived_at.is_(None))
        self.organisations = {match_key(row.name): row for row in db.session.scalars(active)}
        ids = [row.row_id for row in plan.rows if row.status is Status.CHANGED]
        changed = in_project(Service, project).where(Service.id.in_(ids)).options(*rows.WITH_PARTS)
        self.services = {found.id: found for found in db.session.scalars(changed)}

    def land(self, row: PlannedRow) -> Service | None:
        if row.status is Status.NEW:
            values = {str(column): value for column in Column if (value := getattr(row.entry, column))}
            organisation = self.organisations[match_key(values["organisation"])]
            return service.add_service(organisation, self.now, **self._fields(values))
        if row.status is Status.CHANGED:
            found = self.services[row.row_id]
            values = {change.column: change.new for change in row.changes}
            service.edit_service(found, found.version, self.now, **self._fields(values, found))
            return found
        return None

    def _fields(self, values: dict[str, str], known: Service | None = None) -> dict:
        """Columns of a list as the verbs of the sociale kaart take them."""
        fields: dict = {column: value for column, value in values.items() if column in _AS_TYPED}
        if "website" in values:
            fields["url"] = values["website"]
        if "capacity" in values or "weeks" in values:
            fields["capacity"] = CAPACITY_OF[values["capacity"]] if "capacity" in values else known.capacity
            fields["waiting_weeks"] = int(values["weeks"]) if "weeks" in values else known and known.waiting_weeks
        if "support" in values:
            fields["support"] = [self.support[match_key(word)] for word in items(values["support"])]
        if "areas" in values:
            fields["areas"] = parts(Column.AREAS, values["areas"])
        if "phone" in values:
            described = {phone.number: phone.description for phone in known.phones} if known else {}
            numbers = items(values["phone"])
            fields["phones"] = [Number(number, described.get(number, "")) for number in numbers]
        if "keeper" in values:
            fields["keeper_id"] = self.keepers.find(values["keeper"])[0].id
        if "public" in values:
            fields["is_public"] = values["public"] == YES
        return fields
