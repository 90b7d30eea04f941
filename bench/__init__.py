"""How fast Kapstok is, as ratios to peers measured in the same run: ``python -m bench``."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One line of the table: ``ratio`` is our time or throughput divided by that of ``against``."""

    what: str
    measured: str
    ratio: float
    against: str
    goal: str
    met: bool | None
    note: str = ""
