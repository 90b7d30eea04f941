"""Why somebody sits where she sits: by hand."""

import pytest

from kapstok.planner.instance import ABSENT, Instance, Table
from kapstok.planner.why import Kept, Why, why_here

# Seven people, two tables, two rounds; 6 is not there in the second.
PLAN = [[0, 0, 0, 1, 1, 1, 1], [0, 1, 0, 0, 1, 1, ABSENT]]
INSTANCE = Instance(
    tables=(Table(3, 4), Table(3, 4)),
    value=[[0] * 7 for _ in range(7)],
    present=[[True] * 7, [*[True] * 6, False]],
    fixed={0: 0},
    allowed={1: frozenset({0, 1}), 5: frozenset({1})},
    together=frozenset({(4, 5), (2, 6)}),
    held={(1, 3): 0},
)


def test_whom_she_meets_here():
    assert why_here(INSTANCE, PLAN, 0, 0) == Why(table=0, company=(1, 2), again=0, kept=(Kept.HOST,))


def test_whom_she_met_before_is_not_met_again():
    found = why_here(INSTANCE, PLAN, 1, 0)
    assert (found.company, found.again) == ((2, 3), 1)


@pytest.mark.parametrize(
    ("number", "person", "kept"),
    [
        (0, 0, (Kept.HOST,)),
        (0, 1, ()),  # at all tables
        (0, 3, ()),
        (1, 3, (Kept.HELD,)),
        (0, 5, (Kept.FEW_TABLES, Kept.TOGETHER)),
        (0, 2, (Kept.TOGETHER,)),
        (1, 2, ()),  # the other is not there
    ],
)
def test_what_keeps_her(number, person, kept):
    assert why_here(INSTANCE, PLAN, number, person).kept == kept


def test_who_sits_nowhere():
    with pytest.raises(ValueError, match="sits nowhere"):
        why_here(INSTANCE, PLAN, 1, 6)
