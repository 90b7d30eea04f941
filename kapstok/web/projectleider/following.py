"""Tellen → Gevolgd: the referrals that people follow, how they stand and how they ended; no names of people."""

from __future__ import annotations

import datetime as dt
import math

from flask import Response, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from kapstok import clock, takeaway
from kapstok.accounts import audit
from kapstok.disclosure import share
from kapstok.projects import service as projects
from kapstok.projects.rules import Vocabulary
from kapstok.referrals.following import finding
from kapstok.referrals.following.fhir import codes
from kapstok.referrals.following.finding import Overview
from kapstok.referrals.following.rules import Duration, Stage, Status
from kapstok.referrals.models import Referral
from kapstok.takeaway import Sheet
from kapstok.web import filters
from kapstok.web.following import (
    DURATION_NAMES,
    STATUS_NAMES,
    OutcomeForm,
    badge_of,
    check_module,
    facts_of,
    keep_outcome,
    place_name,
)
from kapstok.web.projectleider import blueprint

PAGE_SIZE = 50
STAGES = {"open": Stage.OPEN, "onbekend": Stage.UNKNOWN, "afgerond": Stage.ENDED, "ingetrokken": Stage.WITHDRAWN}
STAGE_NAMES = {
    Stage.OPEN: _l("Lopend"),
    Stage.UNKNOWN: _l("Onbekend"),
    Stage.ENDED: _l("Afgerond"),
    Stage.WITHDRAWN: _l("Ingetrokken"),
}


@blueprint.get("/gevolgd")
def followed_referrals():
    check_module(g.project)
    now = clock.now()
    today, name = clock.local_date(now), request.args.get("stand", "open")
    name = name if name in STAGES else "open"
    counted = finding.overview(g.project, now)
    pages = max(math.ceil(counted.stages[STAGES[name]] / PAGE_SIZE), 1)
    page = min(max(request.args.get("pagina", 1, int), 1), pages)
    rows = finding.list_in_stage(g.project, STAGES[name], now, most=PAGE_SIZE, skip=(page - 1) * PAGE_SIZE)
    return render_template(
        "projectleider/following/list.html",
        counted=counted,
        any_at_all=bool(counted.stages),
        chosen=name,
        stages=[(key, STAGE_NAMES[stage], counted.stages[stage]) for key, stage in STAGES.items()],
        rows=[(row, place_name(row), badge_of(row, today)) for row in rows],
        page=page,
        pages=pages,
        reasons=_by_reason(counted),
        durations=_durations(counted),
        feedback=_told(counted),
    )


@blueprint.get("/gevolgd/<int:referral_id>")
def followed_referral(referral_id: int):
    row = _get(referral_id)
    return _page(row, OutcomeForm(row, formdata=None))


@blueprint.post("/gevolgd/<int:referral_id>")
def followed_referral_post(referral_id: int):
    row = _get(referral_id)
    form = OutcomeForm(row)
    if status := keep_outcome(form, row, clock.now(), f"user:{current_user.id}"):
        return _page(row, form), status
    flash(_("De uitkomst is bewaard."), "status")
    return redirect(url_for("projectleider.followed_referral", referral_id=referral_id))


@blueprint.get("/gevolgd.<any(xlsx, csv):kind>")
def export_followed(kind: str):
    """Every referral that was followed, with the codes that care systems know; who took it is written down first."""
    check_module(g.project)
    now = clock.now()
    sheet = _sheet([row for stage in Stage for row in finding.list_in_stage(g.project, stage, now)], now)
    audit.record_at_once("followed referrals exported", actor=f"user:{current_user.id}", project_id=g.project.id)
    if kind == "csv":
        content, mimetype = takeaway.as_csv(sheet.headings, sheet.rows), takeaway.CSV
    else:
        content, mimetype = takeaway.as_excel(sheet), takeaway.EXCEL
    disposition = f'attachment; filename="gevolgde-verwijzingen-{clock.local_date(now)}.{kind}"'
    return Response(content, mimetype=mimetype, headers={"Content-Disposition": disposition})


def _get(referral_id: int) -> Referral:
    check_module(g.project)
    return finding.get_referral(g.project, referral_id)


def _page(row: Referral, form: OutcomeForm) -> str:
    facts = facts_of(row, clock.local_date(clock.now()))
    return render_template("projectleider/following/show.html", row=row, form=form, facts=facts)


def _by_reason(counted: Overview) -> list[tuple[str, int, int, int, int]]:
    """(reason, open, unknown, ended, of which helped) in the order of the vocabulary; without a reason last."""
    terms = projects.terms(g.project, Vocabulary.REASON, archived=True)
    named = [*((term.id, term.name) for term in terms), (None, _("geen reden gekozen"))]
    rows = [
        (
            name,
            *(counted.reasons[key, stage] for stage in (Stage.OPEN, Stage.UNKNOWN, Stage.ENDED)),
            counted.helped[key],
        )
        for key, name in named
    ]
    return [row for row in rows if any(row[1:])]


def _durations(counted: Overview) -> list[tuple[str, str]]:
    rows = [(str(DURATION_NAMES[each]), filters.number(counted.durations[each])) for each in Duration]
    return [*rows, (_("niet bekend"), filters.number(counted.durations[None]))]


def _told(counted: Overview) -> str:
    """Terugkoppeling: of how many that ended the sender heard; a share only of ten or more that told."""
    yes, no = counted.feedback[True], counted.feedback[False]
    said = _("%(yes)s van de %(all)s", yes=filters.number(yes), all=filters.number(yes + no))
    part = share(yes, yes + no)
    return said if part is None else f"{said} ({filters.percent(part)})"


def _sheet(rows: list[Referral], now: dt.datetime) -> Sheet:
    """Codes keep the names that FHIR gives them; so do the columns that hold them."""
    today, yes, no = clock.local_date(now), _("ja"), _("nee")
    headings = (
        _("Kenmerk"),
        _("Maand"),
        _("Van"),
        _("Naar"),
        _("Aanbod"),
        _("Reden"),
        _("Stand"),
        _("Uitkomst"),
        _("Doorgestuurd naar"),
        _("Doorlooptijd"),
        _("Terugkoppeling"),
        "ServiceRequest.status",
        "Task.status",
        "Task.statusReason.text",
    )
    found = []
    for row in sorted(rows, key=lambda each: (each.month, each.reference)):
        stage, status = finding.stage_of(row, today), Status(row.status)
        found.append(
            (
                row.reference,
                f"{row.month:%Y-%m}",
                row.from_organisation.name,
                row.to_organisation.name,
                row.to_service.name if row.to_service else "",
                row.reason.name if row.reason else "",
                str(STAGE_NAMES[stage]),
                str(STATUS_NAMES[status]),
                row.forwarded_to.name if row.forwarded_to else "",
                str(DURATION_NAMES[Duration(row.duration)]) if row.duration else "",
                "" if row.feedback is None else yes if row.feedback else no,
                *codes(status, stage),
            )
        )
    return Sheet(_("Gevolgde verwijzingen"), headings, found)
