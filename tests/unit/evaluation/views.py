"""What pages and files tell of how many people, as sets of people; each view is of one choice of filters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from types import SimpleNamespace

import numpy as np

from kapstok.disclosure import SMALL_INSIDE, SMALLEST_DENOMINATOR
from kapstok.evaluation.chain.ledger import Fates
from kapstok.evaluation.chain.reach import Guest, reach
from kapstok.evaluation.chain.spill_over import spill_over
from kapstok.evaluation.chain.telling import joined, telling
from kapstok.evaluation.coarse import as_seen, drawn_alone
from kapstok.evaluation.corridors import corridors
from kapstok.evaluation.exports import people_table
from kapstok.evaluation.gatherings import Held, by_method, gathering
from kapstok.evaluation.headlines import headlines
from kapstok.evaluation.opinions import AGREES, Opinion, results
from kapstok.evaluation.parts import of_people
from kapstok.network.graph import NA, lines
from tests.unit.evaluation.chain.builders import pairs
from tests.unit.evaluation.made_up import REST, SECTORS, MadeUp
from tests.unit.network.builders import day


@dataclass(frozen=True)
class Shown:
    """The number of these people can be read, or added up, from a view; ``family``: of what they are known to be."""

    family: tuple
    people: frozenset[int]


def told(family: tuple, *crowds: object) -> list[Shown]:
    return [
        Shown(family, frozenset(np.flatnonzero(crowd).tolist() if isinstance(crowd, np.ndarray) else crowd))
        for crowd in crowds
    ]


class Reading(MadeUp):
    """A made-up project, read on every page."""

    def views(self) -> list[list[Shown]]:
        """What is read from every page, each in every choice of filters; nothing of those that show nothing."""
        found = [
            *self.sectors(),
            *self.reached(),
            *self.opinions(),
            *self.thought(),
            *self.chain(),
            *self.spilled(),
            *self.parts(),
            *self.corridors(),
        ]
        return [view for view in found if view]

    def sectors(self) -> Iterator[list[Shown]]:
        """The matrix of sectors, and who is drawn in which sector and function: every choice of strength."""
        network = self.network
        for threshold in (1, 2, 3, 4):
            found = headlines(network, network.measurements, threshold)
            for figures in (*found.panel, *found.everybody):
                for key, value in figures.shown(found.allowed).items():
                    whole = {"density": figures.density, "cross_sector": figures.cross_sector}.get(key)
                    assert value is None or whole is None or whole.whole >= SMALLEST_DENOMINATOR
            if not found.allowed.structure:
                yield []
                continue
            answered, asked = (
                np.logical_and.reduce([getattr(w, name) for w in network.measurements])
                for name in ("answered", "named")
            )
            groups = self.unions(set(found.matrix_sectors))
            yield [
                each
                for crowd, name in ((answered, "panel"), (asked, "lists"))
                for group in groups
                for each in told((name,), crowd & np.isin(self.sector, group))
            ]
        seen, alone = as_seen(network), drawn_alone(network)
        roster = alone & np.logical_or.reduce([wave.asked for wave in network.measurements])
        every = [roster & (seen.sector == kind) for kind in range(SECTORS)]
        yield told(("drawn",), *every, *(one & (seen.function == kind) for one in every for kind in range(-1, 3)))
        rows = people_table(network).rows
        yield [
            Shown(("table",), frozenset(k for k, row in enumerate(rows) if row[1:3] == cell))
            for cell in {row[1:3] for row in rows}
        ]

    def unions(self, shown: set[int]) -> list[list[int]]:
        """The sectors that each sector of a page is made of: a sector that is not shown is of the rest."""
        rest = [kind for kind in range(SECTORS) if kind not in shown or kind == REST]
        return [[kind] for kind in shown if kind != REST] + ([rest] if REST in shown else [])

    def reached(self) -> Iterator[list[Shown]]:
        for k, (invited, accepted, present) in enumerate(self.meetings):
            guests = np.flatnonzero(invited | present).tolist()
            found = reach(
                [Guest(bool(invited[i]), bool(accepted[i]), bool(present[i]), f"S{self.sector[i]}") for i in guests],
                f"S{REST}",
            )
            shown = {name for name, *_counts in found.sectors}
            name_of = {i: name if (name := f"S{self.sector[i]}") in shown else f"S{REST}" for i in guests}
            view = []
            for kind, crowd, total in (("invited", invited, found.invited), ("present", present, found.present)):
                at = 1 if kind == "invited" else 2
                cells = [
                    [i for i in guests if crowd[i] and name_of[i] == row[0]]
                    for row in found.sectors
                    if row[at] is not None
                ]
                assert [len(cell) for cell in cells] == [row[at] for row in found.sectors if row[at] is not None]
                # The total of all sectors may be known, from here or from the list itself.
                view += told((k, kind), *cells, [i for cell in cells for i in cell], crowd)[
                    : None if total is not None else -1
                ]
            away = [
                [i for i in guests if invited[i] and not present[i] and name_of[i] == row[0]]
                for row in found.sectors
                if row[1] is not None
            ]
            view += told((k, "away"), *away) + (
                told((k, "away"), invited & ~present) if found.invited is not None else []
            )
            if found.accepted is not None:
                view += told((k, "invited"), accepted, invited)
            yield view

    def opinions(self) -> Iterator[list[Shown]]:
        for item in range(3):
            said = [
                dict(
                    zip(
                        np.flatnonzero(wave.answered).tolist(),
                        self.chance.choice([None, 1, 3, 4, 5], wave.answered.sum()).tolist(),
                        strict=True,
                    )
                )
                for wave in self.network.measurements
            ]
            answers = [
                SimpleNamespace(item_id=item, wave_id=k, meeting_id=None, person_id=i, value=value)
                for k, given in enumerate(said)
                for i, value in given.items()
            ]
            for asked in results(
                [SimpleNamespace(id=item, text="", kind="level", audience="")], {0: "M0", 1: "M1"}, {}, answers
            ):
                view = []
                at = [k for k in (0, 1) if said[k]]
                for k, opinion in zip(at, asked.opinions, strict=True):
                    view += self.opinion((item, k), opinion, {i: v for i, v in said[k].items() if v is not None})
                if asked.linked and asked.linked.people is not None:
                    given = [{i for i, v in one.items() if v is not None} for one in said]
                    view += [each for k in (0, 1) for each in told((item, k), given[0] & given[1], given[k])]
                if asked.linked and (turn := asked.linked.turnover):
                    cells = Counter(
                        (said[0][i] >= AGREES, said[1][i] >= AGREES)
                        for i in said[0].keys() & said[1].keys()
                        if said[0][i] and said[1][i]
                    )
                    assert turn.people == sum(cells.values())
                    for first, last in cells:
                        here = [
                            i
                            for i in said[0].keys() & said[1].keys()
                            if said[0][i]
                            and said[1][i]
                            and (said[0][i] >= AGREES, said[1][i] >= AGREES) == (first, last)
                        ]
                        view += told((item, 0), here) + told((item, 1), here)
                yield view

    def opinion(self, family: tuple, found: Opinion, given: dict[int, int]) -> list[Shown]:
        view = told(family, list(given)) if found.answered is not None else []
        if found.share is not None:
            assert found.answered >= SMALLEST_DENOMINATOR
            view += told(
                family, [i for i, v in given.items() if v >= AGREES], [i for i, v in given.items() if v < AGREES]
            )
        return view

    def thought(self) -> Iterator[list[Shown]]:
        """What who came thought of each bijeenkomst, and of all of one method; nobody came twice."""
        groups = np.array_split(self.chance.permutation(self.n), 3)
        held = []
        for k, group in enumerate(groups):
            said = [
                SimpleNamespace(person_id=int(i), useful=int(self.chance.choice([1, 4, 5])), able=None)
                for i in group
                if self.chance.random() < 0.7
            ]
            held.append(Held(k, "", day(k), "Speeddaten", len(group), said))
        given = [{one.person_id: one.useful for one in each.said} for each in held]
        alone, shown = [gathering(each) for each in held], []
        for each, said in zip(alone, given, strict=True):
            yield self.opinion(("method",), each.useful, said)
            shown += [list(said)] if each.useful.share is not None else []
        (method,) = by_method(held)
        everybody = {i: v for said in given for i, v in said.items()}
        if method.useful.answered is not None:
            counted = {
                i: v
                for said in given
                for i, v in said.items()
                if method.useful.answered == len(everybody) or list(said) in shown
            }
            shares = [i for one in shown for i in one]
            agree = [i for i, v in counted.items() if v >= AGREES]
            yield told(("method",), list(counted), shares)
            if method.useful.share is not None:
                yield told(("method agree",), agree, [i for i in agree if i in shares]) + told(
                    ("method not",), [i for i in counted if i not in agree], [i for i in shares if i not in agree]
                )

    def chain(self) -> Iterator[list[Shown]]:
        """Pairs that met, by what became of them; a family is of pairs, and what is told is who is in them."""
        entries, several = [], []
        for group in np.array_split(self.chance.permutation(self.n), 4):
            both = list(combinations(sorted(group.tolist()), 2))[: int(self.chance.integers(0, 20))]
            value = self.chance.choice([1, 0, NA], len(both), p=[0.4, 0.4, 0.2]).astype(np.int8)
            asked = self.chance.random(self.n) < self.chance.choice([0.3, 0.9])
            fates = Fates(
                pairs(*both),
                value,
                value,
                self.chance.choice([1, 0], len(both)).astype(np.int8),
                value == 1,
                asked,
                asked,
            )
            several.append(fates)
            entries.append(SimpleNamespace(met=fates, meeting=SimpleNamespace(seats_known=False)))
        found = telling(entries)
        for fates, row in zip(several, found.each, strict=True):
            yield self.steps(fates, row)
        whole = joined(
            several
            if found.all_of == len(several)
            else [f for f, row in zip(several, found.each, strict=True) if row.referral is not None]
        )
        yield self.steps(whole, found.total)
        for step in ("new", "line", "referral"):  # what of the total is not shown by itself
            rest = joined([f for f, row in zip(several, found.each, strict=True) if getattr(row, step) is None])
            if found.all_of == len(several) and getattr(found.total, step) is not None:
                yield self.steps(
                    rest, SimpleNamespace(**{name: 0 if name == step else None for name in ("new", "line", "referral")})
                )

    def steps(self, fates: Fates, row: object) -> list[Shown]:
        line, referral = fates.line == 1, fates.referral == 1
        cells = {
            "new": [np.ones(len(line), dtype=bool)],
            "line": [line, fates.line == 0, fates.line == NA],
            "referral": [line & referral, line & ~referral],
        }
        crowds = [
            fates.pairs.where(cell) for step, some in cells.items() if getattr(row, step) is not None for cell in some
        ]
        return [
            each
            for k, crowd in enumerate(crowds)
            for each in told(("chain", id(fates), k), set(crowd.a.tolist()) | set(crowd.b.tolist()))
        ]

    def spilled(self) -> Iterator[list[Shown]]:
        first, last = self.network.measurements
        panel = first.answered & last.answered
        for share in (0.02, 0.1, 0.5, 0.95):
            attended = self.chance.random(self.n) < share
            found = spill_over(first, last, attended, 2)
            yield told(("twice", share), panel) if panel.sum() >= SMALL_INSIDE else []
            yield told(("twice", share), panel & ~attended) if found.people else []

    def parts(self) -> Iterator[list[Shown]]:
        """Who is in the core, who can all reach one another, who has no line: of everybody."""
        whole = list(range(self.n))
        for number in self.chance.integers(0, self.n + 1, 4).tolist():
            found = of_people(number, self.n)
            yield told(("parts", number), whole, whole[:number]) if found.part is not None else []

    def corridors(self) -> Iterator[list[Shown]]:
        wave = self.network.measurements[-1]
        for mode in ("any", "confirmed"):
            for threshold in (2, 3):
                state = lines(wave.state, threshold, mode)
                for each in corridors(state, self.sector, range(SECTORS), {}, ()):
                    here = [np.flatnonzero(self.sector == kind) for kind in (each.one, each.other)]
                    known = state.known[np.ix_(*here)]
                    ends = here[0][known.any(axis=1)].tolist() + here[1][known.any(axis=0)].tolist()
                    yield told((mode, threshold, each.one, each.other), ends) if each.shown.part else []
