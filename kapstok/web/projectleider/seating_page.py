"""Tab Tafels of a bijeenkomst, as every form that leads back to it shows it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps

from flask import request, url_for
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from kapstok import clock, database
from kapstok.errors import NotFound, Refused
from kapstok.extensions import db
from kapstok.meetings.models import Meeting
from kapstok.planner import reading, rules, service
from kapstok.planner.instance import ABSENT
from kapstok.planner.lottery.service import find_lottery
from kapstok.planner.models import SeatingPlan
from kapstok.planner.reading import Problem
from kapstok.planner.rules import PlanChanged
from kapstok.web.projectleider.meeting_page import overview, page
from kapstok.web.projectleider.meetings import get_meeting
from kapstok.web.projectleider.seating_form import SizeForm
from kapstok.web.projectleider.seating_gain import compared, expected, known_in_words
from kapstok.web.projectleider.seating_offers import changes_of, search_of
from kapstok.web.projectleider.seating_view import ROUND, round_address, round_of

FROM = "vanaf"  # in an address: the round that comes now, on the day
MOVED, SWAPPED = "terug", "ruil"  # in an address: what was done just now, and can be undone


@dataclass(frozen=True)
class Button:
    """A sentence, and what can be done about it."""

    sentence: str
    label: str
    action: str
    fields: dict[str, object] = field(default_factory=dict)


def seating_page(meeting: Meeting, *, sentence: str = "", again: Button | None = None, number: int = 1) -> str:
    """The tab. ``sentence``: what went wrong just now, with what can be tried ``again``; ``number`` of the round."""
    plan = service.find_plan(meeting)
    if plan is None or plan.made_at is None:
        return first_page(meeting, plan, sentence=sentence)
    return _plan_page(meeting, plan, sentence, again, number)


def told_on_the_tab(view: Callable) -> Callable:
    """A refusal is told on the tab as it is now; who was too late can still do what they meant to do."""

    @wraps(view)
    def tried(meeting_id: int, **values: int):
        try:
            return view(meeting_id, **values)
        except NotFound:
            raise
        except Refused as refusal:
            db.session.rollback()
            with database.reading():  # what is offered may take a second, in which others can write
                meeting = get_meeting(meeting_id)
                again = _once_more(meeting) if isinstance(refusal, PlanChanged) else None
                number = request.form.get(ROUND, 1, int)
                return seating_page(meeting, sentence=refusal.text(_), again=again, number=number), refusal.status

    return tried


def _once_more(meeting: Meeting) -> Button | None:
    """The same form, of somebody who has now seen the newest plan."""
    plan = service.find_plan(meeting)
    if plan is None:
        return None
    fields = {name: value for name, value in request.form.items() if name != "csrf_token"}
    return Button("", _("Doe het alsnog"), request.path, fields | {"version": plan.version})


def first_page(meeting: Meeting, plan: SeatingPlan | None, form: FlaskForm | None = None, *, sentence: str = "") -> str:
    """The tab as long as nobody sits anywhere: how many come, and a proposal."""
    seen, guests = overview(meeting), reading.expected(meeting)
    settings = service.settings_of(plan) if plan else rules.suggested(len(guests))
    known = reading.company(meeting.project, guests, clock.now()).known.known_share if guests else None
    return page(
        "projectleider/seating/empty.html",
        seen,
        "seating",
        form=form or SizeForm(formdata=None, count=len(settings.tables), rounds=settings.rounds),
        plan=plan,
        open=not rules.is_over(meeting, clock.now()),
        sentence=sentence,
        guests=len(guests),
        fewest_guests=rules.FEWEST_GUESTS,
        nothing_known=not known,
    )


def _plan_page(meeting: Meeting, plan: SeatingPlan, sentence: str, again: Button | None, number: int) -> str:
    from kapstok.planner.clashes import clashes

    now, seen = clock.now(), overview(meeting)
    problem = reading.problem(plan, now)
    from_round = min(max(request.args.get(FROM, 1, int), 1), plan.rounds)
    shown = round_of(plan, problem, [guest.person for guest in seen.guests], number)
    return page(
        "projectleider/seating/plan.html",
        seen,
        "seating",
        plan=plan,
        open=not rules.is_over(meeting, now),
        sentence=sentence,
        again=again,
        done=_undo(plan, problem, shown.number),
        clashes=len(clashes(problem.instance)),
        drawn=find_lottery(meeting) is not None,
        guest_changes=changes_of(plan, problem, from_round),
        began=_rounds_to_come(plan, from_round) if meeting.starts_at <= now else [],
        FROM=FROM,
        from_round=from_round,
        search=search_of(plan, problem),
        here_again=round_address(plan, shown.number),
        papers=_papers(meeting),
        shown=shown,
        rows=compared(expected(problem)),
        known=known_in_words(problem),
        nothing=not any(map(any, problem.instance.value)),
    )


def _rounds_to_come(plan: SeatingPlan, chosen: int) -> list[tuple[str, str, bool]]:
    """A tab for each round that may be the next one."""
    return [
        (_("Ronde %(number)s", number=number), round_address(plan, number, **{FROM: number}), number == chosen)
        for number in range(1, plan.rounds + 1)
    ]


def _papers(meeting: Meeting) -> list[tuple[str, str]]:
    """(label, address) of what is printed, and of what is taken down on the day."""
    pages = {
        "projectleider.seating_cards": _("Tafelkaartjes"),
        "projectleider.seating_badges": _("Naamkaartjes met tafels"),
        "projectleider.seating_schedule": _("Rondeschema"),
    }
    return [(label, url_for(endpoint, meeting_id=meeting.id)) for endpoint, label in pages.items()]


def _undo(plan: SeatingPlan, problem: Problem, number: int) -> Button | None:
    """What was moved just now, by the address, with the button that takes it back."""
    moved, swapped = (_two_numbers(request.args.get(name, "")) for name in (MOVED, SWAPPED))
    if moved:
        return _undo_move(plan, problem, number, *moved)
    return _undo_swap(plan, problem, number, *swapped) if swapped else None


def _undo_move(plan: SeatingPlan, problem: Problem, number: int, person_id: int, table: int) -> Button | None:
    index = problem.index(person_id)
    if index is None or table not in problem.tables or (at := problem.seats[number - 1][index]) == ABSENT:
        return None
    if problem.tables[at] == table:
        return None
    return Button(
        _(
            "%(name)s zit in ronde %(round)s nu aan tafel %(table)s.",
            name=problem.names[index],
            round=number,
            table=problem.tables[at],
        ),
        _("Zet terug"),
        url_for("projectleider.move_guest", meeting_id=plan.meeting_id),
        {"version": plan.version, ROUND: number, "gast": person_id, "tafel": table},
    )


def _undo_swap(plan: SeatingPlan, problem: Problem, number: int, one_id: int, other_id: int) -> Button | None:
    one, other = problem.index(one_id), problem.index(other_id)
    if one is None or other is None:
        return None
    return Button(
        _(
            "%(one)s en %(other)s hebben in ronde %(round)s van plaats geruild.",
            one=problem.names[one],
            other=problem.names[other],
            round=number,
        ),
        _("Ruil terug"),
        url_for("projectleider.swap_guests", meeting_id=plan.meeting_id),
        {"version": plan.version, ROUND: number, "gast": one_id, "met": other_id},
    )


def _two_numbers(text: str) -> tuple[int, int] | None:
    found = re.fullmatch(r"([0-9]{1,9})-([0-9]{1,9})", text)
    return (int(found[1]), int(found[2])) if found else None
