"""One person of the picture: whom they have a line with, how strong, whom they share, and via whom they reach another.

It tells no more than the picture does: only people who are drawn, and their lines as chosen.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import numpy as np

from kapstok.evaluation.scenes import Choice, Scenes, counted_as
from kapstok.network.graph import NA, Ints, Statements
from kapstok.network.measured import Network
from kapstok.network.replay import Episodes, episodes
from kapstok.network.sources import only_together
from kapstok.ties.rules import STRENGTHS


@dataclass(frozen=True)
class Contact:
    """Somebody at the other end of a line.

    ``person`` is an index of the people drawn. ``strength``: the highest from which there is a line; None of who were
    together, since that has none. ``says``, ``is_named``: whose word it is, where lines have a direction; both are
    true where they have none. ``shared``: how many people have a line with both, the group of mantelzorgers left out.
    """

    person: int
    strength: int | None
    says: bool
    is_named: bool
    shared: int


def find_person(found: Scenes, label: str) -> int | None:
    """The index of who is drawn alone under this pseudonym."""
    alone = found.cast.people.labels[: found.cast.alone]
    return alone.index(label) if label in alone else None


def contacts(network: Network, found: Scenes, choice: Choice, person: int, moment: int) -> list[Contact]:
    """Everybody this person has a line with at the moment with this index, the strongest first."""
    start, end = found.story.arcs_at(moment)
    named, namers = end[start == person], start[end == person]
    shared = _shared(start, end, person, found)
    strengths = {} if only_together(choice.sources) else _strengths(network, found, choice, person, moment)
    rows = [
        Contact(other, strengths.get(other), other in named, other in namers, int(shared[other]))
        for other in np.union1d(named, namers).tolist()
    ]
    return sorted(rows, key=lambda one: (-(one.strength or 0), one.person))


def not_known(found: Scenes, person: int, moment: int) -> list[int]:
    """With whom there may be a line: one side says so, and the other was not heard."""
    if found.unknown is None:
        return []
    start, end = found.unknown.arcs_at(moment)
    return np.unique(end[start == person]).tolist()


def way(found: Scenes, one: int, other: int, moment: int) -> list[int] | None:
    """People on a shortest way from one to the other, both included; None when there is no way.

    Of ways that are equally short, the first by pseudonym. Nobody is reached through the group of mantelzorgers: a line
    with the group does not tell with whom of them.
    """
    start, end = _between_persons(*found.story.arcs_at(moment), found.cast.alone)
    order = np.lexsort((end, start))
    start, end = start[order], end[order]
    bounds = np.searchsorted(start, np.arange(found.story.people + 1))
    before = {one: one}
    queue = deque([one])
    while queue and other not in before:
        here = queue.popleft()
        for further in end[bounds[here] : bounds[here + 1]].tolist():
            if further not in before:
                before[further] = here
                queue.append(further)
    if other not in before:
        return None
    steps = [other]
    while steps[-1] != one:
        steps.append(before[steps[-1]])
    return steps[::-1]


def _between_persons(start: Ints, end: Ints, alone: int) -> tuple[Ints, Ints]:
    keep = (start < alone) & (end < alone)
    return start[keep], end[keep]


def _shared(start: Ints, end: Ints, person: int, found: Scenes) -> Ints:
    """For each of the people drawn, with how many contacts of this person they have a line themselves."""
    people = found.story.people
    start, end = _between_persons(start, end, found.cast.alone)
    pairs = np.unique(np.concatenate([start * people + end, end * people + start]))
    one, other = np.divmod(pairs, max(people, 1))
    mine = np.isin(one, other[one == person]) & (one != person)
    return np.bincount(other[mine], minlength=people)


def _strengths(network: Network, found: Scenes, choice: Choice, person: int, moment: int) -> dict[int, int]:
    into, at = found.cast.into, found.moments[moment].at
    said = _about(network.statements.from_sources(choice.sources), into, person)
    strongest: dict[int, int] = {}
    threshold, mode = counted_as(choice)
    for strength in range(threshold, max(STRENGTHS) + 1):
        story = episodes(said, len(network.people), [at], strength, mode)
        strongest |= dict.fromkeys(_others(story, into, person), strength)
    return strongest


def _about(said: Statements, into: Ints, person: int) -> Statements:
    one, other = into[said.respondent], into[said.named]
    return said.where(((one == person) & (other != NA)) | ((other == person) & (one != NA)))


def _others(story: Episodes, into: Ints, person: int) -> list[int]:
    line = story.value == 1
    one, other = into[story.a[line]], into[story.b[line]]
    return np.unique(np.where(one == person, other, one)).tolist()
