"""Say what the lines of a file come to: which statements would land, and everything that stands in the way. Pure."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import permutations
from typing import NamedTuple

from kapstok.errors import N_, Refused
from kapstok.ties.imports.matching import Match
from kapstok.ties.imports.shapes import MOST_LINES, Lines, Name, Place, Problem, Value
from kapstok.ties.imports.values import is_number, says_something_else, whole
from kapstok.ties.rules import SHORT_LINE, STRENGTHS

EARLIEST = dt.date(2000, 1, 1)

_UNKNOWN = N_("“%(name)s” staat niet in het netwerk. Controleer de naam, of voeg deze persoon eerst toe.")
_SEVERAL = N_("“%(name)s” kan meer mensen zijn: %(people)s. Schrijf de organisatie erachter tussen haakjes.")
_NOT_NAMED = N_("“%(name)s” staat niet op de namenlijst. Niemand kan dus een lijn naar deze naam opgeven.")
_SELF = N_("%(name)s heeft hier een lijn met zichzelf. Een lijn is tussen twee mensen.")
_NO_NUMBER = N_("Hier staat “%(said)s”. Dat moet een getal van 0 tot en met 4 zijn.")
_OUTSIDE = N_("Hier staat %(said)s. Een sterkte is een heel getal van 0 tot en met 4.")
_CONTRADICTION = N_(
    "Hier staat %(one)s voor %(sayer)s en %(about)s, maar in %(place)s staat %(other)s. Kies één van beide."
)
_TOO_MANY = N_(
    "Zo opgevat zijn het meer dan 100.000 lijnen. Lees lege cellen als “niet gevraagd”, of deel het bestand."
)


class NotYetSaid(Refused):
    """People cannot have said it tomorrow."""

    sentence = N_("De dag waarop de mensen dit zeiden, ligt in de toekomst. Kies een dag die geweest is.")


class TooLongAgo(Refused):
    """A slip of the pen."""

    sentence = N_("De dag waarop de mensen dit zeiden, ligt vóór het jaar 2000. Controleer het jaar.")


class Zeros(StrEnum):
    """What it means that a cell is 0, or empty."""

    NOT_ASKED = "nothing"  # neither says anything
    ZEROS = "zeros"  # a 0 says "ken ik niet"; an empty cell says nothing
    ALL = "all"  # both say "ken ik niet"


@dataclass(frozen=True)
class Meaning:
    """How a file is to be understood, as somebody said.

    ``ones``: what a 1 stands for in a file of zeros and ones. ``both_ways``: a line holds for both its ends.
    ``leave_out``: lines with names that we cannot place are left out.
    """

    zeros: Zeros = Zeros.NOT_ASKED
    ones: int = SHORT_LINE
    both_ways: bool = False
    leave_out: bool = False


@dataclass(frozen=True)
class Statement:
    """``respondent`` says that they know ``named`` with this ``strength``: ids of people, and 0–4."""

    respondent: int
    named: int
    strength: int


@dataclass(frozen=True)
class Plan:
    """What would land. ``unplaced``: names that can be left out; ``not_asked``: cells that say nothing."""

    statements: tuple[Statement, ...]
    problems: tuple[Problem, ...]
    unplaced: tuple[str, ...]
    left_out: int  # lines, because of a name
    not_asked: int
    only_ones: bool  # the file holds nothing but zeros and ones

    @property
    def can_land(self) -> bool:
        return bool(self.statements) and not self.problems

    @property
    def people(self) -> int:
        return len({end for line in self.statements for end in (line.respondent, line.named)})

    @property
    def per_strength(self) -> dict[int, int]:
        counted = Counter(line.strength for line in self.statements)
        return {strength: counted[strength] for strength in STRENGTHS}

    def fingerprint(self, said_on: dt.date) -> str:
        """The same for as long as the same would land."""
        rows = [(line.respondent, line.named, line.strength) for line in self.statements]
        return hashlib.sha256(json.dumps([said_on.isoformat(), rows]).encode()).hexdigest()


def check_said_on(said_on: dt.date, today: dt.date) -> None:
    """Raise ``NotYetSaid`` or ``TooLongAgo``."""
    if said_on > today:
        raise NotYetSaid()
    if said_on < EARLIEST:
        raise TooLongAgo()


def weigh(lines: Lines, matches: Sequence[Match], meaning: Meaning) -> Plan:
    """What ``lines`` come to. ``matches``: whom each of their names stands for."""
    return _Scale(lines, matches, meaning).plan()


class _Said(NamedTuple):
    """What counts between two people, by the indices of their names."""

    sayer: int
    about: int
    strength: int
    value: Value | None  # None for a cell that was left empty


class _Scale:
    def __init__(self, lines: Lines, matches: Sequence[Match], meaning: Meaning) -> None:
        self.lines, self.matches, self.meaning = lines, matches, meaning
        self.problems = list(lines.problems)
        self.unplaced: dict[int, Name] = {}
        self.left_out = self.not_asked = 0
        self.said: dict[tuple[int, int], _Said] = {}  # by who says it of whom, as ``_who`` tells them apart
        self.only_ones = {whole(value.text) for value in lines.values if is_number(value.text)} - {0} == {1}

    def plan(self) -> Plan:
        self._place_names()
        for value in self.lines.values:
            self._weigh(value)
        if self.lines.gaps:
            self._fill_gaps()
        statements = tuple(self._statements())
        self.problems.sort(key=lambda problem: (problem.place.row, problem.place.column or 0))
        unplaced = tuple(name.text for name in self.unplaced.values())
        return Plan(statements, tuple(self.problems), unplaced, self.left_out, self.not_asked, self.only_ones)

    def _wrong(self, place: Place, sentence: str, /, **params: object) -> None:
        self.problems.append(Problem(place, sentence, params))

    def _place_names(self) -> None:
        for index, (name, found) in enumerate(zip(self.lines.names, self.matches, strict=True)):
            if not found.people:
                self._cannot_place(index, _UNKNOWN)
            elif found.person is None:
                people = ", ".join(f"{one.name} ({one.organisation or one.email})" for one in found.people)
                self._wrong(name.place, _SEVERAL, name=name.text, people=people)

    def _cannot_place(self, index: int, sentence: str) -> None:
        """Note, once, a name whose lines cannot land; no problem when these may be left out."""
        name = self.lines.names[index]
        if index not in self.unplaced and not self.meaning.leave_out:
            self._wrong(name.place, sentence, name=name.text)
        self.unplaced[index] = name

    def _weigh(self, value: Value) -> None:
        strength = self._strength(value)
        if strength is None:
            return
        if self._who(value.sayer) == self._who(value.about):
            self._wrong(value.place, _SELF, name=self.lines.names[value.about].text)
            return
        found = self.said.setdefault(self._pair(value.sayer, value.about), _Said(*value[:2], strength, value))
        if found.strength != strength and found.value is not None:
            names = {"sayer": self.lines.names[value.sayer].text, "about": self.lines.names[value.about].text}
            stands = {"one": value.text or "0", "other": found.value.text or "0", "place": found.value.place}
            self._wrong(value.place, _CONTRADICTION, **names, **stands)

    def _strength(self, value: Value) -> int | None:
        """What a cell says; None when it says nothing, or nothing that can be (which is noted)."""
        if is_number(value.text):
            number = whole(value.text)
            if number not in STRENGTHS:
                self._wrong(value.place, _OUTSIDE, said=value.text)
                return None
            if number:
                return self.meaning.ones if self.only_ones else number
            means = 0 if self.meaning.zeros is not Zeros.NOT_ASKED else None
        elif says_something_else(value.text):
            self._wrong(value.place, _NO_NUMBER, said=value.text)
            return None
        else:
            means = 0 if self.meaning.zeros is Zeros.ALL and not value.text else None
        self.not_asked += means is None
        return means

    def _fill_gaps(self) -> None:
        """The empty cells of a matrix. Who filled in nothing at all has not answered: that row stays empty."""
        written = {(value.sayer, value.about) for value in self.lines.values}
        spoken_of = {self._pair(*pair) for pair in written}  # also by "weet ik niet", which is no empty cell
        everybody = range(len(self.lines.names))
        gaps = len(everybody) * (len(everybody) - 1) - len(written)
        if self.meaning.zeros is not Zeros.ALL:
            self.not_asked += gaps
            return
        if gaps + len(written) > MOST_LINES:
            self._wrong(self.lines.names[0].place, _TOO_MANY)
            return
        answered = {value.sayer for value in self.lines.values if is_number(value.text)}
        for sayer, about in permutations(everybody, 2):
            if sayer not in answered:
                self.not_asked += (sayer, about) not in written
            elif (pair := self._pair(sayer, about)) not in spoken_of and self._who(sayer) != self._who(about):
                self.said.setdefault(pair, _Said(sayer, about, 0, None))

    def _statements(self) -> Iterator[Statement]:
        for said in self.said.values():
            ends = [(said.sayer, said.about)]
            if self.meaning.both_ways:
                ends.append((said.about, said.sayer))
            for sayer, about in ends:
                respondent, named = self.matches[sayer].person, self.matches[about].person
                if named is not None and not named.named:
                    self._cannot_place(about, _NOT_NAMED)
                    self.left_out += 1
                elif respondent is None or named is None:
                    self.left_out += 1
                else:
                    yield Statement(respondent.id, named.id, said.strength)

    def _pair(self, sayer: int, about: int) -> tuple[int, int]:
        one, other = self._who(sayer), self._who(about)
        return (min(one, other), max(one, other)) if self.meaning.both_ways else (one, other)

    def _who(self, index: int) -> int:
        """Two spellings of one person are one; whoever was not found is nobody else (below zero)."""
        person = self.matches[index].person
        return -1 - index if person is None else person.id
