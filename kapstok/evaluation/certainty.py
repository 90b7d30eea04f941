"""How sure one can be of what changed between two measurements of a project: rows → arrays → ``inference``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapstok.evaluation.calculations import Outcome, Progress
from kapstok.evaluation.kept import Kept
from kapstok.projects.models import Project
from kapstok.ties.rules import Source

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence
    from typing import Any

    from kapstok.evaluation.inference.certainty import Certainty, Question
    from kapstok.meetings.attendance import Group
    from kapstok.network.graph import Bools
    from kapstok.network.measured import Measurement, Network

AT_ONCE = 300  # people: with more it takes longer than a reader waits for a page

_found = Kept(most=16)


def find_certainty(
    project: Project, network: Network, first: Measurement, last: Measurement, threshold: int
) -> Certainty:
    """How sure the change between two closed measurements is, kept as long as the data stay the same."""
    from kapstok.evaluation.inference.certainty import certainty

    key = version(project, first, last, threshold)
    return _found.get(key, lambda: certainty(question(project, network, first, last, threshold)))


def takes_long(first: Measurement, last: Measurement) -> bool:
    """Whether so many people are compared that it is worked out in the background."""
    return int(((first.answered & last.answered) | (first.named & last.named)).sum()) > AT_ONCE


def asked(first: Measurement, last: Measurement, threshold: int) -> dict[str, Any]:
    """What a calculation in the background is asked."""
    return {"first": first.id, "last": last.id, "threshold": threshold}


def make_certainty(project: Project, asked: Mapping[str, Any], progress: Progress) -> Outcome:
    """The answer to ``asked``, as ``Certainty.as_json``."""
    from kapstok.evaluation import service
    from kapstok.evaluation.inference.certainty import certainty

    network = service.network(project)
    waves = {wave.id: wave for wave in network.measurements}
    first, last = waves[asked["first"]], waves[asked["last"]]
    return Outcome(certainty(question(project, network, first, last, asked["threshold"]), progress).as_json())


def version(project: Project, first: Measurement, last: Measurement, threshold: int) -> Hashable:
    """What differs as soon as the answer may."""
    from kapstok.network import load

    groups = (load.together(project, source) for source in (Source.PRESENT, Source.SEATED))
    return load.version(project), first.id, last.id, threshold, *groups


def question(project: Project, network: Network, first: Measurement, last: Measurement, threshold: int) -> Question:
    """The two measurements with who came, and who sat together, between the end of the first and the opening of the
    last. Where no tables are known, who were at the same bijeenkomst were together."""
    import numpy as np

    from kapstok.evaluation.inference.certainty import question as ask
    from kapstok.network import load

    present, seated = (_between(load.together(project, each), first, last) for each in (Source.PRESENT, Source.SEATED))
    came = _rows(network, present)
    tables = _rows(network, seated)
    return ask(
        network,
        first,
        last,
        threshold,
        np.asarray(came.any(axis=0)),
        _pairs(tables if len(tables) else came),
        bool(len(tables)),
    )


def _between(groups: Iterable[Group], first: Measurement, last: Measurement) -> list[Sequence[int]]:
    """The people of each group that came together between two measurements."""
    assert first.closed_at is not None
    return [people for _meeting, at, people in groups if first.closed_at < at < last.opened_at]


def _rows(network: Network, groups: Sequence[Sequence[int]]) -> Bools:
    """groups × people: who of the network was in each."""
    import numpy as np

    return np.array([np.isin(network.people.ids, people) for people in groups], dtype=bool).reshape(
        len(groups), len(network.people)
    )


def _pairs(rows: Bools) -> Bools:
    """people × people: who were in one group at least once."""
    import numpy as np

    found = (rows.T.astype(np.float32) @ rows.astype(np.float32)) > 0
    np.fill_diagonal(found, False)
    return found
