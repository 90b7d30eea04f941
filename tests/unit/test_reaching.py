"""Via whom somebody can be reached, worked out by hand on two small networks."""

from kapstok.ties.reaching import agreed_lines, shortest_ways


def test_a_line_is_what_one_says_and_the_other_does_not_contradict():
    """
    1 → 2 says 2 and 2 → 1 says 3: a line. 1 → 3 says 4, 3 → 1 said nothing: a line. 1 → 4 says 2, 4 → 1 "weet ik
    niet": a line. 1 → 5 says 4, 5 → 1 says 1: contradicted. 2 → 3 says 1, 3 → 2 says 0: no line. 4 → 5 "weet ik niet"
    and nothing back: no line.
    """
    newest = {
        (1, 2): 2,
        (2, 1): 3,
        (1, 3): 4,
        (1, 4): 2,
        (4, 1): None,
        (1, 5): 4,
        (5, 1): 1,
        (2, 3): 1,
        (3, 2): 0,
        (4, 5): None,
    }
    assert agreed_lines(newest) == {1: {2, 3, 4}, 2: {1}, 3: {1}, 4: {1}}
    assert agreed_lines({}) == {}


def test_the_shortest_way_to_each_who_is_wanted():
    """
    I am 1 and say to know 2 and 3. Lines that may be shown:

        2 – 4 – 6 – 8      3 – 5 – 6      2 – 5      1 – 9 (9 says so; I do not, so my ways do not begin there)

    One line away: 2, 3. Two: 4 and 5, both over 2, since 2 comes before 3. Three: 6, over 2 and 4, since 4 comes before
    5. 8 would be four lines away, 9 and 7 cannot be reached.
    """
    lines = {1: {9}, 2: {4, 5}, 3: {5}, 4: {2, 6}, 5: {2, 3, 6}, 6: {4, 5, 8}, 8: {6}, 9: {1}}
    everybody = range(1, 10)
    assert shortest_ways(1, {3, 2}, lines, everybody) == [(2,), (3,), (2, 4), (2, 5), (2, 4, 6)]
    assert shortest_ways(1, {3, 2}, lines, {6, 3}) == [(3,), (2, 4, 6)]
    assert shortest_ways(1, {3, 2}, lines, {8, 9, 7}) == []


def test_the_last_step_may_be_somebody_without_any_line_of_their_own():
    assert shortest_ways(1, {2}, {}, {2, 3}) == [(2,)]
    assert shortest_ways(1, (), {1: {2}, 2: {1}}, {2}) == []
