"""Rows → plain draws, and what became of each: what the pages about a draw are made of."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy.orm import joinedload

from kapstok import clock
from kapstok.evaluation import service as evaluation
from kapstok.evaluation.kept import Kept
from kapstok.extensions import db
from kapstok.meetings.models import Meeting
from kapstok.planner.lottery import asking, rules
from kapstok.planner.lottery.asking_rules import last_day
from kapstok.planner.models import Lottery, LotteryPair, LotteryPlace
from kapstok.projects.models import Project
from kapstok.register.models import Person
from kapstok.scope import in_project
from kapstok.ties.plans import service as planning
from kapstok.ties.rules import SHORT_LINE

if TYPE_CHECKING:
    from kapstok.network.graph import Tri
    from kapstok.planner.lottery.estimate import Effect
    from kapstok.planner.lottery.telling import Drawn, Said, Told

_results = Kept(most=16)


class Phase(StrEnum):
    """How far a draw is."""

    WAITING = "waiting"  # eight weeks have not gone by
    ASKING = "asking"  # guests can answer: nothing of it is shown to anybody
    TOLD = "told"


@dataclass(frozen=True)
class Count:
    """A draw in numbers: ``asked`` guests have somebody to be asked about, ``answered`` of them did."""

    twins: int
    pairs: int
    asked: int
    answered: int


@dataclass(frozen=True)
class Held:
    """One draw as a page lists it. ``until``: the last day to answer; ``told`` and ``seed`` only when all is in."""

    title: str
    starts_at: dt.datetime
    phase: Phase
    asks_on: dt.date
    until: dt.date | None
    count: Count
    loss: float
    seed_hash: str
    seed: str = ""
    told: Told | None = None


@dataclass(frozen=True)
class Results:
    """Every draw of a project, and what those of which all is in say together.

    ``referrals``: the same pairs by the first referral between their organisations in six months, described; None
    while there are too few, or of nobody the six months are over.
    """

    held: tuple[Held, ...]
    told: Told | None
    referrals: Effect | None
    threshold: int


def count(lottery: Lottery) -> Count:
    """One draw in numbers."""
    return _counts([lottery], _places(lottery.project_id), _pairs(lottery.project_id))[lottery.id]


def results(project: Project, now: dt.datetime) -> Results:
    """What may be told of every draw of a bijeenkomst that takes or took place, the earliest first."""
    from kapstok.planner.lottery.telling import each, together

    lotteries = _lotteries(project)
    places, pairs = _places(project.id), _pairs(project.id)
    counts = _counts(lotteries, places, pairs)
    registered = planning.find_plan(project)
    threshold = registered.threshold if registered else SHORT_LINE
    closed = [lottery for lottery in lotteries if rules.is_closed(lottery.asked_at, now)]
    drawn = [_drawn(places[lottery.id], pairs[lottery.id]) for lottery in closed]
    said = _said(project) if closed else {}
    several = [(one, said.get(lottery.id, {})) for one, lottery in zip(drawn, closed, strict=True)]
    key = project.id, threshold, str(several)
    told = _results.get(key, lambda: (together(several, threshold), each(several, threshold))) if several else None
    apart = dict(zip((lottery.id for lottery in closed), told[1], strict=True)) if told else {}
    return Results(
        held=tuple(_held(lottery, counts[lottery.id], apart.get(lottery.id), now) for lottery in lotteries),
        told=told[0] if told else None,
        referrals=_referrals(project, list(zip(closed, drawn, strict=True)), now),
        threshold=threshold,
    )


def _held(lottery: Lottery, counted: Count, told: Told | None, now: dt.datetime) -> Held:
    meeting, closed = lottery.meeting, rules.is_closed(lottery.asked_at, now)
    phase = Phase.TOLD if closed else Phase.ASKING if lottery.asked_at else Phase.WAITING
    return Held(
        title=meeting.title,
        starts_at=meeting.starts_at,
        phase=phase,
        asks_on=clock.local_date(rules.asks_from(meeting.ends_at)),
        until=last_day(lottery.asked_at) if lottery.asked_at else None,
        count=counted,
        loss=lottery.loss,
        seed_hash=lottery.seed_hash,
        seed=lottery.seed if closed else "",
        told=told,
    )


def _referrals(project: Project, closed: list[tuple[Lottery, Drawn]], now: dt.datetime) -> Effect | None:
    """Of pairs of two organisations: whether the first referral came in the six months after the month they met in."""
    from kapstok.evaluation.chain.ledger import told_on
    from kapstok.evaluation.chain.pairs import MONTHS_AFTER
    from kapstok.evaluation.traffic import month_number, traffic
    from kapstok.planner.lottery.telling import described

    today = clock.local_date(now)
    held = [(clock.local_date(lottery.meeting.starts_at), drawn) for lottery, drawn in closed]
    ripe = [(day, drawn) for day, drawn in held if today >= told_on(day)]
    if not ripe:
        return None
    members = in_project(Person, project).with_only_columns(Person.id, Person.organisation_id)
    homes = dict(db.session.execute(members).all())
    going = traffic(evaluation.referral_counts(project), {home for home in homes.values() if home is not None})
    place = dict(zip(homes, going.places(list(homes.values())).tolist(), strict=True))
    several = []
    for day, drawn in ripe:
        first = going.first_after(month_number(day), MONTHS_AFTER)
        several.append((drawn, {two: _first(first, place[two[0]], place[two[1]]) for two in drawn.pairs}))
    return described(several)


def _first(first: Tri, one: int, other: int) -> float | None:
    """Whether there was a first referral between two organisations (by index); None where that is not known."""
    from kapstok.network.graph import NA

    known = one != NA and other != NA and first[one, other] != NA
    return float(first[one, other]) if known else None


def _lotteries(project: Project) -> list[Lottery]:
    query = in_project(Lottery, project).join(Meeting).where(Meeting.cancelled_at.is_(None))
    return list(db.session.scalars(query.options(joinedload(Lottery.meeting)).order_by(Meeting.starts_at, Lottery.id)))


def _places(project_id: int) -> Mapping[int, list]:
    """The places of each draw, in their order: (lottery, person, path, twin, exchanged, answered)."""
    query = in_project(LotteryPlace, project_id).with_only_columns(
        LotteryPlace.lottery_id,
        LotteryPlace.person_id,
        LotteryPlace.path,
        LotteryPlace.twin,
        LotteryPlace.exchanged,
        LotteryPlace.answered_at,
    )
    found: dict[int, list] = defaultdict(list)
    for row in db.session.execute(query.order_by(LotteryPlace.id)):
        found[row.lottery_id].append(row)
    return found


def _pairs(project_id: int) -> Mapping[int, list[tuple[int, int]]]:
    query = in_project(LotteryPair, project_id).with_only_columns(
        LotteryPair.lottery_id, LotteryPair.one_id, LotteryPair.other_id
    )
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for lottery_id, one, other in db.session.execute(query.order_by(LotteryPair.id)):
        found[lottery_id].append((one, other))
    return found


def _said(project: Project) -> Mapping[int, Said]:
    """What was said on the lists of each draw."""
    found: dict[int, dict[tuple[int, int], int | None]] = defaultdict(dict)
    for lottery_id, respondent, named, strength in db.session.execute(asking.answers_of(project)):
        found[lottery_id][respondent, named] = strength
    return found


def _counts(lotteries: list[Lottery], places: Mapping[int, list], pairs: Mapping[int, list]) -> dict[int, Count]:
    found = {}
    for lottery in lotteries:
        people = {person for two in pairs[lottery.id] for person in two}
        asked = [row for row in places[lottery.id] if row.person_id in people]
        found[lottery.id] = Count(
            twins=len({row.twin for row in places[lottery.id]} - {None}),
            pairs=len(pairs[lottery.id]),
            asked=len(asked),
            answered=sum(row.answered_at is not None for row in asked),
        )
    return found


def _drawn(rows: list, pairs: list[tuple[int, int]]) -> Drawn:
    from kapstok.planner.lottery.telling import Drawn, Place

    places = tuple(Place(row.person_id, tuple(row.path), row.twin, row.exchanged) for row in rows)
    here = {place.person for place in places}
    return Drawn(places, tuple(two for two in pairs if here >= set(two)))
