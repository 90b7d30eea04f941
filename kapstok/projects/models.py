"""Tables of projects."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kapstok.accounts.history import Tracked
from kapstok.accounts.models import User
from kapstok.database import UtcDateTime, new_uid
from kapstok.extensions import db
from kapstok.scope import InProject


class Project(Tracked, db.Model):
    """One network project. Nothing crosses from one project to another."""

    __untracked__ = ("slug", "is_demo", "created_at", "drawn_at")

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)  # in public addresses: /wijzer/<slug>
    name: Mapped[str] = mapped_column(String(120))
    region: Mapped[str] = mapped_column(String(120), default="")
    contact_name: Mapped[str] = mapped_column(String(120))  # stands under every mail
    contact_email: Mapped[str] = mapped_column(String(254))  # Reply-To, and ORGANIZER while no inbox is configured
    contact_phone: Mapped[str] = mapped_column(String(40), default="")
    starts_on: Mapped[dt.date | None]
    ends_on: Mapped[dt.date | None]
    pseudonym_key: Mapped[str] = mapped_column(String(64))  # destroyed at the end of retention
    modules: Mapped[list] = mapped_column(JSON, default=list)  # rules.Module: the optional ones that are on
    case_cards_dpia_on: Mapped[dt.date | None]  # the project stated that its DPIA covers the casuskaart
    drawn_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)  # places in the picture rest on lines up to then
    retention_months: Mapped[int] = mapped_column(default=12)  # how long after ``ends_on`` people are still known
    retention_announced_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)  # a month before, at least
    anonymised_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)  # retention was carried out
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    archived_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class ProjectRole(InProject, db.Model):
    """What a user may do in a project: see ``projects/rules.py``."""

    __tablename__ = "project_role"
    __table_args__ = (UniqueConstraint("user_id", "project_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    role: Mapped[str] = mapped_column(String(20))  # rules.Role
    feed_version: Mapped[int] = mapped_column(default=1)  # raised to withdraw the address of the calendar feed

    user: Mapped[User] = relationship()
    project: Mapped[Project] = relationship()


class Term(Tracked, InProject, db.Model):
    """One word of a project's vocabulary: a sector, function, theme, kind of support or referral reason."""

    __table_args__ = (UniqueConstraint("project_id", "kind", "key"),)
    __untracked__ = ("kind", "key", "position")

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))  # rules.Vocabulary
    uid: Mapped[str] = mapped_column(String(36), default=new_uid, unique=True)  # HSDS taxonomy_term id
    key: Mapped[str] = mapped_column(String(60))  # stable: code and exports know "mantelzorgers" by it
    name: Mapped[str] = mapped_column(String(120))
    synonyms: Mapped[str] = mapped_column(String(500), default="")  # other words that people search with; by comma
    position: Mapped[int] = mapped_column(default=0)  # also picks the colour and shape of a sector
    archived_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class ApiToken(InProject, db.Model):
    """Lets a program read a project's results. Only a digest is kept: the token itself is shown once."""

    __tablename__ = "api_token"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))  # what it is for
    digest: Mapped[str] = mapped_column(String(64), unique=True)  # SHA-256, hexadecimal
    ending: Mapped[str] = mapped_column(String(4))  # its last signs, to tell tokens apart
    made_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    expires_on: Mapped[dt.date]
    used_on: Mapped[dt.date | None]  # the last day
    withdrawn_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)

    made_by: Mapped[User | None] = relationship()
