"""What changed between two waves, and how sure one can be."""

import numpy as np

from kapstok.evaluation.change import (
    Change,
    balanced_panel,
    change,
    cross_sector_cells,
    degree_cells,
    density_cells,
)
from kapstok.network.graph import NA, Lines, lines
from tests.unit.network.builders import state


def drawn(rng, chance):
    """A fully observed directed network with independent lines."""
    value = (rng.random(np.shape(chance)) < chance).astype(np.int8)
    np.fill_diagonal(value, NA)
    return Lines(value, directed=True)


def everyone(people, chance):
    return np.full((people, people), chance)


def test_balanced_panel_keeps_rows_of_who_answered_twice():
    first = state([-1, 2, 3], [1, -1, 4], [-1, -1, -1])
    second = state([-1, 0, 3], [-1, -1, -1], [2, 2, -1])
    answered_both, on_both = np.array([True, False, False]), np.array([True, True, False])
    panel = balanced_panel(first, second, answered_both, on_both)
    assert panel.first.strength.tolist() == [[-1, 2, -1], [-1, -1, -1], [-1, -1, -1]]
    assert panel.second.strength.tolist() == [[-1, 0, -1], [-1, -1, -1], [-1, -1, -1]]


def test_cells_add_up_to_the_measure():
    found = lines(state([-1, 3, 2], [1, -1, 0], [-1, -1, -1]))
    answered = np.array([True, True, False])
    cells = [density_cells(found), degree_cells(found, answered), cross_sector_cells(found, np.array([0, 0, 1]))]
    assert [round(one.part.sum() / one.whole.sum(), 9) for one in cells] == [2 / 4, 2 / 2, 1 / 2]


def test_no_interval_for_fewer_than_forty_people():
    rng = np.random.default_rng(1)
    cells = [density_cells(drawn(rng, everyone(39, chance))) for chance in (0.1, 0.5)]
    found = change(*cells, people=39, seed=1)
    assert found.interval is None
    assert found.difference == found.second - found.first


def test_the_same_network_twice_did_not_change():
    cells = density_cells(drawn(np.random.default_rng(1), everyone(40, 0.2)))
    assert change(cells, cells, people=40, seed=1).interval == (0, 0)


def test_a_full_network_stays_full_in_every_draw():
    full = density_cells(drawn(np.random.default_rng(1), everyone(40, 1.0)))
    empty = density_cells(drawn(np.random.default_rng(1), everyone(40, 0.0)))
    assert change(empty, full, people=40, seed=1) == Change(0, 1, (1, 1))


def test_interval_covers_zero_where_only_chance_made_a_difference():
    rng = np.random.default_rng(4)
    liked = rng.uniform(0.02, 0.3, 60)
    chance = np.sqrt(liked[:, None] * liked)
    covered = 0
    for seed in range(40):
        low, high = change(
            density_cells(drawn(rng, chance)), density_cells(drawn(rng, chance)), people=60, seed=seed
        ).interval
        covered += low <= 0 <= high
    assert covered >= 38  # 95 % of 40


def test_interval_leaves_zero_out_after_a_real_change():
    rng = np.random.default_rng(4)
    low, _high = change(
        density_cells(drawn(rng, everyone(60, 0.096))), density_cells(drawn(rng, everyone(60, 0.145))), 60, seed=1
    ).interval
    assert low > 0


def test_the_same_seed_gives_the_same_interval():
    rng = np.random.default_rng(2)
    first, second = (density_cells(drawn(rng, everyone(40, 0.2))) for _ in range(2))
    assert change(first, second, 40, seed=3) == change(first, second, 40, seed=3)


def test_no_value_no_interval():
    nothing = density_cells(Lines(np.full((40, 40), NA, dtype=np.int8), directed=True))
    found = change(nothing, nothing, people=40, seed=1)
    assert (found.first, found.difference, found.interval) == (None, None, None)
