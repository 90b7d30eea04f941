"""What a change by hand would break, said in words."""

import pytest

from kapstok.planner.instance import Group, Instance, Table
from kapstok.planner.refusing import BreaksARule, check_kept

NAMES = ("Ann", "Bo", "Cas", "Din")
NUMBERS = (3, 5)  # of the two tables
PLAN = [[0, 0, 1, 1]]


def instance(fewest=1, most=3, **wishes) -> Instance:
    value = [[0] * 4 for _ in range(4)]
    return Instance((Table(fewest, most),) * 2, value, [[True] * 4], **wishes)


def refused(wishes, row, before=None) -> str | None:
    try:
        check_kept(instance(**wishes), [row], NAMES, NUMBERS, before)
    except BreaksARule as refusal:
        return str(refusal)
    return None


@pytest.mark.parametrize(
    ("wishes", "row", "said"),
    [
        ({}, [0, 0, 0, 1], None),
        ({}, [0, 0, 0, 0], "Tafel 3 is in ronde 1 vol: daar is plaats voor 3. Ruil met iemand."),
        (
            {"fewest": 2},
            [0, 0, 0, 1],
            "Aan tafel 5 zitten in ronde 1 dan te weinig mensen: minstens 2. Ruil met iemand.",
        ),
        ({"fixed": {0: 0}}, [1, 0, 1, 1], "Ann is gastheer of gastvrouw en blijft aan de eigen tafel."),
        ({"allowed": {1: frozenset({0})}}, [0, 1, 1, 1], "Bo heeft een rolstoeltafel nodig. Tafel 5 is dat niet."),
        (
            {"apart": frozenset({(0, 2)})},
            [0, 0, 0, 1],
            "U wilt Ann en Cas niet samen aan een tafel. Dat zou in ronde 1 wel zo zijn.",
        ),
        (
            {"together": frozenset({(0, 1)})},
            [0, 1, 1, 1],
            "U wilt Ann en Bo samen aan een tafel. Dat zou in ronde 1 niet zo zijn.",
        ),
        ({"held": {(0, 3): 1}}, [0, 0, 1, 0], "Din zit in ronde 1 vast aan een tafel. Maak de plek eerst los."),
        (
            {"groups": (Group("carers", frozenset({0, 2}), 1, 2, 15, hard=True),)},
            [0, 0, 0, 1],
            "U wilt aan elke tafel een mantelzorger, of een gastheer of gastvrouw. Dat zou in ronde 1 aan tafel 5 niet "
            "zo zijn.",
        ),
        ({}, [0, 0, 1, -1], "In ronde 1 heeft Din dan geen plek, of een plek te veel."),
    ],
)
def test_each_rule_is_named(wishes, row, said):
    assert refused(wishes, row, before=[[0, 0, 1, 1]]) == said
    assert refused(wishes, row) == said


def test_what_was_broken_before_stands_in_nobodys_way_unless_it_becomes_worse():
    overfull = [[0, 0, 0, 1]]
    assert refused({"most": 2}, overfull[0], before=overfull) is None
    assert refused({"most": 2}, [0, 0, 0, 0], before=overfull) == (
        "Tafel 3 is in ronde 1 vol: daar is plaats voor 2. Ruil met iemand."
    )
    assert refused({"most": 1}, [0, 0, 1, 1], before=overfull) == (
        "Tafel 5 is in ronde 1 vol: daar is plaats voor 1. Ruil met iemand."
    )
