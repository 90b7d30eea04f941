"""What an attendee thought of a bijeenkomst: two questions and a remark, after the question whom they know."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional

from kapstok import clock
from kapstok.errors import Refused
from kapstok.extensions import db
from kapstok.meetings import attendance, opinions, own
from kapstok.meetings.models import Invitation
from kapstok.meetings.opinion_rules import LONGEST_REMARK, NotThere, check_in_time
from kapstok.meetings.rules import MeetingCancelled
from kapstok.web.deelnemer import blueprint
from kapstok.web.deelnemer.person import read_person
from kapstok.web.typed import about_no_client, in_lines

NOT_APPLICABLE = "nvt"
CHOICES = (
    SelectChoice("1", _l("Helemaal niet")),
    SelectChoice("2", _l("Niet zo")),
    SelectChoice("3", _l("Een beetje")),
    SelectChoice("4", _l("Wel")),
    SelectChoice("5", _l("Heel erg")),
    SelectChoice(NOT_APPLICABLE, _l("Niet van toepassing")),
)


class OpinionForm(FlaskForm):
    class Meta:
        csrf = False  # the form carries the link's own token: see guards.check_form_token

    useful = RadioField(_l("Ik had iets aan deze bijeenkomst"), [Optional()], choices=CHOICES)
    able = RadioField(_l("Ik weet nu beter bij wie ik terechtkan"), [Optional()], choices=CHOICES)
    remark = TextAreaField(
        _l("Wat kan beter, of wat moet blijven?"),
        [
            Optional(),
            Length(max=LONGEST_REMARK, message=_l("Maak uw opmerking korter: hooguit 500 tekens.")),
            about_no_client,
        ],
        filters=[in_lines],
    )


@blueprint.get("/d/<token>/bijeenkomsten/<int:meeting_id>/mening")
def opinion(token: str, meeting_id: int):
    invitation = _read(token, meeting_id)
    found = opinions.find_opinion(invitation)
    if found is None:
        form = OpinionForm(formdata=None)
    else:
        form = OpinionForm(None, useful=_choice(found.useful), able=_choice(found.able), remark=found.remark)
    return _page(invitation, form, token)


@blueprint.post("/d/<token>/bijeenkomsten/<int:meeting_id>/mening")
def opinion_post(token: str, meeting_id: int):
    invitation, form = _read(token, meeting_id), OpinionForm()
    if form.validate():
        try:
            opinions.record_opinion(
                invitation,
                _value(form.useful.data),
                _value(form.able.data),
                form.remark.data,
                clock.now(),
                answered=bool(form.useful.data or form.able.data),
            )
        except Refused as refusal:
            form.form_errors.append(refusal.text(_))
        else:
            db.session.commit()
            return redirect(url_for("deelnemer.home", token=token, bewaard="mening"))
    return _page(invitation, form, token), 400


def _read(token: str, meeting_id: int) -> Invitation:
    """The invitation of somebody who was there; who was not is told so."""
    invitation = own.get_own(read_person(token), meeting_id)
    if invitation.meeting.cancelled_at is not None:
        raise MeetingCancelled()
    if not attendance.is_present(invitation):
        raise NotThere()
    check_in_time(invitation.meeting.ends_at, clock.now())
    return invitation


def _choice(value: int | None) -> str:
    return NOT_APPLICABLE if value is None else str(value)


def _value(choice: str | None) -> int | None:
    return None if choice in (None, "", NOT_APPLICABLE) else int(choice)


def _page(invitation: Invitation, form: OpinionForm, token: str) -> str:
    return render_template(
        "deelnemer/opinion.html",
        meeting=invitation.meeting,
        form=form,
        token=token,
        thanks=request.args.get("bewaard") == "lijnen",
    )
