"""Rules of picking a date: plain values in, plain values out."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from kapstok import clock
from kapstok.errors import N_, Refused
from kapstok.meetings.rules import Choice

FEWEST_OPTIONS, MOST_OPTIONS = 2, 20
MOST_REMINDERS = 2
BETWEEN_MAILS = dt.timedelta(days=3)  # to one person about one poll
REMIND_BEFORE = dt.timedelta(days=3)  # this long before the deadline Kapstok reminds by itself
CAN_COME = (Choice.YES, Choice.IF_NEED_BE)
LAST_MINUTE = dt.time(23, 59)  # a deadline is a day; this minute no change of the clock touches


class PollClosed(Refused):
    """A date was chosen, or the plan was called off."""

    sentence = N_("Deze datumprikker is gesloten. U kunt niets meer wijzigen.")


class PollOver(Refused):
    """The deadline has passed, and no date was chosen yet."""

    sentence = N_("Antwoorden kon tot en met %(date)s. U kunt uw antwoord niet meer wijzigen.")


class TooFewDates(Refused):
    sentence = N_("Vul minstens twee data in, anders valt er niets te kiezen.")


class TooManyDates(Refused):
    sentence = N_("Vul hooguit 20 data in. Met minder data krijgt u meer antwoorden.")


class SameDate(Refused):
    """One moment twice."""

    sentence = N_("%(date)s van %(start)s tot %(end)s uur staat er al. Kies een ander moment.")


class DeadlinePassed(Refused):
    sentence = N_("%(date)s is al voorbij. Kies vandaag of een latere dag.")


class DeadlineAfterDates(Refused):
    """Whoever answers must still be able to come."""

    sentence = N_("De eerste datum is %(first)s. Kies een eerdere dag als laatste dag om te antwoorden.")


class DateBeforeDeadline(Refused):
    """The same, for a date that is added later."""

    sentence = N_("Antwoorden kan tot en met %(deadline)s. Kies een datum die daarna komt.")


class OptionStarted(Refused):
    sentence = N_("%(date)s is al voorbij. Kies een datum die nog komt.")


class NotTheOnlyDate(Refused):
    """What is left must still be a choice."""

    sentence = N_("Er moeten minstens twee data overblijven. Voeg eerst een andere datum toe.")


class AlreadyAsked(Refused):
    """Who was asked stays asked; who was merely chosen can be taken off the list."""

    sentence = N_("%(name)s kreeg de vraag al of heeft al geantwoord. U kunt deze naam niet van de lijst halen.")


class AnotherDateChosen(Refused):
    """Two people decided at once; the first one won."""

    sentence = N_("Er is al een andere datum gekozen, of de datumprikker is gesloten.")


class UnknownAnswer(Refused):
    sentence = N_("Kies bij elke datum ja, als het moet of nee.")


class PollState(StrEnum):
    """Where a poll is in its life; derived, never stored."""

    DRAFT = "draft"  # nobody was mailed, nobody answered
    OPEN = "open"
    OVER = "over"  # the deadline has passed: time to choose
    CHOSEN = "chosen"
    OFF = "off"


class Polled(Protocol):
    """What these rules need to know of a poll."""

    @property
    def answer_by(self) -> dt.datetime: ...

    @property
    def closed_at(self) -> dt.datetime | None: ...

    @property
    def meeting_id(self) -> int | None: ...


class Asked(Protocol):
    """What these rules need to know of somebody who is asked."""

    @property
    def sent_at(self) -> dt.datetime | None: ...

    @property
    def reminded_at(self) -> dt.datetime | None: ...

    @property
    def no_reminders(self) -> bool: ...

    @property
    def answered_at(self) -> dt.datetime | None: ...


Moment = tuple[dt.datetime, dt.datetime]  # from, to; UTC
Merit = tuple[int, int, int]  # sectors with a yes, yes, if need be


def state(poll: Polled, now: dt.datetime, *, asked: bool) -> PollState:
    """Where ``poll`` is at ``now``. ``asked``: somebody was mailed, or answered by phone.

    A poll whose meeting was removed with its project's data reads as called off.
    """
    if poll.closed_at is not None:
        return PollState.OFF if poll.meeting_id is None else PollState.CHOSEN
    if now > poll.answer_by:
        return PollState.OVER
    return PollState.OPEN if asked else PollState.DRAFT


def deadline(day: dt.date, first: dt.datetime, now: dt.datetime) -> dt.datetime:
    """The last minute of ``day`` in Amsterdam. ``first``: when the earliest candidate date begins.

    Raises ``DeadlinePassed`` and ``DeadlineAfterDates``.
    """
    if day < clock.local_date(now):
        raise DeadlinePassed(date=f"{day:%d-%m-%Y}")
    if day >= clock.local_date(first):
        raise DeadlineAfterDates(first=f"{clock.local(first):%d-%m-%Y}")
    return clock.from_local(day, LAST_MINUTE)


def check_after_deadline(starts_at: dt.datetime, answer_by: dt.datetime) -> None:
    """Raise ``DateBeforeDeadline`` when a date comes before everybody has answered."""
    last_day = clock.local_date(answer_by)
    if clock.local_date(starts_at) <= last_day:
        raise DateBeforeDeadline(deadline=f"{last_day:%d-%m-%Y}")


def check_new(moment: Moment, seen: Collection[Moment]) -> None:
    """Raise ``SameDate`` when this moment is among the others already."""
    if moment in seen:
        starts_at, ends_at = map(clock.local, moment)
        raise SameDate(date=f"{starts_at:%d-%m-%Y}", start=f"{starts_at:%H.%M}", end=f"{ends_at:%H.%M}")


def check_options(options: Collection[Moment], existing: Collection[Moment] = ()) -> None:
    """Raise when these dates are no choice: ``TooFewDates``, ``TooManyDates``, ``SameDate``."""
    seen = set(existing)
    for moment in options:
        check_new(moment, seen)
        seen.add(moment)
    if len(seen) < FEWEST_OPTIONS:
        raise TooFewDates()
    if len(seen) > MOST_OPTIONS:
        raise TooManyDates()


def check_not_closed(poll: Polled) -> None:
    """Raise ``PollClosed`` when nothing about this poll changes any more."""
    if poll.closed_at is not None:
        raise PollClosed()


def check_open(poll: Polled, now: dt.datetime) -> None:
    """Raise ``PollClosed`` or ``PollOver`` when answers no longer count."""
    check_not_closed(poll)
    if now > poll.answer_by:
        raise PollOver(date=f"{clock.local(poll.answer_by):%d-%m-%Y}")


def may_remind(guest: Asked, reminders: int, now: dt.datetime) -> bool:
    """Whether somebody may be mailed again: asked by mail, silent, willing, and neither often nor lately reminded."""
    if guest.sent_at is None or guest.answered_at is not None or guest.no_reminders:
        return False
    return reminders < MOST_REMINDERS and now - (guest.reminded_at or guest.sent_at) >= BETWEEN_MAILS


def reminds_itself(poll: Polled, now: dt.datetime) -> bool:
    """Whether the deadline is so near that who is silent hears of it."""
    return poll.closed_at is None and poll.answer_by - REMIND_BEFORE <= now <= poll.answer_by


@dataclass(frozen=True)
class Said:
    """One person's answers: what they said by date; a date that is not in it was not answered."""

    name: str
    sector: int | None  # a sector's id
    choices: Mapping[int, Choice]  # by option id

    def can(self, option: int) -> bool:
        return self.choices.get(option) in CAN_COME


