"""Every statement there is, as plain rows: what pages, figures and files are made of."""

from __future__ import annotations

from sqlalchemy import Row, Select, or_

from kapstok.extensions import db
from kapstok.projects.models import Project
from kapstok.scope import in_project
from kapstok.ties.models import Tie, TieImport


def that_count(project: Project | int) -> Select[Tie]:
    """The query for the statements of a project, without those of a list that was withdrawn."""
    withdrawn = in_project(TieImport, project).where(TieImport.withdrawn_at.is_not(None))
    return in_project(Tie, project).where(
        or_(Tie.import_id.is_(None), Tie.import_id.not_in(withdrawn.with_only_columns(TieImport.id)))
    )


def statements(project: Project) -> list[Row]:
    """Every statement, oldest first: (respondent_id, named_id, strength, stated_at, source, by_block, wave_id)."""
    columns = (
        Tie.respondent_id,
        Tie.named_id,
        Tie.strength,
        Tie.stated_at,
        Tie.source,
        Tie.by_block,
        Tie.wave_id,
    )
    query = that_count(project).with_only_columns(*columns).order_by(Tie.stated_at, Tie.id)
    return list(db.session.execute(query))
