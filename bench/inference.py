"""How often the interval of a change is right: projects made up by the hundred, with and without a true change.

``python -m bench.inference`` prints for each world how often the 95 % interval leaves the truth out, beside two tests
that take dyads for independent. What was tried before this interval stands in docs/methods.md.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import sqrt

import numpy as np

from bench import Row
from kapstok.evaluation.change import balanced_panel, cross_sector_cells, degree_cells, density_cells
from kapstok.evaluation.inference.bootstrap import Cells, Term, vertex_interval
from kapstok.evaluation.inference.did import difference_in_differences
from kapstok.evaluation.inference.labels import by_labels
from kapstok.evaluation.inference.sign_flip import sign_flip
from kapstok.evaluation.inference.together import goes_together
from kapstok.evaluation.intervals import Z95
from kapstok.network.graph import NA, Bools, Floats, Lines, State, lines
from kapstok.ties.rules import SHORT_LINE

SIZES = (18, 14, 12, 10, 6)  # people per sector: 60
SECTOR = np.repeat(np.arange(len(SIZES)), SIZES)
PEOPLE = len(SECTOR)
PROJECTS, FOR_TRUTH, SEED = 400, 4_000, 11
RESPONSE = (0.85, 0.65)
MOST_FALSE = 0.075  # 400 projects, a true 5 %: the binomial's upper 99 %
COVERED = (0.925, 0.975)
FIGURES: dict[str, Callable[[Lines, Bools], Cells]] = {
    "density": lambda found, _rows: density_cells(found),
    "average degree": degree_cells,
    "cross-sector share": lambda found, _rows: cross_sector_cells(found, SECTOR),
}

DRAWN, BY_ACTIVITY = "attendance drawn by lot", "attendance by the active"
TOGETHER, SHUFFLED, FLIPPED = "sat together (MRQAP)", "change of E-I, shuffled sectors", "sign-flip"
EXPLORED, EXPLORATORY = (DRAWN, TOGETHER), (BY_ACTIVITY, SHUFFLED, FLIPPED)


@dataclass(frozen=True)
class World:
    """A probit model of lines: who gives and gets many, colleagues know one another, and answers vary by themselves.

    ``level``: of both waves. ``mood`` and ``fame``: how much people differ between the waves in how many lines they
    state and get, by nothing that stays. ``across``: what lines between sectors gain in the second wave. ``lasting``:
    how much of a dyad's own luck stays. ``eager``: how much more those answer who have many lines.
    """

    name: str
    level: tuple[float, float]
    mood: float = 0.0
    fame: float = 0.0
    across: float = 0.0
    lasting: float = 0.7
    eager: float = 0.5


@dataclass(frozen=True, eq=False)
class Project:
    """Everybody's lines in two waves, as if all had answered, and who did answer both."""

    waves: tuple[Bools, Bools]
    answered: Bools


NO_CHANGE = (
    World("no change, only dyads vary", (-1.55, -1.55)),
    World("no change, people vary", (-1.55, -1.55), mood=0.15, fame=0.1),
    World("no change, people vary much", (-1.6, -1.6), mood=0.35, fame=0.15),
)
TRUE_CHANGE = (
    World("change, only dyads vary", (-1.53, -1.27)),
    World("change, people vary", (-1.55, -1.28), mood=0.15, fame=0.1),
    World("change, people vary, most of it across sectors", (-1.55, -1.4), mood=0.2, fame=0.1, across=0.25),
)


@dataclass
class Tally:
    """How many intervals were made, and left out the truth."""

    made: int = 0
    missed: int = 0
    middle: list[float] = field(default_factory=list)

    @property
    def share(self) -> float:
        return self.missed / self.made


