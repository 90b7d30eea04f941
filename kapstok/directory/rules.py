"""Rules of the sociale kaart: plain values in, plain values out."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from kapstok.errors import N_, ChangedMeanwhile

ORANGE_AFTER, RED_AFTER = 6, 12  # months since somebody said that it is still right


class Capacity(StrEnum):
    """Whether there is a place now ("plek")."""

    YES = "yes"
    WAITING = "waiting"
    FULL = "full"
    UNKNOWN = "unknown"


class Freshness(StrEnum):
    """How long ago somebody looked whether it is still right."""

    GREEN = "green"
    ORANGE = "orange"
    RED = "red"  # also when nobody ever did


class ServiceChanged(ChangedMeanwhile):
    """Somebody else saved this service first."""

    sentence = N_("Iemand anders heeft het aanbod %(name)s intussen gewijzigd.")


def freshness(confirmed_on: dt.date | None, today: dt.date) -> Freshness:
    """Green for ``ORANGE_AFTER`` months, orange up to ``RED_AFTER``, red after that and when nobody ever looked."""
    if confirmed_on is None:
        return Freshness.RED
    months = (today.year - confirmed_on.year) * 12 + today.month - confirmed_on.month - (today.day < confirmed_on.day)
    if months < ORANGE_AFTER:
        return Freshness.GREEN
    return Freshness.ORANGE if months < RED_AFTER else Freshness.RED
