"""The made-up guest lists of the bench stay what they were: the best plans known belong to them."""

import pytest

from bench.planner_instances import golfer, kapstok, mdgp


def digest(instance):
    """Enough numbers to see that something moved."""
    return (
        sum(map(sum, instance.value)),
        sum(map(sum, instance.present)),
        sum(person * (1 + table) for person, table in instance.fixed.items()),
        sorted(instance.apart),
        sorted(instance.together),
        sorted(instance.allowed),
        len(instance.colleagues),
    )


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (kapstok(24, 4, 3, 1), (4084, 72, 35, [(10, 23)], [(5, 22)], [13], 33)),
        (kapstok(24, 4, 3, 1, "rafel"), (4380, 71, 11, [(21, 23)], [(10, 21)], [16], 33)),
        (kapstok(60, 10, 4, 1), (28598, 240, 1158, [(35, 42), (57, 59)], [(37, 53)], [9, 23], 91)),
        (kapstok(60, 10, 4, 1, "rafel"), (26980, 236, 811, [(14, 56)], [(4, 18)], [30, 57], 94)),
        (golfer(5, 3, 7), (210, 105, 0, [], [], [], 0)),
        (mdgp("RanInt", 60, 6, 1), (175214000, 60, 0, [], [], [], 0)),
        (mdgp("Geo", 60, 6, 1), (664086284, 60, 0, [], [], [], 0)),
    ],
    ids=lambda made: getattr(made, "name", ""),
)
def test_the_same_from_the_same_seed(made, expected):
    assert digest(made.instance) == expected
