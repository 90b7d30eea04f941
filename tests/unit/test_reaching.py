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


LINES = {1: {9}, 2: {4, 5}, 3: {5}, 4: {2, 6}, 5: {2, 3, 6}, 6: {4, 5, 8}, 8: {6}, 9: {1}}


def test_the_shortest_ways_to_who_is_wanted():
    """
    I am 1 and say to know 2 and 3. Lines that may be shown:

        2 – 4 – 6 – 8      2 – 5 – 6      3 – 5      1 – 9 (9 says so; I do not, so my ways do not begin there)

    Two lines away: 4 by 2; 5 by 2 and by 3. Three: 6, by 2 and 4 (not by 2 and 5: one way per friend) and by 3 and 5.
    8 would be four lines away, 9 and 7 cannot be reached.
    """
    assert shortest_ways(1, {3, 2}, LINES, {4}, 3) == [(2, 4)]
    assert shortest_ways(1, {3, 2}, LINES, {5}, 3) == [(2, 5), (3, 5)]
    assert shortest_ways(1, {3, 2}, LINES, {6}, 3) == [(2, 4, 6), (3, 5, 6)]
    assert shortest_ways(1, {3, 2}, LINES, {1, 7, 8, 9}, 3) == []


def test_of_many_ways_the_nearest_and_with_another_friend_each_time():
    """To 4, 5 or 6: two lines go before three; 3 has its turn before 2 has a second one."""
    assert shortest_ways(1, {3, 2}, LINES, {4, 5, 6}, 3) == [(2, 4), (3, 5), (2, 5)]
    assert shortest_ways(1, {3, 2}, LINES, {4, 5, 6}, 2) == [(2, 4), (3, 5)]
    assert shortest_ways(1, {3, 2}, LINES, {4, 6}, 9) == [(2, 4), (2, 4, 6), (3, 5, 6)]


def test_whom_i_know_there_myself_needs_no_way():
    assert shortest_ways(1, {3, 2}, LINES, {2, 3, 4}, 9) == [(2,), (3,)]
    assert shortest_ways(1, {3, 2}, LINES, {2, 3}, 1) == [(2,)]
    assert shortest_ways(1, {2}, {}, {2, 3}, 3) == [(2,)]
    assert shortest_ways(1, (), {1: {2}, 2: {1}}, {2}, 3) == []
