"""Did the same people answer otherwise the last time? Exact tests, and what of them may be shown. Pure.

Nothing here may tell of 1 to 4 people, also not by subtraction from what the measurements themselves show
(``opinions``). Who answered twice is a part of those who answered each time, so:

- How many they are is shown when those who answered only once are nobody or at least five, each time.
- The table of then and now is shown when each of its cells, and those who answered only once in each answer, is nobody
  or at least five. All that can be added and subtracted is then made of such parts.
- Otherwise there is only a verdict: more agreement, less, or nothing but chance. A verdict is no count.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate
from math import comb

import numpy as np

from kapstok.disclosure import SMALL_INSIDE, SMALLEST_DENOMINATOR

AGREES = 4  # of five points: "eens" and "helemaal eens"
SIGNIFICANT = 0.05

Answers = Mapping[int, int]  # 1 to 5 by person; who said "niet van toepassing" is not in it


class Verdict(StrEnum):
    MORE = "more"  # of the people who answered both times, more agree
    LESS = "less"
    UNCLEAR = "unclear"  # chance explains it


@dataclass(frozen=True)
class Turnover:
    """What people who answered both times said: numbers of people."""

    stayed: int  # agreed both times
    came: int  # did not agree first, and does now
    left: int  # agreed first, and does no more
    never: int  # agreed neither time

    @property
    def people(self) -> int:
        return self.stayed + self.came + self.left + self.never


@dataclass(frozen=True)
class Linked:
    """The first and the last time of one item, for who answered both.

    ``people``: None when all but a few answered both times. ``turnover`` and the two probabilities (of chance alone, of
    this item by itself): None where they would tell of a few people. ``verdict``: Wilcoxon's, corrected for the
    ``tested`` items; the probabilities are not, or one item's would tell of another's hidden table.
    """

    people: int | None
    turnover: Turnover | None
    mcnemar: float | None
    wilcoxon: float | None
    verdict: Verdict
    tested: int


def mcnemar_exact(came: int, left: int) -> float:
    """Two-sided exact McNemar test: the chance of a split at least as uneven when both turns are equally likely.

    Binomial with p = ½ over the ``came + left`` people who changed sides (McNemar 1947); 1 when nobody did.
    """
    changed = came + left
    tail = sum(comb(changed, k) for k in range(min(came, left) + 1))
    return min(1.0, 2 * tail / 2**changed)


def wilcoxon_exact(differences: Iterable[int]) -> float:
    """Two-sided Wilcoxon signed-rank test (1945) of now minus then.

    Zeros are left out, ties share their middle rank, and the distribution is exact given those ranks: every way to
    give the ranks a sign is counted. So it holds for the many ties of a five-point scale, where tables do not.
    """
    changes = [each for each in differences if each]
    if not changes:
        return 1.0
    doubled = _doubled_ranks([abs(each) for each in changes])
    total = sum(doubled)
    chances = np.zeros(total + 1)  # of each sum of (doubled) positive ranks
    chances[0] = 1.0
    for rank in doubled:
        chances = chances / 2 + np.concatenate([np.zeros(rank), chances[: total + 1 - rank]]) / 2
    positive = sum(rank for rank, change in zip(doubled, changes, strict=True) if change > 0)
    return min(1.0, 2 * float(chances[: min(positive, total - positive) + 1].sum()))


def holm(chances: Sequence[float]) -> list[float]:
    """The same probabilities, corrected for being tested together (Holm 1979)."""
    order = sorted(range(len(chances)), key=lambda k: chances[k])
    raised = accumulate(((len(chances) - place) * chances[k] for place, k in enumerate(order)), max)
    corrected = dict(zip(order, raised, strict=True))
    return [min(1.0, corrected[k]) for k in range(len(chances))]


def linked(pairs: Sequence[tuple[Answers, Answers] | None]) -> list[Linked | None]:
    """Each item's first and last answers, compared; None where there is no pair or fewer than ten answered both.

    The verdicts are corrected for all items that were compared.
    """
    there = [k for k, pair in enumerate(pairs) if pair and len(pair[0].keys() & pair[1].keys()) >= SMALLEST_DENOMINATOR]
    found: list[Linked | None] = [None] * len(pairs)
    compared = [pair for k in there if (pair := pairs[k]) is not None]
    turns = [turnover(first, last) for first, last in compared]
    chances = [wilcoxon_exact(_differences(first, last)) for first, last in compared]
    corrected = holm(chances)
    for place, k in enumerate(there):
        (first, last), turn = compared[place], turns[place]
        whole = shows_table(first, last)
        found[k] = Linked(
            people=turn.people if shows_number(first, last) else None,
            turnover=turn if whole else None,
            mcnemar=mcnemar_exact(turn.came, turn.left) if whole else None,
            wilcoxon=chances[place] if whole else None,
            verdict=_verdict(corrected[place], _differences(first, last)),
            tested=len(there),
        )
    return found


def turnover(first: Answers, last: Answers) -> Turnover:
    """Who agreed when, of the people who answered both times."""
    sides = [(first[person] >= AGREES, last[person] >= AGREES) for person in first.keys() & last.keys()]
    return Turnover(*(sides.count(side) for side in ((True, True), (False, True), (True, False), (False, False))))


def shows_number(first: Answers, last: Answers) -> bool:
    """Whether it can be told how many answered both times."""
    both = len(first.keys() & last.keys())
    return _harmless(len(first) - both, len(last) - both)


def shows_table(first: Answers, last: Answers) -> bool:
    """Whether the table of then and now can be shown beside the shares of both measurements."""
    turn = turnover(first, last)
    agreed, agrees = (sum(value >= AGREES for value in answers.values()) for answers in (first, last))
    rest, rest_now = len(first) - agreed, len(last) - agrees
    alone = (agreed - turn.stayed - turn.left, rest - turn.came - turn.never)
    alone_now = (agrees - turn.stayed - turn.came, rest_now - turn.left - turn.never)
    return _harmless(turn.stayed, turn.came, turn.left, turn.never, *alone, *alone_now)


def _harmless(*counts: int) -> bool:
    return all(count == 0 or count >= SMALL_INSIDE for count in counts)


def _differences(first: Answers, last: Answers) -> list[int]:
    return [last[person] - first[person] for person in first.keys() & last.keys()]


def _verdict(chance: float, differences: Sequence[int]) -> Verdict:
    if chance >= SIGNIFICANT:
        return Verdict.UNCLEAR
    ranks = _doubled_ranks([abs(each) for each in differences if each])
    signs = [1 if each > 0 else -1 for each in differences if each]
    return Verdict.MORE if sum(sign * rank for sign, rank in zip(signs, ranks, strict=True)) > 0 else Verdict.LESS


def _doubled_ranks(sizes: Sequence[int]) -> list[int]:
    """Twice the rank of each size, ties at their middle: whole numbers."""
    below = {size: sum(other < size for other in sizes) for size in set(sizes)}
    return [2 * below[size] + sizes.count(size) + 1 for size in sizes]
