"""What a list of monthly counts would do, row by row: new, another number, the same, or refused and why. Pure."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from kapstok.errors import N_, Refused
from kapstok.plausible import is_jump
from kapstok.referrals.imports.table import Column, Entry, kind_of, month_of, number_of
from kapstok.referrals.rules import (
    OUTCOMES,
    Kind,
    MoreThanArrived,
    Of,
    ToOneself,
    check_count,
    check_month,
    check_stopped,
)
from kapstok.register.planned import FORMULA, Problem, Status, by_names
from kapstok.register.rules import match_key

NEAR_ENOUGH = 65  # of 100: below this two names only share some letters
NEAR_THE_BEST = 0.8
MOST_NEAR = 3
MOST_LOOKED_UP = 200

MISSING = N_("Vul dit in, of haal de rij weg.")
UNKNOWN = N_("“%(name)s” staat niet in het netwerk. Controleer de naam, of voeg deze organisatie eerst toe.")
UNKNOWN_NEAR = N_("“%(name)s” staat niet in het netwerk. Bedoelt u %(near)s?")
UNKNOWN_SERVICE = N_("%(organisation)s heeft geen aanbod “%(name)s”. Laat de cel leeg, of kies uit: %(offered)s.")
NO_SERVICE = N_("%(organisation)s heeft geen aanbod “%(name)s”. Laat de cel leeg.")
OF_ALL = N_("Wat er aankwam, geldt voor alle verwijzers samen. Tel deze rijen bij elkaar op en laat Van leeg.")
TWICE = N_("Deze telling staat ook op rij %(row)s. Haal een van beide rijen weg.")

_PLACE: dict[str, int] = {column: place for place, column in enumerate(Column)}


@dataclass(frozen=True)
class KnownService:
    id: int
    name: str
    stopped_on: dt.date | None = None


@dataclass(frozen=True)
class KnownOrganisation:
    """An organisation of the project, also one that stopped. ``formerly``: names of what was merged into it."""

    id: int
    name: str
    formerly: tuple[str, ...] = ()
    stopped_on: dt.date | None = None
    services: tuple[KnownService, ...] = ()


@dataclass(frozen=True)
class Row:
    """One row and what would become of it: ``was`` (None: nobody counted it) becomes ``count``."""

    entry: Entry
    of: Of | None
    count: int | None
    was: int | None
    problems: tuple[Problem, ...] = ()

    @property
    def status(self) -> Status:
        if self.problems:
            return Status.REFUSED
        if self.was is None:
            return Status.NEW
        return Status.UNCHANGED if self.was == self.count else Status.CHANGED

    @property
    def is_jump(self) -> bool:
        """Whether somebody should look again: so different from what stood there."""
        return self.count is not None and is_jump(self.was, self.count)


@dataclass(frozen=True)
class Plan:
    """What a file would do as a whole."""

    rows: tuple[Row, ...]

    def with_status(self, status: Status) -> list[Row]:
        return [row for row in self.rows if row.status is status]

    @property
    def can_land(self) -> bool:
        """All of it or nothing: no row is refused, and something changes."""
        found = {row.status for row in self.rows}
        return Status.REFUSED not in found and bool(found & {Status.NEW, Status.CHANGED})

    @property
    def fingerprint(self) -> str:
        """Differs when the same file would do something else by now."""
        said = [(row.entry.number, row.of, row.count, row.was, row.status) for row in self.rows]
        return hashlib.sha256(repr(said).encode()).hexdigest()


def weigh(
    entries: Iterable[Entry], known: Iterable[KnownOrganisation], standing: Mapping[Of, int], today: dt.date
) -> Plan:
    """What would become of each entry, in their order. ``standing``: what was counted until now."""
    weighing = _Weighing(tuple(known), standing, today)
    rows = [weighing.row(entry) for entry in entries]
    return Plan(tuple(_with_too_many(rows, standing)))


T = TypeVar("T")


class _Weighing:
    """One file: the organisations by their names, and which rows counted what."""

    def __init__(self, known: tuple[KnownOrganisation, ...], standing: Mapping[Of, int], today: dt.date):
        self.standing, self.today = standing, today
        self.by_name = by_names(known)
        self.row_of: dict[Of, int] = {}
        in_use = [organisation.name for organisation in known if organisation.stopped_on is None]
        self.nearest = _Nearest(in_use)
        self.problems: list[Problem] = []

    def row(self, entry: Entry) -> Row:
        self.problems = [Problem(column, FORMULA) for column in entry.formulas]
        month = self._read(entry, Column.MONTH, self._month)
        kind = self._read(entry, Column.WHAT, kind_of, needed=False)
        count = self._read(entry, Column.COUNT, _count)
        sender = self._sender(entry, kind)
        receiver, offer = self._receiver(entry)
        service = self._service(receiver, offer) if receiver is not None and offer else None
        of = None
        if month is not None and kind is not None and receiver is not None and not self.problems:
            of = Of(
                month,
                kind,
                sender.id if sender is not None else None,
                receiver.id,
                service.id if service is not None else None,
            )
            self._check_ends(of, sender, receiver, service)
            earlier = self.row_of.setdefault(of, entry.number)
            if earlier != entry.number:
                self._wrong(entry, Column.RECEIVER, TWICE, row=earlier)
        problems = sorted(self.problems, key=lambda problem: _PLACE[problem.column])
        return Row(entry, of, count, self.standing.get(of) if of else None, tuple(problems))

    def _wrong(self, entry: Entry, column: str, sentence: str, /, **params: object) -> None:
        if column not in entry.formulas:
            self.problems.append(Problem(column, sentence, params))

    def _read(self, entry: Entry, column: Column, read: Callable[[str], T], *, needed: bool = True) -> T | None:
        cell = getattr(entry, column)
        if needed and not cell:
            self._wrong(entry, column, MISSING)
            return None
        try:
            return read(cell)
        except Refused as refusal:
            self._wrong(entry, column, refusal.sentence, **refusal.params)
            return None

    def _month(self, cell: str) -> dt.date:
        month = month_of(cell)
        check_month(month, self.today)
        return month

    def _sender(self, entry: Entry, kind: Kind | None) -> KnownOrganisation | None:
        """Who sent them. What arrived is of all together: beside the receiver's own number a part would count twice."""
        if kind is Kind.SENT and not entry.sender:
            self._wrong(entry, Column.SENDER, MISSING)
        if kind not in (None, Kind.SENT) and entry.sender:
            self._wrong(entry, Column.SENDER, OF_ALL)
            return None
        return self._organisation(Column.SENDER, entry.sender)

    def _organisation(self, column: str, name: str) -> KnownOrganisation | None:
        if not name:
            return None
        found = self.by_name.get(match_key(name))
        if found is None:
            said = name[:80]
            if near := self.nearest.to(said):
                self.problems.append(Problem(column, UNKNOWN_NEAR, {"name": said, "near": "; ".join(near)}))
            else:
                self.problems.append(Problem(column, UNKNOWN, {"name": said}))
        return found

    def _receiver(self, entry: Entry) -> tuple[KnownOrganisation | None, str]:
        """Whom the row is about, and the name of the service: in a column of its own, or behind a colon."""
        if not entry.receiver:
            self._wrong(entry, Column.RECEIVER, MISSING)
            return None, entry.service
        name, colon, offer = entry.receiver.partition(":")
        if match_key(entry.receiver) in self.by_name or not colon:
            return self._organisation(Column.RECEIVER, entry.receiver), entry.service
        return self._organisation(Column.RECEIVER, name), entry.service or offer.strip()

    def _service(self, receiver: KnownOrganisation, name: str) -> KnownService | None:
        named = [service for service in receiver.services if match_key(service.name) == match_key(name)]
        if named:
            return min(named, key=lambda service: service.stopped_on is not None)  # what is there still, if any
        offered = "; ".join(service.name for service in receiver.services if service.stopped_on is None)
        said = {"organisation": receiver.name, "name": name[:80]}
        if offered:
            self.problems.append(Problem(Column.SERVICE, UNKNOWN_SERVICE, {**said, "offered": offered}))
        else:
            self.problems.append(Problem(Column.SERVICE, NO_SERVICE, said))
        return None

    def _check_ends(
        self,
        of: Of,
        sender: KnownOrganisation | None,
        receiver: KnownOrganisation,
        service: KnownService | None,
    ) -> None:
        if of.sender == of.receiver and of.service is None:
            self.problems.append(Problem(Column.RECEIVER, ToOneself.sentence))
        for column, end in ((Column.SENDER, sender), (Column.RECEIVER, receiver), (Column.SERVICE, service)):
            if end is None:
                continue
            try:
                check_stopped(end.name, end.stopped_on, of.month)
            except Refused as refusal:
                self.problems.append(Problem(column, refusal.sentence, refusal.params))


