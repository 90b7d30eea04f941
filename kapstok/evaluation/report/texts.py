"""What the projectleider adds to chapters of the eindverslag, in their own words."""

from __future__ import annotations

import datetime as dt

from kapstok.accounts import audit
from kapstok.evaluation.models import ReportText
from kapstok.evaluation.report.rules import Chapter, TextChanged, check_length
from kapstok.extensions import db
from kapstok.freetext import check_free_text
from kapstok.projects.models import Project
from kapstok.scope import in_project


def own_texts(project: Project) -> dict[str, str]:
    """By chapter, what was written."""
    return {chapter: row.text for chapter, row in kept_texts(project).items() if row.text}


def kept_texts(project: Project) -> dict[str, ReportText]:
    """The same with its version; a text that was emptied is there, and empty."""
    return {row.chapter: row for row in db.session.scalars(in_project(ReportText, project))}


def find_text(project: Project, chapter: Chapter) -> ReportText | None:
    return db.session.scalar(in_project(ReportText, project).where(ReportText.chapter == chapter))


def save_text(
    project: Project, chapter: Chapter, text: str, seen_version: int, now: dt.datetime, *, actor: str
) -> None:
    """Write the text of a chapter; an empty one takes it out. ``seen_version``: what the writer saw, 0 for no text.

    Raises ``TextTooLong``, ``TextChanged``, and what ``check_free_text`` raises.
    """
    text = text.strip()
    check_length(text)
    check_free_text(text, now)
    # Of two who write a first text at once, the second sees the first.
    db.session.refresh(project, ["version"], with_for_update={"key_share": True})
    row = find_text(project, chapter)
    if (row.version if row else 0) != seen_version:
        raise TextChanged()
    if row is None:
        if not text:
            return
        row = ReportText(project_id=project.id, chapter=chapter, text=text)
        db.session.add(row)
    row.text = text
    db.session.flush()
    audit.record("report text saved", actor=actor, project_id=project.id, subject=f"report_text:{row.id}")
