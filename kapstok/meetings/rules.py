"""Rules of meetings: plain values in, plain values out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from enum import StrEnum
from typing import Protocol

from kapstok import clock
from kapstok.errors import N_, Refused

LONGEST_AHEAD = dt.timedelta(days=3 * 366)
LONGEST_COMMENT = 500  # characters
LONGEST_NOTE = 300  # characters, about what helps to come


class Partstat(StrEnum):
    """iCalendar's PARTSTAT, as far as a guest can have it. TENTATIVE ("misschien") takes no place."""

    NEEDS_ACTION = "NEEDS-ACTION"
    ACCEPTED = "ACCEPTED"
    TENTATIVE = "TENTATIVE"
    DECLINED = "DECLINED"


ANSWERS = (Partstat.ACCEPTED, Partstat.TENTATIVE, Partstat.DECLINED)
IN_LINKS = {"ja": Partstat.ACCEPTED, "misschien": Partstat.TENTATIVE, "nee": Partstat.DECLINED}  # ?antwoord=ja


class Answer(StrEnum):
    """A guest's answer as people count it."""

    YES = "yes"
    WAITING = "waiting"  # said yes to a full meeting
    PERHAPS = "perhaps"
    NO = "no"
    SILENT = "silent"


class Via(StrEnum):
    """How an answer reached us."""

    LINK = "link"
    PHONE = "phone"  # recorded by the projectleider
    MAIL = "mail"


class Attendance(StrEnum):
    """What the list of the day says."""

    PRESENT = "present"
    ABSENT = "absent"
    EXCUSED = "excused"


class CheckedIn(StrEnum):
    """Who said that a guest is there."""

    SELF = "self"  # on their own phone, by their own invitation
    DOOR = "door"  # typed a name at the door
    HOST = "host"  # on the list of the host or the projectleider


class Need(StrEnum):
    """What helps somebody to come. Kept until the meeting is over."""

    RESPITE = "respite"  # vervangende zorg
    TRANSPORT = "transport"
    ONLINE = "online"


class MaterialKind(StrEnum):
    FILE = "file"
    LINK = "link"
    PRODUCT = "product"  # handed out; a name, and a link where there is one


class Shown(StrEnum):
    """From when on guests see a material."""

    BEFORE = "before"
    AFTER = "after"


class AgreementKind(StrEnum):
    DECISION = "decision"
    ACTION = "action"


class Choice(StrEnum):
    """What somebody says of a candidate date."""

    YES = "yes"
    IF_NEED_BE = "if-need-be"
    NO = "no"


class State(StrEnum):
    """Where a meeting is in its life; derived, never stored."""

    DRAFT = "draft"  # nobody has been invited by mail
    INVITED = "invited"
    RUNNING = "running"
    OVER = "over"
    CANCELLED = "cancelled"


class Step(StrEnum):
    """The steps a projectleider takes, in their order."""

    GUESTS = "guests"
    SEND = "send"
    ANSWERS = "answers"
    DAY = "day"
    AFTER = "after"


class NotComing(Refused):
    """What helps to come is asked of who said yes or perhaps."""

    sentence = N_("Kies eerst ja of misschien. Daarna kunt u invullen wat u helpt om te komen.")


class NotOnline(Refused):
    sentence = N_("Deze bijeenkomst heeft geen link om online mee te doen.")


class MeetingCancelled(Refused):
    """Nothing about a cancelled meeting changes any more."""

    sentence = N_("Deze bijeenkomst gaat niet door.")


class MeetingStarted(Refused):
    """From its start on, answers and plans are history; the list of the day takes over."""

    sentence = N_("Deze bijeenkomst is al begonnen. U kunt dit niet meer wijzigen.")


class MeetingOver(Refused):
    sentence = N_("Deze bijeenkomst is al voorbij. U kunt dit niet meer wijzigen.")


class TooEarly(Refused):
    """Before the day itself nobody can have been there."""

    sentence = N_("Op %(date)s vult u in wie er is. Dat kan nu nog niet.")


class NotOverYet(Refused):
    sentence = N_("De bijeenkomst is nog niet voorbij. Daarna kunt u het bericht versturen.")


class EndsBeforeStart(Refused):
    sentence = N_("Deze bijeenkomst begint om %(start)s uur en eindigt om %(end)s uur. Pas een van beide tijden aan.")


class InThePast(Refused):
    sentence = N_("%(date)s is al voorbij. Kies een dag en tijd die nog komen.")


class TooFarAhead(Refused):
    sentence = N_("%(date)s is meer dan drie jaar vooruit. Kies een eerdere dag.")


class AlreadyInvited(Refused):
    """Who got an invitation keeps it; only who was merely chosen can be taken off the list."""

    sentence = N_("%(name)s heeft al een uitnodiging of een antwoord. U kunt deze gast niet van de lijst halen.")


