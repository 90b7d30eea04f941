"""The plain values a story is made of.

Organisations, services, meetings, waves and items are named by a ``key``, people by their ``number``; sectors,
functions, themes and reasons by their key in the project's vocabulary (``projects/rules.py``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from kapstok.meetings.rules import AgreementKind, Attendance, Choice, MaterialKind, Partstat, Shown
from kapstok.progress.surveys.rules import ItemKind
from kapstok.referrals.rules import Kind


@dataclass(frozen=True)
class Organisation:
    key: str
    name: str
    sector: str
    area: str


@dataclass(frozen=True)
class Service:
    """What an organisation offers; other people's referrals arrive here."""

    key: str
    organisation: str
    name: str
    for_whom: str
    how_to_refer: str


@dataclass(frozen=True)
class Place:
    """Where an organisation receives people."""

    name: str
    address: str
    postal_code: str
    area: str


@dataclass(frozen=True)
class Offer:
    """One entry of the sociale kaart. ``days``: as iCalendar writes them, "MO,TU" each week or "1TU" each month."""

    key: str
    organisation: str
    name: str
    for_whom: str
    what: str
    how_to_refer: str
    support: tuple[str, ...]  # keys of kinds of support
    areas: tuple[str, ...]  # none: for everybody
    place: Place
    days: str
    opens: dt.time | None
    closes: dt.time | None
    fees: str
    phone: str
    capacity: str  # directory.rules.Capacity
    waiting_weeks: int | None
    checked_on: dt.date


@dataclass(frozen=True)
class Card:
    """What somebody lets the network see of them in wie is wie."""

    person: int
    call_me_for: str
    reachable: str
    shown: tuple[str, ...]
    on_paper: bool
    said_on: dt.date


@dataclass(frozen=True)
class Person:
    number: int
    name: str
    function: str
    sector: str
    organisation: str | None  # a mantelzorger may have none
    mail: str | None
    phone: str | None
    area: str
    joined: dt.date
    left: dt.date | None = None
    on_rosters: bool = True  # a mantelzorger only by their own wish
    on_map: bool = True

    def active(self, day: dt.date) -> bool:
        return self.joined <= day and (self.left is None or day < self.left)


@dataclass(frozen=True)
class Meeting:
    key: str
    title: str
    themes: tuple[str, ...]
    programme: str
    place: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    capacity: int
    invited_at: dt.datetime | None  # None: the invitations have not been sent yet


@dataclass(frozen=True)
class Agreed:
    """What a meeting decided, or somebody took on."""

    kind: AgreementKind
    text: str
    owner: int | None = None
    due: dt.date | None = None
    done: dt.date | None = None


@dataclass(frozen=True)
class Handout:
    """What went with a meeting: a link, a product, or a short text as a file."""

    kind: MaterialKind
    shown: Shown
    title: str
    url: str = ""
    text: str = ""


@dataclass(frozen=True)
class Around:
    """What stands around one meeting: how it is held, by whom, and what it left behind."""

    meeting: str
    method: str
    host: int
    route: str
    accessibility: str
    items: tuple[tuple[int, str, str], ...]  # minutes after the start, what, who
    answer_by: dt.date
    words: str = ""
    reserved: tuple[tuple[str, int], ...] = ()  # places held for a sector
    notes: str = ""
    agreed: tuple[Agreed, ...] = ()
    handouts: tuple[Handout, ...] = ()


@dataclass(frozen=True)
class Opinion:
    """What one attendee thought of one meeting: 1–5, or nothing."""

    meeting: str
    person: int
    at: dt.datetime
    useful: int | None
    able: int | None
    remark: str = ""


@dataclass(frozen=True)
class Poll:
    """Candidate dates for a meeting to come. ``answers``: one choice per date, of who answered."""

    title: str
    words: str
    place: str
    dates: tuple[tuple[dt.datetime, dt.datetime], ...]
    asked_at: dt.datetime
    answer_by: dt.datetime
    asked: tuple[int, ...]
    answers: dict[int, tuple[Choice, ...]]


@dataclass(frozen=True)
class Guest:
    """One person at, or asked to, one meeting. ``attendance`` is None as long as the meeting has not been held."""

    meeting: str
    person: int
    partstat: Partstat
    answered_at: dt.datetime | None = None
    by_phone: bool = False
    comment: str = ""
    attendance: Attendance | None = None
    walk_in: bool = False
    table: int | None = None


@dataclass(frozen=True)
class Sheet:
    """What one respondent filled in: a strength 0–4 per named person, None for "weet ik niet".

    ``closed`` holds the people under "verder ken ik hier niemand": strength 0, said in one tap per organisation.
    Who is in neither has not been answered: no observation, never 0.
    """

    respondent: int
    at: dt.datetime
    named: dict[int, int | None]
    closed: tuple[int, ...] = ()

    def observed(self) -> Iterator[tuple[int, int]]:
        """Every person about whom something was said, with the strength."""
        yield from ((other, strength) for other, strength in self.named.items() if strength is not None)
        yield from ((other, 0) for other in self.closed)


@dataclass(frozen=True)
class Wave:
    key: str
    title: str
    opens_at: dt.datetime
    closes_at: dt.datetime | None  # None: it still runs
    last_day: dt.date  # to answer, as people were told
    asked: tuple[int, ...]  # the frozen roster: who was asked
    listed: tuple[int, ...]  # and about whom: without the mantelzorgers who did not opt in
    sheets: tuple[Sheet, ...]
    begun: frozenset[int] = frozenset()  # who answered and did not say to be done
    on_paper: frozenset[int] = frozenset()  # whose sheet the projectleider typed over


