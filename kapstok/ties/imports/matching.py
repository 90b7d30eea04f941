"""Find the people of the network that the names in a file stand for. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from kapstok.register.rules import match_key

_WITH_PLACE = re.compile(r"(.+?)\s*\(([^()]*)\)")


@dataclass(frozen=True)
class Known:
    """Somebody in the register. ``kept_id``: whom this card was merged into."""

    id: int
    name: str
    organisation: str = ""
    email: str = ""
    named: bool = True  # stands on the lists of others
    kept_id: int | None = None


@dataclass(frozen=True)
class Match:
    """Whom a name stands for: one person, nobody, or several that it may be."""

    people: tuple[Known, ...]

    @property
    def person(self) -> Known | None:
        return self.people[0] if len(self.people) == 1 else None


def parts(text: str) -> tuple[str, str]:
    """``Jet Vos (De Kom)`` → ``Jet Vos`` and ``De Kom``; without brackets the latter is empty."""
    found = _WITH_PLACE.fullmatch(text)
    return (found[1], found[2]) if found else (text, "")


def match(names: Sequence[str], known: Iterable[Known]) -> list[Match]:
    """For each name whom it stands for: by mail address, by name, or by name and organisation in brackets."""
    register = _Register(known)
    return [Match(register.find(name)) for name in names]


class _Register:
    def __init__(self, known: Iterable[Known]) -> None:
        everybody = list(known)
        self._by_id = {person.id: person for person in everybody}
        self._by_name: dict[str, list[Known]] = defaultdict(list)
        self._by_email: dict[str, list[Known]] = defaultdict(list)
        for person in everybody:
            self._by_name[match_key(person.name)].append(person)
            if person.email:
                self._by_email[person.email.casefold()].append(person)

    def find(self, text: str) -> tuple[Known, ...]:
        if "@" in text:
            return self._kept(self._by_email.get(text.strip().casefold(), ()))
        whole = self._kept(self._by_name.get(match_key(text), ()))
        name, organisation = parts(text)
        if whole or not organisation:
            return whole
        namesakes = self._by_name.get(match_key(name), ())
        return self._kept([one for one in namesakes if match_key(one.organisation) == match_key(organisation)])

    def _kept(self, found: Collection[Known]) -> tuple[Known, ...]:
        """Each once, and in the place of a card that was merged the one that was kept."""
        kept: dict[int, Known] = {}
        for person in found:
            while person.kept_id in self._by_id:
                person = self._by_id[person.kept_id]
            kept.setdefault(person.id, person)
        return tuple(kept.values())
