"""A kaart that others give, held against ours: what would be new, changed or left out, and why. Pure.

Nothing of ours is removed because a package does not name it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import Any

from kapstok.directory.differences import Change, of_locations, of_organisations, of_services
from kapstok.directory.hsds import derived
from kapstok.directory.reading import Given
from kapstok.directory.values import Kaart, Location, Organisation, Service, Term
from kapstok.errors import N_
from kapstok.register.rules import match_key

NOT_ACTIVE = N_("De status is “%(status)s”. Kapstok neemt alleen over wat nu wordt aangeboden.")
ARCHIVED = N_("Staat bij u in het archief. Zet het eerst terug als u het wilt bijwerken.")
OF_ARCHIVED = N_("De organisatie staat bij u in het archief.")
NAME_TAKEN = N_("Bij u heet een andere organisatie zo.")
NOTHING_THERE = N_("Er is geen dienst in het pakket die hier plaatsvindt.")


class Status(StrEnum):
    """What would happen with one object."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    LEFT_OUT = "left-out"


class Kind(StrEnum):
    ORGANISATION = "organisation"
    LOCATION = "location"
    SERVICE = "service"


@dataclass(frozen=True)
class Planned:
    """One object and what would become of it. ``value``: with the uids that it would have here. ``older``: ours was
    changed after theirs."""

    kind: Kind
    status: Status
    value: Organisation | Location | Service
    changes: tuple[Change, ...] = ()
    reason: str = ""
    status_given: str = ""
    older: bool = False

    @property
    def name(self) -> str:
        return self.value.name

    def why(self, translate: Callable[..., str]) -> str:
        return translate(self.reason, status=self.status_given) if self.reason else ""


@dataclass(frozen=True)
class Plan:
    """What an import would do. ``terms``: words that are no hulpthema yet; ``unread``: (object or field, how many)."""

    objects: tuple[Planned, ...]
    terms: tuple[Term, ...]
    unread: tuple[tuple[str, int], ...]

    def count(self, status: Status) -> int:
        return sum(each.status is status for each in self.objects)

    @property
    def needs_sector(self) -> bool:
        return any(each.kind is Kind.ORGANISATION and each.status is Status.NEW for each in self.objects)

    @property
    def can_land(self) -> bool:
        return bool(self.count(Status.NEW) + self.count(Status.CHANGED))

    @property
    def fingerprint(self) -> str:
        """Differs when our kaart changed in a way that makes the same package do something else."""
        said = [(each.kind, each.status, each.value, each.changes) for each in self.objects]
        return hashlib.sha256(repr((said, self.terms)).encode()).hexdigest()


@dataclass(frozen=True)
class Ours:
    """Our whole kaart. ``archived``: uids of what is; ``taken``: uids that somebody else in this installation has;
    ``salt``: what makes the uids that are given instead ours."""

    kaart: Kaart
    archived: Collection[str]
    taken: Collection[str]
    salt: str


def plan(given: Given, ours: Ours, today: dt.date) -> Plan:
    """What would happen with each object, organisations first."""
    return _Comparison(given, ours, today).plan()


