"""The forms of a bijeenkomst: the shape of what is typed. What may be, ``meetings/rules.py`` says."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlsplit

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    EmailField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
    URLField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Email, InputRequired, Length, Optional, ValidationError

from kapstok import clock
from kapstok.errors import Refused
from kapstok.meetings import rules
from kapstok.meetings.models import Meeting
from kapstok.meetings.rules import LONGEST_COMMENT
from kapstok.meetings.service import Plan
from kapstok.projects import service as projects
from kapstok.projects.models import Project, Term
from kapstok.projects.rules import Vocabulary
from kapstok.web.typed import in_lines, on_one_line, within


class MeetingForm(FlaskForm):
    title = StringField(
        _l("Titel"),
        [DataRequired(_l("Geef de bijeenkomst een titel.")), Length(max=160)],
        filters=[on_one_line],
    )
    date = DateField(_l("Datum"), [InputRequired(_l("Kies een datum."))])
    start = TimeField(_l("Begint om"), [InputRequired(_l("Vul in hoe laat de bijeenkomst begint."))])
    end = TimeField(_l("Eindigt om"), [InputRequired(_l("Vul in hoe laat de bijeenkomst eindigt."))])
    place = StringField(_l("Plaats"), [Optional(), Length(max=300)], filters=[on_one_line])
    online_url = URLField(_l("Link om online mee te doen"), [Optional(), Length(max=500)], filters=[on_one_line])
    themes = SelectMultipleField(_l("Thema’s"), [Optional()], coerce=int)
    programme = TextAreaField(_l("Programma"), [Optional(), Length(max=4000)], filters=[in_lines])
    capacity = IntegerField(
        _l("Aantal plaatsen"),
        [Optional(), within(1, 5000, _l("Vul een aantal in van 1 tot en met 5.000, of laat het leeg."))],
    )

    def __init__(self, project: Project, *args, **fields):
        super().__init__(*args, **fields)
        self._terms: list[Term] = projects.terms(project, Vocabulary.THEME, archived=True)
        kept = set(self.themes.data or ())
        self.themes.choices = [
            SelectChoice(theme.id, theme.name) for theme in self._terms if theme.archived_at is None or theme.id in kept
        ]

    @classmethod
    def of(cls, meeting: Meeting, **options) -> MeetingForm:
        """The form filled in with a meeting as it is; ``formdata=None`` leaves out what was typed."""
        starts_at, ends_at = clock.local(meeting.starts_at), clock.local(meeting.ends_at)
        return cls(
            meeting.project,
            title=meeting.title,
            date=starts_at.date(),
            start=starts_at.time(),
            end=ends_at.time(),
            place=meeting.place,
            online_url=meeting.online_url,
            themes=[theme.id for theme in meeting.themes],
            programme=meeting.programme,
            capacity=meeting.capacity,
            **options,
        )

    def validate_online_url(self, field) -> None:
        try:
            parts = urlsplit(field.data)
        except ValueError:
            parts = urlsplit("")
        if parts.scheme not in ("http", "https") or not parts.netloc:
            raise ValidationError(_("Een link begint met https://."))

    def plan(self, now: dt.datetime) -> Plan | None:
        """What was filled in, or None with the errors at their fields."""
        if not self.validate():
            return None
        try:
            starts_at, ends_at = rules.meeting_times(self.date.data, self.start.data, self.end.data, now)
        except Refused as refusal:
            self._field_of(refusal).errors = [refusal.text(_)]
            return None
        return Plan(
            title=self.title.data,
            starts_at=starts_at,
            ends_at=ends_at,
            place=self.place.data,
            online_url=self.online_url.data,
            programme=self.programme.data,
            capacity=self.capacity.data,
            themes=[theme for theme in self._terms if theme.id in (self.themes.data or ())],
        )

    def _field_of(self, refusal: Refused):
        match refusal:
            case rules.InThePast() | rules.TooFarAhead():
                return self.date
            case rules.EndsBeforeStart():
                return self.end
            case _:  # an hour that the clock skips or repeats
                return self.start


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
