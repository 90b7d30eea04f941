"""Tables of the planner: a kennismakingsplan with its tables, wishes and seats, and the lottery that judges it."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kapstok.database import UtcDateTime
from kapstok.extensions import db
from kapstok.meetings.models import Meeting
from kapstok.register.models import Person
from kapstok.scope import InProject


class SeatingPlan(InProject, db.Model):
    """Who sits where in every round of one bijeenkomst, and what the planner is to look for.

    ``version`` rises with every change of the plan or of what it is made for: two people who move others at once
    notice each other by it.
    """

    __tablename__ = "seating_plan"
    __table_args__ = (
        UniqueConstraint("meeting_id"),
        CheckConstraint("rounds BETWEEN 1 AND 12", name="rounds"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"))
    rounds: Mapped[int]
    sector: Mapped[int] = mapped_column(default=4)  # sliders, 0–10: value.Sliders
    need: Mapped[int] = mapped_column(default=6)
    strengthen: Mapped[int] = mapped_column(default=0)  # 0: new people only … 10: rather strengthen what there is
    bridge: Mapped[int] = mapped_column(default=4)
    spread: Mapped[str] = mapped_column(String(20), default="even")  # rules.Spread: of mantelzorgers over the tables
    seed: Mapped[int] = mapped_column(default=1)  # raised to be shown another plan as good
    made_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)  # the seats were worked out; none: not yet
    shared_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)  # participants see their own rounds
    version: Mapped[int] = mapped_column()

    meeting: Mapped[Meeting] = relationship()
    tables: Mapped[list[PlanTable]] = relationship(
        order_by="PlanTable.number", cascade="all, delete-orphan", passive_deletes=True
    )

    __mapper_args__ = {"version_id_col": version}


class PlanTable(InProject, db.Model):
    """One table of a plan: how many sit at it, and who hosts it in every round."""

    __tablename__ = "plan_table"
    __table_args__ = (
        UniqueConstraint("plan_id", "number"),
        CheckConstraint("fewest >= 0 AND most >= fewest AND most > 0", name="sizes"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("seating_plan.id", ondelete="CASCADE"))
    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(60), default="")
    fewest: Mapped[int]
    most: Mapped[int]
    accessible: Mapped[bool] = mapped_column(default=True)  # has room for a wheelchair
    host_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)

    host: Mapped[Person | None] = relationship()


class PlanGuest(InProject, db.Model):
    """What holds for one guest alone. Who has no row is there in all rounds and can sit anywhere."""

    __tablename__ = "plan_guest"
    __table_args__ = (
        UniqueConstraint("plan_id", "person_id"),
        CheckConstraint("from_round >= 1 AND (until_round IS NULL OR until_round >= from_round)", name="rounds"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("seating_plan.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    joins: Mapped[bool] = mapped_column(default=True)  # else comes to the bijeenkomst but not to a table
    from_round: Mapped[int] = mapped_column(default=1)
    until_round: Mapped[int | None]  # none: to the end
    needs_access: Mapped[bool] = mapped_column(default=False)  # an accessible table; gone after the meeting

    person: Mapped[Person] = relationship()


class PlanWish(InProject, db.Model):
    """Two people who must, or must not, share a table. For the planner alone, and gone after the meeting."""

    __tablename__ = "plan_wish"
    __table_args__ = (
        UniqueConstraint("plan_id", "one_id", "other_id"),
        CheckConstraint("one_id <> other_id", name="two_people"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("seating_plan.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(20))  # rules.Wish: together, apart
    one_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)

    one: Mapped[Person] = relationship(foreign_keys=one_id)
    other: Mapped[Person] = relationship(foreign_keys=other_id)


class PlanSeat(InProject, db.Model):
    """Where somebody is to sit in one round. Where they did sit is a ``Seat`` of the meeting."""

    __tablename__ = "plan_seat"
    __table_args__ = (UniqueConstraint("plan_id", "round", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("seating_plan.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    round: Mapped[int]
    table: Mapped[int]  # PlanTable.number
    held: Mapped[bool] = mapped_column(default=False)  # somebody said that this is right: the planner leaves it


class Lottery(InProject, db.Model):
    """A draw among plans that are as good, kept before the bijeenkomst, so that later one can tell what tables did."""

    __table_args__ = (UniqueConstraint("meeting_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"))
    drawn_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    seed: Mapped[str] = mapped_column(String(64))  # the coins follow from it; shown once the answers are in
    seed_hash: Mapped[str] = mapped_column(String(64))  # SHA-256 of the seed, shown from the draw on
    loss: Mapped[float]  # the share of the plan's points that the draw is expected to cost
    asked_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)  # the list was sent

    meeting: Mapped[Meeting] = relationship()
    places: Mapped[list[LotteryPlace]] = relationship(
        order_by="LotteryPlace.id", cascade="all, delete-orphan", passive_deletes=True
    )


class LotteryPlace(InProject, db.Model):
    """One guest in a draw: the tables before the coins, and with whom a coin may have exchanged them."""

    # Links that were mailed hold the key: it may never come to mean somebody else.
    __tablename__ = "lottery_place"
    __table_args__ = (UniqueConstraint("lottery_id", "person_id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    lottery_id: Mapped[int] = mapped_column(ForeignKey("lottery.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    path: Mapped[list[int]] = mapped_column(JSON)  # the number of a table per round, -1 where absent
    twin: Mapped[int | None]  # two guests with the same number are twins
    exchanged: Mapped[bool] = mapped_column(default=False)  # the coin fell so that the twins sit on each other's path
    answered_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    link_version: Mapped[int] = mapped_column(default=1)

    lottery: Mapped[Lottery] = relationship(back_populates="places")
    person: Mapped[Person] = relationship()

    @property
    def mail_key(self) -> str:
        """What all mail that asks this guest about this draw shares: the newest wins."""
        return f"lottery:{self.id}"


class LotteryPair(InProject, db.Model):
    """Two guests whom the coins could seat together or not: how likely that was, and whether they did."""

    __tablename__ = "lottery_pair"
    __table_args__ = (
        UniqueConstraint("lottery_id", "one_id", "other_id"),
        CheckConstraint("one_id <> other_id", name="two_people"),
        CheckConstraint("chance > 0 AND chance < 1", name="chance"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    lottery_id: Mapped[int] = mapped_column(ForeignKey("lottery.id", ondelete="CASCADE"))
    one_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    chance: Mapped[float]  # of sharing a table at least once
    drawn: Mapped[bool]  # the coins put them at one table at least once
