"""Moving guests by hand: why somebody sits here, what another place costs, and holding what is right."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import redirect, render_template, request
from flask_babel import gettext as _

from kapstok import clock
from kapstok.errors import NotFound
from kapstok.extensions import db
from kapstok.planner import moving, reading, rules, service
from kapstok.planner.instance import ABSENT
from kapstok.planner.models import SeatingPlan
from kapstok.planner.reading import Problem
from kapstok.planner.telling import about, price_is_told
from kapstok.register.models import Person
from kapstok.scope import get_in_project
from kapstok.web.projectleider import blueprint
from kapstok.web.projectleider.meetings import actor, get_meeting
from kapstok.web.projectleider.seating_page import MOVED, SWAPPED, told_on_the_tab
from kapstok.web.projectleider.seating_view import ROUND, guest_address, round_address, seen_version
from kapstok.web.projectleider.seating_words import choice_in_words, company_in_words, kept_in_words, listed
from kapstok.web.typed import row_id

if TYPE_CHECKING:
    from kapstok.planner.choices import Choice

HELD = re.compile(r"ronde|(tafel|gast)-([0-9]{1,9})")


@dataclass(frozen=True)
class Option:
    """One other place in a list to choose from."""

    value: int
    words: str
    impossible: bool


@dataclass(frozen=True)
class Elsewhere:
    """One other table: what joining it costs, and the best exchange with somebody there."""

    number: int
    move: str
    swap: str


@blueprint.get("/bijeenkomsten/<int:meeting_id>/tafels/<int:number>/<int:person_id>")
def seating_guest(meeting_id: int, number: int, person_id: int):
    plan = service.get_plan(get_meeting(meeting_id))
    problem = reading.problem(plan, clock.now())
    index = problem.index(person_id)
    if index is None or number not in range(1, plan.rounds + 1) or not problem.instance.present[number - 1][index]:
        raise NotFound()
    at = problem.seats[number - 1][index]
    return render_template(
        "projectleider/seating/guest.html",
        meeting=plan.meeting,
        plan=plan,
        person=get_in_project(Person, plan.project_id, person_id),
        number=number,
        at=None if at == ABSENT else problem.tables[at],
        back=round_address(plan, number, None if at == ABSENT else problem.tables[at]),
        open=not rules.is_over(plan.meeting, clock.now()),
        held=(number - 1, index) in problem.instance.held,
        other_rounds=_other_rounds(plan, problem, number, index),
        **_why(problem, number, index),
        **_elsewhere(problem, number, index),
    )


@blueprint.post("/bijeenkomsten/<int:meeting_id>/tafels/verplaatsen")
@told_on_the_tab
def move_guest(meeting_id: int):
    """To another table; also back again."""
    plan = service.get_plan(get_meeting(meeting_id))
    number, person, table = (request.form.get(name, 0, row_id) for name in (ROUND, "gast", "tafel"))
    moved = moving.move(plan, number, person, table, seen_version(), clock.now(), actor=actor())
    db.session.commit()
    undo = {} if moved.table is None else {MOVED: f"{person}-{moved.table}"}
    return redirect(round_address(plan, number, table, **undo))


@blueprint.post("/bijeenkomsten/<int:meeting_id>/tafels/ruilen")
@told_on_the_tab
def swap_guests(meeting_id: int):
    """Two guests change places in one round; also back again."""
    plan = service.get_plan(get_meeting(meeting_id))
    number, one, other = (request.form.get(name, 0, row_id) for name in (ROUND, "gast", "met"))
    moving.swap(plan, number, one, other, seen_version(), clock.now(), actor=actor())
    db.session.commit()
    return redirect(round_address(plan, number, **{SWAPPED: f"{one}-{other}"}))


@blueprint.post("/bijeenkomsten/<int:meeting_id>/tafels/vastzetten")
@told_on_the_tab
def hold_seats(meeting_id: int):
    """What is right stays when the rest is worked out anew: a guest, a table, or the whole round."""
    plan, number = service.get_plan(get_meeting(meeting_id)), request.form.get(ROUND, 0, row_id)
    held = "vast" in request.form
    what = HELD.fullmatch(request.form.get("vast" if held else "los", ""))
    if what is None:
        raise NotFound()
    said = {"held": held, "seen_version": seen_version(), "now": clock.now(), "actor": actor()}
    kind, which = what[1], int(what[2] or 0)
    if kind == "gast":
        moving.hold(plan, number, which, **said)
    elif kind == "tafel":
        moving.hold_table(plan, number, which, **said)
    else:
        moving.hold_round(plan, number, **said)
    db.session.commit()
    return redirect(round_address(plan, number, which if kind == "tafel" else None))


def _why(problem: Problem, number: int, index: int) -> dict[str, object]:
    """Whom she meets at her table, and what keeps her there."""
    from kapstok.planner.telling import company
    from kapstok.planner.why import why_here

    if problem.seats[number - 1][index] == ABSENT:
        return {"sentence": _("Deze gast heeft in deze ronde nog geen tafel."), "company": "", "reasons": []}
    why = why_here(problem.instance, problem.seats, number - 1, index)
    elsewhere = sum(problem.sector[other] != problem.sector[index] for other in why.company)
    return {
        "sentence": company_in_words(
            len(why.company), elsewhere, why.again, company(problem.holds, index, why.company)
        ),
        "company": listed([problem.names[other] for other in why.company]),
        "reasons": kept_in_words(why.kept),
    }


def _elsewhere(problem: Problem, number: int, index: int) -> dict[str, object]:
    """Every other place: in lists to choose from, and by table."""
    from kapstok.planner.choices import moves, swaps

    round = problem.instance, problem.seats, number - 1, index
    joining, changing = moves(*round), swaps(*round)
    row = problem.seats[number - 1]
    told = {table: price_is_told(row, row[index], table) for table in range(len(problem.tables))}
    swapping = _best_first(changing.items(), lambda other: told[row[other]])
    best: dict[int, tuple[int, Choice]] = {}
    for other, choice in swapping:
        if choice.broken is None and told[row[other]]:
            best.setdefault(row[other], (other, choice))
    return {
        "moves": [
            _option(problem.tables[table], _("Tafel %(number)s", number=problem.tables[table]), choice, told[table])
            for table, choice in joining.items()
        ],
        "swaps": [
            _option(problem.people[other], _at_table(problem, other, row[other]), choice, told[row[other]])
            for other, choice in swapping
        ],
        "tables": [
            Elsewhere(
                problem.tables[table],
                choice_in_words(choice, told[table]),
                f"{problem.names[best[table][0]]}: {choice_in_words(best[table][1], True)}" if table in best else "",
            )
            for table, choice in joining.items()
        ],
    }


def _option(value: int, name: str, choice: Choice, told: bool) -> Option:
    return Option(value, f"{name}: {choice_in_words(choice, told)}", choice.broken is not None)


def _at_table(problem: Problem, person: int, table: int) -> str:
    return _("%(name)s (tafel %(number)s)", name=problem.names[person], number=problem.tables[table])


def _best_first(choices: Iterable[tuple[int, Choice]], told: Callable[[int], bool]) -> list[tuple[int, Choice]]:
    """What gains most first, as far as that is told; what cannot be last."""
    return sorted(choices, key=lambda row: (row[1].broken is not None, -about(row[1].points) if told(row[0]) else 0))


def _other_rounds(plan: SeatingPlan, problem: Problem, number: int, index: int) -> list[tuple[str, str]]:
    """(words, address) of the other rounds in which she is there."""
    here = [round for round, row in enumerate(problem.instance.present, 1) if row[index] and round != number]
    address = problem.people[index]
    return [(_("Ronde %(number)s", number=round), guest_address(plan, round, address)) for round in here]
