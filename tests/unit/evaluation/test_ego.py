"""One person of the picture: their lines, whom they share, and via whom they reach another."""

import numpy as np

from kapstok.evaluation.ego import Contact, contacts, find_person, not_known, way
from kapstok.evaluation.scenes import Choice, cast, scenes
from tests.unit.evaluation.test_scenes import FRAMES, made, only, shown

# A triangle 0–1–2, and a line 2–3–4–5; all strengths from both sides, 0–1 the strongest.
PAIRS = [(0, 1, 4), (1, 2, 3), (0, 2, 2), (2, 3, 2), (3, 4, 2), (4, 5, 2)]
ROWS = [row for a, b, strength in PAIRS for row in ((a, b, strength, 1), (b, a, strength, 1))]


def found_in(network, choice):
    return network, shown(network, choice), choice


def test_contacts_by_strength_with_whom_they_share():
    network, found, choice = found_in(made(ROWS), Choice())
    assert contacts(network, found, choice, 2, 1) == [
        Contact(1, 3, True, True, shared=1),
        Contact(0, 2, True, True, shared=1),
        Contact(3, 2, True, True, shared=0),
    ]


def test_whose_word_it_is():
    rows = [(0, 1, 3, 1), (2, 0, 2, 1), (0, 3, 2, 1), (3, 0, 4, 1), (4, 5, 2, 1)]
    network, found, choice = found_in(made(rows), Choice(mode="directed"))
    assert contacts(network, found, choice, 0, 1) == [
        Contact(3, 4, True, True, 0),
        Contact(1, 3, True, False, 0),
        Contact(2, 2, False, True, 0),
    ]


def test_only_the_moment_that_is_asked():
    network, found, choice = found_in(made([*ROWS, (5, 6, 2, 50), (6, 5, 2, 50)]), Choice())
    assert [[one.person for one in contacts(network, found, choice, 5, moment)] for moment in (0, 1)] == [[4], [4, 6]]


def test_the_other_side_was_not_heard():
    _network, found, _choice = found_in(made([*ROWS, (0, 7, 3, 1)]), Choice())
    assert (not_known(found, 0, 1), not_known(found, 7, 1)) == ([7], [0])
    assert not_known(shown(made(ROWS), Choice(mode="any")), 0, 1) == []


def test_the_shortest_way():
    _network, found, _choice = found_in(made(ROWS), Choice())
    assert way(found, 0, 5, 1) == [0, 2, 3, 4, 5]
    assert way(found, 5, 0, 1) == [5, 4, 3, 2, 0]
    assert way(found, 0, 1, 1) == [0, 1]
    assert way(found, 0, 7, 1) is None


def test_directed_ways_follow_who_says_so():
    found = shown(made([(0, 1, 2, 1), (1, 2, 2, 1), (3, 4, 2, 1), (4, 3, 2, 1), (5, 4, 2, 1)]), Choice(mode="directed"))
    assert (way(found, 0, 2, 1), way(found, 2, 0, 1)) == ([0, 1, 2], None)


def test_nobody_is_found_or_reached_through_a_group():
    """0–3 and 3–5 are lines with one of five mantelzorgers each; through them 0 would reach 6."""
    rows = [
        (0, 1, 2, 1),
        (1, 0, 2, 1),
        (6, 5, 2, 1),
        (5, 6, 2, 1),
        (0, 6, 0, 1),
        (6, 0, 0, 1),
        (7, 0, 0, 1),
        (2, 0, 0, 1),
    ]
    network = made(rows, in_group=only(1, 2, 3, 4, 5))
    drawn = cast(network, network.measurements[0])
    choice = Choice()
    found = scenes(network, network.measurements[0], drawn, FRAMES, choice)
    zero, six = drawn.into[[0, 6]].tolist()
    group = len(drawn.people) - 1
    assert [one.person for one in contacts(network, found, choice, zero, 1)] == [group]
    assert way(found, zero, six, 1) is None
    assert (find_person(found, ""), find_person(found, "P6"), find_person(found, "P1")) == (None, six, None)
    assert found.between.tolist() == [0.0] * (group + 1)


def test_how_often_somebody_stands_between_others():
    """Of 21 pairs of others, through 2: 0 and 1 to 3, 4 and 5; through 3: 0, 1, 2 to 4, 5; through 4: 0–3 to 5."""
    found = shown(made(ROWS), Choice())
    np.testing.assert_allclose(21 * found.between, [0, 0, 6, 6, 4, 0, 0, 0], atol=1e-4)
