"""What somebody may say of a meeting they were at. Pure."""

from __future__ import annotations

from kapstok.errors import N_, Refused

POINTS = range(1, 6)  # "helemaal niet" to "heel erg"
LONGEST_REMARK = 500  # characters


class NotThere(Refused):
    """Only who was there can tell what it was like."""

    sentence = N_("Deze vragen zijn voor wie bij de bijeenkomst was. Volgens onze lijst was u er niet bij.")


class NothingSaid(Refused):
    sentence = N_("U hebt nog niets ingevuld. Kies een antwoord, of ga terug naar uw pagina.")


class OffTheScale(Refused):
    sentence = N_("Kies een van de antwoorden die er staan.")


def check_opinion(useful: int | None, able: int | None, remark: str, *, answered: bool) -> None:
    """Raise ``NothingSaid`` or ``OffTheScale``. ``answered``: a question was answered, if only with "n.v.t."."""
    if not answered and not remark:
        raise NothingSaid()
    if any(value is not None and value not in POINTS for value in (useful, able)):
        raise OffTheScale()
