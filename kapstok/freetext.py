"""What may not stand in free text: the numbers, dates and addresses by which a client could be known."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator

from kapstok import clock
from kapstok.errors import N_, Refused

# 123456782, 123 456 782 and 1234.56.782: the ways people write a BSN. Any grouping at all would catch times of the day.
_NINE_DIGITS = re.compile(r"(?<!\d)(?:\d{9}|\d{3}([ .-])\d{3}\1\d{3}|\d{4}([ .-])\d{2}\2\d{3})(?!\d)")

_MONTHS = (
    "jan januari january|feb februari february|mrt maart mar march|apr april|mei may|jun juni june|jul juli july|"
    "aug augustus august|sep sept september|okt oktober oct october|nov november|dec december"
)
_MONTH_OF = {name: number for number, names in enumerate(_MONTHS.split("|"), 1) for name in names.split()}
_NUMERIC = re.compile(r"(?<!\d)(?P<day>\d{1,2}) ?([-–/.]) ?(?P<month>\d{1,2}) ?\2 ?(?P<year>\d{4}|\d{2})(?!\d)")
_ISO = re.compile(r"(?<!\d)(?P<year>\d{4})([-–/.])(?P<month>\d{1,2})\2(?P<day>\d{1,2})(?!\d)")
# Two digits after a month's name need the apostrophe: "3 maart 14.00 uur" and "3 maart 12 mensen" are no years.
_NAMED = re.compile(
    rf"(?<!\d)(?P<day>\d{{1,2}})(?:e|de|ste)?[ .-]{{1,2}}(?P<month>{'|'.join(_MONTH_OF)})[ .,-]{{1,2}}"
    r"(?P<year>\d{4}|['’]\d{2})(?!\d)",
    re.IGNORECASE,
)


# Letters in lower case after a space are a postcode's only when they are no word: "in 2026 we 12 keer".
_TWO_LETTER_WORDS = (
    "aan al be bv af de en er ex ga he hm hr ie ik in is ja je kg km me mg ml na nl nr nu of om ok op pm"
)
_TWO_LETTER_WORDS += " st te tv uw va we wo ze zo"
_NO_WORD = "".join(f"(?! {word}(?![a-z]))" for word in _TWO_LETTER_WORDS.split())
_POSTCODE = rf"(?<!\w)[1-9]\d{{3}}{_NO_WORD} ?[A-Za-z]{{2}}"
# What is counted is no house number, nor is a day: "7811 AB: 12 mensen", "7811 AB 12 maart". The words are named here,
# because others that look like them count nothing: "langs", "bellen".
_UNITS = """
    keer keren uur uren minuten dag dagen week weken maand maanden jaar jaren procent euro km kilometer meter
    mensen personen mantelzorgers cliënten client(?:en)? patiënten bewoners inwoners buren ouderen jongeren kinderen
    gezinnen huishoudens vrijwilligers maatjes deelnemers collega's naasten zorgvragers verwijzers professionals
    verwijzingen aanmeldingen gesprekken huisbezoeken bezoeken telefoontjes vragen plekken plaatsen straten wijken
    dorpen huizen woningen adressen organisaties praktijken groepen bijeenkomsten
