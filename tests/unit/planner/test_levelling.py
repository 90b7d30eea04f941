"""Tables of about one size, as far as their own sizes allow."""

import pytest

from kapstok.planner.instance import Instance, Table
from kapstok.planner.levelling import levelled


def instance(sizes, here) -> Instance:
    people = max(here)
    value = [[0] * people for _ in range(people)]
    return Instance(
        tuple(Table(*size) for size in sizes), value, [[n < count for n in range(people)] for count in here]
    )


@pytest.mark.parametrize(
    ("sizes", "here", "expected"),
    [
        ([(2, 7)] * 2, [8], [(4, 4)] * 2),
        ([(2, 7)] * 2, [9], [(4, 5)] * 2),
        ([(2, 7)] * 2, [9, 6], [(3, 5)] * 2),
        ([(0, 9), (0, 3)], [10], [(7, 7), (3, 3)]),  # the small table is full
        ([(6, 9), (0, 9)], [10], [(6, 6), (4, 4)]),  # the large table wants more
        ([(2, 2)] * 3, [6], [(2, 2)] * 3),
        ([(0, 3)] * 2, [0], [(0, 0)] * 2),
        ([(2, 3)] * 2, [7], [(2, 3)] * 2),  # too few places: somebody else says so
        ([(4, 5)] * 2, [7], [(4, 5)] * 2),  # too few guests
    ],
)
def test_as_even_as_the_tables_allow(sizes, here, expected):
    found = levelled(instance(sizes, here))
    assert [(table.fewest, table.most) for table in found.tables] == expected
