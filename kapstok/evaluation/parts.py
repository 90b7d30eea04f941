"""Parts of people and of what they said, as far as they may be told: nobody can be recognised, also by subtraction."""

from __future__ import annotations

from dataclasses import dataclass

from kapstok import disclosure
from kapstok.disclosure import SMALL_INSIDE


@dataclass(frozen=True)
class Part:
    """``part`` of ``whole``; None is a number that would be about recognisable people.

    ``few``: the part is of one to four people; ``most``: of all but one to four. ``limit``: the share above which the
    part asks for attention.
    """

    part: int | None
    whole: int | None
    few: bool = False
    most: bool = False
    limit: float = 1.0

    @property
    def share(self) -> float | None:
        """part / whole, or None where either is hidden, or the whole too small for a percentage."""
        return None if self.part is None or self.whole is None else disclosure.share(self.part, self.whole)

    @property
    def careful(self) -> bool:
        """Whether the part is so large that it asks for attention."""
        if self.most or self.part is None or self.whole is None:
            return self.most and self.limit < 1
        return self.part > self.limit * self.whole


def of_people(part: int, whole: int, limit: float = 1.0) -> Part:
    """So many of so many people, unless one to four are in the part, or outside it."""
    shown = disclosure.suppressed({"part": part, "rest": whole - part})
    hidden = None in shown.values()
    few = hidden and part < SMALL_INSIDE
    return Part(None if hidden else part, whole, few=few, most=hidden and not few, limit=limit)


def of_some_people(part: int, whole: int, everybody: int, limit: float = 1.0) -> Part:
    """The same where ``whole`` is itself a part of ``everybody``, and may be what must not be told."""
    if whole < SMALL_INSIDE:
        return Part(None, None)
    found = of_people(part, whole, limit)
    tells_others = 0 < everybody - whole < SMALL_INSIDE
    return Part(found.part, None if tells_others else whole, found.few, found.most, limit)


def of_things(part: int, whole: int, people: int, limit: float = 1.0) -> Part:
    """So many of so many answers, pairs or lines; the part is of so many different ``people``."""
    few = 0 < people < SMALL_INSIDE
    return Part(None if few else part, whole, few=few, limit=limit)
