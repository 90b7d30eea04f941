"""Two records side by side: in what they differ, which of them knows it better, and what would move."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kapstok.accounts import history
from kapstok.accounts.models import Change
from kapstok.extensions import db
from kapstok.privacy import moving
from kapstok.privacy.moving import Plan
from kapstok.privacy.records import CHOICES, Record, both
from kapstok.privacy.references import Kind
from kapstok.projects.models import Project
from kapstok.scope import in_project


@dataclass(frozen=True)
class Preview:
    """Two records side by side, before they are merged.

    ``differing``: the choices in which they differ. ``suggested``: of these, where the record that goes knows better.
    """

    kept: Record
    gone: Record
    differing: tuple[str, ...]
    suggested: frozenset[str]
    plan: Plan


def preview(project: Project, kind: Kind, kept_id: int, gone_id: int) -> Preview:
    """What merging would do. Raises as ``merge`` does."""
    kept, gone = both(project, kind, kept_id, gone_id)
    differing = tuple(
        name
        for name, columns in CHOICES[kind].items()
        if any(getattr(kept, column) != getattr(gone, column) for column in columns)
    )
    newer = _newest_change(project, kind, kept, gone)
    suggested = frozenset(name for name in differing if _knows_better(kept, gone, name, newer))
    return Preview(kept, gone, differing, suggested, moving.plan(project.id, kind, kept_id, gone_id))


def _knows_better(kept: Record, gone: Record, choice: str, newer: Mapping[str, bool]) -> bool:
    """Filled before empty, a longer name before initials, and else what was changed last."""
    mine, theirs = getattr(kept, choice), getattr(gone, choice)
    if choice == "name":
        return len(theirs) > len(mine)
    if bool(mine) != bool(theirs):
        return bool(theirs)
    return newer.get(choice, False)


def _newest_change(project: Project, kind: Kind, kept: Record, gone: Record) -> dict[str, bool]:
    """Of each field that has a history: whether the record that goes was changed last."""
    records = {history.record_of(kept): False, history.record_of(gone): True}
    query = in_project(Change, project).where(Change.record.in_(records), Change.field != "")
    rows = db.session.scalars(query.order_by(Change.at, Change.id))
    return {row.field: records[row.record] for row in rows}
