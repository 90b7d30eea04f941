"""Tables of ties."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kapstok.database import UtcDateTime
from kapstok.extensions import db
from kapstok.projects.models import Project
from kapstok.register.models import Person
from kapstok.scope import InProject


class Wave(InProject, db.Model):
    """A measurement (nulmeting, T1 …) with a roster that is frozen when it opens."""

    __table_args__ = (
        UniqueConstraint("project_id", "number"),
        Index(
            "uq_wave_one_open",
            "project_id",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int]  # 0 is the nulmeting
    name: Mapped[str] = mapped_column(String(60))
    opened_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)

    project: Mapped[Project] = relationship()
    roster: Mapped[list[RosterEntry]] = relationship(back_populates="wave")


class RosterEntry(InProject, db.Model):
    """One person on a frozen roster, with what they were on that day."""

    __tablename__ = "roster_entry"
    __table_args__ = (UniqueConstraint("wave_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    wave_id: Mapped[int] = mapped_column(ForeignKey("wave.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    asks: Mapped[bool] = mapped_column(default=True)  # is asked whom they know
    named: Mapped[bool] = mapped_column(default=True)  # stands on the others' lists
    sector_id: Mapped[int | None] = mapped_column(ForeignKey("term.id"))
    function_id: Mapped[int | None] = mapped_column(ForeignKey("term.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    answered_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)  # first statement in this wave

    wave: Mapped[Wave] = relationship(back_populates="roster")
    person: Mapped[Person] = relationship()

    @property
    def mail_key(self) -> str:
        """What all mail that asks this person in this measurement shares: the newest wins."""
        return f"measurement:{self.id}"


class Tie(InProject, db.Model):
    """What one person said of their contact with another, at one moment. A later statement is a new row.

    ``strength`` 0–4, or none for "weet ik niet": no observation (NA), never 0.
    """

    __table_args__ = (
        CheckConstraint("strength IS NULL OR strength BETWEEN 0 AND 4", name="strength"),
        CheckConstraint("respondent_id <> named_id", name="not_oneself"),
        Index("ix_tie_project_id_stated_at", "project_id", "stated_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    respondent_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    named_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    strength: Mapped[int | None]
    source: Mapped[str] = mapped_column(String(20))  # rules.Source: wave, pulse, projectleider, import
    by_block: Mapped[bool] = mapped_column(default=False)  # from "verder ken ik hier niemand"
    wave_id: Mapped[int | None] = mapped_column(ForeignKey("wave.id", ondelete="CASCADE"), index=True)
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id", ondelete="SET NULL"))
    stated_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    entered_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("user_account.id")
    )  # the projectleider, on paper's behalf


class Handover(InProject, db.Model):
    """Somebody leaves: the lines that were theirs are offered to a successor."""

    __table_args__ = (UniqueConstraint("leaver_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    leaver_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    started_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    introduced_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)  # the warm mail was put in the outbox
    introduced: Mapped[int] = mapped_column(default=0)  # to how many people

    leaver: Mapped[Person] = relationship(foreign_keys=leaver_id)
    successor: Mapped[Person | None] = relationship(foreign_keys=successor_id)