class Planned(Protocol):
    """What these rules need to know of a meeting."""

    @property
    def starts_at(self) -> dt.datetime: ...

    @property
    def ends_at(self) -> dt.datetime: ...

    @property
    def cancelled_at(self) -> dt.datetime | None: ...


def state(meeting: Planned, now: dt.datetime, *, invited: bool) -> State:
    """Where ``meeting`` is at ``now``. ``invited``: an invitation was sent to somebody."""
    if meeting.cancelled_at is not None:
        return State.CANCELLED
    if now >= meeting.ends_at:
        return State.OVER
    if now >= meeting.starts_at:
        return State.RUNNING
    return State.INVITED if invited else State.DRAFT


def next_step(found: State, *, today: bool, guests: int, unsent: int, recorded: bool, asked: bool) -> Step | None:
    """The one thing to do now; None when there is nothing.

    ``unsent``: guests who can be mailed and were not. ``recorded``: somebody's presence was filled in. ``asked``: the
    mail that follows a meeting was sent.
    """
    if found is State.CANCELLED:
        return None
    if found is State.OVER:
        return (None if asked else Step.AFTER) if recorded else Step.DAY
    if found is State.RUNNING:
        return Step.DAY
    if not guests:
        return Step.GUESTS
    if found is State.DRAFT and unsent:  # also on the day itself: nobody knows yet
        return Step.SEND
    if today:
        return Step.DAY
    return Step.SEND if unsent else Step.ANSWERS


def meeting_times(date: dt.date, start: dt.time, end: dt.time, now: dt.datetime) -> tuple[dt.datetime, dt.datetime]:
    """Start and end in UTC of a meeting on one Amsterdam day.

    Raises ``EndsBeforeStart``, ``InThePast``, ``TooFarAhead``, and the clock's ``SkippedHour`` and ``DoubleHour``.
    """
    said = f"{date:%d-%m-%Y}"
    today = clock.local_date(now)
    if date < today:
        raise InThePast(date=said)
    if date > today + LONGEST_AHEAD:
        raise TooFarAhead(date=said)
    if end <= start:
        raise EndsBeforeStart(start=f"{start:%H.%M}", end=f"{end:%H.%M}")
    starts_at, ends_at = clock.from_local(date, start), clock.from_local(date, end)
    if starts_at <= now:
        raise InThePast(date=f"{said} {start:%H.%M}")
    return starts_at, ends_at


def check_open(meeting: Planned, now: dt.datetime) -> None:
    """Raise when plans and answers can no longer change: ``MeetingCancelled``, ``MeetingOver``, ``MeetingStarted``."""
    if meeting.cancelled_at is not None:
        raise MeetingCancelled()
    if now >= meeting.ends_at:
        raise MeetingOver()
    if now >= meeting.starts_at:
        raise MeetingStarted()


def check_attendance(meeting: Planned, now: dt.datetime) -> None:
    """Raise ``TooEarly`` before the day of the meeting, ``MeetingCancelled`` when it never took place."""
    if meeting.cancelled_at is not None:
        raise MeetingCancelled()
    day = clock.local_date(meeting.starts_at)
    if clock.local_date(now) < day:
        raise TooEarly(date=f"{day:%d-%m-%Y}")


def check_over(meeting: Planned, now: dt.datetime) -> None:
    """Raise ``NotOverYet`` until the meeting has ended, ``MeetingCancelled`` when it never took place."""
    if meeting.cancelled_at is not None:
        raise MeetingCancelled()
    if now < meeting.ends_at:
        raise NotOverYet()


def answer_of(partstat: str, waitlisted_at: dt.datetime | None) -> Answer:
    """What a guest's answer comes down to; only YES holds one of the places."""
    if partstat == Partstat.ACCEPTED:
        return Answer.YES if waitlisted_at is None else Answer.WAITING
    return {Partstat.TENTATIVE: Answer.PERHAPS, Partstat.DECLINED: Answer.NO}.get(Partstat(partstat), Answer.SILENT)


def needs_on_offer(*, online: bool) -> list[Need]:
    """What a guest can ask for; ``online``: the meeting has a link."""
    return [need for need in Need if online or need is not Need.ONLINE]


def check_needs(partstat: str, needs: Collection[Need], *, online: bool) -> None:
    """Raise ``NotComing`` for who did not say yes or perhaps, ``NotOnline`` when there is no link to join by."""
    if partstat not in (Partstat.ACCEPTED, Partstat.TENTATIVE):
        raise NotComing()
    if not set(needs) <= set(needs_on_offer(online=online)):
        raise NotOnline()


def wants_invitation(
    sent_sequence: int | None, address: str | None, *, failed: bool = False, mailed_to: str | None = None
) -> bool:
    """Whether a guest is to be sent an invitation: never mailed, or refused at an address that was corrected since."""
    if not address:
        return False
    return sent_sequence is None or (failed and mailed_to is not None and mailed_to.casefold() != address.casefold())
