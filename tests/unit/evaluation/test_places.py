"""Where people stand does not change with what is said later, who else there is, or who looks."""

from dataclasses import replace

import numpy as np

from kapstok.evaluation.places import places
from kapstok.network.graph import state_at
from kapstok.network.measured import Measurement, Network, Words
from tests.unit.network.builders import day, people, said

RING = [(i, (i + 1) % 6, 2, 1) for i in range(6)]
LATER = [(6, 0, 2, 40), (6, 1, 3, 41), (7, 6, 2, 50)]


def made(rows, n=8, closed=7, labels=None, hidden=()) -> Network:
    """Measured from day 0, until day ``closed`` or still running."""
    statements, everybody = said(*rows), np.ones(n, dtype=bool)
    end = None if closed is None else day(closed)
    wave = Measurement(1, 0, "Nulmeting", day(0), end, everybody, everybody, everybody, state_at(statements, n, day(7)))
    words = Words(("S0",), (0,), 0)
    on_map = ~np.isin(np.arange(n), hidden)
    return Network(people([0] * n, labels), words, words, statements, (wave,), on_map, ~everybody)


def by_label(network, drawn_at=None):
    return dict(zip(network.people.labels, places(network, drawn_at).round(9).tolist(), strict=True))


def test_nobody_moves_when_more_is_said_or_somebody_joins():
    before, after = by_label(made(RING)), by_label(made([*RING, *LATER], n=9))
    assert {label: after[label] for label in ("P0", "P1", "P2", "P3", "P4", "P5")} == {
        label: before[label] for label in ("P0", "P1", "P2", "P3", "P4", "P5")
    }
    first_days = by_label(made([*RING, *LATER[:1]]))
    assert first_days["P6"] == after["P6"]  # they came in on day 40, beside P0


def test_a_place_does_not_depend_on_the_order_of_people():
    """One of the register who was there long before joins a list: the others' numbers shift, their places do not."""
    shifted = [(who + 1, whom + 1, strength, at) for who, whom, strength, at in [*RING, *LATER]]
    labels = ["NEW", *(f"P{i}" for i in range(8))]
    found = by_label(made(shifted, n=9, labels=labels))
    del found["NEW"]
    assert found == by_label(made([*RING, *LATER]))


def test_drawn_anew_all_lines_until_then_count():
    network = made([*RING, *LATER])
    assert by_label(network, day(7)) == by_label(network)
    assert by_label(network, day(60)) == by_label(replace(network, measurements=()))  # no measurement: all there is
    assert by_label(network, day(60)) != by_label(network)
    assert by_label(made([*RING, *LATER], closed=None)) == by_label(network, day(60))


def test_who_is_not_drawn_pulls_nobody():
    found = places(made([*RING, (7, 0, 4, 1), (7, 3, 4, 1)], hidden=(7,)), None)
    assert np.isnan(found[7]).all()
    assert found[:7].tolist() == places(made(RING), None)[:7].tolist()


def test_the_dear_part_is_kept_as_long_as_it_stays_the_same():
    kept = {}

    def keep(key, make):
        kept.setdefault(key, make())
        return kept[key]

    for rows in (RING, [*RING, *LATER], [*RING, (0, 3, 2, 2)]):
        places(made(rows), None, keep)
    assert len(kept) == 2
