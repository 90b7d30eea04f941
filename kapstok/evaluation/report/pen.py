"""How a report is written for this reader: words, numbers and dates in their language. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from kapstok.network.drawing import Voice

NOT_SHOWN = "–"


@dataclass(frozen=True)
class Pen:
    """``voice`` with dates, and the words for what is kept as a key: headline figures, stages, steps, outcomes.

    ``explained``: what each headline figure means.
    ``plan``: (label, value) of what the measurement plan fixed; ``deviations``: sentences about what became otherwise.
    """

    voice: Voice
    language: str
    day: Callable[[dt.date], str]
    month: Callable[[dt.date], str]
    figures: Mapping[str, str] = field(default_factory=dict)
    explained: Mapping[str, str] = field(default_factory=dict)
    stages: Mapping[str, str] = field(default_factory=dict)
    steps: Mapping[str, str] = field(default_factory=dict)
    states: Mapping[str, str] = field(default_factory=dict)
    outcomes: Mapping[str, str] = field(default_factory=dict)
    plan: tuple[tuple[str, str], ...] = ()
    deviations: tuple[str, ...] = ()

    def translate(self, msgid: str, **values: str) -> str:
        return self.voice.translate(msgid, **values)

    def number(self, value: float | None, decimals: int = 0) -> str:
        return self.voice.number(value, decimals)

    def percent(self, value: float | None, decimals: int = 0) -> str:
        return self.voice.percent(value, decimals)

    def signed(self, value: float, decimals: int) -> str:
        """+1,2 or −0,4."""
        return ("+" if value >= 0 else "−") + self.number(abs(value), decimals)

    def write(self, unit: str, amount: float | str | dt.date | None, decimals: int) -> str:
        """A value of a claim; ``unit`` is ``claims.Unit``."""
        if amount is None:
            return NOT_SHOWN
        if isinstance(amount, str):
            return self.figures[amount] if unit == "figure" else amount
        if isinstance(amount, dt.date):
            return self.month(amount) if unit == "month" else self.day(amount)
        if unit == "share":
            return self.percent(amount, decimals)
        if unit == "points":
            return self.signed(100 * amount, decimals)
        if unit == "difference":
            return self.signed(amount, decimals)
        return self.number(amount, decimals)
