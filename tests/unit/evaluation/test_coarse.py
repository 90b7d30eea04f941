"""Groups of too few people merge, in every set of people that pages count."""

from dataclasses import replace

import numpy as np

from kapstok.evaluation.coarse import as_seen, coarsened, merged
from kapstok.network.graph import NA, People, state_at
from kapstok.network.measured import Measurement, Network, Words
from tests.unit.network.builders import day, people, said

EVERYBODY = np.ones(12, dtype=bool)


def test_large_groups_stay():
    group = np.array([0] * 6 + [1] * 6)
    assert merged(group, [EVERYBODY], rest=2).tolist() == group.tolist()


def test_a_group_that_is_small_on_one_roster_is_merged_on_all():
    group = np.array([0] * 6 + [1] * 6)
    first = np.arange(12) < 9  # three of the second group
    assert set(merged(group, [EVERYBODY, first], rest=2).tolist()) == {2}


def test_a_group_that_is_absent_somewhere_is_not_small_there():
    group = np.array([0] * 6 + [1] * 6)
    assert merged(group, [EVERYBODY, np.arange(12) < 6], rest=2).tolist() == group.tolist()


def test_functions_merge_within_a_sector():
    sector = np.array([0] * 6 + [1] * 6)
    function = np.array([0] * 6 + [0, 0, 1, 1, NA, NA])
    people = People(
        np.arange(12), sector, np.full(12, NA), function, ("x",) * 12, ("A", "B", "Overig"), (), ("f", "g", "Anders")
    )
    found = coarsened(people, [EVERYBODY], rest_sector=2, rest_function=2)
    assert found.sector.tolist() == sector.tolist()
    assert found.function.tolist() == [0] * 6 + [2] * 6


# People at the end of a single line

RING = [(i, (i + 1) % 12, 2, 1) for i in range(12)]  # everybody has two lines
SECTORS = [0] * 7 + [1] * 12 + [2] * 5  # 0 to 6 of seven, 12 to 18 of twelve, the last five of the rest


def network(*rows, sector=SECTORS, open_wave=False) -> Network:
    everybody = np.ones(len(sector), dtype=bool)
    statements = said(*rows)
    answered = np.isin(np.arange(len(sector)), statements.respondent)
    state = state_at(statements, len(sector), day(7))
    closed_at = None if open_wave else day(7)
    wave = Measurement(1, 0, "Nulmeting", day(0), closed_at, everybody, everybody, answered, state)
    words, functions = Words(("S0", "S1", "S2"), (0, 1, 2), 2), Words(("Huisarts", "Anders"), (0, 1), 1)
    return Network(people(sector), words, functions, statements, (wave,), everybody, ~everybody)


def test_who_hangs_on_a_single_line_in_a_sector_of_few_is_of_the_rest():
    found = as_seen(network(*RING[:6], (7, 8, 2, 1)))  # a chain of 0 to 6, and 7–8 apart
    assert found.sector.tolist() == [2, 0, 0, 0, 0, 0, 2, *SECTORS[7:]]  # of twelve nobody stands out


def test_what_is_left_of_a_sector_may_be_too_small_as_well():
    assert as_seen(network((0, 1, 2, 1), (2, 3, 2, 1))).sector.tolist() == [2] * 7 + SECTORS[7:]


def test_who_has_two_lines_or_none_stays():
    assert as_seen(network(*RING)).sector.tolist() == SECTORS
    assert as_seen(network()).sector.tolist() == SECTORS


def test_a_line_is_one_line_whoever_states_it_and_one_that_is_too_weak_is_none():
    found = as_seen(network((0, 1, 2, 1), (1, 0, 3, 1), (2, 0, 1, 1)))
    assert found.sector.tolist() == [2, 2, 0, 0, 0, 0, 0, *SECTORS[7:]]


def test_one_sector_tells_nothing_and_a_running_measurement_may_not():
    assert as_seen(network((0, 1, 2, 1), sector=[0] * 8)).sector.tolist() == [0] * 8
    assert as_seen(network((0, 1, 2, 1), open_wave=True)).sector.tolist() == SECTORS


def test_who_is_not_drawn_is_not_counted():
    hidden = np.arange(len(SECTORS)) == 3
    found = as_seen(replace(network(*RING), on_map=~hidden))  # 2 and 4 each lose one of their two lines
    assert found.sector[~hidden].tolist() == [2] * 6 + SECTORS[7:]  # and four of six are too few
