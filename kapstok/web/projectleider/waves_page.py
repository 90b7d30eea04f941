"""What the pages of one measurement show: how far it is, what that allows, and who can still be asked."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from flask import request

from kapstok import clock
from kapstok.register.rules import match_key
from kapstok.ties import asking, measuring
from kapstok.ties.asking import Asking, is_gone
from kapstok.ties.measuring import SectorResponse
from kapstok.ties.models import RosterEntry, Wave
from kapstok.ties.roster_rules import Stage, stage_of
from kapstok.ties.suggestions import service as suggesting

if TYPE_CHECKING:
    from kapstok.evaluation.rules import Allowance, NextStep

PAGE_SIZE = 25


@dataclass(frozen=True)
class Standing:
    """How far a measurement is, in numbers."""

    answered: int
    asked: int

    @property
    def allowed(self) -> Allowance:
        from kapstok.evaluation.rules import what_answers_allow
        from kapstok.network.measures import Ratio

        return what_answers_allow([Ratio(self.answered, self.asked)], self.answered)

    @property
    def next(self) -> NextStep | None:
        from kapstok.evaluation.rules import next_step

        return next_step(self.answered, self.asked)


@dataclass(frozen=True)
class Followed:
    """One measurement, as its own page and those that close it or ask by mail show it."""

    wave: Wave
    now: dt.datetime
    roster: list[RosterEntry]
    missed: int  # names that participants miss on the list

    @cached_property
    def asked(self) -> list[RosterEntry]:
        return [entry for entry in self.roster if entry.asks]

    @property
    def standing(self) -> Standing:
        return Standing(sum(entry.answered_at is not None for entry in self.asked), len(self.asked))

    @property
    def stages(self) -> Counter[Stage]:
        return Counter(stage(entry) for entry in self.asked)

    @property
    def listed(self) -> int:
        return sum(entry.named for entry in self.roster)

    @property
    def left(self) -> list[RosterEntry]:
        """Who no longer takes part in the project."""
        return [entry for entry in self.roster if is_gone(entry.person, self.now)]

    @property
    def added(self) -> list[RosterEntry]:
        """Who joined the roster after it was frozen."""
        return [entry for entry in self.roster if entry.added_at is not None]

    @cached_property
    def asking(self) -> Asking:
        return asking.who_gets_mail(self.asked, self.now)

    @cached_property
    def sectors(self) -> list[SectorResponse]:
        return measuring.response(self.wave)

    @property
    def is_late(self) -> bool:
        """Whether the last day that people were told is past, and the measurement still open."""
        return self.wave.closed_at is None and is_past_last_day(self.wave, self.now)


@dataclass(frozen=True)
class People:
    """One page of who is asked, narrowed to who is at one stage or was searched for."""

    shown: list[RosterEntry]
    stage: Stage | None
    search: str
    page: int
    pages: int


def follow(wave: Wave, now: dt.datetime) -> Followed:
    """Everything about one measurement, in a few queries."""
    return Followed(wave, now, measuring.list_roster(wave), suggesting.count_waiting(wave.project).get(wave.id, 0))


def stage(entry: RosterEntry) -> Stage:
    """How far somebody is."""
    return stage_of(entry.answered_at, entry.finished_at)


def is_past_last_day(wave: Wave, now: dt.datetime) -> bool:
    """Whether people were told a last day and it is over."""
    return wave.closes_on is not None and wave.closes_on < clock.local_date(now)


def people_asked_for(asked: list[RosterEntry]) -> People:
    """What the address asks for: ``?stand=``, ``?zoek=``, ``?pagina=``."""
    wanted = request.args.get("stand", "")
    at = Stage(wanted) if wanted in list(Stage) else None
    search = request.args.get("zoek", "").strip()[:100]
    found = [entry for entry in asked if at in (None, stage(entry)) and _is_meant(entry, search)]
    pages = max(1, math.ceil(len(found) / PAGE_SIZE))
    page = min(max(request.args.get("pagina", 1, int), 1), pages)
    return People(found[(page - 1) * PAGE_SIZE : page * PAGE_SIZE], at, search, page, pages)


def _is_meant(entry: RosterEntry, search: str) -> bool:
    organisation = entry.person.organisation
    text = match_key(f"{entry.person.name} {organisation.name if organisation else ''}")
    return all(word in text for word in match_key(search).split())
