"""How sure one can be: the draws, and small cases that can be worked out by hand."""

from itertools import permutations

import numpy as np
import pytest
from scipy.stats import binom

from bench.inference import FIGURES, NO_CHANGE, PEOPLE, TRUE_CHANGE, missed
from kapstok.evaluation.inference.bootstrap import Cells, Term, drawn_sums, vertex_interval
from kapstok.evaluation.inference.chance import DRAWS, STEPS, probability, shuffles
from kapstok.evaluation.inference.did import difference_in_differences
from kapstok.evaluation.inference.labels import by_labels
from kapstok.evaluation.inference.mrqap import mrqap
from kapstok.evaluation.inference.sign_flip import sign_flip
from tests.unit.evaluation.inference.other import EVERYBODY, FIRST, LAST, SECTOR, observed
from tests.unit.network.builders import nobody

PROJECTS = 60
TRUTH = (0.051, 0.016)  # what ``bench.inference.truth`` finds in 4,000 projects
MOST_MISSED = int(binom.ppf(0.999, PROJECTS, 0.05))  # more than 9 of 60 are left out less than once in 1,000 times


def test_intervals_leave_the_truth_out_once_in_twenty_times():
    """A small version of ``bench.inference``, which does 400 projects of six worlds and takes three minutes."""
    for world, true in ((NO_CHANGE[1], (0.0, 0.0)), (TRUE_CHANGE[1], TRUTH)):
        found = missed(world, PROJECTS, dict(zip(("density", "cross-sector share"), true, strict=True)))
        assert [name for name, tally in found.items() if name in FIGURES and tally.missed > MOST_MISSED] == []


def test_intervals_are_no_wider_than_chance_asks():
    """Dyads that vary by themselves: the draws alone give an interval 1.7 times as wide as it should be."""
    rng = np.random.default_rng(3)
    middles, halves, draws = [], [], []
    for seed in range(40):
        first, last = (Cells(cells, 1.0 - np.eye(PEOPLE)) for cells in _independent(rng, 2))
        terms = [Term(1, last), Term(-1, first)]
        low, high = vertex_interval(terms, PEOPLE, seed)
        middles.append((low + high) / 2)
        halves.append((high - low) / 2)
        draws.append(1.96 * np.std(drawn_sums(terms, seed)) if seed < 5 else np.nan)
    assert np.mean(halves) / (1.96 * np.std(middles)) == pytest.approx(1.05, abs=0.3)
    assert np.nanmean(draws) / np.mean(halves) == pytest.approx(3**0.5, abs=0.2)


def test_the_same_people_in_every_wave():
    """A network that stays as it is does not change, whoever is drawn."""
    cells = Cells(_independent(np.random.default_rng(1), 1)[0], 1.0 - np.eye(PEOPLE))
    told = []
    terms = [Term(1, cells), Term(-1, cells)]
    assert vertex_interval(terms, PEOPLE, seed=1, tick=lambda: told.append(1)) == (0, 0)
    assert len(told) == STEPS
    assert len(drawn_sums(terms, seed=1)) == DRAWS


@pytest.mark.parametrize(("part", "people"), [(np.zeros((0, 0)), 0), (np.zeros((1, 1)), 1), (np.zeros((4, 4)), 4)])
def test_no_interval_of_nothing(part, people):
    assert vertex_interval([Term(1, Cells(part, part))], people, seed=1) is None


def test_shuffling_keeps_groups_apart():
    groups = np.array([1, 0, 1, 0, 2, 0])
    orders = shuffles(np.random.default_rng(1), groups, 50)
    assert {tuple(sorted(row)) for row in orders.tolist()} == {(0, 1, 2, 3, 4, 5)}
    assert {tuple(row) for row in groups[orders].tolist()} == {tuple(groups)}
    assert len({tuple(row) for row in orders.tolist()}) == 12  # all of 2! · 3! · 1!


def test_what_was_seen_is_one_of_the_draws():
    drawn = np.arange(19.0)
    assert [probability(seen, drawn) for seen in (9.0, 17.0, 0.5, 40.0)] == [1.0, 6 / 20, 4 / 20, 2 / 20]
    assert probability(2.0, np.array([2.0, 2.0])) is None


def test_sign_flip_by_hand():
    """Of four people three gain a line and one loses two: |sum| ≥ 1 unless it is … it is odd, so always."""
    first = observed(np.array([[0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0], [1, 1, 0, 0]], dtype=bool))
    last = observed(np.array([[0, 1, 0, 0], [1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 0, 0]], dtype=bool))
    found = sign_flip(first, last, np.ones(4, dtype=bool))
    assert (found.people, found.more, found.fewer, found.same, found.mean, found.p) == (4, 3, 1, 0, 0.25, 1.0)
    found = sign_flip(first, last, np.array([True, True, True, False]))
    assert (found.more, found.fewer, found.mean, found.p) == (3, 0, 1.0, 2 / 8)


def test_sign_flip_where_nobody_changed_or_nobody_answered():
    assert sign_flip(FIRST, FIRST, EVERYBODY).p is None
    assert (sign_flip(FIRST, LAST, ~EVERYBODY).people, sign_flip(nobody(), nobody(), EVERYBODY[:0]).mean) == (0, None)


