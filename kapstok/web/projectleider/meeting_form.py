"""The form of a bijeenkomst: the shape of what is typed. What may be, ``meetings/rules.py`` and ``plan_rules`` say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from urllib.parse import urlsplit

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    Field,
    Form,
    FormField,
    HiddenField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
    URLField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from kapstok import clock
from kapstok.errors import Refused
from kapstok.meetings import plan_rules, rules
from kapstok.meetings.models import Meeting, ProgrammeItem
from kapstok.meetings.service import Item, Plan
from kapstok.projects import service as projects
from kapstok.projects.models import Project, Term
from kapstok.projects.rules import Module, Vocabulary
from kapstok.register import service as register
from kapstok.register.models import Person
from kapstok.web.fields import ClockField, PersonField, RowsField, WholeNumberField, name_in, names_of, refusals_at
from kapstok.web.typed import about_no_client, in_lines, on_one_line, within

BLANK_ROWS = 3
MOST_PLACES = 5000


class ItemRow(Form):
    """One line of the programme. ``seen``: the time as it was shown, to tell a time that was left alone."""

    time = ClockField(_l("Tijd"), [Optional()])
    title = StringField(_l("Wat"), [about_no_client, Length(max=200)], filters=[on_one_line])
    speaker = StringField(_l("Wie"), [Optional(), about_no_client, Length(max=160)], filters=[on_one_line])
    seen = HiddenField()

    def validate_title(self, field) -> None:
        if not field.data and (self.time.data or self.speaker.data):
            raise ValidationError(_("Vul in wat er dan gebeurt, of maak de regel leeg."))


class MeetingForm(FlaskForm):
    """What every project asks of a meeting; made by ``meeting_form``, which adds the places held per sector."""

    title = StringField(
        _l("Titel"),
        [DataRequired(_l("Geef de bijeenkomst een titel.")), about_no_client, Length(max=160)],
        filters=[on_one_line],
    )
    date = DateField(_l("Datum"), [InputRequired(_l("Kies een datum."))])
    start = TimeField(_l("Begint om"), [InputRequired(_l("Vul in hoe laat de bijeenkomst begint."))])
    end = TimeField(_l("Eindigt om"), [InputRequired(_l("Vul in hoe laat de bijeenkomst eindigt."))])
    place = StringField(_l("Plaats"), [Optional(), about_no_client, Length(max=300)], filters=[on_one_line])
    themes = SelectMultipleField(_l("Thema’s"), [Optional()], coerce=int)
    programme = TextAreaField(
        _l("Programma in een paar woorden"), [Optional(), about_no_client, Length(max=4000)], filters=[in_lines]
    )
    items = RowsField(
        FormField(ItemRow), _l("Programmapunten"), max_entries=plan_rules.MOST_ITEMS, default=lambda: [{}] * BLANK_ROWS
    )
    seen_start = HiddenField()  # the start as it was shown beside the times of the programme
    route = TextAreaField(_l("Route en parkeren"), [Optional(), about_no_client, Length(max=1000)], filters=[in_lines])
    accessibility = TextAreaField(
        _l("Toegankelijkheid"), [Optional(), about_no_client, Length(max=500)], filters=[in_lines]
    )
    online_url = URLField(_l("Link om online mee te doen"), [Optional(), Length(max=500)], filters=[on_one_line])
    capacity = WholeNumberField(
        _l("Aantal plaatsen"),
        [Optional(), within(1, MOST_PLACES, _l("Vul een aantal in van 1 tot en met 5.000, of laat het leeg."))],
    )
    answer_by = DateField(_l("Antwoord uiterlijk"), [Optional()])
    words = TextAreaField(
        _l("Eigen woorden in de uitnodiging"), [Optional(), about_no_client, Length(max=2000)], filters=[in_lines]
    )
    host = PersonField(_l("Gastheer of gastvrouw"), [Optional()], filters=[on_one_line])
    method_id = SelectField(_l("Werkvorm"), [Optional()], coerce=int)
    is_public = BooleanField(_l("Toon deze bijeenkomst in de openbare agenda"))

    project: Project
    meeting: Meeting | None = None
    sectors: tuple[Term, ...] = ()  # for which places can be held

    def __init__(self, people: Mapping[str, Person], **options):
        super().__init__(**options)
        self._offer_terms()
        self.host.people = people
        if not projects.has_module(self.project, Module.AGENDA):
            del self.is_public

    @property
    def held_names(self) -> list[str]:
        return [f"held_{sector.id}" for sector in self.sectors]

    @property
    def held(self) -> list[WholeNumberField]:
        """The fields of the places held, one for each sector."""
        return [self[name] for name in self.held_names]

    def says(self, *names: str) -> bool:
        """Whether something is filled in, or wrong, in one of these fields: that part of the page stands open."""
        return any(_says(self[name]) for name in names if name in self)

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
        times = times_of(self, now)
        if times is None:
            return None
        starts_at, ends_at = times
        reserved = {sector.id: field.data for sector, field in zip(self.sectors, self.held, strict=True) if field.data}
        items = self._items(starts_at, ends_at)
        known = self.meeting.answer_by if self.meeting else None
        with refusals_at(self.capacity):
            plan_rules.check_places(self.capacity.data, reserved)
        with refusals_at(self.answer_by):
            plan_rules.check_answer_by(self.answer_by.data, starts_at, now, known=known)
        if self.errors:
            return None
        return Plan(
            title=self.title.data,
            starts_at=starts_at,
            ends_at=ends_at,
            place=self.place.data,
            route=self.route.data,
            accessibility=self.accessibility.data,
            online_url=self.online_url.data,
            programme=self.programme.data,
            items=items,
            themes=[theme for theme in self._themes if theme.id in (self.themes.data or ())],
            method=next((method for method in self._methods if method.id == self.method_id.data), None),
            host=self.host.chosen,
            capacity=self.capacity.data,
            reserved=reserved,
            answer_by=self.answer_by.data,
            words=self.words.data,
            is_public=self._is_public(),
        )

    def _items(self, starts_at: dt.datetime, ends_at: dt.datetime) -> list[Item]:
        """The lines of the programme; a time outside the meeting is an error at its row."""
        found, seen_start = [], _clock_time(self.seen_start.data)
        for row in self.items:
            line, after = row.form, None
            if not line.title.data:
                continue
            if line.time.data is not None:
                seen = _clock_time(line.seen.data)
                after = plan_rules.minutes_after(line.time.data, self.start.data, seen=seen, seen_start=seen_start)
                with refusals_at(line.time):
                    plan_rules.check_items(starts_at, ends_at, [after])
            found.append(Item(line.title.data, after, line.speaker.data))
        return found

    def _is_public(self) -> bool:
        """While the agenda is switched off nobody is asked, and nothing changes."""
        if "is_public" in self:
            return self.is_public.data
        return self.meeting is not None and self.meeting.is_public

    def _offer_terms(self) -> None:
        """The words of the project; one that was retired only where it already stands."""
        self._themes = projects.terms(self.project, Vocabulary.THEME, archived=True)
        self._methods = projects.terms(self.project, Vocabulary.METHOD, archived=True)
        themes, method = set(self.themes.data or ()), self.method_id.data
        self.themes.choices = [
            SelectChoice(term.id, term.name) for term in self._themes if not term.archived_at or term.id in themes
        ]
        offered = [term for term in self._methods if not term.archived_at or term.id == method]
        self.method_id.choices = [
            SelectChoice(0, _("– niet ingevuld –")),
            *(SelectChoice(term.id, term.name) for term in offered),
        ]


def times_of(form: FlaskForm, now: dt.datetime) -> tuple[dt.datetime, dt.datetime] | None:
    """Start and end in UTC of a form with a date, a start and an end; None with the error at its field."""
    try:
        return rules.meeting_times(form.date.data, form.start.data, form.end.data, now)
    except (rules.InThePast, rules.TooFarAhead) as refusal:
        form.date.errors = [refusal.text(_)]
    except rules.EndsBeforeStart as refusal:
        form.end.errors = [refusal.text(_)]
    except Refused as refusal:  # an hour that the clock skips or repeats
        form.start.errors = [refusal.text(_)]
    return None


def meeting_form(project: Project, meeting: Meeting | None = None, **options) -> MeetingForm:
    """The form for a new meeting, or for one that is there; ``formdata=None`` leaves out what was typed."""
    sectors = projects.terms(project, Vocabulary.SECTOR, archived=True)
    held = {row.sector_id: row.places for row in meeting.reserved} if meeting else {}
    sectors = [sector for sector in sectors if sector.archived_at is None or sector.id in held]
    fields = {f"held_{sector.id}": _held_field(sector) for sector in sectors}
    made = type("ProjectMeetingForm", (MeetingForm,), fields)
    made.project, made.meeting, made.sectors = project, meeting, tuple(sectors)
    people = _possible_hosts(project, meeting)
    if meeting:
        options |= _filled_in(meeting) | {f"held_{key}": places for key, places in held.items()}
        options["host"] = name_in(people, meeting.host)
    return made(people, **options)


def _possible_hosts(project: Project, meeting: Meeting | None) -> dict[str, Person]:
    """Who takes part, and who is the host already."""
    people = register.list_people(project)
    host = meeting and meeting.host
    return names_of([*people, host] if host and host not in people else people)


def _held_field(sector: Term) -> WholeNumberField:
    checks = [Optional(), within(0, MOST_PLACES, _l("Vul een aantal in tot en met 5.000, of laat het leeg."))]
    return WholeNumberField(sector.name, checks)


def _filled_in(meeting: Meeting) -> dict:
    """The fields of the form as the meeting is."""
    starts_at, ends_at = clock.local(meeting.starts_at), clock.local(meeting.ends_at)
    same = ("title", "place", "route", "accessibility", "online_url", "programme", "capacity", "answer_by", "words")
    return {name: getattr(meeting, name) for name in (*same, "is_public")} | {
        "date": starts_at.date(),
        "start": starts_at.time(),
        "end": ends_at.time(),
        "seen_start": f"{starts_at:%H.%M}",
        "themes": [theme.id for theme in meeting.themes],
        "method_id": meeting.method_id or 0,
        "items": [_row(item) for item in meeting.items] + [{}] * min(BLANK_ROWS, _room(meeting)),
    }


def _row(item: ProgrammeItem) -> dict:
    time = clock.local(item.starts_at).time() if item.starts_at else None
    return {"time": time, "title": item.title, "speaker": item.speaker, "seen": f"{time:%H.%M}" if time else ""}


def _room(meeting: Meeting) -> int:
    return max(0, plan_rules.MOST_ITEMS - len(meeting.items))


def _clock_time(text: str | None) -> dt.time | None:
    """A time that a page wrote down beside what it showed; None for anything else."""
    try:
        return dt.datetime.strptime(text or "", "%H.%M").time()
    except ValueError:
        return None


def _says(field: Field) -> bool:
    rows = field.data if isinstance(field, RowsField) else [{"": field.data}]
    return bool(field.errors) or any(any(row.values()) for row in rows)
