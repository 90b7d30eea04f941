"""The form of het verslag: notes, and a row for each decision or agreement."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    Form,
    FormField,
    HiddenField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional, ValidationError

from kapstok.meetings import minutes, plan_rules, service
from kapstok.meetings.minutes import Line
from kapstok.meetings.models import Agreement, Meeting
from kapstok.meetings.rules import AgreementKind
from kapstok.web import filters
from kapstok.web.fields import PersonField, RowsField, name_in, names_of, refusals_at
from kapstok.web.typed import about_no_client, in_lines, on_one_line

BLANK_ROWS = 2
MOST_LINES = 80
LONGEST_NOTES = 20_000  # characters
KINDS = {AgreementKind.ACTION: _l("Afspraak"), AgreementKind.DECISION: _l("Besluit")}


class AgreementRow(Form):
    """One decision or agreement. ``was_done``: the tick as it was shown, to tell one that was left alone."""

    kind = SelectField(_l("Soort"), choices=[SelectChoice(kind, words) for kind, words in KINDS.items()])
    text = StringField(_l("Wat"), [about_no_client, Length(max=500)], filters=[on_one_line])
    owner = PersonField(_l("Wie"), [Optional()], filters=[on_one_line])
    due_on = DateField(_l("Wanneer"), [Optional()])
    done = BooleanField(_l("Gedaan"))
    agreement_id = HiddenField()
    was_done = HiddenField()

    def validate_text(self, field) -> None:
        if not field.data and (self.owner.data or self.due_on.data):
            raise ValidationError(_("Vul in wat er is afgesproken, of maak de regel leeg."))


class MinutesForm(FlaskForm):
    notes = TextAreaField(_l("Verslag"), [Optional(), about_no_client, Length(max=LONGEST_NOTES)], filters=[in_lines])
    lines = RowsField(FormField(AgreementRow), _l("Besluiten en afspraken"), min_entries=1, max_entries=MOST_LINES)
    kept = SelectMultipleField(_l("Gedaan sinds de vorige keer"), [Optional()], coerce=int)

    def __init__(self, meeting: Meeting, earlier: Sequence[Agreement], **options):
        agreements = minutes.agreements_of(meeting)
        guests = [guest.person for guest in service.list_guests(meeting)]
        owners = [agreement.owner for agreement in agreements if agreement.owner not in (None, *guests)]
        self.people = names_of(dict.fromkeys([*guests, *owners]))
        blank = min(BLANK_ROWS, max(0, MOST_LINES - len(agreements)))
        rows = [_row(agreement, name_in(self.people, agreement.owner)) for agreement in agreements]
        super().__init__(notes=meeting.notes, lines=rows + [{}] * blank, **options)
        self.kept.choices = [SelectChoice(agreement.id, _in_one_line(agreement)) for agreement in earlier]
        self._known = {str(agreement.id): agreement for agreement in agreements}
        self.meeting = meeting
        self.name_owners()

    def name_owners(self) -> None:
        """Tell every row who can be named in it; again when rows were added."""
        for row in self.lines:
            row.form.owner.people = self.people

    def written(self) -> list[Line] | None:
        """The rows that say something; None with the errors at their fields."""
        if not self.validate():
            return None
        rows = [row.form for row in self.lines if row.form.text.data]
        for row in rows:
            known = self._known.get(row.agreement_id.data)
            if known is None or row.due_on.data != known.due_on:
                with refusals_at(row.due_on):
                    plan_rules.check_due(row.due_on.data, self.meeting.starts_at)
        return None if self.errors else [self._line(row) for row in rows]

    def _line(self, row: AgreementRow) -> Line:
        """A row whose agreement somebody else took away meanwhile is a new one; what its owner ticked off stays so."""
        known, done = self._known.get(row.agreement_id.data), row.done.data
        if known is not None and done == bool(row.was_done.data):
            done = known.done_at is not None
        return Line(
            row.text.data,
            AgreementKind(row.kind.data),
            row.owner.chosen,
            row.due_on.data,
            done,
            known and known.id,
        )


def _row(agreement: Agreement, owner: str) -> dict:
    same = {name: getattr(agreement, name) for name in ("kind", "text", "due_on")}
    done = agreement.done_at is not None
    return same | {"owner": owner, "done": done, "was_done": "y" if done else "", "agreement_id": str(agreement.id)}


def _in_one_line(agreement: Agreement) -> str:
    """What, who, when, and at which meeting."""
    parts = [agreement.text, agreement.owner.name if agreement.owner else ""]
    parts += [filters.day_short(agreement.due_on) if agreement.due_on else "", agreement.meeting.title]
    return " · ".join(part for part in parts if part)
