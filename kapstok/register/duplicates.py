"""Who may stand in the register twice: pairs that look alike, and why. Pure.

Not everybody is compared with everybody: two that look alike share an address, a number, or a word of their name (give
or take one slip of the pen), so only those who share one of these are looked at.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from typing import TypeVar
from urllib.parse import urlsplit

from rapidfuzz.distance import OSA

from kapstok.register.rules import match_key

MOST_TOGETHER = 60  # of a larger group that shares one word, only neighbours in the alphabet are compared
NEIGHBOURS = 8
_BETWEEN = frozenset(match_key("de van der den het ten ter te la le el in op aan bij von du").split())
_SHORTENED = re.compile(r"['’‘`][tsn]\b", re.IGNORECASE)  # van ’t Hof; a bare letter is an initial
_TITLES = frozenset(match_key("dr drs mr ir ing prof mw mevr mevrouw dhr heer").split())
_LEGAL = frozenset(match_key("stichting vereniging bv nv vof cv coöperatie maatschap en").split()) | _BETWEEN


class Reason(StrEnum):
    """Why two look alike."""

    PHONE = "phone"
    EMAIL = "email"
    WEBSITE = "website"
    SAME_NAME = "same_name"
    ALIKE = "alike"  # a similar name, at the same organisation


@dataclass(frozen=True)
class Somebody:
    """One person, as plain values."""

    id: int
    name: str
    organisation_id: int | None = None
    email: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Club:
    """One organisation, as plain values."""

    id: int
    name: str
    email: str = ""
    phone: str = ""
    website: str = ""


@dataclass(frozen=True)
class Pair:
    """Two rows by id, the lower first, and every reason that holds, the strongest first."""

    first: int
    second: int
    reasons: tuple[Reason, ...]


Row = TypeVar("Row", Somebody, Club)


def people(everybody: Sequence[Somebody]) -> list[Pair]:
    """Pairs of people that look alike, in the order of their names.

    A number or an address that colleagues share (praktijk@…) makes no pair by itself: then the names must agree, or
    only two hold it and it is a mobile number, or they work at different places.
    """
    words = {one.id: name_words(one.name) for one in everybody}
    found: dict[tuple[int, int], list[Reason]] = defaultdict(list)
    for reason, key_of in ((Reason.PHONE, lambda one: phone_key(one.phone)), (Reason.EMAIL, lambda one: one.email)):
        for group in _sharing(everybody, key_of):
            for one, other in _pairs(group):
                if (len(group) == 2 and _is_personal(one, other, reason)) or _agree(words[one.id], words[other.id]):
                    _note(found, one, other, reason)
    for one, other in _with_similar_words(everybody, words):
        together = one.organisation_id is not None and one.organisation_id == other.organisation_id
        same = len(words[one.id]) > 1 and words[one.id] == words[other.id]
        if same:
            _note(found, one, other, Reason.SAME_NAME)
        elif together and alike(words[one.id], words[other.id]):
            _note(found, one, other, Reason.ALIKE)
    return _in_order(found, everybody)


def organisations(everybody: Sequence[Club]) -> list[Pair]:
    """Pairs of organisations that look alike, in the order of their names."""
    words = {one.id: club_words(one.name) for one in everybody}
    found: dict[tuple[int, int], list[Reason]] = defaultdict(list)
    shared = (
        (Reason.WEBSITE, lambda one: website_key(one.website)),
        (Reason.PHONE, lambda one: phone_key(one.phone)),
        (Reason.EMAIL, lambda one: one.email),
    )
    for reason, key_of in shared:
        for group in _sharing(everybody, key_of):
            for one, other in _pairs(group):
                # Three places of one organisation share a website; two with one are more often one.
                if len(group) == 2 or set(words[one.id]) & set(words[other.id]):
                    _note(found, one, other, reason)
    for one, other in _with_similar_words(everybody, words):
        if _same_club(words[one.id], words[other.id]):
            _note(found, one, other, Reason.SAME_NAME)
    return _in_order(found, everybody)


def name_words(name: str) -> tuple[str, ...]:
    """The telling words of a person's name, sorted: ``Vries, mw. A. de`` and ``A. de Vries`` have the same."""
    return tuple(sorted(_words(name, _BETWEEN | _TITLES)))


def club_words(name: str) -> tuple[str, ...]:
    """The telling words of an organisation's name, as they stand: ``Stichting De Kom`` is called ``kom``."""
    return tuple(_words(name, _LEGAL))


def alike(mine: Sequence[str], theirs: Sequence[str]) -> bool:
    """Whether two names (as words) may be one: each word of the shorter is in the longer, as itself, as a slip of the
    pen, or as an initial; at least two words agree, one of them written out."""
    matched = _matched(mine, theirs)
    return len(matched) >= 2 and any(len(one) > 1 and len(other) > 1 for one, other in matched)


