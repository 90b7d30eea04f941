"""The outbox."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from kapstok.database import UtcDateTime
from kapstok.extensions import db


class OutboxMessage(db.Model):
    """One mail to one person, with the final MIME bytes, written in the transaction of what it tells about.

    Not ``InProject``: a few mails (a first password) belong to no project, and the worker sends for all of them.
    """

    __tablename__ = "outbox_message"
    __table_args__ = (Index("ix_outbox_message_status_next_attempt_at", "status", "next_attempt_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    about_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True
    )  # somebody else
    kind: Mapped[str] = mapped_column(String(20))  # invitation, update, cancellation, link, password …
    supersede_key: Mapped[str | None] = mapped_column(String(80), index=True)  # newer mail about the same thing wins
    to_name: Mapped[str] = mapped_column(String(120))
    to_address: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(300))
    message_id: Mapped[str] = mapped_column(String(200), unique=True)
    mime: Mapped[bytes | None] = mapped_column(LargeBinary)  # purged 30 days after sending
    status: Mapped[str] = mapped_column(String(20), default="pending")  # rules.Status
    attempts: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    sent_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    via: Mapped[str | None] = mapped_column(String(10))  # smtp, or demo: "delivered" to the Demo-postvak
    error: Mapped[str] = mapped_column(String(500), default="")
