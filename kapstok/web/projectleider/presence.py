"""Who was at a bijeenkomst: as a file, as a PDF, and as a certificate for each."""

from __future__ import annotations

from flask import Response, g
from flask_babel import get_locale
from flask_babel import gettext as _

from kapstok import clock, takeaway
from kapstok.accounts import audit
from kapstok.errors import NotFound
from kapstok.meetings import service
from kapstok.meetings.attendance import is_present, presence_of
from kapstok.meetings.models import Invitation, Meeting
from kapstok.meetings.rules import Attendance
from kapstok.takeaway import Sheet
from kapstok.web import filters
from kapstok.web.certificates import certificates
from kapstok.web.pdfs import pdf_answer
from kapstok.web.projectleider import blueprint
from kapstok.web.projectleider.meetings import actor, get_meeting

ORDER = (Attendance.PRESENT, Attendance.EXCUSED, Attendance.ABSENT)


@blueprint.get("/bijeenkomsten/<int:meeting_id>/aanwezig.<any(xlsx, csv, ods):kind>")
def presence_file(meeting_id: int, kind: str):
    meeting = get_meeting(meeting_id)
    words = _words()
    rows = [
        (words[found], guest.person.name, guest.person.shown_organisation)
        for found in ORDER
        for guest in _by_presence(meeting)[found]
    ]
    sheet = Sheet("aanwezig", (_("Aanwezigheid"), _("Naam"), _("Organisatie")), rows)
    _note("attendance exported", meeting)
    match kind:
        case "csv":
            content, mimetype = takeaway.as_csv(sheet.headings, sheet.rows), takeaway.CSV
        case "ods":
            content, mimetype = takeaway.as_ods(sheet), takeaway.ODS
        case _:
            content, mimetype = takeaway.as_excel(sheet), takeaway.EXCEL
    disposition = f'attachment; filename="aanwezig-{clock.local_date(meeting.starts_at)}.{kind}"'
    return Response(content, mimetype=mimetype, headers={"Content-Disposition": disposition})


@blueprint.get("/bijeenkomsten/<int:meeting_id>/aanwezig.pdf")
def presence_pdf(meeting_id: int):
    meeting = get_meeting(meeting_id)
    guests, words = _by_presence(meeting), _words()
    data = {
        "title": _("Wie waren er"),
        "author": meeting.project.name,
        "language": get_locale().language,
        "project": meeting.project.name,
        "meeting": meeting.title,
        "when": filters.when(meeting.starts_at, meeting.ends_at),
        "place": meeting.place,
        "columns": [_("Naam"), _("Organisatie")],
        "nobody": _("Niemand."),
        "made": _("Gemaakt op %(day)s.", day=filters.day(clock.now())),
        "parts": [
            {
                "title": f"{words[found]} ({len(guests[found])})",
                "rows": [[guest.person.name, guest.person.shown_organisation] for guest in guests[found]],
            }
            for found in ORDER
        ],
    }
    _note("attendance exported", meeting)
    return pdf_answer("attendance", data, "aanwezig")


@blueprint.get("/bijeenkomsten/<int:meeting_id>/bewijzen.pdf")
def certificates_pdf(meeting_id: int):
    """A certificate for everybody who was there, a page each; none for who had themselves erased since."""
    meeting = get_meeting(meeting_id)
    there = [guest.person for guest in service.list_guests(meeting) if is_present(guest)]
    people = [person for person in there if person.erased_at is None]
    if not people or clock.now() < meeting.ends_at:
        raise NotFound()
    _note("certificates made", meeting)
    return pdf_answer("certificate", certificates(meeting, people), "bewijzen-van-deelname")


def _by_presence(meeting: Meeting) -> dict[Attendance, list[Invitation]]:
    """The guests by name, under what the minutes say of them; who was not expected is in none."""
    guests = service.list_guests(meeting)
    return {found: [guest for guest in guests if presence_of(guest) is found] for found in ORDER}


def _words() -> dict[Attendance, str]:
    return {Attendance.PRESENT: _("Aanwezig"), Attendance.EXCUSED: _("Afgemeld"), Attendance.ABSENT: _("Afwezig")}


def _note(event: str, meeting: Meeting) -> None:
    audit.record_at_once(event, actor=actor(), project_id=g.project.id, subject=f"meeting:{meeting.id}")
