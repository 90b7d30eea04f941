"""Rules of the Kapstok-minuut: what is asked, of whom, and how often. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, Protocol, TypeVar

from kapstok import clock
from kapstok.errors import N_, Refused
from kapstok.register.rules import ASK_AGAIN_AFTER, may_be_asked

CARD_HOLDS = dt.timedelta(days=182)  # after half a year somebody is asked whether their own data are still right
NUDGE_FROM = 7  # day of the month: until then people may still be counting by themselves


class Part(StrEnum):
    """What the page asks, in the order in which it stands there."""

    SENT = "sent"  # verwijzingen
    ARRIVED = "arrived"  # aangekomen, and what became of it
    COUNTS = "counts"  # mantelzorgers in beeld and other indicators
    STEPS = "steps"  # stappenplan
    QUESTIONS = "questions"  # vragenlijst
    CARD = "card"  # klopt uw kaart nog?
    LINES = "lines"  # wie kent u: a page of its own


@dataclass(frozen=True)
class Asked:
    """One thing that is open for somebody. ``day``: the month or reference date it is about; ``name``: of the count."""

    part: Part
    day: dt.date = dt.date.min
    name: str = ""


class AlreadySent(Refused):
    """One round a month."""

    sentence = N_("De Kapstok-minuut van deze maand is al verstuurd, op %(day)s door %(name)s.")
    status = 409


class NobodyToAsk(Refused):
    """A round without a mail would use up the month."""

    sentence = N_("Er is nu niemand om te mailen. U kunt deze maand later nog een ronde sturen.")


class Askable(Protocol):
    """What has to be known of a person to tell whether they get mail."""

    @property
    def id(self) -> int: ...

    @property
    def email(self) -> str | None: ...

    @property
    def address_refused_at(self) -> dt.datetime | None: ...

    @property
    def asked_at(self) -> dt.datetime | None: ...


P = TypeVar("P", bound=Askable)


@dataclass
class Round(Generic[P]):
    """Everybody who takes part, by what a round now means for them."""

    to_ask: list[P] = field(default_factory=list)
    too_soon: list[P] = field(default_factory=list)  # got a mail that asks something, less than a month ago
    unreachable: list[P] = field(default_factory=list)  # no address, or one that a mail server refused
    nothing_open: list[P] = field(default_factory=list)

    def later_this_month(self, now: dt.datetime) -> tuple[int, dt.date] | None:
        """How many it is too soon for only now, and the day from which all of them can be mailed this month.

        A round that is sent before leaves them out: there is one a month. None: it is too soon for nobody, or for all
        of this month.
        """
        month, day = clock.month_of(clock.local_date(now)), dt.timedelta(days=1)  # the first whole day
        asked = [person.asked_at for person in self.too_soon if person.asked_at is not None]
        days = [clock.local_date(moment + ASK_AGAIN_AFTER + day) for moment in asked]
        days = [each for each in days if clock.month_of(each) == month]
        return (len(days), max(days)) if days else None


def who_gets_mail(people: Iterable[P], open_: Mapping[int, Collection[Asked]], now: dt.datetime) -> Round[P]:
    """Sort out who is mailed. ``open_``: what is open for whom, by the person's id."""
    found: Round[P] = Round()
    for person in people:
        if not open_.get(person.id):
            found.nothing_open.append(person)
        elif not person.email or person.address_refused_at is not None:
            found.unreachable.append(person)
        elif not may_be_asked(person.asked_at, now):
            found.too_soon.append(person)
        else:
            found.to_ask.append(person)
    return found


def is_card_stale(confirmed_on: dt.date | None, joined_on: dt.date | None, today: dt.date) -> bool:
    """Whether somebody's own data were last looked at half a year ago. Who joined was looked at then."""
    seen = confirmed_on or joined_on
    return seen is None or today - seen > CARD_HOLDS


def is_time_to_nudge(today: dt.date) -> bool:
    """Whether a round is due: not in the first days of a month, when numbers come in by themselves."""
    return today.day >= NUDGE_FROM
