"""The link in a mail about one referral: say what became of it. It opens nothing else, and needs no account."""

from __future__ import annotations

from flask import current_app, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import refresh
from sqlalchemy import select

from kapstok import clock, signing
from kapstok.errors import NotFound, Refused
from kapstok.extensions import db
from kapstok.language import LANGUAGES
from kapstok.projects.models import Project
from kapstok.referrals.following import letters
from kapstok.referrals.following import service as verbs
from kapstok.referrals.following.rules import BY_LINK, Status
from kapstok.referrals.models import Referral
from kapstok.signing import LinkInvalid, Purpose
from kapstok.web.deelnemer import blueprint
from kapstok.web.following import OutcomeForm, check_module, facts_of, keep_outcome
from kapstok.web.links import referral_link, stationery


@blueprint.get("/v/<token>")
def referral_door(token: str):
    row = _read_referral(token)
    return _page(row, OutcomeForm(row, formdata=None), token)


@blueprint.post("/v/<token>")
def referral_door_post(token: str):
    row = _read_referral(token)
    form = OutcomeForm(row)
    if status := keep_outcome(form, row, clock.now(), BY_LINK):
        return _page(row, form, token), status
    return redirect(url_for("deelnemer.referral_door", token=token, bewaard="ja"))


@blueprint.post("/v/<token>/verder")
def follow_further(token: str):
    """Who forwarded it may have the next step followed too: a referral of its own, from their organisation."""
    row, now = _read_referral(token), clock.now()
    if not _can_follow_further(row):
        raise NotFound()
    try:
        further = verbs.follow_next(g.project, row, now)
        letters.tell_receiver(further, g.project, stationery(), referral_link, now)
    except Refused as refusal:
        db.session.rollback()
        form = OutcomeForm(row, formdata=None)
        form.form_errors.append(refusal.text(_))
        return _page(row, form, token), refusal.status
    db.session.commit()
    return redirect(url_for("deelnemer.referral_door", token=token))


def _read_referral(token: str) -> Referral:
    """The referral of a link; the page speaks the language of the reader's phone. ``LinkInvalid``, ``NotFound``."""
    referral_id, version = signing.read(current_app.config["SECRET_KEY"], Purpose.REFERRAL, token)
    query = select(Referral).join(Project).where(Referral.id == referral_id, Project.archived_at.is_(None))
    row = db.session.scalar(query.execution_options(across_projects="the link says which referral"))
    if row is None or row.link_version != version:
        raise LinkInvalid()
    g.project = db.session.get_one(Project, row.project_id)
    g.language = request.accept_languages.best_match(LANGUAGES, LANGUAGES[0])
    refresh()
    check_module(g.project)
    return row


def _can_follow_further(row: Referral) -> bool:
    """Forwarded, to an organisation that still takes part."""
    there = row.forwarded_to is not None and row.forwarded_to.archived_at is None
    return row.withdrawn_at is None and row.status == Status.FORWARDED and there


def _page(row: Referral, form: OutcomeForm, token: str) -> str:
    return render_template(
        "deelnemer/following/door.html",
        row=row,
        form=form,
        token=token,
        facts=facts_of(row, clock.local_date(clock.now())),
        can_say=row.withdrawn_at is None,
        further=verbs.find_next(g.project, row),
        can_follow_further=_can_follow_further(row),
    )
