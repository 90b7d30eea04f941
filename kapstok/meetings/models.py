"""Tables of meetings."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Column, ForeignKey, String, Table, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kapstok.accounts.history import Tracked
from kapstok.database import UtcDateTime, new_uid
from kapstok.extensions import db
from kapstok.projects.models import Project, Term
from kapstok.register.models import Person
from kapstok.scope import InProject

meeting_theme = Table(
    "meeting_theme",
    db.metadata,
    Column("meeting_id", ForeignKey("meeting.id", ondelete="CASCADE"), primary_key=True),
    Column("term_id", ForeignKey("term.id", ondelete="CASCADE"), primary_key=True),
)


class Meeting(Tracked, InProject, db.Model):
    """A netwerkbijeenkomst. Its state (draft, invited, past, cancelled) is derived in ``rules.state``."""

    __untracked__ = ("sequence", "created_at")

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(160))
    starts_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, index=True)
    ends_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    place: Mapped[str] = mapped_column(String(300), default="")
    online_url: Mapped[str] = mapped_column(String(500), default="")
    programme: Mapped[str] = mapped_column(Text, default="")
    capacity: Mapped[int | None]  # none: no limit
    sequence: Mapped[int] = mapped_column(default=0)  # iCalendar SEQUENCE of the last calendar-visible send
    cancelled_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column()

    project: Mapped[Project] = relationship()
    themes: Mapped[list[Term]] = relationship(secondary=meeting_theme, order_by=Term.position)
    invitations: Mapped[list[Invitation]] = relationship(back_populates="meeting")

    __mapper_args__ = {"version_id_col": version}


class Invitation(InProject, db.Model):
    """One person and one meeting: from being on the list to having been there."""

    # Links that were mailed hold the key: it may never come to mean another guest's invitation.
    __table_args__ = (UniqueConstraint("meeting_id", "person_id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(36), default=new_uid, unique=True)  # iCalendar UID, one per invitation
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    sent_sequence: Mapped[int | None]  # SEQUENCE of the last REQUEST queued for this guest; none: never invited by mail
    partstat: Mapped[str] = mapped_column(String(20), default="NEEDS-ACTION")  # rules.Partstat, iCalendar's words
    waitlisted_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)  # said yes, no place yet; oldest goes first
    comment: Mapped[str] = mapped_column(String(500), default="")
    answered_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    answered_via: Mapped[str | None] = mapped_column(String(20))  # rules.Via: link, phone, mail
    attendance: Mapped[str | None] = mapped_column(String(20))  # rules.Attendance: present, absent, excused
    walk_in: Mapped[bool] = mapped_column(default=False)
    link_version: Mapped[int] = mapped_column(default=1)

    meeting: Mapped[Meeting] = relationship(back_populates="invitations")
    person: Mapped[Person] = relationship()


class Seat(InProject, db.Model):
    """Where somebody sat in one round. Two people at one table in one round were *seated* together."""

    __table_args__ = (UniqueConstraint("meeting_id", "round", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    round: Mapped[int] = mapped_column(default=1)
    table: Mapped[int]
