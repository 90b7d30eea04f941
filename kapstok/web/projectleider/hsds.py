"""Sociale kaart → Uitwisselen: the whole kaart as an HSDS package, a package of somebody else, and the open address."""

from __future__ import annotations

import datetime as dt
import math

from flask import Response, current_app, flash, g, redirect, render_template, request, url_for
from flask_babel import format_date, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired

from kapstok import clock
from kapstok.accounts import audit
from kapstok.directory import hsds, intake, package, publishing
from kapstok.directory.comparing import Kind, Plan, Status
from kapstok.directory.rules import Capacity
from kapstok.errors import NotFound, Refused
from kapstok.extensions import db
from kapstok.projects import service as projects
from kapstok.projects.rules import Module, Vocabulary
from kapstok.register.models import ImportDraft
from kapstok.web.kaart import DAY_WORDS, PLEK
from kapstok.web.projectleider import blueprint
from kapstok.web.typed import row_id

PAGE_SIZE = 50
MEGABYTE = 1024 * 1024
FIELDS = {
    "name": _l("Naam"),
    "organisation": _l("Organisatie"),
    "description": _l("Wat het inhoudt"),
    "eligibility": _l("Voor wie"),
    "how_to_refer": _l("Verwijsroute"),
    "fees": _l("Kosten"),
    "url": _l("Website"),
    "website": _l("Website"),
    "email": _l("E-mailadres"),
    "phone": _l("Telefoon"),
    "phones": _l("Telefoonnummers"),
    "contacts": _l("Contactpunten"),
    "capacity": _l("Plek"),
    "capacity_at": _l("Plek opgegeven op"),
    "confirmed_on": _l("Nagekeken op"),
    "support": _l("Hulpthema’s"),
    "areas": _l("Wijken en kernen"),
    "schedules": _l("Tijden"),
    "at_locations": _l("Locaties"),
    "kind": _l("Soort locatie"),
    "address": _l("Adres"),
    "postal_code": _l("Postcode"),
    "city": _l("Plaats"),
    "area": _l("Wijk of kern"),
    "latitude": _l("Breedtegraad"),
    "longitude": _l("Lengtegraad"),
    "transportation": _l("Bereikbaarheid"),
    "accessibility": _l("Toegankelijkheid"),
}
LOCATION_KINDS = {"physical": _l("bezoekadres"), "postal": _l("postadres"), "virtual": _l("online")}


class PackageForm(FlaskForm):
    file = FileField(_l("HSDS-pakket"), [FileRequired(_l("Kies eerst een bestand."))])


@blueprint.url_value_preprocessor
def _let_packages_in(endpoint: str | None, values: dict | None) -> None:
    """A package may be larger than other uploads. Set before anything reads the form."""
    if endpoint == "projectleider.receive_package":
        request.max_content_length = intake.MOST_BYTES


@blueprint.get("/netwerk/sociale-kaart/uitwisselen")
def exchange():
    return _exchange_page(PackageForm())


@blueprint.get("/netwerk/sociale-kaart/hsds.zip")
def export_package():
    services = hsds.kaart_as_json(publishing.public_kaart(g.project))
    content = package.pack(services, _("Sociale kaart van %(project)s", project=g.project.name))
    audit.record_at_once("sociale kaart exported", actor=f"user:{current_user.id}", project_id=g.project.id)
    disposition = f'attachment; filename="sociale-kaart-{clock.local_date(clock.now())}.zip"'
    return Response(content, mimetype=package.ZIP, headers={"Content-Disposition": disposition})


@blueprint.post("/netwerk/sociale-kaart/uitwisselen")
def receive_package():
    form = PackageForm()
    if form.validate():
        upload = form.file.data
        try:
            draft = intake.receive(g.project, current_user.id, upload.filename or "", upload.read(), clock.now())
        except intake.BadPackage as refusal:
            form.file.errors = [refusal.text(_)]
            return _exchange_page(form, refusal), 400
        except Refused as refusal:
            form.file.errors = [refusal.text(_)]
        else:
            db.session.commit()
            return redirect(url_for("projectleider.package_preview", draft_id=draft.id))
    return _exchange_page(form), 400


@blueprint.get("/netwerk/sociale-kaart/uitwisselen/<int:draft_id>")
def package_preview(draft_id: int):
    return _preview(intake.get_draft(g.project, draft_id))


@blueprint.post("/netwerk/sociale-kaart/uitwisselen/<int:draft_id>")
def land_package(draft_id: int):
    try:
        landed = intake.land(
            g.project,
            draft_id,
            request.form.get("fingerprint", ""),
            clock.now(),
            sector_id=_sector_id(),
            terms=request.form.getlist("term"),
            actor=f"user:{current_user.id}",
        )
    except NotFound:
        if not intake.landed_before(g.project, draft_id):
            raise
        flash(_("Dit pakket was al verwerkt. Hieronder staat de sociale kaart."), "status")
        return redirect(url_for("projectleider.services"))
    except Refused as refusal:
        db.session.rollback()
        return _preview(intake.get_draft(g.project, draft_id), refusal), refusal.status
    db.session.commit()
    flash(_("Het pakket is verwerkt: %(what)s.", what=_counted(landed)), "status")
    return redirect(url_for("projectleider.services"))


