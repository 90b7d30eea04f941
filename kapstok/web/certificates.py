"""Bewijs van deelname, as ``templates/pdf/certificate.typ`` sets it: one page for each person who was there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from kapstok import clock
from kapstok.meetings.models import Meeting
from kapstok.register.models import Person
from kapstok.web import filters


def certificates(meeting: Meeting, people: Iterable[Person]) -> dict[str, Any]:
    """What the certificates of these people say, in the reader's language. That somebody is a mantelzorger it never
    says: a mantelzorger has no function and no organisation here."""
    project = meeting.project
    return {
        "title": _("Bewijs van deelname"),
        "author": project.name,
        "language": get_locale().language,
        "project": project.name,
        "declares": _("%(project)s verklaart dat", project=project.name),
        "took_part": _("heeft deelgenomen aan de bijeenkomst"),
        "meeting": meeting.title,
        "facts": [{"label": label, "value": value} for label, value in _facts(meeting) if value],
        "signed": {
            "label": _("Namens %(project)s", project=project.name),
            "name": project.contact_name,
            "address": project.contact_email,
            "line": _("Handtekening"),
            "day": _("Opgemaakt op %(day)s", day=filters.day(clock.now())),
        },
        "people": [{"name": person.name, "works": _works(person)} for person in people],
    }


def hours(minutes: int) -> str:
    """How long something took: 2 uur, 1 uur en 30 minuten, 45 minuten."""
    whole, rest = divmod(minutes, 60)
    long = ngettext("%(num)d uur", "%(num)d uur", whole) if whole else ""
    short = ngettext("%(num)d minuut", "%(num)d minuten", rest) if rest or not whole else ""
    return _("%(hours)s en %(minutes)s", hours=long, minutes=short) if long and short else long or short


def _facts(meeting: Meeting) -> list[tuple[str, str]]:
    length = round((meeting.ends_at - meeting.starts_at).total_seconds() / 60)
    return [
        (_("Datum"), filters.when(meeting.starts_at, meeting.ends_at)),
        (_("Duur"), hours(length)),
        (_("Plaats"), meeting.place),
        (_("Thema’s"), ", ".join(theme.name for theme in meeting.themes)),
        (_("Werkvorm"), meeting.method.name if meeting.method else ""),
    ]


def _works(person: Person) -> str:
    if person.is_mantelzorger:
        return ""
    said = (person.function.name if person.function else "", person.organisation.name if person.organisation else "")
    return ", ".join(word for word in said if word)
