"""All figures of a published network side by side, and what is left when somebody stops."""

import networkx as nx
import numpy as np
import pytest

from kapstok.network.diversity import Diversity
from kapstok.network.measures import ExternalInternal, Ratio
from kapstok.network.snapshot import snapshot, when_gone, without_each
from tests.unit.network.builders import florentine_families, lines_of, lone, nobody, strangers, unheard

KITE = lines_of(nx.krackhardt_kite_graph())
DIANE, HEATHER = 3, 7
TAIL = np.array([0] * 7 + [1] * 3)  # the seven at the top, and Heather, Ike and Jane


def test_kite():
    found = snapshot(KITE, TAIL, 2)
    assert (found.people, found.density, found.average_degree) == (10, Ratio(18, 45), Ratio(36, 10))
    assert (found.reciprocity, found.centralisation) == (None, 24 / 72)
    # From the tail only Heather's two lines go up; 21 of the 45 pairs lie between, 24 within.
    assert found.e_i == ExternalInternal(internal=16, external=2, expected=(21 - 24) / 45)
    # Fernando has one of five lines outside, Garth too, Heather two of three; the other seven have none.
    assert found.diversity == Diversity(pytest.approx(1 / 5 + 1 / 5 + 2 / 3), 10)
    # Heather is at most two steps from all seven at the top, Ike from Fernando and Garth, Jane from nobody: 9 of 21.
    assert found.distances.short_lines == Ratio(18, 42)
    assert (found.components, found.isolates) == (1, 0)


def test_florentine_families():
    families, _names = florentine_families()
    found = snapshot(families, np.zeros(15, dtype=int), 1)
    assert (found.people, found.density, found.average_degree) == (15, Ratio(20, 105), Ratio(40, 15))
    assert found.centralisation == 50 / 182
    assert round(found.distances.average, 3) == 2.486
    assert (found.diversity.value, found.distances.short_lines.value) == (None, None)  # one sector


@pytest.mark.parametrize("case", [nobody, lone, strangers, unheard])
@pytest.mark.parametrize("directed", [True, False])
def test_small_cases(case, directed):
    n = len(case())
    found = snapshot(case(directed), np.arange(n), n)
    assert (found.people, found.density.part, found.e_i.value, found.centralisation) == (n, 0, None, None)
    assert (found.diversity.value, found.components) == (None, n)


def test_each_who_may_stop_is_taken_out_alone():
    now, without = without_each(KITE, TAIL, 2, iter([HEATHER, DIANE]))
    assert now.density == Ratio(18, 45)
    assert list(without) == [HEATHER, DIANE]
    # Heather's three lines go, and with them the way to Ike and Jane; Diane's six go, and all can still be reached.
    assert (without[HEATHER].density, without[HEATHER].components) == (Ratio(15, 36), 2)
    assert (without[DIANE].density, without[DIANE].components) == (Ratio(12, 36), 1)
    assert without[HEATHER].e_i.external == 0
    assert without[DIANE].distances == when_gone(KITE, TAIL, 2, [DIANE])[1].distances


def test_nobody_to_take_out_and_nobody_left():
    assert without_each(KITE, TAIL, 2, [])[1] == {}
    assert without_each(lone(), np.array([0]), 1, [0])[1][0].people == 0
