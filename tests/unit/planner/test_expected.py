"""What a plan brings, in numbers counted by hand."""

from dataclasses import replace

import numpy as np

from kapstok.planner.expected import Expected, Gain, Reason, Totals, gains_least, totals
from kapstok.planner.instance import Instance, Table
from kapstok.planner.value import Counts, Traits

# Six people, two tables of three, two rounds. 0 and 1 are colleagues; 0 knows 2 well; 4 and 5 know each other by name.
VALUE = [
    [0, 0, 0, 8, 8, 4],
    [0, 0, 4, 8, 8, 4],
    [0, 4, 0, 8, 8, 4],
    [8, 8, 8, 0, 4, 4],
    [8, 8, 8, 4, 0, 2],
    [4, 4, 4, 4, 2, 0],
]
INSTANCE = Instance(
    tables=(Table(3, 3), Table(3, 3)), value=VALUE, present=[[True] * 6] * 2, colleagues=frozenset({(0, 1)})
)
PLAN = [[0, 0, 0, 1, 1, 1], [0, 1, 0, 0, 1, 1]]
# Round 1: 01 02 12, 34 35 45. Round 2: 02 03 23, 14 15 45.


def pairs(*cells: tuple[int, int]) -> np.ndarray:
    table = np.zeros((6, 6), dtype=bool)
    for one, other in cells:
        table[one, other] = table[other, one] = True
    return table


HOLDS = Traits(
    new=np.array(VALUE) >= 4,
    by_name=pairs((4, 5)),
    across=np.array(VALUE) == 8,
    needed=pairs((0, 4), (1, 4), (2, 3)),
)


def test_a_plan_in_numbers():
    # New: 12, 34, 35, 03, 23, 14, 15. Across: 03, 23, 14. Needed: 23, 14. Again: 02 and 45.
    assert totals(INSTANCE, PLAN, HOLDS) == Totals(
        points=4 + 4 + 4 + 2 + 8 + 8 + 8 + 4 - 20 - 10,
        meets=Counts(new=7, by_name=1, across=3, needed=2),
        repeats=2,
        colleagues=1,
        least=1,
    )


def test_the_worst_off_is_one_who_is_there_all_the_time():
    instance = replace(INSTANCE, present=[[True] * 6, [False, *[True] * 5]], tables=(Table(2, 3), Table(3, 3)))
    plan = [PLAN[0], [-1, *PLAN[1][1:]]]
    assert totals(instance, plan, HOLDS).least == 2


def test_without_anybody():
    instance = Instance(tables=(Table(0, 3),), value=[], present=[[]])
    assert totals(instance, [[]], HOLDS) == Totals(0, Counts(), 0, 0, None)
    assert gains_least(instance, [[]]) == []


def test_who_gains_least_and_why():
    # 0 meets 3 alone, of 3, 4 and 5; colleagues and short lines are two of her five others.
    assert gains_least(INSTANCE, PLAN, most=3) == [
        Gain(person=0, meets=1, of=3, reasons=()),
        Gain(person=2, meets=2, of=4, reasons=()),
        Gain(person=1, meets=3, of=4, reasons=()),
    ]


def test_reasons():
    away = [[True] * 6, [True] * 5 + [False]]
    instance = replace(
        INSTANCE,
        tables=(Table(2, 3), Table(2, 3)),
        value=[[0, 0, 0, 0, 8, 4], *VALUE[1:3], [0, *VALUE[3][1:]], *VALUE[4:]],
        present=away,
        together=frozenset({(1, 2)}),
        allowed={4: frozenset({1})},
    )
    found = {gain.person: gain.reasons for gain in gains_least(instance, [PLAN[0], [0, 1, 1, 0, 1, -1]], most=6)}
    assert found == {
        0: (Reason.KNOWS,),
        1: (Reason.TOGETHER,),
        2: (Reason.TOGETHER,),
        3: (),
        4: (Reason.FEW_TABLES,),
        5: (Reason.PART,),
    }


def test_beside_the_bound():
    plan = totals(INSTANCE, PLAN, HOLDS)
    assert Expected(plan, None, bound=24.0).share == 0.5
    assert Expected(plan, None, bound=None).share is None
    assert Expected(plan, None, bound=0.0).share is None
