"""An instance as plain values, as JSON holds it: lists, and objects with the numbers of people as text. Pure."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any

from kapstok.planner import solver
from kapstok.planner.instance import Group, Instance, Pair, Plan, Table, pair


def from_plain(plain: Mapping[str, Any]) -> Instance:
    """The instance. Keys ``tables`` (``min``, ``cap``), ``value``, ``present``, ``repeat``, ``colleagues``,
    ``colleague``, ``fixed``, ``allowed``, ``apart``, ``together`` and ``groups`` (``name``, ``members``, ``min``,
    ``max``, ``penalty``, ``hard``); ``held`` ([round, person, table]) and ``hard`` may be left out."""
    return Instance(
        tables=tuple(Table(table["min"], table["cap"]) for table in plain["tables"]),
        value=plain["value"],
        present=plain["present"],
        repeat=plain["repeat"],
        colleague=plain["colleague"],
        colleagues=_pairs(plain["colleagues"]),
        fixed={int(person): table for person, table in plain["fixed"].items()},
        allowed={int(person): frozenset(tables) for person, tables in plain["allowed"].items()},
        apart=_pairs(plain["apart"]),
        together=_pairs(plain["together"]),
        held={(number, person): table for number, person, table in plain.get("held", ())},
        groups=tuple(
            Group(
                group["name"],
                frozenset(group["members"]),
                group["min"],
                group["max"],
                group["penalty"],
                group.get("hard", False),
            )
            for group in plain["groups"]
        ),
    )


def solve(plain: Mapping[str, Any], seconds: float, seed: int) -> Plan:
    """A plan within so many seconds: of the clock on the wall, or of the processor when ``clock`` is "cpu"."""
    clock = time.process_time if plain.get("clock") == "cpu" else time.perf_counter
    began = clock()
    instance = from_plain(plain)
    return solver.solve(instance, seconds=seconds - (clock() - began), seed=seed, clock=clock)


def _pairs(pairs: Sequence[Sequence[int]]) -> frozenset[Pair]:
    return frozenset(pair(one, other) for one, other in pairs)
