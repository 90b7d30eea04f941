"""What organisations did with what the project offered: products, steps, measuring, referrals that were followed."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence

from kapstok.demo.shapes import Adopted, Case, Followed, Handed, Measured, Organisation, Service, Stepped
from kapstok.progress.products.rules import Stage
from kapstok.progress.steps.rules import State, Step
from kapstok.referrals.following.rules import Duration, Status

_DAY = dt.timedelta(days=1)

# At which meeting which product was handed out, and how many copies.
_HANDED = (
    (0, "who-is-who", 60),
    (1, "toolkit", 45),
    (2, "instruments", 40),
    (4, "guideline", 30),
    (5, "podcast", None),
)
_MEASURES = {"hap-centrum": 34, "hap-noord": 22, "thuiszorg": 41, "dementie": 60, "steunpunt": 95}  # a year, at most
_CARE = ("eerstelijnszorg", "thuiszorg")
_EVIDENCE = {
    Step.CODING: "Code in het dossier bij wie mantelzorger is, afgesproken in het werkoverleg.",
    Step.SPOTTING: "De praktijkondersteuner neemt een vragenlijst af bij het jaargesprek.",
    Step.ROLES: "Op papier: wie vraagt, wie legt vast, wie verwijst.",
    Step.ROUTES: "De sociale kaart staat in het systeem en bij de balie.",
    Step.EMBEDDED: "Staat in het jaarplan en in de inwerkmap.",
}
_REASONS = ("overbelasting", "respijtzorg", "emotionele-steun", "informatie", "praktische-hulp")
_NOTES = ("Graag bellen na 16.00 uur.", "", "", "Overlegd in de wijk.", "")
_HOW_MANY = 16  # referrals that were followed


def handed() -> tuple[Handed, ...]:
    return tuple(Handed(*row) for row in _HANDED)


def adopted(
    meetings: Sequence[dt.date], organisations: Sequence[Organisation], today: dt.date, seed: str
) -> tuple[Adopted, ...]:
    """How far care organisations came with what they were given. Some stop at the first stage: they need a nudge."""
    rng = random.Random(f"{seed}/adopted")
    told = []
    for meeting, product, _copies in _HANDED:
        for organisation in organisations:
            if organisation.sector not in (*_CARE, "welzijn") or rng.random() < 0.35:
                continue
            day = meetings[meeting]
            for stage, chance in ((Stage.INTRODUCED, 1.0), (Stage.IN_USE, 0.6), (Stage.EMBEDDED, 0.4)):
                if day > today or rng.random() > chance:
                    break
                told.append(Adopted(product, organisation.key, stage, day))
                day += rng.randint(25, 90) * _DAY
    return tuple(told)


def stepped(first: dt.date, organisations: Sequence[Organisation], today: dt.date, seed: str) -> tuple[Stepped, ...]:
    """The steps of care organisations since the first meeting, in their order, each at a pace of its own."""
    rng = random.Random(f"{seed}/stepped")
    told = []
    for organisation in organisations:
        if organisation.sector not in _CARE or rng.random() < 0.15:
            continue
        pace, day = rng.randint(30, 120), first
        for step in Step:
            begun = day + rng.randint(5, pace) * _DAY
            done = begun + rng.randint(10, pace) * _DAY
            if begun > today:
                break
            told.append(Stepped(organisation.key, step, State.BEGUN, begun, ""))
            if done > today:
                break
            told.append(Stepped(organisation.key, step, State.DONE, done, _EVIDENCE[step]))
            day = done
    return tuple(told)


def measured(dates: Sequence[dt.date], seed: str) -> tuple[Measured, ...]:
    """EDIZ-plus per reference date: how many were taken, and how many were above the cut-off."""
    rng = random.Random(f"{seed}/measured")
    told = []
    for number, day in enumerate(dates):
        for key, most in _MEASURES.items():
            taken = round(most * (0.3 + 0.2 * number) * rng.uniform(0.8, 1.2))
            told.append(Measured(key, day, round(taken * rng.uniform(0.35, 0.6)), taken))
    return tuple(told)


def followed(services: Sequence[Service], today: dt.date, seed: str) -> tuple[Followed, ...]:
    """Referrals of the last half year that practices followed: most are closed, some are open, two are unknown."""
    rng = random.Random(f"{seed}/followed")
    ends = (Status.HELPED, Status.HELPED, Status.HELPED, Status.NO_PLACE, Status.NO_FIT, Status.DECLINED)
    told = []
    for number in range(_HOW_MANY):
        made, service = today - rng.randint(5, 170) * _DAY, rng.choice(services)
        open_for = (today - made).days
        status, duration, feedback = Status.SENT, "", None
        if open_for > 20 and number % 6:
            status, feedback = rng.choice(ends), rng.random() < 0.7
            duration = rng.choice((Duration.TWO_WEEKS, Duration.SIX_WEEKS))
        elif 10 < open_for < 60:
            status = rng.choice((Status.SENT, Status.IN_PROGRESS, Status.WAITING))
        sender = rng.choice(("hap-centrum", "hap-noord", "gc-stuifhorst", "thuiszorg"))
        told.append(
            Followed(made, sender, service.key, rng.choice(_REASONS), status, duration, feedback, rng.choice(_NOTES))
        )
    return tuple(told)


def cases(today: dt.date) -> tuple[Case, ...]:
    """Three cards: one that runs, with a next moment, one on which nobody has the regie, and one that was closed."""
    roles = (
        ("hap-centrum", "Huisarts"),
        ("dementie", "Casemanager"),
        ("steunpunt", "Steun voor de mantelzorger"),
    )
    others = (("thuiszorg", "Wijkverpleegkundige"), ("wmo", "Wmo-consulent"))
    return (
        Case("Koperen specht", today - 24 * _DAY, roles, 1, today + 9 * _DAY, "Samen bellen over wie wat doet", None),
        Case("Zonnige kei", today - 6 * _DAY, (*roles[:1], *others[:1]), None, None, "", None),
        Case("Gestreepte vlier", today - 80 * _DAY, others, 0, None, "", today - 12 * _DAY),
    )
