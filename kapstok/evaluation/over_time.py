"""The figures of the network at each moment of its replay, as far as they may be told. Plain values in and out.

What was said is carried forward for two years, as in the replay: figures that compare measurements are in
``headlines``. Counted are the people who are drawn as a person; nobody's lines are told apart from the picture's.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np

from kapstok import disclosure
from kapstok.disclosure import SMALL_INSIDE, SMALLEST_DENOMINATOR
from kapstok.errors import N_
from kapstok.evaluation.rules import Allowance, what_answers_allow
from kapstok.evaluation.scenes import Choice, Moment, Scenes
from kapstok.network.brokers import share_of_most
from kapstok.network.graph import NA, Floats, Ints, Statements
from kapstok.network.ledger import LastWords, who_differs, words_at
from kapstok.network.measured import Network
from kapstok.network.measures import Ratio
from kapstok.network.overlap import Stability
from kapstok.network.remembered import Keeper, figures_over_time
from kapstok.network.snapshot import Snapshot

LEANING_ON = 5  # people: how much of all shortest ways runs through so many
ONE_MOMENT = N_("Er is nog maar één moment. Vanaf het tweede ziet u hier het verloop.")
TOO_FEW_HEARD = N_("Er zijn nog geen twee momenten waarop minstens de helft van de mensen is gehoord.")
TOO_LITTLE_NEW = N_(
    "Tussen de momenten zeiden minder dan 5 mensen iets anders. Daarom ziet u hier geen verloop: dat zou over "
    "herkenbare mensen gaan."
)


@dataclass(frozen=True)
class Figures:
    """The figures of one moment; None is what its answers do not carry.

    ``degree``: lines per person. ``density``, ``short_lines`` (korte-lijnen-index) and ``leaning`` are shares 0…1.
    ``leaning``: of all shortest ways through others, those through the five people that most run through; estimated in
    a network of more than 256 people. ``since``: what became of the lines since the moment told before it.
    """

    lines: int
    degree: float | None
    density: float | None
    short_lines: float | None
    leaning: float | None
    since: Stability | None


@dataclass(frozen=True)
class Told:
    """A moment, who was ``heard`` by then, and its ``figures``.

    They are None where the response does not allow them, and where they would differ from those of another moment by
    the words of one to four people: then the response ``allowed`` them.
    """

    moment: Moment
    heard: Ratio
    allowed: Allowance
    figures: Figures | None

    @property
    def hardly_new(self) -> bool:
        return self.figures is None and self.allowed.structure


@dataclass(frozen=True)
class Course:
    """The moments of a replay, each once, among so many ``people``."""

    people: int
    moments: tuple[Told, ...]

    @property
    def reason(self) -> str | None:
        """Why there is no course to be seen, a Dutch msgid; None where there is one."""
        if len(self.moments) < 2:
            return ONE_MOMENT
        if sum(told.allowed.structure for told in self.moments) < 2:
            return TOO_FEW_HEARD
        return TOO_LITTLE_NEW if sum(told.figures is not None for told in self.moments) < 2 else None


def over_time(network: Network, seen: Scenes, choice: Choice, keep: Keeper) -> Course:
    """The course of ``choice`` (of sources in which people were asked) in all sectors, at the moments of ``seen``.

    ``keep`` may keep the figures of each moment.
    """
    drawn_as = seen.cast.into
    counted = np.flatnonzero((drawn_as != NA) & (drawn_as < seen.cast.alone))
    said = _among(network.statements.from_sources(choice.sources), counted, len(drawn_as))
    spoke = np.count_nonzero(seen.spoke[:, : seen.cast.alone], axis=1).tolist()
    heard = [one or Ratio(0, 0) for one in seen.heard]
    allowed = [what_answers_allow([one], people) for one, people in zip(heard, spoke, strict=True)]
    enough = [i for i, one in enumerate(allowed) if one.structure]
    words = {i: words_at(said, len(counted), seen.moments[i].at) for i in enough}
    told = tell_apart(words, [i for i in enough if not seen.moments[i].after_meeting])
    made = figures_over_time(
        said,
        network.people.sector[counted],
        len(network.sectors.names),
        [seen.moments[i].at for i in told],
        keep,
        choice.threshold,
        choice.mode,
    )
    since = [None, *made.stability]
    figures = {
        i: _figures(made.moments[k], made.betweenness[k], since[k], allowed[i].paths) for k, i in enumerate(told)
    }
    return Course(
        people=len(counted),
        moments=tuple(Told(moment, heard[i], allowed[i], figures.get(i)) for i, moment in enumerate(seen.moments)),
    )


def tell_apart(words: dict[int, LastWords], measurements: Collection[int]) -> list[int]:
    """The moments whose figures may stand side by side: from no two can be read what one to four people said.

    Measurements come first, since other pages tell of them too; then the earlier moment stays.
    """
    told: list[int] = []
    for i in sorted(words, key=lambda one: (one not in measurements, one)):
        if not any(0 < len(who_differs(words[i], words[other])) < SMALL_INSIDE for other in told):
            told.append(i)
    return sorted(told)


def _among(said: Statements, counted: Ints, people: int) -> Statements:
    """What these people said of one another, with their places among themselves as indexes."""
    place = np.full(people, NA)
    place[counted] = np.arange(len(counted))
    here = said.where((place[said.respondent] != NA) & (place[said.named] != NA))
    return replace(here, respondent=place[here.respondent], named=place[here.named])


def _figures(made: Snapshot, between: Floats, since: Stability | None, paths: bool) -> Figures:
    short, walked = made.distances.short_lines, paths and made.people >= SMALLEST_DENOMINATOR
    return Figures(
        lines=made.density.part,
        degree=made.average_degree.value,
        density=disclosure.share(made.density.part, made.density.whole),
        short_lines=disclosure.share(short.part, short.whole) if paths else None,
        leaning=share_of_most(between, LEANING_ON) if walked else None,
        since=since,
    )
