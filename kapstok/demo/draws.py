"""The lotteries of the demo: who could have sat at whose table, what the coins made of it, and who answered the list.

The tables that were told stay: what the coins exchanged is put back to know where people would have sat.
"""

from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Sequence

from kapstok import clock
from kapstok.demo.growth import Moment
from kapstok.demo.meetings import moment_between
from kapstok.demo.shapes import Draw, Drawn, Guest, Meeting, Person, Sheet
from kapstok.ties.rules import SHORT_LINE

_FIRST = 3  # the fourth meeting was the first with a lottery
_RESPONSE = 0.62
_OTHERWISE = 0.04  # who got a short line in these eight weeks in another way
_DAY = dt.timedelta(days=1)


def draws(
    held: Sequence[Meeting],
    present: dict[str, list[Guest]],
    people: Sequence[Person],
    truths: Sequence[Moment],
    today: dt.date,
    seed: str,
) -> tuple[Draw, ...]:
    """One of every held meeting from the fourth on. ``truths``: before the first meeting, and after each."""
    return tuple(
        _draw(meeting, present[meeting.key], people, truths[number], truths[number + 1], today, seed)
        for number, meeting in enumerate(held)
        if number >= _FIRST
    )


def _draw(
    meeting: Meeting,
    guests: list[Guest],
    people: Sequence[Person],
    before: Moment,
    after: Moment,
    today: dt.date,
    seed: str,
) -> Draw:
    from kapstok.planner.lottery import chances, rules

    rng = random.Random(f"{seed}/draw/{meeting.key}")
    there = [guest for guest in guests if guest.table is not None]
    twins = _twins(there, people, rng)
    word = rng.randbytes(32).hex()
    coins = chances.coins(word, len(twins))
    drawn = [[guest.table or 0 for guest in there]]
    plan = chances.flip(drawn, twins, coins)  # the same exchange once more: where they would have sat
    asked = chances.listed(
        {
            (one, other): chance
            for (one, other), chance in chances.lottery(chances.chances(plan, twins)).items()
            if not before[there[one].person][there[other].person] and not before[there[other].person][there[one].person]
        }
    )
    met = chances.met(drawn)
    day = clock.local_date(meeting.starts_at)
    sent = clock.local_date(meeting.ends_at + rules.ASK_AFTER) + _DAY
    sheets = _sheets(asked, there, after, sent, rng) if sent + rules.ANSWER_WITHIN < today else ()
    answered = {sheet.respondent: sheet.at for sheet in sheets}
    twin_of = {place: number for number, two in enumerate(twins, 1) for place in two}
    return Draw(
        meeting=meeting.key,
        drawn_at=moment_between(day - _DAY, day - _DAY, rng),
        seed=word,
        loss=0.008,
        asked_at=moment_between(sent, sent, rng) if sheets else None,
        places=tuple(
            Drawn(
                guest.person,
                plan[0][place],
                twin_of.get(place),
                place in twin_of and coins[twin_of[place] - 1],
                answered.get(guest.person),
            )
            for place, guest in enumerate(there)
        ),
        pairs=tuple(
            (there[one].person, there[other].person, chance, (one, other) in met)
            for (one, other), chance in asked.items()
        ),
        sheets=sheets,
    )


def _twins(there: list[Guest], people: Sequence[Person], rng: random.Random) -> list[tuple[int, int]]:
    """Two of one sector at two tables, nobody twice."""
    sectors: dict[str, list[int]] = defaultdict(list)
    for place, guest in enumerate(there):
        sectors[people[guest.person].sector].append(place)
    twins = []
    for places in sectors.values():
        rng.shuffle(places)
        while len(places) > 1:
            one = places.pop()
            other = next((place for place in places if there[place].table != there[one].table), None)
            if other is not None:
                places.remove(other)
                twins.append((min(one, other), max(one, other)))
    return sorted(twins)


def _sheets(asked, there: list[Guest], truth: Moment, sent: dt.date, rng: random.Random) -> tuple[Sheet, ...]:
    names: dict[int, list[int]] = defaultdict(list)
    for one, other in asked:
        names[there[one].person].append(there[other].person)
        names[there[other].person].append(there[one].person)
    return tuple(
        Sheet(
            respondent,
            moment_between(sent, sent + 20 * _DAY, rng),
            {other: _says(truth[respondent][other], rng) for other in others},
        )
        for respondent, others in sorted(names.items())
        if rng.random() < _RESPONSE
    )


def _says(strength: int, rng: random.Random) -> int:
    return max(strength, SHORT_LINE) if rng.random() < _OTHERWISE else strength
