"""Bijeenkomsten and pairs that can be counted by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence

import numpy as np

from kapstok.evaluation.chain.ledger import Entry, Fates
from kapstok.evaluation.chain.pairs import Gathered, Pairs
from kapstok.network.graph import NA, State
from kapstok.network.measured import Measurement
from tests.unit.network.builders import day


def places(people: int, wanted: Collection[int]) -> np.ndarray:
    return np.isin(np.arange(people), list(wanted))


def gathered(
    number: int,
    people: int,
    present: Collection[int],
    invited: Collection[int] | None = None,
    tables: Sequence[Collection[int]] = (),
) -> Gathered:
    """A bijeenkomst of two hours so many days after the start; everybody was invited unless said otherwise."""
    table = np.full(people, NA)
    for k, seated in enumerate(tables):
        table[list(seated)] = k
    at = day(number)
    return Gathered(
        day=at.date(),
        starts_at=at,
        ends_at=at + dt.timedelta(hours=2),
        invited=places(people, range(people) if invited is None else invited),
        present=places(people, present),
        table=table,
    )


def measurement(number: int, said: np.ndarray, *, closed: bool = True) -> Measurement:
    """A wave of two weeks in which everybody was asked; who says something of anybody answered."""
    people = len(said)
    everybody = np.ones(people, dtype=bool)
    answered = (said != NA).any(axis=1)
    opened, closed_at = day(number), day(number + 14) if closed else None
    return Measurement(
        number, 1, f"M{number}", opened, closed_at, everybody, everybody, answered, State(said.astype(np.int8))
    )


def pairs(*both: tuple[int, int]) -> Pairs:
    a, b = zip(*both, strict=True) if both else ((), ())
    return Pairs(np.array(a, dtype=np.int64), np.array(b, dtype=np.int64))


def strangers(number: int, first: int = 0) -> list[tuple[int, int]]:
    """So many pairs of whom no two share anybody, numbered from ``first``."""
    return [(first + 2 * k, first + 2 * k + 1) for k in range(number)]


def fates(
    both: Sequence[tuple[int, int]],
    line: str,
    referral: str = "",
    seated: str = "",
    before: Collection[int] = range(200),
    after: Collection[int] = range(200),
) -> Fates:
    """Pairs with what became of each: ``+`` yes, ``-`` no, ``?`` not known; ``line`` stands for measurements, too.

    ``before`` and ``after``: who said anything.
    """
    value = {"+": 1, "-": 0, "?": NA}
    tri = np.array([value[sign] for sign in line], dtype=np.int8)
    return Fates(
        pairs(*both),
        line=tri,
        in_wave=tri,
        referral=np.array([value[sign] for sign in referral or "?" * len(line)], dtype=np.int8),
        seated=np.array([sign == "+" for sign in seated or "-" * len(line)], dtype=bool),
        asked_before=places(200, before),
        asked_after=places(200, after),
    )


def entry(met: Fates | None, missed: Fates | None = None, number: int = 0, seats: bool = False) -> Entry:
    tables = [[0, 1]] if seats else []
    meeting = gathered(number, 200, range(100), tables=tables)
    nobody = pairs()
    return Entry(meeting, met.pairs if met else nobody, nobody, nobody, met, missed or fates([], ""))
