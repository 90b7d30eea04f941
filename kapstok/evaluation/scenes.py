"""The network moment after moment, as evaluators may see it: pseudonyms, groups, and nobody who would not be drawn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from kapstok import disclosure
from kapstok.evaluation.coarse import as_seen, drawn_alone
from kapstok.evaluation.places import Keep, each_time, places
from kapstok.evaluation.rules import ALL, Allowance, what_answers_allow
from kapstok.network.brokers import estimated_betweenness
from kapstok.network.graph import NA, Bools, Floats, Ints, Mode, People, Statements, fresh_since, seconds
from kapstok.network.grouping import grouped
from kapstok.network.measured import Measurement, Network
from kapstok.network.measures import Ratio, response
from kapstok.network.replay import Episodes, episodes, half_known
from kapstok.network.sources import SETS, SPOKEN, SourceSet, anybody_asked, only_together
from kapstok.ties.rules import PULSE_LASTS, SHORT_LINE

UNDIRECTED: Mode = "any"
ASIDE = 0.05  # how far a group stands outside the picture of the others


@dataclass(frozen=True)
class Moment:
    """A frame of the replay: what was said until then. ``name`` is of the measurement, or of the meeting before it."""

    at: dt.datetime
    name: str
    after_meeting: bool


@dataclass(frozen=True)
class Choice:
    """What a reader wants to see. ``sector`` is an index: only lines of which one end at least lies there.

    Threshold and mode say nothing of people who were together, and are passed over for them.
    """

    threshold: int = SHORT_LINE
    mode: Mode = "confirmed"
    sources: tuple[str, ...] = SETS[SourceSet.ANSWERS]
    sector: int | None = None


@dataclass(frozen=True, eq=False)
class Cast:
    """Who is drawn, and where they stand, whatever is filtered.

    ``into`` gives for each of the network's people who they are drawn as, or NA. ``group`` is how many mantelzorgers
    the last of ``people`` stands for, 0 when there is no group; ``apart`` is how many of the roster are not drawn.
    """

    people: People
    positions: Floats
    into: Ints
    group: int
    apart: int

    @property
    def alone(self) -> int:
        """How many are drawn as a person: the first so many."""
        return len(self.people) - bool(self.group)


@dataclass(frozen=True, eq=False)
class Scenes:
    """A replay among the people of ``cast``. ``unknown`` are lines that one side states while the other was not heard.

    ``heard``: at each moment, who of the roster said anything in the two years before it, or None where nobody was
    asked; ``spoke`` (moments × people): which of the people drawn, or, where nobody was asked, who has a line at all.
    ``named_by``: how many of them named each at the last moment. ``allowed``: what the last response allows.
    """

    cast: Cast
    moments: tuple[Moment, ...]
    story: Episodes
    unknown: Episodes | None
    heard: tuple[Ratio | None, ...]
    spoke: Bools
    named_by: Ints
    allowed: Allowance

    @cached_property
    def between(self) -> Floats:
        """For each person the share of pairs of others whose shortest ways at the last moment run through them, exact.

        Nobody is reached through the group, and it has none itself.
        """
        start, end = self.story.arcs_at(self.story.moments - 1)
        persons = (start < self.cast.alone) & (end < self.cast.alone)
        everybody, directed = np.arange(len(self.cast.people)), self.story.directed
        return estimated_betweenness(start[persons], end[persons], len(everybody), everybody, directed)


def moments(
    network: Network,
    meetings: Sequence[tuple[str, dt.datetime]],
    now: dt.datetime,
    sources: Sequence[str] = SETS[SourceSet.ANSWERS],
) -> tuple[Moment, ...]:
    """The end of each wave, and four weeks after each meeting (title, end) or the start of what came next.

    By then the answers to the question afterwards are in. A meeting of lately counts up to ``now``. Moments at which
    fewer than five people had said anything, or been anywhere, are left out: ``sources`` says which of the two.
    """
    found = [Moment(wave.closed_at or now, wave.name, after_meeting=False) for wave in network.measurements]
    past = sorted((end, title) for title, end in meetings if end <= now)
    starts = sorted([*(end for end, _title in past), *(wave.opened_at for wave in network.measurements), now])
    for end, title in past:
        until = next((at for at in starts if at > end), now)
        found.append(Moment(min(end + PULSE_LASTS, until), title, after_meeting=True))
    said = network.statements.from_sources(sources)
    found.sort(key=lambda one: one.at)
    return tuple(
        one for one in found if np.count_nonzero(_heard(said, one.at, len(network.people))) >= disclosure.SMALL_INSIDE
    )


def cast(network: Network, roster: Measurement, drawn_at: dt.datetime | None = None, keep: Keep = each_time) -> Cast:
    """Everybody on the roster, in the places of the picture that was drawn at ``drawn_at``.

    In order of label: the order of the network's people would tell who is who. A group pulls nobody, and stands aside
    beyond the lower left corner.
    """
    on_roster = roster.asked | roster.named
    alone, in_group = on_roster & drawn_alone(network), on_roster & network.on_map & network.in_group
    drawn = np.array(sorted(np.flatnonzero(alone), key=lambda i: network.people.labels[i]), dtype=np.int64)
    people = as_seen(network).only(drawn)
    positions = places(network, drawn_at, keep)[drawn]
    into = np.full(len(network.people), NA)
    into[drawn] = np.arange(len(drawn))
    group = int(np.count_nonzero(in_group))
    if group < disclosure.SMALL_INSIDE:
        group = 0
    else:
        into[in_group] = len(drawn)
        people = _with_group(people, int(np.bincount(network.people.sector[in_group]).argmax()))
        positions = np.vstack([positions, positions.min(axis=0, initial=1.0) - ASIDE])
    return Cast(people, positions, into, group, int(np.count_nonzero(on_roster & (into == NA))))


def counted_as(choice: Choice) -> tuple[int, Mode]:
    """From which strength and by whose word lines count: being together has neither."""
    return (SHORT_LINE, UNDIRECTED) if only_together(choice.sources) else (choice.threshold, choice.mode)


def scenes(network: Network, roster: Measurement, drawn: Cast, moments: tuple[Moment, ...], choice: Choice) -> Scenes:
    """The lines of ``choice`` among the people drawn, at each of ``moments`` (one at least, rising)."""
    people, times = len(network.people), [moment.at for moment in moments]
    said = network.statements.from_sources(choice.sources)
    threshold, mode = counted_as(choice)
    asked = anybody_asked(choice.sources)
    spoken = said.from_sources(SPOKEN) if asked else said
    heard = [_heard(spoken, at, people) for at in times]
    responses = [response(one, roster.asked) for one in heard]
    seen = said.where((drawn.into[said.respondent] != NA) & (drawn.into[said.named] != NA))
    if choice.sector is not None:
        there = drawn.people.sector[drawn.into] == choice.sector
        seen = seen.where(there[seen.respondent] | there[seen.named])

    def as_drawn(story: Episodes) -> Episodes:
        return grouped(story, drawn.into, len(drawn.people))

    stated = as_drawn(episodes(seen, people, times, threshold))
    return Scenes(
        cast=drawn,
        moments=moments,
        story=as_drawn(episodes(seen, people, times, threshold, mode)),
        unknown=as_drawn(half_known(seen, people, times, threshold)) if mode == "confirmed" else None,
        heard=tuple(responses) if asked else (None,) * len(times),
        spoke=np.array([np.isin(np.arange(len(drawn.people)), drawn.into[one]) for one in heard]),
        named_by=np.bincount(stated.b[stated.until == len(times)], minlength=len(drawn.people)),
        allowed=what_answers_allow([responses[-1]], responses[-1].part) if asked else ALL,
    )


def _heard(said: Statements, at: dt.datetime, people: int) -> Bools:
    """Who said anything in the two years up to this moment."""
    heard = np.zeros(people, dtype=bool)
    since, until = seconds(fresh_since(at)), seconds(at)
    heard[said.respondent[(said.said_at >= since) & (said.said_at <= until)]] = True
    return heard


def _with_group(people: People, sector: int) -> People:
    """The same people and, last, one for the group, of this sector; without a label: the page has a word for it."""
    return replace(
        people,
        ids=np.append(people.ids, NA),
        sector=np.append(people.sector, sector),
        organisation=np.append(people.organisation, NA),
        function=np.append(people.function, NA),
        labels=(*people.labels, ""),
    )
