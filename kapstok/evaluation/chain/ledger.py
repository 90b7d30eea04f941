"""What became of each pair that a bijeenkomst brought together, and of each that it would have. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kapstok.evaluation.chain.pairs import MONTHS_AFTER, Gathered, Missed, Pairs, met_first, months_later
from kapstok.evaluation.traffic import Traffic, first_day, month_number
from kapstok.network.graph import NA, Bools, Ints, Lines, Mode, State, Statements, Tri, lines, seconds, state_at
from kapstok.network.measured import Measurement
from kapstok.network.sources import SPOKEN
from kapstok.ties.rules import Source

MONTHS_TO_WAVE = 12  # a measurement that comes later says little of one bijeenkomst


@dataclass(frozen=True, eq=False)
class Fates:
    """What became of pairs that had no line before a bijeenkomst: 1 yes, 0 no, NA not known.

    ``line``: whether they state one within six months, whenever they are asked. ``in_wave``: whether they do in the
    first measurement within a year, only where both answered it: so that who came, and is asked more often, is no
    better known than who did not. ``referral``: whether the first one between their organisations came within six
    months. ``seated``: at one table. ``asked_before`` and ``asked_after``: of each of the network's people, whether
    they said anything by then, or in the six months after.
    """

    pairs: Pairs
    line: Tri
    in_wave: Tri
    referral: Tri
    seated: Bools
    asked_before: Bools
    asked_after: Bools


@dataclass(frozen=True, eq=False)
class Entry:
    """One bijeenkomst. ``met`` and ``missed`` are None while its six months run.

    ``together``: who met there for the first time. Of those, ``knew`` had a line already, and of ``untold`` nobody
    knows whether they had.
    """

    meeting: Gathered
    together: Pairs
    knew: Pairs
    untold: Pairs
    met: Fates | None
    missed: Fates | None


def told_on(held_on: dt.date) -> dt.date:
    """The first day on which all is known of a bijeenkomst of this day: six whole months were counted after its own."""
    return first_day(month_number(held_on) + MONTHS_AFTER + 1)


def closed_only(statements: Statements, waves: Sequence[Measurement]) -> Statements:
    """Without what is being said in a measurement that still runs."""
    keep = np.ones(len(statements), dtype=bool)
    said_in_waves = np.isin(statements.source, [k for k, name in enumerate(statements.sources) if name == Source.WAVE])
    for wave in waves:
        if wave.closed_at is None:
            keep &= ~(said_in_waves & (statements.said_at >= seconds(wave.opened_at)))
    return statements.where(keep)


def ledger(
    meetings: Sequence[Gathered],
    statements: Statements,
    waves: Sequence[Measurement],
    organisation: Ints,
    traffic: Traffic,
    today: dt.date,
    threshold: int,
    mode: Mode,
) -> list[Entry]:
    """What became of the pairs of each meeting, in order of time.

    ``organisation``: of each of the people, by its index in ``traffic``; NA where it has none. A line is one of
    ``threshold`` or more as ``mode`` reads it, without direction, before as well as after. ``waves``, like
    ``statements``, also hold what is said in a measurement that still runs: that is left out.
    """
    people, statements = len(organisation), closed_only(statements, waves)
    together, missed = met_first(meetings, people), Missed(meetings, people)
    found = []
    for meeting, here in zip(meetings, together, strict=True):
        state = state_at(statements, people, meeting.ends_at)
        before = lines(state, threshold, mode).value
        wave = next_wave(meeting, waves)
        until = max(meeting.until, wave.closed_at) if wave and wave.closed_at else meeting.until
        elsewhere = missed.at(meeting, until, before == 0)
        ripe = today >= told_on(meeting.day)
        view = _After(meeting, state, statements, wave, organisation, traffic, threshold, mode) if ripe else None
        at_first = before[here.a, here.b]
        found.append(
            Entry(
                meeting=meeting,
                together=here,
                knew=here.where(at_first == 1),
                untold=here.where(at_first == NA),
                met=view.fates(here.where(at_first == 0)) if view else None,
                missed=view.fates(elsewhere) if view else None,
            )
        )
    return found


def next_wave(meeting: Gathered, waves: Sequence[Measurement]) -> Measurement | None:
    """The first closed measurement that began after a meeting, within a year."""
    last = months_later(meeting.ends_at, MONTHS_TO_WAVE)
    return next(
        (wave for wave in waves if wave.closed_at is not None and meeting.ends_at <= wave.opened_at <= last), None
    )


class _After:
    """All that was said and counted after one meeting."""

    def __init__(
        self,
        meeting: Gathered,
        before: State,
        statements: Statements,
        wave: Measurement | None,
        organisation: Ints,
        traffic: Traffic,
        threshold: int,
        mode: Mode,
    ):
        people = len(organisation)
        since, until = seconds(meeting.ends_at), seconds(meeting.until)
        said = statements.where((statements.said_at > since) & (statements.said_at <= until))
        best = best_said(said.from_sources(SPOKEN), people)
        self.asked_before, self.asked_after = ((state.strength != NA).any(axis=1) for state in (before, best))
        self.line = lines(best, threshold, mode).value
        self.in_wave = (
            _where_both_spoke(wave, lines(wave.state, threshold, mode)) if wave else np.full_like(self.line, NA)
        )
        self.first = traffic.first_after(month_number(meeting.day), MONTHS_AFTER)
        self.organisation, self.table = organisation, meeting.table

    def fates(self, pairs: Pairs) -> Fates:
        a, b = pairs.a, pairs.b
        one, other = self.organisation[a], self.organisation[b]
        placed = (one != NA) & (other != NA)
        referral = np.full(len(pairs), NA, dtype=np.int8)
        referral[placed] = self.first[one[placed], other[placed]]
        seated = (self.table[a] != NA) & (self.table[a] == self.table[b])
        asked = self.asked_before, self.asked_after
        return Fates(pairs, self.line[a, b], self.in_wave[a, b], referral, seated, *asked)


def best_said(statements: Statements, people: int) -> State:
    """The most that everybody ever said of everybody in these statements; NA where they said nothing."""
    order = np.argsort(statements.strength, kind="stable")  # a repeated index keeps the last value given: the highest
    strength = np.full((people, people), NA, dtype=np.int8)
    strength[statements.respondent[order], statements.named[order]] = statements.strength[order]
    np.fill_diagonal(strength, NA)
    return State(strength)


def _where_both_spoke(wave: Measurement, found: Lines) -> Tri:
    heard = wave.state.strength != NA
    return np.where(heard & heard.T, found.value, NA).astype(np.int8)
