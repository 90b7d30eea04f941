"""Tables of ties."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kapstok.accounts.models import User
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
    boundary: Mapped[str] = mapped_column(Text, default="")  # who belongs on the roster, and who does not, in words
    closes_on: Mapped[dt.date | None]  # the last day to answer, as people are told; closing is a verb
    asks_items: Mapped[bool] = mapped_column(default=True)  # the evaluation items too, not only whom one knows
    offers_previous: Mapped[bool] = mapped_column(default=False)  # as the measurement plan said when it opened

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
    finished_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)  # they said that they were done
    added_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)  # after the roster was frozen

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
    carried: Mapped[bool] = mapped_column(default=False)  # from "as in the previous measurement" for a whole block
    wave_id: Mapped[int | None] = mapped_column(ForeignKey("wave.id", ondelete="CASCADE"), index=True)
    import_id: Mapped[int | None] = mapped_column(ForeignKey("tie_import.id", ondelete="CASCADE"), index=True)
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id", ondelete="SET NULL"))
    stated_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    entered_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("user_account.id")
    )  # the projectleider, on paper's behalf


class TieImport(InProject, db.Model):
    """A file of lines that was read in at once. Withdrawn, it stays on record and counts nowhere."""

    __tablename__ = "tie_import"

    id: Mapped[int] = mapped_column(primary_key=True)
    file_name: Mapped[str] = mapped_column(String(120))
    said_on: Mapped[dt.date]  # when people stated what the file holds
    made_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    statements: Mapped[int]  # how many it brought
    withdrawn_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)

    made_by: Mapped[User | None] = relationship()


class MeasurementPlan(InProject, db.Model):
    """Het meetplan: what will be compared and how, said before it is known. Locked when the second wave opens."""

    __tablename__ = "measurement_plan"
    __table_args__ = (
        UniqueConstraint("project_id"),
        CheckConstraint("threshold BETWEEN 1 AND 4", name="threshold"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    headline: Mapped[str] = mapped_column(String(20))  # plans.rules.Headline
    threshold: Mapped[int]  # a line counts from this strength on
    test: Mapped[str] = mapped_column(String(20))  # plans.rules.Test
    boundary: Mapped[str] = mapped_column(Text, default="")  # who belongs to the network, in words
    offers_previous: Mapped[bool] = mapped_column(default=False)  # the form may show what one said last time
    draws: Mapped[bool] = mapped_column(default=False)  # sitting at one table is judged by the lottery
    made_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    locked_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class PlanChange(InProject, db.Model):
    """What was changed in a measurement plan after it was locked, and why. Printed with every result."""

    __tablename__ = "plan_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("measurement_plan.id", ondelete="CASCADE"), index=True)
    changed_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    field: Mapped[str] = mapped_column(String(30))
    old: Mapped[str] = mapped_column(Text)
    new: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)


class RosterSuggestion(InProject, db.Model):
    """Somebody who a participant misses on the list. It waits for the projectleider and goes once it is decided."""

    __tablename__ = "roster_suggestion"
    __table_args__ = (CheckConstraint("strength IS NULL OR strength BETWEEN 0 AND 4", name="strength"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    wave_id: Mapped[int] = mapped_column(ForeignKey("wave.id", ondelete="CASCADE"), index=True)
    suggested_by_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    organisation: Mapped[str] = mapped_column(String(120), default="")
    function: Mapped[str] = mapped_column(String(120), default="")
    strength: Mapped[int | None]  # how they know them: becomes a statement once the person is on this roster
    suggested_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)

    wave: Mapped[Wave] = relationship()


class Introduction(InProject, db.Model):
    """Somebody brings two people together whom they both know, by one mail to each of the two."""

    __table_args__ = (CheckConstraint("one_id <> other_id", name="two_people"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    middle_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    one_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    asked_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)  # "one" asked for it; None: the middle's own idea
    note: Mapped[str] = mapped_column(
        String(500), default=""
    )  # the words with it: of "one" who asks why, and once it was sent of the middle person
    sent_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    declined_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)

    middle: Mapped[Person] = relationship(foreign_keys=middle_id)
    one: Mapped[Person] = relationship(foreign_keys=one_id)
    other: Mapped[Person] = relationship(foreign_keys=other_id)


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
