"""People who never came: their lines with who did, and among themselves, in the first measurement and the last."""

import numpy as np

from kapstok.evaluation.chain.spill_over import Moved, SpillOver, Unknown, spill_over
from kapstok.network.graph import NA
from kapstok.network.measures import Ratio
from tests.unit.evaluation.chain.builders import measurement, places

NEVER, CAME = range(6), range(6, 12)


def said(toward: int, among: int) -> np.ndarray:
    """Six people who never came say they have so many lines each with the six who did, and with one another."""
    strength = np.zeros((12, 12))
    for who in NEVER:
        strength[who, [6 + (who + k) % 6 for k in range(toward)]] = 2
        strength[who, [(who + 1 + k) % 6 for k in range(among)]] = 3
    np.fill_diagonal(strength, NA)
    return strength


def test_then_and_now():
    """Each of the six: one line of six, then three; with the five others two, then two again."""
    found = spill_over(measurement(0, said(1, 2)), measurement(300, said(3, 2)), places(12, CAME), 2)
    assert found == SpillOver(6, Moved(Ratio(6, 36), Ratio(18, 36)), Moved(Ratio(12, 30), Ratio(12, 30)))


def test_only_what_is_known_both_times():
    then, now = said(1, 2), said(3, 2)
    then[:, 6] = NA
    found = spill_over(measurement(0, then), measurement(300, now), places(12, CAME), 2)
    assert found.toward == Moved(Ratio(5, 30), Ratio(15, 30))


def test_a_change_of_few_people_is_not_told():
    now = said(1, 2)
    now[0, 8:10] = 2
    found = spill_over(measurement(0, said(1, 2)), measurement(300, now), places(12, CAME), 2)
    assert (found.toward, found.among) == (None, Moved(Ratio(12, 30), Ratio(12, 30)))


def test_without_enough_people():
    first, last = measurement(0, said(1, 2)), measurement(300, said(3, 2))
    assert spill_over(first, last, places(12, []), 2).unknown == Unknown.NOBODY_CAME
    assert spill_over(first, last, places(12, range(4, 12)), 2).unknown == Unknown.FEW
    assert spill_over(first, last, places(12, range(6, 10)), 2) == SpillOver(0, None, None, Unknown.FEW)  # four came
    silent = np.full((12, 12), NA)
    silent[:5] = said(1, 2)[:5]
    assert spill_over(first, measurement(300, silent), places(12, CAME), 2).unknown == Unknown.FEW
