"""The planner beside what is done by hand (counting off), a plain greedy, the best plans known and the upper bound.

``planner_best.json``: for each made-up instance the most points of any plan ever found, in runs far longer than
these (those of MDGP by Kapstok itself). Seconds are of processor time on one core, with seed 0. A plan that breaks a
hard rule, or comes late, makes the row fail.
"""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from bench import Row
from bench.planner_instances import Named, golfer, kapstok, mdgp
from kapstok.planner.bounds import upper_bound
from kapstok.planner.counting_off import counting_off
from kapstok.planner.greedy import greedy
from kapstok.planner.instance import Plan
from kapstok.planner.score import Score, score
from kapstok.planner.solver import solve

SIZES = ((24, 4, 3), (60, 10, 4), (120, 15, 4), (300, 40, 5))  # people, tables, rounds
EVENINGS = (("vast", 1), ("vast", 2), ("vast", 3), ("rafel", 1))
SHARES = {0.5: 0.960, 2.0: 0.985, 10.0: 0.993}  # of the best known, by seconds
MDGP = ((60, 6), (120, 10))  # people, groups
MDGP_SECONDS, MDGP_SHARE = 2.0, 0.992
GOLFERS = {  # tables, people at each, rounds → repeats at most
    (5, 3, 7): 0,
    (4, 4, 5): 0,
    (5, 5, 6): 0,
    (6, 6, 3): 0,
    (10, 4, 9): 0,
    (9, 8, 3): 0,
    (7, 7, 8): 0,
    (6, 4, 6): 1,
    (7, 4, 7): 1,
    (8, 4, 8): 2,
}
GOLFER_SECONDS = 10.0
LATE = 1.05  # times the seconds given, and a tenth


def run() -> Iterator[Row]:
    best = json.loads(Path(__file__).with_name("planner_best.json").read_text())
    for size in SIZES:
        yield from _evening([kapstok(*size, seed, kind) for kind, seed in EVENINGS], best)
    for kind in ("RanInt", "RanReal", "Geo"):
        yield _diverse(kind, [mdgp(kind, *size, 1) for size in MDGP], best)
    for size, repeats in GOLFERS.items():
        yield _golfers(golfer(*size), repeats)


def _evening(named: Sequence[Named], best: dict[str, int]) -> Iterator[Row]:
    """Rows of one size of evening, one for each budget: means over the evenings."""
    people, tables, rounds = (named[0].instance.people, len(named[0].instance.tables), named[0].instance.rounds)
    beside = {
        "counting off": lambda one: counting_off(one.instance, one.listed),
        "greedy": lambda one: greedy(one.instance),
    }
    others = [f"{what} {_mean_share(named, best, how):.2f}" for what, how in beside.items()]
    bound = statistics.mean(upper_bound(one.instance) / best[one.name] for one in named)
    for seconds, goal in SHARES.items():
        shares, late = _shares(named, best, seconds)
        share = statistics.mean(shares)
        yield Row(
            f"who sits where, {people} people, {tables} tables, {rounds} rounds, {seconds:g} s",
            f"{share / bound:.3f} of the bound",
            share,
            f"the best plans known; {', '.join(others)}",
            f"≥ {goal:g}",
            share >= goal and not late,
            f"{late} late" if late else "",
        )


def _diverse(kind: str, named: Sequence[Named], best: dict[str, int]) -> Row:
    shares, late = _shares(named, best, MDGP_SECONDS)
    share = statistics.mean(shares)
    return Row(
        f"maximally diverse groups, {kind}, {' and '.join(str(one.instance.people) for one in named)} people, "
        f"{MDGP_SECONDS:g} s",
        f"{min(shares):.4f} to {max(shares):.4f}",
        share,
        "the best of longer runs of our own",
        f"≥ {MDGP_SHARE}",
        share >= MDGP_SHARE and not late,
        f"{late} late" if late else "",
    )


def _golfers(named: Named, goal: int) -> Row:
    judged, late = _solved(named, GOLFER_SECONDS)
    return Row(
        f"social {named.name}, {GOLFER_SECONDS:g} s",
        f"{judged.repeats} repeats",
        judged.repeats,
        "a schedule in which nobody meets twice",
        f"≤ {goal}",
        judged.repeats <= goal and not late,
        "late" if late else "",
    )


def _mean_share(named: Sequence[Named], best: dict[str, int], how: Callable[[Named], Plan]) -> float:
    return statistics.mean(_judged(one, how(one)).points / best[one.name] for one in named)


def _shares(named: Sequence[Named], best: dict[str, int], seconds: float) -> tuple[list[float], int]:
    """Each one's share of the best known, and how many plans came late."""
    solved = [_solved(one, seconds) for one in named]
    shares = [judged.points / best[one.name] for one, (judged, _) in zip(named, solved, strict=True)]
    return shares, sum(late for _, late in solved)


def _solved(named: Named, seconds: float) -> tuple[Score, bool]:
    begin = time.process_time()
    plan = solve(named.instance, seconds=seconds, seed=0, clock=time.process_time)
    late = time.process_time() - begin > LATE * seconds + 0.1
    return _judged(named, plan), late


def _judged(named: Named, plan: Plan) -> Score:
    judged = score(named.instance, plan)
    assert not judged.broken, (named.name, judged.broken[:3])
    return judged
