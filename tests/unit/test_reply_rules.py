"""Whose answer it is, whether it counts, and why it waits: plain values in, a verdict out."""

import datetime as dt
from dataclasses import dataclass, replace

import pytest

from kapstok.meetings.replies.itip import Attendee, Message
from kapstok.meetings.replies.rules import Asked, ReplyStatus, Said, WhyHeld, WhyPassed, judge, stamp

NOW = dt.datetime(2026, 3, 3, 12, 0, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)
UID = "9a5b1c52-6a3e-4a63-9a44-0f1e7a6d3c11"
JET, BO, ALIAS = "jet@example.org", "bo@example.org", "j.jansen@example.org"


@dataclass(frozen=True)
class Planned:
    starts_at: dt.datetime = NOW + dt.timedelta(days=7)
    ends_at: dt.datetime = NOW + dt.timedelta(days=7, hours=2)
    cancelled_at: dt.datetime | None = None


ASKED = Asked(Planned(), UID, address=JET, archived=False, sent_sequence=2, answered_at=None, answer_stamp=None)
ANSWER = Message("REPLY", UID, 2, NOW - MINUTE, (Attendee(JET, "Jet", "ACCEPTED"),), "", None)
SAID = Said(ANSWER, sender=JET, came_at=NOW, at_own_address=True)


def reply(**changes) -> Said:
    return replace(SAID, message=replace(ANSWER, **changes))


def by(address: str, partstat: str = "ACCEPTED", **more) -> tuple[Attendee, ...]:
    return (Attendee(address, "", partstat, **more),)


def told(said: Said, asked: Asked = ASKED, now: dt.datetime = NOW) -> tuple:
    verdict = judge(said, asked, now)
    return verdict.status, verdict.reason


APPLIED = (ReplyStatus.APPLIED, None)


@pytest.mark.parametrize(
    "said",
    [
        SAID,
        replace(SAID, sender=ALIAS),  # the calendar names the guest
        replace(SAID, sender=""),
        replace(reply(attendees=by(ALIAS)), sender=JET),  # the guest mailed it
        reply(attendees=(*by(BO, "NEEDS-ACTION"), *by(JET))),
        reply(uid=UID.upper()),
        reply(organizer=BO),
        reply(sequence=3),
        reply(stamp=None),
        reply(stamp=NOW + dt.timedelta(days=4000)),
        replace(SAID, at_own_address=False, proven=True),
    ],
)
def test_an_answer_of_the_guest_counts(said):
    assert told(said) == APPLIED


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (reply(uid="0d0e7c8a-0000-4000-8000-000000000000"), WhyHeld.OTHER_UID),
        (replace(SAID, at_own_address=False), WhyHeld.NO_PROOF),
        (replace(SAID, at_own_address=False, proven=True, sender=ALIAS), WhyHeld.NO_PROOF),
        (replace(reply(attendees=by(BO)), sender=BO), WhyHeld.NOT_THE_GUEST),
        (replace(reply(attendees=by(ALIAS)), sender=ALIAS), WhyHeld.NOT_THE_GUEST),
        (replace(reply(attendees=()), sender=ALIAS), WhyHeld.NOT_THE_GUEST),
        (replace(reply(attendees=by(BO)), sender=JET, other_guests=frozenset({BO})), WhyHeld.NOT_THE_GUEST),
        (reply(attendees=by(JET, "DELEGATED", delegated_to=BO)), WhyHeld.DELEGATED),
        (replace(reply(attendees=by(BO, delegated_from=JET)), sender=BO), WhyHeld.DELEGATED),
        (reply(method="COUNTER"), WhyHeld.COUNTER),
        (reply(method="REQUEST"), WhyHeld.NO_ANSWER_INSIDE),
        (reply(method=""), WhyHeld.NO_ANSWER_INSIDE),
        (reply(attendees=()), WhyHeld.NO_ANSWER_INSIDE),
        (reply(attendees=by(JET, "X-PERHAPS")), WhyHeld.NO_ANSWER_INSIDE),
    ],
)
def test_what_is_in_doubt_waits_for_a_person(said, why):
    assert told(said) == (ReplyStatus.HELD, why)


def test_without_an_address_nobody_is_the_guest():
    assert told(replace(SAID, sender=""), replace(ASKED, address=None)) == (ReplyStatus.HELD, WhyHeld.NOT_THE_GUEST)


@pytest.mark.parametrize(
    ("changed", "now", "why"),
    [
        ({"meeting": Planned(cancelled_at=NOW)}, NOW, WhyPassed.CANCELLED),
        ({}, Planned().starts_at, WhyPassed.BEGUN),
        ({}, Planned().ends_at, WhyPassed.OVER),
        ({"archived": True}, NOW, WhyPassed.LEFT),
        ({"sent_sequence": 3}, NOW, WhyPassed.OLD_VERSION),
        ({"answer_stamp": NOW - MINUTE}, NOW, WhyPassed.NOT_NEWER),  # the same answer once more
        ({"answer_stamp": NOW}, NOW, WhyPassed.NOT_NEWER),
        ({"answered_at": NOW - MINUTE}, NOW, WhyPassed.NOT_NEWER),  # on the page, later than in the calendar
        ({"answered_at": NOW, "sent_sequence": 3}, NOW, WhyPassed.NOT_NEWER),  # so nobody is asked again
    ],
)
def test_what_comes_too_late_changes_nothing(changed, now, why):
    assert told(SAID, replace(ASKED, **changed), now) == (ReplyStatus.PASSED_OVER, why)


def test_a_later_answer_replaces_an_earlier_one():
    before = {"answered_at": NOW - 3 * MINUTE, "answer_stamp": NOW - 2 * MINUTE}
    assert told(SAID, replace(ASKED, **before)) == APPLIED


def test_no_answer_yet_is_no_answer():
    assert told(reply(attendees=by(JET, "NEEDS-ACTION"))) == (ReplyStatus.PASSED_OVER, WhyPassed.UNDECIDED)


def test_who_got_no_invitation_by_mail_answers_no_old_version():
    assert told(reply(sequence=0), replace(ASKED, sent_sequence=None)) == APPLIED


def test_a_clock_that_runs_ahead_keeps_no_later_answer_out():
    ahead = replace(ANSWER, stamp=NOW + dt.timedelta(days=365))
    assert stamp(ahead, NOW) == NOW
    assert told(replace(SAID, came_at=NOW + MINUTE), replace(ASKED, answer_stamp=stamp(ahead, NOW)))[0] == "passed over"
    later = replace(SAID, message=ahead, came_at=NOW + MINUTE)
    assert told(later, replace(ASKED, answer_stamp=stamp(ahead, NOW))) == APPLIED
