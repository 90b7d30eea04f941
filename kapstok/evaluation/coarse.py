"""Nobody stands out by sector or function: groups of too few people merge, wherever they are shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from kapstok import disclosure
from kapstok.disclosure import SMALLEST_GROUP
from kapstok.network.graph import Bools, Ints, People, lines
from kapstok.network.measured import Network

FEW_AROUND = 10  # of a sector of fewer, who hangs on a single line stands out by where that line leads


def merged(group: Ints, crowds: Sequence[Bools], rest: int, smallest: int = SMALLEST_GROUP) -> Ints:
    """The same groups, with those merged into ``rest`` that count fewer than ``smallest`` in any of the ``crowds``.

    A crowd is a set of people that pages count by group (a roster, who answered). A group that is absent from a crowd
    shows nothing there, and is not too small.
    """
    result = group.copy()
    for crowd in crowds:
        named = {int(i): f"{result[i]}" for i in np.flatnonzero(crowd)}
        after = disclosure.merged_groups(named, f"{rest}", smallest)
        gone = {int(name) for person, name in named.items() if after[person] != name}
        result[np.isin(result, list(gone))] = rest
    return result


def coarsened(people: People, crowds: Sequence[Bools], rest_sector: int, rest_function: int) -> People:
    """The same people, told apart by sector and function only where enough others share both."""
    sector = merged(people.sector, crowds, rest_sector)
    function = people.function.copy()
    for kind in np.unique(sector):
        here = sector == kind
        function[here] = merged(function, [crowd & here for crowd in crowds], rest_function)[here]
    return replace(people, sector=sector, function=function)


def drawn_alone(network: Network) -> Bools:
    """Who may be seen as a person under a pseudonym: neither "niet in beeld", nor a mantelzorger without opt-in."""
    return network.on_map & ~network.in_group


def at_an_end(network: Network) -> Bools:
    """Who, of those drawn, had lines with exactly one other in a closed measurement, whoever of the two states them.

    Not of what was said since, nor in a measurement that still runs: somebody's sector would change with a new answer.
    """
    alone = drawn_alone(network)
    found = np.zeros(len(alone), dtype=bool)
    for wave in network.measurements:
        if wave.closed_at is not None:
            known = lines(wave.state.only(alone, alone), mode="any").known
            found |= np.count_nonzero(known, axis=1) == 1
    return found


def as_seen(network: Network) -> People:
    """Everybody, told apart only as far as every roster of the network allows: the same on pages and in files.

    Whoever stands at the end of a single line can be recognised by it where few others share their sector: in a sector
    of fewer than ``FEW_AROUND`` people drawn they are of the rest. They are drawn, and so are all lines, as they are.
    Where all are of one sector it tells nothing, and stays.
    """
    alone = drawn_alone(network)
    rosters = [alone & (wave.asked | wave.named) for wave in network.measurements]
    people, rest = network.people, network.sectors.rest
    seen = coarsened(people, rosters, rest, network.functions.rest)
    size = np.bincount(seen.sector[alone], minlength=len(network.sectors.names))
    stands_out = alone & (size[seen.sector] < FEW_AROUND) & at_an_end(network)
    if not stands_out.any() or len(np.unique(seen.sector[alone])) == 1:
        return seen
    apart = replace(people, sector=np.where(stands_out, rest, people.sector))
    return coarsened(apart, rosters, rest, network.functions.rest)
