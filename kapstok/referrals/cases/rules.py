"""The casuskaart: what may be on it, for how long, and what is refused. Pure."""

from __future__ import annotations

import datetime as dt

from kapstok import clock
from kapstok.errors import N_, Refused

KEPT_FOR = dt.timedelta(days=90)  # after it is closed
UNTOUCHED_FOR = dt.timedelta(days=365)  # then it closes by itself
FURTHEST = dt.timedelta(days=366)  # a next moment beyond this is a typing error
LONGEST_ROLE = 80
LONGEST_WHAT = 160
MOST_MEMBERS = 30
NEW_FOR = dt.timedelta(days=14)  # so long is somebody told that they were put on a card
FEWEST_COUNTED = 5  # the projectleider learns how many cards are open from this number on


class MomentPassed(Refused):
    """The next agreed moment is over already."""

    sentence = N_("Dit moment is al voorbij. Kies een dag en tijd die nog komen.")


class MomentTooFar(Refused):
    """The next agreed moment is more than a year away."""

    sentence = N_("Dit moment is meer dan een jaar van nu. Kijk de datum na.")


class MomentHalf(Refused):
    """A day without a time, or a time without a day."""

    sentence = N_("Vul bij het volgende moment een dag én een tijd in, of laat beide leeg.")


class WhatWithoutMoment(Refused):
    """Something will happen, but nobody said when."""

    sentence = N_("U schreef wat u gaat doen, maar niet wanneer. Vul ook een dag en tijd in.")


class NotOnCard(Refused):
    """The regie is given to somebody who is not on the card, or not any more."""

    sentence = N_("Deze persoon staat niet (meer) op de kaart. Kies iemand die erop staat.")
    status = 409


class CannotBeAdded(Refused):
    """Not somebody whom this person can choose; the same words for every reason, so that none is told."""

    sentence = N_("Deze persoon kunt u niet op de kaart zetten. Kies een naam uit de lijst.")


class CardFull(Refused):
    """As many people as a card can hold."""

    sentence = N_("Er staan al dertig mensen op deze kaart. Haal eerst iemand weg.")


class CardClosed(Refused):
    """Nothing changes on a closed card."""

    sentence = N_("Deze casuskaart is afgesloten. Heropen haar als er weer iets te doen is.")
    status = 409


class NamesUsedUp(Refused):
    """Every made-up name is in use."""

    sentence = N_("Er kan nu geen casuskaart bij: alle namen zijn in gebruik. Sluit kaarten af die klaar zijn.")
    status = 409


def next_moment(date: dt.date | None, time: dt.time | None, what: str, now: dt.datetime) -> dt.datetime | None:
    """When the next moment is, in UTC; None for none.

    Raises ``MomentHalf``, ``WhatWithoutMoment``, ``MomentPassed``, ``MomentTooFar``, and what ``clock.from_local``
    refuses.
    """
    if date is None and time is None:
        if what:
            raise WhatWithoutMoment()
        return None
    if date is None or time is None:
        raise MomentHalf()
    today = clock.local_date(now)
    if date < today:
        raise MomentPassed()
    if date > today + FURTHEST:
        raise MomentTooFar()
    moment = clock.from_local(date, time)
    if moment <= now:
        raise MomentPassed()
    return moment


def closes_by_itself(touched_at: dt.datetime) -> dt.datetime:
    """When an open card that nobody changes any more is closed."""
    return touched_at + UNTOUCHED_FOR


def disappears(touched_at: dt.datetime, closed_at: dt.datetime | None) -> dt.datetime:
    """When a card is gone for good, if nobody does anything."""
    return (closed_at or closes_by_itself(touched_at)) + KEPT_FOR


def countable(open_cards: int) -> int | None:
    """How many open cards may be told to who is on none of them."""
    return open_cards if open_cards >= FEWEST_COUNTED else None


def is_new(added_at: dt.datetime, opened_at: dt.datetime, now: dt.datetime) -> bool:
    """Whether somebody else put them on the card, not long ago. Who made the card was on it from the start."""
    return opened_at < added_at and now - added_at < NEW_FOR
