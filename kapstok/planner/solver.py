"""The solver: who sits where, so that a plan brings as many points as can be found in the time there is. Pure.

Simulated annealing (Kirkpatrick, Gelatt and Vecchi, 1983) that looks at two tables of a round at a time: of all
changes of place between them it does one that brings what luck asks for, which is a little less than nothing. How
little is the heat. It follows from how often the plan should get worse, from often to seldom over the time there is,
so that a few guests and many, points of any size, and half a second and ten are all served by the same settings. In
the last part of the time the best plan found is bettered until nothing helps. A rotation card is taken where it is
better.

The same seed and number of steps give the same plan; seconds give as many steps as the machine makes in them.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from random import Random

from kapstok.planner import start as starting
from kapstok.planner.cards import card
from kapstok.planner.instance import Instance, Plan
from kapstok.planner.score import score
from kapstok.planner.seating import Seating
from kapstok.planner.start import NoPlan

OFTEN, SELDOM = 0.01, 0.0015  # how many looks make the plan worse, at first and in the end
AT_LEAST = 1.2  # such looks in each round of looks, at first: where tables are few it is more often than that
WARM = 0.02  # the first heat, as a part of what a change of place does on average
QUICKLY = 0.2  # by how much the heat changes at most, between two readings of the clock
FOLLOWING = 10  # and how far in all, as a power of e
LAST, COOL = 0.06, 0.25  # the last part of the time, and of the heat then
LOOKS = 32  # between two readings of the clock
SAMPLE = 200  # looks to know what a change of place does
MARGIN = 0.97  # of the seconds; the rest is for what cannot be interrupted
REPORT = 0.02  # the part of the time between two reports of progress
BLOCKS = 8  # tables for each look at people who sit together, in a round of looks

Look = tuple[int, int, int]  # round and two tables; or round, which people who sit together, and TOGETHER
TOGETHER = -1


def solve(
    instance: Instance,
    *,
    seconds: float = 2.0,
    steps: int | None = None,
    seed: int = 0,
    clock: Callable[[], float] = time.perf_counter,
    start: Sequence[Sequence[int]] | None = None,
    progress: Callable[[float, int], None] | None = None,
) -> Plan:
    """The best plan found in so many ``seconds`` of the clock, or in so many ``steps`` (looks). Raises ``NoPlan``.

    ``start``: a plan to better; what comes brings no fewer points. One that breaks a rule is no start.
    ``progress`` hears the part of the time that is over (0 to 1) and the points of the best plan so far.
    """
    began = clock()
    first = _first(instance, start, seed)
    search = _Search(instance, first, Random(seed))
    reported, ceiling = 0.0, _ceiling(instance)
    part = 0.0 if search.looks and steps != 0 else 1.0
    while part < 1 and search.points < ceiling:
        search.go_on(part)
        part = search.steps / steps if steps is not None else (clock() - began) / (MARGIN * seconds)
        if progress is not None and part >= reported + REPORT:
            reported = part
            progress(min(1.0, part), search.points)
    return search.plan


def _first(instance: Instance, start: Sequence[Sequence[int]] | None, seed: int) -> Plan:
    """The best of what is there without a search."""
    order = Random(seed).sample(range(instance.people), instance.people)  # another seed, another card
    cards = start, card(instance, order)
    plans = [[list(row) for row in plan] for plan in cards if plan and _keeps_rules(instance, plan)]
    try:
        plans.append(starting.first(instance, seed))
    except NoPlan:
        if not plans:
            raise
    return max(plans, key=lambda plan: score(instance, plan).points)


def _keeps_rules(instance: Instance, plan: Sequence[Sequence[int]]) -> bool:
    has_shape = len(plan) == instance.rounds and all(len(row) == instance.people for row in plan)
    return has_shape and not score(instance, plan).broken


def _ceiling(instance: Instance) -> int:
    """What no plan can exceed, roughly: every two at a full table meet for the first time and are worth the most."""
    pairs = sum(table.most * (table.most - 1) // 2 for table in instance.tables) * instance.rounds
    return pairs * max((max(row) for row in instance.value), default=0)


class _Search:
    """One search: the seating as it is, and the best ``plan`` seen, which brings ``points``."""

    def __init__(self, instance: Instance, plan: Plan, random: Random) -> None:
        self.random = random
        self.instance = instance
        self.seating = Seating(instance, plan)
        self.plan, self.points = plan, self.seating.points
        self.steps = 0
        self.looks = _looks(self.seating)
        self.at = len(self.looks)  # the next look of this round of looks
        self.heat = WARM * self._average()
        self.last = False
        self.often = max(OFTEN, AT_LEAST / max(1, len(self.looks)))

    def go_on(self, part: float) -> None:
        """Some looks; ``part`` of the time is over."""
        if part > 1 - LAST and not self.last:
            self.last = True
            self.seating = Seating(self.instance, self.plan)
            self.heat *= COOL
        worse = self._look() / LOOKS
        self.steps += LOOKS
        if not self.last:
            wanted = self.often * (SELDOM / OFTEN) ** (part / (1 - LAST))
            pace = min(QUICKLY, FOLLOWING * part * LOOKS / self.steps)
            self.heat *= 1 + pace * (wanted - worse) / (wanted + worse + 0.02)
        self._remember()

    def _look(self) -> int:
        """Look at so many pairs of tables; gives how often the plan became worse."""
        seating, heat, draw, log = self.seating, self.heat, self.random.random, math.log
        worse = 0
        for number, table, other in self._next_looks():
            least = heat * log(1 - draw())
            if other == TOGETHER:
                self._remember()
                block = seating.together[number][table]
                seating.move_together(number, block, int(draw() * len(seating.tables)), least)
                continue
            change = seating.change(number, table, other, least, draw())
            if change is not None:
                one, two, gain = change
                if gain < 0:
                    worse += 1
                    self._remember()
                seating.swap(number, one, table, two, other)
        return worse

    def _next_looks(self) -> list[Look]:
        if self.at >= len(self.looks):
            self.random.shuffle(self.looks)
            self.at = 0
        self.at += LOOKS
        return self.looks[self.at - LOOKS : self.at]

    def _remember(self) -> None:
        if self.seating.points > self.points:
            self.points = self.seating.points
            self.plan = [list(row) for row in self.seating.seat]

    def _average(self) -> float:
        """Points that a change of place brings or costs, on average."""
        seating, draw = self.seating, self.random.random
        allowed = -seating.forbidden / 2
        looks = [look for look in self.looks if look[2] != TOGETHER]
        sample = self.random.choices(looks, k=SAMPLE) if looks else []
        changes = [seating.change(*look, allowed, draw()) for look in sample]
        effects = [abs(change[2]) for change in changes if change is not None]
        return max(1.0, sum(effects) / max(1, len(effects)))


def _looks(seating: Seating) -> list[Look]:
    """Every two tables of every round, and now and then people who sit together."""
    looks: list[Look] = []
    for number, blocks in enumerate(seating.together):
        looks += [(number, table, other) for table in seating.tables for other in range(table)]
        looks += [(number, block, TOGETHER) for block in range(len(blocks))] * (1 + len(seating.tables) // BLOCKS)
    return looks
