"""Tables of the sociale kaart, named after Open Referral HSDS 3.1 (https://docs.openreferral.org): ids are UUIDs."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, backref, mapped_column, relationship

from kapstok.accounts.history import Tracked
from kapstok.database import UtcDateTime, new_uid
from kapstok.extensions import db
from kapstok.projects.models import Term
from kapstok.register.models import Organisation, Person
from kapstok.scope import InProject

service_support = Table(  # HSDS ``attribute``: which taxonomy terms a service carries
    "service_support",
    db.metadata,
    Column("service_id", ForeignKey("service.id", ondelete="CASCADE"), primary_key=True),
    Column("term_id", ForeignKey("term.id", ondelete="CASCADE"), primary_key=True),
)

situation_support = Table(  # which kinds of support fit a situation (both are terms), best first
    "situation_support",
    db.metadata,
    Column("situation_id", ForeignKey("term.id", ondelete="CASCADE"), primary_key=True),
    Column("term_id", ForeignKey("term.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, nullable=False),
)


class Service(Tracked, InProject, db.Model):
    """What an organisation offers (HSDS ``service``), and how to refer to it."""

    __untracked__ = ("asked_at",)

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(36), default=new_uid, unique=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(160))
    description: Mapped[str] = mapped_column(Text, default="")
    eligibility: Mapped[str] = mapped_column(Text, default="")  # for whom; HSDS eligibility_description
    how_to_refer: Mapped[str] = mapped_column(Text, default="")  # verwijsroute; HSDS application_process
    fees: Mapped[str] = mapped_column(Text, default="")  # HSDS fees_description
    url: Mapped[str] = mapped_column(String(300), default="")
    email: Mapped[str | None] = mapped_column(String(254))
    capacity: Mapped[str] = mapped_column(String(20), default="unknown")  # rules.Capacity: "plek"
    waiting_weeks: Mapped[int | None]  # with capacity "waiting"
    capacity_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)  # when that was said; HSDS updated
    keeper_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    confirmed_on: Mapped[dt.date | None]  # somebody said "klopt nog"; HSDS assured_date
    asked_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)  # the keeper was last mailed about it
    is_public: Mapped[bool] = mapped_column(default=True)  # may stand in wijzers and the open interface
    changed_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime, index=True)  # HSDS last_modified
    archived_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column()

    organisation: Mapped[Organisation] = relationship(backref=backref("services", order_by="Service.name"))
    keeper: Mapped[Person | None] = relationship()
    support: Mapped[list[Term]] = relationship(secondary=service_support, order_by=Term.position)
    areas: Mapped[list[ServiceArea]] = relationship(
        back_populates="service", cascade="all, delete-orphan", order_by="ServiceArea.name"
    )
    schedules: Mapped[list[Schedule]] = relationship(
        back_populates="service", cascade="all, delete-orphan", order_by="Schedule.id"
    )
    phones: Mapped[list[Phone]] = relationship(
        back_populates="service", cascade="all, delete-orphan", order_by="Phone.id"
    )
    contacts: Mapped[list[Contact]] = relationship(
        back_populates="service", cascade="all, delete-orphan", order_by="Contact.id"
    )
    at_locations: Mapped[list[ServiceAtLocation]] = relationship(
        back_populates="service", cascade="all, delete-orphan", order_by="ServiceAtLocation.id"
    )

    __table_args__ = (
        CheckConstraint("waiting_weeks IS NULL OR waiting_weeks >= 0", name="waiting_weeks"),
        Index("ix_service_stamp", "project_id", "version", "uid"),  # of indexing.stamp, asked with every search
    )
    __mapper_args__ = {"version_id_col": version}


class Location(InProject, db.Model):
    """A place where services are (HSDS ``location`` with its ``address``)."""

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(36), default=new_uid, unique=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(20), default="physical")  # HSDS location_type: physical, postal, virtual
    name: Mapped[str] = mapped_column(String(160))
    address: Mapped[str] = mapped_column(String(200), default="")
    postal_code: Mapped[str] = mapped_column(String(10), default="")
    city: Mapped[str] = mapped_column(String(120), default="")
    area: Mapped[str] = mapped_column(String(120), default="")  # wijk or kern
    url: Mapped[str] = mapped_column(String(300), default="")  # of a virtual place
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    transportation: Mapped[str] = mapped_column(String(300), default="")
    accessibility: Mapped[str] = mapped_column(String(300), default="")
    version: Mapped[int] = mapped_column()

    organisation: Mapped[Organisation | None] = relationship()

    __mapper_args__ = {"version_id_col": version}


class ServiceAtLocation(InProject, db.Model):
    """One service at one place."""

    __tablename__ = "service_at_location"
    __table_args__ = (UniqueConstraint("service_id", "location_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(36), default=new_uid, unique=True)
    service_id: Mapped[int] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"))
    location_id: Mapped[int] = mapped_column(ForeignKey("location.id", ondelete="CASCADE"), index=True)
    description: Mapped[str] = mapped_column(String(300), default="")

    service: Mapped[Service] = relationship(back_populates="at_locations")
    location: Mapped[Location] = relationship()


class Schedule(InProject, db.Model):
    """When a service is there: weekly days and hours, or words."""

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(36), default=new_uid, unique=True)
    service_id: Mapped[int] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"), index=True)
    at_location_id: Mapped[int | None] = mapped_column(ForeignKey("service_at_location.id", ondelete="CASCADE"))
    byday: Mapped[str] = mapped_column(String(60), default="")  # iCalendar's: "MO,TU"; "1MO" with freq MONTHLY
    freq: Mapped[str] = mapped_column(String(10), default="WEEKLY")  # WEEKLY or MONTHLY
    opens_at: Mapped[dt.time | None]
    closes_at: Mapped[dt.time | None]
    valid_from: Mapped[dt.date | None]
    valid_to: Mapped[dt.date | None]
    description: Mapped[str] = mapped_column(String(300), default="")

    service: Mapped[Service] = relationship(back_populates="schedules")


class ServiceArea(InProject, db.Model):
    """For which wijk or kern a service is there. None at all: for the whole region."""

    __tablename__ = "service_area"

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(36), default=new_uid, unique=True)
    service_id: Mapped[int] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(120))

    service: Mapped[Service] = relationship(back_populates="areas")


class Contact(InProject, db.Model):
    """Whom to ask for at an organisation or a service (HSDS ``contact``): a desk or a public name."""

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(36), default=new_uid, unique=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    service_id: Mapped[int | None] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(160), default="")
    title: Mapped[str] = mapped_column(String(160), default="")
    department: Mapped[str] = mapped_column(String(160), default="")
    email: Mapped[str | None] = mapped_column(String(254))

    service: Mapped[Service | None] = relationship(back_populates="contacts")


class Phone(InProject, db.Model):
    """A telephone number of a service, a contact or a place (an organisation's main one is its own column)."""

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(36), default=new_uid, unique=True)
    service_id: Mapped[int | None] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"), index=True)
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"), index=True)
    location_id: Mapped[int | None] = mapped_column(ForeignKey("location.id", ondelete="CASCADE"), index=True)
    number: Mapped[str] = mapped_column(String(40))
    description: Mapped[str] = mapped_column(String(160), default="")

    service: Mapped[Service | None] = relationship(back_populates="phones")
