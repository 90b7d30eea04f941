"""Tables of accounts."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from kapstok.database import UtcDateTime
from kapstok.extensions import db
from kapstok.scope import InProject


class User(db.Model):
    """Somebody with an account: beheerder, projectleider or evaluator. Participants have none."""

    __tablename__ = "user_account"  # "user" is a reserved word in PostgreSQL

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)  # kept in lower case
    name: Mapped[str] = mapped_column(String(120))
    password_hash: Mapped[str | None] = mapped_column(String(200))  # none until the owner chose one
    is_admin: Mapped[bool] = mapped_column(default=False)
    language: Mapped[str] = mapped_column(String(2), default="nl")
    session_version: Mapped[int] = mapped_column(default=1)  # raised by log-out and a new password: old cookies die
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    disabled_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)

    # What flask-login asks.
    is_authenticated = True
    is_anonymous = False

    @property
    def is_active(self) -> bool:
        return self.disabled_at is None

    def get_id(self) -> str:
        return f"{self.id}.{self.session_version}"


class AuditEvent(db.Model):
    """What happened, by whom, about whom: append-only (a trigger refuses UPDATE and DELETE) and opaque ids only."""

    __tablename__ = "audit_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime, index=True)
    event: Mapped[str] = mapped_column(String(40))
    actor: Mapped[str] = mapped_column(String(40))  # "user:3", "person:12", "system"
    project_id: Mapped[int | None]  # no foreign key: the trail outlives what it speaks of
    subject: Mapped[str | None] = mapped_column(String(40))  # "person:12", "project:1"


class Change(InProject, db.Model):
    """One field of one record that somebody changed: what a history page tells. See ``history``.

    Keys to other rows are kept as "term:5", so that no name of a person stands here that is not looked up.
    """

    __table_args__ = (Index("ix_change_project_id_record", "project_id", "record"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime, index=True)
    actor: Mapped[str] = mapped_column(String(40))  # "user:3", "person:12", "system"
    record: Mapped[str] = mapped_column(String(60))  # "person:12"
    field: Mapped[str] = mapped_column(String(60))  # the column; empty when the record was made
    old: Mapped[str] = mapped_column(Text, default="")
    new: Mapped[str] = mapped_column(Text, default="")


class RateCount(db.Model):
    """Tries within one window, shared by all web processes: the storage of the brake."""

    __tablename__ = "rate_count"

    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    count: Mapped[int]
    expires_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
