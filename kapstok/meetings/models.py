"""Tables of meetings."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import JSON, CheckConstraint, Column, ForeignKey, LargeBinary, String, Table, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kapstok.accounts.history import Tracked
from kapstok.database import UtcDateTime, new_uid
from kapstok.extensions import db
from kapstok.projects.models import Project, Term
from kapstok.register.models import Person
from kapstok.scope import InProject

meeting_theme = Table(
    "meeting_theme",
    db.metadata,
    Column("meeting_id", ForeignKey("meeting.id", ondelete="CASCADE"), primary_key=True),
    Column("term_id", ForeignKey("term.id", ondelete="CASCADE"), primary_key=True),
)


class Meeting(Tracked, InProject, db.Model):
    """A netwerkbijeenkomst. Its state (draft, invited, past, cancelled) is derived in ``rules.state``."""

    __untracked__ = ("sequence", "created_at", "revised_at", "series", "door_version")

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(160))
    starts_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, index=True)
    ends_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    place: Mapped[str] = mapped_column(String(300), default="")
    route: Mapped[str] = mapped_column(String(1000), default="")  # how to get there, where to park
    accessibility: Mapped[str] = mapped_column(String(500), default="")  # lift, hearing loop, wheelchairs
    online_url: Mapped[str] = mapped_column(String(500), default="")
    programme: Mapped[str] = mapped_column(Text, default="")  # in a few words; its items have times
    words: Mapped[str] = mapped_column(Text, default="")  # the projectleider's own, above the facts in the invitation
    notes: Mapped[str] = mapped_column(Text, default="")  # het verslag; agreements have a table of their own
    method_id: Mapped[int | None] = mapped_column(ForeignKey("term.id", ondelete="SET NULL"))  # Vocabulary.METHOD
    host_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    capacity: Mapped[int | None]  # none: no limit
    answer_by: Mapped[dt.date | None]  # asked, not enforced
    auto_remind: Mapped[bool] = mapped_column(default=False)  # who is silent is reminded without anybody's click
    lottery: Mapped[bool] = mapped_column(default=False)  # the tables are drawn by lot, as the invitation says
    is_public: Mapped[bool] = mapped_column(default=False)  # stands in the project's public feed
    series: Mapped[str | None] = mapped_column(String(36), index=True)  # planned in one go: separate meetings
    door_version: Mapped[int] = mapped_column(default=1)  # raised to withdraw the poster's QR and the host's list
    sequence: Mapped[int] = mapped_column(default=0)  # iCalendar SEQUENCE of the last calendar-visible send
    cancelled_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    revised_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)  # when what calendars show last changed
    version: Mapped[int] = mapped_column()

    project: Mapped[Project] = relationship()
    method: Mapped[Term | None] = relationship(foreign_keys=method_id)
    host: Mapped[Person | None] = relationship(foreign_keys=host_id)
    themes: Mapped[list[Term]] = relationship(secondary=meeting_theme, order_by=Term.position)
    items: Mapped[list[ProgrammeItem]] = relationship(
        back_populates="meeting",
        order_by="ProgrammeItem.position",
        cascade="all, delete-orphan",
        passive_deletes=True,
    )
    reserved: Mapped[list[SectorPlaces]] = relationship(cascade="all, delete-orphan", passive_deletes=True)
    invitations: Mapped[list[Invitation]] = relationship(back_populates="meeting")
    polls: Mapped[list[DatePoll]] = relationship(viewonly=True)  # that led to it: none, or one

    __mapper_args__ = {"version_id_col": version}


class ProgrammeItem(InProject, db.Model):
    """One line of a programme. Its time hangs on the meeting's start, so that it moves along."""

    __tablename__ = "programme_item"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    after: Mapped[int | None]  # minutes after the start; none: without a time
    title: Mapped[str] = mapped_column(String(200))
    speaker: Mapped[str] = mapped_column(String(160), default="")

    meeting: Mapped[Meeting] = relationship(back_populates="items")

    @property
    def starts_at(self) -> dt.datetime | None:
        return None if self.after is None else self.meeting.starts_at + dt.timedelta(minutes=self.after)


class SectorPlaces(InProject, db.Model):
    """Places of a meeting's capacity that are held for one sector ("houd 4 plaatsen voor mantelzorgers")."""

    __tablename__ = "sector_places"
    __table_args__ = (UniqueConstraint("meeting_id", "sector_id"), CheckConstraint("places > 0", name="places"))

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"))
    sector_id: Mapped[int] = mapped_column(ForeignKey("term.id", ondelete="CASCADE"))
    places: Mapped[int]

    sector: Mapped[Term] = relationship()


