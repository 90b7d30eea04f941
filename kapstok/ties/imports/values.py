"""What is written where a strength belongs. Pure."""

from __future__ import annotations

import re

# Written where somebody gave no answer, by people and by programs: no observation, and never a zero.
NO_ANSWER = {"na", "n.a.", "nan", "nvt", "n.v.t.", "-", "–", "—", ".", "?"}
_NUMBER = re.compile(r"[+-]?\d{1,9}(?:[.,]\d*)?")


def is_number(text: str) -> bool:
    return _NUMBER.fullmatch(text) is not None


def says_something_else(text: str) -> bool:
    """Whether it is neither a number, nor nothing, nor one of the ways to say that there was no answer."""
    return bool(text) and not is_number(text) and text.casefold() not in NO_ANSWER


def whole(text: str) -> int | None:
    """``2``, ``2.0`` and ``2,0`` → 2; None for a number that is not whole."""
    number = float(text.replace(",", "."))
    return int(number) if number.is_integer() else None
