"""Rules of referrals that are counted per month: plain values in, plain values out."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from kapstok.errors import N_, ChangedMeanwhile, Refused

MOST_AT_ONCE = 999
MONTHS_BACK = 24
PENDING_LASTS = dt.timedelta(days=60)


class Kind(StrEnum):
    """What is counted. The sender counts what was sent; the receiver counts what arrived, and what became of it.

    From ``HELPED`` on they are outcomes, and each referral that arrived has one at most. "Gesloten" is not "geholpen".
    """

    SENT = "sent"
    ARRIVED = "arrived"
    HELPED = "helped"  # hulp ontvangen
    NOT_REACHED = "not_reached"  # niet bereikt
    NO_FIT = "no_fit"  # past niet
    NO_PLACE = "no_place"  # geen plek
    FORWARDED = "forwarded"  # doorgestuurd
    DECLINED = "declined"  # ziet ervan af
    OTHER = "other"  # anders


OUTCOMES = (Kind.HELPED, Kind.NOT_REACHED, Kind.NO_FIT, Kind.NO_PLACE, Kind.FORWARDED, Kind.DECLINED, Kind.OTHER)


class FutureMonth(Refused):
    """Nothing has been referred yet in a month to come."""

    sentence = N_("Deze maand moet nog komen. Kies deze maand of een eerdere maand.")


class TooLongAgo(Refused):
    """Memory of more than two years ago is no count."""

    sentence = N_("U kunt tot %(months)s maanden terug tellen. Kies een latere maand.")


class CountOutOfRange(Refused):
    """Less than nothing, or so many that it is a typing error."""

    sentence = N_("Vul een heel getal in van 0 tot en met %(most)s.")


class ToOneself(Refused):
    """An organisation refers to another one, or to a service of its own."""

    sentence = N_("De organisatie verwijst naar zichzelf. Kies een andere organisatie, of een aanbod.")


class NotTheirService(Refused):
    """The service belongs to another organisation than the receiving one."""

    sentence = N_("Dit aanbod hoort niet bij de organisatie die u koos.")


class Stopped(Refused):
    """The service, or the organisation, had stopped before this month began."""

    sentence = N_("%(name)s is gestopt in %(month)s. Tot en met die maand kunt u nog tellen.")


class MoreThanArrived(Refused):
    """More outcomes than referrals that arrived."""

    sentence = N_("U telde %(ended)s afgelopen verwijzingen, en er kwamen er %(arrived)s aan. Pas een van beide aan.")


class ReadFromList(Refused):
    """A number that a list brought can be corrected; a blank would leave it standing."""

    sentence = N_("Dit aantal komt uit een ingelezen lijst. Vul in hoeveel het er wel waren. 0 is ook een antwoord.")


class CountedMeanwhile(ChangedMeanwhile):
    """A colleague counted for the same organisation since the page was made."""

    sentence = N_("Een collega heeft dit intussen ook geteld. Kijk welk aantal klopt.")


@dataclass(frozen=True)
class Of:
    """What a count is of: ``month`` is its first day; ids of rows in the project. ``sender`` None: from everybody."""

    month: dt.date
    kind: Kind
    sender: int | None
    receiver: int
    service: int | None


@dataclass(frozen=True)
class Said:
    """One count as it was said: of the whole organisation, or of one person's own (None: somebody who left)."""

    of: Of
    is_whole: bool
    person: int | None
    count: int


def check_month(month: dt.date, today: dt.date) -> None:
    """Refuse a month to come, or one of more than two years ago. ``month``: its first day."""
    age = (today.year - month.year) * 12 + today.month - month.month
    if age < 0:
        raise FutureMonth()
    if age > MONTHS_BACK:
        raise TooLongAgo(months=MONTHS_BACK)


def check_count(count: int) -> None:
    """Refuse what is no number of referrals in a month. 0 is one."""
    if not 0 <= count <= MOST_AT_ONCE:
        raise CountOutOfRange(most=MOST_AT_ONCE)


def read_count(text: str | None) -> int | None:
    """What was typed in a field for a number; None when it was left empty. Raises ``CountOutOfRange``."""
    typed = (text or "").strip()
    if not typed:
        return None
    if not re.fullmatch("[0-9]{1,3}", typed):
        raise CountOutOfRange(most=MOST_AT_ONCE)
    return int(typed)


def check_ended(arrived: int | None, outcomes: Iterable[int]) -> None:
    """Refuse more outcomes than referrals that arrived. Who does not say how many arrived may tell outcomes alone."""
    ended = sum(outcomes)
    if arrived is not None and ended > arrived:
        raise MoreThanArrived(ended=ended, arrived=arrived)


def check_stopped(name: str, stopped_at: dt.date | None, month: dt.date) -> None:
    """Refuse a count in a month in which this had stopped already: in its last month there may have been some."""
    if stopped_at is not None and month > stopped_at.replace(day=1):
        raise Stopped(name=name, month=f"{stopped_at:%m-%Y}")


