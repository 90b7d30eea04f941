"""Import lists from Excel, OpenDocument or CSV: choose a file, see what would happen, let all of it land."""

from __future__ import annotations

import math
from dataclasses import dataclass

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_login import current_user
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired

from kapstok import clock
from kapstok.directory import lists
from kapstok.errors import NotFound, Refused
from kapstok.extensions import db
from kapstok.register import drafts, sheet
from kapstok.register.columns import Kind
from kapstok.register.models import ImportDraft
from kapstok.register.planned import FilePlan, Plan, PlannedRow, Status
from kapstok.web.projectleider import blueprint

PAGE_SIZE = 50
KIND_NAMES = {Kind.PEOPLE: _l("Mensen"), Kind.ORGANISATIONS: _l("Organisaties"), Kind.SERVICES: _l("Aanbod")}
EXAMPLES = {Kind.PEOPLE: "mensen", Kind.ORGANISATIONS: "organisaties", Kind.SERVICES: "aanbod"}  # in addresses
STATUS_NAMES = {
    Status.REFUSED: _l("Geweigerd"),
    Status.NEW: _l("Nieuw"),
    Status.CHANGED: _l("Gewijzigd"),
    Status.UNCHANGED: _l("Al bekend"),
}


class ImportForm(FlaskForm):
    file = FileField(_l("Bestand van Excel of LibreOffice, of CSV"), [FileRequired(_l("Kies eerst een bestand."))])


@blueprint.get("/netwerk/importeren")
def new_import():
    return _upload_page(ImportForm())


@blueprint.post("/netwerk/importeren")
def new_import_post():
    form = ImportForm()
    if form.validate():
        upload = form.file.data
        try:
            draft = lists.receive(g.project, current_user.id, upload.filename or "", upload.read(), clock.now())
        except Refused as refusal:
            form.file.errors = [refusal.text(_)]
        else:
            db.session.commit()
            return redirect(url_for("projectleider.import_preview", draft_id=draft.id))
    return _upload_page(form), 400


@blueprint.get("/netwerk/importeren/<int:draft_id>")
def import_preview(draft_id: int):
    try:
        draft = drafts.get_draft(g.project, draft_id)
    except NotFound:
        return _landed_before(draft_id)
    if draft.kind == drafts.UNCLEAR:
        return _question(draft)
    return _preview(draft, lists.plan(draft, clock.now()))


@blueprint.post("/netwerk/importeren/<int:draft_id>/soort")
def choose_kind(draft_id: int):
    """Somebody says what a list is about that could be about two things."""
    draft, said = drafts.get_draft(g.project, draft_id), request.form.get("kind", "")
    if draft.kind == drafts.UNCLEAR:
        if said not in lists.kinds(draft, unclear=True):
            return _question(draft, _("Kies waar de lijst over gaat.")), 400
        lists.choose(draft, Kind(said))
        db.session.commit()
    return redirect(url_for("projectleider.import_preview", draft_id=draft_id))


@blueprint.post("/netwerk/importeren/<int:draft_id>")
def land_import(draft_id: int):
    seen = request.form.get("fingerprint", "")
    try:
        landed = lists.land(g.project, draft_id, seen, clock.now(), actor=f"user:{current_user.id}")
    except NotFound:
        return _landed_before(draft_id)
    except Refused as refusal:
        draft = drafts.get_draft(g.project, draft_id)
        if draft.kind == drafts.UNCLEAR:
            return _question(draft), refusal.status
        return _preview(draft, lists.plan(draft, clock.now()), refusal.text(_)), refusal.status
    db.session.commit()
    flash(_("De lijst is verwerkt: %(what)s.", what=_counted(landed)), "status")
    return redirect(url_for("projectleider.import_receipt", draft_id=draft_id))


@blueprint.get("/netwerk/importeren/<int:draft_id>/verwerkt")
def import_receipt(draft_id: int):
    """What the list made and changed, with the way to each."""
    receipt = drafts.get_receipt(g.project, draft_id)
    made = lists.made(receipt)
    tabs = [_Tab(kind, status, len(ids)) for (kind, status), ids in made.items()]
    shown = _chosen(tabs)
    ids, page, pages = _page(made[shown.kind, shown.status])
    return render_template(
        "projectleider/imports/receipt.html",
        receipt=receipt,
        tabs=tabs,
        shown=shown,
        several=len({tab.kind for tab in tabs}) > 1,
        rows=[(name, _address(shown.kind, id)) for id, name in lists.names(g.project, shown.kind, ids)],
        page=page,
        pages=pages,
    )


@blueprint.post("/netwerk/importeren/<int:draft_id>/weg")
def drop_import(draft_id: int):
    drafts.drop(drafts.get_draft(g.project, draft_id))
    db.session.commit()
    flash(_("De lijst is weggelegd. Er is niets veranderd."), "status")
    return redirect(url_for("projectleider.new_import"))


def _landed_before(draft_id: int):
    """The way to what it made, for who comes back or clicks twice. Raises ``NotFound`` when nobody remembers it."""
    receipt = drafts.get_receipt(g.project, draft_id)
    flash(_("Deze lijst is al verwerkt. Hieronder ziet u wat er is gebeurd."), "status")
    return redirect(url_for("projectleider.import_receipt", draft_id=receipt.id))


def _upload_page(form: ImportForm) -> str:
    return render_template(
        "projectleider/imports/upload.html",
        form=form,
        kinds=[(name, EXAMPLES[kind], _read_columns(kind)) for kind, name in KIND_NAMES.items()],
        most=sheet.MOST_ROWS,
        unfinished=drafts.list_unfinished(g.project, current_user.id),
        receipts=drafts.list_receipts(g.project, current_user.id),
    )