class _Comparison:
    """One comparison: their uids → ours, found on the way."""

    def __init__(self, given: Given, ours: Ours, today: dt.date):
        self.given, self.ours, self.today = given, ours, today
        self.uids: dict[str, str] = {}
        self.left_out: set[str] = set()  # our uids of organisations that take no changes
        self.terms: list[Term] = []

    def plan(self) -> Plan:
        self._match_terms()
        organisations, services = self._organisations(), self._services()
        used = {at.location for each in services if isinstance(each.value, Service) for at in each.value.at_locations}
        places = [self._location(place, used) for place in self.given.kaart.locations.values()]
        unread = tuple(sorted(self.given.unread.items()))
        return Plan((*organisations, *places, *services), tuple(self.terms), unread)

    # Whose uid is what

    def _own(self, uid: str, known: Collection[str]) -> str | None:
        """Our uid of their object, when we have it."""
        other = self._other(uid)
        return next((each for each in (uid, other) if each in known), None)

    def _free(self, uid: str) -> str:
        """The uid that their new object gets here: its own, unless another project has that one."""
        return self._other(uid) if uid in self.ours.taken else uid

    def _other(self, uid: str) -> str:
        return derived("given", self.ours.salt, uid)

    def _match_terms(self) -> None:
        known = self.ours.kaart.terms
        by_name = {match_key(term.name): uid for uid, term in known.items()}
        for uid, term in self.given.kaart.terms.items():
            found = self._own(uid, known) or by_name.get(match_key(term.name))
            if found is None:
                found = by_name[match_key(term.name)] = self._free(uid)
                self.terms.append(replace(term, uid=found))
            self.uids[uid] = found

    # Organisations

    def _organisations(self) -> list[Planned]:
        known = self.ours.kaart.organisations
        by_name = {match_key(row.name): uid for uid, row in known.items()}
        planned = {}
        for uid, theirs in self.given.kaart.organisations.items():
            found = self._own(uid, known) or by_name.get(match_key(theirs.name)) or self._free(uid)
            self.uids[uid] = found
            by_name.setdefault(match_key(theirs.name), found)  # a name stands in our register once
            if found not in planned:
                holder = by_name.get(match_key(theirs.name))
                planned[found] = self._organisation(replace(theirs, uid=found), name_taken=holder != found)
        return list(planned.values())

    def _organisation(self, theirs: Organisation, *, name_taken: bool) -> Planned:
        ours = self.ours.kaart.organisations.get(theirs.uid)
        if ours is None:
            return Planned(Kind.ORGANISATION, Status.NEW, theirs)
        if ours.uid in self.ours.archived:
            self.left_out.add(ours.uid)
            return Planned(Kind.ORGANISATION, Status.LEFT_OUT, theirs, reason=ARCHIVED)
        if name_taken:
            return Planned(Kind.ORGANISATION, Status.LEFT_OUT, theirs, reason=NAME_TAKEN)
        return _planned(Kind.ORGANISATION, theirs, of_organisations(ours, theirs))

    # Places

    def _location(self, theirs: Location, used: Collection[str]) -> Planned:
        theirs = self._here(theirs)
        ours = self.ours.kaart.locations.get(theirs.uid)
        if theirs.uid not in used:
            return Planned(Kind.LOCATION, Status.LEFT_OUT, theirs, reason=NOTHING_THERE)
        if ours is None:
            return Planned(Kind.LOCATION, Status.NEW, theirs)
        return _planned(Kind.LOCATION, theirs, of_locations(ours, theirs))

    def _here(self, theirs: Location) -> Location:
        return replace(theirs, uid=self._place(theirs.uid), organisation=self.uids.get(theirs.organisation, ""))

    def _place(self, uid: str) -> str:
        return self._own(uid, self.ours.kaart.locations) or self._free(uid)

    # Services

    def _services(self) -> list[Planned]:
        known = self.ours.kaart.services
        found = {uid: self._own(uid, known) for uid in self.given.kaart.services}
        claimed = set(found.values())
        by_name = {(row.organisation, match_key(row.name)): uid for uid, row in known.items() if uid not in claimed}
        planned = []
        for uid, theirs in self.given.kaart.services.items():
            organisation = self.uids[theirs.organisation]
            own = found[uid] or by_name.pop((organisation, match_key(theirs.name)), None) or self._free(uid)
            planned.append(self._service(uid, replace(theirs, uid=own, organisation=organisation)))
        return planned

    def _service(self, given_uid: str, theirs: Service) -> Planned:
        ours = self.ours.kaart.services.get(theirs.uid)
        status = self.given.inactive.get(given_uid, "")
        theirs = replace(
            theirs,
            terms=tuple(dict.fromkeys(self.uids[uid] for uid in theirs.terms)),
            at_locations=tuple(replace(at, location=self._place(at.location)) for at in theirs.at_locations),
            confirmed_on=theirs.confirmed_on if theirs.confirmed_on and theirs.confirmed_on <= self.today else None,
        )
        reason = NOT_ACTIVE if status else ""
        if theirs.organisation in self.left_out:
            reason = OF_ARCHIVED
        if ours and ours.uid in self.ours.archived:
            reason = ARCHIVED
        if reason:
            bare = replace(theirs, at_locations=())
            return Planned(Kind.SERVICE, Status.LEFT_OUT, bare, reason=reason, status_given=status)
        if ours is None:
            return Planned(Kind.SERVICE, Status.NEW, theirs)
        changes = self._service_changes(ours, theirs)
        older = bool(ours.changed_at and theirs.changed_at and theirs.changed_at < _whole(ours.changed_at))
        return _planned(Kind.SERVICE, theirs, changes, older=older)

    def _service_changes(self, ours: Service, theirs: Service) -> list[Change]:
        changes = of_services(ours, theirs, self._places)
        if ours.organisation != theirs.organisation:
            names = self._name_of(ours.organisation), self._name_of(theirs.organisation)
            changes.append(Change("organisation", *names))
        if theirs.terms and set(theirs.terms) != set(ours.terms):
            changes.append(Change("support", self._words(ours.terms), self._words(theirs.terms), part=True))
        return changes

    @cached_property
    def _places(self) -> dict[str, str]:
        """The names of all places, theirs and ours."""
        ours = {place.uid: place.name for place in self.ours.kaart.locations.values()}
        return ours | {self._place(uid): place.name for uid, place in self.given.kaart.locations.items()}

    def _words(self, uids: tuple[str, ...]) -> str:
        new = {term.uid: term for term in self.terms}
        return ", ".join((self.ours.kaart.terms.get(uid) or new[uid]).name for uid in uids)

    def _name_of(self, uid: str) -> str:
        known = self.ours.kaart.organisations.get(uid)
        given = self.given.kaart.organisations.values()
        return known.name if known else next((row.name for row in given if self.uids[row.uid] == uid), "")


def _planned(kind: Kind, value: Any, changes: list[Change], *, older: bool = False) -> Planned:
    if not changes:
        return Planned(kind, Status.UNCHANGED, value)
    return Planned(kind, Status.CHANGED, value, tuple(changes), older=older)


def _whole(moment: dt.datetime) -> dt.datetime:
    return moment.replace(microsecond=0)
