"""What holds the network together, as the pages ask for it: worked out once for each state of the data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapstok.evaluation import service
from kapstok.evaluation.kept import Kept
from kapstok.extensions import db
from kapstok.projects import service as projects
from kapstok.projects.models import Project
from kapstok.projects.rules import Role
from kapstok.register.models import Person
from kapstok.scope import in_project

if TYPE_CHECKING:
    from kapstok.evaluation.bridges import Held
    from kapstok.evaluation.inference.bootstrap import Interval

_held = Kept(most=32)
_across = Kept(most=32)


def leaders(project: Project) -> frozenset[int]:
    """The ids of people who are projectleider: known by the address with which they log in."""
    addresses = {row.user.email for row in projects.list_members(project) if row.role == Role.PROJECTLEIDER}
    query = in_project(Person, project).where(Person.email.in_(addresses)).with_only_columns(Person.id)
    return frozenset(db.session.scalars(query))


def find_held(project: Project, threshold: int) -> Held | None:
    """What holds together the network of the last measurement; None when nothing was ever measured."""
    from kapstok.evaluation.bridges import held
    from kapstok.evaluation.headlines import to_compare
    from kapstok.network import load

    found, leading = service.network(project), leaders(project)
    waves = to_compare(found.measurements)
    if not waves:
        return None
    key = load.version(project), threshold, leading
    return _held.get(key, lambda: held(found, waves[-1], threshold, leading))


def find_across(project: Project, threshold: int) -> Interval | None:
    """The interval of the difference in density between sectors; None where the difference is only described."""
    from kapstok.evaluation.headlines import across_interval, to_compare
    from kapstok.network import load

    found = service.network(project)
    waves = to_compare(found.measurements)
    return _across.get((load.version(project), threshold), lambda: across_interval(found, waves, threshold))