class Invitation(InProject, db.Model):
    """One person and one meeting: from being on the list to having been there."""

    # Links that were mailed hold the key: it may never come to mean another guest's invitation.
    __table_args__ = (UniqueConstraint("meeting_id", "person_id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(36), default=new_uid, unique=True)  # iCalendar UID, one per invitation
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    turn: Mapped[int] = mapped_column(default=1)  # staged sending: who is invited first, second …
    sent_sequence: Mapped[int | None]  # SEQUENCE of the last REQUEST queued for this guest; none: never invited by mail
    reminded_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    no_reminders: Mapped[bool] = mapped_column(default=False)  # asked for none; says nothing about coming
    partstat: Mapped[str] = mapped_column(String(20), default="NEEDS-ACTION")  # rules.Partstat, iCalendar's words
    waitlisted_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)  # said yes, no place yet; oldest goes first
    confirm_by: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)  # a place that came free is held until then
    comment: Mapped[str] = mapped_column(String(500), default="")
    needs: Mapped[list] = mapped_column(JSON, default=list)  # rules.Need: what helps to come; gone after the meeting
    needs_note: Mapped[str] = mapped_column(String(300), default="")  # gone after the meeting
    answered_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    answered_via: Mapped[str | None] = mapped_column(String(20))  # rules.Via: link, phone, mail
    answer_stamp: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)  # DTSTAMP of the calendar's reply that counts
    attendance: Mapped[str | None] = mapped_column(String(20))  # rules.Attendance: present, absent, excused
    attendance_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)  # of the tap that counts: the latest one
    checked_in_via: Mapped[str | None] = mapped_column(String(20))  # rules.CheckedIn: own phone, door, host
    walk_in: Mapped[bool] = mapped_column(default=False)
    no_lottery: Mapped[bool] = mapped_column(default=False)  # asked to be in no draw and to get no list afterwards
    link_version: Mapped[int] = mapped_column(default=1)

    meeting: Mapped[Meeting] = relationship(back_populates="invitations")
    person: Mapped[Person] = relationship()


