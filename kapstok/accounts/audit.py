"""The audit trail: who did what to whom, append-only, opaque ids only."""

from __future__ import annotations

from kapstok import clock
from kapstok.accounts.models import AuditEvent
from kapstok.database import writing
from kapstok.extensions import db

_ADD = AuditEvent.__table__.insert()


def record(event: str, *, actor: str, project_id: int | None = None, subject: str | None = None) -> None:
    """Add one event to the caller's transaction."""
    row = {"at": clock.now(), "event": event, "actor": actor, "project_id": project_id, "subject": subject}
    db.session.connection().execute(_ADD, row)


def record_at_once(event: str, *, actor: str, project_id: int | None = None, subject: str | None = None) -> None:
    """Add one event in a transaction of its own: for what happens on a page that only reads (an export, a refusal)."""
    row = {"at": clock.now(), "event": event, "actor": actor, "project_id": project_id, "subject": subject}
    with writing(), db.engine.begin() as connection:
        connection.execute(_ADD, row)
