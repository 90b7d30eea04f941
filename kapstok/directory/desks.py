"""Desks are public; persons of the network are not, also when one of them stands among the desks by mistake."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from kapstok.directory.models import Contact
from kapstok.extensions import db
from kapstok.projects.models import Project
from kapstok.register.models import Person
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
    rows = list(db.session.execute(in_project(Person, project).with_only_columns(Person.name, Person.email)))
    times = Counter(email.lower() for _name, email in rows if email)
    return Hidden(
        frozenset(match_key(name) for name, _email in rows) - {""},
        frozenset(email for email, count in times.items() if count == 1),
    )
