"""No more reminders about one meeting: by hand, or by the button of a mail program (RFC 8058)."""

from __future__ import annotations

from flask import redirect, render_template, url_for

from kapstok.extensions import db
from kapstok.meetings import reminding
from kapstok.web.deelnemer import blueprint
from kapstok.web.deelnemer.rsvp import read_invitation
from kapstok.web.guards import one_click


@blueprint.get("/u/<token>/geen-herinnering")
def stop_reminders(token: str):
    invitation = read_invitation(token)
    return render_template(
        "deelnemer/stop_reminders.html", invitation=invitation, meeting=invitation.meeting, token=token
    )


@blueprint.post("/u/<token>/geen-herinnering")
@one_click
def stop_reminders_post(token: str):
    invitation = read_invitation(token)
    reminding.stop(invitation, actor=f"person:{invitation.person_id}")
    db.session.commit()
    return redirect(url_for("deelnemer.stop_reminders", token=token))
