"""Coming in by one's own invitation. The link may have been forwarded, so nothing of the guest's card shows here."""

from __future__ import annotations

from contextlib import suppress

from flask import redirect, render_template, request, url_for

from kapstok import clock
from kapstok.accounts import audit
from kapstok.extensions import db, limiter
from kapstok.mail.rules import BadAddress
from kapstok.meetings import attendance, letters
from kapstok.meetings.rules import CheckedIn
from kapstok.web.arrival import arrival_of
from kapstok.web.deelnemer import blueprint
from kapstok.web.deelnemer.rsvp import read_invitation
from kapstok.web.links import stationery

ERRAND = "gegevens"  # the page of one's own data


def _link() -> str:
    return "binnen:" + request.view_args["token"]


@blueprint.get("/u/<token>/aanwezig")
def check_in(token: str):
    invitation = read_invitation(token)
    arrival = arrival_of(invitation, token, clock.now())
    if arrival is None:
        return redirect(url_for("deelnemer.rsvp", token=token))
    return render_template(
        "deelnemer/checkin.html",
        meeting=invitation.meeting,
        person=invitation.person,
        token=token,
        arrival=arrival,
        mailed="gemaild" in request.args,
    )


@blueprint.post("/u/<token>/aanwezig")
def check_in_post(token: str):
    invitation = read_invitation(token)
    attendance.check_in(invitation, clock.now(), CheckedIn.SELF)
    db.session.commit()
    return redirect(url_for("deelnemer.check_in", token=token))


@blueprint.post("/u/<token>/gegevens")
@limiter.limit("3 per hour", key_func=_link)
def mail_own_data(token: str):
    """The link to one's own page goes to one's own address, whoever holds the invitation."""
    invitation = read_invitation(token)
    person = invitation.person
    audit.record("personal link asked", actor=f"person:{person.id}", project_id=person.project_id)
    if person.email:
        with suppress(BadAddress):
            letters.queue_personal_link(person, invitation.meeting.project, stationery(), clock.now(), ERRAND)
    db.session.commit()
    return redirect(url_for("deelnemer.check_in", token=token, gemaild="ja"))
