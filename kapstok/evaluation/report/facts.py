"""Everything that an eindverslag can tell of: plain values, read once. Nothing in it names a participant."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from kapstok.evaluation.chain.beside import Beside
from kapstok.evaluation.chain.telling import Steps
from kapstok.evaluation.headlines import Headlines
from kapstok.evaluation.inview import InView
from kapstok.evaluation.opinions import Asked, Opinion
from kapstok.evaluation.report.sectors import BetweenSectors
from kapstok.network.measures import Ratio
from kapstok.progress.products.rules import Stage
from kapstok.progress.steps.rules import State, Step
from kapstok.referrals.rules import Kind


@dataclass(frozen=True)
class About:
    """The project itself. ``participants`` take part today."""

    name: str
    region: str
    starts_on: dt.date | None
    ends_on: dt.date | None
    participants: int
    organisations: int
    sectors: int


@dataclass(frozen=True)
class Reach:
    """Who took part. ``people``: per sector, small ones merged. ``met``: were at a bijeenkomst; ``again``: at two."""

    people: tuple[tuple[str, int], ...]
    organisations: tuple[tuple[str, int], ...]
    met: int
    again: int


@dataclass(frozen=True)
class Measured:
    """A measurement that is closed."""

    name: str
    opened: dt.date
    closed: dt.date
    response: Ratio


@dataclass(frozen=True)
class Plan:
    """What the measurement plan says, or the usual choices where there is none (``made`` is false)."""

    headline: str
    threshold: int
    describes: bool
    made: bool


@dataclass(frozen=True)
class Met:
    """A bijeenkomst that took place."""

    title: str
    day: dt.date
    method: str
    present: int
    useful: Opinion


@dataclass(frozen=True)
class Together:
    """Bijeenkomsten as they were held; ``pairs``: how many different pairs of people were at one together.

    ``steps`` and ``lines``: what went together with them; None when none was held. ``steps`` are the sum of
    ``steps_of`` bijeenkomsten: those whose six months are over, and that may be added up.
    """

    held: tuple[Met, ...]
    pairs: int
    steps: Steps | None
    steps_of: int
    lines: Beside | None


@dataclass(frozen=True)
class Offered:
    """A product, and how many organisations are how far with it."""

    title: str
    kept_by: str
    stages: dict[Stage, int]


@dataclass(frozen=True)
class Progress:
    """Products and the stappenplan. ``users``: (organisation, product, stage, since); ``plans``: per organisation."""

    products: tuple[Offered, ...]
    users: tuple[tuple[str, str, Stage, dt.date], ...]
    asked: int
    steps: dict[Step, int]
    plans: tuple[tuple[str, dict[Step, State]], ...]


@dataclass(frozen=True)
class Referred:
    """Referrals over all months counted. ``flows``: between sectors, as counted by who sent them."""

    months: tuple[dt.date, ...]
    flows: tuple[tuple[str, str, int], ...]
    arrived: int
    outcomes: dict[Kind, int]
    agreed: Ratio  # what both sides counted, of what either did


@dataclass(frozen=True)
class Counted:
    """An indicator, as it may be published."""

    name: str
    view: InView


@dataclass(frozen=True)
class Left:
    """What goes on after the project. ``kept``: of the ``services`` on the sociale kaart, those with a keeper.

    ``short`` and ``without``: pairs of two sectors within two steps, with and without the projectleider.
    """

    services: int
    kept: int
    open_agreements: int
    short: Ratio | None
    without: Ratio | None


@dataclass(frozen=True)
class Facts:
    """The whole of it. ``headlines`` and ``sectors`` are None when no measurement is closed."""

    about: About
    reach: Reach
    waves: tuple[Measured, ...]
    running: tuple[str, ...]
    plan: Plan
    together: Together
    progress: Progress
    referred: Referred
    counted: tuple[Counted, ...]
    said: tuple[Asked, ...]
    left: Left
    headlines: Headlines | None = field(default=None, repr=False, compare=False)
    sectors: BetweenSectors | None = field(default=None, repr=False, compare=False)
