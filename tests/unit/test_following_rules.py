"""Single referrals: onbekend, doorlooptijd and references, worked out by hand; codes in FHIR."""

import datetime as dt

import pytest

from kapstok.referrals.following import rules
from kapstok.referrals.following.fhir import codes
from kapstok.referrals.following.rules import ALPHABET, ENDS, UNDER_WAY, Duration, Stage, Status

MARCH = dt.date(2026, 3, 1)
MADE = dt.date(2026, 3, 3)


@pytest.mark.parametrize(
    ("today", "with_day", "with_month"),
    [
        (dt.date(2026, 5, 1), Stage.OPEN, Stage.OPEN),  # 28 days of March, 30 of April, 1 of May: day 59
        (dt.date(2026, 5, 2), Stage.OPEN, Stage.OPEN),  # day 60
        (dt.date(2026, 5, 3), Stage.UNKNOWN, Stage.OPEN),  # day 61
        (dt.date(2026, 5, 30), Stage.UNKNOWN, Stage.OPEN),  # 30 + 30 days after 31 March
        (dt.date(2026, 5, 31), Stage.UNKNOWN, Stage.UNKNOWN),
    ],
)
def test_onbekend_after_sixty_days(today, with_day, with_month):
    assert rules.stage(Status.WAITING, MADE, MARCH, None, today) is with_day
    assert rules.stage(Status.WAITING, None, MARCH, None, today) is with_month


def test_what_ended_stays_ended_and_what_was_withdrawn_withdrawn():
    late, then = dt.date(2027, 3, 3), dt.datetime(2026, 4, 1, tzinfo=dt.UTC)
    assert {rules.stage(status, MADE, MARCH, None, late) for status in ENDS} == {Stage.ENDED}
    assert {rules.stage(status, MADE, MARCH, then, late) for status in Status} == {Stage.WITHDRAWN}
    assert len(UNDER_WAY) + len(ENDS) == len(Status) == 11


@pytest.mark.parametrize(
    ("days", "took"),
    [
        (0, Duration.TWO_WEEKS),
        (14, Duration.TWO_WEEKS),
        (15, Duration.SIX_WEEKS),
        (42, Duration.SIX_WEEKS),
        (43, Duration.LONGER),
    ],
)
def test_doorlooptijd(days, took):
    assert rules.duration(MADE, MARCH, MADE + dt.timedelta(days)) is took


def test_doorlooptijd_of_a_month_is_told_only_when_every_day_agrees():
    assert rules.duration(None, MARCH, dt.date(2026, 4, 5)) is None  # 5 days after the 31st, 35 after the 1st
    assert rules.duration(None, MARCH, dt.date(2026, 5, 12)) is None  # 42 days after the 31st
    assert rules.duration(None, MARCH, dt.date(2026, 5, 13)) is Duration.LONGER  # 43


def test_a_reminder_is_due_after_thirty_days():
    assert not rules.is_due(MADE, MARCH, dt.date(2026, 4, 1))  # 29
    assert rules.is_due(MADE, MARCH, dt.date(2026, 4, 2))
    assert not rules.is_due(None, MARCH, dt.date(2026, 4, 29))
    assert rules.is_due(None, MARCH, dt.date(2026, 4, 30))


def test_references_make_no_words_and_are_read_as_people_type_them():
    assert len(ALPHABET) == len(set(ALPHABET)) == 23
    assert set(ALPHABET) & set("AEIOUY01L5S2Z8B") == {"2", "8"}  # one of each pair is there at most
    made = {rules.new_reference() for _time in range(200)}
    assert len(made) > 190
    assert {rules.read_reference(reference) for reference in made} == made
    assert rules.read_reference(" k7q-d2m ") == "K7QD2M"
    assert [rules.read_reference(text) for text in ("", "K7QD2", "K7QD2MM", "K7QD2O", "ÀÀÀÀÀÀ")] == [None] * 5


def test_codes_of_fhir():
    allowed = {
        "draft",
        "requested",
        "accepted",
        "rejected",
        "cancelled",
        "in-progress",
        "on-hold",
        "failed",
        "completed",
    }
    with_reason = {"rejected", "cancelled", "on-hold", "failed"}
    for status in Status:
        told = codes(status, Stage.ENDED if status in ENDS else Stage.OPEN)
        assert told.task in allowed
        assert bool(told.reason) == (told.task in with_reason)
    assert codes(Status.HELPED, Stage.ENDED) == ("completed", "completed", "")
    assert codes(Status.WAITING, Stage.UNKNOWN)[:2] == ("unknown", "on-hold")
    assert codes(Status.SENT, Stage.WITHDRAWN)[:2] == ("revoked", "cancelled")
