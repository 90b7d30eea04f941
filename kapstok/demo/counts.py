"""What organisations and people count: referrals per month, mantelzorgers in beeld, and the vragenlijst."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence

from kapstok.demo.growth import Moment
from kapstok.demo.shapes import InView, Item, ItemAnswer, Organisation, Person, Service, Tally, Wave
from kapstok.progress.surveys.rules import DEFAULT_ITEMS, ItemKind
from kapstok.referrals.rules import Kind
from kapstok.ties.rules import SHORT_LINE

# Who refers a lot, by sector; services refer on to one another as well.
_SENDS = {
    "eerstelijnszorg": 1.0,
    "thuiszorg": 0.9,
    "gemeente": 0.45,
    "welzijn": 0.4,
    "overig": 0.25,
    "vrijwilligers": 0.15,
}
_ASKED_FOR = {"spreekuur": 1.8, "wmo-gesprek": 1.3, "loket": 1.4, "casemanagement": 1.2, "aan-huis": 1.1}
_WITHOUT_LINES = 0.02  # referrals a month that nobody who knows anybody makes: by leaflet, by telephone number
_PER_LINE = 0.15  # and per short line between the two organisations, with less and less effect
_QUIET_MONTHS = {7: 0.6, 8: 0.55, 12: 0.75}
_OPEN_DAYS = 60  # afterwards an open referral counts as unknown
_FORGETS_TO_COUNT, _NEVER_ARRIVES = 0.07, 0.12
_SILENT = ("wijkteam", "klussen")  # services that never counted what arrived
_LATE = ("hap-centrum", "gc-stuifhorst", "thuiszorg")  # who did not count the last month yet
_LATE_SERVICE = "spreekuur"
_RUSH = ("dementie", "dagopvang")  # one team filled a new group at once
_NO_HELP = {Kind.NOT_REACHED: 3, Kind.NO_FIT: 4, Kind.NO_PLACE: 5, Kind.FORWARDED: 3, Kind.DECLINED: 3, Kind.OTHER: 1}

# key of the organisation: how many people it serves, and mantelzorgers recorded before the first meeting
_RECORDERS = {
    "hap-centrum": (5200, 41), "hap-noord": (4100, 23), "hap-elzerveen": (3900, 58), "gc-stuifhorst": (3300, 30),
    "hap-braamdijk": (2100, 17), "thuiszorg": (640, 72), "wijkzorg": (310, 44), "braamland": (350, 26),
    "dementie": (280, 187), "steunpunt": (38400, 412), "welzijn": (38400, 96), "zorgloket": (38400, 61),
    "thuishulp": (210, 83),
}  # fmt: skip
_FORGETS_TO_REPORT = 0.1

PROFESSIONALS = ("eerstelijnszorg", "thuiszorg", "welzijn", "gemeente", "vrijwilligers", "overig")
AFTER_MEETING = (
    "De ondersteuning van mantelzorgers is verbeterd.",
    "Ik weet bij wie ik terechtkan voor hulp aan een mantelzorger.",
)
# The vragenlijst that every project starts with.
ITEMS = tuple(Item(text, kind, tuple(audience.split(","))) for text, kind, audience in DEFAULT_ITEMS)
_LEVEL_AT_START = {
    "Ik heb genoeg aandacht voor mantelzorgers.": 3.2,
    "Ik weet bij wie ik terechtkan voor hulp aan een mantelzorger.": 2.7,
    "Ik verwijs naar welzijn of het Zorgloket wanneer dat past.": 2.9,
}
_USUAL = 3.1  # of the other level items
_EXPERIENCED = 4.0
_NOT_APPLICABLE = 0.05


def referrals(
    months: Sequence[dt.date],
    truth_on: Callable[[dt.date], Moment],
    organisations: tuple[Organisation, ...],
    services: tuple[Service, ...],
    people: tuple[Person, ...],
    today: dt.date,
    seed: str,
) -> tuple[Tally, ...]:
    """Tallies of every month. Organisations refer to whom they have short lines with; without lines more goes wrong.

    Each side counts its own: now and then a sender forgets one, and some services never say what arrived.
    """
    rng = random.Random(f"{seed}/referrals")
    sent: Counter[tuple[dt.date, str, str]] = Counter()
    received: Counter[tuple[dt.date, Kind, str]] = Counter()
    for month in months:
        lines, is_last = _lines_between_organisations(truth_on(month), people), month == months[-1]
        silent = (*_SILENT, _LATE_SERVICE) if is_last else _SILENT
        for sender in organisations:
            for service in services:
                known = lines[sender.key, service.organisation]
                for _ in range(_poisson(_expected(sender, service, known, month), rng)):
                    if rng.random() >= _FORGETS_TO_COUNT and not (is_last and sender.key in _LATE):
                        sent[month, sender.key, service.key] += 1
                    if service.key not in silent and rng.random() >= _NEVER_ARRIVES:
                        received[month, Kind.ARRIVED, service.key] += 1
                        if (outcome := _outcome(month, known, today, rng)) is not None:
                            received[month, outcome, service.key] += 1
    sent[months[-1], *_RUSH] += 14  # and only some of them arrived yet: something that stands out
    received[months[-1], Kind.ARRIVED, _RUSH[1]] += 5
    return (
        *(Tally(month, Kind.SENT, sender, service, count) for (month, sender, service), count in sent.items()),
        *(Tally(month, kind, "", service, count) for (month, kind, service), count in received.items()),
    )


def in_view(dates: Iterable[dt.date], progress_on: Callable[[dt.date], float], seed: str) -> tuple[InView, ...]:
    """Mantelzorgers in beeld per organisation and date; ``progress_on`` runs from 0 to 1 over the meetings."""
    rng = random.Random(f"{seed}/in view")
    pace = {key: rng.uniform(0.4, 1.4) for key in _RECORDERS}
    told = []
    for on in dates:
        for key, (served, start) in _RECORDERS.items():
            ceiling = pace[key] * (0.4 if start > 150 else 1.0)  # who had most in view already, gains least
            count = min(served, round(start * (1 + ceiling * progress_on(on)) * rng.uniform(0.97, 1.03)))
            if rng.random() >= _FORGETS_TO_REPORT:
                told.append(InView(key, on, count, served))
    return tuple(told)


def answer_items(
    waves: tuple[Wave, ...], people: tuple[Person, ...], met: Counter[int], seed: str
) -> tuple[ItemAnswer, ...]:
    """The vragenlijst of everybody who filled in a wave. Who was at more meetings (``met``) moved more."""
    rng = random.Random(f"{seed}/items")
    leaning = {person.number: rng.gauss(0, 0.7) for person in people}
    told = []
    for number, wave in enumerate(waves):
        for sheet in wave.sheets:
            for item in ITEMS:
                if people[sheet.respondent].sector not in item.audience or (
                    item.kind == ItemKind.EXPERIENCED and number == 0
                ):
                    continue
                moved = number * (0.1 + 0.14 * min(3, met[sheet.respondent]))
                start = _EXPERIENCED - moved if item.kind == ItemKind.EXPERIENCED else _USUAL
                level = _LEVEL_AT_START.get(item.text, start) + moved + leaning[sheet.respondent]
                value = min(5, max(1, round(level + rng.gauss(0, 0.5))))
                skipped = rng.random() < _NOT_APPLICABLE
                told.append(ItemAnswer(wave.key, item.text, sheet.respondent, sheet.at, None if skipped else value))
    return tuple(told)


def _lines_between_organisations(truth: Moment, people: tuple[Person, ...]) -> dict[tuple[str, str], int]:
    """How many short lines people of one organisation have with people of another."""
    lines: dict[tuple[str, str], int] = defaultdict(int)
    for person in people:
        for other in people:
            if person.organisation and other.organisation and truth[person.number][other.number] >= SHORT_LINE:
                lines[person.organisation, other.organisation] += 1
    return lines


def _expected(sender: Organisation, service: Service, lines: int, month: dt.date) -> float:
    if sender.key == service.organisation:
        return 0.0
    through_lines = _PER_LINE * min(lines, 8) ** 0.9
    rate = (_WITHOUT_LINES + through_lines) * _SENDS.get(sender.sector, 0.0) * _ASKED_FOR.get(service.key, 0.7)
    return rate * _QUIET_MONTHS.get(month.month, 1.0)


def _outcome(month: dt.date, lines: int, today: dt.date, rng: random.Random) -> Kind | None:
    """Where people know each other more referrals end well, and of more of them it is known how they ended."""
    end_of_month = month + dt.timedelta(days=30)
    if (today - end_of_month).days < _OPEN_DAYS and rng.random() < 0.45:
        return None
    helped, known = (0.72, 0.89) if lines >= 2 else (0.48, 0.78)
    if rng.random() >= known:
        return None
    return Kind.HELPED if rng.random() < helped / known else rng.choices(*zip(*_NO_HELP.items(), strict=True))[0]


def _poisson(mean: float, rng: random.Random) -> int:
    """A Poisson draw: arrivals of a steady stream within one unit of time."""
    count, at = 0, rng.expovariate(1)
    while at < mean:
        count, at = count + 1, at + rng.expovariate(1)
    return count
