"""Rules of answers that calendars mail: whose they are, whether they count, and why one waits for a person.

Plain values in, a verdict out; ``replies`` finds the values and carries the verdict out.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from kapstok.errors import N_, Refused
from kapstok.meetings.replies.itip import Attendee, Message
from kapstok.meetings.rules import ANSWERS, MeetingCancelled, MeetingOver, MeetingStarted, Partstat, Planned, check_open

WRITE_BACK = dt.timedelta(days=1)  # at most one confirmation of a changed answer in this time


class ReplyStatus(StrEnum):
    """What became of an answer that a calendar mailed."""

    APPLIED = "applied"
    HELD = "held"  # the projectleider decides
    PASSED_OVER = "passed over"  # it changes nothing, and nobody needs to decide
    DISMISSED = "dismissed"  # the projectleider decided that it changes nothing


class WhyHeld(StrEnum):
    """Why an answer waits for the projectleider."""

    OTHER_UID = "other-uid"  # sent to the address of one invitation, it names another
    NO_PROOF = "no-proof"  # not sent to the invitation's own address, and nothing proves who sent it
    NOT_THE_GUEST = "not-the-guest"  # forwarded, another address of the guest, or somebody who was not invited
    DELEGATED = "delegated"  # the guest sends somebody else
    COUNTER = "counter"  # the guest proposes another time
    NO_ANSWER_INSIDE = "no-answer-inside"  # an invitation that came back, or a word that is none of ours


class WhyPassed(StrEnum):
    """Why an answer changed nothing."""

    CANCELLED = "cancelled"
    BEGUN = "begun"
    OVER = "over"
    LEFT = "left"  # the guest is in the archive
    UNDECIDED = "undecided"  # the calendar says that there is no answer yet
    NOT_NEWER = "not-newer"  # the guest said something later already, or this very thing
    OLD_VERSION = "old-version"  # it answers the meeting as it was; the guest is asked again


class AlreadySettled(Refused):
    """Somebody else decided on this answer meanwhile."""

    sentence = N_("Iemand anders heeft hier net over beslist. Er is nu niets veranderd.")
    status = 409


@dataclass(frozen=True)
class Asked:
    """What is known of the invitation that an answer is for."""

    meeting: Planned
    uid: str
    address: str | None  # the guest's, lower case
    archived: bool
    sent_sequence: int | None
    answered_at: dt.datetime | None  # on the page or by phone; None when the answer so far came from a calendar
    answer_stamp: dt.datetime | None  # of the calendar's answer that counts so far


@dataclass(frozen=True)
class Said:
    """What came in. ``proven``: it is sure that ``sender`` sent it; ``at_own_address``: by way of the invitation's own
    reply address, which nobody but the guest was told."""

    message: Message
    sender: str
    came_at: dt.datetime
    at_own_address: bool
    proven: bool = False
    other_guests: frozenset[str] = frozenset()  # addresses of the meeting's other guests, of those that it names


@dataclass(frozen=True)
class Verdict:
    """What is to be done with an answer. ``attendee``: who answers in it, when that can be told."""

    status: ReplyStatus
    reason: WhyHeld | WhyPassed | None = None
    attendee: Attendee | None = None


def judge(said: Said, asked: Asked, now: dt.datetime) -> Verdict:
    """Whether an answer counts: first whose it is, then what it says, then how old it is."""
    attendee = who_answers(said.message, said.sender, asked.address)
    if (closed := _closed(asked, now)) is not None:
        return Verdict(ReplyStatus.PASSED_OVER, closed, attendee)
    if (doubt := _doubt(said, asked, attendee)) is not None:
        return Verdict(ReplyStatus.HELD, doubt, attendee)
    if attendee is None or attendee.partstat == Partstat.NEEDS_ACTION:
        return Verdict(ReplyStatus.PASSED_OVER, WhyPassed.UNDECIDED, attendee)
    if not _is_newer(stamp(said.message, said.came_at), asked):
        return Verdict(ReplyStatus.PASSED_OVER, WhyPassed.NOT_NEWER, attendee)
    if asked.sent_sequence is not None and said.message.sequence < asked.sent_sequence:
        return Verdict(ReplyStatus.PASSED_OVER, WhyPassed.OLD_VERSION, attendee)
    return Verdict(ReplyStatus.APPLIED, None, attendee)


def who_answers(message: Message, sender: str, guest: str | None) -> Attendee | None:
    """The line of the guest; else of who mailed it; else the only one there is."""
    by_address = {attendee.address: attendee for attendee in reversed(message.attendees)}
    only = message.attendees[0] if len(message.attendees) == 1 else None
    return by_address.get(guest or "") or by_address.get(sender) or only


def stamp(message: Message, came_at: dt.datetime) -> dt.datetime:
    """When the answer was given. A clock that runs ahead must not keep later answers out."""
    return min(message.stamp or came_at, came_at)


def _closed(asked: Asked, now: dt.datetime) -> WhyPassed | None:
    try:
        check_open(asked.meeting, now)
    except MeetingCancelled:
        return WhyPassed.CANCELLED
    except MeetingOver:
        return WhyPassed.OVER
    except MeetingStarted:
        return WhyPassed.BEGUN
    return WhyPassed.LEFT if asked.archived else None


def _doubt(said: Said, asked: Asked, attendee: Attendee | None) -> WhyHeld | None:
    message = said.message
    if message.uid.casefold() != asked.uid.casefold():
        return WhyHeld.OTHER_UID
    if not said.at_own_address and not (said.proven and said.sender == asked.address):
        return WhyHeld.NO_PROOF
    if _is_delegated(attendee, message, asked.address):
        return WhyHeld.DELEGATED
    if not _is_guest(said, asked, attendee):
        return WhyHeld.NOT_THE_GUEST
    if message.method == "COUNTER":
        return WhyHeld.COUNTER
    known = attendee is not None and attendee.partstat in (*ANSWERS, Partstat.NEEDS_ACTION)
    return None if message.method == "REPLY" and known else WhyHeld.NO_ANSWER_INSIDE


def _is_delegated(attendee: Attendee | None, message: Message, guest: str | None) -> bool:
    """The guest says who goes instead, or that other person answers."""
    if attendee is not None and attendee.partstat == "DELEGATED":
        return True
    return guest is not None and any(each.delegated_from == guest for each in message.attendees)


def _is_guest(said: Said, asked: Asked, attendee: Attendee | None) -> bool:
    """Named as the one who answers, or the one who mailed it, unless it clearly is another guest's answer."""
    if asked.address is None:
        return False
    if attendee is not None and attendee.address == asked.address:
        return True
    return said.sender == asked.address and (attendee is None or attendee.address not in said.other_guests)


def _is_newer(given: dt.datetime, asked: Asked) -> bool:
    before = [moment for moment in (asked.answered_at, asked.answer_stamp) if moment is not None]
    return all(given > moment for moment in before)
