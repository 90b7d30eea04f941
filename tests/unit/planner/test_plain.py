"""An instance as JSON holds it."""

import json

from kapstok.planner.instance import Group, Instance, Table
from kapstok.planner.plain import from_plain, solve
from kapstok.planner.score import score

PLAIN = {
    "tables": [{"min": 2, "cap": 3}, {"min": 2, "cap": 3}],
    "value": [[0, 1, 2, 3], [1, 0, 4, 5], [2, 4, 0, 6], [3, 5, 6, 0]],
    "present": [[True] * 4, [True] * 4],
    "repeat": 10,
    "colleagues": [[3, 0]],
    "colleague": 7,
    "fixed": {"0": 1},
    "allowed": {"2": [0]},
    "apart": [[1, 0]],
    "together": [[2, 1]],
    "groups": [{"name": "mantelzorg", "members": [1, 3], "min": 1, "max": 1, "penalty": 15}],
}


def test_it_is_the_same_instance_after_json():
    assert from_plain(json.loads(json.dumps(PLAIN | {"held": [[0, 3, 1]]}))) == Instance(
        tables=(Table(2, 3), Table(2, 3)),
        value=PLAIN["value"],
        present=PLAIN["present"],
        repeat=10,
        colleague=7,
        colleagues=frozenset({(0, 3)}),
        fixed={0: 1},
        allowed={2: frozenset({0})},
        apart=frozenset({(0, 1)}),
        together=frozenset({(1, 2)}),
        held={(0, 3): 1},
        groups=(Group("mantelzorg", frozenset({1, 3}), 1, 1, 15),),
    )


def test_a_plan_of_it_keeps_the_rules():
    for clock in ("cpu", "wall"):
        assert score(from_plain(PLAIN), solve(PLAIN | {"clock": clock}, 0.02, 1)).broken == ()
