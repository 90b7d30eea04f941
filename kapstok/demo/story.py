"""Tell the demo: a deterministic, believable project in the manner of Kapstok, in a municipality that does not exist.

``tell(today)`` gives the same story for the same day, and on another day the same people in much the same story: the
dates move along, and with them what depends on holidays and on the time between meetings. Fifteen months ago the
nulmeting opened; six bijeenkomsten have been held, T1 followed the fifth, T2 runs now, two meetings are ahead. How
lines grow is told in ``growth``; what people fill in of them, with gaps, in ``waves``; what comes of them in
``lines``; referrals and counts follow in ``counts``.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections import Counter

from kapstok import clock
from kapstok.demo import around, cards, cast, counts, doings, draws, kaart, lines, region, waves
from kapstok.demo.agenda import HELD, T1_FOLLOWS, Agenda, plan
from kapstok.demo.growth import Acquaintance, Moment
from kapstok.demo.meetings import guests, programme
from kapstok.demo.shapes import Done, Guest, Meeting, Person, Project, Story
from kapstok.meetings.rules import Attendance

SEED = "leemvoort"
BASELINE_RESPONSE, T1_RESPONSE, T2_RESPONSE = 0.82, 0.76, 0.41  # of T2 so far
_DAYS_PER_MONTH = 30.4


def tell(today: dt.date, seed: str = SEED) -> Story:
    """The whole story as it stands on the morning of ``today``."""
    agenda = plan(today)
    people = cast.people(agenda, seed)
    meetings = programme(agenda, today)
    answers = guests(meetings, people, today, seed)
    present = {
        m.key: [g for g in answers if g.meeting == m.key and g.attendance is Attendance.PRESENT] for m in meetings
    }
    held = meetings[: len(HELD)]
    truths = _grow(people, held, present, seed)
    measured = (
        waves.measure("t0", "Nulmeting", agenda.baseline_opens, BASELINE_RESPONSE, people, truths[0], seed),
        waves.measure("t1", "T1", agenda.t1_opens, T1_RESPONSE, people, truths[T1_FOLLOWS], seed),
    )
    running = waves.measure("t2", "T2", agenda.t2_opens, T2_RESPONSE, people, truths[-1], f"{seed}/t2", today=today)
    sheets = [sheet for wave in (*measured, running) for sheet in wave.sheets]
    met = Counter(guest.person for meeting in held[:T1_FOLLOWS] for guest in present[meeting.key])

    def meetings_before(day: dt.date) -> int:
        return bisect_right(agenda.meetings[: len(HELD)], day)

    organisations, services = region.organisations(), region.services()
    shown_cards = cards.cards(people, agenda.meetings[: len(HELD)], seed)
    return Story(
        today=today,
        project=Project("Samen rond de mantelzorger", "Leemvoort", agenda.starts_on, agenda.ends_on),
        organisations=organisations,
        services=services,
        offers=tuple(kaart.offers(services, today)),
        people=people,
        cards=shown_cards,
        meetings=meetings,
        guests=answers,
        around=around.around(meetings, people, today),
        opinions=around.opinions(held, present, seed),
        poll=around.poll(people, today, seed),
        waves=measured,
        running=running,
        lines=lines.shown(shown_cards, people, sheets, truths[0], agenda.starts_on, today, seed),
        pulses=tuple(
            waves.pulse(meeting, present[meeting.key], people, truth, today, seed)
            for meeting, truth in zip(held, truths[1:], strict=True)
        ),
        draws=draws.draws(held, present, people, truths, today, seed),
        tallies=counts.referrals(
            _months(agenda, today),
            lambda month: truths[meetings_before(month)],
            organisations, services, people, today, seed,
        ),
        in_view=counts.in_view(
            _reference_dates(agenda, today), lambda day: meetings_before(day) / len(HELD), seed
        ),
        done=Done(
            doings.handed(),
            doings.adopted(agenda.meetings, organisations, today, seed),
            doings.stepped(agenda.meetings[0], organisations, today, seed),
            doings.measured(_reference_dates(agenda, today), seed),
            doings.followed(services, today, seed),
            doings.cases(today),
        ),
        items=counts.ITEMS,
        item_answers=counts.answer_items(measured, people, met, seed),
    )  # fmt: skip


def _grow(
    people: tuple[Person, ...], held: tuple[Meeting, ...], present: dict[str, list[Guest]], seed: str
) -> list[Moment]:
    """What people would say before the first meeting and after each one."""
    acquaintance = Acquaintance(people, seed)
    truths = [acquaintance.snapshot()]
    for number, meeting in enumerate(held):
        if number:
            acquaintance.pass_months((meeting.starts_at - held[number - 1].starts_at).days / _DAYS_PER_MONTH)
        acquaintance.meet(present[meeting.key])
        truths.append(acquaintance.snapshot())
    return truths


def _months(agenda: Agenda, today: dt.date) -> list[dt.date]:
    """Every whole month from the start of the project to the last one that is over."""
    months = [clock.month_of(agenda.starts_on)]
    while (following := clock.month_of(months[-1] + dt.timedelta(days=31))) < clock.month_of(today):
        months.append(following)
    return months


def _reference_dates(agenda: Agenda, today: dt.date) -> list[dt.date]:
    """1 January and 1 July, from the last one before the first meeting until three weeks ago."""
    every = [dt.date(year, month, 1) for year in range(agenda.starts_on.year - 1, today.year + 1) for month in (1, 7)]
    first = max(day for day in every if day < agenda.meetings[0])
    return [day for day in every if first <= day <= today - dt.timedelta(days=21)]