def _count(cell: str) -> int:
    count = number_of(cell)
    check_count(count)
    return count


class _Nearest:
    """Names that look like a name nobody bears. For the first ones only: a list of nothing else is another list."""

    def __init__(self, names: list[str]):
        self.names = names
        self.found: dict[str, list[str]] = {}

    def to(self, name: str) -> list[str]:
        """The nearest first; none when nothing looks like it."""
        if name not in self.found:
            if len(self.found) == MOST_LOOKED_UP:
                return []
            self.found[name] = self._look_up(name)
        return self.found[name]

    def _look_up(self, name: str) -> list[str]:
        from rapidfuzz import fuzz, process

        found = process.extract(
            name,
            self.names,
            scorer=fuzz.token_set_ratio,
            processor=match_key,
            score_cutoff=NEAR_ENOUGH,
            limit=MOST_NEAR,
        )
        return [near for near, score, _place in found if score >= NEAR_THE_BEST * found[0][1]]


def _with_too_many(rows: list[Row], standing: Mapping[Of, int]) -> Iterator[Row]:
    """The same rows; refused where the file would make more of them end than arrived."""
    becomes = {**standing, **{row.of: row.count for row in rows if row.of is not None and row.count is not None}}
    ended: dict[Of, int] = defaultdict(int)
    for of, count in becomes.items():
        if of.kind in OUTCOMES:
            ended[replace(of, kind=Kind.ARRIVED)] += count
    for row in rows:
        if row.of is None or row.problems or row.of.kind is Kind.SENT:
            yield row
            continue
        arrived = replace(row.of, kind=Kind.ARRIVED)
        if arrived in becomes and ended[arrived] > becomes[arrived]:
            too_many = {"ended": ended[arrived], "arrived": becomes[arrived]}
            yield replace(row, problems=(Problem(Column.COUNT, MoreThanArrived.sentence, too_many),))
        else:
            yield row
