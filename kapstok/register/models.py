"""Tables of the register."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kapstok.accounts.history import Tracked
from kapstok.database import UtcDateTime, new_uid
from kapstok.extensions import db
from kapstok.projects.models import Term
from kapstok.scope import InProject


class Organisation(Tracked, InProject, db.Model):
    """Takes part in the network."""

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(36), default=new_uid, unique=True)
    name: Mapped[str] = mapped_column(String(160))
    sector_id: Mapped[int] = mapped_column(ForeignKey("term.id"))
    area: Mapped[str] = mapped_column(String(120), default="")  # wijk or kern
    email: Mapped[str | None] = mapped_column(String(254))
    phone: Mapped[str] = mapped_column(String(40), default="")
    website: Mapped[str] = mapped_column(String(300), default="")
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id", ondelete="SET NULL"))
    archived_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column()

    sector: Mapped[Term] = relationship(foreign_keys=sector_id)
    people: Mapped[list[Person]] = relationship(back_populates="organisation", order_by="Person.name")

    __table_args__ = (Index("uq_organisation_name", "project_id", func.lower(name), unique=True),)
    __mapper_args__ = {"version_id_col": version}


class Person(Tracked, InProject, db.Model):
    """A participant. A mail address may be missing or shared, so it is never an identity by itself."""

    __untracked__ = ("link_version", "feed_version", "asked_at", "address_refused_at", "confirmed_on")

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(36), default=new_uid, unique=True)  # opaque: what a tombstone remembers
    name: Mapped[str] = mapped_column(String(120))
    function_id: Mapped[int | None] = mapped_column(ForeignKey("term.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)  # the primary one
    sector_id: Mapped[int | None] = mapped_column(ForeignKey("term.id"))  # only for people without an organisation
    email: Mapped[str | None] = mapped_column(String(254), index=True)  # kept in lower case
    new_email: Mapped[str | None] = mapped_column(String(254))  # asked for by its owner; counts once it is confirmed
    phone: Mapped[str] = mapped_column(String(40), default="")
    area: Mapped[str] = mapped_column(String(120), default="")
    language: Mapped[str] = mapped_column(String(2), default="nl")
    joined_on: Mapped[dt.date | None]
    left_on: Mapped[dt.date | None]
    call_me_for: Mapped[str] = mapped_column(String(300), default="")  # "waarvoor bel je mij"
    reachable: Mapped[str] = mapped_column(String(200), default="")  # when and how, in their own words
    shown: Mapped[list] = mapped_column(JSON, default=list)  # cards.Item: what others in the network may see
    confirmed_on: Mapped[dt.date | None]  # when they last said on their own page that all of this is right
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))  # of who left
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    erased_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)  # what is left: "een vertrokken deelnemer"
    on_map: Mapped[bool] = mapped_column(default=True)  # False: "niet in beeld"
    on_rosters: Mapped[bool] = mapped_column(default=True)  # False for mantelzorgers until they opt in
    link_version: Mapped[int] = mapped_column(default=1)  # raised to withdraw every personal link
    feed_version: Mapped[int] = mapped_column(default=1)  # raised to withdraw the address of the calendar feed
    asked_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)  # last mail that asked something: one a month
    address_refused_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)  # a mail server said no such address
    archived_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column()

    function: Mapped[Term | None] = relationship(foreign_keys=function_id)
    organisation: Mapped[Organisation | None] = relationship(back_populates="people")
    successor: Mapped[Person | None] = relationship(foreign_keys=successor_id, remote_side=id)
    own_sector: Mapped[Term | None] = relationship(foreign_keys=sector_id)

    __mapper_args__ = {"version_id_col": version}

    @property
    def sector(self) -> Term | None:
        """The organisation's sector, or the person's own when there is no organisation."""
        return self.organisation.sector if self.organisation else self.own_sector

    @property
    def is_mantelzorger(self) -> bool:
        """Whether function or sector says so; never shown to other participants without consent."""
        sector, function = self.sector, self.function
        return (sector is not None and sector.key == "mantelzorgers") or (
            function is not None and function.key == "mantelzorger"
        )

    @property
    def shown_organisation(self) -> str:
        """What stands beside the name where other participants read along: nothing that tells of a mantelzorger."""
        return self.organisation.name if self.organisation and not self.is_mantelzorger else ""


class PersonPhoto(InProject, db.Model):
    """A face for wie is wie, made anew from what was uploaded: a square JPEG without anything that cameras add."""

    __tablename__ = "person_photo"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), unique=True)
    jpeg: Mapped[bytes] = mapped_column(LargeBinary)
    kept_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)


class Reporter(InProject, db.Model):
    """Who counts for an organisation: only they are asked for its numbers. Without one, all of its people are."""

    __table_args__ = (UniqueConstraint("organisation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)

    person: Mapped[Person] = relationship()


class Consent(InProject, db.Model):
    """What somebody said to one version of one consent text. Never changed: a later answer is a new row."""

    __table_args__ = (Index("ix_consent_person_id_purpose", "person_id", "purpose"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    purpose: Mapped[str] = mapped_column(String(20))  # consent.Purpose
    text_version: Mapped[str] = mapped_column(String(20))
    given: Mapped[bool]
    said_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    recorded_by: Mapped[str] = mapped_column(String(40))  # "person:12", or "user:3" for a yes on paper


class ImportDraft(InProject, db.Model):
    """A file between its upload and the moment it lands: the page shows what would happen, nothing has happened yet.

    Once landed it is a receipt: ``entries`` then holds only the ids of what it made and changed.
    """

    __tablename__ = "import_draft"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(20), default="people")  # people, organisations, services, hsds
    made_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, index=True)
    file_name: Mapped[str] = mapped_column(String(120))  # shown to people, never a path
    sheet_name: Mapped[str] = mapped_column(String(120))
    entries: Mapped[list] = mapped_column(JSON)  # rows as dictionaries; their shape is the kind's own
    unread: Mapped[list] = mapped_column(JSON)  # headings that mean nothing to us
    landed_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
