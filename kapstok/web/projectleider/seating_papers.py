"""A kennismakingsplan on paper: cards for the tables, badges with one's own tables, and lists to hang up."""

from __future__ import annotations

from flask import Response
from flask_babel import gettext as _

from kapstok.planner import showing
from kapstok.planner.models import PlanTable
from kapstok.planner.showing import NOWHERE, Laid
from kapstok.register.models import Person
from kapstok.web.pdfs import pdf_answer
from kapstok.web.projectleider import blueprint
from kapstok.web.projectleider.day_papers import badge_sheets, on_badge, sheet_of
from kapstok.web.projectleider.meetings import get_meeting


@blueprint.get("/bijeenkomsten/<int:meeting_id>/tafels/tafelkaartjes.pdf")
def seating_cards(meeting_id: int) -> Response:
    """One sheet for each table, to be folded: on one side its number, on the other who sits there."""
    meeting = get_meeting(meeting_id)
    laid = showing.get_laid(meeting)
    data = sheet_of(meeting, _("Tafelkaartjes")) | {
        "table": _("Tafel"),
        "too_many": _("Wie hier zit, leest u op het rondeschema."),
        "cards": [_card(laid, table) for table in laid.tables],
    }
    return pdf_answer("table_cards", data, "tafelkaartjes")


@blueprint.get("/bijeenkomsten/<int:meeting_id>/tafels/naamkaartjes.pdf")
def seating_badges(meeting_id: int) -> Response:
    """The badges of everybody who is expected, with the tables of who has them."""
    meeting = get_meeting(meeting_id)
    laid = showing.get_laid(meeting)
    return badge_sheets(meeting, [on_badge(person, _own_tables(laid, person)) for person in laid.guests])


@blueprint.get("/bijeenkomsten/<int:meeting_id>/tafels/rondeschema.pdf")
def seating_schedule(meeting_id: int) -> Response:
    """Two lists to hang at the door: by name at which tables, and for each round who sits at each table."""
    meeting = get_meeting(meeting_id)
    laid = showing.get_laid(meeting)
    data = sheet_of(meeting, _("Rondeschema")) | {
        "by_name": _("Zoek uw naam"),
        "name": _("Naam"),
        "foot": _("Bladzijde %(page)s van %(pages)s", page="{page}", pages="{pages}"),
        "columns": [_round(number) for number in laid.rounds],
        "people": [_row(laid, person) for person in laid.seated],
        "rounds": [_at_tables(laid, number) for number in laid.rounds],
    }
    return pdf_answer("round_schedule", data, "rondeschema")


def _card(laid: Laid, table: PlanTable) -> dict:
    by_round = [laid.at(number, table) for number in laid.rounds]
    host = next((people[0] for people in by_round if people and people[0].id == table.host_id), None)
    return {
        "number": str(table.number),
        "name": table.name,
        "heading": _table(table),
        "host": _("%(name)s ontvangt u aan deze tafel.", name=host.name) if host else "",
        "rounds": [
            {"title": _round(number), "people": [person.name for person in people]}
            for number, people in zip(laid.rounds, by_round, strict=True)
            if people
        ],
    }


def _own_tables(laid: Laid, person: Person) -> list[dict[str, str]]:
    return [
        {
            "round": _("ronde %(number)s", number=number),
            "table": table if table == NOWHERE else _("tafel %(number)s", number=table),
        }
        for number, table in enumerate(laid.tables_of(person), 1)
    ]


def _row(laid: Laid, person: Person) -> dict:
    return {"name": person.name, "organisation": person.shown_organisation, "tables": laid.tables_of(person)}


def _at_tables(laid: Laid, number: int) -> dict:
    tables = [(table, laid.at(number, table)) for table in laid.tables]
    return {
        "title": _round(number),
        "tables": [
            {"title": _table(table), "people": [person.name for person in people]} for table, people in tables if people
        ],
    }


def _round(number: int) -> str:
    return _("Ronde %(number)s", number=number)


def _table(table: PlanTable) -> str:
    number = _("Tafel %(number)s", number=table.number)
    return f"{number} – {table.name}" if table.name else number
