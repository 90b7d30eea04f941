"""Who met beside who missed one another: at the same bijeenkomsten, and only pairs of which both spoke."""

import pytest

from kapstok.evaluation.chain.beside import Beside, Side, Why, lines_beside, referrals_beside
from tests.unit.evaluation.chain.builders import entry, fates, strangers


def two_meetings(referral: str = "?"):
    """Of 12 and of 4 pairs that met, 6 and 1 have a line; of 3 and of 12 that missed it, none and 6."""

    def some(number: int, first: int, line: str):
        return fates(strangers(number, first), line, (referral * number)[:number])

    return [
        entry(some(12, 0, "++++++------"), some(3, 40, "---")),
        entry(some(4, 50, "+---"), some(12, 60, "++++++------"), number=1),
    ]


def test_shares_of_the_same_meetings():
    """Of who missed it: (12 × 0 + 4 × 6/12) / 16, since 12 of the 16 pairs that met did so at the first."""
    found = lines_beside(two_meetings(), 200)
    assert (found.met, found.missed) == (Side(7, 16, 32, 7 / 16), Side(6, 15, 30, 2 / 16))
    assert (found.difference, found.why) == (pytest.approx(5 / 16), None)
    low, high = found.interval
    assert low < 5 / 16 < high
    assert (low + high) / 2 == pytest.approx(5 / 16)
    assert lines_beside(two_meetings(), 200) == found  # the same data give the same interval


def test_a_meeting_that_everybody_came_to_does_not_count():
    alone = entry(fates(strangers(30, 100), "+" * 30), fates([], ""))
    assert lines_beside([*two_meetings(), alone], 200) == lines_beside(two_meetings(), 200)


def test_pairs_of_which_one_did_not_answer_do_not_count():
    met = fates(strangers(14), "++++++------??")
    found = lines_beside([entry(met, fates(strangers(12, 40), "++++++------"))], 200)
    assert found.met == Side(6, 12, 24, 0.5)


def test_few_people_are_only_described():
    found = lines_beside([entry(fates(CIRCLE, "+++++-----"), fates(strangers(12, 20), "++++++------"))], 200)
    assert (found.met.share, found.missed.share, found.interval, found.why) == (0.5, 0.5, None, Why.FEW_PEOPLE)


CIRCLE = [(k, k + 1) for k in range(10)]
LINES = "++++++------"


@pytest.mark.parametrize(
    ("entries", "why"),
    [
        ([], Why.NOBODY_MISSED),
        ([entry(None)], Why.NOBODY_MISSED),
        ([entry(fates(strangers(12), LINES))], Why.NOBODY_MISSED),
        ([entry(fates([], ""), fates(strangers(12), LINES))], Why.NOBODY_MISSED),
        ([entry(fates(strangers(12), "?" * 12), fates(strangers(12, 40), LINES))], Why.UNHEARD),
        ([entry(fates(strangers(12), LINES), fates(strangers(13, 40), "+++---???????"))], Why.UNHEARD),
        ([entry(fates(strangers(12), LINES), fates(strangers(9, 40), "+++++----"))], Why.FEW),
        ([entry(fates(strangers(12), LINES), fates(strangers(12, 40), "+-----------"))], Why.FEW),
    ],
)
def test_nothing_to_compare(entries, why):
    assert lines_beside(entries, 200) == Beside(None, None, None, why)


def test_the_words_of_few_people_are_not_compared():
    met, missed = fates(strangers(12), LINES, before=range(4)), fates(strangers(12, 40), LINES)
    assert lines_beside([entry(met, missed)], 200).why == Why.FEW


def test_referrals_are_described_since_pairs_share_them():
    found = referrals_beside(two_meetings("+-"))
    assert (found.met, found.missed) == (
        Side(8, 16, 32, 0.5),
        Side(8, 15, 30, pytest.approx((12 * 2 / 3 + 4 / 2) / 16)),
    )
    assert (found.interval, found.why) == (None, Why.SHARED)
    assert referrals_beside(two_meetings()).why == Why.UNHEARD
