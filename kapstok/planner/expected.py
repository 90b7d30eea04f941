"""What a plan is expected to bring, beside counting off and what no plan can exceed; and who gains least. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from kapstok.planner.instance import Instance, Pair
from kapstok.planner.score import score
from kapstok.planner.value import Counts, Traits

MOST = 0.5  # who is worth introducing to no more of the others than this knows most of them


class Reason(StrEnum):
    """Why somebody gains little. For the projectleider alone: two of them tell a wish."""

    PART = "part"  # is not there in all rounds
    KNOWS = "knows"  # knows most of the others already, or they are colleagues
    FEW_TABLES = "few_tables"  # can sit at fewer tables than there are rounds
    TOGETHER = "together"  # always sits with somebody


@dataclass(frozen=True)
class Gain:
    """How many people worth introducing somebody meets in a plan, of how many who are there when she is."""

    person: int
    meets: int
    of: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Totals:
    """A plan in numbers. ``meets``: pairs that meet at least once, by what holds for them. ``least``: how many people
    worth introducing the worst-off person meets, of those who are there in the most rounds; None without anybody."""

    points: int
    meets: Counts
    repeats: int
    colleagues: int
    least: int | None


@dataclass(frozen=True)
class Expected:
    """A plan, counting off with the same people, and the points that no plan can exceed (None: not worked out)."""

    plan: Totals
    by_hand: Totals | None
    bound: float | None

    @property
    def share(self) -> float | None:
        """Points of the plan as a share of the bound; None where nothing can be gained, or that is not known."""
        return self.plan.points / self.bound if self.bound else None


def totals(instance: Instance, plan: Sequence[Sequence[int]], holds: Traits) -> Totals:
    """A plan in numbers; ``holds``: of the same people."""
    judged = score(instance, plan)
    meets = _meets(instance, judged.met)
    rounds = _rounds(instance)
    there = [meets[person] for person in range(instance.people) if rounds[person] == max(rounds) > 0]
    return Totals(
        points=judged.points,
        meets=_pairs(judged.met, holds),
        repeats=judged.repeats,
        colleagues=judged.colleagues,
        least=min(there, default=None),
    )


def gains_least(instance: Instance, plan: Sequence[Sequence[int]], most: int = 5) -> list[Gain]:
    """The people who meet fewest that are worth introducing to them, and why; who is in no round is not among them."""
    meets, rounds = _meets(instance, score(instance, plan).met), _rounds(instance)
    here = [person for person in range(instance.people) if rounds[person]]
    fewest = sorted(here, key=lambda person: (meets[person], person))[:most]
    return [_gain(instance, person, meets[person], rounds) for person in fewest]


def _gain(instance: Instance, person: int, meets: int, rounds: Sequence[int]) -> Gain:
    others = {
        other
        for row in instance.present
        if row[person]
        for other, is_there in enumerate(row)
        if is_there and other != person
    }
    worth = sum(instance.value[person][other] > 0 for other in others)
    tables = len(instance.allowed.get(person, instance.tables))
    holds = {
        Reason.PART: rounds[person] < instance.rounds,
        Reason.KNOWS: worth <= MOST * len(others),
        Reason.FEW_TABLES: tables < min(rounds[person], len(instance.tables)),
        Reason.TOGETHER: any(person in two for two in instance.together),
    }
    return Gain(person, meets, worth, tuple(reason for reason in Reason if holds[reason]))


def _meets(instance: Instance, met: Counter[Pair]) -> list[int]:
    """How many people worth introducing each of all people meets."""
    found = [0] * instance.people
    for one, other in met:
        if instance.value[one][other] > 0:
            found[one] += 1
            found[other] += 1
    return found


def _rounds(instance: Instance) -> list[int]:
    """In how many rounds each person is there."""
    return [sum(row[person] for row in instance.present) for person in range(instance.people)]


def _pairs(met: Counter[Pair], holds: Traits) -> Counts:
    kinds = (holds.new, holds.by_name, holds.across, holds.needed)
    return Counts(*(sum(bool(kind[one, other]) for one, other in met) for kind in kinds))
