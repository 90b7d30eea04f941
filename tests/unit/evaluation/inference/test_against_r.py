"""What we say of one network is what R, sna and exactRankTests say of it."""

import numpy as np
import pytest

from kapstok.evaluation.inference.labels import by_labels
from kapstok.evaluation.inference.mrqap import mrqap
from kapstok.evaluation.inference.sign_flip import flip_probability, sign_flip
from kapstok.evaluation.intervals import wilson
from kapstok.evaluation.paired import holm, mcnemar_exact, wilcoxon_exact
from tests.unit.evaluation.inference.other import EVERYBODY, FIRST, LAST, SAME, SEATED, SECTOR, said

DRAWN = 0.015  # between the shares of 2,000 draws and of 20,000: three standard errors where a probability is small
DRAWN_HALF = 0.04  # the same where it is about a half


def test_it_is_the_same_network():
    assert [FIRST.known.sum(), LAST.known.sum(), SEATED.sum()] == said("lines")


def test_regression_on_dyads():
    found = mrqap(LAST.known * 1.0, [FIRST.known * 1.0, SEATED * 1.0, SAME * 1.0], np.zeros(16, dtype=int), seed=1)
    assert found.dyads == 240
    assert [one.value for one in found.coefficients] == pytest.approx(said("mrqap.value"), abs=1e-9)
    assert [one.t for one in found.coefficients] == pytest.approx(said("mrqap.t"), abs=1e-9)
    assert [one.p for one in found.coefficients][:2] == pytest.approx(said("mrqap.p")[:2], abs=DRAWN)
    assert found.coefficients[2].p == pytest.approx(said("mrqap.p")[2], abs=DRAWN_HALF)


def test_e_i_under_shuffled_sectors():
    e_i = by_labels(FIRST, LAST, SECTOR, SECTOR, EVERYBODY, seed=1).e_i
    seens = (e_i.first, e_i.last, e_i.change)
    assert [seen.value for seen in seens] == pytest.approx(said("ei.value"), abs=1e-9)
    assert [seen.expected for seen in seens] == pytest.approx(said("ei.expected"), abs=0.01)
    first, last, change = said("ei.p")
    assert [e_i.first.p, e_i.change.p] == pytest.approx([first, change], abs=DRAWN)
    assert e_i.last.p == pytest.approx(last, abs=DRAWN_HALF)


def test_sign_flip_is_exact():
    changes = [int(change) for change in said("flip.changes")]
    assert (LAST.known.sum(axis=1) - FIRST.known.sum(axis=1)).tolist() == changes
    ours = [sign_flip(FIRST, LAST, EVERYBODY).p, flip_probability([3, -1, 2, 0, 4, -2, 5]), flip_probability([1] * 6)]
    assert ours == pytest.approx(said("flip.p"), abs=1e-9)


def test_tests_on_people():
    pairs = [(8, 1), (10, 2), (5, 5), (31, 17)]
    assert [mcnemar_exact(*pair) for pair in pairs] == pytest.approx(said("mcnemar.p"), abs=1e-9)
    changes = [[2, 2, -1, 1, 0, 4, -3, 1], [-1, -2, -2, -4, 1, 0, -3, -3, 2, -1], [1, 2, -1, 1, 3, -2] * 5]
    assert [wilcoxon_exact(each) for each in changes] == pytest.approx(said("wilcoxon.p"), abs=1e-9)
    ends = np.concatenate([wilson(7, 20), wilson(0, 12), wilson(45, 60)])
    assert ends == pytest.approx(said("wilson"), abs=1e-9)
    assert holm([0.01, 0.04, 0.03, 0.005, 0.3]) == pytest.approx(said("holm"), abs=1e-12)
