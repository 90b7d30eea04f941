"""What holds a network together, on one that can be counted by hand.

People 0–4 all know one another, and so do 5–9; 10 knows 0 and 5. Of sector 0 are 0–4 and 10, of sector 1 are 5–9.

- Of the 45 pairs of others, 25 meet only through 10, and 24 through 0: the four others of 0–4 with the six beyond.
- Between sectors are 30 pairs. At most two steps apart are 10 with all of 5–9, and 0 with 5: 6 of 30.
- Without 10 none of the 25 pairs that are left; without 0 still 10 with 5–9, 5 of 25; without 5 none of 24.
"""

import numpy as np
import pytest

from kapstok.evaluation.bridges import held
from kapstok.evaluation.parts import Part
from kapstok.evaluation.rules import ALL, NO_PATHS
from kapstok.network.graph import NA, State
from kapstok.network.measured import Measurement, Network, Words
from kapstok.network.measures import Ratio
from tests.unit.network.builders import day, people, said

N = 11
YES = np.ones(N, dtype=bool)
SECTOR = [0] * 5 + [1] * 5 + [0]
LEADER = frozenset({110})  # person 10


def only(*taken: int) -> np.ndarray:
    return np.isin(np.arange(N), taken)


def made(*, on_map=YES, in_group=~YES, answered=YES) -> Network:
    strength = np.zeros((N, N), dtype=np.int8)
    for crowd in (range(5), range(5, 10)):
        strength[np.ix_(crowd, crowd)] = 2
    for one, other in ((10, 0), (10, 5)):
        strength[one, other] = strength[other, one] = 2
    np.fill_diagonal(strength, NA)
    wave = Measurement(1, 0, "Nulmeting", day(0), day(7), YES, YES, answered, State(strength))
    sectors, functions = Words(("S0", "S1"), (0, 1), 1), Words(("Huisarts",), (0,), 0)
    return Network(people(SECTOR), sectors, functions, said(), (wave,), on_map, in_group)


def found(network=None, leaders=frozenset()):
    network = network or made()
    return held(network, network.measurements[0], 2, leaders)


def short(left) -> list[tuple[int, Ratio]]:
    return [(each.bridge, each.distances.short_lines) for each in left]


def test_who_bridges():
    bridges = found().bridges
    assert [(bridge.label, bridge.sector) for bridge in bridges] == [("P10", 0), ("P0", 0), ("P5", 1)]
    assert [bridge.between for bridge in bridges] == pytest.approx([25 / 45, 24 / 45, 24 / 45])
    assert bridges[0].constraint == pytest.approx(0.5)  # two contacts who do not know one another: ½² + ½²


def test_who_is_no_person_in_view_is_not_shown_as_bridging():
    assert [bridge.label for bridge in found(made(on_map=~only(10))).bridges] == ["P0", "P5"]
    assert [bridge.label for bridge in found(made(in_group=only(0))).bridges] == ["P10", "P5"]


def test_when_bridges_stop():
    held = found()
    assert held.now.short_lines == Ratio(12, 60)
    assert short(held.left) == [(1, Ratio(0, 50)), (2, Ratio(10, 50)), (3, Ratio(0, 48))]
    assert held.left[0].distances.reachable == Ratio(40, 90)


def test_when_the_projectleider_stops_others_are_the_bridges():
    held = found(leaders=LEADER)
    assert held.leader
    assert short(held.left) == [(0, Ratio(0, 50)), (1, Ratio(10, 50)), (2, Ratio(0, 48))]


def test_a_projectleider_who_chose_not_to_be_seen_is_not_taken_out():
    held = found(made(on_map=~only(10)), LEADER)
    assert (held.leader, [each.bridge for each in held.left]) == (False, [1, 2, 3])


def test_who_belong_together():
    together = found().together
    assert (together.groups, together.sizes, together.small) == (2, (6, 5), 0)
    assert together.modularity == pytest.approx(21 / 22 - (23**2 + 21**2) / 44**2)
    assert (together.core, together.core_lines) == (Part(None, 11, most=True), 4)  # all but one: 10
    assert (together.joined, together.isolates) == (Part(11, 11), Part(0, 11))


def test_nothing_is_told_that_the_answers_do_not_carry():
    held = found(made(answered=only(*range(7))))
    assert (held.allowed, held.response) == (NO_PATHS, Ratio(7, 11))
    assert (held.bridges, held.together, held.now, held.left) == ((), None, None, ())
    network = made()
    few = only(*range(8))
    (wave,) = network.measurements
    small = Measurement(1, 0, "Nulmeting", day(0), day(7), few, few, few, wave.state)
    held = found(Network(network.people, network.sectors, network.functions, said(), (small,), YES, ~YES))
    assert (held.allowed, held.people, held.bridges) == (ALL, 8, ())
