"""Tabs Uitnodigen and Antwoorden of a bijeenkomst: who is on the list, what was sent, what came back."""

from __future__ import annotations

from collections import Counter

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from kapstok import clock
from kapstok.extensions import db
from kapstok.freetext import HoldsBirthDate, HoldsBsn
from kapstok.meetings import answering, inviting, rules, service
from kapstok.meetings.models import Invitation, Meeting
from kapstok.meetings.rules import ANSWERS, Answer, Partstat, Via
from kapstok.projects import service as projects
from kapstok.projects.rules import Vocabulary
from kapstok.register.models import Organisation, Person
from kapstok.web.links import stationery
from kapstok.web.projectleider import blueprint
from kapstok.web.projectleider.meeting_page import answer_of, overview, page
from kapstok.web.projectleider.meetings import actor, get_meeting
from kapstok.web.projectleider.meetings_forms import PhoneAnswerForm
from kapstok.web.projectleider.sending import mail_waits

MOST_SHOWN = 300  # people to tick on one page; searching finds the others


@blueprint.get("/bijeenkomsten/<int:meeting_id>")
def meeting(meeting_id: int):
    return page("invite.html", overview(get_meeting(meeting_id)))


@blueprint.get("/bijeenkomsten/<int:meeting_id>/gasten")
def choose_guests(meeting_id: int):
    meeting = get_meeting(meeting_id)
    rules.check_open(meeting, clock.now())
    return _choose_page(meeting, request.args.get("zoek", "").strip()[:100])


@blueprint.post("/bijeenkomsten/<int:meeting_id>/gasten")
def choose_guests_post(meeting_id: int):
    meeting = get_meeting(meeting_id)
    added = inviting.invite(
        meeting,
        clock.now(),
        people=request.form.getlist("person", int),
        organisations=request.form.getlist("organisation", int),
        sectors=request.form.getlist("sector", int),
    )
    if not added:
        flash(_("U hebt niemand gekozen. Kies een sector, een organisatie of mensen."), "alert")
        return _choose_page(meeting, ""), 400
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


@blueprint.post("/bijeenkomsten/<int:meeting_id>/gasten/<int:invitation_id>/weg")
def take_off_list(meeting_id: int, invitation_id: int):
    invitation = _get_guest(meeting_id, invitation_id)
    name = invitation.person.name
    inviting.take_off_list(invitation)
    db.session.commit()
    flash(_("%(name)s staat niet meer op de lijst.", name=name), "status")
    return redirect(url_for("projectleider.meeting", meeting_id=meeting_id))


@blueprint.get("/bijeenkomsten/<int:meeting_id>/versturen")
def send_invitations(meeting_id: int):
    meeting = get_meeting(meeting_id)
    rules.check_open(meeting, clock.now())
    return render_template(
        "projectleider/meetings/send.html", meeting=meeting, seen=overview(meeting), mail_waits=mail_waits()
    )


@blueprint.post("/bijeenkomsten/<int:meeting_id>/versturen")
def send_invitations_post(meeting_id: int):
    meeting = get_meeting(meeting_id)
    sent = inviting.send_invitations(meeting, stationery(), clock.now(), actor=actor())
    db.session.commit()
    flash(_sent_in_words(len(sent.queued)), "status")
    if sent.bad_address:
        names = ", ".join(guest.person.name for guest in sent.bad_address)
        flash(_("Niet verstuurd, want het mailadres klopt niet: %(names)s.", names=names), "alert")
    return redirect(url_for("projectleider.meeting", meeting_id=meeting.id))


@blueprint.get("/bijeenkomsten/<int:meeting_id>/antwoorden")
def answers(meeting_id: int):
    seen = overview(get_meeting(meeting_id))
    order = list(Answer)
    return page(
        "answers.html",
        seen,
        sectors=service.answers_by_sector(seen.guests),
        totals=Counter(answer_of(guest) for guest in seen.guests),
        in_order=sorted(seen.guests, key=lambda guest: (order.index(answer_of(guest)), guest.person.name.lower())),
        Via=Via,
    )


@blueprint.get("/bijeenkomsten/<int:meeting_id>/antwoorden/<int:invitation_id>")
def phone_answer(meeting_id: int, invitation_id: int):
    invitation = _get_guest(meeting_id, invitation_id)
    rules.check_open(invitation.meeting, clock.now())
    return _phone_page(invitation, PhoneAnswerForm(comment=invitation.comment))


@blueprint.post("/bijeenkomsten/<int:meeting_id>/antwoorden/<int:invitation_id>")
def phone_answer_post(meeting_id: int, invitation_id: int):
    invitation, form = _get_guest(meeting_id, invitation_id), PhoneAnswerForm()
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


def _get_guest(meeting_id: int, invitation_id: int) -> Invitation:
    return service.get_guest(get_meeting(meeting_id), invitation_id)


def _choose_page(meeting: Meeting, search: str) -> str:
    found = inviting.candidates(meeting, search)
    people = found[:MOST_SHOWN]
    organisations: dict[Organisation | None, list[Person]] = {}
    for person in people:
        organisations.setdefault(person.organisation, []).append(person)
    by_name = sorted(organisations.items(), key=lambda row: (row[0] is None, row[0].name.lower() if row[0] else ""))
    sizes: dict[int, int] = {}
    for person in found:
        if person.sector is not None:
            sizes[person.sector.id] = sizes.get(person.sector.id, 0) + 1
    sectors = projects.terms(g.project, Vocabulary.SECTOR, archived=True)
    return render_template(
        "projectleider/meetings/choose.html",
        meeting=meeting,
        search=search,
        organisations=by_name,
        sectors=[(sector, sizes[sector.id]) for sector in sectors if sector.id in sizes],
        left_out=len(found) - len(people),
    )


def _phone_page(invitation: Invitation, form: PhoneAnswerForm) -> str:
    return render_template(
        "projectleider/meetings/phone.html",
        invitation=invitation,
        meeting=invitation.meeting,
        form=form,
        full=answering.is_full_for(invitation),
        Partstat=Partstat,
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


def _answer_in_words(invitation: Invitation) -> str:
    name = invitation.person.name
    place = answering.place_in_line(invitation)
    if place is not None:
        return _("De bijeenkomst is vol. %(name)s staat op plaats %(place)s van de wachtlijst.", name=name, place=place)
    return _("Het antwoord van %(name)s is bewaard.", name=name)
