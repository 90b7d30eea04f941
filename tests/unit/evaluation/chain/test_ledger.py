"""Sat together, then a line, then a first referral: six people in three organisations and two bijeenkomsten."""

import datetime as dt

import numpy as np
import pytest

from kapstok.evaluation.chain.ledger import ledger, next_wave, told_on
from kapstok.evaluation.chain.pairs import Missed, met_first, months_later
from kapstok.evaluation.traffic import traffic
from kapstok.network.graph import NA
from kapstok.referrals.rules import Kind, Of
from tests.unit.evaluation.chain.builders import gathered, measurement
from tests.unit.network.builders import SOURCES, day, said

WAVE, PULSE = 0, 1
A, B, C = 11, 12, 13  # organisations of 0 and 1, of 2 and 3, of 4 and 5
SPRING, LATER = dt.date(2024, 5, 1), dt.date(2025, 6, 1)
BEFORE = [
    (0, 1, 3),
    (1, 0, 3),
    (0, 2, 0),
    (2, 0, 0),
    (0, 3, 1),
    (1, 2, 1),
    (2, 1, 1),
    (1, 3, 0),
    (3, 1, 0),
    (2, 3, 2),
    (3, 2, 0),
]
AFTER = [(0, 2, 2), (2, 0, 3), (1, 2, 0), (2, 1, 2)]
TOO_LATE = [(1, 3, 4), (3, 1, 4)]
FIRST = gathered(100, 6, [0, 1, 2, 3], tables=[[0, 2], [1, 3]])  # 9 June 2024
SECOND = gathered(110, 6, [0, 2, 4])


def both(found) -> list[tuple[int, int]]:
    return list(zip(found.a.tolist(), found.b.tolist(), strict=True))


def statements():
    rows = [(*row, 0) for row in BEFORE] + [(*row, 150) for row in AFTER] + [(*row, 300) for row in TOO_LATE]
    return said(*rows)


def counts() -> dict[Of, int]:
    return {
        Of(SPRING, Kind.SENT, A, C, None): 1,
        Of(dt.date(2024, 8, 1), Kind.SENT, A, B, None): 3,
    }


def followed(mode: str, today: dt.date = LATER, waves=()):
    going = traffic(counts(), [A, B, C])
    organisation = going.places([A, A, B, B, C, C])
    return ledger([FIRST, SECOND], statements(), waves, organisation, going, today, 2, mode)


def test_a_pair_counts_for_the_first_meeting():
    found = met_first([FIRST, SECOND], 6)
    assert [both(each) for each in found] == [[(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)], [(0, 4), (2, 4)]]


ALL = np.ones((6, 6), dtype=bool)


def test_who_missed_one_another_met_neither_before_nor_soon_after():
    found = Missed([FIRST, SECOND], 6)
    assert both(found.at(FIRST, FIRST.until, ALL)) == [(0, 5), (1, 4), (1, 5), (2, 5), (3, 4), (3, 5), (4, 5)]
    assert both(found.at(SECOND, SECOND.until, ALL)) == []
    assert both(Missed([FIRST, SECOND], 6).at(FIRST, FIRST.ends_at, ALL))[:2] == [(0, 4), (0, 5)]


def test_a_pair_counts_for_the_first_meeting_before_which_it_had_no_line():
    found, known = Missed([FIRST, SECOND], 6), ALL.copy()
    known[:, 5] = False
    assert both(found.at(FIRST, FIRST.until, known)) == [(1, 4), (3, 4)]
    assert both(found.at(SECOND, SECOND.until, ALL)) == [(0, 5), (1, 5), (2, 5), (3, 5), (4, 5)]


def test_who_was_absent_is_known_where_somebody_was_ticked_off():
    nobody, two_of_three = gathered(5, 6, []), gathered(5, 6, [0, 1], invited=[0, 1, 2])
    assert [both(Missed([one], 6).at(one, one.until, ALL)) for one in (nobody, two_of_three)] == [[], [(0, 2), (1, 2)]]


