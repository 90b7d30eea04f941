"""How many people a bijeenkomst reached, and of which sectors: no number is of one to four people. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kapstok.disclosure import SMALL_INSIDE, merged_groups


@dataclass(frozen=True)
class Guest:
    """One person and one bijeenkomst. ``invited`` is false for who walked in."""

    invited: bool
    accepted: bool
    present: bool
    sector: str


@dataclass(frozen=True)
class Reach:
    """Numbers of people; None: fewer than five, or all but so few. ``sectors``: (name, invited, present)."""

    invited: int | None
    accepted: int | None
    present: int | None
    sectors: tuple[tuple[str, int | None, int | None], ...]


def reach(guests: Sequence[Guest], rest: str) -> Reach:
    """Who was invited, said yes and came. Sectors of fewer than five guests are merged into ``rest``."""
    invited = [guest for guest in guests if guest.invited]
    present = _told(sum(guest.present for guest in guests))
    stayed_away = sum(not guest.present for guest in invited)
    said_no = sum(not guest.accepted for guest in invited)
    all_invited = None if _few(stayed_away) else _told(len(invited))
    return Reach(
        invited=all_invited,
        accepted=None if all_invited is None or _few(said_no) else _told(len(invited) - said_no),
        present=present,
        sectors=_by_sector(guests, rest),
    )


def _by_sector(guests: Sequence[Guest], rest: str) -> tuple[tuple[str, int | None, int | None], ...]:
    merged = merged_groups({number: guest.sector for number, guest in enumerate(guests)}, rest)
    parts: dict[str, list[int]] = {}  # of each sector: who were invited, who came, who were invited and did not
    for number, guest in enumerate(guests):
        cells = parts.setdefault(merged[number], [0, 0, 0])
        cells[0] += guest.invited
        cells[1] += guest.present
        cells[2] += guest.invited and not guest.present
    hidden = hidden_rows(parts)
    return tuple(
        (name, None, None) if name in hidden else (name, invited, came)
        for name, (invited, came, _away) in sorted(parts.items(), key=lambda row: (row[0] == rest, row[0]))
    )


def hidden_rows(rows: Mapping[str, Sequence[int]]) -> set[str]:
    """The rows with a cell of one to four people, and as many more as it takes that their sum tells of no such cell.

    At least two are hidden when one must be: the totals of all rows may be known.
    """
    hidden = {name for name, cells in rows.items() if any(map(_few, cells))}
    for name in sorted(rows.keys() - hidden, key=lambda name: (sum(rows[name]), name)):
        together = [sum(cells) for cells in zip(*(rows[one] for one in hidden), strict=True)]
        if not hidden or (len(hidden) > 1 and not any(map(_few, together))):
            break
        hidden.add(name)
    return hidden


def _few(people: int) -> bool:
    return 0 < people < SMALL_INSIDE


def _told(people: int) -> int | None:
    return None if _few(people) else people
