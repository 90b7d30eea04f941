"""Counts of referrals, worked out by hand: whose word counts, and how both sides lie beside each other."""

import datetime as dt

import pytest

from kapstok.referrals.rules import (
    CountOutOfRange,
    FutureMonth,
    Kind,
    MoreThanArrived,
    Of,
    Reconciled,
    Said,
    Stopped,
    TooLongAgo,
    both_sides,
    check_count,
    check_ended,
    check_month,
    check_stopped,
    counted,
    last_before,
    lately,
    read_count,
    reconcile,
)

TODAY = dt.date(2026, 3, 3)
JANUARY, FEBRUARY, MARCH = dt.date(2026, 1, 1), dt.date(2026, 2, 1), dt.date(2026, 3, 1)
AN, BO, GONE = 1, 2, None
SENT = Of(FEBRUARY, Kind.SENT, 7, 8, 9)


def own(person, count, of=SENT):
    return Said(of, is_whole=False, person=person, count=count)


def whole(count, of=SENT):
    return Said(of, is_whole=True, person=AN, count=count)


@pytest.mark.parametrize(
    ("said", "followed", "count"),
    [
        ([own(AN, 3), own(BO, 2)], [], 5),
        ([own(AN, 0)], [], 0),
        ([own(AN, 3), whole(4), own(BO, 2)], [], 4),  # of all of them, whoever counts after it
        ([whole(4), whole(6)], [], 6),  # the last word
        ([whole(0)], [], 0),
        ([own(GONE, 3), own(GONE, 2), own(AN, 1)], [], 6),  # two who were erased are still two
        ([], [AN, AN, BO], 3),
        ([own(AN, 1)], [AN, AN, BO], 3),  # An's are the same ones: 2, not 1 or 3; and Bo's
        ([own(AN, 5)], [AN, AN, BO], 6),
        ([whole(2)], [AN, AN, BO], 3),  # more were followed than the whole organisation counted
        ([whole(9)], [AN, AN, BO], 9),
    ],
)
def test_how_many_there_were(said, followed, count):
    assert counted(said, [(SENT, person) for person in followed]) == {SENT: count}


def test_nothing_said_is_no_zero():
    assert counted([]) == {}
    other = Of(FEBRUARY, Kind.SENT, 7, 8, None)
    assert counted([own(AN, 3), own(AN, 1, other)]) == {SENT: 3, other: 1}


@pytest.mark.parametrize(
    ("sent", "arrived", "outcomes", "difference", "coverage", "pending"),
    [
        (12, 9, {Kind.HELPED: 4, Kind.NO_PLACE: 2}, -3, (9, 12), 3),
        (9, 12, {Kind.HELPED: 12}, 3, (9, 12), 0),  # more arrived than was sent: shown, not mended
        (0, 0, {}, 0, (0, 0), 0),
        (5, None, {}, None, None, 5),
        (None, 5, {Kind.DECLINED: 1}, None, None, 4),
        (None, None, {}, None, None, 0),
        (6, None, {Kind.HELPED: 3, Kind.OTHER: 1}, -2, (4, 6), 0),  # who tells how four ended received four
        (6, None, {Kind.HELPED: 0}, None, None, 6),  # nobody said that none arrived
        (6, 2, {Kind.HELPED: 3}, -4, (2, 6), 0),  # of an older list: never less than nothing
    ],
)
def test_both_sides_of_a_month(sent, arrived, outcomes, difference, coverage, pending):
    found = reconcile(sent, arrived, outcomes, FEBRUARY, TODAY)
    assert (found.difference, found.coverage) == (difference, coverage)
    assert (found.pending, found.unknown) == (pending, 0)


@pytest.mark.parametrize(
    ("today", "pending", "unknown"),
    [
        (dt.date(2026, 4, 28), 5, 0),  # February ended on the 28th: 59 days ago
        (dt.date(2026, 4, 29), 5, 0),  # 60
        (dt.date(2026, 4, 30), 0, 5),  # 61
    ],
)
def test_what_has_no_end_after_sixty_days_is_unknown(today, pending, unknown):
    found = reconcile(10, 9, {Kind.HELPED: 4}, FEBRUARY, today)
    assert (found.pending, found.unknown) == (pending, unknown)


def test_months_that_can_be_counted():
    for month in (MARCH, dt.date(2024, 3, 1)):
        check_month(month, TODAY)
    with pytest.raises(FutureMonth):
        check_month(dt.date(2026, 4, 1), TODAY)
    with pytest.raises(TooLongAgo):
        check_month(dt.date(2024, 2, 1), TODAY)


def test_what_stopped_is_counted_up_to_its_last_month():
    stopped = dt.date(2026, 2, 3)
    check_stopped("De Kom", None, MARCH)
    check_stopped("De Kom", stopped, JANUARY)
    check_stopped("De Kom", stopped, FEBRUARY)
    with pytest.raises(Stopped, match="De Kom is gestopt in 02-2026"):
        check_stopped("De Kom", stopped, MARCH)


def test_numbers():
    for count in (0, 999):
        check_count(count)
    for count in (-1, 1000):
        with pytest.raises(CountOutOfRange):
            check_count(count)
    typed = {None: None, "": None, " ": None, "0": 0, " 12 ": 12, "007": 7}
    assert {text: read_count(text) for text in typed} == typed
    for text in ("-1", "1e9", "1000", "drie", "2,5", "2.5", "٣", "²"):
        with pytest.raises(CountOutOfRange):
            read_count(text)


def test_no_more_end_than_arrive():
    check_ended(9, [4, 5])
    check_ended(None, [4, 5])
    with pytest.raises(MoreThanArrived):
        check_ended(8, [4, 5])


def test_where_was_referred_to_lately():
    def to(receiver, month, count=1, person=BO):
        return own(person, count, Of(month, Kind.SENT, 7, receiver, None))

    said = [to(1, MARCH), to(2, JANUARY, person=AN), to(3, FEBRUARY, person=AN), to(4, FEBRUARY), to(5, MARCH, count=0)]
    assert lately(said, AN) == [(3, None), (2, None), (1, None), (4, None)]  # An's own first
    assert lately(said) == [(1, None), (4, None), (3, None), (2, None)]
    assert lately([]) == []


def test_the_number_of_the_month_before():
    january, february, march = (Of(month, Kind.SENT, 7, 8, 9) for month in (JANUARY, FEBRUARY, MARCH))
    said = [whole(5, february), whole(3, january), whole(6, february), whole(8, march)]
    assert last_before(said, MARCH) == {march: 6}
    assert last_before(said, FEBRUARY) == {february: 3}
    assert last_before(said, JANUARY) == {}


def test_both_sides_of_every_month_per_receiver_and_service():
    december = dt.date(2025, 12, 1)
    counts = {
        Of(FEBRUARY, Kind.SENT, 1, 2, 20): 5,
        Of(FEBRUARY, Kind.SENT, 3, 2, 20): 7,
        Of(FEBRUARY, Kind.ARRIVED, None, 2, 20): 9,
        Of(FEBRUARY, Kind.HELPED, None, 2, 20): 6,
        Of(FEBRUARY, Kind.SENT, 1, 2, None): 1,
        Of(december, Kind.SENT, 1, 2, None): 8,
    }
    assert both_sides(counts, TODAY) == {
        (FEBRUARY, 2, 20): Reconciled(12, 9, {Kind.HELPED: 6}, 3, 0),
        (FEBRUARY, 2, None): Reconciled(1, None, {}, 1, 0),
        (december, 2, None): Reconciled(8, None, {}, 0, 8),  # 62 days after its end
    }
    assert both_sides({}, TODAY) == {}
