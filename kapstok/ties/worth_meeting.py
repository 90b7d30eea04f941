"""Whom it would be good to meet, and why: a short sum of plain reasons that everybody can check. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Why two people should meet. In the order in which one is told of those that count for as much."""

    REFERRED = "referred"  # one's organisation refers to theirs, and one has no short line there
    COMMON = "common"  # acquaintances of both
    THEME = "theme"  # both are called for the same kind of support
    SECTOR = "sector"  # they work in another sector
    AREA = "area"  # they work in the same part of the region


POINTS = {Reason.REFERRED: 4, Reason.COMMON: 1, Reason.THEME: 2, Reason.SECTOR: 2, Reason.AREA: 1}
MOST_COMMON = 3  # further acquaintances in common add nothing: else only the best known are ever named


@dataclass(frozen=True)
class Somebody:
    """A person as the others may see them; what they keep to themselves is None, "" or empty."""

    id: int
    organisation: int | None = None
    sector: int | None = None
    area: str = ""
    themes: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Suggestion:
    """Somebody to meet, the one reason that is told, and what there is to tell of it."""

    person: int
    reason: Reason
    points: int
    common: tuple[int, ...] = ()  # whom both know
    theme: str = ""  # the first for which both are called
    area: str = ""  # in which both work


def worth_meeting(
    me: Somebody,
    strangers: Sequence[Somebody],
    common: Mapping[int, Collection[int]],
    referred: Collection[int],
    most: int = 3,
) -> list[Suggestion]:
    """The strangers with most points, never for nothing, and as far as can be of different organisations.

    4 points: my organisation referred to theirs (``referred``). 1 for each acquaintance that we share, at most 3
    (``common``: by stranger, whom I know and who is seen to know them). 2: another sector than mine. 2: we are both
    called for the same theme. 1: the same area. What counts most is the reason. With as many points the lower id goes
    first. People of one's own organisation are left out: they meet anyway.
    """
    found = [
        suggestion
        for other in strangers
        if me.organisation is None or other.organisation != me.organisation
        if (suggestion := _weigh(me, other, sorted(common.get(other.id, ())), referred)) is not None
    ]
    found.sort(key=lambda suggestion: (-suggestion.points, suggestion.person))
    return _spread(found, {other.id: other.organisation for other in strangers}, most)


def _weigh(me: Somebody, other: Somebody, common: list[int], referred: Collection[int]) -> Suggestion | None:
    themes = sorted(me.themes & other.themes)
    times = {
        Reason.REFERRED: other.organisation in referred,
        Reason.COMMON: min(len(common), MOST_COMMON),
        Reason.THEME: bool(themes),
        Reason.SECTOR: None not in (me.sector, other.sector) and me.sector != other.sector,
        Reason.AREA: me.area != "" and me.area == other.area,
    }
    points = {reason: POINTS[reason] * number for reason, number in times.items()}
    reason = max(Reason, key=points.__getitem__)  # the first of those that count for as much
    if not points[reason]:
        return None
    area = me.area if points[Reason.AREA] else ""
    return Suggestion(other.id, reason, sum(points.values()), tuple(common), themes[0] if themes else "", area)


def _spread(found: list[Suggestion], organisations: Mapping[int, int | None], most: int) -> list[Suggestion]:
    """The first of each organisation, and only then others of the same."""
    first: list[Suggestion] = []
    others: list[Suggestion] = []
    seen: set[int] = set()
    for suggestion in found:
        organisation = organisations[suggestion.person]
        (others if organisation in seen else first).append(suggestion)
        if organisation is not None:
            seen.add(organisation)
    return (first + others)[:most]
