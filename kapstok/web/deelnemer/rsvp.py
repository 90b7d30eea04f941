"""Answer one invitation by the link in the mail. Scanners follow links, so only a POST of a person writes anything."""

from __future__ import annotations

from flask import Response, current_app, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField
from wtforms.validators import AnyOf, InputRequired, Length, Optional

from kapstok import clock, signing
from kapstok.errors import Refused
from kapstok.extensions import db
from kapstok.freetext import HoldsBirthDate, HoldsBsn
from kapstok.meetings import answering, ical, inviting, letters, materials
from kapstok.meetings.models import Invitation
from kapstok.meetings.rules import ANSWERS, IN_LINKS, LONGEST_COMMENT, MeetingCancelled, Partstat, State, Via, state
from kapstok.signing import LinkInvalid, Purpose
from kapstok.web.arrival import arrival_of
from kapstok.web.deelnemer import blueprint
from kapstok.web.deelnemer.person import check_takes_part, welcome
from kapstok.web.links import stationery
from kapstok.web.typed import in_lines


class AnswerForm(FlaskForm):
    class Meta:
        csrf = False  # the form carries the link's own token: see guards.check_form_token

    answer = StringField(
        _l("Uw antwoord"),
        [InputRequired(_l("Kies ja, misschien of nee.")), AnyOf(ANSWERS, _l("Kies ja, misschien of nee."))],
    )
    comment = TextAreaField(
        _l("Opmerking"),
        [Optional(), Length(max=LONGEST_COMMENT, message=_l("Maak uw opmerking korter: hooguit 500 tekens."))],
        filters=[in_lines],
    )


@blueprint.get("/u/<token>")
def rsvp(token: str):
    invitation = read_invitation(token)
    form = AnswerForm(formdata=None, comment=invitation.comment)
    return _page(invitation, token, form, chosen=IN_LINKS.get(request.args.get("antwoord", "")))


@blueprint.post("/u/<token>")
def rsvp_post(token: str):
    form = AnswerForm()  # first of all: from the first query on, everybody else waits for this answer
    invitation = read_invitation(token)
    if form.validate():
        try:
            answering.answer_invitation(
                invitation,
                Partstat(form.answer.data),
                form.comment.data,
                clock.now(),
                Via.LINK,
                stationery(),
                actor=f"person:{invitation.person_id}",
            )
        except (HoldsBsn, HoldsBirthDate) as refusal:
            form.comment.errors = [refusal.text(_)]
        except Refused:  # cancelled or begun meanwhile: the page itself says so
            db.session.rollback()
            return redirect(url_for("deelnemer.rsvp", token=token))
        else:
            db.session.commit()
            return redirect(url_for("deelnemer.rsvp", token=token, bewaard="ja"))
    chosen = Partstat(form.answer.data) if form.answer.data in ANSWERS else None
    return _page(invitation, token, form, chosen=chosen), 400


@blueprint.get("/u/<token>/bijeenkomst.ics")
def rsvp_calendar(token: str):
    """The meeting for calendars that were not invited by mail."""
    invitation = read_invitation(token)
    if invitation.meeting.cancelled_at is not None:
        raise MeetingCancelled()
    content = ical.serialise(ical.publish(_for_calendar(invitation), clock.now()))
    answer = Response(content, content_type="text/calendar; charset=utf-8; method=PUBLISH")
    answer.headers["Content-Disposition"] = 'attachment; filename="bijeenkomst.ics"'
    return answer


def read_invitation(token: str) -> Invitation:
    """The invitation a link is for, or ``LinkInvalid``; the page speaks the guest's language from here on."""
    invitation_id, version = signing.read(current_app.config["SECRET_KEY"], Purpose.RSVP, token)
    invitation = answering.find_invitation(int(invitation_id), int(version))
    if invitation is None:
        raise LinkInvalid()
    welcome(invitation.person)
    check_takes_part(invitation.person)
    return invitation


def _page(invitation: Invitation, token: str, form: AnswerForm, *, chosen: Partstat | None) -> str:
    meeting = invitation.meeting
    found = state(meeting, clock.now(), invited=True)
    may_answer = found is State.INVITED
    given = Partstat(invitation.partstat)
    return render_template(
        "deelnemer/rsvp.html",
        invitation=invitation,
        meeting=meeting,
        token=token,
        form=form,
        state=found,
        State=State,
        Partstat=Partstat,
        given=given,
        chosen=chosen if may_answer and chosen is not given else None,
        thanks=may_answer and request.args.get("bewaard") == "ja" and given is not Partstat.NEEDS_ACTION,
        changed_since=may_answer and _changed_since_answer(invitation),
        place=answering.place_in_line(invitation),
        materials=materials.shown_before(meeting),
        arrival=arrival_of(invitation, token, clock.now()),
        full=may_answer and answering.is_full_for(invitation),
        add_links=ical.add_links(_for_calendar(invitation)) if may_answer and given is not Partstat.DECLINED else None,
    )


def _for_calendar(invitation: Invitation) -> ical.CalendarMeeting:
    tools = stationery()
    with tools.speaking(invitation.person.language) as words:
        return letters.calendar_meeting(invitation, tools, words)


def _changed_since_answer(invitation: Invitation) -> bool:
    """Whether an update went out after this guest answered."""
    newest = inviting.mail_states([invitation]).get(invitation.id)
    answered_at = invitation.answered_at
    return (
        newest is not None and newest.kind == "update" and answered_at is not None and newest.created_at > answered_at
    )
