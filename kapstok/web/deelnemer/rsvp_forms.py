"""What a guest fills in on the page of an invitation. The forms carry the link's own token: see ``guards``."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf, InputRequired, Length, Optional

from kapstok.meetings import rules
from kapstok.meetings.models import Invitation
from kapstok.meetings.rules import ANSWERS, LONGEST_COMMENT, LONGEST_NOTE, Need
from kapstok.web.typed import about_no_client, in_lines

NEEDS = {
    Need.RESPITE: _l("Vervangende zorg: iemand neemt het van mij over"),
    Need.TRANSPORT: _l("Vervoer"),
    Need.ONLINE: _l("Online meedoen"),
}


class AnswerForm(FlaskForm):
    class Meta:
        csrf = False

    answer = StringField(
        _l("Uw antwoord"),
        [InputRequired(_l("Kies ja, misschien of nee.")), AnyOf(ANSWERS, _l("Kies ja, misschien of nee."))],
    )
    comment = TextAreaField(
        _l("Opmerking"),
        [Optional(), Length(max=LONGEST_COMMENT, message=_l("Maak uw opmerking korter: hooguit 500 tekens."))],
        filters=[in_lines],
    )


class NeedsForm(FlaskForm):
    class Meta:
        csrf = False

    needs = SelectMultipleField(_l("Dit helpt mij"))
    needs_note = TextAreaField(
        _l("Iets anders, of een toelichting"),
        [
            Optional(),
            Length(max=LONGEST_NOTE, message=_l("Maak uw toelichting korter: hooguit 300 tekens.")),
            about_no_client,
        ],
        filters=[in_lines],
    )

    def __init__(self, invitation: Invitation, **options):
        super().__init__(**options)
        offered = rules.needs_on_offer(online=bool(invitation.meeting.online_url))
        self.needs.choices = [SelectChoice(need.value, str(NEEDS[need])) for need in offered]


def needs_form(invitation: Invitation) -> NeedsForm:
    """The form, empty: an invitation gets forwarded, and what helps somebody may tell that they are a mantelzorger."""
    return NeedsForm(invitation, formdata=None)