"""
_COUNTED = rf"(?!\d|[.,:]\d| ?%| (?:[a-zé]+e )?(?:{'|'.join([*_UNITS.split(), *_MONTH_OF])})(?!\w))"
_NUMBER = rf"(?!{_POSTCODE}(?!\w))\d{{1,5}}(?: ?[a-zA-Z](?![a-zA-Z]))?{_COUNTED}"
_STREET = r"(?:straat|weg|laan|plein|dijk|hof|kade|singel|pad|steeg|gracht|dreef|erf|ring|markt|brink)"
_CALLED = r"(?:huisnummer|huisnr|nummer|nr|no)(?![a-zA-Z])"
_ADDRESS = re.compile(
    rf"{_POSTCODE}(?:[ ,;:/(#-]{{0,3}}(?:{_CALLED}[. :]{{0,2}})?){_NUMBER}"  # 7811 AB 12, 7811ab12, 7811 AB nr. 12
    rf"|(?<!\d)(?!(?:19|20)\d\d\D)\d{{1,5}}[a-zA-Z]?[ ,]{{1,2}}{_POSTCODE}(?!\w)",  # 12, 7811 AB
)
_POSTCODE_ALONE = re.compile(rf"{_POSTCODE}(?!\w)")
_HOUSE = re.compile(rf"(?:{_STREET}|\b{_CALLED})[. :]{{1,2}}{_NUMBER}", re.IGNORECASE)  # anywhere in the sentence
_SENTENCE_ENDS = re.compile(r"(?<!\bnr)(?<!\bno)[.!?]\s+", re.IGNORECASE)
# One character before the @ is enough to know it by; more would be tried again from every letter of a long text.
_MAIL = re.compile(r"[^\s@<>(),;:]@[^\s@<>(),;:]+\.[A-Za-z]{2,}")


class AboutClient(Refused):
    """Something by which a client could be known: the parent of all that is refused here."""


class HoldsBsn(AboutClient):
    """Nine digits that pass the eleven-test."""

    sentence = N_(
        "In deze tekst staat een nummer dat een burgerservicenummer (BSN) kan zijn. "
        "Kapstok bewaart geen gegevens van cliënten. Haal het nummer weg."
    )


class HoldsBirthDate(AboutClient):
    """A full date so long ago that it may be somebody's birthday."""

    sentence = N_(
        "In deze tekst staat een datum van meer dan tien jaar geleden: %(date)s. Dat kan een geboortedatum zijn. "
        "Kapstok bewaart geen gegevens van cliënten. Haal de datum weg, of noem alleen het jaar."
    )


class HoldsAddress(AboutClient):
    """A postcode with a house number: together they are somebody's front door."""

    sentence = N_(
        "In deze tekst staat een postcode met een huisnummer. Dat is iemands adres. "
        "Kapstok bewaart geen gegevens van cliënten. Haal het huisnummer weg, of noem alleen de wijk."
    )


class HoldsMailAddress(AboutClient):
    """A mail address: it names somebody."""

    sentence = N_(
        "In deze tekst staat een mailadres. Daaraan is iemand te herkennen. "
        "Kapstok bewaart geen gegevens van cliënten. Haal het mailadres weg, of noem alleen de organisatie."
    )


def check_free_text(text: str, now: dt.datetime) -> None:
    """Raise ``HoldsBsn`` or ``HoldsBirthDate`` when ``text`` holds one; every free text field passes through here."""
    text = unicodedata.normalize("NFKC", text)  # full-width digits and no-break spaces
    if any(is_bsn(re.sub(r"\D", "", found.group())) for found in _NINE_DIGITS.finditer(text)):
        raise HoldsBsn()
    today = clock.local_date(now)
    for date in _dates(text, today):
        if (date.year + 10, date.month, date.day) < (today.year, today.month, today.day):
            raise HoldsBirthDate(date=f"{date.day}-{date.month}-{date.year}")


def check_no_client(text: str, now: dt.datetime) -> None:
    """The strict check, for texts that are about one situation: also ``HoldsAddress`` and ``HoldsMailAddress``.

    A postcode alone may stand: it is a neighbourhood. With a house number in the same sentence it may not.
    """
    check_free_text(text, now)
    text = " ".join(unicodedata.normalize("NFKC", text).split())
    if _MAIL.search(text):
        raise HoldsMailAddress()
    if any(_names_a_door(sentence) for sentence in _SENTENCE_ENDS.split(text)):
        raise HoldsAddress()


def is_bsn(digits: str) -> bool:
    """The eleven-test for nine digits: 9a + 8b + … + 2h − i is a multiple of 11, and not all are zero."""
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    total = sum(weight * int(digit) for weight, digit in zip(weights, digits, strict=True))
    return total % 11 == 0 and int(digits) > 0


def _names_a_door(sentence: str) -> bool:
    if _ADDRESS.search(sentence):
        return True
    return bool(_POSTCODE_ALONE.search(sentence) and _HOUSE.search(sentence))


def _dates(text: str, today: dt.date) -> Iterator[dt.date]:
    """Every full date in ``text`` that exists in the calendar."""
    for pattern in (_NUMERIC, _ISO, _NAMED):
        for found in pattern.finditer(text):
            month = found["month"]
            number = int(month) if month.isdecimal() else _MONTH_OF[month.lower()]
            try:
                yield dt.date(_year(found["year"].strip("'’"), today), number, int(found["day"]))
            except ValueError:
                continue


def _year(digits: str, today: dt.date) -> int:
    """A year as written; of two digits the latest one that is not in the future."""
    if len(digits) == 4:
        return int(digits)
    year = today.year // 100 * 100 + int(digits)
    return year if year <= today.year else year - 100
