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
    __table_args__ = (
        Index("ix_outbox_message_status_next_attempt_at", "status", "next_attempt_at"),
        Index("ix_outbox_message_to_domain_sent_at", "to_domain", "sent_at"),
    )

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
    to_domain: Mapped[str] = mapped_column(String(254), default="")  # one server gets only so many a minute
    subject: Mapped[str] = mapped_column(String(300))
    message_id: Mapped[str] = mapped_column(String(200), unique=True)
    mime: Mapped[bytes | None] = mapped_column(LargeBinary)  # purged 30 days after sending
    status: Mapped[str] = mapped_column(String(20), default="pending")  # rules.Status
    attempts: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    sent_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    via: Mapped[str | None] = mapped_column(String(10))  # smtp once handed over, maybe; demo: in the Demo-postvak
    error: Mapped[str] = mapped_column(String(500), default="")
    bounced_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)  # sent, and came back later (RFC 3464)


class InboxMessage(db.Model):
    """One mail that came in, kept until retention. What it means to a meeting stands with the meetings.

    Not ``InProject``: before it is read nobody knows whose it is, and broken mail may stay nobody's.
    """

    __tablename__ = "inbox_message"

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    received_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, index=True)
    source: Mapped[str] = mapped_column(String(10))  # imap, or drop: a saved mail that somebody put on the page
    message_id: Mapped[str] = mapped_column(String(250), default="")
    digest: Mapped[str] = mapped_column(String(64), unique=True)  # of Message-ID and content: the same mail comes once
    from_address: Mapped[str] = mapped_column(String(254), default="")
    to_address: Mapped[str] = mapped_column(String(254), default="")
    subject: Mapped[str] = mapped_column(String(300), default="")
    kind: Mapped[str] = mapped_column(String(20), default="")  # rules.Kind: calendar, bounce, automatic, other …
    status: Mapped[str] = mapped_column(String(20), default="new")  # rules.Fate: new, handled, held, ignored
    reason: Mapped[str] = mapped_column(String(200), default="")
    raw: Mapped[bytes | None] = mapped_column(LargeBinary)  # purged 30 days after it was handled
    handled_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
