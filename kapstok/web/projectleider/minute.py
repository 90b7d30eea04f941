"""The Kapstok-minuut of this month: who gets the mail, how it looks, and sending it once."""

from __future__ import annotations

from collections.abc import Iterable

from flask import current_app, flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from kapstok import clock
from kapstok.errors import Refused
from kapstok.extensions import db
from kapstok.mail.letter import as_html
from kapstok.progress.minute import service
from kapstok.progress.minute.rules import Asked, Part
from kapstok.web.headers import mail_in_frame
from kapstok.web.links import stationery
from kapstok.web.projectleider import blueprint
from kapstok.web.projectleider.meetings import actor
from kapstok.web.projectleider.sending import asked_in_words


@blueprint.get("/maand/minuut")
def minute():
    return _page()


@blueprint.post("/maand/minuut")
def minute_post():
    try:
        sent = service.send(g.project, stationery(), clock.now(), user=current_user, actor=actor())
    except Refused as refusal:
        db.session.rollback()
        return _page(refusal.text(_)), refusal.status
    db.session.commit()
    flash(asked_in_words(sent.mailed), "status")
    return redirect(url_for("projectleider.minute"))


@blueprint.get("/maand/minuut/mail")
def minute_mail():
    """The mail to somebody made up, for the frame on the page: with all that is asked of anybody now."""
    _round, open_ = service.prepare(g.project, clock.now())
    page = f"{current_app.config['BASE_URL']}/d/voorbeeld/minuut"
    asked = _of_everybody(open_.values()) or {Asked(Part.CARD)}
    return mail_in_frame(as_html(service.write(_("Sanne Voorbeeld"), "nl", page, g.project, asked, stationery()), "nl"))


def _of_everybody(open_: Iterable[Iterable[Asked]]) -> set[Asked]:
    return {each for asked in open_ for each in asked}


def _page(refused: str = "") -> str:
    now = clock.now()
    round_, _open = service.prepare(g.project, now)
    sent = service.find_round(g.project, clock.month_of(clock.local_date(now)))
    return render_template(
        "projectleider/counting/minute.html",
        round=round_,
        later=round_.later_this_month(now) if sent is None else None,
        sent=sent,
        sender=service.sender_name(sent) if sent else "",
        refused=refused,
    )
