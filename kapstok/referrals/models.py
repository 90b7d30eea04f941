"""Tables of referrals."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kapstok.database import UtcDateTime
from kapstok.directory.models import Service
from kapstok.extensions import db
from kapstok.projects.models import Term
from kapstok.register.models import Organisation
from kapstok.scope import InProject


class ReferralTally(InProject, db.Model):
    """How many referrals one organisation counted in one month to another, for one reason and with one outcome."""

    __tablename__ = "referral_tally"
    __table_args__ = (
        CheckConstraint("count > 0", name="count"),
        UniqueConstraint("project_id", "form_key"),
        Index("ix_referral_tally_project_id_month", "project_id", "month"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    month: Mapped[dt.date]  # first day of the month
    from_organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    to_organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    to_service_id: Mapped[int | None] = mapped_column(ForeignKey("service.id"))
    reason_id: Mapped[int | None] = mapped_column(ForeignKey("term.id"))
    outcome: Mapped[str] = mapped_column(String(20))  # rules.Outcome: pending, helped, not_helped, unknown
    count: Mapped[int]
    note: Mapped[str] = mapped_column(String(300), default="")
    counted_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    counted_by_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    counted_by_user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    form_key: Mapped[str | None] = mapped_column(String(36))  # of the form it came from: sent twice, it counts once
    withdrawn_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)  # counted by mistake; kept, not counted

    from_organisation: Mapped[Organisation] = relationship(foreign_keys=from_organisation_id)
    to_organisation: Mapped[Organisation] = relationship(foreign_keys=to_organisation_id)
    to_service: Mapped[Service | None] = relationship()
    reason: Mapped[Term | None] = relationship(foreign_keys=reason_id)
