"""The tafelindeling of the meeting that comes first: made by the verbs that make every one of them."""

from __future__ import annotations

from dataclasses import replace

from kapstok.demo.agenda import HELD
from kapstok.demo.rows import Rows
from kapstok.planner import moving, reading, service, solver, wishing
from kapstok.planner.rules import Wish

_STEPS = 20_000  # the same on every machine, and so the same plan


def lay(rows: Rows, *, actor: str) -> None:
    """Tables and rounds for who said yes, a host, two wishes and a seat that stays; guests see their own rounds."""
    meeting = rows.meetings[rows.story.meetings[len(HELD)].key]
    meeting.lottery = True
    settings = service.suggested_settings(meeting)
    host = reading.expected(meeting)[-2].id
    hosted = (replace(settings.tables[0], name="Bij het raam", host_id=host), *settings.tables[1:])
    plan = service.save_settings(meeting, replace(settings, tables=hosted), None, rows.now, actor=actor)
    problem = reading.problem(plan, rows.now)
    carer = problem.people[problem.carer.index(True)]
    other = next(person for person in problem.people if person != carer)
    wishing.add_wish(plan, Wish.TOGETHER, carer, other, plan.version, rows.now, actor=actor)
    wishing.set_guest(plan, problem.people[-1], plan.version, rows.now, actor=actor, until_round=plan.rounds - 1)
    problem = reading.problem(plan, rows.now)
    service.lay(plan, problem, solver.solve(problem.levelled, steps=_STEPS, seed=plan.seed), rows.now)
    moving.hold(plan, 1, carer, held=True, seen_version=plan.version, now=rows.now, actor=actor)
    service.share(plan, rows.now, actor=actor)
