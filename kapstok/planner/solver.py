"""The solver: simulated annealing on changes of place. Pure, of the standard library only."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from random import Random

from kapstok.planner import start as starting
from kapstok.planner.instance import Instance, Plan
from kapstok.planner.score import score
from kapstok.planner.seating import Seating

POOL = 4096
HOT, COLD = 0.4, 0.04
EVERY = 64


def solve(
    instance: Instance,
    *,
    seconds: float = 2.0,
    seed: int = 0,
    steps: int | None = None,
    clock: Callable[[], float] = time.perf_counter,
    start: Plan | None = None,
    progress: Callable[[float, int], None] | None = None,
    hot=HOT,
    cold=COLD,
    stat=None,
) -> Plan:
    end = clock() + seconds * 0.98
    began = clock()
    random = Random(seed)
    plan = start or starting.first(instance, seed)
    seating = Seating(instance, plan)
    best, best_points = plan, seating.points
    pool = [-math.log(-math.log(random.random() or 0.5)) for _ in range(POOL)]
    widest = max(seating.size(r, t) for r in range(instance.rounds) for t in seating.tables) + 1
    width = widest * widest + 1
    tables = list(seating.tables)
    visits = [(r, a, b) for r in range(instance.rounds) for a in tables for b in tables[:a]]
    for number in range(instance.rounds):
        for block in seating.together[number]:
            visits += [(number, block, -1)] * min(len(tables), 8)
    random.shuffle(visits)
    scale = effect(seating, visits, random)
    at, done, part = 0, 0, 0.0
    took = acc = bacc = 0
    clean = True
    while part < 1:
        heat = scale * hot * (cold / hot) ** part
        luck = [heat * one for one in pool]
        luck = luck + luck[:width]
        for _ in range(EVERY):
            if at == len(visits):
                at = 0
                random.shuffle(visits)
            number, table, other = visits[at]
            at += 1
            if other < 0:
                gained = seating.move_together(
                    number, table, int(random.random() * len(tables)), heat * math.log(random.random())
                )
                bacc += gained != 0
                continue
            o = int(random.random() * POOL)
            found = seating.best(number, table, other, luck[o : o + width])
            if found:
                one, two, gain = found
                if gain < 0 and seating.points > best_points:
                    best_points, best = seating.points, [row[:] for row in seating.seat]
                seating.swap(number, one, table, two, other)
                acc += 1
        if seating.points > best_points:
            best_points, best = seating.points, [row[:] for row in seating.seat]
        done += EVERY
        part = done / steps if steps else (clock() - began) / (end - began)
    if seating.points > best_points:
        best_points, best = seating.points, [row[:] for row in seating.seat]
    if stat is not None:
        stat.update(done=done, acc=acc, bacc=bacc, sweeps=done / len(visits), points=best_points, scale=scale)
    return best


def effect(seating, visits, random):
    total, n = 0, 0
    for number, table, other in visits[:60]:
        if other < 0:
            continue
        luck = [random.random() * 1000000.0 for _ in range(1000)]
        luck[0] = -1e9
        found = seating.best(number, table, other, luck)
        if found and abs(found[2]) < seating.forbidden // 2:
            total += abs(found[2])
            n += 1
    return total / n if n else 1
