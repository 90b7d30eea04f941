"""The sociale kaart: finding, one service, and whether it is still right."""

from __future__ import annotations

import math
from itertools import groupby

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from kapstok import clock
from kapstok.directory import finding
from kapstok.directory import service as directory
from kapstok.directory.finding import Wanted
from kapstok.directory.models import Service
from kapstok.directory.rules import Capacity, Freshness
from kapstok.extensions import db
from kapstok.projects import service as projects
from kapstok.projects.rules import Vocabulary
from kapstok.web.history import readable
from kapstok.web.kaart import FRESH
from kapstok.web.projectleider import blueprint
from kapstok.web.projectleider.directory_forms import PlekForm
from kapstok.web.typed import row_id

PAGE_SIZE = 50
FARTHEST_PAGE = 10_000
_ASKED = ("zoek", "sector", "thema", "wijk", "plek", "nagekeken")


@blueprint.get("/netwerk/sociale-kaart")
def services():
    wanted, page = wanted_services(), _page_number()
    found = finding.find_ids(g.project, wanted, clock.local_date(clock.now()))
    return render_template(
        "projectleider/directory/list.html",
        services=finding.load_services(g.project, found[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]),
        total=len(found),
        wanted=wanted,
        page=page,
        pages=math.ceil(len(found) / PAGE_SIZE),
        sectors=projects.terms(g.project, Vocabulary.SECTOR),
        support=projects.terms(g.project, Vocabulary.SUPPORT),
        areas=finding.areas(g.project),
        FRESH=FRESH,
        asked={name: value for name, value in request.args.items() if name in _ASKED and value},
    )


@blueprint.get("/netwerk/sociale-kaart/nakijken")
def services_to_check():
    """What nobody keeps, and what nobody looked at for half a year, by keeper; the oldest first."""
    page = _page_number()
    found = finding.find_to_check(g.project, clock.local_date(clock.now()))
    shown = finding.load_services(g.project, [row.id for row in found[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]])
    return render_template(
        "projectleider/directory/to_check.html",
        groups=[(keeper, list(kept)) for keeper, kept in groupby(shown, key=lambda service: service.keeper)],
        total=len(found),
        stale=sum(row.freshness is not Freshness.GREEN for row in found),
        red=sum(row.freshness is Freshness.RED for row in found),
        unkept=sum(row.keeper_id is None for row in found),
        page=page,
        pages=math.ceil(len(found) / PAGE_SIZE),
    )


@blueprint.get("/netwerk/sociale-kaart/<int:service_id>")
def service(service_id: int):
    shown = _get(service_id)
    return _page(shown, PlekForm(capacity=shown.capacity, waiting_weeks=shown.waiting_weeks))


@blueprint.post("/netwerk/sociale-kaart/<int:service_id>/plek")
def say_place(service_id: int):
    shown, form = _get(service_id), PlekForm()
    if not form.validate():
        return _page(shown, form), 400
    directory.say_place(shown, Capacity(form.capacity.data), form.waiting_weeks.data, clock.now())
    db.session.commit()
    flash(_("De plek van %(name)s is bijgewerkt.", name=shown.name), "status")
    return redirect(url_for("projectleider.service", service_id=service_id))


@blueprint.post("/netwerk/sociale-kaart/<int:service_id>/klopt")
def confirm_service(service_id: int):
    shown = _get(service_id)
    directory.confirm_service(shown, clock.now())
    db.session.commit()
    flash(_("Dank u. %(name)s is vandaag nagekeken.", name=shown.name), "status")
    return _back(shown)


@blueprint.post("/netwerk/sociale-kaart/<int:service_id>/stoppen")
def retire_service(service_id: int):
    shown = _get(service_id)
    directory.retire_service(shown, clock.now())
    db.session.commit()
    flash(_("%(name)s wordt niet meer aangeboden.", name=shown.name), "status")
    return _back(shown)


@blueprint.post("/netwerk/sociale-kaart/<int:service_id>/hervatten")
def restore_service(service_id: int):
    shown = _get(service_id)
    directory.restore_service(shown, clock.now())
    db.session.commit()
    flash(_("%(name)s staat weer op de sociale kaart.", name=shown.name), "status")
    return _back(shown)


def _get(service_id: int) -> Service:
    return directory.get_service(g.project, service_id)


def _back(shown: Service) -> Response:
    """To the overview of what must be looked at, for who came from there; else to the page of the service."""
    if request.form.get("terug") == "nakijken":
        return redirect(url_for("projectleider.services_to_check"))
    return redirect(url_for("projectleider.service", service_id=shown.id))


def _page(shown: Service, form: PlekForm) -> str:
    return render_template(
        "projectleider/directory/show.html", service=shown, form=form, changes=readable(g.project, shown)
    )


def _page_number() -> int:
    return min(max(request.args.get("pagina", 1, int), 1), FARTHEST_PAGE)


def wanted_services() -> Wanted:
    """Which services the address asks for: the list and its download know the same filters."""
    fresh = request.args.get("nagekeken", "")
    return Wanted(
        words=request.args.get("zoek", "")[:200],
        sector_id=request.args.get("sector", None, row_id),
        support_id=request.args.get("thema", None, row_id),
        area=request.args.get("wijk", "")[:120],
        place_now="plek" in request.args,
        freshness=Freshness(fresh) if fresh in list(Freshness) else None,
    )
