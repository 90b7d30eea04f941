"""Tables of privacy."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import JSON, CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kapstok.database import UtcDateTime
from kapstok.extensions import db
from kapstok.scope import InProject


class Merge(InProject, db.Model):
    """Two records that were one: what was moved and what was laid aside, so that it can be undone."""

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))  # person or organisation
    kept_id: Mapped[int] = mapped_column(index=True)
    gone_id: Mapped[int] = mapped_column(index=True)
    merged_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    actor: Mapped[str] = mapped_column(String(40))
    moved: Mapped[dict] = mapped_column(JSON)  # see merging.py
    undone_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)


class NotSame(InProject, db.Model):
    """Two records that look alike and were looked at: they are not the same."""

    __tablename__ = "not_same"
    __table_args__ = (
        UniqueConstraint("kind", "first_id", "second_id"),
        CheckConstraint("first_id < second_id", name="in_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))  # person or organisation
    first_id: Mapped[int]
    second_id: Mapped[int]


class Tombstone(db.Model):
    """Somebody was erased, or everybody in a project: opaque, so that a restored backup can be made to forget again."""

    id: Mapped[int] = mapped_column(primary_key=True)
    gone: Mapped[str] = mapped_column(String(36), unique=True)  # the uid of a person, or the mark of a project
    erased_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    filed_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)  # written to the file that outlives a restore