@dataclass(frozen=True)
class Missed:
    """Somebody whom ``by`` misses on the list of the running measurement, with how well they know them."""

    by: int
    name: str
    organisation: str
    function: str
    strength: int
    at: dt.datetime


@dataclass(frozen=True)
class Introduced:
    """``middle`` brings ``one`` and ``other`` together: done at ``sent_at``, or asked for by ``one``."""

    middle: int
    one: int
    other: int
    note: str
    asked_at: dt.datetime | None
    sent_at: dt.datetime | None


@dataclass(frozen=True)
class Observed:
    """What the projectleider saw of two people."""

    one: int
    other: int
    strength: int
    at: dt.datetime


@dataclass(frozen=True)
class ReadIn:
    """A list of lines from elsewhere: who said what of whom on a day; some lists were withdrawn."""

    file_name: str
    on: dt.date
    said: tuple[tuple[int, int, int], ...]
    at: dt.datetime
    withdrawn_at: dt.datetime | None = None


@dataclass(frozen=True)
class AroundLines:
    """What came of lines besides figures: who lets theirs be seen, who was introduced, who is missed."""

    open_to_show: tuple[tuple[int, dt.date], ...]
    missed: tuple[Missed, ...]
    introduced: tuple[Introduced, ...]
    observed: tuple[Observed, ...]
    read_in: tuple[ReadIn, ...]


@dataclass(frozen=True)
class Pulse:
    """The one-minute form after a meeting, by those who sent it in."""

    meeting: str
    sheets: tuple[Sheet, ...]


@dataclass(frozen=True)
class Drawn:
    """One guest in a draw: the table before the coins, whose table could be exchanged with it, and whether it was."""

    person: int
    table: int
    twin: int | None
    exchanged: bool
    answered_at: dt.datetime | None


@dataclass(frozen=True)
class Draw:
    """A lottery of one meeting. ``pairs``: (one, other, chance to share a table, whether they did)."""

    meeting: str
    drawn_at: dt.datetime
    seed: str
    loss: float
    asked_at: dt.datetime | None
    places: tuple[Drawn, ...]
    pairs: tuple[tuple[int, int, float, bool], ...]
    sheets: tuple[Sheet, ...]


@dataclass(frozen=True)
class Tally:
    """What was counted in one month: sent to a service by an organisation, or (sender "") arrived there and ended."""

    month: dt.date
    kind: Kind
    sender: str
    service: str
    count: int


@dataclass(frozen=True)
class InView:
    """Mantelzorgers that one organisation had recorded on a reference date, and how many people it serves."""

    organisation: str
    on: dt.date
    count: int
    served: int


@dataclass(frozen=True)
class Handed:
    """A product that was handed out at the meeting with this number."""

    meeting: int
    product: str
    copies: int | None


@dataclass(frozen=True)
class Adopted:
    """Since when an organisation has come so far with a product."""

    product: str
    organisation: str
    stage: str
    on: dt.date


@dataclass(frozen=True)
class Stepped:
    """Since when an organisation has begun, or finished, a step."""

    organisation: str
    step: str
    state: str
    on: dt.date
    evidence: str


@dataclass(frozen=True)
class Measured:
    """How many carers scored above the cut-off of an instrument, of how many with whom it was taken."""

    organisation: str
    on: dt.date
    above: int
    taken: int


@dataclass(frozen=True)
class Followed:
    """One referral that somebody followed."""

    made_on: dt.date
    sender: str
    service: str
    reason: str
    status: str
    duration: str
    feedback: bool | None
    note: str


@dataclass(frozen=True)
class Case:
    """A case card: who is on it (the first person of an organisation) in which role, and which one has the regie."""

    name: str
    opened: dt.date
    roles: tuple[tuple[str, str], ...]
    lead: int | None
    next_on: dt.date | None
    next_what: str
    closed: dt.date | None


@dataclass(frozen=True)
class Done:
    """What organisations did with what the project offered, besides counting."""

    handed: tuple[Handed, ...]
    adopted: tuple[Adopted, ...]
    stepped: tuple[Stepped, ...]
    measured: tuple[Measured, ...]
    followed: tuple[Followed, ...]
    cases: tuple[Case, ...]


@dataclass(frozen=True)
class Item:
    """One evaluation item, five-point. Items of the kind "experienced" are asked at the last wave only."""

    text: str
    kind: ItemKind
    audience: tuple[str, ...]  # sectors


@dataclass(frozen=True)
class ItemAnswer:
    wave: str
    item: str  # its text
    person: int
    at: dt.datetime
    value: int | None  # 1–5; None is "n.v.t."


@dataclass(frozen=True)
class Project:
    name: str
    region: str
    starts_on: dt.date
    ends_on: dt.date


@dataclass(frozen=True)
class Story:
    """A whole project, from the first list of people to the day it is told."""

    today: dt.date
    project: Project
    organisations: tuple[Organisation, ...]
    services: tuple[Service, ...]
    offers: tuple[Offer, ...]
    people: tuple[Person, ...]
    cards: tuple[Card, ...]
    meetings: tuple[Meeting, ...]
    guests: tuple[Guest, ...]
    around: tuple[Around, ...]
    opinions: tuple[Opinion, ...]
    poll: Poll
    waves: tuple[Wave, ...]  # those that are closed
    running: Wave
    lines: AroundLines
    pulses: tuple[Pulse, ...]
    draws: tuple[Draw, ...]
    tallies: tuple[Tally, ...]
    in_view: tuple[InView, ...]
    done: Done
    items: tuple[Item, ...]
    item_answers: tuple[ItemAnswer, ...]
