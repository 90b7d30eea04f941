"""A participant's own data: see all of it, take it away, or withdraw."""

from __future__ import annotations

from flask import current_app, g, render_template, request

from kapstok import clock
from kapstok.accounts import audit
from kapstok.extensions import db
from kapstok.meetings.answering import fill_places
from kapstok.privacy import tombstones
from kapstok.privacy.erasure import erase
from kapstok.privacy.rules import Reason
from kapstok.web import own_data
from kapstok.web.deelnemer import blueprint
from kapstok.web.deelnemer.person import read_anybody
from kapstok.web.links import stationery


@blueprint.get("/d/<token>/gegevens/alles")
def own_data_page(token: str):
    person, now = read_anybody(token), clock.now()
    return render_template(
        "deelnemer/privacy/all.html",
        person=person,
        token=token,
        intro=own_data.intro(g.project, now),
        parts=own_data.parts(person),
    )


@blueprint.get("/d/<token>/gegevens/alles.<any(json, pdf):kind>")
def own_data_file(token: str, kind: str):
    person = read_anybody(token)
    subject = f"person:{person.id}"
    audit.record_at_once("inzage taken", actor=subject, project_id=person.project_id, subject=subject)
    return own_data.download(g.project, person, kind, clock.now())


@blueprint.get("/d/<token>/terugtrekken")
def withdraw(token: str):
    return render_template("deelnemer/privacy/withdraw.html", person=read_anybody(token), token=token, unsure=False)


@blueprint.post("/d/<token>/terugtrekken")
def withdraw_post(token: str):
    """The last page is the answer itself: afterwards no link leads to one."""
    person, now = read_anybody(token), clock.now()
    if "sure" not in request.form:
        return render_template("deelnemer/privacy/withdraw.html", person=person, token=token, unsure=True), 400
    for meeting in erase(person, now, actor=f"person:{person.id}", reason=Reason.WITHDRAWN):
        fill_places(meeting, stationery(), now)
    db.session.commit()
    tombstones.write_down(current_app.config["TOMBSTONES"], now)
    db.session.commit()
    return render_template("deelnemer/privacy/gone.html")
