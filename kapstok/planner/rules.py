"""What a kennismakingsplan may be: plain values in, plain values out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kapstok.errors import N_, ChangedMeanwhile, Refused

MOST_ROUNDS = 12
MOST_TABLES = 60
MOST_AT_TABLE = 40
FEWEST_GUESTS = 4
MOST_GUESTS = 300
SLIDER = range(0, 11)

PREVIEW = 2.0  # seconds that a projectleider waits for
FINAL = 10.0  # seconds in the background


class Wish(StrEnum):
    """What must hold of two people in every round."""

    TOGETHER = "together"
    APART = "apart"


class Spread(StrEnum):
    """How mantelzorgers are spread over the tables."""

    EVEN = "even"  # as evenly as any other sector, and worth more points
    EACH_TABLE = "each_table"  # at every table a mantelzorger or a host: hard when there are enough of them
    FREE = "free"  # no matter


class PlanChanged(ChangedMeanwhile):
    """Two people work on one plan: the second is told, and sees what the first made of it."""

    sentence = N_("Iemand anders heeft de tafelindeling intussen gewijzigd. U ziet nu de nieuwste.")


class PlanOver(Refused):
    """After the bijeenkomst a plan is what was meant; where people sat is taken down on its own page."""

    sentence = N_("Deze bijeenkomst is voorbij of afgezegd. De tafelindeling verandert niet meer.")


@dataclass(frozen=True)
class TableChoice:
    """One table as somebody set it."""

    number: int
    fewest: int
    most: int
    name: str = ""
    accessible: bool = True
    host_id: int | None = None


@dataclass(frozen=True)
class Settings:
    """All that a plan is asked to look for; sliders 0–10."""

    rounds: int
    tables: tuple[TableChoice, ...]
    sector: int = 4
    need: int = 6
    strengthen: int = 0
    bridge: int = 4
    spread: Spread = Spread.EVEN
