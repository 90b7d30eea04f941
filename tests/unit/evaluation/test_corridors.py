"""Lines beside referrals between groups: what is not known is not none."""

import datetime as dt

import numpy as np
import pytest

from kapstok.evaluation.corridor_figure import corridor_dots, four_cells
from kapstok.evaluation.corridors import Corridor, Kind, corridors, guarded, needs
from kapstok.evaluation.traffic import between_groups, first_day, month_number
from kapstok.network.graph import NA, Lines
from kapstok.referrals.rules import Kind as Counted
from kapstok.referrals.rules import Of
from tests.unit.network.builders import VOICE

NAMES = {0: "Welzijn", 1: "Zorg", 2: "Gemeente", 3: "Overig"}
MARCH, APRIL = dt.date(2026, 3, 1), dt.date(2026, 4, 1)


def lines() -> Lines:
    """Two people in each of four groups: 0 and 1 share a line; 0–2 and 1–2 are known to have none; of 3 little is."""
    value = np.zeros((8, 8), dtype=np.int8)
    value[0, 2] = value[2, 0] = 1
    value[6:, :] = value[:, 6:] = NA
    value[0, 6] = value[6, 0] = 0
    value[2, 6] = value[6, 2] = 1
    np.fill_diagonal(value, NA)
    return Lines(value, directed=False)


GROUP = np.repeat([0, 1, 2, 3], 2)


def found() -> list[Corridor]:
    return corridors(lines(), GROUP, NAMES, {(0, 1): 7, (0, 2): 4, (1, 3): 2}, {0, 1})


def test_four_kinds_and_unknown():
    assert {(each.one, each.other): each.kind for each in found()} == {
        (0, 1): Kind.SHORT,
        (0, 2): Kind.BLIND,
        (0, 3): None,  # one pair of four is known
        (1, 2): Kind.NEITHER,
        (1, 3): Kind.SHORT,
        (2, 3): None,  # neither counted
    }
    assert four_cells(found()) == {Kind.SHORT: 2, Kind.BLIND: 1, Kind.IDLE: 0, Kind.NEITHER: 1, None: 2}


def corridor(one: int, other: int, lines: int, people: int) -> Corridor:
    return Corridor(one, other, lines, observed=40, pairs=40, people=people, referrals=0)


def test_no_hidden_corridor_is_what_the_wider_groups_have_more_than_the_others():
    """Organisations 0, 1 and 5 of one sector, 2, 3 and 4 of another."""
    wider = {0: 10, 1: 10, 5: 10, 2: 20, 3: 20, 4: 20}
    made = [
        corridor(0, 2, 3, 4),  # of four people: hidden
        corridor(0, 3, 9, 8),
        corridor(0, 4, 7, 7),  # the fewest lines of those that are told
        corridor(1, 2, 0, 0),  # without lines it would hide nothing
        corridor(0, 1, 6, 6),  # within a sector, where nothing is hidden
    ]
    told = {(each.one, each.other): each.shown.part for each in guarded(made, wider)}
    assert told == {(0, 1): 6, (0, 2): None, (0, 3): 9, (0, 4): None, (1, 2): 0}
    # Two that are hidden, of four people in all, are not enough.
    few = [corridor(0, 2, 1, 2), corridor(0, 3, 1, 2), corridor(0, 4, 7, 7), corridor(1, 2, 9, 9)]
    assert [each.shown.part for each in guarded(few, wider)] == [None, None, None, 9]
    assert guarded(made[1:], wider) == sorted(made[1:], key=lambda each: (each.one, each.other))


def test_lines_without_referrals_are_idle():
    (first, *_rest) = corridors(lines(), GROUP, NAMES, {}, {0})
    assert (first.lines, first.observed, first.pairs, first.people, first.referrals) == (1, 4, 4, 2, 0)
    assert first.kind is Kind.IDLE


def test_who_belongs_nowhere_counts_nowhere():
    assert corridors(lines(), np.full(8, NA), [], {}, set()) == []
    with pytest.raises(ValueError, match="without direction"):
        corridors(Lines(lines().value, directed=True), GROUP, NAMES, {}, set())


def test_needs_are_referrals_with_few_lines():
    assert [(each.one, each.other) for each in needs(found())] == [(0, 2)]
    assert [(each.one, each.other) for each in needs(found(), few=0.5)] == [(0, 1), (0, 2)]
    assert needs([]) == []


def test_referrals_between_groups():
    """7 and 8 are one group, 9 another. Of what both ends count the larger number is the referrals of that month."""
    counts = {
        Of(MARCH, Counted.SENT, 7, 9, None): 3,
        Of(MARCH, Counted.ARRIVED, 7, 9, None): 5,
        Of(APRIL, Counted.SENT, 9, 8, None): 2,
        Of(APRIL, Counted.SENT, 7, 8, None): 4,
        Of(APRIL, Counted.SENT, 7, 10, None): 6,
        Of(APRIL, Counted.ARRIVED, None, 9, None): 9,
        Of(dt.date(2025, 2, 1), Counted.SENT, 7, 9, None): 90,
    }
    since = month_number(dt.date(2025, 3, 1))
    totals, counting = between_groups(counts, {7: 0, 8: 0, 9: 1}, since)
    assert (totals, counting) == ({(0, 1): 7, (0, 0): 4}, {0, 1})
    assert first_day(since) == dt.date(2025, 3, 1)


def test_the_figure_says_what_is_blind():
    drawn = corridor_dots(found(), NAMES, "n = 8", VOICE)
    assert drawn.title == "Welzijn – Gemeente: wel verwijzingen (4), geen korte lijn"
    assert drawn.plain == (
        "Bekend van 4 tweetallen. Korte lijnen en verwijzingen: 2. Verwijzingen zonder lijn: 1. "
        "Lijnen zonder verwijzingen: 0. Geen van beide: 1."
    )
    assert drawn.rows[0] == ("Welzijn – Zorg", "korte lijn en verwijzingen", 7, None, 4, "–")  # of two people
    assert drawn.rows[-1] == ("Gemeente – Overig", "niet bekend", None, 0, 0, "–")


def test_the_figure_without_anything_blind_or_known():
    assert corridor_dots(found()[:1], NAMES, "", VOICE).title == (
        "Bij 1 van de 1 tweetallen zijn er korte lijnen én verwijzingen"
    )
    assert corridor_dots([], NAMES, "", VOICE).title == (
        "Van geen enkel tweetal is bekend of er lijnen én verwijzingen zijn"
    )
