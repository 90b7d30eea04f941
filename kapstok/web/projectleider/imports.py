"""Import a list from Excel or CSV: choose a file, see what would happen, let all of it land."""

from __future__ import annotations

import math

from flask import Response, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_login import current_user
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired

from kapstok import clock, takeaway
from kapstok.errors import NotFound, Refused
from kapstok.extensions import db
from kapstok.projects import service as projects
from kapstok.projects.rules import Vocabulary
from kapstok.register import drafts, sheet
from kapstok.register.columns import TITLES, Column
from kapstok.register.importing import Plan, Status
from kapstok.register.models import ImportDraft
from kapstok.web.projectleider import blueprint

PAGE_SIZE = 50


class ImportForm(FlaskForm):
    file = FileField(_l("Excel- of CSV-bestand"), [FileRequired(_l("Kies eerst een bestand."))])


@blueprint.get("/netwerk/importeren")
def new_import():
    return _upload_page(ImportForm())


@blueprint.post("/netwerk/importeren")
def new_import_post():
    form = ImportForm()
    if form.validate():
        upload = form.file.data
        try:
            draft = drafts.receive(g.project, current_user.id, upload.filename or "", upload.read(), clock.now())
        except Refused as refusal:
            form.file.errors = [refusal.text(_)]
        else:
            db.session.commit()
            return redirect(url_for("projectleider.import_preview", draft_id=draft.id))
    return _upload_page(form), 400


@blueprint.get("/netwerk/importeren/<int:draft_id>")
def import_preview(draft_id: int):
    draft = drafts.get_draft(g.project, draft_id)
    return _preview(draft, drafts.plan(draft))


@blueprint.post("/netwerk/importeren/<int:draft_id>")
def land_import(draft_id: int):
    seen = request.form.get("fingerprint", "")
    try:
        landed = drafts.land(g.project, draft_id, seen, clock.now(), actor=f"user:{current_user.id}")
    except NotFound:
        flash(_("Deze lijst is al verwerkt, of meer dan een dag oud. Kijk hieronder of iedereen er staat."), "alert")
        return redirect(url_for("projectleider.people"))
    except Refused as refusal:
        draft = drafts.get_draft(g.project, draft_id)
        return _preview(draft, drafts.plan(draft), refusal.text(_)), refusal.status
    db.session.commit()
    flash(_("De lijst is verwerkt: %(what)s.", what=_counted(landed)), "status")
    return redirect(url_for("projectleider.people"))


@blueprint.post("/netwerk/importeren/<int:draft_id>/weg")
def drop_import(draft_id: int):
    drafts.drop(drafts.get_draft(g.project, draft_id))
    db.session.commit()
    flash(_("De lijst is weggelegd. Er is niets veranderd."), "status")
    return redirect(url_for("projectleider.new_import"))


@blueprint.get("/netwerk/importeren/voorbeeld.xlsx")
def import_template():
    """A file to fill in. The examples stand on a sheet of their own, so that they never become people."""
    headings = list(TITLES.values())
    sectors = [term.name for term in projects.terms(g.project, Vocabulary.SECTOR)]
    functions = [term.name for term in projects.terms(g.project, Vocabulary.FUNCTION)]
    content = takeaway.as_excel(
        takeaway.Sheet("Mensen", headings, []),
        takeaway.Sheet(_("Voorbeeld"), headings, _examples(sectors, functions)),
        takeaway.Sheet(_("Uitleg"), [_("Kolom"), _("Wat u invult")], _explanations(sectors, functions)),
    )
    disposition = 'attachment; filename="mensen-voorbeeld.xlsx"'
    return Response(content, mimetype=takeaway.EXCEL, headers={"Content-Disposition": disposition})


def _upload_page(form: ImportForm) -> str:
    return render_template(
        "projectleider/imports/upload.html", form=form, columns=_column_names(), most=sheet.MOST_ROWS
    )


def _preview(draft: ImportDraft, plan: Plan, problem: str | None = None) -> str:
    counts = {status: plan.count(status) for status in Status}
    first = next((status for status in Status if counts[status]), Status.NEW)
    asked = request.args.get("toon", first)
    shown = Status(asked) if asked in set(Status) else first
    rows = [row for row in plan.rows if row.status is shown]
    pages = math.ceil(len(rows) / PAGE_SIZE)
    page = min(max(request.args.get("pagina", 1, int), 1), max(pages, 1))
    return render_template(
        "projectleider/imports/preview.html",
        draft=draft,
        plan=plan,
        counts=counts,
        shown=shown,
        rows=rows[(page - 1) * PAGE_SIZE : page * PAGE_SIZE],
        page=page,
        pages=pages,
        problem=problem,
        columns=_column_names(),
        counted=_counted(plan),
        translate=_,
        Status=Status,
    )


def _column_names() -> dict[Column, str]:
    return {column: _(title) for column, title in TITLES.items()}


def _counted(plan: Plan) -> str:
    """``12 mensen nieuw, 3 gewijzigd, 2 organisaties nieuw``; only what there is."""
    new, changed, organisations = plan.count(Status.NEW), plan.count(Status.CHANGED), len(plan.organisations)
    said = [
        ngettext("%(num)d persoon nieuw", "%(num)d mensen nieuw", new) if new else "",
        ngettext("%(num)d persoon gewijzigd", "%(num)d mensen gewijzigd", changed) if changed else "",
        ngettext("%(num)d organisatie nieuw", "%(num)d organisaties nieuw", organisations) if organisations else "",
    ]
    return ", ".join(part for part in said if part)


def _examples(sectors: list[str], functions: list[str]) -> list[list[str]]:
    sector, function = (sectors or [""])[0], (functions or [""])[0]
    practice = _("Praktijk De Linde")
    return [
        ["Jet Voorbeeld", practice, sector, function, "jet@example.org", "0591 000 001", "Veenmeer"],
        ["Ali Voorbeeld", practice, sector, "", "praktijk@example.org", "0591 000 002", ""],
        ["Bo Voorbeeld", practice, "", "", "praktijk@example.org", "", ""],
    ]


def _explanations(sectors: list[str], functions: list[str]) -> list[list[str]]:
    said = {
        Column.NAME: _(
            "Voor- en achternaam. Verplicht. Drie kolommen voor voornaam, tussenvoegsel en achternaam mag ook."
        ),
        Column.ORGANISATION: _("Waar deze persoon werkt. Een nieuwe naam wordt een nieuwe organisatie."),
        Column.SECTOR: _(
            "Nodig bij een nieuwe organisatie, en bij wie bij geen organisatie hoort. Kies uit: %(known)s.",
            known="; ".join(sectors),
        ),
        Column.FUNCTION: _(
            "Mag leeg blijven. Een nieuw woord komt bij de functies. Nu bekend: %(known)s.", known="; ".join(functions)
        ),
        Column.EMAIL: _("Mag leeg blijven, of gedeeld zijn met collega’s."),
        Column.PHONE: _("Mag leeg blijven."),
        Column.AREA: _("Mag leeg blijven."),
    }
    rows = [[TITLES[column], sentence] for column, sentence in said.items()]
    return [*rows, ["", _("Zet hier niets over cliënten: geen namen, geen geboortedatums, geen BSN.")]]
