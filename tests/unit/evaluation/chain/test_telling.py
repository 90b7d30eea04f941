"""What may be told of pairs: never of fewer than five people, not by subtraction either."""

from itertools import combinations

import numpy as np

from kapstok.evaluation.chain.telling import NOTHING, Steps, joined, steps, tables, telling
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


def test_the_words_of_few_people():
    """One person who says that they had no line with four others tells of themselves."""
    star = [(0, other) for other in range(1, 6)]
    assert steps([fates(star, "+++++", before=[0])]) == NOTHING
    assert steps([fates(star, "+++++", "-----", after=[0])]) == Steps(5)
    assert steps([fates(star, "?????", after=[])]) == Steps(5, 0, 0, 5, 0)
    assert steps([fates(star, "+++++", "-----")]) == Steps(5, 5, 0, 0, 0)


def test_a_small_meeting_cannot_be_found_by_subtraction():
    large = fates(TEN, "++++++----", "+++---++++")
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


def test_no_subtraction_tells_of_few():
    """In 500 random projects what is shown is of five people or more, and so is the sum of what is hidden."""
    rng = np.random.default_rng(7)
    for _project in range(500):
        over = [random_fates(rng) for _meeting in range(rng.integers(1, 5))]
        told = telling([entry(each) for each in over])
        rows = [row for row in told.each if row is not None]
        for step, cell in CELLS.items():
            shown = [each for each, row in zip(over, rows, strict=True) if getattr(row, step) is not None]
            rest = [each for each, row in zip(over, rows, strict=True) if getattr(row, step) is None]
            assert all(enough(each, cell) for each in shown), step
            if told.all_of == len(over):
                assert enough(joined(rest), cell), step


CELLS = {
    "new": lambda found: np.ones(len(found.line), dtype=bool),
    "line": lambda found: found.line == 1,
    "none": lambda found: found.line == 0,
    "unknown": lambda found: found.line == -1,
    "referral": lambda found: (found.line == 1) & (found.referral == 1),
}


def enough(found, cell) -> bool:
    people = found.pairs.where(cell(found)).people
    return people == 0 or people >= 5


def random_fates(rng):
    """Pairs of one to eight people, most of whom became the same."""
    both = [pair for pair in combinations(range(rng.integers(2, 9)), 2) if rng.random() < 0.8]
    likely = rng.dirichlet([0.4, 0.4, 0.4])
    line = "".join(rng.choice(list("+-?"), p=likely, size=len(both)))
    return fates(both, line, "".join(rng.choice(list("+-"), size=len(both))))
