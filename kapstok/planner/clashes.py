"""Which hard wishes cannot all be kept, and what to give up. Pure.

First what can be told in a sentence (``contradictions``: people's own wishes; ``crowding``: tables and groups). Where
none of that is found and yet no plan: the fewest wishes that cannot all be kept together, found by giving up one after
another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kapstok.planner import contradictions, crowding
from kapstok.planner.blocks import only_round
from kapstok.planner.instance import Instance
from kapstok.planner.score import Rule
from kapstok.planner.start import TRIES, NoPlan, first
from kapstok.planner.wishes import Clash, Kind, Way, WayOut, Wish, wishes, without

SEARCHES = 4  # for a plan with fewer wishes, each in another order: a long list must be told within seconds


def clashes(instance: Instance) -> list[Clash]:
    """What makes a plan impossible; empty when there is one.

    What clashes in the same way in several rounds is told once. All but ``Kind.TOGETHER_TOO_MUCH`` are proved; that
    one says that ``first`` finds no plan with these wishes, and finds one for them without any one of them.
    """
    alike = _alike(instance)
    found = [
        replace(_with_ways_that_help(instance, clash), rounds=tuple(numbers))
        for numbers in alike
        for clash in _told(instance, numbers[0])
    ]
    for numbers in alike if not found else ():
        if not _has_plan(only_round(instance, numbers[0])):
            found.append(replace(_fewest_wishes(instance, numbers[0]), rounds=tuple(numbers)))
    return _over_the_rounds(instance, found)


def _alike(instance: Instance) -> list[list[int]]:
    """The rounds, those with the same people together; a round with held seats is one by itself."""
    holding = {number for number, _ in instance.held}
    alike: dict[tuple[object, ...], list[int]] = {}
    for number, present in enumerate(instance.present):
        alike.setdefault((*present, number if number in holding else None), []).append(number)
    return list(alike.values())


def _told(instance: Instance, number: int) -> list[Clash]:
    """What people wish for themselves first: where that clashes, tables lack people for no other reason."""
    found = crowding.of_sizes(instance, number) + contradictions.of_people(instance, number)
    return found or crowding.of_tables(instance, number)


def _with_ways_that_help(instance: Instance, clash: Clash) -> Clash:
    (number,) = clash.rounds
    alone = only_round(instance, number)

    def helps(way: WayOut) -> bool:
        return way.wish is None or not any(
            _still(clash, after) for after in _told(without(alone, [_in_round(way.wish, 0)]), 0)
        )

    ways = tuple(filter(helps, clash.ways))
    return replace(clash, ways=ways or clash.ways)


def _still(clash: Clash, after: Clash) -> bool:
    """Whether a clash is the same one as before, and no smaller."""
    same = (clash.kind, clash.tables, clash.group) == (after.kind, after.tables, after.group)
    return same and after.count >= clash.count and set(clash.people[:2]).issubset(after.people)


def _in_round(wish: Wish, number: int) -> Wish:
    return replace(wish, round=number) if wish.rule == Rule.HELD else wish


def _over_the_rounds(instance: Instance, found: Sequence[Clash]) -> list[Clash]:
    """Each clash once, with all its rounds. One that is not in every round can be ended by leaving those out."""
    rounds: dict[Clash, list[int]] = {}
    for clash in found:
        rounds.setdefault(replace(clash, rounds=()), []).extend(clash.rounds)
    skip = WayOut(Way.SKIP_ROUND)
    return [
        replace(
            clash,
            rounds=tuple(sorted(set(numbers))),
            ways=clash.ways if len(set(numbers)) == instance.rounds else (*clash.ways, skip),
        )
        for clash, numbers in rounds.items()
    ]


def _fewest_wishes(instance: Instance, number: int) -> Clash:
    """The wishes of one round of which none can be missed for the clash: what can be given up without ending it goes.

    Halves first, then smaller and smaller parts, so that a long list of wishes that have nothing to do with it goes
    quickly.
    """
    alone = only_round(instance, number)
    kept = everything = wishes(alone)
    size = len(kept)
    while size > 1:
        size = -(-size // 2)
        at = 0
        while at < len(kept):
            fewer = kept[:at] + kept[at + size :]
            if _has_plan(without(alone, [wish for wish in everything if wish not in fewer]), SEARCHES):
                at += size
            else:
                kept = fewer
    enough = [wish for wish in kept if _has_plan(without(alone, [wish]), SEARCHES)] or kept
    ways = tuple(WayOut(Way.GIVE_UP, _in_round(wish, number)) for wish in enough)
    people = tuple(sorted({person for wish in kept for person in wish.people}))
    tables = tuple(sorted({table for wish in kept for table in wish.tables}))
    return Clash(Kind.TOGETHER_TOO_MUCH, (number,), people, tables, ways=ways)


def _has_plan(instance: Instance, tries: int = TRIES) -> bool:
    try:
        first(instance, tries=tries)
    except NoPlan:
        return False
    return True
