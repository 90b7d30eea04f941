"""How sure one can be of what changed between two closed waves: the interval first, then what is there to explore.

All that comes out may be shown, and may be kept as JSON: nothing in it tells of one to four people.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from kapstok import disclosure
from kapstok.disclosure import SMALL_INSIDE
from kapstok.errors import N_
from kapstok.evaluation.between import HARDLY_ANYTHING_NEW
from kapstok.evaluation.change import (
    Change,
    balanced_panel,
    change,
    cross_sector_cells,
    degree_cells,
    density_cells,
)
from kapstok.evaluation.coarse import merged
from kapstok.evaluation.inference.chance import STEPS, Tick
from kapstok.evaluation.inference.did import Attendance, Compared, difference_in_differences
from kapstok.evaluation.inference.labels import Mixing, Seen, Waves, by_labels
from kapstok.evaluation.inference.sign_flip import sign_flip
from kapstok.evaluation.inference.together import Together, goes_together
from kapstok.evaluation.rules import what_answers_allow
from kapstok.network.graph import Bools, Ints, Lines, lines
from kapstok.network.measured import Measurement, Network
from kapstok.network.measures import Ratio, response
from kapstok.ties.plans.rules import FEWEST_FOR_INTERVAL, Headline

SEED = 20240301  # the same as of the headlines: the same data give the same intervals on every page

Progress = Callable[[int, int], None]  # called with how much is done, of how much

NOBODY_CAME = N_(
    "Tussen de twee metingen is van niemand genoteerd dat hij op een bijeenkomst was. Vul in wie er waren: dan ziet u "
    "hier wie kwam naast wie niet kwam."
)
TOO_FEW_CAME = N_(
    "Minder dan 5 van de mensen die beide keren antwoordden, waren tussen de metingen op een bijeenkomst."
)
NEARLY_ALL_CAME = N_(
    "Van de mensen die beide keren antwoordden, kwamen op minder dan 5 na allen op een bijeenkomst. Er is dus niemand "
    "om mee te vergelijken."
)
ONE_SECTOR = N_("Er is maar één sector met genoeg mensen. Daarom is hier niet te zien of sectoren verschil maken.")
NO_LINES = N_("Bij een van de metingen noemde niemand een lijn van deze sterkte. Kies een lagere sterkte.")
TOGETHER_UNKNOWN = N_(
    "Van te weinig paren is bekend dat zij samen op een bijeenkomst waren. Vul in wie er waren en wie samen aan tafel "
    "zat."
)


@dataclass(frozen=True, eq=False)
class Question:
    """Two closed waves, cut down to who may be compared; arrays have a place for each of those n people.

    ``answered``: both times. ``response`` is theirs, of who was asked both times; ``responses`` are those of the waves.
    ``merged``: the sectors with the small ones made one, for all that is told by sector. ``attended``: a bijeenkomst
    between the waves. ``together`` (n × n): at one table there when ``seated``, else in one bijeenkomst.
    """

    first: Lines
    last: Lines
    answered: Bools
    sector: Ints
    merged: Ints
    attended: Bools
    together: Bools
    seated: bool
    response: Ratio
    responses: tuple[Ratio, Ratio]


@dataclass(frozen=True)
class Gained:
    """Who states more lines than before: numbers of people (None: too few to be told), the mean, and chance."""

    more: int | None
    fewer: int | None
    same: int | None
    mean: float
    p: float | None


@dataclass(frozen=True)
class Certainty:
    """``people`` answered twice, of ``roster``. ``reason``: why nothing may be said (a msgid), and then nothing is.

    ``described``: nothing is tested, because so few people answered or because the plan says so. ``figures`` by
    ``Headline``. The other reasons say why a part is not there.
    """

    people: int
    roster: int
    reason: str | None = None
    described: bool = True
    figures: tuple[tuple[str, Change], ...] = ()
    gained: Gained | None = None
    e_i: Waves | None = None
    mixing: tuple[Mixing, ...] = ()
    no_mixing: str | None = None
    together: Together | None = None
    no_together: str | None = None
    attendance: Attendance | None = None
    no_attendance: str | None = None

    def as_json(self) -> dict[str, Any]:
        """Plain values, from which ``from_json`` makes the same again."""
        return asdict(self)


def question(
    network: Network, first: Measurement, last: Measurement, threshold: int, attended: Bools, pairs: Bools, seated: bool
) -> Question:
    """What is asked of two waves of this network; ``attended`` and ``pairs`` have a place for each of its people."""
    answered, named = first.answered & last.answered, first.named & last.named
    asked = first.asked & last.asked
    panel = balanced_panel(first.state, last.state, answered, named)
    coarse = merged(network.people.sector, [answered, named, first.asked, last.asked], network.sectors.rest)
    keep = np.flatnonzero(answered | named)
    cells = np.ix_(keep, keep)
    then, now = (
        lines(replace(state, strength=state.strength[cells]), threshold) for state in (panel.first, panel.second)
    )
    return Question(
        first=then,
        last=now,
        answered=answered[keep],
        sector=network.people.sector[keep],
        merged=coarse[keep],
        attended=attended[keep],
        together=pairs[cells],
        seated=seated,
        response=response(answered, asked),
        responses=(first.response, last.response),
    )


def certainty(asked: Question, progress: Progress = lambda done, total: None) -> Certainty:
    """All that can be said of how sure the change is; ``progress`` is called now and then, at last with all done."""
    people, roster = asked.response.part, asked.response.whole
    allowed = what_answers_allow(asked.responses, people)
    if not allowed.structure:
        return Certainty(people, roster, allowed.reason)
    if 0 < _changed(asked) < SMALL_INSIDE:
        return Certainty(people, roster, HARDLY_ANYTHING_NEW.reason)
    tested = people >= FEWEST_FOR_INTERVAL
    tick, finish = _counting(progress, (3 + 1 + 1 + 2) * STEPS if tested else STEPS)
    found = Certainty(
        people, roster, described=not tested, figures=_figures(asked, people, tick), gained=_gained(asked)
    )
    found = _with_sectors(found, asked, tick)
    found = _with_together(found, asked, tested, tick)
    found = _with_attendance(found, asked, tick)
    finish()
    return found if tested else only_described(found)


def only_described(found: Certainty) -> Certainty:
    """The same without a word about chance, for who chose so beforehand."""

    def plain(waves: Waves) -> Waves:
        return Waves(*(replace(seen, p=None) for seen in (waves.first, waves.last, waves.change)))

    def bare(compared: Compared) -> Compared:
        return replace(compared, interval=None)

    meeting = found.attendance
    return replace(
        found,
        described=True,
        figures=tuple((key, replace(figure, interval=None)) for key, figure in found.figures),
        gained=found.gained and replace(found.gained, p=None),
        e_i=found.e_i and plain(found.e_i),
        mixing=tuple(replace(each, lines=plain(each.lines)) for each in found.mixing),
        together=found.together and replace(found.together, more=None, p=None),
        attendance=meeting and replace(meeting, stated=bare(meeting.stated), received=bare(meeting.received)),
    )


def from_json(kept: dict[str, Any]) -> Certainty:
    """What ``Certainty.as_json`` made plain."""

    def waves(data: dict[str, Any]) -> Waves:
        return Waves(*(Seen(**data[name]) for name in ("first", "last", "change")))

    def compared(data: dict[str, Any]) -> Compared:
        return Compared(data["attended"], data["absent"], _pair(data["interval"]))

    gained, e_i, together, meeting = (kept[name] for name in ("gained", "e_i", "together", "attendance"))
    made = {
        "figures": tuple(
            (key, Change(one["first"], one["second"], _pair(one["interval"]))) for key, one in kept["figures"]
        ),
        "gained": gained and Gained(**gained),
        "e_i": e_i and waves(e_i),
        "mixing": tuple(Mixing(each["one"], each["other"], waves(each["lines"])) for each in kept["mixing"]),
        "together": together and Together(**together),
        "attendance": meeting
        and Attendance(**meeting | {name: compared(meeting[name]) for name in ("stated", "received")}),
    }
    return Certainty(**kept | made)


def _pair(interval: list[float] | None) -> tuple[float, float] | None:
    return (interval[0], interval[1]) if interval else None


def _counting(progress: Progress, total: int) -> tuple[Tick, Tick]:
    """One to call after every step, and one at the end: parts that cannot be worked out leave steps unused."""
    done = 0

    def tick() -> None:
        nonlocal done
        done = min(done + 1, total)
        progress(done, total)

    return tick, lambda: progress(total, total)


def _changed(asked: Question) -> int:
    """How many people have another line than they had: of one to four the difference is what those said."""
    return int(np.count_nonzero((asked.first.value != asked.last.value).any(axis=1)))


def _figures(asked: Question, people: int, tick: Tick) -> tuple[tuple[str, Change], ...]:
    first, last, answered, sector = asked.first, asked.last, asked.answered, asked.sector
    cells = {
        Headline.DENSITY: (density_cells(first), density_cells(last)),
        Headline.DEGREE: (degree_cells(first, answered), degree_cells(last, answered)),
        Headline.CROSS_SECTOR: (cross_sector_cells(first, sector), cross_sector_cells(last, sector)),
    }
    wholes = {key: min(each.whole.sum() for each in pair) for key, pair in cells.items()}
    return tuple(
        (key.value, change(*pair, people, SEED, tick))
        for key, pair in cells.items()
        if key == Headline.DEGREE or wholes[key] >= disclosure.SMALLEST_DENOMINATOR
    )


def _gained(asked: Question) -> Gained | None:
    found = sign_flip(asked.first, asked.last, asked.answered)
    if found.mean is None:
        return None
    shown = disclosure.suppressed({"more": found.more, "fewer": found.fewer, "same": found.same})
    return Gained(**shown, mean=found.mean, p=found.p)


def _with_sectors(found: Certainty, asked: Question, tick: Tick) -> Certainty:
    if len(np.unique(asked.merged)) < 2:
        return replace(found, no_mixing=ONE_SECTOR)
    labelled = by_labels(asked.first, asked.last, asked.sector, asked.merged, asked.answered, SEED, tick)
    if labelled.e_i is None:
        return replace(found, no_mixing=NO_LINES)
    speaks = np.bincount(asked.merged[asked.answered], minlength=int(asked.merged.max()) + 1)
    mixing = tuple(each for each in labelled.mixing if min(speaks[each.one], speaks[each.other]) >= SMALL_INSIDE)
    return replace(found, e_i=labelled.e_i, mixing=mixing)


def _with_together(found: Certainty, asked: Question, tested: bool, tick: Tick) -> Certainty:
    together = goes_together(
        asked.first, asked.last, asked.together, asked.sector, asked.answered, SEED, tested=tested, tick=tick
    )
    if together is None:
        return replace(found, no_together=TOGETHER_UNKNOWN)
    return replace(found, together=replace(together, seated=asked.seated))


def _with_attendance(found: Certainty, asked: Question, tick: Tick) -> Certainty:
    came = int(np.count_nonzero(asked.attended & asked.answered))
    meeting = difference_in_differences(asked.first, asked.last, asked.answered, asked.attended, SEED, tick)
    if meeting is not None:
        return replace(found, attendance=meeting)
    if not asked.attended.any():
        return replace(found, no_attendance=NOBODY_CAME)
    return replace(found, no_attendance=TOO_FEW_CAME if came < SMALL_INSIDE else NEARLY_ALL_CAME)
