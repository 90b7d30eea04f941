"""Read in monthly counts from elsewhere: choose a file, see what would change, and withdraw it later."""

from __future__ import annotations

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
from kapstok.referrals.imports import service as counts
from kapstok.referrals.imports.table import MOST_BYTES, TITLES, Column
from kapstok.register.models import ImportDraft
from kapstok.register.planned import Status
from kapstok.web.projectleider import blueprint

MOST_SHOWN = 200  # rows of one status
MOST_NAMES = 200


class CountsFileForm(FlaskForm):
    file = FileField(_l("Bestand met tellingen"), [FileRequired(_l("Kies eerst een bestand."))])


@blueprint.get("/verwijzingen/inlezen")
def tally_imports():
    return _list_page(CountsFileForm())


@blueprint.post("/verwijzingen/inlezen")
def tally_imports_post():
    form = CountsFileForm()
    if form.validate():
        upload = form.file.data
        data = upload.read(MOST_BYTES + 1)
        try:
            draft = counts.receive(g.project, current_user.id, upload.filename or "", data, clock.now())
        except Refused as refusal:
            form.file.errors = [refusal.text(_)]
        else:
            db.session.commit()
            return redirect(url_for("projectleider.tallies_preview", draft_id=draft.id))
    return _list_page(form), 400


@blueprint.get("/verwijzingen/inlezen/<int:draft_id>")
def tallies_preview(draft_id: int):
    try:
        draft = counts.get_draft(g.project, draft_id)
    except NotFound:
        return _landed_before(draft_id)
    return _preview(draft)


@blueprint.post("/verwijzingen/inlezen/<int:draft_id>")
def land_tallies(draft_id: int):
    seen = request.form.get("fingerprint", "")
    try:
        made = counts.land(g.project, draft_id, seen, clock.now(), user_id=current_user.id)
    except NotFound:
        return _landed_before(draft_id)
    except Refused as refusal:
        return _preview(counts.get_draft(g.project, draft_id), refusal.text(_)), refusal.status
    db.session.commit()
    flash(ngettext("Er is één telling ingelezen.", "Er zijn %(num)d tellingen ingelezen.", made.counts), "status")
    return redirect(url_for("projectleider.tally_imports"))


@blueprint.post("/verwijzingen/inlezen/<int:draft_id>/weg")
def drop_tallies(draft_id: int):
    counts.drop(counts.get_draft(g.project, draft_id))
    db.session.commit()
    flash(_("Het bestand is weggelegd. Er is niets ingelezen."), "status")
    return redirect(url_for("projectleider.tally_imports"))


@blueprint.get("/verwijzingen/inlezen/ingelezen/<int:import_id>/intrekken")
def withdraw_tallies(import_id: int):
    found = counts.files.get(g.project, import_id)
    if found.withdrawn_at is not None:
        return redirect(url_for("projectleider.tally_imports"))
    return render_template("projectleider/tallies/withdraw.html", found=found)


@blueprint.post("/verwijzingen/inlezen/ingelezen/<int:import_id>/intrekken")
def withdraw_tallies_post(import_id: int):
    counts.files.withdraw(counts.files.get(g.project, import_id), clock.now(), actor=_actor())
    db.session.commit()
    flash(_("De tellingen zijn ingetrokken. Wat eerder was geteld, geldt weer."), "status")
    return redirect(url_for("projectleider.tally_imports"))


@blueprint.post("/verwijzingen/inlezen/ingelezen/<int:import_id>/terugzetten")
def bring_back_tallies(import_id: int):
    counts.files.bring_back(counts.files.get(g.project, import_id), actor=_actor())
    db.session.commit()
    flash(_("De tellingen zijn teruggezet. Zij tellen weer mee."), "status")
    return redirect(url_for("projectleider.tally_imports"))


@blueprint.get("/verwijzingen/inlezen/voorbeeld.xlsx")
def tallies_example():
    """A list to fill in, an example of it, and the names as they will be recognised."""
    known = [row for row in counts.known_organisations(g.project) if row.stopped_on is None]
    known = sorted(known, key=lambda row: row.name.casefold())[:MOST_NAMES]
    headings = [TITLES[column] for column in Column]  # Dutch in every language, so that any import recognises them
    month = f"{clock.local_date(clock.now()):%Y-%m}"
    one, other = [*(row.name for row in known), "Huisartsenpraktijk De Es", "Steunpunt De Kom"][:2]
    example = [[one, other, "", month, 3, "verwezen"], ["", other, "", month, 2, "geholpen"]]
    names = [
        [row.name, service.name if service else ""]
        for row in known
        for service in [None, *(service for service in row.services if service.stopped_on is None)]
    ]
    sheets = (
        takeaway.Sheet(_("Tellingen"), headings, []),
        takeaway.Sheet(_("Voorbeeld"), headings, example),
        takeaway.Sheet(_("Namen"), [_("Organisatie"), TITLES[Column.SERVICE]], names),
    )
    disposition = 'attachment; filename="tellingen-voorbeeld.xlsx"'
    return Response(takeaway.as_excel(*sheets), mimetype=takeaway.EXCEL, headers={"Content-Disposition": disposition})


def _landed_before(draft_id: int):
    """Back to the list, for who comes back or clicks twice. Raises ``NotFound`` when nobody remembers the file."""
    counts.check_landed(g.project, draft_id)
    flash(_("Dit bestand is al ingelezen."), "status")
    return redirect(url_for("projectleider.tally_imports"))


def _list_page(form: CountsFileForm) -> str:
    return render_template(
        "projectleider/tallies/list.html",
        form=form,
        unfinished=counts.list_unfinished(g.project, current_user.id),
        imports=counts.files.list(g.project),
    )


def _preview(draft: ImportDraft, refused: str | None = None) -> str:
    plan = counts.plan_of(g.project, draft, clock.now())
    rows = {status: plan.with_status(status) for status in Status}
    return render_template(
        "projectleider/tallies/preview.html",
        draft=draft,
        plan=plan,
        refused=refused,
        earlier=counts.files.find_earlier(g.project, draft.file_name),
        rows={status.value: found[:MOST_SHOWN] for status, found in rows.items()},
        numbers={status.value: len(found) for status, found in rows.items()},
        columns={column: _(title) for column, title in TITLES.items()},
        translate=_,
    )


def _actor() -> str:
    return f"user:{current_user.id}"
