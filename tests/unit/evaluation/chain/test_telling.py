"""What may be told of pairs: never of fewer than five people, not by subtraction either."""

from kapstok.evaluation.chain.telling import NOTHING, Steps, steps, tables, telling
from tests.unit.evaluation.chain.builders import entry, fates, strangers

TEN = strangers(10)


def test_everything_may_be_told_of_enough_people():
    found = fates(TEN, "++++++---?", "+++---++++")
    assert steps([found]) == Steps(10)  # one pair is not known: two people
    found = fates(strangers(12), "++++++------", "+++---++++++")
    assert steps([found]) == Steps(12, 6, 6, 0, 3)


def test_few_people_with_a_referral():
    assert steps([fates(TEN, "+++++-----", "++--------")]) == Steps(10, 5, 5, 0)
    assert steps([fates(TEN, "+++++-----", "+++-------")]) == Steps(10, 5, 5, 0)  # the other two lines are four people
    assert steps([fates(TEN, "+++++-----", "+++++-----")]) == Steps(10, 5, 5, 0, 5)


def test_few_people_altogether():
    assert steps([fates([(0, 1), (0, 2), (0, 3)], "+++")]) == NOTHING
    assert steps([fates([(0, 1), (0, 2), (0, 3), (0, 4)], "++++", "----")]) == Steps(4, 4, 0, 0, 0)
    assert steps([]) == Steps(0, 0, 0, 0, 0)


def test_a_small_meeting_cannot_be_found_by_subtraction():
    large = fates(TEN, "++++++----".replace("-", "-"), "+++---++++")
    small = fates(strangers(2, 50), "+-")
    told = telling([entry(large), entry(small), entry(None)])
    assert told.each == (Steps(10, 6, 4, 0, 3), NOTHING, None)
    assert (told.total, told.all_of) == (Steps(10, 6, 4, 0, 3), 1)


def test_small_meetings_count_when_together_they_hide_each():
    large = fates(TEN, "++++++----", "+++---++++")
    small = [fates(strangers(4, first), "++--", "+---") for first in (50, 70, 90)]
    told = telling([entry(large), *map(entry, small)])
    assert told.each[1:] == (Steps(4),) * 3
    assert (told.total, told.all_of) == (Steps(22, 12, 10, 0, 6), 4)


def test_a_meeting_of_which_less_is_shown_does_not_give_the_other_away():
    """Of the two that are not shown wholly, the lines of one are: their sum would tell those of the other."""
    lines_only = fates(strangers(10, 50), "+++++-----", "+---------")
    hidden = fates(strangers(10, 80), "+---------", "+---------")
    told = telling([entry(fates(TEN, "++++++----", "+++---++++")), entry(lines_only), entry(hidden)])
    assert [each.line for each in told.each] == [6, 5, None]
    assert told.total == Steps(10, 6, 4, 0, 3)


def test_tables():
    found = fates(strangers(20), "+++--+++--" * 2, "+++--+++--" * 2, "+++++-----" * 2)
    near, far = tables([entry(found, seats=True)])
    assert (near.new, near.line, far.new, far.line) == (10, 6, 10, 6)
    assert tables([entry(found)]) is None
    assert tables([]) is None
    assert tables([entry(fates(strangers(20), "+++--+++--" * 2, "+++--+++--" * 2, "+" + "-" * 19), seats=True)]) is None
