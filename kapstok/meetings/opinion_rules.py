"""What somebody may say of a meeting they were at. Pure."""

from __future__ import annotations

import datetime as dt

from kapstok.errors import N_, Refused

POINTS = range(1, 6)  # "helemaal niet" to "heel erg"
LONGEST_REMARK = 500  # characters
OPEN_AFTER_MEETING = dt.timedelta(days=60)  # that people are asked about it; only then results may be seen


class NotThere(Refused):
    """Only who was there can tell what it was like."""

    sentence = N_("Deze vragen zijn voor wie bij de bijeenkomst was. Volgens onze lijst was u er niet bij.")


class TooLate(Refused):
    """A meeting asks for some weeks, and no longer."""

    sentence = N_("Antwoorden kon tot 60 dagen na de bijeenkomst. Wat u eerder antwoordde, blijft bewaard.")
    status = 410


class NothingSaid(Refused):
    sentence = N_("U hebt nog niets ingevuld. Kies een antwoord, of ga terug naar uw pagina.")


class OffTheScale(Refused):
    sentence = N_("Kies een van de antwoorden die er staan.")


def check_in_time(ended_at: dt.datetime, now: dt.datetime) -> None:
    """Raise ``TooLate`` when nobody is asked about the meeting any more."""
    if now >= ended_at + OPEN_AFTER_MEETING:
        raise TooLate()


def check_opinion(useful: int | None, able: int | None, remark: str, *, answered: bool) -> None:
    """Raise ``NothingSaid`` or ``OffTheScale``. ``answered``: a question was answered, if only with "n.v.t."."""
    if not answered and not remark:
        raise NothingSaid()
    if any(value is not None and value not in POINTS for value in (useful, able)):
        raise OffTheScale()
