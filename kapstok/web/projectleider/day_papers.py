"""What is printed for the day: a sheet to sign, badges, and the poster at the door."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response, g, request
from flask_babel import force_locale, get_locale
from flask_babel import gettext as _

from kapstok.meetings import attendance, service
from kapstok.meetings.models import Invitation, Meeting
from kapstok.register.models import Person
from kapstok.web import filters
from kapstok.web.links import door_link
from kapstok.web.paper import qr_code
from kapstok.web.pdfs import pdf_answer
from kapstok.web.projectleider import blueprint
from kapstok.web.projectleider.meetings import get_meeting

BLANK_ROWS = 10  # on the sheet, for who comes without being on the list
BADGES_ON_A_SHEET = 10


@blueprint.get("/bijeenkomsten/<int:meeting_id>/dag/presentielijst.pdf")
def sign_in_sheet(meeting_id: int):
    meeting = get_meeting(meeting_id)
    words = {"name": _("Naam"), "organisation": _("Organisatie"), "signature": _("Handtekening")}
    foot = _("Bladzijde %(page)s van %(pages)s", page="{page}", pages="{pages}")
    rows = [_on_list(guest.person) for guest in _chosen(meeting)]
    title = _("Presentielijst")
    data = sheet_of(meeting, title) | {"words": words, "foot": foot, "rows": rows, "blank": BLANK_ROWS}
    return pdf_answer("sign_in", data, "presentielijst")


@blueprint.get("/bijeenkomsten/<int:meeting_id>/dag/naamkaartjes.pdf")
def name_badges(meeting_id: int):
    meeting = get_meeting(meeting_id)
    return badge_sheets(meeting, [on_badge(guest.person) for guest in _chosen(meeting)])


@blueprint.get("/bijeenkomsten/<int:meeting_id>/dag/affiche.pdf")
def door_poster(meeting_id: int):
    """In Dutch, and smaller in English: the reader at the door is anybody."""
    meeting = get_meeting(meeting_id)
    link = door_link(meeting)
    with force_locale("nl"):
        data = sheet_of(meeting, _("Welkom")) | {
            "lines": _poster_lines(),
            "alt": _("QR-code om te laten weten dat u er bent"),
        }
    with force_locale("en"):
        data["english"] = {"title": _("Welkom"), "lines": _poster_lines()}
    return pdf_answer("poster", data | {"code": qr_code(link), "address": link}, "affiche")


def sheet_of(meeting: Meeting, title: str) -> dict:
    """What every paper of a meeting says: what it is, of which meeting, where and when."""
    return {
        "title": f"{title} – {meeting.title}",
        "heading": title,
        "meeting": meeting.title,
        "when": filters.when(meeting.starts_at, meeting.ends_at),
        "place": meeting.place,
        "author": g.project.name,
        "project": g.project.name,
        "language": get_locale().language,
    }


def badge_sheets(meeting: Meeting, badges: list[dict]) -> Response:
    """As many sheets as it takes; what is left of the last one is blank, and one more when nothing is left."""
    blank = BADGES_ON_A_SHEET - len(badges) % BADGES_ON_A_SHEET
    data = sheet_of(meeting, _("Naamkaartjes")) | {"badges": badges, "blank": blank}
    return pdf_answer("badges", data, "naamkaartjes")


def on_badge(person: Person, rounds: Sequence[dict] = ()) -> dict:
    """That somebody is a mantelzorger stands on no badge. ``rounds``: see ``seating_papers``."""
    first, _space, rest = person.name.partition(" ")
    shows_function = person.function is not None and not person.is_mantelzorger
    function = person.function.name if shows_function else ""
    return _on_list(person) | {"first": first, "rest": rest, "function": function, "rounds": rounds}


def _poster_lines() -> list[str]:
    return [
        _("Richt de camera van uw telefoon op de code."),
        _("Typ uw naam."),
        _("Dan weten wij dat u er bent."),
    ]


def _chosen(meeting: Meeting) -> list[Invitation]:
    """Who is expected; with ``?wie=alle`` everybody on the list."""
    guests = service.list_guests(meeting)
    return guests if request.args.get("wie") == "alle" else [one for one in guests if attendance.is_expected(one)]


def _on_list(person: Person) -> dict[str, str]:
    return {"name": person.name, "organisation": person.shown_organisation}
