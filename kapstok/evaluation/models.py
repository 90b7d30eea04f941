"""Tables of evaluation: long calculations with their results and files, and what the projectleider adds to a report."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kapstok.accounts.history import Tracked
from kapstok.accounts.models import User
from kapstok.database import UtcDateTime
from kapstok.extensions import db
from kapstok.scope import InProject


class Calculation(InProject, db.Model):
    """Something that takes long and is made in the background: how far it is, and what came of it.

    ``key`` names the question and the state of the data that it was asked of, so that nothing is worked out twice.
    """

    __table_args__ = (UniqueConstraint("project_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))  # calculations.Kind
    key: Mapped[str] = mapped_column(String(64))  # SHA-256, hexadecimal
    asked: Mapped[dict[str, Any]] = mapped_column(JSON)  # the question itself
    asked_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    begun_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)  # by the worker that has it now
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)  # 0: not known yet
    finished_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    trouble: Mapped[str] = mapped_column(String(300), default="")  # why it did not work, for the log's reader
    result: Mapped[dict[str, Any] | None] = mapped_column(JSON)

    asked_by: Mapped[User | None] = relationship()
    files: Mapped[list[CalculationFile]] = relationship(cascade="all, delete-orphan", order_by="CalculationFile.name")


class CalculationFile(InProject, db.Model):
    """A file that came of a calculation: one form of a report."""

    __tablename__ = "calculation_file"
    __table_args__ = (UniqueConstraint("calculation_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    calculation_id: Mapped[int] = mapped_column(ForeignKey("calculation.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(80))
    mimetype: Mapped[str] = mapped_column(String(120))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class ReportText(Tracked, InProject, db.Model):
    """What the projectleider adds to one chapter of the report. It changes no number."""

    __tablename__ = "report_text"
    __table_args__ = (UniqueConstraint("project_id", "chapter"),)
    __untracked__ = ("chapter",)

    id: Mapped[int] = mapped_column(primary_key=True)
    chapter: Mapped[str] = mapped_column(String(40))  # report.rules.Chapter
    text: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}
