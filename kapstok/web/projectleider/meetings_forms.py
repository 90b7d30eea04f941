"""The forms of a bijeenkomst: the shape of what is typed. What may be, ``meetings/rules.py`` says."""

from __future__ import annotations

import datetime as dt

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    Form,
    FormField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import DataRequired, Email, InputRequired, Length, Optional, ValidationError

from kapstok import clock
from kapstok.meetings import copying, plan_rules, rules
from kapstok.meetings.copying import Times
from kapstok.meetings.models import Meeting
from kapstok.meetings.rules import LONGEST_COMMENT
from kapstok.web.fields import RowsField, refusals_at
from kapstok.web.typed import in_lines, on_one_line


class CancelForm(FlaskForm):
    reason = TextAreaField(_l("Reden, voor in de mail"), [Optional(), Length(max=LONGEST_COMMENT)], filters=[in_lines])


class CopyForm(FlaskForm):
    date = DateField(_l("Datum"), [InputRequired(_l("Kies een datum."))])
    start = TimeField(_l("Begint om"), [InputRequired(_l("Vul in hoe laat de bijeenkomst begint."))])
    end = TimeField(_l("Eindigt om"), [InputRequired(_l("Vul in hoe laat de bijeenkomst eindigt."))])
    with_guests = BooleanField(_l("Zet dezelfde gasten op de lijst"))


class DayRow(Form):
    date = DateField(_l("Datum"), [Optional()])


class SeriesForm(FlaskForm):
    days = RowsField(FormField(DayRow), _l("Data"), min_entries=1, max_entries=plan_rules.MOST_TOGETHER)
    with_guests = BooleanField(_l("Zet dezelfde gasten op elke lijst"))

    def times(self, meeting: Meeting, now: dt.datetime) -> list[Times] | None:
        """Start and end of each day, at the hours of ``meeting``; None with the errors at their rows."""
        if not self.validate():
            return None
        start, end = (clock.local(moment).time() for moment in (meeting.starts_at, meeting.ends_at))
        rows = [row.form.date for row in self.days if row.form.date.data]
        days, planned, found = [row.data for row in rows], copying.planned_days(meeting), []
        for place, row in enumerate(rows):
            with refusals_at(row):
                plan_rules.check_new_day(row.data, days[:place], planned)
                found.append(rules.meeting_times(row.data, start, end, now))
        if not rows:
            self.days[0].form.date.errors = [_("Kies ten minste één datum.")]
        return None if self.errors else found


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
