"""What people filled in: the measurements with their frozen rosters, and the one-minute forms after meetings."""

from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict

from kapstok import clock
from kapstok.demo.agenda import WAVE_DAYS
from kapstok.demo.growth import Moment
from kapstok.demo.meetings import moment, moment_between
from kapstok.demo.shapes import Guest, Meeting, Person, Pulse, Sheet, Wave
from kapstok.ties.rules import SHORT_LINE

_DAY = dt.timedelta(days=1)

# How readily people of a function fill in a form; the others are in between.
_RESPONSE = {
    "huisarts": 0.55,
    "apotheker": 0.5,
    "anders": 0.6,
    "vrijwilliger": 0.8,
    "mantelzorgconsulent": 4.0,
    "poh": 1.6,
}
_SKIPS_BLOCK = 0.1  # an organisation one has no short line with, passed over: everybody in it stays NA
_CLOSES_BLOCK = 0.9  # the others end a block with "verder ken ik hier niemand"
_DONT_KNOW = 0.02  # "weet ik niet", per name
_PULSE_RESPONSE = 0.5
_NOT_DONE = 9  # of a measurement that runs, one of so many is not done, and one of so many answered on paper


def measure(
    key: str,
    title: str,
    opens: dt.date,
    response: float,
    people: tuple[Person, ...],
    truth: Moment,
    seed: str,
    *,
    today: dt.date | None = None,
) -> Wave:
    """One measurement of the share ``response`` of everybody who is active on its first day.

    With ``today`` it still runs: people answered until yesterday, and a few of them are not done.
    """
    last_day = opens + (WAVE_DAYS - 1) * _DAY
    until = last_day if today is None else today - _DAY
    rng = random.Random(f"{seed}/wave/{key}")
    asked = [p for p in people if p.active(opens)]
    listed = [p for p in asked if p.on_rosters]
    willing = _draw(asked, round(response * len(asked)), seed, rng)
    sheets = [_fill_in(respondent, listed, truth, moment_between(opens, until, rng), rng) for respondent in willing]
    return Wave(
        key=key,
        title=title,
        opens_at=moment(opens, 9),
        closes_at=moment(last_day + _DAY, 9) if today is None else None,
        last_day=last_day,
        asked=tuple(p.number for p in asked),
        listed=tuple(p.number for p in listed),
        sheets=tuple(sheets),
        begun=frozenset() if today is None else frozenset(p.number for p in willing[::_NOT_DONE]),
        on_paper=frozenset() if today is None else frozenset(p.number for p in willing[4::_NOT_DONE]),
    )


def pulse(
    meeting: Meeting, guests: list[Guest], people: tuple[Person, ...], truth: Moment, today: dt.date, seed: str
) -> Pulse:
    """The form after a meeting: about half of those who were there speak of their table, and of a few others."""
    rng = random.Random(f"{seed}/pulse/{meeting.key}")
    day = clock.local_date(meeting.starts_at)
    sheets = []
    for guest in guests:
        if rng.random() >= _PULSE_RESPONSE:
            continue
        others = [g for g in guests if g.person != guest.person and people[g.person].on_rosters]
        table = [g.person for g in others if g.table == guest.table]
        further = [g.person for g in others if g.table != guest.table and truth[guest.person][g.person] >= SHORT_LINE]
        names = table + rng.sample(further, min(len(further), rng.randint(0, 4)))
        named: dict[int, int | None] = {
            number: truth[guest.person][number] for number in names if rng.random() >= _DONT_KNOW
        }
        at = moment_between(day + _DAY, min(day + 8 * _DAY, today - _DAY), rng)
        sheets.append(Sheet(guest.person, at, named))
    return Pulse(meeting.key, tuple(sheets))


def _draw(asked: list[Person], count: int, seed: str, rng: random.Random) -> list[Person]:
    """``count`` respondents. Their readiness is their own, so mostly the same people answer every time."""

    def reluctance(person: Person) -> float:
        always = random.Random(f"{seed}/readiness/{person.number}").expovariate(_RESPONSE.get(person.function, 1.0))
        return always + 0.35 * rng.expovariate(1.0)

    ranked = sorted((reluctance(person), person.number) for person in asked)
    chosen = {number for _, number in ranked[:count]}
    return [person for person in asked if person.number in chosen]


def _fill_in(respondent: Person, listed: list[Person], truth: Moment, at: dt.datetime, rng: random.Random) -> Sheet:
    says = truth[respondent.number]
    blocks: dict[str, list[int]] = defaultdict(list)
    for person in listed:
        if person.number != respondent.number:
            blocks[person.organisation or "no organisation"].append(person.number)
    named: dict[int, int | None] = {}
    closed: list[int] = []
    for organisation, block in blocks.items():
        own = organisation == respondent.organisation
        if not own and max(says[number] for number in block) < SHORT_LINE and rng.random() < _SKIPS_BLOCK:
            continue
        known = [number for number in block if own or says[number] > 0]
        named |= {number: None if rng.random() < _DONT_KNOW else says[number] for number in known}
        if rng.random() < _CLOSES_BLOCK:
            closed += [number for number in block if number not in named]
    return Sheet(respondent.number, at, named, tuple(closed))
