"""Lists to take away, in the columns that an import reads: whoever changes such a file can bring it back.

Who or what is in the archive stays out, unless it is the archive's own list that is asked for.
"""

from __future__ import annotations

from flask import Response, g, render_template, request
from flask_login import current_user

from kapstok import clock, takeaway
from kapstok.accounts import audit
from kapstok.directory import finding
from kapstok.directory.finding import Wanted
from kapstok.directory.rows import services_sheet
from kapstok.register import service as register
from kapstok.register.rows import organisations_sheet, people_sheet
from kapstok.takeaway import Sheet
from kapstok.web.projectleider import blueprint
from kapstok.web.projectleider.directory import wanted_services
from kapstok.web.projectleider.people import wanted_people


@blueprint.get("/netwerk/meenemen")
def take_away():
    return render_template("projectleider/exports/choose.html")


@blueprint.get("/netwerk/mensen.<any(xlsx, csv, ods):kind>")
def export_people(kind: str):
    """The people of the filter."""
    return _file("mensen", "people exported", kind, people_sheet(register.list_people(g.project, wanted_people())))


@blueprint.get("/netwerk/organisaties.<any(xlsx, csv, ods):kind>")
def export_organisations(kind: str):
    """The organisations of the filter."""
    search, archived = request.args.get("zoek", "")[:200], "archief" in request.args
    found = register.list_organisations(g.project, search, archived=archived)
    return _file("organisaties", "organisations exported", kind, organisations_sheet(found))


@blueprint.get("/netwerk/aanbod.<any(xlsx, csv, ods):kind>")
def export_services(kind: str):
    """What is offered, as far as it is in the filter."""
    return _file("aanbod", "services exported", kind, _services(wanted_services()))


@blueprint.get("/netwerk/alles.<any(xlsx, ods):kind>")
def export_register(kind: str):
    """Everything in one workbook: an import takes its three sheets at once."""
    people = people_sheet(register.list_people(g.project))
    organisations = organisations_sheet(register.list_organisations(g.project))
    return _file("netwerk", "register exported", kind, people, organisations, _services(Wanted()))


def _services(wanted: Wanted) -> Sheet:
    ids = finding.find_ids(g.project, wanted, clock.local_date(clock.now()))
    return services_sheet(g.project, finding.load_services(g.project, ids))


def _file(name: str, event: str, kind: str, *sheets: Sheet) -> Response:
    """The file; who took it is written down first."""
    audit.record_at_once(event, actor=f"user:{current_user.id}", project_id=g.project.id)
    match kind:
        case "csv":
            content, mimetype = takeaway.as_csv(sheets[0].headings, sheets[0].rows), takeaway.CSV
        case "ods":
            content, mimetype = takeaway.as_ods(*sheets), takeaway.ODS
        case _:
            content, mimetype = takeaway.as_excel(*sheets), takeaway.EXCEL
    disposition = f'attachment; filename="{name}-{clock.local_date(clock.now())}.{kind}"'
    return Response(content, mimetype=mimetype, headers={"Content-Disposition": disposition})