def _question(draft: ImportDraft, problem: str | None = None) -> str:
    kinds = [(kind, KIND_NAMES[kind]) for kind in lists.kinds(draft, unclear=True)]
    first = [entry for entry in draft.entries if entry.get("unclear") and entry["kind"] == kinds[0][0]][:3]
    return render_template(
        "projectleider/imports/question.html",
        draft=draft,
        kinds=kinds,
        examples=[entry["name"] for entry in first if "name" in entry],
        problem=problem,
    )


def _preview(draft: ImportDraft, plan: FilePlan, problem: str | None = None) -> str:
    tabs = [
        _Tab(part.kind, status, part.count(status)) for status in Status for part in plan.lists if part.count(status)
    ]
    shown = _chosen(tabs)
    part = next(part for part in plan.lists if part.kind is shown.kind)
    rows, page, pages = _page([row for row in part.rows if row.status is shown.status])
    return render_template(
        "projectleider/imports/preview.html",
        draft=draft,
        plan=plan,
        refused=plan.count(Status.REFUSED),
        tabs=tabs,
        shown=shown,
        several=len(plan.lists) > 1,
        rows=[_shown_row(shown.kind, row) for row in rows],
        page=page,
        pages=pages,
        problem=problem,
        counted=_counted(plan),
        organisations=[made for part in plan.lists for made in part.organisations],
        functions=[word for part in plan.lists for word in part.functions],
        columns=_titles(shown.kind),
        translate=_,
        Status=Status,
    )


@dataclass(frozen=True)
class _Tab:
    """The rows of one kind that come to the same."""

    kind: Kind
    status: Status
    count: int

    def label(self, several: bool) -> str:
        """``Nieuw``; with more than one list ``Mensen: nieuw``."""
        status = str(STATUS_NAMES[self.status])
        return f"{KIND_NAMES[self.kind]}: {status.lower()}" if several else status


def _chosen(tabs: list[_Tab]) -> _Tab:
    asked = (request.args.get("soort"), request.args.get("toon"))
    fitting = [tab for tab in tabs if (tab.kind, tab.status) == asked] or [
        tab for tab in tabs if tab.status == asked[1]
    ]
    return (fitting or tabs)[0]


def _page(rows: list) -> tuple[list, int, int]:
    """The rows of the page that is asked for, its number, and how many pages there are."""
    pages = math.ceil(len(rows) / PAGE_SIZE)
    page = min(max(request.args.get("pagina", 1, int), 1), max(pages, 1))
    return rows[(page - 1) * PAGE_SIZE : page * PAGE_SIZE], page, pages


def _shown_row(kind: Kind, row: PlannedRow) -> dict:
    """What the preview tells of a row: its name, where it belongs, and for what is new the rest."""
    entry = row.entry
    match kind:
        case Kind.PEOPLE:
            place, rest = entry.organisation or entry.sector, (entry.function, entry.email, entry.phone)
        case Kind.ORGANISATIONS:
            place, rest = entry.sector, (entry.area, entry.email, entry.phone, entry.website)
        case Kind.SERVICES:
            place, rest = entry.organisation, (entry.support, entry.areas, entry.eligibility, entry.phone)
    return {"row": row, "name": entry.name, "place": place, "rest": ", ".join(part for part in rest if part)}


def _titles(kind: Kind) -> dict[str, str]:
    layout = next(layout for layout in lists.LAYOUTS if layout.kind is kind)
    return {column: _(title) for column, title in layout.titles.items()}


def _read_columns(kind: Kind) -> list[str]:
    return [title for column, title in _titles(kind).items() if column != "archived"]


def _address(kind: Kind, row_id: int) -> str:
    match kind:
        case Kind.PEOPLE:
            return url_for("projectleider.person", person_id=row_id)
        case Kind.ORGANISATIONS:
            return url_for("projectleider.organisation", organisation_id=row_id)
        case Kind.SERVICES:
            return url_for("projectleider.service", service_id=row_id)


def _counted(plan: FilePlan) -> str:
    """``12 mensen nieuw, 3 mensen gewijzigd, 2 organisaties nieuw``; only what there is."""
    by_kind = {part.kind: part for part in plan.lists}
    said = [*_people(by_kind.get(Kind.PEOPLE)), *_organisations(plan), *_services(by_kind.get(Kind.SERVICES))]
    return ", ".join(said)


def _people(part: Plan | None) -> list[str]:
    new, changed = _both(part)
    said = [ngettext("%(num)d persoon nieuw", "%(num)d mensen nieuw", new)] if new else []
    return said + ([ngettext("%(num)d persoon gewijzigd", "%(num)d mensen gewijzigd", changed)] if changed else [])


def _organisations(plan: FilePlan) -> list[str]:
    """Also those that come with people."""
    new, changed = _both(next((part for part in plan.lists if part.kind is Kind.ORGANISATIONS), None))
    new += sum(len(part.organisations) for part in plan.lists)
    said = [ngettext("%(num)d organisatie nieuw", "%(num)d organisaties nieuw", new)] if new else []
    changes = [ngettext("%(num)d organisatie gewijzigd", "%(num)d organisaties gewijzigd", changed)] if changed else []
    return said + changes


def _services(part: Plan | None) -> list[str]:
    new, changed = _both(part)
    said = [ngettext("%(num)d keer aanbod nieuw", "%(num)d keer aanbod nieuw", new)] if new else []
    changes = [ngettext("%(num)d keer aanbod gewijzigd", "%(num)d keer aanbod gewijzigd", changed)] if changed else []
    return said + changes


def _both(part: Plan | None) -> tuple[int, int]:
    """How many rows are new, and how many changed."""
    return (part.count(Status.NEW), part.count(Status.CHANGED)) if part else (0, 0)
