"""Made-up guest lists, and two classic problems, for the bench of the planner: the same from the same seed every time.

**kapstok**: a region's professionals and mantelzorgers by sector and organisation, who knows whom (mostly within the
organisation and the sector, some people far more than others), which organisations need each other, and the wishes of a
real evening. *vast*: tables as even as can be and a host at each. *rafel*: some leave before the last round, and a
third of the tables has no host. **Social golfer**: g tables of p, w rounds, nobody meets twice. **MDGP** (maximally
diverse grouping): one round, groups of equal size, distances by the published definitions of its library.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np

from kapstok.planner.instance import Group, Instance, Pair, Table, even_sizes, pair
from kapstok.planner.value import Sliders, acquaintance, pair_values, traits

SECTORS = {"eerste lijn": 0.19, "thuiszorg": 0.25, "ggz": 0.14, "gemeente": 0.20, "welzijn": 0.13, "mantelzorg": 0.09}
MANTELZORG = 5  # number of that sector; every mantelzorger is her own organisation
THUISZORG = 1  # the sector that takes who is left over after rounding
UNEVEN, UNEVEN_MANTELZORG = 3, 15  # points per person outside an even spread


@dataclass(frozen=True)
class Named:
    """An instance with its name; ``listed``: everybody by sector and organisation, as on the list at the door."""

    name: str
    instance: Instance
    listed: Sequence[int] = ()


@dataclass(frozen=True)
class Region:
    """Who comes: sector and organisation of each, and how well each two know each other (0 strangers … 3)."""

    sector: list[int]
    organisation: list[int]
    strength: list[list[int]]


def kapstok(people: int, tables: int, rounds: int, seed: int, kind: str = "vast") -> Named:
    random = Random(f"kapstok|{people}|{tables}|{rounds}|{kind}|{seed}")
    region = _region(people, random)
    needs = _needs(region, random)
    hosts = _hosts(region, tables, random)
    fixed = {host: table for table, host in enumerate(hosts[: tables if kind == "vast" else 2 * tables // 3])}
    free = [person for person in range(people) if person not in fixed]
    random.shuffle(free)
    reachable = frozenset(random.sample(range(tables), max(1, math.ceil(tables / 4))))
    wheelchairs = max(1, round(people * 0.03))
    allowed = dict.fromkeys(free[:wheelchairs], reachable)
    together = _companions(free[wheelchairs:], people)
    apart = _apart(region, free, together, people, random)
    present = [[True] * people for _ in range(rounds)]
    if kind == "rafel":
        alone = [person for person in free if not any(person in two for two in together)]
        for person in random.sample(alone, max(1, round(0.06 * people))):
            present[-1][person] = False
    instance = Instance(
        tables=(_table([sum(row) for row in present], tables),) * tables,
        value=_value(region, needs, together),
        present=present,
        colleagues=_colleagues(region) - together,
        fixed=fixed,
        allowed=allowed,
        apart=apart,
        together=together,
        groups=_groups(region, tables),
    )
    listed = sorted(range(people), key=lambda person: (region.sector[person], region.organisation[person]))
    return Named(f"kapstok-{people}x{tables}x{rounds}-{kind}-{seed}", instance, listed)


def golfer(tables: int, size: int, rounds: int) -> Named:
    """A point for each pair that meets: all points there are, when nobody meets twice."""
    people = tables * size
    value = [[int(one != other) for other in range(people)] for one in range(people)]
    instance = Instance((Table(size, size),) * tables, value, [[True] * people] * rounds, repeat=0)
    return Named(f"golfer-{tables}-{size}-{rounds}", instance)


def mdgp(kind: str, people: int, groups: int, seed: int) -> Named:
    """``RanInt``, ``RanReal``: distances at random from 0 to 100; ``Geo``: between points in 2 to 21 dimensions. In
    thousandths."""
    random = Random(f"mdgp|{kind}|{people}|{seed}")
    distance = _distance(kind, people, random)
    value = [[0] * people for _ in range(people)]
    for one in range(people):
        for other in range(one):
            value[one][other] = value[other][one] = distance(one, other)
    size = people // groups
    instance = Instance((Table(size, size),) * groups, value, [[True] * people], repeat=0)
    return Named(f"mdgp-{kind}-{people}-{groups}-{seed}", instance)


def _region(people: int, random: Random) -> Region:
    sizes = _sector_sizes(people)
    sector = [number for number, size in enumerate(sizes) for _ in range(size)]
    organisation: list[int] = []
    for number, size in enumerate(sizes):
        first = 1 + max(organisation, default=-1)
        organisation += [first + one for one in _organisations(number, size, random)]
    order = list(range(people))
    random.shuffle(order)
    sector = [sector[person] for person in order]
    organisation = [organisation[person] for person in order]
    strength = _acquaintances(sector, organisation, random)
    _close_triangles(strength, random)
    return Region(sector, organisation, strength)


def _sector_sizes(people: int) -> list[int]:
    sizes = [max(2, round(people * share)) for share in SECTORS.values()]
    while sum(sizes) > people:
        sizes[sizes.index(max(sizes))] -= 1
    sizes[THUISZORG] += people - sum(sizes)
    return sizes


def _organisations(sector: int, size: int, random: Random) -> list[int]:
    """Some three or four people from each, more from the first ones; numbered from 0."""
    if sector == MANTELZORG:
        return list(range(size))
    count = max(1, round(size / 3.5))
    weights = [1 / (1 + number) ** 0.7 for number in range(count)]
    chosen = [*range(count), *random.choices(range(count), weights, k=max(0, size - count))][:size]
    random.shuffle(chosen)
    return chosen


def _acquaintances(sector: Sequence[int], organisation: Sequence[int], random: Random) -> list[list[int]]:
    people = len(sector)
    active = [math.exp(random.gauss(0, 0.6)) for _ in range(people)]
    in_sector = [sector.count(number) for number in range(len(SECTORS))]
    strength = [[0] * people for _ in range(people)]
    for one in range(people):
        for other in range(one):
            if organisation[one] == organisation[other]:
                chance, how_well = 0.85, [1, 2, 3, 3]
            else:
                near = in_sector[sector[one]]
                if sector[one] == sector[other]:
                    chance = min(0.5, 4 / max(1, near - 1))
                else:
                    chance = min(0.3, 3 / max(1, people - near))
                chance = min(0.9, chance * math.sqrt(active[one] * active[other]) * 0.9)
                how_well = [1, 1, 1, 2, 2, 3]
            if random.random() < chance:
                strength[one][other] = strength[other][one] = random.choice(how_well)
    return strength


def _close_triangles(strength: list[list[int]], random: Random) -> None:
    """Half of the people bring two of their acquaintances together, by name."""
    people = len(strength)
    near = [[other for other in range(people) if strength[one][other]] for one in range(people)]
    for person in random.sample(range(people), people // 2):
        if len(near[person]) >= 2:
            one, other = random.sample(near[person], 2)
            if not strength[one][other]:
                strength[one][other] = strength[other][one] = 1


def _needs(region: Region, random: Random) -> set[Pair]:
    """Pairs of organisations from different sectors that refer to each other and have few lines."""
    organisations = sorted(set(region.organisation))
    sector_of = {home: region.sector[region.organisation.index(home)] for home in organisations}
    needs: set[Pair] = set()
    while len(needs) < max(3, int(0.6 * len(organisations))):
        one, other = random.sample(organisations, 2)
        if sector_of[one] != sector_of[other]:
            needs.add(pair(one, other))
    return needs


def _hosts(region: Region, tables: int, random: Random) -> list[int]:
    """One for each table, no mantelzorger, from as many organisations as can be."""
    able = [person for person, sector in enumerate(region.sector) if sector != MANTELZORG]
    random.shuffle(able)
    hosts: list[int] = []
    turns: dict[int, int] = {}
    while len(hosts) < tables:
        allowed = 1 + min(turns.get(region.organisation[person], 0) for person in able if person not in hosts)
        for person in able:
            home = region.organisation[person]
            if len(hosts) < tables and person not in hosts and turns.get(home, 0) < allowed:
                hosts.append(person)
                turns[home] = turns.get(home, 0) + 1
    return hosts


def _companions(free: list[int], people: int) -> frozenset[Pair]:
    """People with their begeleider: two by two from the end of the list."""
    count = max(1, people // 40)
    return frozenset(pair(free[-1 - 2 * number], free[-2 - 2 * number]) for number in range(count))


def _apart(
    region: Region, free: Sequence[int], together: frozenset[Pair], people: int, random: Random
) -> frozenset[Pair]:
    drawn = [random.sample(free, 2) for _ in range(max(1, people // 30))]
    pairs = {pair(*two) for two in drawn if region.organisation[two[0]] != region.organisation[two[1]]}
    return frozenset(pairs - together)


def _table(guests: Sequence[int], tables: int) -> Table:
    sizes = [even_sizes(there, tables) for there in guests]
    return Table(min(fewest for fewest, _ in sizes), max(most for _, most in sizes))


def _value(region: Region, needs: set[Pair], together: frozenset[Pair]) -> list[list[int]]:
    known = acquaintance(np.array(region.strength), range(len(region.sector)))
    value = pair_values(known, traits(known, region.organisation, region.sector, needs), Sliders())
    for one, other in together:
        value[one][other] = value[other][one] = 0
    return value


def _colleagues(region: Region) -> frozenset[Pair]:
    home = region.organisation
    return frozenset((one, other) for other in range(len(home)) for one in range(other) if home[one] == home[other])


def _groups(region: Region, tables: int) -> tuple[Group, ...]:
    groups = []
    for number, name in enumerate(SECTORS):
        members = frozenset(person for person, sector in enumerate(region.sector) if sector == number)
        points = UNEVEN_MANTELZORG if number == MANTELZORG else UNEVEN
        groups.append(Group(name, members, *even_sizes(len(members), tables), points))
    return tuple(groups)


def _distance(kind: str, people: int, random: Random) -> Callable[[int, int], int]:
    if kind == "RanInt":
        return lambda one, other: 1000 * random.randint(0, 100)
    if kind == "RanReal":
        return lambda one, other: round(1000 * random.uniform(0, 100))
    dimensions = random.randint(2, 21)
    points = [[random.uniform(0, 100) for _ in range(dimensions)] for _ in range(people)]
    return lambda one, other: round(1000 * math.dist(points[one], points[other]))
