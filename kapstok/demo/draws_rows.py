"""The rows of the lotteries that were held."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kapstok.demo.shapes import Draw
from kapstok.meetings.models import Meeting
from kapstok.planner.lottery.chances import seed_hash
from kapstok.planner.models import Lottery, LotteryPlace
from kapstok.register.models import Person


def lottery(told: Draw, meeting: Meeting, people: Sequence[Person]) -> Lottery:
    """The draw with its places, and the announcement of it on the meeting."""
    meeting.lottery = True
    here = {"project_id": meeting.project_id}
    return Lottery(
        **here,
        meeting=meeting,
        drawn_at=told.drawn_at,
        seed=told.seed,
        seed_hash=seed_hash(told.seed),
        loss=told.loss,
        asked_at=told.asked_at,
        places=[
            LotteryPlace(
                **here,
                person=people[place.person],
                path=[place.table],
                twin=place.twin,
                exchanged=place.exchanged,
                answered_at=place.answered_at,
            )
            for place in told.places
        ],
    )


def pairs(told: Draw, lottery: Lottery, people: Sequence[Person]) -> Iterator[Mapping[str, object]]:
    """Who the coins could seat together: columns of ``LotteryPair``."""
    for one, other, chance, drawn in told.pairs:
        first, second = sorted((people[one].id, people[other].id))
        yield {"lottery_id": lottery.id, "one_id": first, "other_id": second, "chance": chance, "drawn": drawn}
