"""In which order people stand on the form "Wie kent u?": plain values in, plain values out."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

LONGEST_LIST = 60  # names on one page; with more people, own area and sector come first and the rest is searched


@dataclass(frozen=True)
class Name:
    """One person as others see them on the list. A mantelzorger stands there without function or organisation."""

    id: int
    name: str
    function: str = ""
    block: int = 0  # id of the organisation, or 0
    organisation: str = ""
    sector: int | None = None
    area: str = ""


@dataclass(frozen=True)
class Group:
    """People under one heading. ``block`` is None for the people of the last meeting."""

    block: int | None
    organisation: str
    names: tuple[Name, ...]
    closable: bool = False  # "verder ken ik hier niemand" may be asked: everybody of this block is on the page


def arrange(
    names: Sequence[Name],
    me: Name,
    met: Mapping[int, bool],
    *,
    only: Sequence[Name] | None = None,
    most: int | None = None,
) -> list[Group]:
    """Everybody once: first who was at the last meeting (``met``: id → at the same table), own table in front.

    Then per organisation: one's own, those of one's own area or sector, the others, and people without organisation.
    ``only``: who was searched for. With ``most``, groups are taken as long as no more than that many names stand on
    the page (the first group always does).
    """
    asked = names if only is None else only
    first = sorted((name for name in asked if name.id in met), key=lambda name: (not met[name.id], name.name))
    blocks: dict[int, list[Name]] = defaultdict(list)
    for name in asked:
        if name.id not in met:
            blocks[name.block].append(name)
    groups = [Group(None, "", tuple(first))] if first else []
    for block in sorted(blocks, key=lambda block: _nearness(blocks[block][0], me)):
        members = sorted(blocks[block], key=lambda name: name.name)
        groups.append(Group(block, members[0].organisation, tuple(members)))
    shown = _first_groups(groups, most)
    return [_closable(group, names, shown) for group in shown]


def matching(names: Sequence[Name], words: str) -> list[Name]:
    """The names in which every word occurs, be it in the name, the function or the organisation."""
    wanted = _plain(words).split()
    return [
        name
        for name in names
        if all(word in _plain(f"{name.name} {name.function} {name.organisation}") for word in wanted)
    ]


def _nearness(name: Name, me: Name) -> tuple:
    own = name.block == me.block
    near = (name.area and name.area == me.area) or (name.sector is not None and name.sector == me.sector)
    return (name.block == 0, not own, not near, name.organisation)


def _first_groups(groups: list[Group], most: int | None) -> list[Group]:
    shown: list[Group] = []
    count = 0
    for group in groups:
        count += len(group.names)
        if shown and most is not None and count > most:
            break
        shown.append(group)
    return shown


def _closable(group: Group, names: Sequence[Name], shown: list[Group]) -> Group:
    on_page = {name.id for other in shown for name in other.names}
    everybody = all(name.id in on_page for name in names if name.block == group.block)
    return Group(group.block, group.organisation, group.names, closable=group.block is not None and everybody)


def _plain(words: str) -> str:
    return unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
