"""The network on any two dates, out of all that was ever said: nothing is overwritten, so nothing has to be kept."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kapstok.evaluation import service
from kapstok.projects.models import Project
from kapstok.ties import moments

if TYPE_CHECKING:
    from kapstok.evaluation.between import Between
    from kapstok.network.graph import Ints, Mode
    from kapstok.network.ledger import LastWords
    from kapstok.network.measured import Measurement


@dataclass(frozen=True)
class Compared:
    """Which lines are compared, and from which ``sources`` they come."""

    threshold: int
    mode: Mode
    sources: tuple[str, ...]


def ends(project: Project) -> tuple[Measurement, ...]:
    """The first measurement and the last, or the only one; none when nothing was ever measured."""
    from kapstok.evaluation.headlines import to_compare

    return to_compare(service.network(project).measurements)


def find_between(project: Project, first: dt.datetime, second: dt.datetime, choice: Compared) -> Between | None:
    """What changed from ``first`` to ``second``, on the roster of the last wave; None when there never was one."""
    import numpy as np

    from kapstok.evaluation.between import compare

    found, waves = service.network(project), ends(project)
    if not waves:
        return None
    here = np.flatnonzero(waves[-1].asked | waves[-1].named)
    ids = found.people.ids[here]
    return compare(
        words_at(project, ids, first, choice.sources),
        words_at(project, ids, second, choice.sources),
        moments.count_speakers(project, first, second, choice.sources),
        asked=waves[-1].asked[here],
        named=waves[-1].named[here],
        sector=found.people.sector[here],
        rest=found.sectors.rest,
        threshold=choice.threshold,
        mode=choice.mode,
    )


def words_at(project: Project, ids: Ints, moment: dt.datetime, sources: tuple[str, ...]) -> LastWords:
    """What each of the people ``ids`` (rising) had last said of each other at ``moment``, up to 24 months old."""
    from kapstok.network.graph import fresh_since
    from kapstok.network.ledger import last_words

    return last_words(moments.said_between(project, fresh_since(moment), moment, sources), ids)
