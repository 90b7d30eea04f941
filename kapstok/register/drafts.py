"""Uploads on their way: kept until they land, then a receipt.

What lands: lists of people (``directory.lists``), lines (``ties.imports``) and monthly counts (``referrals.imports``).
Each asks for its own kinds only.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable

from sqlalchemy import delete, select

from kapstok.errors import N_, NotFound, Refused
from kapstok.extensions import db
from kapstok.projects.models import Project
from kapstok.register.models import ImportDraft
from kapstok.register.sheet import clean
from kapstok.scope import in_project

LIST, UNCLEAR = "list", "unclear"  # kinds of drafts; with the latter somebody must still say what the list is about
LISTS = (LIST, UNCLEAR)
KEPT = dt.timedelta(days=1)


class NotReady(Refused):
    """Rows are refused, or nothing is new."""

    sentence = N_("Deze lijst kan zo niet worden verwerkt. Pas het bestand aan en kies het opnieuw.")


class RegisterChanged(Refused):
    """The register changed since the page was made, so that the same list would now do something else."""

    sentence = N_("Het netwerk is intussen gewijzigd. Hieronder staat wat de lijst nu doet. Kijk het nog eens na.")
    status = 409


def keep(project: Project, user_id: int, file_name: str, now: dt.datetime, **fields) -> ImportDraft:
    """Keep what was read from a file. ``fields``: kind, sheet_name, entries, unread.

    The same user's older list under this name is forgotten: this is the improved one.
    """
    remove_old(now)
    name = clean(file_name)[-120:]
    kinds = LISTS if fields["kind"] in LISTS else (fields["kind"],)
    for older in list_unfinished(project, user_id, kinds):
        if older.file_name == name:
            drop(older)
    fields["sheet_name"] = fields["sheet_name"][:120]
    draft = ImportDraft(project_id=project.id, user_id=user_id, made_at=now, file_name=name, **fields)
    db.session.add(draft)
    db.session.flush()
    return draft


def get_draft(project: Project, draft_id: int, kinds: Collection[str] = LISTS) -> ImportDraft:
    """A list that has not landed. Raises ``NotFound``."""
    return _get(project, draft_id, kinds, ImportDraft.landed_at.is_(None))


def get_receipt(project: Project, draft_id: int, kinds: Collection[str] = LISTS) -> ImportDraft:
    """What a list made, for a day. Raises ``NotFound``."""
    return _get(project, draft_id, kinds, ImportDraft.landed_at.is_not(None))


def list_unfinished(project: Project, user_id: int, kinds: Collection[str] = LISTS) -> list[ImportDraft]:
    """What this user was busy with, newest first."""
    return _of_user(project, user_id, kinds, ImportDraft.landed_at.is_(None))


def list_receipts(project: Project, user_id: int) -> list[ImportDraft]:
    """What this user let land since yesterday, newest first."""
    return _of_user(project, user_id, LISTS, ImportDraft.landed_at.is_not(None))


def close(draft: ImportDraft, made: Iterable[dict], now: dt.datetime) -> None:
    """It landed: forget what stood in the file, and remember the ids of what it made and changed."""
    draft.entries, draft.unread, draft.landed_at = list(made), [], now


def drop(draft: ImportDraft) -> None:
    """Forget a list that nobody wants to land."""
    db.session.delete(draft)


def remove_old(now: dt.datetime) -> None:
    """Forget, in every project, what was uploaded more than a day ago."""
    old = delete(ImportDraft).where(ImportDraft.made_at < now - KEPT)
    db.session.execute(old.execution_options(across_projects="old drafts go, whosever they are"))


def lock(project: Project) -> None:
    """One import at a time: another waits here until this transaction ends."""
    db.session.execute(select(Project.id).where(Project.id == project.id).with_for_update())


def _of_user(project: Project, user_id: int, kinds: Collection[str], state) -> list[ImportDraft]:
    query = in_project(ImportDraft, project).where(ImportDraft.kind.in_(kinds), ImportDraft.user_id == user_id, state)
    return list(db.session.scalars(query.order_by(ImportDraft.made_at.desc(), ImportDraft.id.desc())))


def _get(project: Project, draft_id: int, kinds: Collection[str], state) -> ImportDraft:
    query = in_project(ImportDraft, project).where(ImportDraft.kind.in_(kinds), ImportDraft.id == draft_id, state)
    found = db.session.scalar(query)
    if found is None:
        raise NotFound()
    return found
