"""In which order services stand that fit a situation, worked out by hand."""

import pytest

from kapstok.directory.rules import Capacity, Fit, first_to_last, speaks_of_weekend

SATURDAY, TUESDAY = frozenset({"SA"}), frozenset({"TU"})
IN_ORDER = [
    Fit(0, Capacity.YES, strength=3, days=TUESDAY, name="bekende"),
    Fit(0, Capacity.YES, strength=1, name="van naam"),
    Fit(0, Capacity.YES, days=SATURDAY, name="Appel"),
    Fit(0, Capacity.YES, name="boerderij"),
    Fit(0, Capacity.WAITING, weeks=0, name="z"),
    Fit(0, Capacity.WAITING, weeks=3, days=SATURDAY, name="y"),
    Fit(0, Capacity.WAITING, strength=4, name="x"),
    Fit(0, Capacity.UNKNOWN, strength=4, days=SATURDAY, name="w"),
    Fit(0, Capacity.FULL, strength=4, days=SATURDAY, name="v"),
    Fit(1, Capacity.YES, strength=4, days=SATURDAY, name="a"),
]
IN_WEEKEND = ["Appel", "y", "w", "v", "van naam", "boerderij", "z", "x", "bekende", "a"]


@pytest.mark.parametrize(
    ("in_weekend", "names"), [(False, [fit.name for fit in IN_ORDER]), (True, IN_WEEKEND)], ids=["week", "weekend"]
)
def test_theme_then_days_then_place_then_whom_one_knows(in_weekend, names):
    shuffled = IN_ORDER[::-1]
    ordered = sorted(shuffled, key=lambda fit: first_to_last(fit, in_weekend=in_weekend))
    assert [fit.name for fit in ordered] == names


def test_a_situation_of_the_weekend():
    assert speaks_of_weekend("respijt-weekend", "Even vrij")
    assert speaks_of_weekend("even-vrij", "Even vrij in het Weekend")
    assert not speaks_of_weekend("alles-alleen", "Doet alles alleen")
