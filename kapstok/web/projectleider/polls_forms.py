"""The forms of picking a date: the shape of what is typed. What may be, ``meetings/polls/rules.py`` says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, Form, FormField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from kapstok import clock
from kapstok.errors import Refused
from kapstok.meetings import rules
from kapstok.meetings.models import DatePoll
from kapstok.meetings.polls import rules as poll_rules
from kapstok.meetings.polls.rules import MOST_OPTIONS, Moment, TooFewDates, TooManyDates
from kapstok.meetings.polls.service import PollPlan
from kapstok.meetings.rules import LONGEST_COMMENT
from kapstok.web.fields import ClockField, RowsField
from kapstok.web.typed import about_no_client, in_lines, on_one_line

FEW_ROWS = 3  # empty ones to begin with, and each time more are asked for


class AboutForm(FlaskForm):
    """What a poll is about, and until when people can answer."""

    title = StringField(
        _l("Waarvoor zoekt u een datum?"),
        [DataRequired(_l("Geef de bijeenkomst een titel.")), Length(max=160), about_no_client],
        filters=[on_one_line],
    )
    place = StringField(_l("Plaats"), [Optional(), Length(max=300), about_no_client], filters=[on_one_line])
    answer_by = DateField(
        _l("Laatste dag om te antwoorden"), [InputRequired(_l("Kies tot en met welke dag mensen kunnen antwoorden."))]
    )
    words = TextAreaField(
        _l("Eigen woorden in de mail"), [Optional(), Length(max=2000), about_no_client], filters=[in_lines]
    )

    @classmethod
    def of(cls, poll: DatePoll, **options) -> AboutForm:
        """The form filled in with a poll as it is; ``formdata=None`` leaves out what was typed."""
        day = clock.local_date(poll.answer_by)
        return cls(title=poll.title, place=poll.place, answer_by=day, words=poll.words, **options)

    def plan(self, first: dt.datetime, now: dt.datetime) -> PollPlan | None:
        """What was filled in, or None with the errors at their fields. ``first``: the start of the earliest date."""
        if not self.validate():
            return None
        try:
            answer_by = poll_rules.deadline(self.answer_by.data, first, now)
        except Refused as refusal:
            self.answer_by.errors = [refusal.text(_)]
            return None
        return PollPlan(self.title.data, answer_by, self.words.data, self.place.data)


class DateRow(Form):
    """One candidate date."""

    date = DateField(_l("Datum"), [Optional()])
    start = ClockField(_l("Van"), [Optional()])
    end = ClockField(_l("Tot"), [Optional()])

    @property
    def is_blank(self) -> bool:
        return not any("".join(field.raw_data or ()).strip() for field in self)

    def lacks(self, start: dt.time | None, end: dt.time | None) -> bool:
        """Whether something is missing; its field says so."""
        for field, value, sentence in (
            (self.date, self.date.data, _("Kies een datum.")),
            (self.start, start, _("Vul in hoe laat het begint.")),
            (self.end, end, _("Vul in hoe laat het eindigt.")),
        ):
            if value is None:
                field.errors = [sentence]
        return bool(self.errors)

    def mark(self, refusal: Refused) -> None:
        """Say at the right field why this date is refused."""
        match refusal:
            case rules.EndsBeforeStart():
                if not self.start.data and not self.end.data:
                    return  # said at the row that these times come from
                field = self.end
            case clock.SkippedHour() | clock.DoubleHour():
                field = self.start
            case _:
                field = self.date
        field.errors = [refusal.text(_)]


class DatesForm(FlaskForm):
    """Candidate dates, one in a row; rows left blank do not count."""

    dates = RowsField(FormField(DateRow), max_entries=MOST_OPTIONS)

    def __init__(self, *args, **fields):
        super().__init__(*args, **fields)
        if not self.dates.entries:
            self.dates.add_blank(FEW_ROWS)

    def moments(
        self, now: dt.datetime, existing: Collection[Moment] = (), deadline: dt.datetime | None = None
    ) -> list[Moment] | None:
        """The dates in UTC, or None with the errors at their rows. A row without times has those of the row above it.

        ``existing`` and ``deadline``: of the poll to which they are added.
        """
        if not self.validate():
            return None
        found = self._read(now, existing, deadline)
        if not self._is_marked() and len(existing) + len(found) < poll_rules.FEWEST_OPTIONS:
            self._first_blank().mark(TooFewDates())
        elif not self._is_marked() and not found:
            self._first_blank().lacks(None, None)
        elif len(existing) + len(found) > MOST_OPTIONS:
            self._last_filled().mark(TooManyDates())
        return None if self._is_marked() else found

    def _read(self, now: dt.datetime, existing: Collection[Moment], deadline: dt.datetime | None) -> list[Moment]:
        found: list[Moment] = []
        start, end = None, None
        for row in (entry.form for entry in self.dates if not entry.form.is_blank):
            start, end = row.start.data or start, row.end.data or end
            if row.lacks(start, end):
                continue
            try:
                moment = rules.meeting_times(row.date.data, start, end, now)
                poll_rules.check_new(moment, [*existing, *found])
                if deadline is not None:
                    poll_rules.check_after_deadline(moment[0], deadline)
            except Refused as refusal:
                row.mark(refusal)
            else:
                found.append(moment)
        return found

    def _is_marked(self) -> bool:
        """Whether a row is wrong; the list then counts as wrong too."""
        self.dates.errors = [entry.errors for entry in self.dates if entry.errors]
        return bool(self.dates.errors)

    def _last_filled(self) -> DateRow:
        return [entry.form for entry in self.dates if not entry.form.is_blank][-1]

    def _first_blank(self) -> DateRow:
        """A row to say something at that is no date's fault."""
        if not any(entry.form.is_blank for entry in self.dates):
            self.dates.add_blank(1)
        return next(entry.form for entry in self.dates if entry.form.is_blank)


class NewPollForm(AboutForm, DatesForm):
    """A new poll, in one page."""


class AnswerNoteForm(FlaskForm):
    comment = TextAreaField(
        _l("Opmerking"), [Optional(), Length(max=LONGEST_COMMENT), about_no_client], filters=[in_lines]
    )


class ReasonForm(FlaskForm):
    reason = TextAreaField(
        _l("Reden, voor in de mail"), [Optional(), Length(max=LONGEST_COMMENT), about_no_client], filters=[in_lines]
    )


class ChooseForm(FlaskForm):
    words = TextAreaField(
        _l("Eigen woorden in de uitnodiging"), [Optional(), Length(max=2000), about_no_client], filters=[in_lines]
    )
