"""Tab Op de dag of a bijeenkomst: who is there, and at which table."""

from __future__ import annotations

import re

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from wtforms.fields.choices import SelectChoice

from kapstok import clock
from kapstok.errors import NotFound, Refused
from kapstok.extensions import db
from kapstok.meetings import attendance as day
from kapstok.meetings import door, inviting, rules, service
from kapstok.meetings.models import DoorEntry, Meeting
from kapstok.meetings.rules import Attendance
from kapstok.planner import showing
from kapstok.projects import service as projects
from kapstok.projects.rules import Vocabulary
from kapstok.register import service as register
from kapstok.register.models import Person
from kapstok.register.rules import match_key
from kapstok.web.projectleider import blueprint
from kapstok.web.projectleider.door import door_links
from kapstok.web.projectleider.meeting_page import overview, page
from kapstok.web.projectleider.meetings import get_meeting
from kapstok.web.projectleider.meetings_forms import WalkInForm
from kapstok.web.taplist import in_words, is_open, said_at, waiting_names
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
    entry = _entry(meeting, request.args)
    name = entry.name if entry else request.args.get("naam", "")[:120]
    return _walk_in_page(meeting, _walk_in_form(name=name), entry)


@blueprint.post("/bijeenkomsten/<int:meeting_id>/dag/nieuw")
def new_walk_in_post(meeting_id: int):
    """Somebody who is in no list at all: into the register and onto this one."""
    meeting, form, now = get_meeting(meeting_id), _walk_in_form(), clock.now()
    entry = _entry(meeting, request.form)
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
            if entry:
                guest = door.settle_as_walk_in(entry, meeting, person, now)
            else:
                guest = day.add_walk_in(meeting, person, now)
            if guest is None:  # somebody else said meanwhile who it is: the list shows it
                db.session.rollback()
                return redirect(url_for("projectleider.attendance", meeting_id=meeting_id, _anchor="namen"))
            db.session.commit()
            flash(_("%(name)s staat op de lijst als aanwezig.", name=person.name), "status")
            return redirect(url_for("projectleider.attendance", meeting_id=meeting_id, _anchor=f"gast-{guest.id}"))
    return _walk_in_page(meeting, form, entry), 400


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
    seen, search, wanted = overview(meeting), _asked("zoek"), match_key(_asked("gast"))
    open_, names = is_open(meeting), waiting_names(meeting, seen.guests)
    tables = {person: str(table) for person, table in day.tables(meeting).items()}
    shown = [guest for guest in seen.guests if wanted in match_key(in_words(guest))]
    return page(
        "day.html",
        seen,
        search=search,
        guest_search=_asked("gast"),
        open=open_,
        found=inviting.candidates(meeting, search)[:MOST_FOUND] if search and open_ else [],
        names=names,
        known=_in_register(meeting, [waiting.entry for waiting in names]),
        expected=[guest for guest in shown if day.is_expected(guest)],
        others=[guest for guest in shown if not day.is_expected(guest)],
        said_yes=sum(map(day.has_place, seen.guests)),
        present=[guest for guest in seen.guests if day.is_present(guest)],
        said_at=said_at,
        tables=tables if typed is None else typed,
        in_rounds=showing.find_made(meeting) is not None,
        wrong=wrong,
        highest_table=HIGHEST_TABLE,
        door=door_links(meeting),
    )


def _asked(name: str) -> str:
    return request.args.get(name, "").strip()[:100]


def _in_register(meeting: Meeting, entries: list[DoorEntry]) -> dict[int, list[Person]]:
    """People who are not on the list and have the name that was typed, by entry."""
    if not entries:
        return {}
    people = inviting.candidates(meeting)
    return {entry.id: [one for one in people if match_key(one.name) == match_key(entry.name)] for entry in entries}


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


def _entry(meeting: Meeting, sent: MultiDict) -> DoorEntry | None:
    """The name from the door that this is about, if any."""
    number = sent.get("deur", type=row_id)
    return door.get_entry(meeting, number) if number else None


def _walk_in_page(meeting: Meeting, form: WalkInForm, entry: DoorEntry | None) -> str:
    return render_template("projectleider/meetings/walk_in.html", meeting=meeting, form=form, entry=entry)
