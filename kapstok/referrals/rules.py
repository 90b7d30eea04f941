"""Rules of referrals: plain values in, plain values out."""

from __future__ import annotations

from enum import StrEnum


class Outcome(StrEnum):
    """How referrals ended. "Gesloten" is not "geholpen"."""

    PENDING = "pending"  # lopend
    HELPED = "helped"  # geslaagd
    NOT_HELPED = "not_helped"  # niet
    UNKNOWN = "unknown"  # onbekend
