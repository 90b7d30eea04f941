"""Exact tests on people who answered twice, against values by hand, and what of them may be shown."""

from itertools import product

import pytest

from kapstok.evaluation.paired import (
    Linked,
    Turnover,
    Verdict,
    holm,
    linked,
    mcnemar_exact,
    shows_number,
    shows_table,
    turnover,
    wilcoxon_exact,
)


def both(stayed: int, came: int, left: int, never: int) -> tuple[dict[int, int], dict[int, int]]:
    """Everybody answers both times."""
    first = [5] * stayed + [2] * came + [4] * left + [1] * never
    last = [5] * stayed + [4] * came + [2] * left + [1] * never
    return dict(enumerate(first)), dict(enumerate(last))


@pytest.mark.parametrize(
    ("came", "left", "expected"),
    [
        (0, 0, 1.0),
        (1, 0, 1.0),
        (5, 0, 2 / 32),
        (6, 0, 2 / 64),
        (8, 1, 2 * (1 + 9) / 512),
        (10, 2, 2 * (1 + 12 + 66) / 4096),
        (5, 5, 1.0),
    ],
)
def test_mcnemar_by_hand(came, left, expected):
    assert mcnemar_exact(came, left) == mcnemar_exact(left, came) == pytest.approx(expected, abs=1e-12)


def by_enumeration(differences: list[int]) -> float:
    """Every way to give the ranks a sign, counted one by one: another way to the same number."""
    sizes = [abs(each) for each in differences if each]
    ranks = [sum(other < size for other in sizes) + (sizes.count(size) + 1) / 2 for size in sizes]
    seen = sum(rank for rank, each in zip(ranks, filter(None, differences), strict=True) if each > 0)
    sums = [
        sum(rank for rank, up in zip(ranks, signs, strict=True) if up) for signs in product((0, 1), repeat=len(ranks))
    ]
    tail = min(sum(value <= seen for value in sums), sum(value >= seen for value in sums))
    return min(1.0, 2 * tail / len(sums))


@pytest.mark.parametrize(
    "differences",
    [[0, 0], [1], [1, 1, 1, 1, 1, 1], [1, -1, 2, 3], [2, 2, -1, 1, 0, 4, -3, 1], [-1, -2, -2, -4, 1, 0, -3, -3, 2, -1]],
)
def test_wilcoxon_is_what_counting_every_way_gives(differences):
    assert wilcoxon_exact(differences) == pytest.approx(by_enumeration(differences), abs=1e-12)


def test_wilcoxon_without_ties_is_what_the_tables_say():
    """For n = 8 a smallest rank sum of 3 has p = 2·5/256: the sums 0, 1, 2 and twice 3."""
    assert wilcoxon_exact([1, 2, -3, 4, 5, 6, 7, 8]) == pytest.approx(10 / 256, abs=1e-12)


def test_wilcoxon_agrees_with_scipy_and_holds_for_many_people():
    from scipy.stats import wilcoxon

    untied = [1, -2, 3, 4, -5, 6, 7, 8, 9, 10, -11, 12]
    assert wilcoxon_exact(untied) == pytest.approx(float(wilcoxon(untied, method="exact").pvalue), abs=1e-12)
    assert wilcoxon_exact([1, -1] * 150) == pytest.approx(1.0)
    assert wilcoxon_exact([1] * 300) == pytest.approx(2 / 2**300)


def test_holm_by_hand():
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([0.9, 0.8]) == [1.0, 1.0]
    assert holm([]) == []


def test_who_agreed_when():
    assert turnover(*both(6, 12, 5, 8)) == Turnover(stayed=6, came=12, left=5, never=8)


def test_all_is_shown_when_nobody_can_be_recognised():
    (found,) = linked([both(6, 12, 0, 8)])
    assert found == Linked(26, Turnover(6, 12, 0, 8), 2 / 2**12, 2 / 2**12, Verdict.MORE, 1)
    (found,) = linked([both(6, 0, 12, 8)])
    assert found.verdict == Verdict.LESS


def test_few_who_changed_are_told_as_a_verdict_only():
    (found,) = linked([both(10, 14, 2, 8)])
    assert found == Linked(34, None, None, None, Verdict.MORE, 1)
    (found,) = linked([both(10, 3, 2, 10)])
    assert found == Linked(25, None, None, None, Verdict.UNCLEAR, 1)


def test_nearly_everybody_is_no_number():
    first, last = both(10, 10, 0, 10)
    assert shows_number(first, last) and shows_table(first, last)
    assert not shows_number(first | {90: 5, 91: 5}, last)  # two who answered the first time only
    assert not shows_table(first | {90: 5, 91: 5, 92: 1, 93: 1, 94: 1}, last)  # five, of whom two agreed
    assert shows_number(first | {90: 5, 91: 5, 92: 1, 93: 1, 94: 1}, last)


def test_fewer_than_ten_are_not_compared_and_do_not_count_as_tested():
    few = both(5, 4, 0, 0)
    assert linked([None, few, both(6, 12, 0, 8)]) == [None, None, *linked([both(6, 12, 0, 8)])]
    assert linked([both(6, 12, 0, 8), both(10, 0, 0, 10)])[1].tested == 2


def test_a_verdict_is_corrected_for_how_many_were_tested():
    six_of_twelve = both(6, 6, 0, 6)  # p = 2/64
    assert linked([six_of_twelve])[0].verdict == Verdict.MORE
    assert [found.verdict for found in linked([six_of_twelve, six_of_twelve])] == [Verdict.UNCLEAR] * 2
