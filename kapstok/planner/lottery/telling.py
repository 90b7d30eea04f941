"""What may be told of draws whose answers are in: of all of them together, and of each where that betrays nobody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kapstok.disclosure import SMALL_INSIDE, SMALLEST_DENOMINATOR
from kapstok.planner.instance import Pair, Plan, pair
from kapstok.planner.lottery.chances import Twin, chances, flip, lottery, met
from kapstok.planner.lottery.estimate import Answered, Draw, Effect, attrition, effect, outcome

SEED = 20240303  # of the coins that are tossed again: the same answers give the same p
NEVER = 10**9  # more pairs than there will be

Said = Mapping[tuple[int, int], int | None]  # (respondent, named) → 0–4, None for "weet ik niet"
Values = Mapping[Pair, float | None]  # what came of each pair of persons, None where that is not known
Speakers = dict[bool, dict[bool, set[int]]]


@dataclass(frozen=True)
class Place:
    """One guest in a draw: the tables before the coins, the number of the twins they are of, and what the coin said."""

    person: int
    path: tuple[int, ...]
    twin: int | None
    exchanged: bool


@dataclass(frozen=True)
class Drawn:
    """One draw as it was kept. ``pairs``: of persons, those that the coins decided about."""

    places: tuple[Place, ...]
    pairs: tuple[Pair, ...]

    @property
    def plan(self) -> Plan:
        """Rounds × places: the numbers of tables before the coins."""
        return [list(row) for row in zip(*(place.path for place in self.places), strict=True)]

    @property
    def tossed(self) -> tuple[list[Twin], list[bool]]:
        """The twins by their index among the places, in the order of their coins, and how those fell."""
        members: dict[int, list[int]] = {}
        for index, place in enumerate(self.places):
            if place.twin is not None:
                members.setdefault(place.twin, []).append(index)
        twins = [(two[0], two[1]) for _number, two in sorted(members.items()) if len(two) == 2]
        return twins, [self.places[one].exchanged for one, _other in twins]


@dataclass(frozen=True)
class Told:
    """Some draws together. ``effect`` is None where it would rest on under ten pairs a side, or on one to four people.

    ``won`` and ``lost``: how many pairs that the coins put together, or kept apart, were asked about and answered.
    """

    effect: Effect | None
    won: Answered
    lost: Answered


def as_draw(drawn: Drawn, values: Values) -> Draw:
    """The draw for the estimate.

    Of cards that were merged since one twin may be gone: where the coin put the other is not known then, and pairs of
    the other are left out, whatever the coin said. So is what no coin decides about any more.
    """
    index = {place.person: number for number, place in enumerate(drawn.places)}
    plan, (twins, coins) = drawn.plan, drawn.tossed
    decided = lottery(chances(plan, twins))
    found = {pair(index[one], index[other]): values[one, other] for one, other in drawn.pairs}
    tossed = {person for two in twins for person in two}
    lost = {number for number, place in enumerate(drawn.places) if place.twin is not None and number not in tossed}
    found = {two: value for two, value in found.items() if two in decided and lost.isdisjoint(two)}
    known = {two: value for two, value in found.items() if value is not None}
    return Draw(plan, twins, coins, list(found), known)


def lines_stated(drawn: Drawn, said: Said, threshold: int) -> dict[Pair, float | None]:
    """Of each pair: the share of their answers that states a line of this strength or more."""
    return {
        (one, other): outcome(*(_states(said.get(way), threshold) for way in ((one, other), (other, one))))
        for one, other in drawn.pairs
    }


def together(several: Sequence[tuple[Drawn, Said]], threshold: int) -> Told:
    """What the draws say of lines, all of them together: intention to treat, as the measurement plan has it."""
    draws = [as_draw(drawn, lines_stated(drawn, said, threshold)) for drawn, said in several]
    won, lost = attrition(draws)
    hidden = is_small(several, draws, threshold)
    return Told(None if hidden else effect(draws, SEED), won, lost)


def each(several: Sequence[tuple[Drawn, Said]], threshold: int) -> list[Told]:
    """The same of each draw by itself, described only; rates of none unless of all: subtraction would tell the rest."""
    found = [together([one], threshold) for one in several]
    if any(told.effect is None for told in found):
        return [replace(told, effect=None) for told in found]
    return found


def described(several: Sequence[tuple[Drawn, Values]]) -> Effect | None:
    """The two rates of an outcome that pairs share, such as a referral between their organisations, without a test.

    None where it would rest on under ten pairs on a side, or on one to four people of whom it is true, or is not.
    """
    found = effect([as_draw(drawn, values) for drawn, values in several], SEED, fewest=NEVER)
    people: dict[float, set[int]] = {}
    for _drawn, values in several:
        for two, value in values.items():
            if value is not None:
                people.setdefault(value, set()).update(two)
    small = any(len(who) < SMALL_INSIDE for who in people.values())
    return None if small or min(found.won, found.lost) < SMALLEST_DENOMINATOR else found


def is_small(several: Sequence[tuple[Drawn, Said]], draws: Sequence[Draw], threshold: int) -> bool:
    """Whether the rates would rest on under ten pairs on a side, or tell of one to four people who say yes, or no."""
    won, lost = attrition(draws)
    if min(won.answered, lost.answered) < SMALLEST_DENOMINATOR:
        return True
    speakers: Speakers = {side: {True: set(), False: set()} for side in (True, False)}
    for (drawn, said), draw in zip(several, draws, strict=True):
        seated = met(flip(draw.plan, draw.twins, draw.coins))
        for one, other in draw.outcome:
            people = drawn.places[one].person, drawn.places[other].person
            for way in (people, people[::-1]):
                if (states := _states(said.get(way), threshold)) is not None:
                    speakers[(one, other) in seated][states].add(way[0])
    return any(0 < len(people) < SMALL_INSIDE for side in speakers.values() for people in side.values())


def _states(strength: int | None, threshold: int) -> bool | None:
    return None if strength is None else strength >= threshold
