"""What comes of lines besides figures: who lets theirs be seen, who brings whom together, who is missed on the list."""

from __future__ import annotations

import datetime as dt
import itertools
import random
from collections.abc import Sequence

from kapstok.demo.growth import Moment
from kapstok.demo.meetings import moment
from kapstok.demo.shapes import AroundLines, Card, Introduced, Missed, Observed, Person
from kapstok.ties.rules import SHORT_LINE

_DAY = dt.timedelta(days=1)
_SHOWS_LINES = 0.8  # of who lets their card be seen
_MISSED = (
    ("Riet Oldenhof", "Kerk in de Buurt", "Vrijwilliger", 3),
    ("Wim ter Horst", "Apotheek De Linde", "Apotheker", 2),
)
_NOTE = "Jullie werken in dezelfde buurt en hebben elkaar veel te bieden."


def shown(cards: Sequence[Card], people: tuple[Person, ...], truth: Moment, today: dt.date, seed: str) -> AroundLines:
    """The story around the lines of ``truth``, as it stands today."""
    rng = random.Random(f"{seed}/lines")
    willing = [card for card in cards if rng.random() < _SHOWS_LINES]
    trios = _trios([card.person for card in willing], people, truth)
    (done_by, done, done_other), (asked_of, asker, wanted) = trios[0], trios[1]
    yesterday = moment(today - _DAY, 15)
    return AroundLines(
        open_to_show=tuple((card.person, max(card.said_on, today - 40 * _DAY)) for card in willing),
        missed=tuple(Missed(willing[place].person, *who, yesterday) for place, who in enumerate(_MISSED)),
        introduced=(
            Introduced(done_by, done, done_other, _NOTE, None, moment(today - 12 * _DAY, 11)),
            Introduced(asked_of, asker, wanted, "", yesterday, None),
        ),
        observed=tuple(
            Observed(one, other, SHORT_LINE, moment(today - days * _DAY, 16))
            for days, (_middle, one, other) in zip((20, 9), trios[2:4], strict=True)
        ),
    )


def _trios(able: Sequence[int], people: tuple[Person, ...], truth: Moment) -> list[tuple[int, int, int]]:
    """Somebody who knows two others that are strangers to one another, four times, every time somebody else."""
    found: list[tuple[int, int, int]] = []
    for middle in able:
        near = [
            other
            for other in able
            if other != middle and truth[middle][other] >= SHORT_LINE and people[other].mail is not None
        ]
        strangers = (
            (one, other)
            for one, other in itertools.combinations(near, 2)
            if not truth[one][other] and not truth[other][one] and people[one].sector != people[other].sector
        )
        pair = next(strangers, None)
        if pair and people[middle].mail:
            found.append((middle, *pair))
    return found[:4]
