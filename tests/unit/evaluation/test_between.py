"""Two dates beside one another: what may be told of the change."""

import numpy as np
import pytest

from kapstok.evaluation.between import HARDLY_ANYBODY_AGAIN, HARDLY_ANYTHING_NEW, SectorChange, Side, compare
from kapstok.evaluation.rules import ALL, NO_STRUCTURE, TOO_FEW
from kapstok.network.ledger import last_words
from kapstok.network.measures import Ratio
from kapstok.network.overlap import Stability

REST = 2
SECTOR = np.array([0] * 5 + [1] * 6)
EVERYBODY = np.ones(11, dtype=bool)


def words(said):
    """The last words of eleven people: ``said(i, j)`` is a strength, or None where i said nothing of j."""
    rows = [(i, j, said(i, j)) for i in range(11) for j in range(11) if i != j]
    return last_words([row for row in rows if row[2] is not None], np.arange(11))


def compared(first, second, anew=None, named=EVERYBODY, mode="directed", sector=SECTOR):
    """Unless ``anew`` tells otherwise everything of the second date was said after the first."""
    return compare(
        first, second, anew or second, asked=EVERYBODY, named=named, sector=sector, rest=REST, threshold=2, mode=mode
    )


WITHIN = words(lambda i, j: 2 if SECTOR[i] == SECTOR[j] else 0)
ACROSS = words(lambda i, j: 2 if SECTOR[i] == 1 or SECTOR[j] == 1 else 0)


def test_lines_and_their_fates():
    """Five and six people. First 5·4 + 6·5 = 50 lines; then all but those within the first sector: 110 − 20 = 90."""
    found = compared(WITHIN, ACROSS)
    assert (found.first, found.second) == (Side(Ratio(11, 11), 50, 11), Side(Ratio(11, 11), 90, 11))
    assert (found.allowed, found.both, found.known) == (ALL, 11, 110)
    assert found.change == Stability(kept=30, formed=60, lost=20, unknown=0)
    assert found.sectors == (
        SectorChange(0, 0, 0, 0, 20, 20),
        SectorChange(0, 1, 0, 30, 0, 30),
        SectorChange(1, 0, 0, 30, 0, 30),
        SectorChange(1, 1, 30, 0, 0, 30),
    )


def test_without_direction_two_sectors_are_one_pair():
    found = compared(WITHIN, ACROSS, mode="any")
    assert found.change == Stability(kept=15, formed=30, lost=10, unknown=0)
    assert found.sectors == (
        SectorChange(0, 0, 0, 0, 10, 10),
        SectorChange(0, 1, 0, 30, 0, 30),
        SectorChange(1, 1, 15, 0, 0, 15),
    )


@pytest.mark.parametrize("crowd", ["answered", "named"])
def test_sectors_of_too_few_people_are_one(crowd):
    """Of the first sector only four answered, or stand on the lists: then nothing is told apart any more."""
    if crowd == "answered":
        quiet = words(lambda i, j: None if i == 0 else 0)
        found = compared(quiet, ACROSS)
        assert (found.both, found.known, found.change.unknown) == (10, 100, 10)
    else:
        found = compared(WITHIN, ACROSS, named=np.arange(11) > 0)
    assert {(row.one, row.other) for row in found.sectors} == {(REST, REST)}


@pytest.mark.parametrize(("people", "told"), [(0, True), (4, False), (5, True)])
def test_the_changed_words_of_one_to_four_people_are_not_told(people, told):
    later = words(lambda i, j: 4 if i < people else 2 if SECTOR[i] == SECTOR[j] else 0)
    found = compared(WITHIN, later)
    assert found.apart is told
    assert (found.allowed is HARDLY_ANYTHING_NEW, found.change is None, found.sectors == ()) == (not told,) * 3


def test_what_was_said_before_the_first_date_only_is_no_sign_that_it_stayed():
    """Of eleven people five speak again, and then six: those of the second sector. Five lines within the first (20 in
    all, of five people) were not repeated; when only person 0 is silent, her four lines are not told."""
    five, six, ten = (
        words(lambda i, j, who=who: 2 if i in who else None) for who in (range(5), range(5, 11), range(1, 11))
    )
    assert compared(WITHIN, WITHIN, five).allowed == HARDLY_ANYBODY_AGAIN
    found = [compared(WITHIN, WITHIN, anew, mode=mode) for anew in (six, ten) for mode in ("directed", "any")]
    assert [one.change.kept for one in found] == [50, 25, 50, 25]
    assert [(one.unrepeated.part, one.unrepeated.few) for one in found] == [
        (20, False),
        (10, False),
        (None, True),
        (None, True),
    ]
    assert compared(WITHIN, WITHIN).unrepeated.part == 0


def test_the_poorer_date_decides():
    few = words(lambda i, j: 2 if i < 5 else None)
    found = compared(few, ACROSS)
    assert (found.allowed, found.apart, found.change) == (NO_STRUCTURE, True, None)
    assert found.first == Side(Ratio(5, 11), 50, 5)
    assert compared(words(lambda i, j: 2 if i < 4 else None), ACROSS).allowed == TOO_FEW
    assert compared(words(lambda i, j: None), ACROSS).first == Side(Ratio(0, 11), 0, 0)
