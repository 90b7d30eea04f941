"""The draw itself: coins decide between seatings that are as good, and what they could have said is kept."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import insert

from kapstok.accounts import audit
from kapstok.extensions import db
from kapstok.meetings import letters
from kapstok.meetings.models import Invitation, Meeting
from kapstok.planner import reading
from kapstok.planner import service as planner
from kapstok.planner.instance import ABSENT
from kapstok.planner.lottery import rules
from kapstok.planner.lottery.drawing_rules import AlreadyDrawn, NotAllSeated, NotRegistered
from kapstok.planner.lottery.service import find_lottery
from kapstok.planner.models import Lottery, LotteryPair, LotteryPlace, SeatingPlan
from kapstok.planner.reading import Problem
from kapstok.planner.rules import NotMadeYet, PlanChanged
from kapstok.scope import in_project
from kapstok.ties.plans import service as planning

if TYPE_CHECKING:
    from kapstok.planner.instance import Pair, Plan
    from kapstok.planner.lottery.chances import Chances, Twin


@dataclass(frozen=True, eq=False)
class Outlook:
    """What a draw among the seats of ``problem`` decides about; people by their index in it.

    ``takes_part``: who did not say no. ``loss``: the share of the plan's points that the coins are expected to cost.
    ``pairs``: who do not know each other, may come to sit together or not, and are asked about each other; and how
    likely it is that they do.
    """

    problem: Problem
    takes_part: tuple[bool, ...]
    twins: tuple[Twin, ...]
    loss: float
    pairs: Chances

    @property
    def out(self) -> int:
        """How many guests change places with nobody."""
        return len(self.problem.people) - 2 * len(self.twins)


def check(plan: SeatingPlan, problem: Problem, now: dt.datetime) -> None:
    """Raise why tables cannot be drawn now: ``AlreadyDrawn``, ``NotRegistered``, ``NotMadeYet``, ``NotAllSeated``, and
    the refusals of ``rules.check_draw``."""
    meeting = plan.meeting
    if find_lottery(meeting) is not None:
        raise AlreadyDrawn()
    rules.check_draw(len(problem.people), letters.has_lottery(meeting), meeting.starts_at, now)
    registered = planning.find_plan(meeting.project)
    if registered is None or not registered.draws:
        raise NotRegistered()
    if plan.made_at is None:
        raise NotMadeYet()
    if not problem.is_seated:
        raise NotAllSeated()


def outlook(plan: SeatingPlan, problem: Problem) -> Outlook:
    """Who are twins, and about whom their coins decide. It takes a while with hundreds of guests."""
    from kapstok.planner.lottery.chances import chances, listed, lottery
    from kapstok.planner.lottery.twins import pair_twins

    may = takes_part(plan.meeting, problem)
    twins, loss = pair_twins(problem.instance, problem.seats, problem.sector, may)
    decided = lottery(chances(problem.seats, twins))
    counting = {two: chance for two, chance in decided.items() if _counts(two, problem, may)}
    return Outlook(problem, may, tuple(twins), loss, listed(counting))


def takes_part(meeting: Meeting, problem: Problem) -> tuple[bool, ...]:
    """Of each of the people, whether they did not say no."""
    query = in_project(Invitation, meeting.project_id).where(Invitation.meeting_id == meeting.id, Invitation.no_lottery)
    declined = set(db.session.scalars(query.with_only_columns(Invitation.person_id)))
    return tuple(person not in declined for person in problem.people)


def draw(plan: SeatingPlan, found: Outlook, now: dt.datetime, *, actor: str, seed: str | None = None) -> Lottery:
    """Toss the coins, once: keep the plan before them, the twins, the chances and the seed, and lay the drawn plan.

    It fixes the measurement plan. ``found``: made of the plan as it is now, else ``PlanChanged``. ``seed``: drawn here
    unless a test gives one. Raises what ``check`` raises, and ``rules.NothingToDraw``.
    """
    from kapstok.planner.lottery.chances import coins, flip, met, seed_hash

    plan, problem = planner.lock(plan, found.problem.version, now), found.problem
    fresh = reading.problem(plan, now)
    same = (fresh.people, fresh.seats, takes_part(plan.meeting, fresh))
    if same != (problem.people, problem.seats, found.takes_part):
        raise PlanChanged()
    check(plan, fresh, now)
    if not found.pairs:
        raise rules.NothingToDraw()
    seed = seed or secrets.token_hex(32)
    tossed = coins(seed, len(found.twins))
    drawn = flip(problem.seats, found.twins, tossed)
    made = Lottery(
        project_id=plan.project_id,
        meeting_id=plan.meeting_id,
        drawn_at=now,
        seed=seed,
        seed_hash=seed_hash(seed),
        loss=found.loss,
        places=_places(plan, found, tossed),
    )
    db.session.add(made)
    db.session.flush()
    together = met(drawn)
    db.session.execute(
        insert(LotteryPair), [_pair(made, problem, two, found.pairs[two], together) for two in found.pairs]
    )
    planner.lay(plan, fresh, drawn, now)
    _fix_measurement_plan(plan.meeting, now)
    audit.record("tables drawn", actor=actor, project_id=plan.project_id, subject=f"meeting:{plan.meeting_id}")
    return made


# Inside


def _counts(two: Pair, problem: Problem, takes_part: Sequence[bool]) -> bool:
    """Whether a pair is asked about: neither said no, and as far as is known they do not know each other yet."""
    one, other = two
    return takes_part[one] and takes_part[other] and bool(problem.holds.new[one, other])


def _places(plan: SeatingPlan, found: Outlook, tossed: Sequence[bool]) -> list[LotteryPlace]:
    """Everybody who takes part, with the path before the coins."""
    problem = found.problem
    number = {person: k for k, two in enumerate(found.twins, 1) for person in two}
    return [
        LotteryPlace(
            project_id=plan.project_id,
            person_id=problem.people[person],
            path=_path(problem.seats, person, problem.tables),
            twin=number.get(person),
            exchanged=person in number and tossed[number[person] - 1],
        )
        for person, takes_part in enumerate(found.takes_part)
        if takes_part
    ]


def _path(seats: Plan, person: int, tables: Sequence[int]) -> list[int]:
    return [ABSENT if row[person] == ABSENT else tables[row[person]] for row in seats]


def _pair(made: Lottery, problem: Problem, two: Pair, chance: float, together: set[Pair]) -> dict[str, object]:
    return {
        "project_id": made.project_id,
        "lottery_id": made.id,
        "one_id": problem.people[two[0]],
        "other_id": problem.people[two[1]],
        "chance": chance,
        "drawn": two in together,
    }


def _fix_measurement_plan(meeting: Meeting, now: dt.datetime) -> None:
    registered = planning.find_plan(meeting.project)
    assert registered is not None  # ``check`` said so
    planning.fix(registered, now)
