"""The questions of a date poll as a form: one for each date. For who answers, and for who notes it by phone."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from markupsafe import Markup
from wtforms import Field, RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional

from kapstok.meetings.models import PollGuest
from kapstok.meetings.polls.answers import choices_of
from kapstok.meetings.rules import LONGEST_COMMENT, Choice
from kapstok.web import filters
from kapstok.web.typed import about_no_client, in_lines

LABELS = {Choice.YES: _l("Ja"), Choice.IF_NEED_BE: _l("Als het moet"), Choice.NO: _l("Nee")}
_CHOICES = [SelectChoice(choice.value, label) for choice, label in LABELS.items()]


class DatesAnswerForm(FlaskForm):
    """Made by ``answer_form``, which adds a field for each date."""

    comment = TextAreaField(
        _l("Opmerking"),
        [
            Optional(),
            Length(max=LONGEST_COMMENT, message=_l("Maak uw opmerking korter: hooguit 500 tekens.")),
            about_no_client,
        ],
        filters=[in_lines],
    )

    @property
    def questions(self) -> list[Field]:
        """The fields of the dates, the earliest first."""
        return [field for field in self if isinstance(field, RadioField)]

    def choices(self, *, others: Choice | None = None) -> dict[int, Choice] | None:
        """What was said, by option id; None with the errors at the dates. ``others``: said of dates left blank."""
        if not self.validate():
            return None
        said = {}
        for field in self.questions:
            if field.data:
                said[_option_of(field)] = Choice(field.data)
            elif others is not None:
                said[_option_of(field)] = others
            else:
                field.errors = [_("Kies ja, als het moet of nee voor %(when)s.", when=_when(field))]
        return said if len(said) == len(self.questions) else None


def answer_form(guest: PollGuest, *, by_link: bool) -> DatesAnswerForm:
    """The dates of a poll with what somebody said so far. ``by_link``: the page's own token is checked elsewhere."""
    options = guest.poll.options
    fields: dict[str, object] = {
        f"datum_{option.id}": RadioField(
            filters.when_on_page(option.starts_at, option.ends_at), [Optional()], choices=_CHOICES
        )
        for option in options
    }
    if by_link:
        fields["Meta"] = type("Meta", (), {"csrf": False})
    kind = type("DatesAnswerForm", (DatesAnswerForm,), fields)
    known = {f"datum_{option_id}": choice.value for option_id, choice in choices_of(guest).items()}
    return kind(data={"comment": guest.comment, **known})


def _when(field: Field) -> str:
    """The date a question is about; errors are also read in a list, away from it."""
    return Markup(field.label.text).striptags()


def _option_of(field: Field) -> int:
    return int(field.name.removeprefix("datum_"))
