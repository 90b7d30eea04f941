"""The tafelindeling of the meeting that comes first: made by the verbs that make every one of them."""

from __future__ import annotations

from kapstok.demo.agenda import HELD
from kapstok.demo.rows import Rows
from kapstok.planner import reading, service, solver, wishing
from kapstok.planner.rules import Wish

_STEPS = 20_000  # the same on every machine, and so the same plan


def lay(rows: Rows, *, actor: str) -> None:
    """Tables and rounds for who said yes, with two wishes; nobody but the projectleider sees it yet."""
    meeting = rows.meetings[rows.story.meetings[len(HELD)].key]
    meeting.lottery = True
    plan = service.save_settings(meeting, service.suggested_settings(meeting), None, rows.now, actor=actor)
    problem = reading.problem(plan, rows.now)
    carer = problem.people[problem.carer.index(True)]
    other = next(person for person in problem.people if person != carer)
    wishing.add_wish(plan, Wish.TOGETHER, carer, other, plan.version, rows.now, actor=actor)
    wishing.set_guest(plan, problem.people[-1], plan.version, rows.now, actor=actor, until_round=plan.rounds - 1)
    problem = reading.problem(plan, rows.now)
    service.lay(plan, problem, solver.solve(problem.levelled, steps=_STEPS, seed=plan.seed), rows.now)
