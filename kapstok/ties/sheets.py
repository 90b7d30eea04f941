"""Sheets of paper for "Wie kent u?": which row stands where, and the code by which a sheet finds its person.

Plain values in, plain values out. The printed sheet and the page on which it is typed over are both made of
``lay_out``, so that a row has one place and one number.
"""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kapstok.ties.listing import Name, arrange

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # 31 signs, a prime; none that is read as another: no 0 O 1 I L
HIGHEST = 2**31 - 1  # number of a row in the database
_BASE = len(ALPHABET)
_MARK = 2  # signs that tell the order of the rows
_SHORTEST = 2  # signs of the entry's number, so that no code is shorter than five


@dataclass(frozen=True)
class Row:
    """One line of a sheet. Who left since the list was frozen keeps the number (``listed`` is False)."""

    number: int
    name: Name
    listed: bool = True


@dataclass(frozen=True)
class Block:
    """The rows of one organisation. ``closes``: it ends with "verder ken ik hier niemand"."""

    id: int
    organisation: str
    rows: tuple[Row, ...]
    closes: bool = True


class Code(NamedTuple):
    """What stands in the corner of a sheet: whose it is, and in which order its rows were printed."""

    entry_id: int
    mark: int


def lay_out(names: Sequence[Name], late: Sequence[Name], me: Name, listed: Collection[int]) -> list[Block]:
    """The blocks of the sheet of ``me``, numbered from 1 in the order of ``listing.arrange``.

    ``names``: everybody on the frozen list, also who is not ``listed`` any more, so that numbers stay what they are on
    sheets that were printed before. ``late``: who was added since; they come last, for the same reason.
    """
    numbers = iter(range(1, len(names) + len(late) + 1))
    blocks = list(_numbered(names, me, listed, numbers, closes=True))
    return blocks + list(_numbered(late, me, listed, numbers, closes=False))


def order_mark(names: Sequence[Name], me: Name) -> int:
    """A small number that all but surely changes (960 in 961) when rows change places; ``names`` as in ``lay_out``."""
    order = [name.id for group in arrange(_others(names, me), me, {}) for name in group.names]
    return zlib.crc32(repr(order).encode()) % _BASE**_MARK


def write_code(code: Code) -> str:
    """``K7-Q3F``: the entry, two signs for the order, and one that gives away a slip of the pen."""
    signs = _signs(code.entry_id, _SHORTEST) + _signs(code.mark, _MARK)
    whole = signs + ALPHABET[_check(signs)]
    return f"{whole[: -_MARK - 1]}-{whole[-_MARK - 1 :]}"


def read_code(typed: str) -> Code | None:
    """What a code says, typed with or without its dash, in capitals or not; None for what is no code.

    One wrong sign, or two neighbours that changed places, never make another code: the signs are weighed with
    different weights modulo a prime, as in an ISBN-10.
    """
    signs = "".join(typed.upper().replace("-", " ").split())
    known = set(signs) <= set(ALPHABET)
    if not known or not _SHORTEST + _MARK < len(signs) <= 12 or ALPHABET[_check(signs[:-1])] != signs[-1]:
        return None
    code = Code(_number(signs[: -_MARK - 1]), _number(signs[-_MARK - 1 : -1]))
    return code if code.entry_id <= HIGHEST else None


def _numbered(
    names: Sequence[Name], me: Name, listed: Collection[int], numbers: Iterator[int], *, closes: bool
) -> Iterator[Block]:
    for group in arrange(_others(names, me), me, {}):
        rows = tuple(Row(next(numbers), name, name.id in listed) for name in group.names)
        if any(row.listed for row in rows):
            yield Block(group.block or 0, group.organisation, rows, closes)


def _others(names: Sequence[Name], me: Name) -> list[Name]:
    return [name for name in names if name.id != me.id]


def _check(signs: str) -> int:
    return sum(weight * ALPHABET.index(sign) for weight, sign in enumerate(reversed(signs), 1)) % _BASE


def _signs(number: int, least: int) -> str:
    signs = ""
    while number or len(signs) < least:
        number, rest = divmod(number, _BASE)
        signs = ALPHABET[rest] + signs
    return signs


def _number(signs: str) -> int:
    number = 0
    for sign in signs:
        number = number * _BASE + ALPHABET.index(sign)
    return number
