"""What comes of lines besides figures: who lets theirs be seen, who brings whom together, who is missed on the list."""

from __future__ import annotations

import datetime as dt
import itertools
import random
from collections.abc import Iterable, Sequence

from kapstok.demo.growth import Moment
from kapstok.demo.meetings import moment
from kapstok.demo.shapes import AroundLines, Card, Introduced, Missed, Observed, Person, ReadIn, Sheet
from kapstok.ties.rules import SHORT_LINE

_DAY = dt.timedelta(days=1)
LastWords = dict[tuple[int, int], int | None]  # (respondent, named) → strength
_SHOWS_LINES = 0.8  # of who lets their card be seen
_MISSED = (
    ("Riet Oldenhof", "Kerk in de Buurt", "Vrijwilliger", 3),
    ("Wim ter Horst", "Apotheek De Linde", "Apotheker", 2),
)
_WHY = "Ik zoek iemand die met mij een avond voor mantelzorgers wil opzetten."
_TRIOS = 7
_NOTE = "Jullie werken in dezelfde buurt en hebben elkaar veel te bieden."


def shown(
    cards: Sequence[Card],
    people: tuple[Person, ...],
    sheets: Iterable[Sheet],
    before: Moment,
    starts_on: dt.date,
    today: dt.date,
    seed: str,
) -> AroundLines:
    """The story around what was said on these sheets, as it stands today; ``before``: how it was at the start."""
    rng = random.Random(f"{seed}/lines")
    willing = [card for card in cards if rng.random() < _SHOWS_LINES]
    seen = [card.person for card in willing if people[card.person].on_map and people[card.person].on_rosters]
    trios = _trios([number for number in seen if people[number].mail], people, _last_words(sheets))
    (done_by, done, done_other), (asked_of, asker, wanted) = trios[0], trios[1]
    yesterday = moment(today - _DAY, 15)
    return AroundLines(
        open_to_show=tuple((card.person, max(card.said_on, today - 40 * _DAY)) for card in willing),
        missed=tuple(Missed(willing[place].person, *who, yesterday) for place, who in enumerate(_MISSED)),
        introduced=(
            Introduced(done_by, done, done_other, _NOTE, None, moment(today - 12 * _DAY, 11)),
            Introduced(asked_of, asker, wanted, _WHY, yesterday, None),
        ),
        observed=tuple(
            Observed(one, other, SHORT_LINE, moment(today - (9 + 4 * place) * _DAY, 16))
            for place, (_middle, one, other) in enumerate(trios[2:])
        ),
        read_in=_lists(people, before, starts_on, today),
    )


def _lists(people: tuple[Person, ...], before: Moment, starts_on: dt.date, today: dt.date) -> tuple[ReadIn, ...]:
    """An earlier list of who worked with whom, and one that turned out to be of another year."""
    able = [person.number for person in people if person.on_rosters and person.active(starts_on)]
    said = [(a, b, before[a][b]) for a, b in itertools.permutations(able, 2) if before[a][b] >= SHORT_LINE]
    at = moment(today - 33 * _DAY, 14)
    wrong = ReadIn("lijst-oud.csv", starts_on - 300 * _DAY, tuple(said[1::40]), at, at + dt.timedelta(minutes=20))
    return ReadIn("werkgroep-mantelzorg.xlsx", starts_on - 10 * _DAY, tuple(said[::9]), at), wrong


def _last_words(sheets: Iterable[Sheet]) -> LastWords:
    """What each said last of each other."""
    return {
        (sheet.respondent, other): strength
        for sheet in sorted(sheets, key=lambda sheet: sheet.at)
        for other, strength in (sheet.named | dict.fromkeys(sheet.closed, 0)).items()
    }


def _trios(able: Sequence[int], people: tuple[Person, ...], said: LastWords) -> list[tuple[int, int, int]]:
    """(middle, one, other), every time three other people: two who do not know each other, and somebody they know."""
    found: list[tuple[int, int, int]] = []
    taken: set[int] = set()
    for middle in able:
        if middle in taken:
            continue
        near = [n for n in able if n not in taken and (said.get((middle, n)) or 0) >= SHORT_LINE]
        pairs = (
            (one, other)
            for one, other in itertools.permutations(near, 2)
            if not said.get((one, other)) and not said.get((other, one))
            if (said.get((one, middle)) or 0) >= SHORT_LINE and people[one].sector != people[other].sector
        )
        pair = next(pairs, None)
        if pair is not None:
            found.append((middle, *pair))
            taken |= {middle, *pair}
    return found[:_TRIOS]
