"""Tab Uitnodigen of a bijeenkomst: who is on the list, what was sent, and how far it is on its way."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from kapstok import clock
from kapstok.extensions import db
from kapstok.meetings import inviting, rules, service
from kapstok.meetings.invite_rules import TURNS
from kapstok.meetings.models import Invitation, Meeting
from kapstok.meetings.rules import State
from kapstok.web.links import stationery
from kapstok.web.projectleider import blueprint
from kapstok.web.projectleider.choosing import chosen, offer
from kapstok.web.projectleider.meeting_page import overview, page
from kapstok.web.projectleider.meetings import actor, get_meeting
from kapstok.web.projectleider.sending import mail_waits
from kapstok.web.typed import row_id

WORTH_WATCHING = 50  # mails; fewer have left before somebody reads a page about them


@blueprint.get("/bijeenkomsten/<int:meeting_id>")
def meeting(meeting_id: int):
    seen, now = overview(get_meeting(meeting_id)), clock.now()
    plannable = seen.state in (State.DRAFT, State.INVITED)
    unsent = seen.unsent
    return page(
        "invite.html",
        seen,
        plannable=plannable,
        unsent=unsent,
        turns=TURNS if request.args.get("rondes") or any(guest.turn > 1 for guest in unsent) else (),
        missing=inviting.missing_sectors(seen.meeting, seen.guests, seen.mails, now) if plannable else [],
        progress=inviting.progress(seen.mails),
    )


@blueprint.get("/bijeenkomsten/<int:meeting_id>/gasten")
def choose_guests(meeting_id: int):
    meeting = get_meeting(meeting_id)
    rules.check_open(meeting, clock.now())
    return _choose_page(meeting, request.args.get("zoek", "").strip()[:100], request.args.get("sector", None, row_id))


@blueprint.post("/bijeenkomsten/<int:meeting_id>/gasten")
def choose_guests_post(meeting_id: int):
    meeting = get_meeting(meeting_id)
    turn = request.form.get("turn", 1, int)
    added = inviting.invite(meeting, clock.now(), turn=turn, **vars(chosen()))
    if not added:
        flash(_("U hebt niemand gekozen. Kies een sector, een organisatie of mensen."), "alert")
        return _choose_page(meeting), 400
    db.session.commit()
    flash(
        ngettext(
            "Eén gast staat nu op de lijst. U verstuurt nog niets.",
            "%(num)d gasten staan nu op de lijst. U verstuurt nog niets.",
            len(added),
        ),
        "status",
    )
    return redirect(url_for("projectleider.meeting", meeting_id=meeting.id))


@blueprint.post("/bijeenkomsten/<int:meeting_id>/gasten/<int:invitation_id>/ronde")
def move_to_turn(meeting_id: int, invitation_id: int):
    invitation = _get_guest(meeting_id, invitation_id)
    inviting.move_to_turn(invitation, request.form.get("turn", 0, int))
    db.session.commit()
    return redirect(
        url_for("projectleider.meeting", meeting_id=meeting_id, rondes="ja", _anchor=f"gast-{invitation_id}")
    )


@blueprint.post("/bijeenkomsten/<int:meeting_id>/gasten/<int:invitation_id>/weg")
def take_off_list(meeting_id: int, invitation_id: int):
    invitation = _get_guest(meeting_id, invitation_id)
    name = invitation.person.name
    inviting.take_off_list(invitation)
    db.session.commit()
    flash(_("%(name)s staat niet meer op de lijst.", name=name), "status")
    return redirect(url_for("projectleider.meeting", meeting_id=meeting_id))


@blueprint.get("/bijeenkomsten/<int:meeting_id>/gasten/<int:invitation_id>/intrekken")
def withdraw_invitation(meeting_id: int, invitation_id: int):
    invitation = _get_guest(meeting_id, invitation_id)
    rules.check_open(invitation.meeting, clock.now())
    return render_template("projectleider/meetings/withdraw.html", invitation=invitation, meeting=invitation.meeting)


@blueprint.post("/bijeenkomsten/<int:meeting_id>/gasten/<int:invitation_id>/intrekken")
def withdraw_invitation_post(meeting_id: int, invitation_id: int):
    invitation = _get_guest(meeting_id, invitation_id)
    name = invitation.person.name
    told = inviting.withdraw(invitation, stationery(), clock.now(), actor=actor())
    db.session.commit()
    if told:
        flash(_("De uitnodiging van %(name)s is ingetrokken. %(name)s krijgt bericht.", name=name), "status")
    else:
        flash(
            _("De uitnodiging van %(name)s is ingetrokken. Er is nog geen mail naar %(name)s gegaan.", name=name),
            "status",
        )
    return redirect(url_for("projectleider.meeting", meeting_id=meeting_id))


@blueprint.get("/bijeenkomsten/<int:meeting_id>/versturen")
def send_invitations(meeting_id: int):
    meeting = get_meeting(meeting_id)
    rules.check_open(meeting, clock.now())
    seen = overview(meeting)
    return render_template(
        "projectleider/meetings/send.html",
        meeting=meeting,
        seen=seen,
        turns=inviting.turns(seen.guests, seen.mails),
        mail_waits=mail_waits(),
    )


@blueprint.post("/bijeenkomsten/<int:meeting_id>/versturen")
def send_invitations_post(meeting_id: int):
    meeting = get_meeting(meeting_id)
    turn = request.form.get("turn", None, int)  # none: everybody
    sent = inviting.send_invitations(meeting, stationery(), clock.now(), actor=actor(), turn=turn)
    db.session.commit()
    flash(_sent_in_words(len(sent.queued)), "status")
    if sent.bad_address:
        names = ", ".join(guest.person.name for guest in sent.bad_address)
        flash(_("Niet verstuurd, want het mailadres klopt niet: %(names)s.", names=names), "alert")
    watched = len(sent.queued) > WORTH_WATCHING and not mail_waits()
    return redirect(url_for("projectleider.sending" if watched else "projectleider.meeting", meeting_id=meeting.id))


@blueprint.get("/bijeenkomsten/<int:meeting_id>/onderweg")
def sending(meeting_id: int):
    """How far the mail is; the page comes back by itself until all of it has left."""
    meeting = get_meeting(meeting_id)
    progress = inviting.progress(inviting.mail_states(service.list_guests(meeting)))
    return render_template(
        "projectleider/meetings/progress.html", meeting=meeting, progress=progress, mail_waits=mail_waits()
    )


def _get_guest(meeting_id: int, invitation_id: int) -> Invitation:
    return service.get_guest(get_meeting(meeting_id), invitation_id)


def _choose_page(meeting: Meeting, search: str = "", sector_id: int | None = None) -> str:
    return render_template(
        "projectleider/meetings/choose.html",
        meeting=meeting,
        offered=offer(inviting.candidates(meeting, search), search, sector_id),
        turns=TURNS,
    )


def _sent_in_words(count: int) -> str:
    if not count:
        return _("Er was niemand meer om uit te nodigen.")
    if mail_waits():
        return ngettext(
            "De uitnodiging is klaargezet voor één gast. Zij vertrekt zodra er een mailserver is ingesteld.",
            "De uitnodiging is klaargezet voor %(num)d gasten. Zij vertrekt zodra er een mailserver is ingesteld.",
            count,
        )
    return ngettext(
        "De uitnodiging is klaargezet voor één gast. Zij vertrekt binnen een minuut.",
        "De uitnodiging is klaargezet voor %(num)d gasten. De eerste vertrekken binnen een minuut.",
        count,
    )
