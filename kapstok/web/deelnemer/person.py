"""The guard of the personal page: whose link is this?"""

from __future__ import annotations

from flask import current_app, g
from flask_babel import refresh
from sqlalchemy import select

from kapstok import signing
from kapstok.accounts import history
from kapstok.extensions import db
from kapstok.projects.models import Project
from kapstok.register.models import Person
from kapstok.signing import LinkInvalid, Purpose


def read_person(token: str) -> Person:
    """The participant a personal link is for; from here on the page speaks their language and knows their project.

    Raises ``LinkExpired``, or ``LinkInvalid`` when the link was tampered with or withdrawn, or is an invitation's.
    """
    person_id, version = signing.read(current_app.config["SECRET_KEY"], Purpose.PERSONAL, token)
    query = select(Person).where(Person.id == person_id, Person.link_version == version, Person.archived_at.is_(None))
    person = db.session.scalar(query.execution_options(across_projects="the link says which person"))
    if person is None:
        raise LinkInvalid()
    welcome(person)
    return person


def welcome(person: Person) -> None:
    """Make this request the person's own: their language, and the project they take part in."""
    g.project = db.session.get(Project, person.project_id)
    g.language = person.language
    history.act_as(f"person:{person.id}")
    refresh()  # the language may have been chosen before it was known whose page this is
