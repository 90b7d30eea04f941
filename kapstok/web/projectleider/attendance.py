"""Tab Op de dag of a bijeenkomst: who is there, and at which table."""

from __future__ import annotations

import re

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from kapstok import clock
from kapstok.errors import NotFound, Refused
from kapstok.extensions import db
from kapstok.meetings import attendance as day
from kapstok.meetings import inviting, rules, service
from kapstok.meetings.models import Invitation, Meeting
from kapstok.meetings.rules import Answer, Attendance
from kapstok.projects import service as projects
from kapstok.projects.rules import Vocabulary
from kapstok.register import service as register
from kapstok.web.projectleider import blueprint
from kapstok.web.projectleider.meeting_page import answer_of, overview, page
from kapstok.web.projectleider.meetings import get_meeting
from kapstok.web.projectleider.meetings_forms import WalkInForm
from kapstok.web.typed import row_id

MOST_FOUND = 20  # people shown under a search
HIGHEST_TABLE = 99


@blueprint.get("/bijeenkomsten/<int:meeting_id>/dag")
def attendance(meeting_id: int):
    return _day_page(get_meeting(meeting_id))


@blueprint.post("/bijeenkomsten/<int:meeting_id>/dag/<int:invitation_id>")
def record_attendance(meeting_id: int, invitation_id: int):
    """One tap; a tap on what is already chosen takes it back."""
    invitation = service.get_guest(get_meeting(meeting_id), invitation_id)
    said = request.form.get("attendance", "")
    if said not in ("", *Attendance):
        raise NotFound()
    day.record_attendance(invitation, Attendance(said) if said else None, clock.now())
    db.session.commit()
    return redirect(url_for("projectleider.attendance", meeting_id=meeting_id, _anchor=f"gast-{invitation_id}"))


@blueprint.post("/bijeenkomsten/<int:meeting_id>/dag/erbij")
def add_walk_in(meeting_id: int):
    """Somebody of the register who was not on the list."""
    person = register.get_person(g.project, request.form.get("person", 0, row_id))
    invitation = day.add_walk_in(get_meeting(meeting_id), person, clock.now())
    db.session.commit()
    flash(_("%(name)s staat op de lijst als aanwezig.", name=person.name), "status")
    return redirect(url_for("projectleider.attendance", meeting_id=meeting_id, _anchor=f"gast-{invitation.id}"))


@blueprint.get("/bijeenkomsten/<int:meeting_id>/dag/nieuw")
def new_walk_in(meeting_id: int):
    meeting = get_meeting(meeting_id)
    rules.check_attendance(meeting, clock.now())
    return _walk_in_page(meeting, _walk_in_form(name=request.args.get("naam", "")[:120]))


@blueprint.post("/bijeenkomsten/<int:meeting_id>/dag/nieuw")
def new_walk_in_post(meeting_id: int):
    """Somebody who is in no list at all: into the register and onto this one."""
    meeting, form, now = get_meeting(meeting_id), _walk_in_form(), clock.now()
    rules.check_attendance(meeting, now)
    if form.validate():
        try:
            person = register.create_person(
                g.project,
                now,
                name=form.name.data,
                email=form.email.data,
                organisation_id=form.organisation_id.data or None,
                sector_id=form.sector_id.data or None,
            )
        except Refused as refusal:  # known already, or somebody else's name and address
            form.name.errors = [refusal.text(_)]
        else:
            invitation = day.add_walk_in(meeting, person, now)
            db.session.commit()
            flash(_("%(name)s staat op de lijst als aanwezig.", name=person.name), "status")
            return redirect(url_for("projectleider.attendance", meeting_id=meeting_id, _anchor=f"gast-{invitation.id}"))
    return _walk_in_page(meeting, form), 400


@blueprint.post("/bijeenkomsten/<int:meeting_id>/dag/tafels")
def seat_guests(meeting_id: int):
    """The table number of everybody who is there, in one form."""
    meeting = get_meeting(meeting_id)
    typed = {
        int(found[1]): value.strip()
        for name, value in request.form.items()
        if (found := re.fullmatch(r"tafel-([0-9]{1,9})", name))
    }
    wrong = {person for person, table in typed.items() if table and not _is_table(table)}
    if wrong:
        flash(_("Een tafel is een nummer van 1 tot en met %(highest)s.", highest=HIGHEST_TABLE), "alert")
        return _day_page(meeting, typed=typed, wrong=wrong), 400
    tables = {person: int(table) if table else None for person, table in typed.items()}
    day.seat_guests(meeting, tables, clock.now())
    db.session.commit()
    flash(_("De tafels zijn bewaard."), "status")
    return redirect(url_for("projectleider.attendance", meeting_id=meeting_id))


def _day_page(meeting: Meeting, typed: dict[int, str] | None = None, wrong: set[int] = frozenset()) -> str:
    seen, now = overview(meeting), clock.now()
    search = request.args.get("zoek", "").strip()[:100]
    open_ = meeting.cancelled_at is None and clock.local_date(now) >= clock.local_date(meeting.starts_at)
    tables = {person: str(table) for person, table in day.tables(meeting).items()}
    expected = [guest for guest in seen.guests if _is_expected(guest)]
    return page(
        "day.html",
        seen,
        search=search,
        open=open_,
        found=inviting.candidates(meeting, search)[:MOST_FOUND] if search and open_ else [],
        expected=expected,
        said_yes=sum(answer_of(guest) is Answer.YES for guest in seen.guests),
        others=[guest for guest in seen.guests if guest not in expected],
        present=[guest for guest in seen.guests if guest.attendance == Attendance.PRESENT],
        tables=tables if typed is None else typed,
        wrong=wrong,
        highest_table=HIGHEST_TABLE,
    )


def _is_expected(guest: Invitation) -> bool:
    """On the first list: who said yes, and who turned out to be there."""
    return answer_of(guest) is Answer.YES or guest.attendance == Attendance.PRESENT


def _is_table(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 2 and 1 <= int(text) <= HIGHEST_TABLE


def _walk_in_form(**fields) -> WalkInForm:
    form = WalkInForm(**fields)
    none = [SelectChoice(0, _("geen"))]
    form.organisation_id.choices = none + [
        SelectChoice(row.id, row.name) for row in register.list_organisations(g.project)
    ]
    form.sector_id.choices = none + [
        SelectChoice(term.id, term.name) for term in projects.terms(g.project, Vocabulary.SECTOR)
    ]
    return form


def _walk_in_page(meeting: Meeting, form: WalkInForm) -> str:
    return render_template("projectleider/meetings/walk_in.html", meeting=meeting, form=form)
