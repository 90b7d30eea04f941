"""The network on any two dates, out of all that was ever said: nothing is overwritten, so nothing has to be kept."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kapstok.projects.models import Project
from kapstok.ties import moments

if TYPE_CHECKING:
    from kapstok.evaluation.between import Between
    from kapstok.network.graph import Ints, Mode
    from kapstok.network.ledger import LastWords
    from kapstok.network.measured import Measurement, Network


@dataclass(frozen=True)
class Compared:
    """Which lines are compared, and from which ``sources`` they come."""

    threshold: int
    mode: Mode
    sources: tuple[str, ...]


def find_between(
    project: Project, network: Network, roster: Measurement, first: dt.datetime, second: dt.datetime, choice: Compared
) -> Between:
    """What changed from ``first`` to ``second`` among the people on this roster of the project's ``network``."""
    import numpy as np

    from kapstok.evaluation.between import compare
    from kapstok.network.graph import fresh_since
    from kapstok.network.ledger import last_words

    here = np.flatnonzero(roster.asked | roster.named)
    since = max(first + dt.timedelta.resolution, fresh_since(second))
    ids = network.people.ids[here]
    return compare(
        words_at(project, ids, first, choice.sources),
        words_at(project, ids, second, choice.sources),
        last_words(moments.said_between(project, since, second, choice.sources), ids),
        asked=roster.asked[here],
        named=roster.named[here],
        sector=network.people.sector[here],
        rest=network.sectors.rest,
        threshold=choice.threshold,
        mode=choice.mode,
    )


def words_at(project: Project, ids: Ints, moment: dt.datetime, sources: tuple[str, ...]) -> LastWords:
    """What each of the people ``ids`` (rising) had last said of each other at ``moment``, up to 24 months old."""
    from kapstok.network.graph import fresh_since
    from kapstok.network.ledger import last_words

    return last_words(moments.said_between(project, fresh_since(moment), moment, sources), ids)