def simulate(world: World, rng: np.random.Generator) -> Project:
    """One project of this world."""
    gives, gets = rng.normal(0, 0.35, PEOPLE), rng.normal(0, 0.25, PEOPLE)
    same = SECTOR[:, None] == SECTOR
    luck = _luck(rng)
    found = []
    for wave, level in enumerate(world.level):
        tendency = level + gives[:, None] + gets + 0.4 * same + (world.across * ~same if wave else 0.0)
        tendency = tendency + rng.normal(0, world.mood, PEOPLE)[:, None] + rng.normal(0, world.fame, PEOPLE)
        own = np.sqrt(world.lasting) * luck + np.sqrt(1 - world.lasting) * _luck(rng)
        found.append((tendency + own > 0) & ~np.eye(PEOPLE, dtype=bool))
    answered = np.ones(PEOPLE, dtype=bool)
    for share in RESPONSE:
        odds = share / (1 - share) * np.exp(world.eager * gives / 0.35)
        answered &= rng.random(PEOPLE) < odds / (1 + odds)
    return Project((found[0], found[1]), answered)


def truth(world: World, projects: int = FOR_TRUTH, seed: int = SEED) -> tuple[dict[str, float], dict[str, float]]:
    """What each figure changes on average: among people like those who answer twice, and when everybody answers.

    The interval is of the first. The two differ where people with more lines answer more, and gain more.
    """
    rng, everybody = np.random.default_rng(seed), np.ones(PEOPLE, dtype=bool)
    made = [simulate(world, rng) for _ in range(projects)]
    panels = [_differences(project.waves, project.answered) for project in made]
    return _means(panels), _means([_differences(project.waves, everybody) for project in made])


def missed(world: World, projects: int, true: dict[str, float], seed: int = SEED) -> dict[str, Tally]:
    """How often the interval of each figure leaves out what is ``true`` of it, and two naive tests of density zero."""
    rng = np.random.default_rng([seed, projects])
    tallies = {name: Tally() for name in (*true, "two proportions", "McNemar on dyads")}
    for number in range(projects):
        project = simulate(world, rng)
        cells = _cells(project.waves, project.answered)
        for name in true:
            first, second = cells[name]
            people = int(np.count_nonzero(project.answered))
            interval = vertex_interval([Term(1, second), Term(-1, first)], people, seed=number)
            assert interval is not None
            low, high = interval
            _count(tallies[name], not low <= true[name] <= high, (low + high) / 2)
        first, second = cells["density"]
        _count(tallies["two proportions"], abs(_two_proportions(first, second)) > Z95)
        _count(tallies["McNemar on dyads"], abs(_mcnemar(first.part, second.part)) > Z95)
    return tallies


def run() -> list[Row]:
    """A row per world and figure; ``ratio`` is the share of intervals that leave out the truth."""
    rows = []
    for world in (*NO_CHANGE, *TRUE_CHANGE):
        changes = world in TRUE_CHANGE
        true, whole = truth(world) if changes else (dict.fromkeys(FIGURES, 0.0),) * 2
        for name, tally in missed(world, PROJECTS, true).items():
            if name in FIGURES or not changes:
                rows.append(_row(world, name, tally, true.get(name, 0.0), whole.get(name, 0.0)))
    return [*rows, *(_explored_row(name, tally) for name, tally in explored(NO_CHANGE[1], PROJECTS).items())]


