"""The forms of a bijeenkomst: the shape of what is typed. What may be, ``meetings/rules.py`` says."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    EmailField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Email, Length, Optional, ValidationError

from kapstok.meetings.rules import LONGEST_COMMENT
from kapstok.web.typed import in_lines, on_one_line


class CancelForm(FlaskForm):
    reason = TextAreaField(_l("Reden, voor in de mail"), [Optional(), Length(max=LONGEST_COMMENT)], filters=[in_lines])


class PhoneAnswerForm(FlaskForm):
    comment = TextAreaField(_l("Opmerking"), [Optional(), Length(max=LONGEST_COMMENT)], filters=[in_lines])


class WalkInForm(FlaskForm):
    """Somebody new, on the spot: a name and where they work are enough."""

    name = StringField(_l("Naam"), [DataRequired(_l("Vul een naam in.")), Length(max=120)], filters=[on_one_line])
    organisation_id = SelectField(_l("Organisatie"), [Optional()], coerce=int)
    sector_id = SelectField(_l("Sector"), [Optional()], coerce=int)
    email = EmailField(
        _l("E-mailadres"),
        [Optional(), Email(_l("Dit is geen geldig e-mailadres.")), Length(max=254)],
        filters=[on_one_line],
    )

    def validate_sector_id(self, field) -> None:
        if not self.organisation_id.data and not field.data:
            raise ValidationError(_("Kies een organisatie, of een sector voor wie bij geen organisatie hoort."))
