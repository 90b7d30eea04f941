"""What a tafelindeling is expected to bring: beside counting off and the bound, what is forced, and who gains least."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import render_template
from flask_babel import gettext as _

from kapstok import clock
from kapstok.planner import reading, service
from kapstok.planner.models import SeatingPlan
from kapstok.planner.reading import Problem
from kapstok.planner.rules import NotMadeYet
from kapstok.planner.start import NoPlan
from kapstok.planner.telling import about
from kapstok.web import filters
from kapstok.web.projectleider import blueprint
from kapstok.web.projectleider.meetings import get_meeting
from kapstok.web.projectleider.seating_view import guest_address
from kapstok.web.projectleider.seating_words import forced_in_words, reasons_in_words

if TYPE_CHECKING:
    from kapstok.planner.expected import Expected, Gain

FEW_KNOWN = 0.5  # of the pairs: below it a page says how little is known
Row = tuple[str, int | None, int | None]  # what, in this plan, by counting off


@dataclass(frozen=True)
class Gains:
    """A guest who gains little. ``address``: where she sits first, and why."""

    name: str
    address: str
    why: str


@blueprint.get("/bijeenkomsten/<int:meeting_id>/tafels/opbrengst")
def seating_gain(meeting_id: int):
    from kapstok.planner.bounds import upper_bound
    from kapstok.planner.clashes import clashes
    from kapstok.planner.expected import gains_least

    plan = service.get_plan(get_meeting(meeting_id))
    if plan.made_at is None:
        raise NotMadeYet()
    problem = reading.problem(plan, clock.now())
    possible = not clashes(problem.instance)  # else there is nothing that any plan has at least, or at most
    found = expected(problem, upper_bound(problem.even) if possible else None)
    return render_template(
        "projectleider/seating/gain.html",
        meeting=plan.meeting,
        rows=[*compared(found), (_("Punten"), about(found.plan.points), found.by_hand and about(found.by_hand.points))],
        bound=_bound_in_words(found),
        least=[_gains(plan, problem, gain) for gain in gains_least(problem.instance, problem.seats)],
        **(_forced(problem) if possible else {}),
    )


def expected(problem: Problem, bound: float | None = None) -> Expected:
    """The seats as they are beside what is done by hand with the same guests, tables and wishes."""
    from kapstok.planner.counting_off import counting_off
    from kapstok.planner.expected import Expected, totals

    people = range(len(problem.people))
    by_sector = sorted(people, key=lambda person: (problem.sectors[person], problem.organisations[person]))
    try:
        by_hand = totals(problem.instance, counting_off(problem.even, by_sector), problem.holds)
    except NoPlan:
        by_hand = None
    return Expected(totals(problem.instance, problem.seats, problem.holds), by_hand, bound)


def compared(found: Expected) -> list[Row]:
    """What the plan brings and counting off would, in the words of a projectleider; what follows from lines, coarse."""
    told = [
        (_("Tweetallen die elkaar nog niet kennen, ongeveer"), lambda one: about(one.meets.new)),
        (_("Tweetallen uit verschillende domeinen, ongeveer"), lambda one: about(one.meets.across)),
        (_("Tweetallen met verwijsbehoefte, ongeveer"), lambda one: about(one.meets.needed)),
        (_("Keren dat twee mensen weer samen zitten"), lambda one: one.repeats),
        (_("Keren dat collega’s samen zitten"), lambda one: one.colleagues),
    ]
    return [(label, count(found.plan), count(found.by_hand) if found.by_hand else None) for label, count in told]


def known_in_words(problem: Problem) -> str:
    """How much is known of who knows whom, where that is little."""
    share = problem.known_share
    if not share:
        return _(
            "Nog niemand van deze gasten vertelde wie hij of zij kent. "
            "Daarom telt iedereen als nieuw voor iedereen, behalve collega’s."
        )
    if share < FEW_KNOWN:
        return _(
            "Van %(share)s van de tweetallen weten we of zij elkaar kennen. De anderen tellen als nieuw voor elkaar.",
            share=filters.percent(share),
        )
    return ""


def _bound_in_words(found: Expected) -> str:
    if not found.share or found.bound is None:
        return ""
    return _(
        "Geen enkele indeling haalt meer dan %(bound)s punten; of dat aantal te halen is, weet niemand. "
        "Deze indeling haalt daarvan %(share)s.",
        bound=filters.number(about(round(found.bound))),
        share=filters.percent(found.share),
    )


def _forced(problem: Problem) -> dict[str, object]:
    """Why people meet again in any plan, in sentences, and how often at least."""
    from kapstok.planner.forced import certain, forced

    found, instance = forced(problem.instance), problem.instance
    told = [forced_in_words(one, instance.rounds, len(instance.tables)) for one in found]
    return {"forced": list(dict.fromkeys(told)), "at_least": certain(found)}


def _gains(plan: SeatingPlan, problem: Problem, gain: Gain) -> Gains:
    first = next(number for number, row in enumerate(problem.instance.present, 1) if row[gain.person])
    address = guest_address(plan, first, problem.people[gain.person])
    why = reasons_in_words(gain.reasons)
    return Gains(problem.names[gain.person], address, why)