def explored(world: World, projects: int, seed: int = SEED) -> dict[str, Tally]:
    """How often the other tests call chance a change, in a world without one.

    Half of the people came to a bijeenkomst, drawn by lot or by how many lines they have; tables are drawn by lot.
    """
    rng = np.random.default_rng([seed, projects])
    tallies = {name: Tally() for name in (*EXPLORED, *EXPLORATORY)}
    for number in range(projects):
        project = simulate(world, rng)
        first, last = _panel(project.waves, project.answered)
        tables = rng.permutation(PEOPLE) // 6
        active = project.waves[0].sum(axis=1) + rng.normal(0, 3, PEOPLE)
        came = {DRAWN: rng.permutation(PEOPLE) < PEOPLE // 2, BY_ACTIVITY: active > np.median(active)}
        for name, attended in came.items():
            meeting = difference_in_differences(first, last, project.answered, attended, number, fewest=0)
            interval = meeting.stated.interval if meeting else None
            _count(tallies[name], interval is not None and not interval[0] <= 0 <= interval[1])
        together = goes_together(first, last, tables[:, None] == tables, SECTOR, project.answered, number, tested=True)
        _count(tallies[TOGETHER], _is_found(together.p if together else None))
        e_i = by_labels(first, last, SECTOR, SECTOR, project.answered, number).e_i
        _count(tallies[SHUFFLED], _is_found(e_i.change.p if e_i else None))
        _count(tallies[FLIPPED], _is_found(sign_flip(first, last, project.answered).p))
    return tallies


def _is_found(p: float | None) -> bool:
    return p is not None and p < 0.05


def _explored_row(name: str, tally: Tally) -> Row:
    goal, met = (f"≤ {MOST_FALSE:.1%} false", tally.share <= MOST_FALSE) if name in EXPLORED else ("", None)
    said = f"{tally.share:.1%} of {tally.made} false"
    note = "" if name in EXPLORED else "called exploratory where it is shown"
    return Row(f"{NO_CHANGE[1].name}: {name}", said, tally.share, "all projects", goal, met, note)


def _row(world: World, name: str, tally: Tally, true: float, whole: float) -> Row:
    changes, naive = world in TRUE_CHANGE, name not in FIGURES
    goal = f"{COVERED[0]:.1%}–{COVERED[1]:.1%} covered" if changes else f"≤ {MOST_FALSE:.1%} false"
    met = COVERED[0] <= 1 - tally.share <= COVERED[1] if changes else tally.share <= MOST_FALSE
    said = f"{1 - tally.share:.1%} of {tally.made} covered" if changes else f"{tally.share:.1%} of {tally.made} false"
    note = f"true change {true:+.3f} (of everybody {whole:+.3f}), mean estimate {np.mean(tally.middle):+.3f}"
    return Row(
        f"{world.name}: {name}",
        said,
        tally.share,
        "all intervals",
        "" if naive else goal,
        None if naive else met,
        "taken for independent: not used" if naive else note if changes else "",
    )


def _luck(rng: np.random.Generator) -> Floats:
    """Standard normal for each dyad, correlated .4 between its two directions."""
    shared = np.triu(rng.normal(size=(PEOPLE, PEOPLE)), 1)
    return np.sqrt(0.4) * (shared + shared.T) + np.sqrt(0.6) * rng.normal(size=(PEOPLE, PEOPLE))


def _panel(waves: tuple[Bools, Bools], answered: Bools) -> tuple[Lines, Lines]:
    states = [State(np.where(np.eye(PEOPLE, dtype=bool), NA, SHORT_LINE * wave).astype(np.int8)) for wave in waves]
    panel = balanced_panel(states[0], states[1], answered, np.ones(PEOPLE, dtype=bool))
    return lines(panel.first), lines(panel.second)


def _cells(waves: tuple[Bools, Bools], answered: Bools) -> dict[str, tuple[Cells, Cells]]:
    first, second = _panel(waves, answered)
    return {name: (make(first, answered), make(second, answered)) for name, make in FIGURES.items()}


def _differences(waves: tuple[Bools, Bools], answered: Bools) -> dict[str, float]:
    cells = _cells(waves, answered)
    return {name: (second.value or 0.0) - (first.value or 0.0) for name, (first, second) in cells.items()}


def _means(found: Sequence[dict[str, float]]) -> dict[str, float]:
    return {name: float(np.mean([one[name] for one in found])) for name in FIGURES}


def _two_proportions(first: Cells, second: Cells) -> float:
    whole = first.whole.sum()
    one, other = first.part.sum() / whole, second.part.sum() / whole
    pooled = (one + other) / 2
    return float((other - one) / np.sqrt(2 * pooled * (1 - pooled) / whole))


def _mcnemar(first: Floats, second: Floats) -> float:
    gone, come = int(np.count_nonzero(first > second)), int(np.count_nonzero(second > first))
    return (come - gone) / sqrt(max(come + gone, 1))


def _count(tally: Tally, is_missed: bool, middle: float = 0.0) -> None:
    tally.made += 1
    tally.missed += is_missed
    tally.middle.append(middle)


def main() -> None:
    from bench.__main__ import as_line

    for row in run():
        print(as_line(row), flush=True)


if __name__ == "__main__":
    main()