def phone_key(phone: str) -> str:
    """A Dutch number as one string of digits, however it was written; "" for what is too short to tell people apart."""
    digits = re.sub(r"\D", "", phone)
    for prefix in ("0031", "31"):
        if digits.startswith(prefix) and len(digits) >= len(prefix) + 9:
            digits = digits.removeprefix(prefix)
            break
    digits = digits.lstrip("0")
    return "0" + digits if len(digits) >= 8 else ""


def website_key(website: str) -> str:
    """``https://www.kom.example.org/`` → ``kom.example.org``."""
    try:
        parts = urlsplit(website.strip().casefold())
    except ValueError:
        return ""
    return parts.netloc.removeprefix("www.") + parts.path.rstrip("/")


def _words(name: str, without: frozenset[str]) -> list[str]:
    words = match_key(_SHORTENED.sub(" ", name)).replace("ij", "y").split()
    return [word for word in words if word not in without] or words


def _close(mine: str, theirs: str) -> bool:
    """The same word but for one slip of the pen (two in a long word); short words have no room for one."""
    shorter = min(len(mine), len(theirs))
    most = 0 if shorter < 4 else 1 if shorter < 9 else 2
    return mine == theirs or (most > 0 and OSA.distance(mine, theirs, score_cutoff=most) <= most)


def _fits(mine: str, theirs: str) -> bool:
    """The same word, or the initial of it."""
    if 1 in (len(mine), len(theirs)):
        return mine[0] == theirs[0]
    return _close(mine, theirs)


def _matched(mine: Sequence[str], theirs: Sequence[str]) -> list[tuple[str, str]]:
    """Each word of the shorter name beside its like in the longer; nothing when one has none."""
    shorter, longer = sorted((sorted(mine, key=len, reverse=True), sorted(theirs, key=len, reverse=True)), key=len)
    left, matched = list(longer), []
    for word in shorter:
        like = next((other for other in left if word == other), None) or next(
            (other for other in left if _fits(word, other)), None
        )
        if like is None:
            return []
        left.remove(like)
        matched.append((word, like))
    return matched


def _agree(mine: Sequence[str], theirs: Sequence[str]) -> bool:
    """Whether two names of people with one address may be one person's: here one word written out is enough."""
    return any(len(one) > 1 and len(other) > 1 for one, other in _matched(mine, theirs))


def _same_club(mine: Sequence[str], theirs: Sequence[str]) -> bool:
    if "".join(mine) == "".join(theirs):
        return True
    pairs = zip(sorted(mine), sorted(theirs), strict=False)
    return len(mine) == len(theirs) and all(_close(one, other) for one, other in pairs)


def _is_personal(one: Somebody, other: Somebody, reason: Reason) -> bool:
    elsewhere = one.organisation_id != other.organisation_id
    return elsewhere or (reason is Reason.PHONE and phone_key(one.phone).startswith("06"))


def _sharing(everybody: Iterable[Row], key_of: Callable[[Row], str]) -> Iterator[list[Row]]:
    """Those who have the same key; who has none shares nothing."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for one in everybody:
        if key := key_of(one):
            groups[key].append(one)
    return (group for group in groups.values() if len(group) > 1)


def _with_similar_words(everybody: Iterable[Row], words: dict[int, tuple[str, ...]]) -> Iterator[tuple[Row, Row]]:
    """Pairs with a word in common that is at most one slip apart, each pair once."""
    groups: dict[Hashable, list[Row]] = defaultdict(list)
    for one in everybody:
        for key in {key for word in words[one.id] for key in _with_one_slip(word)}:
            groups[key].append(one)
        groups["".join(words[one.id]), "whole"].append(one)
    seen = set()
    for group in groups.values():
        group.sort(key=lambda one: (words[one.id], one.id))
        for one, other in _pairs(group):
            ids = min(one.id, other.id), max(one.id, other.id)
            if ids not in seen:
                seen.add(ids)
                yield one, other


def _with_one_slip(word: str) -> set[str]:
    """The word, and the word without each of its letters: two words one slip apart have one of these in common."""
    if len(word) < 4:
        return {word} if len(word) > 1 else set()
    return {word} | {word[:place] + word[place + 1 :] for place in range(len(word))}


def _pairs(group: Sequence[Row]) -> Iterator[tuple[Row, Row]]:
    if len(group) <= MOST_TOGETHER:
        yield from combinations(group, 2)
        return
    for place, one in enumerate(group):
        for other in group[place + 1 : place + 1 + NEIGHBOURS]:
            yield one, other


def _note(found: dict[tuple[int, int], list[Reason]], one: Row, other: Row, reason: Reason) -> None:
    reasons = found[min(one.id, other.id), max(one.id, other.id)]
    if reason not in reasons:
        reasons.append(reason)


def _in_order(found: dict[tuple[int, int], list[Reason]], everybody: Iterable[Row]) -> list[Pair]:
    names = {one.id: match_key(one.name) for one in everybody}
    order = {reason: place for place, reason in enumerate(Reason)}
    pairs = [Pair(*ids, tuple(sorted(reasons, key=order.__getitem__))) for ids, reasons in found.items()]
    return sorted(pairs, key=lambda pair: (-len(pair.reasons), names[pair.first], pair.first, pair.second))
