"""People keep their places."""

import random
import subprocess
import sys

import numpy as np

from kapstok.network.layout import PERCH, SHELF, SHELF_DEPTH, joined_by, lay_out, settle

RING = np.array([[0, 1], [1, 2], [2, 3], [3, 4], [0, 4]])
LABELS = ("AAAA", "BBBB", "CCCC", "DDDD", "EEEE")
NOWHERE = [np.nan, np.nan]


def test_the_same_data_give_the_same_picture():
    assert lay_out(RING, LABELS, seed=1).tolist() == lay_out(RING, LABELS, seed=1).tolist()
    assert lay_out(RING, LABELS, seed=1).tolist() != lay_out(RING, LABELS, seed=2).tolist()


def test_in_any_process():
    asked = (
        "from kapstok.network.layout import lay_out; import numpy; "
        f"print(lay_out(numpy.array({RING.tolist()}), {LABELS}, 1).tolist())"
    )
    elsewhere = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert elsewhere.stdout.strip() == str(lay_out(RING, LABELS, seed=1).tolist())


def test_the_process_keeps_its_own_chance():
    random.seed(5)
    expected = random.random()
    random.seed(5)
    lay_out(RING, LABELS, seed=1)
    assert random.random() == expected


def test_the_picture_fills_the_square():
    found = lay_out(RING, LABELS, seed=1)
    assert np.ptp(found, axis=0).max() == 1


def test_each_pair_once_among_who_has_a_line():
    joined, pairs = joined_by(np.array([7, 3, 3]), np.array([3, 7, 9]))
    assert (joined.tolist(), pairs.tolist()) == ([3, 7, 9], [[0, 1], [0, 2]])


def test_of_nobody():
    none = np.array([], dtype=int)
    _joined, pairs = joined_by(none, none)
    assert lay_out(pairs, [], seed=1).shape == (0, 2)
    assert settle(np.zeros((0, 2)), none, none, none, [], seed=1).shape == (0, 2)


# Who comes later. A and B stand at (0, 0) and (1, 0.5); C to E have no place yet.

PLACED = np.array([[0, 0], [1, 0.5], NOWHERE, NOWHERE, NOWHERE])


def settled(*rows):
    """Where all stand after lines (one, other, day)."""
    start, end, day = np.array(rows, dtype=int).reshape(-1, 3).T
    return settle(PLACED, start, end, day, LABELS, seed=1)


def far(one, other):
    return float(np.hypot(*(np.asarray(one) - other)))


def test_a_newcomer_stands_beside_the_middle_of_the_contacts():
    found = settled((2, 1, 4), (0, 2, 4), (2, 0, 4))  # said from both sides it is still one contact
    assert found[:2].tolist() == PLACED[:2].tolist()
    assert PERCH <= far(found[2], [0.5, 0.25]) <= 2 * PERCH


def test_nobody_moves_when_more_is_said():
    first = settled((2, 0, 1))
    later = settled((2, 0, 1), (2, 1, 2), (3, 2, 2), (0, 1, 3))
    assert later[:3].tolist() == first[:3].tolist()
    assert far(later[3], first[2]) <= 2 * PERCH


def test_who_is_known_by_newcomers_only_comes_in_after_them():
    found = settled((3, 4, 1), (2, 3, 2), (2, 0, 3))  # E knows D, D knows C, and C meets A on day 3
    assert [far(found[i], found[j]) <= 2 * PERCH for i, j in ((2, 0), (3, 2), (4, 3))] == [True] * 3


def test_who_has_no_line_stands_on_the_shelf_and_stays_there():
    found, alone = settled((3, 4, 1)), settled()
    assert found[2:].tolist() == alone[2:].tolist()
    assert ((found[2:, 1] <= SHELF) & (found[2:, 1] >= SHELF - SHELF_DEPTH)).all()
    assert ((found[2:, 0] >= 0) & (found[2:, 0] < 1)).all()
