"""Who moves as one in a round, and the tables each such block can sit at. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from kapstok.planner.instance import Instance, Pair


@dataclass(frozen=True)
class Block:
    """People who must sit together in a round (mostly one person), and the tables that all of them can sit at."""

    people: tuple[int, ...]
    tables: frozenset[int]


def tables_of(instance: Instance, round: int, person: int) -> frozenset[int]:
    """The tables somebody can sit at in a round: her own wishes only, nobody else's."""
    tables = frozenset(range(len(instance.tables)))
    if person in instance.fixed:
        tables &= {instance.fixed[person]}
    if person in instance.allowed:
        tables &= instance.allowed[person]
    if (round, person) in instance.held:
        tables &= {instance.held[round, person]}
    return tables


def here(instance: Instance, round: int) -> list[int]:
    return [person for person, present in enumerate(instance.present[round]) if present]


def blocks(instance: Instance, round: int) -> list[Block]:
    """Everybody who is there, in blocks, ordered by their first person."""
    people = here(instance, round)
    found = []
    for chain in chains(people, instance.together):
        tables = frozenset.intersection(*(tables_of(instance, round, person) for person in chain))
        found.append(Block(chain, tables))
    return found


def chains(people: Iterable[int], together: Iterable[Pair]) -> list[tuple[int, ...]]:
    """The people in chains of pairs; only pairs of which both are among them count."""
    chain_of = {person: [person] for person in people}
    for one, other in together:
        if one in chain_of and other in chain_of and chain_of[one] is not chain_of[other]:
            joined = chain_of[one] + chain_of[other]
            for person in joined:
                chain_of[person] = joined
    return sorted({tuple(sorted(chain)) for chain in chain_of.values()})


def only_round(instance: Instance, round: int) -> Instance:
    """The same wishes in one round: hard rules never reach from one round to another."""
    held = {(0, person): table for (number, person), table in instance.held.items() if number == round}
    return replace(instance, present=[instance.present[round]], held=held)
