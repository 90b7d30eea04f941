"""Where somebody wants to be seen: a choice of their own."""

from __future__ import annotations

from kapstok.accounts import audit
from kapstok.extensions import db
from kapstok.register.models import Person


def choose_visibility(person: Person, *, on_map: bool, on_rosters: bool, actor: str) -> None:
    """Keep whether ``person`` stands in pictures of the network and on others' lists. Twice is harmless.

    Only mantelzorgers choose about lists: the others are colleagues of one another and stay on them.
    """
    wanted = (on_map, on_rosters if person.is_mantelzorger else person.on_rosters)
    if wanted == (person.on_map, person.on_rosters):
        return
    person.on_map, person.on_rosters = wanted
    db.session.flush()
    audit.record("visibility chosen", actor=actor, project_id=person.project_id, subject=f"person:{person.id}")