@dataclass(frozen=True)
class Tally:
    """Answers to one date, in numbers."""

    yes: int = 0
    if_need_be: int = 0
    no: int = 0
    silent: int = 0

    @property
    def asked(self) -> int:
        return self.yes + self.if_need_be + self.no + self.silent


@dataclass(frozen=True)
class Standing:
    """How one date does. ``without``: sectors of which everybody who was asked said no.

    ``unsure``: sectors of which nobody said that they can, and somebody was silent. ``lost``: names of who cannot come
    on this date and can on ``rival``, the best of the other dates.
    """

    option: int
    total: Tally
    sectors: Mapping[int | None, Tally]
    without: tuple[int | None, ...]
    unsure: tuple[int | None, ...]
    rival: int | None
    lost: tuple[str, ...]

    @property
    def merit(self) -> Merit:
        return _merit(self.total, self.sectors)


def standings(options: Sequence[int], answers: Sequence[Said]) -> list[Standing]:
    """All dates, the best first. ``options``: their ids, of equals the better first: mostly the earliest.

    The best date is the one on which most sectors have somebody who said yes; then the one with most yes; then with
    most "if need be"; then the first of ``options``. Silence counts for nothing, in no direction.
    """
    by_sector = {option: _tallies(option, answers) for option in options}
    totals = {option: _tally(option, answers) for option in options}
    # Stable, also in reverse: of equals the first stays first.
    ranked = sorted(options, key=lambda option: _merit(totals[option], by_sector[option]), reverse=True)
    return [_standing(option, ranked, totals[option], by_sector[option], answers) for option in ranked]


def level_at_the_top(found: Sequence[Standing]) -> list[int]:
    """The dates that no vote tells apart from the first of ``standings``, itself among them; none without a yes."""
    return [standing.option for standing in found if standing.total.yes and standing.merit == found[0].merit]


def _merit(total: Tally, sectors: Mapping[int | None, Tally]) -> Merit:
    """What dates are ranked by, the higher the better."""
    return sum(tally.yes > 0 for tally in sectors.values()), total.yes, total.if_need_be


def _standing(
    option: int, ranked: Sequence[int], total: Tally, sectors: Mapping[int | None, Tally], answers: Iterable[Said]
) -> Standing:
    rival = next((other for other in ranked if other != option), None)
    lost = [
        said.name for said in answers if rival is not None and said.can(rival) and said.choices.get(option) is Choice.NO
    ]
    nobody = [sector for sector, tally in sectors.items() if not tally.yes and not tally.if_need_be]
    without = [sector for sector in nobody if not sectors[sector].silent]
    unsure = [sector for sector in nobody if sectors[sector].silent]
    return Standing(option, total, sectors, tuple(without), tuple(unsure), rival, tuple(lost))


def _tallies(option: int, answers: Iterable[Said]) -> dict[int | None, Tally]:
    found: dict[int | None, list[Said]] = {}
    for said in answers:
        found.setdefault(said.sector, []).append(said)
    return {sector: _tally(option, members) for sector, members in found.items()}


def _tally(option: int, answers: Iterable[Said]) -> Tally:
    counted = Counter(said.choices.get(option) for said in answers)
    return Tally(counted[Choice.YES], counted[Choice.IF_NEED_BE], counted[Choice.NO], counted[None])