def counted(said: Iterable[Said], followed: Iterable[tuple[Of, int | None]] = ()) -> dict[Of, int]:
    """How many there were of everything that was counted.

    ``said`` is oldest first. Two people of one organisation count twice only where each counted their own: what was
    said of the whole organisation, the last time, stands for all of them. ``followed``: single referrals as (what they
    count in, whose). Who counts per month and follows single ones, too, means the same ones: the larger number is
    theirs.
    """
    whole: dict[Of, int] = {}
    own: dict[Of, dict[int | None, int]] = {}
    singles: dict[Of, dict[int | None, int]] = {}
    for each in said:
        if each.is_whole:
            whole[each.of] = each.count
        else:
            theirs = own.setdefault(each.of, {})
            theirs[each.person] = theirs.get(each.person, 0) + each.count  # several who left share None
    for of, person in followed:
        theirs = singles.setdefault(of, {})
        theirs[person] = theirs.get(person, 0) + 1
    found = {}
    for of in whole.keys() | own.keys() | singles.keys():
        parts, seen = own.get(of, {}), singles.get(of, {})
        summed = sum(max(parts.get(person, 0), seen.get(person, 0)) for person in parts.keys() | seen.keys())
        found[of] = max(whole[of], sum(seen.values())) if of in whole else summed
    return found


def lately(said: Iterable[Said], person: int | None = None) -> list[tuple[int, int | None]]:
    """To whom was referred, as (receiver, service): what ``person`` counted first, and of those the last month first.

    ``said`` is oldest first. Counts of 0 name nobody.
    """
    last: dict[tuple[int, int | None], tuple[bool, dt.date, int]] = {}
    for place, each in enumerate(said):
        if each.of.kind == Kind.SENT and each.count:
            key, mine = (each.of.receiver, each.of.service), person is not None and each.person == person
            last[key] = max(last.get(key, (False, dt.date.min, 0)), (mine, each.of.month, place))
    return sorted(last, key=lambda key: last[key], reverse=True)


def last_before(said: Iterable[Said], month: dt.date) -> dict[Of, int]:
    """The last number of an earlier month for each thing, under what it would be called in ``month``.

    ``said`` is oldest first, and of one counter: a whole organisation, or one person.
    """
    found: dict[Of, tuple[dt.date, int]] = {}
    for each in said:
        now = replace(each.of, month=month)
        if each.of.month < month and (now not in found or found[now][0] <= each.of.month):
            found[now] = each.of.month, each.count
    return {of: count for of, (_month, count) in found.items()}


def is_over(month: dt.date, today: dt.date) -> bool:
    """Whether ``month`` ended more than 60 days ago: what had no outcome by then is unknown, no longer pending."""
    last_day = month.replace(day=calendar.monthrange(month.year, month.month)[1])
    return today - last_day > PENDING_LASTS


@dataclass(frozen=True)
class Reconciled:
    """One receiver and one month: what senders counted (None: nobody did), what arrived, and what became of it.

    ``pending`` and ``unknown``: of what arrived (or, where the receiver said nothing, was sent), what has no outcome.
    """

    sent: int | None
    arrived: int | None
    outcomes: dict[Kind, int]
    pending: int
    unknown: int

    @property
    def difference(self) -> int | None:
        """Arrived minus sent; None when only one side counted."""
        return None if self.sent is None or self.arrived is None else self.arrived - self.sent

    @property
    def coverage(self) -> tuple[int, int] | None:
        """(counted by both sides at most, counted by either side at least): 9 of 12. None when one side is silent."""
        if self.sent is None or self.arrived is None:
            return None
        return min(self.sent, self.arrived), max(self.sent, self.arrived)


def reconcile(
    sent: int | None, arrived: int | None, outcomes: dict[Kind, int], month: dt.date, today: dt.date
) -> Reconciled:
    """Lay the two sides of one month beside each other. Neither is corrected: the difference is shown.

    A receiver who counts outcomes and not what arrived received at least as many. That none ended yet says nothing of
    how many arrived.
    """
    ended = sum(outcomes.values())
    if arrived is None and ended:
        arrived = ended
    open_ = max(0, (arrived if arrived is not None else sent or 0) - ended)
    over = is_over(month, today)
    return Reconciled(sent, arrived, dict(outcomes), 0 if over else open_, open_ if over else 0)


def both_sides(counts: Mapping[Of, int], today: dt.date) -> dict[tuple[dt.date, int, int | None], Reconciled]:
    """What was sent, arrived and came of it, of all senders together: by month, receiver and service.

    ``counts``: what ``counted`` gives.
    """
    found: dict[tuple[dt.date, int, int | None], dict[Kind, int]] = {}
    for of, count in counts.items():
        kinds = found.setdefault((of.month, of.receiver, of.service), {})
        kinds[of.kind] = kinds.get(of.kind, 0) + count
    return {
        (month, receiver, service): reconcile(
            kinds.get(Kind.SENT),
            kinds.get(Kind.ARRIVED),
            {kind: kinds[kind] for kind in OUTCOMES if kind in kinds},
            month,
            today,
        )
        for (month, receiver, service), kinds in found.items()
    }
