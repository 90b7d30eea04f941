"""Lines between sectors as they may be published: sectors of fewer than ten people merge. Pure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kapstok.disclosure import SMALL_PUBLISHED
from kapstok.evaluation.coarse import merged
from kapstok.evaluation.headlines import MODE
from kapstok.network.graph import Ints, lines
from kapstok.network.measured import Measurement, Network
from kapstok.network.measures import SectorMatrix, sector_matrix


@dataclass(frozen=True, eq=False)
class BetweenSectors:
    """Per wave compared: of the people who answered each time, lines per observed pair from sector to sector."""

    names: tuple[str, ...]
    then_and_now: tuple[SectorMatrix, ...]


def between_sectors(network: Network, waves: tuple[Measurement, ...], threshold: int) -> BetweenSectors | None:
    """The balanced panel by sector; None where two sectors of ten people cannot be told apart."""
    answered = np.logical_and.reduce([wave.answered for wave in waves])
    named = np.logical_and.reduce([wave.named for wave in waves])
    crowds = [answered, named, *(wave.asked for wave in waves)]
    sector = merged(network.people.sector, crowds, network.sectors.rest, SMALL_PUBLISHED)
    here = answered | named
    kinds = np.unique(sector[here])
    if len(kinds) < 2 or min(_smallest(sector[crowd]) for crowd in (answered, named)) < SMALL_PUBLISHED:
        return None
    return BetweenSectors(
        names=tuple(network.sectors.names[kind] for kind in kinds),
        then_and_now=tuple(
            sector_matrix(
                lines(wave.state.only(answered, named), threshold, MODE), np.searchsorted(kinds, sector), len(kinds)
            )
            for wave in waves
        ),
    )


def _smallest(sector: Ints) -> int:
    """How many people the smallest sector has; 0 without people."""
    return int(np.unique(sector, return_counts=True)[1].min(initial=np.iinfo(np.int64).max)) if len(sector) else 0
