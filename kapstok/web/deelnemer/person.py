"""The guard of the personal page: whose link is this?"""

from __future__ import annotations

from flask import current_app, g
from flask_babel import refresh
from sqlalchemy import select

from kapstok import signing
from kapstok.accounts import history
from kapstok.errors import N_, Refused
from kapstok.extensions import db
from kapstok.projects.models import Project
from kapstok.register.models import Person
from kapstok.signing import LinkInvalid, Purpose


class LeftNetwork(Refused):
    """A sound link of somebody who is in the archive."""

    sentence = N_(
        "Deze link was van %(name)s, en opent niets meer: %(name)s doet niet meer mee aan %(project)s. "
        "Klopt dat niet? Mail %(contact)s: %(address)s."
    )
    status = 410


class Withdrawn(Refused):
    """A sound link of somebody whose data were erased."""

    sentence = N_(
        "Deze link opent niets meer. U doet niet meer mee aan %(project)s en uw gegevens zijn gewist. "
        "Wilt u weer meedoen? Mail %(contact)s: %(address)s."
    )
    status = 410


def read_person(token: str) -> Person:
    """The participant a personal link is for; from here on the page speaks their language and knows their project.

    Who was merged into another card gets that card. Raises ``LinkExpired``, ``LinkInvalid`` when the link was
    tampered with or replaced or is an invitation's, ``LeftNetwork`` or ``Withdrawn`` when the person is gone.
    """
    person = read_anybody(token)
    check_takes_part(person)
    return person


def read_anybody(token: str) -> Person:
    """As ``read_person``, but also somebody in the archive, for what they still have to hand over."""
    person_id, version = signing.read(current_app.config["SECRET_KEY"], Purpose.PERSONAL, token)
    return find_anybody(person_id, version)


def find_anybody(person_id: int, version: int) -> Person:
    """The person that a sound link names. Raises ``LinkInvalid`` or ``Withdrawn``."""
    person = _find(person_id)
    if person is None:
        raise LinkInvalid()
    if person.erased_at is None and person.link_version != version:
        raise LinkInvalid()
    person = _kept(person)
    welcome(person)
    if person.erased_at is not None:
        raise Withdrawn(**_ask())
    return person


def check_takes_part(person: Person) -> None:
    """Raise ``LeftNetwork`` for who is in the archive."""
    if person.archived_at is not None:
        raise LeftNetwork(name=person.name, **_ask())


def welcome(person: Person) -> None:
    """Make this request the person's own: their language, and the project they take part in."""
    g.project = db.session.get(Project, person.project_id)
    g.language = person.language
    history.act_as(f"person:{person.id}")
    refresh()  # the language may have been chosen before it was known whose page this is


def _kept(person: Person) -> Person:
    """The card that ``person`` was merged into, or ``person``. Merging twice makes a chain, never a ring."""
    seen: set[int] = set()
    while person.merged_into_id is not None and person.id not in seen:
        seen.add(person.id)
        person = _find(person.merged_into_id) or person
    return person


def _find(person_id: int) -> Person | None:
    query = select(Person).where(Person.id == person_id)
    return db.session.scalar(query.execution_options(across_projects="the link says which person"))


def _ask() -> dict[str, str]:
    return {"project": g.project.name, "contact": g.project.contact_name, "address": g.project.contact_email}
