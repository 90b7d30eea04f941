"""Wie zat waar: of each round of a kennismakingsplan who sat at which table, corrected where it went otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from kapstok import clock
from kapstok.errors import NotFound
from kapstok.extensions import db
from kapstok.meetings import attendance, service
from kapstok.meetings.models import Meeting
from kapstok.planner import showing, sitting
from kapstok.planner.showing import Laid
from kapstok.register.models import Person
from kapstok.web.projectleider import blueprint
from kapstok.web.projectleider.meetings import get_meeting
from kapstok.web.taplist import is_open


@dataclass(frozen=True)
class Group:
    """The people of one table, or those without."""

    title: str
    people: list[Person]


@blueprint.get("/bijeenkomsten/<int:meeting_id>/tafels/wie-zat-waar")
def seating_attendance(meeting_id: int):
    meeting = get_meeting(meeting_id)
    laid, filled_in = showing.get_laid(meeting), attendance.tables_by_round(meeting)
    asked = request.args.get("ronde", type=int)
    number = asked if asked in laid.rounds else _next_round(laid, filled_in, after=0)
    tables = filled_in.get(number) or sitting.planned(laid, number)
    return _page(meeting, laid, number, {person: str(table) for person, table in tables.items() if table})


@blueprint.post("/bijeenkomsten/<int:meeting_id>/tafels/wie-zat-waar")
def seating_attendance_post(meeting_id: int):
    meeting = get_meeting(meeting_id)
    laid = showing.get_laid(meeting)
    number = request.form.get("ronde", type=int)
    if number not in laid.rounds:
        raise NotFound()
    typed = {
        int(found[1]): value
        for name, value in request.form.items()
        if (found := re.fullmatch(r"tafel-([0-9]{1,9})", name))
    }
    choices = _choices(laid, attendance.tables(meeting, number).values())
    if not {table for table in typed.values() if table} <= set(map(str, choices)):
        flash(_("Kies voor iedereen een tafel uit de lijst."), "alert")
        return _page(meeting, laid, number, typed), 400
    tables = {person: int(table) if table else None for person, table in typed.items()}
    attendance.seat_guests(meeting, tables, clock.now(), number)
    db.session.commit()
    flash(_("Ronde %(number)s is bewaard.", number=number), "status")
    onward = _next_round(laid, attendance.tables_by_round(meeting), after=number)
    return redirect(url_for("projectleider.seating_attendance", meeting_id=meeting_id, ronde=onward))


@blueprint.post("/bijeenkomsten/<int:meeting_id>/tafels/wie-zat-waar/zoals-gepland")
def seating_as_planned(meeting_id: int):
    """All rounds in one go; what was filled in already stays."""
    sitting.sit_as_planned(showing.get_laid(get_meeting(meeting_id)), clock.now())
    db.session.commit()
    flash(_("Alle rondes zijn bewaard. Wie er was, zat zoals gepland, behalve waar u het anders invulde."), "status")
    return redirect(url_for("projectleider.seating_attendance", meeting_id=meeting_id))


def _page(meeting: Meeting, laid: Laid, number: int, tables: Mapping[int, str]) -> str:
    """``tables``: the table that is chosen for each person id."""
    filled_in = attendance.tables_by_round(meeting)
    present = [guest.person for guest in service.list_guests(meeting) if attendance.is_present(guest)]
    choices = _choices(laid, filled_in.get(number, {}).values())
    return render_template(
        "projectleider/seating/attendance.html",
        meeting=meeting,
        number=number,
        rounds=laid.rounds,
        filled_in=filled_in,
        open=is_open(meeting),
        present=present,
        groups=_groups(laid, choices, present, tables),
        tables=tables,
        planned=sitting.planned(laid, number),
        choices=choices,
    )


def _next_round(laid: Laid, filled_in: Mapping[int, object], after: int) -> int:
    """The first round after this one of which nothing was filled in; without one the same round, or the first."""
    return next((number for number in laid.rounds if number > after and number not in filled_in), after or 1)


def _choices(laid: Laid, used: Iterable[int]) -> list[int]:
    """The tables of the plan, and those at which somebody was said to sit before there was one."""
    return sorted({table.number for table in laid.tables}.union(used))


def _groups(laid: Laid, choices: list[int], present: list[Person], tables: Mapping[int, str]) -> list[Group]:
    """Who has no table yet first: mostly people who came without being on the list."""
    names = {table.number: table.name for table in laid.tables}
    found = {"": Group(_("Nog zonder tafel"), [])}
    for number in choices:
        title = _("Tafel %(number)s", number=number)
        found[str(number)] = Group(f"{title} – {names[number]}" if names.get(number) else title, [])
    for person in present:
        found.get(tables.get(person.id, ""), found[""]).people.append(person)
    return [group for group in found.values() if group.people]
