"""What an import would do, row by row: new, changed, known already, or refused and why. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from kapstok.errors import N_
from kapstok.mail.rules import BadAddress, address
from kapstok.register.columns import Kind
from kapstok.register.rules import match_key

FORMULA = N_("Hier staat een formule. Zet de uitkomst neer: kopieer de cel, en plak alleen de waarde.")
NO_NAME = N_("De naam ontbreekt.")
TOO_LONG = N_("Dit is langer dan %(most)s tekens. Kort het in.")
BAD_WEBSITE = N_("“%(website)s” is geen webadres. Een webadres begint met https://.")
UNKNOWN_SECTOR = N_("De sector “%(sector)s” kent dit project niet. Kies uit: %(known)s.")
ARCHIVING = N_("Met een lijst zet u niets in het archief. Doe dat op de bladzijde zelf, en maak deze cel leeg.")

YES, NO = "ja", "nee"
_NO = {NO, "no", "false", "onwaar", "0"}


class Status(StrEnum):
    """What would happen with a row."""

    REFUSED = "refused"
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class Problem:
    """Why a row is refused, and in which column."""

    column: str
    sentence: str
    params: Mapping[str, object] = field(default_factory=dict)

    def text(self, translate: Callable[..., str]) -> str:
        return translate(self.sentence, **self.params)


@dataclass(frozen=True)
class Change:
    column: str
    old: str
    new: str


@dataclass(frozen=True)
class PlannedRow:
    """One row and what would become of it. ``entry`` holds the words in use: "poh" became "Praktijkondersteuner"."""

    entry: Any  # the ``Entry`` of its kind of list
    status: Status
    row_id: int | None = None
    changes: tuple[Change, ...] = ()
    problems: tuple[Problem, ...] = ()
    namesake_at: str | None = None  # for a new person: where somebody with the same name is known


@dataclass(frozen=True)
class Plan:
    """What one list would do. ``organisations``: those it makes as (name, sector); ``functions``: words it adds."""

    kind: Kind
    rows: tuple[PlannedRow, ...]
    organisations: tuple[tuple[str, str], ...] = ()
    functions: tuple[str, ...] = ()

    def count(self, status: Status) -> int:
        return sum(row.status is status for row in self.rows)


@dataclass(frozen=True)
class FilePlan:
    """What the lists of one file would do together."""

    lists: tuple[Plan, ...]

    def count(self, status: Status) -> int:
        return sum(plan.count(status) for plan in self.lists)

    @property
    def can_land(self) -> bool:
        """All of it or nothing: no row is refused, and there is something to do."""
        return not self.count(Status.REFUSED) and bool(self.count(Status.NEW) + self.count(Status.CHANGED))

    @property
    def fingerprint(self) -> str:
        """Differs when the register changed in a way that makes the same file do something else."""
        said = [
            (plan.kind, plan.organisations, plan.functions, row.entry, row.status, row.row_id, row.changes)
            for plan in self.lists
            for row in plan.rows
        ]
        return hashlib.sha256(repr(said).encode()).hexdigest()


def words(terms: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The name in use for each way to write one of ``(key, name)``: its name, or its key."""
    return {match_key(word): name for key, name in terms for word in (key, name)}


def by_names(organisations: Iterable[Any]) -> dict[str, Any]:
    """Organisations by the key of their name; a name that one had before counts when nobody bears it now."""
    known = tuple(organisations)
    formerly = {match_key(name): organisation for organisation in known for name in organisation.formerly}
    return formerly | {match_key(organisation.name): organisation for organisation in known}


def says_yes(cell: str) -> bool:
    """Whether somebody ticked this cell, in whatever way."""
    return bool(cell) and cell.lower() not in _NO


def changes(
    known: object, entry: object, columns: Iterable[str], differs: Callable[[str, str, str], bool]
) -> tuple[Change, ...]:
    """What ``entry`` would change in what is ``known``; an empty cell changes nothing.

    ``differs(column, old, new)`` says whether two texts mean something else.
    """
    asked = ((column, getattr(known, column), getattr(entry, column)) for column in columns)
    return tuple(Change(column, old, new) for column, old, new in asked if new and differs(column, old, new))


def other_number(old: str, new: str) -> bool:
    """Whether these are two telephone numbers, however they are written."""
    return [sign for sign in old if sign.isdigit()] != [sign for sign in new if sign.isdigit()]


def row(
    entry: Any, known: Any, changed: tuple[Change, ...], problems: Iterable[Problem], columns: Iterable[str]
) -> PlannedRow:
    """A row that is refused for ``problems`` (in the order of ``columns``), new, or about what is ``known``."""
    place = {column: number for number, column in enumerate(columns)}
    ordered = tuple(sorted(problems, key=lambda problem: place[problem.column]))
    if ordered:
        return PlannedRow(entry, Status.REFUSED, problems=ordered)
    if known is None:
        return PlannedRow(entry, Status.NEW)
    return PlannedRow(entry, Status.CHANGED if changed else Status.UNCHANGED, known.id, changed)


def archived_row(entry: Any, known: Any) -> PlannedRow:
    """A row that says "in archief": a list can hold what is there, but puts nothing there."""
    if known is not None and known.archived:
        return PlannedRow(entry, Status.UNCHANGED, known.id)
    return PlannedRow(entry, Status.REFUSED, problems=(Problem("archived", ARCHIVING),))


def shape_problems(entry: Any, asked: Iterable[str], longest: Mapping[str, int]) -> Iterable[Problem]:
    """What is wrong with the columns ``asked`` of an entry, whatever the register holds."""
    for column in entry.formulas:
        yield Problem(column, FORMULA)
    for column in asked:
        value = getattr(entry, column)
        if len(value) > longest.get(column, len(value)):
            yield Problem(column, TOO_LONG, {"most": longest[column]})
        elif column == "email" and value:
            yield from _email_problems(value)
        elif column == "website" and value and not _is_website(value):
            yield Problem(column, BAD_WEBSITE, {"website": value})


def _email_problems(value: str) -> Iterable[Problem]:
    try:
        address(value)
    except BadAddress as refusal:
        yield Problem("email", refusal.sentence, refusal.params)


def _is_website(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)
