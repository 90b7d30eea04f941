"""What changed in one's own lines between two measurements."""

from kapstok.ties.since import Change, Told, change_between


def test_kept_new_faded_and_what_was_not_said():
    """
    Of whom  then  now        Of whom  then  now
       1      2     4  kept      6      3     1  faded
       2      1     2  new       7      2     0  faded
       3      0     3  new       8      4     ?  not told again
       4      ?     2  told now  9      2        not told again
       5            3  told now 10      1     1  never a short line
    """
    then = Told("Nulmeting", {1: 2, 2: 1, 3: 0, 4: None, 6: 3, 7: 2, 8: 4, 9: 2, 10: 1})
    now = Told("T1", {1: 4, 2: 2, 3: 3, 4: 2, 5: 3, 6: 1, 7: 0, 8: None, 10: 1})
    assert change_between(then, now) == Change({1}, {2, 3}, {4, 5}, {6, 7}, {8, 9})
    assert (len(then.short), len(now.short)) == (5, 5)