def test_shuffled_sectors_are_all_orders_of_them():
    """Five people, few enough for every order to be counted."""
    cells = np.zeros((5, 5), dtype=bool)
    cells[[0, 0, 1, 2, 3, 4], [1, 2, 0, 3, 4, 0]] = True
    wave, sector = observed(cells), np.array([0, 0, 0, 1, 1])
    every = [np.count_nonzero(cells & (np.array(order)[:, None] != order)) for order in permutations(sector)]
    index = (2 * np.array(every) - 6) / 6
    found = by_labels(observed(np.roll(cells, 1)), wave, sector, sector, np.ones(5, dtype=bool), seed=1)
    assert found.e_i.last.value == pytest.approx(-1 / 3)
    assert found.e_i.last.expected == pytest.approx(index.mean(), abs=0.03)
    tails = np.mean(index <= -1 / 3 + 1e-9), np.mean(index >= -1 / 3 - 1e-9)
    assert found.e_i.last.p == pytest.approx(min(1, 2 * min(tails)), abs=0.04)
    assert [(each.one, each.other, each.lines.last.value) for each in found.mixing] == [
        (0, 0, 3.0),
        (0, 1, 2.0),
        (1, 1, 1.0),
    ]


def test_one_sector_cannot_be_shuffled_and_no_lines_have_no_index():
    one = np.zeros(16, dtype=int)
    alone = by_labels(FIRST, LAST, one, one, EVERYBODY, seed=1)
    assert (alone.e_i.last.value, alone.e_i.last.p) == (-1.0, None)
    assert [(each.lines.last.value, each.lines.last.p) for each in alone.mixing] == [(58.0, None)]
    assert by_labels(observed(np.zeros((16, 16), dtype=bool)), LAST, SECTOR, SECTOR, EVERYBODY, seed=1).e_i is None


def test_regression_leaves_out_what_was_not_observed():
    """Rows of who did not answer change nothing of the coefficients; every permutation keeps them out."""
    rng = np.random.default_rng(2)
    before, along = rng.random((2, 12, 12)) < 0.4
    after = (rng.random((12, 12)) < 0.2 + 0.3 * before + 0.3 * along) * 1.0
    after[8:], after[0, 5] = np.nan, np.nan
    told = []
    found = mrqap(after, [before * 1.0, along * 1.0], (np.arange(12) >= 8) * 1, 1, lambda: told.append(1))
    kept = ~np.isnan(after) & ~np.eye(12, dtype=bool)
    design = np.column_stack([np.ones(kept.sum()), before[kept], along[kept]])
    by_hand = np.linalg.lstsq(design, after[kept], rcond=None)[0]
    assert (found.dyads, len(told)) == (8 * 11 - 1, 2 * STEPS)
    assert [one.value for one in found.coefficients] == pytest.approx(by_hand[1:].tolist())
    assert [one.p < 0.05 for one in found.coefficients] == [True, True]


def test_no_regression_on_what_is_the_same_for_all():
    y, x = LAST.known * 1.0, FIRST.known * 1.0
    groups = np.zeros(16, dtype=int)
    assert mrqap(y, [x, np.ones((16, 16))], groups, seed=1) is None
    assert mrqap(y, [x, 1 - x], groups, seed=1) is None
    assert mrqap(np.full((16, 16), np.nan), [x], groups, seed=1) is None


def test_attendance_by_hand():
    """Of twelve people the first six attend and get a line with one another each; two of the others lose one."""
    none = np.zeros((12, 12), dtype=bool)
    first, last = none.copy(), none.copy()
    first[[6, 7], [0, 0]] = True
    last[range(6), [1, 2, 3, 4, 5, 0]] = True
    attended = np.arange(12) < 6
    found = difference_in_differences(observed(first), observed(last), np.ones(12, dtype=bool), attended, seed=1)
    assert (found.attended, found.absent) == (6, 6)
    assert [found.stated.attended, found.stated.absent] == pytest.approx([1, -1 / 3])
    assert [found.received.attended, found.received.absent] == pytest.approx([4 / 6, 0])
    assert [found.attended_before, found.absent_before] == pytest.approx([0, 2 / 6])
    assert (found.stated.interval, found.received.interval) == (None, None)
    few = np.arange(12) < 4
    assert difference_in_differences(observed(first), observed(last), np.ones(12, dtype=bool), few, seed=1) is None


def test_attendance_has_an_interval_from_forty_people_on():
    rng = np.random.default_rng(5)
    attended = np.arange(PEOPLE) < 25
    first = rng.random((PEOPLE, PEOPLE)) < 0.1
    last = first | (rng.random((PEOPLE, PEOPLE)) < np.where(attended, 0.1, 0.02)[:, None])
    for answered, has_interval in ((np.arange(PEOPLE) < 39, False), (np.arange(PEOPLE) < 40, True)):
        found = difference_in_differences(observed(first), observed(last), answered, attended, seed=1)
        assert (found.stated.interval is not None, found.absent) == (has_interval, answered.sum() - 25)
    low, high = found.stated.interval
    assert 0 < low < found.stated.difference < high
    assert found.received.interval[0] < 0 < found.received.interval[1]


def _independent(rng, waves):
    """Networks of lines that have nothing to do with one another, as arrays of 0 and 1."""
    return [(rng.random((PEOPLE, PEOPLE)) < 0.1) * (1.0 - np.eye(PEOPLE)) for _ in range(waves)]
