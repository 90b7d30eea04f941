"""No two views of one project, side by side, tell of one to four people: 10,000 pairs of filters of made-up projects.

A view is what a page or file answers to one choice of filters: sets of people of which the number is shown, each in a
family of sets of which a reader knows that one lies in the other (who agrees is of who answered). A reader subtracts.
The pseudonymous network itself, how many were asked, and how many of them answered are shown by design.
"""

from itertools import combinations

import numpy as np

from kapstok.disclosure import SMALL_INSIDE
from kapstok.evaluation.inview import in_view
from tests.unit.evaluation.views import Reading, Shown
from tests.unit.network.builders import day

PROJECTS, PAIRS = 40, 10_000


def few(number: int) -> bool:
    return 0 < number < SMALL_INSIDE


def leaks(one: list[Shown], other: list[Shown]) -> list[tuple[Shown, Shown]]:
    """What two views tell of one to four people: by itself, or as what one has and the other has not."""
    found = [(each, each) for each in one if few(len(each.people))]
    for large in one:
        for small in other:
            if large.family == small.family:
                larger, smaller = (large, small) if len(large.people) > len(small.people) else (small, large)
                if few(len(larger.people) - len(smaller.people)) and smaller.people < larger.people:
                    found.append((larger, smaller))
    return found


def test_no_two_views_of_a_project_tell_of_one_to_four_people():
    checked, seed = 0, 0
    while checked < PAIRS or seed < PROJECTS:
        views = Reading(seed).views()
        for one, other in combinations(views, 2):
            assert leaks(one, other) == [] == leaks(one, one), f"project {seed}"
            checked += 1
        seed += 1
        assert seed < 500, "too few views"


def test_no_two_choices_of_organisations_tell_a_small_count():
    """Ranges are sums: of two of them, or of one and what is shown, no hidden count of one to four may follow."""
    chance = np.random.default_rng(7)
    for _project in range(250):
        names = [f"O{k}" for k in range(int(chance.integers(2, 9)))]
        counts = {name: int(chance.choice([0, 1, 2, 3, 4, 5, 6, 9, 30, 80])) for name in names}
        rows = [(name, day(0).date(), count, None) for name, count in counts.items()]
        choices = [
            None,
            *(tuple(chance.choice(names, int(chance.integers(1, len(names) + 1)), replace=False)) for _k in range(8)),
        ]
        sums = []
        for within in choices:
            found = in_view(rows, within)
            shown = {name: found.counts[name][0] for name in found.counts}
            assert not any(few(count) for count in shown.values() if count is not None)
            if found.ranges[0].high is not None:
                hidden = frozenset(name for name in (within or names) if shown[name] is None)
                assert found.ranges[0].high == sum(counts[name] for name in within or names)
                sums.append(hidden)
        for one, other in combinations([frozenset(), *sums], 2):
            apart = one ^ other
            if one <= other or other <= one:
                assert not apart or (len(apart) > 1 and sum(counts[name] for name in apart) >= SMALL_INSIDE)
