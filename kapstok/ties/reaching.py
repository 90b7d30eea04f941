"""Via whom somebody can be reached: lines that may be shown, and the shortest ways along them. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping

from kapstok.ties.rules import SHORT_LINE

FARTHEST = 3  # lines between the asker and whom they look for; nobody phones along a longer way

Lines = dict[int, set[int]]  # by id of the person, with whom they have a line; both ends name each other
Way = tuple[int, ...]  # the ids after one's own; the last one is whom one looks for


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
    me: int, mine: Collection[int], lines: Mapping[int, Collection[int]], wanted: Collection[int], most: int
) -> list[Way]:
    """At most ``most`` shortest ways to somebody of ``wanted``, the nearest first; only direct ones if there are any.

    ``mine``: whom I know by my own words; that is the first step of every way, whatever others say of me. All further
    steps are ``lines``, and nobody is more than ``FARTHEST`` lines away. Of ways that are as short, first those that
    begin with somebody else each time, then those whose ids come first: the same question gives the same answer.
    """
    direct = sorted(set(mine) & set(wanted) - {me})
    if direct:
        return [(person,) for person in direct[:most]]
    seen, found = {me, *mine}, []
    edge: dict[int, dict[int, Way]] = {friend: {friend: (friend,)} for friend in sorted(mine) if friend != me}
    for steps in range(2, FARTHEST + 1):
        edge = _one_further(edge, lines, seen, only=wanted if steps == FARTHEST else None)
        seen |= edge.keys()
        found += _spread([way for person in edge.keys() & set(wanted) for way in edge[person].values()])
        if len(found) >= most:
            break
    return found[:most]


def _one_further(
    edge: Mapping[int, Mapping[int, Way]],
    lines: Mapping[int, Collection[int]],
    seen: Collection[int],
    only: Collection[int] | None,
) -> dict[int, dict[int, Way]]:
    """Who is one line beyond ``edge``: by id, one way for each friend that it can begin with."""
    further: dict[int, dict[int, Way]] = {}
    for person, ways in sorted(edge.items()):
        for other in lines.get(person, ()):
            if other not in seen and (only is None or other in only):
                known = further.setdefault(other, {})
                for friend, way in ways.items():
                    known.setdefault(friend, (*way, other))
    return further


def _spread(ways: Collection[Way]) -> list[Way]:
    """In the order of their ids; but a second way that begins with the same friend waits for the others' first."""
    turns: Counter[int] = Counter()
    placed = []
    for way in sorted(ways):
        placed.append((turns[way[0]], way))
        turns[way[0]] += 1
    return [way for _turn, way in sorted(placed)]