@blueprint.post("/netwerk/sociale-kaart/uitwisselen/<int:draft_id>/weg")
def drop_package(draft_id: int):
    db.session.delete(intake.get_draft(g.project, draft_id))
    db.session.commit()
    flash(_("Het pakket is weggelegd. Er is niets veranderd."), "status")
    return redirect(url_for("projectleider.exchange"))


def _exchange_page(form: PackageForm, refusal: intake.BadPackage | None = None) -> str:
    address = f"{current_app.config['BASE_URL']}/api/hsds/{g.project.slug}/"
    return render_template(
        "projectleider/hsds/exchange.html",
        form=form,
        problems=[problem.text(_) for problem in refusal.found] if refusal else [],
        more_problems=refusal.more if refusal else 0,
        offered=len(publishing.service_ids(g.project)),
        address=address if projects.has_module(g.project, Module.HSDS_API) else None,
        most=intake.MOST_BYTES // MEGABYTE,
    )


def _preview(draft: ImportDraft, refusal: Refused | None = None) -> str:
    plan = intake.plan_of(g.project, draft, clock.now())
    counts = {status: plan.count(status) for status in Status}
    first = next((status for status in Status if counts[status]), Status.NEW)
    asked = request.args.get("toon", first)
    shown = Status(asked) if asked in set(Status) else first
    rows = [each for each in plan.objects if each.status is shown]
    pages = math.ceil(len(rows) / PAGE_SIZE)
    page = min(max(request.args.get("pagina", 1, int), 1), max(pages, 1))
    return render_template(
        "projectleider/hsds/preview.html",
        draft=draft,
        plan=plan,
        counts=counts,
        shown=shown,
        rows=rows[(page - 1) * PAGE_SIZE : page * PAGE_SIZE],
        page=page,
        pages=pages,
        problem=refusal.text(_) if refusal else None,
        no_sector=isinstance(refusal, intake.SectorNeeded),
        counted=_counted(plan),
        sectors=projects.terms(g.project, Vocabulary.SECTOR),
        chosen_sector=request.form.get("sector", 0, row_id),
        left_out=set() if refusal is None else {word.uid for word in plan.terms} - set(request.form.getlist("term")),
        FIELDS=FIELDS,
        said=_said,
        Status=Status,
        Kind=Kind,
        translate=_,
    )


def _said(field: str, text: str) -> str:
    """A value of a change in the reader's words."""
    if not text:
        return ""
    if field == "capacity":
        word, _space, weeks = text.partition(" ")
        said = str(PLEK[Capacity(word)])
        return ngettext("%(said)s (%(num)d week)", "%(said)s (%(num)d weken)", int(weeks), said=said) if weeks else said
    if field in ("confirmed_on", "capacity_at"):
        return format_date(dt.date.fromisoformat(text), "d MMMM y", rebase=False)
    words = {"schedules": DAY_WORDS, "kind": LOCATION_KINDS}.get(field)
    return ", ".join(str(words.get(part, part)) for part in text.split(", ")) if words else text


def _sector_id() -> int | None:
    """The chosen sector, when it is one of this project."""
    chosen = request.form.get("sector", 0, row_id)
    known = {term.id for term in projects.terms(g.project, Vocabulary.SECTOR)}
    return chosen if chosen in known else None


def _counted(plan: Plan) -> str:
    """``12 organisaties nieuw, 40 diensten nieuw, 3 diensten gewijzigd``; only what there is."""

    def count(kind: Kind, status: Status) -> int:
        return sum(each.kind is kind and each.status is status for each in plan.objects)

    new_organisations, organisations = count(Kind.ORGANISATION, Status.NEW), count(Kind.ORGANISATION, Status.CHANGED)
    new_places, places = count(Kind.LOCATION, Status.NEW), count(Kind.LOCATION, Status.CHANGED)
    new_services, services = count(Kind.SERVICE, Status.NEW), count(Kind.SERVICE, Status.CHANGED)
    said = [
        (new_services, ngettext("%(num)d dienst nieuw", "%(num)d diensten nieuw", new_services)),
        (services, ngettext("%(num)d dienst gewijzigd", "%(num)d diensten gewijzigd", services)),
        (
            new_organisations,
            ngettext("%(num)d organisatie nieuw", "%(num)d organisaties nieuw", new_organisations),
        ),
        (organisations, ngettext("%(num)d organisatie gewijzigd", "%(num)d organisaties gewijzigd", organisations)),
        (new_places, ngettext("%(num)d locatie nieuw", "%(num)d locaties nieuw", new_places)),
        (places, ngettext("%(num)d locatie gewijzigd", "%(num)d locaties gewijzigd", places)),
    ]
    return ", ".join(words for number, words in said if number)
