"""Tables of indicators, products, steps and surveys."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kapstok.accounts.history import Tracked
from kapstok.database import UtcDateTime
from kapstok.extensions import db
from kapstok.meetings.models import Meeting
from kapstok.register.models import Organisation, Person
from kapstok.scope import InProject


class Indicator(Tracked, InProject, db.Model):
    """Something an organisation counts on a reference date, and what exactly that is."""

    __table_args__ = (UniqueConstraint("project_id", "key"),)
    __untracked__ = ("key", "position")

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(160))
    definition: Mapped[str] = mapped_column(String(500))
    defined_on: Mapped[dt.date | None]  # since when the definition reads so
    denominator_name: Mapped[str] = mapped_column(String(160), default="")  # "of how many"; empty: none is asked
    instrument: Mapped[str] = mapped_column(String(20), default="")  # rules.Instrument, for a belastingmeting
    period: Mapped[str] = mapped_column(String(20), default="half-year")  # rules.Period: how often it is asked
    audience: Mapped[str] = mapped_column(String(200), default="")  # sector keys, comma separated; empty: everybody
    position: Mapped[int] = mapped_column(default=0)
    archived_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class Observation(InProject, db.Model):
    """One organisation's count on one reference date; self-reported, never summed over organisations."""

    __table_args__ = (
        UniqueConstraint("indicator_id", "organisation_id", "on_date"),
        CheckConstraint("value >= 0", name="value"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id", ondelete="CASCADE"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    on_date: Mapped[dt.date]
    value: Mapped[int]
    denominator: Mapped[int | None]
    reported_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    reported_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))

    indicator: Mapped[Indicator] = relationship()
    organisation: Mapped[Organisation] = relationship()


class Product(Tracked, InProject, db.Model):
    """Something of the library that a project hands out: a toolkit, richtlijn, film …"""

    __table_args__ = (UniqueConstraint("project_id", "key"),)
    __untracked__ = ("key", "position")

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(String(20))  # products.rules.ProductKind
    title: Mapped[str] = mapped_column(String(200))
    description: Mapped[str] = mapped_column(String(500), default="")
    kept_by: Mapped[str] = mapped_column(String(160), default="")  # who keeps it: an organisation, in words
    url: Mapped[str] = mapped_column(String(500), default="")  # only where it is known to be right
    position: Mapped[int] = mapped_column(default=0)
    archived_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class Handout(InProject, db.Model):
    """A product that was handed out: at a meeting, or to an organisation."""

    __table_args__ = (
        CheckConstraint("meeting_id IS NOT NULL OR organisation_id IS NOT NULL", name="to_whom"),
        CheckConstraint("copies IS NULL OR copies > 0", name="copies"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id", ondelete="CASCADE"), index=True)
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), index=True)
    material_id: Mapped[int | None] = mapped_column(ForeignKey("material.id", ondelete="CASCADE"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    on_date: Mapped[dt.date]
    copies: Mapped[int | None]
    recorded_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)

    product: Mapped[Product] = relationship()
    meeting: Mapped[Meeting | None] = relationship()
    organisation: Mapped[Organisation | None] = relationship()


class Adoption(InProject, db.Model):
    """Since when an organisation has come how far with a product: introduced, in use, geborgd. One row per stage."""

    __table_args__ = (UniqueConstraint("product_id", "organisation_id", "stage"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id", ondelete="CASCADE"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    stage: Mapped[str] = mapped_column(String(20))  # products.rules.Stage
    on_date: Mapped[dt.date]
    recorded_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))

    product: Mapped[Product] = relationship()
    organisation: Mapped[Organisation] = relationship()


class StepRecord(InProject, db.Model):
    """One step of the stappenplan that an organisation began with or finished, since when, and how that shows."""

    __tablename__ = "step_record"
    __table_args__ = (UniqueConstraint("organisation_id", "step", "state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    step: Mapped[str] = mapped_column(String(20))  # steps.rules.Step
    state: Mapped[str] = mapped_column(String(20))  # steps.rules.State: begun, done
    on_date: Mapped[dt.date]
    evidence: Mapped[str] = mapped_column(String(500), default="")
    recorded_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))

    organisation: Mapped[Organisation] = relationship()


class SurveyItem(Tracked, InProject, db.Model):
    """One statement of the vragenlijst, five-point + n.v.t., for one audience."""

    __tablename__ = "survey_item"
    __untracked__ = ("position",)

    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(String(300))
    kind: Mapped[str] = mapped_column(
        String(20)
    )  # rules.ItemKind: level (every wave, paired) or experienced (later only)
    audience: Mapped[str] = mapped_column(String(200), default="")  # sector keys, comma separated; empty: everybody
    position: Mapped[int] = mapped_column(default=0)
    archived_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class AskedItem(InProject, db.Model):
    """A statement that was chosen for one measurement or one meeting. A measurement without any asks all."""

    __tablename__ = "asked_item"
    __table_args__ = (
        UniqueConstraint("item_id", "wave_id"),
        UniqueConstraint("item_id", "meeting_id"),
        CheckConstraint("(wave_id IS NULL) <> (meeting_id IS NULL)", name="occasion"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("survey_item.id", ondelete="CASCADE"))
    wave_id: Mapped[int | None] = mapped_column(ForeignKey("wave.id", ondelete="CASCADE"), index=True)
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), index=True)


class SurveyAnswer(InProject, db.Model):
    """What one person answered at one wave or after one meeting: 1–5, or none for n.v.t."""

    __tablename__ = "survey_answer"
    __table_args__ = (
        UniqueConstraint("item_id", "wave_id", "person_id"),
        UniqueConstraint("item_id", "meeting_id", "person_id"),
        CheckConstraint("value IS NULL OR value BETWEEN 1 AND 5", name="value"),
        CheckConstraint("(wave_id IS NULL) <> (meeting_id IS NULL)", name="occasion"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("survey_item.id", ondelete="CASCADE"))
    wave_id: Mapped[int | None] = mapped_column(ForeignKey("wave.id", ondelete="CASCADE"))
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    value: Mapped[int | None]
    answered_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)

    item: Mapped[SurveyItem] = relationship()
    person: Mapped[Person] = relationship()


class MinuteRound(InProject, db.Model):
    """The Kapstok-minuut of one month was mailed: once a month at most."""

    __tablename__ = "minute_round"
    __table_args__ = (UniqueConstraint("project_id", "month"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    month: Mapped[dt.date]  # first day of the month in which it was sent
    sent_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    sent_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    mailed: Mapped[int]  # how many people
