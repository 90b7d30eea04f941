"""Lists to take away: whoever changes such a file can bring it back."""

from __future__ import annotations

from flask import Response, g
from flask_login import current_user

from kapstok import clock, takeaway
from kapstok.accounts import audit
from kapstok.register import service as register
from kapstok.register.columns import TITLES, Column
from kapstok.register.models import Person
from kapstok.web.projectleider import blueprint
from kapstok.web.projectleider.people import wanted_people


@blueprint.get("/netwerk/mensen.<any(xlsx, csv):kind>")
def export_people(kind: str):
    """The people of the filter, in the columns that an import reads: whoever changes the file can bring it back."""
    headings = list(TITLES.values())  # Dutch in every language, so that any import recognises them
    rows = [_exported(person) for person in register.list_people(g.project, wanted_people())]
    audit.record_at_once("people exported", actor=f"user:{current_user.id}", project_id=g.project.id)
    if kind == "csv":
        content, mimetype = takeaway.as_csv(headings, rows), takeaway.CSV
    else:
        content, mimetype = takeaway.as_excel(takeaway.Sheet("Mensen", headings, rows)), takeaway.EXCEL
    disposition = f'attachment; filename="mensen-{clock.local_date(clock.now())}.{kind}"'
    return Response(content, mimetype=mimetype, headers={"Content-Disposition": disposition})


def _exported(person: Person) -> list[str]:
    cells = {
        Column.NAME: person.name,
        Column.ORGANISATION: person.organisation.name if person.organisation else "",
        Column.SECTOR: person.sector.name if person.sector else "",
        Column.FUNCTION: person.function.name if person.function else "",
        Column.EMAIL: person.email or "",
        Column.PHONE: person.phone,
        Column.AREA: person.area,
    }
    return [cells[column] for column in TITLES]
