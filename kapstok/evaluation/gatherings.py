"""What attendees thought of bijeenkomsten: each by itself, and together by method. Never about people who would be
recognised, nor about a meeting whose answers could be found by subtraction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from kapstok.disclosure import SMALL_INSIDE
from kapstok.evaluation.opinions import AGREES, Opinion, opinion


class Said(Protocol):
    """What one attendee said: 1–5, or None for "niet van toepassing"."""

    person_id: int
    useful: int | None
    able: int | None


@dataclass(frozen=True)
class Held:
    """A meeting that took place, with what was said of it. ``method`` is empty when none was chosen.

    ``open_until``: while people are still asked, nothing that was said is here.
    """

    meeting_id: int
    title: str
    starts_at: dt.datetime
    method: str
    present: int
    said: Sequence[Said]
    open_until: dt.datetime | None = None


@dataclass(frozen=True)
class Gathering:
    """What may be shown of one meeting. ``present`` and ``answered``: None for fewer than five people, but not 0."""

    held: Held
    present: int | None
    answered: int | None
    useful: Opinion
    able: Opinion


@dataclass(frozen=True)
class Method:
    """The meetings of one method together."""

    name: str
    meetings: int
    useful: Opinion
    able: Opinion


Answers = Sequence[tuple[int, int | None]]  # person id, value


def gathering(held: Held) -> Gathering:
    """One meeting by itself."""
    return Gathering(
        held=held,
        present=_count(held.present),
        answered=_count(len(held.said)),
        useful=opinion(each.useful for each in held.said),
        able=opinion(each.able for each in held.said),
    )


def by_method(meetings: Iterable[Held]) -> list[Method]:
    """The meetings of each method together, by name; those without a method last."""
    groups: dict[str, list[Held]] = {}
    for held in meetings:
        groups.setdefault(held.method, []).append(held)
    return [
        Method(
            name=name,
            meetings=len(group),
            useful=together([[(each.person_id, each.useful) for each in held.said] for held in group]),
            able=together([[(each.person_id, each.able) for each in held.said] for held in group]),
        )
        for name, group in sorted(groups.items(), key=lambda row: (not row[0], row[0]))
    ]


def together(meetings: Sequence[Answers]) -> Opinion:
    """The answers to one question at several meetings as one.

    Meetings too small to be shown alone count only when together they are large enough to be shown: otherwise
    subtracting those that are shown would tell of them.
    """
    alone = [opinion(value for _person, value in answers).share is not None for answers in meetings]
    shown = [each for answers, is_shown in zip(meetings, alone, strict=True) if is_shown for each in answers]
    rest = [each for answers, is_shown in zip(meetings, alone, strict=True) if not is_shown for each in answers]
    return _pooled([*shown, *rest] if _pooled(rest).share is not None else shown)


def _pooled(answers: Answers) -> Opinion:
    """As ``opinion``, where one person may have answered more than once: what counts is how many people there are."""
    found = opinion(value for _person, value in answers)
    agree = {person for person, value in answers if value is not None and value >= AGREES}
    others = {person for person, value in answers if value is not None and value < AGREES}
    if len(agree | others) < SMALL_INSIDE:
        return Opinion(None, None, None)
    if found.share is not None and any(0 < len(people) < SMALL_INSIDE for people in (agree, others)):
        return Opinion(found.answered, None, None)
    return found


def _count(people: int) -> int | None:
    return None if 0 < people < SMALL_INSIDE else people
