"""Files that were read in at once: on record for good, and withdrawn when they should not have been."""

from __future__ import annotations

import datetime as dt
from typing import Generic, TypeVar

from sqlalchemy.orm import joinedload

from kapstok.accounts import audit
from kapstok.extensions import db
from kapstok.projects.models import Project
from kapstok.scope import get_in_project, in_project

F = TypeVar("F")


class FilesReadIn(Generic[F]):
    """The files of one ``table`` (file_name, made_at, made_by, withdrawn_at). ``what``: what they bring, in words.

    What a withdrawn file brought stays on record and counts nowhere.
    """

    def __init__(self, table: type[F], what: str):
        self.table, self.what = table, what

    def list(self, project: Project) -> list[F]:
        """Every file that was read in, the newest first."""
        query = in_project(self.table, project).options(joinedload(self.table.made_by))
        return [*db.session.scalars(query.order_by(self.table.made_at.desc(), self.table.id.desc()))]

    def find_earlier(self, project: Project, file_name: str) -> F | None:
        """The latest file with this name that was read in and still counts: perhaps somebody is doing it twice."""
        query = in_project(self.table, project).where(
            self.table.file_name == file_name, self.table.withdrawn_at.is_(None)
        )
        return db.session.scalar(query.order_by(self.table.id.desc()).limit(1))

    def get(self, project: Project, file_id: int) -> F:
        return get_in_project(self.table, project, file_id)

    def withdraw(self, found: F, now: dt.datetime, *, actor: str) -> None:
        """Saying it twice is harmless."""
        if found.withdrawn_at is None:
            found.withdrawn_at = now
            self._note(found, "withdrawn", actor)

    def bring_back(self, found: F, *, actor: str) -> None:
        """What it brought counts again, from when it was read in. Saying it twice is harmless."""
        if found.withdrawn_at is not None:
            found.withdrawn_at = None
            self._note(found, "brought back", actor)

    def _note(self, found: F, event: str, actor: str) -> None:
        db.session.flush()
        subject = f"{self.table.__tablename__}:{found.id}"
        audit.record(f"{self.what} {event}", actor=actor, project_id=found.project_id, subject=subject)
