"""Tables of indicators and surveys."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kapstok.database import UtcDateTime
from kapstok.extensions import db
from kapstok.register.models import Organisation
from kapstok.scope import InProject


class Indicator(InProject, db.Model):
    """Something an organisation counts on a reference date."""

    __table_args__ = (UniqueConstraint("project_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(160))
    definition: Mapped[str] = mapped_column(String(500))
    denominator_name: Mapped[str] = mapped_column(String(160), default="")


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

    indicator: Mapped[Indicator] = relationship()
    organisation: Mapped[Organisation] = relationship()


class SurveyItem(InProject, db.Model):
    """One statement of the vragenlijst, five-point + n.v.t., for one audience."""

    __tablename__ = "survey_item"

    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(String(300))
    kind: Mapped[str] = mapped_column(
        String(20)
    )  # rules.ItemKind: level (every wave, paired) or experienced (later only)
    audience: Mapped[str] = mapped_column(String(200), default="")  # sector keys, comma separated; empty: everybody
    position: Mapped[int] = mapped_column(default=0)


class SurveyAnswer(InProject, db.Model):
    """What one person answered at one wave: 1–5, or none for n.v.t."""

    __tablename__ = "survey_answer"
    __table_args__ = (
        UniqueConstraint("item_id", "wave_id", "person_id"),
        CheckConstraint("value IS NULL OR value BETWEEN 1 AND 5", name="value"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("survey_item.id", ondelete="CASCADE"))
    wave_id: Mapped[int] = mapped_column(ForeignKey("wave.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    value: Mapped[int | None]
    answered_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)

    item: Mapped[SurveyItem] = relationship()
