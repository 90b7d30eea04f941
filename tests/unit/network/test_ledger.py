"""The sparse ledger: the same answers as with a place for every pair."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kapstok.network.graph import NA, lines, state_at
from kapstok.network.ledger import between, last_words, words_at
from kapstok.network.overlap import Stability, stability
from tests.unit.network.builders import day, said

PEOPLE = 4
ROWS = st.lists(
    st.tuples(st.integers(0, PEOPLE - 1), st.integers(0, PEOPLE - 1), st.integers(NA, 4), st.integers(0, 1200)).filter(
        lambda row: row[0] != row[1]
    ),
    max_size=40,
)


def words(rows, moment: dt.datetime, people: int = PEOPLE):
    """The last words at a moment of rows (who, of whom, strength, day), chosen here as the database chooses them."""
    since = moment.replace(year=moment.year - 2)
    told = sorted((row for row in rows if since <= day(row[3]) <= moment), key=lambda row: row[3])
    return last_words([row[:3] for row in told], np.arange(people))


def counts(fates) -> Stability:
    return Stability(*(int(np.count_nonzero(cells)) for cells in (fates.kept, fates.formed, fates.lost)), fates.unknown)


@settings(max_examples=60, deadline=None)
@given(ROWS, st.integers(0, 1200), st.integers(0, 1200), st.integers(1, 4))
def test_equal_to_the_dense_state_and_its_stability(rows, early, late, threshold):
    story = said(*rows)
    first, second = (state_at(story, PEOPLE, day(number)) for number in (early, late))
    sparse = [words(rows, day(number)) for number in (early, late)]
    from_story = [words_at(story, PEOPLE, day(number)) for number in (early, late)]
    for dense, found in zip((first, second) * 2, sparse + from_story, strict=True):
        shown = np.full((PEOPLE, PEOPLE), NA)
        shown[found.respondent, found.named] = found.strength
        assert shown.tolist() == dense.strength.tolist()
    for mode in ("directed", "confirmed", "any"):
        wanted = stability(lines(first, threshold, mode), lines(second, threshold, mode))
        assert counts(between(*sparse, threshold, mode)) == wanted


def test_who_is_not_on_the_roster_is_left_out_and_nobody_has_a_line_with_oneself():
    found = last_words([(5, 9, 3), (9, 5, 2), (9, 7, 4), (3, 5, 1), (9, 9, 4)], np.array([5, 9]))
    assert (found.respondent.tolist(), found.named.tolist(), found.strength.tolist()) == ([0, 1], [1, 0], [3, 2])


def test_the_last_word_counts_also_when_it_is_no_answer():
    found = last_words([(1, 2, 4), (2, 1, 3), (1, 2, NA)], np.array([1, 2]))
    assert found.strength.tolist() == [NA, 3]
    assert found.heard.tolist() == [True, True]


@pytest.mark.parametrize("people", [0, 1, 2])
def test_of_nothing_everything_is_unknown(people):
    nothing = last_words([], np.arange(people))
    assert counts(between(nothing, nothing, 2, "directed")) == Stability(0, 0, 0, people * (people - 1))
    assert counts(between(nothing, nothing, 2, "any")) == Stability(0, 0, 0, people // 2)
