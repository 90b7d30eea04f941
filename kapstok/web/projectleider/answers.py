"""Tab Antwoorden of a bijeenkomst: who comes, who is missing, what helps them, and who has not answered yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from kapstok import clock
from kapstok.extensions import db
from kapstok.freetext import HoldsBirthDate, HoldsBsn
from kapstok.meetings import answering, invite_rules, inviting, reminding, rules, service
from kapstok.meetings.invite_rules import Quiet
from kapstok.meetings.models import Invitation
from kapstok.meetings.rules import ANSWERS, Answer, Need, Partstat, State, Via
from kapstok.web.links import stationery
from kapstok.web.projectleider import blueprint
from kapstok.web.projectleider.meeting_page import Overview, answer_of, overview, page
from kapstok.web.projectleider.meetings import actor, get_meeting
from kapstok.web.projectleider.meetings_forms import PhoneAnswerForm
from kapstok.web.projectleider.sending import mail_waits

NEEDS = {
    Need.RESPITE: _l("Vervangende zorg"),
    Need.TRANSPORT: _l("Vervoer"),
    Need.ONLINE: _l("Online meedoen"),
}


@blueprint.get("/bijeenkomsten/<int:meeting_id>/antwoorden")
def answers(meeting_id: int):
    seen, now = overview(get_meeting(meeting_id)), clock.now()
    order = list(Answer)
    plannable = seen.state in (State.DRAFT, State.INVITED)
    ahead = plannable or seen.state is State.RUNNING
    return page(
        "answers.html",
        seen,
        sectors=service.answers_by_sector(seen.guests),
        totals=Counter(answer_of(guest) for guest in seen.guests),
        in_order=sorted(seen.guests, key=lambda guest: (order.index(answer_of(guest)), guest.person.name.lower())),
        plannable=plannable,
        missing=inviting.missing_sectors(seen.meeting, seen.guests, seen.mails, now) if plannable else [],
        kept_free=answering.kept_free(seen.meeting) if plannable else [],
        next_turn=_next_turn(seen) if plannable else None,
        needs=_needs(seen.guests) if ahead else [],
        needs_notes=[guest for guest in seen.guests if guest.needs_note] if ahead else [],
        reminding=reminding.reminding(seen.guests, seen.mails, now) if plannable else None,
        remind_day=invite_rules.remind_day(seen.meeting.answer_by, seen.meeting.starts_at),
        today=clock.local_date(now),
        Quiet=Quiet,
        Via=Via,
    )


@blueprint.post("/bijeenkomsten/<int:meeting_id>/herinneren")
def remind(meeting_id: int):
    meeting = get_meeting(meeting_id)
    reminded = reminding.remind(meeting, stationery(), clock.now(), actor=actor())
    db.session.commit()
    flash(_reminded_in_words(len(reminded)), "status")
    return redirect(url_for("projectleider.answers", meeting_id=meeting.id))


@blueprint.post("/bijeenkomsten/<int:meeting_id>/vanzelf-herinneren")
def switch_auto_remind(meeting_id: int):
    meeting, on = get_meeting(meeting_id), request.form.get("on") == "ja"
    reminding.switch_auto(meeting, on, clock.now())
    db.session.commit()
    if on:
        flash(_("De herinnering gaat nu vanzelf naar wie nog niet antwoordde."), "status")
    else:
        flash(_("Er gaat geen herinnering meer vanzelf."), "status")
    return redirect(url_for("projectleider.answers", meeting_id=meeting.id))


@blueprint.get("/bijeenkomsten/<int:meeting_id>/antwoorden/<int:invitation_id>")
def phone_answer(meeting_id: int, invitation_id: int):
    invitation = service.get_guest(get_meeting(meeting_id), invitation_id)
    rules.check_open(invitation.meeting, clock.now())
    return _phone_page(invitation, PhoneAnswerForm(comment=invitation.comment))


@blueprint.post("/bijeenkomsten/<int:meeting_id>/antwoorden/<int:invitation_id>")
def phone_answer_post(meeting_id: int, invitation_id: int):
    invitation, form = service.get_guest(get_meeting(meeting_id), invitation_id), PhoneAnswerForm()
    given = request.form.get("answer")
    if given not in ANSWERS:
        flash(_("Kies ja, misschien of nee."), "alert")
    elif form.validate() and _keep_answer(invitation, Partstat(given), form):
        db.session.commit()
        flash(_answer_in_words(invitation), "status")
        return redirect(url_for("projectleider.answers", meeting_id=meeting_id))
    return _phone_page(invitation, form), 400


def _keep_answer(invitation: Invitation, choice: Partstat, form: PhoneAnswerForm) -> bool:
    try:
        answering.answer_invitation(
            invitation, choice, form.comment.data, clock.now(), Via.PHONE, stationery(), actor=actor()
        )
    except (HoldsBsn, HoldsBirthDate) as refusal:
        form.comment.errors = [refusal.text(_)]
        return False
    return True


def _next_turn(seen: Overview) -> tuple[int, int, int | None] | None:
    """(round, how many guests it has, how many of them can still come) of the later round to send now."""
    waiting = inviting.turns(seen.guests, seen.mails)
    mailed = [guest.turn for guest in seen.guests if guest.sent_sequence is not None]
    turn = invite_rules.next_turn(mailed, list(waiting))
    if turn is None:
        return None
    places = answering.places_of(seen.meeting)
    sectors = {guest.person.sector.id if guest.person.sector else None for guest in waiting[turn]}
    free = None if places.capacity is None else max(places.open_to(sector) or 0 for sector in sectors)
    return None if free == 0 else (turn, len(waiting[turn]), free)


def _needs(guests: Collection[Invitation]) -> list[tuple[str, list[Invitation]]]:
    """What helps guests to come, with who said so."""
    found = [(str(words), [guest for guest in guests if need in guest.needs]) for need, words in NEEDS.items()]
    return [(words, named) for words, named in found if named]


def _phone_page(invitation: Invitation, form: PhoneAnswerForm) -> str:
    return render_template(
        "projectleider/meetings/phone.html",
        invitation=invitation,
        meeting=invitation.meeting,
        form=form,
        full=answering.is_full_for(invitation),
        Partstat=Partstat,
    )


def _reminded_in_words(count: int) -> str:
    if mail_waits():
        return ngettext(
            "De herinnering is klaargezet voor één gast. Zij vertrekt zodra er een mailserver is ingesteld.",
            "De herinnering is klaargezet voor %(num)d gasten. Zij vertrekt zodra er een mailserver is ingesteld.",
            count,
        )
    return ngettext(
        "De herinnering is klaargezet voor één gast. Zij vertrekt binnen een minuut.",
        "De herinnering is klaargezet voor %(num)d gasten. De eerste vertrekken binnen een minuut.",
        count,
    )


def _answer_in_words(invitation: Invitation) -> str:
    name = invitation.person.name
    place = answering.place_in_line(invitation)
    if place is not None:
        return _("De bijeenkomst is vol. %(name)s staat op plaats %(place)s van de wachtlijst.", name=name, place=place)
    return _("Het antwoord van %(name)s is bewaard.", name=name)
