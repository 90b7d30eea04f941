"""What may be shown: pseudonyms and small cells. Pure; used by every page, export and report."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

K = TypeVar("K", bound=Hashable)

SMALL_INSIDE = 5  # inside a project, counts of persons below this are not shown
SMALL_PUBLISHED = 10  # in what is marked for publication
SMALLEST_DENOMINATOR = 10  # no percentage of fewer
SMALLEST_GROUP = 5  # sectors and functions of fewer people merge to "overig"


def pseudonym(key: str, person_id: int) -> str:
    """A short code for a person, stable within one project and meaningless without its key: ``K7QD``-like.

    Four base32 characters of an HMAC-SHA256; 2,000 people share a code in about two pairs, so it is a label, not an id.
    """
    digest = hmac.new(key.encode(), f"person:{person_id}".encode(), hashlib.sha256).digest()
    return base64.b32encode(digest)[:4].decode()


def pseudonyms(key: str, person_ids: Sequence[int]) -> dict[int, str]:
    """A pseudonym per person, made longer by digits where two would be the same.

    After a project's retention there is no key: then codes are made up on the spot, and lead nowhere.
    """
    key = key or secrets.token_hex(32)
    names: dict[int, str] = {}
    taken: dict[str, int] = {}
    for person_id in sorted(person_ids):
        code = pseudonym(key, person_id)
        taken[code] = taken.get(code, 0) + 1
        names[person_id] = code if taken[code] == 1 else f"{code}{taken[code]}"
    return names


def share(part: int, whole: int) -> float | None:
    """``part / whole``, or None where the denominator is too small to show a percentage."""
    return part / whole if whole >= SMALLEST_DENOMINATOR else None


def merged_groups(group_of: Mapping[K, str], rest: str, smallest: int = SMALLEST_GROUP) -> dict[K, str]:
    """The same mapping of people to groups, with groups under ``smallest`` people merged into ``rest``.

    When the merged rest is itself too small, the next smallest group joins it: otherwise a subtraction shows it.
    """
    sizes: dict[str, int] = {}
    for group in group_of.values():
        sizes[group] = sizes.get(group, 0) + 1
    by_size = sorted((size, group) for group, size in sizes.items() if group != rest)
    gone = {group for size, group in by_size if size < smallest}
    rest_size = sizes.get(rest, 0) + sum(sizes[group] for group in gone)
    for size, group in by_size:
        if not 0 < rest_size < smallest:
            break
        if group not in gone:
            gone.add(group)
            rest_size += size
    return {person: rest if group in gone else group for person, group in group_of.items()}


def suppressed(row: Mapping[K, int | None], smallest: int = SMALL_INSIDE) -> dict[K, int | None]:
    """Counts of persons with small cells hidden (None), for a row whose total is shown or can be known.

    Primary: 0 < count < ``smallest``. Complementary: the smallest other counts are hidden too, until at least two cells
    are hidden that together reach ``smallest``, so that a subtraction from the total shows nothing.
    """
    hidden = {cell: count for cell, count in row.items() if count is not None and 0 < count < smallest}
    others = sorted((count, str(cell), cell) for cell, count in row.items() if count and cell not in hidden)
    for count, _name, cell in others:
        if not hidden or (len(hidden) > 1 and sum(hidden.values()) >= smallest):
            break
        hidden[cell] = count
    return {cell: None if cell in hidden else count for cell, count in row.items()}
