"""Whom else to invite to a bijeenkomst, and which of two dates: rows → what the planner advises."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kapstok.meetings import inviting as guest_lists
from kapstok.meetings import service as meetings
from kapstok.meetings.models import Meeting
from kapstok.meetings.rules import Choice, Partstat
from kapstok.planner import knowing, service
from kapstok.planner.rules import USUAL_AT_TABLE, USUAL_ROUNDS
from kapstok.projects.models import Project
from kapstok.register.models import Person

if TYPE_CHECKING:
    from kapstok.planner.value import Counts


@dataclass(frozen=True)
class Advised:
    """One person to invite, and what the guests are to them.

    ``others``: guests who are no colleagues, ``elsewhere``: those of them who work in another sector; both as the
    register says. ``meets`` follows from what single people answered: not to be told as it is.
    """

    person: Person
    others: int
    elsewhere: int
    meets: Counts


@dataclass(frozen=True)
class Advice:
    """Who would add most, one after the other.

    ``guests``: how many are on the list and did not decline. ``others``: how many are not on it. ``known_share``: of
    the pairs among all of those, of whom it was said whether they know each other; None below two people.
    """

    guests: int
    others: int
    known_share: float | None
    people: tuple[Advised, ...]


def may_come(meeting: Meeting) -> list[Person]:
    """Who is on the list and did not decline, by name."""
    return [
        guest.person
        for guest in meetings.list_guests(meeting)
        if guest.partstat != Partstat.DECLINED and guest.person.archived_at is None
    ]


def whom_to_invite(meeting: Meeting, room: int, now: dt.datetime) -> Advice:
    """Whom to invite beside the guests of now, at most ``room`` people; nobody as long as there are no guests."""
    from kapstok.planner.inviting import most_met, suggest
    from kapstok.planner.value import Sliders, pair_values

    guests, others = may_come(meeting), guest_lists.candidates(meeting)
    people = guests + others
    found = knowing.company(meeting.project, people, now)
    plan = service.find_plan(meeting)
    if plan is None:
        sliders, met = Sliders(), most_met(USUAL_ROUNDS, USUAL_AT_TABLE)
    else:
        sliders = Sliders.at(plan.sector, plan.need, plan.strengthen, plan.bridge)
        met = most_met(plan.rounds, max(table.most for table in plan.tables))
    here, there = range(len(guests)), range(len(guests), len(people))
    values = pair_values(found.known, found.holds, sliders)
    suggested = suggest(values, found.holds, here, there, room if guests else 0, max(1, met))
    return Advice(
        guests=len(guests),
        others=len(others),
        known_share=found.known.known_share,
        people=tuple(_advised(people[each.candidate], guests, each.meets) for each in suggested),
    )


def _advised(person: Person, guests: Sequence[Person], meets: Counts) -> Advised:
    home = person.organisation_id
    others = [guest for guest in guests if home is None or guest.organisation_id != home]
    elsewhere = sum(None not in (guest.sector, person.sector) and guest.sector != person.sector for guest in others)
    return Advised(person, len(others), elsewhere, meets)


def best_date(
    project: Project, people: Sequence[Person], said: Mapping[int, Sequence[Choice | None]], now: dt.datetime
) -> int | None:
    """Of dates with the same votes the one that clearly brings most; None when none does, or nothing is known.

    ``said``: by the id of each date what each of the ``people`` said of it, None for nothing.
    """
    from kapstok.planner.dates import IF_NEED_BE, clearly_best, expected_value
    from kapstok.planner.inviting import most_met
    from kapstok.planner.value import Sliders, pair_values

    found = knowing.company(project, people, now)
    if not found.known.known_share:
        return None
    values = pair_values(found.known, found.holds, Sliders())
    chance = {Choice.YES: 1.0, Choice.IF_NEED_BE: IF_NEED_BE}
    met = most_met(USUAL_ROUNDS, USUAL_AT_TABLE)
    return clearly_best(
        {
            option: expected_value(
                values, {person: chance[choice] for person, choice in enumerate(choices) if choice in chance}, met
            )
            for option, choices in said.items()
        }
    )
