"""A name that is typed at the door: on the visitor's own phone, or by the host for who came unannounced."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from kapstok import clock
from kapstok.extensions import db
from kapstok.freetext import HoldsBirthDate, HoldsBsn
from kapstok.meetings import door
from kapstok.meetings.models import Meeting
from kapstok.meetings.rules import CheckedIn
from kapstok.web.typed import on_one_line


class ArrivalForm(FlaskForm):
    class Meta:
        csrf = False  # the form carries the link's own token: see guards.check_form_token

    name = StringField(
        _l("Naam"),
        [DataRequired(_l("Vul een naam in.")), Length(max=120, message=_l("Maak deze naam korter."))],
        filters=[on_one_line],
    )
    organisation = StringField(
        _l("Organisatie"),
        [Optional(), Length(max=160, message=_l("Maak deze naam korter."))],
        filters=[on_one_line],
    )
    key = HiddenField(validators=[InputRequired(), Length(max=36)], filters=[on_one_line])


def add_name(form: ArrivalForm, meeting: Meeting, via: CheckedIn) -> bool:
    """Keep what was typed and commit; False when the form says what is wrong with it."""
    if not form.validate():
        return False
    try:
        door.arrive(meeting, form.name.data, form.organisation.data, form.key.data, clock.now(), via=via)
    except (HoldsBsn, HoldsBirthDate) as refusal:
        form.name.errors = [refusal.text(_)]
        return False
    db.session.commit()
    return True
