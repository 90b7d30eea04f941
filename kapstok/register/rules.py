"""Rules of the register: plain values in, plain values out."""

from __future__ import annotations

import datetime as dt
import unicodedata

from kapstok.errors import N_, ChangedMeanwhile, Refused

MANTELZORGER, MANTELZORGERS = "mantelzorger", "mantelzorgers"  # keys of the function and of the sector
ASK_AGAIN_AFTER = dt.timedelta(days=31)  # never two mails that ask something within one month

_APART = {code: " " for code in range(128) if not chr(code).isalnum()}


class NoSector(Refused):
    """A person without an organisation counts for a sector of their own."""

    sentence = N_("Kies een organisatie. Hoort deze persoon bij geen organisatie? Kies dan een sector.")


class PersonKnown(Refused):
    """The same name with the same mail address, or at the same organisation."""

    sentence = N_(
        "%(name)s staat al in het netwerk of in het archief. Zoek deze persoon op en pas daar de gegevens aan."
    )


class NameTaken(Refused):
    """Another organisation has this name."""

    sentence = N_("Er is al een organisatie met de naam %(name)s. Kies een andere naam, of pas die organisatie aan.")


class BecameAnother(Refused):
    """A record that was merged comes back by undoing that, not out of the archive."""

    sentence = N_("%(name)s is samengevoegd met een ander. Maak dat daar ongedaan.")
    status = 409


class PersonChanged(ChangedMeanwhile):
    """Somebody else saved this person first."""

    sentence = N_("Iemand anders heeft de gegevens van %(name)s intussen gewijzigd.")


class OrganisationChanged(ChangedMeanwhile):
    """Somebody else saved this organisation first."""

    sentence = N_("Iemand anders heeft de gegevens van %(name)s intussen gewijzigd.")


def match_key(name: str) -> str:
    """What is compared when two spellings may be one name: ``José  de Vríes`` and ``jose de vries`` are."""
    folded = name.casefold()
    if folded.isascii():
        return " ".join(folded.translate(_APART).split())
    letters = unicodedata.normalize("NFKD", folded)
    bare = "".join(sign if sign.isalnum() else " " for sign in letters if not unicodedata.combining(sign))
    return " ".join(bare.split())


def stands_on_rosters(function_key: str | None, sector_key: str | None) -> bool:
    """Whether a new person stands on others' lists: mantelzorgers do only after they said yes themselves."""
    return function_key != MANTELZORGER and sector_key != MANTELZORGERS


def may_be_asked(asked_at: dt.datetime | None, now: dt.datetime) -> bool:
    """Whether a month has gone by since the last mail that asked something of this person."""
    return asked_at is None or now - asked_at >= ASK_AGAIN_AFTER
