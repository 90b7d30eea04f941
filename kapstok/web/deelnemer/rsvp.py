"""Answer one invitation by the link in the mail. Scanners follow links, so only a POST of a person writes anything."""

from __future__ import annotations

from flask import Response, current_app, redirect, render_template, request, url_for
from flask_babel import gettext as _

from kapstok import clock, signing
from kapstok.errors import Refused
from kapstok.extensions import db
from kapstok.freetext import HoldsBirthDate, HoldsBsn
from kapstok.meetings import answering, at_once, ical, inviting, letters, materials, needs
from kapstok.meetings.models import Invitation
from kapstok.meetings.rules import (
    ANSWERS,
    IN_LINKS,
    MeetingCancelled,
    MeetingOver,
    MeetingStarted,
    Need,
    Partstat,
    State,
    Via,
    state,
)
from kapstok.signing import LinkInvalid, Purpose
from kapstok.web.arrival import arrival_of
from kapstok.web.deelnemer import blueprint
from kapstok.web.deelnemer.person import check_takes_part, welcome
from kapstok.web.deelnemer.rsvp_forms import AnswerForm, NeedsForm, needs_form
from kapstok.web.links import stationery

CLOSED = (MeetingCancelled, MeetingStarted, MeetingOver)


@blueprint.get("/u/<token>")
def rsvp(token: str):
    invitation = read_invitation(token)
    chosen = IN_LINKS.get(request.args.get("antwoord", ""))
    return _page(invitation, token, _answer_form(invitation), needs_form(invitation), chosen=chosen)


@blueprint.post("/u/<token>")
def rsvp_post(token: str):
    form, refused = AnswerForm(), None  # first of all: from the first query on, everybody else waits for this answer
    if form.validate():
        try:
            _keep_answer(token, Partstat(form.answer.data), form.comment.data)
        except (HoldsBsn, HoldsBirthDate) as refusal:
            refused = refusal
        except CLOSED:  # meanwhile: the page itself says so
            db.session.rollback()
            return redirect(url_for("deelnemer.rsvp", token=token))
        else:
            db.session.commit()
            return redirect(url_for("deelnemer.rsvp", token=token, bewaard="ja"))
    invitation = read_invitation(token)
    if refused is not None:
        form.comment.errors = [refused.text(_)]
    chosen = Partstat(form.answer.data) if form.answer.data in ANSWERS else None
    return _page(invitation, token, form, needs_form(invitation), chosen=chosen), 400


def _keep_answer(token: str, choice: Partstat, comment: str) -> None:
    """Most answers take the short way; who needs a place, or opens a page that says no, takes the long one."""
    now = clock.now()
    if at_once.answer_at_once(*_read_link(token), choice, comment, now):
        return
    invitation = read_invitation(token)
    actor = f"person:{invitation.person_id}"
    answering.answer_invitation(invitation, choice, comment, now, Via.LINK, stationery(), actor=actor)


@blueprint.post("/u/<token>/wat-helpt")
def rsvp_needs(token: str):
    """What helps this guest to come: asked of who said yes or perhaps, read by the projectleider only."""
    invitation = read_invitation(token)
    form = NeedsForm(invitation)
    if not form.validate():
        return _page(invitation, token, _answer_form(invitation), form, chosen=None), 400
    wanted = [Need(need) for need in form.needs.data or ()]
    try:
        needs.record_needs(
            invitation, wanted, form.needs_note.data, clock.now(), actor=f"person:{invitation.person_id}"
        )
    except Refused:  # another answer, or too late: the page itself says so
        db.session.rollback()
        return redirect(url_for("deelnemer.rsvp", token=token))
    db.session.commit()
    return redirect(url_for("deelnemer.rsvp", token=token, bewaard="wat-helpt"))


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
    invitation = answering.find_invitation(*_read_link(token))
    if invitation is None:
        raise LinkInvalid()
    welcome(invitation.person)
    check_takes_part(invitation.person)
    return invitation


def _read_link(token: str) -> tuple[int, int]:
    """The invitation that a link names, and its version. Raises ``LinkInvalid``."""
    invitation_id, version = signing.read(current_app.config["SECRET_KEY"], Purpose.RSVP, token)
    return int(invitation_id), int(version)


def _answer_form(invitation: Invitation) -> AnswerForm:
    return AnswerForm(formdata=None, comment=invitation.comment)


def _page(invitation: Invitation, token: str, form: AnswerForm, helps: NeedsForm, *, chosen: Partstat | None) -> str:
    meeting, now = invitation.meeting, clock.now()
    found = state(meeting, now, invited=True)
    may_answer = found is State.INVITED
    given, held = Partstat(invitation.partstat), invitation.confirm_by if may_answer else None
    if held:  # the one thing to do is to confirm; what was said before is no answer to that
        given, chosen = Partstat.NEEDS_ACTION, chosen or Partstat.ACCEPTED
    answered = given is not Partstat.NEEDS_ACTION
    saved = request.args.get("bewaard") if may_answer and answered else None
    return render_template(
        "deelnemer/rsvp.html",
        invitation=invitation,
        meeting=meeting,
        token=token,
        form=form,
        helps=helps,
        asks_needs=may_answer and given in (Partstat.ACCEPTED, Partstat.TENTATIVE),
        needs_known=bool(invitation.needs or invitation.needs_note),
        state=found,
        State=State,
        Partstat=Partstat,
        given=given,
        held=held,
        held_on=held is not None and held > now,
        answered=answered,
        chosen=chosen if may_answer and chosen is not given else None,
        saved=saved,
        changed_since=may_answer and _changed_since_answer(invitation),
        place=answering.place_in_line(invitation),
        materials=materials.shown_before(meeting),
        arrival=arrival_of(invitation, token, now),
        lottery=letters.has_lottery(meeting),
        full=may_answer and given is not Partstat.ACCEPTED and not held and answering.is_full_for(invitation),
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
