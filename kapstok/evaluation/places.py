"""Where everybody stands in the picture, whatever is filtered: it follows from what was said, and is kept nowhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable
from typing import Any

import numpy as np

from kapstok.evaluation.coarse import drawn_alone
from kapstok.network.graph import Floats, seconds
from kapstok.network.layout import joined_by, lay_out, settle
from kapstok.network.measured import Network
from kapstok.ties.rules import SHORT_LINE

SEED = 7  # the same lines give the same picture
DAY = 24 * 60 * 60  # seconds

Keep = Callable[[Hashable, Callable[[], Any]], Any]


def each_time(_key: Hashable, make: Callable[[], Floats]) -> Floats:
    """Keep nothing: make it anew."""
    return make()


def places(network: Network, drawn_at: dt.datetime | None, keep: Keep = each_time) -> Floats:
    """A position for each of the network's people (NaN for who is never drawn alone).

    All short lines ever said up to ``drawn_at`` are laid out together; without it, up to the end of the first
    measurement, or all while none was closed. Who comes later is brought in day after day, and nobody moves. ``keep``
    may keep the dear part, the layout, under its key. What is entered later with a date from before that moment
    changes the layout, and with it everybody's place.
    """
    may_be_drawn = drawn_alone(network)
    said = network.statements
    said = said.where((said.strength >= SHORT_LINE) & may_be_drawn[said.respondent] & may_be_drawn[said.named])
    said = said.where(said.respondent != said.named)
    until = drawn_at or min((wave.closed_at for wave in network.measurements if wave.closed_at), default=None)
    first = said if until is None else said.where(said.said_at <= seconds(until))
    joined, pairs = joined_by(first.respondent, first.named)
    labels = tuple(network.people.labels[i] for i in joined)
    positions = np.full((len(network.people), 2), np.nan)
    positions[joined] = keep((labels, pairs.tobytes()), lambda: lay_out(pairs, labels, SEED))
    alone = np.flatnonzero(may_be_drawn)
    among = np.cumsum(may_be_drawn) - 1
    positions[alone] = settle(
        positions[alone],
        among[said.respondent],
        among[said.named],
        said.said_at // DAY,
        [network.people.labels[i] for i in alone],
        SEED,
    )
    return positions
