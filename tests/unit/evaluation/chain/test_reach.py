"""Whom a bijeenkomst reached, without telling of the few."""

from kapstok.evaluation.chain.reach import Guest, Reach, hidden_rows, reach


def guests(came: int, away: int, walked_in: int = 0, sector: str = "Welzijn") -> list[Guest]:
    """Everybody who came had said yes, who stayed away had not."""
    return [
        *[Guest(True, True, True, sector)] * came,
        *[Guest(True, False, False, sector)] * away,
        *[Guest(False, False, True, sector)] * walked_in,
    ]


def test_numbers():
    found = reach(guests(20, 10, walked_in=6), "Overig")
    assert (found.invited, found.accepted, found.present) == (30, 20, 26)
    assert found.sectors == (("Welzijn", 30, 26),)


def test_few_people_are_not_told_nor_who_stayed_away():
    assert reach(guests(3, 0), "Overig") == Reach(None, None, None, (("Overig", None, None),))
    assert reach(guests(20, 3), "Overig") == Reach(None, None, 20, (("Welzijn", None, None),))
    assert reach([], "Overig") == Reach(0, 0, 0, ())


def test_sectors_hide_one_another():
    everybody = [
        *guests(10, 5, sector="Welzijn"),
        *guests(8, 2, sector="Thuiszorg"),  # two who stayed away
        *guests(6, 6, sector="Gemeente"),
        *guests(5, 4, sector="Zorg"),
        *guests(2, 0, sector="Vrijwilligers"),
    ]
    found = reach(everybody, "Overig")
    assert found.sectors == (
        ("Gemeente", 12, 6),
        ("Thuiszorg", None, None),
        ("Welzijn", 15, 10),
        ("Overig", None, None),  # volunteers, and care that joins them
    )


def test_rows_are_hidden_until_their_sum_tells_nothing():
    assert hidden_rows({"a": [9, 9], "b": [9, 0]}) == set()
    assert hidden_rows({"a": [9, 1], "b": [9, 7], "c": [6, 5]}) == {"a", "c"}
    assert hidden_rows({"a": [9, 1], "b": [9, 1], "c": [6, 5]}) == {"a", "b", "c"}
    assert hidden_rows({"a": [9, 1]}) == {"a"}
