"""One bijeenkomst on somebody's own page: what and where, what goes with it, and afterwards what was agreed."""

from __future__ import annotations

from flask import Response, redirect, render_template, request, url_for

from kapstok import clock
from kapstok.errors import NotFound
from kapstok.extensions import db
from kapstok.meetings import afterwards, attendance, materials, minutes, opinions, own, rules
from kapstok.meetings.models import Invitation
from kapstok.meetings.rules import State
from kapstok.planner import showing
from kapstok.web import handouts
from kapstok.web.certificates import certificates
from kapstok.web.deelnemer import blueprint
from kapstok.web.deelnemer.person import read_person
from kapstok.web.deelnemer.rsvp import read_invitation
from kapstok.web.links import rsvp_link
from kapstok.web.pdfs import pdf_answer

TO_COME = (State.INVITED, State.RUNNING)


@blueprint.get("/d/<token>/bijeenkomsten/<int:meeting_id>")
def own_meeting(token: str, meeting_id: int):
    invitation, now = _read(token, meeting_id), clock.now()
    meeting = invitation.meeting
    state = rules.state(meeting, now, invited=True)
    present, told = attendance.is_present(invitation), state is State.OVER and afterwards.is_told(meeting)
    return render_template(
        "deelnemer/meeting.html",
        token=token,
        meeting=meeting,
        invitation=invitation,
        answer=rules.answer_of(invitation.partstat, invitation.waitlisted_at),
        answer_url=rsvp_link(invitation),
        state=state,
        State=State,
        present=present,
        rounds=showing.own_rounds(invitation) if state in TO_COME else [],
        materials=materials.shown_materials(meeting, now),
        notes=meeting.notes if told else "",
        agreements=minutes.agreements_of(meeting) if told else [],
        opinion=opinions.find_opinion(invitation) if present else None,
    )


@blueprint.get("/d/<token>/bijeenkomsten/<int:meeting_id>/materiaal/<int:material_id>")
def own_material(token: str, meeting_id: int, material_id: int) -> Response:
    meeting = _read(token, meeting_id).meeting
    material = materials.get_material(meeting, material_id)
    if not materials.is_shown(meeting, material, clock.now()):
        raise NotFound()
    return handouts.download(material)


@blueprint.get("/u/<token>/materiaal/<int:material_id>")
def rsvp_material(token: str, material_id: int) -> Response:
    """By the link in an invitation, which may have been forwarded: nothing that is for afterwards."""
    meeting = read_invitation(token).meeting
    material = materials.get_material(meeting, material_id)
    if material not in materials.shown_before(meeting):
        raise NotFound()
    return handouts.download(material)


@blueprint.get("/d/<token>/bijeenkomsten/<int:meeting_id>/bewijs.pdf")
def own_certificate(token: str, meeting_id: int) -> Response:
    """Bewijs van deelname, for who was there."""
    invitation = _read(token, meeting_id)
    if clock.now() < invitation.meeting.ends_at or not attendance.is_present(invitation):
        raise NotFound()
    return pdf_answer("certificate", certificates(invitation.meeting, [invitation.person]), "bewijs-van-deelname")


@blueprint.post("/d/<token>/afspraken/<int:agreement_id>")
def tick_agreement(token: str, agreement_id: int):
    """One's own agreement: done, or not after all. ``van``: the meeting on whose page the tick was."""
    person = read_person(token)
    agreement = minutes.get_agreement(person.project_id, agreement_id)
    if agreement.owner_id != person.id:
        raise NotFound()
    minutes.tick(agreement, request.form.get("gedaan") == "ja", clock.now())
    db.session.commit()
    if "van" in request.form:
        page = url_for("deelnemer.own_meeting", token=token, meeting_id=agreement.meeting_id, _anchor="afspraken")
        return redirect(page)
    return redirect(url_for("deelnemer.home", token=token, bewaard="afspraak"))


def _read(token: str, meeting_id: int) -> Invitation:
    return own.get_own(read_person(token), meeting_id)
