"""Desks are public; persons of the network are not, also when one of them stands among the desks by mistake."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import update

from kapstok.accounts.models import Change
from kapstok.directory.models import Contact, Service
from kapstok.extensions import db
from kapstok.projects.models import Project
from kapstok.register.models import Organisation, Person
from kapstok.register.rules import match_key
from kapstok.scope import in_project


@dataclass(frozen=True)
class Hidden:
    """Names and addresses that are somebody's. An address that several people share is a desk's."""

    names: frozenset[str] = frozenset()
    addresses: frozenset[str] = frozenset()

    def hides(self, contact: Contact) -> bool:
        return match_key(contact.name) in self.names or (contact.email or "").lower() in self.addresses


def people_of(project: Project) -> Hidden:
    """Whom the kaart never names, though a desk may bear their name by mistake."""
    people = in_project(Person, project).where(Person.merged_into_id.is_(None))  # a double shares nothing with itself
    rows = list(db.session.execute(people.with_only_columns(Person.name, Person.email)))
    times = Counter(email.lower() for _name, email in rows if email)
    return Hidden(
        frozenset(match_key(name) for name, _email in rows) - {""},
        frozenset(email for email, count in times.items() if count == 1),
    )


def take_down(project: Project | int, names: Collection[str], addresses: Collection[str]) -> None:
    """Remove what bears a name or address of somebody who goes: desks, and addresses of services and organisations.

    Who is erased is nobody's name any more, so what was hidden because it was theirs would come into the open.
    """
    gone = Hidden(frozenset(map(match_key, names)) - {""}, frozenset(address.lower() for address in addresses))
    for desk in db.session.scalars(in_project(Contact, project)):
        if gone.hides(desk):
            db.session.delete(desk)
    for model in (Service, Organisation):  # not through the rows: their history would remember the address
        theirs = model.project_id == getattr(project, "id", project), model.email.in_(gone.addresses)
        db.session.execute(update(model).where(*theirs).values(email=None))
    for change in db.session.scalars(in_project(Change, project).where(Change.field.in_(("contacts", "email")))):
        said = f"{change.old} {change.new}".lower()
        if any(word in match_key(said) for word in gone.names) or any(word in said for word in gone.addresses):
            db.session.delete(change)
    db.session.flush()