def test_what_became_of_new_pairs_when_both_must_say_so():
    first, _second = followed("confirmed")
    assert (both(first.knew), both(first.untold)) == ([(0, 1)], [])
    assert both(first.met.pairs) == [(0, 2), (0, 3), (1, 2), (1, 3), (2, 3)]
    assert first.met.line.tolist() == [1, NA, 0, NA, NA]
    assert first.met.seated.tolist() == [True, False, False, True, False]
    assert first.met.referral.tolist() == [1, 1, 1, 1, NA]  # 2 and 3 share an organisation


def test_what_became_of_new_pairs_when_one_side_is_enough():
    first, second = followed("any")
    assert (both(first.knew), both(first.untold)) == ([(0, 1), (2, 3)], [(0, 3)])
    assert (both(first.met.pairs), first.met.line.tolist()) == ([(0, 2), (1, 2), (1, 3)], [1, 1, NA])
    assert (both(second.untold), len(second.met.pairs)) == ([(0, 4), (2, 4)], 0)


def test_nothing_is_told_before_six_months_were_counted():
    assert told_on(dt.date(2024, 6, 9)) == dt.date(2025, 1, 1)
    assert [each.met is None for each in followed("any", dt.date(2024, 12, 31))] == [True, True]
    assert [each.met is None for each in followed("any", dt.date(2025, 1, 1))] == [False, False]


def test_six_months_end_within_a_short_month():
    assert months_later(dt.datetime(2024, 8, 31, 14, tzinfo=dt.UTC), 6) == dt.datetime(2025, 2, 28, 14, tzinfo=dt.UTC)


def test_a_running_measurement_says_nothing():
    running = measurement(140, np.full((6, 6), NA), closed=False)
    assert followed("any", waves=[running])[0].met.line.tolist() == [NA, NA, NA]
    assert next_wave(FIRST, [running]) is None


def test_only_the_next_measurement_compares_and_only_where_both_answered():
    state = np.full((6, 6), NA)
    state[0, 2], state[2, 0], state[1, 2] = 2, 0, 3
    nobody = measurement(60, np.full((6, 6), NA))
    late = measurement(100 + 400, state)
    assert next_wave(FIRST, [nobody, late]) is None
    first, _second = followed("any", waves=[nobody, measurement(200, state), late])
    assert first.met.in_wave.tolist() == [1, NA, NA]


def month(number: int) -> dt.date:
    return dt.date(2024, number, 1)


@pytest.mark.parametrize(
    ("tallies", "found"),
    [
        ({}, NA),
        ({(5, A, C): 1, (8, A, B): 3}, 1),
        ({(5, A, C): 1, (8, A, B): 0}, 0),
        ({(6, A, C): 1, (12, A, C): 2}, 0),
        ({(8, A, B): 3}, NA),  # nobody counted before: it need not be the first
        ({(5, A, B): 1, (8, A, B): 3}, NA),  # there was one before
        ({(6, A, B): 1, (8, A, B): 3}, NA),  # in the same month: before or after, nobody knows
        ({(5, A, C): 1, (5, B, C): 1}, NA),  # nobody counted afterwards
    ],
)
def test_first_referrals(tallies, found):
    counted = {Of(month(m), Kind.SENT, one, other, None): count for (m, one, other), count in tallies.items()}
    going = traffic(counted, [A, B])
    value, (one, other) = going.first_after(2024 * 12 + 5, 6), going.places([A, B])
    assert value[one, other] == value[other, one] == found


def test_what_arrived_counts_and_what_names_no_sender_does_not():
    """B counts what arrived from C, and later from A; A never counts. Nobody named says nothing of the two."""
    arrived = {Of(month(5), Kind.ARRIVED, C, B, None): 2, Of(month(7), Kind.HELPED, A, B, None): 1}
    nameless = {Of(month(1), Kind.ARRIVED, None, A, None): 9}
    going = traffic({**arrived, **nameless}, [A, B, C])
    assert going.places([A, B, None]).tolist() == [0, 1, NA]
    assert going.first_after(2024 * 12 + 5, 6).tolist() == [[NA, 1, NA], [1, NA, NA], [NA, NA, NA]]


def test_sources_of_the_builders_are_those_of_the_network():
    assert (SOURCES[WAVE], SOURCES[PULSE]) == ("wave", "pulse")
    assert day(0) < FIRST.starts_at
