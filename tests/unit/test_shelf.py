"""A shelf that makes room."""

from kapstok.meetings.shelf import Shelf


def test_the_oldest_makes_room_for_as_many_as_there_may_be():
    shelf = Shelf(2)
    for number in (1, 2, 1, 3):
        shelf.put(number, f"value {number}")
    assert [shelf.get(number) for number in (1, 2, 3)] == ["value 1", None, "value 3"]


def test_weight_counts():
    shelf = Shelf(10, len)
    shelf.put("a", b"12345")
    shelf.put("b", b"12345")
    shelf.put("a", b"1234567")  # instead of what it was: now the two weigh too much
    assert [shelf.get(key) for key in "ab"] == [b"1234567", None]
    shelf.put("c", b"more than all there is room for")
    assert [shelf.get(key) for key in "ac"] == [None, b"more than all there is room for"]
