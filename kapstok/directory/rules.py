"""Rules of the sociale kaart: plain values in, plain values out."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum

from kapstok.errors import N_, ChangedMeanwhile, Refused

ORANGE_AFTER, RED_AFTER = 6, 12  # months since somebody said that it is still right
ASK_AGAIN_AFTER = dt.timedelta(days=30)  # never about the same service within this time
LONGEST_WAIT = 260  # weeks
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")  # as iCalendar writes them
WEEKEND = frozenset({"SA", "SU"})
LAST_WEEK = -1
_DAY = re.compile(rf"(?P<week>-1|[1-5])?(?P<day>{'|'.join(DAYS)})")


class Capacity(StrEnum):
    """Whether there is a place now ("plek")."""

    YES = "yes"
    WAITING = "waiting"
    FULL = "full"
    UNKNOWN = "unknown"


_PLEK = (Capacity.YES, Capacity.WAITING, Capacity.UNKNOWN, Capacity.FULL)


class Freshness(StrEnum):
    """How long ago somebody looked whether it is still right."""

    GREEN = "green"
    ORANGE = "orange"
    RED = "red"  # also when nobody ever did


class ServiceChanged(ChangedMeanwhile):
    """Somebody else saved this service first."""

    sentence = N_("Iemand anders heeft het aanbod %(name)s intussen gewijzigd.")


class LocationChanged(ChangedMeanwhile):
    """Somebody else saved this place first."""

    sentence = N_("Iemand anders heeft de plek %(name)s intussen gewijzigd.")


class LocationInUse(Refused):
    """Something is still offered at the place."""

    sentence = N_("Op de plek %(name)s is nog aanbod. Haal de plek eerst daar weg.")


@dataclass(frozen=True)
class Hours:
    """When a service is there. ``week``: 0 every week, 1–5 that week of the month, -1 the last one."""

    days: tuple[str, ...] = ()
    week: int = 0
    opens_at: dt.time | None = None
    closes_at: dt.time | None = None
    description: str = ""

    @property
    def byday(self) -> str:
        """As iCalendar and HSDS write it: ``MO,TU`` or ``1TU``."""
        return ",".join(f"{self.week or ''}{day}" for day in DAYS if day in self.days)

    @property
    def freq(self) -> str:
        return "MONTHLY" if self.week else "WEEKLY"


@dataclass(frozen=True)
class Number:
    """A telephone number and what it is for."""

    number: str
    description: str = ""


@dataclass(frozen=True)
class Desk:
    """Whom to ask for: a desk or a public name."""

    name: str = ""
    department: str = ""
    email: str | None = None


def freshness(confirmed_on: dt.date | None, today: dt.date) -> Freshness:
    """Green for ``ORANGE_AFTER`` months, orange up to ``RED_AFTER``, red after that and when nobody ever looked."""
    if confirmed_on is None:
        return Freshness.RED
    months = (today.year - confirmed_on.year) * 12 + today.month - confirmed_on.month - (today.day < confirmed_on.day)
    if months < ORANGE_AFTER:
        return Freshness.GREEN
    return Freshness.ORANGE if months < RED_AFTER else Freshness.RED


def may_ask_about(asked_at: dt.datetime | None, now: dt.datetime) -> bool:
    """Whether a keeper may be asked (again) to look at a service."""
    return asked_at is None or now - asked_at >= ASK_AGAIN_AFTER


def weekly(byday: str) -> list[tuple[int, tuple[str, ...]]]:
    """``MO,TU,1WE`` → ``[(0, ("MO", "TU")), (1, ("WE",))]``: the days by the week of the month, 0 for every week.

    What is no day is left out: it came from elsewhere and nobody could read it.
    """
    found: dict[int, list[str]] = {}
    for part in byday.upper().replace(" ", "").split(","):
        if match := _DAY.fullmatch(part):
            found.setdefault(int(match["week"] or 0), []).append(match["day"])
    return [(week, tuple(day for day in DAYS if day in days)) for week, days in found.items()]


def waiting_weeks(capacity: Capacity, weeks: int | None) -> int | None:
    """A number of weeks means something on a waiting list only."""
    return weeks if capacity is Capacity.WAITING else None


def area_names(text: str) -> tuple[str, ...]:
    """Names of wijken and kernen between commas or on lines, each once whatever its capitals."""
    names = (" ".join(part.split()) for part in re.split(r"[,;\n]", text))
    return tuple({name.casefold(): name for name in names if name}.values())


@dataclass(frozen=True)
class Fit:
    """What decides where a service stands among those that fit a situation.

    ``theme``: 0 for the kind of support that fits best, and so on. ``days``: on which it is there, empty when nobody
    said. ``strength``: how well the asker knows somebody there, 0 for nobody.
    """

    theme: int
    capacity: str
    weeks: int | None = None
    days: frozenset[str] = frozenset()
    strength: int = 0
    name: str = ""


def first_to_last(fit: Fit, *, in_weekend: bool) -> tuple:
    """By what services are ordered: theme, days (when it must be in the weekend), plek, whom one knows, name.

    Plek: yes, then the shortest waiting list, then unknown; full comes last and is still there.
    """
    days = 0
    if in_weekend:
        days = 0 if fit.days & WEEKEND else 1 if not fit.days else 2
    weeks = LONGEST_WAIT if fit.weeks is None else fit.weeks
    waiting = weeks if fit.capacity == Capacity.WAITING else 0
    return fit.theme, days, _PLEK.index(fit.capacity), waiting, -fit.strength, fit.name.casefold()


def speaks_of_weekend(*texts: str) -> bool:
    """Whether a situation is about the weekend, by its key or its words."""
    return any("weekend" in text.casefold() for text in texts)


# Which kinds of support fit a situation, by their keys: the first one fits best.
DEFAULT_SITUATIONS: dict[str, tuple[str, ...]] = {
    "respijt-weekend": ("respijtzorg", "dagbesteding"),
    "overbelast-werkt": ("werk", "luisterend-oor", "respijtzorg"),
    "alles-alleen": ("luisterend-oor", "lotgenoten"),
    "vergeet": ("dementie", "dagbesteding", "lotgenoten"),
    "komt-niet-rond": ("geld", "informatie"),
    "hulp-in-huis": ("praktische-hulp", "hulpmiddelen"),
    "kind-dat-zorgt": ("jonge-mantelzorgers",),
    "net-begonnen": ("informatie", "cursus", "waardering"),
}
