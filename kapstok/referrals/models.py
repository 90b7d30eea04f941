"""Tables of referrals: counts per month, single ones that people follow, and case cards. No client data, anywhere."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kapstok.accounts.models import User
from kapstok.database import UtcDateTime
from kapstok.directory.models import Service
from kapstok.extensions import db
from kapstok.projects.models import Term
from kapstok.register.models import Organisation, Person
from kapstok.scope import InProject

# What a count is of. A key that is missing is like another one that is missing: NULLs would never be the same.
_WHAT = (
    "project_id",
    "month",
    "kind",
    text("coalesce(from_organisation_id, 0)"),
    "to_organisation_id",
    text("coalesce(to_service_id, 0)"),
)
_WHOLE = text("is_whole AND import_id IS NULL")
_OWN = text("NOT is_whole AND counted_by_person_id IS NOT NULL")


class ReferralTally(InProject, db.Model):
    """What somebody counted in one month: referrals they sent, or what became of those that arrived.

    ``is_whole``: it is of the whole organisation and stands for all that its people counted themselves; else it is what
    one person counted of their own. Counting again changes the row; what a file says stands beside it, and of the two
    the later one counts. No row is no answer; 0 is one.
    """

    __tablename__ = "referral_tally"
    __table_args__ = (
        CheckConstraint("count >= 0", name="count"),
        CheckConstraint("kind <> 'sent' OR from_organisation_id IS NOT NULL", name="sender"),
        Index("ix_referral_tally_project_id_month", "project_id", "month"),
        UniqueConstraint("import_id", "line"),
        Index("uq_referral_tally_whole", *_WHAT, unique=True, sqlite_where=_WHOLE, postgresql_where=_WHOLE),
        Index(
            "uq_referral_tally_own",
            *_WHAT,
            "counted_by_person_id",
            unique=True,
            sqlite_where=_OWN,
            postgresql_where=_OWN,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    month: Mapped[dt.date]  # first day of the month
    kind: Mapped[str] = mapped_column(String(20))  # rules.Kind: sent, by the sender; the others by the receiver
    from_organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)  # none: all
    to_organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    to_service_id: Mapped[int | None] = mapped_column(ForeignKey("service.id"))
    is_whole: Mapped[bool] = mapped_column(default=False)
    count: Mapped[int]
    note: Mapped[str] = mapped_column(String(300), default="")
    counted_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    counted_by_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    counted_by_user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    import_id: Mapped[int | None] = mapped_column(ForeignKey("tally_import.id", ondelete="CASCADE"), index=True)
    line: Mapped[int | None]  # of the file it was read from
    withdrawn_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)  # cleared again; kept, not counted

    from_organisation: Mapped[Organisation | None] = relationship(foreign_keys=from_organisation_id)
    to_organisation: Mapped[Organisation] = relationship(foreign_keys=to_organisation_id)
    to_service: Mapped[Service | None] = relationship()
    counted_by: Mapped[Person | None] = relationship()


class TallyImport(InProject, db.Model):
    """A file of monthly counts that was read in at once. Withdrawn, it stays on record and counts nowhere."""

    __tablename__ = "tally_import"

    id: Mapped[int] = mapped_column(primary_key=True)
    file_name: Mapped[str] = mapped_column(String(120))
    made_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    counts: Mapped[int]  # how many it brought
    withdrawn_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)

    made_by: Mapped[User | None] = relationship()


class Referral(InProject, db.Model):
    """One referral that people want to follow, without any client (optional module)."""

    # Links that were mailed hold the key: it may never come to mean another referral.
    __table_args__ = (UniqueConstraint("project_id", "reference"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(12))  # short and random: sender and receiver name it to each other
    month: Mapped[dt.date]  # first day of the month
    made_on: Mapped[dt.date | None]  # until it is closed or unknown: then only the month is kept
    from_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    from_organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    to_organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    to_service_id: Mapped[int | None] = mapped_column(ForeignKey("service.id"))
    reason_id: Mapped[int | None] = mapped_column(ForeignKey("term.id"))
    status: Mapped[str] = mapped_column(String(20), default="sent")  # following.rules.Status
    status_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    closed_by: Mapped[str | None] = mapped_column(String(40))  # "link", "person:12" or "user:3"
    forwarded_to_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    feedback: Mapped[bool | None]  # terugkoppeling: the sender heard what became of it
    duration: Mapped[str] = mapped_column(String(10), default="")  # following.rules.Duration, once it is closed
    note: Mapped[str] = mapped_column(String(300), default="")
    notified_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)  # the receiver was mailed that it comes
    reminded_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)  # once at most
    withdrawn_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    link_version: Mapped[int] = mapped_column(default=1)

    from_person: Mapped[Person | None] = relationship()
    from_organisation: Mapped[Organisation] = relationship(foreign_keys=from_organisation_id)
    to_organisation: Mapped[Organisation] = relationship(foreign_keys=to_organisation_id)
    forwarded_to: Mapped[Organisation | None] = relationship(foreign_keys=forwarded_to_id)
    to_service: Mapped[Service | None] = relationship()
    reason: Mapped[Term | None] = relationship()


class CaseCard(InProject, db.Model):
    """Who is involved round one unnamed situation, and who has the regie (optional module). Never feeds ties."""

    __tablename__ = "case_card"
    __table_args__ = (UniqueConstraint("project_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60))  # made up by us, so that it says nothing
    lead_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)  # regie
    next_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    next_what: Mapped[str] = mapped_column(String(160), default="")
    opened_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    touched_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)  # the last change: retention counts from here
    closed_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column()

    lead: Mapped[Person | None] = relationship()
    members: Mapped[list[CaseMember]] = relationship(
        back_populates="card", cascade="all, delete-orphan", passive_deletes=True, order_by="CaseMember.id"
    )

    __mapper_args__ = {"version_id_col": version}


class CaseMember(InProject, db.Model):
    """Somebody who is on a case card, and sees it."""

    __tablename__ = "case_member"
    __table_args__ = (UniqueConstraint("card_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    card_id: Mapped[int] = mapped_column(ForeignKey("case_card.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    role: Mapped[str] = mapped_column(String(80), default="")
    added_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)

    card: Mapped[CaseCard] = relationship(back_populates="members")
    person: Mapped[Person] = relationship()