class Seat(InProject, db.Model):
    """Where somebody sat in one round. Two people at one table in one round were *seated* together."""

    __table_args__ = (UniqueConstraint("meeting_id", "round", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    round: Mapped[int] = mapped_column(default=1)
    table: Mapped[int]


class DoorEntry(InProject, db.Model):
    """A name that somebody typed at the door, and that is nobody on the list for sure: the host settles it."""

    __tablename__ = "door_entry"
    __table_args__ = (UniqueConstraint("meeting_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(36), default=new_uid)  # made where it was typed: sent twice is one entry
    name: Mapped[str] = mapped_column(String(120))
    organisation: Mapped[str] = mapped_column(String(160), default="")
    came_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    settled_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    invitation_id: Mapped[int | None] = mapped_column(ForeignKey("invitation.id", ondelete="CASCADE"), index=True)

    invitation: Mapped[Invitation | None] = relationship()


class Material(InProject, db.Model):
    """Something that goes with a meeting: a file, a link, or a product that was handed out."""

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    kind: Mapped[str] = mapped_column(String(20))  # rules.MaterialKind: file, link, product
    shown: Mapped[str] = mapped_column(String(20))  # rules.Shown: before (and after), or only after
    title: Mapped[str] = mapped_column(String(200))
    url: Mapped[str] = mapped_column(String(500), default="")
    file_name: Mapped[str] = mapped_column(String(160), default="")  # shown to people, never a path
    content_type: Mapped[str] = mapped_column(String(100), default="")
    size: Mapped[int] = mapped_column(default=0)  # bytes
    added_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)


class MaterialFile(InProject, db.Model):
    """The bytes of a file, apart: lists of materials do not read them."""

    __tablename__ = "material_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    material_id: Mapped[int] = mapped_column(ForeignKey("material.id", ondelete="CASCADE"), unique=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class Agreement(InProject, db.Model):
    """What a meeting decided or agreed: what, who, when."""

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    kind: Mapped[str] = mapped_column(String(20))  # rules.AgreementKind: decision, action
    text: Mapped[str] = mapped_column(String(500))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    due_on: Mapped[dt.date | None]
    done_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)

    meeting: Mapped[Meeting] = relationship()
    owner: Mapped[Person | None] = relationship()


class MeetingOpinion(InProject, db.Model):
    """What one attendee thought of one meeting: two questions of the pulse, 1–5, and a remark."""

    __tablename__ = "meeting_opinion"
    __table_args__ = (
        UniqueConstraint("meeting_id", "person_id"),
        CheckConstraint("useful IS NULL OR useful BETWEEN 1 AND 5", name="useful"),
        CheckConstraint("able IS NULL OR able BETWEEN 1 AND 5", name="able"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    useful: Mapped[int | None]  # "Ik had iets aan deze bijeenkomst"
    able: Mapped[int | None]  # "Ik weet nu beter bij wie ik terechtkan"
    remark: Mapped[str] = mapped_column(String(500), default="")
    given_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)


class CalendarReply(InProject, db.Model):
    """An answer that a calendar mailed (iTIP REPLY or COUNTER), and what became of it."""

    __tablename__ = "calendar_reply"

    id: Mapped[int] = mapped_column(primary_key=True)
    inbox_message_id: Mapped[int] = mapped_column(ForeignKey("inbox_message.id", ondelete="CASCADE"), index=True)
    invitation_id: Mapped[int | None] = mapped_column(ForeignKey("invitation.id", ondelete="CASCADE"), index=True)
    method: Mapped[str] = mapped_column(String(10))  # REPLY or COUNTER
    attendee: Mapped[str] = mapped_column(String(254), default="")  # the address that the calendar says answers
    partstat: Mapped[str] = mapped_column(String(20), default="")
    sequence: Mapped[int | None]
    stamp: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)  # DTSTAMP
    comment: Mapped[str] = mapped_column(String(500), default="")
    delegated_to: Mapped[str] = mapped_column(String(254), default="")
    proposed_start: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)  # of a COUNTER
    proposed_end: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    status: Mapped[str] = mapped_column(String(20))  # rules.ReplyStatus: applied, held, passed over, dismissed
    reason: Mapped[str] = mapped_column(String(40), default="")  # rules.WhyHeld
    settled_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    settled_by: Mapped[str] = mapped_column(String(40), default="")  # "system", or "user:3"

    invitation: Mapped[Invitation | None] = relationship()


class DatePoll(Tracked, InProject, db.Model):
    """Candidate dates put to people; the chosen one becomes the meeting."""

    __tablename__ = "date_poll"
    __untracked__ = ("created_at", "meeting_id")

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(160))
    words: Mapped[str] = mapped_column(Text, default="")  # the projectleider's own, in the mail and on the page
    place: Mapped[str] = mapped_column(String(300), default="")
    answer_by: Mapped[dt.datetime] = mapped_column(UtcDateTime)  # the deadline: no answers after it
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)  # a date was chosen, or it was called off
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id", ondelete="SET NULL"))  # what came of it
    version: Mapped[int] = mapped_column()

    project: Mapped[Project] = relationship()
    meeting: Mapped[Meeting | None] = relationship()
    options: Mapped[list[PollOption]] = relationship(
        order_by="PollOption.starts_at", cascade="all, delete-orphan", passive_deletes=True
    )

    __mapper_args__ = {"version_id_col": version}


class PollOption(InProject, db.Model):
    """One candidate date."""

    __tablename__ = "poll_option"
    __table_args__ = (UniqueConstraint("poll_id", "starts_at", "ends_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    poll_id: Mapped[int] = mapped_column(ForeignKey("date_poll.id", ondelete="CASCADE"))
    starts_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)


class PollGuest(InProject, db.Model):
    """One person who is asked for dates."""

    # As with invitations: links that were mailed hold the key.
    __tablename__ = "poll_guest"
    __table_args__ = (UniqueConstraint("poll_id", "person_id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    poll_id: Mapped[int] = mapped_column(ForeignKey("date_poll.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    sent_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)  # the question was put in the outbox
    reminded_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    no_reminders: Mapped[bool] = mapped_column(default=False)
    answered_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    comment: Mapped[str] = mapped_column(String(500), default="")
    link_version: Mapped[int] = mapped_column(default=1)

    poll: Mapped[DatePoll] = relationship()
    person: Mapped[Person] = relationship()
    answers: Mapped[list[PollAnswer]] = relationship(cascade="all, delete-orphan", passive_deletes=True)


class PollAnswer(InProject, db.Model):
    """What one person said of one date."""

    __tablename__ = "poll_answer"
    __table_args__ = (UniqueConstraint("poll_guest_id", "option_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    poll_guest_id: Mapped[int] = mapped_column(ForeignKey("poll_guest.id", ondelete="CASCADE"))
    option_id: Mapped[int] = mapped_column(ForeignKey("poll_option.id", ondelete="CASCADE"), index=True)
    choice: Mapped[str] = mapped_column(String(20))  # rules.Choice: yes, if need be, no
