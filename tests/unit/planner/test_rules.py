"""What a plan may be, and what suits so many guests."""

import datetime as dt
from dataclasses import dataclass, replace

import pytest

from kapstok.planner import rules
from kapstok.planner.rules import Settings, TableChoice

NOW = dt.datetime(2026, 3, 3, 12, 0, tzinfo=dt.UTC)


@dataclass
class Meeting:
    ends_at: dt.datetime
    cancelled_at: dt.datetime | None = None


def tables(*sizes: tuple[int, int]) -> tuple[TableChoice, ...]:
    return tuple(TableChoice(number, fewest, most) for number, (fewest, most) in enumerate(sizes, 1))


TWO = Settings(rounds=2, tables=tables((2, 4), (2, 4)))


def refused(check, *args) -> tuple[str, dict] | None:
    try:
        check(*args)
    except rules.Refused as refusal:
        return type(refusal).__name__, refusal.params
    return None


@pytest.mark.parametrize(
    ("ends_in", "cancelled", "over"),
    [(1, False, False), (0, False, True), (-1, False, True), (1, True, True)],
)
def test_a_plan_ends_with_its_meeting(ends_in, cancelled, over):
    meeting = Meeting(NOW + dt.timedelta(minutes=ends_in), NOW if cancelled else None)
    assert rules.is_over(meeting, NOW) is over
    assert refused(rules.check_not_over, meeting, NOW) == (("PlanOver", {}) if over else None)


@pytest.mark.parametrize(
    ("guests", "count", "size"),
    [
        (0, 2, (0, 1)),
        (4, 2, (2, 3)),
        (9, 2, (2, 6)),
        (20, 3, (3, 8)),
        (24, 4, (3, 7)),
        (60, 10, (3, 7)),
        (300, 50, (3, 7)),
    ],
)
def test_tables_of_about_six_and_a_place_to_spare(guests, count, size):
    found = rules.suggested(guests)
    assert (found.rounds, len(found.tables), {(table.fewest, table.most) for table in found.tables}) == (
        3,
        count,
        {size},
    )


def test_what_is_suggested_holds_when_one_in_three_stays_away_and_when_one_comes_for_each_table():
    for guests in range(rules.FEWEST_GUESTS, rules.MOST_GUESTS + 1):
        found = rules.suggested(guests)
        assert sum(table.most for table in found.tables) >= guests + len(found.tables), guests
        assert sum(table.fewest for table in found.tables) <= max(rules.FEWEST_GUESTS, guests * 2 // 3), guests


@pytest.mark.parametrize(
    ("settings", "refusal"),
    [
        (TWO, None),
        (replace(TWO, rounds=0), ("OutOfRange", {"fewest": 1, "most": 12, "chosen": 0})),
        (replace(TWO, rounds=13), ("OutOfRange", {"fewest": 1, "most": 12, "chosen": 13})),
        (replace(TWO, tables=()), ("OutOfRange", {"fewest": 1, "most": 60, "chosen": 0})),
        (replace(TWO, need=11), ("OutOfRange", {"fewest": 0, "most": 10, "chosen": 11})),
        (replace(TWO, strengthen=-1), ("OutOfRange", {"fewest": 0, "most": 10, "chosen": -1})),
        (replace(TWO, tables=tables((0, 0))), ("OutOfRange", {"fewest": 1, "most": 40, "chosen": 0})),
        (replace(TWO, tables=tables((2, 41))), ("OutOfRange", {"fewest": 1, "most": 40, "chosen": 41})),
        (replace(TWO, tables=tables((5, 4))), ("FewestOverMost", {"table": 1, "fewest": 5, "most": 4})),
        (replace(TWO, tables=(TableChoice(3, 2, 4),) * 2), ("TableTwice", {"table": 3})),
        (
            replace(TWO, tables=(TableChoice(1, 2, 4, host_id=7), TableChoice(2, 2, 4, host_id=7))),
            ("HostTwice", {"one": 1, "other": 2}),
        ),
    ],
)
def test_settings_that_no_plan_can_be_made_of(settings, refusal):
    assert refused(rules.check_settings, settings) == refusal


@pytest.mark.parametrize(
    ("here", "refusal"),
    [
        ([8, 8], None),
        ([4, 4], None),
        ([3, 3], ("TooFewGuests", {"guests": 3, "fewest": 4})),
        ([301, 8], ("TooManyGuests", {"guests": 301, "most": 300})),
        ([8, 11], ("TooFewPlaces", {"round": 2, "guests": 11, "places": 8, "short": 3})),
        ([4, 3], ("TooManyNeeded", {"round": 2, "guests": 3, "needed": 4})),
        ([4, 1], ("FewerGuestsThanTables", {"round": 2, "guests": 1, "tables": 2})),
    ],
)
def test_tables_that_do_not_suit_the_guests(here, refusal):
    assert refused(rules.check_room, TWO, here) == refusal


@pytest.mark.parametrize(("first", "last"), [(1, None), (3, None), (3, 3), (1, 2)])
def test_who_comes_later_or_leaves_earlier_is_there_in_some_round(first, last):
    assert refused(rules.check_rounds, first, last, 3) is None


@pytest.mark.parametrize(("first", "last"), [(0, 2), (2, 1), (4, None), (1, 4)])
def test_nobody_is_there_in_no_round(first, last):
    assert refused(rules.check_rounds, first, last, 3) == ("NoSuchRounds", {"rounds": 3})
