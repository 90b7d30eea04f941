"""People keep their places."""

import random

import numpy as np

from kapstok.network.layout import PERCH, SHELF, lay_out, place_newcomers

START, END = np.array([0, 1, 2, 3, 0]), np.array([1, 2, 3, 4, 4])


def test_the_same_data_give_the_same_picture():
    assert lay_out(START, END, 6, seed=1).tolist() == lay_out(START, END, 6, seed=1).tolist()
    assert lay_out(START, END, 6, seed=1).tolist() == lay_out(END[::-1], START[::-1], 6, seed=1).tolist()


def test_the_process_keeps_its_own_chance():
    random.seed(5)
    expected = random.random()
    random.seed(5)
    lay_out(START, END, 6, seed=1)
    assert random.random() == expected


def test_the_picture_fills_the_square_and_who_has_no_line_stands_below():
    found = lay_out(START, END, 7, seed=1)
    joined = found[:5]
    assert (joined.max(axis=0) - joined.min(axis=0)).max() == 1
    assert found[5:].tolist() == [[0.25, SHELF], [0.75, SHELF]]


def test_small_cases():
    none = np.array([], dtype=int)
    assert lay_out(none, none, 0, seed=1).shape == (0, 2)
    assert lay_out(none, none, 1, seed=1).tolist() == [[0.5, SHELF]]


def test_newcomers_stand_beside_the_middle_of_their_contacts():
    positions = np.array([[0.0, 0.0], [1.0, 0.5], [9.0, 9.0], [9.0, 9.0]])
    placed = np.array([True, True, False, False])
    found = place_newcomers(positions, placed, np.array([2, 1]), np.array([0, 2]))
    assert found[:2].tolist() == positions[:2].tolist()
    assert np.hypot(*(found[2] - [0.5, 0.25])).round(9) == PERCH
    assert found[3].tolist() == [0.5, SHELF]
