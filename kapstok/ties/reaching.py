"""Via whom somebody can be reached: lines that may be shown, and the shortest ways along them. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from kapstok.ties.rules import SHORT_LINE

FARTHEST = 3  # lines between the asker and whom they look for; nobody phones along a longer way

Lines = dict[int, set[int]]  # by id of the person, with whom they have a line; both ends name each other


def agreed_lines(newest: Mapping[tuple[int, int], int | None]) -> Lines:
    """The short lines that nobody contradicts, from what each said last of the other: (respondent, named) → strength.

    One who says so is enough as long as the other says nothing; None ("weet ik niet") is nothing said.
    """
    lines: Lines = {}
    for (one, other), strength in newest.items():
        back = newest.get((other, one))
        said = [each for each in (strength, back) if each is not None]
        if said and min(said) >= SHORT_LINE:
            lines.setdefault(one, set()).add(other)
            lines.setdefault(other, set()).add(one)
    return lines


def shortest_ways(
    me: int, mine: Collection[int], lines: Mapping[int, Collection[int]], wanted: Collection[int]
) -> list[tuple[int, ...]]:
    """One shortest way to each of ``wanted`` who is at most ``FARTHEST`` lines away: the nearest first.

    ``mine``: whom I know by my own words; that is the first step of every way, whatever others say of me. All further
    steps are ``lines``. A way is the ids after me, the last one is who was wanted. Of ways that are as short the one
    whose ids come first, so that the same question always gives the same answer.
    """
    before: dict[int, int | None] = {friend: None for friend in sorted(mine) if friend != me}
    edge, steps = list(before), 1
    while edge and steps < FARTHEST:
        edge = _one_further(me, edge, lines, before)
        steps += 1
    ways = [_way_to(person, before) for person in before if person in wanted]
    return sorted(ways, key=lambda way: (len(way), way))


def _one_further(
    me: int, edge: list[int], lines: Mapping[int, Collection[int]], before: dict[int, int | None]
) -> list[int]:
    """Who is one line beyond ``edge``; how they were reached is added to ``before``."""
    found = []
    for person in edge:
        for other in sorted(lines.get(person, ())):
            if other != me and other not in before:
                before[other] = person
                found.append(other)
    return found


def _way_to(person: int, before: Mapping[int, int | None]) -> tuple[int, ...]:
    way: list[int] = []
    step: int | None = person
    while step is not None:
        way.append(step)
        step = before[step]
    return tuple(reversed(way))
